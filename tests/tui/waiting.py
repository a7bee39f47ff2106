"""What the app has yet to do, and waiting until that is done: tests wait for it, not for a time."""

import asyncio
from collections.abc import Callable, Iterator
from time import monotonic
from typing import Any

from textual import events
from textual.app import App
from textual.pilot import Pilot

from lgtui.tui.app import LgtuiApp
from lgtui.tui.typeahead import _waits, is_idle
from lgtui.tui.widgets.dialogs import Dialog

LONGEST = 100.0
"""Seconds after which a test is told to have failed; a busy machine may need many of them."""

CALM = 3
"""Looks in a row at which nothing may be left to do: a task may be about to wake the app."""

SHORT = 1.0
"""Seconds of a pause that the app makes before it does something; a toast stands for longer."""

ASKED = ("command", "begin")
"""Groups of workers that do what a key asked for, or what has to be done before any key."""


def unhandled(app: App[Any]) -> list[str]:
    """Names who has messages on their way, and whether something is to be painted."""
    if app._exit or app._exception is not None or not app.screen_stack:
        return []
    return [*_unpainted(app), *_messages(app)]


def left_to_do(app: App[Any]) -> list[str]:
    """Names what the app has not done of what it was asked to, and not painted."""
    if app._exit or app._exception is not None or not app.screen_stack:
        return []
    return [*unhandled(app), *_asked(app)]


def left_at_all(app: App[Any]) -> list[str]:
    """Names also what goes on beside the keys, or begins after a pause."""
    if app._exit or app._exception is not None or not app.screen_stack:
        return []
    return [*left_to_do(app), *_beside(app), *_paused(app)]


async def wait_until_done(
    app: App[Any], left: Callable[[App[Any]], list[str]] = left_to_do, longest: float = LONGEST
) -> None:
    """Waits until the app has nothing left to do.

    Args:
        app: the app.
        left: names what is left to do.
        longest: seconds after which waiting has failed.

    Raises:
        AssertionError: it still has.
    """
    calm, end = 0, monotonic() + longest
    while calm < CALM:
        await asyncio.sleep(0.001)
        names = left(app)
        calm = 0 if names else calm + 1
        assert monotonic() < end, f"the app does not come to rest: {', '.join(names)}"


async def rested(pilot: Pilot[Any]) -> None:
    """Waits until nothing goes on any more: no worker, and no pause before one."""
    await pilot.pause()
    await wait_until_done(pilot.app, left_at_all)
    await pilot.pause()


async def press_at_work(pilot: Pilot[Any], *keys: str) -> None:
    """Presses keys while the app is at work, which is not waited for."""
    for key in keys:
        pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
    await wait_until_done(pilot.app, unhandled)


def _unpainted(app: App[Any]) -> Iterator[str]:
    screen = app.screen
    if (
        screen._layout_required
        or screen._scroll_required
        or screen._repaint_required
        or screen._dirty_widgets
    ):
        yield "painting"


def _messages(app: App[Any]) -> Iterator[str]:
    if not is_idle(app):
        active = [app, *(each for each in app._registry if not (each._closing or each._closed))]
        names = " ".join(str(each) for each in active if not _waits(each))
        yield f"messages for {names or 'the screen'}"


def _asked(app: App[Any]) -> Iterator[str]:
    """Workers that do what was asked for; one that asks a question waits for the answer."""
    if isinstance(app, LgtuiApp) and app.typeahead._waiting:
        yield "keys typed ahead"
    if not isinstance(app.screen, Dialog) or app.screen.COMES_LATER:
        for each in app.workers:
            if each.group in ASKED and not each.is_finished:
                yield f"the worker {each.name or each.group}"


def _beside(app: App[Any]) -> Iterator[str]:
    """Workers that nobody waits for."""
    for each in app.workers:
        if each.group not in ASKED and not each.is_finished:
            yield f"the worker {each.name or each.group}"


def _paused(app: App[Any]) -> Iterator[str]:
    for pump in (app, *app._registry):
        for timer in pump._timers:
            task, once = timer._task, timer._repeat is not None
            if once and timer._interval <= SHORT and task is not None and not task.done():
                yield f"the timer of {pump}"
