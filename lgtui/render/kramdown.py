r"""The rules by which kramdown and Liquid read a page, and how to make them read plain text.

They are those of kramdown 2.4, alone and with its GFM parser (Jekyll's default), and of Liquid,
which Jekyll runs over every page first. Backslash escapes are used where both parsers know them,
character references where not: ``~`` has no escape in kramdown itself, and ``\{%`` would still
open a Liquid tag. A character is escaped only where it would act.
"""

import re

LIST_END = "<!-- -->"
"""Ends a list before another one that is not its continuation; it shows nothing."""

_BLANKS = re.compile("[ \t\n\v\f\r\x85\u2028\u2029]+")
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ACTS = re.compile(
    r"""
      \\$                          # at the end it would make a line break
    | [\\`\[\]|]
    | (?<![ ])\* | \*(?![ ])       # a star between blanks is only a star
    | (?<![A-Za-z])_(?![ ]) | (?<![A-Za-z ])_
    | \{(?=[{%:\#./]|$) | (?<=\{)\{
    | <(?![ =])
    | >(?=>) | (?<=>)>
    | &(?=[^\s&;]+;)
    | \$(?=\$) | (?<=\$)\$
    | ~(?=~)
    | -(?=-)
    | \.(?=\.(?:\.|$))             # two at the end, for a full stop may follow
    """,
    re.VERBOSE,
)
_STARTS = re.compile(r"[-+:#>=^](?=[ \t]|$)|[#>=-]|[0-9]+(?=\.(?:[ \t]|$))")
_URL = re.compile(
    r"(https?)://([\w.~:@+-]+|\[[0-9A-Fa-f:.]+\](?::[0-9]*)?)([/?#][^\x00-\x20]*)?", re.IGNORECASE
)
_URL_UNSAFE = re.compile("[^!#$%&+,./0-9:;=?@A-Za-z~_-]|%(?![0-9A-Fa-f]{2})")
_REFERENCE = re.compile(r"&[^\s&;/?=]*;")
_BY_NAME = {"&": "&amp;", "~": "&#126;"}


def one_line(text: str) -> str:
    """Return the text on one line: blanks and line ends collapsed, control characters dropped."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    return _UNSAFE.sub("", _BLANKS.sub(" ", text)).strip()


def _escape_char(match: re.Match[str]) -> str:
    char = match[0]
    if char in _BY_NAME:
        return _BY_NAME[char]
    if char == "\\" and match.end() == len(match.string):
        return "&#92;"
    if char == "{" and match.string.startswith("%", match.end()):
        return "&#123;"
    return "\\" + char


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())


def front_matter_value(text: str) -> str:
    r"""Quote a front-matter value (YAML 1.2, section 7.3.1) without Liquid or markers."""
    text = one_line(text).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[{<]", lambda match: f"\\x{ord(match[0]):X}", text) + '"'


TBA = "**TBA**"
"""What stands for a fact that is not known yet."""

_ACTING = bytes(range(32)) + b"\x7f\\`*_[]{}<>&|$~"
_URL_PLAIN = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/?&=._~#+,@:-"


def holds_none(text: str, acting: bytes) -> bool:
    """Tell whether a text has none of these ASCII characters and none that cannot be printed.

    Deleting bytes is several times faster than searching with a regular expression.
    """
    raw = text.encode("utf-8", "surrogatepass")
    if len(raw.translate(None, acting)) < len(raw):
        return False
    return len(raw) == len(text) or text.isprintable()


def escape(text: str) -> str:
    """Escape a name, title or affiliation such that the page shows exactly this text.

    Line ends and runs of blanks show as one blank, as in any HTML. An empty text stays empty.
    The result is safe anywhere but at the start of a line (see :func:`line_start`) and the end of
    a heading (see :func:`heading_end`).
    """
    if holds_none(text, _ACTING) and not ("--" in text or ".." in text or "  " in text):
        return text.strip()
    return _ACTS.sub(_escape_char, one_line(text))


def heading_end(text: str) -> str:
    r"""Escaped text as the end of a heading, whose closing ``#`` kramdown would drop."""
    kept = text.rstrip("#")
    return kept + "\\#" * (len(text) - len(kept))


def line_start(text: str) -> str:
    r"""Escaped text at the start of a line, where ``1.``, ``#``, ``-`` and others open a block."""
    if text[:1].isalpha() or text[:1] in ("[", "*", "\\", "&", ""):
        return text
    found = _STARTS.match(text)
    if not found:
        return text
    if found[0] == "^":
        return "&#94;" + text[1:]
    if found[0].isdigit():
        return f"{found[0]}\\{text[found.end() :]}"
    return "\\" + text


def url(address: str) -> str:
    """Return an http(s) address as it may stand in a Markdown link, or ``""`` where it is none.

    Blanks, parentheses, quotes, brackets and everything beyond ASCII are percent-encoded (RFC
    3986, section 2.1); what is encoded already stays. Hosts of other scripts become their ASCII
    form (RFC 3490) where there is one.
    """
    if address.startswith("https://") and address[8:9].isalnum():
        if not address.encode("utf-8", "surrogatepass").translate(None, _URL_PLAIN):
            return address
    elif not address:
        return ""
    found = _URL.fullmatch(_UNSAFE.sub("", address.strip()).replace(" ", "%20"))
    if not found:
        return ""
    host, rest = found[2], found[3] or ""
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    rest = _URL_UNSAFE.sub(_percent, rest)
    # An attribute's &name; would be read as the character of that name.
    rest = _REFERENCE.sub(lambda match: match[0][:-1] + "%3B", rest)
    return f"{found[1].lower()}://{host}{rest}"


def link(text: str, address: str) -> str:
    """Return a link around escaped text; the text alone where the address is no http(s) one."""
    safe = url(address)
    if not safe or not text:
        return text
    if text.startswith("^"):  # a footnote's mark, not a link, to kramdown
        text = "&#94;" + text[1:]
    return f"[{text}]({safe})"
