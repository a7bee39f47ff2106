"""Checks of dates and time zones; the zone database is loaded only where a date needs it."""

import datetime
from collections.abc import Iterator

from lgtui.checks.finding import Finding, make
from lgtui.checks.index import Candidates, Index, days_of_season
from lgtui.checks.sequence import day_text
from lgtui.model import Moment, Where, as_date, season_label
from lgtui.text.control_chars import quoted
from lgtui.text.dates import ZoneFault, is_at_an_end, zone_contradictions, zone_named


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


def zones(index: Index, candidates: Candidates) -> Iterator[Finding]:
    """DATE003: an unknown zone, an hour that the clock skips, an abbreviation that is not so."""
    records = index.records
    timezone = records.series.timezone
    if timezone and not _is_zone(timezone):
        yield make(
            records,
            "DATE003",
            Where("series", 0, "timezone"),
            f"{quoted(timezone)} is no time zone: write the name of one in the IANA database, such "
            "as Europe/Copenhagen",
        )
        timezone = ""
    if timezone:
        yield from _skipped_hours(index, timezone)
    for text in candidates.zones:
        if text.type not in ("line", "text"):
            continue
        for fault in zone_contradictions(text.value, timezone):
            yield make(
                records,
                "DATE003",
                text.where._replace(offset=fault.offset),
                f"{fault.abbreviation} in {quoted(_around(text.value, fault))} is "
                f"{fault.right_one} on that day: write {fault.right_one}, after checking the hour",
            )


def _around(text: str, fault: ZoneFault) -> str:
    """Return the line around a fault, cut to what a message can show."""
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
    """Tell whether the IANA database has a zone of that name."""
    return name in _WELL_KNOWN or zone_named(name) is not None


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
        if moment is not None and is_at_an_end(moment):
            message = f"{as_date(moment)} is at an end of the calendar; correct the year"
            yield make(index.records, "DATE003", where, message)
            continue
        if not isinstance(moment, datetime.datetime) or 5 <= moment.hour <= 20:
            continue
        zone = zone_named(timezone)
        local = moment.replace(tzinfo=zone)
        there = local.astimezone(datetime.UTC).astimezone(zone)
        if there.replace(tzinfo=None) != moment:
            yield make(
                index.records,
                "DATE003",
                where,
                f"{moment:%H:%M} does not exist in {timezone} on {day_text(moment)}: the clock "
                f"goes from before it straight to {there:%H:%M}; write another hour",
            )
