"""The rows of the list: which records, in which order, found by which words (pure)."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from lgtui.model import (
    FIELDS,
    PAGE_KINDS,
    TABLES,
    Records,
    Season,
    Speaker,
    Talk,
    Where,
    full_name,
    parse_id,
    record_at,
    record_label,
    season_label,
    value_of,
    values_reader,
)
from lgtui.text.dates import write_day, write_moment
from lgtui.text.folding import fold
from lgtui.tui.widgets.line_list import Cell, one_line, width

ORDERS = ("newest", "oldest", "file", "title", "speaker", "problems")
"""The orders of the list; the first two stand under their seasons."""

ORDER_WORDS = {
    "newest": "newest first",
    "oldest": "oldest first",
    "file": "as in the file",
    "title": "by title",
    "speaker": "by speaker",
    "problems": "problems first",
}


class Row(NamedTuple):
    """One row: ``kind`` and ``at`` name the record as in ``Where``.

    A talk row knows its season's place in ``records.seasons``, -1 where there is none. A row of
    kind ``missing`` stands for a season that has talks but no record; ``at`` is its number, -1
    for the talks whose id names no season.
    """

    kind: str
    at: int
    season: int = -1


Counts = dict[tuple[str, int], tuple[int, int]]
"""Errors and warnings of each record that has any, by kind and place."""


def count_findings(findings: Iterable[object]) -> Counts:
    """How many errors and warnings each record has."""
    counts: Counts = {}
    for finding in findings:
        place: Where = finding.where  # type: ignore[attr-defined] # anything with these two
        errors, warnings = counts.get((place.kind, place.at), (0, 0))
        error = finding.severity == "error"  # type: ignore[attr-defined] # see above
        counts[place.kind, place.at] = (errors + error, warnings + (not error))
    return counts


def build(records: Records, order: str = "newest", counts: Counts | None = None) -> list[Row]:
    """All rows in one order: seasons and talks, then organizers, series, wording and pages."""
    if order in ("newest", "oldest"):
        rows = _by_season(records, order == "newest")
    else:
        rows = _flat(records, order)
    rows += [Row("organizers", at) for at in range(len(records.organizers))]
    rows += [Row(kind, 0) for kind in TABLES]
    if order == "problems" and counts:
        rows.sort(key=lambda row: [-count for count in counts.get((row.kind, row.at), (0, 0))])
    return rows


def _numbers(records: Records) -> dict[int, int]:
    """The place of each season by its number; of two with one number the first."""
    places: dict[int, int] = {}
    for at, season in enumerate(records.seasons):
        places.setdefault(season.number, at)
    return places


def _by_season(records: Records, newest: bool) -> list[Row]:
    """Seasons with their talks under them, each season's talks by episode."""
    groups: dict[int, list[tuple[int, int]]] = {}
    for at, talk in enumerate(records.talks):
        season, episode = parse_id(talk.id) or (-1, 0)
        groups.setdefault(season, []).append((episode, at))
    places = _numbers(records)
    rows: list[Row] = []
    if lost := groups.pop(-1, None):
        # What fits nowhere stands where it is seen first.
        rows.append(Row("missing", -1))
        rows += [Row("talks", at) for _, at in lost]
    numbers = sorted({*groups, *(season.number for season in records.seasons)}, reverse=newest)
    doubled: dict[int, list[int]] = {}
    if len(places) < len(records.seasons):
        for at, season_record in enumerate(records.seasons):
            if places[season_record.number] != at:
                doubled.setdefault(season_record.number, []).append(at)
    for number in numbers:
        place = places.get(number, -1)
        rows.append(Row("seasons", place) if place >= 0 else Row("missing", number))
        rows += [Row("seasons", at) for at in doubled.get(number, ())]
        rows += [Row("talks", at, place) for _, at in sorted(groups.get(number, ()))]
    return rows


def _flat(records: Records, order: str) -> list[Row]:
    """Talks without headings in an order of their own, then the seasons."""
    places = _numbers(records)
    talks = list(range(len(records.talks)))
    if order == "title":
        talks.sort(key=lambda at: fold(records.talks[at].title) or "\U0010ffff")
    elif order == "speaker":
        talks.sort(key=lambda at: _speaker_key(records.talks[at]))
    rows = [
        Row("talks", at, places.get((parse_id(records.talks[at].id) or (-1, 0))[0], -1))
        for at in talks
    ]
    return rows + [Row("seasons", at) for at in range(len(records.seasons))]


