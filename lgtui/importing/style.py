"""The words, days and headings of a page's own, which its regions keep: settings of the series.

Only what a page does throughout is taken for its style. Where it does one thing in several ways,
the usual way is among them, or there is too little to judge by, it becomes the usual one.
"""

import datetime
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from lgtui.importing.dates import find_date
from lgtui.importing.facts import Note, Section
from lgtui.importing.reading import Page
from lgtui.importing.structure import NEXT, Heading, content_of_bullet, headings, label, meaning
from lgtui.model import DATE_STYLES, Moment, Series
from lgtui.pages.moments import hour, styled
from lgtui.pages.wording import USUAL

ENOUGH = 2
"""At least so many past days show in which style a page writes them."""


class Own(NamedTuple):
    """A setting that a page's own style asks for, and what on the page shows it."""

    field: str
    value: str
    page: str
    line: int
    shown: str


def with_style(series: Series, written: Sequence[Page]) -> tuple[Series, list[Note]]:
    """The series with the style of its pages, and what of it is not the usual one.

    Args:
        series: The series as it was read.
        written: The pages that get regions.
    """
    found = {one.field: one for page in written for one in (*_next(page), *_past_days(page))}
    found |= {one.field: one for one in _labels(written)}
    values: dict[str, Any] = {field: one.value for field, one in found.items()}
    why = "the page's own style is kept; change it under [series]"
    return series._replace(**values), [
        Note(one.page, one.line, 1, "certain", one.shown, f'{one.field} = "{one.value}"', why)
        for one in found.values()
    ]


def _next(page: Page) -> Iterator[Own]:
    """The heading of the next webinar, and how its day and hour are written."""
    for section in page.sections:
        if section.region != "next" or not section.used:
            continue
        heading = next(
            (
                one
                for one in headings(page.text)
                if one.at in section.used and meaning(one.text) == "next"
            ),
            None,
        )
        if heading and (own := _heading(page, heading)):
            yield own
        if section.upcoming and section.upcoming.start:
            yield from _moment(page, section, section.upcoming.start)


def _heading(page: Page, heading: Heading) -> Own | None:
    """The level and the words of a heading before the theme; a line in bold is of no level."""
    found = re.match(NEXT, heading.text)
    if heading.level > 6 or not found:
        return None
    sign = heading.text[found.end() :].lstrip()[:1]
    word = heading.text[: found.end()].strip()
    if sign and sign in ":–—-":
        word = heading.text[: heading.text.index(sign, found.end()) + 1].strip()
    elif word[-1].isalnum():
        word += ":"
    level = "#" * heading.level
    usual = word == USUAL.next
    if usual and level == USUAL.level:
        return None
    value = word if level == USUAL.level else f"{level} {word}"
    return Own("word_next", value, page.name, heading.at + 1, page.text.lines[heading.at].strip())


def _moment(page: Page, section: Section, start: Moment) -> Iterator[Own]:
    """The styles of the next webinar's day and hour, where they are written in another."""
    of_talks = {at for entry in section.entries for at in entry.lines}
    lines = sorted(section.used - of_talks)
    day = next((at for at in lines if _names_day(page.text.lines[at], start)), -1)
    if day < 0:
        return
    text = page.text.lines[day]
    style = next((one for one in DATE_STYLES if styled(start, one) in text), USUAL.date_style)
    if style != USUAL.date_style:
        yield Own("date_style", style, page.name, day + 1, styled(start, style))
    if isinstance(start, datetime.datetime):
        whole = " ".join(page.text.lines[at] for at in lines)
        clock = rf"(?<![\d:])0?{start.hour}:{start.minute:02}(?![\d:]|\s*[ap]\.?m)"
        if (found := re.search(clock, whole, re.IGNORECASE)) and hour(start) not in whole:
            yield Own("hour_style", "15:00", page.name, day + 1, found[0])


def _names_day(line: str, start: Moment) -> bool:
    stamp = find_date(line)
    return stamp is not None and stamp.moment.timetuple()[:3] == start.timetuple()[:3]


def _past_days(page: Page) -> Iterator[Own]:
    """The style in which most of the previous talks' days are written."""
    dated = [
        (entry.line, entry.date, " ".join(page.text.lines[at] for at in entry.lines))
        for section in page.sections
        if section.region == "previous"
        for entry in section.entries
        if entry.date
    ]
    if len(dated) < ENOUGH:
        return
    often = {
        style: sum(styled(day, style) in text for _, day, text in dated) for style in DATE_STYLES
    }
    best = max(often, key=lambda style: (often[style], style == USUAL.past_date_style))
    if best != USUAL.past_date_style and often[best] * 2 > len(dated):
        line, day, _ = next(one for one in dated if styled(one[1], best) in one[2])
        yield Own("past_date_style", best, page.name, line, styled(day, best))


_LABELS = ("date", "title", "abstract", "bio", "video")
"""What stands before a fact, by the field of the series that words it."""


def _labels(written: Sequence[Page]) -> Iterator[Own]:
    """The labels of facts that all pages write alike, and not as usual."""
    found: dict[str, dict[str, Own]] = {field: {} for field in _LABELS}
    for page in written:
        for at in _lines(page):
            line = page.text.lines[at]
            one = None if page.text.opaque[at] or content_of_bullet(line) else label(line)
            if one and one.field in found and not one.name:
                word = one.label.strip()
                own = Own(f"word_{one.field}", word, page.name, at + 1, word)
                found[one.field].setdefault(word, own)
    for field, forms in found.items():
        if len(forms) == 1 and getattr(USUAL, field) not in forms:
            yield from forms.values()


def _lines(page: Page) -> Iterator[int]:
    """The lines (from 0) in which labels of a page stand."""
    for section in page.sections:
        if section.region in ("next", "abstracts"):
            yield from sorted(section.used)
