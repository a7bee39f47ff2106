"""Control and invisible characters: which mean nothing where they stand, and how they are shown.

A zero-width joiner holds an emoji family or a Malayalam letter together, a variation selector
makes a picture of a sign, a direction mark keeps a bracket on its side of an Arabic name: these
stay. Everything else that cannot be seen only breaks searching, sorting and links.

A title may hold anything: escape sequences, bidirectional overrides, line ends in a one-line
field. No widget cleans what it shows, so whatever comes from data passes through here first.
"""

import functools
import re
from collections.abc import Callable

SUSPECT = (
    "\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""What a terminal obeys or shows as nothing: the inside of a regular expression's ``[…]``."""

LINE_BREAKS = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"
"""Invisible characters that break a line: what stands before and after them are two words."""

MARKS_KEPT = 6
"""Combining marks shown on one letter: more than any script needs, too few to hide a row."""

_JOINERS = "\u200c\u200d"
_MARKS = "\u200e\u200f\u061c\u202a\u202b\u202c\u2066\u2067\u2068\u2069"


@functools.cache
def suspect_chars() -> re.Pattern[str]:
    """Return the pattern of one character of ``SUSPECT``."""
    return re.compile(f"[{SUSPECT}]")


@functools.cache
def _unseen() -> re.Pattern[str]:
    """Return the pattern of every character that may be invisible in a text that was read."""
    return re.compile(f"(?![\t\n\r\ud800-\udfff])[{SUSPECT}]")


@functools.cache
def _control() -> re.Pattern[str]:
    """Return the pattern of the same in plain ASCII: control characters but tab and line ends."""
    return re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def invisible(text: str) -> list[tuple[int, str]]:
    """Return each invisible, control or direction-override character without a meaning.

    Returns (offset in characters, name such as ``ZERO WIDTH SPACE (U+200B)``), in order. Tab,
    line feed and carriage return are none; joiners within emoji and the scripts that need them,
    variation selectors after the sign they vary and direction marks in right-to-left text
    neither.
    """
    if text.isascii() and (text.isprintable() or not _control().search(text)):
        return []
    meaningful = _Meaningful(text)
    return [
        (found.start(), name(found[0]))
        for found in _unseen().finditer(text)
        if not meaningful.at(found.start())
    ]


def strip_invisible(text: str, line_break: str = " ") -> str:
    """Return a text without what is invisible in it; what breaks a line becomes ``line_break``."""
    return _each_invisible(text, lambda char: line_break if char in LINE_BREAKS else "")


def signed(text: str) -> str:
    """Return a text for standard output: each invisible character without a meaning as a sign.

    All else is as it was, line ends, tabs and emoji among them; see :func:`visible` for a screen.
    """
    return _each_invisible(text, symbol)


def _each_invisible(text: str, instead: Callable[[str], str]) -> str:
    found = dict(invisible(text))
    if not found:
        return text
    return "".join(instead(char) if at in found else char for at, char in enumerate(text))


def name(char: str) -> str:
    """Return what Unicode calls a character, with its number."""
    import unicodedata

    fallback = _CONTROLS.get(char) or ("CONTROL CHARACTER" if char < "\xa0" else "CHARACTER")
    return f"{unicodedata.name(char, fallback)} (U+{ord(char):04X})"


_CONTROLS = {
    "\x00": "NULL",
    "\x07": "BELL",
    "\x08": "BACKSPACE",
    "\x0b": "VERTICAL TAB",
    "\x0c": "FORM FEED",
    "\x1b": "ESCAPE",
    "\x7f": "DELETE",
    "\x85": "NEXT LINE",
}


class _Meaningful:
    """Tells, from the first to the last, which characters of a text do something readers see.

    What is true of all of the text is found once, and a flag goes on from tag to tag: so a text of
    nothing but such characters takes a time that grows with its length alone.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._flag = -1
        self._right_to_left: bool | None = None

    def at(self, at: int) -> bool:
        """Return whether the character at a place does something there that readers see."""
        text = self._text
        char, before = text[at], text[at - 1] if at else ""
        if char in _JOINERS:
            return _joins(text, at)
        if char in _MARKS:
            if self._right_to_left is None:
                self._right_to_left = _right_to_left(text)
            return self._right_to_left
        if "\U000e0020" <= char <= "\U000e007f":
            # Tags follow the black flag, as in the flags of Scotland and Wales.
            if before == "\U0001f3f4" or (at and self._flag == at - 1):
                self._flag = at
            return self._flag == at
        return bool(before) and (
            ("\ufe00" <= char <= "\ufe0f" and _takes_variation(before))
            or ("\U000e0100" <= char <= "\U000e01ef" and _script(before) == "CJK")
            or ("\u180b" <= char <= "\u180f" and _script(before) == "MONGOLIAN")
        )


def _joins(text: str, at: int) -> bool:
    """Whether a joiner or non-joiner stands where its script or an emoji needs it."""
    if at == 0:
        return False
    before, after = text[at - 1], text[at + 1 : at + 2]
    if _script(before) in _JOINED_SCRIPTS:
        return text[at] == "\u200d" or not after or _script(after) in _JOINED_SCRIPTS
    pictures = _picture(before) or before == "\ufe0f" or "\U0001f3fb" <= before <= "\U0001f3ff"
    return text[at] == "\u200d" and pictures and bool(after) and _picture(after)


_JOINED_SCRIPTS = frozenset(
    "ARABIC SYRIAC MANDAIC MONGOLIAN DEVANAGARI BENGALI GURMUKHI GUJARATI ORIYA TAMIL TELUGU "
    "KANNADA MALAYALAM SINHALA KHMER TIBETAN MYANMAR NKO ADLAM".split()
)


def _script(char: str) -> str:
    """Return the script of a letter or mark, from its Unicode name."""
    import unicodedata

    return unicodedata.name(char, "").partition(" ")[0]


def _picture(char: str) -> bool:
    """Whether a character is an emoji or a sign that can be one."""
    import unicodedata

    return char >= "\u203c" and unicodedata.category(char) in ("So", "Sm", "Sk", "Po")


def _takes_variation(char: str) -> bool:
    """Whether a variation selector changes how a character looks."""
    return _picture(char) or char in "0123456789#*©®" or _script(char) in ("CJK", "MYANMAR")


def _right_to_left(text: str) -> bool:
    """Whether a text has letters that are written from the right."""
    import unicodedata

    return any(
        char > "\u0590" and unicodedata.bidirectional(char) in ("R", "AL") and char not in _MARKS
        for char in text
    )


def symbol(char: str) -> str:
    """Return the visible stand-in for one character that must not reach the terminal.

    Control characters become Unicode's control pictures, all else its code point: ``<U+202E>``.
    """
    code = ord(char)
    if char in _SYMBOLS:
        return _SYMBOLS[char]
    return chr(0x2400 + code) if code < 0x20 else f"<U+{code:04X}>"


_SYMBOLS = {"\n": "⏎", "\t": "⇥", "\x7f": "␡", "\xa0": "␣"}


def visible(text: str, one_line: bool = True) -> str:
    r"""Return a text as a terminal shows it and obeys in nothing.

    Args:
        text: anything that came from a record, a file name, or a program's output.
        one_line: show line ends as ``⏎``; else ``\n`` stays and a tab becomes four blanks.

    Returns:
        Text without control, bidirectional or invisible characters; each is shown by a symbol.
    """
    if text.isascii() and text.isprintable():
        return text
    harmful = suspect_chars()
    if harmful.search(text):
        text = harmful.sub(lambda found: _replacement(found.string, found.start(), one_line), text)
    return text if text.isascii() else _tame_marks(text)


def exactly_visible(text: str) -> str:
    """Return a text on one line in which every character that is not printable has its symbol.

    A no-break space is seen too, and the joiner within a word: for messages about characters.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else symbol(c) for c in text.replace("\r\n", "\n"))


