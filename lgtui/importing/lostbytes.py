"""Guesses for letters that lost one of their bytes on the way.

Windows-1252 has no character for the bytes 81, 8D, 8F, 90 and 9D: programs drop them or write a
question mark or U+FFFD instead. The soft hyphen AD is dropped as well, and the no-break space A0
turned into a plain one. The letter is then gone for good; the rest of the document and earlier
versions of it say which one fits, else how usual it is. Every guess is marked and names its rivals.
"""

import re
from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from lgtui.importing import gaps, misread, mojibake
from lgtui.importing.gaps import Gap
from lgtui.importing.oddity import kind, languages, oddity
from lgtui.importing.readback import Evidence
from lgtui.importing.tracing import Edit, Line

_LIKELY = {0xAD: 4.0, 0xA0: 1.0, 0x81: 3.0, 0x8D: 3.0, 0x8F: 1.0, 0x90: 1.0, 0x9D: 3.0}
_UNDEFINED = frozenset((0x81, 0x83, 0x88, 0x8D, 0x8F, 0x90, 0x98, 0x9D))


class Filling(NamedTuple):
    """What a gap may have been: ``letter`` in place of the text up to ``end``, and its weight."""

    letter: str
    end: int
    weight: float


class Guess(NamedTuple):
    """A weighed filling; ``known`` where it makes a word that is known from elsewhere."""

    score: float
    letter: str
    end: int
    known: bool


