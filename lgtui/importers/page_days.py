"""Reads the days of a page, in any language and order, and writes them as all readers know them."""

import datetime
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lgtui.importers import Note, PageText
from lgtui.importers.markdown_page import Heading, content_of_bullet, headings, label
from lgtui.importers.talk_fields import part_fact
from lgtui.importers.talk_list import cancelled_apart, unstruck
from lgtui.text.date_reader import DayText, choose_order, read_clock, read_day, weekdays_beside
from lgtui.text.dates import ZONES, find_date
from lgtui.text.inline_markdown import blank

REACH = 2000
"""A day stands in so many first characters of its line, or nobody means it for a talk's."""

Years = tuple[int, int]
"""The year of a day that names none: from August on, and before."""


class Rewritten(NamedTuple):
    """A stretch of a line as it was, and the day that stands there to be read."""

    before: str
    after: str


class ReadableDays(NamedTuple):
    """A page to be read: the same lines, with days as ISO 8601 where they were hard to read.

    ``rewritten`` has what was written otherwise, by its line (from 0).
    """

    text: PageText
    rewritten: dict[int, tuple[Rewritten, ...]]
    notes: tuple[Note, ...]
    asked: str = ""


class _Found(NamedTuple):
    at: int
    start: int
    text: str
    day: DayText


def readable_days(page: PageText, asked: str = "") -> ReadableDays:
    """Write the days of talks as ``2024-02-12 16:00``, where a reader of English ones may fail.

    Looked at are headings, items of lists and lines with a label such as ``Date:``, each for its
    first day outside of what is marked as a title. A day without a year has that of the heading
    above it. Where a day such as 3/26/24 is possible in one order alone, it settles all others of
    the page; what stays open is left as it is.

    Args:
        page: the page.
        asked: the order that was asked for: ``dmy``, ``mdy`` or ``ymd``; empty for none.
    """
    page, rewritten = _with_remarks_last(_with_plain_signs(_with_joined_terms(page)))
    every = headings(page)
    found = list(_days(page, every))
    settled = {
        sign: asked or choose_order([one.day for one in found if one.day.sign == sign]).order
        for sign in {one.day.sign for one in found if one.day.sign}
    }
    lines = list(page.lines)
    notes: list[Note] = []
    for one in found:
        order = settled.get(one.day.sign, "")
        day = _chosen(one.day, order)
        if day is None and find_date(one.text) is None and "dmy" in dict(one.day.days):
            day = dict(one.day.days)["dmy"]
            why = "the day is read first, since nothing tells; --dates mdy reads the month first"
            where = (page.name, one.at + 1, one.start + one.day.start + 1)
            shown = one.text[one.day.start : one.day.end]
            notes.append(Note(*where, "guess", shown, day.isoformat(), why))
        if day is None:
            continue
        own = find_date(one.text)
        if own and not own.doubt and own.moment.year != day.year:
            continue  # a number before the day was read with it: "Webinar 3 - March 12, 2024"
        end, after = _with_hour(one.text, one.day.end, day)
        whole = lines[one.at]
        place = one.start + one.day.start
        before = whole[place : one.start + end]
        if _is_read_so(whole, before, after):
            continue
        lines[one.at] = f"{whole[:place]}{after}{whole[place + len(before) :]}"
        rewritten[one.at] = (*rewritten.get(one.at, ()), Rewritten(before, after))
        where = (page.name, one.at + 1, place + 1)
        if one.day.until:
            why = "several days: the first one is taken"
            notes.append(Note(*where, "kept", one.day.until, "", why))
        if order and len({each for _, each in one.day.days}) > 1:
            why = f"{_FIRST[order]} comes first: {_ASKED if asked else _SETTLED}"
            notes.append(Note(*where, "certain", before, day.isoformat(), why))
    return ReadableDays(page._replace(lines=tuple(lines)), rewritten, tuple(notes), asked)


_WIDE = str.maketrans("（）：，｜；", "():,|;")
_TITLE = re.compile('《[^》]*》|「[^」]*」|『[^』]*』|“[^”]*”|"[^"]*"')


