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


def value_in(record: Any, field: str) -> Any:
    """The value of a record's field, ``None`` where it has no such field."""
    outer, number, inner = _split(field)
    try:
        value = getattr(record, outer)
        return value if number < 0 else getattr(value[number], inner)
    except (AttributeError, IndexError):
        return None


def put_in(record: Any, field: str, value: object) -> Any:
    """The record with ``value`` in a field that it has; nothing else differs."""
    outer, number, inner = _split(field)
    if number >= 0:
        items = list(getattr(record, outer))
        items[number] = items[number]._replace(**{inner: value})
        value = tuple(items)
    return record._replace(**{outer: value})


def group_of(records: Records, kind: str) -> list[Any]:
    """The records of one kind; ``series`` and ``pages`` are one each."""
    group = getattr(records, kind)
    return [group] if kind in ("series", "pages") else list(group)


def with_group(records: Records, kind: str, group: list[Any]) -> Records:
    """The records with others of one kind; the way back from ``group_of``."""
    fields: dict[str, Any] = {kind: group[0] if kind in ("series", "pages") else tuple(group)}
    return records._replace(**fields)
