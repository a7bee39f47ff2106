"""Stripping takes invisible characters out of a text, and tells of each."""

from hypothesis import given, settings
from hypothesis import strategies as st

from lgtui.importers.encoding.repair import strip_invisible


def test_stripping_names_place_and_character() -> None:
    clean, changes = strip_invisible("one\n\u200bmet\u00adrics\u200b\n")
    assert clean == "one\nmetrics\n"
    assert [(change.line, change.column, change.reason) for change in changes] == [
        (2, 1, "removed ZERO WIDTH SPACE (U+200B)"),
        (2, 5, "removed SOFT HYPHEN (U+00AD)"),
        (2, 10, "removed ZERO WIDTH SPACE (U+200B)"),
    ]


def test_an_invisible_line_end_leaves_a_blank_between_its_words() -> None:
    clean, changes = strip_invisible("one\u2028two\x0bthree")
    assert clean == "one two three"
    assert [change.after for change in changes] == [" ", " "]
    assert changes[0].reason == "replaced LINE SEPARATOR (U+2028) by a blank"


@given(st.text(max_size=60))
@settings(max_examples=200)
def test_stripping_leaves_nothing_invisible_and_everything_else(text: str) -> None:
    clean, changes = strip_invisible(text)
    assert strip_invisible(clean) == (clean, ())
    gone = {change.before for change in changes}
    kept = [char for char in text if char not in gone]
    assert [char for char in clean if char not in gone and char != " "] == [
        char for char in kept if char != " "
    ]
