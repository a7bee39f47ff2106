"""Numbers talks by season headings, terms, days and neighbours, where no id is given."""

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lgtui.importers import Entry, Note, PageText, Upcoming
from lgtui.importers.linkage import LinkedTalk
from lgtui.importers.markdown_page import Heading
from lgtui.model import Moment, Season, Talk, as_date, make_id, parse_id, season_label
from lgtui.text.dates import find_date, write_moment
from lgtui.text.inline_markdown import blank, has_words, unescape

SEASON = re.compile(
    r"(?i)\W*(?:(?:season|series|round|edition)\s+(?P<word>[0-9]{1,3})|S(?P<short>[0-9]{2,3}))\b"
    r"\s*(?:[:–—(,.-]\s*(?P<rest>.*))?"
)


class SeasonHeading(NamedTuple):
    """One such heading: its line (from 0), number (0 for none), day and theme."""

    at: int
    number: int
    day: Moment | None
    theme: str
    text: str


class RedundantHeadings(NamedTuple):
    """The headings that the records make superfluous.

    ``themes`` has season, theme and line (from 0) of those that name a theme.
    """

    lines: frozenset[int]
    spent: tuple[tuple[int, str], ...]
    themes: tuple[tuple[int, str, int], ...]
    notes: tuple[Note, ...]


def season_headings(all_headings: Sequence[Heading]) -> list[SeasonHeading]:
    """Return the headings that name a season or only a day."""
    found = []
    for heading in all_headings:
        numbered = SEASON.fullmatch(heading.text.strip())
        rest = (numbered["rest"] or "") if numbered else heading.text
        stamp = find_date(rest)
        left = blank(rest, list(stamp.spans)) if stamp else rest
        theme = unescape(re.sub(r"\(\s*\)", " ", left)).strip(" ,;:.–—-()")
        if not numbered and (stamp is None or has_words(theme)):
            continue
        number = int(numbered["word"] or numbered["short"]) if numbered else 0
        day = as_date(stamp.moment) if stamp else None
        found.append(SeasonHeading(heading.at, number, day, theme, heading.text))
    return found


def apply_headings(
    entries: Sequence[Entry], heads: Sequence[SeasonHeading]
) -> list[tuple[Entry, SeasonHeading | None]]:
    """Pair talks with the season heading above them, which fills a missing season and day.

    A heading does not count for a talk whose own label names another season.
    """
    pairs: list[tuple[Entry, SeasonHeading | None]] = []
    for entry in entries:
        head = next((one for one in reversed(heads) if one.at < entry.lines[0]), None)
        if head is None or (entry.label and head.number not in (0, entry.label[0])):
            pairs.append((entry, None))
        else:
            season = 0 if entry.label else head.number
            pairs.append((entry._replace(season=season, date=entry.date or head.day), head))
    return pairs


def redundant_headings(
    page: PageText,
    heads: Sequence[SeasonHeading],
    pairs: Sequence[tuple[Entry, SeasonHeading | None]],
) -> RedundantHeadings:
    """Return the headings of which the records hold every word.

    A heading stays in the page when no talk stands under it, when its day is not that of its
    talks, when it names a theme but no talk tells the season, or another theme than a heading
    above.

    Args:
        page: The page.
        heads: Its season headings.
        pairs: Its talks, each with the heading above it.
    """
    lines, spent, themes, notes = [], [], [], []
    named: dict[int, str] = {}
    for head in heads:
        own = [entry for entry, above in pairs if above is head]
        labels = {entry.label[0] for entry in own if entry.label}
        number = head.number or (labels.pop() if len(labels) == 1 else 0)
        agree = all(not head.day or entry.date == head.day for entry in own)
        if not own or not agree or (head.theme and not number):
            continue
        if head.theme and named.setdefault(number, head.theme) != head.theme:
            continue
        lines.append(head.at)
        spent.append((head.at, head.text))
        facts = [season_label(number) if number else "", write_moment(head.day) if head.day else ""]
        if head.theme:
            themes.append((number, head.theme, head.at))
            facts.append(head.theme)
        after = ", ".join(word for word in facts if word)
        why = "the records and ids say it"
        notes.append(Note(page.name, head.at + 1, 1, "normalized", page.lines[head.at], after, why))
    return RedundantHeadings(frozenset(lines), tuple(spent), tuple(themes), tuple(notes))


TALKS_PER_SEASON = 3
"""How many talks a season is taken to have, where a page gives no other hint."""


