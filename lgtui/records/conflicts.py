"""What a merge leaves for a person to decide, and what each decision makes of it (pure)."""

from typing import NamedTuple, cast

from lgtui.model import (
    KEYS,
    PARTS,
    Record,
    Records,
    Where,
    field_of,
    make_id,
    parse_id,
    record_at,
    record_label,
    records_of,
    replaced,
    season_label,
    value_of,
    with_key,
    with_record,
)

NUMBERED = ("talks", "seasons")
"""The kinds of which two records of one key are a mistake."""


class Conflict(NamedTuple):
    """Two organizers changed one thing differently.

    Attributes:
        kind: ``field`` (a field of the schema), ``key`` (a key it does not know), ``deleted``
            (one side deleted the record that the other edited; the edited one is kept) or
            ``same id`` (each side has its own record of this id or number; both are kept).
        where: the place in the merged records; for ``same id`` that of my record.
        label: what people call the record.
        field: the field or key; empty for ``deleted``.
        base: what both came from; ``None`` if there was nothing. For ``same id`` of two seasons the
            number that both had: one of them has the proposal in the merged records already.
        mine: my value, or my record for ``deleted`` and ``same id``; ``None`` where I deleted it.
        theirs: theirs.
        proposal: for ``same id`` the free id or number that one of the two could take.
        other: for ``same id`` the position of their record in the merged records.
    """

    kind: str
    where: Where
    label: str
    field: str
    base: object
    mine: object
    theirs: object
    proposal: object = None
    other: int = -1

    def __str__(self) -> str:
        """Return one line that names record and field: ``S09E01: both changed the title``."""
        if self.kind == "deleted":
            who = ("you", "others") if self.mine is None else ("others", "you")
            return f"{self.label}: {who[0]} deleted it, {who[1]} edited it"
        if self.kind == "same id":
            free = self.proposal
            name = season_label(free) if isinstance(free, int) else str(free)
            return f"{self.label}: both sides have a record of this name; {name} is free"
        return f"{self.label}: both changed {self.field}"


class Merged(NamedTuple):
    """The outcome of a merge; the records are complete once no conflict is left.

    Until then they hold my value of a field that both changed.
    """

    records: Records
    conflicts: tuple[Conflict, ...] = ()


def choices(conflict: Conflict) -> tuple[str, ...]:
    """Return what may be chosen to resolve a conflict, in the order to offer it."""
    if conflict.kind == "same id":
        return ("mine", "theirs", "value")
    if conflict.kind == "deleted":
        return ("mine", "theirs", "base")
    field = field_of(conflict.where.kind, conflict.field)
    joinable = conflict.kind == "field" and field and field.type in ("text", *PARTS)
    return ("mine", "theirs", "base", *(("joined",) if joinable else ()), "value")


def resolve(merged: Merged, conflict: Conflict, choice: str, value: object = None) -> Merged:
    """Decide one conflict.

    Args:
        merged: the merge as it stands.
        conflict: one of its conflicts.
        choice: one of ``choices(conflict)``. ``joined`` puts their text below mine, or adds
            their speakers and links to mine. For ``same id`` the side that is chosen keeps
            the id and the other side's record takes the proposal; with ``value`` mine keeps it
            and theirs takes the value.
        value: the value for the choice ``value``.

    Returns:
        The merge with that conflict gone; the places of the others are up to date. Where the
        decision gives a record the id or number of another one, that is a conflict of its own.

    Raises:
        ValueError: the conflict is not of this merge, or the choice is not for it.
    """
    if conflict not in merged.conflicts:
        raise ValueError("this conflict is not one of the merge")
    if choice not in choices(conflict):
        raise ValueError(f"{conflict.label}: {choice!r} is no choice here")
    rest = tuple(other for other in merged.conflicts if other is not conflict)
    if len(rest) == len(merged.conflicts):
        at = merged.conflicts.index(conflict)
        rest = merged.conflicts[:at] + merged.conflicts[at + 1 :]
    if conflict.kind == "same id" and isinstance(conflict.base, int):
        records = _seasons_numbered(merged.records, conflict, choice, value)
        return _with_collisions(Merged(records, rest), conflict.where)
    if conflict.kind == "same id":
        at = conflict.where.at if choice == "theirs" else conflict.other
        records = _renumbered(merged.records, conflict, at, value if choice == "value" else None)
        return _with_collisions(Merged(records, rest), conflict.where._replace(at=at))
    decided = chosen(conflict, choice, value)
    if conflict.kind == "deleted" and decided is None:
        return _deleted(Merged(merged.records, rest), conflict.where)
    if conflict.kind == "deleted":
        records = with_record(merged.records, conflict.where, cast("Record", decided))
    else:
        records = _with_value(merged.records, conflict, decided)
    return _with_collisions(Merged(records, rest), conflict.where)


def chosen(conflict: Conflict, choice: str, value: object = None) -> object:
    """Return what a choice makes of a conflict's field or record."""
    if choice == "value":
        return value
    if choice == "joined":
        return _joined(conflict.mine, conflict.theirs)
    return {"mine": conflict.mine, "theirs": conflict.theirs, "base": conflict.base}[choice]


def _joined(mine: object, theirs: object) -> object:
    if isinstance(mine, tuple) and isinstance(theirs, tuple):
        return (*mine, *(item for item in theirs if item not in mine))
    texts = [str(text).strip("\n") for text in (mine, theirs) if text]
    return "\n\n".join(texts)


