r"""Plain text, links and front-matter values as kramdown shows them exactly.

The rules are those of kramdown 2.4, alone and with its GFM parser (Jekyll's default), and of
Liquid, which Jekyll runs over every page before kramdown sees it:

- Backslash escapes are used where both parsers know them, character references where not:
  ``~`` has no escape in kramdown itself, and ``\{%`` would still open a Liquid tag.
- kramdown turns straight quotes into typographic ones. That is the site's own setting and is
  left alone: ``Queen's`` stays readable in the page, and the reader sees an apostrophe. The
  other replacements (``--``, ``...``, ``<<``) would change what was typed and are escaped.
- A character is escaped only where it would act, so that plain titles stay as they are.
"""

import re

TBA = "**TBA**"
"""What stands for a fact that is not known yet."""

_ACTING = bytes(range(32)) + b"\x7f\\`*_[]{}<>&|$~"
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
    | \.(?=\.(?:\.|$))          # two at the end, for a full stop may follow
    """,
    re.VERBOSE,
)
_BY_NAME = {"&": "&amp;", "~": "&#126;"}


def one_line(text: str) -> str:
    """The text on one line: blanks and line ends collapsed, control characters dropped."""
    return _UNSAFE.sub("", _BLANKS.sub(" ", text)).strip()


def holds_none(text: str, acting: bytes) -> bool:
    """Whether a text has none of these ASCII characters and none that cannot be printed.

    Deleting bytes is several times faster than searching with a regular expression, and most
    texts need no more than this look.
    """
    raw = text.encode("utf-8", "surrogatepass")
    if len(raw.translate(None, acting)) < len(raw):
        return False
    return len(raw) == len(text) or text.isprintable()


def plain(text: str) -> str:
    """A name, title or affiliation such that the page shows exactly this text.

    Line ends and runs of blanks show as one blank, as in any HTML. An empty text stays empty.
    The result is safe anywhere but at the start of a line (see :func:`line_start`) and the end of
    a heading (see :func:`heading_end`).
    """
    if holds_none(text, _ACTING) and not ("--" in text or ".." in text or "  " in text):
        return text.strip()
    return _ACTS.sub(_escaped, one_line(text))


def _escaped(match: re.Match[str]) -> str:
    char = match[0]
    if char in _BY_NAME:
        return _BY_NAME[char]
    if char == "\\" and match.end() == len(match.string):
        return "&#92;"
    if char == "{" and match.string.startswith("%", match.end()):
        return "&#123;"
    return "\\" + char


def heading_end(text: str) -> str:
    r"""Escaped text as the end of a heading, whose closing ``#`` kramdown would drop."""
    kept = text.rstrip("#")
    return kept + "\\#" * (len(text) - len(kept))


_STARTS = re.compile(r"[-+:#>=^](?=[ \t]|$)|[#>=-]|:(?=[ \t])|[0-9]+(?=\.(?:[ \t]|$))")


def line_start(text: str) -> str:
    r"""Escaped text at the start of a line, where ``1.``, ``#``, ``-`` and others open a block."""
    found = _STARTS.match(text)
    if not found:
        return text
    if found[0] == "^":
        return "&#94;" + text[1:]
    if found[0].isdigit():
        return f"{found[0]}\\{text[found.end() :]}"
    return "\\" + text


_PLAIN_URL = re.compile(r"https?://[A-Za-z0-9.-]+(?:/[A-Za-z0-9/?&=._~#+,@:-]*)?")
_URL = re.compile(r"(https?)://([^/?#\\\s]+)([^\x00-\x20\x7f]*)", re.IGNORECASE)
_URL_UNSAFE = re.compile("[^!#$%&+,./0-9:;=?@A-Z^a-z~_-]|%(?![0-9A-Fa-f]{2})|\\^")
_URL_HOST = re.compile(
    r"[^\s\\<>\"'`{}|^()\[\]*%]+|(?:[^\s\\<>\"'`{}|^()*%\[\]@]+@)?\[[0-9A-Fa-f:.]+\](?::[0-9]*)?"
)
_REFERENCE = re.compile(r"&[^\s&;/?=]*;")


def url(address: str) -> str:
    """An http(s) address as it may stand in a Markdown link, or ``""`` where it is none.

    Blanks, parentheses, quotes, brackets and everything beyond ASCII are percent-encoded (RFC
    3986, section 2.1); what is encoded already stays. Hosts of other scripts become their ASCII
    form (RFC 3490) where there is one.
    """
    if _PLAIN_URL.fullmatch(address):
        return address
    text = _UNSAFE.sub("", address.strip()).replace(" ", "%20")
    found = _URL.fullmatch(text)
    if not found:
        return ""
    scheme, host, rest = found[1].lower(), found[2], found[3]
    if not _URL_HOST.fullmatch(host):
        return ""
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return ""
    if _URL_UNSAFE.search(rest):
        rest = _URL_UNSAFE.sub(_percent, rest)
    if ";" in rest:
        rest = _REFERENCE.sub(lambda match: match[0][:-1] + "%3B", rest)
    return f"{scheme}://{host}{rest}"


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode())


def link(text: str, address: str) -> str:
    """A link around escaped text; the text alone where the address is no http(s) one."""
    safe = url(address)
    if not safe or not text:
        return text
    if text.startswith("^"):  # a footnote's mark, not a link, to kramdown
        text = "&#94;" + text[1:]
    return f"[{text}]({safe})"


def quoted(text: str) -> str:
    r"""A front-matter value in double quotes (YAML 1.2, section 7.3.1), free of Liquid, markers."""
    text = one_line(text).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[{<]", lambda match: f"\\x{ord(match[0]):X}", text) + '"'
