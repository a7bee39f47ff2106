"""Reads dates and hours as people write them on pages, and the time zones they name."""

import datetime
import re
from functools import cache
from typing import NamedTuple

from lgtui.model import Moment
from lgtui.text.dates import find_dates, time_of_day

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
