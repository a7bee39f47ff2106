"""Imports lists of talks (CSV or YAML, a row for each), with a report."""

import datetime
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from lgtui.importers import Note, Source
from lgtui.importers.encoding.repair import repair, strip_invisible
from lgtui.importers.list_items import VIDEO_TEXT
from lgtui.importers.numbering import usual_talks_per_season
from lgtui.importers.page_reader import repair_notes
from lgtui.importers.people import people
from lgtui.importers.tables import Cell, Row, assign, read_rows
from lgtui.model import (
    Link,
    Moment,
    Records,
    Season,
    Series,
    Speaker,
    Talk,
    as_date,
    full_name,
    make_id,
    parse_id,
)
from lgtui.text.dates import ZONES, find_date, zone_named
from lgtui.text.inline_markdown import TBA, blank, has_words, word_list
from lgtui.text.urls import Address, addresses

_WITHHELD = re.compile(
    r"(?i)\b(?:withheld|with-?hold|no|none|not (?:to be )?(?:shared|public)|private)\b"
)
_STATES = {
    "held": "held", "done": "held", "past": "held", "given": "held", "archived": "held",
    "cancelled": "cancelled", "canceled": "cancelled",
    "upcoming": "upcoming", "planned": "upcoming", "confirmed": "upcoming", "scheduled": "upcoming",
}  # fmt: skip


class Listed(NamedTuple):
    """A talk of a list, and what its row says of the season.

    ``key`` is season and episode, each 0 where the row does not say; ``moment`` when it is given.
    """

    line: int
    talk: Talk
    key: tuple[int, int]
    moment: Moment | None
    theme: str
    register_url: str
    state: str
    timezone: str


