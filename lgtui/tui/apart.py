"""Where two versions of a text differ: what they share at either end is left out (pure)."""

CONTEXT = 24
"""Characters kept beside a difference where there is room, up to the next word."""


def apart(before: str, after: str, cells: int) -> tuple[str, str]:
    """Two texts without the long beginning and end that they share.

    Words are left whole; ``…`` stands for what is left out. Texts that both fit stay as they are.

    Args:
        before: one version.
        after: the other one.
        cells: how many characters of each can be shown.
    """
    if max(len(before), len(after)) <= cells:
        return before, after
    shortest = min(len(before), len(after))
    same = (at for at in range(shortest) if before[at] != after[at])
    start = next(same, shortest)
    room = shortest - start
    same = (at for at in range(room) if before[-1 - at] != after[-1 - at])
    end = next(same, room)
    different = max(len(before), len(after)) - start - end
    context = max(4, min(CONTEXT, (cells - different) // 2))
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
