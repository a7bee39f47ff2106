"""The list of the history: what was changed of one record, when, by whom, newest first."""

import datetime
from typing import TYPE_CHECKING, NamedTuple

from lgtui.tui.line_list import Cell, LineList
from lgtui.tui.reports import change_values
from lgtui.tui.visible import fit, one_line, width

if TYPE_CHECKING:
    from lgtui.changes import Change
    from lgtui.history import Past
    from lgtui.store import Document
    from lgtui.tui.rows import Key


class PastRow(NamedTuple):
    """One line: one change, and the commit that made it."""

    past: "Past"
    change: "Change"


class Subject(NamedTuple):
    """Whose history is shown, and as of when: another one is loaded when any of it differs.

    Attributes:
        key: what the list calls the record; nothing for the whole file.
        document: the data file as it was read.
        head: the commit that the branch was at.
    """

    key: "Key | None"
    document: "Document | None" = None
    head: str = ""

    def same_as(self, other: "Subject") -> bool:
        """Whether both have the same history; documents are compared by identity."""
        return self.key == other.key and self.document is other.document and self.head == other.head


class PastList(LineList):
    """The changes of one record's history. Rows come while the cursor moves already."""

    def __init__(self) -> None:
        super().__init__(id="past")
        self.subject = Subject(None)
        self.rows: list[PastRow] = []
        self.reading = False
        self.message = ""
        self.whole = False

    def begin(self, subject: Subject, whole: bool) -> None:
        """Starts with an empty list for another subject.

        Args:
            subject: whose history.
            whole: the history of the whole file: each line names its record.
        """
        same_record = subject.key == self.subject.key
        self.subject, self.whole = subject, whole
        self.rows, self.reading, self.message = [], True, ""
        if not same_record:
            self.cursor = 0
        self.top = 0
        self.refresh()

    def add(self, rows: list[PastRow]) -> None:
        """Some more rows, older than those that are there."""
        self.rows += rows
        self.refresh()

    def end(self, message: str = "") -> None:
        """All rows are there; or why there are none, or no more."""
        self.reading, self.message = False, message
        self.move_to(self.cursor)
        self.refresh()

    def row(self) -> PastRow | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    def count(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def empty(self) -> str:
        """What stands below the rows."""
        if self.reading:
            return "Reading the history …"
        if self.message:
            return self.message
        return "" if self.rows else "No commit has changed this yet."

    def cells(self, row: int, width_: int) -> list[Cell]:
        """Date, author, what changed, then the values."""
        past, change = self.rows[row]
        wide = width_ > 60
        when = day(past.when) if past.when else "not committed"
        start: list[Cell] = [(fit(f" {when}", 15 if wide else 12), "dim")]
        if wide:
            start.append((fit(past.author, 18) + " ", "row"))
        room = width_ - sum(width(text) for text, _ in start)
        head = one_line(str(change) if self.whole else change.what, room)
        rest = room - width(head)
        values = change_values(change, max(20, rest // 2 - 3))
        return [*start, (head, "heading"), (one_line(f"  {values}" if values else "", rest), "dim")]


def day(when: datetime.datetime) -> str:
    """The day of a commit, as its author's calendar had it."""
    return f"{when:%Y-%m-%d}"
