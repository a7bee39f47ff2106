"""The fields of a record as the lines of a form, and a typed text as a new value (pure).

A slot is one thing that can be edited: a field, one part of a speaker or link, or the line that
adds one. It is named as in ``Where.field``: ``title``, ``speakers[1].name``, ``links+``.
"""

import datetime
import re
from typing import Any, NamedTuple

from lgtui.model import (
    FIELDS,
    Link,
    Moment,
    Organizer,
    Pages,
    Records,
    Season,
    Series,
    Speaker,
    Talk,
    Where,
    parse_id,
    record_label,
    season_label,
    seasons_by_number,
)
from lgtui.tui.form.dates import NotUnderstoodError, read_moment, say_moment, write_moment
from lgtui.tui.form.labels import field_label, label_of, part_label

Record = Series | Pages | Organizer | Season | Talk

LISTS: dict[str, tuple[str, Speaker | Link]] = {
    "speakers": ("Speaker", Speaker("")),
    "links": ("Link", Link("", "")),
}
"""Fields that hold several: what one is called, and an empty one."""


class Slot(NamedTuple):
    """One line of a form.

    ``kind`` is a type of ``model.Field``, or ``add`` for the line that adds a speaker or link.
    ``text`` is the value as it is edited; ``item`` counts the speaker or link from 0, -1
    elsewhere.
    """

    key: str
    label: str
    kind: str
    text: str = ""
    choices: tuple[str, ...] = ()
    required: bool = False
    item: int = -1


def record_at(records: Records, where: Where) -> Record | None:
    """The record at a place; ``None`` where there is none."""
    if where.kind in ("series", "pages"):
        found: Record = getattr(records, where.kind)
        return found
    if where.kind not in ("organizers", "seasons", "talks"):
        return None
    entries: tuple[Record, ...] = getattr(records, where.kind)
    return entries[where.at] if 0 <= where.at < len(entries) else None


def with_record(records: Records, where: Where, record: Record) -> Records:
    """The records with another one at a place."""
    if where.kind == "series":
        assert isinstance(record, Series)
        return records._replace(series=record)
    if where.kind == "pages":
        assert isinstance(record, Pages)
        return records._replace(pages=record)
    entries = getattr(records, where.kind)
    changed: Records = _with(
        records, where.kind, (*entries[: where.at], record, *entries[where.at + 1 :])
    )
    return changed


def _with(value: Any, name: str, new: object) -> Any:
    """The value with another field; the schema names the field, so no type can follow it."""
    return value._replace(**{name: new})


def slots_of(records: Records, where: Where) -> tuple[Slot, ...]:
    """All slots of a record in reading order."""
    record = record_at(records, where)
    if record is None:
        return ()
    slots: list[Slot] = []
    for field in FIELDS[where.kind]:
        value = getattr(record, field.name)
        if field.type in LISTS:
            slots += _items(field.name, value)
            continue
        text = _text(value)
        slots.append(
            Slot(field.name, label_of(field.name), field.type, text, field.choices, field.required)
        )
    return tuple(slots)


def _items(name: str, items: tuple[Speaker | Link, ...]) -> list[Slot]:
    """The slots of all speakers or links, and the one that adds another."""
    one = LISTS[name][0]
    slots: list[Slot] = []
    for at, item in enumerate(items):
        for place, field in enumerate(FIELDS[name]):
            label = f"{one} {at + 1}" if not place else f" {part_label(name, field.name)}"
            text = _text(getattr(item, field.name))
            key = f"{name}[{at}].{field.name}"
            slots.append(Slot(key, label, field.type, text, field.choices, field.required, at))
    slots.append(Slot(f"{name}+", "", "add", f"Add a {one.lower()}"))
    return slots


def _text(value: object) -> str:
    """A value as it is edited."""
    if value is None or isinstance(value, datetime.date):
        return write_moment(value)
    return str(value)


_ITEM = re.compile(r"(\w+)\[(\d+)\](?:\.(\w+))?")


def item_of(key: str) -> tuple[str, int] | None:
    """The list and the place of a slot that belongs to a speaker or link."""
    found = _ITEM.fullmatch(key)
    return (found[1], int(found[2])) if found else None


