"""Finds truncated UTF-8 seen through a wrong codec, and ranks what each sequence was."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from lgtui.importers.encoding.source_map import Edit, Evidence, Line
from lgtui.text import encoding
from lgtui.text.encoding import ALARM, is_common_letter, kind, languages, oddity, script


class TruncatedSequence(NamedTuple):
    """A sequence that lacks one byte.

    ``have`` are its bytes with ``None`` where ``text[place]`` stands in for the lost one; without
    a stand-in ``place`` is -1 and the byte may be missing anywhere after the first. Where the
    first byte itself is lost, ``have`` begins with ``None`` and ``place`` is -1.
    """

    start: int
    end: int
    have: tuple[int | None, ...]
    place: int = -1


def truncated_sequences(text: str, codec: str) -> list[TruncatedSequence]:
    """Return all sequences that begin like UTF-8 and lack one byte, in order."""
    table = encoding.byte_of(codec)
    found: list[TruncatedSequence] = []
    for match in re.finditer(f"[{encoding.char_class(codec, 0xC2, 0xF4)}]", text):
        if not found or match.start() >= found[-1].end:
            sequence = _truncated_at(text, match.start(), table)
            found += [sequence] if sequence else []
    return found


def _truncated_at(text: str, start: int, table: dict[str, int]) -> TruncatedSequence | None:
    """Return the sequence at a lead byte, if exactly one of its other bytes is missing."""
    lead = table[text[start]]
    length = 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4
    have: list[int | None] = [lead]
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
    if len(have) < length and have[-1] is None:
        have, place = have[:-1], -1
    if len(have) == length:
        return TruncatedSequence(start, start + length, tuple(have), place) if place >= 0 else None
    if len(have) == length - 1 and None not in have:
        return TruncatedSequence(start, start + length - 1, tuple(have))
    return None


def leadless_sequences(text: str, codec: str) -> list[TruncatedSequence]:
    """Return runs of one to three continuation bytes whose lead byte is missing.

    Only signs and what is odd where it stands: a codec may show such a byte as a letter, and a
    letter within a word is a healthy one.
    """
    table = encoding.byte_of(codec)
    lead = encoding.char_class(codec, 0xC2, 0xF4)
    tail = encoding.char_class(codec, 0x80, 0xBF)
    return [
        TruncatedSequence(*found.span(), (None, *(table[char] for char in found[0])))
        for found in re.finditer(f"(?<![{lead}{tail}])[{tail}]{{1,3}}(?![{tail}])", text)
        if not any(char.isalpha() for char in found[0])
        or oddity(text[max(0, found.start() - 1) : found.end() + 1]) >= ALARM
    ]


def truncated_utf8(
    lines: list[Line], codec: str, leadless: bool = False
) -> dict[int, list[TruncatedSequence]]:
    """Find the truncated sequences of each line; repaired characters begin none.

    ``leadless``: also those that lost their lead byte, which healthy signs look like.
    """
    found: dict[int, list[TruncatedSequence]] = {}
    for at, line in enumerate(lines):
        if not line.text.isascii():
            every = truncated_sequences(line.text, codec)
            inside = {place for sequence in every for place in range(sequence.start, sequence.end)}
            every += [
                sequence
                for sequence in (leadless_sequences(line.text, codec) if leadless else [])
                if inside.isdisjoint(range(sequence.start, sequence.end))
            ]
            on_line = sorted(
                sequence for sequence in every if not any(line.edits[sequence.start : sequence.end])
            )
            if on_line:
                found[at] = on_line
    return found


def count_outside(lines: list[Line], places: dict[int, list[TruncatedSequence]]) -> tuple[int, int]:
    """Count repaired and healthy characters beyond ASCII outside truncated sequences."""
    repaired = healthy = 0
    for at, line in enumerate(lines):
        if line.text.isascii():
            continue
        inside = {
            place
            for sequence in places.get(at, ())
            for place in range(sequence.start, sequence.end)
        }
        made = [
            bool(line.edits and line.edits[place])
            for place, char in enumerate(line.text)
            if char > "\x7f" and place not in inside
        ]
        repaired += sum(made)
        healthy += len(made) - sum(made)
    return repaired, healthy


def unrepaired(lines: list[Line], proven: Evidence) -> dict[int, list[tuple[int, int]]]:
    """Return the sequences left in a document garbled throughout: they need a person."""
    if not proven:
        return {}
    places = truncated_utf8(lines, max(proven, key=lambda codec: proven[codec]), leadless=True)
    if not places or count_outside(lines, places)[1]:
        return {}
    return {
        at: [(sequence.start, sequence.end) for sequence in found] for at, found in places.items()
    }


_LIKELY = {0xAD: 10.0, 0xA0: 6.0, 0x81: 8.0, 0x8D: 8.0, 0x8F: 5.0, 0x90: 5.0, 0x9D: 8.0}
_LEADS = {0xC2: 1.0, 0xC3: 6.0, 0xC4: 3.0, 0xC5: 3.0, 0xD0: 1.0, 0xD1: 1.0, 0xE2: 6.0, 0xF0: 6.0}
_UNDEFINED = frozenset((0x81, 0x83, 0x88, 0x8D, 0x8F, 0x90, 0x98, 0x9D))


class Candidate(NamedTuple):
    """What a sequence may have been: ``letter`` for the text up to ``end``, with its weight."""

    letter: str
    end: int
    weight: float


class ScoredCandidate(NamedTuple):
    """A candidate with its score; ``known`` where it makes a word known from elsewhere."""

    score: float
    letter: str
    end: int
    known: bool


class DocumentEvidence(NamedTuple):
    """What the document tells about its truncated sequences.

    Attributes:
        proven: The codec was seen elsewhere in the document.
        clean: And no character in it was healthy.
        whole: And so many were repaired that what is left on a repaired line must be broken.
        sure: Or even what is left on a line without repairs.
        apart: Two blanks follow some lead byte, so blanks were not merged; one is the lost byte.
        marked: Some question mark within a word stands for a byte, so any other may.
        document: How often each word occurs.
        letters: How often each letter was repaired.
        survived: The classes of invisible characters that came through.
        vocabulary: The words known to be right.
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


