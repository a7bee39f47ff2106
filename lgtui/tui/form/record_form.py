"""The form itself: which record it shows, and which of its fields is edited."""

from collections.abc import Callable

from lgtui.model import Moment, Records, Where
from lgtui.tui.form.lines import FormLines
from lgtui.tui.form.long_text import LongText
from lgtui.tui.form.slots import Slot, record_at, slots_of
from lgtui.tui.form.typing_form import TypingForm
from lgtui.tui.messages import Do

LISTED = ("talks", "seasons", "organizers")
"""Kinds of record of which there are several, so that one may change its place."""


class FieldForm(TypingForm):
    """All fields of one record, one of them in an editor."""

    def __init__(self, today: Callable[[], Moment]) -> None:
        super().__init__(today)
        self._ready = False
        self._wanted = False

    def on_mount(self) -> None:
        """Opens the editor, if a key asked for it before it was there."""
        self._ready = True
        self._draw()
        if self._wanted and self.slots:
            self._open()

    # Values in.

    def show(self, records: Records, where: Where) -> None:
        """Shows a record; a field that is not changed by it keeps its cursor and its undo."""
        if where == self.where and records is self.records:
            return
        if self._travelling and records is not self.records:
            # The app does not know the last edit yet; it shows it as soon as it does.
            return
        if self.editing and records is not self.records:
            self._carry(records)
        same = where == self.where
        if not same:
            self._leave()
        key = self._slot.key if self._slot else ""
        self.records, self.where = records, where
        self.slots = slots_of(records, where)
        self._choose_findings()
        found = self._index(key) if key else None
        self.at = found if found is not None else min(self.at, max(0, len(self.slots) - 1))
        if not same:
            self.scroll_home(animate=False)
            if found is None:
                self.at = 0
        if self.editing:
            self._keep_editor(same and found is not None)
        self._draw()

    def _carry(self, records: Records) -> None:
        """Goes over to new records with what is being typed, so that it undoes nothing of them."""
        old, new = record_at(self.records, self.where), record_at(records, self.where)
        if old is None or new == old or self.where.kind not in LISTED:
            self.records = records
            return
        entries: tuple[object, ...] = getattr(records, self.where.kind)
        if old in entries:
            self.where = self.where._replace(at=entries.index(old))
        elif new is None or new[0] != old[0]:
            self._save_from_loss()
        self.records = records

    def _save_from_loss(self) -> None:
        """Shows what was being typed in a record that is gone, so that it can be copied."""
        text = self._field.text
        if text != self._base:
            from lgtui.tui.dialogs import Problem

            why = "The record you were typing in is gone. This is what you had typed:"
            self.app.push_screen(Problem("Typed text", f"{why}\n\n{text}"))
        self._base = text

    def _keep_editor(self, same: bool) -> None:
        """Fits the open editor to new values."""
        slot = self._slot
        if slot is None:
            self._close()
            return
        typed, before, self._base = self._field.text, self._base, slot.text
        if same and self._field.slot is not None and self._field.slot.kind == slot.kind:
            self._field.slot = slot
            if typed == slot.text or typed != before:
                # What is being typed stays; it is an edit of the new value once it is left.
                return
            if slot.text == before:
                return
        self._load(slot)

    # Focus.

    def focus_field(self, field: str, offset: int = 0) -> None:
        """Puts the cursor into a field such as ``speakers[1].name``; ``""`` for where it was."""
        found = self._index(field)
        if found is not None and found != self.at:
            self._leave()
            self.at = found
        if not self.slots:
            self.focus()
            return
        self._open()
        if field and offset:
            self._field.go(offset)

    def on_focus(self) -> None:
        """Leads the focus on into the field."""
        if self.slots:
            self._open()

    def on_descendant_blur(self) -> None:
        """Makes what was typed an edit; closes the editor once the focus is somewhere else."""
        self._leave()
        self.call_after_refresh(self._close_if_left)

    def _close_if_left(self) -> None:
        focused = self.screen.focused
        if focused is not None and self not in focused.ancestors_with_self:
            self._close()

    def _open(self) -> None:
        """Shows the editor of the slot at the cursor and moves the focus into it."""
        slot = self._slot
        assert slot is not None
        if not self._ready:
            self._wanted = True
            return
        if not self.editing or self._field.slot is None or self._field.slot.key != slot.key:
            self.editing = True
            self.can_focus = False
            self._load(slot)
        self._field.display = True
        self._draw()
        self._field.editor.focus(scroll_visible=False)
        self.call_after_refresh(self._grow)

    def _load(self, slot: Slot) -> None:
        """Gives the editor a slot, with what was typed there and not understood, if anything."""
        self._base = slot.text
        self._field.load(slot, self.unread.get(self._unread_key(slot), slot.text))

    def _close(self) -> None:
        """Draws the field like the others again."""
        self.editing = False
        self.can_focus = True
        self._field.display = False
        self._draw()

    def step(self, by: int) -> None:
        """To the next or the previous field; out of the form at its ends."""
        self._leave()
        to = self.at + by
        if not 0 <= to < len(self.slots):
            self.post_message(Do("pane_list" if by < 0 else "next_pane"))
            return
        self.at = to
        self._open()

    def on_long_text_edge(self, message: LongText.Edge) -> None:
        """The cursor leaves a long text at its first or last row."""
        message.stop()
        self.step(message.step)

    def on_form_lines_picked(self, message: FormLines.Picked) -> None:
        """A field was clicked."""
        message.stop()
        self._leave()
        self.at = message.slot
        self._open()
