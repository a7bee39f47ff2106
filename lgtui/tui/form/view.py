"""What the form shows: the record's fields as lines, with the findings under them."""

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from lgtui.model import Moment, Records, Where, as_date, record_label
from lgtui.tui.form.drawing import Line, Note, aside_note, draw, draw_notes, finding_note
from lgtui.tui.form.explained import explained
from lgtui.tui.form.field import Field
from lgtui.tui.form.hints import item_hint
from lgtui.tui.form.lines import FormLines
from lgtui.tui.form.slots import Slot, aside, item_of, record_at
from lgtui.tui.visible import one_line

if TYPE_CHECKING:
    from lgtui.checks import Finding

KINDS = {
    "talks": "Talk",
    "seasons": "Season",
    "organizers": "Organizer",
    "series": "Series",
    "pages": "Pages",
}


class FormView(VerticalScroll, can_focus=True):
    """One record as lines, with a gap for the field that is being edited."""

    def __init__(self, today: Callable[[], Moment]) -> None:
        """An empty form; ``today`` is the clock that dates such as ``tomorrow`` are read by."""
        super().__init__(id="form")
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
        self._field = Field()

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
        name = str(record[0]) if record else ""
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
                notes.append(Note(item_hint(self.app)))
            elif said := explained(self.where.kind, self._slot.key):
                notes.append(Note(said))
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
