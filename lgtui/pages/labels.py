"""Abstracts and bios behind their labels; the common case, one plain paragraph, costs a look."""

from lgtui.pages.escape import holds_none

LIST_END = "<!-- -->"
"""Ends a list before another one that is not its continuation; it shows nothing."""

_STARTS = "#-+0123456789"
"""Begins what may be more than a paragraph; so may some of what follows."""

_ACTING = bytes(range(32)) + b"\x7f\\`*_[]{}<>|$~^"


def labelled(label: str, text: str) -> str:
    """A text behind its label: ``Abstract: …``; ``""`` for an empty text.

    The label stands before the first paragraph, or above a list, table, quotation or code.
    """
    if holds_none(text, _ACTING):
        text = text.strip()
        if text[:1] not in _STARTS:
            return f"{label} {text}"
        if not text:
            return ""
    from lgtui.pages.markdown import blocks

    found = blocks(text)
    if not found:
        return ""
    if found[0].kind == "paragraph":
        return "\n\n".join([f"{label} {found[0].inline}", *(block.text for block in found[1:])])
    return "\n\n".join([label, *(block.text for block in found)])


def ends_in_list(text: str) -> bool:
    """Whether a rendered text ends in a list, which would go on in a bullet that follows."""
    if "\n" not in text:
        return False
    from lgtui.pages.markdown import is_list

    return is_list(text.rpartition("\n\n")[2])
