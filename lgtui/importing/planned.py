"""The talks of the next webinar: where each begins, and what its lines say."""

import re
from typing import NamedTuple

from lgtui.importing.dates import find_date
from lgtui.importing.facts import Entry, Note, PageText
from lgtui.importing.fields import Draft, entry_of, read_talk
from lgtui.importing.inline import TBA, has_words, plain, unbroken
from lgtui.importing.labelled import Block, split_blocks
from lgtui.importing.listitem import plain_names
from lgtui.importing.people import looks_like_name, people, plausible
from lgtui.importing.speakerline import after_name, split_speaker, title_after, without_shared
from lgtui.importing.structure import Heading, content_of_bullet, label, meaning, names_a_talk

GLUED = re.compile(r"\s(\*{0,2}Title\*{0,2}\s*:\*{0,2})\s+(?=\S)")
OF_SEASON = ("where", "theme", "calendar", "time", "others")
"""Labels that say something of the whole webinar, not of one talk."""


class Told(NamedTuple):
    """What the lines of one talk tell: the entry, the lines not understood, and the report."""

    entry: Entry | None
    stray: list[tuple[int, str]]
    notes: list[Note]


def talk_starts(page: PageText, first: int, last: int) -> list[int]:
    """The lines (from 0) at which talks begin.

    A talk begins with a heading, a list item or a bold line that names its speakers; where there
    is none, with "Speaker:" or, before it, "Title:".
    """
    found = [at for at in range(first, last) if names_speakers(page, at)]
    starts: list[int] = []
    fields = _next_fields(page, found, last)
    for at in found:
        following = fields[at]
        if following == "bio" and starts:
            # A list of bold terms in the abstract of the talk before.
            continue
        names = split_speaker(_speaker_text(page.lines[at]))[0]
        sure = following in ("title", "abstract") or GLUED.search(page.lines[at]) is not None
        sure = sure or TBA.fullmatch(names) is not None
        if sure or all(looks_like_name(one.name) for one in people(names)):
            starts.append(at)
    return starts or _labelled_starts(page, first, last)


def names_speakers(page: PageText, at: int) -> bool:
    """Whether a line has the form of one that names a talk's speakers."""
    if page.opaque[at]:
        return False
    line = page.lines[at].replace("&nbsp;", " ")
    if heading := re.match(r" {0,3}(#{1,6})\s+(.*?)\s*#*\s*$", line):
        if meaning(heading[2]) or label(f"{heading[2].rstrip(':')}:"):
            return False
        below = names_a_talk(page, Heading(at, len(heading[1]), heading[2]))
        names = people(split_speaker(heading[2])[0])
        return below or (bool(names) and all(looks_like_name(one.name) for one in names))
    bullet = content_of_bullet(line)
    text = bullet[0] if bullet else line
    if line.startswith(" ") or label(line) or not text.strip():
        return False
    names_text, rest = split_speaker(text)
    if re.match(r"\*\*|__|\[", text):
        fits = not rest or after_name(rest) is not None or title_after(rest) is not None
        if not bullet:
            fits = bool(rest) and fits and text.startswith(("**", "__"))
            fits = fits and all(looks_like_name(one.name) for one in people(names_text))
        return bool(names_text) and fits and not find_date(names_text)
    names = people(names_text)
    return bool(bullet and rest and names) and all(looks_like_name(one.name) for one in names)


def _next_fields(page: PageText, candidates: list[int], last: int) -> dict[int, str]:
    """For each candidate the field of the first label below it; blank lines do not count.

    A candidate that another one follows directly has that one's field.
    """
    fields: dict[int, str] = {}
    for at in reversed(candidates):
        below = at + 1
        while below < last and not page.lines[below].strip():
            below += 1
        found = label(page.lines[below]) if below < last and not page.opaque[below] else None
        fields[at] = fields.get(below, found.field if found else "")
    return fields


def _labelled_starts(page: PageText, first: int, last: int) -> list[int]:
    """Where talks begin on a page that names speakers as "Speaker: …", with or without title."""
    starts: list[int] = []
    has_names = has_title = False
    for at in range(first, last):
        found = None if page.opaque[at] else label(page.lines[at])
        if not found or not has_words(found.rest) or TBA.fullmatch(found.rest.strip()):
            continue
        if found.field == "speakers":
            if has_names or not starts:
                starts.append(_heading_above(page, at, first))
                has_title = False
            has_names = True
        elif found.field == "title":
            if has_title or not starts:
                starts.append(at)
                has_names = False
            has_title = True
    named = any(
        (found := label(page.lines[at])) and found.field == "speakers" and has_words(found.rest)
        for at in range(first, last)
        if not page.opaque[at]
    )
    return starts if named else []


def _heading_above(page: PageText, at: int, first: int) -> int:
    """The line of the heading right above a line, which is the talk's title; else the line."""
    above = at - 1
    while above > first and not page.lines[above].strip():
        above -= 1
    is_heading = above >= first and re.match(r" {0,3}#{1,6}\s", page.lines[above])
    return above if is_heading and not page.opaque[above] else at


