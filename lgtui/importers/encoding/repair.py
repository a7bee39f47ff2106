"""Bytes of unknown encoding to lines of text, and the repair of a whole document."""

import codecs
import re
from collections.abc import Callable, Collection
from typing import NamedTuple

from lgtui.importers.encoding import byte_candidates, reverse_decode, source_map
from lgtui.importers.encoding.reverse_decode import Evidence
from lgtui.importers.encoding.source_map import Change, Edit, Line
from lgtui.text import control_chars, encoding

LEGACY = (
    "cp1252",
    "mac_roman",
    "cp1250",
    "cp1251",
    "cp1254",
    "cp1253",
    "cp1257",
    "iso8859_2",
    "cp437",
    "cp850",
    "cp852",
    "cp866",
    "koi8_r",
    "mac_latin2",
)
"""8-bit codecs that a file may be written in, likelier ones first."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)


class Decoded(NamedTuple):
    """A document as traced lines, and how it was written."""

    lines: list[source_map.Line]
    newline: str = "\n"
    bom: bool = False
    encoding: str = "UTF-8"


def decode(raw: bytes) -> Decoded:
    """Decode a file of any encoding into lines; bytes no codec explains become U+FFFD."""
    for mark, codec, name in _MARKS:
        if raw.startswith(mark) and (codec == "utf-8" or len(raw) % 2 == 0):
            if codec == "utf-8":
                return _utf8(raw.removeprefix(mark), bom=True)
            text = raw.removeprefix(mark).decode(codec, "replace")
            return as_lines(text, bom=True, encoding=name)
    wide = _without_mark(raw)
    return as_lines(wide, encoding="UTF-16") if wide else _utf8(raw, bom=False)


def is_text(raw: bytes) -> bool:
    """Return whether bytes can be text: zero bytes occur in UTF-16 and UTF-32 only."""
    if b"\0" not in raw:
        return True
    for mark, codec, _ in _MARKS:
        if raw.startswith(mark) and len(raw) % 2 == 0:
            return "\0" not in raw.decode(codec, "replace")
    return bool(_without_mark(raw))


def as_lines(text: str, bom: bool = False, encoding: str = "UTF-8") -> Decoded:
    """Split decoded text into traced lines without their ends."""
    lines, newline = _split(text)
    return Decoded([source_map.trace(line) for line in lines], newline, bom, encoding)


def _split(text: str) -> tuple[list[str], str]:
    """Return the lines, and the line end most of them had: only LF, CR LF and CR end a line."""
    pairs = text.count("\r\n")
    counts = {
        "\n": text.count("\n") - pairs,
        "\r\n": pairs,
        "\r": text.count("\r") - pairs,
    }
    newline = max(counts, key=lambda style: counts[style])
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), newline


def _without_mark(raw: bytes) -> str:
    """Decode UTF-16 without a byte order mark; empty where zero bytes do not show it."""
    if len(raw) % 2 or b"\0" not in raw or (not raw.isascii() and _is_utf8(raw)):
        return ""
    for codec, high in (("utf-16-le", raw[1::2]), ("utf-16-be", raw[::2])):
        low = raw[::2] if codec == "utf-16-le" else raw[1::2]
        if high.count(0) * 3 > len(high) and low.count(0) * 20 < len(low) + 20:
            text = raw.decode(codec, "ignore")
            if not _CONTROL.search(text) and text.encode(codec) == raw:
                return text
    return ""


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def _utf8(raw: bytes, bom: bool) -> Decoded:
    """Decode UTF-8; stray bytes are read in the 8-bit codec that suits them best."""
    escaped = raw.decode("utf-8", "surrogateescape")
    stray = len(_STRAY.findall(escaped))
    valid = sum(char > "\x7f" for char in escaped) - stray
    if stray > 2 * valid:
        escaped, valid = raw.decode("ascii", "surrogateescape"), 0
    lines, newline = _split(escaped)
    if not stray:
        return Decoded([source_map.trace(line) for line in lines], newline, bom)
    codec = _legacy(escaped, lines, bool(valid))
    name = encoding.codec_name(codec)
    reason = f"{'a byte' if valid else 'the file'} is not UTF-8: read as {name}"
    traced = [_trace(line, codec, reason) for line in lines]
    return Decoded(traced, newline, bom, "UTF-8" if valid else name)


_ENOUGH = 30_000
"""As many characters tell the codec of a file."""

_STRAY = re.compile("[\udc80-\udcff]")
_HALF = re.compile("[\udcc2-\udcdf]")


def _legacy(escaped: str, lines: list[str], valid: bool) -> str:
    """Return the 8-bit codec that suits the stray bytes of a document best.

    Where all strays of a UTF-8 file are first halves of two-byte letters, they lost their other
    half: Windows-1252 shows them in the form that lost bytes are known by.
    """
    if valid and not _STRAY.search(_HALF.sub("", escaped)):
        return "cp1252"
    odd = _sample([line for line in lines if _STRAY.search(line)])
    return max(LEGACY, key=lambda name: _suits(odd, name))


def _sample(lines: list[str]) -> list[str]:
    size = 0
    for at, line in enumerate(lines):
        size += len(line)
        if size > _ENOUGH:
            return [*lines[:at], line[: _ENOUGH - size + len(line)]]
    return lines


def _read(line: str, codec: str) -> str:
    """Read an escaped line's stray bytes in the codec, U+FFFD where it has none."""
    table = {
        0xDC00 + byte: "\ufffd" if "\x80" <= char <= "\x9f" else char
        for byte, char in encoding.chars_of(codec).items()
    }
    return line.translate(table)


