"""Taking an edit that was made by hand on a page into the records (no Textual).

The page as it is and the page as the records make it are both read by the import. What differs
between the two readings is what was changed by hand; a merge puts it into the records.
"""

import os
from typing import NamedTuple

from lgtui import render
from lgtui.importers import import_pages
from lgtui.importers.facts import Source
from lgtui.model import Records
from lgtui.records.conflicts import resolve
from lgtui.records.merge import merge
from lgtui.render import Edit
from lgtui.store import root_of
from lgtui.store.disk import read_file


class Taken(NamedTuple):
    """The records with the edit, and what of it no record can hold, as a diff."""

    records: Records
    left: str


def take(records: Records, path: str, edits: tuple[Edit, ...]) -> Taken:
    """The records with what was edited by hand.

    Args:
        records: the records as they are.
        path: the data file, from which the pages are found.
        edits: the regions in question.
    """
    root, left = root_of(path), ""
    for name in dict.fromkeys(edit.file for edit in edits):
        text = read_file(os.path.join(root, name)).decode("utf-8", "surrogateescape")
        kinds = [kind for kind in render.REGIONS if getattr(records.pages, kind) == name]
        if kinds:
            records, rest = take_page(records, kinds[0], name, text)
        else:
            # News items and calendars say nothing that the webinar page does not say.
            rest = "".join(edit.diff() for edit in edits if edit.file == name)
        left += rest
    return Taken(records, left)


def take_page(records: Records, kind: str, name: str, page: str) -> tuple[Records, str]:
    """The records with what one page says differently, and what is left of it as a diff."""
    fresh = render.write(kind, page, records, name, force=True)
    before, after = _read(name, fresh), _read(name, page)
    merged = merge(before, records, after)
    while merged.conflicts:
        conflict = merged.conflicts[0]
        merged = resolve(merged, conflict, "mine" if conflict.kind == "same id" else "theirs")
    # What only one page can tell, such as the series' name, is no edit of the record's list.
    taken = merged.records._replace(series=records.series, pages=records.pages)
    return taken, _left(kind, name, page, taken)


def _read(name: str, page: str) -> Records:
    """What the import reads from a page, its markers aside."""
    lines = [line for line in page.split("\n") if not line.startswith("<!-- lgtui:")]
    raw = "\n".join(lines).encode("utf-8", "surrogateescape")
    return import_pages([Source(name, raw)]).records


def _left(kind: str, name: str, page: str, records: Records) -> str:
    """What the next save would still write over, as a diff."""
    try:
        render.write(kind, page, records, name)
    except render.HandEdit as hand:
        return "\n".join(edit.diff() for edit in hand.edits)
    return ""
