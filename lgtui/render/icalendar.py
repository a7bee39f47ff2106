"""The calendar: every dated season as an event (RFC 5545), reproducible to the byte.

Written here and not by a library: loading one takes longer than rendering all pages, and its next
version might fold or order lines differently, which would make every calendar stale. The tests
have icalendar read what is written here.
"""

import datetime
import re
from typing import NamedTuple

from lgtui.model import (
    Records,
    Season,
    Talk,
    event_cancelled,
    full_name,
    parse_id,
    seasons_by_number,
)
from lgtui.render.date_format import zoned
from lgtui.render.kramdown import one_line, url
from lgtui.render.labels import join, page_labels
from lgtui.render.regions import CALENDAR, seal
from lgtui.render.webinar import talks_by_season


class _Published(NamedTuple):
    """What a calendar that is out already says of an event: all that tells versions apart."""

    stamp: str
    sequence: int
    when: tuple[str, ...]
    status: str


def calendar(records: Records, old: str = "") -> str:
    """Return the whole file, with CRLF line ends.

    Times are in UTC, so that no zone needs to be described. An event with an hour lasts as long
    as the series says, one without fills its day; a season without a date is none, and a talk at
    a time of its own is one of its own. SEQUENCE is the season's ``revision`` and DTSTAMP the
    event's own start, but clients that have the old file ignore what does not come after it:
    neither falls below what that says, and an event at another time comes after it whoever moved
    it, be it in a text editor.

    Args:
        records: the records.
        old: the file as it is, empty where there is none.

    Raises:
        DataError: there is an hour, and the series' zone is unknown.
    """
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//lgtui//lgtui//EN", "CALSCALE:GREGORIAN"]
    lines = []
    if name := one_line(records.series.name):
        lines.append(f"X-WR-CALNAME:{_text(name)}")
    talks = talks_by_season(records)
    known = _published(old)
    for number, season in sorted(seasons_by_number(records).items()):
        own = [talk for talk in talks.get(number, []) if talk.date not in (None, season.start)]
        shared = [talk for talk in talks.get(number, []) if talk not in own]
        if season.start is not None:
            event = _event(records, season, season.start, f"season-{number}", shared)
            lines += _after(event, known)
        for talk in own:
            if talk.date is not None and (key := parse_id(talk.id)):
                uid = f"season-{number}-episode-{key[1]}"
                lines += _after(_event(records, season, talk.date, uid, [talk]), known)
    lines.append("END:VCALENDAR")
    before, after = ("".join(f"{_folded(line)}\n" for line in part) for part in (head, lines))
    return seal(before, CALENDAR, after).replace("\n", "\r\n")


def _published(text: str) -> dict[str, _Published]:
    """Return the events of a calendar by their UIDs; what is no event of ours is left out."""
    found = {}
    unfolded = text.replace("\r\n", "\n").replace("\n ", "")
    for block in unfolded.split("BEGIN:VEVENT\n")[1:]:
        lines = block.partition("END:VEVENT")[0].split("\n")
        fields = dict(line.partition(":")[::2] for line in lines)
        stamp, sequence = fields.get("DTSTAMP", ""), fields.get("SEQUENCE", "")
        if re.fullmatch(r"\d{8}T\d{6}Z", stamp, re.ASCII) and re.fullmatch(
            r"\d{1,9}", sequence, re.ASCII
        ):
            when = tuple(line for line in lines if line.startswith(("DTSTART", "DURATION")))
            status = fields.get("STATUS", "")
            found[fields.get("UID", "")] = _Published(stamp, int(sequence), when, status)
    return found


def _after(event: list[str], known: dict[str, _Published]) -> list[str]:
    """Return an event's lines such that it comes after what is out of it, where it is out."""
    for uid, fresh in _published("\n".join(event)).items():
        if (out := known.get(uid)) is not None:
            return _raised(event, fresh, out)
    return event


def _raised(event: list[str], fresh: _Published, out: _Published) -> list[str]:
    moved = (fresh.when, fresh.status) != (out.when, out.status)
    later = {
        f"DTSTAMP:{fresh.stamp}": f"DTSTAMP:{max(fresh.stamp, out.stamp)}",
        f"SEQUENCE:{fresh.sequence}": f"SEQUENCE:{max(fresh.sequence, out.sequence + moved)}",
    }
    return [later.get(line, line) for line in event]


def _event(
    records: Records, season: Season, start: datetime.date, uid: str, talks: list[Talk]
) -> list[str]:
    series = one_line(records.series.name)
    if isinstance(start, datetime.datetime):
        utc = zoned(start, records.series.timezone).astimezone(datetime.UTC)
        stamp = f"{utc:%Y%m%dT%H%M%SZ}"
        when = [f"DTSTART:{stamp}", f"DURATION:{_duration(records.series.minutes)}"]
    else:
        stamp = f"{start:%Y%m%d}T000000Z"
        when = [f"DTSTART;VALUE=DATE:{start:%Y%m%d}"]
    summary = ": ".join(part for part in (series, one_line(season.theme)) if part)
    description = _about(talks, page_labels(records.wording).cancelled.replace("*", ""))
    lines = [
        "BEGIN:VEVENT",
        f"UID:{uid}@{_host(series)}",
        f"DTSTAMP:{stamp}",
        f"SEQUENCE:{max(season.revision, 0)}",
        *when,
        f"SUMMARY:{_text(summary or f'Webinar {season.number}')}",
        f"STATUS:{'CANCELLED' if event_cancelled(season, talks) else 'CONFIRMED'}",
    ]
    if description:
        lines.append(f"DESCRIPTION:{_text(description)}")
    if address := url(season.register_url):
        lines.append(f"URL:{address}")
    return [*lines, "END:VEVENT"]


def _duration(minutes: int) -> str:
    """Return a length of time (section 3.3.6): ``PT1H``, ``PT1H30M``, ``PT45M``."""
    hours, rest = divmod(max(minutes, 1), 60)
    return f"PT{f'{hours}H' if hours else ''}{f'{rest}M' if rest else ''}"


def _about(talks: list[Talk], cancelled: str) -> str:
    """Return a line for each talk: who, what about, and the word for one that is cancelled."""
    lines = []
    for talk in talks:
        who = join([name for each in talk.speakers if (name := one_line(full_name(each)))])
        said = ": ".join(part for part in (who, one_line(talk.title)) if part)
        lines.append(f"{said} {cancelled}" if said and talk.state == "cancelled" else said)
    return "\n".join(line for line in lines if line)


def _host(series: str) -> str:
    """Return the part of an event's id that tells this series from others: its name in ASCII."""
    name = re.sub("[^a-z0-9]+", "-", series.lower()).strip("-")
    return f"{name or 'series'}.lgtui"


def _text(value: str) -> str:
    """Return a TEXT value (RFC 5545, section 3.3.11)."""
    value = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return value.replace("\n", "\\n")


def _folded(line: str) -> str:
    """Return a content line of at most 75 octets, folded between characters (section 3.1).

    No line ends in a blank: it would fall to the next tool that strips trailing blanks.
    """
    if len(line) < 75 and line.isascii():
        return line
    parts, size = [""], 0
    for char in line:
        width = len(char.encode())
        if size + width > 75:
            kept = parts[-1].rstrip(" ")
            parts.append(" " + parts[-1][len(kept) :])
            parts[-2] = kept
            size = len(parts[-1])
        parts[-1] += char
        size += width
    return "\n".join(parts)
