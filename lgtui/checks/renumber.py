"""What a talk or season that shares its number with another should be called instead.

A talk is renumbered only where the records leave no doubt: a later day is a later season, and a
plain slip of an episode has one free place in the file's own order. Whatever else is left to the
organizers, with words on what to do.
"""

import datetime
from typing import NamedTuple

from lgtui.checks.index import Index, build_index, day_of, days_of_season, moment_of
from lgtui.model import Records, Season, as_date, make_id, season_label


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


def plan(index: Index, duplicate: Duplicate) -> RenumberPlan:
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


def apply_plan(records: Records, at: int) -> Records:
    """Return the records with the duplicate talk renumbered, if there is a safe way."""
    index = build_index(records)
    duplicate = next((found for found in duplicates(index) if found.at == at), None)
    if duplicate is None:
        return records
    planned = plan(index, duplicate)
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
