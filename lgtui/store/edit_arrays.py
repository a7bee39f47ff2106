"""Lists of inline tables (speakers, links, or whole records) with some items changed.

Comments, spacing and items that are no tables survive.
"""

from typing import Any, NamedTuple

from lgtui.align import align
from lgtui.store.edit import Change, Patch, apply, changes, encoded, rewritten
from lgtui.store.toml_spans import Entry, Node
from lgtui.store.values import TYPES
from lgtui.store.write import key, value


class _Item(NamedTuple):
    """One item of a list: what stands before it, its text, and what follows it on its line."""

    lead: bytes
    text: bytes
    after: bytes


def edit_array(source: bytes, old: Node, change: Change, newline: bytes) -> bytes:
    """The new text of a list.

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
    aligned = align(before, after)
    gone = {i for i, j in aligned if j is None} if len(before) == len(after) else set()
    pairs = [(j if i is None and j in gone else i, j) for i, j in aligned if j is not None]
    texts = [
        _item(
            source, tables[i].value, change.type, before=before[i], after=after[j], newline=newline
        )
        if i is not None
        else encoded(value(after[j]), newline)
        for i, j in pairs
        if j is not None
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


def _several_lines(
    source: bytes,
    old: Node,
    tables: list[Entry],
    *,
    order: list[int | None],
    texts: list[bytes],
    newline: bytes,
) -> bytes:
    """The items in their new order, each with its own comments."""
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
    """The items of a list, what stands after the last, and whether a comma does."""
    items: list[_Item] = []
    at, comma = old.start + 1, False
    for number, entry in enumerate(old.entries):
        limit = old.entries[number + 1].start if number + 1 < len(old.entries) else old.end - 1
        between = source[entry.value.end : limit]
        before, separator, rest = _at_comma(between)
        comma = bool(separator)
        line = rest.partition(b"\n")[0].rstrip(b"\r") if b"\n" in rest else b""
        end = entry.value.end + len(before) + len(separator) + len(line)
        items.append(
            _Item(source[at : entry.start], source[entry.start : entry.value.end], before + line)
        )
        at = end
    return items, source[at : old.end], comma


def _at_comma(between: bytes) -> tuple[bytes, bytes, bytes]:
    """Splits what stands between two items at its comma, which no comment may hide."""
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
    """An inline table with the changed keys written anew."""
    entries = {entry.path: entry for entry in old.entries}
    altered = list(changes(kind, before, after))
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
    """The node's text with the patches in it."""
    moved = [Patch(p.start - old.start, p.end - old.start, p.text) for p in patches]
    return apply(source[old.start : old.end], moved)