def _with_value(records: Records, conflict: Conflict, value: object) -> Records:
    where = conflict.where
    if not where.kind:
        return records._replace(unknown=with_key(records.unknown, conflict.field, value))
    record: Record = record_at(records, where)
    if conflict.kind == "key":
        unknown = with_key(record.unknown, conflict.field, value)
        return with_record(records, where, replaced(record, "unknown", unknown))
    return with_record(records, where, replaced(record, conflict.field, value))


def _deleted(merged: Merged, where: Where) -> Merged:
    """Delete a record as was decided; with a season go the talks that are in it."""
    if where.kind == "seasons":
        number = merged.records.seasons[where.at].number
        for at, talk in reversed(list(enumerate(merged.records.talks))):
            if (parts := parse_id(talk.id)) and parts[0] == number:
                merged = _without(merged, Where("talks", at))
    return _without(merged, where)


def _without(merged: Merged, where: Where) -> Merged:
    """Take out a record and its conflicts; the places of the others move up."""
    kind, at = where.kind, where.at
    kept = []
    for other in merged.conflicts:
        if other.where.kind == kind:
            if at in (other.where.at, other.other):
                continue
            place = other.where._replace(at=other.where.at - (other.where.at > at))
            kept.append(other._replace(where=place, other=other.other - (other.other > at)))
        else:
            kept.append(other)
    return Merged(with_record(merged.records, Where(kind, at)), tuple(kept))


def _renumbered(records: Records, conflict: Conflict, at: int, value: object) -> Records:
    """Give one record of a conflict about an id the value; without one a free id or number."""
    kind, field = conflict.where.kind, conflict.field
    where = Where(kind, at)
    record: Record = record_at(records, where)
    if value is None:
        value = conflict.proposal
        if any(value_of(other, field) == value for other in records_of(records, kind)):
            value = free_key(records, kind, value_of(record, field), set())
    return with_record(records, where, replaced(record, field, value))


def _seasons_numbered(records: Records, conflict: Conflict, choice: str, value: object) -> Records:
    """Number two seasons as was decided; their talks follow.

    Args:
        records: the merged records.
        conflict: the question which of both keeps their number.
        choice: the side that keeps it; with ``value`` mine does.
        value: the other season's number; the proposal if left out.
    """
    keeps, other = conflict.where.at, conflict.other
    if choice == "theirs":
        keeps, other = other, keeps
    seasons = list(records.seasons)
    given = value if choice == "value" and isinstance(value, int) else conflict.proposal
    assert isinstance(conflict.base, int), "it is a conflict of two seasons"
    assert isinstance(given, int), "a season's number is a number"
    new = {seasons[keeps].number: conflict.base, seasons[other].number: given}
    for at in (keeps, other):
        seasons[at] = seasons[at]._replace(number=new[seasons[at].number])
    talks = [
        talk._replace(id=make_id(new[parts[0]], parts[1]))
        if (parts := parse_id(talk.id)) and parts[0] in new
        else talk
        for talk in records.talks
    ]
    return records._replace(seasons=tuple(seasons), talks=tuple(talks))


def _with_collisions(merged: Merged, where: Where) -> Merged:
    """Bring the conflicts about ids and numbers up to date with a record that was decided about.

    Args:
        merged: the merge after a decision.
        where: the record.
    """
    records, kind, at = merged.records, where.kind, where.at
    if kind not in NUMBERED:
        return merged
    field = KEYS[kind]
    keys = [value_of(record, field) for record in records_of(records, kind)]
    left = [
        one
        for one in merged.conflicts
        if one.kind != "same id" or one.where.kind != kind or keys[one.where.at] == keys[one.other]
    ]
    asked = {
        frozenset((one.where.at, one.other))
        for one in left
        if one.kind == "same id" and one.where.kind == kind
    }
    for other, key in enumerate(keys):
        if key and key == keys[at] and other != at and frozenset((at, other)) not in asked:
            place = Where(kind, at, field)
            taken = {one.proposal for one in left if one.kind == "same id"}
            left.append(
                Conflict(
                    "same id",
                    place,
                    label_of(records, place),
                    field,
                    None,
                    record_at(records, place),
                    record_at(records, Where(kind, other)),
                    free_key(records, kind, key, taken),
                    other,
                )
            )
    return Merged(records, tuple(left))


def free_key(records: Records, kind: str, key: str | int, taken: set[object]) -> str | int:
    """Return the next id or number that neither the records nor ``taken`` hold.

    For a talk it is the episode after the last one of its season, for a season the number after
    the last one.
    """
    if kind == "seasons":
        numbers = [season.number for season in records.seasons]
        return max([*numbers, *(number for number in taken if isinstance(number, int))]) + 1
    ids = {talk.id for talk in records.talks} | taken
    parts = parse_id(str(key))
    if parts is None:
        count = 2
        while f"{key}-{count}" in ids:
            count += 1
        return f"{key}-{count}"
    episodes = [other for other in (parse_id(str(text)) for text in ids) if other is not None]
    last = max(episode for season, episode in episodes if season == parts[0])
    return make_id(parts[0], last + 1)


def label_of(records: Records, where: Where) -> str:
    """Return what people call the place of a conflict."""
    return record_label(records, where) or "the data file"
