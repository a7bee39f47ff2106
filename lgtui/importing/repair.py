"""Repairs the encoding of a whole document.

One damaged page was damaged in one way, so the document as a whole tells which codec was wrong,
where a single field could not. Strict reading back comes first: it restores what was there or
nothing at all. What cannot be read back strictly is guessed and marked so, or flagged and left.
Only lines that hold characters beyond ASCII are looked at, and healthy ones stay as they are.
"""

from collections.abc import Callable, Collection
from typing import NamedTuple

from lgtui.importing import lostbytes, lostwords, misread, mojibake, tracing
from lgtui.importing.decoding import Decoded, as_lines, decode
from lgtui.importing.oddity import familiar
from lgtui.importing.tracing import Change, Edit

Vocabulary = Callable[[], Collection[str]] | Collection[str]
"""Words known to be right, such as those of earlier versions; a callable is asked when needed."""


class Flag(NamedTuple):
    """Something that looks garbled and could not be repaired: it stays as it is."""

    line: int
    column: int
    text: str


class Repaired(NamedTuple):
    r"""A repaired document.

    ``text`` has LF line ends and no byte order mark; ``newline`` is the style the document had
    (``"\n"``, ``"\r\n"`` or ``"\r"``), ``bom`` whether it began with a byte order mark, and
    ``encoding`` what its bytes were written in.
    """

    text: str
    changes: tuple[Change, ...] = ()
    flagged: tuple[Flag, ...] = ()
    newline: str = "\n"
    bom: bool = False
    encoding: str = "UTF-8"


def repair(raw: bytes, vocabulary: Vocabulary = ()) -> Repaired:
    """Reads a document of unknown encoding and repairs what earlier programs garbled.

    Args:
        raw: the bytes of the file.
        vocabulary: words known to be right; they decide between the guesses for a lost byte.
    """
    return _repair(decode(raw), vocabulary)


def repair_text(text: str, vocabulary: Vocabulary = ()) -> Repaired:
    """Repairs a text that is already decoded, such as one that was pasted."""
    bom = text.startswith("\ufeff")
    return _repair(as_lines(text.removeprefix("\ufeff"), bom), vocabulary)


def _repair(decoded: Decoded, vocabulary: Vocabulary) -> Repaired:
    """The repair proper, on traced lines: layer after layer until nothing more is found."""
    lines = list(decoded.lines)
    known: list[Collection[str]] = []

    def words() -> Collection[str]:
        if not known:
            known.append(vocabulary() if callable(vocabulary) else vocabulary)
        return known[0]

    proven: dict[str, float] = {}
    while True:
        codecs: dict[str, float] = {}
        again = _settle([tracing.trace(line.text) for line in lines], codecs, words)
        proven = proven or codecs
        if all(new.text == old.text for new, old in zip(again, lines, strict=True)):
            break
        lines = [tracing.compose(*pair) for pair in zip(lines, again, strict=True)]
    text = "\n".join(line.text for line in lines)
    return Repaired(
        text.removeprefix("\ufeff"),
        tuple(change for at, line in enumerate(lines) for change in tracing.changes(line, at + 1)),
        _flags(lines, lostbytes.leftovers(lines, proven)),
        decoded.newline,
        decoded.bom or text.startswith("\ufeff"),
        decoded.encoding,
    )


def _settle(
    lines: list[tracing.Line], codecs: dict[str, float], words: Callable[[], Collection[str]]
) -> list[tracing.Line]:
    """The lines repaired, layer after layer, until ``codecs``, what was proven, proves no more."""
    while True:
        edits = (
            _read_back(lines, codecs)
            or _second_opinion(lines)
            or lostbytes.guesses(lines, codecs, words)
            or lostwords.guesses(lines, words)
        )
        if not edits:
            return lines
        lines = [
            tracing.apply(line, edits[at]) if at in edits else line for at, line in enumerate(lines)
        ]


def _read_back(lines: list[tracing.Line], codecs: dict[str, float]) -> dict[int, list[Edit]]:
    """One layer of wrong decoding taken back, certain; adds to ``codecs`` what it believed."""
    text = "\n".join(line.text for line in lines)
    if text.isascii():
        return {}
    return _whole(text, codecs) or _by_piece(lines, codecs)


