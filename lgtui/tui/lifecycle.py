"""How the app ends: by its own key, by a signal, with the terminal, or by an error of its own.

Whatever it is, what was typed is on disk first, the terminal is given back in order, and the
exit status tells what happened.
"""

import asyncio
import os
import signal
import threading
import traceback
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from textwrap import wrap
from time import monotonic
from typing import Any

from rich.text import Text
from textual.app import App
from textual.filter import Monochrome, NoColor
from textual.notifications import Notify, SeverityLevel
from textual.timer import Timer

from lgtui.text.control_chars import visible
from lgtui.tui.state import DRAFT_DELAY, AppState, Session
from lgtui.tui.terminal import Terminal
from lgtui.tui.themes import Colourless, without_colours
from lgtui.tui.widgets.bars import Lasting, make_room, seconds

AGAIN = 2.0
"""Seconds after which a draft that could not be written is tried again."""

TOAST = 66
"""Columns of a toast: as long as a line is read well."""

LAST_KEYS = 1.0
"""Seconds that an orderly end waits for what was typed before it and is not done yet."""

PATIENCE = 3.0
"""Seconds for an orderly end after a signal; then the process ends as it is."""

SIGNALS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
"""What asks a program to end; ctrl+c at the keyboard is no signal while the app has it."""


