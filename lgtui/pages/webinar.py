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
from lgtui.pages.escape import heading_end, line_start, link, plain, url
from lgtui.pages.labels import LIST_END, ends_in_list, labelled
from lgtui.pages.moments import ordinal_day, when
from lgtui.pages.people import affiliation, join, names
from lgtui.pages.wording import USUAL, Words, names_of_talks, words_of


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
    words = words_of(records.series)
    if season is None:
        return "\n\n".join(
            [
                f"{words.heading} {heading_end(words.open)}\n{words.date} {words.tba}",
                words.where,
                f"{words.speakers} {words.tba}",
            ]
        )
    zone = records.series.timezone
    register = url(season.register_url)
    blocks = [
        f"{words.heading} {heading_end(plain(season.theme) or words.open)}\n"
        f"{words.date} {_when(season.start, zone, words)}",
        f"{words.where} {link(words.register, register) if register else words.tba}",
    ]
    if records.pages.add_to_calendar:
        from lgtui.pages.addto import add_to

        blocks += add_to(records, season, words)
    talks = season_talks(records, season)
    blocks.append(words.speakers if talks else f"{words.speakers} {words.tba}")
    for talk in talks:
        if ends_in_list(blocks[-1]):
            blocks.append(LIST_END)
        blocks += _planned(talk, season, zone, words)
    return "\n\n".join(blocks)


def _when(moment: datetime.date | None, zone: str, words: Words) -> str:
    return f"**{when(moment, zone, words)}**" if moment else words.tba


def _planned(talk: Talk, season: Season, zone: str, words: Words) -> list[str]:
    who = join([name for speaker in talk.speakers if (name := _home(speaker))], words.and_)
    blocks = [f"* {f'**{who}**' if who else words.tba} - {affiliation(talk) or words.tba}"]
    if talk.date is not None and talk.date != season.start:
        blocks.append(f"{words.date} {_when(talk.date, zone, words)}")
    title = plain(talk.title)
    blocks.append(f"{words.title} {title or words.tba}")
    blocks.append(labelled(words.abstract, talk.abstract) or f"{words.abstract} {words.tba}")
    blocks.append(labelled(words.bio, talk.bio) or f"{words.bio} {words.tba}")
    blocks += further_links(talk, words)
    return blocks


def _home(speaker: Speaker) -> str:
    return link(plain(full_name(speaker)), speaker.url)


def further_links(talk: Talk, words: Words = USUAL) -> list[str]:
    """A paragraph with a talk's further links, such as its slides; none where it has none."""
    if not talk.links:
        return []
    found = [link(plain(each.label), each.url) for each in talk.links if plain(each.label)]
    return [f"{words.links} {', '.join(found)}"] if found else []


def previous_region(records: Records) -> str:
    """A line for each held talk, in the order of their ids."""
    words = words_of(records.series)
    called = names_of_talks(records)
    lines, days = [], {}
    for season, talk in _held(records):
        moment = talk_moment(talk, season)
        if moment not in days:
            days[moment] = ordinal_day(moment, words) if moment else words.tba
        who = names(talk, words.and_) or words.open
        if talk.video_url and talk.recording != "withheld":
            who = link(who, talk.video_url)
        where = affiliation(talk)
        lines.append(
            f"* {called.get(talk.id, talk.id)} - **{who}**{f' ({where})' if where else ''}. "
            f"{days[moment]}. **{plain(talk.title) or words.open}**"
        )
    return "\n".join(lines)


def organizers_region(records: Records) -> str:
    """One sentence with all organizers; neighbours of one affiliation share it."""
    words = words_of(records.series)
    groups = []
    for (preposition, where), members in groupby(records.organizers, _affiliated):
        who = join([name for member in members if (name := _linked(member))], " & ")
        if who:
            groups.append(f"{who} {preposition} {where}" if where else who)
    if not groups:
        return ""
    return line_start(join(groups, f",{words.and_}")) + "."


def _affiliated(organizer: Organizer) -> tuple[str, str]:
    where = plain(organizer.affiliation)
    return (plain(organizer.preposition) if where else "", where)


def _linked(organizer: Organizer) -> str:
    return link(plain(organizer.name), organizer.url)