def _with_plain_signs(page: PageText) -> PageText:
    """Write the wide signs of East Asia between names, places and titles as narrow ones."""
    lines = list(page.lines)
    for at, line in enumerate(page.lines):
        if page.opaque[at] or not re.search("[（）：，｜；]", line[:REACH]):
            continue
        is_talk = content_of_bullet(line) is not None or line.startswith("#")
        day = None if is_talk else read_day(re.sub("[*_]", " ", line[:REACH]), (2024, 2024))
        if not is_talk and not (day and day.start < 12):
            continue
        place, made = 0, ""
        for title in _TITLE.finditer(line):
            made += line[place : title.start()].translate(_WIDE) + title[0]
            place = title.end()
        lines[at] = made + line[place:].translate(_WIDE)
    return page._replace(lines=tuple(lines))


def _with_remarks_last(page: PageText) -> tuple[PageText, dict[int, tuple[Rewritten, ...]]]:
    """Write ``(cancelled)`` behind the talks of a list that are, wherever it is said."""
    lines = list(page.lines)
    rewritten: dict[int, tuple[Rewritten, ...]] = {}
    for at, line in enumerate(page.lines):
        if page.opaque[at] or line.lstrip()[:1] in ("", "|", "#"):
            continue
        if page.lines[at + 1 : at + 2] and re.match(r"\s+\S", page.lines[at + 1]):
            continue  # the talk goes on below
        bullet = content_of_bullet(line)
        begin = bullet[1] if bullet else len(line) - len(line.lstrip())
        day = read_day(re.sub(r"[*_]", " ", line[begin : begin + REACH]), (2024, 2024))
        if not bullet and not day:
            continue
        whole = line[begin:]
        kept, struck = unstruck(whole, whole[day.start : day.end] if day else "")
        text, remark = cancelled_apart(kept)
        text = re.sub(r"^[\s.:,;–—-]+", "", text) if remark else text
        if struck or remark:
            lines[at] = f"{line[:begin]}{text} (cancelled)"
            rewritten[at] = (Rewritten(remark, "(cancelled)"),)
        elif kept != whole:
            lines[at] = f"{line[:begin]}{kept}"
    return page._replace(lines=tuple(lines)), rewritten


_FIRST = {"dmy": "the day", "mdy": "the month", "ymd": "the year"}
_ASKED = "so --dates says"
_SETTLED = "another day of this page can be read in no other way"


def _with_joined_terms(page: PageText) -> PageText:
    """Write a list of terms, ``Speaker`` and ``: Ada`` below it, as lines with a label."""
    lines = list(page.lines)
    for at, line in enumerate(page.lines[:-1]):
        told = re.match(r" {0,3}:\s+(?=\S)", page.lines[at + 1])
        term = line.strip()
        if told and term and ":" not in term and not page.opaque[at] and part_fact(f"{term}:"):
            lines[at], lines[at + 1] = f"{term}: {page.lines[at + 1][told.end() :]}", ""
    return page._replace(lines=tuple(lines))


def _chosen(day: DayText, order: str) -> datetime.date | None:
    """Return the day that a text means; ``None`` where it may mean several."""
    days = dict(day.days)
    if order in days:
        return days[order]
    return next(iter(days.values())) if len(set(days.values())) == 1 else None


def _with_hour(text: str, end: int, day: datetime.date) -> tuple[int, str]:
    """Return where day and hour end, and how both are read: ``2024-02-12 16:00``."""
    if ordinal := re.match(r"(?:st|nd|rd|th|er|[ºª])\b", text[end:]):
        end += ordinal.end()
    clock = read_clock(text[end : end + 40], ZONES)
    if clock is None or re.search(r"[^\W_]", _small(text[end : end + clock.start])):
        return end, day.isoformat()
    zone = f" {clock.zone}" if clock.zone else ""
    return end + clock.end, f"{day.isoformat()} {clock.time:%H:%M}{zone}"


def _small(text: str) -> str:
    """Return what stands between day and hour, without the small words that join them."""
    return re.sub(r"(?i)\b(?:at|um|à|a|las|alle|ore|om|kl|klo|o|godz|from|ab|von|de)\b", " ", text)


