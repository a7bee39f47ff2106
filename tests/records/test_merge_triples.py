"""The laws of the merge over many generated triples.

Twenty thousand by default; ``LGTUI_MERGE_TRIPLES=1000000`` asks for more of them.
"""

import os
import random
from collections import Counter
from collections.abc import Iterator

import pytest

from lgtui.model import Records
from lgtui.records.conflicts import Merged, choices, resolve
from lgtui.records.merge import merge
from tests.records.organizers_edits import RARE, USUAL, Versions, place, season_word, some_versions

TRIPLES = int(os.environ.get("LGTUI_MERGE_TRIPLES", "20000"))
PARTS = 20


def triples(part: int, *, rare: bool = False) -> Iterator[tuple[int, Versions]]:
    for seed in range(part * TRIPLES // PARTS, (part + 1) * TRIPLES // PARTS):
        yield seed, some_versions(seed, RARE if rare else USUAL)


def said(records: Records) -> tuple[list[str], list[str]]:
    """All that the records say, in whatever order they stand."""
    return sorted(map(repr, records.seasons)), sorted(map(repr, records.talks))


def doubled(records: Records) -> set[object]:
    keys: Counter[object] = Counter(talk.id for talk in records.talks)
    keys.update(season.number for season in records.seasons)
    return {key for key, count in keys.items() if count > 1}


def decided(merged: Merged, generator: random.Random) -> Records:
    """Every conflict decided, one way or the other."""
    for _ in range(200):
        if not merged.conflicts:
            return merged.records
        one = generator.choice(merged.conflicts)
        offered = [choice for choice in choices(one) if choice != "value"]
        merged = resolve(merged, one, generator.choice(offered))
    raise AssertionError("the conflicts do not come to an end")


@pytest.mark.parametrize("part", range(PARTS))
def test_the_laws_hold_of_each_triple(part: int) -> None:
    for seed, (base, mine, theirs, later, third) in triples(part):
        merged, other = merge(base, mine, theirs), merge(base, theirs, mine)
        assert bool(merged.conflicts) == bool(other.conflicts), seed
        if merged.conflicts:
            assert not doubled(decided(merged, random.Random(seed))), seed
            continue
        assert said(merged.records) == said(other.records), f"{seed}: the sides do not commute"
        assert_each_talk_is_in_its_season(merged.records, seed)
        once, again = merge(base, mine, later), merge(theirs, merged.records, later)
        if not once.conflicts and not again.conflicts:
            assert said(once.records) == said(again.records), f"{seed}: a retry gives another"
        both = merge(base, theirs, third)
        left, right = merge(base, merged.records, third), merge(base, mine, both.records)
        if not (both.conflicts or left.conflicts or right.conflicts):
            assert said(left.records) == said(right.records), f"{seed}: not associative"


def assert_each_talk_is_in_its_season(records: Records, seed: int) -> None:
    numbers = {season_word(season): season.number for season in records.seasons}
    for talk in records.talks:
        if talk.title:
            words = talk.title.split()
            assert numbers[words[-1]] == place(talk)[0], f"{seed}: {talk.id} {talk.title}"
            assert talk.speakers[0].name == f"Ada {words[1][:-1]}", f"{seed}: two talks in one"


@pytest.mark.parametrize("part", range(PARTS // 4))
def test_after_all_decisions_no_id_is_there_twice(part: int) -> None:
    """Also where talks were copied and swapped, and seasons deleted."""
    for seed, (base, mine, theirs, *_) in triples(part, rare=True):
        assert not doubled(decided(merge(base, mine, theirs), random.Random(seed))), seed
