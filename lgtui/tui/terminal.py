"""The terminal: what is read from it and written to it, also when it misbehaves or is gone."""

import codecs
import os
import select
import sys
from typing import IO, TYPE_CHECKING

from textual.drivers.linux_driver import LinuxDriver

from lgtui.tui.keystrokes import TICK, Keystrokes
from lgtui.tui.lineup import lined_up

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