def score_candidates(
    text: str, sequence: TruncatedSequence, evidence: DocumentEvidence
) -> Iterator[ScoredCandidate]:
    """Score every letter that one more byte makes of a truncated sequence."""
    lost = range(0xC2, 0xF5) if sequence.have[0] is None else range(0x80, 0xC0)
    for byte in lost:
        for candidate in _byte_candidates(text, sequence, byte, evidence):
            letter = candidate.letter
            readable = letter in "’‘“”–—…•\u00a0" or kind(letter) not in "qxmd "
            if readable and letter != text[sequence.start : candidate.end]:
                yield _score(text, sequence.start, candidate, evidence)


def _byte_candidates(
    text: str, sequence: TruncatedSequence, byte: int, evidence: DocumentEvidence
) -> Iterator[Candidate]:
    """Yield the letters that a sequence may have been with one byte added."""
    weight = _loss_weight(byte, evidence)
    if sequence.have[0] is None:
        letter = _decode((byte, *sequence.have[1:]))
        if letter:
            yield Candidate(letter, sequence.end, weight)
        return
    if sequence.place < 0:
        for at in range(1, len(sequence.have) + 1):
            letter = _decode((*sequence.have[:at], byte, *sequence.have[at:]))
            if letter:
                inner = 6.0 if (sequence.have[0], at, byte) == (0xE2, 1, 0x80) else -3.0
                yield Candidate(
                    letter, sequence.end, weight + (0.0 if at == len(sequence.have) else inner)
                )
        return
    letter = _decode(tuple(byte if have is None else have for have in sequence.have))
    stand_in, at_end = text[sequence.place], sequence.place == sequence.end - 1
    if not letter:
        return
    if stand_in == " " and byte == 0xA0:
        yield from _candidates_at_blank(
            text, sequence, Candidate(letter, sequence.end, weight), evidence.apart
        )
    elif stand_in == "\ufffd" or (
        stand_in == "?" and byte in _UNDEFINED and _is_stand_in(text, sequence, evidence)
    ):
        yield Candidate(letter, sequence.end, weight + 2.0)
    elif at_end and not (stand_in == " " and text[sequence.end : sequence.end + 1] == " "):
        # Of two blanks the first is the byte A0: with another byte both would part the words.
        yield Candidate(letter, sequence.end - 1, weight)


