"""Commits, trees and files in git's own store, read and written beside the working tree."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import NamedTuple

from lgtui.repo.client import Clone, GitError, literal
from lgtui.repo.status import git_folder


class Entry(NamedTuple):
    """A file in a tree: its mode, such as ``100644``, and the name of its content."""

    mode: str
    name: str


class Changed(NamedTuple):
    """A file that two trees have differently; ``None`` where it is not."""

    path: str
    old: Entry | None
    new: Entry | None


def read_blobs(clone: Clone, names: Sequence[str]) -> list[bytes | None]:
    """The contents of several files, each named ``COMMIT:PATH``; ``None`` where there is none.

    One call to git reads them all.

    Raises:
        GitError: git cannot read its store.
    """
    asked = [name for name in names if "\n" not in name]
    lines = "".join(f"{name}\n" for name in asked).encode("utf-8", "surrogateescape")
    answer = clone.run("cat-file", "--batch", stdin=lines)
    if answer.status:
        raise clone.error(answer, "git cannot read the repository")
    found: dict[str, bytes | None] = {}
    at = 0
    for name in asked:
        end = answer.out.index(b"\n", at)
        header = answer.out[at:end].rsplit(b" ", 2)
        at = end + 1
        if len(header) == 3 and header[2].isdigit():
            size = int(header[2])
            found[name] = answer.out[at : at + size] if header[1] == b"blob" else None
            at += size + 1
        else:
            found[name] = None
    return [found.get(name) for name in names]


def write_blob(clone: Clone, content: bytes) -> str:
    """Puts a content into git's store and returns its name."""
    return clone.ask("hash-object", "-w", "--stdin", "--no-filters", stdin=content)


def entries(clone: Clone, commit: str, paths: Iterable[str]) -> dict[str, Entry]:
    """The files of a commit among some paths."""
    wanted = list(paths)
    if not wanted:
        return {}
    raw = clone.ask("ls-tree", "-r", "-z", "--full-tree", commit, "--", *literal(wanted))
    found = {}
    for line in raw.split("\0"):
        if line:
            about, _, path = line.partition("\t")
            mode, _, name = about.split(" ")
            found[path] = Entry(mode, name)
    return {path: found[path] for path in wanted if path in found}


def changed(clone: Clone, old: str, new: str) -> list[Changed]:
    """The files that differ between two commits."""
    raw = clone.ask("diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", old, new)
    parts = [part for part in raw.split("\0") if part]
    found = []
    for about, path in zip(parts[::2], parts[1::2], strict=True):
        old_mode, new_mode, old_name, new_name, _ = about.lstrip(":").split(" ")
        found.append(
            Changed(
                path,
                None if set(old_mode) == {"0"} else Entry(old_mode, old_name),
                None if set(new_mode) == {"0"} else Entry(new_mode, new_name),
            )
        )
    return found


class Scratch:
    """A tree in the making, in an index of its own: the organizer's index is not touched."""

    def __init__(self, clone: Clone, path: str) -> None:
        self._clone = clone
        self._env = {"GIT_INDEX_FILE": path}

    def read(self, tree: str) -> None:
        """Begins with the files of a tree or commit."""
        self._clone.ask("read-tree", tree, env=self._env)

    def put(self, files: Mapping[str, Entry | None]) -> None:
        """Adds, replaces or (``None``) takes out files."""
        if files:
            update_index(self._clone, files, self._env)

    def write(self) -> str:
        """The name of the tree."""
        return self._clone.ask("write-tree", "--missing-ok", env=self._env)


def update_index(
    clone: Clone, files: Mapping[str, Entry | None], env: Mapping[str, str] | None = None
) -> None:
    """Sets files in the index, and in nothing else; ``None`` takes one out."""
    none = ""
    if None in files.values():
        sha256 = clone.ask("rev-parse", "--show-object-format") == "sha256"
        none = "0" * (64 if sha256 else 40)
    lines = "".join(
        f"{entry.mode} {entry.name}\t{path}\0" if entry else f"0 {none}\t{path}\0"
        for path, entry in files.items()
    )
    raw = lines.encode("utf-8", "surrogateescape")
    clone.ask("update-index", "-z", "--index-info", stdin=raw, env=env, limit=None)


@contextmanager
def scratch(clone: Clone) -> Iterator[Scratch]:
    """An index of its own for building trees, gone afterwards."""
    import tempfile

    folder = git_folder(clone.root)
    handle, path = tempfile.mkstemp(prefix="lgtui-index-", dir=folder)
    os.close(handle)
    os.unlink(path)  # git wants no empty file for an index, only its name
    try:
        yield Scratch(clone, path)
    finally:
        for leftover in (path, f"{path}.lock"):
            with suppress(FileNotFoundError):
                os.unlink(leftover)


def merge_text(
    clone: Clone, base: bytes, mine: bytes, theirs: bytes, union: bool = False
) -> tuple[bytes, bool]:
    """Merges three texts line by line, as git does.

    Args:
        clone: where git runs.
        base: what both came from.
        mine: one side.
        theirs: the other.
        union: where both changed the same lines keep both.

    Returns:
        The text, and whether it merged without a conflict.
    """
    if base in (mine, theirs) or mine == theirs:
        return (theirs if base == mine else mine), True
    import tempfile

    with tempfile.TemporaryDirectory(prefix="lgtui-") as folder:
        names = [os.path.join(folder, name) for name in ("mine", "base", "theirs")]
        for name, content in zip(names, (mine, base, theirs), strict=True):
            with open(name, "wb") as file:
                file.write(content)
        options = ["--union"] if union else []
        answer = clone.run("merge-file", "-p", "-q", *options, "--", *names)
    if answer.status < 0 or answer.status > 127:
        return mine, False
    return answer.out, answer.status == 0


def head_of(clone: Clone, name: str) -> str:
    """The commit that a full name of a branch stands for; empty where there is none."""
    answer = clone.run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return answer.text if answer.status == 0 else ""


def merge_base(clone: Clone, one: str, other: str) -> str:
    """The commit that two others came from.

    Raises:
        GitError: they have nothing in common, as far as this clone knows.
    """
    answer = clone.run("merge-base", one, other)
    if answer.status == 0:
        return answer.text.split("\n")[0]
    if os.path.exists(os.path.join(git_folder(clone.root), "shallow")):
        raise GitError(
            "this clone holds only the newest commits, too few to merge. Fetch the others once: "
            "git fetch --unshallow"
        )
    raise GitError(
        "this branch and the server's have no commit in common, so they cannot be merged. Clone "
        "the repository anew and bring your data file there",
        answer.said,
    )
