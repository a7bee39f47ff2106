"""The palette: finds any action by its words, and any record by any of its words."""

from collections.abc import Callable
from itertools import islice
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from lgtui.model import Records, Where
from lgtui.tui import rows
from lgtui.tui.actions import Action, show_key
from lgtui.tui.rows import Index, fold, matches, words_of
from lgtui.tui.widgets.cells import one_line, width
from lgtui.tui.widgets.dialogs import Dialog, PlainLine
from lgtui.tui.widgets.line_list import Cell, LineList

MOST = 50
"""Records shown for one query; more words find the others."""


class Hit(NamedTuple):
    """Something the palette found: an action to run or a place to go to."""

    text: str
    more: str
    action: str = ""
    where: Where = Where()


def find_actions(actions: tuple[Action, ...], words: tuple[str, ...]) -> list[Hit]:
    """The actions whose words hold all of a query's."""
    found = []
    for action in actions:
        text = fold(f"{action.label} {action.help} {action.group}")
        if action.palette and all(word in text for word in words):
            keys = " ".join(show_key(key) for key in action.keys[:2])
            found.append(Hit(f"{action.label}: {action.help}", keys, action.id))
    # What is called so comes before what is only described so.
    return sorted(found, key=lambda hit: not all(word in fold(hit.text.partition(":")[0])
                                                 for word in words))  # fmt: skip


def find_records(index: Index, records: Records, words: tuple[str, ...]) -> list[Hit]:
    """The first records that hold all words, newest first."""
    if not words:
        return []
    found = (row for row in rows.build(records) if matches(index, records, row, words))
    hits = []
    for row in islice(found, MOST):
        name = rows.name_of(records, row)
        more = ""
        if row.kind == "talks":
            talk = records.talks[row.at]
            more = " · ".join((talk.title, *(speaker.name for speaker in talk.speakers)))
        elif row.kind == "seasons":
            more = rows.season_words(records.seasons[row.at])
        if row.kind != "missing":
            hits.append(Hit(name, more, "", rows.where_of(row)))
    return hits


class Hits(LineList):
    """What was found, one hit on a line."""

    hits: tuple[Hit, ...] = ()

    def count(self) -> int:
        """How many hits there are."""
        return len(self.hits)

    def empty(self) -> str:
        """What to do when nothing was found."""
        return "" if self.hits else "Nothing holds all these words. Esc closes."

    def cells(self, row: int, width_: int) -> list[Cell]:
        """An action with its keys, a record with its words."""
        hit = self.hits[row]
        if hit.action:
            text = one_line(hit.text, max(0, width_ - width(hit.more) - 3))
            return [(f" {text} ", "row"), (hit.more, "warning")]
        name = one_line(hit.text, 20 if hit.more else max(0, width_ - 2))
        return [(f" {name} ", "heading"), (one_line(hit.more, width_ - width(name) - 2), "row")]


class Palette(Dialog[Hit]):
    """A line to type in, and what it finds as it is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(-1)", show=False, priority=True),
        Binding("down", "step(1)", show=False, priority=True),
        Binding("pageup", "step(-8)", show=False, priority=True),
        Binding("pagedown", "step(8)", show=False, priority=True),
    ]

    def __init__(self, search: Callable[[tuple[str, ...]], list[Hit]]) -> None:
        super().__init__("Find an action, or a record by any of its words", "", tall=True)
        self.search = search
        self.hits = Hits()

    def compose_answers(self) -> ComposeResult:
        """The line and the hits."""
        yield PlainLine(id="line")
        yield self.hits

    def on_mount(self) -> None:
        """Starts with all actions."""
        self.query_one("#text").display = False
        self.hits.can_focus = False
        self._show("")

    def _show(self, query: str) -> None:
        self.hits.hits = tuple(self.search(words_of(query)))
        self.hits.top = 0
        self.hits.move_to(0)
        self.hits.refresh()

    def on_input_changed(self, message: Input.Changed) -> None:
        """Searches as it is typed."""
        message.stop()
        self._show(message.value)

    def action_step(self, by: int) -> None:
        """Moves the cursor among the hits; the line keeps the focus."""
        self.hits.move_to(self.hits.cursor + by)

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Enter takes the hit under the cursor."""
        message.stop()
        self._take(self.hits.cursor)

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Nothing outside has to know."""
        message.stop()

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """A click takes a hit."""
        message.stop()
        self._take(message.row)

    def _take(self, row: int) -> None:
        if row < len(self.hits.hits):
            self.dismiss(self.hits.hits[row])
