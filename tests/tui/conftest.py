"""What all tests of the app share: keys and pauses that wait for the app, not for the clock."""

import asyncio
from collections.abc import Iterator
from time import monotonic
from typing import Any

import pytest
from textual._context import active_app
from textual.app import App

from lgtui.tui.typeahead import is_idle

CALM = 3
"""Looks in a row at which the app must be at rest: a task may be about to wake it."""


def quiet(app: App[Any]) -> bool:
    """Whether the app has done all that it was asked to, and has painted it."""
    if app._exit or not app.screen_stack:
        return True
    screen = app.screen
    unpainted = (
        screen._layout_required
        or screen._scroll_required
        or screen._repaint_required
        or screen._dirty_widgets
    )
    return not unpainted and is_idle(app)


async def come_to_rest(shortest: float = 0, longest: float = 1) -> None:
    """Waits until the app is at rest, for a second at the most: it may be at work for longer.

    Textual's own tests take the app to be done when the process uses no time, which on a busy
    machine is too early, and on an idle one some hundredths of a second too late.
    """
    app, calm, end = active_app.get(), 0, monotonic() + longest
    while calm < CALM and monotonic() < end:
        await asyncio.sleep(0.001)
        calm = calm + 1 if quiet(app) else 0


@pytest.fixture(autouse=True)
def waiting_for_rest(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Has Textual's pilot wait so."""
    monkeypatch.setattr("textual.app.wait_for_idle", come_to_rest)
    monkeypatch.setattr("textual.pilot.wait_for_idle", come_to_rest)
    yield
