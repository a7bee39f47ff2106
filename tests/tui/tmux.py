"""A tmux server of its own with one window, and a site in git: a terminal as people have it."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.tui.desk import make_site
from tests.tui.sample import series

ROOT = Path(__file__).parents[2]

SIZES = pytest.mark.parametrize("size", [(80, 24), (160, 45)], ids=["80x24", "160x45"])
"""The usual small terminal, in which panes are shown one at a time, and a large one."""


class Tmux:
    """One window of a tmux server of its own."""

    def __init__(self, folder: Path, size: tuple[int, int], term: str = "tmux-256color") -> None:
        self.folder, self.size, self.term = folder, size, term
        self.socket = f"lgtui-{os.getpid()}-{folder.name}"
        self.environ = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8",
                        "XDG_STATE_HOME": str(folder / "state"), "HOME": str(folder)}  # fmt: skip
        self.environ.pop("NO_COLOR", None)
        self.environ.pop("TMUX", None)

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
        self.tmux("new-session", "-d", *place, command)
        self.until("S09" if "9" in site.name else "Talks" if width <= 80 else "1 Talks")

    def screen(self) -> str:
        """What is on the screen."""
        return self.tmux("capture-pane", "-p")

    def until(self, text: str, seconds: float = 60) -> None:
        """Waits for a text on the screen."""
        end = time.monotonic() + seconds
        while text not in self.screen():
            assert time.monotonic() < end, f"{text!r} never came:\n{self.screen()}"
            time.sleep(0.05)

    def keys(self, *keys: str) -> None:
        """Presses keys, one after the other; the app takes them in order, however slow it is."""
        for key in keys:
            self.tmux("send-keys", *(["-l", key] if len(key) > 1 and key[0] == "=" else [key]))

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
    """A tmux window; skips where there is no tmux."""
    if not shutil.which("tmux"):
        pytest.skip("tmux is not installed")
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
