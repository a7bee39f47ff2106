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
        notes.append(_numbered(result[-1], "certain", why))
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
    undated = [talk for talk in bare if not talk.date]
    if undated and undated[0].entries[0].section == "abstracts":
        undated.reverse()
    chunk = {id(talk): free + at // TALKS_PER_SEASON for at, talk in enumerate(undated)}
    taken = {talk.label for talk in talks if talk.label}
    result: dict[int, Joined] = {}
    for talk in [*[one for one in bare if one.date], *undated]:
        season = days[as_date(talk.date)] if talk.date else chunk[id(talk)]
        episode = 1
        while (season, episode) in taken:
            episode += 1
        taken.add((season, episode))
        numbered = talk._replace(label=(season, episode))
        result[id(talk)] = numbered
        notes.append(_numbered(numbered, "guess", "the page gives the talk no id"))
    return [result.get(id(talk), talk) for talk in talks]


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
    return Note(lead.source, lead.line, 1, kind, talk.talk.title, make_id(*talk.label), why)


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
