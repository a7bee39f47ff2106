"""Headings between talks that name a season: its number, its day, its theme."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from lgtui.importers.dates import find_date, say
from lgtui.importers.facts import Entry, Note, PageText
from lgtui.importers.markdown_page import Heading
from lgtui.model import Moment, as_date, season_label
from lgtui.text.inline_markdown import blank, has_words, plain

SEASON = re.compile(
    r"(?i)\W*(?:(?:season|series|round|edition)\s+(?P<word>[0-9]{1,3})|S(?P<short>[0-9]{2,3}))\b"
    r"\s*(?:[:–—(,.-]\s*(?P<rest>.*))?"
)


class SeasonHead(NamedTuple):
    """One such heading: its line (from 0), number (0 for none), day and theme."""

    at: int
    number: int
    day: Moment | None
    theme: str
    text: str


class TakenIn(NamedTuple):
    """The headings that the records make superfluous.

    ``themes`` has season, theme and line (from 0) of those that name a theme.
    """

    lines: frozenset[int]
    spent: tuple[tuple[int, str], ...]
    themes: tuple[tuple[int, str, int], ...]
    notes: tuple[Note, ...]


def season_heads(all_headings: Sequence[Heading]) -> list[SeasonHead]:
    """The headings that name a season or only a day."""
    found = []
    for heading in all_headings:
        numbered = SEASON.fullmatch(heading.text.strip())
        rest = (numbered["rest"] or "") if numbered else heading.text
        stamp = find_date(rest)
        left = blank(rest, list(stamp.spans)) if stamp else rest
        theme = plain(re.sub(r"\(\s*\)", " ", left)).strip(" ,;:.–—-()")
        if not numbered and (stamp is None or has_words(theme)):
            continue
        number = int(numbered["word"] or numbered["short"]) if numbered else 0
        day = as_date(stamp.moment) if stamp else None
        found.append(SeasonHead(heading.at, number, day, theme, heading.text))
    return found


def head_above(heads: Sequence[SeasonHead], entry: Entry) -> SeasonHead | None:
    """The last of the headings above a talk, unless the talk's own label says another season."""
    above = [head for head in heads if head.at < entry.lines[0]]
    if not above or (entry.label and above[-1].number not in (0, entry.label[0])):
        return None
    return above[-1]


def under(entry: Entry, head: SeasonHead | None) -> Entry:
    """A talk with the season and day of the heading it stands under, where it has none itself."""
    if head is None:
        return entry
    season = 0 if entry.label else head.number
    return entry._replace(season=season, date=entry.date or head.day)


def take_in(
    page: PageText, heads: Sequence[SeasonHead], pairs: Sequence[tuple[Entry, SeasonHead | None]]
) -> TakenIn:
    """The headings of which the records hold every word, with what they say.

    A heading stays in the page when no talk stands under it, when its day is not that of its
    talks, when it names a theme but no talk tells the season, or another theme than a heading
    above.

    Args:
        page: The page.
        heads: Its season headings.
        pairs: Its talks, each with the heading above it.
    """
    lines, spent, themes, notes = [], [], [], []
    named: dict[int, str] = {}
    for head in heads:
        own = [entry for entry, above in pairs if above is head]
        labels = {entry.label[0] for entry in own if entry.label}
        number = head.number or (labels.pop() if len(labels) == 1 else 0)
        agree = all(not head.day or entry.date == head.day for entry in own)
        if not own or not agree or (head.theme and not number):
            continue
        if head.theme and named.setdefault(number, head.theme) != head.theme:
            continue
        lines.append(head.at)
        spent.append((head.at, head.text))
        said = [season_label(number) if number else "", say(head.day) if head.day else ""]
        if head.theme:
            themes.append((number, head.theme, head.at))
            said.append(head.theme)
        after = ", ".join(word for word in said if word)
        why = "the records and ids say it"
        notes.append(Note(page.name, head.at + 1, 1, "normalized", page.lines[head.at], after, why))
    return TakenIn(frozenset(lines), tuple(spent), tuple(themes), tuple(notes))
