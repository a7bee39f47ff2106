"""Actions of git: publish, sync, where the clone stands, and the history."""

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lgtui.tui.app import LgtuiApp

Job = Callable[["LgtuiApp"], Coroutine[Any, Any, None]]


async def publish(app: "LgtuiApp") -> None:
    """Commits and pushes, after showing what that changes."""
    from lgtui.tui.git.publishing import publish

    await publish(app)


async def sync(app: "LgtuiApp") -> None:
    """Takes in what others published."""
    from lgtui.tui.git.syncing import sync

    await sync(app)


async def git_status(app: "LgtuiApp") -> None:
    """Shows where the clone stands."""
    from lgtui.tui.git.status_line import show

    await show(app)


def _of_history(name: str) -> Job:
    """An action on a line of the history."""

    async def run(app: "LgtuiApp") -> None:
        from lgtui.tui.git.history import COMMANDS

        await COMMANDS[name](app)

    return run


COMMANDS: dict[str, Job] = {
    "publish": publish,
    "sync": sync,
    "git_status": git_status,
    **{name: _of_history(name)
       for name in ("past", "restore_field", "restore_record", "take_back")},
}  # fmt: skip
