"""Which panes are in sight, for any size of the terminal, and how the focus gets into them."""

from typing import TYPE_CHECKING

from lgtui.model import Where
from lgtui.tui.actions import PANE_TITLES, PANES

if TYPE_CHECKING:
    from lgtui.tui.app import LgtuiApp

NARROW = 80
"""Up to this many columns the panes are shown one at a time."""

LOW = 18
"""Under this many lines there is no room below the panes."""

TALL = 40
"""From this many lines on the problems are in sight from the start."""

LEAST = (40, 10)
"""Columns and lines below which a line says what is needed."""

BELOW = ("problems", "changes", "history")

FIRST = {"talks": "title", "seasons": "theme"}
"""Where the form begins: numbers are changed by renumbering, so the field after them."""

KNOWN = frozenset(
    ["-narrow", "-low", "-small", *(f"-show-{pane}" for pane in PANES)]
    + [f"-below-{pane}" for pane in BELOW]
)
"""The classes that :func:`classes` chooses from."""


def fit(app: "LgtuiApp", width: int, height: int) -> None:
    """Fits the panes to a size by classes alone."""
    screen = app.screen_stack[0]
    # One change of all classes: each change restyles every widget.
    wanted = classes(app, width, height)
    if wanted != {name for name in screen.classes if name in KNOWN}:
        screen.set_classes((screen.classes - KNOWN) | wanted)
    if "-small" in wanted:
        needed = f"lgtui needs {LEAST[0]} columns and {LEAST[1]} lines; this is {width}x{height}."
        app.small.update(needed)
    app.state.pane = PANE_TITLES[app.pane] if width <= NARROW else ""


def classes(app: "LgtuiApp", width: int, height: int) -> set[str]:
    """The classes that the style sheet arranges the panes by."""
    wanted = {
        "-narrow": width <= NARROW,
        "-low": width > NARROW and height < LOW,
        "-small": width < LEAST[0] or height < LEAST[1],
        **{f"-show-{pane}": pane == app.pane for pane in PANES},
        **{f"-below-{pane}": pane == app.below for pane in BELOW},
    }
    return {name for name, on in wanted.items() if on}


def show_pane(app: "LgtuiApp", name: str) -> None:
    """Brings a pane into sight without moving the focus."""
    app.pane = name
    if name in BELOW:
        app.below = name
    fit(app, app.size.width, app.size.height)
    app.refresh_bars()
    if name == "history":
        show_history(app)


def show_history(app: "LgtuiApp") -> None:
    """Has the history of the record under the cursor read, if it is another one."""
    from lgtui.tui.git.history import follow

    follow(app)


def focus_pane(app: "LgtuiApp", name: str) -> None:
    """Brings a pane into sight and moves the focus into it."""
    show_pane(app, name)
    if name == "form":
        app.follow_cursor()
        if app.form is not None:
            app.form.focus_field(FIRST.get(app.records_list.where().kind, ""))
        return
    first = next(
        (widget for widget in app.panes[name].query("*") if widget.can_focus and widget.display),
        None,
    )
    if first is not None:
        first.focus()


def next_pane(app: "LgtuiApp") -> None:
    """Moves the focus to the next pane that has something in it."""
    order = [*PANES[PANES.index(app.pane) + 1 :], *PANES[: PANES.index(app.pane)]]
    for name in order:
        if any(widget.can_focus for widget in app.panes[name].query("*")):
            focus_pane(app, name)
            return


def go_to(app: "LgtuiApp", where: Where) -> None:
    """Shows a record and puts the focus into one of its fields."""
    if not app.records_list.go(where):
        app.tell("This is about the file as a whole; there is no record to go to.")
        return
    show_pane(app, "form")
    app.follow_cursor()
    if app.form is not None:
        app.form.focus_field(where.field, where.offset)
