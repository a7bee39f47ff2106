"""What an import reads from a page, before it becomes records: values with their places."""

from typing import NamedTuple

from lgtui.model import Moment, Organizer, Talk


class Source(NamedTuple):
    """One page as it lies on disk: the name the report uses, and its bytes."""

    name: str
    raw: bytes


class SourcePlace(NamedTuple):
    """Where something stands in a source: line and column from 1, columns in characters."""

    line: int
    column: int = 1


class Note(NamedTuple):
    """One line of the report.

    ``kind`` is ``certain`` or ``guess`` (what was repaired or concluded), ``normalized`` (said
    in another form), ``kept`` (not understood, stays in the page), ``disagree`` (two places say
    different things), ``error`` (something would have been lost), or the code of a check.
    """

    source: str
    line: int
    column: int
    kind: str
    before: str
    after: str = ""
    why: str = ""


class Entry(NamedTuple):
    """One talk as one place of one page states it.

    ``lines`` are the page's lines it was read from, counted from 0; ``label`` is the season and
    episode the page gives; ``date`` the day it gives; ``spent`` the words of the page's own
    layout that no record repeats (labels, dates, joiners); ``kept`` what of these lines was not
    understood and stays in the page, with its line; ``season`` is that of the heading the talk
    stands under, where it has no label; ``further`` how many seasons after the next one it is
    planned for.
    """

    source: str
    section: str
    lines: tuple[int, ...]
    talk: Talk
    label: tuple[int, int] | None = None
    date: Moment | None = None
    spent: tuple[str, ...] = ()
    kept: tuple[tuple[int, str], ...] = ()
    places: tuple[tuple[str, SourcePlace], ...] = ()
    season: int = 0
    further: int = 0

    @property
    def line(self) -> int:
        """The first line of the entry, from 1."""
        return self.lines[0] + 1

    def place(self, field: str) -> SourcePlace:
        """Return where a field of the talk stands; the entry's first line if unknown."""
        return dict(self.places).get(field, SourcePlace(self.line))


ONE_VIDEO = "one video, one form of its address"
"""Why an address goes that leads to the same video as the one that is kept."""


SCHEDULE = "schedule"
"""The section of an entry of a list that may hold held and planned talks alike."""


class Upcoming(NamedTuple):
    """What the section about the next webinar says of its season.

    ``further`` is what those below it say of the seasons that are planned after it.
    """

    theme: str = ""
    start: Moment | None = None
    zone: str = ""
    register_url: str = ""
    calendars: str = ""
    further: tuple["Upcoming", ...] = ()

    def by_number(self, number: int) -> "dict[int, Upcoming]":
        """Return what is said of the next season, which has this number, and of those after it."""
        return dict(enumerate((self, *self.further), number))


class Section(NamedTuple):
    """A stretch of a page that one region will replace.

    ``used`` are the lines (from 0) the region replaces; ``kept`` the pieces within the stretch
    that were not understood, with their lines; ``spent`` as in ``Entry``, for the section's own
    lines; ``themes`` has season, theme and line (from 0) where headings between talks name
    themes. A section that uses no line only marks the place of a region. One of the page's own
    layout (``own_layout``) is read for its facts; it stays on the page as it is.
    """

    region: str
    first: int
    last: int
    used: frozenset[int] = frozenset()
    entries: tuple[Entry, ...] = ()
    organizers: tuple[Organizer, ...] = ()
    upcoming: Upcoming | None = None
    spent: tuple[tuple[int, str], ...] = ()
    kept: tuple[tuple[int, str], ...] = ()
    notes: tuple[Note, ...] = ()
    themes: tuple[tuple[int, str, int], ...] = ()
    own_layout: bool = False

    @property
    def pieces(self) -> list[tuple[int, str]]:
        """What was not understood in the stretch and in its talks, with the lines (from 0)."""
        return [*self.kept, *(one for entry in self.entries for one in entry.kept)]


class PageText(NamedTuple):
    """A repaired page in lines; ``opaque`` marks lines that are never read for facts.

    Opaque are the front matter, HTML comments, fenced code, and lines of one sign without end.
    """

    name: str
    lines: tuple[str, ...]
    opaque: tuple[bool, ...]
