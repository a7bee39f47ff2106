"""A list drawn line by line, measured in terminal cells: 26 rows or 100,000 cost the same."""

from rich.cells import cell_len, get_character_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from lgtui.text.control_chars import visible
from lgtui.tui.themes import line_styles

ELLIPSIS = "…"


def width(text: str) -> int:
    """The terminal cells a visible text takes."""
    return cell_len(text)


def cut(text: str, cells: int) -> str:
    """The longest start of a visible text within so many cells, with ``…`` where it was cut."""
    if cells <= 0:
        return ""
    if len(text) <= cells and cell_len(text) <= cells:
        return text
    taken = 0
    for at, char in enumerate(text):
        step = get_character_cell_size(char)
        if taken + step > cells - 1:
            rest = text[at:]
            fits = taken + cell_len(rest) <= cells if len(rest) <= 2 * cells else False
            return text if fits else text[:at] + ELLIPSIS
        taken += step
    return text


def one_line(text: str, cells: int) -> str:
    """A text from data, made visible, cut to a width; cheap also for 100,000 characters."""
    # No more is cleaned than can be shown: a mark or a joiner takes no cell, but those are few.
    return cut(visible(text[: 4 * cells + 64]), cells)


def fit(text: str, cells: int) -> str:
    """A text from data in exactly so many cells: made visible, cut, filled with blanks."""
    shown = one_line(text, cells)
    return shown + " " * (cells - cell_len(shown))


Cell = tuple[str, str]
"""A piece of a row: its text, already visible, and the name of its style."""


class LineList(Widget, can_focus=True):
    """Rows with a cursor. A subclass says what a row shows; what it means is the app's."""

    class Moved(Message):
        """The cursor stands on another row."""

        def __init__(self, source: "LineList", row: int) -> None:
            super().__init__()
            self.source, self.row = source, row

    class Chosen(Message):
        """A row was clicked while the cursor was on it."""

        def __init__(self, source: "LineList", row: int) -> None:
            super().__init__()
            self.source, self.row = source, row

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's own name)
        super().__init__(id=id)
        self.cursor = 0
        self.top = 0
        self._page = 1
        self._styles: dict[str, Style] = {}

    # What a subclass says.

    def count(self) -> int:
        """How many rows there are."""
        return 0

    def cells(self, row: int, width: int) -> list[Cell]:
        """The pieces of a row, at most ``width`` cells in all."""
        return []

    def empty(self) -> str:
        """What is shown below the rows: what to do next where there is little to see."""
        return ""

    # Drawing.

    @property
    def page(self) -> int:
        """How many rows are in sight, at least one; in a pane out of sight, how many were."""
        self._page = self.content_size.height or self._page
        return self._page

    def expect(self, rows: int) -> None:
        """Takes so many rows to be in sight until the first layout tells."""
        self._page = max(1, rows)

    def notify_style_update(self) -> None:
        """Forgets the styles of another theme."""
        self._styles.clear()
        super().notify_style_update()

    def _style(self, name: str) -> Style:
        """A style of the theme on this list's ground, kept until either changes."""
        if not self._styles:
            base = self.rich_style
            looks = line_styles(self.app.theme_variables)
            self._styles = {each: base + look for each, look in looks.items()}
        return self._styles[name]

    def render_line(self, y: int) -> Strip:
        """One line of the list."""
        width = self.content_size.width
        row = self.top + y
        if row >= self.count():
            return self._empty_line(row - self.count() - bool(self.count()), width)
        bar = self.bar(y)
        room = width - len(bar)
        marked = row == self.cursor
        active = self.has_focus or not self.can_focus
        over = self._style("cursor" if active else "cursor-blurred") if marked else None
        segments = [
            Segment(text, self._style(name) + over if over else self._style(name))
            for text, name in self.cells(row, room)
        ]
        blank = self._style("row") + over if over else self._style("row")
        line = Strip(segments).adjust_cell_length(room, blank)
        return Strip([*line, Segment(bar, self._style("bar"))], width) if bar else line

    def _empty_line(self, y: int, width: int) -> Strip:
        """One line of what stands in an empty list."""
        from textwrap import wrap

        text = self.empty() if width else ""
        lines = wrap(text, max(8, width - 2)) if text else []
        text = f" {lines[y]}" if 0 <= y < len(lines) else ""
        return Strip([Segment(text, self._style("dim"))]).adjust_cell_length(
            width, self._style("row")
        )

    def bar(self, y: int) -> str:
        """The scroll bar's cell on a line, nothing where all rows are in sight."""
        count, page = self.count(), self.page
        if count <= page:
            return ""
        size = max(1, page * page // count)
        start = (page - size) * self.top // max(1, count - page)
        return "┃" if start <= y < start + size else "│"

    # Moving.

    def refresh_row(self, row: int) -> None:
        """Repaints one row, if it is in sight."""
        y = row - self.top
        if 0 <= y < self.page:
            self.refresh(Region(0, y, self.content_size.width, 1))

    def move_to(self, row: int, *, tell: bool = True) -> None:
        """Puts the cursor on a row, the nearest there is; scrolls only when it must."""
        row = min(max(row, 0), max(0, self.count() - 1))
        before, self.cursor = self.cursor, row
        if not self._follow():
            self.refresh_row(before)
            self.refresh_row(row)
        if tell and row != before:
            self.post_message(self.Moved(self, row))

    def _follow(self) -> bool:
        """Scrolls so that the cursor is in sight; says whether it had to."""
        page, last = self.page, max(0, self.count() - self.page)
        top = min(self.top, last)
        if not top <= self.cursor < top + page:
            # Half a page at the edge: a scrolled step would repaint the pane for every key.
            top = min(max(self.cursor - page // 2, 0), last)
        if top == self.top:
            return False
        self.top = top
        self.refresh()
        return True

    def on_resize(self) -> None:
        """Keeps the cursor in sight when the pane gets smaller."""
        self._follow()

    def on_focus(self) -> None:
        """Shows the cursor as active."""
        self.refresh_row(self.cursor)

    def on_blur(self) -> None:
        """Shows the cursor as resting."""
        self.refresh_row(self.cursor)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Three rows down."""
        event.stop()
        self.move_to(self.cursor + 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Three rows up."""
        event.stop()
        self.move_to(self.cursor - 3)

    def on_click(self, event: events.Click) -> None:
        """Puts the cursor on a row; a click on the cursor's row chooses it."""
        row = self.top + event.get_content_offset_capture(self).y
        if row == self.cursor and row < self.count():
            self.post_message(self.Chosen(self, row))
        elif row < self.count():
            self.move_to(row)
