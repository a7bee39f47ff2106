"""Decodes bytes of unknown encoding into lines of text.

UTF-8 is taken at its word, UTF-16 and UTF-32 are known by their byte order mark or by their zero
bytes. Bytes that are none of these belong to an older 8-bit codec: the one that makes the most
plausible words of all of them, each marked as a guess. A file can be UTF-8 with a few such bytes
pasted in; then only those are guessed.
"""

import codecs
import re
from typing import NamedTuple

from lgtui.importers.encoding import source_map
from lgtui.text import encoding, plausibility

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
    odd = sum(plausibility.oddity(line) + 3 * line.count("\ufffd") for line in read)
    letters = "".join(
        char for line, made in zip(lines, read, strict=True)
        for byte, char in zip(line, made, strict=True) if byte != char
    )  # fmt: skip
    return plausibility.familiar(letters) - odd


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
