"""A tmux server of its own with one window, and a site in git: a terminal as people have it."""

import fcntl
import os
import shutil
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.running import missing
from tests.site.making import make_site
from tests.tui.sample import series

ROOT = Path(__file__).parents[2]

IN_A_TERMINAL = [
    pytest.mark.system,
    pytest.mark.xdist_group("terminal"),
    pytest.mark.timeout(900),  # a day's work in a real terminal, on a machine that has other work
]
"""The marks of a module whose tests need a real terminal."""

SIZES = pytest.mark.parametrize("size", [(80, 24), (160, 45)], ids=["80x24", "160x45"])
"""The usual small terminal, in which panes are shown one at a time, and a large one."""


NEEDED = {"tmux": "tmux", "pgrep": "procps"}
"""Programs that the tests of a terminal need, and the packages that hold them."""

LONGEST = 300.0
"""Seconds until something is taken never to come; on a busy machine much comes late."""

ESCAPE_PAUSE = 0.5
"""Seconds between an Escape and the next key, as a person's hands need them; the app waits 0.1 s
for what may belong to it."""

READ_ONLY = os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK
"""How another process' terminal is opened to look at it."""


def unread(terminal: int) -> int:
    """Counts the bytes that were typed and not read yet."""
    counted = fcntl.ioctl(terminal, termios.FIONREAD, bytes(4))
    return int.from_bytes(counted, sys.byteorder)


def wait_until(holds: Callable[[], object], complaint: Callable[[], str]) -> None:
    """Looks again and again whether something holds.

    Args:
        holds: whether it does.
        complaint: says what does not hold, and what is there instead.

    Raises:
        AssertionError: it never did.
    """
    end = time.monotonic() + LONGEST
    while not holds():
        assert time.monotonic() < end, complaint()
        time.sleep(0.05)


class Tmux:
    """One window of a tmux server of its own."""

    def __init__(self, folder: Path, size: tuple[int, int], term: str = "tmux-256color") -> None:
        self.folder, self.size, self.term = folder, size, term
        self.socket = f"lgtui-{os.getpid()}-{folder.name}"
        self.environ = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8",
                        "XDG_STATE_HOME": str(folder / "state"), "HOME": str(folder)}  # fmt: skip
        # The person's own shell may end with ctrl+c, or know no POSIX syntax.
        self.environ["SHELL"] = "/bin/sh"
        for name in ("NO_COLOR", "TMUX", "COLUMNS", "LINES"):
            self.environ.pop(name, None)

    def tmux(self, *arguments: str) -> str:
        """Runs a tmux command."""
        command = ["tmux", "-L", self.socket, "-f", "/dev/null", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, env=self.environ, check=True)
        return done.stdout

    def start(self, site: Path, login: str = "", run: str = "-m lgtui") -> None:
        """Opens the app on a site, on request through a login; its end shows its exit status."""
        width, height = self.size
        command = f"TERM={self.term} {sys.executable} {run}"
        if login:
            state = f"XDG_STATE_HOME={self.folder}/state"
            far = f"cd {site}; export PYTHONPATH={ROOT} LC_ALL=C.UTF-8 {state}"
            command = f"{login} '{far}; {command}'"
        command += "; echo STATUS $?; sleep 600"
        place = ("-x", str(width), "-y", str(height), "-c", str(site))
        # With a trap of its own the shell outlives a ctrl+c, which its children get all the same.
        self.tmux("new-session", "-d", *place, f"trap : INT; {command}")
        self.until("S09" if "9" in site.name else "Talks" if width <= 80 else "1 Talks")

    def screen(self) -> str:
        """What is on the screen."""
        return self.tmux("capture-pane", "-p")

    def until(self, text: str) -> None:
        """Waits for a text on the screen."""
        wait_until(lambda: text in self.screen(), lambda: f"{text!r} never came:\n{self.screen()}")

    def keys(self, *keys: str) -> None:
        """Presses keys, one after the other; the app takes them in order, however slow it is."""
        for at, key in enumerate(keys):
            self.tmux("send-keys", *(["-l", key] if len(key) > 1 and key[0] == "=" else [key]))
            if key == "Escape" and at + 1 < len(keys):
                self.let_escape_be_read()

    def let_escape_be_read(self) -> None:
        """Waits until an Escape is a key of its own.

        A terminal sends Alt and a letter as the byte of Escape and the letter: an app that is kept
        from reading for a moment finds both at once, and takes them for that.
        """
        terminal = os.open(self.tmux("display-message", "-p", "#{pane_tty}").strip(), READ_ONLY)
        try:
            wait_until(lambda: not unread(terminal), lambda: "the app reads no keys")
        finally:
            os.close(terminal)
        time.sleep(ESCAPE_PAUSE)

    def type(self, text: str) -> None:
        """Types a text."""
        self.tmux("send-keys", "-l", text)

    def pid(self) -> int:
        """The app's process."""
        shell = int(self.tmux("display-message", "-p", "#{pane_pid}"))
        found = subprocess.run(["pgrep", "-P", str(shell)], capture_output=True, text=True,
                               check=True)  # fmt: skip
        return int(found.stdout.split()[0])

    def close(self) -> None:
        """Ends the server."""
        subprocess.run(["tmux", "-L", self.socket, "kill-server"], capture_output=True,
                       check=False)  # fmt: skip
        # The server may take its time to end; the next one must not be taken for it.
        self.socket += "+"


@contextmanager
def open_window(folder: Path, size: tuple[int, int], term: str = "tmux-256color") -> Iterator[Tmux]:
    """A tmux window; skips where a program is missing."""
    if lacking := [package for program, package in NEEDED.items() if not shutil.which(program)]:
        pytest.skip(missing(*lacking))
    found = Tmux(folder, size, term)
    try:
        yield found
    finally:
        found.close()


def commit_site(folder: Path) -> Path:
    """A committed site in a folder."""
    path = make_site(folder / "site", series())
    folder = path.parents[1]
    shutil.rmtree(folder / ".git")
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for command in (["init", "-q", "-b", "main"], ["add", "."], [*identity, "commit", "-qm", "x"]):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return folder


def diff(site: Path) -> list[str]:
    """The changed lines of the data file."""
    done = subprocess.run(["git", "diff", "-U0", "data"], cwd=site, capture_output=True, text=True,
                          check=True)  # fmt: skip
    return [
        line for line in done.stdout.splitlines()
        if line[:1] in "+-" and line[:3] not in ("+++", "---")
    ]  # fmt: skip
