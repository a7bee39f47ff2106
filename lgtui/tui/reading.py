"""Markdown as lines of styled text for the terminal; imported when there is something to read."""

from io import StringIO

from rich.console import Console
from rich.markdown import Markdown
from rich.segment import Segment

from lgtui.tui.visible import visible


def markdown_lines(text: str, width: int) -> list[list[Segment]]:
    """A Markdown text in lines of at most so many cells.

    Links are shown with their addresses, since a terminal cannot be trusted to; what would act
    on the terminal is shown as a symbol, also where a character reference brought it in.
    """
    console = Console(
        width=width, file=StringIO(), color_system=None, force_terminal=False, legacy_windows=False
    )
    safe = visible(text, one_line=False)
    options = console.options.update(width=width)
    lines = console.render_lines(Markdown(safe, hyperlinks=False), options, pad=False)
    return [
        [
            Segment(visible(segment.text), segment.style)
            for segment in line
            if segment.text and not segment.control
        ]
        for line in lines
    ]
