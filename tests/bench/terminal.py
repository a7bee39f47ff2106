"""A program in a pseudo-terminal of its own, with the time and size of what it paints."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import tempfile
import termios
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]

ESCAPES = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_]|[0-9=>])"
)
"""What steers a terminal (ECMA-48): control sequences, operating system commands, short escapes."""


class Painted(NamedTuple):
    """What a key did: seconds until the wanted text was out, and all bytes until it was quiet."""

    seconds: float
    size: int


def shown(written: bytes) -> bytes:
    """The text in what was written, without the sequences that place and colour it."""
    return ESCAPES.sub(b"", written)


def _set_size(handle: int, size: tuple[int, int]) -> None:
    fcntl.ioctl(handle, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))


class Terminal:
    """A program that believes to be in somebody's terminal."""

    def __init__(
        self, command: list[str], folder: Path, size: tuple[int, int], **environ: str
    ) -> None:
        """Starts a command.

        Args:
            command: the program with its arguments.
            folder: where it runs; its drafts and settings are kept in a place of their own.
            size: columns and lines.
            environ: variables of its environment, such as ``TERM``.
        """
        self.home = tempfile.TemporaryDirectory()
        self.written = b""
        self.master, slave = pty.openpty()
        _set_size(slave, size)
        inherited = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
        around = {**inherited, "TERM": "xterm-256color", "COLORTERM": "truecolor",
                  "PYTHONPATH": str(ROOT), "HOME": self.home.name,
                  "XDG_STATE_HOME": f"{self.home.name}/state", **environ}  # fmt: skip
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            command, cwd=folder, env=around, stdin=slave, stdout=slave, stderr=slave,
            start_new_session=True,
        )  # fmt: skip
        os.close(slave)

    def resize(self, size: tuple[int, int]) -> None:
        """Gives the terminal other columns and lines; the program hears of it."""
        _set_size(self.master, size)
        self.process.send_signal(signal.SIGWINCH)  # it has no controlling terminal to do so

    def _read(self, patience: float) -> bytes:
        """What comes next; nothing when it has been quiet for so many seconds, or has ended."""
        if not select.select([self.master], [], [], max(0.0, patience))[0]:
            return b""
        try:
            return os.read(self.master, 1 << 16)
        except OSError:
            return b""

    def until(self, *wanted: bytes, limit: float = 60) -> float:
        """Seconds from the start until all patterns have been found on the screen.

        Raises:
            SystemExit: they never came; a slow start must not count as none.
        """
        while not all(re.search(text, shown(self.written)) for text in wanted):
            chunk = self._read(self.started + limit - time.perf_counter())
            if not chunk:
                raise SystemExit(f"{wanted!r} never came; {self.written[-400:]!r}")
            self.written += chunk
        return time.perf_counter() - self.started

    def quiet(self, patience: float) -> int:
        """Reads until nothing came for so many seconds; gives the bytes that came."""
        size = 0
        while chunk := self._read(patience):
            self.written += chunk
            size += len(chunk)
        return size

    def send(self, keys: bytes) -> None:
        """Presses keys and waits for nothing."""
        os.write(self.master, keys)

    def answer(self, patience: float = 0.05, limit: float = 60) -> int:
        """Waits until something comes, and then until it is quiet; gives the bytes that came.

        Args:
            patience: the seconds that count as quiet.
            limit: how long it may take to begin; nothing at all by then gives 0.
        """
        chunk = self._read(limit)
        self.written += chunk
        return len(chunk) + self.quiet(patience) if chunk else 0

    def idle(self, seconds: float) -> int:
        """The bytes that come within so many seconds without a key."""
        size, end = 0, time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            size += len(self._read(left))
        return size

    def press(self, keys: bytes, wanted: bytes = b"", patience: float = 0.4) -> Painted:
        """Presses a key and waits for a text in what it paints, and then until it is quiet.

        Raises:
            SystemExit: the text never came.
        """
        begin = time.perf_counter()
        self.send(keys)
        painted, found = 0.0, b""
        while chunk := self._read(60 if wanted and not painted else patience):
            found += chunk
            if not painted and re.search(wanted, shown(found)):
                painted = time.perf_counter() - begin
        self.written += found
        if wanted and not painted:
            raise SystemExit(f"{wanted!r} never came after {keys!r}; {found[-400:]!r}")
        return Painted(painted, len(found))

    def memory(self) -> float:
        """Resident memory in MiB."""
        if self.process.poll() is not None:
            raise SystemExit(f"it ended with {self.process.returncode}; {self.written[-2000:]!r}")
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024

    def close(self) -> None:
        """Ends the program, without leave."""
        self.process.kill()
        self.process.wait()
        os.close(self.master)
        self.home.cleanup()
