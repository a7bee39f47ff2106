"""My commits made again on what others pushed, and the working tree brought to the result."""

import os
import re
import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import NamedTuple

from lgtui.records.conflicts import Merged
from lgtui.repo.client import Clone, GitError, literal
from lgtui.repo.combine import merge_as_git
from lgtui.repo.site import Combined, Site, as_held
from lgtui.store import disk


class Entry(NamedTuple):
    """A file in a tree: its mode, such as ``100644``, and the name of its content."""

    mode: str
    name: str

    @property
    def is_file(self) -> bool:
        """Return whether it is a plain file: no link and no repository of its own."""
        return self.mode.startswith("100")


Entries = Mapping[str, Entry | None]
"""Files of a tree by path from the repository's root; ``None`` for one that is taken out."""

FileChanges = dict[str, tuple[Entry | None, Entry | None]]
"""Files that a commit changed, by path: before and after; ``None`` for no file."""

Files = Mapping[str, bytes | None]
"""Contents by path from the repository's root; ``None`` for a file that does not exist."""

Combine = Callable[[str], Files]
"""For one of my commits the files of ours as they shall be on top of the others' commits."""


class ObstacleError(GitError):
    """Says what only a person can clear away; nothing was changed."""


def entries(
    clone: Clone, commit: str, paths: Iterable[str], env: Mapping[str, str] | None = None
) -> dict[str, Entry]:
    """Return the files of a commit among some paths.

    Args:
        clone: the clone.
        commit: the commit.
        paths: the paths from the repository's root.
        env: further variables for git.

    Raises:
        GitError: git cannot read its store.
    """
    wanted = list(paths)
    if not wanted:
        return {}
    raw = clone.ask("ls-tree", "-r", "-z", "--full-tree", commit, "--", *literal(wanted), env=env)
    found = {}
    for line in raw.split("\0"):
        if line:
            about, _, path = line.partition("\t")
            mode, _, name = about.split(" ")
            found[path] = Entry(mode, name)
    return {path: found[path] for path in wanted if path in found}


def changed_files(clone: Clone, commit: str) -> FileChanges:
    """Return the files that a commit changed.

    Raises:
        GitError: git cannot read its store.
    """
    return _differences(clone, f"{commit}^", commit)


def _differences(clone: Clone, before: str, after: str) -> FileChanges:
    """Return the files that differ between two commits or trees."""
    raw = clone.ask("diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", before, after)
    parts = [part for part in raw.split("\0") if part]
    found = {}
    for about, path in zip(parts[::2], parts[1::2], strict=True):
        old_mode, new_mode, old_name, new_name, _ = about.lstrip(":").split(" ")
        found[path] = _entry(old_mode, old_name), _entry(new_mode, new_name)
    return found


def _entry(mode: str, name: str) -> Entry | None:
    return Entry(mode, name) if mode.strip("0") else None


@contextmanager
def separate_index(clone: Clone) -> Iterator[dict[str, str]]:
    """Yield the variables that make git use an index of its own: the organizer's is not touched."""
    import tempfile

    try:
        handle, path = tempfile.mkstemp(prefix="lgtui-index-", dir=clone.folder())
    except OSError as error:
        raise GitError(
            f"{clone.folder()} cannot be written to ({error.strerror}). Nothing was changed. See "
            "whose it is (ls -ld), or whether its disk is read-only, then try again"
        ) from error
    os.close(handle)
    os.unlink(path)  # git wants no empty file for an index, only its name
    try:
        yield {"GIT_INDEX_FILE": path}
    finally:
        for leftover in (path, f"{path}.lock"):
            with suppress(FileNotFoundError):
                os.unlink(leftover)


def write_tree(clone: Clone, env: Mapping[str, str]) -> str:
    """Write the tree of an index into git's store; return its name.

    Raises:
        GitError: git cannot write its store.
    """
    # In a partial clone git need not have, nor fetch, the contents of others' files.
    return clone.ask("write-tree", "--missing-ok", env=env)


def update_index(clone: Clone, files: Entries, env: Mapping[str, str] | None = None) -> None:
    """Set files in the index, and in nothing else.

    Args:
        clone: the clone.
        files: what to set or take out.
        env: the variables of a separate index; the organizer's index if left out.

    Raises:
        GitError: git cannot write the index.
    """
    if not files:
        return
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


