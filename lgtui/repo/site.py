"""The organizers' site on disk and in git: its files, their versions, and two versions combined."""

import os
import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from lgtui import render, store
from lgtui.model import DataError, NewerSchemaError, Records, Templates, named_templates
from lgtui.records.conflicts import Merged
from lgtui.records.merge import merge
from lgtui.render import Edit, Page
from lgtui.repo.client import Clone, GitError, literal
from lgtui.repo.combine import (
    EMPTY,
    PageVersions,
    SideKinds,
    combine_data,
    combine_left,
    combine_page,
    parse_version,
)
from lgtui.store import disk
from lgtui.store.reader import read_templates

Read = Callable[[str], bytes | None]
"""Reads a file of one version by its path from the repository's root."""


class Version(NamedTuple):
    """One state of the site: its data file and how to read its other files.

    Attributes:
        document: the data file.
        read: reads any file.
        mended: where the data file is not valid, who broke it, which version is taken in its
            place, and the lines that are left out; empty where it is valid.
    """

    document: store.Document
    read: Read
    mended: str = ""

    @property
    def records(self) -> Records:
        """Return the records of the data file."""
        return self.document.records


Versions = tuple[Version, Version, Version]
"""What both sides came from, mine, theirs."""


class KeptEdit(NamedTuple):
    """Words that a person wrote where lgtui writes, kept as they are.

    Attributes:
        edit: the words, and what the records of that side say in their place.
        stale: the records of both sides say something else there.
    """

    edit: Edit
    stale: bool


class Combined(NamedTuple):
    """Two versions brought together.

    Attributes:
        merged: the merge.
        files: the bytes of the files that lgtui writes; ``None`` for one that goes.
        kept: what was edited by hand in them.
    """

    merged: Merged
    files: dict[str, bytes | None]
    kept: tuple[KeptEdit, ...] = ()


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


MOST_LEFT_OUT = 40
"""How many lines of a broken data file are shown."""

MOST_BROKEN = 100
"""How many versions of a broken data file are looked at for the one that broke it."""


