"""Edits that take a record away."""

from typing import TypeVar

from lgtui.edits.edit import Edit, EditError, talks_of
from lgtui.model import Records, Where, season_label

_T = TypeVar("_T")


def delete(records: Records, where: Where, with_talks: bool = False) -> Edit:
    """Without one record; of a season on request without its talks as well.

    Raises:
        EditError: the record is the series or the pages, which every file has.
    """
    if where.kind == "talks":
        name = records.talks[where.at].id or "a talk"
        return Edit(
            records._replace(talks=_without(records.talks, where.at)), where, f"delete {name}"
        )
    if where.kind == "organizers":
        name = records.organizers[where.at].name or "an organizer"
        organizers = _without(records.organizers, where.at)
        return Edit(records._replace(organizers=organizers), where, f"delete {name}")
    if where.kind != "seasons":
        raise EditError("Every file has this record; empty its fields instead.")
    number = records.seasons[where.at].number
    changed = records._replace(seasons=_without(records.seasons, where.at))
    label = f"delete {season_label(number)}"
    if with_talks:
        gone = set(talks_of(records, number))
        talks = tuple(talk for at, talk in enumerate(records.talks) if at not in gone)
        changed, label = changed._replace(talks=talks), f"{label} and its {len(gone)} talks"
    return Edit(changed, where, label)


def _without(items: tuple[_T, ...], at: int) -> tuple[_T, ...]:
    return (*items[:at], *items[at + 1 :])
