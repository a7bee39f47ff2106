"""The records from what the pages say: ids, seasons and days, in the record's order."""

import datetime
from collections import Counter

from lgtui.importing.dates import ZONES
from lgtui.importing.facts import Note, Upcoming
from lgtui.importing.joined import Joined
from lgtui.model import Moment, Season, Talk, as_date, make_id, season_label

DEFAULT_ZONE = "Europe/Copenhagen"
TALKS_PER_SEASON = 3


def timezone(upcoming: Upcoming | None, source: str) -> tuple[str, Note]:
    """The series' zone and, since a page never names it, the report of how it was concluded."""
    said = upcoming.zone.split("/")[0] if upcoming else ""
    zone = ZONES.get(said, DEFAULT_ZONE)
    why = "the time zone is assumed: a page only gives abbreviations; change it under [series]"
    return zone, Note(source, 1, 1, "guess", said or "no time zone", zone, why)


def number(talks: list[Joined], upcoming: Upcoming | None) -> tuple[list[Joined], int, list[Note]]:
    """The talks with a label each, and the number of the upcoming season (0 for none).

    A talk without a label gets one: an upcoming one in the next free season, a held one in the
    season of its day, else in a season of its own day; further ones fill up in page order.
    """
    notes: list[Note] = []
    planned = [talk for talk in talks if talk.upcoming]
    talks = _number_held(talks, notes)
    held_numbers = [talk.label[0] for talk in talks if talk.label and not talk.upcoming]
    given = [talk.label[0] for talk in planned if talk.label]
    following = max(held_numbers, default=0) + 1
    season = Counter(given).most_common(1)[0][0] if given else following
    if not planned and not (
        upcoming and (upcoming.start or upcoming.theme or upcoming.register_url)
    ):
        return talks, 0, notes
    taken = {talk.label for talk in talks if talk.label}
    episode = 0
    result = []
    for talk in talks:
        if not talk.upcoming or talk.label:
            result.append(talk)
            continue
        episode += 1
        while (season, episode) in taken:
            episode += 1
        result.append(talk._replace(label=(season, episode)))
        why = f"{season_label(season)} is the next free season"
        notes.append(_numbered(result[-1], "certain" if held_numbers else "guess", why))
    return result, season, notes


def _number_held(talks: list[Joined], notes: list[Note]) -> list[Joined]:
    """Labels for held talks that have none."""
    talks = _under_headings(talks, notes)
    days: dict[datetime.date, int] = {}
    for talk in talks:
        if talk.label and talk.date and not talk.upcoming:
            days.setdefault(as_date(talk.date), talk.label[0])
    bare = [talk for talk in talks if talk.label is None and not talk.upcoming]
    labelled = [talk.label[0] for talk in talks if talk.label and not talk.upcoming]
    free = max(labelled, default=0) + 1
    for day in sorted({as_date(talk.date) for talk in bare if talk.date}):
        if day not in days:
            days[day] = free
            free += 1
    taken = {talk.label for talk in talks if talk.label}
    numbered: dict[int, Joined] = {}
    for at, talk in enumerate(talks):
        if talk.label is None and not talk.upcoming and talk.date:
            numbered[at] = _next_in(days[as_date(talk.date)], talk, taken, notes)
    talks = [numbered.get(at, talk) for at, talk in enumerate(talks)]
    return _number_undated(talks, taken, notes)


def _next_in(season: int, talk: Joined, taken: set[tuple[int, int]], notes: list[Note]) -> Joined:
    """A talk as the next free episode of a season."""
    episode = 1
    while (season, episode) in taken:
        episode += 1
    taken.add((season, episode))
    labelled = talk._replace(label=(season, episode))
    notes.append(_numbered(labelled, "guess", "the page gives the talk no id"))
    return labelled


