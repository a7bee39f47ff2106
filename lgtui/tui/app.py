"""The app: puts the panes together, holds the session, and tells every pane what changed."""

import asyncio
import datetime
import gc
import os
import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static

from lgtui.model import Moment, Records, Where
from lgtui.records.diff import Change, changes
from lgtui.store import Document, root_of
from lgtui.tui import commands
from lgtui.tui.actions import ACTIONS, PANE_TITLES, Action, by_id, footer
from lgtui.tui.background import in_thread
from lgtui.tui.layout import (
    BOTTOM_PANES,
    CLASSES,
    FIRST_FIELD,
    LEAST,
    TALL,
    Pane,
    Panes,
    bind_everywhere,
    layout_classes,
)
from lgtui.tui.lifecycle import OrderlyApp
from lgtui.tui.rows import count_findings
from lgtui.tui.startup import Opened, leave_view, open_view
from lgtui.tui.state import AppState, Session, checked, edit, open_session, saved, typing
from lgtui.tui.themes import LIGHT, THEMES, first_theme, theme_named
from lgtui.tui.typeahead import Typeahead
from lgtui.tui.widgets import Do, Edited, Typed
from lgtui.tui.widgets.bars import Bar, key_pieces, state_pieces
from lgtui.tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from lgtui.checks import Finding

T = TypeVar("T")

CURSOR_DELAY = 0.08
"""Seconds that the cursor stays on a record before form and preview show it."""

EDIT_PAUSE = 0.2
"""Seconds without an edit before records are checked again."""

