"""What a broken sequence of UTF-8 may have been, and how likely each letter is."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from lgtui.importers.encoding import truncated_utf8
from lgtui.importers.encoding.reverse_decode import Evidence
from lgtui.importers.encoding.source_map import Edit, Line
from lgtui.importers.encoding.truncated_utf8 import Gap
from lgtui.text import encoding
from lgtui.text.plausibility import kind, languages, oddity

_LIKELY = {0xAD: 10.0, 0xA0: 6.0, 0x81: 8.0, 0x8D: 8.0, 0x8F: 5.0, 0x90: 5.0, 0x9D: 8.0}
_LEADS = {0xC2: 1.0, 0xC3: 6.0, 0xC4: 3.0, 0xC5: 3.0, 0xD0: 1.0, 0xD1: 1.0, 0xE2: 6.0, 0xF0: 6.0}
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
    for a byte, so any other may. ``document``: how often each word occurs; ``letters``: how often
    each letter was repaired; ``survived``: the sorts of invisible characters that came through;
    ``vocabulary``: the words known to be right.
    """

    codec: str
    proven: bool
    clean: bool
    whole: bool
    sure: bool
    apart: bool
    marked: bool
    document: dict[str, int]
    letters: dict[str, int]
    survived: frozenset[str]
    vocabulary: frozenset[str]


def weighed(text: str, gap: Gap, setting: Setting) -> Iterator[Guess]:
    """Every letter that one more byte makes of a gap, weighed."""
    lost = range(0xC2, 0xF5) if gap.have[0] is None else range(0x80, 0xC0)
    for byte in lost:
        for filling in _fillings(text, gap, byte, setting):
            letter = filling.letter
            readable = letter in "’‘“”–—…•\u00a0" or kind(letter) not in "qxmd "
            if readable and letter != text[gap.start : filling.end]:
                yield _weigh(text, gap.start, filling, setting)


def _fillings(text: str, gap: Gap, byte: int, setting: Setting) -> Iterator[Filling]:
    """The ways in which a byte can fill a gap."""
    weight = _weight(byte, setting)
    if gap.have[0] is None:
        letter = _decoded((byte, *gap.have[1:]))
        if letter:
            yield Filling(letter, gap.end, weight)
        return
    if gap.place < 0:
        for at in range(1, len(gap.have) + 1):
            letter = _decoded((*gap.have[:at], byte, *gap.have[at:]))
            if letter:
                inner = 6.0 if (gap.have[0], at, byte) == (0xE2, 1, 0x80) else -3.0
                yield Filling(letter, gap.end, weight + (0.0 if at == len(gap.have) else inner))
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


def _weight(byte: int, setting: Setting) -> float:
    """How likely a byte gets lost.

    That is where the codec shows it as nothing one can see, unless the like came through
    elsewhere in the document.
    """
    if byte >= 0xC2:
        return _LEADS.get(byte, 0.0)
    shown = encoding.chars_of(setting.codec)[byte]
    seen = shown > "\xa0" and shown != "\xad"
    safe = seen or sort(shown) in setting.survived
    return _LIKELY.get(byte, 0.0) / (8 if safe else 1)


def sort(char: str) -> str:
    """The sort of an invisible character: programs drop all C1 controls or none."""
    return "\x80" if "\x80" <= char < "\xa0" else char


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
    if not (letter.isalpha() or letter == "\u00a0"):
        yield Filling(letter, end - (gap.place == end - 1), weight)
        return
    if not (after.isalpha() and gap.place == end - 1):
        yield Filling(letter, end, weight + 12.0)
        return
    before = text[gap.start - 1] if gap.start else " "
    name = letter.isupper() and after.islower() and not before.isalpha()
    yield Filling(letter, end, weight + (12.0 if apart or name or letter == "\u00a0" else 7.0))
    yield Filling(letter, end - 1, weight + 10.0)


def _everyday(letter: str) -> bool:
    """Whether a Han character is among the 6,000 that Japanese or Chinese use every day.

    These are the first levels of JIS X 0208 and GB 2312.
    """
    if not "\u3400" <= letter <= "\u9fff":
        return False
    japanese, chinese = letter.encode("shift_jis", "ignore"), letter.encode("gb2312", "ignore")
    return b"" < japanese[:1] < b"\x98" or b"" < chinese[:1] < b"\xd8"


def _decoded(sequence: tuple[int | None, ...]) -> str:
    """The character of a sequence of bytes; empty where it is none."""
    try:
        return bytes(byte or 0 for byte in sequence).decode()
    except UnicodeDecodeError:
        return ""


def _mark(before: str, after: str) -> str:
    """The quote or apostrophe that fits between two texts; empty where a dash may be."""
    left, right = before[-1:].isalnum(), after[:1].isalnum()
    if left and right:
        return "’"
    if not left and right:
        return "“"
    opened = before.count("“") > before.count("”")
    return "”" if opened else "’" if left else ""


