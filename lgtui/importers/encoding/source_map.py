"""Applies edits to a line and maps each character to its place in the original.

A document read wrong twice is repaired in two rounds; the report still has to name the place in
the file as the organizer sees it, once.
"""

from typing import NamedTuple


class Edit(NamedTuple):
    """Characters start to end of a line become ``after``."""

    start: int
    end: int
    after: str
    certain: bool
    reason: str
    others: tuple[str, ...] = ()


class Change(NamedTuple):
    """One repaired word: its place in the document as it was (both counted from 1).

    ``certain`` is false for a guess; ``others`` holds what a guess could have been instead.
    """

    line: int
    column: int
    before: str
    after: str
    certain: bool
    reason: str
    others: tuple[str, ...] = ()


class Line(NamedTuple):
    """A line in repair: its text and, for each character, where it came from and why.

    ``spans[i]`` is the stretch of ``original`` that character i stands for, ``edits[i]`` the
    edits that made it, none for a character that is as it was. Both are empty for a line that
    was never edited: most lines of most documents.
    """

    original: str
    text: str
    spans: tuple[tuple[int, int], ...]
    edits: tuple[tuple[Edit, ...], ...]

    @property
    def columns(self) -> tuple[int, ...]:
        """Return for each character, and the end, its column in the original line."""
        if not self.spans:
            return tuple(range(len(self.original) + 1))
        return (*(start for start, _ in self.spans), len(self.original))


def trace(text: str) -> Line:
    """Return a line as it was read, without edits."""
    return Line(text, text, (), ())


def apply(line: Line, edits: list[Edit]) -> Line:
    """Apply edits, in order and without overlap, to a line."""
    if not edits:
        return line
    if not line.spans:
        every = tuple((at, at + 1) for at in range(len(line.text)))
        line = line._replace(spans=every, edits=((),) * len(every))
    text, last = "", 0
    spans: list[tuple[int, int]] = []
    made: list[tuple[Edit, ...]] = []
    for edit in edits:
        text += line.text[last : edit.start] + edit.after
        spans += line.spans[last : edit.start]
        made += line.edits[last : edit.start]
        whole = (line.spans[edit.start][0], line.spans[edit.end - 1][1])
        earlier = tuple(dict.fromkeys(sum(line.edits[edit.start : edit.end], ())))
        spans += [whole] * len(edit.after)
        made += [(*earlier, edit)] * len(edit.after)
        last = edit.end
    text += line.text[last:]
    return Line(line.original, text, (*spans, *line.spans[last:]), (*made, *line.edits[last:]))


def compose(line: Line, later: Line) -> Line:
    """Compose two rounds of edits: ``later`` was traced from the text ``line`` came to."""
    if not later.spans:
        return line
    if not line.spans:
        return later._replace(original=line.original)
    spans: list[tuple[int, int]] = []
    made: list[tuple[Edit, ...]] = []
    for (start, end), edits in zip(later.spans, later.edits, strict=True):
        spans.append((line.spans[start][0], line.spans[end - 1][1]))
        earlier = [edit for place in line.edits[start:end] for edit in place]
        made.append(tuple(dict.fromkeys([*earlier, *edits])))
    return Line(line.original, later.text, tuple(spans), tuple(made))


def changes(line: Line, number: int) -> list[Change]:
    """Return the edits of a line as changes of whole words."""
    found: list[Change] = []
    at = 0 if line.edits else len(line.text)
    while at < len(line.text):
        if not line.edits[at]:
            at += 1
            continue
        start, end = _word(line, at)
        found.append(_change(line, number, start, end))
        at = end
    return found


def _word(line: Line, at: int) -> tuple[int, int]:
    """Return the word around an edited character, with hyphens and all edits it touches."""

    def within(place: int) -> bool:
        char = line.text[place]
        return bool(line.edits[place]) or char.isalnum() or char in "-'"

    start, end = at, at + 1
    while start > 0 and within(start - 1):
        start -= 1
    while end < len(line.text) and within(end):
        end += 1
    return start, end


def _change(line: Line, number: int, start: int, end: int) -> Change:
    """Return the change that characters start to end went through."""
    first, last = line.spans[start][0], line.spans[end - 1][1]
    edits = list(dict.fromkeys(edit for made in line.edits[start:end] for edit in made))
    reasons = list(dict.fromkeys(edit.reason for edit in edits))
    return Change(
        number,
        first + 1,
        line.original[first:last],
        line.text[start:end],
        all(edit.certain for edit in edits),
        ", then ".join(reasons),
        tuple(other for edit in edits for other in edit.others),
    )
