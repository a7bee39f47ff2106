"""The terminal lent to git: it asks for a passphrase or password itself, then lgtui is back."""

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from lgtui.repo import GitError
from lgtui.repo.outcome import Outcome, stopped
from lgtui.repo.place import Place, open_place
from lgtui.tui.dialogs import Ask, Choice
from lgtui.tui.visible import visible

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


def in_foreground(app: "LgtuiApp", title: str, work: Callable[[Place], Outcome]) -> Outcome:
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


def _run(path: str, title: str, work: Callable[[Place], Outcome]) -> Outcome:
    print(f"\nlgtui: {title}. git may ask here; Ctrl+C stops it.", flush=True)
    if not os.environ.get("GPG_TTY") and sys.__stdin__ is not None and sys.__stdin__.isatty():
        os.environ["GPG_TTY"] = os.ttyname(sys.__stdin__.fileno())
    try:
        return work(open_place(path, foreground=True))
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