def _speaker_key(talk: Talk) -> str:
    """What a talk is sorted under: its first speaker's last name; those without one come last."""
    words = talk.speakers[0].name.split() if talk.speakers else []
    return fold(" ".join([words[-1], *words[:-1]])) if words else "\U0010ffff"


def where_of(row: Row) -> Where:
    """The place of a row's record; the whole file for a season that has no record."""
    return Where() if row.kind == "missing" else Where(row.kind, row.at)


Key = tuple[str, str, int]
"""What a record is called, with a number for the second of one name: survives a reload."""


def find_key(records: Records, rows: list[Row], key: Key) -> int | None:
    """The row of the record with a key, ``None`` where it is not among them."""
    kind, name, number = key
    for place, row in enumerate(rows):
        if row.kind == kind and name_of(records, row) == name:
            if not number:
                return place
            number -= 1
    return None


def name_of(records: Records, row: Row) -> str:
    """Return what people call a row's record: ``S09E01``, ``S09``, an organizer's name."""
    if row.kind == "missing":
        return season_label(row.at) if row.at >= 0 else "no season"
    return record_label(records, where_of(row))


def show_moment(moment: datetime.date | datetime.datetime | None) -> str:
    """A moment in the width of a list: ``2 Mar 2026 15:00``, ``TBA`` for none."""
    return "TBA" if moment is None else write_moment(moment, short=True)


def season_words(season: Season) -> str:
    """What a season's heading says after its number: state, date, theme.

    A theme is announced only for what is still to come: a past season without one has none.
    """
    coming = season.state not in ("held", "cancelled")
    theme = season.theme or ("theme TBA" if coming else "")
    words = (season.state or "no state", show_moment(season.start), theme)
    return " · ".join(word for word in words if word)


def talk_sign(talk: Talk) -> str:
    """One cell: ``×`` for a cancelled talk; of a recording ``▶`` linked, ``⊘`` withheld."""
    if talk.state == "cancelled":
        return "×"
    if talk.video_url:
        return "▶"
    return "⊘" if talk.recording == "withheld" else " "


def words_of(query: str) -> tuple[str, ...]:
    """The words a query asks for; all of them have to be found."""
    return tuple(dict.fromkeys(fold(query).split()))


def _strings(value: object) -> Iterator[str]:
    """All texts in a record, numbers as they are written, dates also with their month's name."""
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _strings(part)
    elif value is not None:
        yield str(value)
    if isinstance(value, datetime.date):
        yield write_day(value)


class Index:
    """The folded words of each record, made when they are first asked for.

    A query is words without blanks between them, so each word is kept once: of 10,000 abstracts
    that is a fraction, to keep as well as to look through.

    It is kept by the record's identity: an edit makes one new value, all others are still known.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[object, str]] = {}

    def text(self, record: tuple[object, ...]) -> str:
        """The folded words of all of a record's fields, each once, with blanks between them."""
        found = self._known.get(id(record))
        if found is not None:
            return found[1]
        folded = " ".join(dict.fromkeys(fold("\n".join(_strings(record))).split()))
        # Holding the record keeps its identity from being given to another one.
        self._known[id(record)] = (record, folded)
        return folded

    def prune(self, records: Records) -> None:
        """Forgets the records of earlier versions once they outnumber the current ones."""
        current = (*records.talks, *records.seasons, *records.organizers)
        if len(self._known) > 2 * len(current) + 1000:
            kept = {id(record) for record in current}
            self._known = {key: value for key, value in self._known.items() if key in kept}


def row_text(index: Index, records: Records, row: Row) -> str:
    """The folded text of a row's record; a talk is also found by its season's theme."""
    if row.kind == "talks":
        text = index.text(records.talks[row.at])
        if row.season >= 0:
            theme = records.seasons[row.season].theme
            return f"{text}\n{fold(theme)}" if theme else text
        return text
    if row.kind == "seasons":
        return name_of(records, row).lower() + "\n" + index.text(records.seasons[row.at])
    if row.kind == "organizers":
        return "organizer\n" + index.text(records.organizers[row.at])
    if row.kind == "missing":
        return name_of(records, row).lower()
    return row.kind + "\n" + index.text(record_at(records, Where(row.kind)))


