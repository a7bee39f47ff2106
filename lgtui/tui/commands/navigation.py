"""Actions that change what is in sight: lists, panes, help, palette, fields of the form.

And those that take what is in sight elsewhere: to the clipboard, into the browser.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Coroutine, Mapping
from itertools import groupby
from textwrap import wrap
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.content import Content

from lgtui.model import (
    FIELDS,
    DataError,
    Records,
    Where,
    full_name,
    parse_id,
    record_at,
    record_label,
    season_label,
    seasons_by_number,
    value_of,
)
from lgtui.text.control_chars import visible
from lgtui.tui.actions import PANE_TITLES, Action, config_file, help_lines
from lgtui.tui.host import Host
from lgtui.tui.layout import BOTTOM_PANES
from lgtui.tui.rows import ORDER_WORDS, ORDERS
from lgtui.tui.themes import LIGHT, THEMES
from lgtui.tui.widgets.dialogs import (
    CANCEL,
    Ask,
    Choice,
    Hit,
    Palette,
    Problem,
    confirm,
    find_actions,
    find_records,
)
from lgtui.tui.widgets.line_list import LineList, fit, one_line, width


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
    """Shows all records again and closes the filter's field; without a filter drops the marks."""
    if not host.panes.records.query_words and host.panes.records.marked:
        host.panes.records.mark_talks(frozenset())
        return
    field = host.panes.filter
    field.value = ""
    host.panes.records.filter("")
    field.remove_class("-open")
    host.panes.records.focus()


def _season(step: int) -> Callable[[Host], None]:
    """Return an action that moves to the next season's heading, or to the one before."""

    def move(host: Host) -> None:
        lines = host.panes.records
        heads = [at for at, row in enumerate(lines.rows) if row.kind in ("seasons", "missing")]
        if step > 0:
            found = next((at for at in heads if at > lines.cursor), None)
        else:
            found = next((at for at in reversed(heads) if at < lines.cursor), None)
        if found is None:
            host.notify(f"This is the {'last' if step > 0 else 'first'} season in the list.")
        else:
            lines.move_to(found)

    return move


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


def zoom(host: Host) -> None:
    """Gives the pane with the focus the whole screen, or shows the others again."""
    host.state.zoomed = not host.state.zoomed
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
    ("●", "marked"),
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
    close = (Choice("escape", "Close; Space and PgUp scroll", ""),)
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
    """Switches to the next set of colours: the full ones, plain ones, light ones."""
    names = list(dict.fromkeys([*(theme.name for theme in THEMES), LIGHT, host.theme]))
    host.theme = names[(names.index(host.theme) + 1) % len(names)]
    host.notify(f'Colours: {host.theme}. theme = "{host.theme}" in settings.toml starts with them.')


class Piece(NamedTuple):
    """Something of a record that can be copied: its key in the menu, what it is, its text."""

    key: str
    label: str
    text: str


def addresses(records: Records, where: Where) -> list[tuple[str, str]]:
    """Return the addresses of a record, each with what it leads to; of a talk also its season's."""
    from lgtui.render.kramdown import url

    record = record_at(records, where)
    found: list[tuple[str, str]] = []
    if where.kind == "talks":
        key, seasons = parse_id(record.id), seasons_by_number(records)
        season = seasons.get(key[0]) if key else None
        found = [("Video", record.video_url)]
        found += [(f"Website of {each.name}", each.url) for each in record.speakers]
        found += [(each.label, each.url) for each in record.links]
        found += [("Registration", season.register_url)] if season else []
    elif where.kind in ("seasons", "organizers", "pages"):
        urls = [field for field in FIELDS[where.kind] if field.type == "url"]
        found = [(field.label, value_of(record, field.name)) for field in urls]
    safe = ((label, url(address)) for label, address in found)
    return list({address: (label, address) for label, address in safe if address}.values())


def pieces(records: Records, where: Where) -> list[Piece]:
    """Return what of a record can be copied; nothing is listed that it does not say."""
    record = record_at(records, where)
    found: list[Piece] = []
    if where.kind == "talks":
        from lgtui.render.abstracts import talk_section
        from lgtui.render.labels import abstracts_labels, names_of_talks

        section = talk_section(record, abstracts_labels(records.wording), names_of_talks(records))
        found = [
            Piece("i", "Id", record.id),
            Piece("t", "Title", record.title),
            Piece("s", "Speakers", ", ".join(full_name(each) for each in record.speakers)),
            Piece("f", "Affiliation", record.affiliation),
            Piece("b", "Abstract", record.abstract),
            Piece("h", "Short bio", record.bio),
            Piece("m", "All of it as Markdown", section),
        ]
    elif where.kind == "seasons":
        from lgtui.render.announcement import announcement, zones_of

        try:
            text = announcement(records, record, "markdown", zones_of(records))
        except DataError:
            text = ""  # an unknown zone, which is a finding of its own
        found = [
            Piece("i", "Number", season_label(record.number)),
            Piece("t", "Theme", record.theme),
            Piece("m", "All of it as Markdown", text),
        ]
    elif where.kind == "organizers":
        found = [Piece("i", "Name", record.name), Piece("f", "Affiliation", record.affiliation)]
    found[-1:-1] = [
        Piece(str(at), label, address)
        for at, (label, address) in enumerate(addresses(records, where)[:9], 1)
    ]
    return [piece for piece in found if piece.text.strip()]


