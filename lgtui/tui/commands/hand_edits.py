"""Regions of a page that were edited by hand: into the record, written over, or left alone."""

from typing import TYPE_CHECKING

from textual.content import Content

from lgtui.tui import saving, state
from lgtui.tui.hand_edits import Taken, take
from lgtui.tui.saving import Plan
from lgtui.tui.validation import changes_of, in_thread
from lgtui.tui.widgets.bottom_lists import change_lines
from lgtui.tui.widgets.cells import visible
from lgtui.tui.widgets.dialogs import Ask, Choice, Problem, confirm

if TYPE_CHECKING:
    from lgtui.tui.app import LgtuiApp


STAYS_OUT = (
    "What follows can be part of no record. To keep it, move it in the file below the region's end "
    "marker or above its beginning: there the page is yours. The next save asks again before it "
    "writes over it."
)
"""What to do with an edit made by hand that no record can hold."""


async def settle(app: "LgtuiApp", planned: Plan) -> Plan | None:
    """Asks what becomes of edits made by hand.

    Returns:
        What to write; ``None`` to write nothing. When the edits were taken into the records the
        session's records are others than before.
    """
    names = ", ".join(
        sorted({f"{edit.file} ({edit.region})" if edit.region else edit.file
                for edit in planned.edits})
    )  # fmt: skip
    text = Content.assemble(
        f"{visible(names)} was edited by hand since lgtui wrote it. "
        "Lines with - are on the page now, lines with + are what the records say.\n\n",
        diff_content("".join(edit.diff() for edit in planned.edits)),
    )
    answer = await app.push_screen_wait(
        Ask(
            "A page was edited by hand",
            text,
            (
                Choice("t", "Take the change into the records", "take"),
                Choice("w", "Write over it with what the records say", "force"),
                Choice("l", "Leave all pages as they are, save the records", "leave"),
                Choice("escape", "Cancel: write nothing", ""),
            ),
        )
    )
    if answer == "force":
        document, records = planned.before, app.session.records
        return await in_thread(lambda: saving.plan(document, records, force=True))
    if answer == "leave":
        return planned._replace(pages={}, edits=())
    if answer == "take":
        await take_into(app, planned)
    return None


async def take_into(app: "LgtuiApp", planned: Plan) -> None:
    """Takes edits made by hand into the records, after showing what they change there."""
    records, path = app.session.records, planned.document.path
    taken: Taken = await in_thread(lambda: take(records, path, planned.edits))
    found = changes_of(app.session.document._replace(records=records), taken.records)
    text = change_lines(found)
    if taken.left:
        text += f"\n\n{STAYS_OUT}\n\n{visible(taken.left, one_line=False)}"
    if not found:
        nothing = "No record changes by it." if not taken.left else ""
        await app.push_screen_wait(Problem("Nothing to take", f"{nothing}{text}".strip()))
        return
    if await app.push_screen_wait(confirm("Take into the records", text, "Take it")):
        label = "take an edit made by hand"
        app.update(state.edit(app.session, label, taken.records))
        app.tell("Taken into the records. Save again to write the pages.")


def diff_content(diff: str) -> Content:
    """A diff with its lines coloured, signs first."""
    styles = {"+": "$text-success", "-": "$text-error", "@": "$text-muted"}
    parts = [(visible(line) + "\n", styles.get(line[:1], "")) for line in diff.splitlines()]
    return Content.assemble(*parts)
