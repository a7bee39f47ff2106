"""The rows of the list: which records it shows and in which order (pure)."""

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from lgtui.model import Records, Season, Talk, Where, parse_id, season_label

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
    """All rows in one order: seasons and talks, then organizers, series and pages."""
    if order in ("newest", "oldest"):
        rows = _by_season(records, order == "newest")
    else:
        rows = _flat(records, order)
    rows += [Row("organizers", at) for at in range(len(records.organizers))]
    rows += [Row("series", 0), Row("pages", 0)]
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
        talks.sort(key=lambda at: records.talks[at].title.casefold() or "\U0010ffff")
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
    return " ".join([words[-1], *words[:-1]]).casefold() if words else "\U0010ffff"


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
    """What people call a row's record: ``S09E01``, ``S09``, an organizer's name."""
    if row.kind == "talks":
        return records.talks[row.at].id
    if row.kind == "seasons":
        return season_label(records.seasons[row.at].number)
    if row.kind == "organizers":
        return records.organizers[row.at].name
    if row.kind == "missing":
        return season_label(row.at) if row.at >= 0 else "no season"
    return row.kind


def show_moment(moment: datetime.date | datetime.datetime | None) -> str:
    """A moment in the width of a list: ``2 Mar 2026 15:00``, ``TBA`` for none."""
    if moment is None:
        return "TBA"
    months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    day = f"{moment.day} {months[moment.month - 1]} {moment.year}"
    if isinstance(moment, datetime.datetime):
        return f"{day} {moment.hour:02}:{moment.minute:02}"
    return day


def season_words(season: Season) -> str:
    """What a season's heading says after its number: state, date, theme.

    A theme is announced only for what is still to come: a past season without one has none.
    """
    coming = season.state not in ("held", "cancelled")
    theme = season.theme or ("theme TBA" if coming else "")
    words = (season.state or "no state", show_moment(season.start), theme)
    return " · ".join(word for word in words if word)


def talk_sign(talk: Talk) -> str:
    """One cell for what is known of a talk's recording: ``▶`` linked, ``⊘`` withheld."""
    if talk.video_url:
        return "▶"
    return "⊘" if talk.recording == "withheld" else " "
