"""Bringing back from the history: a field, a record, or all that a commit changed.

Each becomes a new edit that undo takes back; nothing that was published is ever rewritten.
"""

from typing import TYPE_CHECKING, Any

from textual.content import Content

from lgtui.changes import changes
from lgtui.history import Past, restored, undone
from lgtui.model import FIELDS, DataError, Records, Where, record_label
from lgtui.repo import GitError
from lgtui.repo.place import open_place
from lgtui.tui import session
from lgtui.tui.commands.conflicts import Sides, decide, whole
from lgtui.tui.dialogs import Ask, Choice, Problem, confirm
from lgtui.tui.git.past import KINDS, place_now
from lgtui.tui.git.past_list import PastRow
from lgtui.tui.reports import change_lines
from lgtui.tui.running import run_long
from lgtui.tui.visible import visible

if TYPE_CHECKING:
    from lgtui.changes import Change
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
        app.update(session.edit(app.session, label, records, where), where)


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
            app, "Reading the commit", lambda tell: undone(open_place(path), past.commit, records)
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