def _edit(suspect: mojibake.Suspect, text: str, certain: bool = True) -> Edit:
    name = misread.codec_name(suspect.codec, text[suspect.start : suspect.end])
    reason = f"UTF-8 read as {name}"
    return Edit(suspect.start, suspect.end, suspect.after, certain, reason)


def _whole(text: str, codecs: dict[str, float]) -> dict[int, list[Edit]]:
    """The one codec that explains every character of the document beyond ASCII."""
    best: tuple[float, list[mojibake.Suspect]] = (0.0, [])
    for codec in (*misread.CODECS, *misread.RARE_CODECS):
        if misread.explains_all(text, codec) is None:
            continue
        found = mojibake.suspects(text, codec)
        total = sum(suspect.gain for suspect in found)
        total += familiar("".join(suspect.after for suspect in found)) - misread.rarity(codec)
        if total > best[0] and max(suspect.gain for suspect in found) >= mojibake.ALARM:
            best = total, found
    if not best[1]:
        return {}
    codecs[best[1][0].codec] = codecs.get(best[1][0].codec, 0.0) + best[0]
    edits: dict[int, list[Edit]] = {}
    starts = _line_starts(text)
    at = 0
    for suspect in best[1]:
        while at + 1 < len(starts) and starts[at + 1] <= suspect.start:
            at += 1
        edit = _edit(suspect, text)
        moved = edit._replace(start=edit.start - starts[at], end=edit.end - starts[at])
        edits.setdefault(at, []).append(moved)
    return edits


def _line_starts(text: str) -> list[int]:
    """Where each line begins."""
    starts = [0]
    for line in text.split("\n")[:-1]:
        starts.append(starts[-1] + len(line) + 1)
    return starts


def _by_piece(lines: list[tracing.Line], codecs: dict[str, float]) -> dict[int, list[Edit]]:
    """Line by line and piece by piece; a codec proven in one place is trusted more in others."""
    suspects = {
        at: [suspect for codec in misread.CODECS for suspect in mojibake.suspects(line.text, codec)]
        for at, line in enumerate(lines)
        if not line.text.isascii()
    }
    believed = _believed(suspects, codecs)
    edits: dict[int, list[Edit]] = {}
    for at, found in suspects.items():
        chosen = _choose(found, believed, lines[at].text)
        for suspect in chosen:
            codecs[suspect.codec] = codecs.get(suspect.codec, 0.0) + max(suspect.gain, 0.0)
        if chosen:
            edits[at] = [
                _edit(suspect, lines[at].text, suspect.gain >= 0.5) for suspect in sorted(chosen)
            ]
    return edits


def _believed(
    suspects: dict[int, list[mojibake.Suspect]], codecs: dict[str, float]
) -> dict[str, float]:
    """How much speaks for each codec: the best one first, the next by what that leaves over."""
    believed = dict(codecs)
    left = [(at, suspect) for at, found in suspects.items() for suspect in found]
    while True:
        weights: dict[str, float] = {}
        for codec in misread.CODECS:
            fitting = [
                suspect for _, suspect in left if suspect.codec == codec and suspect.gain >= 0
            ]
            if any(suspect.gain >= mojibake.ALARM for suspect in fitting):
                total = sum(suspect.gain + 0.5 * len(suspect.after) for suspect in fitting)
                letters = familiar("".join(suspect.after for suspect in fitting))
                weights[codec] = total + letters - misread.rarity(codec)
        if not weights:
            return believed
        best = max(weights, key=lambda codec: weights[codec])
        believed[best] = believed.get(best, 0.0) + weights[best]
        claimed = {
            (at, place)
            for at, suspect in left
            if suspect.codec == best and suspect.gain >= 0
            for place in range(suspect.start, suspect.end)
        }
        left = [
            (at, suspect)
            for at, suspect in left
            if not any((at, place) in claimed for place in range(suspect.start, suspect.end))
        ]


