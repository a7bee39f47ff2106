"""The section about the next webinar: theme, date, registration, and its talks."""

import datetime
import re

from lgtui.importing.dates import find_date, say
from lgtui.importing.facts import Entry, Note, PageText, Section, Upcoming
from lgtui.importing.inline import TBA, bare_urls, blank, has_words, links, plain, unbroken
from lgtui.importing.planned import read_planned, talk_starts
from lgtui.importing.structure import NEXT, Heading, end_of_section, label, meaning

PLACE_WORDS = re.compile(
    r"(?i)\b(?:zoom|online|register|registration|link|here|sign|up|please|via|at|on|the|to|join|free|"
    r"by|using|this|is|for)\b"
)
REGISTER = re.compile(r"(?i)\b(?:regist|sign up|zoom|join)")


def read_upcoming(page: PageText, all_headings: list[Heading]) -> Section | None:
    """The section about the next webinar; ``None`` for a page without one."""
    heading = next((one for one in all_headings if meaning(one.text) == "next"), None)
    if heading is None:
        return None
    end = end_of_section(page, heading, all_headings)
    reader = _Reader(page, heading)
    reader.theme()
    starts = talk_starts(page, heading.below, end)
    reader.head(heading.below, starts[0] if starts else end)
    for start, stop in zip(starts, [*starts[1:], end], strict=False):
        reader.talk(start, stop)
    return reader.section()


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
        """The theme from the heading's text after "Next webinar:"."""
        at, text = self.heading.at, self.heading.text
        found = re.match(NEXT, text)
        opening = found[0] if found else ""
        theme = plain(unbroken(text[len(opening) :]).lstrip(" :–—-").strip())
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
        """The lines before the first talk: date, place, and the word "Speakers"."""
        for at in range(first, last):
            line = self.page.lines[at]
            if not line.strip() and not self.page.opaque[at]:
                continue
            found = None if self.page.opaque[at] else label(line)
            done = False
            if found:
                self.spent.append((at, found.label))
                found = found._replace(rest=unbroken(found.rest))
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
            column = self.page.lines[at].find(text.strip()) + 1
            change = (text.strip(), say(stamp.moment), stamp.doubt)
            self.notes.append(Note(self.page.name, at + 1, column, "guess", *change))
        left = blank(text, list(stamp.spans))
        left = re.sub(r"(?i)\b(?:at|on|from|time)\b", lambda found: " " * len(found[0]), left)
        if has_words(left):
            return False
        self.spent.append((at, text))
        return True

    def time(self, at: int, text: str) -> bool:
        """The hour, where it has a line of its own below the day's."""
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
        """The registration link; false where the place says more than "Zoom" and "Register"."""
        found = [*links(text), *bare_urls(text)]
        left = blank(text, [(link.start, link.end) for link in found])
        left = " ".join([left, *(link.text for link in found)])
        for link in found:
            if link.url and not self.upcoming.register_url:
                self.upcoming = self.upcoming._replace(register_url=link.url)
            elif link.url and link.url != self.upcoming.register_url:
                return False
        told = PLACE_WORDS.sub(" ", left).strip(" *_:.,;[]()")
        if has_words(told) and not TBA.fullmatch(told):
            return False
        self.spent.append((at, left))
        return True

    def talk(self, start: int, stop: int) -> None:
        """One talk: the line that names its speakers, and its labelled paragraphs."""
        told = read_planned(self.page, start, stop)
        self.notes += told.notes
        if told.entry:
            self.entries.append(told.entry)
            self.used |= set(told.entry.lines)
            if self.upcoming.start is None and told.entry.date:
                self.upcoming = self.upcoming._replace(start=told.entry.date)
        for at, text in told.stray:
            found = None if self.page.opaque[at] else label(text)
            asked = {"where": not self.upcoming.register_url, "time": True}
            if found and asked.get(found.field):
                self.spent.append((at, found.label))
                read = self.where if found.field == "where" else self.time
                if read(at, found.rest):
                    self.used.add(at)
                    continue
            self.kept.append((at, text))

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
