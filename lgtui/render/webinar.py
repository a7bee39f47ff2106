"""The webinar page: the next season, the previous talks, the organizers."""

import datetime
from itertools import groupby
from operator import itemgetter
from urllib.parse import quote, urlencode

from lgtui.model import (
    Organizer,
    Records,
    Season,
    Speaker,
    Talk,
    full_name,
    parse_id,
    season_label,
    seasons_by_number,
    talk_moment,
)
from lgtui.render.date_format import ordinal_day, when, zoned
from lgtui.render.kramdown import LIST_END, escape, heading_end, line_start, link, one_line, url
from lgtui.render.labels import (
    DEFAULT_LABELS,
    PageLabels,
    affiliation,
    ends_in_list,
    join,
    labelled,
    names,
    names_of_talks,
    page_labels,
)


def held_talks(records: Records) -> list[Talk]:
    """Return the talks of held seasons in order; ids of another form belong to none."""
    return [talk for _, talk in _held(records)]


def _held(records: Records) -> list[tuple[Season, Talk]]:
    """Return the talks of held seasons in their order, each with its season."""
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


def planned_talks(records: Records) -> list[Talk]:
    """Return the talks of upcoming seasons in order; ids of another form belong to none."""
    coming = {season.number for season in upcoming_seasons(records)}
    return [
        talk
        for number, talks in talks_by_season(records).items()
        if number in coming
        for talk in talks
    ]


def upcoming_seasons(records: Records) -> list[Season]:
    """Return the upcoming seasons: by their day, undated ones last, then by number."""

    def order(season: Season) -> tuple[str, int]:
        return (season.start.isoformat() if season.start else "~", season.number)

    return sorted((one for one in records.seasons if one.state == "upcoming"), key=order)


def next_season(records: Records) -> Season | None:
    """Return the first upcoming season; see :func:`upcoming_seasons`."""
    return next(iter(upcoming_seasons(records)), None)


def season_talks(records: Records, season: Season) -> list[Talk]:
    """Return a season's talks by episode."""
    return talks_by_season(records).get(season.number, [])


def talks_by_season(records: Records) -> dict[int, list[Talk]]:
    """Return each season's talks by episode; ids of another form belong to none."""
    numbered = [(key, talk) for talk in records.talks if (key := parse_id(talk.id))]
    numbered.sort(key=itemgetter(0))
    found: dict[int, list[Talk]] = {}
    for (number, _), talk in numbered:
        found.setdefault(number, []).append(talk)
    return found


def next_region(records: Records) -> str:
    """Return what is planned: theme, date, registration, and each talk with its abstract and bio.

    Raises:
        DataError: there is an hour, and the series' zone is unknown.
    """
    season = next_season(records)
    words = page_labels(records.wording)
    if season is None:
        return "\n\n".join(
            [
                f"{words.heading} {heading_end(words.open)}\n{words.date} {words.tba}",
                *_cancelled(records, words),
                words.where,
                f"{words.speakers} {words.tba}",
            ]
        )
    blocks = _season(records, season, words, is_next=True)
    if words.further:
        for later in upcoming_seasons(records)[1:]:
            blocks += _season(records, later, words, is_next=False)
    return "\n\n".join(blocks)


def _season(records: Records, season: Season, words: PageLabels, *, is_next: bool) -> list[str]:
    """Return what is planned for one season, in blocks.

    Of one after the next the place is left out while nobody knows it.
    """
    zone = records.series.timezone
    heading = words.heading if is_next else f"{words.level} {words.further}"
    register = url(season.register_url)
    blocks = [
        f"{heading} {heading_end(escape(season.theme) or words.open)}\n"
        f"{words.date} {_when(season.start, zone, words)}"
    ]
    if is_next:
        blocks += _cancelled(records, words)
    if register or is_next:
        where = link(words.register, register) if register else words.tba
        blocks.append(f"{words.where} {where}")
    if is_next and records.pages.add_to_calendar:
        blocks += add_to(records, season, words)
    talks = season_talks(records, season)
    known = [talk for talk in talks if _is_known(talk)]
    blocks.append(words.speakers if known else f"{words.speakers} {words.tba}")
    for talk in known:
        if ends_in_list(blocks[-1]):
            blocks.append(LIST_END)
        blocks += _planned(talk, season, zone, words)
    if known and any(not _is_known(talk) and talk.state != "cancelled" for talk in talks):
        if ends_in_list(blocks[-1]):
            blocks.append(LIST_END)
        blocks.append(f"* {words.tba}")  # one line for all of whom nothing is known yet
    return blocks


