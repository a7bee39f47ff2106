"""One clone and how git is run in it: environment, time limits, cancellable commands."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from subprocess import Popen
from typing import IO, Any, NamedTuple

from lgtui.repo import locks
from lgtui.repo.messages import advice, redacted

_LEADING_ELSEWHERE = """
    GIT_DIR GIT_WORK_TREE GIT_COMMON_DIR GIT_INDEX_FILE GIT_OBJECT_DIRECTORY
    GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_NAMESPACE GIT_PREFIX GIT_INTERNAL_SUPER_PREFIX
    GIT_IMPLICIT_WORK_TREE GIT_GRAFT_FILE GIT_SHALLOW_FILE GIT_REPLACE_REF_BASE
    GIT_NO_REPLACE_OBJECTS GIT_QUARANTINE_PATH GIT_CONFIG GIT_CONFIG_PARAMETERS GIT_CONFIG_COUNT
    GIT_LITERAL_PATHSPECS GIT_GLOB_PATHSPECS GIT_NOGLOB_PATHSPECS GIT_ICASE_PATHSPECS
""".split()
"""Variables that make git use the repository, index or pathspecs of a git that called us."""


def forget_caller() -> None:
    """Remove the variables by which a caller such as a hook would direct git to its repository."""
    for name in _LEADING_ELSEWHERE:
        os.environ.pop(name, None)


_IN_UTF8 = "'i18n.commitEncoding=UTF-8' 'i18n.logOutputEncoding=UTF-8'"
"""Settings in the form of GIT_CONFIG_PARAMETERS."""


def environment(foreground: bool) -> dict[str, str]:
    """Return the variables for every command: English output, and no prompts in the background.

    Args:
        foreground: git, ssh and signing programs may ask in the terminal.
    """
    # Reading the status must not take the index lock away from a command that the organizer runs
    # elsewhere (GIT_OPTIONAL_LOCKS); the locale is UTF-8 because hooks written in Python need it.
    always = {"LC_ALL": "C.UTF-8", "GIT_OPTIONAL_LOCKS": "0", "GIT_PAGER": "cat"}
    # lgtui writes and reads UTF-8, whatever the organizer's git is set to for messages. This is how
    # git itself hands settings on to the commands that it calls.
    given = os.environ.get("GIT_CONFIG_PARAMETERS", "")
    always["GIT_CONFIG_PARAMETERS"] = f"{given} {_IN_UTF8}".lstrip()
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
    """Return the variables that keep OpenSSH from asking; the organizer's ssh command stays.

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

LONGEST_END = 30.0
"""Seconds that a git which was stopped by Ctrl+C gets to put the terminal in order and end."""

PATIENCE = (0.1, 0.3, 0.6)
"""Seconds to wait for the lock of another git before each further try."""

NETWORK = 120.0
"""Seconds for what talks to a server."""


@contextmanager
def _ended(foreground: bool) -> Iterator[tuple[int, ...]]:
    """Yield files for a command to hold open; after Ctrl+C wait until all it started has ended.

    A git that asks for a password puts the terminal back as it was before, when it is stopped. If
    that came after the app has its terminal again, no key would reach the app any more.

    Args:
        foreground: the command has the terminal.
    """
    if not foreground:
        yield ()
        return
    import select

    reading, writing = os.pipe()
    with os.fdopen(reading, "rb", 0) as held, os.fdopen(writing, "wb", 0) as holding:
        try:
            yield (writing,)
        except KeyboardInterrupt:
            holding.close()
            select.select([held], [], [], LONGEST_END)
            raise


class GitError(Exception):
    """Says that git could not do what was asked.

    Attributes:
        message: what happened and what to do, for the organizer.
        said: git's and the server's own words, without secrets; may be empty.
    """

    def __init__(self, message: str, said: str = "") -> None:
        self.message, self.said = message, said
        super().__init__(f"{said}\n{message}" if said else message)


class Answer(NamedTuple):
    """The result of a git command: exit status, standard output, standard error without secrets."""

    status: int
    out: bytes
    said: str

    @property
    def text(self) -> str:
        """Return standard output as text, without the line end."""
        return self.out.decode("utf-8", "surrogateescape").rstrip("\n")


class Stream(NamedTuple):
    """The pipes of a running git command: its standard output and its standard input."""

    out: IO[bytes]
    to: IO[bytes]


