"""The organizers' site on disk and in git: its files, their versions, and two versions combined."""

import os
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from lgtui import render, store
from lgtui.model import DataError, Records, Templates, named_templates
from lgtui.records.conflicts import Merged
from lgtui.records.merge import merge
from lgtui.render import Edit, HandEdit, Page
from lgtui.render.regions import find
from lgtui.repo.client import Clone, GitError, literal
from lgtui.store import disk
from lgtui.store.reader import read_templates

Read = Callable[[str], bytes | None]
"""Reads a file of one version by its path from the repository's root."""


class Version(NamedTuple):
    """One state of the site: its data file and how to read its other files."""

    document: store.Document
    read: Read

    @property
    def records(self) -> Records:
        """Return the records of the data file."""
        return self.document.records


Versions = tuple[Version, Version, Version]
"""What both sides came from, mine, theirs."""


class Combined(NamedTuple):
    """Two versions brought together: the merge, and the bytes of the files that lgtui writes."""

    merged: Merged
    files: dict[str, bytes]


@lru_cache(maxsize=4)
def _parsed(raw: bytes) -> store.Document:
    # The last few are remembered, because merging meets the same versions again.
    return store.parse(raw, "")


def published_templates(clone: Clone, records: Records, data: str) -> Templates:
    """Read the organizers' own templates that the records name, but none that git ignores.

    What git is told to ignore is kept from the site for a reason, such as a password in it.

    Args:
        clone: the clone, at the repository's root.
        records: the records of a data file.
        data: the data file.

    Raises:
        GitError: git is not installed.
    """
    found = dict(read_templates(records, data))
    paths = {name: os.path.normpath(name) for name, text in found.items() if isinstance(text, str)}
    if not (paths and clone.folder()):
        return found
    asked = "".join(f"{path}\0" for path in paths.values()).encode("utf-8", "surrogateescape")
    ignored = clone.run("check-ignore", "-z", "--stdin", stdin=asked).text.split("\0")
    keys = {name: key for key, name in named_templates(records.pages).items()}
    for name, path in paths.items():
        if path in ignored:
            from lgtui.render.templates import BadTemplateError

            message = (
                f"pages.{keys[name]}: {name!r} is ignored by git, so it may hold what is not for "
                "the site; name a file that git knows, or take it out of .gitignore"
            )
            found[name] = BadTemplateError(message, data)
    return found


MOST_BROKEN = 100
"""How many versions of a broken data file are looked at for the one that broke it."""


def parse_version(raw: bytes, path: str) -> store.Document:
    """Read a version of the data file into records.

    Args:
        raw: its bytes.
        path: its path, for messages.

    Raises:
        DataError: it is not valid TOML.
    """
    try:
        return _parsed(raw)._replace(path=path)
    except DataError as error:
        raise DataError(error.message, path, error.line, error.column) from error


def site_pages(records: Records, templates: Templates) -> list[Page]:
    """Return the pages that the records are rendered to, their paths as git writes them.

    Raises:
        DataError: a page cannot be rendered.
    """
    from posixpath import normpath

    return [page._replace(path=normpath(page.path)) for page in render.files(records, templates)]


EMPTY = b"schema = 1\n"
"""The data file of a version that has none yet."""