def local_commits(clone: Clone, base: str, head: str, tip: str) -> list[str]:
    """Return my commits since the base, oldest first.

    A merge with what the others have now is none of them: its own side is in the others' already.

    Args:
        clone: the clone.
        base: what both came from.
        head: my newest commit.
        tip: the others' newest commit.

    Raises:
        ObstacleError: one of them is another merge, which cannot be made again.
    """
    lines = clone.ask(
        "rev-list", "--reverse", "--topo-order", "--parents", f"{base}..{head}", f"^{tip}"
    )
    commits = []
    for line in lines.splitlines():
        commit, *parents = line.split()
        if len(parents) == 2 and clone.is_ancestor(parents[1], tip):
            continue
        if len(parents) != 1:
            raise ObstacleError(
                f"your branch holds a merge ({commit[:7]}) that is not on the server yet. Bring "
                "both together by hand: git pull --rebase, then publish again"
            )
        commits.append(commit)
    return commits


def rebase_onto(
    clone: Clone, commits: dict[str, FileChanges], tip: str, ours: set[str], combine: Combine
) -> str:
    """Make my commits again on top of another commit.

    Files that lgtui does not write are carried over; where both sides changed one of them, their
    lines are merged as git does.

    Args:
        clone: the clone.
        commits: my commits, oldest first, with the files that each changed.
        tip: the commit to go on top of.
        ours: the files that ``combine`` gives.
        combine: see :data:`Combine`.

    Returns:
        The newest of the new commits; ``tip`` itself where mine add nothing to it. Author,
        date and message stay; commits are signed where git is set to sign.

    Raises:
        ObstacleError: both sides changed the same lines of a file that lgtui does not write, or
            one side has a file where the other has a folder or a link.
        GitError: git cannot read or write its store.
    """
    if not commits:
        return tip
    others = {path for changes in commits.values() for path in changes} - ours
    now: dict[str, Entry | None] = dict.fromkeys(others)
    now.update(entries(clone, tip, others))
    parent, tree = tip, clone.ask("rev-parse", f"{tip}^{{tree}}")
    every: FileChanges = {}
    with separate_index(clone) as env:
        clone.ask("read-tree", tip, env=env)
        for commit, changes in commits.items():
            carried: dict[str, Entry | None] = {}
            for path, (old, new) in changes.items():
                if path in ours or now[path] == new:
                    continue
                carried[path] = new
                if now[path] != old:
                    carried[path] = _merged_file(clone, path, (old, now[path], new))
                    if carried[path] is None:
                        raise _both_changed(clone, path, commit)
            now.update(carried)
            if any(path in ours for path in changes):
                carried |= _stored(clone, combine(commit), tip)
            update_index(clone, carried, env)
            new_tree = write_tree(clone, env)
            if new_tree != tree:
                changed = _differences(clone, tree, new_tree)
                _ensure_nothing_else_changes(changed, carried)
                every |= changed
                parent, tree = commit_again(clone, commit, new_tree, parent), new_tree
    _ensure_other_names(clone, every, tree, list(commits)[-1])
    return parent


def _ensure_other_names(clone: Clone, changed: FileChanges, tree: str, mine: str) -> None:
    """Make sure that no new name differs from one of the others' only in case or accents' form.

    macOS and Windows keep both as one file: whoever clones there loses one of them.

    Args:
        clone: the clone.
        changed: what my commits change where they are made again.
        tree: the files after them.
        mine: my newest commit as it was, whose names I chose myself.

    Raises:
        ObstacleError: a name of mine is like one of theirs.
    """
    added = [path for path, (old, _) in changed.items() if old is None]
    if not added:
        return
    listed = clone.ask("ls-tree", "-r", "-z", "--full-tree", "--name-only", tree).split("\0")
    places: dict[str, set[str]] = {}
    for path in filter(None, listed):
        for place in (path, *_folders_above(path)):
            places.setdefault(_folded(place), set()).add(place)
    for path in set(added) & set(listed):
        for place in (path, *_folders_above(path)):
            for other in sorted(places[_folded(place)] - {place}):
                if clone.run("cat-file", "-e", f"{mine}:{other}").status:
                    raise ObstacleError(
                        f"{place}: on the server there is {other}, which differs only in capital "
                        "letters or in how accents are written; on many computers both are one "
                        "file. Nothing was pushed. Rename one of them (git mv), then publish again"
                    )


