"""Reads the section about the next webinar: theme, date, registration, and its talks."""

import datetime
import re
from typing import NamedTuple

from lgtui.importers import Entry, Note, PageText, Section, Upcoming
from lgtui.importers.list_items import plain_names
from lgtui.importers.markdown_page import (
    FURTHER,
    NEXT,
    Heading,
    content_of_bullet,
    end_of_section,
    label,
    meaning,
    names_a_talk,
)
from lgtui.importers.people import (
    after_name,
    looks_like_name,
    people,
    plausible,
    split_speaker,
    title_after,
    without_shared,
)
from lgtui.importers.talk_fields import Block, Draft, entry_of, read_talk, split_blocks
from lgtui.text.dates import find_date, write_moment
from lgtui.text.inline_markdown import (
    TBA,
    atx_heading,
    bare_urls,
    blank,
    has_words,
    links,
    unbroken,
    unescape,
)

GLUED = re.compile(r"\s(\*{0,2}Title\*{0,2}\s*:\*{0,2})\s+(?=\S)")
OF_SEASON = ("where", "theme", "calendar", "time", "others")
"""Labels that say something of the whole webinar, not of one talk."""


class PlannedTalk(NamedTuple):
    """What the lines of one talk tell: the entry, the lines not understood, and the report."""

    entry: Entry | None
    stray: list[tuple[int, str]]
    notes: list[Note]


def talk_starts(page: PageText, first: int, last: int) -> list[int]:
    """Find the lines (from 0) at which talks begin.

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
    """Return whether a line has the form of one that names a talk's speakers."""
    if page.opaque[at]:
        return False
    line = page.lines[at].replace("&nbsp;", " ")
    if heading := atx_heading(line):
        level, said = heading
        if meaning(said) or label(f"{said.rstrip(':')}:"):
            return False
        below = names_a_talk(page, Heading(at, level, said))
        names = people(split_speaker(said)[0])
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
    """Return for each candidate the field of the first label below it; blank lines do not count.

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
    """Find where talks begin on a page that names speakers as "Speaker: …"."""
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
    """Return the line of a heading right above, which is the title; else the line itself."""
    above = at - 1
    while above > first and not page.lines[above].strip():
        above -= 1
    is_heading = above >= first and re.match(r" {0,3}#{1,6}\s", page.lines[above])
    return above if is_heading and not page.opaque[above] else at


def _speaker_text(line: str) -> str:
    """Return the text that names speakers: of a list item, a heading or after a label."""
    if found := label(line):
        return unbroken(found.rest)
    line = unbroken(line)
    bullet = content_of_bullet(line)
    return bullet[0].strip() if bullet else line.strip().strip("#").strip()


def read_planned(page: PageText, start: int, stop: int) -> PlannedTalk:
    """Read one talk of the next webinar from its lines (``stop`` excluded)."""
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
    return PlannedTalk(entry, left_over, [*notes, *draft.notes])


def _title_above(line: str, blocks: list[Block]) -> str:
    """Return the title of a heading above a "Speaker:" line: "Talk 1: Title"."""
    heading = re.match(
        r" {0,3}#{1,6}\s+(?:(?:Talk|Part)\s+[0-9]+\s*[:.–—-]\s*)?(.*?)\s*#*\s*$", line
    )
    fields = {block.field for block in blocks}
    return heading[1] if heading and "speakers" in fields and "title" not in fields else ""


def _is_glued(page: PageText, at: int, stop: int) -> bool:
    if at >= stop or page.opaque[at] or content_of_bullet(page.lines[at]):
        return False
    return label(page.lines[at]) is not None


def _read(
    page: PageText, text: str, at: int, blocks: list[Block], one_speaker: bool
) -> tuple[Draft, str]:
    """Read a talk from the line that names its speakers and its blocks; return the rest.

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
    place = "" if TBA.fullmatch(affiliation) else unescape(affiliation)
    draft = read_talk(page, named, place, blocks)
    spent = (names if is_open else "", affiliation if not place else "")
    return draft._replace(spent=(*draft.spent, *spent)), left


PLACE_WORDS = re.compile(
    r"(?i)\b(?:zoom|online|register|registration|link|here|sign|up|please|via|at|on|the|to|join|free|"
    r"by|using|this|is|for)\b"
)
REGISTER = re.compile(r"(?i)\b(?:regist|sign up|zoom|join)")


def read_upcoming(page: PageText, all_headings: list[Heading]) -> Section | None:
    """Read the section about the next webinar; ``None`` for a page without one.

    Sections of webinars planned after it that follow directly belong to it.
    """
    starts = [one for one in all_headings if meaning(one.text) == "next"]
    if not starts:
        return None
    starts += [one for one in all_headings if one.at > starts[0].at and opens_further(one)]
    starts[1:] = sorted(starts[1:])
    first = _read_one(page, starts[0], all_headings)
    for heading in starts[1:]:
        between = page.lines[first.last + 1 : heading.at]
        if (
            heading.level != starts[0].level
            or heading.at <= first.last
            or any(map(str.strip, between))
        ):
            break
        later = _read_one(page, heading, all_headings)
        facts = later.upcoming
        if not (facts and (facts.start or (facts.theme and not opens_further(heading)))):
            break
        first = _with_further(first, later, facts)
    return first


