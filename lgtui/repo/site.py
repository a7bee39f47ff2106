"""The organizer's site on disk and in git: which files are ours, and their versions."""

import os
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from lgtui import render, store
from lgtui.model import DataError, Records, Templates
from lgtui.render import Page
from lgtui.repo.client import Clone, GitError
from lgtui.repo.objects import merge_text, read_blobs
from lgtui.store import disk
from lgtui.store.reader import read_templates

Read = Callable[[str], bytes | None]
"""Reads a file of one version by its path from the repository's root."""


class Version(NamedTuple):
    """One state of the site: its data file and how to read its other files."""

    document: store.Document
    read: Read


@lru_cache(maxsize=4)
def _parsed(raw: bytes) -> store.Document:
    return store.parse(raw, "")


def parsed(raw: bytes, path: str) -> store.Document:
    """A data file read into records; the last few are remembered, as merging meets them again.

    Raises:
        DataError: it is not valid TOML.
    """
    try:
        return _parsed(raw)._replace(path=path)
    except DataError as error:
        raise DataError(error.message, path, error.line, error.column) from error


def site_pages(records: Records, templates: Templates) -> list[Page]:
    """The pages that the records are rendered to, their paths as git writes them.

    Raises:
        DataError: a page cannot be rendered.
    """
    from posixpath import normpath

    return [page._replace(path=normpath(page.path)) for page in render.files(records, templates)]


def page_paths(records: Records) -> list[str]:
    """The files that the records are rendered to, their paths as git writes them."""
    from posixpath import normpath

    return [normpath(path) for path in render.paths(records)]


EMPTY = b"schema = 1\n"
"""The data file of a version that has none yet."""


class Site(NamedTuple):
    """A site: its clone, the repository's root, and the data file's path from there."""

    clone: Clone
    root: str
    data: str

    def file(self, path: str) -> str:
        """A file's place on the disk."""
        return os.path.join(self.root, path)

    def read(self, path: str) -> bytes | None:
        """A file in the working tree; ``None`` where it is not.

        Raises:
            DataError: it is there but cannot be read.
        """
        whole = self.file(path)
        return disk.read_file(whole) if os.path.lexists(whole) else None

    def templates(self, records: Records) -> Templates:
        """Read the organizers' own templates that the records name, from the working tree."""
        return read_templates(records, self.file(self.data))

    def ours(self, *versions: Records) -> list[str]:
        """The files that lgtui writes for some records: the data file first."""
        paths = dict.fromkeys([self.data])
        for records in versions:
            paths.update(dict.fromkeys(page_paths(records)))
        return list(paths)

    def merge_text(
        self, base: bytes, mine: bytes, theirs: bytes, union: bool
    ) -> tuple[bytes, bool]:
        """Merges three texts line by line; see :func:`lgtui.repo.objects.merge_text`."""
        return merge_text(self.clone, base, mine, theirs, union)

    def on_disk(self, committed: Version | None = None) -> Version:
        """The working tree as it is.

        Args:
            committed: what it is compared with: where git wrote a file of it with CRLF line
                ends, the file is read as git holds it.

        Raises:
            DataError: the data file cannot be read.
        """
        if committed is None:
            file = self.file(self.data)
            return Version(parsed(disk.read_file(file), file), self.read)

        def read(path: str) -> bytes | None:
            content = self.read(path)
            return as_held(content, committed.read(path)) if content else content

        return Version(parsed(read(self.data) or b"", self.file(self.data)), read)

    def at(self, commits: Iterable[str], records: Records) -> list[Version]:
        """The site in some commits, whose files are read in one call.

        Args:
            commits: their full names.
            records: whose pages are read ahead; others are read when asked for.

        Raises:
            DataError: the data file of a commit is not valid; the message names the commit.
            GitError: git cannot read its store.
        """
        names = list(commits)
        paths = self.ours(records)
        raws = read_blobs(self.clone, [f"{commit}:{path}" for commit in names for path in paths])
        versions = []
        for at, commit in enumerate(names):
            known = dict(zip(paths, raws[at * len(paths) : (at + 1) * len(paths)], strict=True))
            raw = known[self.data]
            document = parsed_at(EMPTY if raw is None else raw, self.data, commit)
            versions.append(Version(document, _reader(self.clone, commit, known)))
        return versions


def as_held(content: bytes, held: bytes | None) -> bytes:
    """A file on disk with the line ends that git holds it with."""
    if held is not None and b"\r\n" in content and b"\r\n" not in held:
        return content.replace(b"\r\n", b"\n")
    return content


def _reader(
    clone: Clone, commit: str, known: dict[str, bytes | None]
) -> Callable[[str], bytes | None]:
    """Reads a commit's files, each once."""

    def read(path: str) -> bytes | None:
        if path not in known:
            known[path] = read_blobs(clone, [f"{commit}:{path}"])[0]
        return known[path]

    return read


def parsed_at(raw: bytes, path: str, commit: str) -> store.Document:
    """The data file of a commit.

    Raises:
        DataError: it is not valid TOML; the message names the commit.
    """
    try:
        return parsed(raw, path)
    except DataError as error:
        message = f"in commit {commit[:10]}: {error.message}"
        raise DataError(message, error.file, error.line, error.column) from error


def open_site(data: str, foreground: bool = False, inherit: bool = False) -> Site:
    """The site that a data file belongs to.

    Args:
        data: the data file.
        foreground: git may ask in the terminal.
        inherit: look at the index that the calling git names: only for a hook.

    Raises:
        GitError: the file is not in a git repository, or git is not installed.
    """
    whole = os.path.abspath(data)
    root = store.root_of(whole)
    if not os.path.lexists(os.path.join(root, ".git")):
        raise GitError(
            f"{root} is not in a git repository. Clone the site's repository and work there, or "
            "start one: git init"
        )
    path = os.path.relpath(whole, root).replace(os.sep, "/")
    return Site(Clone(root, foreground, inherit), root, path)
