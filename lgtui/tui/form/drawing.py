"""The lines of a form as they stand while nobody edits them."""

from collections.abc import Iterable, Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len, get_character_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from lgtui.text.control_chars import visible
from lgtui.tui.form.slots import Slot
from lgtui.tui.widgets.line_list import Cell, cut

LABEL = 13
"""Cells of the column in which the labels stand."""

SHOWN_LINES = 8
"""Lines of a long text that are shown while it is not edited."""

SHOWN_WRAPPED = 3
"""Lines of a one-line text that are shown while it is not edited."""

Line = list[Cell]


class Note(NamedTuple):
    """What stands under a field: a finding, or what its text means."""

    text: str
    style: str = "dim"


def finding_note(severity: str, message: str) -> Note:
    """A finding with its sign."""
    error = severity == "error"
    return Note(f"{'✗' if error else '!'} {message}", "error" if error else "warning")


def aside_note(text: str) -> list[Note]:
    """What a text means, as a note; none for none."""
    return [Note(text, "error" if text.startswith("✗") else "dim")] if text else []


def draw(slot: Slot, notes: Sequence[Note], width: int) -> list[Line]:
    """A slot in lines of at most so many cells: its label, its text, its notes."""
    if slot.kind == "add":
        return [[(" " * LABEL, "row"), (cut(f"+ {slot.text}", width - LABEL), "dim")]]
    if slot.kind == "text":
        return _draw_text(slot, notes, width)
    room = max(8, width - LABEL)
    empty = not slot.text
    shown = slot.shown(slot.text)
    style = "dim" if empty else "row"
    pieces = wrap(visible(shown[: room * (SHOWN_WRAPPED + 2)]), room) or [""]
    if len(pieces) > SHOWN_WRAPPED:
        pieces = pieces[:SHOWN_WRAPPED]
        pieces[-1] = cut(pieces[-1] + " " * room, room)
    lines: list[Line] = [[(_label(slot), "dim"), (pieces[0], style)]]
    lines += [[(" " * LABEL, "row"), (piece, style)] for piece in pieces[1:]]
    if len(notes) == 1 and len(lines) == 1:
        left = room - cell_len(pieces[0]) - 2
        beside = visible(notes[0].text)
        if cell_len(beside) <= left and notes[0].style == "dim":
            lines[0].append((f"  {beside}", "dim"))
            return lines
    return lines + draw_notes(notes, width)


def _label(slot: Slot) -> str:
    """The label in its column."""
    shown = cut(slot.label, LABEL - 1)
    return shown + " " * (LABEL - cell_len(shown))


def _draw_text(slot: Slot, notes: Sequence[Note], width: int) -> list[Line]:
    """A long text under its label, its beginning only."""
    words = len(slot.text.split())
    said = f"{words} word{'s' * (words != 1)}" if slot.text else slot.empty
    lines: list[Line] = [[(_label(slot), "dim"), (said, "dim")]]
    room = max(8, width - 2)
    # No more is wrapped than can be shown.
    beginning = visible(slot.text[: room * (SHOWN_LINES + 2)], one_line=False)
    pieces = [piece for part in beginning.split("\n") for piece in wrap(part, room) or [""]]
    lines += [[("  ", "row"), (piece, "row")] for piece in pieces[:SHOWN_LINES]]
    if len(pieces) > SHOWN_LINES or len(slot.text) > room * (SHOWN_LINES + 2):
        lines.append([("  … and more", "dim")])
    return lines + draw_notes(notes, width)


def draw_notes(notes: Iterable[Note], width: int) -> list[Line]:
    """Notes in the column of the texts, wrapped."""
    indent = LABEL if width > 60 else 2
    return [
        [(" " * indent, "row"), (piece, note.style)]
        for note in notes
        for piece in wrap(visible(note.text), max(8, width - indent))
    ]


def wrap(text: str, width: int) -> list[str]:
    """A visible line in pieces of at most so many cells, broken between words where it can be."""
    if len(text) <= width and cell_len(text) <= width:
        return [text] if text else []
    pieces: list[str] = []
    line, used = "", 0
    for word in text.split(" "):
        size = cell_len(word)
        if line and used + 1 + size <= width:
            line, used = f"{line} {word}", used + 1 + size
            continue
        if line:
            pieces.append(line)
        *whole, line = _chop(word, width) if size > width else [word]
        pieces += whole
        used = cell_len(line)
    return [*pieces, line] if line else pieces


def _chop(word: str, width: int) -> list[str]:
    """A word that is longer than a line, in pieces."""
    pieces, start, used = [], 0, 0
    for at, char in enumerate(word):
        size = get_character_cell_size(char)
        if used + size > width and at > start:
            pieces.append(word[start:at])
            start, used = at, 0
        used += size
    return [*pieces, word[start:]]


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