def opens_further(heading: Heading) -> bool:
    """Tell whether a heading may begin a webinar that is planned after the next one."""
    return meaning(heading.text) != "next" and re.match(FURTHER, heading.text) is not None


def _with_further(first: Section, later: Section, facts: Upcoming) -> Section:
    """Return the section about the next webinar with that of one planned after it."""
    assert first.upcoming is not None
    further = (*first.upcoming.further, facts)
    entries = tuple(
        one._replace(further=len(further), date=one.date or facts.start) for one in later.entries
    )
    return first._replace(
        last=later.last,
        used=first.used | later.used,
        entries=(*first.entries, *entries),
        upcoming=first.upcoming._replace(further=further),
        spent=(*first.spent, *later.spent),
        kept=(*first.kept, *later.kept),
        notes=(*first.notes, *later.notes),
    )


def _read_one(page: PageText, heading: Heading, all_headings: list[Heading]) -> Section:
    """Read the section of one planned webinar."""
    end = end_of_section(page, heading, all_headings)
    reader = _Reader(page, heading)
    reader.theme()
    starts = talk_starts(page, heading.below, end)
    reader.head(heading.below, starts[0] if starts else end)
    for start, stop in zip(starts, [*starts[1:], end], strict=False):
        reader.talk(start, stop)
    return reader.section()


def _calendar(text: str, address: str) -> str:
    """Return which calendar a link adds to: ``google``, ``outlook``, ``ics``; empty for none."""
    for name, words in (
        ("google", r"google"),
        ("outlook", r"outlook|office\s*365|microsoft"),
        ("ics", r"\.?ics\b|ical|apple|calendar file"),
    ):
        if re.search(rf"(?i){words}", text):
            return name
    return "ics" if address.lower().endswith(".ics") and has_words(text) else ""


