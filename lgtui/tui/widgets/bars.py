"""The lines above and below, and the toasts: what is open and in what state."""

from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.notifications import Notification, Notifications
from textual.strip import Strip
from textual.widget import Widget

from lgtui.tui.state import Server, Session
from lgtui.tui.themes import line_styles
from lgtui.tui.widgets.cells import cut, one_line, width

if TYPE_CHECKING:
    from lgtui.records.diff import Change
    from lgtui.store import Document

Piece = tuple[str, str]
"""A visible text and the name of its style."""


class Bar(Widget):
    """One line of pieces; it is given them and repaints only when they differ."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 (Textual's own name)
        super().__init__(id=id)
        self.left: tuple[Piece, ...] = ()
        self.right: tuple[Piece, ...] = ()

    def show(self, left: tuple[Piece, ...], right: tuple[Piece, ...] = ()) -> None:
        """Shows these pieces; on a narrow screen the right ones come first."""
        if (left, right) != (self.left, self.right):
            self.left, self.right = left, right
            self.refresh()

    @property
    def text(self) -> str:
        """All that is shown, as text."""
        return " ".join(text for text, _ in (*self.left, *self.right))

    def render_line(self, y: int) -> Strip:
        """The line."""
        room = self.size.width
        base, looks = self.rich_style, line_styles(self.app.theme_variables)

        def style(name: str) -> Style:
            return base + looks[name]

        right = " ".join(text for text, _ in self.right)
        left_room = max(0, room - width(right) - (1 if right else 0))
        parts: list[Segment] = []
        for text, name in self.left:
            # A piece cut to a few letters says nothing: left out, it leaves room for the next one.
            shown = cut(text, left_room) if left_room >= min(width(text), 12) else ""
            left_room -= width(shown)
            parts.append(Segment(shown, style(name)))
        parts.append(Segment(" " * left_room, style("plain")))
        for text, name in self.right:
            parts.append(Segment(" ", style("plain")))
            parts.append(Segment(text, style(name)))
        return Strip(parts).adjust_cell_length(room, style("plain"))


def key_pieces(footer: list[tuple[str, str, str]], room: int) -> tuple[Piece, ...]:
    """The footer's keys, as many as fit; the help's key is the last to go."""
    shown = list(footer)

    def length(keys: list[tuple[str, str, str]]) -> int:
        return sum(width(key) + width(label) + 4 for _, key, label in keys)

    while len(shown) > 1 and length(shown) > room:
        others = [at for at, (name, _, _) in enumerate(shown) if name != "help"]
        del shown[others[-1]]
    pieces: list[Piece] = []
    for _, key, label in shown:
        pieces += [(f" {key} ", "key"), (f"{label} ", "plain")]
    return tuple(pieces)


class GitLine(NamedTuple):
    """What the line above says of git: nothing before git was asked.

    Attributes:
        words: branch, distance to the server, and in a word or two what is unusual.
        uncommitted: how many of our files differ from the last commit.
        advice: what is unusual and what to do, in full.
        upstream: the server's branch that this one follows; empty for none.
        head: the commit that the branch is at.
    """

    words: str = ""
    uncommitted: int = 0
    advice: str = ""
    upstream: str = ""
    head: str = ""


class State:
    """What the line above says, gathered by the app."""

    def __init__(self) -> None:
        self.file = ""
        self.pane = ""
        self.git = GitLine()
        self.server = Server()
        self.busy = ""
        self.outside = False
        self.undrafted = False
        self._document: Document | None = None
        self.unsaved = False
        self.records = 0
        self.errors: int | None = None
        self.warnings = 0

    def take(self, session: Session, found: "tuple[Change, ...]") -> None:
        """Takes from the session what is shown of it."""
        if session.document is not self._document:
            self._document, self.outside = session.document, False
        self.unsaved = session.unsaved
        self.records = len({(each.kind, each.at, each.what == "deleted") for each in found})
        if session.checked is not None:
            self.errors = sum(each.severity == "error" for each in session.findings)
            self.warnings = len(session.findings) - self.errors

    def pieces(self, room: int) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
        """Left and right pieces for a line of this width."""
        right: list[Piece] = []
        if self.busy:
            right.append((one_line(self.busy, max(12, room // 3)), "strong"))
        if self.outside:
            right.append(("changed on disk" if room > 60 else "disk", "warning"))
        if self.unsaved and self.undrafted:
            right.append(("no draft", "error"))
        if self.unsaved:
            right.append((f"* {self.records or ''} unsaved".replace("  ", " "), "warning"))
        elif room > 60:
            right.append(("saved", "dim"))
        if self.errors:
            right.append((f"✗ {self.errors}", "error"))
        if self.warnings:
            right.append((f"! {self.warnings}", "warning"))
        if self.errors == 0 and not self.warnings and room > 60:
            right.append(("✓ no findings", "dim"))
        left: list[Piece] = [(" lgtui ", "strong")]
        if self.pane:
            left.append((f" {self.pane} ", "plain"))
        left.append((f" {one_line(self.file, max(10, room // 2))} ", "dim"))
        if self.git.words:
            look = "warning" if self.git.advice else "plain"
            left.append((f" {one_line(self.git.words, max(10, room // 3))} ", look))
        if self.server.trouble and room > 60:
            left.append((" no look at the server ", "warning"))
        if self.git.uncommitted and room > 60:
            left.append((f" {self.git.uncommitted} uncommitted ", "dim"))
        return tuple(left), (*right, ("", "plain"))


SOONEST = 0.01
"""Seconds until a toast goes whose time is over as it is put on the screen."""

SHORTEST = 6.0
"""Seconds that a toast stands at least."""

READ = 18
"""Characters of a toast that are read in a second, between two looks at the work."""

LINES = 12
"""Lines of the screen for which one toast may stand there."""


def seconds(text: str) -> float:
    """How long a toast stands, so that it can be read."""
    return max(SHORTEST, len(text) / READ)


class Lasting(Notification):
    """A notification whose toast surely goes again.

    A toast reads :attr:`time_left` after it was asked whether the time is over. Where that comes
    in between, Textual's timer counts backwards for ever and no key is handled any more.
    """

    @property
    def time_left(self) -> float:
        """Seconds until the toast goes; never less than none."""
        return max(SOONEST, super().time_left)

    @property
    def has_expired(self) -> bool:
        """Whether its time is over."""
        return super().time_left <= 0


def make_room(shown: Notifications, new: Notification, height: int) -> None:
    """Takes away toasts that say the same as the new one, and the oldest where they are many."""
    for each in list(shown):
        if each.message == new.message:
            del shown[each]
    most = max(1, height // LINES)
    for each in list(shown)[: max(0, len(shown) + 1 - most)]:
        del shown[each]
