"""The records from what the pages say: seasons and days, in the record's order."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence

from lgtui.importing.dates import ZONES
from lgtui.importing.facts import Note, Upcoming
from lgtui.importing.joined import Joined
from lgtui.importing.reading import Page
from lgtui.model import Moment, Season, Talk, as_date, make_id, season_label

DEFAULT_ZONE = "Europe/Copenhagen"


def timezone(upcoming: Upcoming | None, source: str) -> tuple[str, Note]:
    """The series' zone and, since a page never names it, the report of how it was concluded."""
    said = upcoming.zone.split("/")[0] if upcoming else ""
    zone = ZONES.get(said, DEFAULT_ZONE)
    why = "the time zone is assumed: a page only gives abbreviations; change it under [series]"
    return zone, Note(source, 1, 1, "guess", said or "no time zone", zone, why)


def themes(
    read: Sequence[Page], upcoming: Upcoming | None, upcoming_number: int
) -> tuple[dict[int, str], list[Note]]:
    """The themes of seasons, and where a heading gives another one than is taken."""
    found: dict[int, str] = {}
    if upcoming and upcoming.theme:
        found[upcoming_number] = upcoming.theme
    notes = []
    for page in read:
        for section in page.sections:
            for number, theme, at in section.themes:
                if found.setdefault(number, theme) != theme:
                    why = f"{season_label(number)}, theme: another heading has this one"
                    change = (theme, found[number], why)
                    notes.append(Note(page.name, at + 1, 1, "disagree", *change))
    return found, notes


def in_order(joined: list[Joined]) -> list[Joined]:
    """The talks in the record's order: by season, day and episode."""
    return sorted(joined, key=_order)


def seasons_and_talks(
    joined: list[Joined],
    upcoming: Upcoming | None,
    upcoming_number: int,
    themes: Mapping[int, str],
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
        season = Season(number_, themes.get(number_, ""), starts[number_], "", states[number_])
        if upcoming and number_ == upcoming_number:
            season = season._replace(register_url=upcoming.register_url)
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
