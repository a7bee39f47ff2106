"""Checks of seasons and episodes, and what a duplicate should be called instead."""

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from lgtui.checks.finding import Finding, listed, make
from lgtui.checks.index import (
    Index,
    Key,
    build_index,
    day_of,
    days_of_season,
    moment_of,
    well_formed,
)
from lgtui.model import Moment, Records, Season, Where, as_date, make_id, season_label
from lgtui.text.control_chars import quoted
from lgtui.text.dates import write_day
from lgtui.text.folding import fold


class Duplicate(NamedTuple):
    """A talk whose id another one keeps: their positions."""

    at: int
    first: int


class RenumberPlan(NamedTuple):
    """What would make ids unique again; neither season nor episode: nothing safe is known."""

    advice: str
    season: int | None = None
    talks: tuple[int, ...] = ()
    """Positions of the talks that move to ``season`` together, keeping their episodes."""

    episode: int | None = None
    """The free episode that the one duplicate takes within its own season."""


def duplicates(index: Index) -> list[Duplicate]:
    """Return all talks that share their id with one that is earlier by day, then by position."""
    places: dict[tuple[int, int], list[int]] = {}
    for at, key in enumerate(index.keys):
        if key:
            places.setdefault(key, []).append(at)
    if len(places) == sum(1 for key in index.keys if key):
        return []
    found = []
    for twins in places.values():
        if len(twins) > 1:
            first, *rest = sorted(
                twins, key=lambda at: (day_of(index, at) or datetime.date.min, at)
            )
            found += [Duplicate(at, first) for at in rest]
    return sorted(found)


def plan_renumber(index: Index, duplicate: Duplicate) -> RenumberPlan:
    """Plan how to give a duplicate, and the talks that belong with it, a number of its own."""
    key = index.keys[duplicate.at]
    assert key
    day, first_day = day_of(index, duplicate.at), day_of(index, duplicate.first)
    if day is not None and first_day is not None and day > first_day:
        return _to_new_season(index, key[0], day)
    return _to_free_episode(index, duplicate)


def _to_new_season(index: Index, number: int, day: datetime.date) -> RenumberPlan:
    """Plan to make all of the season's talks of that day the next season that is free."""
    talks = tuple(at for at in index.by_season[number] if day_of(index, at) == day)
    episodes = [key[1] for at in talks if (key := index.keys[at])]
    ids = [index.records.talks[at].id for at in talks]
    target = _free_season(index, number, day)
    if len(set(episodes)) < len(episodes):
        return RenumberPlan("two talks of that day have one id too: correct those by hand first")
    if target is None:
        return RenumberPlan(
            "no free season number after it fits its date: renumber the later seasons by hand"
        )
    span = f"{ids[0]} to {ids[-1]}" if len(ids) > 1 else ids[0]
    are = "are all of that day and become" if len(ids) > 1 else "becomes"
    return RenumberPlan(f"{span} {are} {season_label(target)}", season=target, talks=talks)


def _free_season(index: Index, number: int, day: datetime.date) -> int | None:
    """Return the next number without talks whose neighbours in time admit ``day``."""
    target = number + 1
    while target in index.by_season or not _record_admits(index, target, day):
        target += 1
    for other in sorted(index.by_number.keys() | index.by_season.keys()):
        days = days_of_season(index, other)
        if not days or other in (number, target):
            continue
        if number < other < target and days[0] > day:
            return None
        if other > target:
            return target if days[0] >= day else None
    return target


def _record_admits(index: Index, number: int, day: datetime.date) -> bool:
    """Tell whether a season's record, if there is one, is open for talks of that day."""
    at = index.by_number.get(number)
    if at is None:
        return True
    season = index.records.seasons[at]
    return season.state != "cancelled" and season.start is not None and as_date(season.start) == day


