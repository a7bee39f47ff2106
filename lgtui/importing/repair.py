"""Repairs the encoding of a whole document.

One damaged page was damaged in one way, so the document as a whole tells which codec was wrong,
where a single field could not. Strict reading back comes first: it restores what was there or
nothing at all. What cannot be read back strictly is guessed and marked so, or flagged and left.
Only lines that hold characters beyond ASCII are looked at, and healthy ones stay as they are.
"""

from collections.abc import Callable, Collection
from typing import NamedTuple

from lgtui.importing import lostbytes, misread, mojibake, tracing
from lgtui.importing.decoding import Decoded, decode
from lgtui.importing.tracing import Change, Edit

Vocabulary = Callable[[], Collection[str]] | Collection[str]
"""Words known to be right, such as those of earlier versions; a callable is asked when needed."""

_PASSES = 12


class Flag(NamedTuple):
    """Something that looks garbled and could not be repaired: it stays as it is."""

    line: int
    column: int
    text: str


class Repaired(NamedTuple):
    r"""A repaired document.

    ``text`` has LF line ends and no byte order mark; ``newline`` is the style the document had
    (``"\n"``, ``"\r\n"`` or ``"\r"``), ``bom`` whether it began with a byte order mark.
    """

    text: str
    changes: tuple[Change, ...] = ()
    flagged: tuple[Flag, ...] = ()
    newline: str = "\n"
    bom: bool = False


def repair(raw: bytes, vocabulary: Vocabulary = ()) -> Repaired:
    """Reads a document of unknown encoding and repairs what earlier programs garbled.

    Args:
        raw: the bytes of the file.
        vocabulary: words known to be right; they decide between the guesses for a lost byte.
    """
    decoded = decode(raw)
    return _repair(decoded, vocabulary)


def repair_text(text: str, vocabulary: Vocabulary = ()) -> Repaired:
    """Repairs a text that is already decoded, such as one that was pasted."""
    bom = text.startswith("\ufeff")
    return _repair(Decoded(text.removeprefix("\ufeff"), bom=bom), vocabulary)


def _repair(decoded: Decoded, vocabulary: Vocabulary) -> Repaired:
    """The repair proper, on text."""
    text, newline = _with_lf(decoded.text)
    lines = [tracing.trace(line) for line in text.split("\n")]
    known: list[Collection[str]] = []

    def words() -> Collection[str]:
        if not known:
            known.append(vocabulary() if callable(vocabulary) else vocabulary)
        return known[0]

    codecs: dict[str, float] = {}
    for _ in range(_PASSES):
        edits = (
            _read_back(lines, codecs)
            or _second_opinion(lines)
            or lostbytes.guesses(lines, codecs, words)
        )
        if not edits:
            break
        for at, found in edits.items():
            lines[at] = tracing.apply(lines[at], found)
    result = "\n".join(line.text for line in lines)
    changes = tuple(
        change for at, line in enumerate(lines) for change in tracing.changes(line, at + 1)
    )
    return Repaired(result, decoded.changes + changes, _flags(lines), newline, decoded.bom)


def _with_lf(text: str) -> tuple[str, str]:
    """The text with LF line ends, and the style that most of its lines had."""
    pairs = text.count("\r\n")
    counts = {
        "\n": text.count("\n") - pairs,
        "\r\n": pairs,
        "\r": text.count("\r") - pairs,
    }
    newline = max(counts, key=lambda style: counts[style])
    return text.replace("\r\n", "\n").replace("\r", "\n"), newline


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
    believed = dict(codecs)
    for found in suspects.values():
        for suspect in found:
            if suspect.gain >= mojibake.ALARM:
                believed[suspect.codec] = believed.get(suspect.codec, 0.0) + suspect.gain
    edits: dict[int, list[Edit]] = {}
    for at, found in suspects.items():
        chosen = _choose(found, believed)
        for suspect in chosen:
            codecs[suspect.codec] = codecs.get(suspect.codec, 0.0) + max(suspect.gain, 0.0)
        if chosen:
            edits[at] = [
                _edit(suspect, lines[at].text, suspect.gain >= mojibake.ALARM)
                for suspect in sorted(chosen)
            ]
    return edits


def _choose(found: list[mojibake.Suspect], believed: dict[str, float]) -> list[mojibake.Suspect]:
    """Of one line's suspects those to repair, no two of which overlap."""
    ranked = sorted(
        found, key=lambda suspect: (suspect.gain, believed.get(suspect.codec, 0.0)), reverse=True
    )
    chosen: list[mojibake.Suspect] = []
    for suspect in ranked:
        on_line = any(other.codec == suspect.codec for other in chosen)
        if suspect.gain >= mojibake.ALARM:
            good = True
        else:
            good = suspect.codec in believed and suspect.gain >= (0.0 if on_line else 0.5)
        clear = all(suspect.end <= other.start or other.end <= suspect.start for other in chosen)
        if good and clear:
            chosen.append(suspect)
    return chosen


def _second_opinion(lines: list[tracing.Line]) -> dict[int, list[Edit]]:
    """What ftfy makes of words that still look garbled, where that leaves nothing odd."""
    edits: dict[int, list[Edit]] = {}
    for at, line in enumerate(lines):
        for start, end in mojibake.looks_garbled(line.text):
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


def _flags(lines: list[tracing.Line]) -> tuple[Flag, ...]:
    """What still looks garbled."""
    return tuple(
        Flag(at + 1, line.columns[start] + 1, line.text[start:end])
        for at, line in enumerate(lines)
        for start, end in mojibake.looks_garbled(line.text)
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
        found = mojibake.invisible(line)
        removed += [
            Change(
                at + 1, offset + 1, line[offset], _instead(line, offset), True, f"removed {name}"
            )
            for offset, name in found
        ]
        places = {offset for offset, _ in found}
        lines[at] = "".join(
            _instead(line, place) if place in places else char for place, char in enumerate(line)
        )
    return "\n".join(lines), tuple(removed)


def _instead(line: str, at: int) -> str:
    """A blank for an invisible line end within a line, nothing for anything else."""
    return " " if line[at] in "\x0b\x0c\x85\u2028\u2029" else ""
