"""Reads the style of a page: wording to keep, and what its regions write in another form."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from lgtui.importers.dates import find_date
from lgtui.importers.facts import Note, Section
from lgtui.importers.linkage import LinkedTalk
from lgtui.importers.markdown_page import NEXT, Heading, content_of_bullet, headings, label, meaning
from lgtui.importers.page_reader import Page
from lgtui.model import DATE_STYLES, Moment, Records, Talk, Wording
from lgtui.render.date_format import hour, styled
from lgtui.render.labels import USUAL
from lgtui.render.webinar import held_talks
from lgtui.text.sequences import common_ends

ENOUGH = 2
"""At least so many past days show in which style a page writes them."""


class Own(NamedTuple):
    """A setting that a page's own style asks for, and what on the page shows it."""

    field: str
    value: str
    page: str
    line: int
    shown: str


def style_of(written: Sequence[Page]) -> tuple[Wording, list[Note]]:
    """Return the wording of pages that get regions, with a note for what is not as usual."""
    found = {one.field: one for page in written for one in (*_next(page), *_past_days(page))}
    found |= {one.field: one for one in _labels(written)}
    values: dict[str, Any] = {field: one.value for field, one in found.items()}
    why = "the page's own style is kept; change it under [wording]"
    return Wording(**values), [
        Note(one.page, one.line, 1, "certain", one.shown, f'{one.field} = "{one.value}"', why)
        for one in found.values()
    ]


def _next(page: Page) -> Iterator[Own]:
    """Return the heading of the next webinar, and how its day and hour are written."""
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
    """Return the heading's level and words before the theme; a bold line has no level."""
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
    """Return the styles of the next webinar's day and hour, where they are written in another."""
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
    """Return the style in which most of the previous talks' days are written."""
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
"""What stands before a fact, by the field of the wording that says it."""


def _labels(written: Sequence[Page]) -> Iterator[Own]:
    """Return the labels of facts that all pages write alike, and not as usual."""
    found: dict[str, dict[str, Own]] = {field: {} for field in _LABELS}
    for page in written:
        for at in _lines(page):
            line = page.text.lines[at]
            one = None if page.text.opaque[at] or content_of_bullet(line) else label(line)
            if one and one.field in found and not one.name:
                word = one.label.strip()
                own = Own(f"word_{one.field}", word, page.name, at + 1, word)
                found[one.field].setdefault(word, own)
    usual = USUAL._asdict()
    for field, forms in found.items():
        if len(forms) == 1 and usual[field] not in forms:
            yield from forms.values()


def _lines(page: Page) -> Iterator[int]:
    """Return the lines (from 0) in which labels of a page stand."""
    for section in page.sections:
        if section.region in ("next", "abstracts"):
            yield from sorted(section.used)


Token = tuple[int, int, str]
"""A word between blanks, with its line and column (both from 1)."""

STYLE = "one style throughout"


def normalizations(
    page: Page, texts: Mapping[str, str], records: Records, joined: Sequence[LinkedTalk]
) -> list[Note]:
    """Return every difference between what a page said and what its regions say, where it stood.

    Args:
        page: A page that gets regions.
        texts: The text of each region by its name.
        records: The imported records.
        joined: The talks the records were made from, in the same order.
    """
    notes = []
    for section in page.sections:
        notes += _blank_lines(page, section)
        text = texts[section.region]
        if section.region in ("previous", "abstracts"):
            notes += _talk_by_talk(page, section, text, records, joined)
        elif section.used:
            kept = [*section.kept, *(one for entry in section.entries for one in entry.kept)]
            notes += _differences(page, sorted(section.used), kept, text)
    return notes


def _talk_by_talk(
    page: Page, section: Section, text: str, records: Records, joined: Sequence[LinkedTalk]
) -> list[Note]:
    """Compare each talk's lines with what the region has for it, and the order of both."""
    held = held_talks(records)
    if section.region == "previous":
        shown = text.split("\n")
    else:
        held.reverse()
        shown = text.split("\n\n---\n\n")
    if len(shown) != len(held):
        return []
    place = {id(talk): at for at, talk in enumerate(held)}
    became = {
        (entry.source, entry.lines): records.talks[at]
        for at, talk in enumerate(joined)
        for entry in talk.entries
    }
    notes = []
    order = []
    for entry in section.entries:
        talk = became[entry.source, entry.lines]
        at = place.get(id(talk))
        if at is None:
            why = "comes to this page again when its season is held"
            notes.append(Note(page.name, entry.line, 1, "normalized", _title(talk), "", why))
            continue
        order.append(at)
        notes += _differences(page, list(entry.lines), list(entry.kept), shown[at])
    if order != sorted(order):
        why = "the talks are put in the order of their ids"
        notes.append(Note(page.name, section.first + 1, 1, "normalized", "", "", why))
    there = set(order)
    notes += _added(page, section, [one for at, one in enumerate(held) if at not in there])
    return notes


