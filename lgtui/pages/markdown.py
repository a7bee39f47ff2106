"""Abstracts and bios: Markdown as its author meant it, with nothing that could harm the page.

Blocks that are understood: paragraphs, lists, quotations, tables, fenced code. A heading becomes a
bold paragraph, because the page's own headings are its structure. Everything else is text: raw
HTML, definitions, rules, attribute lists, code by indentation (in pasted text an accident).
"""

import re

from lgtui.pages.escape import line_start, one_line, plain
from lgtui.pages.spans import html, spans

_SPECIAL = re.compile("[\\\\`*_\\[\\]{}<>|$~^\n\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_ITEM = re.compile(r"([ ]*)([-*+]|[0-9]{1,3}\.)[ ]+(?=\S)")
_FENCE = re.compile(r"[ ]{0,3}(`{3,}|~{3,})[ ]*([\w+#.-]*)[ ]*$")
_HEADING = re.compile(r"[ ]{0,3}#{1,6}[ ]+(.*?)(?:[ ]+#+)?[ ]*$")
_RULE = re.compile(r"[ ]*(?:=+|-+|(?:([-*_])[ ]*)(?:\1[ ]*){2,})[ ]*$")
_SEPARATOR = re.compile(r"(?=.*\|)(?=.*-)[ |:+-]+$")
_CELL_END = re.compile(r"(?<!\\)\|")

LIST_END = "<!-- -->"
"""Ends a list before another one that is not its continuation; it shows nothing."""


def labelled(label: str, text: str) -> str:
    """A text behind its label: ``Abstract: …``; ``""`` for an empty text.

    The label stands before the first paragraph, or above a list, table, quotation or code.
    """
    if _SPECIAL.search(text) is None:
        text = text.strip()
        return f"{label} {text}" if text else ""
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
    last = text.rpartition("\n\n")[2]
    return _ITEM.match(last) is not None or last.startswith("  ")


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
    return (
        bool(item)
        and item is not None
        and item[2] in ("-", "*", "+", "1.")
        and not _RULE.match(line)
    )


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
    for end in range(at + 1, len(lines)):
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
    """A list with its nested lists; ``columns`` pairs the column of an item in the source with
    the one where its text stands on the page.
    """
    written: list[str] = []
    columns: list[tuple[int, int]] = []
    numbers: list[int] = []
    item: list[str] = []
    lead = ""

    def flush() -> None:
        if item:
            first, *others = _inline(item).split("\n")
            blank = " " * len(lead)
            written.append(lead + line_start(first))
            written.extend(blank + other for other in others)
            item.clear()

    blank = False
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            blank = True
            at += 1
            continue
        marker = _ITEM.match(line)
        indent = len(line) - len(line.lstrip())
        if marker and not _RULE.match(line) and _belongs(marker, columns, numbers):
            flush()
            if blank and written:
                written.append("")
            while columns and columns[-1][0] > indent:
                columns.pop()
                numbers.pop()
            if columns and (
                columns[-1][0] == indent or indent < columns[-1][0] + 2 or len(columns) > 5
            ):
                number = numbers[-1] + 1
                columns.pop()
                numbers.pop()
            else:
                number = 1
            margin = columns[-1][1] if columns else 0
            lead = " " * margin + marker[2] + " "
            columns.append((indent, len(lead)))
            numbers.append(number)
            item.append(line[marker.end() :])
        elif blank and indent < 2:
            break
        elif blank:
            flush()
            written.append("")
            lead = " " * (columns[-1][1] if columns else 2)
            item.append(line)
        elif _opens(lines, at, 0) and not marker:
            break
        else:
            item.append(line)
        blank = False
        at += 1
    flush()
    return Block("list", "\n".join(written)), at


def _belongs(marker: re.Match[str], columns: list[tuple[int, int]], numbers: list[int]) -> bool:
    """Whether a marker goes on with the list: bullets always, a number when it is its turn."""
    if not marker[2][0].isdigit():
        return True
    number = int(marker[2][:-1])
    indent = len(marker[1])
    turns = [count for (column, _), count in zip(columns, numbers, strict=True) if column <= indent]
    return number == 1 or (bool(turns) and number == turns[-1] + 1)


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
