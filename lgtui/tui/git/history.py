"""The history of the record under the cursor: listed, loaded as it is found, brought back."""

import asyncio
import datetime
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.content import Content

from lgtui.model import FIELDS, DataError, Records, Where, record_label
from lgtui.records.diff import changes
from lgtui.records.matching import align
from lgtui.repo import GitError
from lgtui.repo.history import Past, restored, undone
from lgtui.repo.site import open_site
from lgtui.store import Document
from lgtui.tui import state
from lgtui.tui.commands.conflicts import Sides, decide, whole
from lgtui.tui.rows import find_key
from lgtui.tui.running import run_long
from lgtui.tui.validation import in_thread
from lgtui.tui.widgets.bottom_lists import change_lines, change_values
from lgtui.tui.widgets.cells import fit, one_line, visible, width
from lgtui.tui.widgets.dialogs import Ask, Choice, Problem, confirm
from lgtui.tui.widgets.line_list import Cell, LineList

if TYPE_CHECKING:
    from lgtui.records.diff import Change
    from lgtui.repo.history import Past
    from lgtui.store import Document
    from lgtui.tui.rows import Key


class PastRow(NamedTuple):
    """One line: one change, and the commit that made it."""

    past: "Past"
    change: "Change"


class Subject(NamedTuple):
    """Whose history is shown, and as of when: another one is loaded when any of it differs.

    Attributes:
        key: what the list calls the record; nothing for the whole file.
        document: the data file as it was read.
        head: the commit that the branch was at.
    """

    key: "Key | None"
    document: "Document | None" = None
    head: str = ""

    def same_as(self, other: "Subject") -> bool:
        """Whether both have the same history; documents are compared by identity."""
        return self.key == other.key and self.document is other.document and self.head == other.head


