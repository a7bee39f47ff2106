"""Publishing and syncing run to their end: stopped, asked in the terminal, conflicts decided."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.screen import Screen

from lgtui.repo import GitError
from lgtui.repo.outcome import Decided, Outcome, stopped
from lgtui.repo.place import Place, open_place
from lgtui.repo.stoppable import Stoppable
from lgtui.tui.commands.conflicts import decide
from lgtui.tui.git.foreground import in_foreground, say, wants_terminal
from lgtui.tui.running import Tell, run_long

if TYPE_CHECKING:
    from lgtui.tui.app import LgtuiApp

Work = Callable[[Place, Tell, Decided | None], Outcome]
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
    clones: list[Stoppable] = []

    def run(tell: Tell) -> Outcome:
        try:
            place = open_place(path)
        except GitError as error:
            return stopped(error)
        clones.append(Stoppable(place.root, tell))
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
