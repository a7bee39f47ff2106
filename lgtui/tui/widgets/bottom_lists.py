"""The lists in the bottom panes: all findings, all unsaved changes, a record's history."""

import datetime
from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip

from lgtui.model import Season, Speaker, Talk, full_name
from lgtui.text.control_chars import visible
from lgtui.text.sequences import shortened_to_difference
from lgtui.tui.widgets.line_list import Cell, LineList, fit, one_line, width

if TYPE_CHECKING:
    from lgtui.checks import Finding
    from lgtui.records.diff import Change
    from lgtui.repo.history import CommitChanges


ROOMY = 12
"""Lines of the pane from which on some of them show the finding under the cursor in full."""

FULL = 4
"""Lines in which a finding is shown in full."""


class FindingList(LineList):
    """All findings; each line names severity, record and field, and says what is wrong.

    Where there is room the one under the cursor stands in full below the list.
    """

    def __init__(self) -> None:
        super().__init__(id="findings")
        self.findings: tuple[Finding, ...] = ()
        self.ready = False

    def show(self, findings: "tuple[Finding, ...]") -> None:
        """Shows these findings, errors first; the cursor stays on its finding while it is there."""
        self.ready = True
        before = self.finding()
        findings = tuple(sorted(findings, key=lambda each: each.severity != "error"))
        self.findings = findings
        self.move_to(findings.index(before) if before in findings else self.cursor)
        self.refresh()

    def finding(self) -> "Finding | None":
        """The finding under the cursor."""
        return self.findings[self.cursor] if self.cursor < len(self.findings) else None

    def count(self) -> int:
        """How many findings there are."""
        return len(self.findings)

    def empty(self) -> str:
        """What stands here while there is nothing to do."""
        if self.findings:
            return ""
        return "No findings: records and pages are in order." if self.ready else "Checking …"

    @property
    def page(self) -> int:
        """How many findings are in sight."""
        return max(1, super().page - self._below)

    @property
    def _below(self) -> int:
        """How many lines below the list are for the finding under the cursor."""
        return FULL if self.content_size.height >= ROOMY else 0

    def render_line(self, y: int) -> Strip:
        """A line of the list, or of what stands below it."""
        below = y - self.page
        if below < 0 or not self._below or not self.findings:
            return super().render_line(y)
        width_ = self.content_size.width
        lines = self._in_full(width_)
        style = self._style("dim" if below == 0 else "row")
        text = f" {lines[below]}" if below < len(lines) else ""
        return Strip([Segment(text, style)]).adjust_cell_length(width_, self._style("row"))

    def _in_full(self, width_: int) -> list[str]:
        """The finding under the cursor in full: a line that says what it is of, then its words."""
        from lgtui.tui.form.drawing import wrap
        from lgtui.tui.form.slots import field_label

        each = self.finding()
        if each is None:
            return []
        what = f"{each.record or each.file} {field_label(each.where).lower()}".strip()
        room = max(8, width_ - 2)
        lines = wrap(visible(each.message), room)
        if len(lines) > FULL - 1:
            lines[FULL - 2] = one_line(lines[FULL - 2] + " " * room, room)
        return ["─" * 3 + f" {one_line(what, room - 4)}", *lines[: FULL - 1]]

    def move_to(self, row: int, *, tell: bool = True) -> None:
        """Puts the cursor on a finding, which then stands below the list in full."""
        super().move_to(row, tell=tell)
        if self._below:
            self.refresh(Region(0, self.page, self.content_size.width, self._below))

    def cells(self, row: int, width_: int) -> list[Cell]:
        """Sign, code, place, words; ``f`` marks what has a safe fix."""
        from lgtui.tui.form.slots import field_label

        each = self.findings[row]
        sign: Cell = ("✗ ", "error") if each.severity == "error" else ("! ", "warning")
        fixable: Cell = ("f ", "good") if each.fixable else ("  ", "row")
        place = one_line(each.record or each.file or "data file", max(6, width_ // 4))
        if each.where.field and width_ > 50:
            place = f"{place} {one_line(field_label(each.where).lower(), 16)}"
        code = f"{each.code} " if width_ > 50 else ""
        left = width_ - 5 - width(code) - width(place)
        return [sign, fixable, (code, "dim"), (place + " ", "heading"),
                (one_line(each.message, max(0, left)), "row")]  # fmt: skip


class ChangeList(LineList):
    """All unsaved changes, by record, with the value before and after."""

    def __init__(self) -> None:
        super().__init__(id="unsaved")
        self.changes: tuple[Change, ...] = ()

    def show(self, found: "tuple[Change, ...]") -> None:
        """Shows these changes."""
        self.changes = found
        self.move_to(self.cursor)
        self.refresh()

    def change(self) -> "Change | None":
        """The change under the cursor."""
        return self.changes[self.cursor] if self.cursor < len(self.changes) else None

    def count(self) -> int:
        """How many changes there are."""
        return len(self.changes)

    def empty(self) -> str:
        """What stands here while all is saved."""
        if self.changes:
            return ""
        return "Every record is saved. Changes are listed here by record until ctrl+s or F2."

    def cells(self, row: int, width_: int) -> list[Cell]:
        """Record and words, then the values."""
        each = self.changes[row]
        head = one_line(f" {each}", width_)
        values = change_values(each, max(20, (width_ - width(head)) // 2 - 3))
        return [
            (head, "row"),
            (one_line(f"  {values}" if values else "", width_ - width(head)), "dim"),
        ]


class HistoryRow(NamedTuple):
    """One line: one change, and the commit that made it."""

    past: "CommitChanges"
    change: "Change"


class HistoryList(LineList):
    """The changes of one record's history. Rows come while the cursor moves already."""

    def __init__(self) -> None:
        super().__init__(id="past")
        self.rows: list[HistoryRow] = []
        self.reading = False
        self.message = ""
        self.whole = False

    def begin(self, *, whole: bool, same_record: bool) -> None:
        """Start with an empty list.

        Args:
            whole: the history of the whole file: each line names its record.
            same_record: the cursor stays, since the rows are those of the same record.
        """
        self.whole = whole
        self.rows, self.reading, self.message = [], True, ""
        if not same_record:
            self.cursor = 0
        self.top = 0
        self.refresh()

    def add(self, rows: list[HistoryRow]) -> None:
        """Some more rows, older than those that are there."""
        self.rows += rows
        self.refresh()

    def end(self, message: str = "") -> None:
        """All rows are there; or why there are none, or no more."""
        self.reading, self.message = False, message
        self.move_to(self.cursor)
        self.refresh()

    def row(self) -> HistoryRow | None:
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


def change_values(change: "Change", cells: int) -> str:
    """The value before and after, for changes of one plain field; what a whole record says."""
    if change.what in ("added", "deleted"):
        return one_line(_whole(change.before if change.after is None else change.after), cells)
    if not change.field or change.what.startswith(("renumbered ", "renamed ", "order ")):
        return ""
    old, new = change.before, change.after
    if isinstance(old, str) and isinstance(new, str) and old and new:
        old, new = shortened_to_difference(old, new, cells)
    before, after = plain_value(old, cells), plain_value(new, cells)
    if before == after:
        # The names are the same: it is something else of a speaker or link that differs.
        before = plain_value(change.before, cells, whole=True)
        after = plain_value(change.after, cells, whole=True)
    if not before:
        return after
    return f"{before} → {after or '(empty)'}"


def _whole(record: object) -> str:
    """What tells one record from another, besides its name."""
    if isinstance(record, Talk):
        names = ", ".join(full_name(each) for each in record.speakers)
        return " · ".join(filter(None, (record.title, names)))
    return record.theme if isinstance(record, Season) else ""


def plain_value(value: object, cells: int, *, whole: bool = False) -> str:
    """A field's value in a few words; nothing for an empty one.

    Args:
        value: what the field holds.
        cells: how much there is room for.
        whole: name speakers and links with all that is known of them, not by their names alone.
    """
    if value is None or value in ("", ()):
        return ""
    if isinstance(value, tuple) and whole:
        return one_line("; ".join(_in_full(part) for part in value), cells)
    if isinstance(value, tuple):
        return ", ".join(one_line(str(part[0]), cells) for part in value if part)
    return one_line(str(value), cells)


def _in_full(part: object) -> str:
    """A speaker or link with all that is known of it."""
    if isinstance(part, Speaker):
        return ", ".join(filter(None, (full_name(part), part.affiliation, part.url)))
    if isinstance(part, tuple):
        return " ".join(str(each) for each in part if each)
    return str(part)


def change_lines(found: "tuple[Change, ...]", most: int = 200) -> str:
    """Changes as lines of text, for dialogs; long lists say how many more there are."""
    lines = []
    for each in found[:most]:
        lines.append(one_line(str(each), 200))
        if values := change_values(each, 120):
            lines.append(f"    {values}")
    if len(found) > most:
        lines.append(f"… and {len(found) - most} more")
    return "\n".join(lines)