def _loss_weight(byte: int, evidence: DocumentEvidence) -> float:
    """Return how likely a byte is to be lost.

    That is where the codec shows it as nothing one can see, unless the like came through
    elsewhere in the document.
    """
    if byte >= 0xC2:
        return _LEADS.get(byte, 0.0)
    shown = encoding.chars_of(evidence.codec)[byte]
    visible = shown > "\xa0" and shown != "\xad"
    safe = visible or invisible_class(shown) in evidence.survived
    return _LIKELY.get(byte, 0.0) / (8 if safe else 1)


def invisible_class(char: str) -> str:
    """Return the class of an invisible character: programs drop all C1 controls or none."""
    return "\x80" if "\x80" <= char < "\xa0" else char


def _is_stand_in(text: str, sequence: TruncatedSequence, evidence: DocumentEvidence) -> bool:
    """Return whether a question mark after a lead byte stands for the lost byte."""
    return (
        len(sequence.have) > 2 or evidence.marked or text[sequence.end : sequence.end + 1].isalpha()
    )


def _candidates_at_blank(
    text: str, sequence: TruncatedSequence, candidate: Candidate, apart: bool
) -> Iterator[Candidate]:
    """Yield the readings of a blank after a lead byte: it was byte A0, or A0 is lost beside it.

    Where a letter follows, the blank also parts two words. It is kept, unless the document kept
    both elsewhere (``apart``), the letter begins a name (Š) or a blank is all it is.
    """
    letter, end, weight = candidate
    after = text[end : end + 1]
    if not (letter.isalpha() or letter == "\u00a0"):
        yield Candidate(letter, end - (sequence.place == end - 1), weight)
        return
    if not (after.isalpha() and sequence.place == end - 1):
        yield Candidate(letter, end, weight + 12.0)
        return
    before = text[sequence.start - 1] if sequence.start else " "
    name = letter.isupper() and after.islower() and not before.isalpha()
    yield Candidate(letter, end, weight + (12.0 if apart or name or letter == "\u00a0" else 7.0))
    yield Candidate(letter, end - 1, weight + 10.0)


def _decode(sequence: tuple[int | None, ...]) -> str:
    try:
        return bytes(byte or 0 for byte in sequence).decode()
    except UnicodeDecodeError:
        return ""


def _expected_quote(before: str, after: str) -> str:
    """Return the quote or apostrophe that fits between two texts; empty for a dash."""
    left, right = before[-1:].isalnum(), after[:1].isalnum()
    if left and right:
        return "’"
    if not left and right:
        return "“"
    opened = before.count("“") > before.count("”")
    return "”" if opened else "’" if left else ""