def put(
    records: Records, where: Where, slot: Slot, text: str, today: datetime.date | None = None
) -> Records:
    """The records with a typed text as the value of a slot.

    Raises:
        NotUnderstoodError: the text is no date or number; the message says what would be.
    """
    record = record_at(records, where)
    assert record is not None
    found = _ITEM.fullmatch(slot.key)
    if not found:
        value = _value(records, where, slot, text, today)
        return with_record(records, where, _with(record, slot.key, value))
    name, at, field = found[1], int(found[2]), found[3]
    items: tuple[Speaker | Link, ...] = getattr(record, name)
    changed = (*items[:at], _with(items[at], field, text), *items[at + 1 :])
    return with_record(records, where, _with(record, name, changed))


def _value(
    records: Records, where: Where, slot: Slot, text: str, today: datetime.date | None
) -> object:
    """The value a text stands for."""
    if slot.kind == "integer":
        if not re.fullmatch(r"[0-9]{1,9}", text.strip()):
            raise NotUnderstoodError(f"“{text.strip()[:40]}” is no number: write digits only.")
        return int(text)
    if slot.kind == "moment":
        return read_moment(text, near(records, where, slot), today, records.series.timezone)
    return text


def near(records: Records, where: Where, slot: Slot) -> Moment | None:
    """The moment a date without a year is near to: the value before, else the season's start."""
    record = record_at(records, where)
    value: Moment | None = getattr(record, slot.key)
    if value is None and isinstance(record, Talk):
        season = _season_of(records, record)
        return season.start if season else None
    return value


def _season_of(records: Records, talk: Talk) -> Season | None:
    key = parse_id(talk.id) if len(talk.id) < 40 else None
    return seasons_by_number(records).get(key[0]) if key else None


def aside(
    records: Records, where: Where, slot: Slot, text: str, today: datetime.date | None = None
) -> str:
    """What a text means where that is not plain to see; ``""`` where nothing is to be said.

    For a date this is the day of the week and the zone, for an id its season and episode, for a
    number that cannot be read the reason.
    """
    if slot.kind in ("moment", "integer"):
        try:
            value = _value(records, where, slot, text, today)
        except NotUnderstoodError as error:
            return f"✗ {error}"
        if slot.kind == "moment" and (text.strip() or slot.key == "start"):
            assert value is None or isinstance(value, datetime.date)
            return say_moment(value, records.series.timezone)
        return ""
    if slot.key == "id":
        return _id_aside(records, text)
    if slot.key == "timezone" and text:
        said = say_moment(datetime.datetime(2026, 7, 1, 15), text)
        return "" if "unknown" not in said else "✗ No such time zone: write Europe/Copenhagen."
    return ""


def _id_aside(records: Records, text: str) -> str:
    """Season and episode of an id, with what is known of the season."""
    key = parse_id(text) if len(text) < 40 else None
    if key is None:
        return "✗ An id is written like S09E01." if text else ""
    season = seasons_by_number(records).get(key[0])
    said = f"= season {key[0]}, episode {key[1]}"
    if season is None:
        return f"{said}; {season_label(key[0])} has no record yet"
    when = say_moment(season.start, records.series.timezone).removeprefix("= ")
    return f"{said}; {season.state or 'no state'}, {when}"


def add_item(records: Records, where: Where, name: str, at: int | None = None) -> Records:
    """The records with one more, empty, speaker or link before the place ``at``, or at the end."""
    record = record_at(records, where)
    items: tuple[Speaker | Link, ...] = getattr(record, name)
    at = len(items) if at is None else at
    new: Speaker | Link = LISTS[name][1]
    return _with_items(records, where, name, (*items[:at], new, *items[at:]))


def remove_item(records: Records, where: Where, name: str, at: int) -> Records:
    """The records without one speaker or link."""
    items: tuple[Speaker | Link, ...] = getattr(record_at(records, where), name)
    return _with_items(records, where, name, (*items[:at], *items[at + 1 :]))


def move_item(records: Records, where: Where, name: str, at: int, step: int) -> Records:
    """The records with one speaker or link one place up or down; the same at the end."""
    items: list[Speaker | Link] = list(getattr(record_at(records, where), name))
    to = at + step
    if not 0 <= to < len(items):
        return records
    items[at], items[to] = items[to], items[at]
    return _with_items(records, where, name, tuple(items))


def _with_items(
    records: Records, where: Where, name: str, items: tuple[Speaker | Link, ...]
) -> Records:
    return with_record(records, where, _with(record_at(records, where), name, items))


def edit_label(records: Records, where: Where, slot: Slot) -> str:
    """What an edit of a slot is called in undo: ``S09E01: title``, ``S09E01: speaker 2 prefix``."""
    return f"{record_label(records, where)}: {field_label(slot.key).lower()}"
