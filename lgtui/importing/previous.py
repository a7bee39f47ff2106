"""The section with the previous talks, as one list or in several under season headings."""

import re

from lgtui.importing.dates import find_date
from lgtui.importing.facts import Entry, Note, PageText, Section
from lgtui.importing.inline import blank, has_words, links, plain
from lgtui.importing.listitem import VIDEO_TEXT, read_label
from lgtui.importing.structure import Heading, end_of_section, meaning
from lgtui.importing.talklist import Item, items, read_item

SEASON_HEADING = re.compile(
    r"(?i)\W*(?:(?:season|series|round|edition)\s+(?P<word>[0-9]{1,3})|S(?P<short>[0-9]{2,3}))\b"
    r"\s*(?:[:–—(-]\s*(?P<rest>.*))?"
)


def read_previous(
    page: PageText, all_headings: list[Heading], taken: frozenset[int]
) -> Section | None:
    """The list of previous talks; ``None`` where the page has neither list nor heading for it.

    Items with a label such as ``S01E01`` are found anywhere outside ``taken`` (lines that
    another section uses); items without one only below a heading such as "Previous talks".
    """
    heading = next((one for one in all_headings if meaning(one.text) == "previous"), None)
    below = range(0)
    if heading:
        below = range(heading.at + 1, end_of_section(page, heading, all_headings))
    candidates = [
        item
        for item in items(page, 0, len(page.lines))
        if not taken.intersection(item.lines) and (read_label(item.text) or item.lines[0] in below)
    ]
    homepages = any(_has_video_link(item) for item in candidates)
    entries: list[Entry] = []
    notes: list[Note] = []
    for item in candidates:
        found = read_item(page, item, homepages)
        if found:
            entries.append(found[0])
            notes += found[1]
    if not entries:
        if heading is None:
            return None
        at = below.stop
        while at > heading.at + 1 and not page.lines[at - 1].strip():
            at -= 1
        return Section("previous", at, at - 1)
    used = {at for entry in entries for at in entry.lines}
    spent: list[tuple[int, str]] = []
    for one in all_headings:
        if min(used) < one.at < max(used) and _only_numbers(page, one, entries):
            used.add(one.at)
            spent.append((one.at, one.text))
            note = (page.lines[one.at], "", "the ids say the season")
            notes.append(Note(page.name, one.at + 1, 1, "normalized", *note))
    first, last = min(used), max(used)
    between = [
        (at, page.lines[at])
        for at in range(first, last)
        if at not in used and page.lines[at].strip()
    ]
    return Section(
        "previous",
        first,
        last,
        frozenset(used),
        tuple(entries),
        spent=tuple(spent),
        kept=tuple(between),
        notes=tuple(notes),
    )


def _has_video_link(item: Item) -> bool:
    """Whether an item links its video apart from the names, at its end."""
    found = links(item.text)
    return len(found) > 1 and VIDEO_TEXT.fullmatch(plain(found[-1].text)) is not None


def _only_numbers(page: PageText, heading: Heading, entries: list[Entry]) -> bool:
    """Whether a heading between talks says no more than their season and day."""
    found = SEASON_HEADING.fullmatch(heading.text.strip())
    if not found:
        return False
    season = int(found["word"] or found["short"])
    if not any(entry.label and entry.label[0] == season for entry in entries):
        return False
    rest = found["rest"] or ""
    stamp = find_date(rest)
    return not has_words(blank(rest, list(stamp.spans)) if stamp else rest)
