"""An app on an organizer's clone, and what the tests of git in the app share."""

import datetime

from textual.pilot import Pilot

from lgtui.model import Where
from lgtui.tui import gitline, session
from lgtui.tui.app import LgtuiApp
from lgtui.tui.loading import open_file
from tests.repo.sites import Site

TODAY = datetime.datetime(2099, 1, 1, 12)


def app_at(site: Site) -> LgtuiApp:
    """The app on a clone; it keeps no drafts and does not look at the server by itself."""
    return LgtuiApp(open_file(str(site.data)), today=lambda: TODAY)


def app_of(pilot: Pilot[None]) -> LgtuiApp:
    assert isinstance(pilot.app, LgtuiApp)
    return pilot.app


async def settled(pilot: Pilot[None]) -> None:
    """Waits until nothing is being worked on."""
    app = app_of(pilot)
    await pilot.pause(0.05)
    for _ in range(1000):
        if not app.state.busy:
            break
        await pilot.pause(0.02)
    assert not app.state.busy
    await pilot.pause(0.05)


async def until(pilot: Pilot[None], text: str) -> None:
    """Waits for a text on the screen or in a toast."""
    from tests.tui.desk import seen, told

    app = app_of(pilot)
    for _ in range(500):
        if text in seen(app) or any(text in each for each in told(app)):
            return
        await pilot.pause(0.02)
    raise AssertionError(f"{text!r} never came: {seen(app)}\n{told(app)}")


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
    app.update(session.edit(app.session, "title", changed), Where("talks", at))


async def look(pilot: Pilot[None]) -> None:
    """Has the line above ask git."""
    await gitline.look_again(app_of(pilot))
