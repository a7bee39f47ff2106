"""Imports whole pages: records, pages with regions, and the report."""

import datetime
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from lgtui import render
from lgtui.importers import SCHEDULE, Entry, Note, PageText, Section, Source, Upcoming, report
from lgtui.importers.completeness import LostWords, lost_lines, missing_outside, normalizations
from lgtui.importers.encoding.repair import Vocabulary
from lgtui.importers.linkage import LineTimes, LinkedTalk, link_entries, no_times
from lgtui.importers.list_dates import ZONE_ABBREVIATIONS
from lgtui.importers.markdown_page import headings, hidden_lines, is_html, label, meaning
from lgtui.importers.numbering import assign_ids, usual_talks_per_season
from lgtui.importers.page_reader import (
    NewsItem,
    Page,
    Reading,
    Refused,
    as_written,
    read_news_item,
    read_page,
    repaired,
    style_of,
)
from lgtui.importers.page_rows import read_rows_on
from lgtui.model import (
    Moment,
    Organizer,
    Records,
    Season,
    Series,
    Talk,
    as_date,
    make_id,
    season_label,
)
from lgtui.render import regions
from lgtui.text.date_reader import Clock, read_clock, read_day, weekdays_named
from lgtui.text.dates import ZONES, find_date, zone_named
from lgtui.text.inline_markdown import atx_heading, has_words, unescape, word_list

DEFAULT_ZONE = "Europe/Copenhagen"


def timezone(upcoming: Upcoming | None, read: Sequence[Page]) -> tuple[str, Note]:
    """Choose the series' zone: one that a page names, else the one an abbreviation stands for.

    Args:
        upcoming: what the section about the next webinar says.
        read: the pages, of which some are understood.
    """
    lead = next(page for page in read if page.kind)
    told = [(one, page.name) for page in read if page.kind for one in zones_told(page.text)]
    named = [one for one in told if one[0].word == one[0].zone]
    if named:
        (first, source), *_ = named
        others = dict.fromkeys(one.word for one, _ in named if one.zone != first.zone)
        also = f"; it names {', '.join(others)}, too" if others else ""
        why = f"the time zone that the page names{also}"
        kind = "guess" if others else "certain"
        return first.zone, Note(source, first.line, first.column, kind, first.word, first.zone, why)
    abbreviation = upcoming.zone.split("/")[0] if upcoming else ""
    if zone := ZONES.get(abbreviation, ""):
        why = f"the time zone that {abbreviation} is taken for; change it under [series]"
        return zone, Note(lead.name, 1, 1, "guess", abbreviation, zone, why)
    if not told:
        why = "the time zone is assumed, since no page tells it; change it under [series]"
        return DEFAULT_ZONE, Note(lead.name, 1, 1, "guess", "no time zone", DEFAULT_ZONE, why)
    often = Counter(one.zone for one, _ in told)
    zone = often.most_common(1)[0][0]
    first, source = next(one for one in told if one[0].zone == zone)
    others = dict.fromkeys(one.word for one, _ in told if one.zone != zone)
    also = f"; hours in {', '.join(others)} are not converted: look at them" if others else ""
    why = f"the time zone that {first.word} is taken for; change it under [series]{also}"
    return zone, Note(source, first.line, first.column, "guess", first.word, zone, why)


class ToldZone(NamedTuple):
    """A time zone that a page names, and the words and the place (from 1) where it does."""

    zone: str
    word: str
    line: int
    column: int


_ZONE_NAME = re.compile(
    r"(?<![\w/.:-])(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific)"
    r"/[A-Z][A-Za-z_-]+(?:/[A-Z][A-Za-z_-]+)?(?![\w/])"
)


@cache
def _zone_beside_hour() -> re.Pattern[str]:
    words = "|".join(ZONE_ABBREVIATIONS)
    hour = r"(?<![\w.:])[0-9]{1,2}(?:\s?[:.h]\s?[0-9]{2})?\s*(?:[ap]\.?m\.?|[AP]\.?M\.?|h|Uhr|uhr)?"
    return re.compile(
        rf"(?:{hour}|(?i:\btimes?|\bhours?|\bheure|\bUhrzeit)\b[^.|\n]{{0,30}}?)"
        rf"\s*[,(\[]?\s*\b(?P<zone>{words})\b(?![\w-])"
    )


