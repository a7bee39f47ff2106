"""The history of the record under the cursor: listed, loaded as it is found, brought back."""

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from functools import partial
from typing import TYPE_CHECKING

from textual.content import Content

from lgtui.model import (
    KEYS,
    DataError,
    Keyed,
    Records,
    Where,
    record_at,
    record_label,
    records_of,
    replaced,
    with_record,
)
from lgtui.records.diff import changes
from lgtui.records.matching import key_of, pair_records
from lgtui.repo import GitError
from lgtui.repo.history import CommitChanges, last_changes, record_history, restore, revert
from lgtui.repo.site import open_site
from lgtui.store import Document
from lgtui.text.control_chars import visible
from lgtui.text.dates import write_day
from lgtui.tui import state
from lgtui.tui.background import in_thread, run_with_progress
from lgtui.tui.commands.files import MergeLabels, decide_conflicts, value_in_full
from lgtui.tui.form.slots import field_label
from lgtui.tui.host import Host
from lgtui.tui.rows import find_key
from lgtui.tui.state import HistorySubject
from lgtui.tui.widgets.bottom_lists import HistoryRow, change_lines
from lgtui.tui.widgets.dialogs import Ask, Choice, Problem, confirm
from lgtui.tui.widgets.line_list import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lgtui.records.diff import Change

KINDS = ("talks", "seasons", "organizers")
"""Records that have a history of their own; elsewhere the whole file's is shown."""

BATCH = 0.1
"""Seconds between two deliveries of rows; the first one comes at once."""

MOST = 20_000
"""Rows that are loaded at most."""

NO_REPOSITORY = "No git repository, no history: s says more."


def follow(host: Host) -> None:
    """Loads the history of the record under the cursor, where the list is in sight."""
    if host.state.bottom_pane != "history" or not host.state.complete:
        return
    where = host.panes.records.where()
    whole = where.kind not in KINDS
    key = None if whole else host.panes.records.key()
    subject = HistorySubject(key, host.session.document, host.state.git.head)
    lines, before = host.panes.history, host.state.history
    if subject.same_as(before) and (lines.rows or lines.reading or lines.message):
        return
    host.state.history = subject
    lines.begin(whole=whole, same_record=key == before.key)
    host.panes.frames["history"].set_title("whole file" if key is None else one_line(key[1], 40))
    host.work(partial(load, host, subject, where), "past", exclusive=True)


async def load(host: Host, subject: HistorySubject, where: Where) -> None:
    """Loads one history in a thread; it ends when another one is wanted."""
    loop, left = asyncio.get_running_loop(), threading.Event()
    records = host.session.records

    def deliver(rows: list[HistoryRow]) -> None:
        with suppress(RuntimeError):  # the app has ended
            loop.call_soon_threadsafe(take, rows)

    def take(rows: list[HistoryRow]) -> None:
        if host.state.history is subject:
            host.panes.history.add(rows)

    assert subject.document is not None
    work = partial(read, subject.document, records, where, deliver, left)
    try:
        message = await in_thread(work)
    finally:
        left.set()
    if host.state.history is subject:
        host.panes.history.end(message)


def read(
    document: Document,
    records: Records,
    where: Where,
    deliver: Callable[[list[HistoryRow]], None],
    left: threading.Event,
) -> str:
    """Reads a history and delivers its rows as they are found.

    Args:
        document: the data file as it was read.
        records: the records as they are now, in which ``where`` is a site.
        where: the record; another kind than those with a history stands for the whole file.
        deliver: takes some rows, newest first.
        left: is set when nobody wants the rest.

    Returns:
        Why there is no history, or not all of it; empty where it is complete.
    """
    from lgtui.repo import GitError, status
    from lgtui.repo.site import open_site

    try:
        site = open_site(document.path)
        # A log that git refuses looks like an empty one; this tells why.
        status(site.clone, [site.data])
        disk = site.on_disk().document.records
        if where.kind in KINDS:
            at = place_on_disk(disk, records, where)
            if at is None:
                return "This is not saved yet; its history begins when it is published."
            found = record_history(site, where.kind, at)
        else:
            from lgtui.repo.history import file_history

            found = file_history(site)
        return _deliver(found, deliver, left)
    except GitError as error:
        return error.message
    except DataError as error:
        return str(error)


