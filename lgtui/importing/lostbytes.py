"""Guesses for letters that lost one of their bytes on the way.

Windows-1252 has no character for the bytes 81, 8D, 8F, 90 and 9D: programs drop them or write a
question mark or U+FFFD instead. The soft hyphen AD is dropped as well, and the no-break space A0
turned into a plain one. The letter is then gone for good; the rest of the document and earlier
versions of it say which one fits, else how usual it is. Every guess is marked and names its rivals.
"""

import re
from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from lgtui.importing import misread, mojibake
from lgtui.importing.oddity import familiar, kind, oddity
from lgtui.importing.tracing import Edit, Line

_LIKELY = {0xAD: 4.0, 0xA0: 2.0, 0x81: 3.0, 0x8D: 3.0, 0x8F: 1.0, 0x90: 1.0, 0x9D: 3.0}
_UNDEFINED = frozenset((0x81, 0x83, 0x88, 0x8D, 0x8F, 0x90, 0x98, 0x9D))


class Gap(NamedTuple):
    """A sequence of UTF-8 that lacks one byte.

    ``have`` are its bytes with ``None`` where ``text[place]`` stands in for the lost one; without
    a stand-in ``place`` is -1 and the byte may be missing anywhere after the first.
    """

    start: int
    end: int
    have: tuple[int | None, ...]
    place: int = -1


class Guess(NamedTuple):
    """A letter for a gap: how good it is, what it is, and where it ends in the text."""

    score: float
    letter: str
    end: int
    known: bool


class Setting(NamedTuple):
    """What the document tells about its gaps.

    ``proven``: the codec was seen elsewhere in it; ``whole``: so often, and with nothing healthy
    besides, that whatever is left over must be broken; ``words``: how often each word occurs in
    the document (``document``) and whether the vocabulary has it.
    """

    codec: str
    proven: bool
    whole: bool
    document: dict[str, int]
    vocabulary: frozenset[str]


def guesses(
    lines: list[Line], codecs: dict[str, float], vocabulary: Callable[[], Collection[str]]
) -> dict[int, list[Edit]]:
    """For each sequence that lost a byte the likeliest letter."""
    codec = max(codecs, key=lambda name: codecs[name], default="cp1252")
    places = {
        at: found
        for at, line in enumerate(lines)
        if not line.text.isascii()
        for found in [[gap for gap in gaps(line.text, codec) if not _edited(line, gap)]]
        if found
    }
    if not places:
        return {}
    setting = _setting(lines, places, codec, bool(codecs), vocabulary())
    edits: dict[int, list[Edit]] = {}
    for at, found in places.items():
        beside = any(lines[at].edits)
        for gap in found:
            edit = _edit(lines[at].text, gap, setting, beside)
            if edit and not (at in edits and edits[at][-1].end > edit.start):
                edits.setdefault(at, []).append(edit)
    return edits


def gaps(text: str, codec: str) -> list[Gap]:
    """All sequences of ``text`` that begin like UTF-8 and lack one byte."""
    table = misread.byte_of(codec)
    lead = misread.char_class(codec, 0xC2, 0xF4)
    found: list[Gap] = []
    for match in re.finditer(f"[{lead}]", text):
        if found and match.start() < found[-1].end:
            continue
        first = table[match[0]]
        length = 2 if first < 0xE0 else 3 if first < 0xF0 else 4
        gap = _gap(text, match.start(), length, table)
        if gap:
            found.append(gap)
    return found


def _gap(text: str, start: int, length: int, table: dict[str, int]) -> Gap | None:
    """The gap that begins at a lead byte, if exactly one of its other bytes is missing."""
    have: list[int | None] = [table[text[start]]]
    place = -1
    for at in range(start + 1, min(start + length, len(text))):
        byte = table.get(text[at], 0) if text[at] > "\x7f" else 0
        if 0x80 <= byte <= 0xBF:
            have.append(byte)
        elif text[at] in " ?\ufffd" and place < 0:
            place = at
            have.append(None)
        else:
            break
    if place == start + len(have) - 1 and len(have) < length:
        have, place = have[:-1], -1
    if len(have) == length:
        return Gap(start, start + length, tuple(have), place) if place >= 0 else None
    if len(have) == length - 1 and None not in have:
        return Gap(start, start + length - 1, tuple(have))
    return None


def _edited(line: Line, gap: Gap) -> bool:
    """Whether a gap holds a character that a repair has made: then it is none."""
    return any(line.edits[gap.start : gap.end])