class Site(NamedTuple):
    """A site: its clone, the repository's root, and the data file's path from there."""

    clone: Clone
    root: str
    data: str

    def file(self, path: str) -> str:
        """Return where a file is on disk."""
        return os.path.join(self.root, path)

    def read(self, path: str) -> bytes | None:
        """Read a file of the working tree; ``None`` where it does not exist.

        Raises:
            DataError: it is there but cannot be read.
        """
        file = self.file(path)
        return disk.read_file(file) if os.path.lexists(file) else None

    def templates(self, records: Records) -> Templates:
        """Read the organizers' own templates that the records name, from the working tree."""
        return published_templates(self.clone, records, self.file(self.data))

    def ours(self, *versions: Records) -> list[str]:
        """Return the files that lgtui writes for some records: the data file first."""
        from posixpath import normpath

        from lgtui.checks.files import page_paths

        paths = dict.fromkeys([self.data])
        for records in versions:
            paths.update(dict.fromkeys(map(normpath, page_paths(records))))
        return list(paths)

    def on_disk(self, committed: Version | None = None) -> Version:
        """Return the working tree as it is.

        Args:
            committed: what it is compared with: where git wrote a file of it with CRLF line
                ends, the file is read as git holds it.

        Raises:
            DataError: the data file cannot be read.
        """
        file = self.file(self.data)
        if committed is None:
            return Version(parse_version(disk.read_file(file), file), self.read)

        def read(path: str) -> bytes | None:
            content = self.read(path)
            return as_held(content, committed.read(path)) if content else content

        return Version(parse_version(read(self.data) or b"", file), read)

    def at(self, commits: Iterable[str], *records: Records) -> list[Version]:
        """Return the site as of some commits, whose files are read in one call.

        Args:
            commits: their full names.
            records: whose pages are read ahead; others are read when asked for.

        Raises:
            DataError: the data file of a commit is not valid; the message names the commit.
            GitError: git cannot read its store.
        """
        names = list(commits)
        paths = self.ours(*records)
        raws = self.clone.read_files([f"{commit}:{path}" for commit in names for path in paths])
        versions = []
        for at, commit in enumerate(names):
            known = dict(zip(paths, raws[at * len(paths) : (at + 1) * len(paths)], strict=True))
            raw = known[self.data]
            try:
                document = parse_version(EMPTY if raw is None else raw, self.data)
            except DataError as error:
                raise self._with_author(error, commit, raw or b"") from error
            versions.append(Version(document, _reader(self.clone, commit, known)))
        return versions

    def _with_author(self, error: DataError, commit: str, raw: bytes) -> DataError:
        """Return why a version of the data file is not valid, with who broke it and the line.

        Args:
            error: what is wrong with it.
            commit: the version.
            raw: the file there.

        Raises:
            GitError: git cannot read its store.
        """
        found = self.clone.ask(
            "log", f"-{MOST_BROKEN}", "--format=%H%x01%h%x01%an%x01%s", commit, "--",
            *literal([self.data]),
        )  # fmt: skip
        broken = f"not valid in commit {commit[:10]}"
        for entry in found.splitlines():
            name, short, author, subject = entry.split("\x01", 3)
            [then] = self.clone.read_files([f"{name}:{self.data}"])
            try:
                parse_version(EMPTY if then is None else then, self.data)
                break
            except DataError:
                broken = f"broken by {author} in commit {short} ({subject})"
        lines = raw.decode(errors="replace").splitlines()
        line = lines[error.line - 1].strip() if 0 < error.line <= len(lines) else ""
        reads = f". The line there: {line}" if line else ""
        return DataError(f"{broken}: {error.message}{reads}", error.file, error.line, error.column)

    def combine(self, versions: Versions, resolved: Records | None = None) -> Combined:
        """Combine two versions of the site.

        Where both changed one field, the files hold mine, unless the records are given resolved.

        Args:
            versions: base, mine, theirs.
            resolved: the outcome after a person decided the conflicts.

        Raises:
            DataError: a page cannot be combined: markers damaged, or what stands around the
                regions was changed differently by both sides.
            HandEdit: a side edited by hand what lgtui writes.
        """
        base, mine, theirs = versions
        if resolved is None:
            merged = merge(base.records, mine.records, theirs.records)
        else:
            merged = Merged(resolved)
        documents = (base.document, mine.document, theirs.document)
        files = {self.data: combine_data(self.clone, documents, merged.records)}
        for page in site_pages(merged.records, self.templates(merged.records)):
            sides = (base.read(page.path), mine.read(page.path), theirs.read(page.path))
            files[page.path] = combine_page(self.clone, page, sides)
        return Combined(merged, files)


def as_held(content: bytes, held: bytes | None) -> bytes:
    """Return a file's content on disk with the line ends that git holds it with."""
    if held is not None and b"\r\n" in content and b"\r\n" not in held:
        return content.replace(b"\r\n", b"\n")
    return content


def _reader(clone: Clone, commit: str, known: dict[str, bytes | None]) -> Read:
    def read(path: str) -> bytes | None:
        if path not in known:
            known[path] = clone.read_files([f"{commit}:{path}"])[0]
        return known[path]

    return read


