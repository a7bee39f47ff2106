"""Saving: proven bytes of the changed records, written only over the bytes that were read."""

import os
from collections.abc import Iterator
from typing import Any

from lgtui.model import FIELDS, DataError, Records, Where, record_label
from lgtui.store import disk
from lgtui.store.document import Document
from lgtui.store.edit_plan import ARRAYS, TABLES, Plan, Unproven, planned, record_at
from lgtui.store.reader import parse
from lgtui.store.record_edit import line_end, same
from lgtui.store.values import to_records

SMALL = 1 << 20
"""Up to this many bytes a new file is also read as a whole; beyond, by its changed blocks."""

_CHUNK = 1 << 20


def spliced(document: Document, new: Records) -> Document:
    """The document with its records changed to ``new``, nothing else touched, and proven.

    The proof is by composition. A document is a sequence of tables; each changed one is read by
    the parser and must give exactly its new record; each other one is the old bytes, which were
    read before, and its record must be the old one; the records must come in the new order.
    Small files are read as a whole besides.

    Raises:
        DataError: A text cannot be written (a lone surrogate), or the file is laid out so that
            it cannot be edited without loss.
    """
    ensure_writable(document.records, new, document.path)
    old = document.records
    if document.blocks is None or not same((old.unknown, old.schema), (new.unknown, new.schema)):
        return _whole(document, new)
    plan = planned(document, new)
    if not plan.pieces:
        return document
    try:
        result = _prove(document, new, plan)
    except Unproven:
        return _whole(document, new)
    return _read_back(result, new) if len(result.raw) <= SMALL else result


def _prove(document: Document, new: Records, plan: Plan) -> Document:
    """The new document, or ``Unproven``."""
    raw, blocks, owners = plan.composed()
    for kind in (*TABLES, *ARRAYS):
        places = [owner.at for owner in owners if owner and owner.kind == kind]
        count = len(getattr(new, kind)) if kind in ARRAYS else len(places[:1])
        if places != list(range(count)):
            raise Unproven(f"{kind} in another order")
    problems = plan.kept_problems(document.problems)
    for piece in plan.pieces:
        at = 0
        for owner, start, end in piece.owners:
            _prove_bare(piece.text[at:start])
            at = end
            found, told = to_records(_load(piece.text[start:end]))
            expected = record_at(new, owner)
            got = getattr(found, owner.kind)
            if not same(got[0] if owner.kind in ARRAYS else got, expected):
                raise Unproven(f"{owner} reads otherwise")
            problems += [p._replace(where=p.where._replace(at=owner.at)) for p in told]
        _prove_bare(piece.text[at:])
    _prove_rest(document.raw, raw, plan)
    return Document(document.path, raw, new, tuple(problems), tuple(blocks))


def _prove_bare(text: bytes) -> None:
    """Between the records of a changed span stand only comments and blank lines."""
    for line in text.split(b"\n"):
        if line.strip() and not line.lstrip().startswith(b"#"):
            raise Unproven("more than comments between the records")


def _prove_rest(old: bytes, new: bytes, plan: Plan) -> None:
    """Every byte outside the changed spans is as it was, and nothing else was added."""
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
    """The document as it reads from its bytes; its records must be the new ones."""
    from lgtui.store.reader import parse

    fresh = parse(result.raw, result.path)
    for kind in (*TABLES, *ARRAYS, "unknown", "schema"):
        if not same(getattr(fresh.records, kind), getattr(new, kind)):
            raise DataError(_refusal(), result.path)
    return fresh


def _whole(document: Document, new: Records) -> Document:
    """The change made by the general editor on the whole file, read back and compared.

    Where even that fails, the file is written anew with its comments on top, unless it holds
    values of a wrong type, which the records do not know.
    """
    from lgtui.store.toml_editor import edit_tables, written_anew

    if same(document.records, new):
        return document
    newline = line_end(document.raw)
    try:
        raw = edit_tables(document.raw, document.records, new, newline)
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
    """Refuses what UTF-8 cannot hold, naming record and field.

    Raises:
        DataError: A changed text holds a lone surrogate.
    """
    for kind in (*TABLES, *ARRAYS):
        before, after = getattr(old, kind), getattr(new, kind)
        if before is after:
            continue
        known = {id(record) for record in before} if kind in ARRAYS else set()
        for at, record in enumerate(after if kind in ARRAYS else (after,)):
            if id(record) in known:
                continue
            for field in FIELDS[kind]:
                _check_text(getattr(record, field.name), new, Where(kind, at, field.name), path)


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
    """The texts in a value, those of speakers and links included."""
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
    """Makes sure that the file still holds the document's bytes.

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
    """Writes ``new`` over the document's file, changing only the records that differ.

    Returns:
        The document as it is on disk now.

    Raises:
        ChangedOnDisk: Someone else wrote the file meanwhile; nothing was written.
        DataError: The records or the file cannot be written; the file is as it was.
    """
    result = spliced(document, new)
    ensure_unchanged(document)
    if result.raw != document.raw:
        disk.write_files({document.path: result.raw})
    return result
