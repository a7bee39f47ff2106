"""The webinar page: the next season, the previous talks, the organizers."""

import datetime
from itertools import groupby
from operator import itemgetter

from lgtui.model import (
    Organizer,
    Records,
    Season,
    Speaker,
    Talk,
    full_name,
    parse_id,
    seasons_by_number,
    talk_moment,
)
from lgtui.pages.escape import TBA, heading_end, line_start, link, plain, url
from lgtui.pages.labels import LIST_END, ends_in_list, labelled
from lgtui.pages.moments import ordinal_day, when
from lgtui.pages.people import affiliation, join, names

_NO_SEASON = f"#### Next webinar: TBA\nDate: {TBA}\n\nWhere: **Zoom:**\n\nSpeakers: {TBA}"


def held_talks(records: Records) -> list[Talk]:
    """The talks of held seasons by season and episode; ids of another form belong to none."""
    return [talk for _, talk in _held(records)]


def _held(records: Records) -> list[tuple[Season, Talk]]:
    """The talks of held seasons in their order, each with its season."""
    held = {
        number: season
        for number, season in seasons_by_number(records).items()
        if season.state == "held"
    }
    numbered = [
        (key, talk) for talk in records.talks if (key := parse_id(talk.id)) and key[0] in held
    ]
    numbered.sort(key=itemgetter(0))
    return [(held[key[0]], talk) for key, talk in numbered]


def next_season(records: Records) -> Season | None:
    """The upcoming season that comes first: by its day, undated ones last, then by number."""

    def order(season: Season) -> tuple[str, int]:
        return (season.start.isoformat() if season.start else "~", season.number)

    upcoming = [season for season in records.seasons if season.state == "upcoming"]
    return min(upcoming, key=order, default=None)


def season_talks(records: Records, season: Season) -> list[Talk]:
    """A season's talks by episode."""
    return talks_by_season(records).get(season.number, [])


def talks_by_season(records: Records) -> dict[int, list[Talk]]:
    """Each season's talks by episode; ids of another form belong to none."""
    numbered = [(key, talk) for talk in records.talks if (key := parse_id(talk.id))]
    numbered.sort(key=itemgetter(0))
    found: dict[int, list[Talk]] = {}
    for (number, _), talk in numbered:
        found.setdefault(number, []).append(talk)
    return found


def next_region(records: Records) -> str:
    """What is planned: theme, date, registration, and each talk with its abstract and bio.

    Raises:
        DataError: there is an hour, and the series' zone is unknown.
    """
    season = next_season(records)
    if season is None:
        return _NO_SEASON
    zone = records.series.timezone
    register = url(season.register_url)
    blocks = [
        f"#### Next webinar: {heading_end(plain(season.theme)) or 'TBA'}\n"
        f"Date: {_when(season.start, zone)}",
        f"Where: **Zoom:** {link('Register here', register) if register else TBA}",
    ]
    talks = season_talks(records, season)
    blocks.append("Speakers:" if talks else f"Speakers: {TBA}")
    for talk in talks:
        if ends_in_list(blocks[-1]):
            blocks.append(LIST_END)
        blocks += _planned(talk, season, zone)
    return "\n\n".join(blocks)


def _when(moment: datetime.date | None, zone: str) -> str:
    return f"**{when(moment, zone)}**" if moment else TBA


def _planned(talk: Talk, season: Season, zone: str) -> list[str]:
    who = join([name for speaker in talk.speakers if (name := _home(speaker))])
    blocks = [f"* {f'**{who}**' if who else TBA} - {affiliation(talk) or TBA}"]
    if talk.date is not None and talk.date != season.start:
        blocks.append(f"Date: {_when(talk.date, zone)}")
    title = plain(talk.title)
    blocks.append(f"Title: {title or TBA}")
    blocks.append(labelled("Abstract:", talk.abstract) or f"Abstract: {TBA}")
    blocks.append(labelled("Short bio:", talk.bio) or f"Short bio: {TBA}")
    blocks += further_links(talk)
    return blocks


def _home(speaker: Speaker) -> str:
    return link(plain(full_name(speaker)), speaker.url)


def further_links(talk: Talk) -> list[str]:
    """A paragraph with a talk's further links, such as its slides; none where it has none."""
    found = [link(plain(each.label), each.url) for each in talk.links if plain(each.label)]
    return ["Links: " + ", ".join(found)] if found else []


def previous_region(records: Records) -> str:
    """A line for each held talk, in the order of their ids."""
    lines, days = [], {}
    for season, talk in _held(records):
        moment = talk_moment(talk, season)
        if moment not in days:
            days[moment] = ordinal_day(moment) if moment else TBA
        who = names(talk) or "TBA"
        if talk.video_url and talk.recording != "withheld":
            who = link(who, talk.video_url)
        where = affiliation(talk)
        lines.append(
            f"* {talk.id} - **{who}**{f' ({where})' if where else ''}. "
            f"{days[moment]}. **{plain(talk.title) or 'TBA'}**"
        )
    return "\n".join(lines)


def organizers_region(records: Records) -> str:
    """One sentence with all organizers; neighbours of one affiliation share it."""
    groups = []
    for (preposition, where), members in groupby(records.organizers, _affiliated):
        who = join([name for member in members if (name := _linked(member))], " & ")
        if who:
            groups.append(f"{who} {preposition} {where}" if where else who)
    if not groups:
        return ""
    return line_start(join(groups, ", and ")) + "."


def _affiliated(organizer: Organizer) -> tuple[str, str]:
    where = plain(organizer.affiliation)
    return (plain(organizer.preposition) if where else "", where)


def _linked(organizer: Organizer) -> str:
    return link(plain(organizer.name), organizer.url)
