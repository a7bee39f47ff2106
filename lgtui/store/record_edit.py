"""One record's TOML text: written anew, or with some of its values changed and all else kept."""

import datetime
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from lgtui.model import (
    FIELDS,
    LISTS,
    PARTS,
    TABLES,
    Records,
    blank,
    default_of,
    records_of,
    value_of,
)
from lgtui.records.matching import pair_records
from lgtui.store.document import TYPES, laid_out
from lgtui.store.record_spans import Entry, Node, Table, tables

_LONG = 90
"""From how many characters on a Markdown text is written over several lines."""

_ESCAPES = {
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
    '"': '\\"',
    "\\": "\\\\",
}
_ONE_LINE = re.compile(r'["\\\x00-\x1f\x7f]')
_SEVERAL = re.compile(r'[\\\x00-\x08\x0b-\x1f\x7f]|"(?="")|"\Z')
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def dumps(records: Records) -> bytes:
    """Write a whole data file: UTF-8, LF, fields in the schema's order, empty ones left out."""
    records = laid_out(records)
    parts = [f"schema = {records.schema}\n"]
    parts += [f"{key(name)} = {value(plain)}\n" for name, plain in records.unknown]
    for kind in TABLES:
        parts += [
            "\n" + block(kind, one) for one in records_of(records, kind) if one != blank(kind)
        ]
    for kind in LISTS:
        parts += ["\n" + block(kind, one) for one in records_of(records, kind)]
    return "".join(parts).encode()


def block(kind: str, record: Any) -> str:
    """Return one record with its header, each line ended by LF."""
    header = f"[[{kind}]]" if kind in LISTS else f"[{kind}]"
    return "\n".join([header, *statements(kind, record), ""])


def statements(kind: str, record: Any) -> list[str]:
    """Return a record's fields as ``key = value``, in the schema's order, then its unknown keys."""
    lines = []
    for field in FIELDS[kind]:
        content = value_of(record, field.name)
        if content != default_of(kind, field.name) or field.always:
            lines.append(f"{field.name} = {value(content, field.type)}")
    return lines + [f"{key(name)} = {value(plain)}" for name, plain in record.unknown]


def value(content: Any, type_: str = "") -> str:
    """Write a value in TOML; Markdown (type ``text``) that is long over several lines."""
    if isinstance(content, str):
        several = type_ == "text" and ("\n" in content or len(content) > _LONG)
        return several_lines(content) if several else one_line(content)
    if isinstance(content, bool):
        return "true" if content else "false"
    if isinstance(content, datetime.date | datetime.time):
        return content.isoformat()
    return _nested(content) if isinstance(content, tuple | list | dict) else repr(content)


def _nested(content: Any) -> str:
    """Return an array, an inline table, or a speaker or link as one."""
    if isinstance(content, dict):
        pairs = [f"{key(name)} = {value(item)}" for name, item in content.items()]
    elif hasattr(content, "_fields"):
        pairs = statements("speakers" if "name" in content._fields else "links", content)
    else:
        return "[" + ", ".join(value(item) for item in content) + "]"
    return "{ " + ", ".join(pairs) + " }" if pairs else "{}"


def key(name: str) -> str:
    """Return a key as it is written: bare where TOML allows it, else in quotes."""
    return name if _BARE.fullmatch(name) else one_line(name)


def one_line(text: str) -> str:
    """Return a basic string on one line."""
    return '"' + _ONE_LINE.sub(_escaped, text) + '"'


def several_lines(text: str) -> str:
    """Return a multi-line basic string; its text begins on the line after the quotes."""
    return f'"""\n{escaped(text)}"""'


def escaped(text: str) -> str:
    """Return a text as it stands between the quotes of a multi-line basic string."""
    return _SEVERAL.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    character = found[0]
    return _ESCAPES.get(character) or f"\\u{ord(character):04X}"


_NO_LITERAL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Unproven(Exception):  # noqa: N818 - leads to another way of saving
    """The planned bytes do not hold exactly the new records."""


class FieldChange(NamedTuple):
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
    """Tell whether two records hold the same values, of the same types, NaN being itself."""
    return one is other or (type(one) is type(other) and repr(one) == repr(other))


