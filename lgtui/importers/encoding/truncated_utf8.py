"""Sequences of UTF-8, seen through a wrong codec, that lack one of their bytes."""

import re
from typing import NamedTuple

from lgtui.importers.encoding.reverse_decode import Evidence
from lgtui.importers.encoding.source_map import Line
from lgtui.text import encoding
from lgtui.text.encoding import ALARM
from lgtui.text.plausibility import oddity


class Gap(NamedTuple):
    """A sequence that lacks one byte.

    ``have`` are its bytes with ``None`` where ``text[place]`` stands in for the lost one; without
    a stand-in ``place`` is -1 and the byte may be missing anywhere after the first. Where the
    first byte itself is lost, ``have`` begins with ``None`` and ``place`` is -1.
    """

    start: int
    end: int
    have: tuple[int | None, ...]
    place: int = -1


def gaps(text: str, codec: str) -> list[Gap]:
    """All sequences of ``text`` that begin like UTF-8 and lack one byte, in order."""
    table = encoding.byte_of(codec)
    found: list[Gap] = []
    for match in re.finditer(f"[{encoding.char_class(codec, 0xC2, 0xF4)}]", text):
        if not found or match.start() >= found[-1].end:
            gap = _gap(text, match.start(), table)
            found += [gap] if gap else []
    return found


def _gap(text: str, start: int, table: dict[str, int]) -> Gap | None:
    """The gap that begins at a lead byte, if exactly one of its other bytes is missing."""
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
        return Gap(start, start + length, tuple(have), place) if place >= 0 else None
    if len(have) == length - 1 and None not in have:
        return Gap(start, start + length - 1, tuple(have))
    return None


def headless(text: str, codec: str) -> list[Gap]:
    """All runs of one to three continuation bytes without the lead byte they belong to.

    Only signs and what is odd where it stands: a codec may show such a byte as a letter, and a
    letter within a word is a healthy one.
    """
    table = encoding.byte_of(codec)
    lead = encoding.char_class(codec, 0xC2, 0xF4)
    tail = encoding.char_class(codec, 0x80, 0xBF)
    return [
        Gap(*found.span(), (None, *(table[char] for char in found[0])))
        for found in re.finditer(f"(?<![{lead}{tail}])[{tail}]{{1,3}}(?![{tail}])", text)
        if not any(char.isalpha() for char in found[0])
        or oddity(text[max(0, found.start() - 1) : found.end() + 1]) >= ALARM
    ]


def broken(lines: list[Line], codec: str, heads: bool = False) -> dict[int, list[Gap]]:
    """The gaps of each line that has any; a character that a repair has made begins none.

    ``heads``: also those that lost their lead byte, which healthy signs look like.
    """
    found: dict[int, list[Gap]] = {}
    for at, line in enumerate(lines):
        if not line.text.isascii():
            every = gaps(line.text, codec)
            inside = {place for gap in every for place in range(gap.start, gap.end)}
            every += [
                gap
                for gap in (headless(line.text, codec) if heads else [])
                if inside.isdisjoint(range(gap.start, gap.end))
            ]
            on_line = sorted(gap for gap in every if not any(line.edits[gap.start : gap.end]))
            if on_line:
                found[at] = on_line
    return found


def outside(lines: list[Line], places: dict[int, list[Gap]]) -> tuple[int, int]:
    """How many characters beyond ASCII outside of gaps are repaired, and how many healthy."""
    repaired = healthy = 0
    for at, line in enumerate(lines):
        if line.text.isascii():
            continue
        inside = {place for gap in places.get(at, ()) for place in range(gap.start, gap.end)}
        made = [
            bool(line.edits and line.edits[place])
            for place, char in enumerate(line.text)
            if char > "\x7f" and place not in inside
        ]
        repaired += sum(made)
        healthy += len(made) - sum(made)
    return repaired, healthy


def leftovers(lines: list[Line], proven: Evidence) -> dict[int, list[tuple[int, int]]]:
    """The gaps that are left in a document that is garbled throughout: they need a person."""
    if not proven:
        return {}
    places = broken(lines, max(proven, key=lambda codec: proven[codec]), heads=True)
    if not places or outside(lines, places)[1]:
        return {}
    return {at: [(gap.start, gap.end) for gap in found] for at, found in places.items()}
