"""Repairs a document that was read in a wrong encoding: strictly first, then by guesses.

One layer of wrong decoding is undone after another: what was there comes back, or nothing. The
codec that explains the whole document comes first. A page that is garbled in places only is taken
line by line and piece by piece; a codec that is proven in one place is trusted in others.
"""

import bisect
import re
from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from lgtui.importers.encoding import byte_candidates, source_map
from lgtui.importers.encoding.source_map import (
    Change,
    Decoded,
    Edit,
    Evidence,
    Line,
    as_lines,
    decode,
)
from lgtui.text import control_chars, encoding
from lgtui.text.encoding import ALARM, Suspect, familiar, suspects

_DOUBTFUL = 0.5


class Layer(NamedTuple):
    """The edits of each line that take one layer back, and what they prove."""

    edits: dict[int, list[Edit]]
    evidence: Evidence


def undo_layer(lines: list[Line], proven: Evidence) -> Layer:
    """Undo one layer of wrong decoding; ``proven`` is what earlier layers proved."""
    text = "\n".join(line.text for line in lines)
    if text.isascii():
        return Layer({}, {})
    return _undo_whole(text) or _undo_pieces(lines, proven)


def _edit(suspect: Suspect, text: str, certain: bool = True) -> Edit:
    """Return the edit that repairs a suspect."""
    name = encoding.codec_name(suspect.codec, text[suspect.start : suspect.end])
    return Edit(suspect.start, suspect.end, suspect.after, certain, f"UTF-8 read as {name}")


def _weight(found: list[Suspect], codec: str) -> float:
    """Weigh a codec's suspects: oddity saved, letters explained, familiar letters."""
    total = sum(suspect.gain + 0.5 * len(suspect.after) for suspect in found)
    return total + familiar("".join(suspect.after for suspect in found)) - encoding.rarity(codec)


def _undo_whole(text: str) -> Layer | None:
    """Undo the layer with the one codec that explains the whole document, if there is one."""
    best: tuple[float, str, list[Suspect]] = (0.0, "", [])
    for codec in (*encoding.CODECS, *encoding.RARE_CODECS):
        if encoding.explains_all(text, codec) is None:
            continue
        found = suspects(text, codec)
        if max(suspect.gain for suspect in found) >= ALARM and sum(s.gain for s in found) > 0:
            best = max(best, (_weight(found, codec), codec, found), key=lambda one: one[0])
    weight, codec, found = best
    if not found:
        return None
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    edits: dict[int, list[Edit]] = {}
    for suspect in found:
        at = bisect.bisect_right(starts, suspect.start) - 1
        edit = _edit(suspect, text)
        moved = edit._replace(start=edit.start - starts[at], end=edit.end - starts[at])
        edits.setdefault(at, []).append(moved)
    return Layer(edits, {codec: weight})


def _undo_pieces(lines: list[Line], proven: Evidence) -> Layer:
    """Undo the layer line by line and piece by piece."""
    found = {
        at: [
            suspect
            for codec in encoding.CODECS
            for suspect in suspects(line.text, codec)
            if suspect.gain >= _least_gain(line, suspect)
            and not _is_beside_east_asian(line.text, suspect)
            and not _is_by_chance(suspect.after)
        ]
        for at, line in enumerate(lines)
        if not line.text.isascii()
    }
    believed = _codec_evidence(found, proven)
    edits: dict[int, list[Edit]] = {}
    evidence: Evidence = {}
    for at, on_line in found.items():
        text = lines[at].text
        chosen = _choose_suspects(on_line, believed, text)
        for suspect in chosen:
            evidence[suspect.codec] = evidence.get(suspect.codec, 0.0) + suspect.gain
        if chosen:
            edits[at] = [
                _edit(suspect, text, suspect.gain >= _DOUBTFUL) for suspect in sorted(chosen)
            ]
    return Layer(edits, evidence)


