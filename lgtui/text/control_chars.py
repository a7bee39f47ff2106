"""Invisible characters: which ones carry no meaning where they stand.

A zero-width joiner holds an emoji family or a Malayalam letter together, a variation selector
makes a picture of a sign, a direction mark keeps a bracket on its side of an Arabic name: these
stay. Everything else that cannot be seen only breaks searching, sorting and links.
"""

import functools
import re

_SUSPECT = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_JOINERS = "\u200c\u200d"
_MARKS = "\u200e\u200f\u061c\u202a\u202b\u202c\u2066\u2067\u2068\u2069"


@functools.cache
def _pattern() -> re.Pattern[str]:
    """Every character that may be invisible."""
    return re.compile(f"[{_SUSPECT}]")


@functools.cache
def _control() -> re.Pattern[str]:
    """The same of plain ASCII: control characters but tab and line ends."""
    return re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def invisible(text: str) -> list[tuple[int, str]]:
    """Each invisible, control or direction-override character without a meaning at its place.

    Returns (offset in characters, name such as ``ZERO WIDTH SPACE (U+200B)``), in order. Tab,
    line feed and carriage return are none; joiners within emoji and the scripts that need them,
    variation selectors after the sign they vary and direction marks in right-to-left text
    neither.
    """
    if text.isascii() and (text.isprintable() or not _control().search(text)):
        return []
    return [
        (found.start(), name(found[0]))
        for found in _pattern().finditer(text)
        if not _meaningful(text, found.start())
    ]


def name(char: str) -> str:
    """What Unicode calls a character, with its number."""
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


def _meaningful(text: str, at: int) -> bool:
    """Whether the character at a place does something there that readers see."""
    char, before = text[at], text[at - 1 : at]
    if char in _JOINERS:
        return _joins(text, at)
    if char in _MARKS:
        return _right_to_left(text)
    if "\U000e0020" <= char <= "\U000e007f":
        return _in_flag(text, at)
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
    """The script of a letter or mark, from its Unicode name."""
    import unicodedata

    return unicodedata.name(char, "").partition(" ")[0]


def _picture(char: str) -> bool:
    """Whether a character is an emoji or a sign that can be one."""
    import unicodedata

    return char >= "\u203c" and unicodedata.category(char) in ("So", "Sm", "Sk", "Po")


def _takes_variation(char: str) -> bool:
    """Whether a variation selector changes how a character looks."""
    return _picture(char) or char in "0123456789#*©®" or _script(char) in ("CJK", "MYANMAR")


def _in_flag(text: str, at: int) -> bool:
    """Whether tag characters follow the black flag, as in the flags of Scotland and Wales."""
    start = at
    while start > 0 and "\U000e0020" <= text[start - 1] <= "\U000e007f":
        start -= 1
    return start > 0 and text[start - 1] == "\U0001f3f4"


def _right_to_left(text: str) -> bool:
    """Whether a text has letters that are written from the right."""
    import unicodedata

    return any(
        char > "\u0590" and unicodedata.bidirectional(char) in ("R", "AL") and char not in _MARKS
        for char in text
    )
