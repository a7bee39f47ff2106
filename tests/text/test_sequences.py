"""What two sequences share, and the longest increasing subsequence, against plain definitions."""

from itertools import combinations, takewhile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui.text.sequences import (
    common_ends,
    common_prefix,
    longest_increasing_subsequence,
    shortened_to_difference,
)

FEW = st.lists(st.integers(0, 9), max_size=9)
TEXTS = st.text("ab ", max_size=80)


@given(FEW)
def test_no_increasing_subsequence_is_longer(values: list[int]) -> None:
    found = longest_increasing_subsequence(values)
    rest = iter(values)
    assert all(value in rest for value in found)
    assert found == sorted(set(found))
    longest = max(
        (size for size in range(len(values) + 1) for some in combinations(values, size)
         if list(some) == sorted(set(some))),
        default=0,
    )  # fmt: skip
    assert len(found) == longest


def test_what_rises_already_stays_whole() -> None:
    assert longest_increasing_subsequence(range(1000)) == list(range(1000))
    assert longest_increasing_subsequence([]) == []


@given(FEW, FEW)
def test_the_common_prefix_is_all_that_is_equal(one: list[int], other: list[int]) -> None:
    pairs = zip(one, other, strict=False)
    expected = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
    assert common_prefix(one, other) == common_prefix(tuple(one), other) == expected


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_common_ends_never_overlap(first: str, one: str, other: str, last: str) -> None:
    before, after = first + one + last, first + other + last
    head, tail = common_ends(before, after)
    assert before[:head] == after[:head]
    assert before[len(before) - tail :] == after[len(after) - tail :]
    assert len(first) <= head
    assert len(first + last) <= head + tail <= min(len(before), len(after))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("short", "shorter", ("short", "shorter")),
        ("x " * 40 + "one", "x " * 40 + "two", ("…x one", "…x two")),
        ("one" + " x" * 40, "two" + " x" * 40, ("one x…", "two x…")),
    ],
)
def test_long_texts_are_shown_where_they_differ(
    before: str, after: str, shown: tuple[str, str]
) -> None:
    assert shortened_to_difference(before, after, 12) == shown


WORDS = st.lists(st.sampled_from("the data are here and there again".split()), max_size=30)


@given(WORDS, WORDS, WORDS, WORDS, st.integers(5, 60))
def test_texts_that_differ_are_shown_where_they_do(
    first: list[str], one: list[str], other: list[str], last: list[str], cells: int
) -> None:
    before, after = (" ".join([*first, *middle, *last]) for middle in (one, other))
    old, new = shortened_to_difference(before, after, cells)
    assert (old == new) == (before == after) or not (old and new)
    for whole, shown in ((before, old), (after, new)):
        assert shown.strip("…") in whole
        assert len(shown) <= len(whole) + 2
