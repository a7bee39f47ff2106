"""The questions of a merge: where both changed one thing, somebody has to choose."""

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from lgtui.records.conflicts import Conflict, Merged, choices, resolve
from lgtui.tui.widgets.bottom_lists import plain_value
from lgtui.tui.widgets.cells import visible
from lgtui.tui.widgets.dialogs import Ask, Choice

if TYPE_CHECKING:
    from lgtui.tui.app import LgtuiApp


class Sides(NamedTuple):
    """What the versions of a merge are called, and the answers: each its key and its words."""

    title: str = "Both changed this"
    mine: str = "Mine"
    theirs: str = "Theirs"
    base: str = "Before"
    take_mine: tuple[str, str] = ("m", "Mine")
    take_theirs: tuple[str, str] = ("t", "Theirs")
    take_base: tuple[str, str] = ("b", "As it was before both")
    take_joined: tuple[str, str] = ("j", "Both, one after the other")
    cancel: str = "Cancel: nothing is merged or saved"
    two_people: bool = True

    def said(self, conflict: Conflict) -> str:
        """The conflict in a line; the usual words are about two people."""
        if self.two_people:
            return str(conflict)
        return f"{conflict.label}: {conflict.field}" if conflict.field else conflict.label


TWO_PEOPLE = Sides()
"""Somebody else changed what was changed here."""


async def decide(app: "LgtuiApp", merged: Merged, sides: Sides = TWO_PEOPLE) -> Merged | None:
    """Asks about each conflict; ``None`` when that was left, and nothing is merged.

    Args:
        app: the app.
        merged: the merge with its conflicts.
        sides: what its versions are called.
    """
    total = len(merged.conflicts)
    while merged.conflicts:
        conflict = merged.conflicts[0]
        number = total - len(merged.conflicts) + 1
        answer = await app.push_screen_wait(
            Ask(
                f"{sides.title} ({number} of {total})",
                _text(conflict, sides),
                (*_answers(conflict, sides), Choice("escape", sides.cancel, "")),
            )
        )
        if not answer:
            return None
        merged = resolve(merged, conflict, answer)
    return merged


def _answers(conflict: Conflict, sides: Sides) -> list[Choice]:
    """The answers to a conflict, in the order to offer them."""
    words = {
        "mine": sides.take_mine,
        "theirs": sides.take_theirs,
        "base": sides.take_base,
        "joined": sides.take_joined,
    }
    offered = [name for name in choices(conflict) if name in words]
    return [
        Choice(words[name][0], _label(conflict, name, words[name][1]), name) for name in offered
    ]


def _label(conflict: Conflict, name: str, words: str) -> str:
    """An answer in words."""
    if conflict.kind == "same id":
        free = plain_value(conflict.proposal, 20)
        return f"{words} keeps this name, the other becomes {free}"
    if conflict.kind == "deleted" and getattr(conflict, name) is None:
        return f"{words}: delete it"
    return words


def _text(conflict: Conflict, sides: Sides) -> Content:
    """The conflict with all three values in full."""
    parts: list[str | tuple[str, str]] = [f"{visible(sides.said(conflict))}\n"]
    for title, value in (
        (sides.mine, conflict.mine), (sides.theirs, conflict.theirs), (sides.base, conflict.base),
    ):  # fmt: skip
        shown = visible(str(value), one_line=False) if isinstance(value, str) else whole(value)
        parts += [(f"\n{title}\n", "bold"), f"{shown or '(nothing)'}\n"]
    return Content.assemble(*parts)


def whole(value: object) -> str:
    """A value that is no text: a date, speakers, a whole record, one part on a line."""
    if value is None:
        return "(deleted)"
    fields = getattr(value, "_fields", None)
    if fields is not None and isinstance(value, tuple):
        lines = [
            f"{name}: {visible(plain_value(part, 300))}"
            for name, part in zip(fields, value, strict=True)
            if part and name != "unknown"
        ]
        return "\n".join(lines)
    if isinstance(value, tuple):
        return "\n".join(whole(part) for part in value)
    return visible(str(value))