def _score(
    text: str, start: int, candidate: Candidate, evidence: DocumentEvidence
) -> ScoredCandidate:
    """Score a candidate: known words first, then how usual and fitting its letter is."""
    letter, end, score = candidate
    left, right = text[max(0, start - 2) : start], text[end : end + 2]
    if right and 0xC2 <= encoding.byte_of(evidence.codec).get(right[0], 0) <= 0xF4:
        right = ""
    before, after = (
        re.search(r"\w*$", text[max(0, start - 60) : start]),
        re.match(r"\w*", text[end : end + 60]),
    )
    assert before and after
    word = before[0] + letter + after[0]
    is_word = letter.isalpha() and len(word) > 1
    times = evidence.document.get(word, 0) if is_word else 0
    in_vocabulary = is_word and word in evidence.vocabulary
    if candidate.weight and letter.isupper() and not before[0] and after[0][:1].islower():
        score += 2
    if letter in evidence.letters:
        score += (4 if letter.isalpha() else 12) + min(evidence.letters[letter], 4)
    if letter == _expected_quote(text[max(0, start - 500) : start], text[end : end + 1]):
        score += 10
    score += 8 * ("\u3400" <= letter <= "\u9fff" and is_common_letter(letter))
    score += min(languages(letter), 4) / 2 - 3 * oddity(left + letter + right)
    score += 100 * in_vocabulary + 50 * min(times, 2)
    return ScoredCandidate(score, letter, end, in_vocabulary or times > 0)


MOST_SEQUENCES = 1500
"""More broken sequences than this are no page that lost a few bytes, and hopeless to guess."""


def repair_truncated(
    lines: list[Line], proven: Evidence, vocabulary: Callable[[], Collection[str]]
) -> dict[int, list[Edit]]:
    """Choose the likeliest letter for each truncated sequence, where evidence suffices.

    A document with more than ``MOST`` of them is left as it is.
    """
    codec = max(proven, key=lambda name: proven[name], default="") or _codec_of_lead(lines)
    places = truncated_utf8(lines, codec, leadless=bool(proven))
    if not 0 < sum(map(len, places.values())) <= MOST_SEQUENCES:
        return {}
    evidence = _document_evidence(lines, places, codec, bool(proven), vocabulary)
    edits: dict[int, list[Edit]] = {}
    for at, found in places.items():
        for sequence in found:
            edit = _edit(lines[at], sequence, evidence)
            if edit and not (at in edits and edits[at][-1].end > edit.start):
                edits.setdefault(at, []).append(edit)
    return edits


def _codec_of_lead(lines: list[Line]) -> str:
    signs = {"√": "mac_roman", "├": "cp850", "Ă": "cp1250"}
    garbled = {
        line.text[start:end] for line in lines for start, end in encoding.looks_garbled(line.text)
    }
    return next((codec for sign, codec in signs.items() if sign in garbled), "cp1252")


def _document_evidence(
    lines: list[Line],
    places: dict[int, list[TruncatedSequence]],
    codec: str,
    proven: bool,
    vocabulary: Callable[[], Collection[str]],
) -> DocumentEvidence:
    """Collect the document's evidence; ask for the vocabulary only if it can matter."""
    repaired, healthy = count_outside(lines, places)
    whole = not healthy and repaired >= max(3, 4 * sum(map(len, places.values())))
    mended = sum(any(line.edits) for line in lines)
    around = [
        (lines[at].text[sequence.place], lines[at].text[sequence.end : sequence.end + 1])
        for at, found in places.items()
        for sequence in found
        if sequence.place >= 0
    ]
    needed = proven or any(
        encoding.looks_garbled(lines[at].text) for at in places if not lines[at].text.isascii()
    )
    known = vocabulary() if needed else ()
    return DocumentEvidence(
        codec,
        proven,
        clean=proven and not healthy,
        whole=whole,
        sure=whole and mended >= 5 * len(places),
        apart=(" ", " ") in around,
        marked=any(stand_in == "?" and after.isalpha() for stand_in, after in around),
        document=_count_words(lines, places),
        letters=Counter(
            char
            for line in lines
            if line.edits
            for char, made in zip(line.text, line.edits, strict=True)
            if made and char > "\x7f"
        ),
        survived=frozenset(
            invisible_class(char)
            for line in lines
            if not line.original.isascii()
            for char in line.original
            if "\x80" <= char <= "\xa0" or char == "\xad"
        ),
        vocabulary=frozenset(word for entry in known for word in re.findall(r"\w+", entry)),
    )


