"""Merging the fields of one record, the lists within it, and their order (pure)."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, TypeVar, cast

from lgtui.model import Link, Pages, Series, Speaker, Unknown, make_id, parse_id
from lgtui.records.matching import Record, align, alike, key_of


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


Value = Record | Series | Pages
"""Whatever has named fields."""

V = TypeVar("V", bound=Value)
R = TypeVar("R", bound=Record)


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


def _rebuilt(record: V, values: Iterable[object]) -> V:
    """A record of the same kind from values in the order of its fields."""
    kind: Any = type(record)
    made: V = kind._make(values)
    return made


def with_field(record: V, field: str, value: object) -> V:
    """The record with one field changed."""
    fields = zip(record._fields, record, strict=True)
    return _rebuilt(record, (value if name == field else old for name, old in fields))


def with_key(unknown: Unknown, key: str, value: object | None) -> Unknown:
    """The unknown keys with one of them changed, added at the end, or taken away."""
    if value is None:
        return tuple(pair for pair in unknown if pair[0] != key)
    if key in dict(unknown):
        return tuple((name, value if name == key else old) for name, old in unknown)
    return (*unknown, (key, value))


def blank(record: V) -> V:
    """A record of the same kind that says nothing: the base of one that both sides added."""
    defaults = record._field_defaults
    return _rebuilt(record, (defaults.get(name) for name in record._fields))


def merge_fields(base: V | None, mine: V, theirs: V) -> tuple[V, list[Clash]]:
    """Merges two versions of one record field by field.

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
    origin = blank(mine) if base is None else base
    values: list[object] = []
    clashes: list[Clash] = []
    for name, old, here, there in zip(mine._fields, origin, mine, theirs, strict=True):
        value, found = _merge_field(name, old, here, there)
        values.append(value)
        clashes += found
    return _rebuilt(mine, values), clashes


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
    elif name in ("speakers", "links"):
        merged = _merge_inner(
            cast("tuple[Speaker | Link, ...]", base),
            cast("tuple[Speaker | Link, ...]", mine),
            cast("tuple[Speaker | Link, ...]", theirs),
        )
    if merged is not None:
        return merged, []
    return mine, [Clash("field", name, base, mine, theirs)]


def _merge_ids(base: object, mine: object, theirs: object) -> str | None:
    """Merges season and episode apart: one side moves the season, the other the episode."""
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
    """Merges the keys that the schema does not know, each as a whole."""
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
    base: Sequence[R], mine: Sequence[R], theirs: Sequence[R], same: Callable[[R, R], bool]
) -> list[Slot]:
    """Follows the records of a list through both sides.

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


def _followed(base: Sequence[R], new: Sequence[R]) -> tuple[dict[int, int], list[int]]:
    """Where each record of the base is now, and what was added."""
    pairs = align(base, new)
    to = {i: j for i, j in pairs if i is not None and j is not None}
    return to, [j for i, j in pairs if i is None and j is not None]


def _merge_inner(
    base: tuple[R, ...], mine: tuple[R, ...], theirs: tuple[R, ...]
) -> tuple[R, ...] | None:
    """Merges speakers or links one by one; ``None`` where only a person can.

    That is where both sides changed one element differently, and where both put something else
    in the place of all that was there: two names for the one speaker make no two speakers.
    """

    def same(one: R, other: R) -> bool:
        return key_of(one) == key_of(other) or alike(one, other)

    slots = paired(base, mine, theirs, same)
    values: dict[Slot, R] = {}
    for slot in slots:
        old = None if slot.base is None else base[slot.base]
        here = None if slot.mine is None else mine[slot.mine]
        there = None if slot.theirs is None else theirs[slot.theirs]
        if here is not None and there is not None:
            values[slot], clashes = merge_fields(old, here, there)
            if clashes:
                return None
        elif old is None:
            values[slot] = cast("R", here or there)
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