class PastList(LineList):
    """The changes of one record's history. Rows come while the cursor moves already."""

    def __init__(self) -> None:
        super().__init__(id="past")
        self.subject = Subject(None)
        self.rows: list[PastRow] = []
        self.reading = False
        self.message = ""
        self.whole = False

    def begin(self, subject: Subject, whole: bool) -> None:
        """Starts with an empty list for another subject.

        Args:
            subject: whose history.
            whole: the history of the whole file: each line names its record.
        """
        same_record = subject.key == self.subject.key
        self.subject, self.whole = subject, whole
        self.rows, self.reading, self.message = [], True, ""
        if not same_record:
            self.cursor = 0
        self.top = 0
        self.refresh()

    def add(self, rows: list[PastRow]) -> None:
        """Some more rows, older than those that are there."""
        self.rows += rows
        self.refresh()

    def end(self, message: str = "") -> None:
        """All rows are there; or why there are none, or no more."""
        self.reading, self.message = False, message
        self.move_to(self.cursor)
        self.refresh()

    def row(self) -> PastRow | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    def count(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def empty(self) -> str:
        """What stands below the rows."""
        if self.reading:
            return "Reading the history …"
        if self.message:
            return self.message
        return "" if self.rows else "No commit has changed this yet."

    def cells(self, row: int, width_: int) -> list[Cell]:
        """Date, author, what changed, then the values."""
        past, change = self.rows[row]
        wide = width_ > 60
        when = day(past.when) if past.when else "not committed"
        start: list[Cell] = [(fit(f" {when}", 15 if wide else 12), "dim")]
        if wide:
            start.append((fit(past.author, 18) + " ", "row"))
        room = width_ - sum(width(text) for text, _ in start)
        head = one_line(str(change) if self.whole else change.what, room)
        rest = room - width(head)
        values = change_values(change, max(20, rest // 2 - 3))
        return [*start, (head, "heading"), (one_line(f"  {values}" if values else "", rest), "dim")]


def day(when: datetime.datetime) -> str:
    """The day of a commit, as its author's calendar had it."""
    return f"{when:%Y-%m-%d}"


if TYPE_CHECKING:
    from collections.abc import Iterator

    from lgtui.repo.history import Past
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
    from lgtui.repo.site import open_site

    try:
        place = open_site(document.path)
        # A log that git refuses looks like an empty one; this tells why.
        status(place.clone, [place.data])
        disk = place.on_disk().document.records
        if where.kind in KINDS:
            at = place_on_disk(disk, records, where)
            if at is None:
                return "This is not saved yet; its history begins when it is published."
            from lgtui.repo.history import of_one

            found = of_one(place, where.kind, at)
        else:
            from lgtui.repo.history import of_file

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


if TYPE_CHECKING:
    from lgtui.records.diff import Change
    from lgtui.tui.app import LgtuiApp

NO_ROW = "Put the cursor on a line of the history first (6)."


def _row(app: "LgtuiApp") -> PastRow | None:
    """The row under the cursor; says so where there is none."""
    app.take_form()
    row = app.past.row()
    if row is None:
        app.tell(NO_ROW, "warning")
    return row


async def show(app: "LgtuiApp") -> None:
    """Shows one change in full, and what can be done with it."""
    row = _row(app)
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
    if answer := await app.push_screen_wait(question):
        # After this coroutine, so that what asks something is not "still busy".
        app.call_later(app.action_do, answer)


def described(row: PastRow) -> Content:
    """A change with its commit and both values in full."""
    past, change = row
    when = f"{past.when:%d %b %Y at %H:%M %z}" if past.when else ""
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
    return visible(value, one_line=False) if isinstance(value, str) else whole(value)


async def restore_field(app: "LgtuiApp") -> None:
    """Brings back what one change of the history replaced, as a new edit."""
    row = _row(app)
    if row is None:
        return
    change, records = row.change, app.session.records
    where = place_now(app) if app.past.subject.key is not None else place_of(records, change)
    if where is None:
        app.tell(f"{change.label} is not among the records any more; z takes the commit back.")
        return
    if change.what == "added":
        app.tell(f"{change.label} was added there: there is nothing before it.")
        return
    if change.kind not in KINDS or change.what == "order changed":
        app.tell("This is not part of one record; z takes the whole commit back.")
        return
    await _offer(app, f"restore {change.label}", restored(records, where.at, change), where)


def place_of(records: Records, change: "Change") -> Where | None:
    """Where the record of a change stands now; for a deleted one where it stood."""
    items = getattr(records, change.kind, ())
    if change.what == "deleted":
        return Where(change.kind, min(change.at, len(items)))
    if change.kind not in KINDS:
        return Where(change.kind)
    # A renumbering names the record by its name before; what it became is the value after.
    key = FIELDS[change.kind][0].name
    if change.field == key:
        found = [at for at, item in enumerate(items) if getattr(item, key) == change.after]
    else:
        found = [
            at for at in range(len(items))
            if record_label(records, Where(change.kind, at)) == change.label
        ]  # fmt: skip
    return Where(change.kind, found[0]) if len(found) == 1 else None


async def restore_record(app: "LgtuiApp") -> None:
    """Brings the whole record back as it was before a commit; it keeps its id or number."""
    row = _row(app)
    if row is None:
        return
    where, before = place_now(app), row.past.record
    if app.past.subject.key is None:
        app.tell("Go to the record in the list first; its own history restores it.")
        return
    if where is None or before is None:
        app.tell("There is no record before this one.")
        return
    records = app.session.records
    items: Any = getattr(records, where.kind)
    name = FIELDS[where.kind][0].name
    back = before._replace(**{name: getattr(items[where.at], name)})
    changed: Any = {where.kind: (*items[: where.at], back, *items[where.at + 1 :])}
    label = record_label(records, where)
    await _offer(app, f"restore {label}", records._replace(**changed), where)


async def _offer(app: "LgtuiApp", label: str, records: Records, where: Where) -> None:
    """Shows what would change, and makes it an edit."""
    found = changes(app.session.records, records)
    if not found:
        app.tell("The record says that already.")
        return
    text = f"{change_lines(found)}\n\nu takes it back; P publishes it once it is saved."
    before = app.session.records
    if (
        await app.push_screen_wait(confirm(label[:1].upper() + label[1:], text, "Restore"))
        and app.session.records is before
    ):
        app.update(state.edit(app.session, label, records, where), where)


_TAKEN_BACK = Sides(
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


async def take_back(app: "LgtuiApp") -> None:
    """Takes all that a commit changed back as a new edit, whatever came after it."""
    row = _row(app)
    if row is None:
        return
    past, records, path = row.past, app.session.records, app.session.document.path
    if not past.commit:
        app.tell("This is in no commit yet; r restores it.")
        return
    try:
        merged = await run_long(
            app, "Reading the commit", lambda tell: undone(open_site(path), past.commit, records)
        )
    except (GitError, DataError) as error:
        await app.push_screen_wait(Problem("Not taken back", _not_undone(error, past)))
        return
    decided = await decide(app, merged, _TAKEN_BACK)
    if decided is not None and app.session.records is records:
        subject = visible(past.subject)
        await _offer(app, f"take back “{subject}”", decided.records, Where())


def _not_undone(error: Exception, past: Past) -> str:
    return f"{error}\n\nThe commit {past.commit[:12]} stays as it is, and so do your records."


COMMANDS = {
    "past": show,
    "restore_field": restore_field,
    "restore_record": restore_record,
    "take_back": take_back,
}
