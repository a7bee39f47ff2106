"""Abstracts and bios, which are Markdown, as plain text and as HTML.

Read by markdown-it as CommonMark: raw HTML is text, links lead to http(s) only, pictures are
shown as their description.
"""

import html
import re
from functools import cache
from typing import TYPE_CHECKING

from lgtui.pages.escape import url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@cache
def _reader() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False})
    # A heading inside an abstract is no heading of the mail; code by indentation is an accident.
    reader.disable(["heading", "lheading", "code", "hr", "image", "html_block", "html_inline"])
    setattr(reader, "validateLink", _leads_to_the_web)  # noqa: B010 (a method, replaced as documented)
    return reader


def _leads_to_the_web(address: str) -> bool:
    return bool(url(address))


def _clean(text: str) -> str:
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def to_html(text: str) -> str:
    """A Markdown text as HTML blocks, one below the other, without a final line end."""
    return str(_reader().render(_clean(text))).rstrip("\n")


def to_plain(text: str) -> str:
    """A Markdown text as people write mails: no marks, links behind their words, ``-`` bullets."""
    return _blocks(_reader().parse(_clean(text)))


def _blocks(tokens: "Sequence[Token]") -> str:
    """Blocks below each other; list items and quotations behind their marks."""
    written: list[str] = []
    marks: list[str] = []  # what stands before the lines of each open list item or quotation
    pending = ""
    counters: list[int] = []
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            counters.append(int(token.attrs.get("start", 1)) if token.type[0] == "o" else 0)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            counters.pop()
        elif token.type == "list_item_open":
            mark = f"{counters[-1]}. " if counters[-1] else "- "
            counters[-1] += bool(counters[-1])
            pending = "".join(marks) + mark
            marks.append(" " * len(mark))
        elif token.type == "blockquote_open":
            marks.append("> ")
        elif token.type in ("list_item_close", "blockquote_close"):
            marks.pop()
        elif token.type in ("inline", "fence"):
            content = token.content.rstrip("\n") if token.type == "fence" else _inline(token)
            first, *others = content.split("\n")
            margin = "".join(marks)
            if written and not pending:
                mark = margin.rstrip()
                written.append(mark if written[-1].startswith(mark) else "")
            elif written and not _in_list(written[-1]):
                written.append("")
            written.append((pending or margin) + first)
            written += [margin + other for other in others]
            pending = ""
    return "\n".join(line.rstrip() for line in written)


def _in_list(line: str) -> bool:
    return bool(re.match(r"\s*(?:- |[0-9]+\. )", line))


def _inline(token: "Token") -> str:
    """The text of a paragraph; a link's address follows its words unless they are the same."""
    parts: list[str] = []
    opened: list[tuple[int, str]] = []
    for child in token.children or ():
        if child.type == "link_open":
            opened.append((len(parts), str(child.attrs.get("href", ""))))
        elif child.type == "link_close":
            at, address = opened.pop()
            words = "".join(parts[at:])
            if words != address:
                parts.append(f" ({address})")
        elif child.type == "softbreak":
            parts.append(" ")
        elif child.type == "hardbreak":
            parts.append("\n")
        elif child.type in ("text", "code_inline"):
            parts.append(child.content)
    return "".join(parts)


def escaped(text: str) -> str:
    """Plain text for HTML, also within a quoted attribute."""
    return html.escape(text)
