"""Bringing back what a change replaced, or all that a commit changed, as a new edit."""

from typing import Any, cast

from lgtui.align import Record
from lgtui.changes import Change
from lgtui.merge import Merged, merge
from lgtui.merge.fields import with_field, with_key
from lgtui.model import FIELDS, Records
from lgtui.repo.place import Place


def restored(records: Records, at: int, change: Change) -> Records:
    """The records with what a change did taken back, as a new edit.

    Args:
        records: the records as they are now.
        at: the record's position now; for a deleted one where it shall stand.
        change: from the record's history. For ``deleted`` the record comes back.

    Raises:
        ValueError: the change added the record, so there is nothing to bring back.
    """
    items: tuple[Record, ...] = getattr(records, change.kind)
    if change.what == "added":
        raise ValueError(f"{change.label} was added there: there is nothing before it")
    if change.what == "deleted":
        back = cast("Record", change.before)
        return _with_items(records, change.kind, (*items[:at], back, *items[at:]))
    if change.field in {field.name for field in FIELDS[change.kind]}:
        edited = with_field(items[at], change.field, change.before)
    else:
        unknown = with_key(items[at].unknown, change.field, change.before)
        edited = with_field(items[at], "unknown", unknown)
    return _with_items(records, change.kind, (*items[:at], edited, *items[at + 1 :]))


def _with_items(records: Records, kind: str, items: tuple[Record, ...]) -> Records:
    changed: Any = items
    return records._replace(**{kind: changed})


def undone(place: Place, commit: str, records: Records) -> Merged:
    """The records with all that a commit did taken back, whatever came after it.

    Args:
        place: the site.
        commit: the commit, already published or not.
        records: the records as they are now.

    Returns:
        The merge of the records now with the commit's undoing; conflicts where something that
        it changed was changed again since. ``theirs`` in them is the state before the commit.

    Raises:
        DataError: the data file was not valid before or after the commit.
        GitError: git cannot read its store.
    """
    before, after = place.at((f"{commit}^", commit), Records())
    return merge(after.document.records, records, before.document.records)
