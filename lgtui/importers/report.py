"""Writes the report of an import: notes, findings, and text that stays in the page."""

import datetime
import re
from collections.abc import Iterable, Sequence

from lgtui.importers import Note, PageText, Section, SourcePlace
from lgtui.importers.linkage import LinkedTalk
from lgtui.importers.markdown_page import end_of_section, headings, meaning
from lgtui.importers.page_reader import Page
from lgtui.model import Records, Where, parse_id
from lgtui.text.control_chars import exactly_visible
from lgtui.text.dates import find_dates, zone_contradictions
from lgtui.text.inline_markdown import links, unescape
from lgtui.text.sequences import shortened_to_difference

WIDTH = 90
"""The longest text shown whole; of a longer one only what surrounds the change is shown."""


def around(before: str, after: str) -> tuple[str, str]:
    """Shorten both texts around their difference where they are long."""
    if max(len(before), len(after)) <= WIDTH:
        return before, after
    if not after:
        return shortened(before), ""
    old, new = shortened_to_difference(before, after, WIDTH)
    return shortened(old), shortened(new)


def shortened(text: str) -> str:
    """Leave out the middle of a text longer than ``WIDTH``."""
    if len(text) <= WIDTH:
        return text
    return f"{text[: WIDTH * 2 // 3]} […] {text[-WIDTH // 3 :]}"


def line(note: Note) -> str:
    """Write a note as ``NAME:LINE:COLUMN: KIND: before → after (why)``."""
    before, after = around(note.before, note.after)
    text = f"{exactly_visible(note.source)}:{note.line}:{note.column}: {note.kind}:"
    if not before and not after:
        return f"{text} {exactly_visible(note.why)}"
    if before or after:
        quoted = f" “{exactly_visible(before)}”" if before else " nothing"
        text += quoted
        if note.kind != "kept" and (after or note.kind in _CHANGES):
            text += f" → “{exactly_visible(after)}”" if after else " → nothing"
    return f"{text} ({exactly_visible(note.why)})" if note.why else text


_CHANGES = ("certain", "guess", "normalized", "TEXT002")


_FIRST = ("error", "disagree", "guess", "kept")
"""The kinds of notes that somebody has to look at, the most urgent first."""

_READ_AS = "the file is not UTF-8: read as"
"""How the reason of a note begins where a file's encoding was found for the whole of it."""

FEW = 3
"""Up to so many changes of one kind are listed each."""


def in_short(notes: Sequence[Note]) -> list[str]:
    """Write what somebody has to look at first, and of many changes of one kind one line."""
    read_as: dict[tuple[str, str], list[Note]] = {}
    for note in notes:
        if note.kind in ("certain", "guess") and note.why.startswith(_READ_AS) and note.before:
            read_as.setdefault((note.source, note.why), []).append(note)
    whole = {id(note) for found in read_as.values() if len(found) > FEW for note in found[1:]}
    rest = [note for note in notes if note.kind != "normalized" and id(note) not in whole]
    ranks = {kind: at for at, kind in enumerate(_FIRST)}
    rest.sort(key=lambda note: ranks.get(note.kind, len(ranks) + (note.kind == "certain")))
    counted = {id(found[0]): len(found) for found in read_as.values() if len(found) > FEW}
    lines = [
        line(note) + (f" in {counted[id(note)]} places (--verbose lists all)"
                      if id(note) in counted else "")
        for note in rest
    ]  # fmt: skip
    alike: dict[str, list[Note]] = {}
    for note in notes:
        if note.kind == "normalized":
            alike.setdefault(note.why, []).append(note)
    for why, found in alike.items():
        if len(found) <= FEW:
            lines += map(line, found)
            continue
        first = found[0]
        place = f"{exactly_visible(first.source)}:{first.line}:{first.column}"
        what = exactly_visible(why)
        lines.append(f"{place}: normalized: {len(found)} times, here first: {what} "
                     "(--verbose lists all)")  # fmt: skip
    return lines


def summary(records: Records, pages: dict[str, str]) -> list[str]:
    """Summarize an import in a few lines; ``pages`` is each kind's path."""
    held = sum(season.state == "held" for season in records.seasons)
    off = sum(season.state == "cancelled" for season in records.seasons)
    upcoming = len(records.seasons) - held - off
    states = f"{held} held, {upcoming} upcoming" + (f", {off} cancelled" if off else "")
    lines = [
        f"understood: {_count(len(records.talks), 'talk')}, "
        f"{_count(len(records.seasons), 'season')} ({states}), "
        f"{_count(len(records.organizers), 'organizer')}"
    ]
    lines += [f"page: {kind} {path}" for kind, path in pages.items()]
    return lines


def counts(notes: Sequence[Note]) -> str:
    """Count the notes of each kind."""
    kinds: dict[str, int] = {}
    for note in notes:
        kinds[note.kind] = kinds.get(note.kind, 0) + 1
    return ", ".join(f"{kind} {number}" for kind, number in sorted(kinds.items(), key=_order))


def _order(item: tuple[str, int]) -> tuple[bool, str]:
    return (item[0].isupper(), item[0])


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


OF_TIME = ("DATE001", "DATE002")
"""Findings that depend on the day they are asked on, which an import does not know."""


_RULE = re.compile(r"\W*")
"""A line without words, such as a rule."""


