"""From whole pages to records, pages with regions, and a report: the import itself."""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from lgtui import pages
from lgtui.importing import assembly, proof, seen
from lgtui.importing.abstracts import read_abstracts
from lgtui.importing.facts import Entry, Note, PageText, Section, Source, Upcoming
from lgtui.importing.inline import plain, word_list
from lgtui.importing.joined import Joined, join
from lgtui.importing.organizers import read_organizers
from lgtui.importing.placing import place
from lgtui.importing.previous import read_previous
from lgtui.importing.repair import Repaired, repair, strip_invisible
from lgtui.importing.structure import headings, page_text
from lgtui.importing.upcoming import read_upcoming
from lgtui.model import Organizer, Records, Season, Series, Talk

Refused = frozenset[tuple[str, int]]
"""Lines (source and line from 0) that must stay as they are, since a word of theirs would be lost."""


class Page(NamedTuple):
    """One source, read: its kind (``""`` where nothing was understood) and sections."""

    text: PageText
    kind: str
    sections: tuple[Section, ...]
    newline: str
    notes: tuple[Note, ...]


class Import(NamedTuple):
    """What an import gives.

    ``pages`` holds the new text of each kind of page, with LF line ends, ``newlines`` the style
    its source had, and ``taken_from`` the name of the source it was made from.
    """

    records: Records
    pages: dict[str, str]
    newlines: dict[str, str]
    taken_from: dict[str, str]
    report: tuple[Note, ...]

    @property
    def understood(self) -> bool:
        """Whether anything became a record."""
        return bool(self.pages)


def import_pages(sources: Sequence[Source], vocabulary: Collection[str] = ()) -> Import:
    """Reads pages into records and puts markers around what was understood.

    No word of a page is lost: what a record would not hold stays in the page, and is reported.
    The first page of each kind is the one that gets the regions; a further one of the same kind
    is read for its facts, and its file stays as it is.

    Args:
        sources: The pages as they lie on disk.
        vocabulary: Words known to be right, such as those of the site's other pages; they rank
            the candidates for a lost byte.
    """
    readings = [_repaired(source, sources, vocabulary) for source in sources]
    refused: Refused = frozenset()
    while True:
        result, lost = _attempt(readings, refused)
        more = frozenset(lost) - refused
        if not more:
            return result
        refused |= more


class Reading(NamedTuple):
    """A repaired source: its lines, how its line ends were, and what was repaired."""

    text: PageText
    newline: str
    notes: tuple[Note, ...]


def _repaired(source: Source, every: Sequence[Source], vocabulary: Collection[str]) -> Reading:
    def known() -> set[str]:
        others = [repair(other.raw).text for other in every if other.raw != source.raw]
        return set(vocabulary).union(*(word_list(text) for text in others))

    fixed: Repaired = repair(source.raw, known)
    text, invisible = strip_invisible(fixed.text)
    notes = [
        Note(
            source.name,
            change.line,
            change.column,
            "certain" if change.certain else "guess",
            change.before,
            change.after,
            change.reason,
        )
        for change in fixed.changes
    ]
    notes += [
        Note(
            source.name,
            change.line,
            change.column,
            "TEXT002",
            change.before,
            change.after,
            change.reason,
        )
        for change in invisible
    ]
    notes += [
        Note(
            source.name,
            flag.line,
            flag.column,
            "TEXT001",
            flag.text,
            "",
            "garbled beyond repair: correct it by hand",
        )
        for flag in fixed.flagged
    ]
    if fixed.bom:
        notes.append(
            Note(source.name, 1, 1, "normalized", "\ufeff", "", "a byte order mark before the text")
        )
    if text and not text.endswith("\n"):
        last = text.count("\n") + 1
        notes.append(
            Note(source.name, last, 1, "normalized", "", "", "the last line had no line end")
        )
    return Reading(page_text(source.name, text), fixed.newline, tuple(notes))


def read_sections(page: PageText, refused: Refused = frozenset()) -> tuple[str, list[Section]]:
    """The kind of a page, recognised by its content, and the sections that are understood."""
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
    if abstracts and not upcoming and len(abstracts.entries) > listed:
        found = [abstracts]
        kind = "abstracts"
    else:
        kind = "webinar"
        if previous:
            found.append(previous)
    kept = [left for section in found if (left := refuse(section, page.name, refused))]
    return (kind if kept else ""), kept


def refuse(section: Section, source: str, refused: Refused) -> Section | None:
    """A section without the lines that must stay in the page; ``None`` where nothing is left."""
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


