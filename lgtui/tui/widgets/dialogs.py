"""Dialogs: questions with keys, problems that stay, lines typed to the app, the palette."""

import re
from collections.abc import Callable, Sequence
from itertools import islice
from time import monotonic
from typing import Any, ClassVar, Generic, NamedTuple, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static
from textual.worker import Worker, active_worker

from lgtui.model import Records, Where
from lgtui.text.control_chars import LINE_BREAKS, suspect_chars, visible
from lgtui.text.folding import fold
from lgtui.tui import rows
from lgtui.tui.actions import Action, show_key
from lgtui.tui.rows import Index, matches, words_of
from lgtui.tui.widgets.line_list import Cell, LineList, one_line, width

JOINS = "\u200c\u200d\ufe0e\ufe0f"
"""What belongs to the spelling of words and to emoji."""


def plain_line(text: str) -> str:
    """A text in one line, with nothing in it but what can be seen."""
    if text.isascii() and text.isprintable():
        return text
    parted = re.sub(f"[\t\n\r{LINE_BREAKS}]+", " ", text).strip()
    return suspect_chars().sub(lambda found: found[0] if found[0] in JOINS else "", parted)


class PlainLine(Input):
    """An input of one line; of a paste it takes all lines, and only what can be seen."""

    def __init__(self, value: str = "", *, id: str, placeholder: str = "") -> None:  # noqa: A002 (Textual's own name)
        super().__init__(plain_line(value), placeholder=placeholder, id=id, compact=True)
        self.cursor_blink = False

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.replace(plain_line(event.text), *self.selection)


Result = TypeVar("Result")


class Choice(NamedTuple):
    """One answer: its key, what it does in a few words, and the value it gives."""

    key: str
    label: str
    value: str


CANCEL = Choice("escape", "Cancel", "")
"""The answer that changes nothing; its value is empty."""


class Choices(LineList):
    """The answers, one on a line; arrows and Enter work besides each one's key."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,left,shift+tab", "step(-1)", show=False),
        Binding("down,right,tab", "step(1)", show=False),
        Binding("enter", "choose", show=False),
        Binding("space", "page_or_choose", show=False),
    ]

    def __init__(self, choices: Sequence[Choice], default: int) -> None:
        super().__init__(id="choices")
        self.choices = tuple(choices)
        self.cursor = default
        self.styles.height = len(self.choices)

    def count(self) -> int:
        """How many answers there are."""
        return len(self.choices)

    def cells(self, row: int, width: int) -> list[Cell]:
        """Key and words of an answer."""
        choice = self.choices[row]
        return [
            (" ▸ " if row == self.cursor else "   ", "row"),
            (f"{show_key(choice.key):>5}  ", "warning"),
            (one_line(choice.label, max(0, width - 10)), "row"),
        ]

    def action_step(self, by: int) -> None:
        """To the next answer, around the end."""
        self.move_to((self.cursor + by) % max(1, self.count()))

    def action_choose(self) -> None:
        """Takes the answer under the cursor."""
        self.post_message(self.Chosen(self, self.cursor))

    def action_page_or_choose(self) -> None:
        """Pages on in a text with nothing to choose, such as the help; else takes the answer."""
        if len(self.choices) == 1 and isinstance(self.screen, Dialog) and self.screen.goes_on():
            self.screen.action_scroll_text(1)
        else:
            self.action_choose()


class Dialog(ModalScreen[Result], Generic[Result]):
    """A box over the app: a title, a text, whatever a kind of dialog adds."""

    AUTO_FOCUS: ClassVar[str] = "*"

    COMES_LATER: ClassVar[bool] = False
    """Whether it shows what a command does meanwhile, so that no key typed before is for it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", show=False),
        Binding("pagedown", "scroll_text(1)", show=False),
        Binding("pageup", "scroll_text(-1)", show=False),
    ]

    def __init__(self, title: str, text: str | Content, *, tall: bool = False) -> None:
        super().__init__(classes="-tall" if tall else None)
        self.opened = monotonic()
        self.asked_by: Worker[Any] | None = active_worker.get(None)
        self.heading = visible(title)
        self.text = text if isinstance(text, Content) else Content(visible(text, one_line=False))
        self.body = Static(self.text)

    def compose(self) -> ComposeResult:
        """The box with its text."""
        box = Vertical(id="box")
        box.border_title = Content(self.heading)
        with box:
            with VerticalScroll(id="text", can_focus=False):
                yield self.body
            yield from self.compose_answers()

    def compose_answers(self) -> ComposeResult:
        """What stands below the text."""
        yield from ()

    def on_mount(self) -> None:
        """Fits the text once it is there; the terminal's size may be told before or after."""
        self._fit()

    def on_resize(self) -> None:
        """Fits the text to another size."""
        self._fit()

    def _fit(self) -> None:
        """Keeps the answers in sight, however long the text is; it scrolls."""
        if not self.query("#text"):
            return
        text = self.query_one("#text")
        below = sum(
            (child.styles.height.cells or 1) if child.styles.height else 1
            for child in self.query_one("#box").children
            if child is not text
        )
        roomy = self.size.height >= 16
        text.styles.margin = (0, 0, 1 if roomy else 0, 0)
        text.styles.max_height = max(2, self.size.height - below - (4 if roomy else 2))

    def goes_on(self) -> bool:
        """Tell whether there is more text below what is in sight."""
        text = self.query_one("#text")
        return text.scroll_offset.y < text.max_scroll_y

    def action_scroll_text(self, by: int) -> None:
        """Scrolls a text that is longer than the box."""
        text = self.query_one("#text")
        text.scroll_relative(y=by * max(1, text.size.height - 1), animate=False)

    def action_cancel(self) -> None:
        """Closes the box; nothing happens."""
        self.dismiss(None)