def _folders_above(path: str) -> Iterator[str]:
    """Yield the folders that a path is in, the nearest first."""
    while path := path.rpartition("/")[0]:
        yield path


def _folded(path: str) -> str:
    """Return a path as file systems compare it that know no case."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", path).casefold())


def _ensure_disk_keeps(site: Site, before: str, after: str) -> None:
    """Make sure that git will write over nothing on disk that no commit has.

    Of itself git looks after files that it does not know, but not after those that it is told to
    ignore, nor after the folder of a submodule that becomes a file.

    Args:
        site: the site.
        before: the commit that the folder is at.
        after: the commit or tree that it is brought to.

    Raises:
        ObstacleError: something on disk is in the way.
    """
    clone = site.clone
    found: dict[str, Entry | None] = {}
    lost: list[str] = []
    for path, (old, new) in _differences(clone, before, after).items():
        if new is None or new.mode == _SUBMODULE:
            continue
        if old is not None:
            if old.mode == _SUBMODULE and os.path.isdir(site.file(path)):
                lost += [path] if os.listdir(site.file(path)) else []
            continue
        for place in (path, *_folders_above(path)):
            file = site.file(place)
            if os.path.lexists(file) and (os.path.islink(file) or not os.path.isdir(file)):
                found[place] = new if place == path else None
        if path not in found and os.path.isdir(site.file(path)):
            found |= dict.fromkeys(_files_below(site, path))
    known = entries(clone, before, found)
    for path, new in found.items():
        if path not in known and not (new and new.is_file and _holds(site, path, new)):
            lost.append(path)
    if lost:
        raise ObstacleError(
            f"{', '.join(lost[:5])}: here on disk and in no commit; what others pushed would be "
            "written over it. Nothing was changed. Move it to another place or name, then try again"
        )


_SUBMODULE = "160000"
"""The mode of a submodule in a tree."""


def _files_below(site: Site, folder: str) -> Iterator[str]:
    for at, _, names in os.walk(site.file(folder)):
        for name in names:
            yield os.path.relpath(os.path.join(at, name), site.root).replace(os.sep, "/")


def _holds(site: Site, path: str, entry: Entry) -> bool:
    """Return whether a file on disk has the content of an entry already."""
    if os.path.islink(site.file(path)):
        return False
    content = disk.read_file(site.file(path))
    name = site.clone.ask("hash-object", "--stdin", f"--path={path}", stdin=content)
    return name == entry.name


def _ensure_nothing_else_changes(changed: FileChanges, written: Container[str]) -> None:
    # A file and a folder cannot have one name: where the index takes one in, git silently drops
    # the other, with all that the folder holds.
    lost = [path for path in changed if path not in written]
    if lost:
        raise ObstacleError(
            f"{', '.join(lost[:5])}: on the server this is in the way of a file or folder of the "
            "same name here, and would be removed. Nothing was pushed. Rename one of them by hand "
            "(git pull --rebase), then publish again"
        )


def _merged_file(
    clone: Clone, path: str, sides: tuple[Entry | None, Entry | None, Entry | None]
) -> Entry | None:
    """Merge a file's lines; ``None`` where git would leave it to a person, too.

    Args:
        clone: the clone.
        path: the file's path, by which git knows how it may be merged.
        sides: the file before, on the server, and in my commit.
    """
    base, theirs, mine = sides
    if theirs is None or mine is None or not (theirs.is_file and mine.is_file):
        return None
    if base is not None and not base.is_file:
        return None
    was = mine.mode if base is None else base.mode
    if len({was, theirs.mode, mine.mode}) > 2:
        return None
    own, other = clone.read_files([mine.name, theirs.name])
    known = clone.read_files([base.name])[0] if base else b""
    raw, clean = merge_as_git(clone, path, known or b"", own or b"", other or b"")
    if not clean:
        return None
    name = clone.ask("hash-object", "-w", "--stdin", "--no-filters", stdin=raw)
    return Entry(theirs.mode if mine.mode == was else mine.mode, name)


def _both_changed(clone: Clone, path: str, commit: str) -> ObstacleError:
    subject = clone.ask("log", "--no-show-signature", "-1", "--format=%s", commit)
    return ObstacleError(
        f"{path}: changed on the server and in your commit {commit[:7]} “{subject}”. lgtui merges "
        "only its own files: bring these together by hand (git pull --rebase), then publish again"
    )


def _stored(clone: Clone, files: Files, tip: str) -> dict[str, Entry | None]:
    """Put contents into git's store, with the modes that the files have in a commit."""
    modes = entries(clone, tip, files)
    stored: dict[str, Entry | None] = {}
    for path, content in files.items():
        if path in modes:
            ensure_file(path, modes[path])
        stored[path] = None
        if content is not None:
            name = _store(clone, path, content, tip)
            stored[path] = Entry(modes[path].mode if path in modes else "100644", name)
    return stored


