"""One clone and how git is run in it: environment, time limits, cancellable commands."""

import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from subprocess import Popen
from typing import IO, Any, NamedTuple, cast

from lgtui.repo.messages import advice, redacted

_LEADING_ELSEWHERE = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_COMMON_DIR",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_INTERNAL_SUPER_PREFIX",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_GRAFT_FILE",
    "GIT_SHALLOW_FILE",
    "GIT_REPLACE_REF_BASE",
    "GIT_NO_REPLACE_OBJECTS",
    "GIT_QUARANTINE_PATH",
    "GIT_CONFIG",
    "GIT_CONFIG_PARAMETERS",
    "GIT_CONFIG_COUNT",
    "GIT_LITERAL_PATHSPECS",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
)
"""Variables by which a calling git would lead us to its own repository, index or pathspecs."""


def forget_caller() -> None:
    """Drops what would lead git to the repository of whoever called us, such as a hook."""
    for name in _LEADING_ELSEWHERE:
        os.environ.pop(name, None)


def environment(foreground: bool) -> dict[str, str]:
    """Variables for every command: English words to read, and in the background no questions.

    ``GIT_OPTIONAL_LOCKS`` keeps a mere look from taking the index lock away from a command
    that the organizer runs elsewhere. The locale keeps UTF-8 for hooks written in Python.

    Args:
        foreground: git, ssh and signing programs may ask in the terminal.
    """
    always = {"LC_ALL": "C.UTF-8", "GIT_OPTIONAL_LOCKS": "0", "GIT_PAGER": "cat"}
    if foreground:
        return always
    return always | {
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "false",
        "SSH_ASKPASS": "false",
        "SSH_ASKPASS_REQUIRE": "never",
        "GCM_INTERACTIVE": "never",
        "GPG_TTY": "",
        "GIT_EDITOR": "false",
    }


def quiet_ssh(configured: str) -> dict[str, str]:
    """OpenSSH told not to ask, on top of the organizer's own ssh command.

    Args:
        configured: git's ``core.sshCommand``; empty if there is none.
    """
    command = os.environ.get("GIT_SSH_COMMAND") or configured
    if not command and os.environ.get("GIT_SSH"):
        return {}  # a program of its own that may not know OpenSSH's options
    command = command or "ssh"
    if os.path.basename(command.split()[0]) != "ssh":
        return {}
    return {"GIT_SSH_COMMAND": f"{command} -o BatchMode=yes -o ConnectTimeout=20"}


QUICK = 30.0
"""Seconds for what only reads this disk."""

NETWORK = 120.0
"""Seconds for what talks to a server."""


class GitError(Exception):
    """Git could not do what was asked.

    Attributes:
        message: what happened and what to do, for the organizer.
        said: git's and the server's own words, without secrets; may be empty.
    """

    def __init__(self, message: str, said: str = "") -> None:
        self.message, self.said = message, said
        super().__init__(f"{said}\n{message}" if said else message)


class Answer(NamedTuple):
    """What a git command gave: exit status, standard output, and its words without secrets."""

    status: int
    out: bytes
    said: str

    @property
    def text(self) -> str:
        """Standard output as text, without the line end."""
        return self.out.decode("utf-8", "surrogateescape").rstrip("\n")


class Stream(NamedTuple):
    """A running git command: what it says, and where it reads from."""

    out: IO[bytes]
    to: IO[bytes]


