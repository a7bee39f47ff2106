"""Finds garbled encoding in a text, fast and without false alarms.

This is what the checks run over every field of every talk, so a text of plain ASCII costs one
call and a healthy accented one a single search: only where two characters beyond ASCII stand side
by side is there anything to weigh. Tables are made only then.
"""

import functools
import re
from typing import NamedTuple

from lgtui.text import misread

ALARM = 1.5
"""How much oddity reading back must take away before a piece is called garbled by itself."""


class Suspect(NamedTuple):
    """A garbled-looking stretch: what it reads as through ``codec`` and the oddity that saves."""

    start: int
    end: int
    after: str
    codec: str
    gain: float


_RUN = re.compile(r"[^\x00-\x7f]+")
_TRACES = frozenset("ÃÂĂ√├âð\ufffd")


@functools.cache
def _trace() -> re.Pattern[str]:
    """What is left of a sequence that lost a byte: a capital or a sign no word has there."""
    return re.compile(
        r"\ufffd+|(?<=[a-z])[ÃĂ](?=[a-z ])|(?<=[A-Za-z])[√├](?=[a-z])"
        r"|(?<![A-ZÀ-Þ])Â |(?<!\S)Ã |â€|ðŸ"
    )


_SIGNATURES = (
    *("â€", "‚Ä", "ΓÇ", "ÔÇ", "вЂ"),
    *("ðŸ", "đź", "рџ", "≡ƒ", "\uf8ffü", "\u00adƒ"),
    *("ï»¿", "Ôªø", "п»ї", "∩╗┐", "´╗┐", "ď»ż", "ďťż"),
)
"""How dashes and quotes, emoji and the byte order mark begin in each codec: never by chance."""


def gain(text: str, start: int, end: int, after: str, codec: str = "") -> float:
    """How much less odd the text is with ``after`` in place of the characters start to end.

    Several sequences in a row, and sequences of three and four bytes, hardly fit by chance: they
    count on top, and are enough by themselves where they are many. Neighbours that are lead
    bytes of the codec too are garbled themselves and not held against ``after``.
    """
    from lgtui.text.oddity import oddity

    piece = text[start:end]
    left, right = text[max(0, start - 2) : start], text[end : end + 2]
    left, right = left.rpartition("\n")[2], right.partition("\n")[0]
    before, then = oddity(left + piece + right), oddity(left + after + right)
    bonus = min(0.5 * (len(after) - 1) + 0.5 * max(len(piece) - 2 * len(after), 0), 4.0)
    if piece.startswith(_SIGNATURES):
        bonus += ALARM
    before += _unmatched_quote(text, start, end) + _glued_sign(left, piece)
    if not before and bonus < ALARM:
        return -then
    if before >= ALARM and codec and _beside_lead(left[-1:], right[:1], codec):
        then = min(then, oddity(after))
    return before - then + bonus


def _beside_lead(left: str, right: str, codec: str) -> bool:
    """Whether a neighbour is the lead byte of another sequence, broken or not yet read back."""
    table = misread.byte_of(codec)
    return any(char > "\x7f" and 0xC2 <= table.get(char, 0) <= 0xF4 for char in (left, right))


def _unmatched_quote(text: str, start: int, end: int) -> float:
    """Oddity of a closing guillemet within a piece that nothing opened on its line."""
    at = text.find("»", start, end - 1)
    if at < 0 or (text[at + 1] in "…’”–—" and not text[end : end + 1].isalpha()):
        return 0.0
    opened = text.rfind("«", text.rfind("\n", 0, at) + 1, at) >= 0
    return 0.0 if opened else 1.0


def _glued_sign(left: str, piece: str) -> float:
    """Oddity of mathematics glued to a word, where formulas have single letters, and of ``¬©``."""
    glued = len(left) == 2 and left.isalpha() and piece[0] in "√≈∆"
    return 0.5 if glued or piece[0] == "¬" else 0.0


def suspects(text: str, codec: str, start: int = 0, end: int | None = None) -> list[Suspect]:
    """All pieces in ``text[start:end]`` that are UTF-8 read through the codec, with their gain."""
    return [
        Suspect(*piece, codec, _gain_in_layers(text, piece, codec))
        for piece in misread.pieces(text, codec, start, end)
    ]


def _gain_in_layers(text: str, piece: misread.Piece, codec: str) -> float:
    """The gain of a piece, or of what it becomes when it was read wrong twice.

    What is UTF-8 twice over is so by no chance, however odd it looks halfway.
    """
    from lgtui.text.oddity import oddity

    once = gain(text, *piece, codec)
    if once >= ALARM or len(piece.after) < 2:
        return once
    deeper = (misread.read_back(piece.after, other) for other in misread.CODECS)
    twice = [
        gain(text, piece.start, piece.end, after) + ALARM
        for after in deeper
        if after and not oddity(after)
    ]
    return max(twice, default=once)


def looks_garbled(text: str) -> list[tuple[int, int]]:
    """Where a text looks like garbled encoding: (start, end) in characters, in order.

    These are stretches that a wrong codec made of UTF-8 (``Ã©``, ``â€™``), what is left of one
    that lost a byte, and U+FFFD, which stands for bytes some program could not read. A text that
    merely has accents, in whichever script, gives none.
    """
    if text.isascii():
        return []
    spans: list[tuple[int, int]] = []
    traces = False
    for found in _RUN.finditer(text):
        run = found[0]
        traces = traces or not _TRACES.isdisjoint(run)
        if len(run) > 1 and misread.possible(run):
            start, end = found.span()
            opened = "»" in run and text.rfind("«", text.rfind("\n", 0, start) + 1, start) >= 0
            alarms = _alarms(text[max(0, start - 2) : start], run, text[end : end + 2], opened)
            spans += [(start + first, start + last) for first, last in alarms]
    if traces:
        spans += [found.span() for found in _trace().finditer(text)]
    return merged(spans) if spans else spans


@functools.lru_cache(maxsize=8192)
def _alarms(left: str, run: str, right: str, opened: bool) -> tuple[tuple[int, int], ...]:
    """Where a run of characters beyond ASCII looks garbled between its neighbours.

    Words come back in talk after talk, so the verdict is kept; ``opened`` tells whether a
    guillemet is open before the run.
    """
    before = ("« " if opened else "") + left
    return tuple(
        (suspect.start - len(before), suspect.end - len(before))
        for codec in misread.possible(run)
        for suspect in suspects(before + run + right, codec, len(before), len(before) + len(run))
        if suspect.gain >= ALARM
    )


def merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, overlapping ones joined."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
