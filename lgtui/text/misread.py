"""Reading UTF-8 with the wrong codec, and taking it back.

UTF-8 writes every letter beyond ASCII as a lead byte and one to three continuation bytes. A
program that takes the file for an older 8-bit codec shows each of these bytes as a character of
its own: é becomes Ã© in Windows-1252 and √© in Mac Roman. The tables here lead from such
characters back to their bytes. They are made on first use, since most runs never need them.
"""

import functools
import itertools
import re
from collections.abc import Iterator
from typing import NamedTuple

CODECS = {
    "cp1252": "Windows-1252",
    "mac_roman": "Mac Roman",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "cp437": "DOS code page 437",
    "cp850": "DOS code page 850",
    "iso8859_2": "Latin-2",
}
"""The codecs that are looked for in every text, likelier ones first, and what people call them."""

RARE_CODECS = {
    "cp1254": "Windows-1254",
    "cp1257": "Windows-1257",
    "cp1253": "Windows-1253",
    "cp852": "DOS code page 852",
    "cp866": "DOS code page 866",
    "iso8859_15": "Latin-9",
    "mac_latin2": "Mac Central European",
    "koi8_r": "KOI8-R",
}
"""Codecs that are believed only where they explain every character of a whole document."""

_ALIASES = {
    "mac_roman": {"\u2126": 0xBD, "\u00a4": 0xDB, "\u0394": 0xC6},
    "cp437": {"\u03b2": 0xE1, "\u03bc": 0xE6, "\u2211": 0xE4, "\u03c6": 0xED, "\u2126": 0xEA},
}


class Piece(NamedTuple):
    """Characters ``start`` to ``end`` of a text that are the UTF-8 bytes of ``after``."""

    start: int
    end: int
    after: str


def codec_name(codec: str, garbled: str = "") -> str:
    """What people call a codec; C1 control characters in ``garbled`` tell Latin-1 from 1252."""
    if codec == "cp1252" and any(
        "\x80" <= char <= "\x9f" and char not in "\x81\x8d\x8f\x90\x9d" for char in garbled
    ):
        return "Latin-1"
    return CODECS.get(codec) or RARE_CODECS[codec]


def rarity(codec: str) -> float:
    """What is held against a codec where others explain a document as well."""
    return 2.0 if codec in RARE_CODECS else 1.0 if codec == "iso8859_2" else 0.0


@functools.cache
def byte_of(codec: str) -> dict[str, int]:
    """Which byte each character beyond ASCII stands for.

    A byte that the codec leaves undefined is shown as the C1 control character of its number, as
    browsers do. Windows-1252 stands for Latin-1 as well, which shows all of 80 to 9F so.
    """
    table = {char: byte for byte, char in chars_of(codec).items()}
    for char, byte in _ALIASES.get(codec, {}).items():
        table.setdefault(char, byte)
    if codec == "cp1252":
        table.update({chr(byte): byte for byte in range(0x80, 0xA0)})
    return table


@functools.cache
def chars_of(codec: str) -> dict[int, str]:
    """The character each byte from 0x80 is shown as; undefined bytes as C1 controls."""
    return {byte: bytes([byte]).decode(codec, "ignore") or chr(byte) for byte in range(0x80, 0x100)}


@functools.cache
def char_class(codec: str, low: int, high: int) -> str:
    """The inside of a regular expression's ``[…]``: characters of the bytes low to high."""
    chars = (char for char, byte in byte_of(codec).items() if low <= byte <= high)
    return "".join(map(re.escape, chars))


@functools.cache
def sequence_pattern(codec: str) -> re.Pattern[str]:
    """One or more sequences that have the shape of UTF-8 when read through the codec."""
    tail = char_class(codec, 0x80, 0xBF)
    return re.compile(
        f"(?:[{char_class(codec, 0xC2, 0xDF)}][{tail}]"
        f"|[{char_class(codec, 0xE0, 0xEF)}][{tail}]{{2}}"
        f"|[{char_class(codec, 0xF0, 0xF4)}][{tail}]{{3}})+"
    )


def read_back(garbled: str, codec: str) -> str | None:
    """The text whose UTF-8 bytes the codec shows as ``garbled``; ``None`` where there is none."""
    table = byte_of(codec)
    try:
        return bytes(ord(char) if char < "\x80" else table[char] for char in garbled).decode(
            "utf-8"
        )
    except (KeyError, UnicodeDecodeError):
        return None


def pieces(text: str, codec: str, start: int = 0, end: int | None = None) -> Iterator[Piece]:
    """All longest runs in ``text[start:end]`` that are UTF-8 when read through the codec."""
    last = len(text) if end is None else end
    for found in sequence_pattern(codec).finditer(text, start, last):
        after = read_back(found[0], codec)
        if after is not None:
            yield Piece(found.start(), found.end(), after)
        else:
            yield from _single_pieces(found[0], found.start(), codec)


@functools.lru_cache(maxsize=4096)
def possible(run: str) -> tuple[str, ...]:
    """The codecs through which some two neighbours of a run begin a sequence of UTF-8."""
    lead, tail = _roles()
    found = 0
    for left, right in itertools.pairwise(run):
        found |= lead.get(left, 0) & tail.get(right, 0)
    return tuple(codec for at, codec in enumerate(CODECS) if found >> at & 1) if found else ()


@functools.cache
def _roles() -> tuple[dict[str, int], dict[str, int]]:
    """For each character bit masks of the codecs in which it is a lead, and in which a tail."""
    lead: dict[str, int] = {}
    tail: dict[str, int] = {}
    for at, codec in enumerate(CODECS):
        for char, byte in byte_of(codec).items():
            if byte <= 0xBF:
                tail[char] = tail.get(char, 0) | 1 << at
            elif 0xC2 <= byte <= 0xF4:
                lead[char] = lead.get(char, 0) | 1 << at
    return lead, tail


def _single_pieces(run: str, start: int, codec: str) -> Iterator[Piece]:
    """The well-formed sequences, one by one, of a run that only has UTF-8's outer shape."""
    table = byte_of(codec)
    at = 0
    while at < len(run):
        lead = table[run[at]]
        end = at + (2 if lead < 0xE0 else 3 if lead < 0xF0 else 4)
        after = read_back(run[at:end], codec)
        if after is not None:
            yield Piece(start + at, start + end, after)
        at = end


def explains_all(text: str, codec: str) -> str | None:
    """The text read back as a whole, where every character beyond ASCII fits the codec."""
    return None if text.isascii() else read_back(text, codec)
