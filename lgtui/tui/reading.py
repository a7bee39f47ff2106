"""Markdown as lines of styled text for the terminal; imported when there is something to read."""

from io import StringIO

from rich.console import Console
from rich.markdown import Markdown
from rich.segment import Segment
from rich.style import Style
from rich.theme import Theme

from lgtui.tui.visible import visible

LOOKS = Theme(
    {
        **{f"markdown.h{level}": Style(bold=True) for level in range(1, 8)},
        "markdown.h1.border": Style(),
        "markdown.link": Style(underline=True),
        "markdown.link_url": Style(underline=True),
        "markdown.block_quote": Style(italic=True),
        "markdown.code": Style(bold=True),
        "markdown.code_block": Style(),
    }
)
"""Looks without colours: the usual magenta reads as an error, and blue hardly at all."""


def markdown_lines(text: str, width: int) -> list[list[Segment]]:
    """A Markdown text in lines of at most so many cells.

    Links are shown with their addresses, since a terminal cannot be trusted to; what would act
    on the terminal is shown as a symbol, also where a character reference brought it in.
    """
    console = Console(
        width=width, file=StringIO(), color_system=None, force_terminal=False,
        legacy_windows=False, theme=LOOKS,
    )  # fmt: skip
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
