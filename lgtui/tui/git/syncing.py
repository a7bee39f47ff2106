"""What others published: looked for in the background, taken in with one key."""

import os
from functools import partial
from typing import TYPE_CHECKING

from lgtui.model import DataError
from lgtui.repo import GitError, Status, status
from lgtui.repo.joining import pull
from lgtui.repo.news import Fetched, News, look_out, since_head, tip_of
from lgtui.repo.outcome import Decided, Outcome, stopped
from lgtui.repo.place import Place, open_place
from lgtui.repo.stoppable import Stoppable
from lgtui.tui import gitline
from lgtui.tui.beginning import key
from lgtui.tui.git import settings
from lgtui.tui.git.catching_up import catch_up
from lgtui.tui.git.ending import run_to_end
from lgtui.tui.git.publishing import show
from lgtui.tui.judging import in_thread
from lgtui.tui.running import Tell
from lgtui.tui.visible import one_line

if TYPE_CHECKING:
    from lgtui.tui.app import LgtuiApp

MOST = 6
"""Lines of news in a toast; the history has them all."""


async def sync(app: "LgtuiApp") -> None:
    """Fetches what others published and merges it; unsaved edits stay."""
    app.take_form()
    known: list[tuple[News, ...]] = []

    def work(place: Place, tell: Tell, decided: Decided | None) -> Outcome:
        try:
            before = status(place.clone, [place.data])
        except GitError as error:
            return stopped(error)
        outcome = pull(place, tell, decided)
        if outcome.state == "pulled":
            known.append(_news(place, before))
        return outcome

    outcome = await run_to_end(app, "Syncing", work)
    _set_trouble(app, "")
    current = await catch_up(app)
    if outcome.state == "pulled":
        news = known[-1] if known else ()
        app.tell(told("Taken in", news) if news else f"{outcome.words}.")
        if not current:
            app.tell("Your unsaved edits are not joined with it yet; saving asks again.", "warning")
        return
    await show(app, outcome, "Not synced")


def _news(place: Place, before: Status) -> tuple[News, ...]:
    """What a pull took in, told from where the clone stood before."""
    try:
        return since_head(place, before, tip_of(place.clone, before))
    except (GitError, DataError):
        return ()


def told(head: str, news: tuple[News, ...]) -> str:
    """What others changed, a line for each change: ``Théo: S09E02: title changed``."""
    lines = [one_line(line, 120) for each in news for line in each.lines]
    more = [f"… and {len(lines) - MOST} more"] if len(lines) > MOST else []
    return "\n".join([f"{head}:", *lines[:MOST], *more])


# In the background.


async def start(app: "LgtuiApp") -> None:
    """Looks at the server now and then every few minutes, unless that is turned off."""
    wanted = await in_thread(lambda: settings.looks(os.environ, settings.settings_file()))
    if wanted.problem:
        app.tell(f"{wanted.problem} The server is looked at every 5 minutes.", "warning")
    if wanted.minutes:
        app.set_interval(wanted.minutes * 60, partial(app.work, partial(look, app), "server"))
        await gitline.look_again(app)
        await look(app)


async def look(app: "LgtuiApp") -> None:
    """One look at the server: nothing here is touched, nobody is asked anything."""
    server = app.state.server
    if app.state.busy or server.lock.locked() or not app.state.git.upstream:
        return
    path = app.session.document.path

    def look_there() -> Fetched:
        place = open_place(path)
        clone = Stoppable(place.root)
        server.stop = clone.stop
        return look_out(place._replace(clone=clone))

    async with server.lock:
        try:
            found: Fetched | None = await in_thread(look_there)
        except (GitError, DataError) as error:
            _set_trouble(app, "" if server.given_way else str(error))
            found = None
        else:
            _set_trouble(app, "")
        server.stop, server.given_way = None, False
    gitline.refresh(app)
    if found is not None:
        _announce(app, found)


def _set_trouble(app: "LgtuiApp", trouble: str) -> None:
    """Keeps why the last look at the server failed, and shows in the line above that it did."""
    app.state.server.trouble = trouble
    app.refresh_bars()


def _announce(app: "LgtuiApp", found: Fetched) -> None:
    """Tells what others published, once."""
    server = app.state.server
    if not found.news or found.tip == server.told:
        return
    server.told = found.tip
    app.tell(f"{told('Others published', found.news)}\n{key(app, 'sync')} takes it in.")