def zones_told(page: PageText) -> list[ToldZone]:
    """Return the zones a page names: ``Europe/Paris``, or an abbreviation beside an hour."""
    hidden = hidden_lines(page)
    found = []
    for at, line in enumerate(page.lines):
        if at in hidden or not re.search(r"[A-Z]{2}|[a-z]/[A-Z]", line):
            continue
        found += [
            ToldZone(name[0], name[0], at + 1, name.start() + 1)
            for name in _ZONE_NAME.finditer(line)
            if zone_named(name[0])
        ]
        for short in _zone_beside_hour().finditer(line):
            zone = ZONE_ABBREVIATIONS[short["zone"]]
            found.append(ToldZone(zone, short["zone"], at + 1, short.start("zone") + 1))
    return found


_EVERY_TALK = re.compile(
    r"(?i)\b(?:all|every|each|our|the|alle|jede[rsn]?|tous|chaque|todas?|ogni|tutti)\b[^.]{0,30}\b"
    r"(?:talks?|seminars?|sessions?|meetings?|lectures?|webinars?|colloqui\w+|vorträge|exposés|"
    r"séances?|charlas|seminari\w*)\b|每[周週]|毎週|매주"
)


def _with_usual_hour(page: Page) -> Page:
    """Give talks of a page's own layout the hour that its introduction says they all have.

    That is the one hour above them, beside a weekday or "all talks"; a guess, which is noted.
    """
    alone = left_alone(page)
    entries = [entry for one in alone for entry in one.entries]
    first = min((entry.lines[0] for entry in entries), default=0)
    told = [hour for at in range(first) if (hour := _usual_hour(page.text, at))]
    if not told or len({(clock.time, tuple(days)) for _, clock, days in told}) > 1:
        return page
    at, clock, days = told[0]

    def with_hour(entry: Entry) -> Entry:
        date = entry.date
        if date is None or isinstance(date, datetime.datetime) or (
            days and date.isoweekday() not in days
        ):  # fmt: skip
            return entry
        return entry._replace(date=datetime.datetime.combine(date, clock.time))

    sections = []
    for one in page.sections:
        made = tuple(map(with_hour, one.entries)) if one in alone else one.entries
        if made != one.entries:
            given = sum(new != old for new, old in zip(made, one.entries, strict=True))
            words = page.text.lines[at][clock.start : clock.end].strip()
            why = f"the hour above counts for {given} of the talks here that tell none"
            shown = f"{clock.time:%H:%M}"
            note = Note(page.name, at + 1, clock.start + 1, "guess", words, shown, why)
            sections.append(one._replace(entries=made, notes=(*one.notes, note)))
        else:
            sections.append(one)
    return page._replace(sections=tuple(sections))


def _usual_hour(page: PageText, at: int) -> tuple[int, Clock, set[int]] | None:
    """Return the hour that a line says all talks have, with its weekdays; ``None`` for none."""
    line = page.lines[at]
    if page.opaque[at] or not re.search("[0-9]", line) or read_day(line, (2024, 2024)):
        return None
    words = [word for word in word_list(line) if len(word) > 4 or not word.isascii()]
    days = {day for word in words for day in weekdays_named(word) or weekdays_named(word[:-1])}
    if not days and not _EVERY_TALK.search(line):
        return None
    clock = read_clock(line, ZONE_ABBREVIATIONS)
    return (at, clock, days) if clock else None


def season_themes(
    read: Sequence[Page], upcoming: Upcoming | None, upcoming_number: int
) -> tuple[dict[int, str], list[Note]]:
    """Collect the themes of seasons, and note headings that give another one."""
    found: dict[int, str] = {}
    if upcoming:
        planned = upcoming.by_number(upcoming_number)
        found = {number: facts.theme for number, facts in planned.items() if facts.theme}
    notes = []
    for page in read:
        for section in page.sections:
            for season, theme, at in section.themes:
                if found.setdefault(season, theme) != theme:
                    why = f"{season_label(season)}, theme: another heading has this one"
                    change = (theme, found[season], why)
                    notes.append(Note(page.name, at + 1, 1, "disagree", *change))
    return found, notes


