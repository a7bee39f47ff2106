"""Merging the fields of one record, the lists within it, and their order (pure)."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar, cast

from lgtui.model import (
    PARTS,
    Keyed,
    Link,
    R,
    Speaker,
    Unknown,
    make_id,
    parse_id,
    replaced,
    value_of,
)
from lgtui.records.matching import align, alike, key_of
from lgtui.text.sequences import longest_increasing_subsequence


class Slot(NamedTuple):
    """One record in three versions: its position in each, ``None`` where it is not."""

    base: int | None
    mine: int | None
    theirs: int | None


Key = Callable[[Slot], tuple[object, ...]]


def combined(slots: Iterable[Slot], key: Key) -> list[Slot]:
    """Put the records of a merge in order: the moves and additions of both sides together.

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
    """Return what one side added or moved: all but the longest run that still rises in the base."""
    old = [slot.base for slot in sequence if slot.base is not None]
    still = set(longest_increasing_subsequence(old))
    return {slot for slot in sequence if slot.base not in still}


def _runs(
    sequence: list[Slot], placed: set[Slot], elsewhere: set[Slot]
) -> dict[Slot | None, list[Slot]]:
    """Return what one side placed, by the unmoved record that stands before it there."""
    runs: dict[Slot | None, list[Slot]] = {}
    anchor: Slot | None = None
    for slot in sequence:
        if slot in placed:
            runs.setdefault(anchor, []).append(slot)
        elif slot not in elsewhere:
            anchor = slot
    return runs


def _interleaved(one: list[Slot], other: list[Slot], key: Key) -> list[Slot]:
    """Return both runs, each in its own order, the lesser head first."""
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


K = TypeVar("K", bound=Keyed)


class Clash(NamedTuple):
    """Both sides changed one field, differently.

    ``kind`` is ``field`` for a field of the schema and ``key`` for a key that it does not know;
    ``None`` stands for a key that is not there.
    """

    kind: str
    field: str
    base: object
    mine: object
    theirs: object


def with_key(unknown: Unknown, key: str, value: object | None) -> Unknown:
    """Return the unknown keys with one of them changed, added at the end, or taken away."""
    if value is None:
        return tuple(pair for pair in unknown if pair[0] != key)
    if key in dict(unknown):
        return tuple((name, value if name == key else old) for name, old in unknown)
    return (*unknown, (key, value))


def merge_fields(base: R | None, mine: R, theirs: R) -> tuple[R, list[Clash]]:
    """Merge two versions of one record field by field.

    Args:
        base: what both came from; ``None`` where both sides added the record.
        mine: one version.
        theirs: the other one.

    Returns:
        The merged record, mine where both changed a field, and these fields.
    """
    if theirs in (mine, base):
        return mine, []
    if mine == base:
        return theirs, []
    merged = mine
    clashes: list[Clash] = []
    for name in mine._fields:
        # Where both sides added the record, a field without a default has no base to agree with.
        old = mine._field_defaults.get(name) if base is None else value_of(base, name)
        value, found = _merge_field(name, old, value_of(mine, name), value_of(theirs, name))
        merged = replaced(merged, name, value)
        clashes += found
    return merged, clashes


def _merge_field(
    name: str, base: object, mine: object, theirs: object
) -> tuple[object, list[Clash]]:
    if theirs in (mine, base):
        return mine, []
    if mine == base:
        return theirs, []
    if name == "unknown":
        return merge_unknown(cast("Unknown", base), cast("Unknown", mine), cast("Unknown", theirs))
    merged: object | None = None
    if name == "id":
        merged = _merge_ids(base, mine, theirs)
    elif name in PARTS:
        merged = _merge_inner(
            cast("tuple[Speaker | Link, ...]", base),
            cast("tuple[Speaker | Link, ...]", mine),
            cast("tuple[Speaker | Link, ...]", theirs),
        )
    if merged is not None:
        return merged, []
    return mine, [Clash("field", name, base, mine, theirs)]