def _is_by_chance(letters: str) -> bool:
    """Return whether letters are such as nobody writes: unassigned ones, or one rare Han letter."""
    lone = letters if len(letters) == 1 and "\u3400" <= letters <= "\u9fff" else ""
    rare = bool(lone) and not encoding.is_common_letter(lone)
    return rare or "x" in map(encoding.kind, letters)


def _is_beside_east_asian(text: str, suspect: Suspect) -> bool:
    """Return whether other letters would come to stand within a word of East Asia.

    There they are what is left of a letter that lost a byte, and fit another codec by chance.
    """
    beside = text[max(0, suspect.start - 1) : suspect.start] + text[suspect.end : suspect.end + 1]
    return encoding.is_east_asian(beside) and not encoding.is_east_asian(suspect.after)


def _least_gain(line: Line, suspect: Suspect) -> float:
    """Return the least gain to consider: what an earlier layer made has to be odd."""
    return _DOUBTFUL if any(line.edits[suspect.start : suspect.end]) else 0.0


def _codec_evidence(found: dict[int, list[Suspect]], proven: Evidence) -> Evidence:
    """Weigh the evidence for each codec: the best first, the next by what that leaves over."""
    believed = dict(proven)
    left = [(at, suspect) for at, on_line in found.items() for suspect in on_line]
    while True:
        weights: Evidence = {}
        for codec in encoding.CODECS:
            fitting = [suspect for _, suspect in left if suspect.codec == codec]
            if any(suspect.gain >= ALARM for suspect in fitting):
                weights[codec] = _weight(fitting, codec)
        if not weights:
            return believed
        best = max(weights, key=lambda codec: weights[codec])
        believed[best] = believed.get(best, 0.0) + weights[best]
        claimed = {
            (at, place)
            for at, suspect in left
            if suspect.codec == best
            for place in range(suspect.start, suspect.end)
        }
        left = [
            (at, suspect)
            for at, suspect in left
            if claimed.isdisjoint((at, place) for place in range(suspect.start, suspect.end))
        ]


def _choose_suspects(found: list[Suspect], believed: Evidence, line: str) -> list[Suspect]:
    """Choose which of one line's suspects to repair; no two of them overlap.

    One that is odd by itself is repaired anyway. One that is a little odd needs a codec that is
    proven elsewhere in the document. One that is not odd at all needs, besides, a line on which
    another is, or on which nothing is healthy.
    """
    most = max(believed.values(), default=1.0)
    ranked = sorted(
        found, key=lambda suspect: -suspect.gain - believed.get(suspect.codec, 0.0) / most
    )
    chosen: list[Suspect] = []
    if ranked and encoding.is_east_asian(ranked[0].after):
        ranked = [suspect for suspect in ranked if suspect.codec == ranked[0].codec]
    for suspect in ranked:
        good = suspect.gain >= ALARM or (
            suspect.codec in believed
            and (
                suspect.gain >= _DOUBTFUL
                or any(other.codec == suspect.codec for other in chosen)
                or encoding.explains_all(line, suspect.codec) is not None
            )
        )
        if good and all(suspect.end <= one.start or one.end <= suspect.start for one in chosen):
            chosen.append(suspect)
    return chosen


MOST_WORDS = 500
"""More different words without a letter than this are hopeless to guess."""

_WITH_REPLACEMENT = re.compile(r"\w*\ufffd[\w\ufffd]*")
_TOKEN = re.compile(r"[^\s()<>\[\]\"“”„,;*]+")
_QUESTION_MARK = re.compile(r"(?<=[^\W\d_])\?{1,4}(?=[^\W\d_])")


def words_with_question_mark(text: str) -> list[tuple[int, int]]:
    """Return the words in which a question mark may stand for a letter (``Zaj?c``).

    A small letter follows it there; in addresses and code it means something else.
    """
    if "?" not in text:
        return []
    found = []
    for token in _TOKEN.finditer(text):
        inside = [one for one in _QUESTION_MARK.finditer(token[0]) if token[0][one.end()].islower()]
        if inside and not re.search(r"[/=:@`&]", token[0]):
            found.append(token.span())
    return found