def field_changes(kind: str, old: Any, new: Any) -> Iterator[FieldChange]:
    """Return the fields and unknown keys in which two records differ, in the schema's order."""
    for field in FIELDS[kind]:
        before, after = value_of(old, field.name), value_of(new, field.name)
        if not same(before, after):
            drop = after in ("", None, ()) and default_of(kind, field.name) == after
            yield FieldChange(field.name, field.type, before, after, drop)
    before_unknown, after_unknown = dict(old.unknown), dict(new.unknown)
    for name in before_unknown.keys() - after_unknown.keys():
        yield FieldChange(name, "", before_unknown[name], None, True)
    for name, content in after_unknown.items():
        if name not in before_unknown or not same(before_unknown[name], content):
            yield FieldChange(name, "", before_unknown.get(name), content, False)


def edit_record(source: bytes, kind: str, old: Any, new: Any) -> bytes | None:
    """Return the text of a record's block with the changed fields written anew.

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
    for change in field_changes(kind, old, new):
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


def _holds_strangers(source: bytes, old: Node, change: FieldChange) -> bool:
    """Tell whether a list holds items that are no speakers or links: those must survive."""
    return change.type in PARTS and any(
        source[entry.start : entry.start + 1] != b"{" for entry in old.entries
    )


def apply(source: bytes, patches: list[Patch]) -> bytes:
    """Return the source with all patches in place; those at one place in their given order."""
    parts: list[bytes] = []
    at = 0
    for patch in sorted(patches, key=lambda patch: (patch.start, patch.end)):
        parts += (source[at : patch.start], patch.text)
        at = patch.end
    return b"".join([*parts, source[at:]])


def line_end(source: bytes) -> bytes:
    """Return CRLF where the first line ends so, else LF."""
    at = source.find(b"\n")
    return b"\r\n" if at > 0 and source[at - 1 : at] == b"\r" else b"\n"


def _inserted(source: bytes, own: Table, kind: str, change: FieldChange, newline: bytes) -> Patch:
    """Return a new line for a key, in the schema's order, spaced like the line before it."""
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
    """Return UTF-8 with the file's line ends."""
    return text.encode().replace(b"\n", newline)


def rewritten(source: bytes, old: Node, change: FieldChange, newline: bytes) -> bytes:
    """Return a value's new text in the form that the old one has, where that form can hold it."""
    text = source[old.start : old.end]
    if change.type in PARTS and text.startswith(b"["):
        return edit_array(source, old, change, newline)
    if isinstance(change.after, str):
        return encoded(_string(text, change.after, change.type), newline)
    return encoded(value(change.after, change.type), newline)


def _string(old: bytes, content: str, type_: str) -> str:
    """Return a text in the old value's quotes: several lines stay so, literals where possible."""
    plain = not _NO_LITERAL.search(content) and "'''" not in content and content[-1:] != "'"
    if old.startswith((b'"""', b"'''")):
        quotes = "'''" if plain and old.startswith(b"'") else '"""'
        begins = old[3:5].startswith((b"\n", b"\r\n")) or content.startswith("\n")
        body = content if quotes == "'''" else escaped(content)
        return quotes + ("\n" if begins else "") + body + quotes
    if old.startswith(b"'") and plain and "'" not in content and "\n" not in content:
        return f"'{content}'"
    return value(content, type_)


class _Item(NamedTuple):
    """One item of a list: what stands before it, its text, and what follows it on its line."""

    lead: bytes
    text: bytes
    after: bytes


def edit_array(source: bytes, old: Node, change: FieldChange, newline: bytes) -> bytes:
    """Return the new text of a list.

    Args:
        source: The text that ``old`` lies in.
        old: The list's place.
        change: The tuples of records before and after; its type is their kind.
        newline: The line end of the file.
    """
    tables = [e for e in old.entries if source[e.start : e.start + 1] == b"{"]
    before, after = change.before, change.after
    if len(tables) != len(before):
        return encoded(value(after), newline)
    pairs = item_pairs(change.type, before, after)
    texts = [
        _item(
            source, tables[i].value, change.type, before=before[i], after=after[j], newline=newline
        )
        if i is not None
        else encoded(value(after[j]), newline)
        for i, j in pairs
    ]
    if [i for i, _ in pairs] == list(range(len(before))):
        patches = [
            Patch(entry.value.start, entry.value.end, text)
            for entry, text in zip(tables, texts, strict=True)
        ]
        return _slice(source, old, patches)
    if b"\n" not in source[old.start : old.end]:
        strangers = [source[e.start : e.value.end] for e in old.entries if e not in tables]
        pad = b" " if source[old.start + 1 : old.start + 2] == b" " else b""
        return b"[" + pad + b", ".join(texts + strangers) + pad + b"]"
    return _several_lines(
        source, old, tables, order=[i for i, _ in pairs], texts=texts, newline=newline
    )