class Setting(NamedTuple):
    """What the document tells about its gaps.

    ``proven``: the codec was seen elsewhere in it; ``clean``: and nothing healthy was; ``whole``:
    and it was seen so often that whatever is left on a repaired line must be broken; ``sure``:
    or even on a line of its own. ``apart``: some gap has two blanks after it, so blanks were not
    merged and one of them is the lost byte. ``marked``: some question mark within a word stands
    for a byte, so any other may. ``document``: how often each word occurs; ``vocabulary``: the
    words known to be right.
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
    lines: list[Line], proven: Evidence, vocabulary: Callable[[], Collection[str]]
) -> dict[int, list[Edit]]:
    """For each sequence that lost a byte the likeliest letter, where enough speaks for one."""
    codec = max(proven, key=lambda name: proven[name], default="") or _by_lead(lines)
    places = gaps.broken(lines, codec)
    if not places:
        return {}
    setting = _setting(lines, places, codec, bool(proven), vocabulary)
    edits: dict[int, list[Edit]] = {}
    for at, found in places.items():
        for gap in found:
            edit = _edit(lines[at], gap, setting)
            if edit and not (at in edits and edits[at][-1].end > edit.start):
                edits.setdefault(at, []).append(edit)
    return edits


def _by_lead(lines: list[Line]) -> str:
    """The codec that shows the commonest lead byte as a sign that some line has."""
    signs = {"√": "mac_roman", "├": "cp850", "Ă": "cp1250"}
    garbled = {
        line.text[start:end] for line in lines for start, end in mojibake.looks_garbled(line.text)
    }
    return next((codec for sign, codec in signs.items() if sign in garbled), "cp1252")


def _setting(
    lines: list[Line],
    places: dict[int, list[Gap]],
    codec: str,
    proven: bool,
    vocabulary: Callable[[], Collection[str]],
) -> Setting:
    """What the document tells; the vocabulary is asked only where a guess may come of it."""
    repaired, healthy = gaps.outside(lines, places)
    whole = not healthy and repaired >= max(3, 4 * sum(map(len, places.values())))
    mended = sum(any(line.edits) for line in lines)
    around = [
        (lines[at].text[gap.place], lines[at].text[gap.end : gap.end + 1])
        for at, found in places.items()
        for gap in found
        if gap.place >= 0
    ]
    needed = proven or any(
        mojibake.looks_garbled(lines[at].text) for at in places if not lines[at].text.isascii()
    )
    known = vocabulary() if needed else ()
    return Setting(
        codec,
        proven,
        clean=proven and not healthy,
        whole=whole,
        sure=whole and mended >= 5 * len(places),
        apart=(" ", " ") in around,
        marked=any(stand_in == "?" and after.isalpha() for stand_in, after in around),
        document=_words(lines, places),
        vocabulary=frozenset(word for entry in known for word in re.findall(r"\w+", entry)),
    )


def _words(lines: list[Line], places: dict[int, list[Gap]]) -> dict[str, int]:
    """How often each word occurs that has no gap in it."""
    words: dict[str, int] = {}
    for at, line in enumerate(lines):
        inside = {place for gap in places.get(at, ()) for place in range(gap.start, gap.end)}
        for found in re.finditer(r"\w+", line.text):
            if inside.isdisjoint(range(*found.span())):
                words[found[0]] = words.get(found[0], 0) + 1
    return words


def _edit(line: Line, gap: Gap, setting: Setting) -> Edit | None:
    """The likeliest letter for a gap, where enough speaks for it."""
    ranked = sorted(_guesses(line.text, gap, setting), key=lambda guess: -guess.score)
    if not ranked or not _believable(line, gap, ranked[0], setting):
        return None
    best = ranked[0]
    others = dict.fromkeys(guess.letter for guess in ranked[1:6] if guess.letter != best.letter)
    blank = " " in line.text[gap.start : best.end]
    how = "a no-break space became a plain one" if blank else "a byte was lost"
    reason = f"UTF-8 read as {misread.codec_name(setting.codec)}, and {how}"
    return Edit(gap.start, best.end, best.letter, False, reason, tuple(others))


def _believable(line: Line, gap: Gap, best: Guess, setting: Setting) -> bool:
    """Whether a gap is one at all, and not a healthy capital.

    It is where the text is odd as it stands and the document, a neighbour or a stand-in says
    the same; where the guess makes a known word; or where nothing in the document is healthy.
    """
    text = line.text
    around = text[max(0, gap.start - 2) : gap.end + 2]
    trace = bool(mojibake.looks_garbled(around))
    if best.known and (setting.proven or trace):
        return True
    saved = mojibake.gain(text, gap.start, best.end, best.letter)
    stand_in = setting.proven and ("?" in text[gap.start : best.end] or "\ufffd" in around)
    touching = any(line.edits[max(0, gap.start - 1) : gap.end + 1])
    if stand_in or setting.clean or touching or (trace and saved >= mojibake.ALARM):
        odd = saved + stand_in >= 1.0
    else:
        odd = False
    left_over = setting.sure or (setting.whole and any(line.edits))
    return odd or (left_over and saved >= 0 and kind(text[gap.start]) in "lub+")


def _guesses(text: str, gap: Gap, setting: Setting) -> Iterator[Guess]:
    """Every letter that one more byte makes of a gap, weighed."""
    for byte in range(0x80, 0xC0):
        for filling in _fillings(text, gap, byte, setting):
            letter = filling.letter
            readable = letter in "’‘“”–—…•\u00a0" or kind(letter) not in "qxmd "
            if readable and letter != text[gap.start : filling.end]:
                yield _weighed(text, gap.start, filling, setting)


def _fillings(text: str, gap: Gap, byte: int, setting: Setting) -> Iterator[Filling]:
    """The ways in which a byte can fill a gap."""
    weight = _LIKELY.get(byte, 0.0)
    if gap.place < 0:
        for at in range(1, len(gap.have) + 1):
            letter = _decoded((*gap.have[:at], byte, *gap.have[at:]))
            if letter:
                yield Filling(letter, gap.end, weight - (0.0 if at == len(gap.have) else 3.0))
        return
    letter = _decoded(tuple(byte if have is None else have for have in gap.have))
    stand_in, at_end = text[gap.place], gap.place == gap.end - 1
    if not letter:
        return
    if stand_in == " " and byte == 0xA0:
        yield from _blank_fillings(text, gap, Filling(letter, gap.end, weight), setting.apart)
    elif stand_in == "\ufffd" or (
        stand_in == "?" and byte in _UNDEFINED and _stands_in(text, gap, setting)
    ):
        yield Filling(letter, gap.end, weight + 2.0)
    elif at_end:
        yield Filling(letter, gap.end - 1, weight)


def _stands_in(text: str, gap: Gap, setting: Setting) -> bool:
    """Whether a question mark after a lead byte stands for the lost one and asks nothing."""
    return len(gap.have) > 2 or setting.marked or text[gap.end : gap.end + 1].isalpha()


def _blank_fillings(text: str, gap: Gap, filling: Filling, apart: bool) -> Iterator[Filling]:
    """The ways to read a blank after a lead byte: it was the byte A0, or A0 is lost beside it.

    Where a letter follows, the blank also parts two words. It is kept, unless the document kept
    both elsewhere (``apart``), the letter begins a name (Š) or a blank is all it is.
    """
    letter, end, weight = filling
    after = text[end : end + 1]
    if not (after.isalpha() and gap.place == end - 1):
        yield Filling(letter, end, weight + 4.0)
        return
    before = text[gap.start - 1] if gap.start else " "
    name = letter.isupper() and after.islower() and not before.isalpha()
    yield Filling(letter, end, weight + (4.0 if apart or name or letter == "\u00a0" else 1.0))
    yield Filling(letter, end - 1, weight + 3.0)


def _decoded(sequence: tuple[int | None, ...]) -> str:
    """The character of a sequence of bytes; empty where it is none."""
    try:
        return bytes(byte or 0 for byte in sequence).decode()
    except UnicodeDecodeError:
        return ""


def _weighed(text: str, start: int, filling: Filling, setting: Setting) -> Guess:
    """A filling with its score: known words first, then how usual and fitting the letter is."""
    letter, end, score = filling
    left, right = text[max(0, start - 2) : start], text[end : end + 2]
    if right and 0xC2 <= misread.byte_of(setting.codec).get(right[0], 0) <= 0xF4:
        right = ""
    before, after = re.search(r"\w*$", text[:start]), re.match(r"\w*", text[end:])
    assert before and after
    word = before[0] + letter + after[0]
    is_word = letter.isalpha() and len(word) > 1
    times = setting.document.get(word, 0) if is_word else 0
    in_vocabulary = is_word and word in setting.vocabulary
    if filling.weight and letter.isupper() and not before[0] and after[0][:1].islower():
        score += 2
    if letter == "”" and text.count("“", 0, start) > text.count("”", 0, start):
        score += 5
    score += min(languages(letter), 4) / 2 - 3 * oddity(left + letter + right)
    score += 100 * in_vocabulary + 50 * min(times, 2)
    return Guess(score, letter, end, in_vocabulary or times > 0)
