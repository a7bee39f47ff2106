"""Dates, hours and time zones as pages in English write them: a reader and a writer."""

import datetime
import functools
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

MONTHS = tuple(
    "January February March April May June July August September October November December".split()
)
DAYS = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())


def month_number(name: str) -> int:
    """Return the number of the month a name or its beginning (``Sept``) stands for, 0 for none."""
    if len(name) < 3:
        return 0
    found = (at for at, month in enumerate(MONTHS, 1) if month.lower().startswith(name.lower()))
    return next(found, 0)


def write_day(day: datetime.date, *, short: bool = False) -> str:
    """Return a day as messages have it: ``2 March 2026``, in short ``2 Mar 2026``."""
    month = MONTHS[day.month - 1]
    return f"{day.day} {month[:3] if short else month} {day.year}"


def write_moment(moment: datetime.date, *, short: bool = False) -> str:
    """Return a day, with its hour where that is known: ``2 March 2026 15:00``."""
    text = write_day(moment, short=short)
    if isinstance(moment, datetime.datetime):
        text += f" {moment.hour:02}:{moment.minute:02}"
    return text


def time_of_day(hour: int, minute: int = 0, half: str = "") -> datetime.time | None:
    """Return a time of the day, ``None`` for one that no clock shows.

    Args:
        hour: 0 to 23, or 1 to 12 with a half.
        minute: 0 to 59.
        half: ``a`` or ``p`` for the twelve hours before or after noon.
    """
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    return datetime.time(hour, minute) if hour < 24 and minute < 60 else None


class FoundDate(NamedTuple):
    """A date in a text: the span it takes and its day, ``None`` for one that no calendar has."""

    start: int
    end: int
    day: datetime.date | None
    doubtful: bool = False
    """Whether the month may as well come first."""


@functools.cache
def _date() -> re.Pattern[str]:
    month = "|".join(f"{name[:3]}(?:{name[3:]}|{name[3:4]})?" for name in MONTHS)
    day = r"(?<![\w.])(?:the\s+)?(?P<{0}>[0-9]{{1,2}})(?:st|nd|rd|th)?"
    weekday = r"(?:\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?\s+)?"
    return re.compile(
        rf"(?i){weekday}(?:(?<![0-9])(?P<y1>[0-9]{{4}})[-/.](?P<m1>[0-9]{{1,2}})[-/.]"
        r"(?P<d1>[0-9]{1,2})(?:T(?=[0-9])|(?![0-9]))"
        rf"|{day.format('d2')}\.?[\s-]+(?:of\s+)?(?P<m2>{month})\b\.?,?[\s-]+(?P<y2>[0-9]{{4}})\b"
        rf"|\b(?P<m3>{month})\b\.?\s+{day.format('d3')},?\s+(?P<y3>[0-9]{{4}})\b"
        r"|(?<![\w./])(?P<d4>[0-9]{1,2})(?P<sep>[./])\s?(?P<m4>[0-9]{1,2})(?P=sep)\s?"
        r"(?P<y4>[0-9]{4})\b)"
    )


def find_dates(text: str) -> Iterator[FoundDate]:
    """Yield the dates with a year in a text, in order.

    Understood are ``27th Feb 2023``, ``February 27, 2023``, ``2023-02-27``, ``27.02.2023`` and
    ``27/02/2023`` (the day first), each with an optional weekday.
    """
    for found in _date().finditer(text):
        year, month, day = next(
            (found[f"y{kind}"], found[f"m{kind}"], found[f"d{kind}"])
            for kind in "1234"
            if found[f"y{kind}"]
        )
        number = int(month) if month.isdecimal() else month_number(month)
        try:
            date = datetime.date(int(year), number, int(day))
        except ValueError:
            date = None
        doubtful = found["sep"] == "/" and int(day) <= 12
        yield FoundDate(found.start(), found.end(), date, doubtful)


Zone = datetime.tzinfo | None
"""A time zone, or none where its name is unknown."""


def is_at_an_end(moment: datetime.date) -> bool:
    """Tell whether a day is in the calendar's first or last year.

    Hours of other zones may lie outside the calendar there, and nobody means these years.
    """
    return not datetime.MINYEAR < moment.year < datetime.MAXYEAR


def zone_named(name: str) -> Zone:
    """Return the zone of the IANA database, ``None`` where it has no such name."""
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name) if name else None
    except (LookupError, ValueError, OSError):
        return None


class ZoneFault(NamedTuple):
    """A zone's abbreviation in a text that the date beside it contradicts."""

    offset: int
    """Where the abbreviation stands, in characters."""

    abbreviation: str
    right_one: str


