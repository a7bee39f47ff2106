"""Text from records as harmless visible text, measured in terminal cells.

A title may hold anything: escape sequences, bidirectional overrides, line ends in a one-line
field. No widget cleans what it shows, so whatever comes from data passes through here first.
"""

import re
import unicodedata
from functools import cache

from rich.cells import cell_len, get_character_cell_size

ELLIPSIS = "…"
LINE_END = "⏎"
TAB = "⇥"
MARKS_KEPT = 6
"""Combining marks shown on one letter: more than any script needs, too few to hide a row."""


@cache
def suspect() -> re.Pattern[str]:
    """What a terminal obeys instead of showing, and what it shows as nothing."""
    return re.compile(
        "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
        "\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
        "\U000e0000-\U000e0fff]"
    )


_EMOJI = ("So", "Sk")
_JOINERS = ("\u200c", "\u200d")


def symbol(char: str) -> str:
    """The visible stand-in for one character that must not reach the terminal.

    Control characters become Unicode's control pictures, all else its code point: ``‹U+202E›``.
    """
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    return f"‹U+{code:04X}›"


def _replacement(text: str, at: int, one_line: bool) -> str:
    """What stands for the suspect character at a place of a text."""
    char = text[at]
    if char == "\n" and not one_line:
        return char
    if char in "\n\u0085\u2028\u2029":
        return LINE_END
    if char == "\t":
        return TAB if one_line else "    "
    # A terminal may or may not widen a letter for its variation selector: leave it out.
    if char + text[at + 1 : at + 2] == "\r\n" or "\ufe00" <= char <= "\ufe0f":
        return ""
    return _joiner(text, at) if char in _JOINERS else symbol(char)


def _joiner(text: str, at: int) -> str:
    """What stands for a zero-width joiner: itself only where a script is spelled with it."""
    if 0 < at < len(text) - 1:
        before, after = unicodedata.category(text[at - 1]), unicodedata.category(text[at + 1])
        if text[at - 1] > "\u05ff" and before[0] in "LM" and after[0] in "LM":
            return text[at]
        if before in _EMOJI and after in _EMOJI:
            return ""  # a family drawn as its members has one width everywhere
    return symbol(text[at])


def visible(text: str, one_line: bool = True) -> str:
    r"""A text that a terminal shows as it is and obeys in nothing.

    Args:
        text: anything that came from a record, a file name, or a program's output.
        one_line: show line ends as ``⏎``; else ``\n`` stays and a tab becomes four blanks.

    Returns:
        Text without control, bidirectional or invisible characters; each is shown by a symbol.
    """
    if text.isascii() and text.isprintable():
        return text
    harmful = suspect()
    if harmful.search(text):
        text = harmful.sub(lambda found: _replacement(found.string, found.start(), one_line), text)
    return text if text.isascii() else _tame_marks(text)


def _tame_marks(text: str) -> str:
    """Keeps combining marks to their letter: a base before the first one, no endless stacks."""
    if not any(unicodedata.combining(char) for char in text):
        return text
    parts: list[str] = []
    stacked = 0
    for char in text:
        if not unicodedata.combining(char):
            stacked = 0
        else:
            if not parts or parts[-1] == "\n":
                parts.append("◌")
            stacked += 1
            if stacked > MARKS_KEPT:
                continue
        parts.append(char)
    return "".join(parts)


def width(text: str) -> int:
    """The terminal cells a visible text takes."""
    return cell_len(text)


def cut(text: str, cells: int) -> str:
    """The longest start of a visible text within so many cells, with ``…`` where it was cut."""
    if cells <= 0:
        return ""
    if len(text) <= cells and cell_len(text) <= cells:
        return text
    taken = 0
    for at, char in enumerate(text):
        step = get_character_cell_size(char)
        if taken + step > cells - 1:
            rest = text[at:]
            fits = taken + cell_len(rest) <= cells if len(rest) <= 2 * cells else False
            return text if fits else text[:at] + ELLIPSIS
        taken += step
    return text


def one_line(text: str, cells: int) -> str:
    """A text from data, made visible, cut to a width; cheap also for 100,000 characters."""
    # No more is cleaned than can be shown: a mark or a joiner takes no cell, but those are few.
    return cut(visible(text[: 4 * cells + 64]), cells)


def fit(text: str, cells: int) -> str:
    """A text from data in exactly so many cells: made visible, cut, filled with blanks."""
    shown = one_line(text, cells)
    return shown + " " * (cells - cell_len(shown))
