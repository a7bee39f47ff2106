"""Texts made safe to edit: what a terminal would obey is held by a stand-in of one cell (pure).

A field may hold an escape sequence or a direction override. Opening it must neither send that to
the terminal nor change it. Each such character is replaced by a private one that is drawn as a
symbol, and put back when the text is read: what the user does not touch stays as it was.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from lgtui.tui.widgets.cells import MARKS_KEPT

_POOL = range(0xF0000, 0xFFFFE)
"""Private characters of one cell, which no keyboard has."""

_SUSPECT = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\U000e0000-\U000e0fff\U000f0000-\U000ffffd]"
)


class StandIns(NamedTuple):
    """Which character each private character stands for."""

    chars: tuple[str, ...] = ()

    def show(self, text: str) -> str:
        """A held text as it is drawn: each stand-in as a symbol of one cell."""
        if not self.chars or text.isascii():
            return text
        return text.translate({_POOL[at]: symbol(char) for at, char in enumerate(self.chars)})

    def restore(self, text: str) -> str:
        """The text with the characters themselves."""
        if not self.chars or text.isascii():
            return text
        return text.translate({_POOL[at]: char for at, char in enumerate(self.chars)})


def hold(
    text: str, known: StandIns | None = None, *, one_line: bool = False
) -> tuple[str, StandIns]:
    """A text as an editor may hold it, and how to get back.

    Args:
        text: the text as it is in the record.
        known: the stand-ins of what the editor already holds.
        one_line: line ends are held as well.

    Returns:
        A text of the same length, and the stand-ins, the known ones first.
    """
    known = known or StandIns()
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
        lambda found: found[0] if _needed(text, found.start()) else stand_in(found[0]), text
    )
    if one_line and "\n" in held:
        held = held.replace("\n", stand_in("\n"))
    held = _tame_marks(held, stand_in)
    return held, StandIns(tuple(chars))


def symbol(char: str) -> str:
    """The one cell that a held character is drawn as."""
    code = ord(char)
    if char == "\n":
        return "⏎"
    if char == "\t":
        return "⇥"
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else "▯"


def _needed(text: str, at: int) -> bool:
    """Whether a joiner is one that the spelling of a word needs, between two letters."""
    if text[at] not in "\u200c\u200d" or not 0 < at < len(text) - 1:
        return False
    before, after = unicodedata.category(text[at - 1]), unicodedata.category(text[at + 1])
    return text[at - 1] > "\u05ff" and before[0] in "LM" and after[0] in "LM"


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
