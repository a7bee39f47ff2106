"""What most checks need of the records, gathered once: texts by place, ids, talks by season."""

import datetime
import functools
from collections.abc import Iterator
from typing import Any, NamedTuple

from lgtui.model import (
    FIELDS,
    LISTS,
    PARTS,
    TABLES,
    TEXT_TYPES,
    Moment,
    Records,
    Talk,
    Where,
    as_date,
    make_id,
    parse_id,
    records_of,
    talk_moment,
    value_of,
    values_reader,
)

_RECORD_TEXTS = {
    kind: tuple((field.name, field.type) for field in fields if field.type in TEXT_TYPES)
    for kind, fields in FIELDS.items()
}
"""The fields of each kind of record that hold text, with their types."""


class Text(NamedTuple):
    """One text of the records: where it stands, its field type (see ``Field``), its value."""

    where: Where
    type: str
    value: str


def texts_of(kind: str, at: int, record: Any) -> Iterator[Text]:
    """Return all texts of one record that are not empty, a talk's speakers and links included."""
    for name, type_ in _RECORD_TEXTS[kind]:
        value = value_of(record, name)
        if value:
            yield Text(Where(kind, at, name), type_, value)
    if kind == "talks":
        for inner in PARTS:
            for number, item in enumerate(value_of(record, inner)):
                for name, type_ in _RECORD_TEXTS[inner]:
                    value = value_of(item, name)
                    if value:
                        yield Text(Where(kind, at, f"{inner}[{number}].{name}"), type_, value)


def lines_of(talk: Talk) -> list[str]:
    """Return a talk's one-line texts, empty ones included, faster than ``texts_of``."""
    lines = [*_talk_lines(talk)]
    for speaker in talk.speakers:
        lines += _speaker_lines(speaker)
    for link in talk.links:
        lines += _link_lines(link)
    return lines


def _names(kind: str) -> tuple[str, ...]:
    """Return the fields of a kind that hold one line of text."""
    return tuple(name for name, type_ in _RECORD_TEXTS[kind] if type_ != "text")


_LONG = tuple(name for name, type_ in _RECORD_TEXTS["talks"] if type_ == "text")
"""The fields of a talk that hold Markdown."""

_talk_lines, _speaker_lines, _link_lines = (
    values_reader(_names(kind)) for kind in ("talks", "speakers", "links")
)


@functools.cache
def line_fields(speakers: int, links: int) -> tuple[tuple[str, str], ...]:
    """Return name and type of each text in ``lines_of``, by numbers of speakers and links."""
    fields = [(name, type_) for name, type_ in _RECORD_TEXTS["talks"] if type_ != "text"]
    for inner, count in (("speakers", speakers), ("links", links)):
        lines = [(name, type_) for name, type_ in _RECORD_TEXTS[inner] if type_ != "text"]
        for number in range(count):
            fields += [(f"{inner}[{number}].{name}", type_) for name, type_ in lines]
    return tuple(fields)


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
    """Return season and episode of an id that is plain although not of the form ``S01E01``.

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
    """Return season and episode of an id in any form that is plain."""
    return (parse_id(text) if len(text) <= 40 else None) or (plain_id(text) if text else None)


def well_formed(text: str) -> bool:
    """Tell whether an id has the one form that pages and links use: ``S01E01``."""
    key = parse_id(text) if len(text) <= 40 else None
    return key is not None and make_id(*key) == text


def build_index(records: Records) -> Index:
    """Return the index of the records."""
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
    """Return when the talk at a position is given, as far as the records tell."""
    key = index.keys[at]
    place = index.by_number.get(key[0]) if key else None
    season = None if place is None else index.records.seasons[place]
    return talk_moment(index.records.talks[at], season)


def day_of(index: Index, at: int) -> datetime.date | None:
    """Return the day of the talk at a position."""
    moment = moment_of(index, at)
    return None if moment is None else as_date(moment)


def days_of_season(index: Index, number: int) -> list[datetime.date]:
    """Return the known days of a season in order: its start's and its talks' own, each once."""
    talks = index.records.talks
    moments = [talks[at].date for at in index.by_season.get(number, ())]
    place = index.by_number.get(number)
    if place is not None:
        season = index.records.seasons[place]
        if season.start is not None and (not moments or None in moments):
            moments.append(season.start)
    return sorted({as_date(moment) for moment in moments if moment is not None})


class Candidates(NamedTuple):
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


def find_candidates(records: Records, zone_names: tuple[str, ...]) -> Candidates:
    """Sort out the texts that checks need to look into.

    Args:
        records: The records.
        zone_names: The abbreviations, or parts of them, that a date may contradict.
    """
    found = Candidates([], [], [], [], [])
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
        for field in _LONG:
            markdown = value_of(talk, field)
            traces = _markdown_traces(markdown, zone_names)
            if traces:
                text = Text(Where("talks", at, field), "text", markdown)
                for trace in traces:
                    found[trace].append(text)
    return found


def _small_records(records: Records) -> Iterator[tuple[str, int, Any]]:
    """Return kind and position of all records but the talks, and the records."""
    for kind in (*TABLES, *LISTS):
        if kind != "talks":
            for at, record in enumerate(records_of(records, kind)):
                yield kind, at, record


def _line_traces(line: str, zone_names: tuple[str, ...]) -> tuple[int, ...]:
    """Return the traces in a text of one line, as positions in ``Sifted``."""
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
    """Return the traces in a text of several lines; single characters are found fastest."""
    if not text:
        return ()
    traces: tuple[int, ...] = ()
    if text.encode("utf-8", "surrogatepass").translate(None, _PLAIN):
        traces = _UNUSUAL, _BLANKS
    elif (
        text[0] in " \n"
        or text[-1] == " "
        or ("\n" in text and (" \n" in text or text[-2:] == "\n\n"))
    ):
        traces = (_BLANKS,)
    if "<" in text or "{" in text:
        traces = (*traces, _MARKUP)
    if "[" in text and "](" in text:
        traces = (*traces, _TARGETS)
    if _may_be_dated(text, zone_names):
        traces = (*traces, _ZONES)
    return traces


def _may_be_dated(text: str, zone_names: tuple[str, ...]) -> bool:
    """Tell whether a text has the beginning of a year, and a zone's name."""
    if ("2" in text and "20" in text) or ("1" in text and "19" in text):
        for name in zone_names:
            if name in text:
                return True
    return False