class Reader:
    """Reads the rows of one list; ``notes`` collects what the report will say."""

    def __init__(self, name: str, columns: dict[str, list[str]]) -> None:
        self.name, self.columns = name, columns
        self.notes: list[Note] = []

    def row(self, row: Row) -> Listed | None:
        """Read a row as a talk; ``None`` for one without any fact."""
        if not any(self._cells(row, fact) for fact in self.columns):
            return None
        moment, zone = self._moment(row)
        talk = Talk(
            "",
            self._line(row, "title"),
            self._speakers(row),
            self._line(row, "affiliation"),
            abstract=self._text(row, "abstract"),
            bio=self._text(row, "bio"),
        )
        talk = self._links(row, self._recording(row, talk))
        return Listed(
            row.line,
            talk,
            self._key(row),
            moment,
            self._line(row, "theme"),
            self._line(row, "register_url"),
            self._state(row),
            zone,
        )

    def _note(self, row: Row, kind: str, before: str, after: str, why: str) -> None:
        self.notes.append(Note(self.name, row.line, 1, kind, before, after, why))

    def _unless_empty(self, row: Row, text: str, why: str) -> None:
        """Note words that the record does not take, where there are any."""
        if text:
            self._note(row, "kept", text, "", why)

    def _cells(self, row: Row, fact: str) -> list[Cell]:
        """Return the filled cells of a fact; TBA counts as empty."""
        found = [row.cell(column) for column in self.columns.get(fact, ())]
        return [
            cell
            for cell in found
            if (cell.strip() and not TBA.fullmatch(cell.strip()) if isinstance(cell, str) else cell)
        ]

    def _strings(self, row: Row, fact: str) -> list[str]:
        """Return the texts of a fact's cells; lists one by one, mappings as ``name: value``."""
        return [text for cell in self._cells(row, fact) for text in _texts(cell) if text.strip()]

    def _line(self, row: Row, fact: str) -> str:
        """Return a fact of one line; several cells with a blank between them."""
        return " ".join(" ".join(self._strings(row, fact)).split())

    def _text(self, row: Row, fact: str) -> str:
        """Return a Markdown text; several cells as paragraphs."""
        return "\n\n".join(text.strip() for text in self._strings(row, fact))

    def _speakers(self, row: Row) -> tuple[Speaker, ...]:
        found: list[Speaker] = []
        for cell in self._cells(row, "speaker"):
            for each in cell if isinstance(cell, list) else [cell]:
                found += _speaker(each) if isinstance(each, dict) else self._people(row, each)
        urls = [url.strip() for text in self._strings(row, "speaker_url") for url in _split(text)]
        for at, url in enumerate(urls):
            if url and at < len(found) and not found[at].url:
                found[at] = found[at]._replace(url=url)
            elif url:
                self._note(row, "kept", url, "", "an address more than there are speakers")
        return tuple(found)

    def _people(self, row: Row, cell: Cell) -> list[Speaker]:
        """Read the people of a text; as one name where a word would be lost."""
        found: list[Speaker] = []
        for text in _split(" ".join(_texts(cell))):
            if not text.strip():
                continue
            named = [
                Speaker(one.name, one.prefix, one.url, one.affiliation) for one in people(text)
            ]
            held = [word for one in named for field in one[:4] for word in word_list(field)]
            lost = set(word_list(text)) - set(held) - {"and", "with"}
            if lost or not named:
                self._note(row, "guess", text, text, "read as one name")
                named = [Speaker(" ".join(text.split()))]
            found += named
        return found

    def _recording(self, row: Row, talk: Talk) -> Talk:
        """Return the talk with its video's address, or the note that it is withheld."""
        for fact in ("video", "recording"):
            for text in self._strings(row, fact):
                found = addresses(text)
                for address in found:
                    if not talk.video_url:
                        talk = talk._replace(video_url=_as_given(text, address))
                    else:
                        talk = talk._replace(links=(*talk.links, Link("Video", address.url)))
                if found:
                    beside = _beside(text, found)
                    self._unless_empty(row, beside, f"words beside the address in {fact}")
                elif _WITHHELD.search(text) and not re.fullmatch(r"(?i)\s*(?:no|none)\s*", text):
                    talk = talk._replace(recording="withheld")
                    if not _WITHHELD.fullmatch(text.strip()):
                        self._note(row, "guess", text, "withheld", "the recording is not shared")
                elif not re.fullmatch(r"(?i)\s*(?:yes|ok|no|none|n/?a|-)\s*", text):
                    self._note(row, "kept", text, "", f"no address of a video in {fact}")
        return talk

    def _links(self, row: Row, talk: Talk) -> Talk:
        """Return the talk with its further links, such as ``Slides: https://…``."""
        for fact in ("slides", "links"):
            for text in self._strings(row, fact):
                found = addresses(text)
                if not found:
                    self._note(row, "kept", text, "", "no address in it")
                at = 0
                for address in found:
                    label = (address.text or text[at : address.start]).strip(" ;,:\n\t-–")
                    usual = "Slides" if fact == "slides" else "Link"
                    talk = talk._replace(links=(*talk.links, Link(label or usual, address.url)))
                    at = address.end
                if found and has_words(text[at:]):
                    self._note(row, "kept", text[at:].strip(), "", "words behind an address")
        return talk

    def _key(self, row: Row) -> tuple[int, int]:
        """Return season and episode: from the id, else from their columns."""
        given = self._line(row, "id")
        if key := parse_id(given):
            return key
        if found := re.fullmatch(r"(?i)S?0*([0-9]{1,9})\s*[ExX.:/-]\s*0*([0-9]{1,9})", given):
            return int(found[1]), int(found[2])
        if given:
            self._note(row, "kept", given, "", "no id like S01E01; the talk is numbered by its day")
        numbers = []
        for fact in ("season", "episode"):
            text = self._line(row, fact)
            number = re.search(r"(?<![0-9])[0-9]{1,9}(?![0-9])", text)
            if text and not number:
                self._note(row, "kept", text, "", f"no number in {fact}")
            elif text and not re.fullmatch(rf"(?i)(?:{fact}|webinar|[se])?\W*[0-9]+\W*", text):
                self._note(row, "kept", text, "", f"words beside the number in {fact}")
            numbers.append(int(number[0]) if number else 0)
        return numbers[0], numbers[1]

    def _state(self, row: Row) -> str:
        text = self._line(row, "state").casefold()
        if text and text not in _STATES:
            self._note(row, "kept", text, "", "no state: held, upcoming or cancelled")
        return _STATES.get(text, "")

    def _moment(self, row: Row) -> tuple[Moment | None, str]:
        """Read when a talk is given, and the zone that the row names."""
        zone = self._line(row, "timezone")
        date, time = self._line(row, "date"), self._line(row, "time")
        text = f"{date} {time}".strip()
        if not text:
            return None, zone
        if (moment := _iso(text)) is not None:
            if isinstance(moment, datetime.datetime) and moment.tzinfo is not None:
                moment = self._local(row, text, moment, zone)
            return moment, zone
        stamp = find_date(text)
        if stamp is None:
            self._note(row, "kept", text, "", "no date that is understood; the talk has none")
            return None, zone
        if stamp.doubt:
            self._note(row, "guess", text, stamp.moment.isoformat(), stamp.doubt)
        rest = blank(text, list(stamp.spans))
        if has_words(rest):
            self._note(row, "kept", " ".join(rest.split()), "", "words beside the date")
        return stamp.moment, zone or ZONES.get(stamp.zone.split("/")[0], "")

    def _local(
        self, row: Row, text: str, moment: datetime.datetime, zone: str
    ) -> datetime.datetime:
        """Return a moment with an offset as local time in the row's zone."""
        there = zone_named(zone)
        try:
            local = moment.astimezone(there) if there else moment
        except OverflowError:  # a day at the end of the calendar
            local, zone = moment, ""
        local = local.replace(tzinfo=None, fold=0)
        why = f"local time in {zone}" if zone else "its offset is left out: look at it"
        self._note(row, "guess", text, local.isoformat(), why)
        return local