def votes_for_videos(items: Sequence[NewsItem]) -> Counter[str]:
    """Count in how many items each video is linked."""
    return Counter(key for item in items for key in item.videos)


def with_themes(
    seasons: tuple[Season, ...], items: Sequence[NewsItem]
) -> tuple[tuple[Season, ...], list[Note]]:
    """Give held seasons that no page names a theme for the one that their item tells, a guess."""
    told = {item.day: item for item in reversed(items) if item.theme}
    result, notes = [], []
    for season in seasons:
        item = told.get(as_date(season.start)) if season.start and season.state == "held" else None
        if item is None or season.theme:
            result.append(season)
            continue
        result.append(season._replace(theme=item.theme))
        why = f"the theme of {season_label(season.number)}, as its news item tells it"
        place = (item.source, item.line, item.column)
        notes.append(Note(*place, "guess", "", item.theme, why))
    return tuple(result), notes


def seasons_and_talks(
    linked: list[LinkedTalk],
    upcoming: Upcoming | None,
    upcoming_number: int,
    themes: Mapping[int, str],
    today: Moment | None = None,
) -> tuple[tuple[Season, ...], tuple[Talk, ...]]:
    """Build the season records, by number, and the talks, in the order given.

    Args:
        linked: the talks, each with its season and episode.
        upcoming: what the section about the next webinar says.
        upcoming_number: its season; 0 for none.
        themes: the themes of seasons by their numbers.
        today: the day from which on a season of a page's own list is still to come.
    """
    starts: dict[int, Moment | None] = {}
    states: dict[int, str] = {}
    dropped: set[int] = set()
    for number_, members in _by_season(linked).items():
        starts[number_] = _start([talk.date for talk in members if talk.date])
        planned = all(talk.upcoming or _is_to_come(talk, today) for talk in members)
        bare = all(entry.label is None for talk in members for entry in talk.entries)
        if bare and all(talk.talk.state == "cancelled" for talk in members):
            dropped.add(number_)
        states[number_] = "upcoming" if planned else "held"
    planned_seasons = (upcoming or Upcoming()).by_number(upcoming_number)
    for number_, facts in planned_seasons.items() if upcoming_number else ():
        states.setdefault(number_, "upcoming")
        starts.setdefault(number_, None)
        if facts.start and states[number_] == "upcoming":
            starts[number_] = facts.start
    seasons = []
    for number_ in sorted(states):
        season = Season(number_, themes.get(number_, ""), starts[number_], "", states[number_])
        if number_ in dropped:
            season = season._replace(state="cancelled")
        if upcoming_number and number_ in planned_seasons:
            season = season._replace(register_url=planned_seasons[number_].register_url)
        seasons.append(season)
    talks = []
    for one in linked:
        assert one.label is not None
        start = starts[one.label[0]]
        own = one.date
        if own and start and own == as_date(start) and not one.upcoming:
            own = None  # the same day, whose hour another talk of the season tells
        differs = own is not None and (start is None or own != start)
        talk = _with_own_places(one.talk)
        talks.append(talk._replace(id=make_id(*one.label), date=own if differs else None))
    return tuple(seasons), tuple(talks)


def _by_season(linked: list[LinkedTalk]) -> dict[int, list[LinkedTalk]]:
    found: dict[int, list[LinkedTalk]] = {}
    for talk in linked:
        assert talk.label is not None
        found.setdefault(talk.label[0], []).append(talk)
    return found


def _with_own_places(talk: Talk) -> Talk:
    """Give each of several speakers the affiliation that stands for them: ``(Lab A; Lab B)``.

    That is how pages write them, one for each in the order of the names.
    """
    places = [place.strip() for place in talk.affiliation.split(";")]
    several = len(talk.speakers) > 1 and len(places) == len(talk.speakers)
    if not several or not all(places) or any(one.affiliation for one in talk.speakers):
        return talk
    speakers = tuple(
        one._replace(affiliation=place) for one, place in zip(talk.speakers, places, strict=True)
    )
    return talk._replace(affiliation="", speakers=speakers)