def _speaker_text(line: str) -> str:
    """The text that names the speakers: a list item's, a heading's, or what follows a label."""
    if found := label(line):
        return unbroken(found.rest)
    line = unbroken(line)
    bullet = content_of_bullet(line)
    return bullet[0].strip() if bullet else line.strip().strip("#").strip()


def read_planned(page: PageText, start: int, stop: int) -> Told:
    """One talk of the next webinar from its lines (from 0, ``stop`` excluded)."""
    notes: list[Note] = []
    body = [(at, page.lines[at]) for at in range(start + 1, stop)]
    opening = label(page.lines[start])
    text = _speaker_text(page.lines[start])
    before = page.lines[start].find(text[:20]) if text else 0
    spent = ["and with at", page.lines[start][: max(before, 0)]]
    if opening and opening.field == "title":
        body.insert(0, (start, page.lines[start]))
        text = ""
    elif glued := GLUED.search(text):
        body.insert(0, (start, text[glued.start(1) :]))
        why = "a title stood on the speaker's line"
        column = page.lines[start].find(text) + 1
        change = (text, text[: glued.start()], why)
        notes.append(Note(page.name, start + 1, column, "normalized", *change))
        text = text[: glued.start()]
    elif content_of_bullet(page.lines[start]) and _is_glued(page, start + 1, stop):
        why = "a blank line was missing: this line was glued to the bullet above it"
        notes.append(Note(page.name, start + 2, 1, "normalized", "", "", why))
    blocks, stray = split_blocks(page, body)
    if titled := _title_above(page.lines[start], blocks):
        spent.append(text[: len(text) - len(titled)])
        blocks.insert(0, Block("title", "", "", ((start, titled),), before))
        text = ""
    if not text and (speakers := next((one for one in blocks if one.field == "speakers"), None)):
        blocks.remove(speakers)
        text = " ".join(line.strip() for _, line in speakers.lines)
        spent.append(speakers.label)
    for block in blocks:
        if block.field in OF_SEASON:
            stray += [(at, page.lines[at]) for at, one in block.lines if has_words(one)]
    blocks = [block for block in blocks if block.field not in OF_SEASON]
    one_speaker = opening is not None and opening.label.strip("*_: ").lower() == "speaker"
    draft, left = _read(page, text, start, blocks, one_speaker)
    draft = draft._replace(spent=(*draft.spent, *spent))
    stray_lines = {at for at, _ in stray}
    lines = tuple(at for at in range(start, stop) if at == start or at not in stray_lines)
    while len(lines) > 1 and not page.lines[lines[-1]].strip():
        lines = lines[:-1]
    entry = entry_of(page, "next", lines, draft, [(start, left)] if has_words(left) else [])
    left_over = sorted((at, line) for at, line in stray if line.strip())
    return Told(entry, left_over, [*notes, *draft.notes])


def _title_above(line: str, blocks: list[Block]) -> str:
    """The title that a heading gives, where "Speaker:" below it says who: "Talk 1: Title"."""
    heading = re.match(
        r" {0,3}#{1,6}\s+(?:(?:Talk|Part)\s+[0-9]+\s*[:.–—-]\s*)?(.*?)\s*#*\s*$", line
    )
    fields = {block.field for block in blocks}
    return heading[1] if heading and "speakers" in fields and "title" not in fields else ""


def _is_glued(page: PageText, at: int, stop: int) -> bool:
    """Whether a label stands directly below a bullet, so that Markdown makes it part of it."""
    if at >= stop or page.opaque[at] or content_of_bullet(page.lines[at]):
        return False
    return label(page.lines[at]) is not None


def _read(
    page: PageText, text: str, at: int, blocks: list[Block], one_speaker: bool
) -> tuple[Draft, str]:
    """The talk from the line that names its speakers and its blocks, and what is left of it.

    After ``Speaker:`` (of one) a comma begins the affiliation.
    """
    names, rest = split_speaker(text)
    if one_speaker and not rest and names.count(",") == 1:
        names, _, rest = names.partition(",")
        rest = f", {rest}"
    if not rest and "," in names and not re.search(r"[*_\[(]", names):
        names, at = plain_names(names)
        rest = text[at:].lstrip() if text.startswith(names) else ""
    affiliation = after_name(rest)
    left = ""
    if affiliation is None and (titled := title_after(rest)):
        affiliation, title = titled
        blocks = [Block("title", "", "", ((at, title),), 0), *blocks]
    elif affiliation is None:
        affiliation, left = "", rest
    if names and not plausible(people(names)):
        names, affiliation, left = "", "", text
    is_open = TBA.fullmatch(names.strip()) is not None
    named = () if is_open else without_shared(people(names), affiliation)
    place = "" if TBA.fullmatch(affiliation) else plain(affiliation)
    draft = read_talk(page, named, place, blocks)
    spent = (names if is_open else "", affiliation if not place else "")
    return draft._replace(spent=(*draft.spent, *spent)), left
