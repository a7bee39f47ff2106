"""Abstracts and bios: Markdown as its author meant it, with nothing that could harm the page.

Blocks that are understood: paragraphs, lists, quotations, tables, fenced code. A heading becomes a
bold paragraph, because the page's own headings are its structure. Everything else is text: raw
HTML, definitions, rules, attribute lists, code by indentation (in pasted text an accident).
"""

import re
from typing import NamedTuple

from lgtui.pages.escape import line_start, plain
from lgtui.pages.kramdown import one_line
from lgtui.pages.labels import LIST_END
from lgtui.pages.spans import html, spans

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_ITEM = re.compile(r"([ ]*)([-*+]|[0-9]{1,3}\.)[ ]+(?=\S)")
_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})[ ]*([\w+#.-]*)[ ]*$")
_HEADING = re.compile(r"[ ]{0,3}#{1,6}[ ]+(.*?)(?:[ ]+#+)?[ ]*$")
_RULE = re.compile(r"[ ]*(?:=+|-+|(?:([-*_])[ ]*)(?:\1[ ]*){2,})[ ]*$")
_SEPARATOR = re.compile(r"(?=.*\|)(?=.*-)[ |:+-]+$")
_CELL_END = re.compile(r"(?<!\\)\|")


def is_list(text: str) -> bool:
    """Whether the last block of a rendered text belongs to a list."""
    return text.startswith("  ") or _ITEM.match(text) is not None


class Block:
    """A rendered block; ``inline`` is a paragraph without what guards the start of its line."""

    __slots__ = ("inline", "kind", "text")

    def __init__(self, kind: str, text: str, inline: str = "") -> None:
        self.kind, self.text, self.inline = kind, text, inline


def blocks(text: str, depth: int = 0) -> list[Block]:
    """The blocks of a Markdown text, ready for the page."""
    text = _CONTROL.sub("", _LINE_END.sub("\n", text)).expandtabs(4)
    lines = text.split("\n")
    found: list[Block] = []
    at = 0
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        block, at = _block(lines, at, depth)
        if found and found[-1].kind == block.kind == "list":
            found.append(Block("comment", LIST_END))
        found.append(block)
    return found


def _block(lines: list[str], at: int, depth: int) -> tuple[Block, int]:
    line = lines[at]
    if fence := _FENCE.match(line):
        end = _fence_end(lines, at, fence[1])
        if end:
            return Block("code", _code(lines[at + 1 : end], fence[2])), end + 1
    if (heading := _HEADING.match(line)) and heading[1].strip():
        return Block("heading", f"**{spans(heading[1].strip(), strong=True)}**"), at + 1
    if line.lstrip().startswith(">") and depth < 3:
        return _quotation(lines, at, depth)
    if _starts_list(line) and depth < 3:
        return _list(lines, at)
    if "|" in line and at + 1 < len(lines) and _SEPARATOR.match(lines[at + 1].strip()):
        return _table(lines, at)
    end = at + 1
    while end < len(lines) and not _opens(lines, end, depth):
        end += 1
    return _paragraph(lines[at:end]), end


def _starts_list(line: str) -> bool:
    item = _ITEM.match(line)
    return item is not None and item[2] in ("-", "*", "+", "1.") and not _RULE.match(line)


def _opens(lines: list[str], at: int, depth: int) -> bool:
    """Whether a paragraph ends before this line."""
    line = lines[at]
    if not line.strip():
        return True
    if depth < 3 and (line.lstrip().startswith(">") or _starts_list(line)):
        return True
    if _HEADING.match(line):
        return True
    fence = _FENCE.match(line)
    return bool(fence and _fence_end(lines, at, fence[1]))


def _paragraph(lines: list[str]) -> Block:
    inline = _inline(lines)
    first, rest, others = inline.partition("\n")
    return Block("paragraph", line_start(first) + rest + others, inline)


def _inline(lines: list[str]) -> str:
    """Lines as one run of text; two blanks at the end of a line are a line break."""
    if any(_RULE.match(line) for line in lines):
        return "\n".join(
            (line_start(shown) if at else shown)
            for at, line in enumerate(lines)
            if (shown := plain(line) if _RULE.match(line) else spans(one_line(line)))
        )
    kept = [
        line.strip() + ("\\\\" if line.endswith("  ") and at < len(lines) - 1 else "")
        for at, line in enumerate(lines)
    ]
    first, *others = spans("\n".join(kept)).split("\n")
    return "\n".join([first, *map(line_start, others)])


def _fence_end(lines: list[str], at: int, fence: str) -> int:
    """The line that closes a fence, 0 for none; looked for so far that hostile text stays cheap."""
    for end in range(at + 1, min(len(lines), at + 200)):
        line = lines[end].strip()
        if line.startswith(fence) and not line.strip(fence[0]):
            return end
    return 0


def _code(lines: list[str], language: str) -> str:
    lines = [line.rstrip() for line in lines]
    text = "\n".join(lines)
    if re.search(r"\{[{%]|lgtui:", text):
        return f"<pre><code>{html(text)}</code></pre>"
    longest = max((len(run) for run in re.findall("~+", text)), default=0)
    fence = "~" * max(3, longest + 1)
    opening = f"{fence} {language}" if language else fence
    return "\n".join([opening, *lines, fence])


def _quotation(lines: list[str], at: int, depth: int) -> tuple[Block, int]:
    end = at
    while end < len(lines) and lines[end].lstrip().startswith(">"):
        end += 1
    inner = "\n".join(re.sub(r"^ *> ?", "", line) for line in lines[at:end])
    found = "\n\n".join(block.text for block in blocks(inner, depth + 1))
    return Block("quotation", "\n".join(f"> {line}".rstrip() for line in found.split("\n"))), end


def _list(lines: list[str], at: int) -> tuple[Block, int]:
    """A list with its nested lists, up to what is no part of it."""
    found = _List()
    blank = False
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            blank = True
        elif (marker := _ITEM.match(line)) and not _RULE.match(line) and found.takes(marker):
            found.item(marker, line[marker.end() :], blank)
            blank = False
        elif found.ends_at(line) or (
            not line.startswith("  ") if blank else _opens(lines, at, 0) and not marker
        ):
            break
        else:
            found.text(line, blank)
            blank = False
        at += 1
    return Block("list", found.finish()), at


class _Level(NamedTuple):
    """A list that is open: its column in the source, that of its text on the page, its number."""

    column: int
    text: int
    number: int


def _number(marker: re.Match[str]) -> int:
    """The number of an item, 0 for a bullet; -1 for ``0.``, which is never its turn."""
    return int(marker[2][:-1]) or -1 if marker[2][0].isdigit() else 0


class _List:
    """Writes a list: nested lists stand below their item's text, as kramdown wants it."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.levels: list[_Level] = []
        self.lead = ""
        self.pending: list[str] = []

    def takes(self, marker: re.Match[str]) -> bool:
        """Whether a marker is an item here: of the kind of its list, a number when it is its turn.

        kramdown counts for itself, so a number out of turn would be lost: it is text.
        """
        level = self._level(len(marker[1]))
        number = _number(marker)
        if level is None:
            return number in (0, 1)
        if not number or not level.number:
            return number == level.number
        return number == level.number + 1 or number == level.number == 1

    def ends_at(self, line: str) -> bool:
        """Whether a line begins another list: one of the other kind, no deeper than this one."""
        marker = _ITEM.match(line)
        outer = self.levels[0]
        if not marker or _RULE.match(line) or len(marker[1]) > outer.column + 1:
            return False
        return marker[2] == "1." if not outer.number else not marker[2][0].isdigit()

    def _level(self, column: int) -> _Level | None:
        """The list that an item in this column goes on with; ``None`` where it begins one."""
        for level in reversed(self.levels):
            if level.column <= column:
                deeper = column >= level.column + 2 and len(self.levels) < 6
                return None if deeper and level is self.levels[-1] else level
        return self.levels[0] if self.levels else None

    def item(self, marker: re.Match[str], text: str, blank: bool) -> None:
        """Begins an item."""
        self._flush()
        if blank and self.written:
            self.written.append("")
        column = len(marker[1])
        level = self._level(column)
        if level is not None:
            del self.levels[self.levels.index(level) :]
            column = level.column
        margin = self.levels[-1].text if self.levels else 0
        self.lead = f"{' ' * margin}{marker[2]} "
        self.levels.append(_Level(column, len(self.lead), _number(marker)))
        self.pending = [text]

    def text(self, line: str, blank: bool) -> None:
        """A line that goes on with the item's paragraph, or begins another one."""
        if blank:
            self._flush()
            self.written.append("")
            self.lead = " " * self.levels[-1].text
        self.pending.append(line)

    def _flush(self) -> None:
        if self.pending:
            first, *others = _inline(self.pending).split("\n")
            margin = " " * len(self.lead)
            self.written.append(self.lead + line_start(first))
            self.written.extend(margin + other for other in others)
            self.pending = []

    def finish(self) -> str:
        """The whole list."""
        self._flush()
        return "\n".join(self.written)


def _table(lines: list[str], at: int) -> tuple[Block, int]:
    rows = [f"| {' | '.join(_cells(lines[at]))} |"]
    rows.append(
        "|" + "|".join(cell.strip() for cell in lines[at + 1].strip().strip("|").split("|")) + "|"
    )
    end = at + 2
    while end < len(lines) and "|" in lines[end]:
        rows.append(f"| {' | '.join(_cells(lines[end]))} |")
        end += 1
    return Block("table", "\n".join(rows)), end


def _cells(line: str) -> list[str]:
    line = line.strip().removeprefix("|")
    if _CELL_END.search(line[-2:]):
        line = line[:-1]
    return [spans(one_line(cell)) for cell in _CELL_END.split(line)]
