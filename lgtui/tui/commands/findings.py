"""Actions on findings and changes: go to the field, fix one, fix all."""

from typing import TYPE_CHECKING

from lgtui.checks import fix, fix_all
from lgtui.model import Records, Where
from lgtui.records.diff import changes
from lgtui.tui import layout, state
from lgtui.tui.actions import by_id, show_key
from lgtui.tui.running import Stopped, run_aside
from lgtui.tui.widgets.bottom_lists import FindingList, change_lines
from lgtui.tui.widgets.dialogs import Problem, confirm

if TYPE_CHECKING:
    from lgtui.checks import Finding
    from lgtui.tui.app import LgtuiApp


async def jump(app: "LgtuiApp") -> None:
    """To the record and field of the line under the cursor."""
    if isinstance(app.focused, FindingList):
        await _jump_to_finding(app)
        return
    change = app.unsaved.change()
    if change is None:
        return
    if change.what == "deleted":
        app.tell(f"{change.label} is deleted; u takes the last edit back.")
        return
    layout.go_to(app, Where(change.kind, change.at, change.field))


async def _jump_to_finding(app: "LgtuiApp") -> None:
    finding = app.findings.finding()
    if finding is None:
        return
    if finding.code.startswith("PAGE"):
        await _settle_page(app, finding)
    elif not finding.where.kind:
        await app.push_screen_wait(Problem(finding.code, finding.message))
    else:
        layout.go_to(app, finding.where)


async def _settle_page(app: "LgtuiApp", finding: "Finding") -> None:
    """Saving puts a page right: it writes it, or asks what becomes of an edit made by hand.

    Damaged markers and templates are for a text editor.
    """
    if finding.code not in ("PAGE001", "PAGE002"):
        keys = by_id(app.actions)["reload"].keys
        again = f"; {show_key(keys[0])} looks at it again" if keys else ""
        text = f"{finding.file}, line {finding.line}: {finding.message}"
        await app.push_screen_wait(
            Problem(finding.code, f"{text}\n\nCorrect this in a text editor{again}.")
        )
        return
    text = f"{finding.message}\n\nSaving writes the pages."
    # An edit made by hand is asked about when it is saved, so it needs no question here.
    if finding.code != "PAGE002" and not await app.push_screen_wait(
        confirm(finding.code, text, "Save now")
    ):
        return
    app.call_later(app.action_do, "save")


async def fix_one(app: "LgtuiApp") -> None:
    """Shows what the fix of the finding under the cursor changes, then makes it."""
    app.take_form()
    finding = app.findings.finding()
    if finding is None:
        return
    if finding.code.startswith("PAGE"):
        await _settle_page(app, finding)
        return
    records = app.session.records

    def work() -> tuple[Records, str]:
        fixed = fix(records, finding) if finding.fixable else records
        return fixed, change_lines(changes(records, fixed))

    try:
        fixed, lines = await run_aside(app, "Looking for the fix", work)
    except Stopped:
        app.tell("Stopped: nothing was changed.", "warning")
        return
    if fixed == records:
        app.tell("This one has no safe fix; Enter goes to the field.", "warning")
        return
    text = f"{finding.message}\n\n{lines}\n\nu takes it back."
    if (
        await app.push_screen_wait(confirm(f"Fix {finding.code}", text, "Fix it"))
        and app.session.records is records
    ):
        label = f"fix {finding.code} {finding.record}".rstrip()
        app.update(state.edit(app.session, label, fixed, finding.where))


async def fix_everything(app: "LgtuiApp") -> None:
    """Shows what all safe fixes change, then makes them as one edit."""
    app.take_form()
    records, today = app.session.records, app.today()

    def work() -> tuple[Records, int, str]:
        fixed, done = fix_all(records, today)
        return fixed, len(done), change_lines(changes(records, fixed))

    try:
        fixed, count, lines = await run_aside(app, "Looking for fixes", work)
    except Stopped:
        app.tell("Stopped: nothing was changed.", "warning")
        return
    if fixed == records:
        app.tell("No finding has a safe fix.")
        return
    text = f"{lines}\n\nu takes all of it back."
    title = f"Fix {count} findings" if count != 1 else "Fix one finding"
    if (
        await app.push_screen_wait(confirm(title, text, "Make these changes"))
        and app.session.records is records
    ):
        app.update(state.edit(app.session, f"fix {count} findings", fixed))


COMMANDS = {"jump": jump, "fix": fix_one, "fix_all": fix_everything}
