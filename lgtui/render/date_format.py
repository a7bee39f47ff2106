"""Dates and hours in the series' style; zone names derived, never stored."""

import datetime

from lgtui.model import DataError, Moment
from lgtui.render.labels import DEFAULT_LABELS, PageLabels
from lgtui.text.dates import MONTHS, is_at_an_end, zone_named


def ordinal(number: int) -> str:
    """Return the number as an English ordinal: ``1st``, ``22nd``, ``113th``."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{('th', 'st', 'nd', 'rd', *['th'] * 6)[number % 10]}"


def day(moment: Moment, words: PageLabels = DEFAULT_LABELS) -> str:
    """Return a day as upcoming dates are written: ``2 March 2026``."""
    return styled(moment, words.date_style, words.months)


def ordinal_day(moment: Moment, words: PageLabels = DEFAULT_LABELS) -> str:
    """Return a day as past dates are written: ``27th February 2023``."""
    return styled(moment, words.past_date_style, words.months)


def styled(moment: Moment, style: str, months: tuple[str, ...] = ()) -> str:
    """Return a day in one of ``lgtui.model.DATE_STYLES``; any other style reads as the first."""
    return _STYLES.get(style, _STYLES["2 March 2026"]).format(
        day=moment.day,
        nth=ordinal(moment.day),
        month=(months or MONTHS)[moment.month - 1],
        number=moment.month,
        year=moment.year,
    )


_STYLES = {
    "2 March 2026": "{day} {month} {year}",
    "2nd March 2026": "{nth} {month} {year}",
    "March 2, 2026": "{month} {day}, {year}",
    "March 2nd, 2026": "{month} {nth}, {year}",
    "2. March 2026": "{day}. {month} {year}",
    "2026-03-02": "{year:04}-{number:02}-{day:02}",
    "02.03.2026": "{day:02}.{number:02}.{year:04}",
}


def when(moment: Moment, zone: str, words: PageLabels = DEFAULT_LABELS) -> str:
    """Return a day, with its hour and zone where the hour is known: ``2 March 2026 at 3:00pm CET``.

    Raises:
        DataError: there is an hour, and ``zone`` is no zone of the IANA database.
    """
    if not isinstance(moment, datetime.datetime):
        return day(moment, words)
    clock = hour(moment, words.hour_style)
    return f"{day(moment, words)} {words.at} {clock} {zone_name(moment, zone)}"


def hour(moment: datetime.datetime, style: str = "") -> str:
    """Return the hour as pages write it: ``3:00pm``, or ``15:00`` where that is the style."""
    if style == "15:00":
        return f"{moment.hour:02}:{moment.minute:02}"
    half = "am" if moment.hour < 12 else "pm"
    return f"{moment.hour % 12 or 12}:{moment.minute:02}{half}"


def zoned(moment: datetime.datetime, zone: str) -> datetime.datetime:
    """Return a local time with the offset of its zone on that day.

    An hour that the clock change repeats is taken as the first of the two, one that it skips
    with the offset before the change (PEP 495, ``fold`` 0).

    Raises:
        DataError: ``zone`` is no zone of the IANA database, or the day is one of the calendar's
            first or last, where no other zone has an hour for it.
    """
    if is_at_an_end(moment):
        raise DataError(f"{moment.date()} is at an end of the calendar; correct the year")
    found = zone_named(zone)
    if found is None:
        raise DataError(
            f"series.timezone: {zone!r} is no time zone; write one such as 'Europe/Copenhagen'"
        )
    return moment.replace(tzinfo=found)


def zone_name(moment: datetime.datetime, zone: str) -> str:
    """Name the zone on that day: ``CET``, ``CEST``, or ``UTC+3`` where it has no name."""
    name = zoned(moment, zone).tzname() or "UTC"
    if name[0] not in "+-":
        return name
    hours, minutes = int(name[1:3]), name[3:].replace(":", "")
    if not hours and not minutes.strip("0"):
        return "UTC"
    return f"UTC{name[0]}{hours}" + (f":{minutes}" if minutes.strip("0") else "")
