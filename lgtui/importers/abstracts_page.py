"""Reads the abstracts page: ``### Names (Affiliation)``, then Title, Abstract, Bio, Video."""

import re
from bisect import bisect_right

from lgtui.importers import Entry, Note, PageText, Section
from lgtui.importers.list_items import plain_names, read_label
from lgtui.importers.markdown_page import RULE, Heading, meaning
from lgtui.importers.numbering import (
    SeasonHeading,
    apply_headings,
    redundant_headings,
    season_headings,
)
from lgtui.importers.people import (
    Person,
    after_name,
    looks_like_name,
    people,
    plausible,
    split_speaker,
    without_shared,
)
from lgtui.importers.talk_fields import Block, entry_of, read_talk, split_blocks
from lgtui.model import make_id
from lgtui.text.dates import find_date
from lgtui.text.inline_markdown import TBA, has_words, links, unescape

_NOBODY = Person("")


def read_abstracts(
    page: PageText, all_headings: list[Heading], taken: frozenset[int]
) -> Section | None:
    """Read the talks of an abstracts page; ``None`` where no heading begins one.

    A talk begins with a heading that is followed by labelled paragraphs (Title, Abstract, Bio,
    Video) and ends before the next heading of its level or a rule. Headings of seasons between
    the talks become part of the region where the records hold all their words.
    """
    plain_headings = [one for one in all_headings if one.level < 7 and one.at not in taken]
    ends = {one.at for one in plain_headings if meaning(one.text)}
    starts = [
        heading
        for heading in plain_headings
        if heading.at not in ends and not field_heading(page.lines[heading.at])
    ]
    entries, notes, kept = _talks(page, starts, ends)
    if not entries:
        starts += [one for one in all_headings if one.level == 7 and _names_with_place(one.text)]
        starts = [one for one in starts if one.at not in taken]
        entries, notes, kept = _talks(page, starts, ends)
    if not any(one.talk.title or one.talk.abstract or one.talk.video_url for one in entries):
        return None  # biographies alone are those of a team
    began = {entry.lines[0] for entry in entries}
    heads = [head for head in season_headings(starts) if head.at not in began]
    pairs = _until_another_season(apply_headings(entries, heads))
    taken_in = redundant_headings(page, heads, pairs)
    entries = [entry for entry, _ in pairs]
    used = {at for entry in entries for at in entry.lines} | taken_in.lines
    first, last = min(used), max(used)
    for at in range(first, min(last + 3, len(page.lines))):
        if at not in used and RULE.fullmatch(page.lines[at]) and not page.opaque[at]:
            used.add(at)
    inside = {at for at, _ in kept}
    kept += [
        (at, page.lines[at])
        for at in range(first, last)
        if at not in used and at not in inside and page.lines[at].strip()
    ]
    return Section(
        "abstracts",
        first,
        max(used),
        frozenset(used),
        tuple(entries),
        spent=taken_in.spent,
        kept=tuple(sorted(kept)),
        notes=(*notes, *taken_in.notes),
        themes=taken_in.themes,
    )


def _talks(
    page: PageText, starts: list[Heading], ends: set[int]
) -> tuple[list[Entry], list[Note], list[tuple[int, str]]]:
    """Read the talks that begin with some headings; return notes and leftover lines too."""
    entries: list[Entry] = []
    notes: list[Note] = []
    kept: list[tuple[int, str]] = []
    stops = sorted([*ends, *(one.at for one in starts), len(page.lines)])
    for heading in sorted(starts):
        found = _read(page, heading, stops[bisect_right(stops, heading.at)])
        if found:
            entries.append(found[0])
            notes += found[1]
            kept += found[2]
    return entries, notes, kept


def _names_with_place(text: str) -> bool:
    """Return whether a text is names with their affiliation in parentheses, and nothing else."""
    named, affiliation, rest = names_of(text)
    known = bool(affiliation) or all(one.affiliation for one in named)
    return known and not rest and bool(named) and all(looks_like_name(one.name) for one in named)


def _until_another_season(
    pairs: list[tuple[Entry, SeasonHeading | None]],
) -> list[tuple[Entry, SeasonHeading | None]]:
    """Drop a heading for talks that follow a talk of another season."""
    result: list[tuple[Entry, SeasonHeading | None]] = []
    ended: SeasonHeading | None = None
    last: SeasonHeading | None = None
    for entry, head in pairs:
        if head is None and entry.label:
            ended = last
        if head is not None and head is ended:
            result.append((entry._replace(season=0), None))
            continue
        last = head or last
        result.append((entry, head))
    return result


def field_heading(line: str) -> bool:
    """Return whether a heading is a label itself, such as ``#### Abstract``."""
    _, stray = split_blocks(PageText("", (line,), (False,)), [(0, line)])
    return not stray