def usual_talks_per_season(
    seasons: Sequence[Season], talks: Sequence[Talk], source: str
) -> tuple[int, list[Note]]:
    """Return how many talks a season has, and a note where it is not the usual three.

    That is what more than half of the held seasons have; 0 (any number) where no number is so
    common, and the usual one where there are fewer than two held seasons.
    """
    held = {season.number for season in seasons if season.state == "held"}
    keys = [key[0] for talk in talks if (key := parse_id(talk.id)) and key[0] in held]
    sizes = Counter(Counter(keys).values())
    if sizes.total() < 2:
        return TALKS_PER_SEASON, []
    size, often = sizes.most_common(1)[0]
    reason = f"{often} of {sizes.total()} held seasons have so many talks"
    if often * 2 <= sizes.total():
        size, reason = 0, "the held seasons differ; 0 is any number"
    if size == TALKS_PER_SEASON:
        return size, []
    why = f"talks_per_season: {reason}; change it under [series]"
    return size, [Note(source, 1, 1, "guess", str(TALKS_PER_SEASON), str(size), why)]


class Ids:
    """The ids given so far, and the next free one of each season."""

    def __init__(self, labels: Iterable[tuple[int, int] | None]) -> None:
        self.taken = {label for label in labels if label}
        self.size = Counter(season for season, _ in self.taken)
        self.last: dict[int, int] = {}

    def take(self, season: int) -> tuple[int, int]:
        """Take the next free episode of a season."""
        episode = self.last.get(season, 0) + 1
        while (season, episode) in self.taken:
            episode += 1
        self.last[season] = episode
        self.taken.add((season, episode))
        self.size[season] += 1
        return season, episode

    def between(self, older: int, newer: int) -> int:
        """Choose the season for a talk between two (0: none there): one with room, or a new one."""
        for season in (older, newer):
            if season and self.size[season] < TALKS_PER_SEASON:
                return season
        if not newer:
            return max(self.size, default=0) + 1
        gap = older + 1 if older else newer - 1
        return gap if gap and gap not in self.size else newer


def assign_ids(
    talks: list[LinkedTalk], upcoming: Upcoming | None
) -> tuple[list[LinkedTalk], int, list[Note]]:
    """Assign a season and episode to each talk; return also the upcoming season (0: none).

    A talk without a label gets one: an upcoming one in the next free season; a held one in the
    season of the heading it stands under, else of its day, else of its neighbours on the page.
    """
    notes: list[Note] = []
    ids = Ids(talk.label for talk in talks)
    talks = _by_heading(talks, ids, notes)
    talks = _by_day(talks, ids, notes)
    talks = _by_neighbours(talks, ids, notes)
    held = [talk.label[0] for talk in talks if talk.label and not talk.upcoming]
    planned = [talk for talk in talks if talk.upcoming]
    has_facts = upcoming and (upcoming.start or upcoming.theme or upcoming.register_url)
    if not planned and not has_facts:
        return talks, 0, notes
    given = [talk.label[0] for talk in planned if talk.label]
    season = Counter(given).most_common(1)[0][0] if given else max(held, default=0) + 1
    kind = "certain" if held else "guess"
    result = []
    for talk in talks:
        if not talk.upcoming or talk.label is not None:
            result.append(talk)
            continue
        own = season + talk.entries[0].further
        why = f"{season_label(own)} is the next free season"
        if own > season:
            why = f"{season_label(own)} is planned after {season_label(own - 1)}"
        result.append(_assign_label(talk, ids.take(own), kind, why, notes))
    return result, season, notes


def _assign_label(
    talk: LinkedTalk, label: tuple[int, int], kind: str, why: str, notes: list[Note]
) -> LinkedTalk:
    lead = talk.entries[0]
    shown = talk.talk.title or ", ".join(speaker.name for speaker in talk.talk.speakers)
    notes.append(Note(lead.source, lead.line, 1, kind, shown, make_id(*label), why))
    return talk._replace(label=label)


def _lacks_label(talk: LinkedTalk) -> bool:
    return talk.label is None and not talk.upcoming


def _by_heading(talks: list[LinkedTalk], ids: Ids, notes: list[Note]) -> list[LinkedTalk]:
    """Assign labels to the talks below a season's heading, in page order."""
    result = []
    for talk in talks:
        season = next((entry.season for entry in talk.entries if entry.season), 0)
        if season and _lacks_label(talk):
            why = "the season of its heading, in page order"
            result.append(_assign_label(talk, ids.take(season), "guess", why, notes))
        else:
            result.append(talk)
    return result


