"""Findings and changes worked out beside the keys, and shown where they belong."""

import asyncio
from functools import partial

from lgtui.records.diff import Change, changes
from lgtui.site.validation import findings_of
from lgtui.tui.background import in_thread
from lgtui.tui.host import Host
from lgtui.tui.rows import count_findings
from lgtui.tui.state import checked

PAUSE = 0.2
"""Seconds without an edit before records are checked again."""

FEW = 400
"""Talks whose changes are found in less time than a key press may take."""


def validate_soon(host: Host) -> None:
    """Computes changes at once where records are few, and the findings once the edits pause."""
    if len(host.session.records.talks) <= FEW:
        show_changes(host, changes(host.session.document.records, host.session.records))
    host.work(partial(validate, host), "validate", exclusive=True)


async def validate(host: Host) -> None:
    """Checks the records once; a later edit starts another round and this one is dropped."""
    await asyncio.sleep(PAUSE)
    if not host.state.complete:
        return
    document, records, today = host.session.document, host.session.records, host.today()
    if len(records.talks) > FEW:
        work = in_thread(lambda: changes(document.records, records))
        show_changes(host, await work)
    found = await in_thread(lambda: findings_of(document, records, today))
    host.state.session = checked(host.session, records, found)
    host.panes.findings.show(found)
    mark(host)


def show_changes(host: Host, found: tuple[Change, ...]) -> None:
    """Shows what is unsaved."""
    host.state.changes = found
    host.panes.changes.show(found)
    mark(host)


def mark(host: Host) -> None:
    """Shows in list, frames and bar what is unsaved and what is wrong."""
    found = host.session.findings
    dirty = frozenset((each.kind, each.at) for each in host.state.changes if each.what != "deleted")
    host.panes.records.mark(dirty, count_findings(found))
    if host.panes.form is not None:
        host.panes.form.mark(found)
    host.panes.frames["problems"].set_title(f"({len(found)})")
    host.panes.frames["changes"].set_title(f"({host.panes.changes.count()})")
    host.refresh_bars()