def ensure_file(path: str, entry: Entry) -> None:
    """Make sure that one of our files is a plain file in the others' version.

    Raises:
        ObstacleError: it is not.
    """
    if not entry.is_file:
        raise ObstacleError(
            f"{path}: on the server this is a link or a repository of its own now, no file "
            "that lgtui may write. Nothing was pushed. Bring both together by hand (git pull "
            "--rebase), then publish again"
        )


def commit_again(clone: Clone, original: str, tree: str, parent: str) -> str:
    """Make a commit with the message, author and date of another one.

    Args:
        clone: the clone.
        original: the commit to take them from.
        tree: the new commit's files.
        parent: the commit that it goes on top of.

    Raises:
        GitError: git cannot write its store, or cannot sign.
    """
    about = clone.ask(
        "log", "--no-show-signature", "-1", "--date=raw",
        "--format=%an%x00%ae%x00%ad%x00%B", original,
    )  # fmt: skip
    name, mail, date, message = about.split("\0", 3)
    signed = clone.config_true("commit.gpgsign")
    return clone.ask(
        "commit-tree", tree, "-p", parent,
        *(["-S"] if signed else []), "-F", "-",
        stdin=message.encode("utf-8", "surrogateescape"),
        env={"GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": mail, "GIT_AUTHOR_DATE": f"@{date}"},
        limit=None,
    )  # fmt: skip


def _store(clone: Clone, path: str, content: bytes, commit: str) -> str:
    """Put a file's content into git's store as git add would, and return its name.

    Args:
        clone: the clone.
        path: the file's path, by which git knows its line ends and filters.
        content: its bytes.
        commit: the commit that the file is in as others have it.
    """
    held = clone.read_files([f"{commit}:{path}"])[0] if b"\r\n" in content else None
    if held is not None and b"\r\n" in held:
        # Where git itself decides what is text, it leaves a file alone that it holds with CRLF.
        # hash-object does not know what git holds, and would take them out.
        raw = clone.ask("check-attr", "-z", "text", "eol", "filter", "--", path)
        text, eol, filtered = raw.split("\0")[2::3]
        decided = text == "set" or (text == "unspecified" and eol != "unspecified")
        if filtered == "unspecified" and not decided:
            return clone.ask("hash-object", "-w", "--stdin", "--no-filters", stdin=content)
    return clone.ask("hash-object", "-w", "--stdin", f"--path={path}", stdin=content)


def _as_written(clone: Clone, path: str, content: bytes, commit: str) -> bytes:
    """Return a file's content as git would write it to disk: its line ends, its filters."""
    name = _store(clone, path, content, commit)
    answer = clone.run("cat-file", "--filters", f"--path={path}", name)
    if answer.status:
        raise clone.error(answer, f"{path}: git cannot write this file to disk")
    return answer.out


class CheckoutPlan(NamedTuple):
    """What git will change on disk to bring branch, index and working tree to another commit.

    Attributes:
        old: the commit that the branch is at.
        new: the commit it moves to.
        others: a tree like ``new`` in which our files are as in ``old``.
        files: what our files on disk get; ``None`` for one that goes.
        ours: the paths of our files.
        merged: edits on disk that are in no commit yet, merged with ``new``.
        seen: our files on disk as they were read.
    """

    old: str
    new: str
    others: str
    files: dict[str, bytes | None]
    ours: tuple[str, ...]
    merged: Merged
    seen: dict[str, bytes | None]

    def is_current(self, site: Site) -> bool:
        """Return whether our files are still as they were when this was planned."""
        return all(site.read(path) == content for path, content in self.seen.items())


