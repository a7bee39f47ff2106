"""Git runs to their end: stopped, asked in the terminal, then the files read again."""

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported
from textual.screen import Screen

from lgtui import store
from lgtui.model import DataError
from lgtui.repo import GitError
from lgtui.repo.client import Cancellable
from lgtui.repo.site import Site, open_site
from lgtui.repo.sync import Decided, Outcome, stopped
from lgtui.tui.commands.conflicts import decide
from lgtui.tui.commands.files import take_in
from lgtui.tui.git import status_line
from lgtui.tui.running import Tell, run_long
from lgtui.tui.validation import in_thread
from lgtui.tui.widgets.cells import visible
from lgtui.tui.widgets.dialogs import Ask, Choice, Problem

if TYPE_CHECKING:
    from lgtui.tui.app import LgtuiApp


async def catch_up(app: "LgtuiApp") -> bool:
    """Takes in what is on disk now, with the edits that are not saved; looks at git anew.

    Returns:
        Whether the session is up to date; ``False`` where a question was left.
    """
    path = app.session.document.path
    status_line.refresh(app)
    try:
        fresh = await in_thread(lambda: store.read(path))
    except DataError as error:
        await app.push_screen_wait(Problem("The data file cannot be read", str(error)))
        return False
    current = True
    if fresh.raw != app.session.document.raw:
        current = await take_in(app, fresh, told="")
    app.judge()
    app.settle()
    return current


if TYPE_CHECKING:
    from lgtui.tui.app import LgtuiApp


async def wants_terminal(app: "LgtuiApp", outcome: Outcome) -> bool:
    """Asks whether git may ask in the terminal what it could not ask in the background."""
    if not outcome.wants_terminal:
        return False
    text = (
        "git wants to ask for a passphrase, a password, or whether it may trust a server. Here in "
        "the background it cannot. lgtui can step aside, let git ask in the terminal, and come "
        f"back.\n\n{outcome.words}\n\ngit and the server said:\n{outcome.said}"
    )
    answer = await app.push_screen_wait(
        Ask(
            "git wants to ask you something",
            text,
            (
                Choice("g", "Go on in the terminal", "go"),
                Choice("escape", "Not now; all edits and commits are kept", ""),
            ),
            default=0,
        )
    )
    return answer == "go"


def in_foreground(app: "LgtuiApp", title: str, work: Callable[[Site], Outcome]) -> Outcome:
    """Runs work of git while the terminal is its own; the app waits.

    Args:
        app: the app.
        title: what is done, for the line that the terminal shows.
        work: is given the site with a git that may ask.
    """
    path = app.session.document.path
    try:
        with app.suspend():
            # Nothing may be raised in here: the app would not get its terminal back.
            return _run(path, title, work)
    except SuspendNotSupported:
        words = "this terminal cannot be lent to git. Run git push once by hand"
        return Outcome("stopped", words)


def _run(path: str, title: str, work: Callable[[Site], Outcome]) -> Outcome:
    print(f"\nlgtui: {title}. git may ask here; Ctrl+C stops it.", flush=True)
    if not os.environ.get("GPG_TTY") and sys.__stdin__ is not None and sys.__stdin__.isatty():
        os.environ["GPG_TTY"] = os.ttyname(sys.__stdin__.fileno())
    try:
        return work(open_site(path, foreground=True))
    except KeyboardInterrupt:
        words = "stopped by Ctrl+C. All edits are kept, and so is a commit that was made already"
        return Outcome("stopped", words)
    except GitError as error:
        return stopped(error)
    except Exception as error:  # it is told in a dialog: the terminal has to come back first
        return Outcome("stopped", visible(f"{type(error).__name__}: {error}"))


def say(line: str) -> None:
    """A line about what is going on, in the lent terminal."""
    print(f"lgtui: {visible(line)}", flush=True)


if TYPE_CHECKING:
    from lgtui.tui.app import LgtuiApp

Work = Callable[[Site, Tell, Decided | None], Outcome]
"""Publishes or pulls: on a site, telling lines, with what was decided."""


async def run_to_end(
    app: "LgtuiApp", title: str, work: Work, cover: Screen[None] | None = None
) -> Outcome:
    """Runs work of git until it is done, or somebody or something stops it.

    In the background nothing can ask. Where git wants to, the terminal is lent to it if the
    organizer agrees. Conflicts are shown one by one; once they are decided the work goes on.

    Args:
        app: the app.
        title: what is done: ``Publishing``.
        work: what to run; it may be run several times.
        cover: a dialog that is open; it goes where something else has to be said or asked.
    """
    decided: Decided | None = None
    foreground = False
    while True:
        app.state.server.give_way()
        async with app.state.server.lock:
            if foreground:
                outcome = _lent(app, title, work, decided)
            else:
                outcome = await _beside(app, title, work, decided)
        if cover is not None and cover.is_current and not outcome.done:
            cover.dismiss()
        if outcome.merged is not None:
            merged = await decide(app, outcome.merged)
            if merged is None:
                return outcome
            decided = outcome.decide(merged.records)
        elif not foreground and await wants_terminal(app, outcome):
            foreground = True
        else:
            return outcome


def _lent(app: "LgtuiApp", title: str, work: Work, decided: Decided | None) -> Outcome:
    return in_foreground(app, title, lambda place: work(place, say, decided))


async def _beside(app: "LgtuiApp", title: str, work: Work, decided: Decided | None) -> Outcome:
    """The work in a thread; when it was stopped, the outcome says so."""
    path = app.session.document.path
    clones: list[Cancellable] = []

    def run(tell: Tell) -> Outcome:
        try:
            place = open_site(path)
        except GitError as error:
            return stopped(error)
        clones.append(Cancellable(place.root, tell))
        if halted:
            clones[0].stop()
        return work(place._replace(clone=clones[0]), tell, decided)

    halted: list[bool] = []

    def stop() -> None:
        halted.append(True)
        for clone in clones:
            clone.stop()

    outcome = await run_long(app, title, run, stop)
    if halted and not outcome.done:
        words = (
            "stopped. All edits are kept in their files; a commit that was made already stays on "
            "its branch and can be published later"
        )
        return outcome._replace(words=words, merged=None)
    return outcome