def _to_free_episode(index: Index, duplicate: Duplicate) -> RenumberPlan:
    """Plan the one free episode that leaves the talks in order, if the two talks differ."""
    records, key = index.records, index.keys[duplicate.at]
    assert key
    number = key[0]
    talk, first = records.talks[duplicate.at], records.talks[duplicate.first]
    if sum(season.number == number for season in records.seasons) > 1:
        return RenumberPlan(
            f"{season_label(number)} has two records: give one of them another number, and the "
            "talks that belong to it"
        )
    if talk._replace(date=None) == first._replace(date=None):
        return RenumberPlan("the two records say the same: delete one")
    if talk.title == first.title and talk.title:
        return RenumberPlan("both have one title: keep what is right of the two in one record")
    places = index.by_season[number]
    taken = {held[1] for at in places if (held := index.keys[at])}
    free = next(episode for episode in range(1, len(taken) + 2) if episode not in taken)
    after = [free if at == duplicate.at else held[1] for at in places if (held := index.keys[at])]
    if after != sorted(after) or not talk.title or not first.title:
        return RenumberPlan(f"give one of the two another number; {make_id(number, free)} is free")
    return RenumberPlan(
        f"this one, the later in the file, becomes {make_id(number, free)}", episode=free
    )


def season_target(index: Index, at: int) -> int | None:
    """Return the number that a duplicate season must mean: the next, if talks wait for it."""
    records = index.records
    number = records.seasons[at].number
    target = number + 1
    twins = sum(season.number == number for season in records.seasons)
    if twins > 2 or target in index.by_number or target not in index.by_season:
        return None
    ids = [index.keys[place] for place in index.by_season.get(number, ())]
    start, first = records.seasons[at].start, records.seasons[index.by_number[number]].start
    if not ids or len(set(ids)) < len(ids):
        return None
    in_time = start is not None and first is not None and as_date(start) > as_date(first)
    later = days_of_season(index, target)
    return (
        target if in_time and (not later or later == [as_date(start)] if start else False) else None
    )


def season_for_talks(index: Index, number: int) -> Season | None:
    """Return the record for talks that have none, if all their own dates name one day.

    It counts as held when one of its talks has a recording or a later season is held.
    """
    places = index.by_season[number]
    moments = [index.records.talks[at].date for at in places]
    known = [moment for moment in moments if moment is not None]
    if len(known) < len(moments) or len({as_date(moment) for moment in known}) != 1:
        return None
    start = min(known, key=str)
    talks = [index.records.talks[at] for at in places]
    held = any(talk.video_url or talk.recording for talk in talks) or any(
        other > number for other in index.held
    )
    return Season(number, start=start, state="held" if held else "upcoming")


def apply_renumber(records: Records, at: int) -> Records:
    """Return the records with the duplicate talk renumbered, if there is a safe way."""
    index = build_index(records)
    duplicate = next((found for found in duplicates(index) if found.at == at), None)
    if duplicate is None:
        return records
    planned = plan_renumber(index, duplicate)
    key = index.keys[at]
    assert key
    talks = list(records.talks)
    if planned.episode is not None:
        talks[at] = talks[at]._replace(id=make_id(key[0], planned.episode))
        return records._replace(talks=tuple(talks))
    if planned.season is None:
        return records
    return _move(index, planned.season, planned.talks, key[0])


def _move(index: Index, target: int, places: tuple[int, ...], origin: int) -> Records:
    """Move the talks at ``places`` to season ``target``, and add its record if it has none."""
    records = index.records
    moments = [moment for at in places if (moment := moment_of(index, at)) is not None]
    held_at = index.by_number.get(target)
    start = records.seasons[held_at].start if held_at is not None else min(moments, key=str)
    talks = list(records.talks)
    for at in places:
        key = index.keys[at]
        assert key
        own = moment_of(index, at)
        talks[at] = talks[at]._replace(
            id=make_id(target, key[1]), date=None if own == start else own
        )
    changed = records._replace(talks=tuple(talks))
    if held_at is not None:
        return changed
    origin_at = index.by_number.get(origin)
    if origin_at is not None:
        state = records.seasons[origin_at].state
    else:
        recorded = any(talks[at].video_url or talks[at].recording for at in places)
        state = "held" if recorded else "upcoming"
    return add_season(changed, Season(target, start=start, state=state))


