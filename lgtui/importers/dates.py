"""Dates and hours as people write them on pages, and the time zones they name."""

import datetime
import re
from functools import cache
from typing import NamedTuple

from lgtui.model import Moment

MONTHS = "january february march april may june july august september october november december"

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

    moment: Moment
    spans: tuple[tuple[int, int], ...]
    zone: str = ""
    zone_at: int = -1
    doubt: str = ""


@cache
def _date() -> re.Pattern[str]:
    month = "|".join(f"{name[:3]}(?:{name[3:]}|{name[3:4]})?" for name in MONTHS.split())
    day = r"(?<![\w.])(?:the\s+)?(?P<{0}>[0-9]{{1,2}})(?:st|nd|rd|th)?"
    weekday = r"(?:\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?\s+)?"
    return re.compile(
        rf"(?i){weekday}(?:(?P<y1>[0-9]{{4}})[-/.](?P<m1>[0-9]{{1,2}})[-/.](?P<d1>[0-9]{{1,2}})\b"
        rf"|{day.format('d2')}\.?[\s-]+(?:of\s+)?(?P<m2>{month})\b\.?,?[\s-]+(?P<y2>[0-9]{{4}})\b"
        rf"|\b(?P<m3>{month})\b\.?\s+{day.format('d3')},?\s+(?P<y3>[0-9]{{4}})\b"
        r"|(?<![\w./])(?P<d4>[0-9]{1,2})(?P<sep>[./])(?P<m4>[0-9]{1,2})(?P=sep)(?P<y4>[0-9]{4})\b)"
    )


@cache
def _time() -> re.Pattern[str]:
    zones = "|".join(ZONES)
    return re.compile(
        r"(?i)(?<![\w:.])(?P<h>[0-9]{1,2})(?:(?:[:.]|h)(?P<m>[0-9]{2}))?\s*"
        r"(?:(?P<half>[ap])\.?m\b\.?)?(?:\s*h(?:rs?|ours)?\b\.?)?"
        r"(?P<end>\s*(?:[-–—]|to|until|till)\s*[0-9]{1,2}(?:[:.h][0-9]{2})?\s*"
        r"(?:(?P<half2>[ap])\.?m\b\.?)?)?"
        rf"(?:\s*[(,]?\s*\b(?P<zone>(?:{zones})(?:\s?/\s?(?:{zones}))?)\b\)?)?"
    )


def find_date(text: str) -> Stamp | None:
    """The first date in a text with the hour that stands beside it, or ``None``.

    Understood are ``27th Feb 2023``, ``February 27, 2023``, ``2023-02-27``, ``27.02.2023`` and
    ``27/02/2023`` (the day first; noted as a doubt where the month could be), each with an
    optional weekday and an hour such as ``at 3:00pm CET`` or ``15:00``.
    """
    for found in _date().finditer(text):
        day = _day(found)
        if day is None:
            continue
        doubt = ""
        if found["d4"] and found["sep"] == "/" and int(found["d4"]) <= 12:
            doubt = "the day is read first, then the month"
        hour = _hour(text, found)
        if hour is None:
            return Stamp(day, (found.span(),), doubt=doubt)
        moment = datetime.datetime.combine(day, hour[0])
        match = hour[1]
        zone = (match["zone"] or "").upper().replace(" ", "")
        at = match.start("zone") if zone else -1
        return Stamp(moment, (found.span(), *_without_end(match)), zone, at, doubt)
    return None


def _day(found: re.Match[str]) -> datetime.date | None:
    """The day a match stands for; ``None`` for a day the calendar does not have."""
    year, month, day = next(
        (found[f"y{kind}"], found[f"m{kind}"], found[f"d{kind}"])
        for kind in "1234"
        if found[f"y{kind}"]
    )
    if not month.isdecimal():
        names = [name[:3] for name in MONTHS.split()]
        month = str(names.index(month[:3].lower()) + 1)
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _hour(text: str, day: re.Match[str]) -> tuple[datetime.time, re.Match[str]] | None:
    """The hour beside a date: the first one after it, else the last one before it.

    Only small words and signs stand between them: "3.14" in a title further on is no hour.
    """
    after = [
        found
        for found in _time().finditer(text, day.end())
        if _clock(found) and _BESIDE.fullmatch(text, day.end(), found.start())
    ]
    before = [
        found
        for found in _time().finditer(text[: day.start()])
        if _clock(found) and _BESIDE.fullmatch(text, found.end(), day.start())
    ]
    match = after[0] if after else before[-1] if before else None
    clock = _clock(match) if match else None
    return (clock, match) if clock and match else None


def _without_end(match: re.Match[str]) -> tuple[tuple[int, int], ...]:
    """The spans of an hour; a given end ("3pm to 5pm") is not among them, no record holds it."""
    if not match["end"]:
        return (match.span(),)
    return ((match.start(), match.start("end")), (match.end("end"), match.end()))


def _clock(found: re.Match[str]) -> datetime.time | None:
    """The time of day of a match; ``None`` for a bare number and for an impossible hour."""
    hour, minute = int(found["h"]), int(found["m"] or 0)
    half = (found["half"] or found["half2"] or "").lower()
    if not found["m"] and not half and not found["zone"]:
        return None
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return datetime.time(hour, minute) if hour < 24 and minute < 60 else None


def true_abbreviation(moment: datetime.datetime, zone: str) -> str:
    """The abbreviation that holds in an IANA zone at a local time; ``""`` for an unknown zone."""
    import zoneinfo

    try:
        return moment.replace(tzinfo=zoneinfo.ZoneInfo(zone)).tzname() or ""
    except (KeyError, ValueError, OSError):
        return ""


def say(moment: Moment) -> str:
    """A moment for the report: ``2 March 2026`` or ``2 March 2026 15:00``."""
    month = MONTHS.split()[moment.month - 1].capitalize()
    text = f"{moment.day} {month} {moment.year}"
    if isinstance(moment, datetime.datetime):
        text += f" {moment.hour:02}:{moment.minute:02}"
    return text
