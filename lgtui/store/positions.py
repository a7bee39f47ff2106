"""Line and column of a place in the records: of its value, its key, or its record's header."""

import os
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from lgtui.model import LISTS, Where
from lgtui.store.document import BOM, Block, Document
from lgtui.store.reader import from_here, root_of
from lgtui.store.record_spans import Entry, Node, Table, tables

if TYPE_CHECKING:
    from lgtui.checks import Finding

_STEP = re.compile(r"([^.\[\]]+)|\[([0-9]+)\]")
_ESCAPE = re.compile(
    r"\\(?:[btnfre\"\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|x[0-9A-Fa-f]{2}|[ \t]*\r?\n[ \t\r\n]*)"
)


class _Spot(NamedTuple):
    """Where a value and its key stand; no ``value`` for the key or header of one that is absent."""

    at: int
    value: Node | None = None
    key: int = 0


class Locator:
    """Finds places in one file; the tables are looked up once, for many findings."""

    def __init__(self, raw: bytes, blocks: tuple[Block, ...] | None = None) -> None:
        """Take the file's bytes and, where they are known, its blocks."""
        self._raw = raw
        self._start = len(BOM) * raw.startswith(BOM)
        self._blocks: dict[str, list[Block]] | None = None
        if blocks is not None:
            self._blocks = {}
            for block in blocks:
                self._blocks.setdefault(block.kind, []).append(block)
        self._parts: dict[tuple[str, int], list[Table]] = {}
        self._all: list[Table] | None = None
        self._lines: list[int] = []

    def locate(self, where: Where, of_key: bool = False) -> tuple[int, int]:
        """Return line and column, both from 1, columns in characters.

        The place is that of the field's value, moved by ``where.offset`` characters of the
        value; of the record's header where the field is empty or absent; of the nearest outer
        thing where a nested one is absent; and line 1, column 1 where there is no such record.
        With ``of_key`` it is that of the key instead of its value.
        """
        spot = self._spot(where)
        if where.kind == "wording" and (spot is None or spot.value is None):
            # Older versions kept the wording under [series], and the file may still have it there.
            older = self._spot(where._replace(kind="series"))
            spot = older if spot is None or (older and older.value) else spot
        if spot is None:
            return 1, 1
        at = spot.at
        if spot.value is not None and of_key:
            at = spot.key
        elif spot.value is not None:
            at = _inside(self._raw, spot.value, where.offset)
        return self._position(at)

    def _position(self, at: int) -> tuple[int, int]:
        """Return line and column of a byte, by a table of the lines' beginnings."""
        from bisect import bisect_right

        if not self._lines:
            self._lines = [self._start]
            found = self._raw.find(b"\n", self._start)
            while found >= 0:
                self._lines.append(found + 1)
                found = self._raw.find(b"\n", found + 1)
        line = bisect_right(self._lines, at)
        begin = self._lines[line - 1] if line else 0
        return max(line, 1), len(self._raw[begin:at].decode(errors="replace")) + 1

    def _spot(self, where: Where) -> _Spot | None:
        steps: list[str | int] = [
            int(index) if index else name for name, index in _STEP.findall(where.field)
        ]
        if not where.kind and not steps:
            return None
        if self._blocks is None or not where.kind:
            return self._anywhere(where, steps)
        blocks = self._blocks.get(where.kind, [])
        if where.at >= len(blocks):
            return None
        key = where.kind, where.at
        if key not in self._parts:
            block = blocks[where.at]
            self._parts[key] = tables(self._raw, block.start, block.end)
        parts = self._parts[key]
        own = parts[0]
        return self._among(parts, own.path, steps) or _Spot(self._header(own))

    def _header(self, table: Table) -> int:
        """Return the first byte of a header, its indentation left out."""
        line = self._raw[table.start : table.body]
        return table.start + len(line) - len(line.lstrip(b" \t"))

    def _anywhere(self, where: Where, steps: list[str | int]) -> _Spot | None:
        """Return a place in a file whose records may lie in any form TOML knows."""
        if self._all is None:
            self._all = tables(self._raw, self._start)
        path: list[str | int] = [where.kind] if where.kind else []
        if where.kind in LISTS:
            headers = [n for n, table in enumerate(self._all) if table.path == (where.kind,)]
            if where.at < len(headers):
                first = headers[where.at]
                last = headers[where.at + 1] if where.at + 1 < len(headers) else len(self._all)
                own = self._all[first]
                return self._among(self._all[first:last], own.path, steps) or _Spot(
                    self._header(own)
                )
            path.append(where.at)
        return self._among(self._all, (), path + steps)

    def _among(
        self, parts: list[Table], base: tuple[str, ...], steps: list[str | int]
    ) -> _Spot | None:
        """Return the deepest thing found along ``steps`` below the tables named ``base``."""
        best: tuple[int, _Spot] | None = None
        counts: dict[tuple[str, ...], int] = {}
        for table in parts:
            counts[table.path] = counts.get(table.path, -1) + 1
            inner = table.path[len(base) :] if table.path[: len(base)] == base else None
            if inner is None:
                continue
            used = _matched(inner, counts[table.path], steps)
            if used is None:
                continue
            if table.path and (best is None or used > best[0]):
                best = used, _Spot(self._header(table))
            found = _descend(table.entries, steps[used:])
            if found and (best is None or used + found[0] > best[0]):
                best = used + found[0], found[1]
        return best[1] if best else None


