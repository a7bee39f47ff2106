"""The terminal: what is typed becomes events, and what is painted stays lined up.

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
from time import monotonic
from typing import IO, TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

UserInput = events.Key | events.Paste | events.MouseDown | events.MouseUp
"""Keys, pastes and clicks."""


def spelled(typed: list[UserInput]) -> str:
    """Return what was typed, as text; keys that are no letters by name."""
    parts = []
    for event in typed:
        if isinstance(event, events.Paste):
            parts.append(event.text)
        elif isinstance(event, events.Key):
            letter = is_letter(event) and event.character
            parts.append(letter or f"[{event.key}]")
    return "".join(parts)


def takes_text(widget: Widget | None) -> bool:
    """Return whether letters are text to a widget."""
    if isinstance(widget, Input):
        return True
    from textual.widgets import TextArea

    return isinstance(widget, TextArea)


def is_letter(event: UserInput) -> bool:
    """Return whether a key is nothing but a character to a text field."""
    return isinstance(event, events.Key) and event.is_printable


def is_text(event: UserInput) -> bool:
    """Return whether an event puts characters into a text field."""
    return isinstance(event, events.Paste) or is_letter(event)


TICK = 0.1
"""Seconds after which the start of a longer key is known to be none."""

ESC, PASTE, PASTED = "\x1b", "\x1b[200~", "\x1b[201~"

# CSI and SS3 of ECMA-48, the Linux console's F1 to F5, and what terminals send for word moves
# (b, f), for deleting a word (DEL) and, on the Linux console, for Shift+Tab.
_LONGER = re.compile("\x1b(?:\\[\\[[A-E]|\\[[0-?]*[ -/]*[@-Z\\\\-~]|O[ -~]|[\x7f\tbf])")
_STARTED = re.compile("\x1b(?:\\[\\[?[0-?]*[ -/]*|O)?\\Z")
# A terminal's answer to a question that another program asked it comes whole: no keys at all.
_ANSWER = re.compile("\x1b[\\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\\\)")


class KeyParser:
    """Turns characters into keys, pastes and whatever else a terminal sends."""

    def __init__(self, *, debug: bool = False) -> None:
        self._parser = XTermParser(debug)
        self._held = ""
        self._since = 0.0
        self._pasted: list[str] | None = None

    def feed(self, text: str) -> Iterator[Message]:
        """Return the events of what was read; the start of a longer key waits for its end."""
        text, self._held = self._held + text, ""
        at = 0
        while at < len(text):
            if self._pasted is not None:
                end = text.find(PASTED, at)
                stop = end if end >= 0 else len(text) - _begun(text[at:])
                self._pasted.append(text[at:stop])
                if end < 0:
                    self._hold(text[stop:])
                    return
                yield events.Paste("".join(self._pasted).replace("\x00", ""))
                self._pasted, at = None, end + len(PASTED)
                continue
            start = text.find(ESC, at)
            start = len(text) if start < 0 else start
            yield from self._parse(text[at:start])
            at = start
            if at == len(text):
                return
            if answer := _ANSWER.match(text, at):
                at = answer.end()
            elif longer := _LONGER.match(text, at):
                at = longer.end()
                if longer[0] == PASTE:
                    self._pasted = []
                else:
                    yield from self._parse(longer[0])
            elif _STARTED.match(text, at):
                self._hold(text[at:])
                return
            else:
                yield events.Key("escape", ESC)
                at += 1

    def tick(self) -> Iterator[Message]:
        """Return the events of what has waited long enough for more."""
        if self._held and self._pasted is None and monotonic() - self._since >= TICK:
            held, self._held = self._held, ""
            yield events.Key("escape", ESC)
            yield from self._parse(held[1:])
        yield from self._parser.tick()

    def _hold(self, text: str) -> None:
        self._held, self._since = text, monotonic()

    def _parse(self, text: str) -> Iterator[Message]:
        # Textual's parser takes no text as the end of all.
        if text:
            yield from self._parser.feed(text)


def _begun(text: str) -> int:
    """Return how many characters at the end of a paste may be the beginning of its end mark."""
    return next((size for size in range(len(PASTED) - 1, 0, -1) if text.endswith(PASTED[:size])), 0)


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


def align_columns(painted: str) -> str:
    """Return painted text in which letters of a doubtful width move nothing else."""
    if painted.isascii() or not _doubtful().search(painted):
        return painted
    return "".join(_row(row) if _doubtful().search(row) else row for row in _ROWS.split(painted))


def _row(row: str) -> str:
    """Aligns a row with doubtful letters; left as it is if it holds more than text and styles."""
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
    """Return a text over blanks of its width; what follows stands where it belongs."""
    blank = " " * (end - piece.column)
    return f"{blank}\x1b[{line};{piece.column}H{piece.text}\x1b[{line};{end}H"


def _phrases(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """Return the pieces, parted where a gap or a frame stands."""
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
    """Return the pieces of a row that begins in a column."""
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
    """Return how many blanks the pieces begin with."""
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


class GuardedStream:
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
        """Return the stream's own number."""
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
        self._file = GuardedStream(sys.__stderr__ or sys.stderr)  # type: ignore[assignment] # what the writer uses

    def write(self, data: str) -> None:
        """Paints, so that letters of a doubtful width move nothing else."""
        super().write(align_columns(data))

    def run_input_thread(self) -> None:
        """Turns what is typed into events until the app ends or the terminal is gone."""
        keys = KeyParser(debug=self._debug)
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
                    self._app.call_later(self._app.terminal_gone)  # type: ignore[attr-defined] # Host
                    return
                for event in keys.feed(decode(typed)):
                    self.process_message(event)
            for event in keys.tick():
                self.process_message(event)
