"""What most checks need to know of the records, gathered once: ids read, talks by season."""

import datetime
from typing import NamedTuple

from lgtui.model import Moment, Records, as_date, make_id, parse_id, talk_moment

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
