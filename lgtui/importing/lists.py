"""A list of talks (CSV or YAML, a row for each) into records, with a report."""

import datetime
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from lgtui.importing.columns import assign
from lgtui.importing.facts import Note, Source
from lgtui.importing.listed import Listed, Reader
from lgtui.importing.numbering import usual_size
from lgtui.importing.reading import repair_notes
from lgtui.importing.repair import repair, strip_invisible
from lgtui.importing.rows import Row, read_rows
from lgtui.model import Moment, Records, Season, Series, Talk, as_date, make_id


class ListImport(NamedTuple):
    """What the lists gave: seasons and talks, the zone they name, and the report."""

    records: Records
    report: tuple[Note, ...]


def import_lists(
    sources: Iterable[Source], given: Mapping[str, list[str]], today: Moment
) -> ListImport:
    """Reads lists of talks.

    A talk's season and episode are those it has; where a list gives none, the talks of one day
    are a season, in the order of the days.

    Args:
        sources: the lists as they lie on disk.
        given: the column map, see :func:`lgtui.importing.columns.parse_map`.
        today: the day by which a season without a state counts as held or upcoming.

    Raises:
        DataError: a file is no list, or the map names a column that it does not have.
    """
    notes: list[Note] = []
    found: list[tuple[str, Listed]] = []
    for source in sources:
        fixed = repair(source.raw)
        text, invisible = strip_invisible(fixed.text)
        notes += repair_notes(source.name, fixed, invisible)
        rows = read_rows(source.name, text)
        names = list(dict.fromkeys(name for row in rows for name in row.cells))
        columns = assign(names, given)
        notes += _unused(source.name, rows, names, columns)
        reader = Reader(source.name, columns)
        found += [(source.name, talk) for row in rows if (talk := reader.row(row))]
        notes += reader.notes
    if not found:
        return ListImport(Records(), tuple(notes))
    numbered = _numbered(found, notes)
    seasons = tuple(_season(*group, as_date(today), notes) for group in _groups(numbered))
    starts = {season.number: season.start for season in seasons}
    talks = tuple(_dated(key, each, starts[key[0]]) for key, (_, each) in numbered)
    zones = dict.fromkeys(each.timezone for _, each in found if each.timezone)
    for zone in list(zones)[1:]:
        name, first = next((name, each) for name, each in found if each.timezone == zone)
        why = f"the series has one time zone, {next(iter(zones))}"
        notes.append(Note(name, first.line, 1, "disagree", zone, "", why))
    size, told = usual_size(seasons, talks, found[0][0])
    notes += told
    series = Series(timezone=next(iter(zones), ""), talks_per_season=size)
    return ListImport(Records(series, seasons=seasons, talks=talks), tuple(notes))


_Numbered = list[tuple[tuple[int, int], tuple[str, Listed]]]


def _unused(
    name: str, rows: list[Row], names: list[str], columns: Mapping[str, list[str]]
) -> list[Note]:
    """A line for each column that says something and is not imported."""
    used = {column for each in columns.values() for column in each}
    used |= {column.partition(".")[0] for column in used}
    return [
        Note(name, said[0], 1, "kept", column, "",
             f"this column is not imported; --map FACT={column!r} would")
        for column in names
        if column not in used and (said := [row.line for row in rows if row.cell(column)])
    ]  # fmt: skip


def _numbered(found: list[tuple[str, Listed]], notes: list[Note]) -> _Numbered:
    """Each talk with its season and episode, in their order."""
    seasons = _seasons_by_day(found)
    numbered: _Numbered = []
    taken: set[tuple[int, int]] = set()
    waiting: list[tuple[int, tuple[str, Listed]]] = []
    for name, talk in found:
        season, episode = talk.key
        if not season:
            season = seasons[as_date(talk.moment) if talk.moment else None]
        key = (season, episode)
        if episode and key not in taken:
            taken.add(key)
            numbered.append((key, (name, talk)))
            continue
        if episode:
            why = "this number is taken by a talk above; it gets the season's next one"
            notes.append(Note(name, talk.line, 1, "SEQ001", make_id(*key), "", why))
        waiting.append((season, (name, talk)))
    for season, item in waiting:
        episode = max((key[1] for key in taken if key[0] == season), default=0) + 1
        taken.add((season, episode))
        numbered.append(((season, episode), item))
    return sorted(numbered, key=lambda pair: pair[0])


def _seasons_by_day(found: list[tuple[str, Listed]]) -> dict[datetime.date | None, int]:
    """The season of each day on which talks without a number are given; undated ones come last."""
    open_ = [talk for _, talk in found if not talk.key[0]]
    days = sorted({as_date(talk.moment) for talk in open_ if talk.moment})
    first = max((talk.key[0] for _, talk in found), default=0) + 1
    numbers: dict[datetime.date | None, int] = {day: first + at for at, day in enumerate(days)}
    numbers[None] = first + len(days)
    return numbers


def _groups(numbered: _Numbered) -> list[tuple[int, list[tuple[str, Listed]]]]:
    groups: dict[int, list[tuple[str, Listed]]] = {}
    for (season, _), item in numbered:
        groups.setdefault(season, []).append(item)
    return list(groups.items())


def _season(
    number: int, talks: list[tuple[str, Listed]], today: datetime.date, notes: list[Note]
) -> Season:
    """A season from what its rows say; where they disagree, the first one counts."""
    facts: dict[str, str] = {}
    for fact in ("theme", "register_url", "state"):
        for name, talk in talks:
            value = getattr(talk, fact)
            if value and value != facts.setdefault(fact, value):
                why = f"{fact} of season {number}: a row above says {facts[fact]}"
                notes.append(Note(name, talk.line, 1, "disagree", value, "", why))
    moments = [talk.moment for _, talk in talks if talk.moment]
    start = _start(moments)
    state = facts.get("state", "")
    if not state:
        past = start is not None and max(map(as_date, moments)) < today
        state = "held" if past or any(talk.talk.video_url for _, talk in talks) else "upcoming"
    return Season(number, facts.get("theme", ""), start, facts.get("register_url", ""), state)


def _dated(key: tuple[int, int], listed: Listed, start: Moment | None) -> Talk:
    """A talk with its id, and a date where it is not its season's."""
    own = listed.moment if listed.moment != start else None
    if own and start and own == as_date(start) and not isinstance(own, datetime.datetime):
        own = None  # the same day, with the hour left to the season
    return listed.talk._replace(id=make_id(*key), date=own)


def _start(moments: list[Moment]) -> Moment | None:
    """The first day of some moments, with its first hour where one of them has an hour."""
    if not moments:
        return None
    day = min(map(as_date, moments))
    hours = [each for each in moments if isinstance(each, datetime.datetime) and each.date() == day]
    return min(hours, default=day)