def _by_day(talks: list[LinkedTalk], ids: Ids, notes: list[Note]) -> list[LinkedTalk]:
    """Assign labels to held talks with a day: each day is a season, the earliest first.

    A day between those of known seasons gets a number between theirs, where one is free.
    """
    days: dict[datetime.date, int] = {}
    for talk in talks:
        if talk.label and talk.date and not talk.upcoming:
            days.setdefault(as_date(talk.date), talk.label[0])
    taken = {talk.label[0] for talk in talks if talk.label and not talk.upcoming}
    for day in sorted({as_date(talk.date) for talk in talks if talk.date and _lacks_label(talk)}):
        if day not in days:
            older = max((season for other, season in days.items() if other < day), default=0)
            newer = min((season for other, season in days.items() if other > day), default=0)
            fits = older + 1 not in taken and (not newer or older + 1 < newer)
            days[day] = older + 1 if fits else max(taken, default=0) + 1
            taken.add(days[day])
    why = "the page gives the talk no id: each day is a season"
    return [
        _assign_label(talk, ids.take(days[as_date(talk.date)]), "guess", why, notes)
        if talk.date and _lacks_label(talk)
        else talk
        for talk in talks
    ]


def _by_neighbours(talks: list[LinkedTalk], ids: Ids, notes: list[Note]) -> list[LinkedTalk]:
    """Assign labels to held talks without label and day, by their place on the page."""
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
        newer = _next_seasons(result, order)
        older = 0
        for at in order:
            label = result[at].label
            if label is None:
                why = "the page gives the talk no id: where it stands is all there is to go by"
                label = ids.take(ids.between(older, newer[at]))
                result[at] = _assign_label(result[at], label, "guess", why, notes)
            older = label[0]
    return result


def _next_seasons(talks: list[LinkedTalk], order: list[int]) -> dict[int, int]:
    """Return, for each talk, the season of the next one that has a label; 0 for none."""
    found: dict[int, int] = {}
    season = 0
    for at in reversed(order):
        found[at] = season
        label = talks[at].label
        season = label[0] if label else season
    return found


class Term(NamedTuple):
    """A part of a year that a text names, such as ``Spring 2024`` or ``WS 2023/24``.

    ``years`` is the year of its months from August on, and of those before.
    """

    start: datetime.date
    years: tuple[int, int]


_TERM_WORDS = (
    (1, r"spring|frühjahr|frühling|printemps|primavera|voorjaar|lente|wiosna|wiosenny|jaro|весна|"
     r"весенний|vår|forår|kevät|bahar|fs|春|봄|lent|hilary|trinity|easter"),
    (5, r"summer|sommer|ss|sose|été|verano|verão|estate|zomer|lato|letni|léto|лето|летний|kesä|"
     r"yaz|夏|여름"),
    (9, r"fall|autumn|herbst|automne|otoño|outono|autunno|najaar|herfst|jesień|podzim|осень|"
     r"осенний|hs|höst|efterår|høst|syksy|güz|秋|가을|michaelmas"),
    (10, r"winter|ws|wise|hiver|invierno|inverno|zima|zimowy|зима|зимний|vinter|talvi|kış|冬|겨울"),
)  # fmt: skip


def read_term(text: str) -> Term | None:
    """Read the name of a term; ``None`` for a text that is none.

    That is a year of four digits (``2024``, ``2023/24``, ``2024年``), or a season or half of a
    year with one: ``Fall 2023``, ``WS 23/24``, ``Semester 1, 2024``, ``2024 H2``.
    """
    words = re.findall(r"[^\W\d_]+", text.lower())
    month = 0
    for begins, pattern in _TERM_WORDS:
        whole = re.compile(rf"(?:{pattern})(?:s?semester|s?term)?")
        if any(map(whole.fullmatch, words)) or re.search(rf"(?=[{_SIGNS}])(?:{pattern})", text):
            month = month or begins
    long = re.search(
        r"(?<![0-9])((?:19|20)[0-9]{2})(?:\s?[/–-]\s?((?:19|20)?[0-9]{2}))?(?![0-9])", text
    )
    short = re.search(r"(?<![0-9])([0-9]{2})(?:\s?[/–-]\s?([0-9]{2}))?(?![0-9])", text)
    years = long or (short if month else None)
    if not years or (not month and not _BARE_YEAR.fullmatch(text.strip())):
        return None
    first = _century(years[1])
    second = _century(years[2] or "") or first
    if second not in (first, first + 1):
        return None
    half = re.search(
        r"(?i)\b(?:semester|term|half|h|t|q|s)\s?([1-4])\b|\b([1-4])(?:st|nd|rd|th)?\b", text
    )
    if second > first:
        begins = 2 if month in (1, 5) else 9
        start = datetime.date(second if begins == 2 else first, begins, 1)
        return Term(start, (first, second))
    if month == 10 and re.search(r"(?i)\bw(?:s|ise)\b", text):
        return Term(datetime.date(first, 10, 1), (first, first + 1))
    if not month and half:
        month = 3 * int(half[1] or half[2]) - 2
    return Term(datetime.date(first, 1 if month == 10 else month or 1, 1), (first, first))


