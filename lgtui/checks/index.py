"""What most checks need of the records, gathered once: texts by place, ids, talks by season."""

import datetime
import functools
from collections.abc import Iterator
from typing import Any, NamedTuple

from lgtui.model import (
    FIELDS,
    Moment,
    Records,
    Talk,
    Where,
    as_date,
    make_id,
    parse_id,
    talk_moment,
)

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


Key = tuple[int, int]
"""Season and episode."""


class Index(NamedTuple):
    """The records with what can be looked up in them; positions count from 0 in file order."""

    records: Records
    keys: list[Key | None]
    """Each talk's season and episode, ``None`` where its id cannot be read."""

    by_season: dict[int, list[int]]
    """Season number to the positions of its talks, in file order."""

    by_number: dict[int, int]
    """Season number to the position of its (first) record."""

    held: frozenset[int]
    """Numbers of the seasons that are held."""


def plain_id(text: str) -> Key | None:
    """Season and episode of an id whose meaning is plain although its form is not ``S01E01``.

    Read are ``S0302``, ``s03e02``, ``S3E2``, ``S03 E02``, ``S03-E02``, ``3x02``, ``Season 3,
    Episode 2`` and a letter O in place of a zero; ``S302`` is not, since it could be two talks.
    """
    if len(text) > 40:
        return None
    import re

    tidy = re.sub(r"(?<=[\dSEse])[Oo](?=[\dEe]|$)|(?<=[\d])[Oo]", "0", text.strip())
    four = re.fullmatch(r"[Ss][\s_-]*([0-9]{2})[\s_.-]*([0-9]{2})", tidy)
    spelled = re.fullmatch(
        r"(?:season|s)?[\s._-]*([0-9]{1,3})[\s,.:;/_-]*(?:episode|ep|e|x)[\s._-]*([0-9]{1,3})",
        tidy,
        re.IGNORECASE,
    )
    found = four or spelled
    return (int(found[1]), int(found[2])) if found else None


def read_id(text: str) -> Key | None:
    """Season and episode of an id in any form that is plain."""
    return (parse_id(text) if len(text) <= 40 else None) or (plain_id(text) if text else None)


def well_formed(text: str) -> bool:
    """Whether an id has the one form that pages and links use: ``S01E01``."""
    key = parse_id(text) if len(text) <= 40 else None
    return key is not None and make_id(*key) == text


def gather(records: Records) -> Index:
    """The index of the records."""
    keys = [read_id(talk.id) for talk in records.talks]
    by_season: dict[int, list[int]] = {}
    for at, key in enumerate(keys):
        if key:
            by_season.setdefault(key[0], []).append(at)
    by_number: dict[int, int] = {}
    for at, season in enumerate(records.seasons):
        by_number.setdefault(season.number, at)
    held = frozenset(
        number for number, at in by_number.items() if records.seasons[at].state == "held"
    )
    return Index(records, keys, by_season, by_number, held)


def moment_of(index: Index, at: int) -> Moment | None:
    """When the talk at a position is given, as far as the records tell."""
    key = index.keys[at]
    place = index.by_number.get(key[0]) if key else None
    season = None if place is None else index.records.seasons[place]
    return talk_moment(index.records.talks[at], season)


def day_of(index: Index, at: int) -> datetime.date | None:
    """The day of the talk at a position."""
    moment = moment_of(index, at)
    return None if moment is None else as_date(moment)


def days_of_season(index: Index, number: int) -> list[datetime.date]:
    """The known days of a season in order: its start's and its talks' own, each once."""
    talks = index.records.talks
    moments = [talks[at].date for at in index.by_season.get(number, ())]
    place = index.by_number.get(number)
    if place is not None:
        season = index.records.seasons[place]
        if season.start is not None and (not moments or None in moments):
            moments.append(season.start)
    return sorted({as_date(moment) for moment in moments if moment is not None})


