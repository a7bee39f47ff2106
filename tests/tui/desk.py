"""What the tests of the app share: a site on disk, an app on it, and looking at the screen."""

import asyncio
import datetime
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

from textual.pilot import Pilot

from lgtui.model import Records
from lgtui.tui.app import LgtuiApp
from lgtui.tui.startup import Opened, open_file
from tests.tui.sample import document
from tests.tui.waiting import LONGEST

TODAY = datetime.datetime(2023, 12, 1, 12)
"""Between the last held season of a sample of three and the upcoming one."""


def app_of(records: Records) -> LgtuiApp:
    """An app on records that are on no disk."""
    return LgtuiApp(Opened(document(records), True), today=lambda: TODAY)


def app_on(path: Path, *, drafts: bool = False) -> LgtuiApp:
    """An app on a site; with drafts it keeps them where ``XDG_STATE_HOME`` says."""
    draft_path = str(path) if drafts else ""
    return LgtuiApp(open_file(str(path)), today=lambda: TODAY, draft_path=draft_path)


def screen_lines(app: LgtuiApp) -> list[str]:
    """What is on the screen, line by line."""
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip) for strip in strips]


def told(app: LgtuiApp) -> list[str]:
    """What the toasts said, wherever their lines end."""
    return [" ".join(each.message.split()) for each in app._notifications]


def seen(app: LgtuiApp) -> str:
    """What is on the screen as one text, without frames and runs of blanks."""
    text = " ".join(screen_lines(app))
    for mark in "│┃╭╮╰╯─":
        text = text.replace(mark, " ")
    return " ".join(text.split())


def app_in(pilot: Pilot[Any]) -> LgtuiApp:
    """The app that a pilot drives."""
    assert isinstance(pilot.app, LgtuiApp)
    return pilot.app


async def until(pilot: Pilot[Any], holds: Callable[[], object], seconds: float = LONGEST) -> None:
    """Waits for a state."""
    end = monotonic() + seconds
    while not holds():
        assert monotonic() < end, f"it never came: {seen(app_in(pilot))}"
        await asyncio.sleep(0.01)


async def settled(pilot: Pilot[Any]) -> None:
    """Waits until nothing is being worked on; a command may wait for an answer."""
    app = app_in(pilot)
    for _ in range(2):  # what begins when something else has ended is waited for too
        await pilot.pause()
        await until(pilot, lambda: not app.state.busy)
    await pilot.pause()
