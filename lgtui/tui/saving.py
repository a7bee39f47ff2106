"""Saving: what is to be written, worked out before the first byte is (no Textual).

Records and pages go to disk together, all or none. Records are never held back: where pages
cannot be written, because the data has errors or a page's markers are damaged, the records are
saved and the pages stay as they are, with the reason.
"""

import os
from typing import NamedTuple

from lgtui import render
from lgtui.checks import Finding, errors
from lgtui.commands.render import guard
from lgtui.model import DataError, Records
from lgtui.render import Edit, HandEdit
from lgtui.store import Document, root_of, spliced
from lgtui.store.disk import read_file, write_files
from lgtui.store.reader import read_templates
from lgtui.store.saving import ensure_unchanged
from lgtui.tui.widgets.cells import one_line


class Plan(NamedTuple):
    """What a save will write.

    Attributes:
        before: the data file as it was read.
        document: the data file as it will be.
        pages: the new bytes of each page that changes, by its path from the root.
        fresh: how many pages say already what they should.
        reasons: why the pages are left alone; empty when they are written.
        edits: regions that were edited by hand and would be written over.
    """

    before: Document
    document: Document
    pages: dict[str, bytes]
    fresh: int = 0
    reasons: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()


def is_gone(document: Document) -> bool:
    """Whether the data file was deleted or moved away since it was read."""
    return bool(document.raw) and not os.path.lexists(document.path)


def plan(document: Document, records: Records, *, force: bool = False, anew: bool = False) -> Plan:
    """Works out a save; writes nothing.

    Args:
        document: the data file as it was read.
        records: what it shall hold.
        force: write over regions that were edited by hand.
        anew: the data file is gone; it is written again, comments and all.

    Raises:
        ChangedOnDisk: the data file was changed meanwhile.
        DataError: the records cannot be written without loss, or the file cannot be read.
    """
    after = spliced(document, records)
    if anew:
        document = document._replace(raw=b"")
    ensure_unchanged(document)
    if found := errors(records, after.problems):
        return Plan(document, after, {}, reasons=tuple(map(_reason, found)))
    root = root_of(document.path)
    # One may have been written, or named for the first time, since the file was read.
    read_templates(records, document.path)
    changed: dict[str, bytes] = {}
    fresh, reasons, edits = 0, list[str](), list[Edit]()
    try:
        wanted = render.files(records)
        guard(wanted, root, document.path)
    except DataError as error:
        return Plan(document, after, {}, reasons=(str(error),))
    for page in wanted:
        try:
            old = _read(os.path.join(root, page.path))
            new = page.write(old, force=force)
        except HandEdit as hand:
            edits += hand.edits
        except DataError as error:
            reasons.append(str(error))
        else:
            if new == old:
                fresh += 1
            else:
                changed[page.path] = new.encode("utf-8", "surrogateescape")
    if reasons:
        return Plan(document, after, {}, fresh, tuple(reasons))
    return Plan(document, after, changed, fresh, (), tuple(edits))


def _reason(found: Finding) -> str:
    """One error as a line: record, field, message."""
    from lgtui.tui.form.labels import finding_place

    place = finding_place(one_line(found.record, 40), found.where.field) or "data file"
    return f"{found.code} {place}: {found.message}"


def _read(path: str) -> str | None:
    """A page with its own line ends, bytes that are no UTF-8 kept; ``None`` for no file."""
    if not os.path.lexists(path):
        return None
    return read_file(path).decode("utf-8", "surrogateescape")


def write(planned: Plan, *, pages_too: bool = True) -> Document:
    """Writes what was planned, all of it or none.

    Returns:
        The data file as it is on disk now.

    Raises:
        ChangedOnDisk: the data file was changed since it was planned.
        DataError: a file cannot be written; all are as they were.
    """
    ensure_unchanged(planned.before)
    root = root_of(planned.document.path)
    files = {os.path.join(root, name): raw for name, raw in planned.pages.items() if pages_too}
    if planned.document.raw != planned.before.raw:
        files[planned.document.path] = planned.document.raw
    if files:
        write_files(files)
    return planned.document
