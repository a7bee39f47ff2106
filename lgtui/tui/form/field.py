"""The one field of the form that is being edited, and its editors without text."""

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from lgtui.text.control_chars import visible
from lgtui.tui.actions import Action, first_key
from lgtui.tui.form.drawing import LABEL, FormLines, Note, draw_notes
from lgtui.tui.form.line_input import LineInput
from lgtui.tui.form.long_text import LongText
from lgtui.tui.form.slots import Slot
from lgtui.tui.widgets.line_list import cut, width


class Chooser(Widget, can_focus=True):
    """One of a few values: arrows, blank, or the first letter choose; Enter leads on."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"chooser--plain", "chooser--chosen"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", show=False),
        Binding("right,space", "step(1)", show=False),
    ]

    class Changed(Message):
        """Another value was chosen."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's own name)
        super().__init__(id=id)
        self.slot = Slot("", "", "choice")
        self.value = ""

    def load(self, slot: Slot) -> None:
        """Takes another field in."""
        self.slot, self.value = slot, slot.text
        self.refresh()

    @property
    def values(self) -> tuple[str, ...]:
        """What can be chosen; a value that is not allowed stays until another is chosen."""
        if self.value in self.slot.choices:
            return self.slot.choices
        return (*self.slot.choices, self.value)

    def render_line(self, y: int) -> Strip:
        """All values on one line, or where they do not fit, the chosen one between arrows."""
        if y:
            return Strip.blank(self.size.width)
        plain = self.get_component_rich_style("chooser--plain")
        chosen = self.get_component_rich_style("chooser--chosen") if self.has_focus else plain
        parts = self._parts(plain, chosen)
        return Strip(parts).adjust_cell_length(self.size.width, plain)

    def _parts(self, plain: Style, chosen: Style) -> list[Segment]:
        room = self.size.width
        names = [visible(self.slot.shown(value)) for value in self.values]
        whole = [f"({'•' if value == self.value else ' '}) {name}" for value, name
                 in zip(self.values, names, strict=True)]  # fmt: skip
        if sum(map(width, whole)) + 2 * len(whole) <= room:
            parts = []
            for value, text in zip(self.values, whole, strict=True):
                parts.append(Segment(text, chosen if value == self.value else plain))
                parts.append(Segment("  ", plain))
            return parts
        at = self.values.index(self.value)
        count = f" {at + 1}/{len(names)}"
        return [
            Segment(f"◂ {cut(names[at], max(1, room - 4 - len(count)))} ▸", chosen),
            Segment(count, plain),
        ]

    def choose(self, value: str) -> None:
        """Takes a value."""
        if value != self.value:
            self.value = value
            self.refresh()
            self.post_message(self.Changed())

    def action_step(self, by: int) -> None:
        """To the next value, around the end."""
        values = self.values
        self.choose(values[(values.index(self.value) + by) % len(values)])

    def on_key(self, event: events.Key) -> None:
        """A first letter chooses; no other letter reaches anything behind the form."""
        if event.character is None or not event.character.isprintable() or event.key == "space":
            return
        event.stop()
        for value in self.values:
            if self.slot.shown(value).lower().startswith(event.character.lower()):
                self.choose(value)
                return

    def on_click(self, event: events.Click) -> None:
        """A click chooses the next value."""
        event.stop()
        self.action_step(1)

    def on_focus(self) -> None:
        """Shows which value is chosen."""
        self.refresh()

    def on_blur(self) -> None:
        """Shows the line as resting."""
        self.refresh()


class Adder(Widget, can_focus=True):
    """The line that adds a speaker or link: Enter or a blank does it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"chooser--plain", "chooser--chosen"}
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space", "press", show=False)]

    class Pressed(Message):
        """One more is wanted; ``text`` is what was typed for it already."""

        def __init__(self, text: str = "") -> None:
            super().__init__()
            self.text = text

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's own name)
        super().__init__(id=id)
        self.label = ""

    def load(self, slot: Slot) -> None:
        """Takes another line in."""
        self.label = slot.text
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line."""
        name = "chooser--chosen" if self.has_focus else "chooser--plain"
        plain = self.get_component_rich_style("chooser--plain")
        text = cut(f"+ {self.label} (Enter)", self.size.width)
        return Strip([Segment(text, self.get_component_rich_style(name))]).adjust_cell_length(
            self.size.width, plain
        )

    def on_key(self, event: events.Key) -> None:
        """Who types here means the one that is to be added."""
        if event.character is not None and event.character.isprintable() and event.key != "space":
            event.stop()
            self.post_message(self.Pressed(event.character))

    def action_press(self) -> None:
        """Adds one."""
        self.post_message(self.Pressed())

    def on_click(self, event: events.Click) -> None:
        """A click is a press."""
        event.stop()
        self.action_press()

    def on_focus(self) -> None:
        """Shows the line as active."""
        self.refresh()

    def on_blur(self) -> None:
        """Shows the line as resting."""
        self.refresh()


LEAST_ROWS = 4
"""Rows of the editor of a long text that is short or empty."""


class Field(Vertical):
    """Four editors, of which the one that a slot needs is shown."""

    class Laid(Message):
        """A long text has got another width or height, so that its rows are known anew."""

    def __init__(self, actions: tuple[Action, ...]) -> None:
        super().__init__(id="field")
        self._actions = actions
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
            self.line.placeholder = slot.empty
            self.line.load(text)
        self.label.styles.width = "1fr" if slot.kind == "text" else LABEL
        hint = (
            f"  {first_key('editor', self._actions, 'the palette')}: in your editor"
            if slot.kind == "text"
            else ""
        )
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
