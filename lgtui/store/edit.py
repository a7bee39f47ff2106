"""One record's text with some of its values changed, and everything else as it was."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from lgtui.model import FIELDS
from lgtui.store.toml_spans import Node, Table, tables
from lgtui.store.values import RECORD, TYPES
from lgtui.store.write import escaped, key, value

NESTED = ("speakers", "links")
_NO_LITERAL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Change(NamedTuple):
    """A field before and after; ``drop`` says that its key goes."""

    name: str
    type: str
    before: Any
    after: Any
    drop: bool


class Patch(NamedTuple):
    """New text for the bytes from ``start`` to ``end``."""

    start: int
    end: int
    text: bytes


def same(one: Any, other: Any) -> bool:
    """Whether two records hold the same values, of the same types, NaN being itself."""
    return one is other or (type(one) is type(other) and repr(one) == repr(other))


def changes(kind: str, old: Any, new: Any) -> Iterator[Change]:
    """The fields and unknown keys in which two records differ, in the schema's order."""
    defaults = RECORD[kind]._field_defaults
    for field in FIELDS[kind]:
        before, after = getattr(old, field.name), getattr(new, field.name)
        if not same(before, after):
            drop = after in ("", None, ()) and defaults.get(field.name, "") == after
            yield Change(field.name, field.type, before, after, drop)
    before_unknown, after_unknown = dict(old.unknown), dict(new.unknown)
    for name in before_unknown.keys() - after_unknown.keys():
        yield Change(name, "", before_unknown[name], None, True)
    for name, content in after_unknown.items():
        if name not in before_unknown or not same(before_unknown[name], content):
            yield Change(name, "", before_unknown.get(name), content, False)


def edit_record(source: bytes, kind: str, old: Any, new: Any) -> bytes | None:
    """The text of a record's block with the changed fields written anew.

    Args:
        source: The block from its header to the end of its last statement.
        kind: A key of ``FIELDS``.
        old: The record as the block has it.
        new: The record as it shall be.

    Returns:
        The new block, or ``None`` where a changed field is spread over dotted keys or tables of
        its own.
    """
    newline = line_end(source)
    ended = source.endswith(b"\n")
    if not ended:
        source += newline
    own, *inner = tables(source)
    spread = {table.path[1] for table in inner if len(table.path) > 1}
    spread |= {entry.path[0] for entry in own.entries if len(entry.path) > 1}
    patches: list[Patch] = []
    for change in changes(kind, old, new):
        if change.name in spread:
            return None
        entry = next((entry for entry in own.entries if entry.path == (change.name,)), None)
        if entry and change.drop and not _holds_strangers(source, entry.value, change):
            patches.append(Patch(entry.line, entry.end, b""))
        elif entry:
            start, end = entry.value.start, entry.value.end
            patches.append(Patch(start, end, rewritten(source, entry.value, change, newline)))
        elif not change.drop:
            patches.append(_inserted(source, own, kind, change, newline))
    text = apply(source, patches)
    return text if ended else text.removesuffix(newline)


def _holds_strangers(source: bytes, old: Node, change: Change) -> bool:
    """Whether a list holds items that are no speakers or links: those must survive."""
    return change.type in NESTED and any(
        source[entry.start : entry.start + 1] != b"{" for entry in old.entries
    )


def apply(source: bytes, patches: list[Patch]) -> bytes:
    """The source with all patches in place; those at one place in their given order."""
    parts: list[bytes] = []
    at = 0
    for patch in sorted(patches, key=lambda patch: (patch.start, patch.end)):
        parts += (source[at : patch.start], patch.text)
        at = patch.end
    return b"".join([*parts, source[at:]])


def line_end(source: bytes) -> bytes:
    """CRLF where the first line ends so, else LF."""
    at = source.find(b"\n")
    return b"\r\n" if at > 0 and source[at - 1 : at] == b"\r" else b"\n"


def _inserted(source: bytes, own: Table, kind: str, change: Change, newline: bytes) -> Patch:
    """A new line for a key, at its place in the schema's order, spaced like the line before it."""
    names = list(TYPES[kind])
    known = change.name in names
    earlier = names[: names.index(change.name)] if known else names
    before = [entry for entry in own.entries if not known or entry.path[0] in earlier]
    written = encoded(value(change.after, change.type), newline)
    name = key(change.name).encode()
    if not before:
        return Patch(own.body, own.body, name + b" = " + written + newline)
    last = before[-1]
    indent = source[last.line : last.start]
    column = source.find(b"=", last.start) - last.start
    if source[last.start : last.start + column].endswith(b"  "):
        name = name.ljust(column - 1)
    return Patch(last.end, last.end, indent + name + b" = " + written + newline)


def encoded(text: str, newline: bytes) -> bytes:
    """UTF-8 with the file's line ends."""
    return text.encode().replace(b"\n", newline)


def rewritten(source: bytes, old: Node, change: Change, newline: bytes) -> bytes:
    """A value's new text in the form that the old one has, where that form can hold it."""
    text = source[old.start : old.end]
    if change.type in NESTED and text.startswith(b"["):
        from lgtui.store.edit_arrays import edit_array

        return edit_array(source, old, change, newline)
    if isinstance(change.after, str):
        return encoded(_string(text, change.after, change.type), newline)
    return encoded(value(change.after, change.type), newline)


def _string(old: bytes, content: str, type_: str) -> str:
    """A text in the quotes of the old value: several lines stay so, literals where possible."""
    plain = not _NO_LITERAL.search(content) and "'''" not in content and content[-1:] != "'"
    if old.startswith((b'"""', b"'''")):
        quotes = "'''" if plain and old.startswith(b"'") else '"""'
        begins = old[3:5].startswith((b"\n", b"\r\n")) or content.startswith("\n")
        body = content if quotes == "'''" else escaped(content)
        return quotes + ("\n" if begins else "") + body + quotes
    if old.startswith(b"'") and plain and "'" not in content and "\n" not in content:
        return f"'{content}'"
    return value(content, type_)