def _attempt(readings: list[Reading], refused: Refused) -> tuple[Import, list[tuple[str, int]]]:
    """One import with some lines refused, and the lines of which it would lose a word."""
    read: list[Page] = []
    for reading in readings:
        kind, sections = read_sections(reading.text, refused)
        read.append(Page(reading.text, kind, tuple(sections), reading.newline, reading.notes))
    ordered = sorted(read, key=lambda page: page.kind == "abstracts")
    notes = [note for page in read for note in page.notes]
    sections = [section for page in ordered for section in page.sections]
    joined, found = join([entry for section in sections for entry in _dated(section)])
    notes += found
    lead = next((page for page in ordered if page.kind), None)
    if lead is None:
        notes += [
            Note(page.text.name, 1, 1, "kept", "", "", "nothing on this page was understood")
            for page in read
        ]
        return Import(Records(), {}, {}, {}, tuple(notes)), []
    upcoming = next((s.upcoming for s in sections if s.upcoming and s.upcoming != Upcoming()), None)
    joined, number, found = assembly.number(joined, upcoming)
    notes += found
    seasons, talks = assembly.seasons_and_talks(joined, upcoming, number)
    zone, note = assembly.timezone(upcoming, lead.text.name)
    notes += [note] if note else []
    organizers, found = _organizers(read)
    notes += found
    records = Records(
        Series(series_name(ordered), zone, assembly.TALKS_PER_SEASON),
        organizers=organizers,
        seasons=seasons,
        talks=talks,
    )
    lost = _lost(ordered, joined, records, number, notes)
    notes += [
        Note(
            page.text.name,
            at + 1,
            1,
            "error",
            page.text.lines[at],
            "",
            "would lose a word: stays in the page",
        )
        for page in read
        for name, at in sorted(refused)
        if name == page.text.name
    ]
    return _written(read, records, notes), lost


def _dated(section: Section) -> list[Entry]:
    """The entries of a section; those of the next webinar with its day."""
    start = section.upcoming.start if section.upcoming else None
    return [entry._replace(date=entry.date or start) for entry in section.entries]


def series_name(read: Sequence[Page]) -> str:
    """The first top heading of the webinar page, else the title in a page's front matter."""
    for page in read:
        for heading in headings(page.text):
            if heading.level == 1 and page.kind == "webinar":
                return plain(heading.text)
    for page in read:
        for at, line in enumerate(page.text.lines):
            if page.text.opaque[at] and (title := re.match(r"title:\s*(.+?)\s*$", line)):
                return title[1].strip("\"'")
    return ""


def _organizers(read: Sequence[Page]) -> tuple[tuple[Organizer, ...], list[Note]]:
    """The organizers of the first page that has them; others that a further page names."""
    chosen: tuple[Organizer, ...] = ()
    notes: list[Note] = []
    for page in read:
        for section in page.sections:
            if not chosen:
                chosen = section.organizers
            elif section.organizers and section.organizers != chosen:
                here = "; ".join(f"{one.name}, {one.affiliation}" for one in section.organizers)
                there = "; ".join(f"{one.name}, {one.affiliation}" for one in chosen)
                notes.append(
                    Note(
                        page.text.name, section.first + 1, 1, "disagree", here, there, "organizers"
                    )
                )
    return chosen, notes


def _lost(
    read: Sequence[Page], joined: list[Joined], records: Records, number: int, notes: list[Note]
) -> list[tuple[str, int]]:
    """The lines of which a word is neither in the records, nor in the page, nor reported."""
    by_entry: dict[tuple[str, tuple[int, ...]], Talk] = {}
    for talk in joined:
        for entry in talk.entries:
            by_entry[entry.source, entry.lines] = talk.talk
    season = next((one for one in records.seasons if one.number == number), Season(0))
    lost = []
    for page in read:
        lines = page.text.lines
        for section in page.sections:
            rest = set(section.used)
            for entry in section.entries:
                rest -= set(entry.lines)
                held = proof.values(by_entry[entry.source, entry.lines])
                said = [
                    note.before
                    for note in notes
                    if note.kind == "disagree"
                    and note.source == entry.source
                    and note.line - 1 in entry.lines
                ]
                kept = [text for _, text in entry.kept]
                texts = [lines[at] for at in entry.lines]
                if proof.missing(texts, held, entry.spent, kept, said):
                    lost.append((page.text.name, entry.lines[0]))
            lost += _lost_lines(page, section, rest, season, records.organizers)
    return lost


def _lost_lines(
    page: Page, section: Section, rest: set[int], season: Season, organizers: tuple[Organizer, ...]
) -> list[tuple[str, int]]:
    """As ``_lost``, for a section's own lines: theme, date and place, or the organizers."""
    held = proof.values(season)
    if section.organizers:
        held = [text for one in section.organizers for text in proof.values(one)]
    groups = [sorted(rest)] if section.organizers else [[at] for at in sorted(rest)]
    found = []
    for group in groups:
        spent = [text for at, text in section.spent if at in group]
        kept = [text for at, text in section.kept if at in group]
        if proof.missing([page.text.lines[at] for at in group], held, spent, kept):
            found.append((page.text.name, group[0]))
    return found


def _written(read: Sequence[Page], records: Records, notes: list[Note]) -> Import:
    """The import's result: the first page of each kind gets the regions."""
    texts = pages.render(records)
    made: dict[str, str] = {}
    newlines: dict[str, str] = {}
    taken_from: dict[str, str] = {}
    for page in read:
        notes += [note for section in page.sections for note in section.notes]
        notes += seen.dates(page.text, records.series.timezone)
        if page.kind and page.kind not in made:
            notes += seen.kept(page.text, page.sections)
            made[page.kind] = place(page.text, list(page.sections), texts[page.kind])
            newlines[page.kind] = page.newline
            taken_from[page.kind] = page.text.name
        else:
            why = "a second page of its kind" if page.kind else "nothing on it was understood"
            notes.append(
                Note(page.text.name, 1, 1, "kept", "", "", f"{why}: the file stays as it is")
            )
    order = {page.text.name: at for at, page in enumerate(read)}
    notes.sort(key=lambda note: (order.get(note.source, 0), note.line, note.column))
    unique = tuple(dict.fromkeys(notes))
    return Import(records, made, newlines, taken_from, unique)
