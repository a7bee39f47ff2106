"""Merge two versions of the records: by record, by field, by id or number (pure)."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Generic, NamedTuple, TypeVar, cast

from lgtui.model import (
    FIELDS,
    KEYS,
    LISTS,
    PARTS,
    TABLES,
    Keyed,
    Link,
    R,
    Records,
    Season,
    Speaker,
    Talk,
    Unknown,
    Where,
    make_id,
    parse_id,
    record_at,
    records_of,
    replaced,
    season_label,
    value_of,
    with_records,
)
from lgtui.records.conflicts import NUMBERED, Conflict, Merged, free_key, label_of
from lgtui.records.matching import (
    NOTHING_KNOWN,
    K,
    Known,
    Slot,
    alike,
    combined,
    key_of,
    moved_seasons,
    paired,
)

Numbers = dict[int, int]
"""By the number that a season has in one version the number that the merge gives it."""

T = TypeVar("T")


class Sides(NamedTuple, Generic[T]):
    """Something of each version: of what both came from, of mine and of theirs."""

    base: T
    mine: T
    theirs: T


RecordVersions = Sides[Keyed | None]
"""One record in each version; ``None`` where it is not."""

Grown = Callable[[RecordVersions], bool]
"""Tells of a record that one side deleted whether the other side changed what belongs to it."""


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


class _Entry(NamedTuple):
    """One record of the merged list, with its three versions and what is left to decide.

    ``mine_key`` and ``theirs_key`` are the ids or numbers that the record has in the file of each
    side; the versions themselves are numbered as the merge numbers their seasons. ``rank`` orders
    the conflicts: the list itself cannot, for a record that both sides moved stands where mine has
    it.
    """

    record: Keyed
    base: Keyed | None
    mine: Keyed | None
    theirs: Keyed | None
    clashes: tuple[Clash, ...] = ()
    deleted: bool = False
    rank: tuple[object, ...] = ()
    mine_key: str | int | None = None
    theirs_key: str | int | None = None


def merge(base: Records, mine: Records, theirs: Records) -> Merged:
    """Merge two versions of the records by record and field.

    Edits of different records or fields, additions, moves, renumberings and deletions combine;
    the same change on both sides is one change. A deletion stands against a mere renumbering
    or move. A talk that one side added to a season follows the season when the other side
    renumbered it. Where both gave one id to different talks, both stay with that id and the
    conflict proposes a free one.

    Args:
        base: the version that both came from.
        mine: one side; its values are held where both changed one field.
        theirs: the other side.
    """
    if theirs in (mine, base):
        return Merged(mine)
    if mine == base:
        return Merged(theirs)
    unknown, clashes = merge_unknown(base.unknown, mine.unknown, theirs.unknown)
    merged = Records(schema=max(mine.schema, theirs.schema), unknown=unknown)
    conflicts = [_conflict("", 0, clash) for clash in clashes]
    for kind in TABLES:
        [old], [here], [there] = (records_of(one, kind) for one in (base, mine, theirs))
        record, clashes = merge_fields(old, here, there)
        merged = with_records(merged, kind, [record])
        conflicts += [_conflict(kind, 0, clash) for clash in clashes]
    merged = merged._replace(legacy_wording=_merge_legacy(base, mine, theirs))
    numbers = Sides[Numbers]({}, {}, {})
    for kind in LISTS:
        sides = Sides(*(records_of(one, kind) for one in (base, mine, theirs)))
        if kind == "seasons":
            known = moved_seasons(base, mine), moved_seasons(base, theirs)
            entries, deleted = _merge_list(sides, sides, _grown(base, mine, theirs), known)
            entries, found = _separated(entries)
            conflicts += found
            numbers = _season_numbers(entries, deleted)
        else:
            followed = Sides(*map(_following, sides, numbers)) if kind == "talks" else sides
            entries, _ = _merge_list(sides, followed)
        merged = with_records(merged, kind, [entry.record for entry in entries])
        for at in _ranked(entries):
            conflicts += _conflicts(kind, at, entries[at])
        conflicts += _collisions(kind, entries)
    return Merged(merged, _named(merged, conflicts))


def _merge_legacy(base: Records, mine: Records, theirs: Records) -> tuple[str, ...]:
    """Merge which wording stands under ``[series]``: what one side moved is moved."""
    old, here, there = (set(one.legacy_wording) for one in (base, mine, theirs))
    kept = (old & here & there) | (here - old) | (there - old)
    return tuple(field.name for field in FIELDS["wording"] if field.name in kept)


def _conflict(kind: str, at: int, clash: Clash) -> Conflict:
    return Conflict(
        clash.kind,
        Where(kind, at, clash.field),
        "",
        clash.field,
        clash.base,
        clash.mine,
        clash.theirs,
    )


def _conflicts(kind: str, at: int, entry: _Entry) -> list[Conflict]:
    if entry.deleted:
        place = Where(kind, at)
        return [Conflict("deleted", place, "", "", entry.base, entry.mine, entry.theirs)]
    return [_conflict(kind, at, clash) for clash in entry.clashes]


def _season_numbers(seasons: list[_Entry], deleted: list[RecordVersions]) -> Sides[Numbers]:
    """Return which number the merge gives to each season of base, mine and theirs.

    While a number is disputed, nobody can say which talks are the season's: it stays as it is.
    """
    numbers = Sides[Numbers]({}, {}, {})
    known = [
        (Sides(one.base, one.mine, one.theirs), one.record)
        for one in seasons
        if all(clash.field != "number" for clash in one.clashes)
    ]
    left = [(one, one.mine or one.theirs or one.base) for one in deleted]
    for versions, season in [*known, *left]:
        for found, version in zip(numbers, versions, strict=True):
            if isinstance(version, Season) and isinstance(season, Season):
                found.setdefault(version.number, season.number)
    return numbers


def _separated(seasons: list[_Entry]) -> tuple[list[_Entry], list[Conflict]]:
    """Give one of two seasons that only the merge gave one number a free one, with its talks.

    That is the season that was added, or that is only kept until somebody decides about it; the
    other side renumbered another season to its number meanwhile. Which of both keeps the number
    is asked, except where it is open already whether the season stays.

    Returns:
        The seasons, and the questions.
    """
    numbers = Counter(_number(entry) for entry in seasons)
    last = max(numbers, default=0)
    separated = list(seasons)
    found: list[Conflict] = []
    ranked = sorted(range(len(seasons)), key=lambda at: (not seasons[at].deleted, seasons[at].rank))
    for at in ranked:
        entry, number = seasons[at], _number(seasons[at])
        if numbers[number] < 2 or not (entry.deleted or entry.base is None):
            continue
        if _doubled_in(seasons, at):
            continue
        numbers[number] -= 1
        last += 1
        separated[at] = entry._replace(record=replaced(entry.record, "number", last))
        if not entry.deleted:
            other = next(n for n in ranked if n != at and _number(separated[n]) == number)
            here, there = (at, other) if entry.mine is not None else (other, at)
            conflict = _collision("seasons", separated, here, there, ordered=True)
            label = season_label(number)
            found.append(conflict._replace(base=number, proposal=last, label=label))
    return separated, found


def _doubled_in(seasons: list[_Entry], at: int) -> bool:
    """Return whether a side itself has another season of a season's number."""
    return any(
        _doubled_before(entry, seasons[at])
        for other, entry in enumerate(seasons)
        if other != at and _number(entry) == _number(seasons[at])
    )