def _matched(inner: tuple[str, ...], count: int, steps: list[str | int]) -> int | None:
    """Return how many steps a header's path takes, or ``None`` where it leads elsewhere."""
    used = 0
    for name in inner:
        if used >= len(steps) or steps[used] != name:
            return None
        used += 1
        if used < len(steps) and isinstance(steps[used], int):
            if steps[used] != count:
                return None
            used += 1
    return used


def _descend(entries: tuple[Entry, ...], steps: list[str | int]) -> tuple[int, _Spot] | None:
    """Return the deepest value along the steps, and how many of them lead to it."""
    if not steps:
        return None
    best: tuple[int, _Spot] | None = None
    for number, entry in enumerate(entries):
        path: tuple[str | int, ...] = entry.path or (number,)
        common = 0
        while common < min(len(path), len(steps)) and path[common] == steps[common]:
            common += 1
        if not common:
            continue
        if common < len(path):
            found = common, _Spot(entry.start)
        else:
            deeper = _descend(entry.value.entries, steps[common:])
            found = common, _Spot(entry.value.start, entry.value, entry.start)
            if deeper:
                found = common + deeper[0], deeper[1]
        if best is None or found[0] > best[0]:
            best = found
    return best


def _inside(raw: bytes, value: Node, offset: int) -> int:
    """Return the byte of a string value's character ``offset``; of its first quote where that is 0.

    A backslash at a line's end joins the lines and is no character of the value.
    """
    source = raw[value.start : value.end]
    quote = source[:1]
    if quote not in (b'"', b"'") or offset <= 0:
        return value.start
    quotes = source[:3] if source[:3] in (b'"""', b"'''") else quote
    text = source[len(quotes) : -len(quotes)].decode()
    at = len(quotes)
    if len(quotes) == 3:
        begins = 2 if text.startswith("\r\n") else int(text.startswith("\n"))
        text, at = text[begins:], at + begins
    place = 0
    while place < len(text):
        escape = _ESCAPE.match(text, place) if quote == b'"' else None
        joined = bool(escape) and not text[place + 1 : place + 2].strip()
        if offset <= 0 and not joined:
            break
        if escape:
            place = escape.end()
        else:
            place += 2 if text.startswith("\r\n", place) else 1
        offset -= not joined
    return value.start + at + len(text[:place].encode())


def placed(findings: "Sequence[Finding]", document: Document) -> "list[Finding]":
    """Give findings their file, line and column, in their order in the data file; pages last.

    Findings about a page have its path and line already, from the repository's root.
    """
    file = from_here(document.path)
    root = root_of(document.path)
    locate = Locator(document.raw, document.blocks).locate
    result = []
    for finding in findings:
        if finding.file:
            result.append(finding._replace(file=from_here(os.path.join(root, finding.file))))
        else:
            line, column = locate(finding.where, of_key=finding.code == "FILE001")
            result.append(finding._replace(file=file, line=line, column=column))
    return sorted(result, key=lambda finding: (finding.file != file, finding.line, finding.column))