def _is_to_come(talk: LinkedTalk, today: Moment | None) -> bool:
    """Return whether a list of the page's own gives a talk a day that is still to come."""
    listed = all(entry.section in (SCHEDULE, "next") for entry in talk.entries)
    return bool(listed and today and talk.date and as_date(talk.date) >= as_date(today))


def _undated_apart(linked: list[LinkedTalk], today: Moment | None) -> list[LinkedTalk]:
    """Give talks without a day a season of their own, where theirs is still to come.

    Nobody said of them that they are: what an archive leaves out is not announced.
    """
    coming = {
        one.label[0] for one in linked if one.label and not one.upcoming and _is_to_come(one, today)
    }
    free = max((one.label[0] for one in linked if one.label), default=0) + 1
    result, episode = [], 0
    for one in linked:
        if one.label and one.label[0] in coming and not one.date and not one.upcoming:
            episode += 1
            result.append(one._replace(label=(free, episode)))
        else:
            result.append(one)
    return result


def _start(dates: list[Moment]) -> Moment | None:
    """Return the day that most of a season's talks share, of several the earliest.

    It has the first hour that one of them has on that day.
    """
    days = Counter(as_date(date) for date in dates)
    if not days:
        return None
    day = min(days, key=lambda day: (-days[day], day))
    hours = [one for one in dates if isinstance(one, datetime.datetime) and one.date() == day]
    return min(hours, default=day)


def _order(talk: LinkedTalk) -> tuple[int, str, int]:
    assert talk.label is not None
    return (talk.label[0], as_date(talk.date).isoformat() if talk.date else "9999", talk.label[1])


def insert_regions(page: PageText, sections: Sequence[Section], texts: Mapping[str, str]) -> str:
    """Replace the lines that were understood by the regions made from them.

    Each region stands where its first line stood. Lines inside that stretch that were not
    understood follow below it, in their order, pieces of lines as paragraphs of their own.
    Blank lines are only touched next to a region or where lines were taken away: one is left.

    Args:
        page: The repaired page.
        sections: What was understood; a section without lines marks where a region is added.
        texts: The text of each region by its name.
    """
    by_line: dict[int, list[Section]] = {}
    pieces: dict[int, list[str]] = {}
    used: set[int] = set()
    for section in sections:
        start = min(section.used) if section.used else section.first
        by_line.setdefault(start, []).append(section)
        used |= section.used
        for at, text in section.kept:
            if at in section.used:
                pieces.setdefault(at, []).append(text)
        for entry in section.entries:
            for at, text in entry.kept:
                pieces.setdefault(at, []).append(text)
    made: list[str | None] = []
    for at in range(len(page.lines) + 1):
        for section in by_line.get(at, ()):
            made += [None, *regions.wrap(section.region, texts[section.region]).split("\n"), None]
        for text in pieces.get(at, ()):
            made += [None, *text.strip().split("\n"), None]
        if at < len(page.lines):
            if at in used:
                made.append(None)
            else:
                made.append(page.lines[at])
    return _join_lines(made)


def _join_lines(made: list[str | None]) -> str:
    """Join lines to a text with exactly one blank line at each ``None``."""
    lines: list[str] = []
    gap = False
    for line in made:
        if line is None:
            while lines and not lines[-1].strip():
                lines.pop()
            gap = True
        elif gap and not line.strip():
            continue
        else:
            if gap and lines:
                lines.append("")
            lines.append(line)
            gap = False
    text = "\n".join(lines)
    return text if text.endswith("\n") or not lines else text + "\n"


class Import(NamedTuple):
    """What an import gives.

    ``pages`` holds the new text of each kind of page, with LF line ends, ``newlines`` the style
    its source had, and ``taken_from`` the name of the source it was made from.
    """

    records: Records
    pages: dict[str, str]
    newlines: dict[str, str]
    taken_from: dict[str, str]
    report: tuple[Note, ...]

    @property
    def understood(self) -> bool:
        """Whether anything became a record."""
        return bool(self.pages or self.records.talks)


