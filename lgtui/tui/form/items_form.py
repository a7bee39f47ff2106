"""The form with what goes beyond one field: speakers and links, and the editor outside."""

import os
from collections.abc import Callable

from textual.app import SuspendNotSupported

from lgtui.model import Records, Where, record_label
from lgtui.tui.form import slots
from lgtui.tui.form.choice import Adder
from lgtui.tui.form.outside import Outcome, edit_outside
from lgtui.tui.form.record_form import FieldForm
from lgtui.tui.form.slots import LISTS, item_of, record_at
from lgtui.tui.messages import Edited


class RecordForm(FieldForm):
    """The form of a record."""

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
        return at == LISTS[here[0]][1] and not self._field.text.strip()

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
        found: tuple[object, ...] = getattr(record_at(self.records, self.where), name, ())
        return found

    def _change(
        self, change: Callable[[Records, Where], Records], done: str, name: str, at: int
    ) -> None:
        """Posts a change of a list as an edit, and opens the item at a place of it."""
        slot = self._slot
        field = slot.key.partition(".")[2] if slot and slot.kind != "add" else ""
        self._leave()
        records = change(self.records, self.where)
        label = f"{record_label(self.records, self.where)}: {LISTS[name][0].lower()} {done}"
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
