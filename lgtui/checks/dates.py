"""Checks of dates and time zones; the zone database is loaded only where a date needs it."""

import datetime
import functools
import re
from collections.abc import Iterator
from typing import NamedTuple

from lgtui.checks.finding import Finding, make, shown
from lgtui.checks.index import Index, Sifted, days_of_season
from lgtui.checks.sequence import day_text
from lgtui.model import Moment, Where, as_date, season_label

Zone = datetime.tzinfo | None
"""A time zone, or none where its name is unknown."""


def past_and_future(index: Index, today: Moment) -> Iterator[Finding]:
    """DATE001, DATE002: seasons whose state the calendar contradicts; days count, not hours."""
    this_day = as_date(today)
    for number, at in index.by_number.items():
        season = index.records.seasons[at]
        if season.state not in ("upcoming", "held"):
            continue
        days = days_of_season(index, number)
        if season.start is not None:
            days.append(as_date(season.start))
        if not days:
            continue
        where = Where("seasons", at, "state" if season.start is None else "start")
        label = season_label(number)
        if season.state == "upcoming" and max(days) < this_day:
            yield make(
                index.records,
                "DATE001",
                where,
                f"{label} is upcoming, but its day, {day_text(max(days))}, is past: set "
                "its state to held or cancelled, or correct the date",
            )
        elif season.state == "held" and min(days) > this_day:
            yield make(
                index.records,
                "DATE002",
                where,
                f"{label} was held, but its day, {day_text(min(days))}, is still to come: correct "
                "the date, or set its state to upcoming",
            )


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


def zone_names(timezone: str) -> tuple[str, ...]:
    """Texts of which every abbreviation that ``zone_contradictions`` knows holds at least one.

    They are found without the zone database for Europe, where names come in the pairs above.
    """
    region, _, city = timezone.partition("/")
    if region == "Europe" and city not in _OTHER_NAMES_IN_EUROPE:
        return _EUROPEAN
    return (*_EUROPEAN, *_names_in_year(_zone(timezone), 2026))


def _zone(name: str) -> Zone:
    """The zone of the IANA database, ``None`` where it has no such name."""
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name) if name else None
    except (LookupError, ValueError, OSError):
        return None


@functools.cache
def _names_in_year(zone: Zone, year: int) -> frozenset[str]:
    """The abbreviations a zone uses in a year, if it uses two that are words."""
    if zone is None:
        return frozenset()
    names = frozenset(_name_on(zone, datetime.date(year, month, 15)) for month in range(1, 13))
    return names if len(names) > 1 and all(map(str.isalpha, names)) else frozenset()


def _name_on(zone: datetime.tzinfo, day: datetime.date) -> str:
    """A zone's abbreviation at noon of a day."""
    return datetime.datetime(day.year, day.month, day.day, 12, tzinfo=zone).tzname() or ""


_MONTH = "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATE = (
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+{_MONTH}\.?,?[\s-]+(\d{{4}})\b"
    rf"|\b{_MONTH}\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b"
    r"|\b(\d{4})-(\d{2})-(\d{2})(?!\d)"
    r"|\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b"
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_REACH = 60
"""How many characters may lie between a date and its zone's abbreviation."""


def zone_contradictions(text: str, timezone: str) -> list[ZoneFault]:
    """The zone abbreviations in a text that the dates beside them contradict.

    A text says ``20 October 2025 at 3pm CET``: that day Copenhagen is on CEST. Looked for are
    the abbreviations of the series' own zone and the European pairs (CET/CEST …), each with the
    date of the same line that it goes with: the one before it, or, on a line that begins with
    the hour (``3pm CET on 20 October 2025``), the one behind it. A date without a year tells
    nothing, nor does the day on which the clock changes.

    Args:
        text: Any text, also a whole page.
        timezone: The IANA name of the series' zone; an unknown one counts as none.
    """
    if not any(name in text for name in zone_names(timezone)):
        return []
    zone = _zone(timezone)
    names = {name for year in (2024, 2026) for name in _names_in_year(zone, year)} | set(_PAIRED)
    pattern = re.compile(rf"(?P<name>\b(?:{'|'.join(sorted(names))})\b)|(?i:{_DATE})")
    faults: list[ZoneFault] = []
    start = 0
    for line in text.splitlines(keepends=True):
        if any(name in line for name in names):
            tokens = list(pattern.finditer(line))
            for at, token in enumerate(tokens):
                if token["name"]:
                    right = _right_name(tokens, at, zone)
                    if right and right != token["name"]:
                        faults.append(ZoneFault(start + token.start(), token["name"], right))
        start += len(line)
    return faults


