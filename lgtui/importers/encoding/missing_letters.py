"""Letters that are gone altogether, and the words of earlier versions that have them.

Where a program wrote U+FFFD or a question mark for what it could not read or write, nothing of the
letter is left. A word that is known from elsewhere and differs only there says what it was.
"""

import re
from collections.abc import Callable, Collection

from lgtui.importers.encoding.source_map import Edit, Line

MOST = 500
"""More different words without a letter than this are hopeless to guess."""

_BROKEN = re.compile(r"\w*\ufffd[\w\ufffd]*")
_TOKEN = re.compile(r"[^\s()<>\[\]\"“”„,;*]+")
_ASKED = re.compile(r"(?<=[^\W\d_])\?{1,4}(?=[^\W\d_])")


def asked(text: str) -> list[tuple[int, int]]:
    """The words of a line in which a question mark may stand for a letter (``Zaj?c``).

    A small letter follows it there; in addresses and code it means something else.
    """
    if "?" not in text:
        return []
    found = []
    for token in _TOKEN.finditer(text):
        inside = [one for one in _ASKED.finditer(token[0]) if token[0][one.end()].islower()]
        if inside and not re.search(r"[/=:@`&]", token[0]):
            found.append(token.span())
    return found


def guesses(lines: list[Line], vocabulary: Callable[[], Collection[str]]) -> dict[int, list[Edit]]:
    """For each word that lacks a letter the one known word that fits, marked as a guess."""
    broken = [
        (at, (start, end), line.text[start:end])
        for at, line in enumerate(lines)
        for start, end in _broken(line.text)
    ]
    if not 0 < len({word for _, _, word in broken}) <= MOST:
        return {}
    known = _known(lines, vocabulary())
    edits: dict[int, list[Edit]] = {}
    for at, (start, end), word in broken:
        fitting = _fitting(word, known)
        if fitting:
            reason = "a letter was lost; the word is known from elsewhere"
            others = tuple(fitting[1:6])
            edits.setdefault(at, []).append(Edit(start, end, fitting[0], False, reason, others))
    return edits


def _broken(text: str) -> list[tuple[int, int]]:
    """The stretches of letters of a line in which something stands for a lost one."""
    found = []
    if "\ufffd" in text:
        found = [one.span() for one in _BROKEN.finditer(text) if one[0].strip("\ufffd")]
    for start, end in asked(text):
        for piece in re.compile(r"[^\W\d_?]+(?:\?{1,4}[^\W\d_?]+)+").finditer(text, start, end):
            found.append(piece.span())
    return sorted(found)


def _known(lines: list[Line], vocabulary: Collection[str]) -> dict[str, int]:
    """The words beyond ASCII of the document and the vocabulary, with how often they occur."""
    known: dict[str, int] = {}
    for text in [line.text for line in lines] + list(vocabulary):
        if not text.isascii():
            for word in re.findall(r"[\w\ufffd]+", text):
                if not word.isascii() and "\ufffd" not in word:
                    known[word] = known.get(word, 0) + 1
    return known


def _fitting(word: str, known: dict[str, int]) -> list[str]:
    """The known words that have letters beyond ASCII where a word lacks some, commonest first.

    Each U+FFFD or question mark stands for one byte or for one letter, so a row of them stands
    for as many letters at most.
    """
    parts = re.split("([\ufffd?]+)", word)
    pattern = "".join(
        f"[^\x00-\x7f]{{1,{len(part)}}}" if part[:1] in ("\ufffd", "?") else re.escape(part)
        for part in parts
    )
    fitting = re.compile(pattern).fullmatch
    fits = [other for other in known if fitting(other)]
    return sorted(fits, key=lambda other: (-known[other], other))