def _number(entry: _Entry) -> int:
    key = key_of(entry.record)
    return key if isinstance(key, int) else 0


def _grown(base: Records, mine: Records, theirs: Records) -> Grown:
    """Return how to tell whether one side changed talks of a season that the other deleted."""
    old, *new = (_talks_by_season(one) for one in (base, mine, theirs))

    def grown(versions: RecordVersions) -> bool:
        season = versions.base
        return isinstance(season, Season) and any(
            isinstance(left, Season)
            and bool(talks.get(left.number, set()) - old.get(season.number, set()))
            for left, talks in zip(versions[1:], new, strict=True)
        )

    return grown


def _talks_by_season(records: Records) -> dict[int, set[str]]:
    """Return what the talks of each season say, with their episode in place of their id."""
    found: dict[int, set[str]] = {}
    for talk in records.talks:
        if (parts := parse_id(talk.id)) is not None:
            found.setdefault(parts[0], set()).add(f"{parts[1]} {talk._replace(id='')!r}")
    return found


def _following(talks: Sequence[Keyed], numbers: Numbers) -> tuple[Keyed, ...]:
    """Return the talks of one version, numbered as the merge numbers their seasons."""
    if all(number == new for number, new in numbers.items()):
        return tuple(talks)

    def following(talk: Keyed) -> Keyed:
        parts = parse_id(str(key_of(talk)))
        if parts is None or numbers.get(parts[0], parts[0]) == parts[0]:
            return talk
        return replaced(talk, "id", make_id(numbers[parts[0]], parts[1]))

    return tuple(map(following, talks))


