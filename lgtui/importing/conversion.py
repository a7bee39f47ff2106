"""From whole pages to records, pages with regions, and a report: the import itself."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from lgtui import pages
from lgtui.importing import assembly, proof, seen
from lgtui.importing.facts import Entry, Note, Section, Source, Upcoming
from lgtui.importing.inline import plain
from lgtui.importing.joined import Joined, join
from lgtui.importing.normalized import normalizations
from lgtui.importing.numbering import number, usual_size
from lgtui.importing.placing import place
from lgtui.importing.reading import Page, Reading, read_page, repaired
from lgtui.importing.repair import Vocabulary
from lgtui.importing.structure import headings, meaning
from lgtui.importing.style import with_style
from lgtui.model import Organizer, Records, Season, Series


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


def import_pages(sources: Sequence[Source], vocabulary: Vocabulary = ()) -> Import:
    """Reads pages into records and puts markers around what was understood.

    No word of a page is lost: what a record would not hold stays in the page, and is reported.
    The first page of each kind is the one that gets the regions; a further one of the same kind
    is read for its facts, and its file stays as it is.

    Args:
        sources: The pages as they lie on disk.
        vocabulary: Words known to be right, such as those of the site's other pages; they rank
            the candidates for a lost byte; a callable is asked only when one is lost.
    """
    readings = [repaired(source, sources, vocabulary) for source in sources]
    refused: proof.Lost = {}
    while True:
        result, lost = _attempt(readings, refused)
        if lost.keys() <= refused.keys():
            return result
        refused = lost | refused


def _attempt(readings: list[Reading], refused: proof.Lost) -> tuple[Import, proof.Lost]:
    """One import with some lines refused, and those of which it would lose words."""
    read = [read_page(reading, frozenset(refused)) for reading in readings]
    read.sort(key=lambda page: page.kind == "abstracts")
    notes = [note for reading in readings for note in reading.notes]
    notes += [note for page in read for section in page.sections for note in section.notes]
    lead = next((page for page in read if page.kind), None)
    if lead is None:
        why = "nothing on this page was understood"
        notes += [Note(page.name, 1, 1, "kept", "", "", why) for page in read]
        return Import(Records(), {}, {}, {}, _sorted(notes, read)), {}
    joined, found = join([entry for page in read for entry in _entries(page)])
    notes += found
    upcoming, found = _upcoming(read)
    notes += found
    joined, coming, found = number(joined, upcoming)
    notes += found
    joined = assembly.in_order(joined)
    themes, found = assembly.themes(read, upcoming, coming)
    notes += found
    seasons, talks = assembly.seasons_and_talks(joined, upcoming, coming, themes)
    zone, note = assembly.timezone(upcoming, lead.name)
    organizers, found = _organizers(read)
    notes += [note, *found]
    name = series_name(read)
    if not name:
        name, why = "Webinar", "no page names the series; change it under [series]"
        notes.append(Note(lead.name, 1, 1, "guess", "no name", name, why))
    size, found = usual_size(seasons, talks, lead.name)
    notes += found
    series = Series(name, zone, size)
    records = Records(series, organizers=organizers, seasons=seasons, talks=talks)
    read = [_with_kept(page, joined) for page in read]
    season = next((one for one in seasons if one.number == coming), Season(0))
    written = _written(read)
    series, found = with_style(series, written)
    notes += found
    records = records._replace(series=series)
    lost = proof.lost_lines(written, joined, records, season, notes)
    for (name, at), words in sorted(refused.items()):
        line = next(page.text.lines[at] for page in read if page.name == name)
        why = f"would lose {_quoted(words)} if it were taken in: stays in the page"
        notes.append(Note(name, at + 1, 1, "error", line, "", why))
    notes += seen.findings(records, joined, read)
    return _result(read, written, records, joined, notes), lost


def _quoted(words: Sequence[str]) -> str:
    """The first of some words, and how many more there are."""
    more = f" and {len(words) - 3} more" if len(words) > 3 else ""
    return ", ".join(f"“{word}”" for word in words[:3]) + more


def _entries(page: Page) -> list[Entry]:
    """The talks of a page; those of the next webinar with its day."""
    found = []
    for section in page.sections:
        start = section.upcoming.start if section.upcoming else None
        found += [entry._replace(date=entry.date or start) for entry in section.entries]
    return found


def _written(read: Sequence[Page]) -> list[Page]:
    """The first page of each kind: those that get regions."""
    found: dict[str, Page] = {}
    for page in read:
        if page.kind:
            found.setdefault(page.kind, page)
    return list(found.values())


def _with_kept(page: Page, joined: Sequence[Joined]) -> Page:
    """The page with the texts that joining left over, so that they stay in it."""
    final = {(entry.source, entry.lines): entry for talk in joined for entry in talk.entries}

    def settled(section: Section) -> Section:
        entries = tuple(final[one.source, one.lines] for one in section.entries)
        return section._replace(entries=entries)

    return page._replace(sections=tuple(settled(section) for section in page.sections))


def series_name(read: Sequence[Page]) -> str:
    """The first top heading of the webinar page, else the title in a page's front matter."""
    for page in read:
        for heading in headings(page.text):
            if heading.level == 1 and page.kind == "webinar" and not meaning(heading.text):
                return plain(heading.text)
    for page in read:
        for at, line in enumerate(page.text.lines):
            if page.text.opaque[at] and (title := re.match(r"title:\s*(.+?)\s*$", line)):
                return title[1].strip("\"'")
    return ""


