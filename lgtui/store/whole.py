"""Edits text of any layout, dotted keys and nested tables included, by means of tomlkit.

Slow (a second for a thousand records) and therefore only for what the plain editor declines.
What comes out is read back and compared before it is used.
"""

import re
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Array, Item

from lgtui.align import align
from lgtui.model import Records
from lgtui.store.edit import changes, same
from lgtui.store.extents import BOM
from lgtui.store.plan import ARRAYS, TABLES, Unproven
from lgtui.store.write import dumps, value

_COMMENT = re.compile(
    r'"""(?:[^"\\]|\\[\s\S]|"(?!""))*+"{3,5}'
    r"|'''(?:[^']|'(?!''))*+'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*+"'
    r"|'[^'\n]*+'|(#[^\n]*)"
)


def edit_tables(source: bytes, old: Records, new: Records, newline: bytes) -> bytes:
    """The text of a file, or of one record's block, with the changed fields set.

    Args:
        source: Valid TOML.
        old: The records that the text holds.
        new: The records that it shall hold.
        newline: The line end of the file.

    Raises:
        Unproven: tomlkit cannot do it.
    """
    bom = BOM if source.startswith(BOM) else b""
    ended = not source or source.endswith(b"\n")
    text = source.removeprefix(bom).decode().replace("\r\n", "\n")
    try:
        document: Any = tomlkit.parse(text if ended else text + "\n")
        for name in dict(old.unknown).keys() - dict(new.unknown).keys():
            document.remove(name)
        for name, content in new.unknown:
            if not same(dict(old.unknown).get(name), content):
                _put(document, name, value(content))
        for kind in TABLES:
            before, after = getattr(old, kind), getattr(new, kind)
            if not same(before, after):
                if kind not in document:
                    document[kind] = tomlkit.table()
                _set(document[kind], kind, before, after)
        for kind in ARRAYS:
            _array(document, kind, getattr(old, kind), getattr(new, kind))
        written = tomlkit.dumps(document)
    except (TOMLKitError, KeyError, ValueError, TypeError, AttributeError, IndexError) as error:
        raise Unproven(f"{type(error).__name__}: {error}") from error
    return bom + written.replace("\r\n", "\n").encode().replace(b"\n", newline)


def written_anew(source: bytes, new: Records, newline: bytes) -> bytes:
    """The records in lgtui's own layout below all comments of the file: when nothing else works."""
    bom = BOM if source.startswith(BOM) else b""
    text = source.removeprefix(bom).decode().replace("\r\n", "\n")
    comments = [found[1] for found in _COMMENT.finditer(text) if found[1]]
    above = "".join(f"{comment}\n" for comment in comments) + "\n" * bool(comments)
    return bom + (above.encode() + dumps(new)).replace(b"\n", newline)


def _item(written: str) -> Item:
    """A value as tomlkit has it, in the form in which we write it."""
    item = tomlkit.parse(f"x = {written}\n").item("x")
    assert isinstance(item, Item)
    return item


def _put(table: Any, name: str, written: str) -> None:
    """Sets a key; one whose value changes its form goes to the end of its table."""
    item = _item(written)
    if name in table and isinstance(table[name], dict | AoT):
        table.remove(name)
    table[name] = item


def _set(table: Any, kind: str, before: Any, after: Any) -> None:
    for change in changes(kind, before, after):
        if change.drop:
            if change.name in table:
                table.remove(change.name)
        elif isinstance(table.get(change.name), AoT):
            _array(table, change.name, change.before, change.after)
        else:
            _put(table, change.name, value(change.after, change.type))


def _array(document: Any, kind: str, before: tuple[Any, ...], after: tuple[Any, ...]) -> None:
    """Sets the records of one kind; only what changed where none came, went or moved."""
    if same(before, after):
        return
    present = document.get(kind, [])
    tables = [item for item in present if isinstance(item, dict)]
    if len(tables) != len(before) or len(tables) != len(present):
        raise Unproven(f"{kind} holds something that is no record")
    pairs = [pair for pair in align(before, after) if pair[1] is not None]
    if pairs == [(at, at) for at in range(len(before))]:
        for table, one, other in zip(tables, before, after, strict=True):
            _set(table, kind, one, other)
        return
    inline = isinstance(present, Array)
    placed: Any = tomlkit.array() if inline else tomlkit.aot()
    for i, j in pairs:
        assert j is not None
        table = tables[i] if i is not None else _new(inline)
        blank = before[i] if i is not None else type(after[j])(*_empty(kind))
        _set(table, kind, blank, after[j])
        placed.append(table)
    if kind in document:
        document.remove(kind)
    if not inline or placed:
        document[kind] = placed


def _new(inline: bool) -> Any:
    return tomlkit.inline_table() if inline else tomlkit.table()


def _empty(kind: str) -> tuple[Any, ...]:
    """The required fields of a kind, without content."""
    if kind == "links":
        return ("", "")
    return (0,) if kind == "seasons" else ("",)
