"""Git in the app: publishing, what others publish, the state of the clone, and the history.

Each action imports what it needs when it is first used.
"""

from collections.abc import Callable, Coroutine
from typing import Any

from lgtui.tui.host import Host

Job = Callable[[Host], Coroutine[Any, Any, None]]


async def publish(host: Host) -> None:
    """Commits and pushes, after showing what that changes."""
    from lgtui.tui.git.publishing import publish

    await publish(host)


async def sync(host: Host) -> None:
    """Takes in what others published."""
    from lgtui.tui.git.syncing import sync

    await sync(host)


async def git_status(host: Host) -> None:
    """Shows the state of the clone."""
    from lgtui.tui.git.status_line import show

    await show(host)


def _of_history(name: str) -> Job:
    """Return an action on a line of the history."""

    async def run(host: Host) -> None:
        from lgtui.tui.git.history import COMMANDS

        await COMMANDS[name](host)

    return run


COMMANDS: dict[str, Job] = {
    "publish": publish,
    "sync": sync,
    "git_status": git_status,
    **{name: _of_history(name)
       for name in ("blame", "past", "restore_field", "restore_record", "take_back")},
}  # fmt: skip
