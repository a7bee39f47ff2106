"""Drawn lines of the form: no widget per field, so following the list costs next to nothing."""

from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from lgtui.tui.form.drawing import Line


class FormLines(Widget):
    """A number of lines, each made of pieces, and which slot each belongs to."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line--row",
        "line--heading",
        "line--dim",
        "line--error",
        "line--warning",
        "line--good",
    }

    class Picked(Message):
        """A line of a slot was clicked."""

        def __init__(self, slot: int) -> None:
            super().__init__()
            self.slot = slot

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's own name)
        super().__init__(id=id)
        self.lines: list[Line] = []
        self.slots: list[int] = []
        self._styles: dict[str, Style] = {}
        self.styles.height = 0

    def put(self, lines: list[Line], slots: list[int] | None = None) -> None:
        """Shows these lines; the height follows."""
        if lines == self.lines and slots == self.slots:
            return
        if len(lines) != len(self.lines):
            self.styles.height = len(lines)
        self.lines, self.slots = lines, slots or []
        self.refresh()

    @property
    def text(self) -> str:
        """All that is shown, as text."""
        return "\n".join("".join(text for text, _ in line) for line in self.lines)

    def notify_style_update(self) -> None:
        """Forgets the styles of another theme."""
        self._styles.clear()
        super().notify_style_update()

    def _style(self, name: str) -> Style:
        found = self._styles.get(name)
        if found is None:
            found = self._styles[name] = self.get_component_rich_style(f"line--{name}")
        return found

    def render_line(self, y: int) -> Strip:
        """One line."""
        width, blank = self.size.width, self._style("row")
        if y >= len(self.lines):
            return Strip.blank(width, blank)
        parts = [Segment(text, self._style(name)) for text, name in self.lines[y] if text]
        return Strip(parts).adjust_cell_length(width, blank)

    def on_click(self, event: events.Click) -> None:
        """Opens the slot under the mouse."""
        if event.y < len(self.slots):
            event.stop()
            self.post_message(self.Picked(self.slots[event.y]))