def missing_letters(
    lines: list[Line], vocabulary: Callable[[], Collection[str]]
) -> dict[int, list[Edit]]:
    """Return, for each word that lacks a letter, the known word that fits, as a guess."""
    broken = [
        (at, (start, end), line.text[start:end])
        for at, line in enumerate(lines)
        for start, end in _incomplete_words(line.text)
    ]
    if not 0 < len({word for _, _, word in broken}) <= MOST_WORDS:
        return {}
    known = _known_words(lines, vocabulary())
    edits: dict[int, list[Edit]] = {}
    for at, (start, end), word in broken:
        fitting = _matching_words(word, known)
        if fitting:
            reason = "a letter was lost; the word is known from elsewhere"
            others = tuple(fitting[1:6])
            edits.setdefault(at, []).append(Edit(start, end, fitting[0], False, reason, others))
    return edits


def _incomplete_words(text: str) -> list[tuple[int, int]]:
    """Return the spans of words in which a sign stands for a lost letter."""
    found = []
    if "\ufffd" in text:
        found = [one.span() for one in _WITH_REPLACEMENT.finditer(text) if one[0].strip("\ufffd")]
    for start, end in words_with_question_mark(text):
        for piece in re.compile(r"[^\W\d_?]+(?:\?{1,4}[^\W\d_?]+)+").finditer(text, start, end):
            found.append(piece.span())
    return sorted(found)


def _known_words(lines: list[Line], vocabulary: Collection[str]) -> dict[str, int]:
    known: dict[str, int] = {}
    for text in [line.text for line in lines] + list(vocabulary):
        if not text.isascii():
            for word in re.findall(r"[\w\ufffd]+", text):
                if not word.isascii() and "\ufffd" not in word:
                    known[word] = known.get(word, 0) + 1
    return known


def _matching_words(word: str, known: dict[str, int]) -> list[str]:
    """Return known words with letters beyond ASCII where a word lacks some, commonest first.

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
    ``encoding`` what its bytes were written in; ``doubtful`` names what comes into question where
    none of these is believable.
    """

    text: str
    changes: tuple[Change, ...] = ()
    flagged: tuple[Flag, ...] = ()
    newline: str = "\n"
    bom: bool = False
    encoding: str = "UTF-8"
    doubtful: tuple[str, ...] = ()


def repair(raw: bytes, vocabulary: Vocabulary = ()) -> Repaired:
    """Decode a document of unknown encoding and repair what earlier programs garbled.

    Args:
        raw: the bytes of the file.
        vocabulary: words known to be right; they decide between the guesses for a lost byte.
    """
    return _repair(decode(raw), vocabulary)


def repair_text(text: str, vocabulary: Vocabulary = ()) -> Repaired:
    """Repair a text that is already decoded, such as one that was pasted."""
    bom = text.startswith("\ufeff")
    return _repair(as_lines(text.removeprefix("\ufeff"), bom), vocabulary)


def _repair(decoded: Decoded, vocabulary: Vocabulary) -> Repaired:
    """Repair traced lines, layer after layer, until nothing more is found."""
    lines = list(decoded.lines)
    known: list[Collection[str]] = []

    def words() -> Collection[str]:
        if not known:
            known.append(vocabulary() if callable(vocabulary) else vocabulary)
        return known[0]

    proven: Evidence = {}
    while True:
        again, evidence = _repair_layers([source_map.trace(line.text) for line in lines], words)
        proven = proven or evidence
        if all(new.text == old.text for new, old in zip(again, lines, strict=True)):
            break
        lines = [source_map.compose(*pair) for pair in zip(lines, again, strict=True)]
    leftovers = byte_candidates.unrepaired(lines, proven)
    for at, line in enumerate(lines):
        lines[at], taken_back = _without_halves(line)
        leftovers[at] = [*leftovers.get(at, []), *taken_back]
    text = "\n".join(line.text for line in lines)
    return Repaired(
        text.removeprefix("\ufeff"),
        tuple(
            change for at, line in enumerate(lines) for change in source_map.changes(line, at + 1)
        ),
        _flags(lines, leftovers),
        decoded.newline,
        decoded.bom or text.startswith("\ufeff"),
        decoded.encoding,
        decoded.doubtful,
    )


