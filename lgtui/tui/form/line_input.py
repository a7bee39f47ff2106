"""The editor of a one-line field: hostile texts shown harmlessly, pastes repaired, an undo."""

import re
import unicodedata
from collections.abc import Callable
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input

from lgtui.importers.paste import clean_paste
from lgtui.text.control_chars import MARKS_KEPT, SUSPECT, joins_letters, symbol

_POOL = range(0xF0000, 0xFFFFE)
"""Private characters of one cell, which no keyboard has."""

_SUSPECT = re.compile(f"(?!\n)[{SUSPECT}\U000f0000-\U000ffffd]")


class Placeholders(NamedTuple):
    """Which character each private character stands for."""

    chars: tuple[str, ...] = ()

    def show(self, text: str) -> str:
        """A held text as it is drawn: each stand-in as a symbol of one cell."""
        if not self.chars or text.isascii():
            return text
        return text.translate({_POOL[at]: cell(char) for at, char in enumerate(self.chars)})

    def restore(self, text: str) -> str:
        """The text with the characters themselves."""
        if not self.chars or text.isascii():
            return text
        return text.translate({_POOL[at]: char for at, char in enumerate(self.chars)})


def hold(
    text: str, known: Placeholders | None = None, *, one_line: bool = False
) -> tuple[str, Placeholders]:
    """A text as an editor may hold it, and how to get back.

    Args:
        text: the text as it is in the record.
        known: the stand-ins of what the editor already holds.
        one_line: line ends are held as well.

    Returns:
        A text of the same length, and the stand-ins, the known ones first.
    """
    known = known or Placeholders()
    if text.isascii() and text.isprintable():
        return text, known
    chars = list(known.chars)
    places = {char: at for at, char in enumerate(chars)}

    def stand_in(char: str) -> str:
        if char not in places:
            places[char] = len(chars)
            chars.append(char)
        return chr(_POOL[places[char]])

    held = _SUSPECT.sub(
        lambda found: found[0] if joins_letters(text, found.start()) else stand_in(found[0]), text
    )
    if one_line and "\n" in held:
        held = held.replace("\n", stand_in("\n"))
    held = _tame_marks(held, stand_in)
    return held, Placeholders(tuple(chars))


def cell(char: str) -> str:
    """Return the one cell that a held character is drawn as."""
    drawn = symbol(char)
    return drawn if len(drawn) == 1 else "▯"


def _tame_marks(text: str, stand_in: Callable[[str], str]) -> str:
    """Holds the combining marks that stand on nothing, or on too high a stack."""
    if text.isascii() or not any(map(unicodedata.combining, text)):
        return text
    parts: list[str] = []
    stacked = MARKS_KEPT
    for char in text:
        if not unicodedata.combining(char):
            stacked = MARKS_KEPT if char == "\n" else 0
        else:
            stacked += 1
            if stacked > MARKS_KEPT:
                parts.append(stand_in(char))
                continue
        parts.append(char)
    return "".join(parts)


STEPS = 500
"""Steps of undo within one field."""


class Pasted(Message):
    """A paste was changed before it went into a field; what was done to it."""

    def __init__(self, notes: tuple[str, ...]) -> None:
        super().__init__()
        self.notes = notes


class LineInput(Input):
    """A line of text. ``load`` gives it a text, ``plain`` is the text as it now is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+z", "undo", show=False),
        Binding("ctrl+y", "redo", show=False),
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's own name)
        super().__init__(id=id, compact=True, select_on_focus=False)
        self.cursor_blink = False
        self.placeholders = Placeholders()
        self._past: list[tuple[str, int]] = []
        self._future: list[tuple[str, int]] = []
        self._typing = False
        self._quiet = False
        # These are the form's: Enter leads on, ctrl+e opens the editor of long texts.
        for key in ("enter", "ctrl+e"):
            self._bindings.key_to_bindings.pop(key, None)

    def load(self, text: str) -> None:
        """Takes another text in; its undo begins anew."""
        held, self.placeholders = hold(text, one_line=True)
        self._quiet = True
        self.value = held
        self._quiet = False
        self._past, self._future, self._typing = [], [], False
        self.cursor_position = len(held)
        self.refresh()
        # Before it is laid out nothing can scroll to the cursor.
        self.call_after_refresh(self._show_cursor)

    def _show_cursor(self) -> None:
        """Scrolls to the cursor."""
        here = Region(self._cursor_offset, 0, width=1, height=1)
        self.scroll_to_region(here, force=True, animate=False)

    @property
    def plain(self) -> str:
        """The text with every character as it really is."""
        return self.placeholders.restore(self.value)

    @property
    def _value(self) -> Text:
        return Text(self.placeholders.show(self.value), no_wrap=True, overflow="ignore", end="")

    def render_line(self, y: int) -> Strip:
        """The part of the text around the cursor, with a sign where there is more of it."""
        strip = super().render_line(y)
        width, left = self.scrollable_content_region.width, self.scroll_offset.x
        cursor = self._position_to_cell(self.cursor_position) - left
        if y or not self.value or width < 8:
            return strip
        more = Segment("…", self.rich_style)
        if left > 0 and cursor > 1:
            strip = Strip([more, *strip.crop(1)])
        if self._position_to_cell(len(self.value)) > left + width and cursor < width - 2:
            strip = Strip([*strip.crop(0, width - 1), more, *strip.crop(width)])
        return strip

    def watch_value(self, before: str, after: str) -> None:
        """Remembers what was there before; letters typed in a row are one step."""
        if self._quiet or before == after:
            return
        typed = len(after) == len(before) + 1
        if (
            not (typed and self._typing)
            or after[self.cursor_position - 1 : self.cursor_position] == " "
        ):
            self._past = [*self._past[-STEPS:], (before, self.cursor_position)]
        self._typing = typed
        self._future = []

    def action_undo(self) -> None:
        """Takes the last change of this field back."""
        self._step(self._past, self._future)

    def action_redo(self) -> None:
        """Makes the change again that was taken back."""
        self._step(self._future, self._past)

    def _step(self, source: list[tuple[str, int]], target: list[tuple[str, int]]) -> None:
        if not source:
            return
        target.append((self.value, self.cursor_position))
        value, cursor = source.pop()
        self._quiet = True
        self.value = value
        self._quiet = False
        self._typing = False
        self.cursor_position = min(cursor, len(value))

    def _on_paste(self, event: events.Paste) -> None:
        """Puts a paste in on one line, repaired."""
        event.stop()
        event.prevent_default()
        text, notes = clean_paste(event.text, one_line=True)
        held, self.placeholders = hold(text, self.placeholders, one_line=True)
        self._typing = False
        self.replace(held, *self.selection)
        if notes:
            self.post_message(Pasted(notes))
