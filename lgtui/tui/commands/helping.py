"""Actions that help to find one's way: help, palette, colours."""

from typing import TYPE_CHECKING

from textual.content import Content

from lgtui.tui import layout
from lgtui.tui.actions import PANE_TITLES, help_lines
from lgtui.tui.dialogs import Ask, Choice
from lgtui.tui.keymap import config_file
from lgtui.tui.palette import Hit, Palette, find_actions, find_records
from lgtui.tui.themes import THEMES
from lgtui.tui.visible import visible, width

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


def help_text(pane: str, actions: "LgtuiApp | None" = None) -> Content:
    """All keys of a pane, by group, then the signs of the list."""
    lines = help_lines(pane, actions.actions) if actions is not None else help_lines(pane)
    column = max(width(keys) for _, keys, _ in lines) + 2
    parts: list[tuple[str, str] | str] = []
    group = ""
    for heading, keys, sentence in lines:
        if heading != group:
            parts.append((f"{heading}\n" if not group else f"\n{heading}\n", "bold"))
            group = heading
        parts += [(f"  {keys}" + " " * (column - width(keys)), "bold"), f"{sentence}\n"]
    if pane == "list":
        parts.append(("\nSigns\n", "bold"))
        for sign, words in SIGNS:
            parts += [(f"  {sign}" + " " * (column - width(sign)), "bold"), f"{words}\n"]
    parts.append(f"\nYour own keys: {visible(config_file())}")
    return Content.assemble(*parts)


async def show_help(app: "LgtuiApp") -> None:
    """All keys of the focused pane."""
    title = f"Keys: {PANE_TITLES[app.pane]}"
    close = (Choice("escape", "Close; PgDn and PgUp scroll", ""),)
    await app.push_screen_wait(Ask(title, help_text(app.pane, app), close, tall=True))


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