def _merge_list(
    sides: Sides[tuple[Keyed, ...]],
    followed: Sides[tuple[Keyed, ...]],
    grown: Grown = lambda versions: False,
    known: tuple[Known, Known] = (NOTHING_KNOWN, NOTHING_KNOWN),
) -> tuple[list[_Entry], list[RecordVersions]]:
    """Merge a list of records.

    Args:
        sides: the three versions.
        followed: the same, each talk numbered as the merge numbers its season.
        grown: whether one side changed what belongs to a record that the other side deleted.
        known: what is known already of which record is which.

    Returns:
        The merged list; and the records that one side or both deleted.
    """
    entries: dict[Slot, _Entry] = {}
    deleted: list[RecordVersions] = []
    for slot in paired(*followed, _one_record, known):
        versions = Sides(*map(_at, followed, slot))
        entry = _merge_slot(versions, grown)
        if entry is None:
            deleted.append(versions)
            continue
        added = [_order(one) for one in versions[1:] if one is not None]
        mine, theirs = _at(sides.mine, slot.mine), _at(sides.theirs, slot.theirs)
        entries[slot] = entry._replace(
            rank=(1, *min(added)) if slot.base is None else (0, slot.base),
            mine_key=mine and key_of(mine),
            theirs_key=theirs and key_of(theirs),
        )
    order = combined(entries, lambda slot: _order(entries[slot].record))
    return [entries[slot] for slot in order], deleted


def _at(records: tuple[Keyed, ...], at: int | None) -> Keyed | None:
    return None if at is None else records[at]


def _order(record: Keyed) -> tuple[object, ...]:
    """Return what to sort records of one kind by: id or number, then all that they say."""
    name = key_of(record)
    parts = parse_id(name) if isinstance(name, str) else (name, 0)
    return parts is None, parts or (0, 0), str(name), repr(record)


def _ranked(entries: list[_Entry]) -> list[int]:
    """Return the places in an order that is the same whichever side is called mine."""
    return sorted(range(len(entries)), key=lambda at: entries[at].rank)


def _one_record(one: Keyed, other: Keyed) -> bool:
    """Tell whether what both sides added is one record.

    Seasons and organizers are what their number or name says. Talks of one id must agree in what
    they say; of different ids only one title or one video makes them one talk: the same speaker
    may well give two.
    """
    if not isinstance(one, Talk) or not isinstance(other, Talk):
        return True
    if one == other:
        return True
    if one.id == other.id:
        return alike(one, other)
    same_title = one.title.casefold().split() == other.title.casefold().split() != []
    return alike(one, other) and (same_title or one.video_url == other.video_url != "")


