"""The section about the next webinar: theme, date, registration, and its talks."""

import datetime
import re

from lgtui.importing.dates import find_date, say
from lgtui.importing.facts import Entry, Note, PageText, Section, Upcoming
from lgtui.importing.fields import Draft, entry_of, read_talk
from lgtui.importing.inline import TBA, bare_urls, blank, has_words, links, plain
from lgtui.importing.labelled import split_blocks
from lgtui.importing.people import looks_like_name, people
from lgtui.importing.speakerline import after_name, split_speaker, without_shared
from lgtui.importing.structure import (
    NEXT,
    Heading,
    content_of_bullet,
    end_of_section,
    label,
    meaning,
)

PLACE_WORDS = re.compile(
    r"(?i)\b(?:zoom|online|register|registration|link|here|sign|up|please|via|at|on|the|to|join|free|"
    r"by|using|this|is|for)\b"
)
GLUED = re.compile(r"\s(\*{0,2}Title\*{0,2}\s*:\*{0,2})\s+(?=\S)")


def read_upcoming(page: PageText, all_headings: list[Heading]) -> Section | None:
    """The section about the next webinar; ``None`` for a page without one."""
    heading = next((one for one in all_headings if meaning(one.text) == "next"), None)
    if heading is None:
        return None
    end = end_of_section(page, heading, all_headings)
    reader = _Reader(page, heading)
    reader.theme()
    starts = [at for at in range(heading.at + 1, end) if reader.begins_talk(at)]
    reader.head(heading.at + 1, starts[0] if starts else end)
    for start, stop in zip(starts, [*starts[1:], end], strict=False):
        reader.talk(start, stop)
    return reader.section()


