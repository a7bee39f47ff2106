"""What the record becomes: the live preview of the pages that it is on."""

from functools import partial
from io import StringIO
from typing import ClassVar

from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.theme import Theme
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from lgtui.model import Records, Where
from lgtui.site.pages import read_page
from lgtui.store import root_of
from lgtui.store.reader import read_templates
from lgtui.text.control_chars import visible
from lgtui.tui.actions import ACTIONS, Action, first_key
from lgtui.tui.form.drawing import wrap
from lgtui.tui.preview_model import Excerpt, differences, excerpts

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
    # Markdown brings its parser and pygments along, 3 MiB: not before there is something to read.
    from rich.markdown import Markdown

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


PAUSE = 0.12
"""Seconds without a change before the preview is made anew."""

VIEWS = {"read": "As it reads", "text": "Exact text", "diff": "Difference to the file"}
"""The views, in the order in which one key goes through them."""

MOST = 4000
"""Lines shown; more of one record's text nobody reads here."""

Line = list[Segment | tuple[str, str]]
"""Pieces with a style of their own, or with the name of one."""


class Made(Message):
    """A preview is ready."""

    def __init__(self, generation: int, lines: list[Line]) -> None:
        super().__init__()
        self.generation, self.lines = generation, lines


class Lines(Widget):
    """The lines of the preview."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "line--row", "line--heading", "line--dim", "line--error", "line--warning", "line--good",
    }  # fmt: skip

    def __init__(self) -> None:
        super().__init__(id="preview-lines")
        self.lines: list[Line] = []
        self._styles: dict[str, Style] = {}
        self.styles.height = 0

    def put(self, lines: list[Line]) -> None:
        """Shows these lines; the height follows."""
        if len(lines) != len(self.lines):
            self.styles.height = len(lines)
        if lines != self.lines:
            self.lines = lines
            self.refresh()

    def notify_style_update(self) -> None:
        """Forgets the styles of another theme."""
        self._styles.clear()
        super().notify_style_update()

    def _style(self, name: str) -> Style:
        if name not in self._styles:
            self._styles[name] = self.get_component_rich_style(f"line--{name}")
        return self._styles[name]

    def render_line(self, y: int) -> Strip:
        """One line."""
        width, base = self.size.width, self._style("row")
        if y >= len(self.lines):
            return Strip.blank(width, base)
        parts = [
            Segment(piece[0], base + piece.style if piece.style else base)
            if isinstance(piece, Segment)
            else Segment(piece[0], self._style(piece[1]))
            for piece in self.lines[y]
        ]
        return Strip(parts).adjust_cell_length(width, base)


class Preview(VerticalScroll, can_focus=True):
    """The preview of one record. The app gives it values with :meth:`show`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", show=False),
        Binding("k", "scroll_up", show=False),
        Binding("g", "scroll_home", show=False),
        Binding("G", "scroll_end", show=False),
    ]

    def __init__(self, actions: tuple[Action, ...] = ACTIONS) -> None:
        super().__init__(id="preview")
        self._actions = actions
        self.view = "read"
        self.records = Records()
        self.where = Where()
        self.path = ""
        self.generation = 0
        self._lines = Lines()
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """The lines."""
        yield self._lines

    @property
    def text(self) -> str:
        """All that is shown, as text."""
        return "\n".join("".join(piece[0] for piece in line) for line in self._lines.lines)

    def show(self, records: Records, where: Where, path: str) -> None:
        """Shows what a record becomes on each page.

        Args:
            records: all records, with what is being typed.
            where: the record.
            path: the data file, from which the pages are found.
        """
        if records is self.records and (where, path) == (self.where, self.path):
            return
        if where != self.where:
            self.scroll_home(animate=False)
        self.records, self.where, self.path = records, where, path
        self.ask()

    def next_view(self) -> None:
        """As it reads, the exact text, the difference to the file, and again."""
        names = list(VIEWS)
        self.view = names[(names.index(self.view) + 1) % len(names)]
        self.scroll_home(animate=False)
        self.ask()

    def on_resize(self) -> None:
        """Wraps the text for another width."""
        self.ask()

    def ask(self) -> None:
        """Has the preview made anew once nothing changes any more; not while nobody sees it."""
        self.generation += 1
        if self._timer is not None:
            self._timer.stop()
        if self.size.width:
            self._timer = self.set_timer(PAUSE, self._start)

    def _start(self) -> None:
        """Starts a thread on the values as they are now."""
        generation, view, width = self.generation, self.view, self._width
        records, where, path = self.records, self.where, self.path
        head: Line = [
            (f"{VIEWS[view]} ({first_key('view', self._actions, 'the palette')}: next view)", "dim")
        ]

        def work() -> None:
            lines = [head, *lines_of(records, where, path, view, width)]
            self.post_message(Made(generation, lines))

        self.run_worker(work, group="preview", thread=True, exclusive=True, exit_on_error=True)

    @property
    def _width(self) -> int:
        return max(20, self.scrollable_content_region.width)

    def on_made(self, message: Made) -> None:
        """Shows a preview, unless something changed since it was begun."""
        message.stop()
        if message.generation == self.generation:
            self._lines.put(message.lines)


def lines_of(records: Records, where: Where, path: str, view: str, width: int) -> list[Line]:
    """The lines of a view of one record."""
    own = read_templates(records, path)
    if view == "diff":
        root = root_of(path)
        found = differences(records, where, partial(read_page, root), own)
    else:
        found = excerpts(records, where, own)
    lines: list[Line] = []
    for each in found:
        lines += [[], *_head(each, width)]
        if each.text:
            lines += _body(each, view, width)
        if len(lines) > MOST:
            return [*lines[:MOST], [("… and more", "dim")]]
    return lines


def _head(each: Excerpt, width: int) -> list[Line]:
    """The page's name and file, and why there is no text."""
    where = f"{each.title}: {each.file}" if each.file else each.title
    lines: list[Line] = [[(piece, "heading")] for piece in wrap(visible(where), width)]
    lines += [[(piece, "dim")] for piece in wrap(visible(each.note), width)]
    return lines


def _body(each: Excerpt, view: str, width: int) -> list[Line]:
    """The text, drawn as its kind wants."""
    if view == "read" and each.markdown:
        text = each.text.partition("\n---\n")[2] if each.title == "News item" else each.text
        try:
            return [[*line] for line in markdown_lines(text, width)]
        except RecursionError:
            return [[("Nested too deep to be drawn; this is its exact text.", "warning")],
                    *_body(each, "text", width)]  # fmt: skip
    lines: list[Line] = []
    for line in each.text.split("\n"):
        lines += _diff_lines(line, width) if view == "diff" else _text_lines(line, width)
        if len(lines) > MOST:
            break
    return lines


def _text_lines(line: str, width: int) -> list[Line]:
    """A line of the exact text."""
    return [[(piece, "row")] for piece in wrap(visible(line), width)] or [[]]


def _diff_lines(line: str, width: int) -> list[Line]:
    """A line of a difference; each row of it has its sign."""
    sign, style = line[:1], _diff_style(line)
    if sign not in ("+", "-", " "):
        return [[(piece, style)] for piece in wrap(visible(line), width)] or [[]]
    return [[(sign + piece, style)] for piece in wrap(visible(line[1:]), width - 1) or [""]]


def _diff_style(line: str) -> str:
    """The style of a line of a difference; its sign says the same."""
    if line.startswith("@@"):
        return "dim"
    return {"+": "good", "-": "error"}.get(line[:1], "row")