def _merge_slot(versions: RecordVersions, grown: Grown) -> _Entry | None:
    """Merge one record; ``None`` where it is deleted."""
    base, mine, theirs = versions
    if mine is not None and theirs is not None:
        record, clashes = merge_fields(base, mine, theirs)
        return _Entry(record, base, mine, theirs, tuple(clashes))
    left = mine if mine is not None else theirs
    if base is None and left is not None:
        return _Entry(left, base, mine, theirs)
    if left is None or base is None or (_only_renumbered(base, left) and not grown(versions)):
        return None
    return _Entry(left, base, mine, theirs, deleted=True)


def _only_renumbered(base: Keyed, new: Keyed) -> bool:
    field = "id" if isinstance(base, Talk) else "number"
    return base == new or (field in base._fields and base == replaced(new, field, key_of(base)))


def _sides(entry: _Entry) -> tuple[str, ...]:
    """Return the sides on which the merged record has the id or number that it has now."""
    key = key_of(entry.record)
    keys = {"mine": entry.mine_key, "theirs": entry.theirs_key}
    return tuple(side for side, own in keys.items() if own == key)


def _origin(entry: _Entry) -> str:
    """Return the side that brought the record its id or number; empty if both or neither did."""
    sides = _sides(entry)
    if len(sides) == 1:
        return sides[0]
    if entry.mine is None or entry.theirs is None:
        return "theirs" if entry.mine is None else "mine"
    if entry.base is None:
        return ""
    own = key_of(entry.base)
    here, there = key_of(entry.mine) != own, key_of(entry.theirs) != own
    return "" if here == there else "mine" if here else "theirs"


def _collisions(kind: str, entries: list[_Entry]) -> list[Conflict]:
    """Return the ids and numbers that only the merge gave to two records."""
    if kind not in NUMBERED:
        return []
    groups: dict[object, list[int]] = {}
    for at in _ranked(entries):
        groups.setdefault(key_of(entries[at].record), []).append(at)
    return [
        _collision(kind, entries, before, at)
        for key, places in groups.items()
        for count, at in enumerate(places)
        for before in places[:count]
        if key and not _doubled_before(entries[at], entries[before])
    ]


def _doubled_before(one: _Entry, other: _Entry) -> bool:
    """Return whether a side itself gave both records one id or number."""
    mine, theirs = one.mine_key, one.theirs_key
    return (mine is not None and mine == other.mine_key) or (
        theirs is not None and theirs == other.theirs_key
    )


def _collision(
    kind: str, entries: list[_Entry], before: int, at: int, *, ordered: bool = False
) -> Conflict:
    if not ordered and (_origin(entries[before]), _origin(entries[at])) in (
        ("theirs", "mine"),
        ("theirs", ""),
        ("", "mine"),
    ):
        before, at = at, before
    return Conflict(
        "same id",
        Where(kind, before, KEYS[kind]),
        "",
        KEYS[kind],
        None,
        entries[before].record,
        entries[at].record,
        other=at,
    )


def _named(records: Records, conflicts: list[Conflict]) -> tuple[Conflict, ...]:
    """Give each conflict its label, and those of one id a free one to take."""
    taken: set[object] = set()
    done: list[Conflict] = []
    for conflict in conflicts:
        if conflict.label:
            done.append(conflict)  # of two seasons, which have their numbers already
            continue
        free: str | int | None = None
        if conflict.kind == "same id":
            record = record_at(records, conflict.where)
            free = free_key(records, conflict.where.kind, key_of(record), taken)
            taken.add(free)
        label = label_of(records, conflict.where)
        done.append(conflict._replace(label=label, proposal=free))
    return tuple(done)


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
    if name == "revision":
        # Nobody types it: it is counted, and calendars only need that it never falls.
        merged = max(cast("int", mine), cast("int", theirs))
    elif name == "id":
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
