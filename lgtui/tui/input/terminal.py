"""What is painted stays lined up, however wide a terminal takes a letter to be (pure).

Terminals do not agree on the width of flags, skin tones, joined emoji, and of the vowel signs and
conjuncts of many scripts; what follows such letters on the screen is then moved by a cell or two,
frames included. So where a row holds any, the row is painted with blanks in their place first, and
they go over the blanks after that: whatever their width is, nothing else moves.
"""

import codecs
import os
import re
import select
import sys
from collections.abc import Iterator
from functools import cache
from itertools import takewhile
from typing import IO, TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from textual.drivers.linux_driver import LinuxDriver

from lgtui.tui.input.keystrokes import TICK, Keystrokes


@cache
def _doubtful() -> re.Pattern[str]:
    """Letters that terminals give different widths, by themselves or beside others."""
    return re.compile(
        "[\u0900-\u0dff\u0f00-\u109f\u1100-\u11ff\u1780-\u17ff\u1a00-\u1bff\u200c\u200d\u20e3"
        "\u231a-\u23ff\u2600-\u2712\u2728-\u27bf\u2b05-\u2bff\ua8e0-\ua9ff\uaa00-\uaadf"
        "\ud7b0-\ud7ff\ufdf0-\ufdff\ufe00-\ufe0f\U00011000-\U00011fff\U0001f000-\U0001faff]"
    )


_ROWS = re.compile("(?=\x1b\\[\\d+;\\d+H)")
_PLACE = re.compile("\x1b\\[(\\d+);(\\d+)H")
_PIECES = re.compile("(\x1b\\[[\\d;:]*m|\n| {2,}|[│┃]+)")
"""What parts a row: changes of style, and in rows without any style gaps and frames."""

_RESET = "\x1b[0m"


class Piece(NamedTuple):
    """Part of a row: a text in a style, or what changes the style."""

    text: str
    style: str
    column: int
    steers: bool


def lined_up(painted: str) -> str:
    """What is sent to the terminal, with doubtful letters painted so that they move nothing."""
    if painted.isascii() or not _doubtful().search(painted):
        return painted
    return "".join(_row(row) if _doubtful().search(row) else row for row in _ROWS.split(painted))


def _row(row: str) -> str:
    """One row that holds doubtful letters; as it is where it holds more than text and styles."""
    place = _PLACE.match(row)
    if place is None:
        return row
    line, pieces = place[1], _pieces(row[place.end() :], int(place[2]))
    if any(piece.text.count("\x1b") > piece.steers for piece in pieces):
        return row
    below, above = [place[0]], list[str]()
    at = 0
    for phrase in _phrases(pieces):
        at += len(phrase)
        many = sum(len(_doubtful().findall(piece.text)) for piece in phrase)
        if not many:
            below += [piece.text for piece in phrase]
        elif _blanks(pieces[at:]) >= many:
            first = phrase[0]
            below += [
                piece.text if piece.steers else " " * cell_len(piece.text) for piece in phrase
            ]
            above += [f"\x1b[{line};{first.column}H", first.style]
            above += [*(piece.text for piece in phrase if piece.text != "\n"), _RESET]
        else:
            # There is no room to be wider: what comes next goes over what is too much.
            for piece in phrase:
                end = piece.column + (0 if piece.steers else cell_len(piece.text))
                below.append(piece.text if piece.steers else _held(piece, line, end))
    return "".join(below + above)


def _held(piece: Piece, line: str, end: int) -> str:
    """A text over blanks of its width; what follows stands where it belongs."""
    blank = " " * (end - piece.column)
    return f"{blank}\x1b[{line};{piece.column}H{piece.text}\x1b[{line};{end}H"


def _phrases(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """The pieces, parted where a gap or a frame stands."""
    phrase = list[Piece]()
    for piece in pieces:
        if not piece.steers and not piece.text.strip(" │┃") and piece.text not in ("", " "):
            yield phrase
            yield [piece]
            phrase = []
        else:
            phrase.append(piece)
    yield phrase


def _pieces(row: str, column: int) -> list[Piece]:
    """The pieces of a row that begins in a column."""
    found, style = list[Piece](), ""
    for text in _PIECES.split(row):
        steers = text[:1] in ("\x1b", "\n")
        found.append(Piece(text, style, column, steers))
        if not steers:
            column += cell_len(text)
        elif text == _RESET:
            style = ""
        elif text != "\n":
            style += text
    return found


def _blanks(pieces: list[Piece]) -> int:
    """How many blanks the pieces begin with."""
    blanks = 0
    for piece in pieces:
        if not piece.steers:
            found = sum(1 for _ in takewhile(" ".__eq__, piece.text))
            blanks += found
            if found < len(piece.text):
                break
    return blanks


if TYPE_CHECKING:
    from textual.app import App


class Guarded:
    """A stream that is written to as long as somebody is there to see it.

    When an SSH connection is lost, writing fails. The thread that writes must not die of that:
    the app would wait for it for ever instead of saving the draft and leaving.
    """

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self.gone = False

    def write(self, text: str) -> int:
        """Writes, or notes that nobody is there."""
        if not self.gone:
            try:
                return self._stream.write(text)
            except OSError:
                self.gone = True
        return len(text)

    def flush(self) -> None:
        """Flushes, or notes that nobody is there."""
        if not self.gone:
            try:
                self._stream.flush()
            except OSError:
                self.gone = True

    def fileno(self) -> int:
        """The stream's own number."""
        return self._stream.fileno()


class Terminal(LinuxDriver):
    """Textual's driver, for terminals that send bytes which are no UTF-8, and for lost ones."""

    def __init__(
        self,
        app: "App[object]",
        *,
        debug: bool = False,
        mouse: bool = True,
        size: tuple[int, int] | None = None,
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._file = Guarded(sys.__stderr__ or sys.stderr)  # type: ignore[assignment] # what the writer uses

    def write(self, data: str) -> None:
        """Paints, so that letters of a doubtful width move nothing else."""
        super().write(lined_up(data))

    def run_input_thread(self) -> None:
        """Turns what is typed into events until the app ends or the terminal is gone."""
        keys = Keystrokes(debug=self._debug)
        decode = codecs.getincrementaldecoder("utf-8")(errors="replace").decode
        poll = select.poll()
        poll.register(self.fileno, select.POLLIN | select.POLLHUP)
        while not self.exit_event.is_set():
            ready = poll.poll(TICK * 1000)
            if ready:
                try:
                    typed = os.read(self.fileno, 1 << 14)
                except OSError:
                    typed = b""
                if not typed:
                    self._app.call_later(self._app.terminal_gone)  # type: ignore[attr-defined] # LgtuiApp
                    return
                for event in keys.feed(decode(typed)):
                    self.process_message(event)
            for event in keys.tick():
                self.process_message(event)
