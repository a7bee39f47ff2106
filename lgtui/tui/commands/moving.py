"""Actions that change what is in sight, and nothing else."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from lgtui.tui import layout
from lgtui.tui.line_list import LineList
from lgtui.tui.rows import ORDER_WORDS, ORDERS

if TYPE_CHECKING:
    from lgtui.tui.app import LgtuiApp


def _list(app: "LgtuiApp") -> LineList | None:
    """The list that has the focus."""
    return app.focused if isinstance(app.focused, LineList) else None


def _by(rows: Callable[[LineList], int]) -> Callable[["LgtuiApp"], None]:
    """An action that puts the focused list's cursor on a row."""

    def move(app: "LgtuiApp") -> None:
        if (lines := _list(app)) is not None:
            lines.move_to(rows(lines))

    return move


def open_filter(app: "LgtuiApp") -> None:
    """Opens the filter's field, or goes back into it."""
    layout.show_pane(app, "list")
    field = app.filter
    field.add_class("-open")
    field.focus()


def clear_filter(app: "LgtuiApp") -> None:
    """Shows all records again and closes the filter's field."""
    field = app.filter
    field.value = ""
    app.records_list.filter("")
    field.remove_class("-open")
    app.records_list.focus()


def sort(app: "LgtuiApp") -> None:
    """The next order of the list."""
    lines = app.records_list
    lines.sort(ORDERS[(ORDERS.index(lines.order) + 1) % len(ORDERS)])
    app.tell(f"Order: {ORDER_WORDS[lines.order]}")


def next_problem(app: "LgtuiApp") -> None:
    """To the next record with a finding, from the top again after the last one."""
    lines = app.records_list
    after = min(lines.cursor + 1, lines.count())
    order = [*range(after, lines.count()), *range(after)]
    for at in order:
        row = lines.rows[at]
        if (row.kind, row.at) in lines.counts:
            lines.move_to(at)
            return
    app.tell("No record has a finding.")


def below(app: "LgtuiApp") -> None:
    """Shows or hides the panes below."""
    if app.pane in layout.BELOW:
        layout.focus_pane(app, "list")
    app.below = "" if app.below else "problems"
    layout.fit(app, app.size.width, app.size.height)


def back(app: "LgtuiApp") -> None:
    """Back to the list of talks."""
    layout.focus_pane(app, "list")


def _pane(name: str) -> Callable[["LgtuiApp"], None]:
    """An action that leads to a pane."""
    return lambda app: layout.focus_pane(app, name)


COMMANDS: dict[str, Callable[["LgtuiApp"], None]] = {
    "down": _by(lambda lines: lines.cursor + 1),
    "up": _by(lambda lines: lines.cursor - 1),
    "page_down": _by(lambda lines: lines.cursor + lines.page - 1),
    "page_up": _by(lambda lines: lines.cursor - lines.page + 1),
    "top": _by(lambda lines: 0),
    "bottom": _by(lambda lines: lines.count() - 1),
    "filter": open_filter,
    "clear_filter": clear_filter,
    "sort": sort,
    "next_problem": next_problem,
    "below": below,
    "back": back,
    "edit": _pane("form"),
    "next_pane": layout.next_pane,
    "pane_list": _pane("list"),
    "pane_form": _pane("form"),
    "pane_preview": _pane("preview"),
    "pane_problems": _pane("problems"),
    "pane_changes": _pane("changes"),
    "pane_history": _pane("history"),
}