_PAIRED = {
    "CET": "Europe/Brussels",
    "CEST": "Europe/Brussels",
    "EET": "Europe/Athens",
    "EEST": "Europe/Athens",
    "WET": "Europe/Lisbon",
    "WEST": "Europe/Lisbon",
}
"""Abbreviations that mean one thing everywhere, with a zone that uses both of the pair."""

_EUROPEAN = ("CET", "EET", "WET", "EST")
"""What every abbreviation of ``_PAIRED`` holds."""

_OTHER_NAMES_IN_EUROPE = ("London", "Dublin", "Belfast", "Jersey", "Guernsey", "Isle_of_Man")

_REACH = 60
"""How many characters may lie between a date and its zone's abbreviation."""


def zone_names(timezone: str) -> tuple[str, ...]:
    """Return texts of which every abbreviation that ``zone_contradictions`` knows holds one.

    They are found without the zone database for Europe, where names come in the pairs above.
    """
    region, _, city = timezone.partition("/")
    if region == "Europe" and city not in _OTHER_NAMES_IN_EUROPE:
        return _EUROPEAN
    return (*_EUROPEAN, *_names_in_year(zone_named(timezone), 2026))


@functools.cache
def _names_in_year(zone: Zone, year: int) -> frozenset[str]:
    """Return the abbreviations a zone uses in a year, if it uses two that are words."""
    if zone is None:
        return frozenset()
    names = frozenset(_name_on(zone, datetime.date(year, month, 15)) for month in range(1, 13))
    return names if len(names) > 1 and all(map(str.isalpha, names)) else frozenset()


def _name_on(zone: datetime.tzinfo, day: datetime.date) -> str:
    """Return a zone's abbreviation at noon of a day."""
    return datetime.datetime(day.year, day.month, day.day, 12, tzinfo=zone).tzname() or ""


def zone_contradictions(text: str, timezone: str) -> list[ZoneFault]:
    """Return the zone abbreviations in a text that the dates beside them contradict.

    A text says ``20 October 2025 at 3pm CET``: that day Copenhagen is on CEST. Looked for are
    the abbreviations of the series' own zone and the European pairs (CET/CEST …), each with the
    date of the same line that it goes with: the one before it, or, on a line that begins with
    the hour (``3pm CET on 20 October 2025``), the one behind it. A date without a year tells
    nothing, nor does one whose month may come first, nor the day on which the clock changes.

    Args:
        text: Any text, also a whole page.
        timezone: The IANA name of the series' zone; an unknown one counts as none.
    """
    if not any(name in text for name in zone_names(timezone)):
        return []
    zone = zone_named(timezone)
    names = {name for year in (2024, 2026) for name in _names_in_year(zone, year)} | set(_PAIRED)
    pattern = re.compile(rf"\b(?:{'|'.join(sorted(names))})\b")
    faults: list[ZoneFault] = []
    start = 0
    for line in text.splitlines(keepends=True):
        found = list(pattern.finditer(line))
        dates = list(find_dates(line)) if found else []
        for each in found:
            right = _right_name(each, found[0].start(), dates, zone)
            if right and right != each[0]:
                faults.append(ZoneFault(start + each.start(), each[0], right))
        start += len(line)
    return faults


def _right_name(found: re.Match[str], first: int, dates: list[FoundDate], zone: Zone) -> str:
    """Return what an abbreviation should read, ``""`` where nothing tells.

    Args:
        found: the abbreviation in its line.
        first: where the line's first abbreviation stands.
        dates: the line's dates.
        zone: the series' zone.
    """
    name, start, end = found[0], found.start(), found.end()
    before = [each for each in dates if each.end <= start <= each.end + _REACH]
    behind = [each for each in dates if end <= each.start <= end + _REACH]
    near = [*before[-1:], *behind[:1]]
    if not near:
        return ""
    date = near[-1] if first < dates[0].start else near[0]
    if date.day is None or date.doubtful:
        return ""
    day = date.day
    if name not in _names_in_year(zone, day.year):
        zone = zone_named(_PAIRED.get(name, ""))
        if name not in _names_in_year(zone, day.year):
            return ""
    assert zone
    # fold=1: where the clock goes back at midnight, the day's last hour comes twice.
    midnight = datetime.datetime(day.year, day.month, day.day, tzinfo=zone)
    if midnight.utcoffset() != midnight.replace(hour=23, minute=59, fold=1).utcoffset():
        return ""
    return _name_on(zone, day)


