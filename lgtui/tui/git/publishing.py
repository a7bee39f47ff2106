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
from lgtui.records.commit_message import credited
from lgtui.repo import GitError, Status
from lgtui.repo.site import Site, open_site
from lgtui.repo.sync import Answers, Outcome
from lgtui.site import saving
from lgtui.site.publishing import Proposal, exact_diff, propose, unpushed
from lgtui.site.publishing import publish as publish_site
from lgtui.site.saving import SavePlan
from lgtui.site.validation import findings_of
from lgtui.store.saving import ChangedOnDisk
from lgtui.text.control_chars import visible
from lgtui.tui.background import Report, in_thread, run_with_progress
from lgtui.tui.commands.files import diff_content, reasons, try_to_save
from lgtui.tui.form.slots import finding_place
from lgtui.tui.git.syncing import catch_up, run_to_end, show_outcome
from lgtui.tui.host import Host
from lgtui.tui.state import SUBJECT
from lgtui.tui.widgets.bottom_lists import change_lines
from lgtui.tui.widgets.dialogs import Ask, Choice, Dialog, PlainLine, Problem, confirm
from lgtui.tui.widgets.line_list import one_line

if TYPE_CHECKING:
    from lgtui.checks import Finding
    from lgtui.site.publishing import Proposal

MOST_FINDINGS = 8
"""Findings that are shown; the pane of problems lists all."""

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
        Binding("f7", "credit", show=False, priority=True),
        Binding("pagedown", "scroll_text(1)", show=False, priority=True),
        Binding("pageup", "scroll_text(-1)", show=False, priority=True),
    ]

    def __init__(
        self,
        proposal: "Proposal",
        findings: "tuple[Finding, ...]",
        only_here: str,
        diff: Callable[[], str],
        *,
        keep: Callable[[str], None] = lambda subject: None,
        subject: str = "",
        senders: tuple[str, ...] = (),
    ) -> None:
        """Shows a proposal.

        Args:
            proposal: what would be committed.
            findings: what the checks say; errors are corrected before.
            only_here: why nothing can be sent to a server; empty where it can.
            diff: gives the exact difference.
            keep: is given the subject, whenever it changes.
            subject: the subject to start with; empty for that of the proposal.
            senders: whose mails were taken in, who may be credited as co-authors.
        """
        text = summary(proposal, findings, only_here)
        super().__init__("Publish", text)
        self.proposal, self.only_here, self.diff = proposal, only_here, diff
        self.keep, self.subject = keep, subject or proposal.subject
        self.senders = senders
        self.credits = False
        self.shows_diff = False
        self.decision: asyncio.Future[Order | None]
        self.decision = asyncio.get_running_loop().create_future()

    def compose_answers(self) -> ComposeResult:
        """Return the subject and the keys."""
        yield Static(Content("Subject of the commit:"), classes="hint")
        yield PlainLine(self.subject, id="line")
        if self.senders:
            yield Static(self._credit(), id="credit", classes="hint")
        enter = "Enter commits here" if self.only_here else "Enter publishes"
        narrow = self.app.size.width < 78
        keep = "" if self.only_here else "F4 commits, " if narrow else "F4 only commits here, "
        rest = "F3 diff" if narrow else "F3 the exact diff, Esc cancels."
        yield Static(Content(f"{enter}, {keep}{rest}"), id="told", classes="hint")

    def _credit(self) -> Content:
        """Return whether the senders of mails are credited, and what F7 makes of it."""
        names = visible(", ".join(self.senders))
        if self.credits:
            return Content(f"Co-authors: {names}. F7 leaves them out.")
        return Content(f"F7 credits {names} as co-author; the address is public then.")

    def action_credit(self) -> None:
        """Credits the senders of mails as co-authors, or takes that back."""
        if self.senders and not self.decision.done():
            self.credits = not self.credits
            self.query_one("#credit", Static).update(self._credit())

    def on_input_changed(self, message: Input.Changed) -> None:
        """Has the subject kept, unless it is the proposal's own."""
        message.stop()
        self.keep("" if message.value == self.proposal.subject else message.value)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Publishes: Enter in the line of the subject."""
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
        message = credited(subject or self.proposal.subject, self.senders if self.credits else ())
        self.decision.set_result(Order(message, push))

    def action_cancel(self) -> None:
        """Closes; once the order is given it is too late for that here."""
        if not self.decision.done():
            self.decision.set_result(None)

    def action_diff(self) -> None:
        """Shows the exact difference, or the change by record again."""
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
    """Return a diff that a box can hold."""
    lines = diff.splitlines()
    if len(lines) <= MOST_LINES:
        return diff
    more = f"… and {len(lines) - MOST_LINES} more lines: git diff HEAD"
    return "\n".join([*(line[:2000] for line in lines[:MOST_LINES]), more])


def summary(proposal: "Proposal", findings: "tuple[Finding, ...]", only_here: str) -> Content:
    """Return what will be committed, where it goes, and what the checks say."""
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
    parts += [f"{one_line(file.path, 200)} ({file.state})\n" for file in now.files]
    if findings:
        count = f"{len(findings)} warning{'s' * (len(findings) > 1)}"
        parts.append((f"\n! {count}\n", "bold"))
        for each in findings[:MOST_FINDINGS]:
            where = finding_place(each.record, each.where)
            named = "" if each.message.startswith(f"{where} ") else f"{one_line(where, 60)}: "
            parts.append(f"{named}{one_line(each.message, 200)}\n")
        if len(findings) > MOST_FINDINGS:
            more = len(findings) - MOST_FINDINGS
            parts.append(f"… and {more} more: Esc, then 4 lists them all\n")
    return Content.assemble(*parts)


NOT = "Not published"

ATTEMPTS = 3
"""How often records and pages are saved until they agree with what is on disk."""


async def publish(host: Host) -> None:
    """Publishes the records and their pages, after showing what that changes."""
    if not await ready(host):
        return
    path = host.session.document.path
    try:
        site = await in_thread(partial(open_site, path))
        proposal = await run_with_progress(
            host, "Looking at the changes", lambda report: propose(site)
        )
        order, cover = await _ordered(host, site, proposal)
    except (GitError, DataError) as error:
        await host.ask(Problem(NOT, str(error)))
        return
    if order is None:
        return
    await _carry_out(host, order, cover)


async def _carry_out(host: Host, order: Order, cover: PublishDialog | None) -> None:
    """Publishes, and tells how it ended."""

    def work(site: Site, report: Report, answers: Answers) -> Outcome:
        return publish_site(site, order.message, order.push, report, answers)

    outcome = await run_to_end(host, "Publishing", work, cover)
    if outcome.done:
        for names in [names for names in host.state.drafts.texts if names[0] == SUBJECT]:
            host.keep_text(names, "")
        host.state.senders = ()
        await show_outcome(host, outcome, NOT)
        if cover is not None and cover.is_current:
            cover.dismiss()
    await catch_up(host)
    if not outcome.done:
        await show_outcome(host, outcome, NOT)


async def ready(host: Host) -> bool:
    """Saves what is unsaved; return whether records and pages are in order to be published."""
    host.take_form()
    if host.session.unsaved:
        question = Ask(
            "Save first?",
            "There are unsaved changes. What is published is what is saved.",
            (Choice("s", "Save, then publish", "save"), Choice("escape", "Cancel", "")),
            default=0,
        )
        if not await host.ask(question):
            return False
    for _ in range(ATTEMPTS):
        planned = await _planned(host)
        if planned is None:
            return False
        if planned.keeps_pages:
            shown = "\n".join(reasons(planned)[:50])
            text = (
                "These have to be put right first (4 lists them, Enter goes to the field); what "
                f"has errors is never published:\n\n{shown}"
            )
            await host.ask(Problem(NOT, text))
            return False
        if not (planned.changes_data or planned.pages or planned.edits):
            return True
        if not await try_to_save(host):
            return False
    text = "Pages still differ from the records: a page was edited by hand and left so."
    await host.ask(Problem(NOT, text))
    return False


async def _planned(host: Host) -> SavePlan | None:
    """Plans a save, with others' changes taken in; ``None`` where that was left."""
    for _ in range(ATTEMPTS):
        document, records = host.session.document, host.session.records
        try:
            return await in_thread(lambda: saving.plan_save(document, records))  # noqa: B023 (awaited)
        except ChangedOnDisk:
            if not await catch_up(host):
                return None
        except DataError as error:
            await host.ask(Problem(NOT, str(error)))
            return None
    await host.ask(Problem(NOT, "Another program keeps writing the data file."))
    return None


