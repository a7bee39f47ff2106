"""Work in a thread beside the keys: named while it runs, and it can be stopped."""

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.content import Content

from lgtui.text.control_chars import visible
from lgtui.tui.host import Host
from lgtui.tui.widgets.dialogs import Choice, Choices, Dialog
from lgtui.tui.widgets.line_list import LineList

T = TypeVar("T")

Report = Callable[[str], None]
"""Takes a line about what is going on; may be called from any thread."""

BOX_DELAY = 0.4
"""Seconds until a box says what is going on; what is done sooner needs none."""

QUIET_DELAY = 2.0
"""Seconds for work that is hardly ever long: until then the state bar names it."""

MOST_PROGRESS_LINES = 12
"""So many of the last lines are shown."""


async def in_thread(work: Callable[[], T]) -> T:
    """Runs work beside the app; leaving the app does not wait for it.

    Raises:
        Exception: whatever the work raised.
    """
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[T] = loop.create_future()

    def finish(set_outcome: Callable[[], None]) -> None:
        # The app may be gone by now, or may no longer wait.
        if not loop.is_closed():
            loop.call_soon_threadsafe(lambda: None if outcome.done() else set_outcome())

    def run() -> None:
        try:
            result = work()
        except BaseException as error:
            failure = error
            finish(lambda: outcome.set_exception(failure))
        else:
            finish(lambda: outcome.set_result(result))

    threading.Thread(target=run, daemon=True, name="lgtui-work").start()
    return await outcome


class Stopped(Exception):  # noqa: N818 (nothing went wrong)
    """Somebody stopped the work; its result is not waited for."""


class Progress(Dialog[str]):
    """What is going on, for how long, and the key that stops it."""

    COMES_LATER: ClassVar[bool] = True

    def __init__(self, title: str, stop: Callable[[], None] | None) -> None:
        super().__init__(title, "")
        self.stop = stop
        self.lines: list[str] = []
        self.began = time.monotonic()

    def compose_answers(self) -> ComposeResult:
        """Return the one answer there is, where the work can be stopped."""
        if self.stop is not None:
            yield Choices((Choice("escape", "Stop; nothing that was typed is lost", "stop"),), 0)

    def on_mount(self) -> None:
        """Counts the seconds."""
        self.show()
        self.set_interval(1.0, self.show)

    def add(self, line: str) -> None:
        """Adds one more line of what is going on."""
        self.lines.append(visible(line))
        if self.is_mounted:
            self.show()

    def show(self) -> None:
        """Shows the last lines and the seconds."""
        seconds = int(time.monotonic() - self.began)
        shown = "\n".join(self.lines[-MOST_PROGRESS_LINES:]) or "working …"
        self.body.update(Content(f"{shown}  ({seconds} s)"))

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """Stops the work: Enter or a click on the answer."""
        message.stop()
        self.action_cancel()

    def action_cancel(self) -> None:
        """Stops the work; the box goes when it has ended."""
        if self.stop is not None:
            self.add("stopping …")
            self.stop()


async def run_cancellable(
    host: Host, title: str, work: Callable[[], T], *, stoppable: bool = True
) -> T:
    """Runs a computation in a thread; a box that opens when it takes long can stop it.

    Args:
        host: the app, whose keys wait for it.
        title: what is done, such as ``Merging``.
        work: the computation; it changes nothing, or may not be stopped.
        stoppable: whether it may be stopped.

    Raises:
        Stopped: somebody stopped it.
        Exception: whatever the work raised.
    """
    task = asyncio.ensure_future(in_thread(work))
    stopped = False

    def stop() -> None:
        nonlocal stopped
        stopped = task.cancel()

    try:
        return await _attend(host, task, Progress(title, stop if stoppable else None), QUIET_DELAY)
    except asyncio.CancelledError:
        if stopped:
            raise Stopped from None
        raise


async def run_with_progress(
    host: Host,
    title: str,
    work: Callable[[Report], T],
    stop: Callable[[], None] | None = None,
) -> T:
    """Runs work in a thread; a box that opens after a moment shows what it reports.

    Args:
        host: the app, whose keys all go to the box meanwhile.
        title: what is done, such as ``Publishing``.
        work: is given a function that takes lines about what is going on.
        stop: makes the work end early; without it the work cannot be stopped.

    Raises:
        Exception: whatever the work raised.
    """
    loop = asyncio.get_running_loop()
    progress = Progress(title, stop)

    def report(line: str) -> None:
        with suppress(RuntimeError):  # the app has ended
            loop.call_soon_threadsafe(progress.add, line)

    task = asyncio.ensure_future(in_thread(lambda: work(report)))
    return await _attend(host, task, progress, BOX_DELAY)


async def _attend(host: Host, task: asyncio.Future[T], progress: Progress, soon: float) -> T:
    """Waits for work; names it in the state bar at once, and in a box when it takes longer."""
    host.set_busy(f"{progress.heading.lower()} …")
    try:
        await asyncio.wait({task}, timeout=soon)
        if not task.done():
            await host.push_screen(progress)
            try:
                await asyncio.wait({task})
            finally:
                if progress.is_current:
                    await progress.dismiss("")
        return task.result()
    finally:
        host.set_busy("")
