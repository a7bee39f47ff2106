"""An app on an organizer's clone, and what the tests of git in the app share."""

import datetime
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from lgtui.model import Where
from lgtui.tui import state
from lgtui.tui.app import LgtuiApp
from lgtui.tui.git import status_line
from lgtui.tui.startup import open_file
from tests.repo.sites import OrganizerClone
from tests.tui.desk import app_in, seen, settled, told, until

TODAY = datetime.datetime(2099, 1, 1, 12)


def app_at(site: OrganizerClone) -> LgtuiApp:
    """The app on a clone; it keeps no drafts and does not look at the server by itself."""
    return LgtuiApp(open_file(str(site.data)), today=lambda: TODAY)


@asynccontextmanager
async def opened(
    site: OrganizerClone, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[tuple[LgtuiApp, Pilot[None]]]:
    """The app on a clone when it has come to rest, and its pilot."""
    app = app_at(site)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        yield app, pilot


async def until_seen(pilot: Pilot[None], text: str) -> None:
    """Waits for a text on the screen or in a toast."""
    app = app_in(pilot)
    await until(pilot, lambda: text in seen(app) or any(text in each for each in told(app)))


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Presses keys, and waits for what they lead to."""
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


def retitle(app: LgtuiApp, title: str, at: int = 1) -> None:
    """Changes a title as the form would."""
    records = app.session.records
    talks = list(records.talks)
    talks[at] = talks[at]._replace(title=title)
    changed = records._replace(talks=tuple(talks))
    app.update(state.edit(app.session, "title", changed), Where("talks", at))


async def look(pilot: Pilot[None]) -> None:
    """Has the line above ask git."""
    await status_line.look_again(app_in(pilot))


async def order(pilot: Pilot[None], *, saved: bool = False) -> None:
    """Presses the keys up to the last question."""
    await press(pilot, "P")
    if not saved:
        await press(pilot, "s")
    await until_seen(pilot, "Subject of the commit")
