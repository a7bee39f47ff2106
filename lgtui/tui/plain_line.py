"""A line that is typed to the app itself: a filter, a search, an answer, a commit's subject.

The fields of a record hold every character as it is. Here none is wanted that a terminal would
obey, or show as nothing: it is left out of what is pasted or proposed.
"""

import re

from textual import events
from textual.widgets import Input

from lgtui.tui.visible import suspect

ENDS = "\t\n\x0b\x0c\r\x85\u2028\u2029"
"""What parts words."""

JOINS = "\u200c\u200d\ufe0e\ufe0f"
"""What belongs to the spelling of words and to emoji."""


def plain_line(text: str) -> str:
    """A text in one line, with nothing in it but what can be seen."""
    if text.isascii() and text.isprintable():
        return text
    parted = re.sub(f"[{ENDS}]+", " ", text).strip()
    return suspect().sub(lambda found: found[0] if found[0] in JOINS else "", parted)


class PlainLine(Input):
    """An input of one line; of a paste it takes all lines, and only what can be seen."""

    def __init__(self, value: str = "", *, id: str, placeholder: str = "") -> None:  # noqa: A002 (Textual's own name)
        super().__init__(plain_line(value), placeholder=placeholder, id=id, compact=True)
        self.cursor_blink = False

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.replace(plain_line(event.text), *self.selection)
