"""Saving: proven bytes of the changed records, written only over the bytes that were read."""

import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

from lgtui.model import (
    FIELDS,
    LISTS,
    TABLES,
    DataError,
    Record,
    Records,
    Series,
    Where,
    record_label,
    records_of,
    value_of,
)
from lgtui.store import disk
from lgtui.store.document import BOM, Document, laid_out, to_records
from lgtui.store.edit_plan import EditPlan, plan_edit
from lgtui.store.reader import parse
from lgtui.store.record_edit import Patch, Unproven, apply, line_end, same
from lgtui.store.record_spans import Table, comments_above, extent, tables

SMALL = 1 << 20
"""Up to this many bytes a new file is also read as a whole; beyond, by its changed blocks."""

_CHUNK = 1 << 20


def spliced(document: Document, new: Records) -> Document:
    """Return the document with its records changed to ``new``, nothing else touched, and proven.

    The proof is by composition. A document is a sequence of tables; each changed one is read by
    the parser and must give exactly its new record; each other one is the old bytes, which were
    read before, and its record must be the old one; the records must come in the new order.
    Small files are read as a whole besides.

    Raises:
        DataError: A text cannot be written (a lone surrogate), or the file is laid out so that
            it cannot be edited without loss.
    """
    ensure_writable(document.records, new, document.path)
    if document.records.legacy_wording != new.legacy_wording:
        document = _with_moved_wording(document, new.legacy_wording)
    old = document.records
    if document.blocks is None or not same((old.unknown, old.schema), (new.unknown, new.schema)):
        return _edit_generally(document, new)
    plan = plan_edit(document._replace(records=laid_out(old)), laid_out(new))
    if not plan.pieces:
        return document
    try:
        result = _prove(document, new, plan)
    except Unproven:
        return _edit_generally(document, new)
    return _read_back(result, new) if len(result.raw) <= SMALL else result


def _prove(document: Document, new: Records, plan: EditPlan) -> Document:
    """Return the new document, or raise ``Unproven``."""
    raw, blocks, owners = plan.composed()
    for kind in (*TABLES, *LISTS):
        places = [owner.at for owner in owners if owner and owner.kind == kind]
        count = len(records_of(new, kind)) if kind in LISTS else len(places[:1])
        if places != list(range(count)):
            raise Unproven(f"{kind} in another order")
    problems = plan.kept_problems(document.problems)
    for piece in plan.pieces:
        at = 0
        for owner, start, end in piece.owners:
            _prove_bare(piece.text[at:start])
            at = end
            found, wrong = to_records(_load(piece.text[start:end]))
            [got] = records_of(laid_out(found), owner.kind)
            if not same(_unordered(got), _unordered(records_of(plan.new, owner.kind)[owner.at])):
                raise Unproven(f"{owner} reads otherwise")
            problems += [p._replace(where=p.where._replace(at=owner.at)) for p in wrong]
        _prove_bare(piece.text[at:])
    _prove_rest(document.raw, raw, plan)
    return Document(document.path, raw, new, tuple(problems), tuple(blocks))


def _unordered(record: Record) -> Record:
    """Sort a record's unknown keys: wording that is one may stand between the others."""
    if not isinstance(record, Series):
        return record
    return record._replace(unknown=tuple(sorted(record.unknown, key=lambda pair: pair[0])))


def _prove_bare(text: bytes) -> None:
    """Ensure that only comments and blank lines stand between the records of a changed span."""
    for line in text.split(b"\n"):
        if line.strip() and not line.lstrip().startswith(b"#"):
            raise Unproven("more than comments between the records")


def _prove_rest(old: bytes, new: bytes, plan: EditPlan) -> None:
    """Ensure that outside the changed spans every byte is as it was, and none was added."""
    here = there = 0
    for start, end, text in [*((p.start, p.end, p.text) for p in plan.pieces), (len(old), 0, b"")]:
        for at in range(here, start, _CHUNK):
            if not new.startswith(old[at : min(at + _CHUNK, start)], there + at - here):
                raise Unproven("bytes outside the changed records differ")
        there += start - here
        if not new.startswith(text, there):
            raise Unproven("a changed record is not in its place")
        here, there = end, there + len(text)
    if there != len(new):
        raise Unproven("bytes were added")


def _load(source: bytes) -> dict[str, object]:
    import tomllib

    try:
        return tomllib.loads(source.decode())
    except (ValueError, RecursionError) as error:
        raise Unproven(str(error)) from error


def _read_back(result: Document, new: Records) -> Document:
    """Return the document as it reads from its bytes; its records must be the new ones."""
    from lgtui.store.reader import parse

    fresh = parse(result.raw, result.path)
    if not same(fresh.records, new):
        raise DataError(_refusal(), result.path)
    return fresh


def _edit_generally(document: Document, new: Records) -> Document:
    """Make the change with the general editor on the whole file, read back and compared.

    Where even that fails, the file is written anew with its comments on top, unless it holds
    values of a wrong type, which the records do not know.
    """
    from lgtui.store.toml_editor import edit_tables, written_anew

    if same(document.records, new):
        return document
    newline = line_end(document.raw)
    try:
        raw = edit_tables(document.raw, laid_out(document.records), laid_out(new), newline)
        return _read_back(document._replace(raw=raw), new)
    except (Unproven, DataError) as error:
        if any(problem.code == "FILE002" for problem in document.problems):
            raise DataError(_refusal(), document.path) from error
    return _read_back(document._replace(raw=written_anew(document.raw, new, newline)), new)


def _refusal() -> str:
    return (
        "this file is laid out in a way that lgtui cannot edit without loss; nothing was "
        "written: write each record under a header of its own ([[talks]]), its fields as plain "
        "lines, correct the values that the check calls FILE002, and try again"
    )


