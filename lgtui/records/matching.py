"""Match the records of two versions, or three: features, likeness, pairs, common order (pure)."""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from lgtui.model import (
    KEYS,
    Keyed,
    Link,
    Organizer,
    Records,
    Season,
    Speaker,
    Talk,
    parse_id,
    value_of,
)
from lgtui.text.sequences import common_ends, longest_increasing_subsequence

ALIKE = {"same": 1.0, "words": 0.4, "name": 0.3, "names": 0.3}
"""From which share on two values speak of one thing: unrelated texts share their small words."""


class FieldWeight(NamedTuple):
    """What one field tells about identity.

    ``kind`` is ``same`` (equal or not), ``words`` (share of common words), ``name`` (the same for
    what is short, such as a person's name) or ``names`` (share of common speakers). Agreement
    adds up to ``weight``, plain contradiction takes off ``clash``.
    """

    name: str
    kind: str
    weight: float
    clash: float


class RecordFeatures(NamedTuple):
    """By what one kind of record is known: its key, its telling fields, and how much must agree."""

    key: str
    key_weight: float
    fields: tuple[FieldWeight, ...]
    enough: float


_FEATURES: dict[type, RecordFeatures] = {
    Talk: RecordFeatures(
        KEYS["talks"],
        3.0,
        (
            FieldWeight("title", "words", 4.0, 1.5),
            FieldWeight("speakers", "names", 4.0, 1.5),
            FieldWeight("video_url", "same", 3.5, 1.5),
            FieldWeight("abstract", "words", 3.5, 1.0),
            FieldWeight("bio", "words", 2.0, 0.0),
            FieldWeight("links", "same", 1.0, 0.0),
            FieldWeight("affiliation", "same", 0.5, 0.0),
            FieldWeight("date", "same", 0.5, 0.0),
        ),
        2.0,
    ),
    Season: RecordFeatures(
        KEYS["seasons"],
        2.0,
        (
            FieldWeight("theme", "name", 4.0, 1.0),
            FieldWeight("register_url", "same", 3.5, 0.5),
            FieldWeight("start", "same", 2.5, 0.5),
        ),
        2.0,
    ),
    Organizer: RecordFeatures(
        KEYS["organizers"],
        4.0,
        (
            FieldWeight("name", "name", 3.0, 0.0),
            FieldWeight("url", "same", 4.0, 0.5),
            FieldWeight("affiliation", "same", 1.0, 0.0),
        ),
        1.5,
    ),
    Speaker: RecordFeatures(
        KEYS["speakers"],
        6.0,
        (
            FieldWeight("name", "name", 6.0, 0.0),
            FieldWeight("url", "same", 6.0, 0.5),
            FieldWeight("affiliation", "same", 1.0, 0.0),
        ),
        1.5,
    ),
    Link: RecordFeatures(KEYS["links"], 3.0, (FieldWeight("url", "same", 4.0, 0.0),), 2.0),
}


def features_of(record: Keyed) -> RecordFeatures:
    """Return the features by which a record of this kind is known."""
    return _FEATURES[type(record)]


def key_of(record: Keyed) -> str | int:
    """Return the id, number or name by which people call a record."""
    key: str | int = value_of(record, features_of(record).key)
    return key


def alike(one: Keyed, other: Keyed) -> bool:
    """Tell whether two records say the same thing, their id, number or name left aside.

    A record that says nothing beside its key, such as a talk that is only planned, is like any.
    """
    if not (says_something(one) and says_something(other)):
        return True
    here, there = MatchProfile(one), MatchProfile(other)
    score, same_key = here.likeness(there)
    return score - (here.features.key_weight if same_key else 0.0) >= here.features.enough


def says_something(record: Keyed) -> bool:
    """Tell whether a record says anything beside its key."""
    features = features_of(record)
    return any(
        value_of(record, field.name) for field in features.fields if field.name != features.key
    )


def words(text: str) -> frozenset[str]:
    """Return the words of a text, capitals or not."""
    return frozenset(text.casefold().split())


