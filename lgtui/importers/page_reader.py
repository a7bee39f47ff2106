"""Reads a source into a page: repairs it, recognises its kind, reads its sections."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lgtui.importers.abstracts_page import read_abstracts
from lgtui.importers.encoding.repair import Repaired, Vocabulary, repair, strip_invisible
from lgtui.importers.encoding.source_map import Change
from lgtui.importers.facts import Note, PageText, Section, Source
from lgtui.importers.markdown_page import (
    Heading,
    end_of_section,
    headings,
    page_text,
    without_markers,
)
from lgtui.importers.next_webinar import read_upcoming
from lgtui.importers.people import read_organizers
from lgtui.importers.talk_list import read_previous
from lgtui.text.inline_markdown import word_list

Refused = frozenset[tuple[str, int]]
"""Lines (source and line from 0) that must stay as they are, since a word would be lost."""


class Reading(NamedTuple):
    """A repaired source: its lines, the style of its line ends, and what was repaired."""

    text: PageText
    newline: str
    notes: tuple[Note, ...]


class Page(NamedTuple):
    """A source as it was understood: ``kind`` is ``""`` where nothing was."""

    text: PageText
    kind: str
    sections: tuple[Section, ...]
    newline: str

    @property
    def name(self) -> str:
        """The source's name."""
        return self.text.name


def repaired(source: Source, every: Sequence[Source], vocabulary: Vocabulary) -> Reading:
    """Repair the encoding of a source and strip what is invisible, noting every change.

    Args:
        source: The page.
        every: All pages of the import; the words of the others rank the guesses.
        vocabulary: Further words known to be right; a callable is asked when needed.
    """

    def known() -> set[str]:
        further = vocabulary() if callable(vocabulary) else vocabulary
        others = [repair(other.raw).text for other in every if other.raw != source.raw]
        return set(further).union(*(word_list(text) for text in others))

    fixed = repair(source.raw, known)
    text, invisible = strip_invisible(fixed.text)
    notes = repair_notes(source.name, fixed, invisible)
    if fixed.bom:
        notes.append(
            Note(source.name, 1, 1, "normalized", "\ufeff", "", "a byte order mark before the text")
        )
    if text and not text.endswith("\n"):
        last = text.count("\n") + 1
        why = "the last line had no line end: it gets one"
        notes.append(Note(source.name, last, 1, "normalized", "", "", why))
    notes += [
        Note(source.name, 1, 1, "normalized", "", "", why)
        for why in _line_ends(source.raw, fixed.newline)
    ]
    page, dropped = without_markers(page_text(source.name, text))
    newline = "\r\n" if fixed.newline == "\r\n" else "\n"
    return Reading(page, newline, (*notes, *dropped))


def repair_notes(name: str, fixed: Repaired, invisible: Iterable[Change]) -> list[Note]:
    """Note each repair, each invisible character, and each text left garbled."""
    notes = []
    for change in fixed.changes:
        kind = "certain" if change.certain else "guess"
        why = change.reason
        if change.others:
            why += f"; it could also be {', '.join(change.others)}"
        place = (name, change.line, change.column)
        notes.append(Note(*place, kind, change.before, change.after, why))
    for change in invisible:
        place = (name, change.line, change.column)
        notes.append(Note(*place, "TEXT002", change.before, change.after, change.reason))
    for flag in fixed.flagged:
        why = "garbled beyond repair: correct it by hand"
        notes.append(Note(name, flag.line, flag.column, "TEXT001", flag.text, "", why))
    return notes


def _line_ends(raw: bytes, newline: str) -> list[str]:
    """Explain what becomes of a page's line ends, where they change or are CRLF."""
    pairs = raw.count(b"\r\n")
    if newline == "\r":
        return ["the page has CR line ends; they become LF"]
    mixed = pairs and raw.count(b"\n") > pairs
    if newline == "\r\n":
        also = "; lines that end otherwise become CRLF" if mixed else ""
        return [f"the page has CRLF line ends and keeps them, in its regions too{also}"]
    return ["some lines end in CRLF; they become LF, as most are"] if mixed else []


def read_page(reading: Reading, refused: Refused) -> Page:
    """Recognise a page's kind by its content, and read its sections."""
    page = reading.text
    every = headings(page)
    found: list[Section] = []
    upcoming = read_upcoming(page, every)
    taken: frozenset[int] = frozenset()
    if upcoming:
        taken = frozenset(range(upcoming.first, upcoming.last + 1))
        found.append(upcoming)
    organizers = read_organizers(page, every)
    if organizers:
        taken |= organizers.used
        found.append(organizers)
    previous = read_previous(page, every, taken)
    abstracts = read_abstracts(page, every, taken)
    listed = len(previous.entries) if previous else 0
    kind = "webinar"
    if abstracts and not upcoming and len(abstracts.entries) > listed:
        kind, found = "abstracts", [abstracts]
    elif previous:
        found.append(previous)
    elif upcoming:
        found.append(_empty_list(page, upcoming, every))
    kept = [left for section in found if (left := refuse(section, page.name, refused))]
    return Page(page, kind if any(one.used for one in kept) else "", tuple(kept), reading.newline)


def _empty_list(page: PageText, upcoming: Section, every: list[Heading]) -> Section:
    """Place the list of previous talks on a page that has none: below the next webinar."""
    start = next(heading for heading in every if heading.at == upcoming.first)
    at = end_of_section(page, start, every)
    while at > upcoming.last + 1 and not page.lines[at - 1].strip():
        at -= 1
    why = (
        "there is no list of previous talks: an empty region is put here for them; give it a "
        "heading such as “#### Previous talks:”"
    )
    return Section("previous", at, at - 1, notes=(Note(page.name, at, 1, "guess", "", "", why),))


def refuse(section: Section, source: str, refused: Refused) -> Section | None:
    """Remove from a section the lines that must stay in the page; ``None`` if none is left."""
    lines = {at for name, at in refused if name == source}
    if not lines & section.used:
        return section
    if section.region == "organizers":
        return None
    used = section.used - lines
    entries = []
    for entry in section.entries:
        if lines.intersection(entry.lines):
            used -= set(entry.lines)
        else:
            entries.append(entry)
    if not used:
        return None
    spent = tuple((at, text) for at, text in section.spent if at in used)
    return section._replace(used=used, entries=tuple(entries), spent=spent)
