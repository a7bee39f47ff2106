"""The lines above and below, and the toasts: what is open and in what state."""

from rich.segment import Segment
from rich.style import Style
from textual.notifications import Notification, Notifications
from textual.strip import Strip
from textual.widget import Widget

from lgtui.tui.state import AppState
from lgtui.tui.themes import line_styles
from lgtui.tui.widgets.line_list import cut, one_line, width

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
        """Return the line."""
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
    """Return the footer's keys, as many as fit; the help's key is the last to go."""
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


def _saved_pieces(state: AppState, room: int) -> list[Piece]:
    """Return what of the records and of what was typed is not on disk, for the state bar."""
    unsaved, typed = state.session.unsaved, len(state.drafts.texts)
    found: list[Piece] = []
    if unsaved and state.drafts.failure:
        found.append(("no draft", "error"))
    if unsaved:
        found.append((f"* {state.changed_records or ''} unsaved".replace("  ", " "), "warning"))
    if typed:
        found.append((f"{typed} typed, in no record" if room > 60 else f"{typed} typed", "warning"))
    if not found and room > 60:
        found.append(("saved", "dim"))
    return found


def state_pieces(state: AppState, room: int) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return the left and right pieces of the state bar for a line of this width."""
    errors = state.errors
    warnings = len(state.session.findings) - (errors or 0) if errors is not None else 0
    right: list[Piece] = []
    if state.busy:
        right.append((one_line(state.busy, max(12, room // 3)), "strong"))
    if state.changed_on_disk:
        right.append(("changed on disk" if room > 60 else "disk", "warning"))
    right += _saved_pieces(state, room)
    if errors:
        right.append((f"✗ {errors}", "error"))
    if warnings:
        right.append((f"! {warnings}", "warning"))
    if errors == 0 and not warnings and room > 60:
        right.append(("✓ no findings", "dim"))
    left: list[Piece] = [(" lgtui ", "strong")]
    if state.title:
        left.append((f" {state.title} ", "plain"))
    left.append((f" {one_line(state.file, max(10, room // 2))} ", "dim"))
    if state.git.words:
        look = "warning" if state.git.advice else "plain"
        left.append((f" {one_line(state.git.words, max(10, room // 3))} ", look))
    if state.server.trouble and room > 60:
        left.append((" no look at the server ", "warning"))
    if state.git.uncommitted and room > 60:
        left.append((f" {state.git.uncommitted} uncommitted ", "dim"))
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
    """Return how long a toast stands, so that it can be read."""
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
