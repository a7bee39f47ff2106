"""Publish: save, show the change, commit, push, merge; whatever happens, it is told."""

from functools import partial
from typing import TYPE_CHECKING

from lgtui.model import DataError
from lgtui.repo import GitError, Status
from lgtui.repo.outcome import Decided, Outcome
from lgtui.repo.place import Place, open_place
from lgtui.repo.proposal import Proposal, exact_diff, propose, unpushed
from lgtui.repo.publish import publish as publish_site
from lgtui.store.saving import ChangedOnDisk
from lgtui.tui import saving
from lgtui.tui.commands.files import try_to_save
from lgtui.tui.dialogs import Ask, Choice, Problem, confirm
from lgtui.tui.form.labels import finding_place
from lgtui.tui.git.catching_up import catch_up
from lgtui.tui.git.ending import run_to_end
from lgtui.tui.git.proposing import Order, PublishDialog
from lgtui.tui.judging import findings_of, in_thread
from lgtui.tui.running import Tell, run_long
from lgtui.tui.saving import Plan

if TYPE_CHECKING:
    from lgtui.tui.app import LgtuiApp

NOT = "Not published"

ATTEMPTS = 3
"""How often records and pages are saved until they agree with what is on disk."""


async def publish(app: "LgtuiApp") -> None:
    """Publishes the records and their pages, after showing what that changes."""
    if not await ready(app):
        return
    path = app.session.document.path
    try:
        place = await in_thread(partial(open_place, path))
        proposal = await run_long(app, "Looking at the changes", lambda tell: propose(place))
        order, cover = await _ordered(app, place, proposal)
    except (GitError, DataError) as error:
        await app.push_screen_wait(Problem(NOT, str(error)))
        return
    if order is None:
        return
    await _carry_out(app, order, cover)


async def _carry_out(app: "LgtuiApp", order: Order, cover: PublishDialog | None) -> None:
    """Publishes, and tells how it ended."""

    def work(place: Place, tell: Tell, decided: Decided | None) -> Outcome:
        return publish_site(place, order.message, order.push, tell, decided)

    outcome = await run_to_end(app, "Publishing", work, cover)
    if outcome.done:
        await show(app, outcome, NOT)
        if cover is not None and cover.is_current:
            cover.dismiss()
    await catch_up(app)
    if not outcome.done:
        await show(app, outcome, NOT)


async def ready(app: "LgtuiApp") -> bool:
    """Whether records and pages are saved and in order; asks, saves, and says what is not."""
    app.take_form()
    if app.session.unsaved:
        question = Ask(
            "Save first?",
            "There are unsaved changes. What is published is what is saved.",
            (Choice("s", "Save, then publish", "save"), Choice("escape", "Cancel", "")),
            default=0,
        )
        if not await app.push_screen_wait(question):
            return False
    for _ in range(ATTEMPTS):
        planned = await _planned(app)
        if planned is None:
            return False
        if planned.reasons:
            reasons = "\n".join(planned.reasons[:50])
            text = (
                "These have to be put right first (4 lists them, Enter goes to the field); what "
                f"has errors is never published:\n\n{reasons}"
            )
            await app.push_screen_wait(Problem(NOT, text))
            return False
        same = planned.document.raw == planned.before.raw
        if same and not (planned.pages or planned.edits):
            return True
        if not await try_to_save(app):
            return False
    text = "Pages still differ from the records: a page was edited by hand and left so."
    await app.push_screen_wait(Problem(NOT, text))
    return False


async def _planned(app: "LgtuiApp") -> Plan | None:
    """What a save would write now, after others' changes were taken in; ``None`` for a stop."""
    for _ in range(ATTEMPTS):
        document, records = app.session.document, app.session.records
        try:
            return await in_thread(lambda: saving.plan(document, records))  # noqa: B023 (awaited)
        except ChangedOnDisk:
            if not await catch_up(app):
                return None
        except DataError as error:
            await app.push_screen_wait(Problem(NOT, str(error)))
            return None
    await app.push_screen_wait(Problem(NOT, "Another program keeps writing the data file."))
    return None


async def _ordered(
    app: "LgtuiApp", place: Place, proposal: Proposal
) -> tuple[Order | None, PublishDialog | None]:
    """Shows what publishing would do; no order where nothing is to be done, or it was left.

    Returns:
        The order, and the dialog that is still open: painting the panes anew while git is at
        work would slow both down.

    Raises:
        GitError: git cannot read its store.
    """
    now = proposal.status
    if now.operation or not now.branch or any(f.words == "in conflict" for f in now.files):
        raise GitError(now.words)
    only_here = "" if now.upstream else now.words
    if not now.files:
        return await _only_push(app, place, now, only_here), None
    document, records, today = app.session.document, app.session.records, app.today()
    findings = await in_thread(lambda: findings_of(document, records, today))
    diff = partial(exact_diff, place, now)
    dialog = PublishDialog(proposal, findings, only_here, diff)
    await app.push_screen(dialog)
    order = await dialog.decision
    if order is None:
        dialog.dismiss()
    return order, dialog


async def _only_push(app: "LgtuiApp", place: Place, now: Status, only_here: str) -> Order | None:
    """There is nothing to commit; commits that are only here yet are offered."""
    waiting = await in_thread(lambda: unpushed(place, now)) if not only_here else []
    if not waiting:
        app.tell(f"Nothing to publish: all is committed. {only_here}".rstrip())
        return None
    shown = "\n".join(waiting[:30])
    text = f"All is committed. These commits are not on {now.upstream} yet:\n\n{shown}"
    if not await app.push_screen_wait(confirm("Publish", text, "Send them")):
        return None
    return Order("", True)


async def show(app: "LgtuiApp", outcome: Outcome, failed: str) -> None:
    """Tells how it ended: what went well in a toast, all else in a box that stays."""
    if outcome.done:
        app.tell(outcome.words[:1].upper() + outcome.words[1:] + ".")
        return
    parts = [outcome.words[:1].upper() + outcome.words[1:] + "."]
    parts += [
        f"{finding_place(found.record, found.where.field)}: {found.message} ({found.code})"
        for found in outcome.findings
    ]
    if outcome.subject:
        parts.append(f"Committed here: {outcome.subject}")
    if outcome.said:
        parts.append(f"git and the server said:\n{outcome.said}")
    await app.push_screen_wait(Problem(failed, "\n\n".join(parts)))
