"""Dates and hours as people type them into a field, and what they then mean (pure)."""

import datetime
import re
from typing import NamedTuple

from lgtui.model import DataError, Moment, as_date
from lgtui.render.date_format import day, when, zoned
from lgtui.text.dates import DAYS, MONTHS, month_number, time_of_day

GERMAN = {"MEZ": "CET", "MESZ": "CEST"}
"""What German mails call two zones."""

EXAMPLES = "Write it like 2026-03-02 15:00, 2 March 2026 3pm, 2 Mar, or TBA."

_OPEN = frozenset(
    ("", "tba", "tbd", "tbc", "tbc.", "tba.", "?", "open", "none", "-", "to be announced")
)


class NotUnderstoodError(ValueError):
    """A typed text that is no value of its field; the message says why and what would be."""


class _Read(NamedTuple):
    """What was read so far."""

    day: datetime.date | None = None
    time: datetime.time | None = None
    weekday: int | None = None
    zone: str = ""


_PATTERNS = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("iso", r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?:T(?=\d)|(?![\w-]))"),
        ("dmy", r"(?P<d>\d{1,2})(?P<s>[./-])\s?(?P<m>\d{1,2})(?P=s)\s?(?P<y>\d{4}|\d{2}(?![:.]))"
                r"(?!\w)"),
        ("d_month", r"(?P<d>\d{1,2})(?:st|nd|rd|th|\.)?[\s-]*(?:of\s+)?(?P<name>[a-z]{3,9})\b\.?"
                    r"(?:[\s,-]+(?P<y>\d{4})(?![\w:]))?"),
        ("month_d", r"(?P<name>[a-z]{3,9})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?(?![\w:])"
                    r"(?!\s*[ap]\.?m)(?:[\s,]+(?P<y>\d{4})(?![\w:]))?"),
        ("clock", r"(?P<h>\d{1,2})(?:[:.h](?P<min>\d{2}))"
                  r"(?::(?P<sec>\d{2})(?:\.(?P<part>\d{1,6}))?)?\s*"
                  r"(?P<half>[ap])?(?:\.?m\b\.?)?(?:\s*(?:uhr|h)\b)?(?!(?!Z\b)[\w:])"),
        ("hour", r"(?P<h>\d{1,2})\s*(?:(?P<half>[ap])\.?m\b\.?|(?:h|uhr|o['’]clock)\b)"),
        ("word", r"(?P<word>noon|midday|midnight|today|tomorrow)\b"),
        ("weekday", r"(?P<name>(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*)\b\.?"),
        ("short", r"(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./]?(?![\w:])"),
        ("filler", r"(?:at|on|the|of|um|kl|[@,;·]|\()\.?(?=\W|$)|\)"),
        ("zone", r"(?P<zone>(?-i:[A-Z]{2,5})|ces?t|mes?z|utc|gmt)\b"),
        ("offset", r"(?P<zone>Z|[+-]\d{2}:?\d{2})(?!\w)"),
    )
)  # fmt: skip


def read_moment(
    text: str, near: Moment | None = None, today: datetime.date | None = None, zone: str = ""
) -> Moment | None:
    """What a typed date means; ``None`` for one that is still open.

    The day comes before the month where both are numbers. A missing year is that of ``near``,
    or the next one in which the day has not passed. An hour alone is on the day of ``near``.

    Args:
        text: what was typed; all of it has to make sense.
        near: the value before, or the season's start.
        today: the day to count from where nothing is near.
        zone: the series' zone, against which a zone that is typed along is checked.

    Raises:
        NotUnderstoodError: says what of it is not understood.
    """
    text = " ".join(text.replace("\u00a0", " ").split())
    if text.casefold() in _OPEN:
        return None
    found, rest = _Read(), text
    while rest := rest.lstrip(" "):
        found, rest = _next(found, rest, near, today)
    date = found.day
    if date is None:
        if near is None or found.time is None:
            raise NotUnderstoodError(f"“{text}” names no day. {EXAMPLES}")
        date = as_date(near)
    if found.weekday is not None and date.weekday() != found.weekday:
        raise NotUnderstoodError(
            f"{day(date)} is a {DAYS[date.weekday()]}, not a {DAYS[found.weekday]}."
        )
    if found.time is None:
        if found.zone:
            raise NotUnderstoodError(f"“{found.zone}” stands without an hour. {EXAMPLES}")
        return date
    moment = datetime.datetime.combine(date, found.time)
    _check_zone(moment, found.zone, zone)
    return moment


def _next(
    found: _Read, rest: str, near: Moment | None, today: datetime.date | None
) -> tuple[_Read, str]:
    """Reads one piece from the front of the rest."""
    for kind, pattern in _PATTERNS:
        match = pattern.match(rest)
        if match is None:
            continue
        if kind == "filler":
            return found, rest[match.end() :]
        read = _piece(kind, match, near, today)
        if read is None:
            continue
        known = found._asdict()
        for name, value in read._asdict().items():
            if value not in (None, "") and known[name] not in (None, ""):
                raise NotUnderstoodError(f"“{match[0].strip()}” is one {name} too many. {EXAMPLES}")
        merged = _Read(
            found.day or read.day,
            read.time if found.time is None else found.time,
            read.weekday if found.weekday is None else found.weekday,
            found.zone or read.zone,
        )
        return merged, rest[match.end() :]
    raise NotUnderstoodError(f"“{rest[:40]}” is not understood. {EXAMPLES}")


