"""Diagnostics of a clone: all that an organizer may have to know, and what to do."""

import datetime
import os
from typing import NamedTuple

from lgtui.repo import locks
from lgtui.repo.client import Clone, GitError
from lgtui.repo.commit import found_hooks
from lgtui.repo.messages import redacted, shell_word
from lgtui.repo.status import Status
from lgtui.text.dates import write_day

_HOOKS = ("pre-commit", "prepare-commit-msg", "commit-msg", "post-commit", "pre-push")


class Diagnostic(NamedTuple):
    """One thing worth knowing.

    Attributes:
        name: what it is about, in a word or two.
        message: what is so, and what to do where something is to be done.
        hinders: whether publishing does not work, or not fully, as long as it is so.
    """

    name: str
    message: str
    hinders: bool = False


def diagnose(clone: Clone, status: Status) -> tuple[Diagnostic, ...]:
    """Return what is worth knowing of a clone; what hinders publishing comes first.

    Args:
        clone: the clone.
        status: its state.

    Raises:
        GitError: git cannot read its configuration.
    """
    found = [
        *_of_branch(clone, status),
        *_of_lock(clone),
        *_of_identity(clone),
        *_of_kind(clone),
        *_of_extent(clone),
        *_of_commits(clone),
    ]
    return tuple(sorted(found, key=lambda each: not each.hinders))


def _of_branch(clone: Clone, status: Status) -> list[Diagnostic]:
    remotes = {name: redacted(url) for name, url in clone.remotes().items()}
    found = [Diagnostic("server", f"{name} is at {url}") for name, url in remotes.items()]
    branch = status.branch or "main"
    if not status.head:
        message = "there is no commit yet. The first publishing makes it"
        found.append(Diagnostic("no commit", message))
    if status.operation or not status.branch:
        found.append(Diagnostic(status.operation or "no branch", status.advice, True))
    elif not remotes:
        message = (
            "no server is set up, so publishing only commits here. Set it up once: git remote add "
            f"origin ADDRESS, then git push --set-upstream origin {shell_word(branch)}"
        )
        found.append(Diagnostic("no server", message, True))
    elif not status.upstream or status.local:
        message = f"{status.advice}. Until then publishing only commits here"
        found.append(Diagnostic("no upstream", message, True))
    elif status.gone:
        found.append(Diagnostic("new branch", status.advice))
    if status.conflicts:
        found.append(Diagnostic("conflict", status.conflicts, True))
    return found


def _of_lock(clone: Clone) -> list[Diagnostic]:
    """Return the lock of the index that another git holds, or a killed one left."""
    lock = os.path.join(clone.folder(), "index.lock")
    age = locks.age_of(lock)
    if age is None or age < locks.FRESH:
        return []
    return [Diagnostic("lock", locks.explained(lock, clone.root), True)]


def _of_identity(clone: Clone) -> list[Diagnostic]:
    answer = clone.run("var", "GIT_COMMITTER_IDENT")
    if answer.status:
        return [Diagnostic("identity", clone.error(answer, "git does not know you").message, True)]
    return [Diagnostic("identity", f"you commit as {answer.text.rsplit('>', 1)[0]}>")]


def _of_kind(clone: Clone) -> list[Diagnostic]:
    found = []
    folder = clone.folder()
    if "/modules/" in folder.replace(os.sep, "/"):
        message = (
            "this is a submodule: publishing commits and pushes here; the outer repository takes "
            "the new commit up when you commit there"
        )
        found.append(Diagnostic("submodule", message))
    elif os.path.exists(os.path.join(folder, "commondir")):
        message = "this is a linked working tree; it works like any other"
        found.append(Diagnostic("worktree", message))
    if clone.config("extensions.objectformat") == "sha256":
        found.append(Diagnostic("SHA-256", "commits have SHA-256 names; all works as usual"))
    if _index_version(folder) >= 4:
        found.append(Diagnostic("index", "git's index has version 4; all works as usual"))
    return found


def _index_version(folder: str) -> int:
    """Read the version of git's index file; 0 for no index."""
    try:
        with open(os.path.join(folder, "index"), "rb") as file:
            head = file.read(8)
    except OSError:
        return 0
    return int.from_bytes(head[4:], "big") if head[:4] == b"DIRC" else 0


def _of_extent(clone: Clone) -> list[Diagnostic]:
    found = []
    if clone.is_shallow():
        message = (
            "only the newest commits are here: the history ends early, and merging may need more. "
            "Fetch the others once: git fetch --unshallow"
        )
        found.append(Diagnostic("shallow", message))
    settings = clone.settings()
    if any(key.endswith((".promisor", ".partialclonefilter")) for key in settings):
        message = (
            "old contents are fetched when they are needed: history and merging need the server"
        )
        found.append(Diagnostic("partial", message))
    if clone.config_true("core.sparsecheckout"):
        message = (
            "only some folders are checked out. The data file's and the pages' folders must be "
            "among them: git sparse-checkout add FOLDER"
        )
        found.append(Diagnostic("sparse", message))
    return found


def _of_commits(clone: Clone) -> list[Diagnostic]:
    found = []
    hooks = found_hooks(clone, *_HOOKS)
    if hooks:
        found.append(Diagnostic("hooks", f"{', '.join(hooks)} run when you publish"))
    if clone.config_true("commit.gpgsign"):
        found.append(Diagnostic("signing", "commits are signed; your key may be asked for"))
    fetched = os.path.join(clone.folder(), "FETCH_HEAD")
    try:
        when = datetime.datetime.fromtimestamp(os.path.getmtime(fetched))
    except OSError:
        return found
    message = (
        f"what others published was looked at last on {write_day(when, short=True)} at {when:%H:%M}"
    )
    return [*found, Diagnostic("last look", message)]


def failure(error: GitError) -> Diagnostic:
    """Return why git does not work here at all."""
    return Diagnostic("git", str(error), True)
