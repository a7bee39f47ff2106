"""Notices that somebody else wrote the data file while it is open here."""

import os
from functools import partial
from typing import TYPE_CHECKING

from lgtui.model import DataError
from lgtui.store.disk import read_file
from lgtui.tui.judging import in_thread

if TYPE_CHECKING:
    from lgtui.tui.app import LgtuiApp

EVERY = 3.0
"""Seconds between two looks at the file's time and size; its bytes are read when those differ."""

Stamp = tuple[int, int, int]
"""Inode, size and time of a file; zeros where there is none."""


def stamp(path: str) -> Stamp:
    """What tells two versions of a file apart without reading it."""
    try:
        found = os.stat(path)
    except OSError:
        return 0, 0, 0
    return found.st_ino, found.st_size, found.st_mtime_ns


class DiskWatch:
    """Looks at the file now and then; says once when it holds something else."""

    def __init__(self, app: "LgtuiApp") -> None:
        self._app = app
        self._seen = stamp(app.session.document.path)
        app.set_interval(EVERY, self.look)

    def look(self) -> None:
        """Compares the file's stamp; reads it where that is another one."""
        found = stamp(self._app.session.document.path)
        if found != self._seen:
            self._seen = found
            self._app.work(partial(self._compare), "disk", exclusive=True)

    async def _compare(self) -> None:
        app = self._app
        path = app.session.document.path
        try:
            raw = await in_thread(lambda: read_file(path))
        except DataError:
            raw = b""
        before, app.state.outside = app.state.outside, raw != app.session.document.raw
        if app.state.outside and not before and not app.state.busy:
            app.tell("The file was changed by somebody else. F5 merges that in; saving does too.")
        app.refresh_bars()