class Clone:
    """Runs git in one clone.

    Args:
        root: the folder that paths are relative to.
        foreground: git, ssh and signing programs may ask in the terminal.
        inherit: keep the variables by which a calling git tells its repository and index: only
            for a hook or a merge driver.

    Raises:
        GitError: git cannot be run at all.
    """

    def __init__(self, root: str, foreground: bool = False, inherit: bool = False) -> None:
        os.environ.setdefault("GIT_PYTHON_REFRESH", "quiet")
        if not inherit:
            forget_caller()
        try:
            from git.cmd import Git
        except ImportError as error:  # it runs git once, and this is how it says that git failed
            raise GitError(
                "git cannot be run; try git version in a terminal", str(error)
            ) from error
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
        """Run one git command and wait for it.

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
            status, out, said = self._execute(
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
        return Answer(status, out, redacted(said.strip()))

    def _execute(
        self, arguments: Sequence[str], env: Mapping[str, str] | None, **options: Any
    ) -> Any:
        """Run git by GitPython, which answers as its options say: with output, or a process."""
        from git.exc import GitCommandNotFound

        try:
            with _ended(self.foreground) as held:
                return self._git.execute(
                    ["git", *arguments],
                    env={**environment(self.foreground), **(env or {})},
                    start_new_session=not self.foreground,
                    pass_fds=held,
                    **options,
                )
        except GitCommandNotFound as error:
            raise GitError("git is not installed, or not on the PATH. Install it first") from error

    @contextmanager
    def stream(
        self, *arguments: str, feed: bool = False, env: Mapping[str, str] | None = None
    ) -> Iterator[Stream]:
        """Run a git command whose output is read while it runs; leaving the block stops it.

        Args:
            arguments: the command and its arguments.
            feed: it reads what is written to the stream's ``to``.
            env: further variables for this command.

        Raises:
            GitError: git is not installed, or ended before all was written to it.
        """
        from subprocess import PIPE

        process = self._execute(arguments, env, istream=PIPE if feed else None, as_process=True)
        try:
            yield Stream(process.stdout, process.stdin)
        except BrokenPipeError as error:
            said = redacted(process.stderr.read().decode("utf-8", "replace").strip())
            raise self.error(Answer(1, b"", said), f"git {arguments[0]} failed") from error
        finally:
            for pipe in (process.stdin, process.stdout, process.stderr):
                if pipe is not None:
                    with suppress(BrokenPipeError):
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
        """Run a command that must succeed; return its output without the line end.

        Raises:
            GitError: it failed.
        """
        answer = self.run_patiently(*arguments, stdin=stdin, env=env, limit=limit)
        if answer.status:
            raise self.error(answer, f"git {arguments[0]} failed")
        return answer.text

    def run_patiently(
        self,
        *arguments: str,
        stdin: bytes | None = None,
        env: Mapping[str, str] | None = None,
        limit: float | None = QUICK,
    ) -> Answer:
        """Run a command as :meth:`run` does; wait a moment for the lock of another git."""
        answer = self.run(*arguments, stdin=stdin, env=env, limit=limit)
        for seconds in PATIENCE:
            lock = locks.lock_named(answer.said, self.root) if answer.status else ""
            if not lock or (locks.age_of(lock) or 0.0) > locks.FRESH:
                break
            self.wait(seconds)
            answer = self.run(*arguments, stdin=stdin, env=env, limit=limit)
        return answer

    def error(self, answer: Answer, otherwise: str) -> GitError:
        """Return the error for a failed command: what its output means, or else ``otherwise``."""
        lock = locks.lock_named(answer.said, self.root)
        meaning = locks.explained(lock, self.root) if lock else advice(answer.said, self.root)
        return GitError(meaning or otherwise, answer.said)

    def settings(self) -> dict[str, str]:
        """Return git's configuration for this clone, the last value of each key, in one call.

        Names of sections and variables are in lower case, as git prints them. A key without a
        value is ``true``, as it is for git.
        """
        if self._settings is None:
            self._settings = {}
            for item in self.ask("config", "-z", "--list").split("\0"):
                key, given, value = item.partition("\n")
                self._settings[key] = value if given else "true"
        return self._settings

    def config(self, key: str) -> str:
        """Return a setting of git; empty where there is none."""
        return self.settings().get(key, "")

    def remotes(self) -> dict[str, str]:
        """Return the addresses of the servers that are set up, by name, git's usual one first."""
        found = {
            key[len("remote.") : -len(".url")]: value
            for key, value in self.settings().items()
            if key.startswith("remote.") and key.endswith(".url")
        }
        return dict(sorted(found.items(), key=lambda item: item[0] != "origin"))

    def config_path(self, key: str) -> str:
        """Return a setting that names a file or folder, as a path from here; empty for none."""
        value = self.config(key)
        return os.path.join(self.root, os.path.expanduser(value)) if value else ""

    def config_true(self, key: str) -> bool:
        """Return a setting that is on or off; off where there is none."""
        value = self.config(key).lower()
        return value in ("true", "yes", "on") or (value.isdecimal() and int(value) != 0)

    def forget_settings(self) -> None:
        """Read the configuration anew at the next use."""
        self._settings = None

    def run_remote(self, *arguments: str, env: Mapping[str, str] | None = None) -> Answer:
        """Run a command that contacts a server; in the background ssh may not ask either."""
        if not self.foreground:
            env = {**quiet_ssh(self.config("core.sshcommand")), **(env or {})}
        return self.run(*arguments, env=env, limit=None if self.foreground else NETWORK)

    def wait(self, seconds: float) -> None:
        """Wait before the next command."""
        time.sleep(seconds)

    def folder(self) -> str:
        """Return the git folder; a linked working tree or a submodule names it in a file."""
        folder = os.path.abspath(self.root)
        while True:
            found = os.path.join(folder, ".git")
            if os.path.isdir(found):
                return found
            if os.path.isfile(found):
                with open(found, encoding="utf-8", errors="surrogateescape") as file:
                    named = file.read().strip().removeprefix("gitdir:").strip()
                return os.path.join(folder, named)
            if os.path.dirname(folder) == folder:
                return ""
            folder = os.path.dirname(folder)

    def is_shallow(self) -> bool:
        """Return whether only the newest commits are here."""
        folder = self.folder()
        # Linked working trees share this mark, which lies in the folder that they all name.
        with suppress(OSError), open(os.path.join(folder, "commondir"), encoding="utf-8") as file:
            folder = os.path.join(folder, file.read().strip())
        return os.path.exists(os.path.join(folder, "shallow"))

    def commit_of(self, name: str) -> str:
        """Return the commit that a full name of a branch stands for; empty for none."""
        answer = self.run(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"
        )
        return answer.text if answer.status == 0 else ""

    def merge_base(self, one: str, other: str) -> str:
        """Return the commit that two others descend from.

        Raises:
            GitError: they have nothing in common, as far as this clone knows.
        """
        answer = self.run("merge-base", one, other)
        if answer.status == 0:
            return answer.text.split("\n")[0]
        if self.is_shallow():
            raise GitError(
                "this clone holds only the newest commits, too few to merge. Fetch the others "
                "once: git fetch --unshallow"
            )
        raise GitError(
            "this branch and the server's have no commit in common, so they cannot be merged. "
            "Clone the repository anew and bring your data file there",
            answer.said,
        )

    def is_ancestor(self, one: str, other: str) -> bool:
        """Return whether a commit is the other one or comes before it."""
        return self.run("merge-base", "--is-ancestor", one, other).status == 0

    def read_files(self, names: Sequence[str]) -> list[bytes | None]:
        """Read files of commits in one call, each named ``COMMIT:PATH``; ``None`` for no file.

        Raises:
            GitError: git cannot read its store.
        """
        asked = [name for name in names if "\n" not in name]  # one a line: no other can be asked
        lines = "".join(f"{name}\n" for name in asked).encode("utf-8", "surrogateescape")
        answer = self.run("cat-file", "--batch", stdin=lines)
        if answer.status:
            raise self.error(answer, "git cannot read the repository")
        found: dict[str, bytes | None] = {}
        at = 0
        for name in asked:
            end = answer.out.index(b"\n", at)
            header = answer.out[at:end].rsplit(b" ", 2)
            at = end + 1
            found[name] = None
            if len(header) == 3 and header[2].isdigit():
                size = int(header[2])
                found[name] = answer.out[at : at + size] if header[1] == b"blob" else None
                at += size + 1
        return [found.get(name) for name in names]

    def merge_text(
        self, base: bytes, mine: bytes, theirs: bytes, union: bool = False
    ) -> tuple[bytes, bool]:
        """Merge three texts line by line, as git does.

        Args:
            base: what both came from.
            mine: one side.
            theirs: the other.
            union: where both changed the same lines keep both.

        Returns:
            The text, and whether it merged without a conflict.
        """
        if base in (mine, theirs) or mine == theirs:
            return (theirs if base == mine else mine), True
        with _as_files((mine, base, theirs)) as names:
            options = ["--union"] if union else []
            answer = self.run("merge-file", "-p", "-q", *options, "--", *names)
        # Up to 127 the status counts conflicts; above it git failed, and its output is no merge.
        if answer.status < 0 or answer.status > 127:
            return mine, False
        return answer.out, answer.status == 0

    def merge_by_driver(
        self, driver: str, path: str, sides: tuple[bytes, bytes, bytes]
    ) -> tuple[bytes, bool]:
        """Merge a file by a merge driver that the organizer's git is set up with.

        Args:
            driver: its command line, as git's configuration has it.
            path: the file's path from the repository's root.
            sides: base, mine and theirs.

        Returns:
            The file, and whether the driver says that nothing is left to decide.
        """
        import re
        import shlex

        with _as_files(sides) as names:
            known = dict(zip("OAB", map(shlex.quote, names), strict=True))
            known |= {"L": "7", "P": shlex.quote(path), "%": "%"}
            known |= {"S": "base", "X": "mine", "Y": "theirs"}
            command = re.sub(r"%([OABLPSXY%])", lambda found: known[found[1]], driver)
            # An alias with an exclamation mark is how git itself runs a command line of a person.
            alias = "lgtui-run-driver"
            answer = self.run("-c", f"alias.{alias}=!{command}", alias, limit=NETWORK)
            with open(names[1], "rb") as file:
                return file.read(), answer.status == 0