def import_pages(
    sources: Sequence[Source],
    vocabulary: Vocabulary = (),
    today: Moment | None = None,
    news: Sequence[Source] = (),
    *,
    dates: str = "",
    times: LineTimes = no_times,
) -> Import:
    """Read pages into records and put markers around what was understood.

    No word of a page is lost: what a record would not hold stays in the page, and is reported.
    The first page of each kind is the one that gets the regions; a further one of the same kind
    is read for its facts, and its file stays as it is.

    Args:
        sources: The pages as they lie on disk.
        vocabulary: Words known to be right, such as those of the site's other pages; they rank
            the candidates for a lost byte; a callable is asked only when one is lost.
        today: The day from which on talks of a page's own list are still to come; none are
            where it is left out.
        news: News items beside the sources, which are read for themes and videos alone.
        dates: The order of the numbers in dates, such as ``mdy``, where no page tells it.
        times: When lines of the sources were changed; of two values the newer one is taken.
    """
    readings = [repaired(source, sources, vocabulary)._replace(dates=dates) for source in sources]
    items = [
        item
        for source in news
        if (item := read_news_item(repaired(source, sources, vocabulary).text)) is not None
    ]
    refused: LostWords = {}
    while True:
        result, lost = _import_without(readings, refused, today, (items, times))
        if lost.keys() <= refused.keys():
            return result
        refused = lost | refused


def _import_without(
    readings: list[Reading],
    refused: LostWords,
    today: Moment | None,
    beside: tuple[Sequence[NewsItem], LineTimes],
) -> tuple[Import, LostWords]:
    """Import with some lines refused; return also the lines that would lose words.

    Args:
        readings: the repaired sources.
        refused: the lines that stay as they are.
        today: see :func:`import_pages`.
        beside: news items beside the sources, and when lines were changed.
    """
    read = [_read(reading, frozenset(refused)) for reading in readings]
    read.sort(key=lambda page: page.kind == "abstracts")
    notes = [note for reading in readings for note in reading.notes]
    notes += [note for page in read for section in page.sections for note in section.notes]
    notes += [note for page in read if page.kind for note in page.days.notes]
    lead = next((page for page in read if page.kind), None)
    if lead is None:
        why = "nothing on this page was understood"
        notes += [
            Note(page.name, 1, 1, "kept", "", "", why + _made_from(page.text)) for page in read
        ]
        return Import(Records(), {}, {}, {}, _sorted(notes, read)), {}
    others = (read_news_item(page.text) for page in read if not page.kind)
    news, times = [*(item for item in others if item is not None), *beside[0]], beside[1]
    linked, found = link_entries(
        [entry for page in read for entry in _entries(page)], votes_for_videos(news), times
    )
    notes += found
    upcoming, found = _upcoming(read)
    notes += found
    linked, coming, found = assign_ids(linked, upcoming)
    linked = _undated_apart(linked, today)
    notes += found
    linked.sort(key=_order)
    themes, found = season_themes(read, upcoming, coming)
    notes += found
    seasons, talks = seasons_and_talks(linked, upcoming, coming, themes, today)
    seasons, found = with_themes(seasons, news)
    notes += found
    zone, note = timezone(upcoming, read)
    organizers, found = _organizers(read)
    notes += [note, *found]
    name, found = _series_name(read, lead)
    notes += found
    size, found = usual_talks_per_season(seasons, talks, lead.name)
    notes += found
    series = Series(name, zone, size)
    records = Records(series=series, organizers=organizers, seasons=seasons, talks=talks)
    read = [_with_linked_entries(page, linked) for page in read]
    read, alone = _apart(read, notes)
    written = _written(read)
    wording, found = style_of(written)
    notes += found
    calendars = upcoming.calendars if upcoming else ""
    planned, found = _planned_abstracts(linked)
    notes += found
    pages = records.pages._replace(add_to_calendar=calendars, abstracts_of=planned)
    records = records._replace(wording=wording, pages=pages)
    lost = lost_lines(written, linked, records, coming, notes)
    for (name, at), words in sorted(refused.items()):
        line = next(page.text.lines[at] for page in read if page.name == name)
        why = f"would lose {_quote_words(words)} if it were taken in: stays in the page"
        notes.append(Note(name, at + 1, 1, "error", line, "", why))
    notes += report.findings(records, linked, read)
    return _result(read, written, alone, (records, linked), notes), lost


