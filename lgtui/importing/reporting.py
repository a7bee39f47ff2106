"""The report of an import, for people: a summary, then one line for everything that was done."""

from collections.abc import Sequence

from lgtui.importing.facts import Note
from lgtui.importing.normalized import shared_ends
from lgtui.model import Records

WIDTH = 90
"""The longest text shown whole; of a longer one only what surrounds the change is shown."""


def visible(text: str) -> str:
    """The text on one line with every control, invisible or private character shown as its code."""
    shown = []
    for sign in text:
        if sign == "\n":
            shown.append("⏎")
        elif sign.isprintable() and not 0xE000 <= ord(sign) <= 0xF8FF:
            shown.append(sign)
        elif sign == "\u00a0":
            shown.append("␣")
        else:
            shown.append(f"<U+{ord(sign):04X}>")
    return "".join(shown)


def around(before: str, after: str) -> tuple[str, str]:
    """Both texts, shortened around their difference where they are long."""
    if max(len(before), len(after)) <= WIDTH:
        return before, after
    if not after:
        return shortened(before), ""
    head, tail = shared_ends(before, after)
    return (
        _window(before, head, len(before) - tail),
        _window(after, head, len(after) - tail),
    )


def _window(text: str, start: int, end: int) -> str:
    left, right = max(start - 20, 0), min(end + 20, len(text))
    middle = shortened(text[left:right])
    return ("…" if left else "") + middle + ("…" if right < len(text) else "")


def shortened(text: str) -> str:
    """A text with its middle left out where it is longer than ``WIDTH``."""
    if len(text) <= WIDTH:
        return text
    return f"{text[: WIDTH * 2 // 3]} […] {text[-WIDTH // 3 :]}"


def line(note: Note) -> str:
    """One line of the report: ``NAME:LINE:COLUMN: KIND: before → after (why)``."""
    before, after = around(note.before, note.after)
    text = f"{visible(note.source)}:{note.line}:{note.column}: {note.kind}:"
    if not before and not after:
        return f"{text} {visible(note.why)}"
    if before or after:
        quoted = f" “{visible(before)}”" if before else " nothing"
        text += quoted
        if note.kind != "kept" and (after or note.kind in _CHANGES):
            text += f" → “{visible(after)}”" if after else " → nothing"
    return f"{text} ({visible(note.why)})" if note.why else text


_CHANGES = ("certain", "guess", "normalized", "TEXT002")


def summary(records: Records, pages: dict[str, str]) -> list[str]:
    """What became of the pages, in a few lines; ``pages`` is each kind's path."""
    held = sum(season.state == "held" for season in records.seasons)
    upcoming = len(records.seasons) - held
    lines = [
        f"understood: {_count(len(records.talks), 'talk')}, "
        f"{_count(len(records.seasons), 'season')} ({held} held, {upcoming} upcoming), "
        f"{_count(len(records.organizers), 'organizer')}"
    ]
    lines += [f"page: {kind} {path}" for kind, path in pages.items()]
    return lines


def counts(notes: Sequence[Note]) -> str:
    """How many lines of each kind a report has."""
    kinds: dict[str, int] = {}
    for note in notes:
        kinds[note.kind] = kinds.get(note.kind, 0) + 1
    return ", ".join(f"{kind} {number}" for kind, number in sorted(kinds.items(), key=_order))


def _order(item: tuple[str, int]) -> tuple[bool, str]:
    return (item[0].isupper(), item[0])


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
