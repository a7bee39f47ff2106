"""What is typed into the form: an edit once the field is left, and a draft while it goes on."""

from collections.abc import Callable
from time import monotonic

from textual.timer import Timer
from textual.widgets import Input, TextArea

from lgtui.model import Moment, Records
from lgtui.tui.form.choice import Chooser
from lgtui.tui.form.line_input import Pasted
from lgtui.tui.form.moments import NotUnderstoodError
from lgtui.tui.form.slots import edit_label, put, slots_of
from lgtui.tui.form.view import FormView
from lgtui.tui.messages import Edited, Typed
from lgtui.tui.toasts import seconds
from lgtui.tui.visible import visible

PAUSE = 0.2
"""Seconds without a key after which the draft learns what was typed."""

LATEST = 0.4
"""Seconds after which it learns it even while the keys do not pause."""


class TypingForm(FormView):
    """A form that tells what is typed into its field."""

    def __init__(self, today: Callable[[], Moment]) -> None:
        super().__init__(today)
        self._base = ""
        self._since = 0.0
        self._timer: Timer | None = None
        self._travelling = 0
        self._told = False

    def _typed(self) -> Records:
        """All records with what the editor holds.

        Raises:
            NotUnderstoodError: it holds no date or number.
        """
        slot = self._slot
        if not self.editing or slot is None or slot.kind == "add":
            return self.records
        text = self._field.text
        if text == self._base:
            return self.records
        return put(self.records, self.where, slot, text, self._today)

    def take(self) -> Edited | None:
        """The edit of a field that was not left yet; asked for before saving or leaving."""
        self._stop()
        slot = self._slot
        if not self.editing or slot is None or slot.kind == "add":
            return None
        key = self._unread_key(slot)
        try:
            records = self._typed()
        except NotUnderstoodError:
            self.unread[key] = self._field.text
            self._draw()
            return None
        self.unread.pop(key, None)
        if records == self.records:
            self._tell_typed(None)
            return None
        edited = Edited(
            edit_label(self.records, self.where, slot), records, self.where._replace(field=slot.key)
        )
        self._accept(records)
        return edited

    def _accept(self, records: Records) -> None:
        """Goes on from the records that are about to be the app's."""
        self._told = False
        self.records = records
        self.slots = slots_of(records, self.where)
        slot = self._slot
        if slot is not None:
            self._base = slot.text
            self._field.slot = slot
        self._draw()

    def _leave(self) -> None:
        """Posts what was typed as an edit."""
        edited = self.take()
        if edited is not None:
            self._send(edited)

    def _send(self, edited: Edited) -> None:
        """Gives the app an edit, straight, so that none is overtaken by another or by a timer."""
        self._travelling += 1
        self.app.post_message(edited)
        self.app.call_later(self._arrived)

    def _arrived(self) -> None:
        """The app has taken an edit in."""
        self._travelling -= 1

    def _changed(self) -> None:
        """A key changed the text: the notes follow at once, the draft soon."""
        if not self.editing or self._slot is None or self._field.slot is None:
            return
        if self._field.slot.kind == "text":
            self._field.fit()
        if not self._in_sight():
            self.call_after_refresh(self._scroll)
        self._tell()
        now = monotonic()
        if self._timer is None:
            self._since = now
        else:
            self._timer.stop()
        self._timer = self.set_timer(max(0.01, min(PAUSE, self._since + LATEST - now)), self._draft)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _draft(self) -> None:
        """Tells the app what was typed so far."""
        self._stop()
        try:
            records = self._typed()
        except NotUnderstoodError:
            return
        self._tell_typed(None if records == self.records else records)

    def _tell_typed(self, records: Records | None) -> None:
        """Tells the app what is typed; that nothing is, only where it was told of something.

        The app's records may be newer than the form's, which would count as typed, were they told.
        """
        if records is not None or self._told:
            self._told = records is not None
            self.app.post_message(Typed(records))

    def on_input_changed(self, message: Input.Changed) -> None:
        """A line was typed in."""
        message.stop()
        self._changed()

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        """A long text was typed in."""
        message.stop()
        self._changed()

    def on_chooser_changed(self, message: Chooser.Changed) -> None:
        """Another value was chosen."""
        message.stop()
        self._changed()

    def on_pasted(self, message: Pasted) -> None:
        """Says what was done to a paste."""
        message.stop()
        text = "Pasted text was repaired: " + "; ".join(message.notes) + ". ctrl+z takes it back."
        self.notify(visible(text, one_line=False), markup=False, timeout=seconds(text))