def add_season(records: Records, season: Season) -> Records:
    """Return the records with a season put in before the first of a larger number."""
    seasons = list(records.seasons)
    at = next((i for i, held in enumerate(seasons) if held.number > season.number), len(seasons))
    seasons.insert(at, season)
    return records._replace(seasons=tuple(seasons))


def day_text(moment: Moment | None) -> str:
    """Return a day as messages have it: ``20 October 2025``."""
    return "an unknown day" if moment is None else write_day(moment)


def duplicate_ids(index: Index) -> Iterator[Finding]:
    """SEQ001: every talk whose id an earlier talk has; the one of the later date is named."""
    for duplicate in duplicates(index):
        talk = index.records.talks[duplicate.at]
        first = index.records.talks[duplicate.first]
        days = day_of(index, duplicate.first), day_of(index, duplicate.at)
        what = f"the id {quoted(talk.id)} is taken: {quoted(first.title or 'the talk before')}"
        if days[0] != days[1]:
            what += f" of {day_text(days[0])} has it, and so has this talk of {day_text(days[1])}"
        else:
            what += " has it as well"
        planned = plan_renumber(index, duplicate)
        yield make(
            index.records,
            "SEQ001",
            Where("talks", duplicate.at, "id"),
            f"{what}; {planned.advice}",
            fixable=planned.season is not None or planned.episode is not None,
        )


def duplicate_seasons(index: Index) -> Iterator[Finding]:
    """SEQ001: every season record whose number an earlier one has."""
    records = index.records
    for at, season in enumerate(records.seasons):
        first = index.by_number[season.number]
        if first == at:
            continue
        target = season_target(index, at)
        if target is not None:
            advice = (
                f"the talks of {season_label(target)} have no season record: give it number "
                f"{target}"
            )
        elif season == records.seasons[first]:
            advice = "the two records say the same: delete one"
        else:
            advice = "give one of the two another number, with its talks, or delete it"
        yield make(
            records,
            "SEQ001",
            Where("seasons", at, "number"),
            f"season {season.number} of {day_text(season.start)} is already there, of "
            f"{day_text(records.seasons[first].start)}; {advice}",
            fixable=target is not None,
        )


def missing_seasons(index: Index) -> Iterator[Finding]:
    """SEQ002: a gap in the numbers of the seasons, counted from 1; one finding for each gap."""
    numbers = sorted(index.by_number.keys() | index.by_season.keys())
    numbers = [number for number in numbers if number > 0]
    before = 0
    for number in numbers:
        if number > before + 1:
            gap = _gap([season_label(before + 1), season_label(number - 1)], number - before - 1)
            yield make(
                index.records,
                "SEQ002",
                _place_of_season(index, number),
                f"{season_label(number)} is here, but {gap} missing: add what is missing, or "
                f"renumber; a season that was planned and never held stays, with its state "
                f"cancelled",
            )
        before = number


def missing_episodes(index: Index) -> Iterator[Finding]:
    """SEQ003: a gap in the episodes of a season, counted from 1; one finding for each gap."""
    for number, places in index.by_season.items():
        episodes = {key[1]: at for at in places if (key := index.keys[at])}
        if len(episodes) == max(episodes) and 0 not in episodes:
            continue
        before = 0
        for episode in sorted(episodes):
            if episode > before + 1:
                ends = [make_id(number, before + 1), make_id(number, episode - 1)]
                yield make(
                    index.records,
                    "SEQ003",
                    Where("talks", episodes[episode], "id"),
                    f"{make_id(number, episode)} is here, but {_gap(ends, episode - before - 1)} "
                    "missing: add what is missing, or renumber",
                )
            before = episode


def _gap(ends: list[str], count: int) -> str:
    """Return the missing numbers between two ends, with the verb."""
    if count == 1:
        return f"{ends[0]} is"
    return f"{ends[0]} {'and' if count == 2 else 'to'} {ends[1]} are"


