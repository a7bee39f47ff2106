"""Findings and changes worked out beside the keys, and shown where they belong."""

import asyncio
import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from lgtui.checks import Finding, check
from lgtui.model import DataError, Moment, Records
from lgtui.records.diff import Change, changes
from lgtui.store import Document, root_of
from lgtui.store.reader import read_templates
from lgtui.tui.rows import count_findings
from lgtui.tui.state import checked

T = TypeVar("T")


async def in_thread(work: Callable[[], T]) -> T:
    """Runs work beside the app; leaving the app does not wait for it.

    Raises:
        Exception: whatever the work raised.
    """
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[T] = loop.create_future()

    def tell(settle: Callable[[], None]) -> None:
        # The app may be gone by now, or may no longer wait.
        if not loop.is_closed():
            loop.call_soon_threadsafe(lambda: None if outcome.done() else settle())

    def run() -> None:
        try:
            result = work()
        except BaseException as error:
            failure = error
            tell(lambda: outcome.set_exception(failure))
        else:
            tell(lambda: outcome.set_result(result))

    threading.Thread(target=run, daemon=True, name="lgtui-work").start()
    return await outcome


def findings_of(document: Document, records: Records, today: Moment) -> tuple[Finding, ...]:
    """All findings about the records, and about their pages while nothing is unsaved.

    With unsaved changes every page is stale; saying so for each would hide what is wrong.
    """
    from lgtui.commands.check import page_texts

    read_templates(records, document.path)
    texts = None
    if records == document.records:
        try:
            texts = page_texts(records, root_of(document.path))
        except DataError:
            texts = None  # the page is named when it is written; the data is checked all the same
    return tuple(check(records, document.problems, today, texts))


def changes_of(document: Document, records: Records) -> tuple[Change, ...]:
    """What differs between the file as it was read and the records now, by record."""
    return changes(document.records, records)


if TYPE_CHECKING:
    from lgtui.tui.app import LgtuiApp

PAUSE = 0.2
"""Seconds without an edit before records are checked again."""

FEW = 400
"""Talks whose changes are found in less time than a key press may take."""


def start(app: "LgtuiApp") -> None:
    """Finds changes at once where they are few, and all the rest once the edits pause."""
    if len(app.session.records.talks) <= FEW:
        show_changes(app, changes_of(app.session.document, app.session.records))
    app.work(partial(judge, app), "judge", exclusive=True)


async def judge(app: "LgtuiApp") -> None:
    """One round of checks; a later edit starts another one and this one is dropped."""
    await asyncio.sleep(PAUSE)
    if not app.complete:
        return
    document, records, today = app.session.document, app.session.records, app.today()
    if len(records.talks) > FEW:
        work = in_thread(lambda: changes_of(document, records))
        show_changes(app, await work)
    found = await in_thread(lambda: findings_of(document, records, today))
    app.session = checked(app.session, records, found)
    app.findings.show(found)
    mark(app)


def show_changes(app: "LgtuiApp", found: tuple[Change, ...]) -> None:
    """Shows what is unsaved."""
    app.changes = found
    app.unsaved.show(found)
    mark(app)


def mark(app: "LgtuiApp") -> None:
    """Shows in list, frames and bar what is unsaved and what is wrong."""
    found = app.session.findings
    dirty = frozenset((each.kind, each.at) for each in app.changes if each.what != "deleted")
    app.records_list.mark(dirty, count_findings(found))
    if app.form is not None:
        app.form.mark(found)
    app.panes["problems"].set_title(f"({len(found)})")
    app.panes["changes"].set_title(f"({app.unsaved.count()})")
    app.refresh_bars()
