"""The editor of a long text: soft word wrap, quick at any length; and the one outside."""

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, ClassVar, NamedTuple

from rich.cells import get_character_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.document._document import Location
from textual.document._document_navigator import DocumentNavigator
from textual.document._wrapped_document import WrappedDocument
from textual.geometry import Offset, Region
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.widgets import TextArea

from lgtui.importers.paste import clean_paste
from lgtui.tui.form.line_input import Pasted, Placeholders, hold


def row_starts(text: str, width: int) -> list[int]:
    """Where the rows of a line begin but the first: after the last blank that fits.

    A word that is longer than a row is cut. Blanks stay at the end of the row before.

    Args:
        text: one line, without tabs.
        width: cells of a row; 0 for no wrapping.
    """
    if width <= 0 or len(text) <= width // 2:
        return []
    starts: list[int] = []
    plain = text.isascii()
    start = 0
    while True:
        end = start + width if plain else _end(text, start, width)
        if end >= len(text):
            return starts
        start = _break(text, start, end)
        starts.append(start)


def _end(text: str, start: int, width: int) -> int:
    """The end of the characters that fit a row; at least one does."""
    used, size = 0, len(text)
    for at in range(start, size):
        used += get_character_cell_size(text[at])
        if used > width and at > start:
            return at
    return size


def _break(text: str, start: int, end: int) -> int:
    """The beginning of the first word that does not fit whole, blanks after it included."""
    at = end
    while at > start:
        blank = text.rfind(" ", start, at)
        if blank < 0:
            return end
        if text[blank + 1] != " ":
            return blank + 1
        at = start + len(text[start:blank].rstrip(" "))
    return end


class QuickWrap(WrappedDocument):
    """A wrapped document that is quick for long lines."""

    def wrap(self, width: int, tab_width: int | None = None) -> None:
        """Wraps all lines."""
        self._width = width
        self._tab_width = tab_width or self._tab_width
        self._wrap_offsets = [row_starts(line, width) for line in self.document.lines]
        self._count()

    def wrap_range(self, start: Location, old_end: Location, new_end: Location) -> None:
        """Wraps the lines that an edit touched."""
        top = min(start[0], old_end[0])
        old, new = max(start[0], old_end[0]), max(start[0], new_end[0])
        lines = self.document.lines
        fresh = [row_starts(line, self._width) for line in lines[top : new + 1]]
        self._wrap_offsets[top : old + 1] = fresh
        if len(self._wrap_offsets) != len(lines):
            self._wrap_offsets = [row_starts(line, self._width) for line in lines]
        self._count()

    def _count(self) -> None:
        """Numbers the rows."""
        rows: list[tuple[int, int]] = []
        places: list[list[int]] = []
        for line, starts in enumerate(self._wrap_offsets):
            first = len(rows)
            rows += [(line, section) for section in range(len(starts) + 1)]
            places.append(list(range(first, len(rows))))
        self._offset_to_line_info = rows
        self._line_index_to_offsets = places
        self._tab_width_cache = [[]] * len(places)

    def get_sections(self, line_index: int) -> list[str]:
        """The rows of a line."""
        line, starts = self.document[line_index], self._wrap_offsets[line_index]
        return [
            line[start:end] for start, end in zip([0, *starts], [*starts, len(line)], strict=True)
        ]


Row = tuple[str, int, int, int]
"""What one row shows: text, cursor cell in characters (-1 for none), selection start and end."""