class MatchProfile:
    """What one record shows of itself, taken apart once for many comparisons."""

    def __init__(self, record: Keyed) -> None:
        self.features = features_of(record)
        self.key = key_of(record)
        self.values: list[object] = []
        for field in self.features.fields:
            value = value_of(record, field.name)
            if field.kind in ("words", "name"):
                value = words(value)
            elif field.kind == "names":
                value = frozenset(speaker.name for speaker in value)
            self.values.append(value)

    def likeness(self, other: "MatchProfile") -> tuple[float, bool]:
        """Return how much two records agree, and whether they have one key."""
        same_key = self.key == other.key
        score = self.features.key_weight if same_key else 0.0
        for field, mine, theirs in zip(
            self.features.fields, self.values, other.values, strict=True
        ):
            if mine and theirs:
                share = _share(mine, theirs)
                score += field.weight * share if share >= ALIKE[field.kind] else -field.clash
        return score, same_key


def _share(mine: object, theirs: object) -> float:
    """Return how much of two values is common to both, from 0 to 1."""
    if isinstance(mine, frozenset) and isinstance(theirs, frozenset):
        return len(mine & theirs) / len(mine | theirs)
    return float(mine == theirs)


Pair = tuple[int | None, int | None]
"""Positions in the base and in the new version; ``None`` where the record is not."""

CROWDED = 4096
"""So many candidate pairs from one shared field say that the field tells nobody apart."""


def pair_records(base: Sequence[Keyed], new: Sequence[Keyed]) -> list[Pair]:
    """Pair the records of two versions of one list.

    First come equal records, then those that kept their id and still say the same in the main (an
    edit, also of a record of which there is a copy), then records equal in all but their id or
    number (a renumbering), then the best agreement of id, title, speakers, links and texts,
    highest first. What agrees too little is deleted and added, unless it kept its id.

    Args:
        base: the earlier records of one kind, in file order.
        new: the later ones.

    Returns:
        ``(i, j)`` for one record in both versions, ``(None, j)`` for an added one, in the order
        of ``new``; then ``(i, None)`` for the deleted ones in the order of ``base``. Every
        position occurs once. Exchanging the versions exchanges the pairs.
    """
    start, end = common_ends(base, new)
    partner: dict[int, int] = {at: at for at in range(start)}
    partner.update((len(new) - at, len(base) - at) for at in range(1, end + 1))
    olds = list(range(start, len(base) - end))
    news = list(range(start, len(new) - end))
    for step in (_equal_values, _equal_in_the_main, _kept_key, _equal_but_for_key, _most_alike):
        if olds and news:
            found = step(base, new, olds, news)
            partner.update((j, i) for i, j in found)
            taken_old, taken_new = {i for i, _ in found}, {j for _, j in found}
            olds = [i for i in olds if i not in taken_old]
            news = [j for j in news if j not in taken_new]
    return [(partner.get(j), j) for j in range(len(new))] + [(i, None) for i in olds]


def _equal(one: Keyed, other: Keyed) -> bool:
    return one is other or one == other


def _token(value: object) -> object:
    """Return something to look a value up by; unknown keys may hold lists and tables."""
    try:
        hash(value)
    except TypeError:
        return repr(value)
    return value


def _buckets(
    records: Sequence[Keyed], places: list[int], tokens: Callable[[Keyed], Iterable[object]]
) -> dict[object, list[int]]:
    found: dict[object, list[int]] = {}
    for at in places:
        for token in tokens(records[at]):
            found.setdefault(token, []).append(at)
    return found


def _equal_values(
    base: Sequence[Keyed], new: Sequence[Keyed], olds: list[int], news: list[int]
) -> list[tuple[int, int]]:
    """Pair equal records in their order: those that only moved."""
    here = _buckets(base, olds, lambda record: (_token(record),))
    there = _buckets(new, news, lambda record: (_token(record),))
    return [
        pair
        for token, places in here.items()
        for pair in zip(places, there.get(token, ()), strict=False)
    ]


def _equal_but_for_key(
    base: Sequence[Keyed], new: Sequence[Keyed], olds: list[int], news: list[int]
) -> list[tuple[int, int]]:
    """Pair records that were only renumbered, where that can be told."""

    def content(record: Keyed) -> Iterable[object]:
        features = features_of(record)
        without_key = tuple(
            value
            for name, value in zip(record._fields, record, strict=True)
            if name != features.key
        )
        return (_token(without_key),) if says_something(record) else ()

    here, there = _buckets(base, olds, content), _buckets(new, news, content)
    found: list[tuple[int, int]] = []
    for token, places in here.items():
        others = there.get(token, [])
        if len(places) == len(others):
            found.extend(zip(places, others, strict=True))
    return found