class _Reader:
    """Reads one section, line by line; what it finds is collected here and given once."""

    def __init__(self, page: PageText, heading: Heading) -> None:
        self.page, self.heading = page, heading
        self.upcoming = Upcoming()
        self.used: set[int] = set(range(heading.at, heading.below))
        self.spent: list[tuple[int, str]] = []
        self.kept: list[tuple[int, str]] = []
        self.entries: list[Entry] = []
        self.notes: list[Note] = []

    def theme(self) -> None:
        """Take the theme from the heading's text after "Next webinar:"."""
        at, text = self.heading.at, self.heading.text
        found = re.match(NEXT, text) or re.match(FURTHER, text)
        opening = found[0] if found else ""
        theme = unescape(unbroken(text[len(opening) :]).lstrip(" :–—-").strip())
        self.spent.append((at, opening))
        if stamp := find_date(theme):
            left = blank(theme, list(stamp.spans))
            left = re.sub(r"\(\s*\)|\b(?:on|at)\b\s*$", " ", left).strip(" ,;:–—-(")
            if not has_words(left) or re.search(
                r"\($|[,;:–—-]\s*$", theme[: stamp.spans[0][0]].rstrip()
            ):
                self.upcoming = self.upcoming._replace(start=stamp.moment, zone=stamp.zone)
                self.spent += [(at, theme[start:end]) for start, end in stamp.spans]
                self.spent.append((at, "on at"))
                theme = " ".join(left.split())
        if TBA.fullmatch(theme):
            self.spent.append((at, theme))
        elif theme:
            self.upcoming = self.upcoming._replace(theme=theme)

    def head(self, first: int, last: int) -> None:
        """Read the lines before the first talk: date, place, and the word "Speakers"."""
        for at in range(first, last):
            line = self.page.lines[at]
            if not line.strip() and not self.page.opaque[at]:
                continue
            if line.lstrip().startswith("<!--"):
                self.kept.append((at, line))  # what is commented out is no fact
                continue
            found = None if self.page.opaque[at] else label(line)
            done = False
            if found:
                self.spent.append((at, found.label))
                found = found._replace(rest=unbroken(found.rest))
                read = {
                    "date": self.date,
                    "time": self.time,
                    "where": self.where,
                    "website": self.where,
                    "calendar": self.calendar,
                }.get(found.field)
                if read is not None:
                    done = read(at, found.rest)
                elif found.field == "theme" and not self.upcoming.theme:
                    self.upcoming = self.upcoming._replace(theme=unescape(found.rest))
                    done = True
                elif found.field in ("speakers", "title", "abstract", "bio"):
                    done = not has_words(found.rest) or TBA.fullmatch(found.rest) is not None
                    self.spent.append((at, found.rest if done else ""))
            elif REGISTER.search(line) and links(line) and not self.upcoming.register_url:
                done = self.where(at, line)
            elif re.fullmatch(r"\W*[Ss]peakers?\W*", unbroken(line)) or TBA.fullmatch(line.strip()):
                self.spent.append((at, line))
                done = True
            if done:
                self.used.add(at)
            else:
                self.kept.append((at, line))

    def date(self, at: int, text: str) -> bool:
        """Take the season's day and hour; return false where more stands there."""
        if not has_words(text) or TBA.fullmatch(text.strip()):
            self.spent.append((at, text))
            return True
        stamp = find_date(text)
        if not stamp:
            return False
        if self.upcoming.start is None:
            self.upcoming = self.upcoming._replace(start=stamp.moment, zone=stamp.zone)
        if stamp.doubt:
            column = self.page.lines[at].find(text.strip()) + 1
            change = (text.strip(), write_moment(stamp.moment), stamp.doubt)
            self.notes.append(Note(self.page.name, at + 1, column, "guess", *change))
        left = blank(text, list(stamp.spans))
        left = re.sub(r"(?i)\b(?:at|on|from|time)\b", lambda found: " " * len(found[0]), left)
        if has_words(left):
            return False
        self.spent.append((at, text))
        return True

    def time(self, at: int, text: str) -> bool:
        """Take an hour on a line of its own below the day; return whether it was understood."""
        start = self.upcoming.start
        if start is None:
            return self.date(at, text)
        if isinstance(start, datetime.datetime):
            return False
        stamp = find_date(f"{start.isoformat()} {text}")
        if not stamp or not isinstance(stamp.moment, datetime.datetime):
            return False
        self.upcoming = self.upcoming._replace(start=stamp.moment, zone=stamp.zone)
        begin, end = stamp.spans[1]
        left = f"{start.isoformat()} {text}"[end:]
        if has_words(left) or has_words(text[: max(begin - len(start.isoformat()) - 1, 0)]):
            return False
        self.spent.append((at, text))
        return True

    def where(self, at: int, text: str) -> bool:
        """Take the registration link; return false where the place says anything else."""
        found = [*links(text), *bare_urls(text)]
        left = blank(text, [(link.start, link.end) for link in found])
        # A link whose text is its address says nothing more.
        left = " ".join([left, *(one.text for one in found if "://" not in one.text)])
        for link in found:
            if link.url and not self.upcoming.register_url:
                self.upcoming = self.upcoming._replace(register_url=link.url)
            elif link.url and link.url != self.upcoming.register_url:
                return False
        rest = PLACE_WORDS.sub(" ", left).strip(" *_:.,;[]()")
        if has_words(rest) and not TBA.fullmatch(rest):
            return False
        self.spent += [(at, left), *((at, one.text) for one in found)]
        return True

    def calendar(self, at: int, text: str) -> bool:
        """Take which calendars are offered; return false where the line says anything else.

        The addresses go: lgtui writes its own, with the season's day and hour.
        """
        found = links(text)
        names = [name for one in found if (name := _calendar(one.text, one.url))]
        left = blank(text, [(link.start, link.end) for link in found])
        if not found or len(names) < len(found) or has_words(left):
            return False
        self.upcoming = self.upcoming._replace(calendars=", ".join(dict.fromkeys(names)))
        self.spent.append((at, text))
        for one in found:
            column = self.page.lines[at].find(one.url) + 1
            why = "lgtui writes its own address, with the season's day and hour"
            change = (one.url, _calendar(one.text, one.url), why)
            self.notes.append(Note(self.page.name, at + 1, column, "certain", *change))
        return True

    def talk(self, start: int, stop: int) -> None:
        """Read one talk: the line that names its speakers, and its labelled paragraphs."""
        planned = read_planned(self.page, start, stop)
        self.notes += planned.notes
        if planned.entry:
            self.entries.append(planned.entry)
            self.used |= set(planned.entry.lines)
            if self.upcoming.start is None and planned.entry.date:
                self.upcoming = self.upcoming._replace(start=planned.entry.date)
        for at, text in planned.stray:
            found = None if self.page.opaque[at] else label(text)
            asked = {
                "where": not self.upcoming.register_url,
                "time": True,
                "calendar": not self.upcoming.calendars,
            }
            if found and asked.get(found.field):
                self.spent.append((at, found.label))
                read = {"where": self.where, "time": self.time, "calendar": self.calendar}
                if read[found.field](at, found.rest):
                    self.used.add(at)
                    continue
            self.kept.append((at, text))

    def section(self) -> Section:
        """Return the section as read; blank lines at its end do not belong to it."""
        last = max(self.used)
        return Section(
            "next",
            self.heading.at,
            last,
            frozenset(self.used),
            tuple(self.entries),
            (),
            self.upcoming,
            tuple(self.spent),
            tuple(sorted(self.kept)),
            tuple(self.notes),
        )
