"""The terminal app against an empty Textual app, in a real pseudo-terminal.

Run ``python -m tests.bench.terminal`` from the repository. It prints a table of ratios: start to
first useful paint, key to painted row, bytes on the wire for each key, bytes while idle, memory.
Everything is measured in turn in one run, so that a busy machine slows all of it alike.
"""

import argparse
import fcntl
import os
import pty
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]

EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("S0009E01")
Empty().run()
"""
"""The least that Textual can be asked for: one line of text."""


class Terminal:
    """A program in a pseudo-terminal of its own, with the time and size of what it wrote."""

    def __init__(self, command: list[str], folder: str, size: tuple[int, int] = (80, 24)) -> None:
        self.started = time.perf_counter()
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        environ = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor",
                   "PYTHONPATH": str(ROOT), "XDG_STATE_HOME": f"{folder}/state"}  # fmt: skip
        environ.pop("NO_COLOR", None)
        self.process = subprocess.Popen(
            command, cwd=folder, env=environ, stdin=slave, stdout=slave, stderr=slave,
            start_new_session=True,
        )  # fmt: skip
        os.close(slave)
        self.written = b""

    def read(self, patience: float) -> bytes:
        """What comes until it has been quiet for so many seconds."""
        found = b""
        while select.select([self.master], [], [], patience)[0]:
            try:
                chunk = os.read(self.master, 1 << 16)
            except OSError:
                break
            if not chunk:
                break
            found += chunk
        self.written += found
        return found

    def until(self, marker: bytes, limit: float = 60) -> float:
        """Seconds from now, or from the start, until the marker has been written."""
        begin, at = time.perf_counter(), len(self.written)
        while marker not in self.written[max(0, at - len(marker)) :]:
            left = limit - (time.perf_counter() - begin)
            if left <= 0 or not select.select([self.master], [], [], left)[0]:
                raise TimeoutError(f"{marker!r} never came; {self.written[-400:]!r}")
            self.written += os.read(self.master, 1 << 16)
        return time.perf_counter() - begin

    def key(self, keys: bytes, row: bytes = b"") -> tuple[float, bytes]:
        """Seconds from a key to the paint with a row in it, and all bytes until it is quiet."""
        begin = time.perf_counter()
        os.write(self.master, keys)
        painted, found = 0.0, b""
        while select.select([self.master], [], [], 0.1)[0]:
            found += os.read(self.master, 1 << 16)
            if not painted and row in found:
                painted = time.perf_counter() - begin
        self.written += found
        return painted, found

    def memory(self) -> float:
        """Resident memory in MiB."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
        return 0.0

    def close(self) -> None:
        """Ends the program."""
        self.process.kill()
        self.process.wait()
        os.close(self.master)


def make_site(folder: Path, talks: int) -> None:
    """A site with so many talks, and no pages, since those are not what is measured."""
    sys.path.insert(0, str(ROOT))
    from lgtui import store
    from lgtui.model import Pages
    from tests.tui.sample import series

    seasons = max(9, -(-talks // 3))
    records = series(seasons)._replace(pages=Pages())
    (folder / "data").mkdir(parents=True)
    (folder / ".git").mkdir()
    (folder / "data" / "talks.toml").write_bytes(store.dumps(records))


def start(command: list[str], folder: str, marker: bytes, runs: int) -> tuple[float, float]:
    """Median seconds to the marker, and median memory once it is quiet."""
    times, memory = [], []
    for _ in range(runs):
        terminal = Terminal(command, folder)
        terminal.until(marker)
        times.append(time.perf_counter() - terminal.started)
        terminal.read(1.0)
        memory.append(terminal.memory())
        terminal.close()
    return statistics.median(times), statistics.median(memory)


def keys(folder: str, marker: bytes) -> dict[str, tuple[float, float]]:
    """Median seconds and bytes for each kind of key, and the bytes of two idle seconds."""
    terminal = Terminal([sys.executable, "-m", "lgtui"], folder)
    terminal.until(marker)
    while terminal.read(2.0):
        pass
    found: dict[str, tuple[float, float]] = {}

    def measure(name: str, sequence: list[bytes], pause: Callable[[], object]) -> None:
        outcomes = []
        for each in sequence:
            outcomes.append(terminal.key(each, b"Title"))
            pause()
        found[name] = (
            statistics.median(seconds for seconds, _ in outcomes),
            statistics.median(len(written) for _, written in outcomes),
        )

    def settle() -> None:
        terminal.read(0.15)

    measure("arrow", [b"\x1b[B"] * 12 + [b"\x1b[A"] * 12, settle)
    measure("to the end and back", [b"G", b"g"] * 5, settle)
    terminal.key(b"g")
    settle()
    letters: list[tuple[float, bytes]] = []
    for _ in range(6):
        terminal.key(b"/")
        settle()
        letters.append(terminal.key(b"t", b"Title"))
        settle()
        letters.append(terminal.key(b"i", b"Title"))
        settle()
        terminal.key(b"\x1b")
        time.sleep(0.3)
        settle()
        terminal.key(b"\x1b")
        settle()
    found["filter letter"] = (
        statistics.median(seconds for seconds, _ in letters),
        statistics.median(len(written) for _, written in letters),
    )
    found["idle 2 s"] = (0.0, float(len(terminal.read(2.0))))
    terminal.close()
    return found


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--talks", type=int, nargs=2, default=(26, 10_000))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sizes = list(options.talks)
        for size in sizes:
            make_site(Path(folder, str(size)), size)
        empty, bare = start([sys.executable, "-c", EMPTY], folder, b"S0009E01", options.runs)
        print(f"{'':34}{'value':>10}{'ratio':>8}")
        print(f"{'empty Textual app, first paint':34}{empty * 1000:8.0f} ms")
        print(f"{'empty Textual app, memory':34}{bare:7.1f} MiB")
        measured = {}
        for size in sizes:
            site = str(Path(folder, str(size)))
            marker = f"S{max(9, -(-size // 3)):02}E01".encode()
            command = [sys.executable, "-m", "lgtui"]
            seconds, memory = start(command, site, marker, options.runs)
            print(f"{f'{size} talks, first useful paint':34}{seconds * 1000:8.0f} ms"
                  f"{seconds / empty:8.2f}")  # fmt: skip
            print(f"{f'{size} talks, memory':34}{memory:7.1f} MiB{memory / bare:8.2f}")
            measured[size] = keys(site, marker)
        few, many = (measured[size] for size in sizes)
        for name, (seconds, written) in few.items():
            more, more_written = many[name]
            print(f"{f'{name}: {sizes[0]} talks':34}{seconds * 1000:8.1f} ms{'':8}{written:8.0f} B")
            ratio = f"{more / seconds:8.2f}" if seconds else f"{'':8}"
            print(
                f"{f'{name}: {sizes[1]} talks':34}{more * 1000:8.1f} ms{ratio}{more_written:8.0f} B"
            )


if __name__ == "__main__":
    main()