def _right_name(tokens: list[re.Match[str]], at: int, zone: Zone) -> str:
    """What the abbreviation at a position should read, ``""`` where nothing tells."""
    token = tokens[at]
    before = next((other for other in reversed(tokens[:at]) if not other["name"]), None)
    behind = next((other for other in tokens[at + 1 :] if not other["name"]), None)
    if before and token.start() - before.end() > _REACH:
        before = None
    if behind and behind.start() - token.end() > _REACH:
        behind = None
    date = (behind or before) if tokens[0]["name"] else (before or behind)
    day = _day_of(date) if date else None
    if day is None:
        return ""
    name = token["name"]
    if name not in _names_in_year(zone, day.year):
        zone = _zone(_PAIRED.get(name, ""))
        if name not in _names_in_year(zone, day.year):
            return ""
    assert zone
    # fold=1: where the clock goes back at midnight, the day's last hour comes twice.
    midnight = datetime.datetime(day.year, day.month, day.day, tzinfo=zone)
    if midnight.utcoffset() != midnight.replace(hour=23, minute=59, fold=1).utcoffset():
        return ""
    return _name_on(zone, day)


def _day_of(date: re.Match[str]) -> datetime.date | None:
    """The day that a match of ``_DATE`` names, ``None`` for one that no calendar has."""
    parts = [part for part in date.groups()[1:] if part]
    numbers = [
        _MONTHS.index(part[:3].lower()) + 1 if part.isalpha() else int(part) for part in parts
    ]
    if parts[0].isalpha():
        month, day, year = numbers
    elif len(parts[0]) == 4:
        year, month, day = numbers
    else:
        day, month, year = numbers
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def zones(index: Index, sifted: Sifted) -> Iterator[Finding]:
    """DATE003: an unknown zone, an hour that the clock skips, an abbreviation that is not so."""
    records = index.records
    timezone = records.series.timezone
    if timezone and not _is_zone(timezone):
        yield make(
            records,
            "DATE003",
            Where("series", 0, "timezone"),
            f"{shown(timezone)} is no time zone: write the name of one in the IANA database, such "
            "as Europe/Copenhagen",
        )
        timezone = ""
    if timezone:
        yield from _skipped_hours(index, timezone)
    for text in sifted.zones:
        if text.type not in ("line", "text"):
            continue
        for fault in zone_contradictions(text.value, timezone):
            yield make(
                records,
                "DATE003",
                text.where._replace(offset=fault.offset),
                f"{fault.abbreviation} in {shown(_around(text.value, fault))} is "
                f"{fault.right_one} on that day: write {fault.right_one}, after checking the hour",
            )


def _around(text: str, fault: ZoneFault) -> str:
    """The line around a fault, cut to what a message can show."""
    start = max(text.rfind("\n", 0, fault.offset) + 1, fault.offset - 40)
    return text[start : fault.offset + len(fault.abbreviation)].strip()


_WELL_KNOWN = frozenset(
    "UTC Europe/Amsterdam Europe/Athens Europe/Berlin Europe/Brussels Europe/Copenhagen "
    "Europe/Dublin Europe/Helsinki Europe/Lisbon Europe/London Europe/Madrid Europe/Oslo "
    "Europe/Paris Europe/Prague Europe/Rome Europe/Stockholm Europe/Vienna Europe/Warsaw "
    "Europe/Zurich America/Chicago America/Los_Angeles America/New_York America/Sao_Paulo "
    "America/Toronto Asia/Kolkata Asia/Shanghai Asia/Singapore Asia/Tokyo Australia/Sydney".split()
)
"""Zones that every version of the IANA database has: no need to load it to know them."""


def _is_zone(name: str) -> bool:
    """Whether the IANA database has a zone of that name."""
    return name in _WELL_KNOWN or _zone(name) is not None


def _skipped_hours(index: Index, timezone: str) -> Iterator[Finding]:
    """Hours that the clock change leaves out on that day (PEP 495's gaps).

    Clocks change at night, so that the usual hours need no look at the zone's rules.
    """
    moments: list[tuple[Where, Moment | None]] = [
        (Where("seasons", at, "start"), season.start)
        for at, season in enumerate(index.records.seasons)
    ]
    moments += [
        (Where("talks", at, "date"), talk.date)
        for at, talk in enumerate(index.records.talks)
        if talk.date is not None
    ]
    for where, moment in moments:
        if not isinstance(moment, datetime.datetime) or 5 <= moment.hour <= 20:
            continue
        zone = _zone(timezone)
        local = moment.replace(tzinfo=zone)
        try:
            there = local.astimezone(datetime.UTC).astimezone(zone)
        except OverflowError:
            continue
        if there.replace(tzinfo=None) != moment:
            yield make(
                index.records,
                "DATE003",
                where,
                f"{moment:%H:%M} does not exist in {timezone} on {day_text(moment)}: the clock "
                f"goes from before it straight to {there:%H:%M}; write another hour",
            )
