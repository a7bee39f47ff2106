"""Moves lines of wording between ``[series]``, where older versions kept it, and ``[wording]``."""

from collections import Counter

from lgtui.model import DataError
from lgtui.store.document import Document
from lgtui.store.reader import parse
from lgtui.store.record_edit import Patch, apply, line_end, same
from lgtui.store.record_spans import BOM, Entry, Table, extent, tables

_HEADER = b"[wording]"


def moved(document: Document, legacy: tuple[str, ...]) -> Document:
    """Return the document with its wording under ``[series]`` or ``[wording]``, as the records say.

    Each line goes as it is, with the comment lines directly above it, so that nothing but its
    place changes; that is proven by reading the bytes back, and by counting the lines.

    Args:
        document: the data file as it was read.
        legacy: the fields of the wording that shall stand under ``[series]``.

    Returns:
        The document with these bytes; where the lines cannot be moved alone, such as those of a
        table in one line, the document as it was, and the change is left to the general editor.
    """
    before = set(document.records.legacy_wording)
    newline = line_end(document.raw)
    ended = document.raw.endswith(b"\n")
    if not ended:
        document = parse(document.raw + newline, document.path)
    document = _moved(document, "series", "wording", before - set(legacy))
    document = _moved(document, "wording", "series", set(legacy) - before)
    return document if ended else parse(document.raw.removesuffix(newline), document.path)


def _moved(document: Document, source: str, target: str, names: set[str]) -> Document:
    """Return the document with the lines of these keys in another table."""
    raw, own = document.raw, _table(document, source)
    entries = [entry for entry in own.entries if entry.path[0] in names] if own else []
    if not entries or own is None or {entry.path for entry in entries} != {(n,) for n in names}:
        return document
    newline = line_end(raw)
    spans = [(_above(raw, own, entry), entry.end) for entry in entries]
    text = b"".join(raw[start:end] for start, end in spans)
    patches = [Patch(start, end, b"") for start, end in spans]
    other = _table(document, target)
    if other is not None:
        at = other.entries[-1].end if other.entries else other.body
        patches.append(Patch(at, at, text))
    else:
        patches.append(_new_table(document, source, text, newline))
    result = apply(raw, patches)
    return _proven(document, result, source, names) or document


def _table(document: Document, kind: str) -> Table | None:
    """Return the header of a kind that has a block of its own, with the fields below it."""
    block = next((block for block in document.blocks or () if block.kind == kind), None)
    return tables(document.raw, block.start, block.end)[0] if block else None


def _above(raw: bytes, own: Table, entry: Entry) -> int:
    """Return where the comment lines directly above an entry begin."""
    at = entry.line
    while at > own.body:
        line = max(raw.rfind(b"\n", own.body, at - 1) + 1, own.body)
        if not raw[line:at].lstrip().startswith(b"#"):
            break
        at = line
    return at


def _new_table(document: Document, source: str, text: bytes, newline: bytes) -> Patch:
    """Return the table that the lines come to, below the one that they came from."""
    assert document.blocks is not None
    place = next(n for n, block in enumerate(document.blocks) if block.kind == source)
    at = extent(document.raw, document.blocks, place)[1]
    header = _HEADER if source == "series" else b"[series]"
    text = newline + header + newline + text
    following = document.raw[at : at + 2].lstrip(b" \t")[:1]
    return Patch(at, at, text if following in (b"\n", b"\r", b"") else text + newline)


def _proven(document: Document, raw: bytes, source: str, names: set[str]) -> Document | None:
    """Return the new document, ``None`` unless it says the same and no line is lost."""
    before = document.records
    kept = [n for n in before.legacy_wording if n not in names]
    legacy = kept if source == "series" else [*kept, *names]
    try:
        fresh = parse(raw, document.path)
    except DataError:
        return None
    told = set(fresh.records.legacy_wording) == set(legacy)
    alike = same(fresh.records._replace(legacy_wording=before.legacy_wording), before)
    added = _lines(raw) - _lines(document.raw)
    whole = not _lines(document.raw) - _lines(raw) and added.total() <= 1
    return fresh if told and alike and whole else None


def _lines(raw: bytes) -> Counter[bytes]:
    """Return the lines that say something, and how often."""
    return Counter(line for line in raw.removeprefix(BOM).splitlines() if line.strip())
