"""Which bytes belong to a record, and where keys and values stand in valid TOML."""

import re
from typing import NamedTuple

from lgtui.store import toml_patterns
from lgtui.store.document import BOM, Block

_COMMENT = re.compile(rb"[ \t]*#[^\n]*(?:\n|\Z)")


def extent(raw: bytes, blocks: tuple[Block, ...], place: int) -> tuple[int, int]:
    """Return a record's span with the comments that belong to it."""
    end = blocks[place].end
    last = place + 1 == len(blocks)
    limit = len(raw) if last else lead(raw, blocks, place + 1)
    while end < limit and (comment := _COMMENT.match(raw, end, limit)):
        end = comment.end()
    return lead(raw, blocks, place), end


def lead(raw: bytes, blocks: tuple[Block, ...], place: int) -> int:
    """Return where the comment lines directly above a block's header begin."""
    floor = blocks[place - 1].end if place else len(BOM) * raw.startswith(BOM)
    return comments_above(raw, blocks[place].start, floor)


def comments_above(raw: bytes, at: int, floor: int) -> int:
    """Return where the comment lines directly above a line begin, not before ``floor``."""
    while at > floor:
        line = max(raw.rfind(b"\n", floor, at - 1) + 1, floor)
        if not raw[line:at].lstrip().startswith(b"#"):
            break
        at = line
    return at


def to_line_end(raw: bytes, block: Block) -> Block:
    """Return the block with its last line's end, added when something was put below it."""
    if raw[block.end - 1 : block.end] == b"\n" or block.end == len(raw):
        return block
    return block._replace(end=raw.find(b"\n", block.end) + 1)


def body_end(text: bytes) -> int:
    """Return where a block's last field ends; comments may follow where a field was dropped."""
    last = tables(text)[-1]
    return last.entries[-1].end if last.entries else last.body


_PART = rb"[A-Za-z0-9_-]++|" + toml_patterns.BASIC + b"|" + toml_patterns.LITERAL
_PATH = re.compile(rb"(?:" + _PART + rb")(?:[ \t]*\.[ \t]*(?:" + _PART + rb"))*")
_PARTS = re.compile(_PART)
_EQUALS = re.compile(rb"[ \t]*=[ \t]*")
_BLANK = re.compile(rb"[ \t\r\n]*+(?:" + toml_patterns.COMMENT + rb"[ \t\r\n]*+)*")
_REST = re.compile(rb"[^\n]*(?:\n|\Z)")
_HEADER = re.compile(rb"[ \t]*(\[\[?)[ \t]*")
_SCALAR = re.compile(toml_patterns.TEXT + rb"|[^,\]}#\r\n]*[^,\]}#\r\n \t]")

Path = tuple[str, ...]
"""The parts of a dotted key; one part for a plain key."""


class Node(NamedTuple):
    """A value: its first byte, the byte after it, and what an array or inline table holds."""

    start: int
    end: int
    entries: "tuple[Entry, ...]" = ()


class Entry(NamedTuple):
    """A key with its value, or an item of an array (then ``path`` is empty).

    ``start`` is where the key begins (an item: its value), ``line`` where its line begins and
    ``end`` where the line of its end is over; both of these only mean something in a table.
    """

    path: Path
    start: int
    value: Node
    line: int = 0
    end: int = 0


class Table(NamedTuple):
    """One header with the fields below it; ``path`` is empty for what stands before any header."""

    path: Path
    start: int
    body: int
    entries: tuple[Entry, ...]


def tables(raw: bytes, start: int = 0, end: int | None = None) -> list[Table]:
    """Return the tables in a part of a file that begins and ends between two statements.

    Args:
        raw: The file.
        start: The byte where the part begins.
        end: The byte after the part, by default the file's end.

    Returns:
        The tables in order; the first may have no header, and is then left out where empty.
    """
    end = len(raw) if end is None else end
    found: list[Table] = []
    path: Path = ()
    begin = body = at = start
    entries: list[Entry] = []
    while (here := _next(raw, at)) < end:
        header = _HEADER.match(raw, here)
        if header:
            found.append(Table(path, begin, body, tuple(entries)))
            begin, entries = raw.rfind(b"\n", start, here) + 1 or start, []
            name = _match(_PATH, raw, header.end())
            path = _names(name[0])
            at = body = _match(_REST, raw, name.end()).end()
        else:
            entry = _entry(raw, here)
            line = raw.rfind(b"\n", start, here) + 1 or start
            at = _match(_REST, raw, entry.value.end).end()
            entries.append(entry._replace(line=line, end=at))
    found.append(Table(path, begin, body, tuple(entries)))
    return found if found[0].path or found[0].entries or len(found) == 1 else found[1:]


def _next(raw: bytes, at: int) -> int:
    """Return the first byte from ``at`` on that is neither blank nor comment."""
    return _match(_BLANK, raw, at).end()


def _entry(raw: bytes, at: int) -> Entry:
    path = _match(_PATH, raw, at)
    value = node(raw, _match(_EQUALS, raw, path.end()).end())
    return Entry(_names(path[0]), at, value, at, value.end)


def node(raw: bytes, at: int) -> Node:
    """Return the value that begins at a byte."""
    opened = raw[at : at + 1]
    if opened not in (b"[", b"{"):
        return Node(at, _match(_SCALAR, raw, at).end())
    entries: list[Entry] = []
    here = _next(raw, at + 1)
    while raw[here : here + 1] not in (b"]", b"}"):
        if opened == b"{":
            entries.append(_entry(raw, here))
        else:
            value = node(raw, here)
            entries.append(Entry((), here, value, here, value.end))
        here = _next(raw, entries[-1].value.end)
        if raw[here : here + 1] == b",":
            here = _next(raw, here + 1)
    return Node(at, here + 1, tuple(entries))


def _names(path: bytes) -> Path:
    return tuple(_plain(part) for part in _PARTS.findall(path))


def _plain(part: bytes) -> str:
    """Return a key without its quotes and escapes."""
    if part.startswith(b"'"):
        return part[1:-1].decode()
    if part.startswith(b'"'):
        import tomllib

        return next(iter(tomllib.loads(part.decode() + " = 0")))
    return part.decode()


def _match(pattern: re.Pattern[bytes], raw: bytes, at: int) -> re.Match[bytes]:
    found = pattern.match(raw, at)
    assert found, f"valid TOML expected at byte {at}"
    return found
