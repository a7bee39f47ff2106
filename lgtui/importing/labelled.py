"""The labelled paragraphs of a talk: ``Abstract: …`` and what belongs to it."""

import re
from typing import NamedTuple

from lgtui.importing.facts import PageText
from lgtui.importing.inline import bare_urls, blank, has_words, links, plain
from lgtui.importing.listitem import VIDEO_TEXT, read_label
from lgtui.importing.structure import Label, content_of_bullet, label

LONG = ("abstract", "bio")


_NO_VIDEO = re.compile(
    r"(?i)\W*(?:no\s+(?:video|recording)\b.{0,40}|(?:the\s+)?(?:video|recording|talk)\s+"
    r"(?:is|was|has|will)\s+not\b.{0,60})"
)
"""A sentence that says why there is no video."""


class Block(NamedTuple):
    """One labelled paragraph or several: the field, whose it is, and the lines of its text."""

    field: str
    name: str
    label: str
    lines: tuple[tuple[int, str], ...]
    column: int


def text_of(block: Block) -> str:
    """A block's Markdown as written: lines kept, blanks around it dropped."""
    lines = [line.rstrip() if not line.endswith("  ") else line for _, line in block.lines]
    while lines and not lines[-1].strip():
        lines.pop()
    while lines and not lines[0].strip():
        lines.pop(0)
    if lines:
        lines[0], lines[-1] = lines[0].lstrip(), lines[-1].rstrip()
    return "\n".join(line if line.strip() else "" for line in lines)


def split_blocks(
    page: PageText, lines: list[tuple[int, str]]
) -> tuple[list[Block], list[tuple[int, str]]]:
    """The labelled blocks of some lines (from 0, with their text), and the lines of none.

    A paragraph without a label continues the abstract or biography before it; after any other
    field it belongs to nothing.
    """
    blocks: list[Block] = []
    stray: list[tuple[int, str]] = []
    indent, gap = 0, False
    for at, line in lines:
        found = None if page.opaque[at] else label(line) or _label_without_text(line)
        if found and blocks and _inside_long(blocks[-1], found, line):
            found = None
        if found:
            bullet = content_of_bullet(line)
            indent = bullet[1] if bullet else 0
            blocks.append(
                Block(found.field, found.name, found.label, ((at, found.rest),), found.at)
            )
            gap = False
        elif not line.strip() and not page.opaque[at]:
            gap = True
            if blocks and blocks[-1].field in LONG:
                blocks[-1] = blocks[-1]._replace(lines=(*blocks[-1].lines, (at, "")))
        elif blocks and not page.opaque[at] and _continues(blocks[-1], line, gap):
            lead = len(line) - len(line.lstrip(" "))
            dedented = line[min(indent, lead) :]
            blocks[-1] = blocks[-1]._replace(lines=(*blocks[-1].lines, (at, dedented)))
        else:
            stray.append((at, line))
    return blocks, stray


def _label_without_text(line: str) -> Label | None:
    """The label in a line that has no colon: ``#### Abstract`` or a lone ``[S09E01](url)``."""
    heading = re.fullmatch(r" {0,3}#{1,6}\s+(.*?):?\s*#*\s*", line)
    if heading and (found := label(f"{heading[1]}:")) and found.field in (*LONG, "title", "video"):
        return found._replace(label=heading[1], rest="")
    alone = re.fullmatch(r"\s*(\*{0,2})(Title|Abstract|(?:Short )?[Bb]io(?:graphy)?)\1\s*", line)
    if alone and (found := label(f"{alone[2]}:")):
        return found._replace(label=line.strip(), rest="")
    found_links = links(line)
    if found_links and VIDEO_TEXT.fullmatch(plain(line)):
        return Label("video", "", line[: found_links[0].start].strip(), line.strip(), 0)
    if _NO_VIDEO.fullmatch(line):
        return Label("video", "", "", line.strip(), 0)
    if len(found_links) == 1 and not has_words(
        blank(line, [(found_links[0].start, found_links[0].end)])
    ):
        shown = plain(found_links[0].text)
        numbered = read_label(shown)
        if VIDEO_TEXT.fullmatch(shown) or (numbered and not has_words(shown[numbered[2] :])):
            return Label("video", "", "", line.strip(), 0)
    return None


def _inside_long(block: Block, found: Label, line: str) -> bool:
    """Whether a labelled line is rather a sentence of the abstract ("Dataset: we use …")."""
    if block.field == found.field == "abstract":
        return not found.label.startswith(("*", "_", "-", "+"))
    marked = found.label.startswith(("*", "_")) or content_of_bullet(line) is not None
    if (
        block.field not in LONG
        or marked
        or not found.label
        or line.startswith("#")
        or found.field in (*LONG, "title", "website", "video", "others")
    ):
        return False
    if block.label.startswith(("*", "_")):
        return True
    if found.field == "date":
        return not any(sign.isdigit() for sign in found.rest)
    return found.field not in ("calendar", "speakers") and not (
        links(found.rest) or bare_urls(found.rest)
    )


def _continues(block: Block, line: str, gap: bool) -> bool:
    if block.field in LONG:
        return not line.lstrip().startswith(("<!--", "{%"))
    is_empty = not any(has_words(text) for _, text in block.lines)
    return (not gap or is_empty) and not content_of_bullet(line) and not line.startswith("#")
