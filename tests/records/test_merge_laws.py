"""What holds of every merge, whatever two organizers did."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lgtui.model import Records, Season, Talk, value_of
from lgtui.records.conflicts import Merged, choices, resolve
from lgtui.records.matching import key_of
from lgtui.records.merge import merge
from tests.records.editing import RECORDS, texts, versions

modest = settings(max_examples=120, deadline=None)
mine_and_theirs = st.tuples(versions("mine"), versions("theirs"))


def as_sets(records: Records) -> tuple[object, ...]:
    return (
        records.series,
        records.pages,
        sorted(records.unknown),
        *(
            sorted(map(repr, items))
            for items in (records.organizers, records.seasons, records.talks)
        ),
    )


def statements(merged: Merged, mine: str, theirs: str) -> list[object]:
    """What the conflicts say, in their order, by the names of the two sides.

    The records of one id are those of the merge, which hold my value of a field that both
    changed: such fields are left out. While an id itself is disputed, nobody can say whose name
    it takes.
    """
    clashes = [item for item in merged.conflicts if item.kind in ("field", "key")]
    disputed = any(item.field in ("id", "number") for item in clashes)

    def without_clashes(kind: str, at: int, record: Talk | Season) -> dict[str, object]:
        places = [item for item in clashes if (item.where.kind, item.where.at) == (kind, at)]
        left_out = {"unknown" if item.kind == "key" else item.field for item in places}
        return {name: value_of(record, name) for name in {*record._fields} - left_out}

    found: list[object] = []
    for item in merged.conflicts:
        sides: dict[str, Any] = {"mine": item.mine, "theirs": item.theirs}
        if item.kind == "same id":
            if disputed:
                continue
            for side, at in (("mine", item.where.at), ("theirs", item.other)):
                sides[side] = without_clashes(item.where.kind, at, sides[side])
        about = item.kind, item.where.kind, item.label if item.kind == "same id" else item.field
        found.append((*about, item.base, sides[mine], sides[theirs], item.proposal))
    return found


@modest
@given(versions("mine"))
def test_merging_the_same_change_twice_changes_nothing_more(new: Records) -> None:
    assert merge(RECORDS, new, new) == Merged(new)


@modest
@given(versions("mine"))
def test_a_side_that_did_nothing_leaves_the_other_as_it_is(new: Records) -> None:
    assert merge(RECORDS, RECORDS, new) == Merged(new)
    assert merge(RECORDS, new, RECORDS) == Merged(new)


@modest
@given(versions("mine"))
def test_equal_versions_merge_list_by_list_as_well(new: Records) -> None:
    """The laws hold of each list, not only by comparing the whole file first."""
    mine = new._replace(unknown=(*new.unknown, ("only", "mine")))
    theirs = RECORDS._replace(unknown=(*RECORDS.unknown, ("only2", "theirs")))
    merged = merge(RECORDS, mine, theirs)
    assert not merged.conflicts
    assert merged.records._replace(unknown=()) == new._replace(unknown=())
    both = merge(RECORDS, mine, new._replace(unknown=theirs.unknown))
    assert both.records._replace(unknown=()) == new._replace(unknown=())


@modest
@given(mine_and_theirs)
def test_exchanging_the_sides_exchanges_only_the_conflicts(two: tuple[Records, Records]) -> None:
    mine, theirs = two
    merged, other = merge(RECORDS, mine, theirs), merge(RECORDS, theirs, mine)
    assert statements(merged, "mine", "theirs") == statements(other, "theirs", "mine")
    if not merged.conflicts:
        assert as_sets(merged.records) == as_sets(other.records)


@modest
@given(mine_and_theirs)
def test_no_word_of_either_side_is_lost(two: tuple[Records, Records]) -> None:
    merged = merge(RECORDS, *two)
    kept = texts(merged.records) | {
        text for item in merged.conflicts for text in texts((item.base, item.mine, item.theirs))
    }
    for side in two:
        written = {text for text in texts(side) - texts(RECORDS) if not text.isdigit()}
        assert written <= kept


@modest
@given(mine_and_theirs)
def test_each_conflict_names_a_place_that_exists(two: tuple[Records, Records]) -> None:
    merged = merge(RECORDS, *two)
    for item in merged.conflicts:
        assert item.label
        if item.where.kind in ("organizers", "seasons", "talks"):
            record = getattr(merged.records, item.where.kind)[item.where.at]
            if item.kind == "field":
                assert getattr(record, item.field) == item.mine
            if item.kind == "same id":
                other = getattr(merged.records, item.where.kind)[item.other]
                assert (record, other) == (item.mine, item.theirs)
                if item.base is None:
                    assert key_of(record) == key_of(other)
                else:  # two seasons, told apart already so that each keeps its talks
                    assert {key_of(record), key_of(other)} == {item.base, item.proposal}


@modest
@given(mine_and_theirs)
def test_no_id_is_doubled_without_a_conflict(two: tuple[Records, Records]) -> None:
    merged = merge(RECORDS, *two)
    ids = [one.id for one in merged.records.talks]
    doubled = {one for one in ids if ids.count(one) > 1}
    named = {item.label for item in merged.conflicts if item.kind == "same id"}
    before = {
        one.id for side in two for one in side.talks if [o.id for o in side.talks].count(one.id) > 1
    }
    assert doubled <= named | before


@modest
@given(mine_and_theirs, st.randoms(use_true_random=False))
def test_every_conflict_can_be_resolved_by_each_choice(
    two: tuple[Records, Records],
    random: "st.random.Random",  # type: ignore[name-defined]
) -> None:
    merged = merge(RECORDS, *two)
    asked = 0
    while merged.conflicts:
        asked += 1
        assert asked < 100, "the questions do not come to an end"
        before = len(merged.conflicts)
        item = random.choice(merged.conflicts)
        choice = random.choice([one for one in choices(item) if one != "value"])
        after = resolve(merged, item, choice)
        # An id that is decided may be another record's: which of the two keeps it is asked then.
        assert len(after.conflicts) < before or (
            item.field in ("id", "number") and _same_id(after) and len(after.conflicts) == before
        )
        for left in after.conflicts:
            if left.where.kind in ("organizers", "seasons", "talks"):
                assert left.where.at < len(getattr(after.records, left.where.kind))
        merged = after


@modest
@given(mine_and_theirs)
def test_choosing_theirs_everywhere_is_merging_from_their_side(
    two: tuple[Records, Records],
) -> None:
    mine, theirs = two
    merged, other = merge(RECORDS, mine, theirs), merge(RECORDS, theirs, mine)
    # Which of two records of one id keeps it is no question of sides; one may also come up later,
    # where one side has an id twice and the other edited one of the two.
    while merged.conflicts and not _same_id(merged):
        merged = resolve(merged, merged.conflicts[0], "theirs")
    while other.conflicts and not _same_id(other):
        other = resolve(other, other.conflicts[0], "mine")
    if not _same_id(merged) and not _same_id(other):
        assert as_sets(merged.records) == as_sets(other.records)


def _same_id(merged: Merged) -> bool:
    return any(item.kind == "same id" for item in merged.conflicts)
