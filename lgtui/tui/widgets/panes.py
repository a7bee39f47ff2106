"""The panes: each is a frame with the keys that the registry gives it."""

from collections.abc import Iterable

from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.dom import DOMNode
from textual.widget import Widget

from lgtui.tui.actions import PANE_TITLES, PANES, Action


class Pane(Vertical):
    """One pane: its keys work while anything in it has the focus."""

    def __init__(self, name: str, actions: Iterable[Action], *children: Widget) -> None:
        super().__init__(*children, id=f"pane-{name}", classes="pane")
        self.pane = name
        for action in actions:
            if name in action.panes and action.keys:
                _bind(self, action, priority=False)
        self.set_title()

    def set_title(self, more: str = "") -> None:
        """The frame's title: the digit that leads here, the pane's name, and a count."""
        digit = PANES.index(self.pane) + 1
        self.border_title = Content(f"{digit} {PANE_TITLES[self.pane]}{more and f' {more}'}")


def bind_everywhere(widget: DOMNode, actions: Iterable[Action]) -> None:
    """Binds the actions that have no pane of their own, so that they work from everywhere.

    They come before a text field's own keys; none of them is a plain character but ``?`` and
    ``q``, which a field takes as text.
    """
    for action in actions:
        if not action.panes:
            _bind(widget, action, priority=True)


def _bind(widget: DOMNode, action: Action, priority: bool) -> None:
    """Binds an action's keys; a plain character never comes before a text field's own keys."""
    for key in action.keys:
        name = _textual_key(key)
        binding = Binding(
            name,
            f"app.do('{action.id}')",
            action.label,
            show=False,
            priority=priority and len(key) > 1,
            id=action.id,
        )
        widget._bindings.key_to_bindings.setdefault(name, []).append(binding)


def _textual_key(key: str) -> str:
    """A key by the name that Textual's bindings want: a comma and the like have names there."""
    from textual.keys import _character_to_key

    *modifiers, name = key.rsplit("+", 1) if len(key) > 1 else [key]
    if len(name) == 1:
        name = _character_to_key(name)
    return "+".join([*modifiers, name])