def _iso(text: str) -> Moment | None:
    """Parse ISO 8601: ``2026-03-02``, ``2026-03-02T15:00``, with an offset too."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        pass  # not a bare date; perhaps one with an hour
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        return None


def _as_given(text: str, address: Address) -> str:
    """Return an address as its cell has it where it is all of the cell, else tidied."""
    whole = text.strip()
    return whole if whole.startswith("http") and not re.search(r"\s", whole) else address.url


def _beside(text: str, found: list[Address]) -> str:
    """Return the words beside a cell's addresses; empty for "video" or the like."""
    left = " ".join([blank(text, [(one.start, one.end) for one in found]),
                     *(one.text for one in found)])  # fmt: skip
    left = " ".join(left.split())
    return left if has_words(left) and not VIDEO_TEXT.fullmatch(left) else ""


def _split(text: str) -> list[str]:
    return re.split(r"\s*[;\n]\s*", text)


def _texts(cell: Cell) -> list[str]:
    if isinstance(cell, str):
        return [cell]
    if isinstance(cell, list):
        return [text for each in cell for text in _texts(each)]
    if "url" in cell and ("label" in cell or "name" in cell or "title" in cell):
        label = cell.get("label") or cell.get("name") or cell.get("title")
        return [f"{label}: {cell['url']}"]
    return [f"{name}: {text}" for name, each in cell.items() for text in _texts(each)]


def _speaker(cell: dict[str, Cell]) -> list[Speaker]:
    """Return a speaker as a YAML mapping with the fields of a record."""

    def field(*names: str) -> str:
        return next(
            (" ".join(" ".join(_texts(cell[name])).split()) for name in names if name in cell), ""
        )

    speaker = Speaker(
        field("name", "speaker"),
        field("prefix", "title"),
        field("url", "website", "homepage"),
        field("affiliation", "institution", "university"),
    )
    return [speaker] if full_name(speaker).strip() else []


class ListImport(NamedTuple):
    """What the lists gave: seasons and talks, the zone they name, and the report."""

    records: Records
    report: tuple[Note, ...]


def import_lists(
    sources: Iterable[Source], given: Mapping[str, list[str]], today: Moment
) -> ListImport:
    """Read lists of talks into records.

    A talk's season and episode are those it has; where a list gives none, the talks of one day
    are a season, in the order of the days.

    Args:
        sources: the lists as they lie on disk.
        given: the column map, see :func:`lgtui.importers.tables.parse_map`.
        today: the day by which a season without a state counts as held or upcoming.

    Raises:
        DataError: a file is no list, or the map names a column that it does not have.
    """
    notes: list[Note] = []
    found: list[tuple[str, Listed]] = []
    for source in sources:
        fixed = repair(source.raw)
        text, invisible = strip_invisible(fixed.text)
        notes += repair_notes(source.name, fixed, invisible)
        rows = read_rows(source.name, text)
        names = list(dict.fromkeys(name for row in rows for name in row.cells))
        columns = assign(names, given)
        notes += _unused(source.name, rows, names, columns)
        reader = Reader(source.name, columns)
        found += [(source.name, talk) for row in rows if (talk := reader.row(row))]
        notes += reader.notes
    return to_records(found, today, notes)


def to_records(found: list[tuple[str, Listed]], today: Moment, notes: list[Note]) -> ListImport:
    """Make records of the talks that rows gave, numbered and in seasons.

    Args:
        found: the talks, each with the name of its source.
        today: the day by which a season without a state counts as held or upcoming.
        notes: what there is to report so far.
    """
    if not found:
        return ListImport(Records(), tuple(notes))
    numbered = _numbered(found, notes)
    seasons = tuple(_season(*group, as_date(today), notes) for group in _groups(numbered))
    by_number = {season.number: season for season in seasons}
    talks = tuple(_dated(key, each, by_number[key[0]]) for key, (_, each) in numbered)
    zones = dict.fromkeys(each.timezone for _, each in found if each.timezone)
    for zone in list(zones)[1:]:
        name, first = next((name, each) for name, each in found if each.timezone == zone)
        why = f"the series has one time zone, {next(iter(zones))}"
        notes.append(Note(name, first.line, 1, "disagree", zone, "", why))
    size, found_notes = usual_talks_per_season(seasons, talks, found[0][0])
    notes += found_notes
    series = Series(timezone=next(iter(zones), ""), talks_per_season=size)
    return ListImport(Records(series, seasons=seasons, talks=talks), tuple(notes))


