"""The history of the record under the cursor: loaded as it is found, and brought back."""

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from functools import partial
from typing import TYPE_CHECKING

from lgtui.align import align
from lgtui.model import DataError, Records, Where
from lgtui.store import Document
from lgtui.tui.git.past_list import PastRow, Subject
from lgtui.tui.judging import in_thread
from lgtui.tui.rows import find_key
from lgtui.tui.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lgtui.history import Past
    from lgtui.tui.app import LgtuiApp

KINDS = ("talks", "seasons", "organizers")
"""Records that have a history of their own; elsewhere the whole file's is shown."""

BATCH = 0.1
"""Seconds between two deliveries of rows; the first one comes at once."""

MOST = 20_000
"""Rows that are loaded at most."""

NO_REPOSITORY = "No git repository, no history: s says more."


def follow(app: "LgtuiApp") -> None:
    """Loads the history of the record under the cursor, where the list is in sight."""
    if app.below != "history" or not app.complete:
        return
    where = app.records_list.where()
    whole = where.kind not in KINDS
    key = None if whole else app.records_list.key()
    subject = Subject(key, app.session.document, app.state.git.head)
    lines = app.past
    if subject.same_as(lines.subject) and (lines.rows or lines.reading or lines.message):
        return
    lines.begin(subject, whole)
    app.panes["history"].set_title("whole file" if key is None else one_line(key[1], 40))
    app.work(partial(load, app, subject, where), "past", exclusive=True)


async def load(app: "LgtuiApp", subject: Subject, where: Where) -> None:
    """Loads one history in a thread; it ends when another one is wanted."""
    loop, left = asyncio.get_running_loop(), threading.Event()
    records = app.session.records

    def deliver(rows: list[PastRow]) -> None:
        with suppress(RuntimeError):  # the app has ended
            loop.call_soon_threadsafe(take, rows)

    def take(rows: list[PastRow]) -> None:
        if app.past.subject is subject:
            app.past.add(rows)

    assert subject.document is not None
    work = partial(read, subject.document, records, where, deliver, left)
    try:
        message = await in_thread(work)
    finally:
        left.set()
    if app.past.subject is subject:
        app.past.end(message)


def read(
    document: Document,
    records: Records,
    where: Where,
    deliver: Callable[[list[PastRow]], None],
    left: threading.Event,
) -> str:
    """Reads a history and delivers its rows as they are found.

    Args:
        document: the data file as it was read.
        records: the records as they are now, in which ``where`` is a place.
        where: the record; another kind than those with a history stands for the whole file.
        deliver: takes some rows, newest first.
        left: is set when nobody wants the rest.

    Returns:
        Why there is no history, or not all of it; empty where it is complete.
    """
    from lgtui.repo import GitError, status
    from lgtui.repo.place import open_place

    try:
        place = open_place(document.path)
        # A log that git refuses looks like an empty one; this tells why.
        status(place.clone, [place.data])
        disk = place.on_disk().document.records
        if where.kind in KINDS:
            at = place_on_disk(disk, records, where)
            if at is None:
                return "This is not saved yet; its history begins when it is published."
            from lgtui.history import of_one

            found = of_one(place, where.kind, at)
        else:
            from lgtui.history import of_file

            found = of_file(place)
        return _deliver(found, deliver, left)
    except GitError as error:
        return error.words
    except DataError as error:
        return str(error)


def _deliver(
    found: "Iterator[Past]", deliver: Callable[[list[PastRow]], None], left: threading.Event
) -> str:
    """Delivers rows: the first at once, then those of every moment together."""
    rows: list[PastRow] = []
    last, count = 0.0, 0
    with closing(found):  # type: ignore[type-var] # a generator: closing it ends its git
        for past in found:
            if left.is_set():
                return ""
            rows += [PastRow(past, change) for change in past.changes]
            if time.monotonic() - last > BATCH:
                deliver(rows)
                count += len(rows)
                rows, last = [], time.monotonic()
            if count > MOST:
                return f"… there is more: git log shows what is older than {MOST} changes."
    deliver(rows)
    return ""


def place_on_disk(disk: Records, records: Records, where: Where) -> int | None:
    """Where the file on disk has a record; ``None`` where it does not have it yet."""
    before = getattr(disk, where.kind)
    after = getattr(records, where.kind)
    if before == after:
        return where.at
    return next((i for i, j in align(before, after) if j == where.at), None)


def place_now(app: "LgtuiApp") -> Where | None:
    """The place of the record whose history is shown; ``None`` where it is gone."""
    key = app.past.subject.key
    lines = app.records_list
    if key is None:
        return Where()
    if lines.key() == key:
        return lines.where()
    at = find_key(app.session.records, lines.rows, key)
    return None if at is None else Where(lines.rows[at].kind, lines.rows[at].at)
