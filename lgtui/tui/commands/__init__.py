"""What each action does: a function for every id of the registry.

A plain function is done at once. A coroutine asks something or takes a while; only one of them
runs at a time, so that a second key press cannot start a save inside a save.
"""

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from lgtui.tui.commands import navigation
from lgtui.tui.host import Host

Command = Callable[[Host], Coroutine[Any, Any, None] | None]


def find(name: str) -> Command:
    """Return the function of an action; the modules behind rarer ones are imported when first used.

    Raises:
        KeyError: no action has this id.
    """
    if name in navigation.COMMANDS:
        return navigation.COMMANDS[name]
    from lgtui.tui import git
    from lgtui.tui.commands import files, mail, records, seasons

    for module in (records, files, git, seasons, mail):
        commands: dict[str, Command] = {**module.COMMANDS}
        if name in commands:
            return commands[name]
    raise KeyError(name)


def run(host: Host, name: str) -> None:
    """Runs an action of the registry."""
    outcome = find(name)(host)
    if outcome is None:
        return
    if host.state.busy:
        outcome.close()
        host.notify(f"Still busy: {host.state.busy}", severity="warning")
        return
    host.work(partial(_finish, outcome), "command")


async def _finish(command: Coroutine[Any, Any, None]) -> None:
    await command