def _equal_in_the_main(
    base: Sequence[Keyed], new: Sequence[Keyed], olds: list[int], news: list[int]
) -> list[tuple[int, int]]:
    """Pair records that kept their key and their first two fields, if no other has the same.

    That is what most edits look like; it spares an edit of all records the closer look.
    """

    def main(record: Keyed) -> Iterable[object]:
        fields = [value_of(record, field.name) for field in features_of(record).fields[:2]]
        return (_token((key_of(record), *fields)),) if all(fields) else ()

    here, there = _buckets(base, olds, main), _buckets(new, news, main)
    return [
        (places[0], there[token][0])
        for token, places in here.items()
        if len(places) == 1 == len(there.get(token, ()))
    ]


def _kept_key(
    base: Sequence[Keyed], new: Sequence[Keyed], olds: list[int], news: list[int]
) -> list[tuple[int, int]]:
    """Pair records that kept their key and are alike, where no other has that key.

    A copy that was left as it is equals the original of before in all but its key. The original is
    the record that kept the key, whatever was edited in it since.
    """

    def key(record: Keyed) -> Iterable[object]:
        return (key_of(record),) if says_something(record) else ()

    here, there = _buckets(base, olds, key), _buckets(new, news, key)
    return [
        (places[0], there[token][0])
        for token, places in here.items()
        if len(places) == 1 == len(there.get(token, ()))
        and says_something(new[there[token][0]])
        and alike(base[places[0]], new[there[token][0]])
    ]


def _most_alike(
    base: Sequence[Keyed], new: Sequence[Keyed], olds: list[int], news: list[int]
) -> list[tuple[int, int]]:
    """Pair what agrees most, best first; ties go to the nearest position, whichever the side."""
    seen_old = {i: MatchProfile(base[i]) for i in olds}
    seen_new = {j: MatchProfile(new[j]) for j in news}
    ranked: list[tuple[float, int, int, int, int]] = []
    for i, j in _candidates(base, new, olds, news):
        score, same_key = seen_old[i].likeness(seen_new[j])
        if same_key or score >= seen_old[i].features.enough:
            ranked.append((-score, abs(i - j), i + j, i, j))
    ranked.sort()
    found: list[tuple[int, int]] = []
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for *_, i, j in ranked:
        if i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            found.append((i, j))
    return found


def _candidates(
    base: Sequence[Keyed], new: Sequence[Keyed], olds: list[int], news: list[int]
) -> set[tuple[int, int]]:
    """Return the pairs worth a look: those that share a key or a field."""
    here, there = _buckets(base, olds, _shared), _buckets(new, news, _shared)
    pairs: set[tuple[int, int]] = set()
    for token, places in here.items():
        others = there.get(token, [])
        if len(places) * len(others) <= CROWDED:
            pairs.update((i, j) for i in places for j in others)
        else:
            pairs.update(zip(places, others, strict=False))
    return pairs


def _shared(record: Keyed) -> set[object]:
    """Return the tokens under which a record is looked up."""
    features = features_of(record)
    tokens: set[object] = {("", key_of(record))}
    for field in features.fields:
        value = value_of(record, field.name)
        if not value:
            continue
        if field.kind == "names":
            tokens.update((field.name, speaker.name) for speaker in value)
        else:
            tokens.add((field.name, _token(value)))
        if field.kind in ("words", "name") and field.weight >= 3:
            tokens.update((field.name, word) for word in words(value))
    return tokens


K = TypeVar("K", bound=Keyed)


class Slot(NamedTuple):
    """One record in three versions: its position in each, ``None`` where it is not."""

    base: int | None
    mine: int | None
    theirs: int | None


Order = Callable[[Slot], tuple[object, ...]]


def combined(slots: Iterable[Slot], key: Order) -> list[Slot]:
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


def _interleaved(one: list[Slot], other: list[Slot], key: Order) -> list[Slot]:
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


class Known(NamedTuple):
    """What is known of two versions before their records are compared, as positions in both.

    Attributes:
        pairs: records that are one.
        apart: records that are not one, although they have one id or number.
    """

    pairs: Mapping[int, int]
    apart: Container[tuple[int, int]]


NOTHING_KNOWN = Known({}, ())


