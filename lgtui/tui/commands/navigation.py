"""Actions that change what is in sight: lists, panes, help, palette, fields of the form."""

from collections.abc import Callable, Coroutine
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from textual.content import Content

from lgtui.text.control_chars import visible
from lgtui.tui.actions import PANE_TITLES, Action, config_file, help_lines
from lgtui.tui.host import Host
from lgtui.tui.layout import BOTTOM_PANES
from lgtui.tui.rows import ORDER_WORDS, ORDERS
from lgtui.tui.themes import THEMES
from lgtui.tui.widgets.dialogs import (
    Ask,
    Choice,
    Hit,
    Palette,
    Problem,
    confirm,
    find_actions,
    find_records,
)
from lgtui.tui.widgets.line_list import LineList, fit, width


def _by(rows: Callable[[LineList], int]) -> Callable[[Host], None]:
    """Return an action that puts the focused list's cursor on a row."""

    def move(host: Host) -> None:
        if (lines := host.panes.focused_list()) is not None:
            lines.move_to(rows(lines))

    return move


def open_filter(host: Host) -> None:
    """Opens the filter's field, or goes back into it."""
    host.show_pane("list")
    field = host.panes.filter
    field.add_class("-open")
    field.focus()


def clear_filter(host: Host) -> None:
    """Shows all records again and closes the filter's field."""
    field = host.panes.filter
    field.value = ""
    host.panes.records.filter("")
    field.remove_class("-open")
    host.panes.records.focus()


def sort(host: Host) -> None:
    """Shows the list in its next order."""
    lines = host.panes.records
    lines.sort(ORDERS[(ORDERS.index(lines.order) + 1) % len(ORDERS)])
    host.notify(f"Order: {ORDER_WORDS[lines.order]}")


def next_problem(host: Host) -> None:
    """Moves to the next record with a finding, from the top again after the last one."""
    lines = host.panes.records
    after = min(lines.cursor + 1, lines.count())
    order = [*range(after, lines.count()), *range(after)]
    for at in order:
        row = lines.rows[at]
        if (row.kind, row.at) in lines.counts:
            lines.move_to(at)
            return
    host.notify("No record has a finding.")


def toggle_bottom_pane(host: Host) -> None:
    """Show or hide the bottom pane."""
    if host.state.pane in BOTTOM_PANES:
        host.focus_pane("list")
    host.state.bottom_pane = "" if host.state.bottom_pane else "problems"
    host.show_pane(host.state.pane)


def next_pane(host: Host) -> None:
    """Move the focus to the next pane that has something in it."""
    if name := host.panes.after(host.state.pane):
        host.focus_pane(name)


def back(host: Host) -> None:
    """Moves the focus back to the list of talks."""
    host.focus_pane("list")


def _pane(name: str) -> Callable[[Host], None]:
    """Return an action that leads to a pane."""
    return lambda host: host.focus_pane(name)


SIGNS = (
    ("*", "not saved yet"),
    ("✗2", "two errors; pages are not written before they are gone"),
    ("!1", "one warning"),
    ("▶", "has a video link"),
    ("⊘", "recording withheld"),
    ("×", "cancelled"),
)
"""The signs of the list, explained below the keys."""


def help_text(pane: str, actions: tuple[Action, ...], room: int) -> Content:
    """Return all keys of a pane, by group, then the signs of the list.

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


async def show_help(host: Host) -> None:
    """Shows all keys of the focused pane."""
    title = f"Keys: {PANE_TITLES[host.state.pane]}"
    close = (Choice("escape", "Close; PgDn and PgUp scroll", ""),)
    text = help_text(host.state.pane, host.state.actions, min(70, host.panes.width - 5))
    await host.ask(Ask(title, text, close))


async def show_palette(host: Host) -> None:
    """Finds an action or a record, and does or shows it."""
    records, index = host.session.records, host.panes.records.index

    def search(words: tuple[str, ...]) -> list[Hit]:
        return find_actions(host.state.actions, words) + find_records(index, records, words)

    hit = await host.ask(Palette(search))
    if hit is None:
        return
    if hit.action:
        # After this coroutine, so that an action that asks something is not "still busy".
        host.do_later(hit.action)
    else:
        host.panes.records.go(hit.where)
        host.focus_pane("list")


def switch_theme(host: Host) -> None:
    """Switches to the other set of colours."""
    names = [theme.name for theme in THEMES]
    host.theme = names[(names.index(host.theme) + 1) % len(names)]
    host.notify(f"Colours: {host.theme}. LGTUI_THEME={host.theme} starts with them.")


if TYPE_CHECKING:
    from lgtui.tui.form import RecordForm

NO_ITEM = "Put the cursor into a speaker or a link first."


def _form(host: Host) -> "RecordForm":
    assert host.panes.form is not None, "no key of the form works before the form is there"
    return host.panes.form


def next_field(host: Host) -> None:
    """Moves to the next field, or out of the form."""
    _form(host).step(1)


def prev_field(host: Host) -> None:
    """Moves to the previous field, or out of the form."""
    _form(host).step(-1)


def add_item(host: Host) -> None:
    """Adds one more speaker or link."""
    if not _form(host).add_item():
        host.notify(NO_ITEM, severity="warning")


async def remove_item(host: Host) -> None:
    """Removes a speaker or link; asks first unless it is empty."""
    form = _form(host)
    here = form.item()
    if here is None:
        host.notify(NO_ITEM, severity="warning")
        return
    name = "speaker" if here[0] == "speakers" else "link"
    if not form.item_is_empty():
        question = confirm(
            f"Remove {name} {here[1] + 1}?", f"{form.item_text()}\n\nUndo brings it back.", "Remove"
        )
        if not await host.ask(question):
            return
    form.remove_item()


def item_up(host: Host) -> None:
    """Moves a speaker or link one place up."""
    if _form(host).item() is None:
        host.notify(NO_ITEM, severity="warning")
    _form(host).move_item(-1)


def item_down(host: Host) -> None:
    """Moves a speaker or link one place down."""
    if _form(host).item() is None:
        host.notify(NO_ITEM, severity="warning")
    _form(host).move_item(1)


def editor(host: Host) -> None:
    """Opens the long text at the cursor in the organizer's own editor."""
    outcome = _form(host).edit_outside()
    if outcome.failed:
        host.push_screen(Problem("The editor", outcome.told))
    else:
        host.notify(outcome.told)


def view(host: Host) -> None:
    """Shows the next view of the preview."""
    if host.panes.preview is not None:
        host.panes.preview.next_view()


COMMANDS: dict[str, Callable[[Host], Coroutine[Any, Any, None] | None]] = {
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
    "below": toggle_bottom_pane,
    "back": back,
    "edit": _pane("form"),
    "next_pane": next_pane,
    "pane_list": _pane("list"),
    "pane_form": _pane("form"),
    "pane_preview": _pane("preview"),
    "pane_problems": _pane("problems"),
    "pane_changes": _pane("changes"),
    "pane_history": _pane("history"),
    "next_field": next_field,
    "prev_field": prev_field,
    "add_item": add_item,
    "remove_item": remove_item,
    "item_up": item_up,
    "item_down": item_down,
    "editor": editor,
    "view": view,
    "help": show_help,
    "palette": show_palette,
    "theme": switch_theme,
}