class Sifted(NamedTuple):
    """The texts that hold a trace; a text that is not listed has no such finding."""

    unusual: list[Text]
    """Some character beyond printable ASCII, line ends not counted."""

    markup: list[Text]
    """``<``, ``{{``, ``{%`` or ``&``."""

    blanks: list[Text]
    """Blanks doubled or at a line's start or end, line ends, or characters of ``unusual``."""

    zones: list[Text]
    """What may be the name of a time zone."""

    targets: list[Text]
    """A Markdown link."""


_UNUSUAL, _MARKUP, _BLANKS, _ZONES, _TARGETS = range(5)

_PLAIN = bytes(range(0x20, 0x7F)) + b"\n"
"""The bytes of printable ASCII and line ends. ``bytes.translate`` that deletes them is by far the
fastest way to see whether a long text has anything else."""


def sift(records: Records, zone_names: tuple[str, ...]) -> Sifted:
    """Sorts out the texts that checks need to look into.

    Args:
        records: The records.
        zone_names: The abbreviations, or parts of them, that a date may contradict.
    """
    found = Sifted([], [], [], [], [])
    for kind, at, record in _small_records(records):
        for text in texts_of(kind, at, record):
            for trace in _line_traces(text.value, zone_names):
                found[trace].append(text)
    known: dict[str, tuple[int, ...]] = {"": ()}
    for at, talk in enumerate(records.talks):
        for number, line in enumerate(lines_of(talk)):
            traces = known.get(line)
            if traces is None:
                traces = known[line] = _line_traces(line, zone_names)
            if traces:
                field, type_ = line_fields(len(talk.speakers), len(talk.links))[number]
                text = Text(Where("talks", at, field), type_, line)
                for trace in traces:
                    found[trace].append(text)
        for field, markdown in (("abstract", talk.abstract), ("bio", talk.bio)):
            traces = _markdown_traces(markdown, zone_names)
            if traces:
                text = Text(Where("talks", at, field), "text", markdown)
                for trace in traces:
                    found[trace].append(text)
    return found


def _small_records(records: Records) -> Iterator[tuple[str, int, Any]]:
    """Kind and position of all records but the talks, and the records."""
    yield "series", 0, records.series
    yield "pages", 0, records.pages
    for at, organizer in enumerate(records.organizers):
        yield "organizers", at, organizer
    for at, season in enumerate(records.seasons):
        yield "seasons", at, season


def _line_traces(line: str, zone_names: tuple[str, ...]) -> tuple[int, ...]:
    """The traces in a text of one line, as positions in ``Sifted``."""
    traces: tuple[int, ...] = ()
    if not (line.isascii() and line.isprintable()):
        traces = _UNUSUAL, _BLANKS
    elif "  " in line or line[:1] == " " or line[-1:] == " ":
        traces = (_BLANKS,)
    if "<" in line or "&" in line or "{" in line:
        traces = (*traces, _MARKUP)
    if _may_be_dated(line, zone_names):
        traces = (*traces, _ZONES)
    return traces


def _markdown_traces(text: str, zone_names: tuple[str, ...]) -> tuple[int, ...]:
    """The traces in a text of several lines; single characters are found fastest."""
    if not text:
        return ()
    traces: tuple[int, ...] = ()
    if text.encode("utf-8", "surrogatepass").translate(None, _PLAIN):
        traces = _UNUSUAL, _BLANKS
    elif text[0] in " \n" or text[-1] == " " or ("\n" in text and " \n" in text):
        traces = (_BLANKS,)
    if "<" in text or "{" in text:
        traces = (*traces, _MARKUP)
    if "[" in text and "](" in text:
        traces = (*traces, _TARGETS)
    if _may_be_dated(text, zone_names):
        traces = (*traces, _ZONES)
    return traces


def _may_be_dated(text: str, zone_names: tuple[str, ...]) -> bool:
    """Whether a text has the beginning of a year, and a zone's name."""
    if ("2" in text and "20" in text) or ("1" in text and "19" in text):
        for name in zone_names:
            if name in text:
                return True
    return False
