"""Actions that change what is in sight: lists, panes, help, palette, fields of the form."""

from collections.abc import Callable, Coroutine
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from textual.content import Content

from lgtui.tui import layout
from lgtui.tui.actions import PANE_TITLES, Action, help_lines
from lgtui.tui.keymap import config_file
from lgtui.tui.rows import ORDER_WORDS, ORDERS
from lgtui.tui.themes import THEMES
from lgtui.tui.widgets.cells import fit, visible, width
from lgtui.tui.widgets.dialogs import Ask, Choice, Problem, confirm
from lgtui.tui.widgets.line_list import LineList
from lgtui.tui.widgets.palette import Hit, Palette, find_actions, find_records

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


MOVE_COMMANDS: dict[str, Callable[["LgtuiApp"], None]] = {
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


if TYPE_CHECKING:
    from lgtui.tui.app import LgtuiApp

SIGNS = (
    ("*", "not saved yet"),
    ("✗2", "two errors; pages are not written before they are gone"),
    ("!1", "one warning"),
    ("▶", "has a video link"),
    ("⊘", "recording withheld"),
)
"""The signs of the list, explained below the keys."""


def help_text(pane: str, actions: tuple[Action, ...], room: int) -> Content:
    """All keys of a pane, by group, then the signs of the list.

    Args:
        pane: the pane.
        actions: the registry with the user's own keys.
        room: columns of the text.
    """
    lines = help_lines(pane, actions)
    if pane == "list":
        lines += [("Signs", sign, words) for sign, words in SIGNS]
    column = min(max(width(keys) for _, keys, _ in lines) + 4, room // 2)
    parts: list[tuple[str, str] | str] = []
    for heading, group in groupby(lines, key=lambda line: line[0]):
        parts.append((f"{heading}\n", "bold"))
        for _, keys, sentence in group:
            first, *more = wrap(sentence, max(12, room - column))
            parts += [(fit(f"  {keys}", column), "bold"), f"{first}\n"]
            parts += [" " * column + f"{line}\n" for line in more]
        parts.append("\n")
    parts.append(f"Your own keys: {visible(config_file())}")
    return Content.assemble(*parts)


async def show_help(app: "LgtuiApp") -> None:
    """All keys of the focused pane."""
    title = f"Keys: {PANE_TITLES[app.pane]}"
    close = (Choice("escape", "Close; PgDn and PgUp scroll", ""),)
    text = help_text(app.pane, app.actions, min(70, app.size.width - 5))
    await app.push_screen_wait(Ask(title, text, close))


async def show_palette(app: "LgtuiApp") -> None:
    """Finds an action or a record, and does or shows it."""
    records, index = app.session.records, app.records_list.index

    def search(words: tuple[str, ...]) -> list[Hit]:
        return find_actions(app.actions, words) + find_records(index, records, words)

    hit = await app.push_screen_wait(Palette(search))
    if hit is None:
        return
    if hit.action:
        # After this coroutine, so that an action that asks something is not "still busy".
        app.call_later(app.action_do, hit.action)
    else:
        app.records_list.go(hit.where)
        layout.focus_pane(app, "list")


def switch_theme(app: "LgtuiApp") -> None:
    """The other set of colours."""
    names = [theme.name for theme in THEMES]
    app.theme = names[(names.index(app.theme) + 1) % len(names)]
    app.tell(f"Colours: {app.theme}. LGTUI_THEME={app.theme} starts with them.")


HELP_COMMANDS = {"help": show_help, "palette": show_palette, "theme": switch_theme}


if TYPE_CHECKING:
    from lgtui.tui.app import LgtuiApp
    from lgtui.tui.form import RecordForm

NO_ITEM = "Put the cursor into a speaker or a link first."


def _form(app: "LgtuiApp") -> "RecordForm":
    from lgtui.tui.form import RecordForm

    return app.query_one(RecordForm)


def next_field(app: "LgtuiApp") -> None:
    """To the next field, or out of the form."""
    _form(app).step(1)


def prev_field(app: "LgtuiApp") -> None:
    """To the previous field, or out of the form."""
    _form(app).step(-1)


def add_item(app: "LgtuiApp") -> None:
    """One more speaker or link."""
    if not _form(app).add_item():
        app.tell(NO_ITEM, "warning")


async def remove_item(app: "LgtuiApp") -> None:
    """Removes a speaker or link; asks first unless it is empty."""
    form = _form(app)
    here = form.item()
    if here is None:
        app.tell(NO_ITEM, "warning")
        return
    name = "speaker" if here[0] == "speakers" else "link"
    if not form.item_is_empty():
        question = confirm(
            f"Remove {name} {here[1] + 1}?", f"{form.item_text()}\n\nUndo brings it back.", "Remove"
        )
        if not await app.push_screen_wait(question):
            return
    form.remove_item()


def item_up(app: "LgtuiApp") -> None:
    """One place up."""
    if _form(app).item() is None:
        app.tell(NO_ITEM, "warning")
    _form(app).move_item(-1)


def item_down(app: "LgtuiApp") -> None:
    """One place down."""
    if _form(app).item() is None:
        app.tell(NO_ITEM, "warning")
    _form(app).move_item(1)


def editor(app: "LgtuiApp") -> None:
    """The long text at the cursor in the organizer's own editor."""
    outcome = _form(app).edit_outside()
    if outcome.failed:
        app.push_screen(Problem("The editor", outcome.told))
    else:
        app.tell(outcome.told)


def view(app: "LgtuiApp") -> None:
    """The next view of the preview."""
    from lgtui.tui.widgets.preview import Preview

    app.query_one(Preview).next_view()


FORM_COMMANDS = {
    "next_field": next_field,
    "prev_field": prev_field,
    "add_item": add_item,
    "remove_item": remove_item,
    "item_up": item_up,
    "item_down": item_down,
    "editor": editor,
    "view": view,
}


COMMANDS: dict[str, Callable[["LgtuiApp"], Coroutine[Any, Any, None] | None]] = {
    **MOVE_COMMANDS,
    **HELP_COMMANDS,
    **FORM_COMMANDS,
}