def matches(index: Index, records: Records, row: Row, words: Sequence[str]) -> bool:
    """Whether a row's record holds all words."""
    text = row_text(index, records, row)
    return all(word in text for word in words)


def select(
    index: Index, records: Records, rows: Sequence[Row], words: Sequence[str]
) -> Iterator[Row | None]:
    """The rows that hold all words, in order; ``None`` for each that was looked at in vain.

    A season's heading is also kept for the sake of its talks.
    """
    heading: Row | None = None
    for row in rows:
        found = matches(index, records, row, words)
        if row.kind in ("seasons", "missing"):
            heading = None if found else row
        elif row.kind != "talks":
            heading = None
        elif found and heading is not None:
            yield heading
            heading = None
        yield row if found else None


def finding_signs(count: tuple[int, int]) -> list[Cell]:
    """Three cells: ``✗2`` for errors, else ``!1`` for warnings, else blank."""
    errors, warnings = count
    if errors:
        return [(f"✗{min(errors, 9)} ", "error")]
    return [(f"!{min(warnings, 9)} ", "warning")] if warnings else [("   ", "row")]


def words(records: Records, entry: Row, room: int) -> list[Cell]:
    """The words of a row, at most ``room`` cells in all."""
    if entry.kind == "talks":
        return _talk(records, entry, room)
    if entry.kind in ("seasons", "missing"):
        return _season(records, entry, room)
    return _other(records, entry, room)


TIGHT, ROOMY = 36, 56
"""Up to so many cells a talk has room for its title alone, and for surnames beside it."""


def _speakers(talk: Talk, left: int) -> str:
    """Return who speaks, in the room that the title leaves; surnames where there is little.

    Who speaks is looked for as often as what about.
    """
    if left <= TIGHT:
        return ""
    # What is cut fills the room, so it never fits beside the title.
    names = one_line(", ".join(full_name(each) for each in talk.speakers[:9]), left)
    if width(one_line(talk.title or "TBA", left)) + 3 + width(names) <= left:
        return names
    if left > ROOMY:
        return one_line(names, left // 2)
    return one_line(", ".join(_surname(each) for each in talk.speakers[:9]), left // 3)


def _surname(speaker: Speaker) -> str:
    """Return the last word of a name."""
    return speaker.name.split()[-1] if speaker.name.strip() else ""


def _talk(records: Records, entry: Row, room: int) -> list[Cell]:
    """A talk: id, sign of its recording, title, speakers."""
    talk = records.talks[entry.at]
    name = one_line(talk.id or "no id", min(12, room - 4))
    sign = talk_sign(talk)
    left = room - width(name) - 4
    speakers = _speakers(talk, left)
    title = one_line(talk.title or "TBA", left - (width(speakers) + 3 if speakers else 0))
    cells = [(f" {name} ", "row"), (sign + " ", "good"), (title, "row")]
    return [*cells, (f" · {speakers}", "dim")] if speakers else cells


def _season(records: Records, entry: Row, room: int) -> list[Cell]:
    """A season's heading: number, state, date, theme."""
    name = name_of(records, entry)
    if entry.kind == "missing":
        text = "these ids name no season" if entry.at < 0 else "has no record: A adds it"
        return [(one_line(f"{name} {text}", room), "error")]
    said = season_words(records.seasons[entry.at])
    return [(one_line(f"{name} {said}", room), "heading")]


def _other(records: Records, entry: Row, room: int) -> list[Cell]:
    """An organizer, the series, its wording, the pages."""
    if entry.kind == "organizers":
        name, text = "Organizer", records.organizers[entry.at].name or "no name"
    elif entry.kind == "series":
        name, text = "Series", records.series.name or "no name"
    elif entry.kind == "wording":
        own = values_reader(field.name for field in FIELDS["wording"])(records.wording)
        name, text = "Wording", ", ".join(filter(None, own)) or "as usual"
    else:
        pages = filter(None, (value_of(records.pages, kind) for kind in PAGE_KINDS))
        name, text = "Pages", ", ".join(pages) or "none is written"
    return [(name + " ", "dim"), (one_line(text, max(0, room - len(name) - 1)), "row")]