def _read(
    page: PageText, heading: Heading, end: int
) -> tuple[Entry, list[Note], list[tuple[int, str]]] | None:
    """Read one talk from its heading and the lines below; ``None`` where there is none."""
    body = []
    for at in range(heading.below, end):
        if RULE.fullmatch(page.lines[at]) and not page.opaque[at]:
            break
        body.append((at, page.lines[at]))
    blocks, stray = split_blocks(page, body)
    fields = {block.field for block in blocks}
    if not fields & {"title", "abstract", "bio"} and not {"speakers", "video"} <= fields:
        return None
    text = heading.text
    spent: list[str] = ["and with at"]
    label = None
    if numbered := read_label(text):
        label = numbered[0]
        spent.append(numbered[1])
        text = re.sub(r"^[\s\])*_]*[:–—|.-]*\s*", "", text[numbered[2] :], count=1)
    blocks, stray, text = _titles(page, blocks, stray, text)
    named, affiliation, rest = names_of(text)
    if "speakers" in fields and not all(looks_like_name(one.name) for one in named or (_NOBODY,)):
        return None  # the heading tells something else: a page of another layout
    if "speakers" in fields and "title" not in fields and find_date(heading.text):
        return None  # a day for heading: a page of another layout
    if fields == {"title"} and not any(looks_like_name(one.name) for one in named):
        return None  # a title alone below words that are no name
    alone = len(named) == 1 and " " not in named[0].name and not affiliation and not label
    nobody = not (named or label or "speakers" in fields or TBA.fullmatch(text.strip()))
    if nobody or (heading.level == 1 and alone) or _has_days(blocks, stray):
        return None  # nobody gives the talk, or several do that begin with their days
    draft = read_talk(page, named, affiliation, blocks)
    lines = (
        *range(heading.at, heading.below),
        *(at for at, _ in body if at not in {row for row, _ in stray}),
    )
    while len(lines) > 1 and not page.lines[lines[-1]].strip():
        lines = lines[:-1]
    if label and draft.label and draft.label != label:
        spent.append(make_id(*draft.label))
    draft = draft._replace(label=label or draft.label, spent=(*draft.spent, *spent))
    kept = [(heading.at, rest)] if has_words(rest) else []
    entry = entry_of(page, "abstracts", lines, draft, kept)
    return entry, list(draft.notes), [(at, line) for at, line in stray if line.strip()]


def _has_days(blocks: list[Block], stray: list[tuple[int, str]]) -> bool:
    """Return whether a line begins with a day in bold, and goes on: ``**12 May 2024** – Ada``."""
    inside = (line for _, line in (*stray, *(one for each in blocks for one in each.lines[1:])))
    return any(
        find_date(found["day"]) and has_words(found["behind"])
        for line in inside
        if (found := re.match(r"\s*(?:[*+-]\s+)?(\*\*|__)(?P<day>[^*_]+)\1(?P<behind>.*)", line))
    )


def names_of(text: str) -> tuple[tuple[Person, ...], str, str]:
    """Split a heading into people, the affiliation they share, and the rest."""
    names, rest = split_speaker(text)
    if TBA.fullmatch(names):
        return (), "", names
    placed = all(one.affiliation for one in people(names))
    if not rest and "," in names and not links(names) and not placed:
        names, at = plain_names(names)
        rest = text[at:].lstrip() if text.startswith(names) else ""
    affiliation = after_name(rest)
    if not plausible(people(names)):
        return (), "", text
    return (
        without_shared(people(names), affiliation),
        unescape(affiliation or ""),
        rest if affiliation is None else "",
    )


def _titles(
    page: PageText, blocks: list[Block], stray: list[tuple[int, str]], text: str
) -> tuple[list[Block], list[tuple[int, str]], str]:
    """Find a title without a label; return the names apart where the heading is the title.

    A heading followed by "Speaker: …" is the title itself. Else the one line between the heading
    and the first label, bold or not, is the title where no label says "Title"; the names where
    it is them and the heading is not.
    """
    speakers = next((block for block in blocks if block.field == "speakers"), None)
    titled = any(block.field == "title" for block in blocks)
    if speakers and has_words(speakers.lines[0][1]) and not titled:
        others = [block for block in blocks if block is not speakers]
        at = speakers.lines[0][0]
        others.insert(0, Block("title", "", speakers.label, ((at, text),), 0))
        return others, stray, speakers.lines[0][1]
    if titled or not blocks:
        return blocks, stray, text
    first = blocks[0].lines[0][0]
    before = [(at, line) for at, line in stray if at < first and line.strip()]
    if len(before) != 1 or page.opaque[before[0][0]] or links(before[0][1]):
        return blocks, stray, text
    left = [one for one in stray if one != before[0]]
    below = before[0][1].strip()
    if _names_with_place(below) and not _names_with_place(text):
        return [Block("title", "", "", ((first, text),), 0), *blocks], left, below
    title = Block("title", "", "", (before[0],), 0)
    return [title, *blocks], left, text
