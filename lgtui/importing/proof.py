"""The proof that an import loses no word: all of a page's words are in the records or the page."""

from collections import defaultdict
from collections.abc import Sequence

from lgtui.importing.facts import Note, Section
from lgtui.importing.inline import missing
from lgtui.importing.joined import Joined
from lgtui.importing.reading import Page
from lgtui.model import Organizer, Records, Season, Talk

Lost = dict[tuple[str, int], tuple[str, ...]]
"""Words that the records would not hold, by the source and line (from 0) they stand on."""


def values(record: Talk | Season | Organizer) -> list[str]:
    """All texts of a record, its speakers and links included."""
    found: list[str] = []
    for value in record[:-1]:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, tuple):
            for nested in value:
                found += [text for text in nested if isinstance(text, str)]
    return found


def lost_lines(
    read: Sequence[Page],
    joined: Sequence[Joined],
    records: Records,
    season: Season,
    notes: Sequence[Note],
) -> Lost:
    """The places of which a word is neither in the records, nor kept, nor reported.

    Each talk's lines are held against the record it became, the section's own lines against the
    season or the organizers. What the page's layout says again (labels, dates in another style)
    and values that were reported as not taken count as accounted for.

    Returns:
        The words, by source and line (from 0) of each talk or line that must stay in the page.
    """
    became = {
        (entry.source, entry.lines): (talk.talk, entry) for talk in joined for entry in talk.entries
    }
    said: dict[tuple[str, int], list[str]] = defaultdict(list)
    for note in notes:
        if note.kind in ("disagree", "NAME001"):
            said[note.source, note.line - 1].append(note.before)
    lost: Lost = {}
    for page in read:
        for section in page.sections:
            rest = set(section.used)
            for entry in section.entries:
                rest -= set(entry.lines)
                talk, final = became[entry.source, entry.lines]
                reported = [text for at in entry.lines for text in said[page.name, at]]
                kept = [text for _, text in final.kept]
                texts = [page.text.lines[at] for at in entry.lines]
                if words := missing(texts, values(talk), final.spent, kept, reported):
                    lost[page.name, entry.lines[0]] = tuple(words)
            lost |= _own_lines(page, section, rest, season, records.organizers)
    return lost


def _own_lines(
    page: Page, section: Section, rest: set[int], season: Season, organizers: tuple[Organizer, ...]
) -> Lost:
    """As ``lost_lines``, for a section's lines that belong to no talk."""
    held = values(season)
    groups = [[at] for at in sorted(rest)]
    if section.organizers:
        held = [text for one in organizers for text in values(one)]
        groups = [sorted(rest)]
    found: Lost = {}
    for group in groups:
        spent = [text for at, text in section.spent if at in group]
        kept = [text for at, text in section.kept if at in group]
        if words := missing([page.text.lines[at] for at in group], held, spent, kept):
            found[page.name, group[0]] = tuple(words)
    return found


def missing_outside(page: Page, text: str) -> list[str]:
    """The words outside a page's regions that its new text lacks: none, unless there is a bug."""
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