def _place_of_season(index: Index, number: int) -> Where:
    """Return a season's record, or the first of its talks where there is none."""
    at = index.by_number.get(number)
    if at is not None:
        return Where("seasons", at, "number")
    return Where("talks", index.by_season[number][0], "id")


def out_of_order(index: Index) -> Iterator[Finding]:
    """SEQ004: seasons not in the order of their numbers, talks not in that of their ids.

    Talks that share ids have no order yet: sorting would mix those of two days.
    """
    numbers = [season.number for season in index.records.seasons]
    at = _first_descent(numbers)
    if at is not None:
        yield make(
            index.records,
            "SEQ004",
            Where("seasons", at, "number"),
            f"{season_label(numbers[at])} stands after {season_label(numbers[at - 1])}: "
            "sort the seasons by number",
            fixable=True,
        )
    if duplicates(index):
        return
    readable = [place for place, key in enumerate(index.keys) if key]
    at = _first_descent([index.keys[place] or (0, 0) for place in readable])
    if at is not None:
        talks = index.records.talks
        yield make(
            index.records,
            "SEQ004",
            Where("talks", readable[at], "id"),
            f"{talks[readable[at]].id} stands after {talks[readable[at - 1]].id}: "
            "sort the talks by id",
            fixable=True,
        )


def _first_descent(values: list[int] | list[tuple[int, int]]) -> int | None:
    """Return the first position whose value is smaller than the one before it."""
    if values == sorted(values):
        return None
    return next(at for at in range(1, len(values)) if values[at] < values[at - 1])  # type: ignore[operator]  # one type each


def dates_against_numbers(index: Index) -> Iterator[Finding]:
    """SEQ005: a season dated before the dated season with the next smaller number."""
    before: tuple[int, datetime.date] | None = None
    for number in sorted(index.by_number.keys() | index.by_season.keys()):
        at = index.by_number.get(number)
        season = None if at is None else index.records.seasons[at]
        if season and season.state == "cancelled":
            continue
        start = season.start if season else None
        days = [as_date(start)] if start is not None else days_of_season(index, number)
        if not days:
            continue
        if before and days[0] < before[1]:
            place = _place_of_season(index, number)
            yield make(
                index.records,
                "SEQ005",
                place._replace(field="start") if start is not None else place,
                f"{season_label(number)} is dated {day_text(days[0])}, before "
                f"{season_label(before[0])} of {day_text(before[1])}: correct one of the two dates",
            )
        before = number, days[0]


def days_within_season(index: Index) -> Iterator[Finding]:
    """SEQ006: a season whose talks lie on different days; named is the first that differs."""
    for number, places in index.by_season.items():
        if all(index.records.talks[at].date is None for at in places):
            continue
        days = [(at, day) for at in places if (day := day_of(index, at))]
        odd = next(((at, day) for at, day in days if day != days[0][1]), None)
        if odd:
            first, its = (index.records.talks[at].id for at in (days[0][0], odd[0]))
            other = f"another {first}" if first == its else f"{first} of the same season"
            yield make(
                index.records,
                "SEQ006",
                Where("talks", odd[0], "date" if index.records.talks[odd[0]].date else "id"),
                f"{its} is dated {day_text(odd[1])}, but {other} "
                f"{day_text(days[0][1])}: correct the date unless "
                f"{season_label(number)} did take several days",
            )


def number_of_talks(index: Index) -> Iterator[Finding]:
    """SEQ007: a held season with another number of talks than the series expects."""
    expected = index.records.series.talks_per_season
    if expected <= 0:
        return
    for number in sorted(index.held):
        talks = [index.records.talks[at] for at in index.by_season.get(number, ())]
        count = len(talks)
        held = sum(talk.state != "cancelled" for talk in talks)
        # With a cancelled talk both are as expected: with its replacement, and without one.
        if count and expected not in (count, held):
            yield make(
                index.records,
                "SEQ007",
                Where("seasons", index.by_number[number]),
                f"{season_label(number)} was held with {count} talk{'s' * (count != 1)}, "
                f"{expected} are expected (talks_per_season of the series; 0 for any number)",
            )


