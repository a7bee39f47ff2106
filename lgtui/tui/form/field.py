"""The one field of the form that is being edited: a label, an editor for its kind, its notes."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widget import Widget

from lgtui.tui.form.choice import Adder, Chooser
from lgtui.tui.form.drawing import LABEL, Note, draw_notes
from lgtui.tui.form.hints import key_of
from lgtui.tui.form.labels import said_when_empty
from lgtui.tui.form.line_input import LineInput
from lgtui.tui.form.lines import FormLines
from lgtui.tui.form.long_text import LongText
from lgtui.tui.form.slots import Slot

LEAST_ROWS = 4
"""Rows of the editor of a long text that is short or empty."""


class Field(Vertical):
    """Four editors, of which the one that a slot needs is shown."""

    class Laid(Message):
        """A long text has got another width or height, so that its rows are known anew."""

    def __init__(self) -> None:
        super().__init__(id="field")
        self.slot: Slot | None = None
        self.label = FormLines(id="field-label")
        self.line = LineInput(id="field-line")
        self.chooser = Chooser(id="field-choice")
        self.adder = Adder(id="field-add")
        self.long = LongText(id="field-text")
        self.notes = FormLines(id="field-notes")
        self.display = False

    def compose(self) -> ComposeResult:
        """Label and one-line editors side by side, the long text and the notes below."""
        with Horizontal(id="field-row"):
            yield self.label
            yield self.line
            yield self.chooser
            yield self.adder
        yield self.long
        yield self.notes

    def on_resize(self) -> None:
        """Says that a long text is laid out."""
        if self.editor is self.long:
            self.post_message(self.Laid())

    @property
    def editor(self) -> Widget:
        """The editor that the slot needs."""
        kind = self.slot.kind if self.slot else "line"
        if kind == "text":
            return self.long
        return {"choice": self.chooser, "add": self.adder}.get(kind, self.line)

    @property
    def text(self) -> str:
        """What the editor holds."""
        if self.slot is None or self.slot.kind == "add":
            return ""
        if self.slot.kind == "text":
            return self.long.plain
        return self.chooser.value if self.slot.kind == "choice" else self.line.plain

    def load(self, slot: Slot, text: str) -> None:
        """Takes a slot in, with a text that may differ from its value."""
        self.slot = slot
        editor = self.editor
        for each in (self.line, self.chooser, self.adder, self.long):
            each.display = each is editor
        if slot.kind == "text":
            self.long.load(text)
            self.fit()
        elif slot.kind == "choice":
            self.chooser.load(slot._replace(text=text))
        elif slot.kind == "add":
            self.adder.load(slot)
        else:
            self.line.placeholder = said_when_empty(slot.key, slot.required)
            self.line.load(text)
        self.label.styles.width = "1fr" if slot.kind == "text" else LABEL
        hint = f"  {key_of(self.app, 'editor')}: in your editor" if slot.kind == "text" else ""
        self.label.put([[(slot.label, "heading"), (hint, "dim")]])

    def go(self, offset: int) -> None:
        """Puts the cursor before a character of the text."""
        if self.editor is self.long:
            self.long.go(offset)
        elif self.editor is self.line:
            self.line.cursor_position = offset

    def exchange(self, text: str) -> None:
        """Puts another text in the place of all of it; the field's own undo brings it back."""
        if self.editor is self.long:
            self.long.exchange(text)
            self.fit()

    def tell(self, notes: Sequence[Note], width: int) -> bool:
        """Shows what is to be said of the text, below it; says whether that is longer now."""
        lines, before = draw_notes(notes, width), len(self.notes.lines)
        self.notes.put(lines)
        return len(lines) > before

    def fit(self) -> None:
        """Gives a long text the rows it needs, as far as the pane has them."""
        parent = self.parent
        room = parent.size.height - 3 if isinstance(parent, Widget) else 20
        rows = min(max(self.long.rows + 1, LEAST_ROWS), max(LEAST_ROWS, room))
        height = self.long.styles.height
        if height is None or height.value != rows:
            self.long.styles.height = rows
