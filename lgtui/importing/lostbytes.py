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
from lgtui.importing.oddity import kind, languages, oddity
from lgtui.importing.tracing import Edit, Line

_LIKELY = {0xAD: 4.0, 0xA0: 1.0, 0x81: 3.0, 0x8D: 3.0, 0x8F: 1.0, 0x90: 1.0, 0x9D: 3.0}
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

    ``proven``: the codec was seen elsewhere in it; ``clean``: and there is nothing healthy
    besides; ``whole``: and it is so frequent that whatever is left over must be broken; ``sure``: and this even on lines
    of their own; ``apart``: some broken sequence has two
    blanks after it, so that one of them is the lost byte and blanks were not merged;
    ``marked``: some question mark stands for a byte within a word, so any other may as well;
    ``document``: how often each word occurs in it; ``vocabulary``: the words known to be right.
    """

    codec: str
    proven: bool
    clean: bool
    whole: bool
    sure: bool
    apart: bool
    marked: bool
    document: dict[str, int]
    vocabulary: frozenset[str]


def guesses(
    lines: list[Line], codecs: dict[str, float], vocabulary: Callable[[], Collection[str]]
) -> dict[int, list[Edit]]:
    """For each sequence that lost a byte the likeliest letter."""
    codec = max(codecs, key=lambda name: codecs[name], default="") or _by_lead(lines)
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
        for gap in found:
            edit = _edit(lines[at].text, gap, setting, lines[at])
            if edit and not (at in edits and edits[at][-1].end > edit.start):
                edits.setdefault(at, []).append(edit)
    return edits


def leftovers(lines: list[Line], codecs: dict[str, float]) -> dict[int, list[tuple[int, int]]]:
    """Broken sequences nothing was guessed for, in a document that has nothing healthy besides."""
    if not codecs:
        return {}
    codec = max(codecs, key=lambda name: codecs[name])
    found: dict[int, list[tuple[int, int]]] = {}
    for at, line in enumerate(lines):
        if line.text.isascii():
            continue
        broken = [gap for gap in gaps(line.text, codec) if not _edited(line, gap)]
        inside = {place for gap in broken for place in range(gap.start, gap.end)}
        for place, char in enumerate(line.text):
            if char > "\x7f" and place not in inside and not line.edits[place]:
                return {}
        if broken:
            found[at] = [(gap.start, gap.end) for gap in broken]
    return found


def _by_lead(lines: list[Line]) -> str:
    """The codec that shows the commonest lead byte as a sign that some line has."""
    signs = {"√": "mac_roman", "├": "cp850", "Ă": "cp1250"}
    garbled = {
        line.text[start:end] for line in lines for start, end in mojibake.looks_garbled(line.text)
    }
    return next((codec for sign, codec in signs.items() if sign in garbled), "cp1252")


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
    repaired, healthy, mended = 0, 0, 0
    document: dict[str, int] = {}
    for at, line in enumerate(lines):
        broken = {place for gap in places.get(at, ()) for place in range(gap.start, gap.end)}
        for place, char in enumerate(line.text):
            if char > "\x7f" and place not in broken:
                repaired += bool(line.edits[place])
                healthy += not line.edits[place]
        mended += any(line.edits)
        for found in re.finditer(r"\w+", line.text):
            if broken.isdisjoint(range(*found.span())):
                document[found[0]] = document.get(found[0], 0) + 1
    known = frozenset(word for entry in vocabulary for word in re.findall(r"\w+", entry))
    apart = any(
        lines[at].text[gap.place : gap.end + 1] == "  "
        for at, found in places.items()
        for gap in found
        if gap.place >= 0
    )
    marked = any(
        lines[at].text[gap.place] == "?" and lines[at].text[gap.end : gap.end + 1].isalpha()
        for at, found in places.items()
        for gap in found
        if gap.place >= 0
    )
    broken_count = sum(map(len, places.values()))
    whole = not healthy and repaired >= max(3, 4 * broken_count)
    sure = whole and mended >= 5 * len(places)
    return Setting(
        codec, proven, proven and not healthy, whole, sure, apart, marked, document, known
    )


def _edit(text: str, gap: Gap, setting: Setting, line: Line) -> Edit | None:
    """The likeliest letter for a gap where enough speaks for it."""
    ranked = sorted(_candidates(text, gap, setting), key=lambda guess: -guess.score)
    if not ranked:
        return None
    best = ranked[0]
    saved = mojibake.gain(text, gap.start, best.end, best.letter)
    around = text[max(0, gap.start - 2) : gap.end + 2]
    marked = setting.proven and ("?" in text[gap.start : best.end] or "\ufffd" in around)
    touching = any(line.edits[max(0, gap.start - 1) : gap.end + 1])
    lone = bool(mojibake.looks_garbled(around))
    fits = marked or setting.clean or touching or (lone and saved >= mojibake.ALARM)
    by_itself = fits and saved + marked >= 1.0
    left_over = saved >= 0 and kind(text[gap.start]) in "lub+"
    left_over = left_over and (setting.sure or (setting.whole and any(line.edits)))
    known = best.known and (setting.proven or lone)
    if not (by_itself or known or left_over):
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
        for letter, end, weight in _letters(text, gap, byte, setting):
            if letter == text[gap.start : end] or kind(letter) in "xmd ":
                continue
            if kind(letter) == "q" and letter not in "’‘“”–—…•\u00a0":
                continue
            yield _weighed(text, gap.start, end, letter, weight, setting)


def _letters(text: str, gap: Gap, byte: int, setting: Setting) -> Iterator[tuple[str, int, float]]:
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
        if byte == 0xA0:
            yield from _blank_letters(text, gap, letter, weight + 1.0, setting.apart)
        elif at_end:
            yield letter, gap.end - 1, weight
    elif stand_in == "\ufffd" or (byte in _UNDEFINED and _stands_in(text, gap, setting)):
        yield letter, gap.end, weight + 2.0
    elif at_end and stand_in == "?":
        yield letter, gap.end - 1, weight


def _stands_in(text: str, gap: Gap, setting: Setting) -> bool:
    """Whether a question mark after a lead byte stands for the lost one and asks nothing."""
    return len(gap.have) > 2 or setting.marked or text[gap.end : gap.end + 1].isalpha()


def _blank_letters(
    text: str, gap: Gap, letter: str, weight: float, apart: bool
) -> Iterator[tuple[str, int, float]]:
    """The ways to read a blank after a lead byte: it was the byte A0, or A0 is lost beside it.

    Where a letter follows, the blank also parts two words. It is kept, unless the document kept
    both elsewhere (``apart``), the letter begins a name (Š) or a blank is all it is.
    """
    after = text[gap.end : gap.end + 1]
    if not (after.isalpha() and gap.place == gap.end - 1):
        yield letter, gap.end, weight + 3.0
        return
    before = text[gap.start - 1] if gap.start else " "
    name = letter.isupper() and after.islower() and not before.isalpha()
    sure = apart or name or letter == "\u00a0"
    yield letter, gap.end, weight + (3.0 if sure else 0.0)
    yield letter, gap.end - 1, weight + 2.0


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
    if right and 0xC2 <= misread.byte_of(setting.codec).get(right[0], 0) <= 0xF4:
        right = ""
    before, after = re.search(r"\w*$", text[:start]), re.match(r"\w*", text[end:])
    assert before and after
    word = before[0] + letter + after[0]
    known = letter.isalpha() and len(word) > 1
    times = setting.document.get(word, 0) if known else 0
    in_vocabulary = known and word in setting.vocabulary
    score = weight + min(languages(letter), 4) / 2 - 3 * oddity(left + letter + right)
    score += 100 * in_vocabulary + 50 * min(times, 2)
    if weight and letter.isupper() and not before[0] and after[0][:1].islower():
        score += 2
    if letter == "”" and text.count("“", 0, start) > text.count("”", 0, start):
        score += 5
    return Guess(score, letter, end, in_vocabulary or times > 0)