def _weigh(text: str, start: int, filling: Filling, setting: Setting) -> Guess:
    """A filling with its score: known words first, then how usual and fitting the letter is."""
    letter, end, score = filling
    left, right = text[max(0, start - 2) : start], text[end : end + 2]
    if right and 0xC2 <= encoding.byte_of(setting.codec).get(right[0], 0) <= 0xF4:
        right = ""
    before, after = (
        re.search(r"\w*$", text[max(0, start - 60) : start]),
        re.match(r"\w*", text[end : end + 60]),
    )
    assert before and after
    word = before[0] + letter + after[0]
    is_word = letter.isalpha() and len(word) > 1
    times = setting.document.get(word, 0) if is_word else 0
    in_vocabulary = is_word and word in setting.vocabulary
    if filling.weight and letter.isupper() and not before[0] and after[0][:1].islower():
        score += 2
    if letter in setting.letters:
        score += (4 if letter.isalpha() else 12) + min(setting.letters[letter], 4)
    if letter == _mark(text[max(0, start - 500) : start], text[end : end + 1]):
        score += 10
    score += 8 * _everyday(letter)
    score += min(languages(letter), 4) / 2 - 3 * oddity(left + letter + right)
    score += 100 * in_vocabulary + 50 * min(times, 2)
    return Guess(score, letter, end, in_vocabulary or times > 0)


MOST = 1500
"""More broken sequences than this are no page that lost a few bytes, and hopeless to guess."""


def guesses(
    lines: list[Line], proven: Evidence, vocabulary: Callable[[], Collection[str]]
) -> dict[int, list[Edit]]:
    """For each sequence that lost a byte the likeliest letter, where enough speaks for one.

    A document with more than ``MOST`` of them is left as it is.
    """
    codec = max(proven, key=lambda name: proven[name], default="") or _by_lead(lines)
    places = truncated_utf8.broken(lines, codec, heads=bool(proven))
    if not 0 < sum(map(len, places.values())) <= MOST:
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
        line.text[start:end] for line in lines for start, end in encoding.looks_garbled(line.text)
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
    repaired, healthy = truncated_utf8.outside(lines, places)
    whole = not healthy and repaired >= max(3, 4 * sum(map(len, places.values())))
    mended = sum(any(line.edits) for line in lines)
    around = [
        (lines[at].text[gap.place], lines[at].text[gap.end : gap.end + 1])
        for at, found in places.items()
        for gap in found
        if gap.place >= 0
    ]
    needed = proven or any(
        encoding.looks_garbled(lines[at].text) for at in places if not lines[at].text.isascii()
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
        letters=Counter(
            char
            for line in lines
            if line.edits
            for char, made in zip(line.text, line.edits, strict=True)
            if made and char > "\x7f"
        ),
        survived=frozenset(
            sort(char)
            for line in lines
            if not line.original.isascii()
            for char in line.original
            if "\x80" <= char <= "\xa0" or char == "\xad"
        ),
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
    trace = bool(encoding.looks_garbled(line.text[max(0, gap.start - 2) : gap.end + 2]))
    if not (trace or setting.proven):
        return None
    ranked = sorted(weighed(line.text, gap, setting), key=lambda guess: -guess.score)
    if not ranked or not _believable(line, gap, ranked[0], setting, trace):
        return None
    best = ranked[0]
    others = dict.fromkeys(guess.letter for guess in ranked[1:6] if guess.letter != best.letter)
    blank = " " in line.text[gap.start : best.end]
    how = "a no-break space became a plain one" if blank else "a byte was lost"
    reason = f"UTF-8 read as {encoding.codec_name(setting.codec)}, and {how}"
    return Edit(gap.start, best.end, best.letter, False, reason, tuple(others))


def _believable(line: Line, gap: Gap, best: Guess, setting: Setting, trace: bool) -> bool:
    """Whether a gap is one at all, and not a healthy capital.

    It is where the text is odd as it stands and the document, a neighbour or a stand-in says
    the same; where the guess makes a known word; or where nothing in the document is healthy.
    """
    text = line.text
    if gap.have[0] is None:
        return _believable_head(line, gap, best, setting)
    around = text[max(0, gap.start - 2) : gap.end + 2]
    if best.known and (setting.proven or trace):
        return True
    saved = encoding.gain(text, gap.start, best.end, best.letter)
    stand_in = setting.proven and ("?" in text[gap.start : best.end] or "\ufffd" in around)
    touching = any(line.edits[max(0, gap.start - 1) : gap.end + 1])
    if stand_in or setting.clean or touching or (trace and saved >= encoding.ALARM):
        odd = saved + stand_in >= 1.0
    else:
        odd = False
    left_over = setting.sure or (setting.whole and any(line.edits))
    return odd or (left_over and saved >= 0 and kind(text[gap.start]) in "lub+")


def _believable_head(line: Line, gap: Gap, best: Guess, setting: Setting) -> bool:
    """Whether a sign has lost the lead byte before it: it stands in a word, in a garbled page."""
    if best.known:
        return setting.proven
    within = line.text[: gap.start][-1:].isalpha() and line.text[gap.end :][:1].isalpha()
    saved = encoding.gain(line.text, gap.start, best.end, best.letter)
    return setting.clean and setting.whole and within and saved >= 0