def cancelled_seasons(records: Records) -> list[Season]:
    """Return the cancelled seasons that people may still wait for: those after all held ones."""
    held = [season.number for season in records.seasons if season.state == "held"]
    return [
        season
        for number, season in sorted(seasons_by_number(records).items())
        if season.state == "cancelled" and number > max(held, default=0)
    ]


def _cancelled(records: Records, words: PageLabels) -> list[str]:
    """Return a paragraph for each cancelled season: its theme and date, and that it is not held.

    Raises:
        DataError: there is an hour, and the series' zone is unknown.
    """
    found = []
    for season in cancelled_seasons(records):
        day = _when(season.start, records.series.timezone, words) if season.start else ""
        said = ", ".join(part for part in (escape(season.theme), day) if part)
        found.append(line_start(f"{said or season_label(season.number)} {words.cancelled}"))
    return found


def _when(moment: datetime.date | None, zone: str, words: PageLabels) -> str:
    return f"**{when(moment, zone, words)}**" if moment else words.tba


def _is_known(talk: Talk) -> bool:
    """Tell whether anything is known of a talk but its number."""
    named = any(_home(speaker) for speaker in talk.speakers)
    return bool(named or talk.affiliation or talk.title or talk.abstract or talk.bio or talk.links)


def _planned(talk: Talk, season: Season, zone: str, words: PageLabels) -> list[str]:
    """Return what is known of a planned talk, in blocks; what is not is left out."""
    who = join([name for speaker in talk.speakers if (name := _home(speaker))], words.and_)
    where = affiliation(talk)
    blocks = [f"* {f'**{who}**' if who else words.tba}{f' - {where}' if where else ''}"]
    if talk.date is not None and talk.date != season.start:
        blocks.append(f"{words.date} {_when(talk.date, zone, words)}")
    if talk.title or talk.state == "cancelled":
        blocks.append(f"{words.titled(escape(talk.title), 'webinar')}{remark(talk, words)}")
    blocks.append(labelled(words.abstract, talk.abstract))
    blocks.append(labelled(words.bio, talk.bio))
    blocks += further_links(talk, words)
    return [block for block in blocks if block]


def remark(talk: Talk, words: PageLabels) -> str:
    """Return what stands behind the title of a talk that is cancelled, with a blank before it."""
    return f" {words.cancelled}" if talk.state == "cancelled" else ""


def _home(speaker: Speaker) -> str:
    return link(escape(full_name(speaker)), speaker.url)


def has_video(talk: Talk) -> bool:
    """Tell whether pages link a talk's recording: there is one, and it may be shown."""
    return bool(talk.video_url) and talk.recording != "withheld" and talk.state != "cancelled"


def further_links(talk: Talk, words: PageLabels = DEFAULT_LABELS) -> list[str]:
    """Return a paragraph with a talk's further links, such as its slides, if it has any."""
    if not talk.links:
        return []
    found = [link(escape(each.label), each.url) for each in talk.links if escape(each.label)]
    return [f"{words.links} {', '.join(found)}"] if found else []


def previous_region(records: Records) -> str:
    """Return a line for each held talk, in the order of their ids."""
    words = page_labels(records.wording)
    called = names_of_talks(records)
    lines, days = [], {}
    for season, talk in _held(records):
        moment = talk_moment(talk, season)
        if moment not in days:
            days[moment] = ordinal_day(moment, words) if moment else words.tba
        who = names(talk, words.and_) or words.open
        if has_video(talk):
            who = link(who, talk.video_url)
        where = affiliation(talk)
        after = remark(talk, words)
        if not after and words.withheld and talk.recording == "withheld":
            after = f" {words.withheld}"
        lines.append(
            f"* {called.get(talk.id, talk.id)} - **{who}**{f' ({where})' if where else ''}. "
            f"{days[moment]}. **{escape(talk.title) or words.open}**{after}"
        )
    return "\n".join(lines)


