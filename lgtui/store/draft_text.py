"""A draft's text: which records were changed, and how they lie among those that were not (pure).

A draft is written about once a second while someone types, so that it holds the changed records
alone. The others are told by their places in the file that they were read from, whose bytes are
kept besides.
"""

import json
from collections.abc import Iterable
from typing import Any

from lgtui.model import DataError, Records
from lgtui.store.edit import same
from lgtui.store.plan import ARRAYS, TABLES
from lgtui.store.reading import parse
from lgtui.store.splicing import ensure_writable
from lgtui.store.write import dumps


def written(base: Records, new: Records, path: str) -> bytes:
    """The text that makes the new records out of the base ones.

    Its first line is JSON: for each list of records the runs ``[from, to]`` of positions in the
    base, to which the changed records are appended; and the tables that changed. The lines below
    are the changed records as a data file.

    Args:
        base: the records as they were read.
        new: those that they became; it is fast where what did not change is the same object.
        path: the data file, for the error message.

    Raises:
        DataError: A text cannot be written (a lone surrogate).
    """
    ensure_writable(base, new, path)
    layout: dict[str, object] = {}
    changed: dict[str, Any] = {"unknown": new.unknown, "schema": new.schema}
    tables = [kind for kind in TABLES if not same(getattr(base, kind), getattr(new, kind))]
    changed.update((kind, getattr(new, kind)) for kind in tables)
    for kind in ARRAYS:
        layout[kind], changed[kind] = _runs(getattr(base, kind), getattr(new, kind))
    return json.dumps({"tables": tables, **layout}).encode() + b"\n" + dumps(Records(**changed))


def rebuilt(base: Records, text: bytes) -> Records:
    """The records that a text of :func:`written` makes out of the base ones.

    Raises:
        DataError: The text does not belong to this base.
    """
    head, _, body = text.partition(b"\n")
    changed = parse(body).records
    layout = json.loads(head)
    found: dict[str, Any] = {kind: getattr(changed, kind) for kind in layout["tables"]}
    for kind in ARRAYS:
        supply = (*getattr(base, kind), *getattr(changed, kind))
        runs = layout[kind]
        if any(end > len(supply) for _, end in runs):
            raise DataError(f"the draft names {kind} that its file does not have")
        found[kind] = tuple(record for start, end in runs for record in supply[start:end])
    return base._replace(unknown=changed.unknown, schema=changed.schema, **found)


def _runs(base: tuple[Any, ...], new: tuple[Any, ...]) -> tuple[list[list[int]], tuple[Any, ...]]:
    """A list as runs of places in the base followed by the changed records, and those records."""
    if new is base:
        return [[0, len(base)]], ()
    changed: list[Any] = []
    runs: list[list[int]] = []
    for at in _places(base, new, changed):
        if runs and runs[-1][1] == at:
            runs[-1][1] += 1
        else:
            runs.append([at, at + 1])
    return runs, tuple(changed)


def _places(base: tuple[Any, ...], new: tuple[Any, ...], changed: list[Any]) -> Iterable[int]:
    """Where each record is found; one that is not in the base is appended to the changed."""
    known = {id(record): at for at, record in enumerate(base)}
    for place, record in enumerate(new):
        at = known.get(id(record))
        if at is None and place < len(base) and same(base[place], record):
            at = place  # read again from the file since, as after a save
        if at is None:
            at = len(base) + len(changed)
            changed.append(record)
        yield at
