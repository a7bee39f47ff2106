"""Keys in the order they were typed, each after all that the one before has done.

Textual hands a key to the widget that has the focus now, and looks up what the key does when it
has bubbled to the top; a focus, a filter or a dialog that the key before has asked for comes some
messages later. Typed ahead, on a busy machine or over a slow line, letters meant for a field would
act as commands in the list. So a key that comes while the app is at rest passes at once; any other
waits here until it is at rest again.
"""

import asyncio
from collections import deque
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from textual import events
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from lgtui.tui.actions import Action
from lgtui.tui.input.idle import at_rest, at_work
from lgtui.tui.input.keystrokes import Typed, is_letter, is_text, spelled, takes_text

if TYPE_CHECKING:
    from lgtui.tui.app import LgtuiApp


LOOK = 0.002
"""Seconds between two looks whether the app is at rest."""

LOOKS = 5000
"""Looks after which the app is taken to hang; a slow app takes longer between two of them."""

PATIENCE = 10.0
"""Seconds for which keys wait for a command; then it goes on beside them."""

NOTICE = 0.7
"""Seconds that somebody who is typing needs to notice a question that comes by itself."""

WHILE_READING = frozenset(
    "down up page_down page_up top filter clear_filter help theme quit back pane_list".split()
)
"""Actions that need no more than the first screenful."""


FOUND_LATER = {
    "problems": frozenset(["bottom", "jump", "fix"]),
    "changes": frozenset(["bottom", "jump"]),
}
"""Actions, by pane, on what the checks find a moment after an edit."""

TOLD = 1.0
"""Seconds after which somebody is told that keys wait."""


class SetAside(NamedTuple):
    """Keys that a question came in between, and where they were meant to go."""

    events: list[Typed]
    focus: Widget | None
    again: bool


