"""Keeps changes and findings up to date beside the keys, and shows them where they belong."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from lgtui.changes import Change
from lgtui.tui import judging
from lgtui.tui.rows import count_findings
from lgtui.tui.session import checked

if TYPE_CHECKING:
    from lgtui.tui.app import LgtuiApp

PAUSE = 0.2
"""Seconds without an edit before records are checked again."""

FEW = 400
"""Talks whose changes are found in less time than a key press may take."""


def start(app: "LgtuiApp") -> None:
    """Finds changes at once where they are few, and all the rest once the edits pause."""
    if len(app.session.records.talks) <= FEW:
        show_changes(app, judging.changes_of(app.session.document, app.session.records))
    app.work(partial(judge, app), "judge", exclusive=True)


async def judge(app: "LgtuiApp") -> None:
    """One round of checks; a later edit starts another one and this one is dropped."""
    await asyncio.sleep(PAUSE)
    if not app.complete:
        return
    document, records, today = app.session.document, app.session.records, app.today()
    if len(records.talks) > FEW:
        work = judging.in_thread(lambda: judging.changes_of(document, records))
        show_changes(app, await work)
    found = await judging.in_thread(lambda: judging.findings_of(document, records, today))
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
