"""The dialog for several video links: where they are pasted, then which talk each goes to."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static, TextArea

from lgtui.model import Records, season_label
from lgtui.tui.dialogs import Choice, Choices, Dialog
from lgtui.tui.form.drawing import wrap
from lgtui.tui.form.lines import FormLines
from lgtui.tui.form.long_text import LongText
from lgtui.tui.line_list import Cell, LineList
from lgtui.tui.quick.mail_dialog import RawText
from lgtui.tui.visible import visible
from lgtui.videos import Match, Plan, match_videos

HOW = {"id": "by its id", "words": "by title or speaker", "order": "by its place in the list"}
"""In words how a link found its talk."""


def report(records: Records, plan: Plan, width: int) -> list[list[Cell]]:
    """For each link its talk and how it was found, then what belongs to no talk."""
    lines: list[list[Cell]] = []
    for match in plan.matches:
        talk = records.talks[match.at]
        lines += _wrapped(f"✓ {talk.id} {talk.title or 'TBA'}", "good", width)
        for text, style in _said(match):
            lines += _wrapped(f"  {text}", style, width)
    for line, why in plan.unmatched:
        lines += _wrapped(f"✗ {line} – {why}", "error", width)
    return lines or [[("No link is found in this.", "warning")]]


def _said(match: Match) -> list[tuple[str, str]]:
    """What is to be said of a link, each with its style."""
    said = [(f"{match.url or 'withheld'} ({HOW[match.how]})", "row")]
    if match.before:
        said.append((f"! takes the place of {match.before}", "warning"))
    if match.note:
        said.append((f"! {match.note}", "warning"))
    return said


def _wrapped(text: str, style: str, width: int) -> list[list[Cell]]:
    return [[(piece, style)] for piece in wrap(visible(text), max(8, width)) or [""]]


class VideosDialog(Dialog[Plan]):
    """Asks for video links; gives the plan for them once it was seen and taken."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "read", show=False)]

    def __init__(self, records: Records, season: int) -> None:
        super().__init__(
            f"Video links of {season_label(season)}",
            "Paste them here, one on a line. Ids, titles or names beside them say which talk is "
            "meant; “withheld” instead of a link counts too.",
            tall=True,
        )
        self.records, self.season = records, season
        self.plan = Plan((), ())
        self.area = RawText(id="mail")
        self.report = FormLines(id="report")
        self.found = VerticalScroll(self.report, id="found", can_focus=False)
        self.answers = Choices(
            (Choice("y", "Set these links", "take"), Choice("e", "Change the text", "edit"),
             Choice("escape", "Cancel", "")),
            0,
        )  # fmt: skip
        self.hint = Static(Content("Tab shows which talk each goes to, Esc cancels."),
                           classes="hint")  # fmt: skip

    def compose_answers(self) -> ComposeResult:
        """The text, then in its place the plan and the answers."""
        yield self.area
        yield self.hint
        yield self.found
        yield self.answers

    def on_mount(self) -> None:
        """Starts with the text."""
        self._show_text(True)

    def _show_text(self, text: bool) -> None:
        """Shows the text, or the plan."""
        self.area.display = self.hint.display = text
        self.found.display = self.answers.display = not text
        (self.area if text else self.answers).focus()

    @property
    def reading(self) -> bool:
        """Whether the plan is on the screen."""
        return bool(self.answers.display)

    def action_read(self) -> None:
        """Shows which talk each link goes to."""
        if self.reading or not self.area.plain.strip():
            return
        self.plan = match_videos(self.records, self.area.plain, self.season)
        self._show_text(False)
        self.answers.move_to(0 if self.plan.matches else 1)
        self.call_after_refresh(self._report)

    def _report(self) -> None:
        width = max(20, self.found.scrollable_content_region.width)
        self.report.put(report(self.records, self.plan, width))

    def on_resize(self) -> None:
        """Wraps the plan for another width."""
        if self.reading:
            self._report()

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        """The text is the dialog's own affair."""
        message.stop()

    def on_long_text_edge(self, message: LongText.Edge) -> None:
        """The cursor stays in the text."""
        message.stop()

    def on_key(self, event: events.Key) -> None:
        """The answers' own keys, while they are there."""
        if self.reading and event.key in ("y", "e"):
            event.stop()
            self._answer("take" if event.key == "y" else "edit")

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """An answer was taken with Enter or the mouse."""
        message.stop()
        self._answer(self.answers.choices[message.row].value)

    def _answer(self, value: str) -> None:
        if value == "edit":
            self._show_text(True)
        elif value == "take" and self.plan.matches:
            self.dismiss(self.plan)
        elif not value:
            self.dismiss(None)

    def action_scroll_text(self, by: int) -> None:
        """Scrolls the plan."""
        self.found.scroll_relative(y=by * max(1, self.found.size.height - 1), animate=False)

    def action_cancel(self) -> None:
        """Esc goes back from the plan to the text, and from the text out."""
        if self.reading:
            self._show_text(True)
        else:
            self.dismiss(None)
