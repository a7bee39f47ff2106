"""The state of a clone: one call to git, and a look at a few of git's files."""

import os
from collections.abc import Iterable
from typing import NamedTuple

from lgtui.repo.client import Clone, literal
from lgtui.repo.messages import shell_word

_OPERATIONS = (
    ("rebase-apply/applying", "applying mails (git am)", "git am --continue, or git am --abort"),
    ("rebase-merge", "a rebase", "git rebase --continue, or git rebase --abort"),
    ("rebase-apply", "a rebase", "git rebase --continue, or git rebase --abort"),
    ("MERGE_HEAD", "a merge", "git commit when it is resolved, or git merge --abort"),
    ("CHERRY_PICK_HEAD", "a cherry-pick", "git cherry-pick --continue, or git cherry-pick --abort"),
    ("REVERT_HEAD", "a revert", "git revert --continue, or git revert --abort"),
    ("BISECT_LOG", "a bisection", "git bisect reset"),
)
"""Files in the git folder that tell of an operation, its name, and how it ends."""


class FileState(NamedTuple):
    """One file that is not as it was committed: ``code`` is git's two letters, or ``??``."""

    path: str
    code: str

    @property
    def state(self) -> str:
        """Return the state in a word."""
        if self.code == "??":
            return "new"
        if "U" in self.code or self.code in ("AA", "DD"):
            return "in conflict"
        return "deleted" if "D" in self.code else "changed"


class Status(NamedTuple):
    """The state of a clone.

    Attributes:
        branch: the branch's name; empty on a detached HEAD.
        head: the commit; empty before the first one.
        upstream: the branch that this one follows, such as ``origin/main``; empty for none.
        ahead: commits that the upstream has not.
        behind: commits that this branch has not, as far as was fetched.
        gone: an upstream is set but does not exist, for instance before the first push.
        files: our files that differ from the commit.
        ignored: our files that git is told to ignore.
        operation: what git is in the middle of: ``a rebase``; empty for nothing.
        way_out: how that operation is ended.
        remote: where no server's branch is followed, the server to push to; empty for none.
        local: whether the upstream is a branch of this clone, and on no server.
    """

    branch: str = ""
    head: str = ""
    upstream: str = ""
    ahead: int = 0
    behind: int = 0
    gone: bool = False
    files: tuple[FileState, ...] = ()
    ignored: tuple[str, ...] = ()
    operation: str = ""
    way_out: str = ""
    remote: str = ""
    local: bool = False

    @property
    def conflicts(self) -> str:
        """Return what to do about files in conflict; empty for none."""
        names = ", ".join(file.path for file in self.files if file.state == "in conflict")
        return f"{names}: in conflict. Resolve it, then git add and git commit" if names else ""

    @property
    def can_commit(self) -> bool:
        """Return whether a commit made now would be sound; else ``advice`` says what to do."""
        return bool(self.branch and not self.operation and not self.conflicts)

    @property
    def advice(self) -> str:
        """Return what is unusual and what to do, empty where all is well."""
        if self.operation:
            return f"git is in the middle of {self.operation}. End it first: {self.way_out}"
        if self.conflicts:
            return self.conflicts
        if not self.branch:
            return (
                "you are not on a branch (detached HEAD): a commit made now would be hard to find "
                "again. Go to your branch first (git branch lists them): git switch NAME"
            )
        if self.gone:
            return f"{self.upstream} does not exist on the server yet; the first push creates it"
        if self.upstream and not self.local:
            return ""
        followed = f"{self.upstream}, a branch here and" if self.local else "no branch"
        add = "" if self.remote else "git remote add origin ADDRESS, then "
        remote, branch = (shell_word(name) for name in (self.remote or "origin", self.branch))
        return (
            f"branch {self.branch} follows {followed} on {'no' if self.local else 'a'} server. Set "
            f"it once: {add}git push --set-upstream {remote} {branch}"
        )

    @property
    def line(self) -> str:
        """Return a short line for the app's bar: ``main ↑1 ↓2``."""
        name = self.branch or (f"({self.head[:7]})" if self.head else "(no commit)")
        ahead = f" ↑{self.ahead}" if self.ahead else ""
        behind = f" ↓{self.behind}" if self.behind else ""
        busy = f" {self.operation.split()[-1].upper()}" if self.operation else ""
        return f"{name}{ahead}{behind}{busy}"


def status(clone: Clone, paths: Iterable[str]) -> Status:
    """Read the state of a clone, and of some of its files.

    Args:
        clone: the clone.
        paths: files and folders from the repository's root.

    Raises:
        GitError: there is no repository, or git refuses to look at it.
    """
    answer = clone.run(
        "status", "--porcelain=v2", "--branch", "-z", "--untracked-files=all",
        "--no-renames", "--ignored=matching", "--ignore-submodules=all", "--", *literal(paths),
    )  # fmt: skip
    if answer.status:
        raise clone.error(answer, "git cannot tell the state of this folder")
    operation, way_out = _operation(clone.folder())
    now = parse_status(answer.out)._replace(operation=operation, way_out=way_out)
    if now.branch and "/" not in now.upstream:
        # Nothing is followed, or a branch of this clone: servers' branches have their names before.
        return now._replace(remote=next(iter(clone.remotes()), ""), local=bool(now.upstream))
    return now


def parse_status(raw: bytes) -> Status:
    """Read the output of ``git status --porcelain=v2 --branch -z``."""
    found: dict[str, str] = {}
    files: list[FileState] = []
    ignored: list[str] = []
    for entry in raw.decode("utf-8", "surrogateescape").split("\0"):
        if entry.startswith("# "):
            name, _, value = entry[2:].partition(" ")
            found[name] = value
        elif entry.startswith("1 "):
            files.append(FileState(entry.split(" ", 8)[8], entry[2:4].replace(".", " ")))
        elif entry.startswith("u "):
            files.append(FileState(entry.split(" ", 10)[10], entry[2:4]))
        elif entry.startswith("? "):
            files.append(FileState(entry[2:], "??"))
        elif entry.startswith("! "):
            ignored.append(entry[2:])
    head, branch = found.get("branch.oid", ""), found.get("branch.head", "")
    counts = found.get("branch.ab", "")
    ahead, behind = (abs(int(part)) for part in (counts or "+0 -0").split())
    upstream = found.get("branch.upstream", "")
    return Status(
        "" if branch == "(detached)" else branch,
        "" if head == "(initial)" else head,
        upstream,
        ahead,
        behind,
        bool(upstream and not counts and head != "(initial)"),
        tuple(files),
        tuple(ignored),
    )


def unfinished(clone: Clone) -> str:
    """Return what git is in the middle of, and how to end it or go on; empty for nothing."""
    operation, way_out = _operation(clone.folder())
    if not operation:
        return ""
    told = Status(operation=operation, way_out=way_out).advice
    if operation in ("a merge", "a rebase"):
        told += ". Once it is aborted, lgtui --sync merges by record and field instead"
    return told


def _operation(folder: str) -> tuple[str, str]:
    for name, operation, way_out in _OPERATIONS:
        if folder and os.path.exists(os.path.join(folder, name)):
            return operation, way_out
    return "", ""
