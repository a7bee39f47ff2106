"""Guesses for letters that lost one of their bytes on the way.

The letter is gone for good; the rest of the document and earlier versions of it say which one
fits, else how usual it is. Every guess is marked and names its rivals.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection

from lgtui.importing import fillings, gaps
from lgtui.importing.fillings import Guess, Setting
from lgtui.importing.gaps import Gap
from lgtui.importing.readback import Evidence
from lgtui.importing.tracing import Edit, Line
from lgtui.text import misread, mojibake
from lgtui.text.oddity import kind

MOST = 1500
"""More broken sequences than this are no page that lost a few bytes, and hopeless to guess."""


def guesses(
    lines: list[Line], proven: Evidence, vocabulary: Callable[[], Collection[str]]
) -> dict[int, list[Edit]]:
    """For each sequence that lost a byte the likeliest letter, where enough speaks for one.

    A document with more than ``MOST`` of them is left as it is.
    """
    codec = max(proven, key=lambda name: proven[name], default="") or _by_lead(lines)
    places = gaps.broken(lines, codec, heads=bool(proven))
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
        letters=Counter(
            char
            for line in lines
            if line.edits
            for char, made in zip(line.text, line.edits, strict=True)
            if made and char > "\x7f"
        ),
        survived=frozenset(
            fillings.sort(char)
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
    trace = bool(mojibake.looks_garbled(line.text[max(0, gap.start - 2) : gap.end + 2]))
    if not (trace or setting.proven):
        return None
    ranked = sorted(fillings.weighed(line.text, gap, setting), key=lambda guess: -guess.score)
    if not ranked or not _believable(line, gap, ranked[0], setting, trace):
        return None
    best = ranked[0]
    others = dict.fromkeys(guess.letter for guess in ranked[1:6] if guess.letter != best.letter)
    blank = " " in line.text[gap.start : best.end]
    how = "a no-break space became a plain one" if blank else "a byte was lost"
    reason = f"UTF-8 read as {misread.codec_name(setting.codec)}, and {how}"
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
    saved = mojibake.gain(text, gap.start, best.end, best.letter)
    stand_in = setting.proven and ("?" in text[gap.start : best.end] or "\ufffd" in around)
    touching = any(line.edits[max(0, gap.start - 1) : gap.end + 1])
    if stand_in or setting.clean or touching or (trace and saved >= mojibake.ALARM):
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
    saved = mojibake.gain(line.text, gap.start, best.end, best.letter)
    return setting.clean and setting.whole and within and saved >= 0
