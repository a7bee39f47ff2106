"""Undoes one layer of wrong decoding, strictly: what was there comes back, or nothing.

The codec that explains the whole document comes first. A page that is garbled in places only is
taken line by line and piece by piece; a codec that is proven in one place is trusted in others.
"""

import bisect
from typing import NamedTuple

from lgtui.importers.encoding.source_map import Edit, Line
from lgtui.text import encoding
from lgtui.text.encoding import ALARM, Suspect, familiar, suspects

Evidence = dict[str, float]
"""How much speaks for each codec."""

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
