"""Taking an edit that was made by hand on a page into the records.

The page as it is and the page as the records make it are both read by the import. What differs
between the two readings is what was changed by hand; a merge puts it into the records.
"""

from typing import NamedTuple

from lgtui import render
from lgtui.importers import import_pages
from lgtui.importers.facts import Source
from lgtui.model import Records
from lgtui.records.conflicts import resolve
from lgtui.records.merge import merge
from lgtui.render import Edit, Page
from lgtui.site.pages import read_page
from lgtui.store import root_of


class Taken(NamedTuple):
    """The records with the edit, and what of it no record can hold, as a diff."""

    records: Records
    left: str


def take_hand_edits(records: Records, data: str, edits: tuple[Edit, ...]) -> Taken:
    """Take what was edited by hand on the pages into the records; writes nothing.

    Args:
        records: the records as they are.
        data: the data file, from which the pages are found.
        edits: the regions in question.

    Raises:
        DataError: a page cannot be read any more.
    """
    root, left = root_of(data), ""
    kinds = {page.path: page.kind for page in render.files(records)}
    for name in dict.fromkeys(edit.file for edit in edits):
        kind, text = kinds.get(name, ""), read_page(root, name)
        if kind in render.REGIONS and text is not None:
            records, rest = take_page(records, kind, name, text)
        else:
            # News items and calendars say nothing that the webinar page does not say.
            rest = "".join(edit.diff() for edit in edits if edit.file == name)
        left += rest
    return Taken(records, left)


def take_page(records: Records, kind: str, name: str, text: str) -> Taken:
    """Take what one page says differently into the records.

    Args:
        records: the records as they are.
        kind: one of :data:`lgtui.render.REGIONS`.
        name: the page's path, for the diff.
        text: the page as it is.

    Raises:
        DataError: the page cannot be written, such as one whose markers are damaged.
    """
    fresh = render.write(kind, text, records, name, force=True)
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
    update = Page(name, kind, taken).update(text)
    if update.fault is not None:
        raise update.fault
    return Taken(taken, "\n".join(edit.diff() for edit in update.edits))


def _read(name: str, page: str) -> Records:
    """Read what the import understands of a page, its markers aside."""
    lines = [line for line in page.split("\n") if not line.startswith("<!-- lgtui:")]
    raw = "\n".join(lines).encode("utf-8", "surrogateescape")
    return import_pages([Source(name, raw)]).records