def plan_checkout(site: Site, old: str, new: str, combined: Combined | None = None) -> CheckoutPlan:
    """Plan how to move from one commit to another; make sure that nothing stands in the way.

    Edits of our files that are not committed are merged with the new commit, by record.

    Args:
        site: the site.
        old: the commit that the branch is at.
        new: the commit to move to.
        combined: what our files on disk are to be, where the caller has worked that out.

    Raises:
        ObstacleError: files that are not ours have changes, here and in the new commit.
        DataError: see :meth:`lgtui.repo.site.Site.combine`.
        HandEdit: see :meth:`lgtui.repo.site.Site.combine`.
        GitError: git cannot read its store.
    """
    clone = site.clone
    before, after = site.at((old, new), site.on_disk().records, mend=True)
    here = site.on_disk(before)
    ours = site.ours(before.records, here.records, after.records)
    held = entries(clone, old, ours)
    # What is a link or a submodule before or after is for git to bring along.
    kinds = (held, entries(clone, new, ours))
    ours = [path for path in ours if all(path not in one or one[path].is_file for one in kinds)]
    with separate_index(clone) as env:
        clone.ask("read-tree", new, env=env)
        update_index(clone, {path: held.get(path) for path in ours}, env)
        others = write_tree(clone, env)
    _ensure_nothing_else_changes(_differences(clone, new, others), ours)
    answer = clone.run("read-tree", "-n", "-m", "-u", old, others)
    if answer.status:
        raise ObstacleError(
            "files of yours that are not committed were changed on the server as well. Commit "
            "them, or undo them, then try again",
            answer.said,
        )
    _ensure_disk_keeps(site, old, others)
    files: dict[str, bytes | None] = {}
    merged = Merged(after.records)
    unchanged = all(here.read(path) in (before.read(path), after.read(path)) for path in ours)
    if unchanged and combined is None:
        files = {path: after.read(path) for path in ours}
    else:
        combined = combined or site.combine((before, here, after))
        merged = combined.merged
        files.update({path: raw for path, raw in combined.files.items() if path in ours})
    seen = {path: site.read(path) for path in files}
    for path, content in files.items():
        found = seen[path]
        if not content or found == content:
            continue
        files[path] = _as_written(clone, path, content, new)
        if files[path] == content and found and as_held(found, before.read(path)) != found:
            files[path] = re.sub(rb"(?<!\r)\n", b"\r\n", content)
    return CheckoutPlan(old, new, others, files, tuple(ours), merged, seen)


def _is_one_of(file: str, others: list[str]) -> bool:
    """Return whether a file is on disk under one of some other names, too."""
    return os.path.exists(file) and any(os.path.samefile(file, other) for other in others)


def check_out(site: Site, plan: CheckoutPlan, branch: str, reason: str) -> None:
    """Move working tree, index and branch.

    Args:
        site: the site.
        plan: what to change.
        branch: the branch's short name.
        reason: what the log of the branch says.

    Raises:
        GitError: the branch or our files have changed meanwhile.
        DataError: a file cannot be written.
    """
    # Others' files first, then ours, all or none; then the index, at last the branch: cut off at
    # any point, what is on disk is complete, and git shows the difference as changes.
    clone = site.clone
    if not plan.is_current(site):
        raise GitError("a file was saved meanwhile; it is as it was saved. Pull again to merge it")
    clone.ask("read-tree", "-m", "-u", plan.old, plan.others, limit=None)
    written = {
        site.file(path): content
        for path, content in plan.files.items()
        if content is not None and site.read(path) != content
    }
    if written:
        seen = {site.file(path): content for path, content in plan.seen.items()}
        if clone.config_true("core.sparsecheckout"):
            # git just took away what lies outside of what this clone has checked out.
            seen = {path: old if os.path.lexists(path) else None for path, old in seen.items()}
        disk.write_files(disk.Files(written, seen))
    files = [site.file(path) for path, content in plan.files.items() if content is not None]
    kept = [file for file in files if os.path.exists(file)]
    for path, content in plan.files.items():
        gone = site.file(path)
        # Where the disk knows no case, a page of a new name may be this very file.
        if content is None and os.path.lexists(gone) and not _is_one_of(gone, kept):
            os.unlink(gone)
    held = entries(clone, plan.new, plan.ours)
    update_index(clone, {path: held.get(path) for path in plan.ours})
    answer = clone.run("update-ref", "-m", reason, f"refs/heads/{branch}", plan.new, plan.old)
    if answer.status and clone.error(answer, "").message:
        raise clone.error(answer, "")
    if answer.status:
        raise GitError(
            "the branch moved while lgtui was at work: another program committed. Your edits are "
            "kept; look at git status, then try again",
            answer.said,
        )
