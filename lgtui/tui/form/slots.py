"""The fields of a record as the lines of a form, their names, and a typed text as a value."""

import datetime
import re
from typing import NamedTuple

from lgtui.model import (
    FIELDS,
    PARTS,
    Field,
    Link,
    Moment,
    Records,
    Season,
    Speaker,
    Talk,
    Where,
    as_date,
    blank,
    field_of,
    parse_id,
    part_of,
    record_at,
    record_label,
    replaced,
    season_label,
    seasons_by_number,
    value_of,
    with_record,
    with_value_at,
)
from lgtui.tui.actions import Action, first_key
from lgtui.tui.form.dates import NotUnderstoodError, read_moment, say_moment, write_moment
from lgtui.tui.state import FIELD, SUBJECT

ONE_OF = {"speakers": "Speaker", "links": "Link"}
"""What one is called of a field that holds several."""


def field_label(where: Where) -> str:
    """Return what the field of a place is called: ``Video link``, ``Link 1 address``.

    People count from 1; a key that the schema does not know is called by its name.
    """
    part = part_of(where.field)
    if part is None or part[0] not in ONE_OF:
        known = field_of(where.kind, where.field)
        return known.label if known else where.field
    one = f"{ONE_OF[part[0]]} {part[1] + 1}"
    own = field_of(part[0], part[2]) if part[2] not in ("name", "label") else None
    return f"{one} {own.label.lower()}" if own else one


def typed_place(names: tuple[str, ...]) -> str:
    """Return where a text was typed that is in no record: ``S09 date, hour``, ``Mail S09E02``.

    Args:
        names: what a draft calls the text.
    """
    if names[0] == FIELD and len(names) == 4:
        return field_place(names[1], names[2], names[3])
    return " ".join((names[0].capitalize(), *(names[1:] if names[0] != SUBJECT else ())))


def field_place(kind: str, name: str, field: str) -> str:
    """Return a field of a record as a question names it: ``S09 date, hour``, ``S09E01 title``.

    Args:
        kind: the record's kind.
        name: its id, number or name, as text; empty for a table.
        field: the field.
    """
    if kind == "seasons" and name.isdigit():
        name = season_label(int(name))
    return f"{name or kind} {field_label(Where(kind, 0, field)).lower()}"


def finding_place(record: str, where: Where) -> str:
    """Return record and field of a finding as the list of problems names them."""
    return " ".join(filter(None, (record, field_label(where).lower())))


def said_when_empty(field: Field) -> str:
    """Return what a form shows in the place of an empty value."""
    if field.name.startswith("word_"):
        from lgtui.render.labels import default_label

        usual = default_label(field.name)
        return f"as usual: {usual}" if usual else "nothing"
    return field.empty or (
        "as usual" if field.type == "choice" else "needed" if field.required else "–"
    )


def item_hint(actions: tuple[Action, ...]) -> str:
    """Return what can be done with a speaker or link, with the keys for it."""
    add, remove, up, down = (
        first_key(name, actions, "the palette")
        for name in ("add_item", "remove_item", "item_up", "item_down")
    )
    return f"{add} adds one, {remove} removes this one, {up} and {down} move it"


class Slot(NamedTuple):
    """One line of a form.

    ``kind`` is a type of ``model.Field``, or ``add`` for the line that adds a speaker or link.
    ``text`` is the value as it is edited, ``empty`` what is shown where there is none; ``item``
    counts the speaker or link from 0, -1 elsewhere.
    """

    key: str
    label: str
    kind: str
    text: str = ""
    choices: tuple[str, ...] = ()
    required: bool = False
    item: int = -1
    empty: str = ""
    help: str = ""

    def shown(self, value: str) -> str:
        """Return what a value of the slot is called."""
        return value or self.empty


def _slot(field: Field, value: object, key: str, label: str, item: int = -1) -> Slot:
    """Return the slot of one field."""
    return Slot(
        key,
        label,
        field.type,
        _text(value),
        field.choices,
        field.required,
        item,
        said_when_empty(field),
        field.help,
    )


def slots_of(records: Records, where: Where) -> tuple[Slot, ...]:
    """Return all slots of a record in reading order."""
    record = record_at(records, where)
    if record is None:
        return ()
    slots: list[Slot] = []
    for field in FIELDS[where.kind]:
        value = value_of(record, field.name)
        if field.type in PARTS:
            slots += _items(field.name, value)
            continue
        slots.append(_slot(field, value, field.name, field.label))
    return tuple(slots)