def _deliver(
    found: "Iterator[CommitChanges]",
    deliver: Callable[[list[HistoryRow]], None],
    left: threading.Event,
) -> str:
    """Delivers rows: the first at once, then those of every moment together."""
    rows: list[HistoryRow] = []
    last, count = 0.0, 0
    with closing(found):  # type: ignore[type-var] # a generator: closing it ends its git
        for past in found:
            if left.is_set():
                return ""
            rows += [HistoryRow(past, change) for change in past.changes]
            if time.monotonic() - last > BATCH:
                deliver(rows)
                count += len(rows)
                rows, last = [], time.monotonic()
            if count > MOST:
                return f"… there is more: git log shows what is older than {MOST} changes."
    deliver(rows)
    return ""


def place_on_disk(disk: Records, records: Records, where: Where) -> int | None:
    """Return where the file on disk has a record; ``None`` where it does not have it yet."""
    before, after = records_of(disk, where.kind), records_of(records, where.kind)
    if before == after:
        return where.at
    return next((i for i, j in pair_records(before, after) if j == where.at), None)


def place_now(host: Host) -> Where | None:
    """Return the place of the record whose history is shown; ``None`` where it is gone."""
    key = host.state.history.key
    lines = host.panes.records
    if key is None:
        return Where()
    if lines.key() == key:
        return lines.where()
    at = find_key(host.session.records, lines.rows, key)
    return None if at is None else Where(lines.rows[at].kind, lines.rows[at].at)


if TYPE_CHECKING:
    from lgtui.records.diff import Change

NO_ROW = "Put the cursor on a line of the history first (6)."


def _row(host: Host) -> HistoryRow | None:
    """Return the row under the cursor; says so where there is none."""
    host.take_form()
    row = host.panes.history.row()
    if row is None:
        host.notify(NO_ROW, severity="warning")
    return row


async def show(host: Host) -> None:
    """Shows one change in full, and what can be done with it."""
    row = _row(host)
    if row is None:
        return
    answers = [
        Choice("r", "Restore what it was before this change", "restore_field"),
        Choice("w", "Restore the whole record as it was before this commit", "restore_record"),
        Choice("z", "Take back all that this commit changed", "take_back"),
        Choice("escape", "Close", ""),
    ]
    if row.past.record is None:
        del answers[1]
    if not row.past.commit:
        answers = [answer for answer in answers if answer.value != "take_back"]
    question = Ask("A change", described(row), tuple(answers))
    if answer := await host.ask(question):
        # After this coroutine, so that what asks something is not "still busy".
        host.do_later(answer)


def described(row: HistoryRow) -> Content:
    """Return a change with its commit and both values in full."""
    past, change = row
    when = f"{write_day(past.when, short=True)} at {past.when:%H:%M %z}" if past.when else ""
    head = f"{past.author}, {when}\ncommit {past.commit[:12]}: {past.subject}"
    parts: list[tuple[str, str] | str] = [
        (f"{visible(str(change))}\n", "bold"),
        f"{visible(head if past.commit else 'not committed yet', one_line=False)}\n",
    ]
    for title, value in (("Before", change.before), ("After", change.after)):
        parts += [(f"\n{title}\n", "bold"), f"{_shown(value)}\n"]
    return Content.assemble(*parts)


def _shown(value: object) -> str:
    if value in (None, "", ()):
        return "(nothing)"
    return visible(value, one_line=False) if isinstance(value, str) else value_in_full(value)


async def restore_field(host: Host) -> None:
    """Brings back what one change of the history replaced, as a new edit."""
    row = _row(host)
    if row is None:
        return
    change, records = row.change, host.session.records
    where = place_now(host) if host.state.history.key is not None else place_of(records, change)
    if where is None:
        host.notify(f"{change.label} is not among the records any more; z takes the commit back.")
        return
    if change.what == "added":
        host.notify(f"{change.label} was added there: there is nothing before it.")
        return
    if change.kind not in KINDS or change.what == "order changed":
        host.notify("This is not part of one record; z takes the whole commit back.")
        return
    await _offer(host, f"restore {change.label}", restore(records, where.at, change), where)


def place_of(records: Records, change: "Change") -> Where | None:
    """Return the place of a changed record now; of a deleted one the place it had."""
    items = records_of(records, change.kind) if change.kind in KINDS else ()
    if change.what == "deleted":
        return Where(change.kind, min(change.at, len(items)))
    if change.kind not in KINDS:
        return Where(change.kind)
    # A renumbering names the record by its name before; what it became is the value after.
    if change.field == KEYS[change.kind]:
        found = [at for at, item in enumerate(items) if key_of(item) == change.after]
    else:
        found = [
            at for at in range(len(items))
            if record_label(records, Where(change.kind, at)) == change.label
        ]  # fmt: skip
    return Where(change.kind, found[0]) if len(found) == 1 else None