def dates(page: PageText, zone: str) -> list[Note]:
    """Note hours whose zone abbreviation does not hold on their day (DATE003)."""
    notes = []
    for at, line in enumerate(page.lines):
        for fault in zone_contradictions(line, zone):
            dated = min((found.start for found in find_dates(line)), default=fault.offset)
            start = min(dated, fault.offset)
            end = fault.offset + len(fault.abbreviation)
            before, after = line[start:end], line[start : fault.offset] + fault.right_one
            why = f"on this day the clock shows {fault.right_one}"
            notes.append(Note(page.name, at + 1, start + 1, "DATE003", before, after, why))
    return notes


def broken_bold(page: Page) -> list[Note]:
    """Note items of the list of previous talks whose bold signs do not go in pairs."""
    notes = []
    for section in page.sections:
        for at in sorted(section.used) if section.region == "previous" else ():
            shown = page.text.lines[at]
            if not page.text.opaque[at] and shown.replace("\\*", "").count("**") % 2:
                why = "the bold signs (**) of this item do not go in pairs: look at what is "
                why += "made of it"
                notes.append(Note(page.name, at + 1, 1, "guess", "", "", why))
    return notes


def empty_links(page: Page) -> list[Note]:
    """Note links without an address in what was understood (LINK001)."""
    notes = []
    for section in page.sections:
        for at in sorted(section.used):
            for link in links(page.text.lines[at]):
                if not link.url:
                    place = (page.name, at + 1, link.start + 1)
                    shown = page.text.lines[at][link.start : link.end]
                    why = "the link is empty"
                    notes.append(Note(*place, "LINK001", shown, unescape(link.text), why))
    return notes


def kept_pieces(page: PageText, sections: Sequence[Section]) -> list[Note]:
    """Note pieces of understood sections that were not understood: they stay in the page."""
    notes = []
    for section in sections:
        for at, text in sorted(section.pieces):
            if text.strip():
                column = page.lines[at].find(text.split("\n")[0].strip()) + 1
                why = f"not understood: stays in the page below the region {section.region!r}"
                place = (page.name, at + 1, max(column, 1))
                notes.append(Note(*place, "kept", text.strip(), "", why))
    return notes


def not_understood(page: PageText, sections: Sequence[Section]) -> list[Note]:
    """Note lines below a known heading that were not understood: they stay where they are.

    Such lines stay where they are. Of a block of code or HTML the first line stands for all;
    comments are nobody's text.
    """
    used = {at for section in sections for at in section.used}
    reported = {at for section in sections for at, _ in section.pieces}
    notes = []
    for at in sorted(_understood_lines(page, sections) - used - reported):
        line = page.lines[at]
        if not line.strip() or line.lstrip().startswith("<!--") or _RULE.fullmatch(line):
            continue
        if page.opaque[at] and (page.opaque[at - 1] or "-->" in line):
            continue
        why = "not understood: stays where it is"
        column = len(line) - len(line.lstrip()) + 1
        notes.append(Note(page.name, at + 1, column, "kept", line.strip(), "", why))
    return notes


def _understood_lines(page: PageText, sections: Sequence[Section]) -> set[int]:
    """Return the lines (from 0) below the headings that were understood."""
    every = headings(page)
    found: set[int] = set()
    known = {one.at for one in every if meaning(one.text)}
    if any(section.region != "abstracts" for section in sections):
        for heading in every:
            if meaning(heading.text):
                found |= set(range(heading.below, end_of_section(page, heading, every)))
    for section in sections:
        if section.region == "abstracts" and section.entries:
            begun = {entry.lines[0] for entry in section.entries}
            level = max((one.level for one in every if one.at in begun), default=6)
            first = min((one.at for one in every if one.level == level), default=section.first)
            found |= set(range(min(first, section.first), len(page.lines)))
    return found - known


def absent_regions(page: Page, names: Iterable[str]) -> list[Note]:
    """Note the regions that a page does not get, since nothing shows where they belong."""
    present = {section.region for section in page.sections}
    notes = []
    for name in names:
        if name not in present:
            why = (
                f"nothing on this page shows where the region {name!r} belongs, so it is left out; "
                f"to have it, put <!-- lgtui:{name} --> and <!-- lgtui:end {name} --> there, each "
                "on a line of its own"
            )
            notes.append(Note(page.name, 1, 1, "kept", "", "", why))
    return notes


def findings(records: Records, linked: Sequence[LinkedTalk], read: Sequence[Page]) -> list[Note]:
    """Note what the checks find in the imported records, at the places read from."""
    from lgtui.checks import check

    notes = []
    for found in check(records, (), datetime.date.min):
        if found.code in OF_TIME or found.code.startswith("PAGE"):
            continue
        source, place = _place(found.where, records, linked, read)
        notes.append(Note(source, place.line, place.column, found.code, "", "", found.message))
    return notes


def _place(
    where: Where, records: Records, linked: Sequence[LinkedTalk], read: Sequence[Page]
) -> tuple[str, SourcePlace]:
    """Return the source and place that a value was read from, as near as it is known."""
    if where.kind == "talks" and where.at < len(linked):
        entry = linked[where.at].entries[0]
        field = where.field.split("[")[0].split(".")[0]
        for one in linked[where.at].entries:
            if field in dict(one.places):
                return one.source, one.place(field)
        return entry.source, SourcePlace(entry.line)
    if where.kind == "seasons" and where.at < len(records.seasons):
        number = records.seasons[where.at].number
        for at, talk in enumerate(records.talks):
            if (key := parse_id(talk.id)) and key[0] == number:
                return linked[at].entries[0].source, SourcePlace(linked[at].entries[0].line)
    wanted = "organizers" if where.kind == "organizers" else "next"
    for page in read:
        for section in page.sections:
            if section.region == wanted and where.kind not in ("series", "wording"):
                return page.name, SourcePlace(section.first + 1)
    return read[0].name, SourcePlace(1)
