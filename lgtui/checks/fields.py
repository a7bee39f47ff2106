"""The texts of the records by place, and a new value put in at a place."""

import functools
from collections.abc import Iterator
from typing import Any, NamedTuple

from lgtui.model import FIELDS, Records, Talk, Where

_RECORD_TEXTS = {
    kind: tuple(
        (field.name, field.type)
        for field in fields
        if field.type in ("line", "text", "url", "path", "choice")
    )
    for kind, fields in FIELDS.items()
}
"""The fields of each kind of record that hold text, with their types."""


class Text(NamedTuple):
    """One text of the records: where it stands, its field type (see ``Field``), its value."""

    where: Where
    type: str
    value: str


def texts_of(kind: str, at: int, record: Any) -> Iterator[Text]:
    """All texts of one record that are not empty, those of a talk's speakers and links too."""
    for name, type_ in _RECORD_TEXTS[kind]:
        value = getattr(record, name)
        if value:
            yield Text(Where(kind, at, name), type_, value)
    if kind == "talks":
        for inner in ("speakers", "links"):
            for number, item in enumerate(getattr(record, inner)):
                for name, type_ in _RECORD_TEXTS[inner]:
                    value = getattr(item, name)
                    if value:
                        yield Text(Where(kind, at, f"{inner}[{number}].{name}"), type_, value)


def lines_of(talk: Talk) -> list[str]:
    """A talk's one-line texts, empty ones included: a fast way past ``texts_of`` for sifting."""
    lines = [talk.id, talk.title, talk.affiliation, talk.video_url, talk.recording]
    for speaker in talk.speakers:
        lines += speaker[:4]
    for link in talk.links:
        lines += link[:2]
    return lines


@functools.cache
def line_fields(speakers: int, links: int) -> tuple[tuple[str, str], ...]:
    """Name and type of each text in ``lines_of`` for a talk with so many speakers and links."""
    fields = [(name, type_) for name, type_ in _RECORD_TEXTS["talks"] if type_ != "text"]
    for inner, count in (("speakers", speakers), ("links", links)):
        for number in range(count):
            fields += [(f"{inner}[{number}].{name}", type_) for name, type_ in _RECORD_TEXTS[inner]]
    return tuple(fields)


def _split(field: str) -> tuple[str, int, str]:
    """``speakers[1].name`` as ``("speakers", 1, "name")``; ``title`` as ``("title", -1, "")``."""
    outer, bracket, rest = field.partition("[")
    if not bracket:
        return field, -1, ""
    number, _, inner = rest.partition("]")
    return outer, int(number), inner.removeprefix(".")


def value_at(records: Records, where: Where) -> Any:
    """The value at a place, ``None`` where the records have no such place."""
    try:
        record = getattr(records, where.kind)
        if where.kind in ("organizers", "seasons", "talks"):
            record = record[where.at]
        outer, number, inner = _split(where.field)
        value = getattr(record, outer)
        return value if number < 0 else getattr(value[number], inner)
    except (AttributeError, IndexError, ValueError):
        return None


def put(records: Records, where: Where, value: object) -> Records:
    """The records with ``value`` at a place that exists; nothing else differs."""
    outer, number, inner = _split(where.field)
    group = getattr(records, where.kind)
    record = group[where.at] if where.kind in ("organizers", "seasons", "talks") else group
    if number >= 0:
        items = list(getattr(record, outer))
        items[number] = items[number]._replace(**{inner: value})
        value = tuple(items)
    record = record._replace(**{outer: value})
    if where.kind in ("series", "pages"):
        changed: Any = record
    else:
        changed = (*group[: where.at], record, *group[where.at + 1 :])
    fields: dict[str, Any] = {where.kind: changed}
    return records._replace(**fields)