def _items(name: str, items: tuple[Speaker | Link, ...]) -> list[Slot]:
    """Return the slots of all speakers or links, and the one that adds another."""
    one = ONE_OF[name]
    slots: list[Slot] = []
    for at, item in enumerate(items):
        for place, field in enumerate(FIELDS[name]):
            label = f"{one} {at + 1}" if not place else f" {field.label.lower()}"
            key = f"{name}[{at}].{field.name}"
            slots.append(_slot(field, value_of(item, field.name), key, label, at))
    slots.append(Slot(f"{name}+", "", "add", f"Add a {one.lower()}"))
    return slots


def _text(value: object) -> str:
    """Return a value as it is edited."""
    if value is None or isinstance(value, datetime.date):
        return write_moment(value)
    return str(value)


def item_of(key: str) -> tuple[str, int] | None:
    """Return the list and the place of a slot that belongs to a speaker or link."""
    found = part_of(key)
    return (found[0], found[1]) if found else None


def put(
    records: Records, where: Where, slot: Slot, text: str, today: datetime.date | None = None
) -> Records:
    """Return the records with a typed text as the value of a slot.

    Raises:
        NotUnderstoodError: the text is no date or number; the message says what would be.
    """
    record = record_at(records, where)
    assert record is not None
    value = _value(records, where, slot, text, today)
    return with_record(records, where, with_value_at(record, slot.key, value))


def _value(
    records: Records, where: Where, slot: Slot, text: str, today: datetime.date | None
) -> object:
    """Return the value a text stands for."""
    if slot.kind == "integer":
        if not re.fullmatch(r"[0-9]{1,9}", text.strip()):
            raise NotUnderstoodError(f"“{text.strip()[:40]}” is no number: write digits only.")
        return int(text)
    if slot.kind == "moment":
        return read_moment(text, near(records, where, slot), today, records.series.timezone)
    return text


def near(records: Records, where: Where, slot: Slot) -> Moment | None:
    """Return what a date without a year is near to: the value before, else the season's start."""
    record = record_at(records, where)
    value: Moment | None = value_of(record, slot.key)
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
    """Return what a text means where that is not plain to see; ``""`` where nothing is to be said.

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
            past = value is not None and today is not None and as_date(value) < today
            return say_moment(value, records.series.timezone, past=past)
        return ""
    if slot.key == "id":
        return _id_aside(records, text)
    if slot.key == "timezone" and text:
        said = say_moment(datetime.datetime(2026, 7, 1, 15), text)
        return "" if "unknown" not in said else "✗ No such time zone: write Europe/Copenhagen."
    return ""


def _id_aside(records: Records, text: str) -> str:
    """Return season and episode of an id, with what is known of the season."""
    key = parse_id(text) if len(text) < 40 else None
    if key is None:
        return "✗ An id is written like S09E01." if text else ""
    season = seasons_by_number(records).get(key[0])
    said = f"= season {key[0]}, episode {key[1]}"
    if season is None:
        return f"{said}; {season_label(key[0])} has no record yet"
    past = season.state == "held"
    when = say_moment(season.start, records.series.timezone, past=past).removeprefix("= ")
    return f"{said}; {season.state or 'no state'}, {when}"


def add_item(records: Records, where: Where, name: str, at: int | None = None) -> Records:
    """Add an empty speaker or link before the place ``at``, or at the end."""
    record = record_at(records, where)
    items = value_of(record, name)
    at = len(items) if at is None else at
    return _with_items(records, where, name, (*items[:at], blank(name), *items[at:]))


def remove_item(records: Records, where: Where, name: str, at: int) -> Records:
    """Return the records without one speaker or link."""
    items = value_of(record_at(records, where), name)
    return _with_items(records, where, name, (*items[:at], *items[at + 1 :]))


def move_item(records: Records, where: Where, name: str, at: int, step: int) -> Records:
    """Return the records with one speaker or link one place up or down; the same at the end."""
    items = list(value_of(record_at(records, where), name))
    to = at + step
    if not 0 <= to < len(items):
        return records
    items[at], items[to] = items[to], items[at]
    return _with_items(records, where, name, tuple(items))


def _with_items(
    records: Records, where: Where, name: str, items: tuple[Speaker | Link, ...]
) -> Records:
    return with_record(records, where, replaced(record_at(records, where), name, items))


def edit_label(records: Records, where: Where, slot: Slot) -> str:
    """Return what undo calls an edit of a slot: ``S09E01: speaker 2 prefix``."""
    return f"{record_label(records, where)}: {field_label(where._replace(field=slot.key)).lower()}"