def item_pairs(
    kind: str, before: tuple[Any, ...], after: tuple[Any, ...]
) -> list[tuple[int | None, int]]:
    """Return which old record each new one was; speakers and links also by their place alone."""
    aligned = pair_records(before, after)
    by_place = kind in PARTS and len(before) == len(after)
    gone = {i for i, j in aligned if j is None} if by_place else set()
    return [(j if i is None and j in gone else i, j) for i, j in aligned if j is not None]


def _several_lines(
    source: bytes,
    old: Node,
    tables: list[Entry],
    *,
    order: list[int | None],
    texts: list[bytes],
    newline: bytes,
) -> bytes:
    """Return the items in their new order, each with its own comments."""
    items, tail, comma = _items(source, old)
    own = [item for item, entry in zip(items, old.entries, strict=True) if entry in tables]
    strangers = [item for item in items if item not in own]
    indent = next((i.lead for i in items if b"\n" in i.lead), newline + b"    ")
    fresh = _Item(newline + indent.rpartition(b"\n")[2], b"", b"")
    placed = [
        (own[i] if i is not None else fresh)._replace(text=text)
        for i, text in zip(order, texts, strict=True)
    ] + strangers
    written = b"["
    for number, item in enumerate(placed):
        lead = item.lead
        if b"#" in written.rpartition(b"\n")[2] and not _ends_line(lead):
            lead = newline + lead.lstrip()
        last = number == len(placed) - 1
        written += lead + item.text + (b"" if last and not comma else b",") + item.after
    if b"#" in written.rpartition(b"\n")[2] and not _ends_line(tail):
        tail = newline + tail.lstrip()
    return written + tail


def _ends_line(text: bytes) -> bool:
    return text.lstrip(b" \t\r").startswith(b"\n")


def _items(source: bytes, old: Node) -> tuple[list[_Item], bytes, bool]:
    """Return the items of a list, what stands after the last, and whether a comma does."""
    items: list[_Item] = []
    at, comma = old.start + 1, False
    for number, entry in enumerate(old.entries):
        limit = old.entries[number + 1].start if number + 1 < len(old.entries) else old.end - 1
        between = source[entry.value.end : limit]
        before, separator, rest = at_comma(between)
        comma = bool(separator)
        line = rest.partition(b"\n")[0].rstrip(b"\r") if b"\n" in rest else b""
        end = entry.value.end + len(before) + len(separator) + len(line)
        items.append(
            _Item(source[at : entry.start], source[entry.start : entry.value.end], before + line)
        )
        at = end
    return items, source[at : old.end], comma


def at_comma(between: bytes) -> tuple[bytes, bytes, bytes]:
    """Split what stands between two items at its comma, which no comment may hide."""
    at = 0
    while at < len(between):
        letter = between[at : at + 1]
        if letter == b",":
            return between[:at], b",", between[at + 1 :]
        if letter == b"#":
            at = between.find(b"\n", at)
        at += 1
    return b"", b"", between


def _item(source: bytes, old: Node, kind: str, *, before: Any, after: Any, newline: bytes) -> bytes:
    """Return an inline table with the changed keys written anew."""
    entries = {entry.path: entry for entry in old.entries}
    altered = list(field_changes(kind, before, after))
    if any(len(path) > 1 for path in entries):
        return encoded(value(after), newline) if altered else _slice(source, old, [])
    patches: list[Patch] = []
    texts = {path[0]: source[e.start : e.value.end] for path, e in entries.items()}
    for change in altered:
        entry = entries.get((change.name,))
        if change.drop:
            texts.pop(change.name, None)
        elif entry:
            text = rewritten(source, entry.value, change, newline)
            patches.append(Patch(entry.value.start, entry.value.end, text))
            texts[change.name] = source[entry.start : entry.value.start] + text
        else:
            texts[change.name] = encoded(
                f"{key(change.name)} = {value(change.after, change.type)}", newline
            )
    if texts.keys() == {path[0] for path in entries}:
        return _slice(source, old, patches)
    names = list(TYPES[kind])
    placed = sorted(texts, key=lambda name: names.index(name) if name in names else len(names))
    pad = b"" if source[old.start + 1 : old.start + 2] not in (b" ", b"}") else b" "
    return b"{" + pad + b", ".join(texts[name] for name in placed) + pad + b"}"


def _slice(source: bytes, old: Node, patches: list[Patch]) -> bytes:
    """Return the node's text with the patches in it."""
    moved = [Patch(p.start - old.start, p.end - old.start, p.text) for p in patches]
    return apply(source[old.start : old.end], moved)