class Typeahead:
    """What was typed and is not done yet."""

    def __init__(self, app: "LgtuiApp") -> None:
        self._app = app
        self._waiting: deque[Typed] = deque()
        self._passing: Typed | None = None
        self._task: asyncio.Task[None] | None = None
        self._aside: SetAside | None = None
        self._last: Typed | None = None
        self._went_to: Widget | None = None
        self._passed_at = self._busy_at = self._typed_at = 0.0
        self._known: Screen[object] | None = None
        self._unseen_until = 0.0
        self._commanded = False

    @property
    def idle(self) -> bool:
        """Whether all that was typed is done."""
        return self._task is None and at_rest(self._app) and not self._commands()

    def busy(self) -> None:
        """The app has begun to work on something that takes a while."""
        self._busy_at = monotonic()

    def passes(self, event: Message) -> bool:
        """Whether an event is to be handled now; else it is posted again when its turn comes."""
        if not isinstance(event, Typed) or event.is_forwarded:
            return True
        if event is self._passing:
            self._passing = None
            return self._pass(event)
        if self._task is None and self._ready(event, current=True):
            return self._pass(event)
        self._waiting.append(event)
        if self._task is None:
            self._task = asyncio.create_task(self._work_off(), name="typed ahead")
        return False

    def _pass(self, event: Typed) -> bool:
        self._last, self._passed_at = event, monotonic()
        self._typed_at = event.time
        return True

    async def _work_off(self) -> None:
        """Lets what waits pass, one after the other."""
        try:
            while self._waiting or self._aside:
                if self._aside is not None and len(self._app.screen_stack) == 1:
                    await self._take_up()
                elif not self._waiting:
                    await asyncio.sleep(0.02)
                elif await self._turn_of(self._waiting[0]):
                    await self._post(self._waiting.popleft())
        finally:
            self._task = None

    async def _post(self, event: Typed) -> None:
        self._passing = event
        if not self._app.post_message(event):
            self._waiting.clear()  # the app has ended
            self._aside = None
            return
        while self._passing is event and self._app.is_running:
            await asyncio.sleep(0)

    async def _turn_of(self, event: Typed) -> bool:
        """Waits until an event may pass; false where it is not to be handled now, or not at all."""
        looks, since, told = 0, monotonic(), False
        while not self._ready(event):
            if not self._app.is_running:
                self._waiting.clear()
                return False
            if at_rest(self._app) and self._comes_between(event):
                self._set_aside(self._waiting.popleft())
                return False
            if at_rest(self._app) and self._commands() and monotonic() - since > PATIENCE:
                return True
            if not told and monotonic() - since > TOLD:
                told = True
                self._app.tell("What you type waits its turn.")
            looks = 0 if self._app_waits(event) else looks + 1
            if looks > LOOKS:
                self._give_up("lgtui is stuck and could not take these keys:")
                return False
            await asyncio.sleep(0 if 0 < looks < 20 else LOOK)
        return True

    # When a key may pass.

    def _ready(self, event: Typed, *, current: bool = False) -> bool:
        """Whether all that was typed before has been done."""
        focused = self._app.focused
        if (
            self._last is not None
            and is_letter(event)
            and is_letter(self._last)
            and self._went_to is focused
            and takes_text(focused)
        ):
            # A letter after a letter: they reach the field in order, and move nothing.
            return not self._comes_between(event)
        if not at_rest(self._app, current=current):
            return False
        if self._app_waits(event) or self._comes_between(event):
            return False
        self._went_to = focused
        return True

    def _app_waits(self, event: Typed) -> bool:
        """Whether something longer has to end first: a command, a filter, reading the file."""
        app = self._app
        if len(app.screen_stack) > 1:
            return False
        if self._commands():
            return True
        if app.focused is app.filter and is_text(event):
            return False
        if not app.records_list.complete:
            return True
        if app.pane in FOUND_LATER and at_work(self._app, "judge"):
            action = self._action_of(event)
            return action is not None and action.id in FOUND_LATER[app.pane]
        return not (app.complete and app.form is not None) and self._needs_all(event)

    def _needs_all(self, event: Typed) -> bool:
        """Whether an event needs the whole file and the form, which are still being made."""
        app = self._app
        if app.focused is app.filter:
            return isinstance(event, events.Key) and event.key == "enter"
        action = self._action_of(event)
        if action is None:
            return isinstance(event, events.Paste)
        return action.id not in WHILE_READING or (not app.complete and bool(app.filter.value))

    def _commands(self) -> bool:
        """Whether a command is at work."""
        return at_work(self._app, "command")

    def _action_of(self, event: Typed) -> Action | None:
        """What a key would do where the focus is."""
        if not isinstance(event, events.Key):
            return None
        known = {action.id: action for action in self._app.actions}
        for _, bindings in self._app.screen._modal_binding_chain:
            for binding in bindings.key_to_bindings.get(event.key, ()):
                if binding.id in known:
                    return known[binding.id]
        return None

    # Questions that come by themselves.

    def _comes_between(self, event: Typed) -> bool:
        """Whether a question is on the screen that this was typed before, not in answer to."""
        if len(self._app.screen_stack) < 2:
            return False
        if self._app.screen is not self._known:
            self._look_at(self._app.screen)
        return event.time < self._unseen_until and isinstance(event, events.Key | events.Paste)

    def _look_at(self, top: Screen[object]) -> None:
        """Finds out whether the last key asked for a dialog, or it came by itself."""
        from lgtui.tui.widgets.dialogs import Dialog

        self._known, self._unseen_until, self._commanded = top, 0.0, True
        if not isinstance(top, Dialog) or top.asked_by is None:
            return
        self._commanded = top.asked_by.group == "command"
        if not self._commanded:
            # Nobody who is typing sees it at once.
            typing = top.opened - self._typed_at < NOTICE
            self._unseen_until = top.opened + (NOTICE if typing else 0.0)
        elif top.COMES_LATER or self._busy_at > self._passed_at:
            self._unseen_until = top.opened

    def _set_aside(self, event: Typed) -> None:
        """Keeps what was typed before a question until it is answered."""
        if self._aside is None:
            focus = self._app.screen_stack[0].focused
            self._aside = SetAside([], focus, takes_text(focus) or not self._commanded)
        self._aside.events.append(event)

    async def _take_up(self) -> None:
        """Goes on with what was set aside, where it was meant to go; else says what it was."""
        aside, self._aside = self._aside, None
        if aside is None:
            return
        while not at_rest(self._app):
            await asyncio.sleep(LOOK)
        if aside.again and self._app.focused is aside.focus:
            for event in aside.events:
                event.time = monotonic()
            self._waiting.extendleft(reversed(aside.events))
        else:
            self._say("This was typed before the question came, and was not taken:", aside.events)

    def _give_up(self, why: str) -> None:
        """Drops what waits, and says so."""
        dropped = list(self._waiting)
        self._waiting.clear()
        self._say(why, dropped)

    def _say(self, why: str, dropped: list[Typed]) -> None:
        from lgtui.tui.widgets.dialogs import Problem

        self._app.push_screen(Problem("Keys that were not taken", f"{why}\n\n{spelled(dropped)}"))