class OrderlyApp(App[None]):
    """An app of whose session nothing is lost however it ends."""

    def __init__(self, state: AppState) -> None:
        """Start with a state; its drafts are kept once :attr:`AppState.drafts` has a keeper."""
        super().__init__(driver_class=Terminal)
        if self.no_color or without_colours():
            # Textual's own filter knows no terminal colours: it paints them black on black.
            self.no_color = True
            kept = [each for each in self._filters if not isinstance(each, NoColor | Monochrome)]
            self._filters = [*kept, Colourless()]
        self.state = state
        self._drafting: Timer | None = None
        self._ending: asyncio.Task[None] | None = None

    @property
    def session(self) -> Session:
        """The current session."""
        return self.state.session

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Show a toast: what went well, or what a key could not do.

        Args:
            message: the text; control characters are shown, what is too long for a toast is cut.
            title: stands above the text.
            severity: the colour.
            timeout: seconds that it stands; by default as long as it takes to read.
            markup: whether the text is Textual's markup; data never is.
        """
        room = max(20, min(TOAST, self.size.width - 8))
        most = max(2, self.size.height // 3)
        # Nobody reads a toast longer than this: what matters stands at its beginning.
        lines = visible(message[: room * most], one_line=False).split("\n")
        rows = [row for line in lines for row in wrap(line, room) or [""]]
        text = "\n".join(rows[:most]) + ("…" if len(message) > room * most or rows[most:] else "")
        lasts = seconds(text) if timeout is None else timeout
        self.post_message(Notify(Lasting(text, title, severity, lasts, markup)))

    def on_notify(self, event: Notify) -> None:
        """Takes away the toasts that a new one takes the place of."""
        make_room(self._notifications, event.notification, self.size.height)

    def work(
        self, job: Callable[[], Coroutine[Any, Any, None]], group: str, *, exclusive: bool = False
    ) -> None:
        """Starts a job beside the keys; an exclusive one ends the last one of its group."""
        run: Any = job  # a job that is never begun, since the app ended, must not be made either
        self.run_worker(run, group=group, exclusive=exclusive)

    def caught_up(self) -> Session:
        """Return the session with what was typed this very moment and told nobody yet."""
        return self.session

    # Drafts.

    def draft_soon(self) -> None:
        """Has what is unsaved on disk within a second, beside the keys."""
        if self._drafting is None and self.state.drafts.wanted(self.session):
            self._drafting = self.set_timer(DRAFT_DELAY, self._draft)

    async def _draft(self) -> None:
        """Writes the draft in a thread; what was changed meanwhile starts the next one."""
        from lgtui.tui.background import in_thread

        session, before = self.session, self.state.drafts.failure
        self.state.drafts.want(session)
        await in_thread(self.state.drafts.write)
        self._drafting = None
        if self.state.drafts.failure:
            self._drafting = self.set_timer(AGAIN, self._draft)
            if not before:
                self.notify(self.state.drafts.failure, severity="warning")
        elif before and session.unsaved:
            self.notify("What is unsaved is kept as a draft again.")
        if bool(self.state.drafts.failure) != bool(before):
            self.refresh_bars()
        if session is not self.session:
            self.draft_soon()

    def refresh_bars(self) -> None:
        """Show whether drafts can be kept."""

    # The end.

    def leave(self, status: int = 0) -> None:
        """End the app and drop its draft; nothing is asked any more."""
        self.state.drafts.give_up()
        self.exit(return_code=status)

    def watch_signals(self) -> None:
        """Ends in order when the system asks to end."""
        if self.is_headless:
            return
        loop = asyncio.get_running_loop()
        for number in SIGNALS:
            loop.add_signal_handler(number, self.stop_soon, 128 + number)

    @contextmanager
    def suspend(self) -> Iterator[None]:
        """Lends the terminal to another program; ctrl+c there is for that one.

        Raises:
            SuspendNotSupported: the terminal cannot be lent.
        """
        loop = asyncio.get_running_loop()
        with super().suspend():
            loop.remove_signal_handler(signal.SIGINT)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            try:
                yield
            finally:
                # The loop has yet to hear of a ctrl+c that was meant for the other program.
                signal.signal(signal.SIGINT, signal.SIG_IGN)
                loop.call_later(DRAFT_DELAY, self.watch_signals)

    def terminal_gone(self) -> None:
        """Ends, since the terminal was closed or the connection to it lost."""
        self.stop_soon(128 + signal.SIGHUP)

    def stop_soon(self, status: int) -> None:
        """Saves the draft at once; ends when what was typed before is done as well, or too slow."""
        self.state.session = self.caught_up()
        self.state.drafts.keep_now(self.session)
        if self._ending is None:
            self._ending = asyncio.create_task(self._end_after_keys(status), name="ending")

    async def _end_after_keys(self, status: int) -> None:
        end = monotonic() + LAST_KEYS
        while not self.typed_is_done() and monotonic() < end:
            await asyncio.sleep(0.01)
        self.stop_with(status)

    def typed_is_done(self) -> bool:
        """Return whether the app is done with all that was typed."""
        return True

    def stop_with(self, status: int) -> None:
        """Saves the draft, gives the terminal back, ends with a status; surely, and soon."""
        self.state.session = self.caught_up()
        self.state.drafts.keep_now(self.session)
        # Only a terminal that hangs keeps the app from ending; the draft is safe already.
        timer = threading.Timer(PATIENCE, os._exit, (status,))
        timer.daemon = True
        timer.start()
        self.exit(return_code=status)

    def clear_selection(self) -> None:
        """Drops what the mouse has marked; a field asks for it that changes while the app ends."""
        if self.screen_stack:
            super().clear_selection()

    def _handle_exception(self, error: Exception) -> None:
        """Keeps the draft after an error of lgtui itself, then ends."""
        with suppress(Exception):  # the error may lie in what is being typed in
            self.state.session = self.caught_up()
        self.state.drafts.keep_now(self.session)
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Prints the error, without the values that were being worked on."""
        self._exit_renderables.append(
            Text(
                crash_report(
                    traceback.format_exc(),
                    self.session.unsaved or bool(self.state.drafts.texts),
                    self.state.drafts.failure,
                )
            )
        )
        self._close_messages_no_wait()


def crash_report(details: str, unsaved: bool, failure: str) -> str:
    """Return what to print after an error of lgtui itself; ``failure``: why no draft is kept."""
    if not unsaved:
        kept = "Nothing was unsaved."
    elif failure:
        kept = f"What you typed last could not be kept: {visible(failure)}."
    else:
        kept = "What you typed is kept as a draft: start lgtui again to get it back."
    return (
        f"{visible(details, one_line=False)}\nlgtui stopped because of an error in itself. {kept}"
    )
