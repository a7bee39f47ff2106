"""The form of a record: its fields as drawn lines, one real editor where the cursor is."""

import datetime
import os
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from textual.app import ComposeResult, SuspendNotSupported
from textual.containers import VerticalScroll
from textual.timer import Timer
from textual.widgets import Input, TextArea

from lgtui.model import (
    LISTS,
    Moment,
    Records,
    Where,
    as_date,
    blank,
    record_at,
    record_label,
    records_of,
    value_of,
)
from lgtui.records.matching import key_of
from lgtui.text.control_chars import visible
from lgtui.tui.actions import ACTIONS, Action
from lgtui.tui.form import slots
from lgtui.tui.form.dates import NotUnderstoodError
from lgtui.tui.form.drawing import FormLines, Line, Note, aside_note, draw, draw_notes, finding_note
from lgtui.tui.form.field import Adder, Chooser, Field
from lgtui.tui.form.line_input import Pasted
from lgtui.tui.form.long_text import LongText, Outcome, edit_outside
from lgtui.tui.form.slots import ONE_OF, Slot, aside, edit_label, item_hint, item_of, put, slots_of
from lgtui.tui.widgets import Do, Edited, Typed
from lgtui.tui.widgets.bars import seconds
from lgtui.tui.widgets.line_list import one_line

if TYPE_CHECKING:
    from lgtui.checks import Finding

KINDS = {
    "talks": "Talk",
    "seasons": "Season",
    "organizers": "Organizer",
    "series": "Series",
    "wording": "Wording",
    "pages": "Pages",
}


PAUSE = 0.2
"""Seconds without a key after which the draft learns what was typed."""

LATEST = 0.4
"""Seconds after which it learns it even while the keys do not pause."""