def organizers_region(records: Records) -> str:
    """Return one sentence with all organizers; neighbours of one affiliation share it."""
    words = page_labels(records.wording)
    groups = []
    for (preposition, where), members in groupby(records.organizers, _affiliated):
        who = join([name for member in members if (name := _linked(member))], " & ")
        if who:
            groups.append(f"{who} {preposition} {where}" if where else who)
    if not groups:
        return ""
    return line_start(join(groups, f",{words.and_}")) + "."


def _affiliated(organizer: Organizer) -> tuple[str, str]:
    where = escape(organizer.affiliation)
    return (escape(organizer.preposition) if where else "", where)


def _linked(organizer: Organizer) -> str:
    return link(escape(organizer.name), organizer.url)


_GOOGLE = "https://calendar.google.com/calendar/render?"
_OUTLOOK = "https://outlook.office.com/calendar/0/deeplink/compose?"


def add_to(records: Records, season: Season, words: PageLabels) -> list[str]:
    """Return a paragraph with the links of ``pages.add_to_calendar``; none without a date.

    Raises:
        DataError: there is an hour, and the series' zone is unknown.
    """
    if season.start is None:
        return []
    wanted = records.pages.add_to_calendar.lower().replace(",", " ").split()
    makers = {"google": _google, "outlook": _outlook, "ics": _own}
    found = [made for name in dict.fromkeys(wanted) if name in makers
             if (made := makers[name](records, season, season.start))]  # fmt: skip
    return [f"{words.add} {', '.join(found)}"] if found else []


def _summary(records: Records, season: Season) -> str:
    parts = (one_line(records.series.name), one_line(season.theme))
    return ": ".join(part for part in parts if part) or f"Webinar {season.number}"


def _span(records: Records, start: datetime.date) -> tuple[datetime.date, datetime.date]:
    """Beginning and end, in UTC where there is an hour; a day ends on the next one."""
    if not isinstance(start, datetime.datetime):
        return start, start + datetime.timedelta(1)
    utc = zoned(start, records.series.timezone).astimezone(datetime.UTC)
    return utc, utc + datetime.timedelta(minutes=max(records.series.minutes, 1))


def _google(records: Records, season: Season, start: datetime.date) -> str:
    form = "%Y%m%dT%H%M%SZ" if isinstance(start, datetime.datetime) else "%Y%m%d"
    query = {
        "action": "TEMPLATE",
        "text": _summary(records, season),
        "dates": "/".join(each.strftime(form) for each in _span(records, start)),
    }
    return link("Google", _GOOGLE + _query(query, season, "details"))


def _outlook(records: Records, season: Season, start: datetime.date) -> str:
    timed = isinstance(start, datetime.datetime)
    form = "%Y-%m-%dT%H:%M:%SZ" if timed else "%Y-%m-%d"
    begins, ends = (each.strftime(form) for each in _span(records, start))
    query = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": _summary(records, season),
        "startdt": begins,
        "enddt": ends,
    }
    if not timed:
        query["allday"] = "true"
    return link("Outlook", _OUTLOOK + _query(query, season, "body"))


def _query(query: dict[str, str], season: Season, note: str) -> str:
    if register := url(season.register_url):
        query = {**query, note: register}
    return urlencode(query, quote_via=quote)


def _own(records: Records, season: Season, start: datetime.date) -> str:
    """Return the calendar of the series: below ``site_url``, else from the site's root."""
    path = records.pages.calendar.removeprefix("./").lstrip("/")
    if not path:
        return ""
    if site := url(records.pages.site_url):
        return link("iCal", f"{site.rstrip('/')}/{path}")
    return f"[iCal](/{quote(path)})"
