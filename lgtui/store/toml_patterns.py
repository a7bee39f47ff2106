"""The texts and comments of TOML as patterns, for whoever steps over them.

Each is written so that it can match in one way only: what a class takes it keeps, and the groups
between begin with signs that the class leaves out. So nothing is tried twice, however long the
text. Groups that keep what they took (``(?:…)*+``) would say the same, but Python before 3.11.5
gets them wrong.
"""

BASIC = rb'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*"'
"""A text in double quotes."""

LITERAL = rb"'[^'\n]*+'"
"""A text in single quotes."""

MULTI_BASIC = rb'"""[^"\\]*+(?:(?:\\[\s\S]|"(?!""))[^"\\]*+)*"{3,5}+'
"""A text of several lines in double quotes."""

MULTI_LITERAL = rb"'''[^']*+(?:'(?!'')[^']*+)*'{3,5}+"
"""A text of several lines in single quotes."""

COMMENT = rb"#[^\n]*+"
"""A comment up to the end of its line."""

TEXT = (
    rb"(?:"
    + MULTI_BASIC
    + b"|"
    + MULTI_LITERAL
    + rb"""|(?!\""")"""
    + BASIC
    + b"|(?!''')"
    + LITERAL
    + rb")"
)
"""A text of any kind; one of several lines that is never closed is none."""
