"""What two sequences share: beginning and end, and what keeps its order when others move."""

from bisect import bisect_left
from collections.abc import Sequence

CONTEXT = 24
"""Characters kept beside a difference where there is room, up to the next word."""


def longest_increasing_subsequence(values: Sequence[int]) -> list[int]:
    """Return the longest strictly increasing subsequence, O(n log n).

    Of several of one length it is the one that a search from the left with the lowest ends finds.

    >>> longest_increasing_subsequence([3, 0, 1, 4, 2])
    [0, 1, 2]
    """
    ends: list[int] = []
    """The positions of the lowest values that end a run of length 1, 2, 3 …"""
    lowest: list[int] = []
    before: list[int] = []
    for at, value in enumerate(values):
        length = bisect_left(lowest, value)
        lowest[length : length + 1] = [value]
        ends[length : length + 1] = [at]
        before.append(ends[length - 1] if length else -1)
    found: list[int] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        found.append(values[at])
        at = before[at]
    return found[::-1]


def common_prefix(one: Sequence[object], other: Sequence[object]) -> int:
    """Return how many items two sequences share at their beginning.

    It is found by halving, as slices are compared much faster than single items.
    """
    if type(one) is not type(other):
        one, other = tuple(one), tuple(other)
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def common_ends(one: Sequence[object], other: Sequence[object]) -> tuple[int, int]:
    """Return how many items two sequences share at their beginning and, beyond it, end."""
    head = common_prefix(one, other)
    room = min(len(one), len(other)) - head
    tails = (each[len(each) - room :][::-1] for each in (one, other))
    return head, common_prefix(*tails)


def shortened_to_difference(before: str, after: str, room: int) -> tuple[str, str]:
    """Return two texts without the long beginning and end that they share.

    Words are left whole; ``…`` stands for what is left out. Texts that both fit stay as they are.

    Args:
        before: one version.
        after: the other one.
        room: how many characters of each can be shown.
    """
    if max(len(before), len(after)) <= room:
        return before, after
    start, end = common_ends(before, after)
    different = max(len(before), len(after)) - start - end
    context = max(4, min(CONTEXT, (room - different) // 2))
    begin = _word_before(before, start, context)
    # What is left of both must not overlap the beginning that they share.
    tail = min(_word_after(text, len(text) - end, context) for text in (before, after))
    return _cut(before, begin, tail), _cut(after, begin, tail)


def _word_before(text: str, at: int, context: int) -> int:
    """Where the context before a place begins; 0 where all of it is kept."""
    if at <= context:
        return 0
    blank = text.find(" ", at - context, at)
    return blank + 1 if blank >= 0 else at - context


def _word_after(text: str, at: int, context: int) -> int:
    """How many characters at the end are left out behind the context after a place."""
    left = len(text) - at
    if left <= context:
        return 0
    blank = text.rfind(" ", at, at + context)
    return len(text) - (blank if blank > at else at + context)


def _cut(text: str, begin: int, tail: int) -> str:
    middle = text[begin : len(text) - tail] if tail else text[begin:]
    return f"{'…' if begin else ''}{middle}{'…' if tail else ''}"