_LOOP = re.compile(
    r"\{%-?\s{0,9}(?:for\s{1,9}\w{1,40}\s{1,9}in|assign\s{1,9}\w{1,40}\s{0,9}=)\s{1,9}"
    r"site\.(?P<data>data\.)?(?P<name>[a-z_][\w-]{0,40})"
)


def _made_from(page: PageText) -> str:
    """Say from which data or collection Jekyll makes a page; empty for a page of its own words."""
    found = next((told for line in page.lines if (told := _LOOP.search(line))), None)
    if found is None:
        return ""
    name = found["name"]
    where = f"the list _data/{name}" if found["data"] else f"the folder _{name}"
    return f"; Jekyll makes it from {where}: import that"


def _series_name(read: Sequence[Page], lead: Page) -> tuple[str, list[Note]]:
    """Return the name of the series; where no page names it a guess, which is noted."""
    if name := series_name(read):
        return name, []
    name, why = "Webinar", "no page names the series; change it under [series]"
    return name, [Note(lead.name, 1, 1, "guess", "no name", name, why)]


def _planned_abstracts(linked: Sequence[LinkedTalk]) -> tuple[str, list[Note]]:
    """Return whether the page of abstracts has planned talks too, as ``pages.abstracts_of``."""
    shown = [
        entry
        for talk in linked
        if talk.upcoming
        for entry in talk.entries
        if entry.section == "abstracts"
    ]
    if not shown:
        return "", []
    why = "planned talks are among the abstracts: the page keeps them; change it under [pages]"
    note = Note(shown[0].source, shown[0].line, 1, "certain", "", 'abstracts_of = "all"', why)
    return "all", [note]


def _quote_words(words: Sequence[str]) -> str:
    """Return the first of some words, and how many more there are."""
    more = f" and {len(words) - 3} more" if len(words) > 3 else ""
    return ", ".join(f"“{word}”" for word in words[:3]) + more


def _entries(page: Page) -> list[Entry]:
    """Return the talks of a page; those of the next webinar with its day."""
    found = []
    for section in page.sections:
        start = section.upcoming.start if section.upcoming else None
        found += [
            entry if entry.further else entry._replace(date=entry.date or start)
            for entry in section.entries
        ]
    return found


def _read(reading: Reading, refused: Refused) -> Page:
    """Read a page; where nothing is understood, once more with its HTML as Markdown."""
    page = _with_usual_hour(_with_rows(read_page(reading, refused)))
    marked = any("<" in line or line.lstrip()[:1] == ">" for line in reading.text.lines)
    if page.kind or not marked:
        return page
    again = _with_usual_hour(_with_rows(read_page(reading, refused, as_html=True)))
    return again if again.kind else page


def _with_rows(page: Page) -> Page:
    """Add the talks of a page's own tables or headings, where no list of talks was understood.

    They take the place of talks that stay on the page anyway, where they tell more.
    """
    alone = left_alone(page)
    lists = [one for one in page.sections if one.entries and one.region != "next"]
    if any(one not in alone for one in lists):
        return page
    taken = frozenset(at for one in page.sections if one not in lists for at in one.used)
    found = read_rows_on(page.days.text, taken, page.text, page.days.asked)
    if found is None or _facts(found) <= sum(map(_facts, lists)):
        return page
    others = (
        one for one in page.sections if one not in lists and (one.used or one.region == "next")
    )
    return page._replace(
        kind=page.kind or "webinar", sections=(*others, as_written(found, page.days))
    )


def _facts(section: Section) -> int:
    """Return how many facts the talks of a section have, of those that most talks have."""
    return sum(
        bool(one.talk.title) + bool(one.talk.speakers) + bool(one.date) + bool(one.talk.abstract)
        for one in section.entries
    )


def left_alone(page: Page) -> list[Section]:
    """Return the sections of a page whose regions would not say what the page says.

    These are those of a layout of its own, lists whose talks have no ids on the page, and talks
    with their abstracts whose days the region would leave out.
    """
    return [
        section
        for section in page.sections
        if section.entries
        and (
            section.own_layout
            or (section.region == "previous" and not any(one.label for one in section.entries))
            or (section.region == "previous" and _is_in_another_order(section))
            or (section.region == "abstracts" and _shows_days(page, section))
        )
    ]


