"""Actions that help to find one's way: help, palette, colours."""

from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING

from textual.content import Content

from lgtui.tui import layout
from lgtui.tui.actions import PANE_TITLES, Action, help_lines
from lgtui.tui.dialogs import Ask, Choice
from lgtui.tui.keymap import config_file
from lgtui.tui.palette import Hit, Palette, find_actions, find_records
from lgtui.tui.themes import THEMES
from lgtui.tui.visible import fit, visible, width

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


COMMANDS = {"help": show_help, "palette": show_palette, "theme": switch_theme}
