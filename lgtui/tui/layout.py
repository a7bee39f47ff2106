"""The panes: their frames and keys, what is in them, and which are in sight at which size."""

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.dom import DOMNode
from textual.widget import Widget

from lgtui.tui.actions import PANE_TITLES, PANES, Action
from lgtui.tui.widgets.line_list import LineList
from lgtui.tui.widgets.record_list import FilterLine, RecordList

if TYPE_CHECKING:
    from lgtui.tui.form import RecordForm
    from lgtui.tui.widgets.bottom_lists import ChangeList, FindingList, HistoryList
    from lgtui.tui.widgets.preview import Preview

NARROW = 80
"""Up to this many columns the panes are shown one at a time."""

TWO = 140
"""Up to this many columns two panes stand side by side: three would cut titles to a word or two."""

LOW = 18
"""Under this many lines there is no room for a bottom pane beside the others."""

TALL = 40
"""From this many lines on the problems are in sight from the start."""

LEAST = (40, 10)
"""Columns and lines below which a line says what is needed."""

BOTTOM_PANES = ("problems", "changes", "history")

FIRST_FIELD = {"talks": "title", "seasons": "theme"}
"""Where the form begins: numbers are changed by renumbering, so the field after them."""

CLASSES = frozenset(
    ["-narrow", "-two", "-low", "-small", *(f"-show-{pane}" for pane in PANES)]
    + [f"-bottom-{pane}" for pane in BOTTOM_PANES]
)
"""The classes that :func:`layout_classes` chooses from."""


def layout_classes(
    pane: str, bottom_pane: str, width: int, height: int, *, zoomed: bool = False
) -> set[str]:
    """Return the classes by which the style sheet arranges the panes.

    Args:
        pane: the pane that has the focus.
        bottom_pane: the pane in sight below the others; empty for none.
        width: columns of the terminal.
        height: lines of the terminal.
        zoomed: whether the pane with the focus shall have the whole screen.
    """
    alone = zoomed or width <= NARROW
    chosen = {
        "-narrow": alone,
        "-two": not alone and width <= TWO,
        "-low": not alone and height < LOW,
        "-small": width < LEAST[0] or height < LEAST[1],
        **{f"-show-{each}": each == pane for each in PANES},
        **{f"-bottom-{each}": each == bottom_pane for each in BOTTOM_PANES},
    }
    return {name for name, on in chosen.items() if on}


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
        """Set the frame's title: the digit that leads here, the pane's name, and a count."""
        digit = PANES.index(self.pane) + 1
        self.border_title = Content(f"{digit} {PANE_TITLES[self.pane]}{more and f' {more}'}")

    def first_focusable(self) -> Widget | None:
        """Return the first widget that can have the focus, if any."""
        found = (each for each in self.query("*") if each.can_focus and each.display)
        return next(found, None)


class Panes:
    """All panes and the widgets in them.

    Attributes:
        records: the list of seasons and talks.
        filter: its filter's line.
        form: the form; ``None`` until :meth:`mount`.
        preview: the preview; ``None`` until :meth:`mount`.
        frames: the frame of each pane, by the pane's name.
    """

    def __init__(self, actions: Iterable[Action]) -> None:
        self.records = RecordList()
        self.filter = FilterLine(self.records)
        self.form: RecordForm | None = None
        self.preview: Preview | None = None
        inside: dict[str, tuple[Widget, ...]] = {"list": (self.records, self.filter)}
        self.frames = {name: Pane(name, actions, *inside.get(name, ())) for name in PANES}

    # Made when first used: nobody looks at these before the first paint, which they would delay.

    @cached_property
    def findings(self) -> "FindingList":
        """The list of problems."""
        from lgtui.tui.widgets.bottom_lists import FindingList

        return FindingList()

    @cached_property
    def changes(self) -> "ChangeList":
        """The list of unsaved changes."""
        from lgtui.tui.widgets.bottom_lists import ChangeList

        return ChangeList()

    @cached_property
    def history(self) -> "HistoryList":
        """The list of a record's history."""
        from lgtui.tui.widgets.bottom_lists import HistoryList

        return HistoryList()

    async def mount(self, form: "RecordForm", preview: "Preview") -> None:
        """Fill all panes but the list."""
        bottom = {"problems": self.findings, "changes": self.changes, "history": self.history}
        for name, widget in {"form": form, "preview": preview, **bottom}.items():
            await self.frames[name].mount(widget)
        self.form, self.preview = form, preview

    @property
    def width(self) -> int:
        """Columns of the terminal."""
        return self.records.app.size.width

    def focused_list(self) -> LineList | None:
        """Return the list that has the focus, if any."""
        focused = self.records.app.focused
        return focused if isinstance(focused, LineList) else None

    def after(self, pane: str) -> str:
        """Return the next pane that has something in it; empty where there is no other."""
        order = [*PANES[PANES.index(pane) + 1 :], *PANES[: PANES.index(pane)]]
        found = (
            name for name in order if any(each.can_focus for each in self.frames[name].query("*"))
        )
        return next(found, "")


def bind_everywhere(widget: DOMNode, actions: Iterable[Action]) -> None:
    """Bind the actions that have no pane of their own, so that they work from everywhere.

    They come before a text field's own keys; none of them is a plain character but ``?`` and
    ``q``, which a field takes as text.
    """
    for action in actions:
        if not action.panes:
            _bind(widget, action, priority=True)


def _bind(widget: DOMNode, action: Action, priority: bool) -> None:
    """Bind an action's keys; a plain character never comes before a text field's own keys."""
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
    """Return a key as Textual's bindings call it: a comma and the like have names there."""
    from textual.keys import _character_to_key

    *modifiers, name = key.rsplit("+", 1) if len(key) > 1 else [key]
    if len(name) == 1:
        name = _character_to_key(name)
    return "+".join([*modifiers, name])