_ORDER = ("speakers", "affiliation", "date", "title")
"""In which order a region has the facts of a previous talk."""

FEW = 3
"""So many talks show in which order a list has the facts of each."""


def _is_in_another_order(section: Section) -> bool:
    """Return whether most talks of a list have their facts in another order than a region."""
    moved = 0
    for entry in section.entries:
        places = dict(entry.places)
        columns = [places[fact] for fact in _ORDER if fact in places]
        moved += columns != sorted(columns)
    return len(section.entries) >= FEW and moved * 2 > len(section.entries)


def _shows_days(page: Page, section: Section) -> bool:
    """Return whether talks of a section have their days on lines of their own."""
    return any(
        (named := label(page.days.text.lines[at])) is not None and named.field == "date"
        for entry in section.entries
        if entry.date
        for at in entry.lines
        if not page.days.text.opaque[at]
    )


def _apart(read: Sequence[Page], notes: list[Note]) -> tuple[list[Page], dict[str, list[Section]]]:
    """Take from pages the sections that stay as they are; return these by the page's name too."""
    alone = {page.name: own for page in read if (own := left_alone(page))}
    notes += [_left_note(name, one) for name, sections in alone.items() for one in sections]
    why = "not understood: it is in no record, and stays where it is"
    notes += [
        Note(name, at + 1, 1, "kept", text.strip(), "", why)
        for name, sections in alone.items()
        for one in sections
        for at, text in one.pieces
        if has_words(text) and not atx_heading(text)
    ]
    for page in read:
        told = {(one.source, one.line) for one in notes}
        notes += _unread_days(page, alone.get(page.name, ()), told)
    return [_without(page, alone.get(page.name, [])) for page in read], alone


def _unread_days(page: Page, alone: Sequence[Section], told: set[tuple[str, int]]) -> list[Note]:
    """Note the lines of a page of its own layout that begin with a day, and became no talk.

    Args:
        page: the page.
        alone: its sections that stay as they are.
        told: source and line of what the report says already.
    """
    used = {at for section in page.sections for at in section.used}
    found = []
    for at, line in enumerate(page.text.lines) if alone else ():
        stamp = find_date(page.days.text.lines[at]) if at < len(page.days.text.lines) else None
        begins = stamp is not None and stamp.spans[0][0] < _BEGINNING
        known = at in used or page.text.opaque[at] or (page.name, at + 1) in told
        if begins and not known and line.lstrip()[:1] not in ("", "#", "|", "<"):
            why = "not understood: stays where it is"
            column = len(line) - len(line.lstrip()) + 1
            found.append(Note(page.name, at + 1, column, "kept", line.strip(), "", why))
    return found


_BEGINNING = 12
"""A day that begins a line stands in so many first characters of it."""


def _without(page: Page, alone: Sequence[Section]) -> Page:
    """Return a page without the sections that stay as they are; of no kind if none is left."""
    if not alone:
        return page
    sections = tuple(one for one in page.sections if one not in alone)
    return page._replace(kind=page.kind if any(one.used for one in sections) else "",
                         sections=sections)  # fmt: skip


def _left_note(name: str, section: Section) -> Note:
    count = len(section.entries)
    talks = "this talk is" if count == 1 else f"these {count} talks are"
    why = (
        f"{talks} in the records now; this part of the page has a layout of its own and stays as "
        "it is, without markers and with its letters as they are; a template of your own can write "
        "it (under [pages])"
    )
    return Note(name, section.first + 1, 1, "kept", "", "", why)


def _written(read: Sequence[Page]) -> list[Page]:
    found: dict[str, Page] = {}
    for page in read:
        if page.kind:
            found.setdefault(page.kind, page)
    return list(found.values())


def _with_linked_entries(page: Page, linked: Sequence[LinkedTalk]) -> Page:
    """Replace a page's entries by the linked ones, whose leftover texts stay in the page."""
    final = {(entry.source, entry.lines): entry for talk in linked for entry in talk.entries}

    def with_linked(section: Section) -> Section:
        entries = tuple(final[one.source, one.lines] for one in section.entries)
        return section._replace(entries=entries)

    return page._replace(sections=tuple(with_linked(section) for section in page.sections))