async def _ordered(
    host: Host, site: Site, proposal: Proposal
) -> tuple[Order | None, PublishDialog | None]:
    """Shows what publishing would do; no order where nothing is to be done, or it was left.

    Returns:
        The order, and the dialog that is still open: painting the panes anew while git is at
        work would slow both down.

    Raises:
        GitError: git cannot read its store.
    """
    now = proposal.status
    if not now.can_commit:
        raise GitError(now.advice)
    only_here = now.advice if now.local or not now.upstream else ""
    if not now.files:
        return await _only_push(host, site, now, only_here), None
    document, records, today = host.session.document, host.session.records, host.today()
    findings = await in_thread(lambda: findings_of(document, records, today))
    diff = partial(exact_diff, site, now)
    # A subject is kept for what it describes: other changes get a proposal of their own.
    names = (SUBJECT, proposal.subject)
    dialog = PublishDialog(
        proposal,
        findings,
        only_here,
        diff,
        keep=partial(host.keep_text, names),
        subject=host.state.drafts.texts.get(names, ""),
        senders=host.state.senders,
    )
    await host.push_screen(dialog)
    order = await dialog.decision
    if order is None:
        host.keep_text(names, "")
        dialog.dismiss()
    return order, dialog


async def _only_push(host: Host, site: Site, now: Status, only_here: str) -> Order | None:
    """Offers to send commits that are only here yet, since there is nothing to commit."""
    waiting = await in_thread(lambda: unpushed(site, now)) if not only_here else []
    if not waiting:
        sent = only_here or f"As of the last look {now.upstream} has it; S asks the server."
        host.notify(f"Nothing to publish: all is committed. {sent}")
        return None
    shown = "\n".join(waiting[:30])
    text = f"All is committed. These commits are not on {now.upstream} yet:\n\n{shown}"
    if not await host.ask(confirm("Publish", text, "Send them")):
        return None
    return Order("", True)