def quoted(text: str, limit: int = 60) -> str:
    """Return a value as a message quotes it: in quotes, shortened, exactly visible."""
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    return f"“{exactly_visible(text)}”"


def joins_letters(text: str, at: int) -> bool:
    """Whether a zero-width joiner stands between letters whose script is spelled with it."""
    import unicodedata

    if text[at] not in _JOINERS or not 0 < at < len(text) - 1:
        return False
    before, after = unicodedata.category(text[at - 1]), unicodedata.category(text[at + 1])
    return text[at - 1] > "\u05ff" and before[0] in "LM" and after[0] in "LM"


def _replacement(text: str, at: int, one_line: bool) -> str:
    """Return what stands for the suspect character at a place of a text."""
    char, after = text[at], text[at + 1 : at + 2]
    if char in "\n\x85\u2028\u2029":
        return "⏎" if one_line or char != "\n" else char
    if char == "\t" and not one_line:
        return "    "
    # A terminal may or may not widen a letter for its variation selector: leave it out.
    if char + after == "\r\n" or "\ufe00" <= char <= "\ufe0f":
        return ""
    if joins_letters(text, at):
        return char
    if char in _JOINERS and at and after and _emoji(text[at - 1]) and _emoji(after):
        return ""  # a family drawn as its members has one width everywhere
    return symbol(char)


def _emoji(char: str) -> bool:
    """Whether a character is an emoji or a tone of skin."""
    import unicodedata

    return unicodedata.category(char) in ("So", "Sk")


def _tame_marks(text: str) -> str:
    """Keep combining marks to their letter: a base before the first one, no endless stacks."""
    import unicodedata

    if not any(map(unicodedata.combining, text)):
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
