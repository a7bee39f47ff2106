"""The questions of a merge: where both changed one thing, somebody has to choose."""

from typing import TYPE_CHECKING

from textual.content import Content

from lgtui.merge import Conflict, Merged, choices, resolve
from lgtui.tui.dialogs import Ask, Choice
from lgtui.tui.reports import plain_value
from lgtui.tui.visible import visible

if TYPE_CHECKING:
    from lgtui.tui.app import LgtuiApp

_WORDS = {
    "mine": ("m", "Mine"),
    "theirs": ("t", "Theirs"),
    "base": ("b", "As it was before both"),
    "joined": ("j", "Both, one after the other"),
}


async def decide(app: "LgtuiApp", merged: Merged, theirs: str = "Theirs") -> Merged | None:
    """Asks about each conflict; ``None`` when that was left, and nothing is merged.

    Args:
        app: the app.
        merged: the merge with its conflicts.
        theirs: what the other side is called.
    """
    total = len(merged.conflicts)
    while merged.conflicts:
        conflict = merged.conflicts[0]
        number = total - len(merged.conflicts) + 1
        offered = [name for name in choices(conflict) if name in _WORDS]
        words = _WORDS | {"theirs": ("t", theirs)}
        answers = [Choice(words[name][0], _label(conflict, name, words), name) for name in offered]
        answer = await app.push_screen_wait(
            Ask(
                f"Both changed this ({number} of {total})",
                _text(conflict, theirs),
                (*answers, Choice("escape", "Cancel: nothing is merged or saved", "")),
            )
        )
        if not answer:
            return None
        merged = resolve(merged, conflict, answer)
    return merged


def _label(conflict: Conflict, name: str, words: dict[str, tuple[str, str]]) -> str:
    """An answer in words."""
    if conflict.kind == "same id":
        free = plain_value(conflict.proposal, 20)
        return f"{words[name][1]} keeps this name, the other becomes {free}"
    if conflict.kind == "deleted" and getattr(conflict, name) is None:
        return f"{words[name][1]}: delete it"
    return words[name][1]


def _text(conflict: Conflict, theirs: str) -> Content:
    """The conflict with all three values in full."""
    parts: list[str | tuple[str, str]] = [f"{visible(str(conflict))}\n"]
    for title, value in (
        ("Mine", conflict.mine), (theirs, conflict.theirs), ("Before", conflict.base),
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