def site_pages(records: Records, templates: Templates) -> list[Page]:
    """Return the pages that the records are rendered to, their paths as git writes them.

    Raises:
        DataError: a page cannot be rendered.
    """
    from posixpath import normpath

    return [page._replace(path=normpath(page.path)) for page in render.files(records, templates)]


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

    def at(
        self, commits: Iterable[str], *records: Records, mend: bool = False, full: bool = False
    ) -> list[Version]:
        """Return the site as of some commits, whose files are read in one call.

        Args:
            commits: their full names.
            records: whose pages are read ahead; others are read when asked for.
            mend: where the data file of a commit is not valid, take the last one that was, with
                the whole records that were added to it later.
            full: take a data file for not valid, too, that has no records where it had some.

        Raises:
            NewerSchemaError: a newer version wrote the data file; the message names the commit.
            DataError: the data file of a commit is not valid; the message names the commit.
            GitError: git cannot read its store.
        """
        names = list(commits)
        paths = self.ours(*records)
        raws = self.clone.read_files([f"{commit}:{path}" for commit in names for path in paths])
        versions = []
        for at, commit in enumerate(names):
            known = dict(zip(paths, raws[at * len(paths) : (at + 1) * len(paths)], strict=True))
            raw, mended = known[self.data], ""
            try:
                document = _checked(EMPTY if raw is None else raw, self.data, full)
            except DataError as error:
                broken = self._broken(error, commit, raw or b"", full)
                if broken.valid is None and full:
                    document = parse_version(EMPTY if raw is None else raw, self.data)
                elif not mend or broken.valid is None:
                    raise broken.error from error
                else:
                    document, added = _with_later(broken.valid, raw or b"", self.data)
                    mended = _left_out(broken, document.raw, raw or b"", added, self.data)
            versions.append(Version(document, _reader(self.clone, commit, known), mended))
        return versions

    def mend_on_disk(self) -> str:
        """Put the last valid version in the place of a data file that was committed broken.

        Nothing is lost by that: what is on disk is in the last commit, too.

        Returns:
            Who broke it and what is left out; empty where nothing was done.

        Raises:
            DataError: a file cannot be read or written, or a newer version wrote the data file.
            GitError: git cannot read its store.
        """
        file = self.file(self.data)
        raw = self.read(self.data)
        is_blank = raw is not None and not raw.strip()
        try:
            _checked(EMPTY if raw is None else raw, file, is_blank)
        except DataError:
            [held] = self.clone.read_files([f"HEAD:{self.data}"])
            if raw is None or held is None or as_held(raw, held) != held:
                return ""  # the organizer's own words, in no commit yet
            head = self.clone.ask("rev-parse", "HEAD")
            [version] = self.at([head], mend=True, full=is_blank)
            disk.write_files(disk.Files({file: version.document.raw}, {file: raw}))
            return version.mended
        return ""

    def _broken(self, error: DataError, commit: str, raw: bytes, full: bool) -> "_Broken":
        """Find who broke the data file, who changed it since, and what was there before.

        Args:
            error: what is wrong with it.
            commit: the version.
            raw: the file there.
            full: a file without records is not valid either.

        Raises:
            NewerSchemaError: a newer version wrote it, or one before it.
            GitError: git cannot read its store.
        """
        found = self.clone.ask(
            "log", "--no-show-signature", f"-{MOST_BROKEN}", "--format=%H%x01%h%x01%an%x01%s",
            commit, "--", *literal([self.data]),
        )  # fmt: skip
        since: list[str] = []
        said, before, last, valid = f"not valid in commit {commit[:10]}", "", "", None
        newer = error if isinstance(error, NewerSchemaError) else None
        for entry in found.splitlines():
            name, short, author, subject = entry.split("\x01", 3)
            [then] = self.clone.read_files([f"{name}:{self.data}"])
            try:
                _checked(EMPTY if then is None else then, self.data, full)
            except DataError as fault:
                if newer and not isinstance(fault, NewerSchemaError):
                    break
                newer = fault if isinstance(fault, NewerSchemaError) else None
                said = f"{author} in commit {short} ({subject})"
                since.append(f"{short} {author}: {subject}")
            else:
                before, last, valid = f"{author} in commit {short}", short, then
                break
        if newer:
            raise NewerSchemaError(f"since {said} {newer.message}", self.data) from error
        lines = raw.decode(errors="replace").splitlines()
        line = lines[error.line - 1].strip() if 0 < error.line <= len(lines) else ""
        reads = f". The line there: {line}" if line else ""
        said = f"broken by {said}" if since else said
        told = DataError(f"{said}: {error.message}{reads}", error.file, error.line, error.column)
        return _Broken(told, commit, tuple(reversed(since)), before, last, valid)

    def combine(self, versions: Versions, resolved: Records | None = None) -> Combined:
        """Combine two versions of the site.

        Where both changed one field, the files hold mine, unless the records are given resolved.

        Args:
            versions: base, mine, theirs.
            resolved: the outcome after a person decided the conflicts.

        Raises:
            DataError: a page cannot be combined: markers damaged, what stands around the
                regions was changed differently by both sides, or one side took the page out.
            HandEdit: both sides edited by hand the same that lgtui writes.
        """
        base, mine, theirs = versions
        if resolved is None:
            merged = merge(base.records, mine.records, theirs.records)
        else:
            merged = Merged(resolved)
        documents = (base.document, mine.document, theirs.document)
        files: dict[str, bytes | None] = {
            self.data: combine_data(self.clone, documents, merged.records)
        }
        kept: list[KeptEdit] = []
        places = [_places(version.records) for version in versions]
        for page in site_pages(merged.records, self.templates(merged.records)):
            sides = _sides(versions, places, page)
            if page.kind == "news" and sides == (None, None, None):
                continue  # rendering decides about it: a person may have written one of their own
            if sides[2] is not None and sides[0] == sides[1] and merged.records == theirs.records:
                files[page.path] = sides[2]  # nothing of mine is in it
                continue
            files[page.path], edits = combine_page(self.clone, page, sides)
            kept += [
                self._kept(page, edit, mine.records if by_mine else theirs.records)
                for edit, by_mine in edits
            ]
        now = _places(merged.records)
        left = {path: key for place in places for key, path in place.items()}
        for path in left.keys() - {self.data, *now.values()}:
            moved = [
                any(now.get(key) and at == path for key, at in place.items()) for place in places
            ]
            kinds = SideKinds(left[path].partition(" ")[0], moved[1], moved[2])
            before, own, other = (version.read(path) for version in versions)
            files[path] = combine_left(self.clone, path, kinds, (before, own, other))
        return Combined(merged, files, tuple(kept))

    def _kept(self, page: Page, edit: Edit, records: Records) -> KeptEdit:
        """Return a kept edit with what the records of its side say in its place.

        Args:
            page: the page with the merged records.
            edit: what was edited by hand.
            records: the records of the side that edited it.
        """
        for own in site_pages(records, self.templates(records)):
            if _key(own.kind, own.path) == _key(page.kind, page.path):
                says = _region_text(own, edit.region)
                return KeptEdit(edit._replace(fresh=says), says != edit.fresh)
        return KeptEdit(edit, True)


def _key(kind: str, path: str) -> str:
    """Return what a page is known by wherever it lies: its kind; of a news item its name, too."""
    return f"{kind} {os.path.basename(path)}" if kind == "news" else kind


def _places(records: Records) -> dict[str, str]:
    """Return the paths of the pages that the records are rendered to, each by its key."""
    from posixpath import normpath

    return {_key(kind, path): normpath(path) for kind, path in render.placed(records)}


def _sides(versions: Versions, places: list[dict[str, str]], page: Page) -> PageVersions:
    """Read a page in three versions, in each from where it lies there.

    Raises:
        DataError: the page was moved to where the other side has a file of its own.
    """
    key = _key(page.kind, page.path)
    found = []
    for version, place in zip(versions, places, strict=True):
        at = place.get(key, page.path)
        raw = version.read(at)
        if at != page.path:
            there = version.read(page.path)
            raw = there if raw is None else raw
            if page.path not in place.values() and there not in (
                None,
                raw,
                versions[0].read(page.path),
            ):
                raise DataError(
                    f"one side moved the page {at} to here, and the other has a file of its own "
                    "in this place. Nothing was written or pushed. Rename one of them (git mv), "
                    "then try again",
                    page.path,
                )
        found.append(raw)
    return found[0], found[1], found[2]


