"""Branch, distance to the server and uncommitted files for the line above, where there is git."""

import os
from functools import partial
from typing import TYPE_CHECKING

from lgtui.model import Records
from lgtui.store import root_of
from lgtui.tui.bars import GitLine
from lgtui.tui.judging import in_thread

if TYPE_CHECKING:
    from lgtui.tui.app import LgtuiApp

EVERY = 30.0
"""Seconds between two looks; a look paints nothing unless something is different."""


def look(path: str, records: Records) -> GitLine:
    """Asks git, once, about the data file and the pages."""
    root = root_of(path)
    if not os.path.lexists(os.path.join(root, ".git")):
        return GitLine()
    from lgtui.repo import Clone, GitError, status

    files = [os.path.relpath(os.path.realpath(path), os.path.realpath(root))]
    files += [name for name in records.pages[:4] if isinstance(name, str) and name]
    try:
        found = status(Clone(root), files)
    except GitError as error:
        return GitLine("git cannot read this", 0, str(error))
    return GitLine(found.line, len(found.files), found.words)


def start(app: "LgtuiApp") -> None:
    """Looks now and then every while."""
    refresh(app)
    app.set_interval(EVERY, partial(refresh, app))


def refresh(app: "LgtuiApp") -> None:
    """Looks again, beside the keys."""
    app.work(partial(_refresh, app), "git", exclusive=True)


async def _refresh(app: "LgtuiApp") -> None:
    path, records = app.session.document.path, app.session.document.records
    app.state.git = await in_thread(partial(look, path, records))
    app.refresh_bars()