class _Reader:
    """Reads one section, line by line; what it finds is collected here and given once."""

    def __init__(self, page: PageText, heading: Heading) -> None:
        self.page, self.heading = page, heading
        self.upcoming = Upcoming()
        self.used: set[int] = {heading.at}
        self.spent: list[tuple[int, str]] = []
        self.kept: list[tuple[int, str]] = []
        self.entries: list[Entry] = []
        self.notes: list[Note] = []

    def note(self, at: int, kind: str, before: str, after: str, why: str) -> None:
        column = max(self.page.lines[at].find(before.split("\n", maxsplit=1)[0]), 0) + 1
        self.notes.append(Note(self.page.name, at + 1, column, kind, before, after, why))

    def theme(self) -> None:
        """The theme from the heading's text after "Next webinar:"."""
        at, text = self.heading.at, self.heading.text
        found = re.match(NEXT, text)
        opening = found[0] if found else ""
        theme = plain(text[len(opening) :].lstrip(" :–—-").strip())
        self.spent.append((at, opening))
        if TBA.fullmatch(theme):
            self.spent.append((at, theme))
        elif theme:
            self.upcoming = self.upcoming._replace(theme=theme)

    def begins_talk(self, at: int) -> bool:
        """Whether a line is the heading or bullet that names a talk's speakers."""
        if self.page.opaque[at]:
            return False
        line = self.page.lines[at]
        if re.match(r" {0,3}#{1,6}\s", line):
            return not meaning(line.strip(" #"))
        bullet = content_of_bullet(line)
        if not bullet or line.startswith(" ") or label(line):
            return False
        names, rest = split_speaker(bullet[0])
        if re.match(r"\*\*|__|\[", bullet[0]):
            return (
                bool(names) and (not rest or after_name(rest) is not None) and not find_date(names)
            )
        return bool(rest) and all(looks_like_name(one.name) for one in people(names))

    def head(self, first: int, last: int) -> None:
        """The lines before the first talk: date, place, and the word "Speakers"."""
        for at in range(first, last):
            line = self.page.lines[at]
            if not line.strip() and not self.page.opaque[at]:
                continue
            found = None if self.page.opaque[at] else label(line)
            done = False
            if found:
                self.spent.append((at, found.label))
                if found.field == "date":
                    done = self.date(at, found.rest)
                elif found.field == "time":
                    done = self.time(at, found.rest)
                elif found.field in ("where", "website"):
                    done = self.where(at, found.rest)
                elif found.field == "theme" and not self.upcoming.theme:
                    self.upcoming = self.upcoming._replace(theme=plain(found.rest))
                    done = True
                elif found.field in ("speakers", "title", "abstract", "bio"):
                    done = not has_words(found.rest) or TBA.fullmatch(found.rest) is not None
                    self.spent.append((at, found.rest if done else ""))
            elif re.fullmatch(r"\W*[Ss]peakers?\W*", line) or TBA.fullmatch(line.strip()):
                self.spent.append((at, line))
                done = True
            if done:
                self.used.add(at)
            else:
                self.kept.append((at, line))

    def date(self, at: int, text: str) -> bool:
        """The season's day and hour; false where there is more that was not understood."""
        if not has_words(text) or TBA.fullmatch(text.strip()):
            self.spent.append((at, text))
            return True
        stamp = find_date(text)
        if not stamp:
            return False
        if self.upcoming.start is None:
            self.upcoming = self.upcoming._replace(start=stamp.moment, zone=stamp.zone)
        if stamp.doubt:
            self.note(at, "guess", text.strip(), say(stamp.moment), stamp.doubt)
        left = blank(text, list(stamp.spans))
        left = re.sub(r"(?i)\b(?:at|on|from|time)\b", lambda found: " " * len(found[0]), left)
        if has_words(left):
            return False
        self.spent.append((at, text))
        return True

    def time(self, at: int, text: str) -> bool:
        """The hour, where it has a line of its own below the day's."""
        start = self.upcoming.start
        if start is None or isinstance(start, datetime.datetime):
            return self.date(at, text)
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
        """The registration link; false where the place says more than "Zoom" and "Register"."""
        found = [*links(text), *bare_urls(text)]
        left = blank(text, [(link.start, link.end) for link in found])
        left = " ".join([left, *(link.text for link in found)])
        for link in found:
            if link.url and not self.upcoming.register_url:
                self.upcoming = self.upcoming._replace(register_url=link.url)
            elif link.url and link.url != self.upcoming.register_url:
                return False
        if has_words(PLACE_WORDS.sub(" ", left)) and not TBA.fullmatch(left.strip()):
            return False
        self.spent.append((at, left))
        return True

    def talk(self, start: int, stop: int) -> None:
        """One talk: the line that names its speakers, and its labelled paragraphs."""
        line = self.page.lines[start]
        bullet = content_of_bullet(line)
        text = bullet[0] if bullet else line.strip().strip("#").strip()
        extra: list[tuple[int, str]] = []
        if glued := GLUED.search(text):
            rest = text[glued.start(1) :]
            self.note(
                start,
                "normalized",
                text,
                text[: glued.start()],
                "a title stood on the speaker's line",
            )
            text = text[: glued.start()]
            extra = [(start, rest)]
        elif (
            start + 1 < stop
            and label(self.page.lines[start + 1])
            and not self.page.opaque[start + 1]
        ):
            following = self.page.lines[start + 1]
            if bullet and not content_of_bullet(following):
                why = "a blank line was missing: this line was glued to the bullet above it"
                self.notes.append(Note(self.page.name, start + 2, 1, "normalized", "", "", why))
        names, rest = split_speaker(text)
        affiliation = after_name(rest)
        body = extra + [(at, self.page.lines[at]) for at in range(start + 1, stop)]
        blocks, stray = split_blocks(self.page, body)
        season_blocks = [
            block for block in blocks if block.field in ("where", "theme", "calendar", "time")
        ]
        for block in season_blocks:
            stray += [(at, self.page.lines[at]) for at, one in block.lines if has_words(one)]
        named = people(names)
        tba = TBA.fullmatch(names.strip()) is not None
        if tba:
            named = ()
        own = without_shared(named, affiliation or "")
        draft = read_talk(
            self.page, own, plain(affiliation or ""), [b for b in blocks if b not in season_blocks]
        )
        if TBA.fullmatch(draft.talk.affiliation):
            talk = draft.talk._replace(affiliation="")
            draft = draft._replace(talk=talk, spent=(*draft.spent, draft.talk.affiliation))
        if tba:
            draft = draft._replace(spent=(*draft.spent, names))
        stray_lines = {at for at, _ in stray}
        lines = (start, *(at for at in range(start + 1, stop) if at not in stray_lines))
        while len(lines) > 1 and not self.page.lines[lines[-1]].strip():
            lines = lines[:-1]
        self.add(lines, draft, rest if affiliation is None else "", stray)

    def add(
        self, lines: tuple[int, ...], draft: Draft, left: str, stray: list[tuple[int, str]]
    ) -> None:
        """Takes one talk in, with what of its lines was not understood."""
        kept = [(lines[0], left)] if has_words(left) else []
        draft = draft._replace(spent=(*draft.spent, "and with at"))
        self.entries.append(entry_of(self.page, "next", lines, draft, kept))
        self.notes += draft.notes
        self.used |= set(lines)
        self.kept += [(at, text) for at, text in stray if text.strip()]

    def section(self) -> Section:
        """Everything that was found; blank lines at its end do not belong to it."""
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