def _without_halves(line: Line) -> tuple[Line, list[tuple[int, int]]]:
    """Take back what was repaired in words of other scripts that stay broken; return also where.

    Half a name is another name. The words stay as they came, so that everybody sees it.
    """
    spans: list[tuple[int, int]] = []
    for start, end in reversed(_words_beyond_ascii(line) if line.edits else []):
        edited = list(zip(line.text[start:end], line.edits[start:end], strict=True))
        made = any(
            edits and char.isalpha() and encoding.script(char) != "LATIN" for char, edits in edited
        )
        left = any(not edits and _is_leftover(char) for char, edits in edited)
        if left and made:
            line, width = source_map.take_back(line, start, end)
            more = width - (end - start)
            spans = [(start, start + width), *((one + more, other + more) for one, other in spans)]
    return line, spans


def _words_beyond_ascii(line: Line) -> list[tuple[int, int]]:
    """Return the runs beyond ASCII, joined over question marks and blanks that stand for bytes."""
    spans: list[tuple[int, int]] = []
    for found in re.finditer(r"[^\x00-\x7f]+", line.text):
        start, end = found.span()
        last = spans[-1][1] if spans else 0
        gap = line.text[last:start]
        broken = spans and not line.edits[last - 1] and _is_leftover(line.text[last - 1])
        if spans and re.fullmatch("[ ?]{1,3}", gap) and ("?" in gap or broken):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _is_leftover(char: str) -> bool:
    """Return whether a sign can be what a wrong codec made of a byte, and no quote or dash."""
    return char > "\x7f" and encoding.kind(char) in "lus+$tx"


def _repair_layers(
    lines: list[source_map.Line], words: Callable[[], Collection[str]]
) -> tuple[list[source_map.Line], Evidence]:
    """Undo or guess one layer after another until none is left; return the evidence too."""
    proven: Evidence = {}
    while True:
        layer = undo_layer(lines, proven)
        for codec, weight in layer.evidence.items():
            proven[codec] = proven.get(codec, 0.0) + weight
        edits = (
            layer.edits
            or _wide_edits(lines)
            or _ftfy_edits(lines)
            or byte_candidates.repair_truncated(lines, proven, words)
            or missing_letters(lines, words)
        )
        if not edits:
            return lines, proven
        lines = [
            source_map.apply(line, edits[at]) if at in edits else line
            for at, line in enumerate(lines)
        ]


_WIDE = re.compile("[\u3040-\u9fff\uac00-\ud7a3\uff61-\uff9f]")
_LATIN_IN_HAN = re.compile(
    "(?<=[A-Za-z])(?:[\u4e00-\u9fff]|[\uff82\uff83][\uff61-\uff9f])(?![\u3040-\u9fff])"
)


def _wide_edits(lines: list[Line]) -> dict[int, list[Edit]]:
    """Return the edits that take back UTF-8 misread as GBK, Shift_JIS, Big5 or EUC-KR.

    A letter with an accent became one Han letter within a Latin word: that is a guess.
    """
    edits: dict[int, list[Edit]] = {}
    for at, line in enumerate(lines):
        if not _WIDE.search(line.text):
            continue
        for group in re.finditer(r"[^\x00-\x7f]+(?:[ ?]{1,3}[^\x00-\x7f]+)*", line.text):
            runs = list(re.compile(r"[^\x00-\x7f]+").finditer(line.text, *group.span()))
            read = [encoding.read_back_wide(run[0]) for run in runs]
            if all(after for after, _ in read) and not any(line.edits[slice(*group.span())]):
                edits.setdefault(at, []).extend(
                    Edit(*run.span(), after, True, f"UTF-8 read as {encoding.WIDE_CODECS[codec]}")
                    for run, (after, codec) in zip(runs, read, strict=True)
                )
        for found in _LATIN_IN_HAN.finditer(line.text) if at not in edits else ():
            for codec in ("cp932", "gbk") if found[0] > "\uff00" else ("gbk", "big5"):
                try:
                    after = found[0].encode(codec).decode()
                except UnicodeError:
                    continue
                if encoding.languages(after) > 0 and encoding.script(after) == "LATIN":
                    reason = f"UTF-8 read as {encoding.WIDE_CODECS[codec]}"
                    edits.setdefault(at, []).append(Edit(*found.span(), after, False, reason))
                    break
    return edits


