"""Commits made again on top of what others pushed, beside the working tree.

History stays linear, and nothing of the organizer's is touched until all of it is done: the new
commits are built from git's own store in an index of their own.
"""

from collections.abc import Callable, Mapping

from lgtui.repo.clone import Clone, GitError
from lgtui.repo.objects import (
    Changed,
    Entry,
    changed,
    entries,
    merge_base,
    scratch,
    write_blob,
)

Files = Mapping[str, bytes | None]
"""Contents by path from the repository's root; ``None`` for a file that is not there."""

Combine = Callable[[str], Files]
"""For one of my commits the files of ours as they shall be on top of the others' commits."""


class ObstacleError(GitError):
    """Something that only a person can clear away; nothing was changed."""


def local_commits(clone: Clone, base: str, head: str) -> list[str]:
    """My commits since the base, oldest first.

    Raises:
        ObstacleError: one of them is a merge, which cannot be made again.
    """
    lines = clone.ask("rev-list", "--reverse", "--topo-order", "--parents", f"{base}..{head}")
    commits = []
    for line in lines.splitlines():
        commit, *parents = line.split()
        if len(parents) != 1:
            raise ObstacleError(
                f"your branch holds a merge ({commit[:7]}) that is not on the server yet. Bring "
                "both together by hand: git pull --rebase, then publish again"
            )
        commits.append(commit)
    return commits


def replay(clone: Clone, head: str, tip: str, ours: set[str], combine: Combine) -> str:
    """Makes my commits again on top of another commit.

    Files that lgtui does not write are carried over where only one side changed them.

    Args:
        clone: the clone.
        head: my newest commit.
        tip: the commit to go on top of.
        ours: the files that ``combine`` gives.
        combine: see :data:`Combine`.

    Returns:
        The newest of the new commits; ``tip`` itself where mine add nothing to it. Author,
        date and message stay; commits are signed where git is set to sign.

    Raises:
        ObstacleError: both sides changed a file that lgtui does not write.
        GitError: git cannot read or write its store.
    """
    commits = local_commits(clone, merge_base(clone, head, tip), head)
    if not commits:
        return tip
    steps = [(commit, changed(clone, f"{commit}^", commit)) for commit in commits]
    others = {change.path for _, changes in steps for change in changes} - ours
    now: dict[str, Entry | None] = dict.fromkeys(others)
    now.update(entries(clone, tip, others))
    parent, tree = tip, clone.ask("rev-parse", f"{tip}^{{tree}}")
    with scratch(clone) as index:
        index.read(tip)
        for commit, changes in steps:
            carried = _carried(clone, commit, changes, now, ours)
            now.update(carried)
            if any(change.path in ours for change in changes):
                carried |= _stored(clone, combine(commit), tip)
            index.put(carried)
            new_tree = index.write()
            if new_tree != tree:
                parent, tree = commit_again(clone, commit, new_tree, parent), new_tree
    return parent


def _carried(
    clone: Clone,
    commit: str,
    changes: list[Changed],
    now: Mapping[str, Entry | None],
    ours: set[str],
) -> dict[str, Entry | None]:
    """What one commit did to the files of others."""
    carried: dict[str, Entry | None] = {}
    for change in changes:
        if change.path in ours or now[change.path] == change.new:
            continue
        if now[change.path] != change.old:
            subject = clone.ask("log", "-1", "--format=%s", commit)
            raise ObstacleError(
                f"{change.path}: changed on the server and in your commit {commit[:7]} "
                f"“{subject}”. lgtui merges only its own files: bring these together by hand "
                "(git pull --rebase), then publish again"
            )
        carried[change.path] = change.new
    return carried


def _stored(clone: Clone, files: Files, tip: str) -> dict[str, Entry | None]:
    modes = entries(clone, tip, files)
    stored: dict[str, Entry | None] = {}
    for path, content in files.items():
        mode = modes[path].mode if path in modes else "100644"
        stored[path] = None if content is None else Entry(mode, write_blob(clone, content))
    return stored


def commit_again(clone: Clone, original: str, tree: str, parent: str) -> str:
    """A commit with the message, author and date of another one."""
    about = clone.ask(
        "-c", "i18n.logOutputEncoding=UTF-8", "log", "-1", "--date=raw",
        "--format=%an%x00%ae%x00%ad%x00%B", original,
    )  # fmt: skip
    name, mail, date, message = about.split("\0", 3)
    signed = clone.config_true("commit.gpgsign")
    return clone.ask(
        "-c", "i18n.commitEncoding=UTF-8", "commit-tree", tree, "-p", parent,
        *(["-S"] if signed else []), "-F", "-",
        stdin=message.encode("utf-8", "surrogateescape"),
        env={"GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": mail, "GIT_AUTHOR_DATE": f"@{date}"},
        limit=None,
    )  # fmt: skip
