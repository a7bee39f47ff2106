"""Follow the seasons of one version into another by where their talks went (pure)."""

from collections import Counter

from lgtui.model import Records, Talk, parse_id
from lgtui.records.matching import NOTHING_KNOWN, Known, alike, pair_records, says_something


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
