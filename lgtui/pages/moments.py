"""Dates and hours in the page's one style; zone names derived, never stored."""

import datetime

from lgtui.model import DataError, Moment

_MONTHS = (
    "January February March April May June July August September October November December"
).split()


def ordinal(number: int) -> str:
    """The number as an English ordinal: ``1st``, ``22nd``, ``113th``."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{('th', 'st', 'nd', 'rd', *['th'] * 6)[number % 10]}"


def day(moment: Moment) -> str:
    """A day as upcoming dates are written: ``2 March 2026``."""
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


def ordinal_day(moment: Moment) -> str:
    """A day as past dates are written: ``27th February 2023``."""
    return f"{ordinal(moment.day)} {_MONTHS[moment.month - 1]} {moment.year}"


def when(moment: Moment, zone: str) -> str:
    """A day, with its hour and zone where the hour is known: ``2 March 2026 at 3:00pm CET``.

    Raises:
        DataError: there is an hour, and ``zone`` is no zone of the IANA database.
    """
    if not isinstance(moment, datetime.datetime):
        return day(moment)
    return f"{day(moment)} at {hour(moment)} {zone_name(moment, zone)}"


def hour(moment: datetime.datetime) -> str:
    """The hour as pages write it: ``3:00pm``."""
    half = "am" if moment.hour < 12 else "pm"
    return f"{moment.hour % 12 or 12}:{moment.minute:02}{half}"


def zoned(moment: datetime.datetime, zone: str) -> datetime.datetime:
    """A local time with the offset of its zone on that day.

    An hour that the clock change repeats is taken as the first of the two, one that it skips
    with the offset before the change (PEP 495, ``fold`` 0).

    Raises:
        DataError: ``zone`` is no zone of the IANA database.
    """
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return moment.replace(tzinfo=ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise DataError(
            f"series.timezone: {zone!r} is no time zone; write one such as 'Europe/Copenhagen'"
        ) from error


def zone_name(moment: datetime.datetime, zone: str) -> str:
    """What the zone is called on that day: ``CET``, ``CEST``, or ``UTC+3`` where it has no name."""
    name = zoned(moment, zone).tzname() or "UTC"
    if name[0] not in "+-":
        return name
    hours, minutes = int(name[1:3]), name[3:].replace(":", "")
    if not hours and not minutes.strip("0"):
        return "UTC"
    return f"UTC{name[0]}{hours}" + (f":{minutes}" if minutes.strip("0") else "")