class RecordForm(VerticalScroll, can_focus=True):
    """The form of a record: its fields as drawn lines, and one editor where the cursor is.

    What is typed becomes an edit once the field is left, and a draft while it goes on.
    """

    def __init__(self, today: Callable[[], Moment], actions: tuple[Action, ...] = ACTIONS) -> None:
        """Make an empty form.

        Args:
            today: the clock that dates such as ``tomorrow`` are read by.
            actions: the registry with the user's own keys, which the hints name.
        """
        super().__init__(id="form")
        self._actions = actions
        self._clock = today
        self.records = Records()
        self.where = Where()
        self.slots: tuple[Slot, ...] = ()
        self.at = 0
        self.editing = False
        self.findings: tuple[Finding, ...] = ()
        self._all: tuple[Finding, ...] = ()
        self.unread: dict[tuple[str, str, str], str] = {}
        """Typed texts that are no date or number yet, by record and field."""
        self._width = 0
        self._above = FormLines(id="form-above")
        self._below = FormLines(id="form-below")
        self._field = Field(actions)
        self._base = ""
        self._since = 0.0
        self._timer: Timer | None = None
        self._travelling = 0
        self._told = False
        self._ready = False
        self._wanted = False

    def compose(self) -> ComposeResult:
        """The lines above the edited field, the field, the lines below."""
        yield self._above
        yield self._field
        yield self._below

    @property
    def text(self) -> str:
        """All that is drawn, as text; the editor's own text aside."""
        return f"{self._above.text}\n{self._field.notes.text}\n{self._below.text}"

    def mark(self, findings: tuple["Finding", ...]) -> None:
        """Shows what the checks say, under the fields that they say it of."""
        if findings is self._all:
            return
        self._all = findings
        before = self.findings
        self._choose_findings()
        if before != self.findings:
            self._draw()

    def _choose_findings(self) -> None:
        """Keeps the findings of the record that is shown."""
        self.findings = tuple(
            each for each in self._all if (each.where.kind, each.where.at) == self._place
        )

    @property
    def _place(self) -> tuple[str, int]:
        return self.where.kind, self.where.at

    @property
    def _today(self) -> datetime.date:
        return as_date(self._clock())

    @property
    def _slot(self) -> Slot | None:
        return self.slots[self.at] if self.at < len(self.slots) else None

    def _index(self, field: str) -> int | None:
        """The slot of a field as a finding names it; of a whole list its first slot."""
        keys = [slot.key for slot in self.slots]
        if field in keys:
            return keys.index(field)
        if not field:
            return None
        inside = (f"{field}[", f"{field}.", f"{field}+")
        return next((at for at, key in enumerate(keys) if key.startswith(inside)), None)

    def _unread_key(self, slot: Slot) -> tuple[str, str, str]:
        record = record_at(self.records, self.where)
        name = str(key_of(record)) if record and self.where.kind in LISTS else ""
        return self.where.kind, name, slot.key

    # Drawing.

    def _notes(self, at: int, text: str | None = None) -> list[Note]:
        """What is said under a slot: what its text means, then the findings."""
        slot = self.slots[at]
        unread = self.unread.get(self._unread_key(slot))
        shown = slot.text if text is None else text
        if text is None and unread is not None:
            shown = unread
        notes = aside_note(aside(self.records, self.where, slot, shown, self._today))
        if unread is not None and notes:
            said = slot.text or "TBA"
            notes.append(
                Note(f"“{shown}” is not taken yet; the record still says {said}.", "error")
            )
        return notes + [
            finding_note(each.severity, each.message)
            for each in self.findings
            if self._index(each.where.field) == at
        ]

    def _draw(self) -> None:
        """Draws all slots but the one that is edited."""
        self._width = width = max(20, self.scrollable_content_region.width)
        above, below = self._heading(width), list[tuple[Line, int]]()
        for at, slot in enumerate(self.slots):
            if self.editing and at == self.at:
                continue
            target = below if self.editing and at > self.at else above
            unread = self.unread.get(self._unread_key(slot))
            drawn = draw(
                slot if unread is None else slot._replace(text=unread), self._notes(at), width
            )
            target += [(line, at) for line in drawn]
        self._above.put([line for line, _ in above], [at for _, at in above])
        self._below.put([line for line, _ in below], [at for _, at in below])
        if self.editing:
            self._tell()

    def _heading(self, width: int) -> list[tuple[Line, int]]:
        """What record this is, and what is found of it as a whole."""
        if not self.slots:
            return [([("Nothing to edit on this line.", "dim")], 0)]
        called = KINDS.get(self.where.kind, "")
        name = record_label(self.records, self.where)
        name = "" if name == self.where.kind else f" {name}"
        lines: list[Line] = [[(one_line(called + name, width), "heading")]]
        whole = [each for each in self.findings if self._index(each.where.field) is None]
        lines += draw_notes([finding_note(each.severity, each.message) for each in whole], width)
        return [(line, 0) for line in lines]

    def _tell(self) -> None:
        """Shows what is to be said of the text in the editor."""
        if self._slot is not None:
            notes = self._notes(self.at, self._field.text)
            if item_of(self._slot.key):
                notes.append(Note(item_hint(self._actions)))
            elif self._slot.help:
                notes.append(Note(self._slot.help))
            if self._field.tell(notes, self._width):
                self.call_after_refresh(self._show_notes)

    def _show_notes(self) -> None:
        """Brings notes into sight that have become longer."""
        if self.editing and not self._in_sight():
            self._scroll()

    def on_resize(self) -> None:
        """Draws for another width; the text in the editor is not touched."""
        self._draw()
        if self.editing:
            if self._field.editor is self._field.long:
                self._field.fit()
            self.call_after_refresh(self._scroll)

    def on_field_laid(self, message: Field.Laid) -> None:
        """Fits the long text to its rows once they are known, and keeps it in sight."""
        message.stop()
        self._grow()

    def _grow(self) -> None:
        """Gives a long text its rows, which are known once it is laid out; then shows them."""
        if self.editing and self._field.editor is self._field.long:
            self._field.fit()
        self.call_after_refresh(self._scroll)

    def _scroll(self) -> None:
        """Brings the editor into sight; a long text begins at the top, so that all of it fits."""
        if self.editing and self._field.display:
            long = self._field.editor is self._field.long
            self.scroll_to_widget(self._field, animate=False, top=long, immediate=True)

    def _in_sight(self) -> bool:
        """Whether the editor is on the screen, with its notes where it is one line."""
        top, height = self.scroll_offset.y, self.size.height
        region = self._field.virtual_region
        long = self._field.editor is self._field.long
        bottom = region.bottom - (self._field.notes.size.height if long else 0)
        return top <= region.y and bottom <= top + height

    # What is typed.

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

    def put_back(self, key: tuple[str, str, str], text: str) -> None:
        """Shows a text that was typed in a field in an earlier sitting and is no date or number."""
        self.unread[key] = text
        self._draw()

    def unread_now(self) -> dict[tuple[str, str, str], str]:
        """Return the typed texts that are no date or number yet, with the one in the editor."""
        slot = self._slot
        if not self.editing or slot is None or slot.kind == "add":
            return self.unread
        key = self._unread_key(slot)
        try:
            self._typed()
        except NotUnderstoodError:
            return {**self.unread, key: self._field.text}
        return {name: text for name, text in self.unread.items() if name != key}

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
            self.app.post_message(Typed(None))  # the draft asks for the text itself
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
        if old is None or new == old or self.where.kind not in LISTS:
            self.records = records
            return
        entries: tuple[object, ...] = records_of(records, self.where.kind)
        if old in entries:
            self.where = self.where._replace(at=entries.index(old))
        elif new is None or key_of(new) != key_of(old):
            self._save_from_loss()
        self.records = records

    def _save_from_loss(self) -> None:
        """Shows what was being typed in a record that is gone, so that it can be copied."""
        text = self._field.text
        if text != self._base:
            from lgtui.tui.widgets.dialogs import Problem

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

    # Speakers and links.

    def on_adder_pressed(self, message: Adder.Pressed) -> None:
        """One more speaker or link at the end."""
        message.stop()
        if self.add_item() and message.text:
            self._field.line.insert_text_at_cursor(message.text)

    def item(self) -> tuple[str, int] | None:
        """The list and the place of the speaker or link that the cursor is in."""
        return item_of(self._slot.key) if self._slot else None

    def item_is_empty(self) -> bool:
        """Whether nothing would be lost by removing the one that the cursor is in."""
        here = self.item()
        if here is None:
            return True
        at = self._items(here[0])[here[1]]
        return at == blank(here[0]) and not self._field.text.strip()

    def item_text(self) -> str:
        """The speaker or link that the cursor is in, in words, as it is being typed."""
        here = self.item()
        if here is None:
            return ""
        start = f"{here[0]}[{here[1]}]."
        texts = [
            self._field.text if at == self.at else slot.text
            for at, slot in enumerate(self.slots)
            if slot.key.startswith(start)
        ]
        return ", ".join(text for text in texts if text)

    def add_item(self) -> bool:
        """Adds a speaker or link after the one the cursor is in; says whether it could."""
        here, slot = self.item(), self._slot
        if here is not None:
            name, at = here[0], here[1] + 1
        elif slot is not None and slot.kind == "add":
            name = slot.key.removesuffix("+")
            at = len(self._items(name))
        else:
            return False
        self._change(lambda records, where: slots.add_item(records, where, name, at),
                     "added", name, at)  # fmt: skip
        return True

    def remove_item(self) -> bool:
        """Removes the speaker or link that the cursor is in; says whether it is in one."""
        here = self.item()
        if here is None:
            return False
        self._change(lambda records, where: slots.remove_item(records, where, *here),
                     "removed", here[0], here[1])  # fmt: skip
        return True

    def move_item(self, step: int) -> bool:
        """Moves the speaker or link that the cursor is in up (-1) or down (1)."""
        here = self.item()
        if here is None or not 0 <= here[1] + step < len(self._items(here[0])):
            return False
        self._change(lambda records, where: slots.move_item(records, where, *here, step),
                     "moved", here[0], here[1] + step)  # fmt: skip
        return True

    def _items(self, name: str) -> tuple[object, ...]:
        record = record_at(self.records, self.where)
        return value_of(record, name) if record is not None else ()

    def _change(
        self, change: Callable[[Records, Where], Records], done: str, name: str, at: int
    ) -> None:
        """Posts a change of a list as an edit, and opens the item at a place of it."""
        slot = self._slot
        field = slot.key.partition(".")[2] if slot and slot.kind != "add" else ""
        self._leave()
        records = change(self.records, self.where)
        label = f"{record_label(self.records, self.where)}: {ONE_OF[name].lower()} {done}"
        where = self.where._replace(field=f"{name}[{at}]")
        self._accept(records)
        # The slots are others now: the open editor must not be read as one of them.
        self._field.slot = None
        self._send(Edited(label, records, where))
        if done == "added":
            field = ""
        target = self._index(f"{name}[{at}].{field}") if field else self._index(f"{name}[{at}]")
        if target is None:
            target = self._index(name)
        self.at = target or 0
        self._open()

    def edit_outside(self) -> Outcome:
        """Opens the long text at the cursor in the organizer's editor and takes what it leaves."""
        slot = self._slot
        if not self.editing or slot is None or slot.kind != "text":
            return Outcome(None, "Only abstract and bio open in your editor; go to one first.")
        name = f"{record_label(self.records, self.where)}-{slot.key}"
        try:
            with self.app.suspend():
                outcome = edit_outside(self._field.text, name, os.environ)
        except SuspendNotSupported:
            return Outcome(None, "This terminal cannot be lent to an editor.", True)
        if outcome.text is not None:
            self._field.exchange(outcome.text)
        self._field.editor.focus(scroll_visible=False)
        return outcome
