"""Which talks a check of texts has to look into, found by a few quick tests for each talk.

Healthy data is the usual case and most of it is plain ASCII prose. What a check looks for leaves
a trace that ``in``, ``isascii`` or ``isprintable`` sees hundreds of times faster than a pattern;
only talks with that trace are looked into field by field.
"""

from collections.abc import Iterable
from typing import NamedTuple

from lgtui.checks.fields import lines_of
from lgtui.model import Talk


class Sifted(NamedTuple):
    """Positions of the talks that hold a trace; a talk without it has no such finding."""

    unusual: list[int]
    """Some character beyond printable ASCII."""

    markup: list[int]
    """``<``, ``{{``, ``{%`` or ``&``."""

    blanks: list[int]
    """Blanks that are doubled or stand at a line's start or end, or characters of ``unusual``."""

    zones: list[int]
    """What may be the name of a time zone."""

    targets: list[int]
    """A Markdown link."""


def sift(talks: Iterable[Talk], zone_names: Iterable[str]) -> Sifted:
    """Sorts out the talks that checks of texts need to look into.

    Args:
        talks: The talks in file order.
        zone_names: The abbreviations, or parts of them, that a date may contradict.
    """
    found = Sifted([], [], [], [], [])
    names = tuple(zone_names)
    for at, talk in enumerate(talks):
        parts = lines_of(talk)
        lines = "\n".join(parts)
        text = f"\n{lines}\n{talk.abstract}\n{talk.bio}\n"
        if not (text.isascii() and text.replace("\n", "").isprintable()):
            found.unusual.append(at)
            found.blanks.append(at)
        elif "  " in text or " \n" in text or "\n " in text or lines.count("\n") != len(parts) - 1:
            found.blanks.append(at)
        if "<" in text or "{{" in text or "{%" in text or "&" in lines:
            found.markup.append(at)
        if "](" in text:
            found.targets.append(at)
        for name in names:
            if name in text:
                found.zones.append(at)
                break
    return found