def _count_words(lines: list[Line], places: dict[int, list[TruncatedSequence]]) -> dict[str, int]:
    words: dict[str, int] = {}
    for at, line in enumerate(lines):
        inside = {
            place
            for sequence in places.get(at, ())
            for place in range(sequence.start, sequence.end)
        }
        for found in re.finditer(r"\w+", line.text):
            if inside.isdisjoint(range(*found.span())):
                words[found[0]] = words.get(found[0], 0) + 1
    return words


def _edit(line: Line, sequence: TruncatedSequence, evidence: DocumentEvidence) -> Edit | None:
    """Return the edit for a suspect or truncated sequence, if there is enough evidence."""
    trace = bool(encoding.looks_garbled(line.text[max(0, sequence.start - 2) : sequence.end + 2]))
    if not (trace or evidence.proven):
        return None
    ranked = sorted(score_candidates(line.text, sequence, evidence), key=lambda guess: -guess.score)
    if not ranked or not _is_believable(line, sequence, ranked[0], evidence, trace):
        return None
    best = ranked[0]
    latin = not best.letter.isalpha() or script(best.letter) == "LATIN"
    if not (latin or best.known or _is_lost_blank(line.text, sequence)):
        return None  # several letters would make a name, each another one
    others = dict.fromkeys(guess.letter for guess in ranked[1:6] if guess.letter != best.letter)
    blank = " " in line.text[sequence.start : best.end]
    how = "a no-break space became a plain one" if blank else "a byte was lost"
    reason = f"UTF-8 read as {encoding.codec_name(evidence.codec)}, and {how}"
    return Edit(sequence.start, best.end, best.letter, False, reason, tuple(others))


def _is_lost_blank(text: str, sequence: TruncatedSequence) -> bool:
    """Return whether a blank within a sequence stands for its byte A0: only one letter fits."""
    return sequence.start < sequence.place < sequence.end - 1 and text[sequence.place] == " "


def _is_believable(
    line: Line,
    sequence: TruncatedSequence,
    best: ScoredCandidate,
    evidence: DocumentEvidence,
    trace: bool,
) -> bool:
    """Return whether a sequence is truncated at all, and not a healthy capital.

    It is where the text is odd as it stands and the document, a neighbour or a stand-in says
    the same; where the guess makes a known word; or where nothing in the document is healthy.
    """
    text = line.text
    if sequence.have[0] is None:
        return _is_believable_lead(line, sequence, best, evidence)
    around = text[max(0, sequence.start - 2) : sequence.end + 2]
    if best.known and (evidence.proven or trace):
        return True
    saved = encoding.gain(text, sequence.start, best.end, best.letter)
    stand_in = evidence.proven and ("?" in text[sequence.start : best.end] or "\ufffd" in around)
    touching = any(line.edits[max(0, sequence.start - 1) : sequence.end + 1])
    if stand_in or evidence.clean or touching or (trace and saved >= encoding.ALARM):
        odd = saved + stand_in >= 1.0
    else:
        odd = False
    left_over = evidence.sure or (evidence.whole and any(line.edits))
    return odd or (left_over and saved >= 0 and kind(text[sequence.start]) in "lub+")


def _is_believable_lead(
    line: Line, sequence: TruncatedSequence, best: ScoredCandidate, evidence: DocumentEvidence
) -> bool:
    """Return whether a sign within a word lost its lead byte, in a garbled page."""
    if best.known:
        return evidence.proven
    within = line.text[: sequence.start][-1:].isalpha() and line.text[sequence.end :][:1].isalpha()
    saved = encoding.gain(line.text, sequence.start, best.end, best.letter)
    return evidence.clean and evidence.whole and within and saved >= 0