def _number_undated(
    talks: list[Joined], taken: set[tuple[int, int]], notes: list[Note]
) -> list[Joined]:
    """Labels for held talks with neither label nor day, from where they stand on their page."""
    result = list(talks)
    lists: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for at, talk in enumerate(talks):
        for entry in talk.entries:
            lists.setdefault((entry.source, entry.section), []).append((entry.line, at))
    for (_, section), members in lists.items():
        order = [at for _, at in sorted(members) if not talks[at].upcoming]
        known = [label[0] for at in order if (label := result[at].label)]
        if (known and known[0] > known[-1]) or (section == "abstracts" and len(set(known)) < 2):
            order.reverse()
        for place, at in enumerate(order):
            if result[at].label:
                continue
            before = [label[0] for one in order[:place] if (label := result[one].label)]
            after = [label[0] for one in order[place + 1 :] if (label := result[one].label)]
            season = _between(before[-1] if before else 0, after[0] if after else 0, taken)
            result[at] = _next_in(season, result[at], taken, notes)
    return result


def _between(older: int, newer: int, taken: set[tuple[int, int]]) -> int:
    """The season for a talk between two seasons (0: none on that side): one with room, or new."""
    size = Counter(season for season, _ in taken)
    for season in (older, newer):
        if season and size[season] < TALKS_PER_SEASON:
            return season
    if not newer:
        return max(size, default=0) + 1
    gap = older + 1 if older else newer - 1
    return gap if gap and gap not in size else newer


def _under_headings(talks: list[Joined], notes: list[Note]) -> list[Joined]:
    """Labels for the talks that stand under a season's heading, in page order."""
    taken = {talk.label for talk in talks if talk.label}
    result = []
    for talk in talks:
        season = next((entry.season for entry in talk.entries if entry.season), 0)
        if talk.label is None and season and not talk.upcoming:
            episode = 1
            while (season, episode) in taken:
                episode += 1
            taken.add((season, episode))
            numbered = talk._replace(label=(season, episode))
            notes.append(_numbered(numbered, "guess", "the season of its heading, in page order"))
            result.append(numbered)
        else:
            result.append(talk)
    return result


def _numbered(talk: Joined, kind: str, why: str) -> Note:
    lead = talk.entries[0]
    assert talk.label is not None
    said = talk.talk.title or ", ".join(speaker.name for speaker in talk.talk.speakers)
    return Note(lead.source, lead.line, 1, kind, said, make_id(*talk.label), why)


def in_order(joined: list[Joined]) -> list[Joined]:
    """The talks in the record's order: by season, day and episode."""
    return sorted(joined, key=_order)


def seasons_and_talks(
    joined: list[Joined], upcoming: Upcoming | None, upcoming_number: int
) -> tuple[tuple[Season, ...], tuple[Talk, ...]]:
    """The season records by number, and the talks in the order given."""
    starts: dict[int, Moment | None] = {}
    states: dict[int, str] = {}
    for number_, members in _by_season(joined).items():
        starts[number_] = _usual_day([talk.date for talk in members if talk.date])
        states[number_] = "upcoming" if all(talk.upcoming for talk in members) else "held"
    if upcoming_number:
        states.setdefault(upcoming_number, "upcoming")
        starts.setdefault(upcoming_number, None)
        if upcoming and upcoming.start and states[upcoming_number] == "upcoming":
            starts[upcoming_number] = upcoming.start
    seasons = []
    for number_ in sorted(states):
        season = Season(number_, start=starts[number_], state=states[number_])
        if upcoming and number_ == upcoming_number:
            season = season._replace(theme=upcoming.theme, register_url=upcoming.register_url)
        seasons.append(season)
    talks = []
    for one in joined:
        assert one.label is not None
        start = starts[one.label[0]]
        own = one.date
        if own and not one.upcoming:
            own = as_date(own)
        differs = own is not None and (start is None or own != start)
        talks.append(one.talk._replace(id=make_id(*one.label), date=own if differs else None))
    return tuple(seasons), tuple(talks)


def _by_season(joined: list[Joined]) -> dict[int, list[Joined]]:
    found: dict[int, list[Joined]] = {}
    for talk in joined:
        assert talk.label is not None
        found.setdefault(talk.label[0], []).append(talk)
    return found


def _usual_day(dates: list[Moment]) -> datetime.date | None:
    """The day that most of a season's talks share; of several the earliest."""
    days = Counter(as_date(date) for date in dates)
    return min(days, key=lambda day: (-days[day], day)) if days else None


def _order(talk: Joined) -> tuple[int, str, int]:
    assert talk.label is not None
    return (talk.label[0], as_date(talk.date).isoformat() if talk.date else "9999", talk.label[1])
