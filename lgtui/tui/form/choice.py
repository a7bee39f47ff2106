"""The editors without text: one of a few values, and the line that adds a speaker or link."""

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from lgtui.tui.form.labels import called
from lgtui.tui.form.slots import Slot
from lgtui.tui.visible import cut, visible, width


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
        names = [visible(called(self.slot.key, value)) for value in self.values]
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
            if called(self.slot.key, value).lower().startswith(event.character.lower()):
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
