"""What others published: looked for in the background, taken in with one key."""

import os
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from lgtui.model import DataError
from lgtui.repo import GitError, Status, status
from lgtui.repo.client import Cancellable
from lgtui.repo.site import Site, open_site
from lgtui.repo.sync import (
    Decided,
    Fetched,
    News,
    Outcome,
    look_out,
    pull,
    since_head,
    stopped,
    tip_of,
)
from lgtui.tui.git import status_line
from lgtui.tui.git.foreground import catch_up, run_to_end
from lgtui.tui.git.publishing import show
from lgtui.tui.keymap import config_file, read_settings
from lgtui.tui.running import Tell
from lgtui.tui.startup import key
from lgtui.tui.validation import in_thread
from lgtui.tui.widgets.cells import one_line

MINUTES = 5.0
"""Minutes between two looks where nothing else is set."""

_OFF = ("0", "off", "no", "false")
_ON = ("", "1", "on", "yes", "true")


class Looks(NamedTuple):
    """Minutes between two looks at the server, 0 for none; and what could not be used."""

    minutes: float
    problem: str = ""


def settings_file() -> str:
    """Where the settings are looked for; empty where there is no home."""
    keys = config_file()
    return os.path.join(os.path.dirname(keys), "settings.toml") if keys else ""


def looks(environ: Mapping[str, str], path: str) -> Looks:
    """How often to look at the server.

    Args:
        environ: the environment.
        path: the settings file; it need not be there.
    """
    wanted = environ.get("LGTUI_FETCH", "").strip().lower()
    if wanted in _OFF:
        return Looks(0)
    if wanted not in _ON:
        try:
            return Looks(_checked(float(wanted)))
        except ValueError:
            return Looks(MINUTES, f"LGTUI_FETCH={wanted}: write off, or minutes such as 10.")
    return _from_file(path)


def _from_file(path: str) -> Looks:
    try:
        table = read_settings(path).get("sync", {})
    except DataError as error:
        return Looks(MINUTES, f"{error}.")
    if not isinstance(table, dict) or not isinstance(table.get("fetch", True), bool):
        return Looks(MINUTES, f"{path}: [sync] needs fetch = true or fetch = false.")
    if not table.get("fetch", True):
        return Looks(0)
    minutes = table.get("minutes", MINUTES)
    try:
        return Looks(_checked(minutes))
    except ValueError:
        return Looks(MINUTES, f"{path}: minutes = {minutes!r} is no number of at least 1.")


def _checked(minutes: object) -> float:
    if isinstance(minutes, bool) or not isinstance(minutes, int | float):
        raise ValueError
    if not 1 <= minutes <= 10_000:
        raise ValueError
    return float(minutes)


if TYPE_CHECKING:
    from lgtui.tui.app import LgtuiApp

MOST = 6
"""Lines of news in a toast; the history has them all."""


async def sync(app: "LgtuiApp") -> None:
    """Fetches what others published and merges it; unsaved edits stay."""
    app.take_form()
    known: list[tuple[News, ...]] = []

    def work(place: Site, tell: Tell, decided: Decided | None) -> Outcome:
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


def _news(place: Site, before: Status) -> tuple[News, ...]:
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
    wanted = await in_thread(lambda: looks(os.environ, settings_file()))
    if wanted.problem:
        app.tell(f"{wanted.problem} The server is looked at every 5 minutes.", "warning")
    if wanted.minutes:
        app.set_interval(wanted.minutes * 60, partial(app.work, partial(look, app), "server"))
        await status_line.look_again(app)
        await look(app)


async def look(app: "LgtuiApp") -> None:
    """One look at the server: nothing here is touched, nobody is asked anything."""
    server = app.state.server
    if app.state.busy or server.lock.locked() or not app.state.git.upstream:
        return
    path = app.session.document.path

    def look_there() -> Fetched:
        place = open_site(path)
        clone = Cancellable(place.root)
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
    status_line.refresh(app)
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
