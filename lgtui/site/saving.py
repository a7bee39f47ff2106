"""Saving: what is to be written, worked out before the first byte is; hand edits taken back.

Records and pages go to disk together, all or none. Records are never held back: where pages
cannot be written, because the data has errors or a page's markers are damaged, the records are
saved and the pages stay as they are, with the reason.
"""

import os
from typing import NamedTuple

from lgtui import render
from lgtui.checks import Finding, errors
from lgtui.model import NO_TEMPLATES, DataError, Records, Templates
from lgtui.records.conflicts import resolve
from lgtui.records.lifecycle import count_revisions
from lgtui.records.merge import merge
from lgtui.render import Edit, Page
from lgtui.site.pages import encoded, plan_pages, read_page, site_templates
from lgtui.store import Document, root_of, spliced
from lgtui.store.disk import ChangedMeanwhileError, Files, write_files
from lgtui.store.saving import ensure_unchanged


class SavePlan(NamedTuple):
    """What a save will write.

    Attributes:
        before: the data file as it was read.
        document: the data file as it will be.
        pages: the new bytes of each page that changes, by its file on disk, over the old ones.
        errors: what is wrong with the data, so that no page is written.
        faults: which pages cannot be written, so that no page is.
        edits: regions that were edited by hand and would be written over.
        remade: pages that were there once and are not on disk, each with what it is made from.
    """

    before: Document
    document: Document
    pages: Files
    errors: tuple[Finding, ...] = ()
    faults: tuple[DataError, ...] = ()
    edits: tuple[Edit, ...] = ()
    remade: tuple[str, ...] = ()

    @property
    def changes_data(self) -> bool:
        """Tell whether the data file will be another one."""
        return self.document.raw != self.before.raw

    @property
    def keeps_pages(self) -> bool:
        """Tell whether the pages are left alone, because of errors or faults."""
        return bool(self.errors or self.faults)


def is_gone(document: Document) -> bool:
    """Tell whether the data file was deleted or moved away since it was read."""
    return bool(document.raw) and not os.path.lexists(document.path)


def plan_save(
    document: Document, records: Records, *, force: bool = False, anew: bool = False
) -> SavePlan:
    """Work out a save; writes nothing. Seasons that were moved or cancelled count a revision.

    Args:
        document: the data file as it was read.
        records: what it shall hold.
        force: write over regions that were edited by hand.
        anew: the data file is gone; it is written again, comments and all.

    Raises:
        ChangedOnDisk: the data file was changed meanwhile.
        DataError: the records cannot be written without loss, or the file cannot be read.
    """
    records = count_revisions(document.records, records)
    after = spliced(document, records)
    if anew:
        document = document._replace(raw=b"")
    ensure_unchanged(document)
    nothing = SavePlan(document, after, Files({}))
    if found := errors(records, after.problems):
        return nothing._replace(errors=tuple(found))
    root = root_of(document.path)
    own = site_templates(records, document.path)
    try:
        updates = plan_pages(render.files(records, own), document.path, root, force)
    except DataError as error:
        return nothing._replace(faults=(error,))
    if faults := tuple(update.fault for update in updates if update.fault is not None):
        return nothing._replace(faults=faults)
    edits = () if force else tuple(edit for update in updates for edit in update.edits)
    remade = tuple(f"{update.page.path}: {update.remade}" for update in updates if update.remade)
    return nothing._replace(pages=encoded(updates, root), edits=edits, remade=remade)


def write_save(planned: SavePlan) -> Document:
    """Write what was planned, all of it or none.

    Returns:
        The data file as it is on disk now.

    Raises:
        ChangedOnDisk: the data file was changed since it was planned.
        DataError: a file cannot be written; all are as they were.
    """
    ensure_unchanged(planned.before)
    files, path = Files(planned.pages, planned.pages.seen), planned.document.path
    if planned.changes_data:
        files[path] = planned.document.raw
        files.seen[path] = planned.before.raw or None
    if files:
        try:
            write_files(files)
        except ChangedMeanwhileError:
            ensure_unchanged(planned.before)
            raise
    return planned.document


class Taken(NamedTuple):
    """The records with what was edited by hand, and what no record can hold, as a diff."""

    records: Records
    left: str


def take_hand_edits(records: Records, data: str, edits: tuple[Edit, ...]) -> Taken:
    """Take what was edited by hand on the pages into the records; writes nothing.

    The page as it is and the page as the records make it are both read by the import. What
    differs between the two readings was changed by hand; a merge puts it into the records.

    Args:
        records: the records as they are.
        data: the data file, from which the pages are found.
        edits: the regions in question.

    Raises:
        DataError: a page cannot be read any more.
    """
    root, left = root_of(data), ""
    own = site_templates(records, data)
    kinds = {page.path: page.kind for page in render.files(records, own)}
    for name in dict.fromkeys(edit.file for edit in edits):
        kind, text = kinds.get(name, ""), read_page(root, name)
        if kind in render.REGIONS and text is not None:
            records, rest = take_page(records, kind, name, text, own)
        else:
            # News items and calendars say nothing that the webinar page does not say.
            rest = "".join(edit.diff() for edit in edits if edit.file == name)
        left += rest
    return Taken(records, left)


def take_page(
    records: Records, kind: str, name: str, text: str, own: Templates = NO_TEMPLATES
) -> Taken:
    """Take what one page says differently into the records.

    Args:
        records: the records as they are.
        kind: one of :data:`lgtui.render.REGIONS`.
        name: the page's path, for the diff.
        text: the page as it is.
        own: the organizers' own templates.

    Raises:
        DataError: the page cannot be written, such as one whose markers are damaged.
    """
    fresh = render.write(kind, text, records, name, force=True, templates=own)
    before, after = _read(name, fresh), _read(name, text)
    merged = merge(before, records, after)
    while merged.conflicts:
        conflict = merged.conflicts[0]
        merged = resolve(merged, conflict, "mine" if conflict.kind == "same id" else "theirs")
    # What only one page can tell, such as the series' name, is no edit of the record's list.
    taken = merged.records._replace(
        series=records.series,
        wording=records.wording,
        pages=records.pages,
        legacy_wording=records.legacy_wording,
    )
    # What the next save would still write over.
    update = Page(name, kind, taken, templates=own).update(text)
    if update.fault is not None:
        raise update.fault
    return Taken(taken, "\n".join(edit.diff() for edit in update.edits))


def _read(name: str, page: str) -> Records:
    """Read what the import understands of a page, its markers aside."""
    lines = [line for line in page.split("\n") if not line.startswith("<!-- lgtui:")]
    raw = "\n".join(lines).encode("utf-8", "surrogateescape")
    from lgtui.importers import Source
    from lgtui.importers.pages import import_pages

    return import_pages([Source(name, raw)]).records
