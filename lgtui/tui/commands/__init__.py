"""What each action does: a function for every id of the registry.

A plain function is done at once. A coroutine asks something or takes a while; only one of them
runs at a time, so that a second key press cannot start a save inside a save.
"""

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from lgtui.tui.commands import navigation

if TYPE_CHECKING:
    from lgtui.tui.app import LgtuiApp

Command = Callable[["LgtuiApp"], Coroutine[Any, Any, None] | None]


def find(name: str) -> Command:
    """The function of an action; the modules behind rarer ones are imported when first used.

    Raises:
        KeyError: no action has this id.
    """
    if name in navigation.COMMANDS:
        return navigation.COMMANDS[name]
    from lgtui.tui.commands import files, findings, git, records, seasons

    for module in (records, files, findings, git, seasons):
        commands: dict[str, Command] = {**module.COMMANDS}
        if name in commands:
            return commands[name]
    raise KeyError(name)


def run(app: "LgtuiApp", name: str) -> None:
    """Runs an action of the registry."""
    outcome = find(name)(app)
    if outcome is None:
        return
    if app.state.busy:
        outcome.close()
        app.tell(f"Still busy: {app.state.busy}", "warning")
        return
    app.run_worker(outcome, group="command", name=name)