class Clone:
    """Runs git in one clone.

    Args:
        root: the folder that paths are relative to.
        foreground: git, ssh and signing programs may ask in the terminal.
        inherit: keep the variables by which a calling git tells its repository and index: only
            for a hook or a merge driver.
    """

    def __init__(self, root: str, foreground: bool = False, inherit: bool = False) -> None:
        os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
        if not inherit:
            forget_caller()
        from git.cmd import Git

        self.root = root
        self.foreground = foreground
        self._git = Git(root)
        self._settings: dict[str, str] | None = None

    def run(
        self,
        *arguments: str,
        stdin: bytes | None = None,
        env: Mapping[str, str] | None = None,
        limit: float | None = QUICK,
    ) -> Answer:
        """Runs one git command and waits for it.

        Args:
            arguments: the command and its arguments.
            stdin: what it reads; nothing if left out.
            env: further variables for this command.
            limit: seconds until it is stopped; ``None`` for no limit.

        Raises:
            GitError: git is not installed.
        """
        source = as_file(stdin)
        try:
            answer = self._execute(
                arguments,
                env,
                istream=source,
                with_extended_output=True,
                with_exceptions=False,
                stdout_as_string=False,
                strip_newline_in_stdout=False,
                kill_after_timeout=limit,
            )
        finally:
            if source is not None:
                source.close()
        status, out, said = cast("tuple[int, bytes, str]", answer)
        return Answer(status, out, redacted(said.strip()))

    def start(
        self, arguments: Sequence[str], stdin: IO[bytes] | int | None, env: Mapping[str, str] | None
    ) -> Any:
        """Starts a git command and returns GitPython's handle of it, without waiting.

        Args:
            arguments: the command and its arguments.
            stdin: what it reads: a file, or ``subprocess.PIPE``.
            env: further variables for this command.

        Raises:
            GitError: git is not installed.
        """
        return self._execute(arguments, env, istream=stdin, as_process=True)

    def _execute(
        self, arguments: Sequence[str], env: Mapping[str, str] | None, **how: Any
    ) -> object:
        from git.exc import GitCommandNotFound

        try:
            done: object = self._git.execute(
                ["git", *arguments],
                env={**environment(self.foreground), **(env or {})},
                start_new_session=not self.foreground,
                **how,
            )
        except GitCommandNotFound as error:
            raise GitError("git is not installed, or not on the PATH. Install it first") from error
        return done

    @contextmanager
    def stream(
        self, *arguments: str, feed: bool = False, env: Mapping[str, str] | None = None
    ) -> Iterator[Stream]:
        """Runs a git command whose output is read while it runs; it is stopped when left early.

        Args:
            arguments: the command and its arguments.
            feed: it reads what is written to the stream's ``to``.
            env: further variables for this command.

        Raises:
            GitError: git is not installed.
        """
        from subprocess import PIPE

        process = self.start(arguments, PIPE if feed else None, env)
        try:
            yield Stream(process.stdout, process.stdin)
        finally:
            for pipe in (process.stdin, process.stdout, process.stderr):
                if pipe is not None:
                    pipe.close()
            process.proc.terminate()
            process.proc.wait()

    def ask(
        self,
        *arguments: str,
        stdin: bytes | None = None,
        env: Mapping[str, str] | None = None,
        limit: float | None = QUICK,
    ) -> str:
        """Runs a command that must succeed and returns its output without the line end.

        Raises:
            GitError: it did not.
        """
        answer = self.run(*arguments, stdin=stdin, env=env, limit=limit)
        if answer.status:
            raise self.error(answer, f"git {arguments[0]} failed")
        return answer.text

    def error(self, answer: Answer, otherwise: str) -> GitError:
        """The failure of a command in words."""
        message = advice(answer.said, self.root) or otherwise
        return GitError(message, answer.said)

    def settings(self) -> dict[str, str]:
        """Git's configuration for this clone, read in one call; the last value of each key.

        A key that stands there without a value is ``true``, as git has it.

        Names of sections and variables are in lower case, as git prints them.
        """
        if self._settings is None:
            self._settings = {}
            for item in self.ask("config", "-z", "--list").split("\0"):
                key, given, value = item.partition("\n")
                self._settings[key] = value if given else "true"
        return self._settings

    def config(self, key: str) -> str:
        """A setting of git; empty where there is none."""
        return self.settings().get(key, "")

    def config_path(self, key: str) -> str:
        """A setting that names a file or folder, ``~`` resolved; relative ones from the root."""
        value = self.config(key)
        return os.path.join(self.root, os.path.expanduser(value)) if value else ""

    def config_true(self, key: str) -> bool:
        """A setting that is on or off; off where there is none."""
        value = self.config(key).lower()
        return value in ("true", "yes", "on") or (value.isdecimal() and int(value) != 0)

    def forget_settings(self) -> None:
        """Reads the configuration anew at the next need."""
        self._settings = None

    def talk(self, *arguments: str, env: Mapping[str, str] | None = None) -> Answer:
        """Runs a command that talks to a server; in the background ssh may not ask either."""
        if not self.foreground:
            env = {**quiet_ssh(self.config("core.sshcommand")), **(env or {})}
        return self.run(*arguments, env=env, limit=None if self.foreground else NETWORK)


def literal(paths: Iterable[str]) -> list[str]:
    """Paths from the repository's root as pathspecs that mean nothing but these paths."""
    return [f":(top,literal){path}" for path in paths]


def as_file(content: bytes | None) -> IO[bytes] | None:
    """A file that a command reads ``content`` from; it is the caller's to close."""
    if content is None:
        return None
    import tempfile

    source = tempfile.TemporaryFile()  # noqa: SIM115 (closed by the caller, after git has read it)
    source.write(content)
    source.seek(0)
    return source


LONG = {
    "commit": "committing; the repository's hooks and signing run",
    "push": "sending to the server",
    "fetch": "fetching from the server",
}
"""The commands that may take long, and what they do. Each can be stopped at any moment: git then
leaves the branch either before or after the command, never between."""

GRACE = 3.0
"""Seconds for a stopped command to end by itself, with its locks taken away."""

CANCELLED = "stopped by you"


class Cancellable(Clone):
    """Runs git in one clone in the background, until somebody stops it.

    Args:
        root: the folder that paths are relative to.
        begin: is told, in words, what a long command does when it starts; from the calling thread.
    """

    def __init__(self, root: str, begin: Callable[[str], None] = lambda line: None) -> None:
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
        """Runs one git command and waits for it; see :meth:`lgtui.repo.client.Clone.run`.

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
                    return Answer(1, b"", CANCELLED)
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
        message = redacted(said.decode("utf-8", "replace").strip())
        if self.stopped:
            message = f"{message}\n{CANCELLED}".strip()
        return Answer(process.returncode, out, message)

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