@contextmanager
def _as_files(contents: Sequence[bytes]) -> Iterator[list[str]]:
    """Yield files that hold some contents, gone afterwards."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="lgtui-") as folder:
        names = [os.path.join(folder, str(number)) for number in range(len(contents))]
        for name, content in zip(names, contents, strict=True):
            with open(name, "wb") as file:
                file.write(content)
        yield names


def literal(paths: Iterable[str]) -> list[str]:
    """Return paths from the repository's root as pathspecs that match only these paths."""
    return [f":(top,literal){path}" for path in paths]


def as_file(content: bytes | None) -> IO[bytes] | None:
    """Return a file that a command reads ``content`` from; the caller closes it."""
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


def first_commits(folder: str) -> frozenset[str]:
    """Return the commits that a clone's history begins with; none where git cannot read them.

    Two clones that share one are copies of one repository.
    """
    try:
        clone = Clone(folder)
        answer = clone.run("rev-list", "--max-parents=0", "--all")
        return frozenset(answer.text.split() if not answer.status else ())
    except GitError:
        return frozenset()


class Cancellable(Clone):
    """Runs git in one clone in the background, until somebody stops it.

    Args:
        root: the folder that paths are relative to.
        begin: takes a line when a long command starts, in the calling thread: what it does.
    """

    def __init__(self, root: str, begin: Callable[[str], None] = lambda line: None) -> None:
        super().__init__(root)
        self._halted = threading.Event()
        self._begin = begin
        self._lock = threading.Lock()
        self._process: Popen[bytes] | None = None

    @property
    def stopped(self) -> bool:
        """Return whether somebody stopped it."""
        return self._halted.is_set()

    def wait(self, seconds: float) -> None:
        """Wait before the next command, until somebody stops it."""
        self._halted.wait(seconds)

    def run(
        self,
        *arguments: str,
        stdin: bytes | None = None,
        env: Mapping[str, str] | None = None,
        limit: float | None = QUICK,
    ) -> Answer:
        """Run one git command and wait for it; see :meth:`Clone.run`."""
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
        running = self._execute(arguments, env, istream=source, as_process=True)
        process: Popen[bytes] = running.proc
        # GitPython's handle would end its process when it is collected: here only _wait() may.
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
        """Stop the running command, and let no other long one begin; callable from any thread."""
        with self._lock:
            self._halted.set()
            if self._process is not None:
                end(self._process)


def end(process: "Popen[bytes]") -> None:
    """Terminate a command's process group, and kill what is left of it after ``GRACE``."""

    def send(number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)

    send(signal.SIGTERM)
    later = threading.Timer(GRACE, send, (signal.SIGKILL,))
    later.daemon = True
    later.start()