def _merge_ids(base: object, mine: object, theirs: object) -> str | None:
    """Merge season and episode apart: one side moves the season, the other the episode."""
    parts = [parse_id(text) for text in (base, mine, theirs) if isinstance(text, str)]
    old, here, there = [*parts, None, None, None][:3]
    if old is None or here is None or there is None:
        return None
    numbers = []
    for was, one, other in zip(old, here, there, strict=True):
        if one != other and was not in (one, other):
            return None
        numbers.append(other if one == was else one)
    return make_id(numbers[0], numbers[1])


def merge_unknown(base: Unknown, mine: Unknown, theirs: Unknown) -> tuple[Unknown, list[Clash]]:
    """Merge the keys that the schema does not know, each as a whole."""
    if theirs in (mine, base):
        return mine, []
    if mine == base:
        return theirs, []
    old, here, there = dict(base), dict(mine), dict(theirs)
    added = sorted((here.keys() | there.keys()) - old.keys())
    merged: list[tuple[str, object]] = []
    clashes: list[Clash] = []
    for key in [*old, *added]:
        was, one, other = old.get(key), here.get(key), there.get(key)
        value = other if one == was else one
        if value is not None:
            merged.append((key, value))
        if one != other and was not in (one, other):
            clashes.append(Clash("key", key, was, one, other))
    return tuple(merged), clashes


def paired(
    base: Sequence[K], mine: Sequence[K], theirs: Sequence[K], same: Callable[[K, K], bool]
) -> list[Slot]:
    """Follow the records of a list through both sides.

    Args:
        base: the records that both came from.
        mine: one version.
        theirs: the other one.
        same: whether two added records are one.

    Returns:
        A slot for each record, those that both sides deleted included.
    """
    to_mine, only_mine = _followed(base, mine)
    to_theirs, only_theirs = _followed(base, theirs)
    slots = [Slot(at, to_mine.get(at), to_theirs.get(at)) for at in range(len(base))]
    pairs = align([mine[at] for at in only_mine], [theirs[at] for at in only_theirs])
    for i, j in pairs:
        here = None if i is None else only_mine[i]
        there = None if j is None else only_theirs[j]
        if here is not None and there is not None and not same(mine[here], theirs[there]):
            slots += [Slot(None, here, None), Slot(None, None, there)]
        else:
            slots.append(Slot(None, here, there))
    return slots


def _followed(base: Sequence[K], new: Sequence[K]) -> tuple[dict[int, int], list[int]]:
    """Return where each record of the base is now, and what was added."""
    pairs = align(base, new)
    to = {i: j for i, j in pairs if i is not None and j is not None}
    return to, [j for i, j in pairs if i is None and j is not None]


def _merge_inner(
    base: tuple[K, ...], mine: tuple[K, ...], theirs: tuple[K, ...]
) -> tuple[K, ...] | None:
    """Merge speakers or links one by one; ``None`` where only a person can.

    That is where both sides changed one element differently, and where both put something else
    in the place of all that was there: two names for the one speaker make no two speakers.
    """

    def same(one: K, other: K) -> bool:
        return key_of(one) == key_of(other) or alike(one, other)

    slots = paired(base, mine, theirs, same)
    values: dict[Slot, K] = {}
    for slot in slots:
        old = None if slot.base is None else base[slot.base]
        here = None if slot.mine is None else mine[slot.mine]
        there = None if slot.theirs is None else theirs[slot.theirs]
        if here is not None and there is not None:
            values[slot], clashes = merge_fields(old, here, there)
            if clashes:
                return None
        elif old is None:
            values[slot] = cast("K", here or there)
        elif (here or there or old) != old:
            return None
    added_by_mine = any(slot.base is None and slot.theirs is None for slot in values)
    added_by_theirs = any(slot.base is None and slot.mine is None for slot in values)
    survivors = any(slot.base is not None for slot in values)
    if added_by_mine and added_by_theirs and not survivors:
        return None

    def key(slot: Slot) -> tuple[object, ...]:
        return str(key_of(values[slot])), repr(values[slot])

    return tuple(values[slot] for slot in combined(values, key))