class Ask(Dialog[str]):
    """A question; gives the value of the answer, ``""`` when it was left by Esc."""

    def __init__(
        self,
        title: str,
        text: str | Content,
        choices: Sequence[Choice],
        default: int | None = None,
        *,
        tall: bool = False,
    ) -> None:
        """The question; the cursor stands on the last answer, which changes nothing."""
        super().__init__(title, text, tall=tall)
        self.choices = tuple(choices)
        self.default = len(self.choices) - 1 if default is None else default
        for choice in self.choices:
            if choice.key != "escape":
                self._bindings.bind(choice.key, f"answer('{choice.value}')", show=False)

    def compose_answers(self) -> ComposeResult:
        """The answers."""
        yield Choices(self.choices, self.default)

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """An answer was taken with Enter or the mouse."""
        message.stop()
        self.action_answer(self.choices[message.row].value)

    def action_answer(self, value: str) -> None:
        """Closes the box with an answer."""
        self.dismiss(value)

    def action_cancel(self) -> None:
        """Esc is the answer that changes nothing."""
        self.dismiss("")


def confirm(
    title: str, text: str | Content, yes: str, no: str = "Cancel", *, undoable: bool = False
) -> Ask:
    """A question answered with y or n.

    Args:
        title: what would be done.
        text: what it leads to.
        yes: the answer that does it.
        no: the answer that leaves all as it is.
        undoable: whether it can be taken back: then Enter does it, else the cursor is on ``no``.
    """
    return Ask(title, text, (Choice("y", yes, "yes"), Choice("n", no, "")), 0 if undoable else 1)


class Problem(Ask):
    """What went wrong, with its full text; it stays until it is closed and can be copied."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__(
            title,
            text,
            (Choice("c", "Copy this text", "copy"), Choice("escape", "Close", "")),
        )

    def action_answer(self, value: str) -> None:
        """Copies, or closes."""
        if value != "copy":
            self.dismiss("")
            return
        # Terminals that know OSC 52 put it into the clipboard of the machine one sits at.
        self.app.copy_to_clipboard(self.text.plain)
        self.app.notify("Copied, if your terminal allows it.", markup=False)


class Prompt(Dialog[str]):
    """A question answered with one line of text; ``""`` when it was left by Esc."""

    def __init__(self, title: str, text: str, value: str = "") -> None:
        super().__init__(title, text)
        self.value = value

    def compose_answers(self) -> ComposeResult:
        """The line."""
        yield PlainLine(self.value, id="line")
        yield Static(Content("Enter takes it, Esc cancels."), classes="hint")

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Enter takes the line."""
        message.stop()
        self.dismiss(message.value)

    def action_cancel(self) -> None:
        """Esc takes nothing."""
        self.dismiss("")


class Lines(Dialog[tuple[str, ...]]):
    """Several questions at once, a line for each; ``()`` when they were left by Esc."""

    def __init__(self, title: str, text: str, lines: Sequence[tuple[str, str]]) -> None:
        """Ask for lines, each with its label and what stands in it at the beginning."""
        super().__init__(title, text)
        self.lines = tuple(lines)

    def compose_answers(self) -> ComposeResult:
        """Each line below its label."""
        for at, (label, value) in enumerate(self.lines):
            yield Static(Content(label), classes="hint")
            yield PlainLine(value, id=f"line-{at}")
        yield Static(Content("Enter takes it, Tab goes on, Esc cancels."), classes="hint")

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Enter takes all lines."""
        message.stop()
        self.dismiss(tuple(line.value for line in self.query(PlainLine)))

    def action_cancel(self) -> None:
        """Esc takes nothing."""
        self.dismiss(())


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
