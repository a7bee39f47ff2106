"""Opening the data file: a small one at once, of a large one the beginning first."""

from typing import NamedTuple

from lgtui.model import DataError, Records, parse_id
from lgtui.store import Document, parse
from lgtui.store.disk import read_file
from lgtui.store.reading import read_templates

SMALL = 200_000
"""Bytes that are parsed in less time than a screen takes to paint."""

PART = 12_000
"""Bytes of each part of a large file that is shown before the rest is read."""


_HEADER = b"\n[["

NEAR = 1_000_000
"""Bytes from the end in which the last season is looked for first."""


class Opened(NamedTuple):
    """A file that was opened; ``complete`` is false while only its ends were parsed."""

    document: Document
    complete: bool


def open_file(path: str) -> Opened:
    """Reads a data file, and parses it or, of a large one, its ends.

    Raises:
        DataError: it cannot be read, or a small one is not valid.
    """
    raw = read_file(path)
    if len(raw) <= SMALL:
        document = parse(raw, path)
        read_templates(document.records, path)
        return Opened(document, True)
    return Opened(Document(path, raw, _ends(raw, path)), False)


def _ends(raw: bytes, path: str) -> Records:
    """The records that are seen first: the series, and the newest seasons with their talks."""
    last_season = _last_season(raw)
    half = PART // 2
    # However long that season is: it is the one that the list begins with.
    past = raw.find(_HEADER, last_season + 1) + len(_HEADER)
    season_end = max(last_season + half, past if past >= len(_HEADER) else len(raw))
    spans = ((0, PART), (last_season - half, season_end), (len(raw) - PART, len(raw)))
    parts = dict.fromkeys(_part(raw, max(0, start), end) for start, end in spans)
    head, *others = (_parsed(raw[start:end], path) for start, end in parts)
    seasons = {each.number: each for part in others for each in part.seasons}
    talks = {each.id: each for part in others for each in part.talks}
    numbers = {key[0] for key in map(parse_id, talks) if key} & seasons.keys()
    return head._replace(
        seasons=tuple(seasons[number] for number in sorted(numbers)),
        talks=tuple(
            talk for name, talk in talks.items() if (parse_id(name) or (-1, 0))[0] in numbers
        ),
    )


def _last_season(raw: bytes) -> int:
    """Where the last season begins, -1 where there is none.

    Looked for where it is in most files, before looking through all of it: near the end where
    seasons and talks alternate, before the first talk where all seasons come first.
    """
    near = raw.rfind(b"\n[[seasons]]", max(0, len(raw) - NEAR))
    if near >= 0:
        return near
    before = raw.rfind(b"\n[[seasons]]", 0, max(0, raw.find(b"\n[[talks]]")))
    return before if before >= 0 else raw.rfind(b"\n[[seasons]]")


def _part(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """A span from one header to another; the file's own start and end count as such.

    A record longer than the span is taken whole: one long text must not make the file's first
    paint wait for all of it, nor leave its newest talk out.
    """
    if start:
        within = raw.find(_HEADER, start, end)
        start = (within if within >= 0 else raw.rfind(_HEADER, 0, start)) + 1
    if end < len(raw):
        within = raw.rfind(_HEADER, start, end)
        past = within if within >= 0 else raw.find(_HEADER, end)
        end = past + 1 if past >= 0 else len(raw)
    return start, end


def _parsed(raw: bytes, path: str) -> Records:
    """The records of a part; none where it began or ended within a text, not at a header."""
    try:
        return parse(raw, path).records
    except DataError:
        return Records()