def _upcoming(read: Sequence[Page]) -> tuple[Upcoming | None, list[Note]]:
    """What the first page that has it says of the next webinar, and where another differs."""
    chosen: Upcoming | None = None
    notes = []
    for page in read:
        for section in page.sections:
            facts = section.upcoming
            if facts is None or facts == Upcoming():
                continue
            if chosen is None:
                chosen = facts
            elif facts != chosen:
                here = ", ".join(str(value) for value in facts if value)
                there = ", ".join(str(value) for value in chosen if value)
                place = (page.name, section.first + 1, 1)
                notes.append(Note(*place, "disagree", here, there, "the next webinar"))
    return chosen, notes


def _organizers(read: Sequence[Page]) -> tuple[tuple[Organizer, ...], list[Note]]:
    """The organizers of the first page that has them, and where another page differs."""
    chosen: tuple[Organizer, ...] = ()
    notes: list[Note] = []
    for page in read:
        for section in page.sections:
            if not chosen:
                chosen = section.organizers
            elif section.organizers and section.organizers != chosen:
                here = "; ".join(f"{one.name}, {one.affiliation}" for one in section.organizers)
                there = "; ".join(f"{one.name}, {one.affiliation}" for one in chosen)
                place = (page.name, section.first + 1, 1)
                notes.append(Note(*place, "disagree", here, there, "the organizers"))
    return chosen, notes


def _result(
    read: Sequence[Page],
    written: Sequence[Page],
    records: Records,
    joined: Sequence[Joined],
    notes: list[Note],
) -> Import:
    """The import's result: the written pages get their regions, the others stay."""
    texts = pages.render(records)
    made = {}
    for page in read:
        notes += seen.dates(page.text, records.series.timezone)
        notes += seen.empty_links(page)
        if page not in written:
            why = "a second page of its kind" if page.kind else "nothing on it was understood"
            why += ": the file stays as it is"
            notes.append(Note(page.name, 1, 1, "kept", "", "", why))
            continue
        notes += seen.kept(page.text, page.sections)
        notes += seen.beside(page.text, page.sections)
        notes += seen.absent_regions(page, pages.REGIONS[page.kind])
        notes += normalizations(page, texts[page.kind], records, joined)
        made[page.kind] = place(page.text, page.sections, texts[page.kind])
        lost = proof.missing_outside(page, made[page.kind])
        notes += [Note(page.name, 1, 1, "error", word, "", "would lose this word") for word in lost]
    return Import(
        records,
        made,
        {page.kind: page.newline for page in written},
        {page.kind: page.name for page in written},
        _sorted(notes, read),
    )


def _sorted(notes: Sequence[Note], read: Sequence[Page]) -> tuple[Note, ...]:
    """The report in the order of pages and lines, each note once."""
    order = {page.name: at for at, page in enumerate(read)}
    unique = dict.fromkeys(notes)
    return tuple(sorted(unique, key=lambda note: (order[note.source], note.line, note.column)))
