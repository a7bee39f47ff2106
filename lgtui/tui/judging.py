"""What the app works out beside the typing: findings and changes, from values (no Textual).

These functions run in a thread. They get values and give values; nothing they need can change
under them.
"""

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

from lgtui.changes import Change, changes
from lgtui.checks import Finding, check
from lgtui.model import DataError, Moment, Records
from lgtui.store import Document, root_of
from lgtui.store.reading import read_templates

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
    from lgtui.verbs.check import page_texts

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
