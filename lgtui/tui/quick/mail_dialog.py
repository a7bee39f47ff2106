"""The dialogs for a speaker's mail: where it is pasted, then what was recognised in it."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static, TextArea

from lgtui.importing.mail import Mail, read_mail
from lgtui.tui.dialogs import Choice, Choices, Dialog
from lgtui.tui.form.drawing import wrap
from lgtui.tui.form.lines import FormLines
from lgtui.tui.form.long_text import LongText
from lgtui.tui.line_list import Cell, LineList
from lgtui.tui.visible import visible

NAMES = {
    "title": "Title",
    "speakers": "Speaker",
    "affiliation": "Affiliation",
    "abstract": "Abstract",
    "bio": "Short bio",
    "website": "Website",
    "video_url": "Video link",
    "links": "Link",
}
"""What the parts of a mail are called."""

WANTED = ("title", "speakers", "abstract", "bio")
"""What every mail is hoped to tell."""


class RawText(LongText):
    """A text that takes a paste as it is; what is in it is read afterwards."""

    async def _on_paste(self, event: events.Paste) -> None:
        """Puts the paste in unchanged: its line ends tell where the parts begin."""
        from lgtui.tui.form.standins import hold

        event.stop()
        event.prevent_default()
        # Many terminals send a paste with carriage returns.
        text = event.text.replace("\r\n", "\n").replace("\r", "\n")
        held, self.standins = hold(text, self.standins)
        if result := self._replace_via_keyboard(held, *self.selection):
            self.move_cursor(result.end_location)


def report(mail: Mail, width: int) -> list[list[Cell]]:
    """What was recognised field by field, what was repaired, and what is left over."""
    lines: list[list[Cell]] = []
    for field, text in mail.recognised:
        lines.append([(f"✓ {NAMES.get(field, field)}", "good")])
        lines += _text(text, "row", width)
    found = {field for field, _ in mail.recognised}
    missing = [NAMES[key] for key in WANTED if key not in found]
    if missing:
        lines.append([(f"! Not found: {', '.join(missing)}", "warning")])
    for note in mail.notes:
        lines += _text(f"! {note}", "warning", width, "")
    if mail.left:
        lines.append([("✗ Not taken; copy what you need of it", "error")])
        lines += _text(mail.left, "dim", width)
    else:
        lines.append([("Nothing is left over.", "dim")])
    return lines


def _text(text: str, style: str, width: int, indent: str = "  ") -> list[list[Cell]]:
    """A text in wrapped lines."""
    shown = visible(text, one_line=False).split("\n")
    return [
        [(indent, "row"), (piece, style)]
        for line in shown
        for piece in wrap(line, max(8, width - len(indent))) or [""]
    ]


class MailDialog(Dialog[Mail]):
    """Asks for a mail; gives what was recognised in it once that was seen and taken."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "read", show=False)]

    def __init__(self, new_id: str, text: str = "") -> None:
        super().__init__(
            f"{new_id} from a mail",
            "Paste the speaker's mail here, with title, abstract and bio in any order.",
            tall=True,
        )
        self.new_id = new_id
        self.pasted = text.replace("\r\n", "\n").replace("\r", "\n")
        self.mail = Mail(read_mail("").talk)
        self.area = RawText(id="mail")
        self.report = FormLines(id="report")
        self.found = VerticalScroll(self.report, id="found", can_focus=False)
        self.answers = Choices(
            (Choice("y", f"Take it as {new_id}", "take"), Choice("e", "Change the text", "edit"),
             Choice("escape", "Cancel", "")),
            0,
        )  # fmt: skip
        self.hint = Static(Content("Tab shows what was recognised, Esc cancels."),
                           classes="hint")  # fmt: skip

    def compose_answers(self) -> ComposeResult:
        """The text, then in its place what was recognised and the answers."""
        yield self.area
        yield self.hint
        yield self.found
        yield self.answers

    def on_mount(self) -> None:
        """Starts with the text, or with what was recognised in one that was pasted before."""
        self._show_text(True)
        if self.pasted:
            self.area.load(self.pasted)
            self.action_read()

    def _show_text(self, text: bool) -> None:
        """Shows the text, or what was recognised in it."""
        self.area.display = self.hint.display = text
        self.found.display = self.answers.display = not text
        (self.area if text else self.answers).focus()

    @property
    def reading(self) -> bool:
        """Whether what was recognised is on the screen."""
        return bool(self.answers.display)

    def action_read(self) -> None:
        """Shows what is recognised in the text."""
        if self.reading or not self.area.plain.strip():
            return
        self.mail = read_mail(self.area.plain)
        self._show_text(False)
        self.call_after_refresh(self._report)

    def _report(self) -> None:
        width = max(20, self.found.scrollable_content_region.width)
        self.report.put(report(self.mail, width))
        if not self.mail.recognised:
            self.answers.move_to(1)

    def on_resize(self) -> None:
        """Wraps the report for another width."""
        if self.reading:
            self._report()

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        """The mail's text is the dialog's own affair."""
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
        elif value == "take":
            self.dismiss(self.mail)
        else:
            self.dismiss(None)

    def action_scroll_text(self, by: int) -> None:
        """Scrolls what was recognised."""
        self.found.scroll_relative(y=by * max(1, self.found.size.height - 1), animate=False)

    def action_cancel(self) -> None:
        """Esc goes back from the report to the text, and from the text out."""
        if self.reading:
            self._show_text(True)
        else:
            self.dismiss(None)