ZONES = {
    "CET": "Europe/Copenhagen",
    "CEST": "Europe/Copenhagen",
    "GMT": "Europe/London",
    "BST": "Europe/London",
    "EST": "America/New_York",
    "EDT": "America/New_York",
    "CST": "America/Chicago",
    "CDT": "America/Chicago",
    "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles",
    "EET": "Europe/Helsinki",
    "EEST": "Europe/Helsinki",
    "WET": "Europe/Lisbon",
    "WEST": "Europe/Lisbon",
    "JST": "Asia/Tokyo",
    "UTC": "UTC",
}
"""The zone that an abbreviation on a page is taken for; a page gives no better hint."""


_BESIDE = re.compile(
    r"(?i)[\W_]*(?:(?:at|on|the|from|time|hours?|start(?:s|ing)?|um|kl|von|(?:mon|tues?|wednes|thurs?|"
    r"fri|satur|sun)day|mon|tue|wed|thu|fri|sat|sun|[a-z]{3,4}(?=\W*on\b))\b[\W_]*)*"
)
"""What may stand between a day and its hour."""


class Stamp(NamedTuple):
    """A date found in a text.

    ``spans`` are the stretches of text it was read from; ``zone`` the abbreviation beside the
    hour; ``doubt`` says what had to be guessed.
    """

    moment: datetime.date
    spans: tuple[tuple[int, int], ...]
    zone: str = ""
    zone_at: int = -1
    doubt: str = ""


@cache
def _time() -> re.Pattern[str]:
    zones = "|".join(ZONES)
    return re.compile(
        r"(?i)(?:(?<![\w:.])|(?<=[0-9]T))(?P<h>[0-9]{1,2})(?:(?:[:.]|h)(?P<m>[0-9]{2}))?\s*"
        r"(?:(?P<half>[ap])\.?m\b\.?)?(?:\s*h(?:rs?|ours)?\b\.?)?"
        r"(?P<end>\s*(?:[-–—]|to|until|till)\s*[0-9]{1,2}(?:[:.h][0-9]{2})?\s*"
        r"(?:(?P<half2>[ap])\.?m\b\.?)?)?"
        rf"(?:\s*[(,]?\s*\b(?P<zone>(?:{zones})(?:\s?/\s?(?:{zones}))?)\b\)?)?"
    )


def find_date(text: str) -> Stamp | None:
    """Find the first date in a text, with the hour beside it; ``None`` without one.

    Understood are ``27th Feb 2023``, ``February 27, 2023``, ``2023-02-27``, ``27.02.2023`` and
    ``27/02/2023`` (the day first; noted as a doubt where the month could be), each with an
    optional weekday and an hour such as ``at 3:00pm CET`` or ``15:00``.
    """
    for found in find_dates(text):
        if found.day is None:
            continue
        doubt = "the day is read first, then the month" if found.doubtful else ""
        span = found.start, found.end
        hour = _hour(text, *span)
        if hour is None:
            return Stamp(found.day, (span,), doubt=doubt)
        moment = datetime.datetime.combine(found.day, hour[0])
        match = hour[1]
        zone = (match["zone"] or "").upper().replace(" ", "")
        at = match.start("zone") if zone else -1
        return Stamp(moment, (span, *_without_end(match)), zone, at, doubt)
    return None


def _hour(text: str, start: int, end: int) -> tuple[datetime.time, re.Match[str]] | None:
    """Return the hour beside a date: the first one after it, else the last one before it.

    Only small words and signs stand between them: "3.14" in a title further on is no hour.
    """
    after = [
        found
        for found in _time().finditer(text, end)
        if _clock(found) and _BESIDE.fullmatch(text, end, found.start())
    ]
    before = [
        found
        for found in _time().finditer(text[:start])
        if _clock(found) and _BESIDE.fullmatch(text, found.end(), start)
    ]
    match = after[0] if after else before[-1] if before else None
    clock = _clock(match) if match else None
    return (clock, match) if clock and match else None


def _without_end(match: re.Match[str]) -> tuple[tuple[int, int], ...]:
    """Return the spans of an hour without a given end ("3pm to 5pm"): no record holds it."""
    if not match["end"]:
        return (match.span(),)
    return ((match.start(), match.start("end")), (match.end("end"), match.end()))


def _clock(found: re.Match[str]) -> datetime.time | None:
    """Return the time of day of a match; ``None`` for a bare number and for an impossible hour."""
    hour, minute = int(found["h"]), int(found["m"] or 0)
    half = (found["half"] or found["half2"] or "").lower()
    if not found["m"] and not half and not found["zone"]:
        return None
    return time_of_day(hour, minute, half)
