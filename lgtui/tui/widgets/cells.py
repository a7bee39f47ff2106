"""Text measured in terminal cells, cut and filled to a width."""

from rich.cells import cell_len, get_character_cell_size

from lgtui.text.control_chars import visible

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
