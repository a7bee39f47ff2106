"""The app: puts the panes together, holds the session, and tells every pane what changed."""

import datetime
import gc
import os
import shutil
from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from lgtui.model import Moment, Records, Where
from lgtui.store import Document, root_of
from lgtui.tui import commands, layout
from lgtui.tui.actions import ACTIONS, PANES, Action, by_id, footer
from lgtui.tui.input.typeahead import Typeahead
from lgtui.tui.lifecycle import OrderlyApp
from lgtui.tui.messages import Do, Edited, Jump, Typed
from lgtui.tui.startup import Opened
from lgtui.tui.state import Session, edit, open_session, saved, typing
from lgtui.tui.themes import THEMES, first_theme
from lgtui.tui.widgets.bars import Bar, State, key_pieces
from lgtui.tui.widgets.line_list import LineList
from lgtui.tui.widgets.panes import Pane, bind_everywhere
from lgtui.tui.widgets.record_list import FilterLine, RecordList

if TYPE_CHECKING:
    from lgtui.records.diff import Change
    from lgtui.tui.form import RecordForm
    from lgtui.tui.git.history import PastList
    from lgtui.tui.widgets.bottom_lists import ChangeList, FindingList
    from lgtui.tui.widgets.preview import Preview

SETTLE = 0.08
"""Seconds that the cursor rests before form and preview follow it."""