def ensure_writable(old: Records, new: Records, path: str) -> None:
    """Refuse what UTF-8 cannot hold, naming record and field.

    Raises:
        DataError: A changed text holds a lone surrogate.
    """
    for kind in (*TABLES, *LISTS):
        before, after = records_of(old, kind), records_of(new, kind)
        if before is after:
            continue
        known = {id(record) for record in before}
        for at, record in enumerate(after):
            if id(record) in known:
                continue
            for field in FIELDS[kind]:
                _check_text(value_of(record, field.name), new, Where(kind, at, field.name), path)


def _check_text(content: Any, new: Records, where: Where, path: str) -> None:
    for text in _texts(content):
        try:
            text.encode()
        except UnicodeEncodeError as error:
            message = (
                f"{record_label(new, where)}, {where.field}: character {error.start + 1} is half "
                f"of a character (a lone surrogate) in {text[:60]!a} and cannot be written: "
                "delete it"
            )
            raise DataError(message, path) from None


def _texts(content: Any) -> Iterator[str]:
    """Return the texts in a value, those of speakers and links included."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, tuple):
        for inner in content:
            yield from _texts(inner)


class ChangedOnDisk(DataError):  # noqa: N818 - says what happened; not the user's error
    """The file is no longer as it was read; ``fresh`` is what it holds now, to merge with."""

    def __init__(self, fresh: Document) -> None:
        message = (
            "the file was changed by another program since it was read; nothing was written: "
            "merge with what it holds now, then save again"
        )
        super().__init__(message, fresh.path)
        self.fresh = fresh


def ensure_unchanged(document: Document) -> None:
    """Make sure that the file still holds the document's bytes.

    A document of no bytes stands for a file that is not there yet.

    Raises:
        ChangedOnDisk: It holds others, which are valid.
        DataError: It is gone, cannot be read, or is no valid TOML any more.
    """
    path = document.path
    if not document.raw and not os.path.lexists(path):
        return
    raw = disk.read_file(path)
    if raw != document.raw:
        raise ChangedOnDisk(parse(raw, path))


def save(document: Document, new: Records) -> Document:
    """Write ``new`` over the document's file, changing only the records that differ.

    Returns:
        The document as it is on disk now.

    Raises:
        ChangedOnDisk: Someone else wrote the file meanwhile; nothing was written.
        DataError: The records or the file cannot be written; the file is as it was.
    """
    path = document.path
    result = spliced(document, new)
    ensure_unchanged(document)
    if result.raw != document.raw:
        try:
            disk.write_files(disk.Files({path: result.raw}, {path: document.raw or None}))
        except disk.ChangedMeanwhileError:
            ensure_unchanged(document)
            raise
    return result


_WORDING_HEADER = b"[wording]"


def _with_moved_wording(document: Document, legacy: tuple[str, ...]) -> Document:
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
    document = _with_moved_lines(document, "series", "wording", before - set(legacy))
    document = _with_moved_lines(document, "wording", "series", set(legacy) - before)
    return document if ended else parse(document.raw.removesuffix(newline), document.path)


def _with_moved_lines(document: Document, source: str, target: str, names: set[str]) -> Document:
    """Return the document with the lines of these keys in another table."""
    raw, own = document.raw, _table(document, source)
    entries = [entry for entry in own.entries if entry.path[0] in names] if own else []
    if not entries or own is None or {entry.path for entry in entries} != {(n,) for n in names}:
        return document
    newline = line_end(raw)
    spans = [(comments_above(raw, entry.line, own.body), entry.end) for entry in entries]
    text = b"".join(raw[start:end] for start, end in spans)
    patches = [Patch(start, end, b"") for start, end in spans]
    other = _table(document, target)
    if other is not None:
        at = other.entries[-1].end if other.entries else other.body
        patches.append(Patch(at, at, text))
    else:
        patches.append(_new_table(document, source, text, newline))
    result = apply(raw, patches)
    return _prove_moved(document, result, source, names) or document


def _table(document: Document, kind: str) -> Table | None:
    """Return the header of a kind that has a block of its own, with the fields below it."""
    block = next((block for block in document.blocks or () if block.kind == kind), None)
    return tables(document.raw, block.start, block.end)[0] if block else None


def _new_table(document: Document, source: str, text: bytes, newline: bytes) -> Patch:
    """Return the table that the lines come to, below the one that they came from."""
    assert document.blocks is not None
    place = next(n for n, block in enumerate(document.blocks) if block.kind == source)
    at = extent(document.raw, document.blocks, place)[1]
    header = _WORDING_HEADER if source == "series" else b"[series]"
    text = newline + header + newline + text
    following = document.raw[at : at + 2].lstrip(b" \t")[:1]
    return Patch(at, at, text if following in (b"\n", b"\r", b"") else text + newline)


def _prove_moved(document: Document, raw: bytes, source: str, names: set[str]) -> Document | None:
    """Return the new document, ``None`` unless it says the same and no line is lost."""
    before = document.records
    kept = [n for n in before.legacy_wording if n not in names]
    legacy = kept if source == "series" else [*kept, *names]
    try:
        fresh = parse(raw, document.path)
    except DataError:
        return None
    moved = set(fresh.records.legacy_wording) == set(legacy)
    alike = same(fresh.records._replace(legacy_wording=before.legacy_wording), before)
    added = _lines(raw) - _lines(document.raw)
    complete = not _lines(document.raw) - _lines(raw) and added.total() <= 1
    return fresh if moved and alike and complete else None


def _lines(raw: bytes) -> Counter[bytes]:
    """Return the lines that say something, and how often."""
    return Counter(line for line in raw.removeprefix(BOM).splitlines() if line.strip())