class LongText(TextArea):
    """A text of several lines. ``load`` gives it a text, ``plain`` is the text as it now is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+home", "to(0)", show=False),
        Binding("ctrl+end", "to(-1)", show=False),
    ]

    class Edge(Message):
        """The cursor was asked to leave the text, up (-1) or down (1)."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 (Textual's own name)
        self._rows: list[Row] = []
        self._rows_size = (-1, -1)
        self._coloured = False
        super().__init__(
            "",
            id=id,
            soft_wrap=True,
            tab_behavior="focus",
            show_line_numbers=False,
            compact=True,
            highlight_cursor_line=False,
        )
        self.match_cursor_bracket = False
        self.cursor_blink = False
        self.placeholders = Placeholders()
        # This is the form's: it opens the text in the editor outside.
        self._bindings.key_to_bindings.pop("ctrl+e", None)

    def load(self, text: str) -> None:
        """Takes another text in; its undo begins anew."""
        held, self.placeholders = hold(text)
        self._rows = []
        self.load_text(held)

    def exchange(self, text: str) -> None:
        """Puts another text in the place of all of it; the field's undo brings it back."""
        held, self.placeholders = hold(text, self.placeholders)
        self.history.checkpoint()
        self.replace(held, (0, 0), self.document.end)
        self.history.checkpoint()

    @property
    def plain(self) -> str:
        """The text with every character as it really is."""
        return self.placeholders.restore(self.text)

    @property
    def rows(self) -> int:
        """How many rows the wrapped text takes."""
        return self.wrapped_document.height

    def go(self, offset: int) -> None:
        """Puts the cursor before a character, counted from the text's beginning."""
        before = self.text[:offset]
        self.move_cursor((before.count("\n"), len(before) - before.rfind("\n") - 1))

    def _rewrap_and_refresh_virtual_size(self) -> None:
        """Takes a wrap of its own into use for each text that is loaded."""
        if not isinstance(self.wrapped_document, QuickWrap):
            self.wrapped_document = QuickWrap(self.document, tab_width=self.indent_width)
            self.navigator = DocumentNavigator(self.wrapped_document)
        super()._rewrap_and_refresh_virtual_size()

    def _refresh_size(self) -> None:
        """Scrolls once more: before an edit's new row is counted, nothing can scroll to it."""
        super()._refresh_size()
        if self.is_mounted:
            self.scroll_cursor_visible()

    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:
        """Scrolls to the cursor; not while an undo has left it in lines that are gone."""
        if self.clamp_visitable(self.cursor_location) != self.cursor_location:
            return Offset(0, 0)
        return super().scroll_cursor_visible(center, animate)

    # Drawing.

    def render_lines(self, crop: Region) -> list[Strip]:
        """Asks for the colours of cursor and selection only when they may have changed."""
        theme = self._theme
        if theme is not None and not self._coloured:
            theme.apply_css(self)
            self._coloured = True
        return ScrollView.render_lines(self, crop)

    def _row(self, at: int) -> Row | None:
        """What the row at a place of the wrapped text shows; ``None`` below its end."""
        lines = self.wrapped_document._offset_to_line_info
        if not 0 <= at < len(lines):
            return None
        index, section = lines[at]
        offsets = self.wrapped_document.get_offsets(index)
        line = self.document.get_line(index)
        start = offsets[section - 1] if section else 0
        last = section >= len(offsets)
        end = len(line) if last else offsets[section]
        text = self.placeholders.show(line[start:end])
        (top, left), (bottom, right) = sorted(self.selection)
        chosen = (0, 0)
        if (top, left) != (bottom, right) and top <= index <= bottom:
            first = max(left - start, 0) if index == top else 0
            past = min(right, end) - start if index == bottom else end - start
            chosen = (min(first, end - start), max(past, 0))
        row, column = self.selection.end
        here = row == index and start <= column and (column < end or (last and column == end))
        cursor = column - start if here and self._draw_cursor else -1
        return (text, cursor, *chosen)

    def render_line(self, y: int) -> Strip:
        """One row, cut out of its paragraph."""
        width = self.scrollable_content_region.width
        row = self._row(self.scroll_offset.y + y)
        base = self.rich_style
        theme: Any = self._theme
        if row is None:
            return Strip.blank(width, base)
        text, cursor, first, past = row
        marks = sorted({0, first, past, cursor, cursor + 1, len(text)} & set(range(len(text) + 1)))
        parts: list[Segment] = []
        for start, end in pairwise(marks):
            style = base
            if first <= start < past:
                style += theme.selection_style or Style()
            if start == cursor:
                style += theme.cursor_style or Style(reverse=True)
            parts.append(Segment(text[start:end], style))
        if cursor == len(text):
            parts.append(Segment(" ", base + (theme.cursor_style or Style(reverse=True))))
        return Strip(parts).adjust_cell_length(width, base)

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> "LongText":
        """Draws anew what differs from the screen; all of it where that is not known."""
        if regions or not repaint or layout or recompose or not self.is_attached:
            self._rows = []
        else:
            changed = self._changed_rows()
            if changed is not None:
                width = self.size.width
                regions = tuple(Region(0, y, width, 1) for y in changed)
                if not regions:
                    return self
        super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        return self

    def _changed_rows(self) -> list[int] | None:
        """The rows in sight that show something else now; ``None`` for all of them."""
        size = (self.size.width, self.size.height)
        top = self.scroll_offset.y
        rows = [self._row(top + y) or ("", -1, 0, 0) for y in range(size[1])]
        before, self._rows = self._rows, rows
        known = self._rows_size == size and len(before) == len(rows)
        self._rows_size = size
        if not known:
            return None
        return [y for y, row in enumerate(rows) if row != before[y]]

    def notify_style_update(self) -> None:
        """Another theme draws every row anew."""
        self._rows = []
        self._coloured = False
        super().notify_style_update()

    # Keys.

    def action_to(self, end: int) -> None:
        """To the beginning (0) or the end (-1) of the text."""
        self.move_cursor(self.document.end if end else (0, 0))

    def action_cursor_up(self, select: bool = False) -> None:
        """One row up, out of the text from the first."""
        if not select and self._cursor_row() == 0:
            self.post_message(self.Edge(-1))
            return
        super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """One row down, out of the text from the last."""
        if not select and self._cursor_row() >= self.rows - 1:
            self.post_message(self.Edge(1))
            return
        super().action_cursor_down(select)

    def _cursor_row(self) -> int:
        """The row of the wrapped text that the cursor is in."""
        return self.wrapped_document.location_to_offset(self.cursor_location).y

    async def _on_paste(self, event: events.Paste) -> None:
        """Puts a paste in, repaired."""
        event.stop()
        event.prevent_default()
        text, notes = clean_paste(event.text)
        held, self.placeholders = hold(text, self.placeholders)
        self.history.checkpoint()
        if result := self._replace_via_keyboard(held, *self.selection):
            self.move_cursor(result.end_location)
        self.history.checkpoint()
        if notes:
            self.post_message(Pasted(notes))


