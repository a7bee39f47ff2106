"""The last look before publishing: the change by record, findings, the subject to edit."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from lgtui.model import DataError
from lgtui.tui.commands.handedits import diff_content
from lgtui.tui.dialogs import Dialog
from lgtui.tui.form.labels import finding_place
from lgtui.tui.judging import in_thread
from lgtui.tui.plain_line import PlainLine
from lgtui.tui.reports import change_lines
from lgtui.tui.visible import one_line, visible

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
