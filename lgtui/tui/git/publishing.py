"""Publish: the change is shown by record, committed, pushed, merged; all of it is told."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from lgtui.model import DataError
from lgtui.repo import GitError, Status
from lgtui.repo.proposal import Proposal, exact_diff, propose, unpushed
from lgtui.repo.publish import publish as publish_site
from lgtui.repo.site import Site, open_site
from lgtui.repo.sync import Decided, Outcome
from lgtui.store.saving import ChangedOnDisk
from lgtui.tui import saving
from lgtui.tui.commands.files import try_to_save
from lgtui.tui.commands.hand_edits import diff_content
from lgtui.tui.form.labels import finding_place
from lgtui.tui.git.foreground import catch_up, run_to_end
from lgtui.tui.running import Tell, run_long
from lgtui.tui.saving import Plan
from lgtui.tui.validation import findings_of, in_thread
from lgtui.tui.widgets.bottom_lists import change_lines
from lgtui.tui.widgets.cells import one_line, visible
from lgtui.tui.widgets.dialogs import Ask, Choice, Dialog, PlainLine, Problem, confirm

if TYPE_CHECKING:
    from lgtui.checks import Finding
    from lgtui.repo.proposal import Proposal

MOST_FINDINGS = 8
"""Findings that are shown; all stand in the pane of problems."""

MOST_LINES = 3000
"""Lines of an exact diff that are shown."""


class Order(NamedTuple):
    """What to publish: the commit's message, and whether it is sent to the server."""

    message: str
    push: bool


class PublishDialog(Dialog[None]):
    """Shows what publishing will do, and stays until that is done.

    Attributes:
        decision: becomes the order, or ``None`` when the dialog was left.
    """

    AUTO_FOCUS: ClassVar[str] = "#line"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f3", "diff", show=False, priority=True),
        Binding("f4", "keep", show=False, priority=True),
        Binding("pagedown", "scroll_text(1)", show=False, priority=True),
        Binding("pageup", "scroll_text(-1)", show=False, priority=True),
    ]

    def __init__(
        self,
        proposal: "Proposal",
        findings: "tuple[Finding, ...]",
        only_here: str,
        diff: Callable[[], str],
    ) -> None:
        """The dialog.

        Args:
            proposal: what would be committed.
            findings: what the checks say; errors are settled before.
            only_here: why nothing can be sent to a server; empty where it can.
            diff: gives the exact difference.
        """
        text = summary(proposal, findings, only_here)
        super().__init__("Publish", text)
        self.proposal, self.only_here, self.diff = proposal, only_here, diff
        self.shows_diff = False
        self.decision: asyncio.Future[Order | None]
        self.decision = asyncio.get_running_loop().create_future()

    def compose_answers(self) -> ComposeResult:
        """The subject and the keys."""
        yield Static(Content("Subject of the commit:"), classes="hint")
        yield PlainLine(self.proposal.subject, id="line")
        enter = "Enter commits here" if self.only_here else "Enter publishes"
        narrow = self.app.size.width < 78
        keep = "" if self.only_here else "F4 commits, " if narrow else "F4 only commits here, "
        rest = "F3 diff" if narrow else "F3 the exact diff, Esc cancels."
        yield Static(Content(f"{enter}, {keep}{rest}"), id="told", classes="hint")

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Enter publishes."""
        message.stop()
        self._order(not self.only_here)

    def action_keep(self) -> None:
        """Commits, and sends nothing."""
        self._order(False)

    def _order(self, push: bool) -> None:
        if self.decision.done():
            return
        subject = self.query_one("#line", Input).value.strip()
        self.query_one("#told", Static).update(Content("Publishing …"))
        self.decision.set_result(Order(subject or self.proposal.subject, push))

    def action_cancel(self) -> None:
        """Closes; once the order is given it is too late for that here."""
        if not self.decision.done():
            self.decision.set_result(None)

    def action_diff(self) -> None:
        """The exact difference, or the change by record again."""
        self.shows_diff = not self.shows_diff
        if self.shows_diff:
            self.run_worker(self._show_diff(), group="diff", exclusive=True)
        else:
            self._update(self.text)

    async def _show_diff(self) -> None:
        from lgtui.repo import GitError

        try:
            text = await in_thread(self.diff)
        except (GitError, DataError) as error:
            text = str(error)
        if self.shows_diff:
            self._update(diff_content(shortened(text)))

    def _update(self, content: Content) -> None:
        self.body.update(content)
        self.query_one("#text").scroll_home(animate=False)


def shortened(diff: str) -> str:
    """A diff that a box can hold."""
    lines = diff.splitlines()
    if len(lines) <= MOST_LINES:
        return diff
    more = f"… and {len(lines) - MOST_LINES} more lines: git diff HEAD"
    return "\n".join([*(line[:2000] for line in lines[:MOST_LINES]), more])


def summary(proposal: "Proposal", findings: "tuple[Finding, ...]", only_here: str) -> Content:
    """What will be committed, where it goes, and what the checks say."""
    now = proposal.status
    to = f"To {now.upstream}" if not only_here else f"Commits here, sends nothing: {only_here}"
    parts: list[tuple[str, str] | str] = [(f"{visible(to)}\n", "bold")]
    if now.ahead:
        parts.append(f"with {now.ahead} earlier commit{'s' * (now.ahead > 1)} not sent yet\n")
    if now.behind:
        parts.append(
            f"{now.behind} commit{'s' * (now.behind > 1)} of others will be merged in by record\n"
        )
    parts.append("\n")
    if proposal.note:
        parts.append(f"{visible(proposal.note, one_line=False)}\n")
    elif proposal.changes:
        parts.append(f"{change_lines(proposal.changes)}\n")
    else:
        parts.append("No record changes; the files are brought in order.\n")
    parts.append(("\nFiles\n", "bold"))
    parts += [f"{one_line(file.path, 200)} ({file.words})\n" for file in now.files]
    if findings:
        count = f"{len(findings)} warning{'s' * (len(findings) > 1)}"
        parts.append((f"\n! {count}\n", "bold"))
        for each in findings[:MOST_FINDINGS]:
            where = finding_place(each.record, each.where.field)
            named = "" if each.message.startswith(f"{where} ") else f"{one_line(where, 60)}: "
            parts.append(f"{named}{one_line(each.message, 200)}\n")
        if len(findings) > MOST_FINDINGS:
            more = len(findings) - MOST_FINDINGS
            parts.append(f"… and {more} more: Esc, then 4 lists them all\n")
    return Content.assemble(*parts)


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
        place = await in_thread(partial(open_site, path))
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

    def work(place: Site, tell: Tell, decided: Decided | None) -> Outcome:
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
    app: "LgtuiApp", place: Site, proposal: Proposal
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


async def _only_push(app: "LgtuiApp", place: Site, now: Status, only_here: str) -> Order | None:
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