def _setting(
    lines: list[Line],
    places: dict[int, list[Gap]],
    codec: str,
    proven: bool,
    vocabulary: Collection[str],
) -> Setting:
    """What the document tells."""
    repaired, healthy = 0, 0
    document: dict[str, int] = {}
    for at, line in enumerate(lines):
        broken = {place for gap in places.get(at, ()) for place in range(gap.start, gap.end)}
        for place, char in enumerate(line.text):
            if char > "\x7f" and place not in broken:
                repaired += bool(line.edits[place])
                healthy += not line.edits[place]
        for found in re.finditer(r"\w+", line.text):
            if broken.isdisjoint(range(*found.span())):
                document[found[0]] = document.get(found[0], 0) + 1
    known = frozenset(word for entry in vocabulary for word in re.findall(r"\w+", entry))
    return Setting(codec, proven, repaired >= 3 and not healthy, document, known)


def _edit(text: str, gap: Gap, setting: Setting, beside: bool) -> Edit | None:
    """The likeliest letter for a gap, where enough speaks for it; ``beside`` a repaired one."""
    ranked = sorted(_candidates(text, gap, setting), key=lambda guess: -guess.score)
    if not ranked:
        return None
    best = ranked[0]
    saved = mojibake.gain(text, gap.start, best.end, best.letter)
    by_itself = saved >= mojibake.ALARM and (
        setting.proven or bool(mojibake.looks_garbled(text[max(0, gap.start - 2) : gap.end + 2]))
    )
    if not (by_itself or best.known or (setting.whole and beside and saved >= 0)):
        return None
    others = dict.fromkeys(guess.letter for guess in ranked[1:6] if guess.letter != best.letter)
    name = misread.codec_name(setting.codec)
    how = "a no-break space became a plain one" if _blank(text, gap, best) else "a byte was lost"
    return Edit(
        gap.start, best.end, best.letter, False, f"UTF-8 read as {name}, and {how}", tuple(others)
    )


def _blank(text: str, gap: Gap, guess: Guess) -> bool:
    """Whether a guess takes a plain blank for a byte."""
    return " " in text[gap.start : guess.end]


def _candidates(text: str, gap: Gap, setting: Setting) -> Iterator[Guess]:
    """Every letter that one more byte makes of a gap."""
    for byte in range(0x80, 0xC0):
        for letter, end, weight in _letters(text, gap, byte):
            if letter == text[gap.start : end] or kind(letter) in "xmd ":
                continue
            if kind(letter) == "q" and letter not in "’‘“”–—…•\u00a0":
                continue
            yield _weighed(text, gap.start, end, letter, weight, setting)


def _letters(text: str, gap: Gap, byte: int) -> Iterator[tuple[str, int, float]]:
    """Letter, end and weight of each way in which a byte can fill a gap."""
    weight = _LIKELY.get(byte, 0.0)
    if gap.place < 0:
        for at in range(1, len(gap.have) + 1):
            letter = _decoded((*gap.have[:at], byte, *gap.have[at:]))
            last = at == len(gap.have)
            if letter:
                yield letter, gap.end, weight - (0.0 if last else 3.0)
        return
    letter = _decoded(tuple(byte if have is None else have for have in gap.have))
    if not letter:
        return
    stand_in, after = text[gap.place], text[gap.end : gap.end + 1]
    at_end = gap.place == gap.end - 1
    if stand_in == " ":
        joined = after.isalpha() and at_end
        if byte == 0xA0 and not joined:
            yield letter, gap.end, weight + 3.0
        elif byte == 0xA0:
            capital = letter.isupper() and after.islower() and not text[gap.start - 1 :][:1].isalpha()
            yield letter, gap.end, weight + (3.0 if capital or letter == "\u00a0" else 0.0)
            yield letter, gap.end - 1, weight + 2.0
        elif at_end:
            yield letter, gap.end - 1, weight
    elif stand_in == "\ufffd" or (byte in _UNDEFINED and (after.isalpha() or len(gap.have) > 2)):
        yield letter, gap.end, weight + 2.0
    elif at_end and stand_in == "?":
        yield letter, gap.end - 1, weight


def _decoded(bytes_: tuple[int | None, ...]) -> str:
    """The character of a sequence of bytes; empty where it is none."""
    try:
        return bytes(byte or 0 for byte in bytes_).decode()
    except UnicodeDecodeError:
        return ""


def _weighed(
    text: str, start: int, end: int, letter: str, weight: float, setting: Setting
) -> Guess:
    """A guess with its score: known words first, then how usual and fitting the letter is."""
    left, right = text[max(0, start - 2) : start], text[end : end + 2]
    before, after = re.search(r"\w*$", text[:start]), re.match(r"\w*", text[end:])
    assert before and after
    word = before[0] + letter + after[0]
    known = letter.isalpha() and len(word) > 1
    times = setting.document.get(word, 0) if known else 0
    in_vocabulary = known and word in setting.vocabulary
    score = weight + 5 * familiar(letter) - 3 * oddity(left + letter + right)
    score += 100 * in_vocabulary + 50 * min(times, 2)
    if letter == "”" and text.count("“", 0, start) > text.count("”", 0, start):
        score += 5
    return Guess(score, letter, end, in_vocabulary or times > 0)
