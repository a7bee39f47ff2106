"""The list of seasons and talks: a cursor, an order, a filter, and what each row says."""

from collections.abc import Iterator
from functools import partial
from itertools import zip_longest
from time import monotonic
from typing import NamedTuple

from textual.geometry import Region
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input

from lgtui.model import Records, Where
from lgtui.records.private import Private, entry_of
from lgtui.tui import rows as rows_of
from lgtui.tui.rows import Counts, Index, Key, Row, finding_signs, matches, select, words, words_of
from lgtui.tui.widgets.dialogs import PlainLine
from lgtui.tui.widgets.line_list import Cell, LineList

SLICE = 0.004
"""Seconds that a filter works between two looks at the keyboard."""

STATE_FROM = 24
"""Cells of a row from which on it has room for a talk's state."""

PAINTED = 0.04
"""Seconds until the letter and the rows found so far are painted; what nobody sees yet waits."""


class View(NamedTuple):
    """What is in sight: each line's row, whether the cursor is on it, its bar; and ``empty``."""

    lines: list[tuple[Row, bool, str]]
    empty: str


class RecordList(LineList):
    """The records as rows. It is given values with :meth:`show` and keeps its place by key."""

    class Filtered(Message):
        """The filter has looked at all records."""

    class Unfiltered(Message):
        """The filter was dropped, since it hid the record that is to be shown."""

    def __init__(self) -> None:
        super().__init__(id="list")
        self.records = Records()
        self.order = "newest"
        self.query_words: tuple[str, ...] = ()
        self.counts: Counts = {}
        self.dirty: frozenset[tuple[str, int]] = frozenset()
        self.index = Index()
        self.marked: frozenset[str] = frozenset()
        self.private = Private()
        self.loading = False
        self.waiting = ""
        self.rows: list[Row] = []
        self._all: list[Row] = []
        self._rest: Iterator[Row | None] | None = None
        self._timer: Timer | None = None
        self._wanted: Key | None = None

    # Values in.

    def show(self, records: Records) -> None:
        """Shows these records; cursor, scroll and filter stay with their records."""
        key, offset = self.key(), self.cursor - self.top
        place = self.cursor
        self.records = records
        if self.marked:
            self.marked &= {talk.id for talk in records.talks}
        self.index.prune(records)
        self._rebuild(key)
        self._restore(key, offset, place)

    def mark(self, dirty: frozenset[tuple[str, int]], counts: Counts) -> None:
        """Shows which records are unsaved and which have findings."""
        if (dirty, counts) == (self.dirty, self.counts):
            return
        resort = self.order == "problems" and counts != self.counts
        self.dirty, self.counts = dirty, counts
        if resort:
            self.show(self.records)
        self.refresh()

    def mark_talks(self, ids: frozenset[str]) -> None:
        """Marks talks by their ids; marks survive edits, another order and a reload."""
        self.marked = ids
        self.refresh()

    def show_states(self, private: Private) -> None:
        """Shows how far each talk is that has no video yet, from a thought to a promise."""
        self.private = private
        self.refresh()

    def _state(self, entry: Row, room: int) -> str:
        """The private state of a talk, where there is room for it."""
        if entry.kind != "talks" or room < STATE_FROM or not self.private.talks:
            return ""
        talk = self.records.talks[entry.at]
        return "" if talk.video_url else entry_of(self.private, talk).state

    def sort(self, order: str) -> None:
        """Shows the records in another order; the cursor stays on its record."""
        key = self.key()
        self.order = order
        self._rebuild(key)
        self._restore(key, self.page // 2, 0)

    def filter(self, query: str) -> None:
        """Shows only the rows that hold all words of the query, the first screenful first."""
        words = words_of(query)
        if words == self.query_words:
            return
        key, offset, view = self.key(), self.cursor - self.top, self._view()
        # Every row of the longer query is one of the shorter query's, once that one is complete.
        narrower = self._rest is None and bool(self.query_words) and _narrows(
            self.query_words, words
        )  # fmt: skip
        base, under = self.rows if narrower else self._all, self.row()
        self.query_words = words
        gone = under is not None and under.kind == "talks" and not self._holds(under)
        self._select(base, None if gone else key)
        self._restore(key, offset, 0, view)
        row = self.row()
        if row and not self._holds(row):
            # A heading that is only here for its talks: the first of them is what was looked for.
            self.move_to(min(self.cursor + 1, len(self.rows) - 1))

    def _holds(self, row: Row) -> bool:
        """Whether a row holds all words of the filter itself."""
        return matches(self.index, self.records, row, self.query_words)

    # Rows.

    def _rebuild(self, key: Key | None) -> None:
        """All rows anew, then the filter's; ``key`` is the record under the cursor."""
        self._all = rows_of.build(self.records, self.order, self.counts)
        self._select(self._all, key)

    def _select(self, base: list[Row], key: Key | None) -> None:
        """Starts to filter; what does not fit one slice is done between later keys.

        In that slice it looks for a screenful, and for the record under the cursor.
        """
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if not self.query_words:
            self.rows, self._rest = self._all, None
            return
        rest = self._rest = select(self.index, self.records, base, self.query_words)
        self.rows = []
        self._work(self.page)
        if key is not None and rows_of.find_key(self.records, self.rows, key) is None:
            self._work(1 << 60)
        if self._rest is not None:
            self._timer = self.set_timer(PAINTED, partial(self._slice, rest))

    def _work(self, enough: int, seconds: float = SLICE) -> None:
        """Filters until there are enough rows or the slice is over."""
        if self._rest is None:
            return
        end = monotonic() + seconds
        for looked, row in enumerate(self._rest):
            if row is not None:
                self.rows.append(row)
                if len(self.rows) >= enough:
                    return
            if not looked % 16 and monotonic() > end:
                return
        self._rest = None

    def _slice(self, rest: Iterator[Row | None]) -> None:
        """One more slice of the filter's work, unless there is another filter by now."""
        if rest is not self._rest:
            return
        before, view = len(self.rows), self._view()
        self._work(1 << 60, 2 * SLICE)
        if before < self.page or (self._rest is None and self._wanted is not None):
            self._restore(self._wanted, self.page // 2, self.cursor, view)
        if self._rest is None:
            self._timer = None
            self.post_message(self.Filtered())
        else:
            self._timer = self.set_timer(SLICE, partial(self._slice, rest))

    def bar(self, y: int) -> str:
        """No scroll bar over a filter: it would have to be painted again for each slice."""
        return "" if self.query_words else super().bar(y)

    @property
    def complete(self) -> bool:
        """Whether the filter has looked at all records."""
        return self._rest is None

    # The cursor.

    def key(self) -> Key | None:
        """The key of the record under the cursor."""
        row = self.row()
        if row is None:
            return self._wanted
        name = rows_of.name_of(self.records, row)
        same = (
            other
            for other in self.rows[: self.cursor]
            if other.kind == row.kind and rows_of.name_of(self.records, other) == name
        )
        return row.kind, name, sum(1 for _ in same)

    def row(self) -> Row | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    def where(self) -> Where:
        """The place of the record under the cursor."""
        row = self.row()
        return Where() if row is None else rows_of.where_of(row)

    def go(self, where: Where) -> bool:
        """Puts the cursor on a record; drops a filter that hides it. Says whether it is there."""
        while self._rest is not None and not self._go(where):
            self._work(1 << 60)
        if self._go(where):
            return True
        if not any(row.kind == where.kind and row.at == where.at for row in self._all):
            return False
        self.filter("")
        self.post_message(self.Unfiltered())
        return self._go(where)

    def go_to_key(self, key: Key) -> None:
        """Puts the cursor on the record with a key, once the filter has found it."""
        self._restore(key, self.page // 2, self.cursor)

    def _go(self, where: Where) -> bool:
        for at, row in enumerate(self.rows):
            if row.kind == where.kind and row.at == where.at:
                self._wanted = None
                self.move_to(at)
                return True
        return False

    def _view(self) -> View:
        """What is in sight."""
        inside = enumerate(self.rows[self.top : self.top + self.page])
        lines = [(row, self.top + y == self.cursor, self.bar(y)) for y, row in inside]
        return View(lines, self.empty())

    def _restore(self, key: Key | None, offset: int, place: int, seen: View | None = None) -> None:
        """Puts the cursor back on a record, or where it was when the record is gone.

        Paints the lines that differ from what was ``seen``; all of them where it is not given.
        """
        found = rows_of.find_key(self.records, self.rows, key) if key else None
        # While the filter still works the record may yet come.
        self._wanted = key if self._rest is not None and found is None else None
        row = place if found is None else found
        self.cursor = min(row, max(0, len(self.rows) - 1))
        self.top = max(0, min(self.cursor - offset, len(self.rows) - self.page))
        self._follow()
        self._paint(seen)
        self.post_message(self.Moved(self, self.cursor))

    def _paint(self, before: View | None) -> None:
        """Repaints the lines that are not as they were: over a slow line every row is felt."""
        view = self._view()
        if before is None or not before.lines or before.empty != view.empty:
            self.refresh()
            return
        for y, (old, new) in enumerate(zip_longest(before.lines, view.lines)):
            if old != new:
                self.refresh(Region(0, y, self.content_size.width, 1))

    # What a row says.

    def count(self) -> int:
        """How many rows the filter left."""
        return len(self.rows)

    def empty(self) -> str:
        """Why the list is empty and which key helps."""
        if self.waiting:
            return self.waiting
        if self.query_words and not self.rows and self._rest is None:
            return "No record holds all these words. Esc shows all records again."
        if self.records.talks or self.query_words:
            return ""
        return "No talks yet: A adds a season, then a adds a talk to it."

    def cells(self, row: int, width: int) -> list[Cell]:
        """Signs, id and words of one record."""
        entry = self.rows[row]
        changed = "*" if (entry.kind, entry.at) in self.dirty else " "
        signs = finding_signs(self.counts.get((entry.kind, entry.at), (0, 0)))
        start: list[Cell] = [(changed, "warning"), *signs]
        room = width - 1 - sum(len(text) for text, _ in signs)
        if state := self._state(entry, room):
            said = words(self.records, entry, room - len(state) - 1)
            # Behind id and sign: a colour and a word of its own, as nothing on the page has.
            said.insert(2, (f"{state} ", "warning"))
        else:
            said = words(self.records, entry, room)
        if entry.kind == "talks" and self.records.talks[entry.at].id in self.marked:
            # The mark stands in the blank before the id.
            said = [("●", "warning"), (said[0][0][1:], said[0][1]), *said[1:]]
        return start + said


def _narrows(before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    """Whether whatever holds the later words holds the earlier ones."""
    return all(any(word in longer for longer in after) for word in before)


class FilterLine(PlainLine):
    """The line below the list that filters it as it is typed in."""

    def __init__(self, lines: RecordList) -> None:
        super().__init__(id="filter", placeholder="words of any record")
        self._lines = lines

    def watch_value(self, value: str) -> None:
        """Every letter filters, at once: its rows are painted together with it."""
        self._lines.filter(value)

    def on_input_changed(self, message: Input.Changed) -> None:
        """The list knows already."""
        message.stop()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Enter leads into the list."""
        message.stop()
        self._lines.focus()
