"""Which record of one version is which record of another: features, likeness, pairs (pure)."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from lgtui.model import KEYS, Keyed, Link, Organizer, Season, Speaker, Talk, value_of
from lgtui.text.sequences import common_ends

ALIKE = {"same": 1.0, "words": 0.4, "name": 0.3, "names": 0.3}
"""From which share on two values speak of one thing: unrelated texts share their small words."""


class FieldWeight(NamedTuple):
    """What one field tells about identity.

    ``kind`` is ``same`` (equal or not), ``words`` (share of common words), ``name`` (the same for
    what is short, such as a person's name) or ``names`` (share of common speakers). Agreement
    adds up to ``weight``, plain contradiction takes off ``clash``.
    """

    field: str
    kind: str
    weight: float
    clash: float


class RecordFeatures(NamedTuple):
    """By what one kind of record is known: its key, its traits, and how much must agree."""

    key: str
    key_weight: float
    traits: tuple[FieldWeight, ...]
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
        3.0,
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
    return score - (here.signs.key_weight if same_key else 0.0) >= here.signs.enough


def says_something(record: Keyed) -> bool:
    """Tell whether a record says anything beside its key."""
    signs = features_of(record)
    return any(value_of(record, trait.field) for trait in signs.traits if trait.field != signs.key)


def words(text: str) -> frozenset[str]:
    """Return the words of a text, capitals or not."""
    return frozenset(text.casefold().split())


class MatchProfile:
    """What one record shows of itself, taken apart once for many comparisons."""

    def __init__(self, record: Keyed) -> None:
        self.signs = features_of(record)
        self.key = key_of(record)
        self.traits: list[object] = []
        for trait in self.signs.traits:
            value = value_of(record, trait.field)
            if trait.kind in ("words", "name"):
                value = words(value)
            elif trait.kind == "names":
                value = frozenset(speaker.name for speaker in value)
            self.traits.append(value)

    def likeness(self, other: "MatchProfile") -> tuple[float, bool]:
        """Return how much two records agree, and whether they have one key."""
        same_key = self.key == other.key
        score = self.signs.key_weight if same_key else 0.0
        for trait, mine, theirs in zip(self.signs.traits, self.traits, other.traits, strict=True):
            if mine and theirs:
                share = _share(mine, theirs)
                score += trait.weight * share if share >= ALIKE[trait.kind] else -trait.clash
        return score, same_key


def _share(mine: object, theirs: object) -> float:
    """Return how much of two values is common to both, from 0 to 1."""
    if isinstance(mine, frozenset) and isinstance(theirs, frozenset):
        return len(mine & theirs) / len(mine | theirs)
    return float(mine == theirs)


Pair = tuple[int | None, int | None]
"""Positions in the base and in the new version; ``None`` where the record is not."""

CROWDED = 4096
"""So many candidate pairs from one shared trait say that the trait tells nobody apart."""


def align(base: Sequence[Keyed], new: Sequence[Keyed]) -> list[Pair]:
    """Pair the records of two versions of one list.

    First come equal records, then records equal in all but their id or number (a renumbering),
    then those with one id that agree in what tells most (an edit), then the best agreement of
    id, title, speakers, links and texts, highest first. What agrees too little is deleted and
    added, unless it kept its id.

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
    for step in (_equal_values, _equal_but_for_key, _equal_in_the_main, _most_alike):
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
        signs = features_of(record)
        without_key = tuple(
            value for name, value in zip(record._fields, record, strict=True) if name != signs.key
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
    """Pair records that kept their key and their first two traits, if no other has the same.

    That is what most edits look like; it spares an edit of all records the closer look.
    """

    def main(record: Keyed) -> Iterable[object]:
        traits = [value_of(record, trait.field) for trait in features_of(record).traits[:2]]
        return (_token((key_of(record), *traits)),) if all(traits) else ()

    here, there = _buckets(base, olds, main), _buckets(new, news, main)
    return [
        (places[0], there[token][0])
        for token, places in here.items()
        if len(places) == 1 == len(there.get(token, ()))
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
        if same_key or score >= seen_old[i].signs.enough:
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
    """Return the pairs worth a look: those that share a key or a trait."""
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
    signs = features_of(record)
    tokens: set[object] = {("", key_of(record))}
    for trait in signs.traits:
        value = value_of(record, trait.field)
        if not value:
            continue
        if trait.kind == "names":
            tokens.update((trait.field, speaker.name) for speaker in value)
        else:
            tokens.add((trait.field, _token(value)))
        if trait.kind in ("words", "name") and trait.weight >= 3:
            tokens.update((trait.field, word) for word in words(value))
    return tokens