FEW = 400
"""Talks whose changes are found in less time than a key press may take."""


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
        draft_path: str = "",
        *,
        start: str = "",
        theme: str = "",
    ) -> None:
        """Show an opened file, or the ends of a large one.

        Args:
            opened: the file.
            actions: the registry, with the user's own keys.
            notes: what to say at the start, such as keys that cannot be used.
            today: the clock.
            draft_path: the data file that drafts are kept for, if any.
            start: the record, or the words, to open at.
            theme: the name of the colours; by default those that the terminal can show.
        """
        super().__init__(
            AppState(
                open_session(opened.document),
                actions=actions,
                draft_path=draft_path,
                complete=opened.complete,
                notes=notes,
                start=start,
            )
        )
        self.today = today
        self.panes = Panes(actions)
        self.typeahead = Typeahead(self, self)
        self.state_bar, self.key_bar = Bar(id="state"), Bar(id="keys")
        self.small = Static(id="small", markup=False)
        self.animation_level = "none"
        self._cursor_timer: Timer | None = None
        self._shown_records: Records | None = None
        for name in dict.fromkeys((*(each.name for each in THEMES), LIGHT, theme or first_theme())):
            if (found := theme_named(name)) is not None:
                self.register_theme(found)
        self.theme = theme or first_theme()
        bind_everywhere(self, actions)

    # Life.

    def compose(self) -> ComposeResult:
        """Yield the bars and the panes; all panes but the list are filled after the first paint."""
        frames = self.panes.frames
        yield self.state_bar
        with Horizontal(id="panes"):
            yield from (frames["list"], frames["form"], frames["preview"])
        with Horizontal(id="bottom"):
            yield from (frames[name] for name in BOTTOM_PANES)
        yield self.key_bar
        yield self.small

    def get_default_screen(self) -> Screen[None]:
        """Return the screen, fit to the terminal before it is styled for the first time."""
        screen = super().get_default_screen()
        width, height = shutil.get_terminal_size()
        self.state.bottom_pane = "problems" if height >= TALL else ""
        wanted = layout_classes(self.state.pane, self.state.bottom_pane, width, height)
        screen.set_classes(wanted)
        return screen

    def on_mount(self) -> None:
        """Shows the list; all else comes when the first paint is out."""
        self.watch_signals()
        path = self.session.document.path
        self.state.file = os.path.relpath(os.path.abspath(path), os.path.dirname(root_of(path)))
        if not self.state.complete:
            self.panes.records.waiting = "Reading …"
            self.set_busy("reading …")
        self.refresh_all()
        if self.state.complete:
            self.panes.records.expect(self.size.height - 4)
            open_view(self)
        self.call_after_refresh(self._begin)

    def on_unmount(self) -> None:
        """Remembers where the list was, however the app ends."""
        leave_view(self)

    def _begin(self) -> None:
        """Begin, once the first paint is out, with what nobody sees at the first glance."""
        gc.freeze()
        gc.enable()
        if self.is_running:
            self.work(self._start, "begin")

    async def _start(self) -> None:
        """Read what is left of the file, fill the panes, then say what has to be said."""
        from lgtui.tui.startup import begin, read_rest

        if self.state.complete or await read_rest(self):
            await self.mount_panes()
            await begin(self)

    async def mount_panes(self) -> None:
        """Fill all panes but the list, which is there already."""
        from lgtui.tui.form import RecordForm
        from lgtui.tui.widgets.preview import Preview

        actions = self.state.actions
        await self.panes.mount(RecordForm(self.today, actions), Preview(actions))
        self.follow_cursor()
        self.validate()

    # What changed.

    def update(self, session: Session, where: Where | None = None) -> None:
        """Replace the session and show it in every pane; move the cursor to a place, if any."""
        self.state.session = session
        self.draft_soon()
        self.refresh_all()
        if where is not None and where.kind:
            self.panes.records.go(where)

    def refresh_all(self) -> None:
        """Show the session in list, bars, form and preview."""
        session = self.session
        if session.records is not self._shown_records:
            self._shown_records = session.records
            self.panes.records.show(session.records)
            self.validate()
        self.refresh_bars()
        self.follow_cursor_soon()

    def refresh_bars(self, columns: int = 0) -> None:
        """Show state and keys; ``columns`` where the app does not know its new size yet."""
        room = columns or self.size.width
        self.state_bar.show(*state_pieces(self.state, room))
        self.key_bar.show(key_pieces(footer(self.state.pane, self.state.actions), room))

    def set_busy(self, what: str) -> None:
        """Name what takes a while in the state bar; nothing ends it."""
        self.state.busy = what
        if what:
            self.typeahead.busy()
        self.refresh_bars()

    def validate(self) -> None:
        """Compute changes and findings anew, once the edits pause; not before the first paint."""
        if self.panes.form is None:
            return
        if len(self.session.records.talks) <= FEW:
            self._show_changes(changes(self.session.document.records, self.session.records))
        self.work(self._validate_after_pause, "validate", exclusive=True)

    async def _validate_after_pause(self) -> None:
        """Check the records once; a later edit starts another round and this one is dropped."""
        await asyncio.sleep(EDIT_PAUSE)
        if not self.state.complete:
            return
        document, records, now = self.session.document, self.session.records, self.today()
        if len(records.talks) > FEW:
            self._show_changes(await in_thread(lambda: changes(document.records, records)))

        def find() -> "tuple[Finding, ...]":
            # Imported in the thread: the checks are many, and keys would wait for them.
            from lgtui.site.validation import findings_of

            return findings_of(document, records, now)

        found = await in_thread(find)
        self.state.session = checked(self.session, records, found)
        self.panes.findings.show(found)
        self._mark()

    def _show_changes(self, found: tuple[Change, ...]) -> None:
        """Show what is unsaved."""
        self.state.changes = found
        self.panes.changes.show(found)
        self._mark()

    def _mark(self) -> None:
        """Show in list, form, frames and bars what is unsaved and what is wrong."""
        found, panes = self.session.findings, self.panes
        unsaved = (each for each in self.state.changes if each.what != "deleted")
        panes.records.mark(
            frozenset((each.kind, each.at) for each in unsaved), count_findings(found)
        )
        if panes.form is not None:
            panes.form.mark(found)
        panes.frames["problems"].set_title(f"({len(found)})")
        panes.frames["changes"].set_title(f"({panes.changes.count()})")
        self.refresh_bars()

    def mark_saved(self, document: Document) -> None:
        """Note that the records are on disk as this document says."""
        from lgtui.tui.git import status_line

        self.state.session = saved(self.session, document)
        status_line.refresh(self)
        self.draft_soon()
        self.validate()
        self.refresh_bars()

    def take_form(self) -> None:
        """Make an edit of the field that is typed in, before anything that needs all edits."""
        edited = self.panes.form.take() if self.panes.form is not None else None
        self._note_unread()
        if edited is not None:
            self.on_edited(edited)
        else:
            self.refresh_bars()

    def draft_soon(self) -> None:
        """Has what is unsaved on disk within a second, beside the keys."""
        self._note_unread()
        super().draft_soon()

    def _note_unread(self) -> None:
        """Let the draft know the texts of fields that are no date or number yet."""
        if self.panes.form is not None:
            self.state.drafts.keep_fields(self.panes.form.unread_now())

    def keep_text(self, names: tuple[str, ...], text: str) -> None:
        """Keep what is typed in a dialog in the draft, by names; an empty text is none."""
        self.state.drafts.keep_text(names, text)
        self.draft_soon()

    def caught_up(self) -> Session:
        """Return the session with the field that is being typed in."""
        edited = self.panes.form.take() if self.panes.form is not None else None
        self._note_unread()
        return typing(self.session, edited.records) if edited is not None else self.session

    def follow_cursor_soon(self) -> None:
        """Let form and preview follow the cursor once it stays where it is for a moment."""
        if self._cursor_timer is not None:
            self._cursor_timer.stop()
        self._cursor_timer = self.set_timer(CURSOR_DELAY, self.follow_cursor)

    def follow_cursor(self) -> None:
        """Show the record under the cursor in form, preview and history."""
        where, session = self.panes.records.where(), self.session
        if self.panes.form is not None:
            self.panes.form.show(session.records, where)
            self.panes.form.mark(session.findings)
        if self.panes.preview is not None:
            self.panes.preview.show(session.current, where, session.document.path)
        if self.state.bottom_pane == "history":
            self._load_history()

    # Which pane is in sight.

    def show_pane(self, name: str) -> None:
        """Bring a pane into sight without moving the focus."""
        self.state.pane = name
        if name in BOTTOM_PANES:
            self.state.bottom_pane = name
        self._fit(self.size.width, self.size.height)
        self.refresh_bars()
        if name == "history":
            self._load_history()

    def focus_pane(self, name: str) -> None:
        """Bring a pane into sight and move the focus into it."""
        self.show_pane(name)
        if name == "form":
            self.follow_cursor()
            if self.panes.form is not None:
                kind = self.panes.records.where().kind
                self.panes.form.focus_field(FIRST_FIELD.get(kind, ""))
        elif (first := self.panes.frames[name].first_focusable()) is not None:
            first.focus()

    def go_to(self, where: Where) -> None:
        """Show a record and move the focus to one of its fields."""
        if not self.panes.records.go(where):
            self.notify("This is about the file as a whole; there is no record to go to.")
            return
        self.show_pane("form")
        self.follow_cursor()
        if self.panes.form is not None:
            self.panes.form.focus_field(where.field, where.offset)

    def _fit(self, width: int, height: int) -> None:
        """Arrange the panes for a size; nothing is mounted anew, so nothing is lost."""
        screen = self.screen_stack[0]
        # One change of all classes: each change restyles every widget.
        wanted = layout_classes(
            self.state.pane,
            self.state.bottom_pane,
            width,
            height,
            zoomed=self.state.zoomed,
        )
        if wanted != {name for name in screen.classes if name in CLASSES}:
            screen.set_classes((screen.classes - CLASSES) | wanted)
        if "-small" in wanted:
            needed = f"{LEAST[0]} columns and {LEAST[1]} lines"
            self.small.update(f"lgtui needs {needed}; this is {width}x{height}.")
        self.state.title = PANE_TITLES[self.state.pane] if "-narrow" in wanted else ""

    def _load_history(self) -> None:
        """Have the history of the record under the cursor read, if it is another one."""
        from lgtui.tui.git.history import follow

        follow(self)

    # Dialogs.

    async def ask(self, dialog: Screen[T]) -> T:
        """Open a dialog and return its answer once it is closed."""
        return await self.push_screen_wait(dialog)

    def do_later(self, action: str) -> None:
        """Run an action after the current command, so that one that asks is not "still busy"."""
        self.call_later(self.action_do, action)

    # What the panes say.

    def on_edited(self, message: Edited) -> None:
        """Make one edit a step of undo."""
        message.stop()
        self.update(
            edit(self.session, message.label, message.records, message.where), message.where
        )

    def on_typed(self, message: Typed) -> None:
        """Keep what is being typed into a field."""
        message.stop()
        records = self.session.records if message.records is None else message.records
        self.state.session = typing(self.session, records)
        self.draft_soon()
        self.refresh_bars()
        self.follow_cursor_soon()

    def on_do(self, message: Do) -> None:
        """Run the action that a pane asks for."""
        message.stop()
        self.action_do(message.action)

    def on_line_list_moved(self, message: LineList.Moved) -> None:
        """Follow the cursor of the list of talks."""
        if message.source is self.panes.records:
            self.follow_cursor_soon()

    def on_record_list_unfiltered(self) -> None:
        """Close the filter's line, since the filter was dropped to show a record."""
        self.panes.filter.value = ""
        self.panes.filter.remove_class("-open")

    def on_line_list_chosen(self, message: LineList.Chosen) -> None:
        """Do what Enter does on a row that was clicked twice."""
        of_list = {"list": "edit", "past": "past"}
        self.action_do(of_list.get(message.source.id or "", "jump"))

    # Keys.

    async def on_event(self, event: events.Event) -> None:
        """Handles an event; a key not before all that was typed earlier is done."""
        if self.typeahead.passes(event):
            await super().on_event(event)

    def typed_is_done(self) -> bool:
        """Return whether nothing that was typed waits its turn."""
        return self.typeahead.idle

    def action_do(self, name: str) -> None:
        """Runs an action of the registry; a dialog on top keeps all keys to itself."""
        if len(self.screen_stack) > 1:
            return
        if not self.state.complete and by_id()[name].group in ("Records", "File", "Git"):
            self.notify("The file is still being read; a moment.")
        else:
            commands.run(self, name)

    async def action_quit(self) -> None:
        """Textual's own way out goes through the same question."""
        self.action_do("quit")

    def action_help_quit(self) -> None:
        """Say which key leaves: Ctrl+C is no way out by accident."""
        self.notify("Press q to leave, ctrl+q from inside a text field.")

    def on_paste(self, event: events.Paste) -> None:
        """Take a paste that no field took: onto the list it is a video link or a mail."""
        if self.state.pane == "list" and len(self.screen_stack) == 1:
            from lgtui.tui.commands.records import pasted

            pasted(self, event.text)

    # The screen.

    def on_app_focus(self) -> None:
        """Look at git again, since somebody is back, perhaps from git in another window."""
        if self.state.draft_path:
            from lgtui.tui.git import status_line

            status_line.refresh(self)

    def on_resize(self, event: events.Resize) -> None:
        """Chooses the layout for the new size; nothing is mounted anew, so nothing is lost."""
        self._fit(event.size.width, event.size.height)
        self.refresh_bars(event.size.width)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Keeps the footer to the pane that has the focus."""
        pane = next((each for each in event.widget.ancestors if isinstance(each, Pane)), None)
        if pane is not None and pane.pane != self.state.pane:
            self.show_pane(pane.pane)
