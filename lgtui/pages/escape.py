"""Plain text and links as kramdown shows them exactly.

kramdown turns straight quotes into typographic ones. That is the site's own setting and is left
alone: ``Queen's`` stays readable in the page, and the reader sees an apostrophe. Its other
replacements (``--``, ``...``, ``<<``) would change what was typed and are escaped.

Here is the fast look that most texts need; the rules for the others are in
:mod:`lgtui.pages.kramdown`.
"""

TBA = "**TBA**"
"""What stands for a fact that is not known yet."""

_ACTING = bytes(range(32)) + b"\x7f\\`*_[]{}<>&|$~"
_URL_PLAIN = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/?&=._~#+,@:-"


def holds_none(text: str, acting: bytes) -> bool:
    """Whether a text has none of these ASCII characters and none that cannot be printed.

    Deleting bytes is several times faster than searching with a regular expression.
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
    from lgtui.pages.kramdown import escaped

    return escaped(text)


def heading_end(text: str) -> str:
    r"""Escaped text as the end of a heading, whose closing ``#`` kramdown would drop."""
    kept = text.rstrip("#")
    return kept + "\\#" * (len(text) - len(kept))


def line_start(text: str) -> str:
    r"""Escaped text at the start of a line, where ``1.``, ``#``, ``-`` and others open a block."""
    if text[:1].isalpha() or text[:1] in ("[", "*", "\\", "&", ""):
        return text
    from lgtui.pages.kramdown import line_start

    return line_start(text)


def url(address: str) -> str:
    """An http(s) address as it may stand in a Markdown link, or ``""`` where it is none.

    Blanks, parentheses, quotes, brackets and everything beyond ASCII are percent-encoded (RFC
    3986, section 2.1); what is encoded already stays. Hosts of other scripts become their ASCII
    form (RFC 3490) where there is one.
    """
    if address.startswith("https://") and address[8:9].isalnum():
        if not address.encode("utf-8", "surrogatepass").translate(None, _URL_PLAIN):
            return address
    elif not address:
        return ""
    from lgtui.pages.kramdown import encoded

    return encoded(address)


def link(text: str, address: str) -> str:
    """A link around escaped text; the text alone where the address is no http(s) one."""
    safe = url(address)
    if not safe or not text:
        return text
    if text.startswith("^"):  # a footnote's mark, not a link, to kramdown
        text = "&#94;" + text[1:]
    return f"[{text}]({safe})"
