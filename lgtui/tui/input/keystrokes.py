"""What is typed, from the terminal's characters to events, and which of it is text."""

import re
from collections.abc import Iterator
from time import monotonic

from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

Typed = events.Key | events.Paste | events.MouseDown | events.MouseUp
"""Keys, pastes and clicks."""


def spelled(typed: list[Typed]) -> str:
    """What was typed, as text; keys that are no letters by name."""
    parts = []
    for event in typed:
        if isinstance(event, events.Paste):
            parts.append(event.text)
        elif isinstance(event, events.Key):
            letter = is_letter(event) and event.character
            parts.append(letter or f"[{event.key}]")
    return "".join(parts)


def takes_text(widget: Widget | None) -> bool:
    """Whether letters are text to a widget."""
    if isinstance(widget, Input):
        return True
    from textual.widgets import TextArea

    return isinstance(widget, TextArea)


def is_letter(event: Typed) -> bool:
    """Whether a key is nothing but a character to a text field."""
    return isinstance(event, events.Key) and event.is_printable


def is_text(event: Typed) -> bool:
    """Whether an event puts characters into a text field."""
    return isinstance(event, events.Paste) or is_letter(event)


TICK = 0.1
"""Seconds after which the start of a longer key is known to be none."""

ESC, PASTE, PASTED = "\x1b", "\x1b[200~", "\x1b[201~"

# CSI and SS3 of ECMA-48, the Linux console's F1 to F5, and what terminals send for word moves
# (b, f), for deleting a word (DEL) and, on the Linux console, for Shift+Tab.
_LONGER = re.compile("\x1b(?:\\[\\[[A-E]|\\[[0-?]*[ -/]*[@-Z\\\\-~]|O[ -~]|[\x7f\tbf])")
_STARTED = re.compile("\x1b(?:\\[\\[?[0-?]*[ -/]*|O)?\\Z")
# A terminal's answer to a question that another program asked it comes whole: no keys at all.
_ANSWER = re.compile("\x1b[\\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\\\)")


class Keystrokes:
    """Turns characters into keys, pastes and whatever else a terminal sends."""

    def __init__(self, *, debug: bool = False) -> None:
        self._parser = XTermParser(debug)
        self._held = ""
        self._since = 0.0
        self._pasted: list[str] | None = None

    def feed(self, text: str) -> Iterator[Message]:
        """The events of what was read; the start of a longer key waits for its end."""
        text, self._held = self._held + text, ""
        at = 0
        while at < len(text):
            if self._pasted is not None:
                end = text.find(PASTED, at)
                stop = end if end >= 0 else len(text) - _begun(text[at:])
                self._pasted.append(text[at:stop])
                if end < 0:
                    self._hold(text[stop:])
                    return
                yield events.Paste("".join(self._pasted).replace("\x00", ""))
                self._pasted, at = None, end + len(PASTED)
                continue
            start = text.find(ESC, at)
            start = len(text) if start < 0 else start
            yield from self._parse(text[at:start])
            at = start
            if at == len(text):
                return
            if answer := _ANSWER.match(text, at):
                at = answer.end()
            elif longer := _LONGER.match(text, at):
                at = longer.end()
                if longer[0] == PASTE:
                    self._pasted = []
                else:
                    yield from self._parse(longer[0])
            elif _STARTED.match(text, at):
                self._hold(text[at:])
                return
            else:
                yield events.Key("escape", ESC)
                at += 1

    def tick(self) -> Iterator[Message]:
        """The events of what has waited long enough for more."""
        if self._held and self._pasted is None and monotonic() - self._since >= TICK:
            held, self._held = self._held, ""
            yield events.Key("escape", ESC)
            yield from self._parse(held[1:])
        yield from self._parser.tick()

    def _hold(self, text: str) -> None:
        self._held, self._since = text, monotonic()

    def _parse(self, text: str) -> Iterator[Message]:
        # Textual's parser takes no text as the end of all.
        if text:
            yield from self._parser.feed(text)


def _begun(text: str) -> int:
    """How many characters at the end of a paste may be the beginning of its end mark."""
    return next((size for size in range(len(PASTED) - 1, 0, -1) if text.endswith(PASTED[:size])), 0)