def _piece(
    kind: str, match: re.Match[str], near: Moment | None, today: datetime.date | None
) -> _Read | None:
    """What one piece says; ``None`` where it is not of this kind after all."""
    if kind in ("clock", "hour"):
        return _Read(time=_clock(match))
    if kind == "word":
        return _word(match["word"].lower(), today)
    if kind == "weekday":
        name = match["name"].capitalize()
        at = next((at for at, each in enumerate(DAYS) if each.startswith(name)), None)
        return _Read(weekday=at) if at is not None else None
    if kind in ("zone", "offset"):
        said = match["zone"].upper()
        return _Read(zone=GERMAN.get(said, said))
    parts = match.groupdict()
    if "name" in parts:
        month = month_number(parts["name"])
        if not month:
            return None
    else:
        month = int(parts["m"])
    return _Read(day=_day(int(parts["d"]), month, parts.get("y"), near, today))


def _word(word: str, today: datetime.date | None) -> _Read | None:
    if word in ("noon", "midday"):
        return _Read(time=datetime.time(12))
    if word == "midnight":
        return _Read(time=datetime.time(0))
    if today is None:
        return None
    return _Read(day=today + datetime.timedelta(days=word == "tomorrow"))


def _clock(match: re.Match[str]) -> datetime.time:
    """The time of day; twelve hours where am or pm is said."""
    parts = match.groupdict()
    hour, minute = int(parts["h"]), int(parts.get("min") or 0)
    second, half = int(parts.get("sec") or 0), (parts.get("half") or "").lower()
    if half and not 1 <= hour <= 12:
        raise NotUnderstoodError(
            f"“{match[0].strip()}” is no hour: write {hour}:{minute:02} or 1 to 12."
        )
    found = time_of_day(hour, minute, half)
    if found is None or second > 59:
        raise NotUnderstoodError(f"“{match[0].strip()}” is no time of the day.")
    return found.replace(second=second, microsecond=int((parts.get("part") or "").ljust(6, "0")))


def _day(
    number: int, month: int, year: str | None, near: Moment | None, today: datetime.date | None
) -> datetime.date:
    """A day of the calendar; without a year the one that is meant."""
    start = today or datetime.date(2000, 1, 1)
    years = (
        [int(year) + (2000 if len(year) == 2 else 0)]
        if year
        else [as_date(near).year]
        if near
        else range(start.year, start.year + 9)
    )
    for each in years:
        try:
            date = datetime.date(each, month, number)
        except ValueError:
            continue
        if year or near or date >= start:
            return date
    if not 1 <= month <= 12:
        raise NotUnderstoodError(
            f"There is no month {month}: the day first, as in 2/3/2026, or 2026-03-02."
        )
    name = MONTHS[month - 1]
    raise NotUnderstoodError(f"There is no {number} {name}{f' {year}' if year else ''}.")


def _check_zone(moment: datetime.datetime, said: str, zone: str) -> None:
    """Refuses a zone, or a distance to UTC, that the series' zone does not have at this moment."""
    if not said or not zone:
        return
    try:
        local = zoned(moment, zone)
    except DataError:
        return
    true = local.tzname() or ""
    if said == "Z" or said[0] in "+-":
        true = f"{local:%z}"
        said = "+0000" if said == "Z" else said.replace(":", "")
    if said != true.upper():
        raise NotUnderstoodError(
            f"On {day(moment)} the clock in {zone} shows {true}, not {said}. "
            "Write the local hour; the zone is added by itself."
        )


def write_moment(moment: Moment | None) -> str:
    """A moment as a field shows it for editing; :func:`read_moment` reads it back exactly."""
    if moment is None:
        return ""
    if isinstance(moment, datetime.datetime):
        return moment.isoformat(" ", "auto" if moment.second or moment.microsecond else "minutes")
    return moment.isoformat()


def say_moment(moment: Moment | None, zone: str, *, past: bool = False) -> str:
    """What a moment means: ``= Monday 2 March 2026, 3:00pm CET``, with what bites about it.

    Args:
        moment: the moment; ``None`` while it is open.
        zone: the series' zone.
        past: whether it is over: then an hour that is not given stays so.
    """
    if moment is None:
        return "= TBA"
    weekday = DAYS[moment.weekday()]
    if not isinstance(moment, datetime.datetime):
        return f"= {weekday} {day(moment)}, {'no hour given' if past else 'hour still open'}"
    try:
        said = when(moment, zone).replace(" at ", ", ")
    except DataError:
        return f"= {weekday} {day(moment)}, {moment:%H:%M} in an unknown zone “{zone}”"
    return f"= {weekday} {said}{_clock_change(moment, zone)}"


def _clock_change(moment: datetime.datetime, zone: str) -> str:
    """A warning for an hour that the change of the clock skips or repeats (PEP 495)."""
    first, second = zoned(moment, zone), zoned(moment.replace(fold=1), zone)
    if first.utcoffset() == second.utcoffset():
        return ""
    back = first.astimezone(datetime.UTC).astimezone(first.tzinfo)
    if back.replace(tzinfo=None) != moment.replace(fold=0):
        return "; this hour does not exist, the clock is put forward over it"
    return f"; this hour comes twice, the first one ({first.tzname()}) is meant"