class LgtuiApp(OrderlyApp):
    """The terminal app on one data file."""

    CSS_PATH = os.path.join(os.path.dirname(__file__), "app.tcss")
    TITLE = "lgtui"
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS: ClassVar[str] = "#list"
    NOTIFICATION_TIMEOUT = 6
    SUSPENDED_SCREEN_CLASS = "-behind"

    def __init__(
        self,
        opened: Opened,
        actions: tuple[Action, ...] = ACTIONS,
        notes: tuple[str, ...] = (),
        today: Callable[[], Moment] = datetime.datetime.now,
        keep_at: str = "",
    ) -> None:
        """The app on an opened file, or on the ends of a large one.

        ``actions`` have the user's own keys, ``notes`` say what could not be used of them,
        ``today`` is the clock, ``keep_at`` the data file that drafts are kept for, if any.
        """
        super().__init__(open_session(opened.document))
        self.today, self.keep_at = today, keep_at
        self.actions = actions
        self.complete = opened.complete
        self.notes = notes
        self.pane = "list"
        self.below = ""
        self.state = State()
        self.typeahead = Typeahead(self)
        self.records_list = RecordList()
        self.filter = FilterLine(self.records_list)
        self.state_bar, self.key_bar = Bar(id="state"), Bar(id="keys")
        self.small = Static(id="small", markup=False)
        inside: dict[str, tuple[Widget, ...]] = {"list": (self.records_list, self.filter)}
        self.panes = {name: Pane(name, actions, *inside.get(name, ())) for name in PANES}
        self.form: RecordForm | None = None
        self.preview: Preview | None = None
        self.animation_level = "none"
        self._settle: Timer | None = None
        self._shown_records: Records | None = None
        self.changes: tuple[Change, ...] = ()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = first_theme()
        bind_everywhere(self, actions)

    # What stands below; nobody looks there before the first paint.

    @cached_property
    def findings(self) -> "FindingList":
        """The list of problems."""
        from lgtui.tui.widgets.bottom_lists import FindingList

        return FindingList()

    @cached_property
    def unsaved(self) -> "ChangeList":
        """The list of unsaved changes."""
        from lgtui.tui.widgets.bottom_lists import ChangeList

        return ChangeList()

    @cached_property
    def past(self) -> "PastList":
        """The list of a record's history."""
        from lgtui.tui.git.history import PastList

        return PastList()

    # Life.

    def compose(self) -> ComposeResult:
        """The bar, the panes and the keys. What is in all panes but the list comes after it."""
        yield self.state_bar
        with Horizontal(id="panes"):
            yield self.panes["list"]
            yield self.panes["form"]
            yield self.panes["preview"]
        with Horizontal(id="below"):
            yield self.panes["problems"]
            yield self.panes["changes"]
            yield self.panes["history"]
        yield self.key_bar
        yield self.small

    def get_default_screen(self) -> Screen[None]:
        """The screen, fit to the terminal before it is styled for the first time."""
        screen = super().get_default_screen()
        width, height = shutil.get_terminal_size()
        self.below = "problems" if height >= layout.TALL else ""
        screen.set_classes(layout.classes(self, width, height))
        return screen

    def on_mount(self) -> None:
        """Shows the list; all else comes when the first paint is out."""
        self.watch_signals()
        path = self.session.document.path
        self.state.file = os.path.relpath(os.path.abspath(path), os.path.dirname(root_of(path)))
        if not self.complete:
            self.records_list.waiting = "Reading …"
            self.set_busy("reading …")
        self.refresh_all()
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        """The first paint is out: now comes what nobody sees at the first glance."""
        gc.freeze()
        gc.enable()
        if not self.is_running:
            return
        from lgtui.tui.startup import begin

        self.work(partial(begin, self), "begin")

    async def furnish(self) -> None:
        """Fills all panes but the list."""
        from lgtui.tui.form import RecordForm
        from lgtui.tui.widgets.preview import Preview

        form, preview = RecordForm(self.today), Preview()
        below = {"problems": self.findings, "changes": self.unsaved, "history": self.past}
        for name, widget in {"form": form, "preview": preview, **below}.items():
            await self.panes[name].mount(widget)
        self.form, self.preview = form, preview
        self.follow_cursor()
        self.judge()

    # What changed.

    def update(self, session: Session, where: Where | None = None) -> None:
        """Takes a new state in and tells every pane; puts the cursor on a place, if any."""
        self.session = session
        self.draft_soon()
        self.refresh_all()
        if where is not None and where.kind:
            self.records_list.go(where)

    def refresh_all(self) -> None:
        """Shows the session in list, bars, form and preview."""
        session = self.session
        if session.records is not self._shown_records:
            self._shown_records = session.records
            self.records_list.show(session.records)
            self.judge()
        self.refresh_bars()
        self.settle()

    def refresh_bars(self, columns: int = 0) -> None:
        """Shows state and keys; ``columns`` where the app does not know its new size yet."""
        self.state.take(self.session, self.changes)
        room = columns or self.size.width
        self.state_bar.show(*self.state.pieces(room))
        self.key_bar.show(key_pieces(footer(self.pane, self.actions), room))

    def drafts_failed(self) -> None:
        """Shows whether drafts can be kept as long as it is so."""
        self.state.undrafted = bool(self.drafts.failure)
        self.refresh_bars()

    def set_busy(self, what: str) -> None:
        """Names what takes a while in the line above, until it is called with nothing."""
        self.state.busy = what
        if what:
            self.typeahead.busy()
        self.refresh_bars()

    def judge(self) -> None:
        """Finds changes and findings anew once the edits pause; not before the first paint."""
        if self.form is None:
            return
        from lgtui.tui import validation

        validation.start(self)

    def saved(self, document: Document) -> None:
        """The records are on disk as this document says."""
        from lgtui.tui.git import status_line

        self.session = saved(self.session, document)
        status_line.refresh(self)
        self.draft_soon()
        self.judge()
        self.refresh_bars()

    def take_form(self) -> None:
        """Makes the field that is being typed in an edit, before anything that needs all edits."""
        edited = self.form.take() if self.form is not None else None
        if edited is not None:
            self.on_edited(edited)

    def caught_up(self) -> Session:
        """The session with the field that is being typed in."""
        edited = self.form.take() if self.form is not None else None
        return typing(self.session, edited.records) if edited is not None else self.session

    def settle(self) -> None:
        """Lets form and preview follow once the cursor has rested for a moment."""
        if self._settle is not None:
            self._settle.stop()
        self._settle = self.set_timer(SETTLE, self.follow_cursor)

    def follow_cursor(self) -> None:
        """Shows the record under the cursor in form and preview."""
        where, session = self.records_list.where(), self.session
        if self.form is not None:
            self.form.show(session.records, where)
            self.form.mark(session.findings)
        if self.preview is not None:
            self.preview.show(session.current, where, session.document.path)
        if self.below == "history":
            layout.show_history(self)

    # What the panes say.

    def on_edited(self, message: Edited) -> None:
        """One edit: a step of undo."""
        message.stop()
        self.update(
            edit(self.session, message.label, message.records, message.where), message.where
        )

    def on_typed(self, message: Typed) -> None:
        """A field is typed in."""
        message.stop()
        records = self.session.records if message.records is None else message.records
        self.session = typing(self.session, records)
        self.draft_soon()
        self.refresh_bars()
        self.settle()

    def on_jump(self, message: Jump) -> None:
        """Somebody wants to see a place."""
        message.stop()
        layout.go_to(self, message.where)

    def on_do(self, message: Do) -> None:
        """A pane asks for an action."""
        message.stop()
        self.action_do(message.action)

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """The cursor moved in the list of talks."""
        if message.source is self.records_list:
            self.settle()

    def on_record_list_unfiltered(self) -> None:
        """The filter hid what is to be shown: its line closes as well."""
        self.filter.value = ""
        self.filter.remove_class("-open")

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """A row was clicked twice: as Enter there."""
        of_list = {"list": "edit", "past": "past"}
        self.action_do(of_list.get(message.source.id or "", "jump"))

    # Keys.

    async def on_event(self, event: events.Event) -> None:
        """Handles an event; a key not before all that was typed earlier is done."""
        if self.typeahead.passes(event):
            await super().on_event(event)

    def typed_is_done(self) -> bool:
        """Whether nothing that was typed waits its turn."""
        return self.typeahead.idle

    def action_do(self, name: str) -> None:
        """Runs an action of the registry; a dialog on top keeps all keys to itself."""
        if len(self.screen_stack) > 1:
            return
        if not self.complete and by_id()[name].group in ("Records", "File", "Git"):
            self.tell("The file is still being read; a moment.")
        else:
            commands.run(self, name)

    async def action_quit(self) -> None:
        """Textual's own way out goes through the same question."""
        self.action_do("quit")

    def action_help_quit(self) -> None:
        """Ctrl+C is no way out by accident; it says which key is."""
        self.tell("Press q to leave, ctrl+q from inside a text field.")

    def on_paste(self, event: events.Paste) -> None:
        """A paste that no field took: onto the list it is a video link or a mail."""
        if self.pane == "list" and len(self.screen_stack) == 1:
            from lgtui.tui.commands.records import pasted

            pasted(self, event.text)

    # The screen.

    def on_app_focus(self) -> None:
        """Somebody is back at this window, perhaps from git in another one."""
        if self.keep_at:
            from lgtui.tui.git import status_line

            status_line.refresh(self)

    def on_resize(self, event: events.Resize) -> None:
        """Chooses the layout for the new size; nothing is mounted anew, so nothing is lost."""
        layout.fit(self, event.size.width, event.size.height)
        self.refresh_bars(event.size.width)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Keeps the footer to the pane that has the focus."""
        pane = next((each for each in event.widget.ancestors if isinstance(each, Pane)), None)
        if pane is not None and pane.pane != self.pane:
            layout.show_pane(self, pane.pane)