def combine_data(
    clone: Clone,
    documents: tuple[store.Document, store.Document, store.Document],
    records: Records,
) -> bytes:
    """Return a data file that holds merged records, and the comments and layout of both sides.

    Where the lines of both sides merge and say exactly the records, that is it. Else the records
    are written into all three versions, so that they differ in comments and layout only, and
    those are merged; lines that both sides changed are kept from both, or last from theirs.

    Args:
        clone: merges lines.
        documents: base, mine, theirs.
        records: what the file shall say.

    Raises:
        DataError: the records cannot be written into their file.
    """
    base, mine, theirs = documents
    for side, other in ((mine, theirs), (theirs, mine)):
        if other.raw == base.raw and side.records == records:
            return side.raw
    text, clean = clone.merge_text(base.raw, mine.raw, theirs.raw)
    if clean and _says(text, records):
        return text
    written = store.splice(theirs, records)
    try:
        sides = (store.splice(base, records), store.splice(mine, records), written)
    except DataError:
        return written
    for union in (False, True):
        text, clean = clone.merge_text(*sides, union)
        if (clean or union) and _says(text, records):
            return text
    return written


def _says(raw: bytes, records: Records) -> bool:
    try:
        return parse_version(raw, "").records == records
    except DataError:
        return False


def combine_page(
    clone: Clone, page: Page, sides: tuple[bytes | None, bytes | None, bytes | None]
) -> bytes:
    """Return a page that says the merged records, with what both sides changed around its regions.

    A page that both sides have as it was, with words in it that a person wrote, stays as it is.

    Args:
        clone: merges lines.
        page: the page and the merged records.
        sides: its bytes in base, mine and theirs; ``None`` where it does not exist.

    Raises:
        DataError: see :meth:`Site.combine`.
        HandEdit: see :meth:`Site.combine`.
    """
    base, mine, theirs = (None if side is None else decoded(side) for side in sides)
    for side in (mine, theirs):
        if side is not None and side != base and (edits := _hand_edits(page, side)):
            raise HandEdit(edits)
    if mine is not None and base == mine == theirs and _hand_edits(page, mine):
        # Nobody has decided about those words yet: rendered here they would go unasked.
        return encoded(mine)
    if page.kind not in render.REGIONS or mine is None or theirs is None:
        return encoded(page.write(mine if theirs is None else theirs, force=True))
    outside = [encoded(around(text, page.path)) for text in (base or "", mine, theirs)]
    text, clean = clone.merge_text(outside[0], outside[1], outside[2])
    if not clean:
        raise DataError(
            "both you and others changed the same lines of this page outside lgtui's regions; "
            "bring them together by hand (git pull --rebase), then publish again",
            page.path,
        )
    return encoded(page.write(decoded(text), force=True))


def _hand_edits(page: Page, text: str) -> list[Edit]:
    """Find what a person wrote where lgtui writes; markers just put around nothing are no edit.

    Raises:
        DataError: the page cannot be judged, for instance because a marker is damaged.
    """
    update = page.update(text)
    if update.fault is not None:
        raise update.fault
    return [edit for edit in update.edits if edit.found]


def around(text: str, path: str) -> str:
    """Return the page with its regions emptied: what the organizers wrote.

    Raises:
        MarkerError: a marker is damaged.
    """
    parts: list[str] = []
    at = 0
    for region in find(text, path):
        parts += [text[at : region.start], region.newline[-1:], f"<!-- lgtui:end {region.name} -->"]
        at = region.end
    return "".join([*parts, text[at:]])


def decoded(raw: bytes) -> str:
    """Return the text of a page; bytes that are no UTF-8 stay what they are."""
    return raw.decode("utf-8", "surrogateescape")


def encoded(text: str) -> bytes:
    """Return the bytes of a page's text; the inverse of :func:`decoded`."""
    return text.encode("utf-8", "surrogateescape")


def open_site(data: str, foreground: bool = False, inherit: bool = False) -> Site:
    """Return the site that a data file belongs to.

    Args:
        data: the data file.
        foreground: git may ask in the terminal.
        inherit: look at the index that the calling git names: only for a hook.

    Raises:
        GitError: the file is not in a git repository, or git is not installed.
    """
    file = os.path.abspath(data)
    root = store.root_of(file)
    if not os.path.lexists(os.path.join(root, ".git")):
        raise GitError(
            f"{root} is not in a git repository. Clone the site's repository and work there, or "
            "start one: git init"
        )
    path = os.path.relpath(file, root).replace(os.sep, "/")
    return Site(Clone(root, foreground, inherit), root, path)
