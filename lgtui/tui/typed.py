"""What people do at the terminal, and which of it is text."""

from textual import events
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