class _Broken(NamedTuple):
    """A data file that is not valid.

    Attributes:
        error: what is wrong, and who broke it.
        commit: the version.
        since: the commits from the one that broke it on, by name, author and subject.
        before: who made the last valid version.
        last: the commit of that.
        valid: the file there; ``None`` where there is none.
    """

    error: DataError
    commit: str
    since: tuple[str, ...]
    before: str
    last: str
    valid: bytes | None


def has_records(records: Records) -> bool:
    """Return whether there is a talk, a season or an organizer."""
    return bool(records.talks or records.seasons or records.organizers)


def is_emptied(before: Records, after: Records) -> bool:
    """Return whether a data file lost all that it had, as by a slip; the last record may go."""
    if has_records(after) or not has_records(before):
        return False
    number = len(before.talks) + len(before.seasons) + len(before.organizers)
    return number > 1 or after == Records()


def _checked(raw: bytes, path: str, full: bool) -> store.Document:
    """Read a version of the data file that must have records, if ``full``.

    Raises:
        DataError: it is not valid TOML, or has no records.
    """
    document = parse_version(raw, path)
    if full and not has_records(document.records):
        raise DataError("the file has no talks, seasons or organizers any more", path)
    return document


_BLOCK = re.compile(rb"^\[\[ *(?:talks|seasons|organizers) *\]\][^\n]*\n", re.M)
"""The line that begins a record."""

_OTHER_BLOCK = re.compile(rb"^\[\[? *(?!(?:talks|seasons|organizers) *\.)", re.M)
"""The beginning of the next record or table, and no part of the same record."""


def _with_later(valid: bytes, broken: bytes, path: str) -> tuple[store.Document, list[str]]:
    """Add to the last valid version the whole records that were added to the broken one.

    Args:
        valid: the last valid version.
        broken: the version that is not valid.
        path: the data file.

    Returns:
        The data file, and the records that were added, by their names.
    """
    document, added = parse_version(valid, path), list[str]()
    for start in _BLOCK.finditer(broken):
        end = _OTHER_BLOCK.search(broken, start.end())
        block = broken[start.start() : end.start() if end else len(broken)].rstrip() + b"\n"
        try:
            alone = parse_version(EMPTY + block, path)
            longer = parse_version(document.raw.rstrip() + b"\n\n" + block, path)
        except DataError:
            continue
        names = [_names(one.records) for one in (document, alone, longer)]
        if alone.problems or names[1] & names[0] or names[2] != names[0] | names[1]:
            continue
        document, added = longer, [*added, *(name for name in names[1] if name)]
    return document, added


def _names(records: Records) -> set[str]:
    """Return the names of the records that have one."""
    seasons = {f"S{season.number:02d}" for season in records.seasons if season.number}
    organizers = {one.name for one in records.organizers}
    return {talk.id for talk in records.talks} | seasons | organizers


def _left_out(broken: _Broken, taken: bytes, raw: bytes, added: list[str], path: str) -> str:
    """Return which version is taken in the place of a broken one, and what is left out of whom.

    Args:
        broken: who broke it, and who changed it since.
        taken: the data file that is taken in its place.
        raw: the broken one.
        added: the records that were added to it and are in the one that is taken.
        path: the data file.
    """
    from difflib import ndiff

    from lgtui.repo.messages import shell_word

    old, new = (some.decode(errors="replace").splitlines() for some in (taken, raw))
    lines = [line for line in ndiff(old, new) if line[:2] in ("- ", "+ ")]
    shown = "\n".join(line[:200] for line in lines[:MOST_LEFT_OUT])
    more = f"\n… and {len(lines) - MOST_LEFT_OUT} more" if len(lines) > MOST_LEFT_OUT else ""
    kept = f" and with what was added whole since ({', '.join(added)})" if added else ""
    who = "that commit" if len(broken.since) < 2 else f"these {len(broken.since)} commits"
    commits = "\n".join(broken.since) + "\n" if len(broken.since) > 1 else ""
    left = f"Left out is what {who} changed otherwise; write again what is to stay"
    if all(line.startswith("- ") for line in lines):
        left = f"Back again is what {who} took away; if it was to go, delete it once more"
    return (
        f"{broken.error}. In its place there is the last valid version ({broken.before}), with "
        f"your edits{kept}. {left}:\n{commits}{shown}{more}\n"
        f"All of it: git diff {broken.last} {broken.commit[:10]} "
        f"-- {shell_word(path)}"
    )


def _region_text(page: Page, region: str) -> str:
    """Return what the records say in a region, or in a file that lgtui writes whole."""
    if page.kind in render.REGIONS:
        return render.regions_of(page.kind, page.records, page.templates)[region]
    return page.write(None).replace("\r\n", "\n").rstrip("\n")


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