def series_name(read: Sequence[Page]) -> str:
    """Return the first top heading of the webinar page, else the title in a page's front matter."""
    for page in read:
        for heading in headings(page.text):
            if heading.level == 1 and page.kind == "webinar" and not meaning(heading.text):
                return unescape(heading.text)
    for page in read:
        for at, line in enumerate(page.text.lines):
            if page.text.opaque[at] and (title := re.match(r"title:\s*(.+?)\s*$", line)):
                return title[1].strip("\"'")
    return ""


def _upcoming(read: Sequence[Page]) -> tuple[Upcoming | None, list[Note]]:
    """Return what the first page gives of the next webinar; note where another differs."""
    chosen: Upcoming | None = None
    notes = []
    for page in read:
        for section in page.sections:
            facts = section.upcoming
            if facts is None or facts == Upcoming():
                continue
            if chosen is None:
                chosen = facts
            elif facts != chosen:
                here = ", ".join(str(value) for value in facts if value)
                there = ", ".join(str(value) for value in chosen if value)
                place = (page.name, section.first + 1, 1)
                notes.append(Note(*place, "disagree", here, there, "the next webinar"))
    return chosen, notes


def _organizers(read: Sequence[Page]) -> tuple[tuple[Organizer, ...], list[Note]]:
    """Return the organizers of the first page that has them; note where another differs."""
    chosen: tuple[Organizer, ...] = ()
    notes: list[Note] = []
    for page in read:
        for section in page.sections:
            if not chosen:
                chosen = section.organizers
            elif section.organizers and section.organizers != chosen:
                here = "; ".join(f"{one.name}, {one.affiliation}" for one in section.organizers)
                there = "; ".join(f"{one.name}, {one.affiliation}" for one in chosen)
                place = (page.name, section.first + 1, 1)
                notes.append(Note(*place, "disagree", here, there, "the organizers"))
    return chosen, notes


def _result(
    read: Sequence[Page],
    written: Sequence[Page],
    alone: Mapping[str, Sequence[Section]],
    result: tuple[Records, Sequence[LinkedTalk]],
    notes: list[Note],
) -> Import:
    """Insert the regions into the written pages, and complete the report.

    Args:
        read: all pages.
        written: those that get regions.
        alone: the sections that stay as they are, by the name of their page.
        result: the records, and the talks they were made from, in the same order.
        notes: the report so far.
    """
    records, linked = result
    texts = render.render(records)
    made = {}
    for page in read:
        notes += report.dates(page.text, records.series.timezone)
        notes += report.empty_links(page)
        notes += report.broken_bold(page)
        if page not in written:
            if page.name in alone:
                if not is_html(page.text):
                    notes += report.not_understood(page.text, alone[page.name])
                continue
            why = "a second page of its kind" if page.kind else "nothing on it was understood"
            why += ": the file stays as it is"
            notes.append(Note(page.name, 1, 1, "kept", "", "", why))
            continue
        notes += report.kept_pieces(page.text, page.sections)
        notes += report.not_understood(page.text, [*page.sections, *alone.get(page.name, ())])
        left = {section.region for section in alone.get(page.name, ())}
        absent = [name for name in render.REGIONS[page.kind] if name not in left]
        notes += report.absent_regions(page, absent)
        notes += normalizations(page, texts[page.kind], records, linked)
        made[page.kind] = insert_regions(page.text, page.sections, texts[page.kind])
        lost = missing_outside(page, made[page.kind])
        notes += [Note(page.name, 1, 1, "error", word, "", "would lose this word") for word in lost]
    return Import(
        records,
        made,
        {page.kind: page.newline for page in written},
        {page.kind: page.name for page in written},
        _sorted(notes, read),
    )


def _sorted(notes: Sequence[Note], read: Sequence[Page]) -> tuple[Note, ...]:
    """Sort the report by page, line and column, without repeated notes."""
    order = {page.name: at for at, page in enumerate(read)}
    unique = dict.fromkeys(notes)
    # News items that were found beside the pages come last.
    return tuple(
        sorted(
            unique,
            key=lambda note: (
                order.get(note.source, len(order)), note.source, note.line, note.column,
            ),
        )
    )  # fmt: skip