def _choose(
    found: list[mojibake.Suspect], believed: dict[str, float], line: str
) -> list[mojibake.Suspect]:
    """Of one line's suspects those to repair, no two of which overlap.

    One that is odd by itself is repaired anyway. One that is a little odd needs a codec that is
    proven elsewhere in the document. One that is not odd at all needs, besides, a line on which
    nothing else is healthy.
    """
    most = max(believed.values(), default=1.0)
    ranked = sorted(
        found,
        key=lambda suspect: suspect.gain + believed.get(suspect.codec, 0.0) / most,
        reverse=True,
    )
    chosen: list[mojibake.Suspect] = []
    for suspect in ranked:
        good = suspect.gain >= mojibake.ALARM or (
            suspect.codec in believed
            and (
                suspect.gain >= 0.5
                or (suspect.gain >= 0 and _nothing_else(line, suspect.codec))
                or any(other.codec == suspect.codec for other in chosen)
            )
        )
        clear = all(suspect.end <= other.start or other.end <= suspect.start for other in chosen)
        if good and clear and suspect.gain >= 0:
            chosen.append(suspect)
    return chosen


def _nothing_else(line: str, codec: str) -> bool:
    """Whether every character of a line beyond ASCII is part of a sequence of the codec."""
    return misread.explains_all(line, codec) is not None


def _second_opinion(lines: list[tracing.Line]) -> dict[int, list[Edit]]:
    """What ftfy makes of words that still look garbled, where that leaves nothing odd."""
    edits: dict[int, list[Edit]] = {}
    for at, line in enumerate(lines):
        for start, found_end in mojibake.looks_garbled(line.text):
            end = start + len(line.text[start:found_end].rstrip())
            left = max(line.text.rfind(blank, 0, start) for blank in " \t") + 1
            ends = [line.text.find(blank, end) for blank in " \t"]
            right = min([place for place in ends if place >= 0], default=len(line.text))
            word = line.text[left:right]
            fixed = _ftfy(word)
            already = edits.get(at, [])
            if fixed and not any(edit.end > left for edit in already):
                edits.setdefault(at, []).append(
                    Edit(left, right, fixed, False, "garbled encoding, as far as ftfy can tell")
                )
    return edits


def _ftfy(word: str) -> str:
    """The word with its encoding fixed by ftfy; empty where that is no clean repair."""
    import ftfy

    fixed = ftfy.fix_encoding(word)
    same = [char for char in word if char < "\x80"] == [char for char in fixed if char < "\x80"]
    if fixed == word or not same or "\ufffd" in fixed or mojibake.looks_garbled(fixed):
        return ""
    return fixed if mojibake.gain(word, 0, len(word), fixed) > 0 else ""


def _flags(
    lines: list[tracing.Line], leftovers: dict[int, list[tuple[int, int]]]
) -> tuple[Flag, ...]:
    """What still looks garbled."""
    return tuple(
        Flag(at + 1, line.columns[start] + 1, line.text[start:end])
        for at, line in enumerate(lines)
        for start, end in mojibake.merged(mojibake.looks_garbled(line.text) + leftovers.get(at, []))
    )


def strip_invisible(text: str) -> tuple[str, tuple[Change, ...]]:
    """The text without invisible characters that mean nothing, and what was taken out.

    This is a normalization, not a repair: nothing that can be read changes, except that a line
    separator (U+2028, U+2029, U+0085) and a vertical tab or form feed become a blank, so that
    the words around it stay apart. The no-break space stays: it is visible as a space.
    """
    removed: list[Change] = []
    lines = text.split("\n")
    for at, line in enumerate(lines):
        found = dict(mojibake.invisible(line))
        removed += [_removal(at + 1, offset, line[offset], name) for offset, name in found.items()]
        lines[at] = "".join(
            _instead(char) if place in found else char for place, char in enumerate(line)
        )
    return "\n".join(lines), tuple(removed)


def _removal(line: int, offset: int, char: str, name: str) -> Change:
    """What stripping did to one invisible character."""
    instead = _instead(char)
    reason = f"replaced {name} by a blank" if instead else f"removed {name}"
    return Change(line, offset + 1, char, instead, True, reason)


def _instead(char: str) -> str:
    """A blank for an invisible line end within a line, nothing for anything else."""
    return " " if char in "\x0b\x0c\x85\u2028\u2029" else ""
