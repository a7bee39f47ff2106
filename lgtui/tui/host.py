"""What a command may ask of the app.

Commands, git, and start-up know the app through :class:`Host` alone; the app implements it and
is the only one that imports them. So imports run one way: app, commands, host, state.
"""

from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeVar

from textual.notifications import SeverityLevel
from textual.screen import Screen

from lgtui.model import Moment, Where
from lgtui.store import Document
from lgtui.tui.layout import Panes
from lgtui.tui.state import AppState, Session

T = TypeVar("T")


class Host(Protocol):
    """The app as its commands see it.

    Attributes:
        state: everything that changes while the app runs.
        panes: the panes with the widgets in them.
        theme: the name of the set of colours in use.
    """

    state: AppState
    panes: Panes
    theme: str

    # The records.

    @property
    def session(self) -> Session:
        """The current session; :meth:`update` replaces it."""

    def today(self) -> Moment:
        """Return the current time."""

    def update(self, session: Session, where: Where | None = None) -> None:
        """Replace the session and show it in every pane; move the cursor to a place, if any."""

    def mark_saved(self, document: Document) -> None:
        """Note that the records are on disk as this document says."""

    def take_form(self) -> None:
        """Make an edit of the field that is typed in, before anything that needs all edits."""

    def validate(self) -> None:
        """Compute changes and findings anew, once the edits pause."""

    def keep_text(self, names: tuple[str, ...], text: str) -> None:
        """Keep what is typed in a dialog in the draft, by names; an empty text is none."""

    # The screen.

    def refresh_bars(self) -> None:
        """Show state and keys anew in the bars."""

    def set_busy(self, what: str) -> None:
        """Name what takes a while in the state bar; nothing ends it."""

    def show_pane(self, name: str) -> None:
        """Bring a pane into sight without moving the focus."""

    def focus_pane(self, name: str) -> None:
        """Bring a pane into sight and move the focus into it."""

    def go_to(self, where: Where) -> None:
        """Show a record and move the focus to one of its fields."""

    # Messages and questions.

    def notify(self, message: str, *, severity: SeverityLevel = "information") -> None:
        """Show a toast: what went well, or what a key could not do."""

    async def ask(self, dialog: Screen[T]) -> T:
        """Open a dialog and return its answer once it is closed."""

    def push_screen(self, screen: Screen[Any]) -> Awaitable[None]:
        """Open a dialog that closes by itself."""

    # Work.

    def do_later(self, action: str) -> None:
        """Run an action of the registry after the current command."""

    def work(
        self, job: Callable[[], Coroutine[Any, Any, None]], group: str, *, exclusive: bool = False
    ) -> None:
        """Start a job beside the keys; an exclusive one cancels the last one of its group."""

    def set_interval(self, interval: float, callback: Callable[[], object]) -> object:
        """Call a function every so many seconds."""

    def leave(self, status: int = 0) -> None:
        """End the app and drop its draft; nothing is asked any more."""

    # The terminal.

    def suspend(self) -> AbstractContextManager[None]:
        """Lend the terminal to another program."""

    def copy_to_clipboard(self, text: str) -> None:
        """Put a text into the clipboard, where the terminal allows it."""