async def restore_record(host: Host) -> None:
    """Brings the whole record back as it was before a commit; it keeps its id or number."""
    row = _row(host)
    if row is None:
        return
    where, before = place_now(host), row.past.record
    if host.state.history.key is None:
        host.notify("Go to the record in the list first; its own history restores it.")
        return
    if where is None or before is None:
        host.notify("There is no record before this one.")
        return
    records = host.session.records
    now: Keyed = record_at(records, where)
    back = replaced(before, KEYS[where.kind], key_of(now))
    label = record_label(records, where)
    await _offer(host, f"restore {label}", with_record(records, where, back), where)


async def _offer(host: Host, label: str, records: Records, where: Where) -> None:
    """Shows what would change, and makes it an edit."""
    found = changes(host.session.records, records)
    if not found:
        host.notify("The record says that already.")
        return
    text = f"{change_lines(found)}\n\nu takes it back; P publishes it once it is saved."
    before = host.session.records
    if (
        await host.ask(confirm(label[:1].upper() + label[1:], text, "Restore", undoable=True))
        and host.session.records is before
    ):
        host.update(state.edit(host.session, label, records, where), where)


_TAKEN_BACK = MergeLabels(
    "Changed again since",
    "Now",
    "Before that commit",
    "That commit made it",
    ("n", "Leave it as it is now"),
    ("t", "As it was before that commit"),
    ("b", "As that commit made it"),
    cancel="Cancel: nothing is taken back",
    two_people=False,
)
"""What the versions are called where a commit is taken back and something was changed since."""


async def take_back(host: Host) -> None:
    """Takes all that a commit changed back as a new edit, whatever came after it."""
    row = _row(host)
    if row is None:
        return
    past, records, path = row.past, host.session.records, host.session.document.path
    if not past.commit:
        host.notify("This is in no commit yet; r restores it.")
        return
    try:
        merged = await run_with_progress(
            host, "Reading the commit", lambda report: revert(open_site(path), past.commit, records)
        )
    except (GitError, DataError) as error:
        await host.ask(Problem("Not taken back", _not_undone(error, past)))
        return
    decided = await decide_conflicts(host, merged, _TAKEN_BACK)
    if decided is not None and host.session.records is records:
        subject = visible(past.subject)
        await _offer(host, f"take back “{subject}”", decided.records, Where())


def _not_undone(error: Exception, past: CommitChanges) -> str:
    return f"{error}\n\nThe commit {past.commit[:12]} stays as it is, and so do your records."


async def blame(host: Host) -> None:
    """Shows who changed each field of the record under the cursor last."""
    host.take_form()
    where, records = host.panes.records.where(), host.session.records
    path = host.session.document.path
    if where.kind not in KINDS:
        host.notify("Go to a talk, a season or an organizer first.")
        return

    def read_last() -> list[tuple[str, CommitChanges]]:
        site = open_site(path)
        disk = site.on_disk().document.records
        at = place_on_disk(disk, records, where)
        if at is None:
            return []
        record = record_at(disk, Where(where.kind, at))
        last = last_changes(record_history(site, where.kind, at), where.kind, record)
        return [(field_label(Where(where.kind, 0, name)), past) for name, past in last.items()]

    try:
        last = await run_with_progress(host, "Reading the history", lambda report: read_last())
    except (GitError, DataError) as error:
        await host.ask(Problem("No history", str(error)))
        return
    label = visible(record_label(records, where))
    if not last:
        host.notify(f"{label} is not saved yet; its history begins when it is published.")
        return
    await host.ask(
        Ask(f"Who wrote {label}", _by_field(last), (Choice("escape", "Close", ""),), default=0)
    )


def _by_field(last: list[tuple[str, CommitChanges]]) -> Content:
    """Return each field with who changed it last, when, and in which commit."""
    parts: list[tuple[str, str] | str] = []
    for name, past in last:
        when = f"{write_day(past.when, short=True)} at {past.when:%H:%M}" if past.when else ""
        told = f"{past.author}, {when}, {past.commit[:10]}: {past.subject}"
        told = told if past.commit else "not committed yet"
        parts += [(f"{visible(name)}\n", "bold"), f"  {visible(told)}\n"]
    return Content.assemble(*parts)


COMMANDS = {
    "blame": blame,
    "past": show,
    "restore_field": restore_field,
    "restore_record": restore_record,
    "take_back": take_back,
}