_Numbered = list[tuple[tuple[int, int], tuple[str, Listed]]]


def _unused(
    name: str, rows: list[Row], names: list[str], columns: Mapping[str, list[str]]
) -> list[Note]:
    """Note each column that has values and is not imported."""
    used = {column for each in columns.values() for column in each}
    used |= {column.partition(".")[0] for column in used}
    return [
        Note(name, said[0], 1, "kept", column, "",
             f"this column is not imported; --map FACT={column!r} would")
        for column in names
        if column not in used and (said := [row.line for row in rows if row.cell(column)])
    ]  # fmt: skip


def _numbered(found: list[tuple[str, Listed]], notes: list[Note]) -> _Numbered:
    """Give each talk its season and episode, and sort by them."""
    seasons = _seasons_by_day(found)
    numbered: _Numbered = []
    taken: set[tuple[int, int]] = set()
    waiting: list[tuple[int, tuple[str, Listed]]] = []
    for name, talk in found:
        season, episode = talk.key
        if not season:
            season = seasons[as_date(talk.moment) if talk.moment else None]
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
    for season, item in waiting:
        episode = last[season] = last.get(season, 0) + 1
        numbered.append(((season, episode), item))
    return sorted(numbered, key=lambda pair: pair[0])


def _seasons_by_day(found: list[tuple[str, Listed]]) -> dict[datetime.date | None, int]:
    """Number a season for each day of unnumbered talks; undated ones come last."""
    open_ = [talk for _, talk in found if not talk.key[0]]
    days = sorted({as_date(talk.moment) for talk in open_ if talk.moment})
    first = max((talk.key[0] for _, talk in found), default=0) + 1
    numbers: dict[datetime.date | None, int] = {day: first + at for at, day in enumerate(days)}
    numbers[None] = first + len(days)
    return numbers


def _groups(numbered: _Numbered) -> list[tuple[int, list[tuple[str, Listed]]]]:
    groups: dict[int, list[tuple[str, Listed]]] = {}
    for (season, _), item in numbered:
        groups.setdefault(season, []).append(item)
    return list(groups.items())


def _season(
    number: int, talks: list[tuple[str, Listed]], today: datetime.date, notes: list[Note]
) -> Season:
    """Build a season from its rows; where they disagree, the first one counts."""
    facts: dict[str, str] = {}
    all_off = all(talk.state == "cancelled" for _, talk in talks)
    for name, talk in talks:
        for fact, value in (
            ("theme", talk.theme), ("register_url", talk.register_url), ("state", talk.state),
        ):  # fmt: skip
            if fact == "state" and value == "cancelled" and not all_off:
                continue  # this talk alone was not held
            if value and value != facts.setdefault(fact, value):
                why = f"{fact} of season {number}: a row above says {facts[fact]}"
                notes.append(Note(name, talk.line, 1, "disagree", value, "", why))
    moments = [talk.moment for _, talk in talks if talk.moment]
    start = _start(moments)
    state = facts.get("state", "")
    if not state:
        past = start is not None and max(map(as_date, moments)) < today
        state = "held" if past or any(talk.talk.video_url for _, talk in talks) else "upcoming"
    return Season(number, facts.get("theme", ""), start, facts.get("register_url", ""), state)


def _dated(key: tuple[int, int], listed: Listed, season: Season) -> Talk:
    """Give a talk its id, and a date and a state where these are not its season's."""
    start = season.start
    own = listed.moment if listed.moment != start else None
    if own and start and own == as_date(start) and not isinstance(own, datetime.datetime):
        own = None  # the same day, with the hour left to the season
    off = listed.state == "cancelled" != season.state
    return listed.talk._replace(
        id=make_id(*key), date=own, state="cancelled" if off else listed.talk.state
    )


def _start(moments: list[Moment]) -> Moment | None:
    """Return the first day of some moments, with its first hour where one of them has an hour."""
    if not moments:
        return None
    day = min(map(as_date, moments))
    hours = [each for each in moments if isinstance(each, datetime.datetime) and each.date() == day]
    return min(hours, default=day)