def _is_read_so(line: str, before: str, after: str) -> bool:
    """Return whether a day is read as it is meant, in its own form."""
    own, meant = find_date(before), find_date(after)
    if own is None or meant is None or own.doubt or own.moment != meant.moment:
        return False
    whole = find_date(line)
    return whole is not None and whole.moment == meant.moment


def _days(page: PageText, every: list[Heading]) -> Iterator[_Found]:
    """Yield the first day of each line that can tell when a talk is."""
    by_line = {one.at: one for one in every if one.level < 7}
    years: Years = (0, 0)
    in_item = False
    for at, line in enumerate(page.lines):
        if page.opaque[at] or not line.strip():
            in_item = in_item and not page.opaque[at]
            continue
        if heading := by_line.get(at):
            years = _years(heading.text) or ((0, 0) if heading.level < 3 else years)
            in_item = False
        bullet = content_of_bullet(line) is not None or "<summary" in line
        in_item = bullet or (in_item and line.startswith((" ", "\t")))
        start = _start_of_day(line, in_item or heading is not None)
        begins = at == 0 or not page.lines[at - 1].strip()
        if start < 0 and begins and (day := _day_in_front(line[:REACH], years)):
            yield _Found(at, 0, line, day._replace(start=_with_weekday(line, day)))
        if start < 0:
            continue
        text = re.sub(r"(?<=[0-9]):(?![0-9])", " ", line[start : start + REACH])
        day = read_day(blank(text, _titles(text)), years) or _day_in_front(text, years)
        if day:
            yield _Found(at, start, text, day._replace(start=_with_weekday(text, day)))


def _day_in_front(text: str, years: Years) -> DayText | None:
    """Return the day in a marked stretch that a text begins with: ``**12 mars 2024**: …``."""
    found = re.match(r"[\s*_\[(#+-]*", text)
    day = read_day(re.sub(r"[*_]", " ", text), years)
    return day if day and found and day.start <= found.end() + 12 else None


def _with_weekday(text: str, day: DayText) -> int:
    """Return where a day begins with the weekday before it: ``lunes 12 de febrero``."""
    _, spans = weekdays_beside(text, day.start, day.end)
    own = day.start + len(text[day.start :]) - len(text[day.start :].lstrip())
    found = min((start for start, end in spans if end <= day.start), default=own)
    return own if re.search(r"[\[(*_]", text[found:own]) else found


def _start_of_day(line: str, is_talk: bool) -> int:
    """Return where the text of a line begins that may have the day of a talk; -1 for none."""
    found = label(line)
    if found and found.field == "date":
        return found.at
    if part_fact(line) in ("date", "time"):
        return max(line.find(":"), line.find("：")) + 1
    return 0 if is_talk else -1


def _titles(text: str) -> list[tuple[int, int]]:
    """Return the stretches in bold, italics and quotes, in which a day is a title's own."""
    marked = r"\*{1,3}[^*]+\*{1,3}|(?<!\w)_{1,3}[^_]+_{1,3}(?!\w)|[\"“„«][^\"”“„«»]+[\"”“»]"
    return [found.span() for found in re.finditer(marked, text)]


def year_above(every: Sequence[Heading], at: int) -> str:
    """Return the years that the nearest heading above a line names: 2024, 2023/24, or none."""
    for heading in reversed([one for one in every if one.at < at and one.level < 7]):
        if years := _years(heading.text):
            first, last = years
            return str(first) if first == last else f"{first}/{last % 100:02}"
    return ""


def _years(text: str) -> Years | None:
    """Return the years that a heading names: 2024, ``Spring 2024``, 2023/24; ``None`` for none."""
    text = text[:REACH]
    if read_day(text):
        return None
    found = re.search(r"(?<!\d)((?:19|20)\d\d)(?:\s*[-/–]\s*((?:19|20)?\d\d))?(?!\d)", text)
    if not found:
        return None
    first = int(found[1])
    last = int(found[2]) if found[2] and len(found[2]) == 4 else first
    if found[2] and len(found[2]) == 2:
        last = first // 100 * 100 + int(found[2])
    return (first, last) if first <= last <= first + 1 else (first, first)
