"""In which order merged records stand (pure)."""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import NamedTuple


class Slot(NamedTuple):
    """One record in three versions: its position in each, ``None`` where it is not."""

    base: int | None
    mine: int | None
    theirs: int | None


Key = Callable[[Slot], tuple[object, ...]]


def combined(slots: Iterable[Slot], key: Key) -> list[Slot]:
    """Puts the records of a merge in order: the moves and additions of both sides together.

    What neither side moved keeps the base's order. What a side moved or added stands behind the
    same neighbour as on that side; where both put something into one gap, ``key`` decides, so
    that the result does not depend on the side. What both moved differently follows mine.

    Args:
        slots: the records to order, in any order.
        key: for a slot, something to compare that is the same whichever side is called mine.
    """
    every = list(slots)
    mine = sorted((slot for slot in every if slot.mine is not None), key=_mine)
    theirs = sorted((slot for slot in every if slot.theirs is not None), key=_theirs)
    by_mine, by_theirs = _placed(mine), _placed(theirs) - _placed(mine)
    fixed = sorted((slot for slot in every if slot not in by_mine | by_theirs), key=_base)
    here, there = _runs(mine, by_mine, by_theirs), _runs(theirs, by_theirs, by_mine)
    result: list[Slot] = []
    for anchor in (None, *fixed):
        if anchor is not None:
            result.append(anchor)
        result.extend(_interleaved(here.get(anchor, []), there.get(anchor, []), key))
    return result


def _base(slot: Slot) -> int:
    return -1 if slot.base is None else slot.base


def _mine(slot: Slot) -> int:
    return -1 if slot.mine is None else slot.mine


def _theirs(slot: Slot) -> int:
    return -1 if slot.theirs is None else slot.theirs


def _placed(sequence: list[Slot]) -> set[Slot]:
    """What one side added or moved: all but the longest run that still rises in the base."""
    old = [slot for slot in sequence if slot.base is not None]
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, slot in enumerate(old):
        size = bisect_left(tails, _base(slot))
        tails[size : size + 1] = [_base(slot)]
        before.append(ends[size - 1] if size else -1)
        ends[size : size + 1] = [at]
    still: set[Slot] = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        still.add(old[at])
        at = before[at]
    return set(sequence) - still


def _runs(
    sequence: list[Slot], placed: set[Slot], elsewhere: set[Slot]
) -> dict[Slot | None, list[Slot]]:
    """What one side placed, by the unmoved record that stands before it there."""
    runs: dict[Slot | None, list[Slot]] = {}
    anchor: Slot | None = None
    for slot in sequence:
        if slot in placed:
            runs.setdefault(anchor, []).append(slot)
        elif slot not in elsewhere:
            anchor = slot
    return runs


def _interleaved(one: list[Slot], other: list[Slot], key: Key) -> list[Slot]:
    """Both runs, each in its own order, the lesser head first."""
    result: list[Slot] = []
    i = j = 0
    while i < len(one) and j < len(other):
        if key(one[i]) <= key(other[j]):
            result.append(one[i])
            i += 1
        else:
            result.append(other[j])
            j += 1
    return result + one[i:] + other[j:]
