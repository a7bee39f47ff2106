"""Which records stay where they are when a list gets another order."""

from bisect import bisect_left
from itertools import pairwise
from typing import Any

from lgtui.model import KEYS, blank, replaced, value_of


def in_place(
    kind: str,
    before: tuple[Any, ...],
    after: tuple[Any, ...],
    pairs: list[tuple[int | None, int | None]],
) -> list[tuple[int | None, int | None]]:
    """Pairs, besides, records that say nothing but their id or number and got another in place.

    Nothing tells that such a record is the same, but its comments should not be lost for it.
    """
    if len(before) != len(after):
        return pairs
    gone = {i for i, j in pairs if j is None}
    bare = {at for at in gone if at is not None and _says_only_key(kind, before[at])}
    again = {j for i, j in pairs if i is None and j in bare}
    return [(j if j in again else i, j) for i, j in pairs if j is not None or i not in again]


def _says_only_key(kind: str, record: Any) -> bool:
    """Whether nothing but the key of a record differs from an empty one."""
    key = KEYS[kind]
    return bool(record == replaced(blank(kind), key, value_of(record, key)))


def longest_rise(places: list[int]) -> set[int]:
    """The most numbers of a list that can stay while the others move, to leave it rising."""
    if all(one < other for one, other in pairwise(places)):
        return set(places)
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for place in places:
        at = bisect_left(ends, place)
        before[place] = ends[at - 1] if at else None
        if at == len(ends):
            ends.append(place)
        else:
            ends[at] = place
    found: set[int] = set()
    last: int | None = ends[-1]
    while last is not None:
        found.add(last)
        last = before[last]
    return found