_SIGNS = "春夏秋冬봄여름가을겨울"
_BARE_YEAR = re.compile(
    r"(?i)(?:(?:[1-4]\.?\s?)?(?:academic year|year|jahr|année|año|anno|rok|год|semester|"
    r"semestr|semestre|trimestre|trimester|term|half|quarter|[htqs])?"
    r"[\s,.]*(?:[1-4](?:st|nd|rd|th)?)?[\s,.]*)?(?:19|20)[0-9]{2}(?:\s?[/–-]\s?(?:(?:19|20)?[0-9]{2}))?"
    r"[\s,./-]*(?:年度?|년도?|г\.?|[htqs]?[1-4]|(?:semester|term|half|quarter) [1-4])?"
)


def _century(year: str) -> int:
    return int(year) + (2000 if len(year) == 2 else 0) if year else 0


class Listed(NamedTuple):
    """A talk of a list, and what its row says of the season.

    ``key`` is season and episode, each 0 where the row does not say; ``term`` the name of a
    season without a number; ``moment`` when it is given, in local time of ``timezone`` or with
    the ``offset`` of its own; ``unread`` tells a date that nobody understood.
    """

    line: int
    talk: Talk
    key: tuple[int, int]
    moment: Moment | None
    theme: str
    register_url: str
    state: str
    timezone: str
    term: str = ""
    offset: datetime.timedelta | None = None
    unread: bool = False
    planned: bool = False


NumberedTalks = list[tuple[tuple[int, int], tuple[str, Listed]]]
"""Talks of lists with season and episode, each with its list's name, in this order."""


def number_listed(found: list[tuple[str, Listed]], notes: list[Note]) -> NumberedTalks:
    """Give each talk of a list its season and episode, and sort by them."""
    seasons = _seasons_of_listed(found, notes)
    numbered: NumberedTalks = []
    taken: set[tuple[int, int]] = set()
    waiting: list[tuple[int, tuple[str, Listed]]] = []
    for name, talk in found:
        season, episode = talk.key
        season = season or seasons[_unit(talk)]
        key = (season, episode)
        if episode and key not in taken:
            taken.add(key)
            numbered.append((key, (name, talk)))
            continue
        if episode:
            why = "this number is taken by a talk above; it gets the season's next one"
            notes.append(Note(name, talk.line, 1, "SEQ001", make_id(*key), "", why))
        waiting.append((season, (name, talk)))
    last: dict[int, int] = {}
    for season, episode in taken:
        last[season] = max(last.get(season, 0), episode)
    waiting.sort(key=lambda pair: (pair[0], _by_term(pair[1][1])))
    for season, item in waiting:
        episode = last[season] = last.get(season, 0) + 1
        numbered.append(((season, episode), item))
    return sorted(numbered, key=lambda pair: pair[0])


def _by_term(talk: Listed) -> datetime.date:
    """Return by what the talks of a named season are ordered; those of a day keep their order."""
    return as_date(talk.moment) if talk.term and talk.moment else datetime.date.min


def _unit(talk: Listed) -> str | datetime.date | None:
    """Return what makes a season of talks without a number: its name, else the day."""
    return talk.term or (as_date(talk.moment) if talk.moment else None)


def _seasons_of_listed(
    found: list[tuple[str, Listed]], notes: list[Note]
) -> dict[str | datetime.date | None, int]:
    """Number a season for each name or day of unnumbered talks; those without come last."""
    first = max((talk.key[0] for _, talk in found), default=0) + 1
    starts: dict[str | datetime.date | None, datetime.date] = {}
    named: dict[str, tuple[str, int]] = {}
    for name, talk in found:
        if talk.key[0]:
            continue
        unit = _unit(talk)
        term = read_term(talk.term) if talk.term else None
        start = as_date(talk.moment) if talk.moment else term.start if term else datetime.date.max
        starts[unit] = min(starts.get(unit, datetime.date.max), start)
        if talk.term:
            named.setdefault(talk.term, (name, talk.line))
    if None in starts:
        starts[None] = datetime.date.max
    order = sorted(starts, key=lambda unit: (starts[unit], unit is None))
    numbers = {unit: first + at for at, unit in enumerate(order)}
    for term_name, (name, line) in named.items():
        after = season_label(numbers[term_name])
        why = "the season's name stands in no record: seasons are numbered, the earliest first"
        notes.append(Note(name, line, 1, "guess", term_name, after, why))
    return numbers