async def copy(host: Host) -> None:
    """Copies what is chosen of the record under the cursor."""
    host.take_form()
    records, where = host.session.records, host.panes.records.where()
    found = pieces(records, where)
    if not found:
        host.notify("There is nothing to copy on this line.", severity="warning")
        return
    room = max(20, min(60, host.panes.width - 20))
    choices = [
        Choice(piece.key, one_line(f"{piece.label}: {' '.join(piece.text.split())}", room), str(at))
        for at, piece in enumerate(found)
    ]
    if where.kind in ("talks", "seasons"):
        choices.append(Choice("a", "The announcement of the season …", "announce"))
    title = f"Copy from {record_label(records, where)}"
    answer = await host.ask(Ask(title, "", [*choices, CANCEL], 0))
    if answer == "announce":
        host.do_later("announce")
    elif answer:
        piece = found[int(answer)]
        # Terminals that know OSC 52 put it into the clipboard of the machine one sits at.
        host.copy_to_clipboard(piece.text)
        host.notify(f"Copied: {piece.label}, if your terminal allows it.")


def browser_command(environ: Mapping[str, str], platform: str) -> tuple[str, str]:
    """Return the program that opens an address in the browser, or why there is none.

    A text browser would paint over the app, so only a desktop's own way is taken.

    Args:
        environ: the environment.
        platform: as in ``sys.platform``.
    """
    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"):
        return "", "over SSH your browser is on another machine"
    if platform == "darwin":
        return "open", ""
    path = environ.get("PATH")
    if environ.get("WSL_DISTRO_NAME") and shutil.which("wslview", path=path):
        return "wslview", ""
    if not environ.get("DISPLAY") and not environ.get("WAYLAND_DISPLAY"):
        return "", "there is no desktop here to open it on"
    if shutil.which("xdg-open", path=path):
        return "xdg-open", ""
    return "", "xdg-open is not installed here"


async def open_link(host: Host) -> None:
    """Opens an address of the record under the cursor in the browser, or copies it."""
    host.take_form()
    records, where = host.session.records, host.panes.records.where()
    found = addresses(records, where)[:9]
    if not found:
        host.notify("There is no link on this line.", severity="warning")
        return
    address = found[0][1]
    if len(found) > 1:
        room = max(20, min(60, host.panes.width - 20))
        choices = [
            Choice(str(at), one_line(f"{label}: {url_}", room), url_)
            for at, (label, url_) in enumerate(found, 1)
        ]
        title = f"Open a link of {record_label(records, where)}"
        address = await host.ask(Ask(title, "", [*choices, CANCEL], 0))
    if address:
        open_address(host, address)


def open_address(host: Host, address: str, program: str = "the browser", shown: str = "") -> None:
    """Opens an address beside the app; where that cannot be, copies it and says why.

    Args:
        host: the app.
        address: a web address, or one of a mail (``mailto:``).
        program: what opens such an address, in words.
        shown: what to call it; the address itself where nothing is said.
    """
    shown = shown or address
    command, why = browser_command(os.environ, sys.platform)
    if command:
        try:
            subprocess.Popen(
                [command, address],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as error:
            why = f"{command} does not start ({error.strerror})"
        else:
            host.notify(f"Opened in {program}: {shown}")
            return
    host.copy_to_clipboard(address)
    host.notify(f"Copied, if your terminal allows it, since {why}: {shown}")


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
            f"Remove {name} {here[1] + 1}?",
            f"{form.item_text()}\n\nUndo brings it back.",
            "Remove",
            f"Keep {name} {here[1] + 1}",
            undoable=True,
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
    "next_season": _season(1),
    "prev_season": _season(-1),
    "page_on": _by(lambda lines: lines.cursor + lines.page - 1),
    "copy": copy,
    "open_link": open_link,
    "next_problem": next_problem,
    "zoom": zoom,
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
