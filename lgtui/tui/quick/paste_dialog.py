"""The frame of dialogs that a text is pasted into: the text, then in its place what it means."""

from abc import abstractmethod
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static, TextArea

from lgtui.tui.dialogs import Choice, Choices, Dialog, Result
from lgtui.tui.form.drawing import wrap
from lgtui.tui.form.lines import FormLines
from lgtui.tui.form.long_text import LongText
from lgtui.tui.line_list import Cell, LineList
from lgtui.tui.visible import visible

READ = "This is what was recognised; PgDn and PgUp scroll. Nothing is taken yet."
"""What stands above what was read in a text."""


def unix(text: str) -> str:
    """A text with LF line ends; many terminals send a paste with carriage returns."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def wrapped(text: str, style: str, width: int, indent: str = "") -> list[list[Cell]]:
    """A text in lines that fit, each behind the indent."""
    return [
        [(indent, "row"), (piece, style)]
        for line in visible(text, one_line=False).split("\n")
        for piece in wrap(line, max(8, width - len(indent))) or [""]
    ]


class RawText(LongText):
    """A text that takes a paste as it is; what is in it is read afterwards."""

    async def _on_paste(self, event: events.Paste) -> None:
        """Puts the paste in unchanged: its line ends tell where the parts begin."""
        from lgtui.tui.form.standins import hold

        event.stop()
        event.prevent_default()
        held, self.standins = hold(unix(event.text), self.standins)
        if result := self._replace_via_keyboard(held, *self.selection):
            self.move_cursor(result.end_location)


class PasteDialog(Dialog[Result | None]):
    """Asks for a text; gives what was read in it once that was seen and taken, else ``None``."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "read", show=False)]

    def __init__(self, title: str, text: str, *, take: str, shows: str, pasted: str = "") -> None:
        """The dialog.

        Args:
            title: what it is for.
            text: what to paste.
            take: the answer that takes what was read.
            shows: what Tab shows.
            pasted: a text to start with; it is read at once.
        """
        super().__init__(title, text, tall=True)
        self.pasted = unix(pasted)
        self.result: Result | None = None
        self.area = RawText(id="paste")
        self.report = FormLines(id="report")
        self.found = VerticalScroll(self.report, id="found", can_focus=False)
        self.answers = Choices(
            (
                Choice("y", take, "take"),
                Choice("e", "Change the text", "edit"),
                Choice("escape", "Cancel", ""),
            ),
            0,
        )
        self.hint = Static(Content(f"Tab shows {shows}, Esc cancels."), classes="hint")

    @abstractmethod
    def read(self, text: str) -> Result | None:
        """What the text means; ``None`` if there is nothing in it to take."""

    @abstractmethod
    def lines(self, width: int) -> list[list[Cell]]:
        """What is to be said of what was read last."""

    def compose_answers(self) -> ComposeResult:
        """The text, then in its place what was read in it and the answers."""
        yield self.area
        yield self.hint
        yield self.found
        yield self.answers

    def on_mount(self) -> None:
        """Starts with the text, or with what was read in one that was pasted before."""
        self._show_text(True)
        if self.pasted:
            self.area.load(self.pasted)
            self.action_read()

    def _show_text(self, text: bool) -> None:
        """Shows the text, or what was read in it."""
        self.area.display = self.hint.display = text
        self.found.display = self.answers.display = not text
        said = self.text if text else Content(READ)
        self.body.update(said)
        (self.area if text else self.answers).focus()

    @property
    def reading(self) -> bool:
        """Whether what was read is on the screen."""
        return bool(self.answers.display)

    def action_read(self) -> None:
        """Shows what is in the text."""
        if self.reading or not self.area.plain.strip():
            return
        self.result = self.read(self.area.plain)
        self._show_text(False)
        self.answers.move_to(0 if self.result is not None else 1)
        self.call_after_refresh(self._report)

    def _report(self) -> None:
        self.report.put(self.lines(max(20, self.found.scrollable_content_region.width)))

    def on_resize(self) -> None:
        """Wraps the report for another width."""
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
        elif not value:
            self.dismiss(None)
        elif self.result is not None:
            self.dismiss(self.result)

    def action_scroll_text(self, by: int) -> None:
        """Scrolls what was read."""
        self.found.scroll_relative(y=by * max(1, self.found.size.height - 1), animate=False)

    def action_cancel(self) -> None:
        """Esc goes back to the text, and from the text out."""
        if self.reading:
            self._show_text(True)
        else:
            self.dismiss(None)
