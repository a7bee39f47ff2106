"""Compares pages with their records and regions: words that would be lost, other forms."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from lgtui.importers import ONE_VIDEO, Note, Section
from lgtui.importers.linkage import LinkedTalk
from lgtui.importers.page_reader import Page
from lgtui.model import FIELDS, PARTS, Keyed, Organizer, Records, Season, Talk, value_of
from lgtui.render.abstracts import talks_with_abstracts
from lgtui.render.webinar import held_talks
from lgtui.text.inline_markdown import missing
from lgtui.text.sequences import common_ends

LostWords = dict[tuple[str, int], tuple[str, ...]]
"""Words that the records would not hold, by the source and line (from 0) they stand on."""


def record_texts(kind: str, record: Keyed) -> list[str]:
    """Return all texts of a record of a kind, those of its speakers and links included."""
    found: list[str] = []
    for field in FIELDS[kind]:
        value = value_of(record, field.name)
        if field.type in PARTS:
            found += [text for part in value for text in record_texts(field.type, part)]
        elif isinstance(value, str):
            found.append(value)
    return found


def lost_lines(
    read: Sequence[Page],
    linked: Sequence[LinkedTalk],
    records: Records,
    coming: int,
    notes: Sequence[Note],
) -> LostWords:
    """Find lines with a word that is neither in the records nor in the page nor reported.

    Each talk's lines are held against the record it became, the section's own lines against the
    planned seasons or the organizers. What the page's layout says again (labels, dates in another
    style) and values that were reported as not taken count as accounted for.

    Returns:
        The words, by source and line (from 0) of each talk or line that must stay in the page.
    """
    became = {
        (entry.source, entry.lines): (talk.talk, entry) for talk in linked for entry in talk.entries
    }
    reported_at: dict[tuple[str, int], list[str]] = defaultdict(list)
    for note in notes:
        if note.kind in ("disagree", "NAME001") or note.why == ONE_VIDEO:
            reported_at[note.source, note.line - 1].append(note.before)
    planned = [one for one in records.seasons if coming and one.number >= coming]
    lost: LostWords = {}
    for page in read:
        for section in page.sections:
            rest = set(section.used)
            for entry in section.entries:
                rest -= set(entry.lines)
                talk, final = became[entry.source, entry.lines]
                reported = [text for at in entry.lines for text in reported_at[page.name, at]]
                kept = [text for _, text in final.kept]
                texts = [page.text.lines[at] for at in entry.lines]
                if words := missing(
                    texts, record_texts("talks", talk), final.spent, kept, reported
                ):
                    lost[page.name, entry.lines[0]] = tuple(words)
            lost |= _lost_section_lines(page, section, rest, planned, records.organizers)
    return lost


def _lost_section_lines(
    page: Page,
    section: Section,
    rest: set[int],
    planned: Sequence[Season],
    organizers: tuple[Organizer, ...],
) -> LostWords:
    """Find lost words, as ``lost_lines`` does, on a section's lines that belong to no talk."""
    held = [text for one in planned for text in record_texts("seasons", one)]
    groups = [[at] for at in sorted(rest)]
    if section.organizers:
        held = [text for one in organizers for text in record_texts("organizers", one)]
        groups = [sorted(rest)]
    found: LostWords = {}
    for group in groups:
        spent = [text for at, text in section.spent if at in group]
        kept = [text for at, text in section.kept if at in group]
        if words := missing([page.text.lines[at] for at in group], held, spent, kept):
            found[page.name, group[0]] = tuple(words)
    return found


def missing_outside(page: Page, text: str) -> list[str]:
    """Return words outside the regions that the new page lacks: any would be a bug."""
    used = {at for section in page.sections for at in section.used}
    untouched = [line for at, line in enumerate(page.text.lines) if at not in used]
    kept = [
        one
        for section in page.sections
        for one in (
            *(piece for at, piece in section.kept if at in section.used),
            *(piece for entry in section.entries for _, piece in entry.kept),
        )
    ]
    return missing([*untouched, *kept], text.split("\n"))


Token = tuple[int, int, str]
"""A word between blanks, with its line and column (both from 1)."""

STYLE = "one style throughout"


def normalizations(
    page: Page, texts: Mapping[str, str], records: Records, linked: Sequence[LinkedTalk]
) -> list[Note]:
    """Note every difference between a page's text and its regions, where it stands.

    Args:
        page: A page that gets regions.
        texts: The text of each region by its name.
        records: The imported records.
        linked: The talks the records were made from, in the same order.
    """
    notes = []
    for section in page.sections:
        notes += _blank_lines(page, section)
        text = texts[section.region]
        if section.region in ("previous", "abstracts"):
            notes += _talk_by_talk(page, section, text, records, linked)
        elif section.used:
            notes += _differences(page, sorted(section.used), section.pieces, text)
    return notes


def _talk_by_talk(
    page: Page, section: Section, text: str, records: Records, linked: Sequence[LinkedTalk]
) -> list[Note]:
    """Compare each talk's lines with what the region has for it, and the order of both."""
    if section.region == "previous":
        held = held_talks(records)
        shown = text.split("\n")
    else:
        held = talks_with_abstracts(records)[::-1]
        shown = text.split("\n\n---\n\n")
    if len(shown) != len(held):
        return []
    place = {id(talk): at for at, talk in enumerate(held)}
    became = {
        (entry.source, entry.lines): records.talks[at]
        for at, talk in enumerate(linked)
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