def paired(
    base: Sequence[K],
    mine: Sequence[K],
    theirs: Sequence[K],
    same: Callable[[K, K], bool],
    known: tuple[Known, Known] = (NOTHING_KNOWN, NOTHING_KNOWN),
) -> list[Slot]:
    """Follow the records of a list through both sides.

    Args:
        base: the records that both came from.
        mine: one version.
        theirs: the other one.
        same: whether two added records are one.
        known: what is known of the base and mine, and of the base and theirs.

    Returns:
        A slot for each record, those that both sides deleted included.
    """
    to_mine, only_mine = _followed(base, mine, known[0])
    to_theirs, only_theirs = _followed(base, theirs, known[1])
    slots = [Slot(at, to_mine.get(at), to_theirs.get(at)) for at in range(len(base))]
    pairs = pair_records([mine[at] for at in only_mine], [theirs[at] for at in only_theirs])
    for i, j in pairs:
        here = None if i is None else only_mine[i]
        there = None if j is None else only_theirs[j]
        if here is not None and there is not None and not same(mine[here], theirs[there]):
            slots += [Slot(None, here, None), Slot(None, None, there)]
        else:
            slots.append(Slot(None, here, there))
    return slots


def _followed(
    base: Sequence[Keyed], new: Sequence[Keyed], known: Known
) -> tuple[dict[int, int], list[int]]:
    """Return where each record of the base is now, and what was added."""
    olds = [i for i in range(len(base)) if i not in known.pairs]
    taken = set(known.pairs.values())
    news = [j for j in range(len(new)) if j not in taken]
    to = dict(known.pairs)
    for i, j in pair_records([base[i] for i in olds], [new[j] for j in news]):
        if i is not None and j is not None and (olds[i], news[j]) not in known.apart:
            to[olds[i]] = news[j]
    found = set(to.values())
    return to, [j for j in range(len(new)) if j not in found]


# Seasons, by where their talks went.


def moved_seasons(base: Records, new: Records) -> Known:
    """Return which seasons went to another number with their talks, and which were replaced.

    A season whose record says little, or was changed when it was renumbered, is known by its
    talks. One that stayed as it was only lost a talk to another. A season of the same number of
    whose talks none is left, and whose record says something else, is another season.

    Args:
        base: the earlier version.
        new: the later one.
    """
    if base.seasons == new.seasons:
        return NOTHING_KNOWN
    votes = _votes(base, new)
    before = {season.number: at for at, season in enumerate(base.seasons)}
    after = {season.number: at for at, season in enumerate(new.seasons)}
    pairs: dict[int, int] = {}
    apart: set[tuple[int, int]] = set()
    for number, at in before.items():
        went = {to: count for (was, to), count in votes.items() if was == number}
        same = after.get(number)
        if not went:
            if same is not None and _is_another(base, new, (at, same)):
                apart.add((at, same))
            continue
        to, count = max(went.items(), key=lambda one: (one[1], -one[0]))
        stayed = (
            same is not None
            and says_something(base.seasons[at])
            and (
                base.seasons[at] == new.seasons[same]
                or (count < 2 and alike(base.seasons[at], new.seasons[same]))
            )
        )
        others = sum(votes[was, t] for was, t in votes if t == to and was != number)
        unanimous = count == sum(went.values()) and count > others
        if (
            to != number
            and to in after
            and unanimous
            and not stayed
            and after[to] not in pairs.values()
        ):
            pairs[at] = after[to]
    return Known(pairs, frozenset(apart))


def _votes(base: Records, new: Records) -> Counter[tuple[int, int]]:
    """Count the talks that say something, by their season before and after."""
    votes: Counter[tuple[int, int]] = Counter()
    for i, j in pair_records(base.talks, new.talks):
        if i is None or j is None:
            continue
        old, now = base.talks[i], new.talks[j]
        if says_something(old) and says_something(now) and alike(old, now):
            was, to = parse_id(old.id), parse_id(now.id)
            if was and to:
                votes[was[0], to[0]] += 1
    return votes


def _is_another(base: Records, new: Records, places: tuple[int, int]) -> bool:
    """Tell whether two seasons of one number differ in what they say, and share no talk."""
    old, now = base.seasons[places[0]], new.seasons[places[1]]
    if not (says_something(old) and says_something(now)) or alike(old, now):
        return False
    return any(_of(base, old.number)) and any(_of(new, now.number))


def _of(records: Records, number: int) -> list[Talk]:
    """Return the talks of a season that say something."""
    return [
        talk
        for talk in records.talks
        if says_something(talk) and (parts := parse_id(talk.id)) and parts[0] == number
    ]