def _suits(lines: list[str], codec: str) -> float:
    """Score the plausibility of the words that a codec makes of stray bytes."""
    read = [_read(line, codec) for line in lines]
    odd = sum(encoding.oddity(line) + 3 * line.count("\ufffd") for line in read)
    letters = "".join(
        char for line, made in zip(lines, read, strict=True)
        for byte, char in zip(line, made, strict=True) if byte != char
    )  # fmt: skip
    return encoding.familiar(letters) - odd


def _trace(line: str, codec: str, reason: str) -> source_map.Line:
    """Read a line's stray bytes in the codec, each traced as a guess."""
    text = _read(line, codec)
    original = "".join("\ufffd" if "\udc80" <= char <= "\udcff" else char for char in line)
    edits = [
        source_map.Edit(at, at + 1, text[at], False, reason)
        for at, char in enumerate(line)
        if "\udc80" <= char <= "\udcff" and text[at] != "\ufffd"
    ]
    return source_map.apply(source_map.trace(original), edits)


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
    ``encoding`` what its bytes were written in.
    """

    text: str
    changes: tuple[Change, ...] = ()
    flagged: tuple[Flag, ...] = ()
    newline: str = "\n"
    bom: bool = False
    encoding: str = "UTF-8"


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
    text = "\n".join(line.text for line in lines)
    return Repaired(
        text.removeprefix("\ufeff"),
        tuple(
            change for at, line in enumerate(lines) for change in source_map.changes(line, at + 1)
        ),
        _flags(lines, byte_candidates.unrepaired(lines, proven)),
        decoded.newline,
        decoded.bom or text.startswith("\ufeff"),
        decoded.encoding,
    )


def _repair_layers(
    lines: list[source_map.Line], words: Callable[[], Collection[str]]
) -> tuple[list[source_map.Line], Evidence]:
    """Undo or guess one layer after another until none is left; return the evidence too."""
    proven: Evidence = {}
    while True:
        layer = reverse_decode.undo_layer(lines, proven)
        for codec, weight in layer.evidence.items():
            proven[codec] = proven.get(codec, 0.0) + weight
        edits = (
            layer.edits
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


def strip_invisible(text: str) -> tuple[str, tuple[Change, ...]]:
    """Remove invisible characters that mean nothing, and return what was removed.

    This is a normalization, not a repair: nothing that can be read changes, except that a line
    separator (U+2028, U+2029, U+0085), a vertical tab, a form feed and the separators of ASCII
    become a blank, so that the words around it stay apart. The no-break space stays: it is
    visible as a space.
    """
    removed: list[Change] = []
    lines = text.split("\n")
    for at, line in enumerate(lines):
        found = control_chars.invisible(line)
        if not found:
            continue
        for offset, name in found:
            instead = control_chars.strip_invisible(line[offset])
            reason = f"replaced {name} by a blank" if instead else f"removed {name}"
            removed.append(Change(at + 1, offset + 1, line[offset], instead, True, reason))
        lines[at] = control_chars.strip_invisible(line)
    return "\n".join(lines), tuple(removed)
