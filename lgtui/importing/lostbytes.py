"""Guesses for letters that lost one of their bytes on the way.

Windows-1252 has no character for the bytes 81, 8D, 8F, 90 and 9D, the soft hyphen AD is often
dropped and the no-break space A0 turned into a plain one. The letter is then gone for good; the
rest of the document and earlier versions of it say which one fits.
"""

import re
from collections.abc import Callable, Collection
from typing import NamedTuple

from lgtui.importing import misread, mojibake
from lgtui.importing.oddity import languages, oddity
from lgtui.importing.tracing import Edit, Line

_LIKELY = {0xAD: 4.0, 0xA0: 2.0, 0x81: 3.0, 0x8D: 3.0, 0x8F: 2.0, 0x90: 2.0, 0x9D: 3.0}


class Gap(NamedTuple):
    """A sequence with a byte missing: its characters, bytes, and the blank that may be the byte."""

    start: int
    end: int
    have: bytes
    stand_in: str


def guesses(
    lines: list[Line], codecs: dict[str, float], vocabulary: Callable[[], Collection[str]]
) -> dict[int, list[Edit]]:
    """For each sequence that lost a byte the likeliest letter, marked as a guess."""
    codec = max(codecs, key=lambda name: codecs[name], default="cp1252")
    whole = bool(codecs) and not _healthy(lines, codec)
    edits: dict[int, list[Edit]] = {}
    words: dict[str, int] | None = None
    for at, line in enumerate(lines):
        if line.text.isascii():
            continue
        for gap in gaps(line.text, codec):
            if any(line.edits[gap.start : gap.end]):
                continue
            if words is None:
                words = _words(lines, vocabulary())
            edit = _guess(line.text, gap, codec, words, whole)
            if edit:
                edits.setdefault(at, []).append(edit)
    return edits


def gaps(text: str, codec: str) -> list[Gap]:
    """All sequences of ``text`` that begin like UTF-8 and break off one byte too early."""
    table = misread.byte_of(codec)
    tail = misread.char_class(codec, 0x80, 0xBF)
    pattern = (
        f"(?:[{misread.char_class(codec, 0xC2, 0xDF)}]"
        f"|[{misread.char_class(codec, 0xE0, 0xEF)}][{tail}]"
        f"|[{misread.char_class(codec, 0xF0, 0xF4)}][{tail}]{{2}})(?![{tail}])"
    )
    found = []
    for match in re.finditer(pattern, text):
        stand_in = text[match.end() : match.end() + 1]
        have = bytes(table[char] for char in match[0])
        keep = stand_in if stand_in in (" ", "?", "\ufffd") else ""
        found.append(Gap(match.start(), match.end(), have, keep))
    return found


def _healthy(lines: list[Line], codec: str) -> bool:
    """Whether some character beyond ASCII is neither repaired nor part of a broken sequence."""
    for line in lines:
        broken = {place for gap in gaps(line.text, codec) for place in range(gap.start, gap.end)}
        for place, char in enumerate(line.text):
            if char > "\x7f" and not line.edits[place] and place not in broken:
                return True
    return False


def _words(lines: list[Line], vocabulary: Collection[str]) -> dict[str, int]:
    """How often each word occurs, in the document and the vocabulary."""
    words: dict[str, int] = {}
    for word in re.findall(r"\w+", "\n".join(line.text for line in lines)):
        words[word] = words.get(word, 0) + 1
    for word in vocabulary:
        words[word] = words.get(word, 0) + 1
    return words


def _guess(text: str, gap: Gap, codec: str, words: dict[str, int], whole: bool) -> Edit | None:
    """The likeliest letter for a gap; none where the text is as odd with it as without."""
    ranked = sorted(_candidates(text, gap, words), reverse=True)
    if not ranked:
        return None
    _, letter, end = ranked[0]
    saved = mojibake.gain(text, gap.start, gap.end, letter)
    if not (saved >= mojibake.ALARM or (whole and saved >= 0)):
        return None
    others = tuple(dict.fromkeys(other for _, other, _ in ranked[1:5] if other != letter))
    reason = f"UTF-8 read as {misread.codec_name(codec)}, and a byte was lost"
    return Edit(gap.start, end, letter, False, reason, others)


def _candidates(text: str, gap: Gap, words: dict[str, int]) -> list[tuple[float, str, int]]:
    """Score, letter and end for each byte that may have been lost."""
    before = re.search(r"\w*$", text[: gap.start])
    after = re.match(r"\w*", text[gap.end :])
    assert before and after
    context = text[max(0, gap.start - 2) : gap.start], text[gap.end : gap.end + 2]
    found = []
    for byte in range(0x80, 0xC0):
        try:
            letter = (gap.have + bytes([byte])).decode()
        except UnicodeDecodeError:
            continue
        if letter == text[gap.start : gap.end]:
            continue
        score = _LIKELY.get(byte, 0.0) + languages(letter) / 4
        score -= 3 * oddity(context[0] + letter + context[1])
        score += 50 * min(words.get(before[0] + letter + after[0], 0), 2)
        found.append((score, letter, gap.end))
    return found
