"""Long work beside the keys: named while it runs, and it can be stopped."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.content import Content

from lgtui.tui.validation import in_thread
from lgtui.tui.widgets.cells import visible
from lgtui.tui.widgets.dialogs import Choice, Choices, Dialog
from lgtui.tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from lgtui.tui.app import LgtuiApp

T = TypeVar("T")

Tell = Callable[[str], None]
"""Takes a line about what is going on; from any thread."""

SOON = 0.4
"""Seconds until a box says what is going on; what is done sooner needs none."""

LATER = 2.0
"""Seconds for work that is hardly ever long: until then the line above names it."""

LINES = 12
"""So many of the last lines are shown."""


class Stopped(Exception):  # noqa: N818 (nothing went wrong)
    """Somebody stopped the work; what it would have given is not waited for."""


class Progress(Dialog[str]):
    """What is going on, for how long, and the key that stops it."""

    COMES_LATER: ClassVar[bool] = True

    def __init__(self, title: str, stop: Callable[[], None] | None) -> None:
        super().__init__(title, "")
        self.stop = stop
        self.lines: list[str] = []
        self.began = time.monotonic()

    def compose_answers(self) -> ComposeResult:
        """The one answer there is, where the work can be stopped."""
        if self.stop is not None:
            yield Choices((Choice("escape", "Stop; nothing that was typed is lost", "stop"),), 0)

    def on_mount(self) -> None:
        """Counts the seconds."""
        self.show()
        self.set_interval(1.0, self.show)

    def add(self, line: str) -> None:
        """One more line of what is going on."""
        self.lines.append(visible(line))
        if self.is_mounted:
            self.show()

    def show(self) -> None:
        """Shows the last lines and the seconds."""
        seconds = int(time.monotonic() - self.began)
        shown = "\n".join(self.lines[-LINES:]) or "working …"
        self.body.update(Content(f"{shown}  ({seconds} s)"))

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """Enter or a click on the answer."""
        message.stop()
        self.action_cancel()

    def action_cancel(self) -> None:
        """Stops the work; the box goes when it has ended."""
        if self.stop is not None:
            self.add("stopping …")
            self.stop()


async def run_aside(
    app: "LgtuiApp", title: str, work: Callable[[], T], *, stoppable: bool = True
) -> T:
    """Runs work that only works something out in a thread; should it take long, it can be left.

    Args:
        app: the app, whose keys wait for it.
        title: what is done, such as ``Merging``.
        work: changes nothing, or is not stoppable.
        stoppable: whether it may be left before its end.

    Raises:
        Stopped: it was left.
        Exception: whatever the work raised.
    """
    task = asyncio.ensure_future(in_thread(work))
    stopped = False

    def stop() -> None:
        nonlocal stopped
        stopped = task.cancel()

    try:
        return await _attend(app, task, Progress(title, stop if stoppable else None), LATER)
    except asyncio.CancelledError:
        if stopped:
            raise Stopped from None
        raise


async def run_long(
    app: "LgtuiApp",
    title: str,
    work: Callable[[Tell], T],
    stop: Callable[[], None] | None = None,
) -> T:
    """Runs work in a thread; after a moment a box says what goes on.

    Args:
        app: the app, whose keys all go to the box meanwhile.
        title: what is done, such as ``Publishing``.
        work: is given a function that takes lines about what is going on.
        stop: makes the work end early; without it the work cannot be stopped.

    Raises:
        Exception: whatever the work raised.
    """
    loop = asyncio.get_running_loop()
    progress = Progress(title, stop)

    def tell(line: str) -> None:
        with suppress(RuntimeError):  # the app has ended
            loop.call_soon_threadsafe(progress.add, line)

    task = asyncio.ensure_future(in_thread(lambda: work(tell)))
    return await _attend(app, task, progress, SOON)


async def _attend(app: "LgtuiApp", task: asyncio.Future[T], progress: Progress, soon: float) -> T:
    """Waits for work; names it in the line above at once, and in a box when it takes longer."""
    app.set_busy(f"{progress.heading.lower()} …")
    try:
        await asyncio.wait({task}, timeout=soon)
        if not task.done():
            await app.push_screen(progress)
            try:
                await asyncio.wait({task})
            finally:
                if progress.is_current:
                    await progress.dismiss("")
        return task.result()
    finally:
        app.set_busy("")