def malformed_ids(index: Index) -> Iterator[Finding]:
    """SEQ008: an id of another form than ``S01E01``."""
    uses: dict[Key | None, int] = {}
    for key in index.keys:
        uses[key] = uses.get(key, 0) + 1
    for at, talk in enumerate(index.records.talks):
        if well_formed(talk.id) or not talk.id.strip():
            continue
        key = index.keys[at]
        target = make_id(*key) if key else ""
        if not key:
            advice = "write season and episode as in S01E01"
        elif uses[key] > 1:
            advice = f"it reads as {target}, which another talk has: renumber one of the two"
        else:
            advice = f"write {target}"
        yield make(
            index.records,
            "SEQ008",
            Where("talks", at, "id"),
            f"the id {quoted(talk.id)} is not of the form S01E01: {advice}",
            fixable=bool(key) and uses[key] == 1,
        )


def seasons_and_talks(index: Index) -> Iterator[Finding]:
    """SEQ009: talks whose season has no record; held seasons that have no talk.

    A season that is only planned may have a day, and speakers who are not known yet.
    """
    for number in sorted(index.by_season.keys() - index.by_number.keys()):
        places = index.by_season[number]
        ids = listed([index.records.talks[at].id for at in places])
        season = season_for_talks(index, number)
        yield make(
            index.records,
            "SEQ009",
            Where("talks", places[0], "id"),
            f"{ids} ha{'s' if len(places) == 1 else 've'} no season record: add a season with "
            f"the number {number}" + (f" and the start {season.start}" if season else ""),
            fixable=season is not None,
        )
    for number, at in sorted(index.by_number.items()):
        season_record: Season = index.records.seasons[at]
        if number <= 0 or season_record.state in ("cancelled", "upcoming"):
            continue
        if number not in index.by_season:
            yield make(
                index.records,
                "SEQ009",
                Where("seasons", at),
                f"{season_label(number)} has no talk: add one with the id "
                f"{make_id(number, 1)} (title and speakers may stay empty until they are known), "
                "or set the season's state to cancelled",
            )


ERRORS = (
    duplicate_ids,
    duplicate_seasons,
    missing_seasons,
    missing_episodes,
    dates_against_numbers,
    malformed_ids,
    seasons_and_talks,
)


def in_two_seasons(index: Index) -> Iterator[Finding]:
    """SEQ010: a talk that an earlier season has too, or two seasons of one day."""
    records = index.records
    titled: dict[str, int] = {}
    for at, talk in enumerate(records.talks):
        key = index.keys[at]
        if not key or not talk.title.strip():
            continue
        first = titled.setdefault(" ".join(talk.title.casefold().split()), at)
        other = index.keys[first]
        if other is None or other[0] == key[0] or _is_cancelled(index, key[0], other[0]):
            continue
        names = {fold(speaker.name) for speaker in records.talks[first].speakers}
        if names & {fold(speaker.name) for speaker in talk.speakers}:
            message = (
                f"{quoted(talk.title, 40)} is {records.talks[first].id} too: delete one of the "
                "two, or correct the title"
            )
            yield make(records, "SEQ010", Where("talks", at, "id"), message)
    days: dict[datetime.date, int] = {}
    for at, season in enumerate(records.seasons):
        if season.start is None or season.state == "cancelled":
            continue
        first = days.setdefault(as_date(season.start), at)
        if records.seasons[first].number != season.number:
            message = (
                f"{season_label(records.seasons[first].number)} is on {write_day(season.start)} "
                "too: correct one of the two days, or make them one season"
            )
            yield make(records, "SEQ010", Where("seasons", at, "start"), message)


def _is_cancelled(index: Index, *numbers: int) -> bool:
    """Tell whether one of some seasons was cancelled: its talks may come in another one."""
    places = (index.by_number.get(number) for number in numbers)
    return any(at is not None and index.records.seasons[at].state == "cancelled" for at in places)


WARNINGS = (out_of_order, days_within_season, number_of_talks, in_two_seasons)
