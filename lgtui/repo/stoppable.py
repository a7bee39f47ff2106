"""A clone whose long commands can be stopped: a hook or a server may take for ever."""

import os
import signal
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from subprocess import Popen
from typing import IO

from lgtui.repo.clone import QUICK, Answer, Clone, as_file
from lgtui.repo.words import redacted

LONG = {
    "commit": "committing; the repository's hooks and signing run",
    "push": "sending to the server",
    "fetch": "fetching from the server",
}
"""The commands that may take long, and what they do. Each can be stopped at any moment: git then
leaves the branch either before or after the command, never between."""

GRACE = 3.0
"""Seconds for a stopped command to end by itself, with its locks taken away."""

STOPPED = "stopped by you"


class Stoppable(Clone):
    """Runs git in one clone in the background, until somebody stops it.

    Args:
        root: the folder that paths are relative to.
        begin: is told, in words, what a long command does when it starts; from the calling thread.
    """

    def __init__(self, root: str, begin: Callable[[str], None] = lambda words: None) -> None:
        super().__init__(root)
        self.stopped = False
        self._begin = begin
        self._lock = threading.Lock()
        self._process: Popen[bytes] | None = None

    def run(
        self,
        *arguments: str,
        stdin: bytes | None = None,
        env: Mapping[str, str] | None = None,
        limit: float | None = QUICK,
    ) -> Answer:
        """Runs one git command and waits for it; see :meth:`lgtui.repo.clone.Clone.run`.

        Raises:
            GitError: git is not installed.
        """
        if arguments[0] not in LONG:
            return super().run(*arguments, stdin=stdin, env=env, limit=limit)
        self._begin(LONG[arguments[0]])
        source = as_file(stdin)
        try:
            with self._lock:
                if self.stopped:
                    return Answer(1, b"", STOPPED)
                self._process = self._begin_long(arguments, source, env)
            return self._wait(self._process, arguments[0], limit)
        finally:
            self._process = None
            if source is not None:
                source.close()

    def _begin_long(
        self, arguments: tuple[str, ...], source: IO[bytes] | None, env: Mapping[str, str] | None
    ) -> "Popen[bytes]":
        running = self.start(arguments, source, env)
        process: Popen[bytes] = running.proc
        # What the wrapper would do when it is thrown away, waiting does in order.
        running.proc = None
        return process

    def _wait(self, process: "Popen[bytes]", name: str, limit: float | None) -> Answer:
        late = threading.Event()

        def give_up() -> None:
            late.set()
            end(process)

        timer = threading.Timer(limit, give_up) if limit else None
        if timer is not None:
            timer.daemon = True
            timer.start()
        out, said = process.communicate()
        if timer is not None:
            timer.cancel()
        if late.is_set():
            said += f"\nTimeout: the command git {name} took more than {limit:.0f} s".encode()
        words = redacted(said.decode("utf-8", "replace").strip())
        if self.stopped:
            words = f"{words}\n{STOPPED}".strip()
        return Answer(process.returncode, out, words)

    def stop(self) -> None:
        """Stops the command that runs, and lets no other long one begin; from any thread."""
        with self._lock:
            self.stopped = True
            if self._process is not None:
                end(self._process)


def end(process: "Popen[bytes]") -> None:
    """Ends a command with all that it started; what does not listen ends a little later."""

    def send(number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)

    send(signal.SIGTERM)
    later = threading.Timer(GRACE, send, (signal.SIGKILL,))
    later.daemon = True
    later.start()