ADVICE = "To choose one, leave lgtui and type: export EDITOR=nano"
"""What to do where there is no editor that can be started."""


class Outcome(NamedTuple):
    """What came back: the new text, ``None`` where the old one is kept, and a sentence to tell."""

    text: str | None
    told: str
    failed: bool = False


def command(environ: Mapping[str, str]) -> list[str]:
    """The editor's program and arguments; empty where there is none.

    The variables may hold arguments, as in ``code --wait``.
    """
    for name in ("VISUAL", "EDITOR"):
        value = environ.get(name, "").strip()
        if not value:
            continue
        try:
            return shlex.split(value)
        except ValueError:
            return [value]
    for program in ("nano", "vi", "vim"):
        if found := shutil.which(program, path=environ.get("PATH")):
            return [found]
    return []


def edit_outside(text: str, name: str, environ: Mapping[str, str]) -> Outcome:
    """Runs the editor on a text and waits for it; the terminal has to be free for it.

    The old text is kept when the editor fails, or leaves an empty file. What was written is
    then kept in its file too, and the sentence says where.

    Args:
        text: the text to edit.
        name: what the file is called, for the editor's title line.
        environ: the environment, which names the editor.
    """
    editor = command(environ)
    if not editor:
        return Outcome(None, f"No editor was found. {ADVICE}", True)
    safe = "".join(char if char.isalnum() or char in "-_" else "-" for char in name)[:60]
    try:
        handle, path = tempfile.mkstemp(prefix=f"lgtui-{safe}-", suffix=".md")
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
            file.write(text if text.endswith("\n") or not text else f"{text}\n")
    except OSError as error:
        return Outcome(None, f"The text could not be written for the editor: {error}.", True)
    # Ctrl+C in the editor's terminal reaches both; what it means there is the editor's business.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        ran = subprocess.run([*editor, path], check=False, env=dict(environ))
    except OSError as error:
        os.unlink(path)
        reason = error.strerror or error
        told = f"{editor[0]} could not be started ({reason}); the text here is as it was. {ADVICE}"
        return Outcome(None, told, True)
    finally:
        signal.signal(signal.SIGINT, before)
    return _outcome(text, path, editor[0], ran.returncode)


def _outcome(text: str, path: str, program: str, status: int) -> Outcome:
    """What the editor left behind."""
    if status:
        how = f"ended with status {status}" if status > 0 else f"was stopped by signal {-status}"
        return Outcome(
            None,
            f"{program} {how}, so the text here is as it was. "
            f"What was written there is kept in {path}.",
            True,
        )
    try:
        with open(path, encoding="utf-8", newline="") as file:
            new = file.read().replace("\r\n", "\n")
    except (OSError, UnicodeDecodeError) as error:
        return Outcome(
            None, f"What {program} left in {path} cannot be read ({error}); it is kept there.", True
        )
    if not text.endswith("\n"):
        new = new.removesuffix("\n")
    if not new.strip() and text.strip():
        return Outcome(
            None,
            f"The editor left an empty text, so it is kept as it was ({path} holds what it left). "
            "To empty the field, delete its text here.",
            True,
        )
    with contextlib.suppress(OSError):
        os.unlink(path)
    if new == text:
        return Outcome(None, "Nothing was changed in the editor.")
    return Outcome(new, "The text from the editor was taken.")