def _ftfy_edits(lines: list[source_map.Line]) -> dict[int, list[Edit]]:
    """Return ftfy's repairs of words that still look garbled, where nothing odd is left."""
    edits: dict[int, list[Edit]] = {}
    for at, line in enumerate(lines):
        garbled = encoding.looks_garbled(line.text)
        for word in re.finditer(r"\S+", line.text) if garbled else ():
            if any(word.start() < end and start < word.end() for start, end in garbled):
                fixed = _ftfy(word[0])
                if fixed:
                    reason = "garbled encoding, as far as ftfy can tell"
                    edits.setdefault(at, []).append(Edit(*word.span(), fixed, False, reason))
    return edits


def _ftfy(word: str) -> str:
    import ftfy

    fixed = ftfy.fix_encoding(word)
    same = [char for char in word if char < "\x80"] == [char for char in fixed if char < "\x80"]
    if fixed == word or not same or "\ufffd" in fixed or encoding.looks_garbled(fixed):
        return ""
    if encoding.is_east_asian(fixed) and any(map(_is_leftover, fixed)):
        return ""
    return fixed if encoding.gain(word, 0, len(word), fixed) > 0 else ""


def _flags(
    lines: list[source_map.Line], leftovers: dict[int, list[tuple[int, int]]]
) -> tuple[Flag, ...]:
    return tuple(
        Flag(at + 1, line.columns[start] + 1, line.text[start:end])
        for at, line in enumerate(lines)
        for start, end in encoding.merged(
            encoding.looks_garbled(line.text)
            + leftovers.get(at, [])
            + words_with_question_mark(line.text)
        )
    )


def strip_invisible(text: str, garbled: Iterable[Flag] = ()) -> tuple[str, tuple[Change, ...]]:
    """Remove invisible characters that mean nothing, and return what was removed.

    This is a normalization, not a repair: nothing that can be read changes, except that a line
    separator (U+2028, U+2029, U+0085), a vertical tab, a form feed and the separators of ASCII
    become a blank, so that the words around it stay apart. The no-break space stays: it is
    visible as a space.

    Args:
        text: the text.
        garbled: what stays as it came: in garbled letters an invisible character is a part of one.
    """
    kept: dict[int, list[str]] = {}
    for flag in garbled:
        kept.setdefault(flag.line - 1, []).append(flag.text)
    removed: list[Change] = []
    lines = text.split("\n")
    for at, line in enumerate(lines):
        parts = [line.find(part) for part in kept.get(at, ())]
        spared = [range(start, start + len(part)) for start, part in
                  zip(parts, kept.get(at, ()), strict=True) if start >= 0]  # fmt: skip
        found = [
            one
            for one in control_chars.invisible(line)
            if not any(one[0] in span for span in spared)
        ]
        if not found:
            continue
        for offset, name in found:
            instead = control_chars.strip_invisible(line[offset])
            reason = f"replaced {name} by a blank" if instead else f"removed {name}"
            removed.append(Change(at + 1, offset + 1, line[offset], instead, True, reason))
        if spared:
            gone = {offset for offset, _ in found}
            lines[at] = "".join(
                control_chars.strip_invisible(char) if place in gone else char
                for place, char in enumerate(line)
            )
        else:
            lines[at] = control_chars.strip_invisible(line)
    return "\n".join(lines), tuple(removed)
