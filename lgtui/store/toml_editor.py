"""Edit text of any layout, dotted keys and nested tables included, by means of tomlkit.

Slow (a second for a thousand records) and therefore only for what the plain editor declines.
What comes out is read back and compared before it is used.
"""

import re
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Array, Item

from lgtui.model import LISTS, PARTS, TABLES, Records, blank, records_of
from lgtui.store import toml_patterns
from lgtui.store.document import BOM
from lgtui.store.record_edit import (
    FieldChange,
    Unproven,
    dumps,
    field_changes,
    item_pairs,
    same,
    value,
)

_COMMENT = re.compile(f"{toml_patterns.TEXT.decode()}|({toml_patterns.COMMENT.decode()})")


def edit_tables(source: bytes, old: Records, new: Records, newline: bytes) -> bytes:
    """Return the text of a file, or of one record's block, with the changed fields set.

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
            [before], [after] = records_of(old, kind), records_of(new, kind)
            if not same(before, after):
                if kind not in document:
                    document[kind] = tomlkit.table()
                _set(document[kind], kind, before, after)
        for kind in LISTS:
            _array(document, kind, records_of(old, kind), records_of(new, kind))
        written = tomlkit.dumps(document)
    except (TOMLKitError, KeyError, ValueError, TypeError, AttributeError, IndexError) as error:
        raise Unproven(f"{type(error).__name__}: {error}") from error
    return bom + written.replace("\r\n", "\n").encode().replace(b"\n", newline)


def written_anew(source: bytes, new: Records, newline: bytes) -> bytes:
    """Write the file in lgtui's own layout below all its comments: when nothing else works."""
    bom = BOM if source.startswith(BOM) else b""
    return bom + (comments_of(source.removeprefix(bom)) + dumps(new)).replace(b"\n", newline)


def comments_of(source: bytes) -> bytes:
    """Return all comments of a text, one on each line, and a blank line below them."""
    text = source.decode().replace("\r\n", "\n")
    comments = [found[1] for found in _COMMENT.finditer(text) if found[1]]
    above = "".join(f"{comment}\n" for comment in comments) + "\n" * bool(comments)
    return above.encode()


def _item(written: str) -> Item:
    """Return a value as tomlkit has it, in the form in which we write it."""
    item = tomlkit.parse(f"x = {written}\n").item("x")
    assert isinstance(item, Item)
    return item


def _put(table: Any, name: str, written: str) -> None:
    """Set a key; one whose value changes its form goes to the end of its table."""
    item = _item(written)
    if name in table and isinstance(table[name], dict | AoT):
        table.remove(name)
    table[name] = item


def _set(table: Any, kind: str, before: Any, after: Any) -> None:
    for change in field_changes(kind, before, after):
        if change.drop:
            if change.name in table:
                table.remove(change.name)
        elif change.type in PARTS and _in_place(table.get(change.name), change):
            _array(table, change.name, change.before, change.after)
        else:
            _put(table, change.name, value(change.after, change.type))


def _array(document: Any, kind: str, before: tuple[Any, ...], after: tuple[Any, ...]) -> None:
    """Set the records of one kind; only what changed where none came, went or moved."""
    if same(before, after):
        return
    present = document.get(kind, [])
    tables = [item for item in present if isinstance(item, dict)]
    if len(tables) != len(before) or len(tables) != len(present):
        raise Unproven(f"{kind} holds something that is no record")
    pairs = item_pairs(kind, before, after)
    if pairs == [(at, at) for at in range(len(before))]:
        for table, one, other in zip(tables, before, after, strict=True):
            _set(table, kind, one, other)
        return
    inline = isinstance(present, Array)
    placed: Any = tomlkit.array() if inline else tomlkit.aot()
    for i, j in pairs:
        table = tables[i] if i is not None else _new(inline)
        _set(table, kind, before[i] if i is not None else blank(kind), after[j])
        placed.append(table)
    if kind in document:
        document.remove(kind)
    if not inline or placed:
        document[kind] = placed


def _in_place(present: Any, change: FieldChange) -> bool:
    """Tell whether a list of speakers or links is edited item by item; else it is written anew."""
    if isinstance(present, AoT):
        return True
    pairs = item_pairs(change.name, change.before, change.after)
    same_items = pairs == [(at, at) for at in range(len(change.before))]
    return isinstance(present, Array) and same_items and bool(present)


def _new(inline: bool) -> Any:
    return tomlkit.inline_table() if inline else tomlkit.table()