def _title(talk: Talk) -> str:
    return f"{talk.id} {talk.title}".strip()


def _added(page: Page, section: Section, talks: list[Talk]) -> list[Note]:
    """Return the talks that the region shows though this page did not have them."""
    why = f"added to the region {section.region!r}: this page did not have it"
    at = section.first + 1
    return [Note(page.name, at, 1, "normalized", "", _title(talk), why) for talk in talks]


def _differences(
    page: Page, lines: Sequence[int], kept: Sequence[tuple[int, str]], text: str
) -> list[Note]:
    """Return the differences in words between lines of the page and a region's text."""
    before = _tokens(page, lines, kept)
    after = re.findall(r"\S+", text)
    notes = []
    for start, end, new_start, new_end in changed_spans([token[2] for token in before], after):
        line, column = _where(before, start, lines)
        old = " ".join(token[2] for token in before[start:end])
        new = " ".join(after[new_start:new_end])
        notes.append(Note(page.name, line, column, "normalized", old, new, STYLE))
    for at in lines:
        stripped = page.text.lines[at].rstrip()
        if stripped != page.text.lines[at]:
            blanks = page.text.lines[at][len(stripped) :]
            place = (page.name, at + 1, len(stripped) + 1)
            notes.append(Note(*place, "normalized", blanks, "", "trailing blanks"))
    return notes


def changed_spans(before: list[str], after: list[str]) -> list[tuple[int, int, int, int]]:
    """Return the stretches in which two lists of words differ: start and end in each.

    What is equal at both ends is set aside first; a middle too long to compare word by word in
    reasonable time counts as one difference.
    """
    head, tail = common_ends(before, after)
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    if len(old) * len(new) > _COMPARABLE:
        return [(head, head + len(old), head, head + len(new))]
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [
        (start + head, end + head, new_start + head, new_end + head)
        for kind, start, end, new_start, new_end in codes
        if kind != "equal"
    ]


_COMPARABLE = 1_000_000


def _where(tokens: Sequence[Token], at: int, lines: Sequence[int]) -> tuple[int, int]:
    """Return line and column of a token; the end of the last line where there is none."""
    if at < len(tokens):
        return tokens[at][:2]
    return (tokens[-1][0], tokens[-1][1]) if tokens else (lines[0] + 1, 1)


def _tokens(page: Page, lines: Sequence[int], kept: Sequence[tuple[int, str]]) -> list[Token]:
    """Return the words between blanks of some lines, without what stays in the page."""
    found = []
    stays = [piece for _, text in kept for piece in text.split("\n") if piece.strip()]
    for at in lines:
        line = page.text.lines[at]
        for piece in stays:
            line = line.replace(piece.strip(), " " * len(piece.strip()))
        found += [(at + 1, token.start() + 1, token[0]) for token in re.finditer(r"\S+", line)]
    return found


def _blank_lines(page: Page, section: Section) -> list[Note]:
    """Note runs of blank lines that become one, and blank lines that a region gains."""
    if not section.used:
        return []
    lines, notes = page.text.lines, []
    at = max(section.first - 3, 0)
    last = min(section.last + 6, len(lines))
    while at < last:
        end = at
        while end < last and not lines[end].strip():
            end += 1
        near = at <= section.last + 1 and end >= section.first
        if end - at > 1 and near and end < len(lines):
            why = f"{end - at} blank lines become one"
            notes.append(Note(page.name, at + 1, 1, "normalized", "", "", why))
        at = end + 1
    first = min(section.used)
    if first and lines[first - 1].strip():
        why = f"a blank line before the region {section.region!r}"
        notes.append(Note(page.name, first + 1, 1, "normalized", "", "", why))
    return notes
