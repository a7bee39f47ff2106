"""Who changed what of a record, when, how it is brought back, and the words git knows."""

import datetime
import os
import re
import select
import time
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar, cast

from lgtui import store
from lgtui.model import (
    FIELDS,
    DataError,
    Keyed,
    Record,
    Records,
    Where,
    field_of,
    record_at,
    record_label,
    records_of,
    replaced,
    value_of,
    with_key,
    with_record,
    with_records,
)
from lgtui.records.conflicts import Merged
from lgtui.records.diff import Change, changes, of_record
from lgtui.records.matching import pair_records
from lgtui.records.merge import merge
from lgtui.repo.client import Clone, GitError, Stream, literal
from lgtui.repo.combine import EMPTY
from lgtui.repo.site import Site
from lgtui.text.encoding import looks_garbled

KEPT = 8
"""How many versions of the file are kept in memory while going back."""

T = TypeVar("T")


class CommitChanges(NamedTuple):
    """What one commit changed in the records, or what edits on disk did.

    Attributes:
        author: who made it; empty where many commits are told together.
        changes: what it changed, by record.
        commit: its full name; empty for edits on disk that are not committed.
        when: when, with the author's offset from UTC; ``None`` for what is not committed.
        subject: its message's first line.
        record: for one record's history the record as it was before; ``None`` for the commit
            that added it, and for the history of the whole file.
    """

    author: str
    changes: tuple[Change, ...] = ()
    commit: str = ""
    when: datetime.datetime | None = None
    subject: str = ""
    record: Record | None = None

    @property
    def lines(self) -> list[str]:
        """Return a line for each change: ``Théo: S09E02: title changed``."""
        who = f"{self.author}: " if self.author else ""
        return [f"{who}{change}" for change in self.changes]


class Contents:
    """Reads versions of the data file through one running git; keeps the last few."""

    def __init__(self, blobs: Stream, path: str) -> None:
        self._blobs = blobs
        self._path = path
        self._raws: dict[str, bytes | None] = {}
        self._documents: dict[str, store.Document | None] = {}

    def raw(self, name: str) -> bytes | None:
        """Return the bytes of a version; an empty data file's for one before it existed."""
        if not name.strip("0"):
            return EMPTY
        if name not in self._raws:
            self._blobs.to.write(f"{name}\n".encode("utf-8", "surrogateescape"))
            self._blobs.to.flush()
            header = self._blobs.out.readline().rsplit(b" ", 2)
            if len(header) == 3 and header[2].strip().isdigit():
                content = self._blobs.out.read(int(header[2]) + 1)[:-1]
                self._raws[name] = content if header[1] == b"blob" else None
            else:
                self._raws[name] = None
            _forget_oldest(self._raws)
        return self._raws[name]

    def document(self, name: str) -> store.Document | None:
        """Return a version read into records; ``None`` where it is not valid."""
        if name not in self._documents:
            raw = self.raw(name)
            try:
                self._documents[name] = None if raw is None else store.parse(raw, self._path)
            except DataError:
                self._documents[name] = None
            _forget_oldest(self._documents)
        return self._documents[name]


def _forget_oldest(known: dict[str, T]) -> None:
    if len(known) > KEPT:
        del known[next(iter(known))]


def touching_commits(site: Site) -> Iterator[tuple[CommitChanges, str, str]]:
    """Yield the commits that touched the data file, newest first, also under its earlier names.

    Yields:
        The commit, its changes still to be found, and the names of the file's contents before and
        after it.
    """
    log = (
        "log", "-z", "--raw", "--no-show-signature", "--no-abbrev", "--follow",
        "--diff-merges=first-parent", "--date=raw",
        "--format=%x01%H%x00%an%x00%ad%x00%s", "HEAD", "--", site.data,
    )  # fmt: skip
    with site.clone.stream(*log) as running:
        parts = _parts(running)
        part = next(parts, None)
        while part is not None:
            if not part.startswith("\x01"):
                part = next(parts, None)
                continue
            commit, author, date, subject = part[1:], *(next(parts, "") for _ in range(3))
            part = next(parts, None)
            while part is not None and not part.startswith("\x01"):
                if part.lstrip("\n").startswith(":"):
                    _, _, old, new, _ = part.lstrip("\n:").split(" ")
                    made = CommitChanges(author, commit=commit, when=_moment(date), subject=subject)
                    yield made, old, new
                part = next(parts, None)


def _parts(running: Stream) -> Iterator[str]:
    """Yield the output's parts between zero bytes, as they come."""
    rest = b""
    while chunk := _some(running):
        *whole, rest = (rest + chunk).split(b"\0")
        for part in whole:
            yield part.decode("utf-8", "replace")


def _some(running: Stream) -> bytes:
    read = getattr(running.out, "read1", running.out.read)
    return cast("bytes", read(65536))


def _moment(raw: str) -> datetime.datetime:
    """Read git's raw date, ``1700000000 +0100``."""
    seconds, _, offset = raw.partition(" ")
    minutes = int(f"{offset[:1]}{int(offset[1:3]) * 60 + int(offset[3:5])}") if offset else 0
    zone = datetime.timezone(datetime.timedelta(minutes=minutes))
    return datetime.datetime.fromtimestamp(int(seconds), zone)


def file_history(site: Site) -> Iterator[CommitChanges]:
    """Yield what each commit changed in the data file, newest first, as git finds them.

    Commits after which the file was not valid, or that changed no value, are left out.
    """
    with site.clone.stream("cat-file", "--batch", feed=True) as blobs:
        contents = Contents(blobs, site.data)
        for made, before, after in touching_commits(site):
            old, new = contents.document(before), contents.document(after)
            if old is not None and new is not None:
                found = changes(old.records, new.records)
                if found:
                    yield made._replace(changes=found)


def record_history(site: Site, kind: str, at: int) -> Iterator[CommitChanges]:
    """Yield what each commit changed of one record, newest first, to the one that added it.

    Args:
        site: the site.
        kind: ``talks``, ``seasons`` or ``organizers``.
        at: the record's position in the data file on disk.

    Yields:
        First what is not committed yet, if there is something.

    Raises:
        DataError: the data file cannot be read.
        GitError: git cannot read its store.
    """
    document = site.on_disk().document
    with site.clone.stream("cat-file", "--batch", feed=True) as blobs:
        contents = Contents(blobs, site.data)
        head = contents.document(f"HEAD:{site.data}") or store.parse(EMPTY, site.data)
        trail = _Trail(kind, document, at)
        found, document = trail.back_to(head)
        if found:
            yield CommitChanges("", found, subject="not committed yet", record=trail.record)
        broken: CommitChanges | None = None
        for made, before, after in touching_commits(site):
            if trail.at is None:
                return
            # Most commits touch other records: that this one's bytes are there says so, and a
            # version is only parsed where they are not.
            if trail.is_in(contents, after) and trail.is_in(contents, before):
                continue
            new, older = contents.document(after), contents.document(before)
            if new is not None and broken is None:
                trail.enter(new)
            if older is None:
                # What came with a version that is not valid is told of the commit after it.
                broken = broken or made
                continue
            found, _ = trail.back_to(older)
            if found:
                yield (broken or made)._replace(changes=found, record=trail.record)
            broken = None


def last_changes(
    found: Iterable[CommitChanges], kind: str, record: Record
) -> dict[str, CommitChanges]:
    """Return who changed each field of a record last, by field, in the order of the form.

    Args:
        found: the record's history, newest first; it is read as far as it is needed.
        kind: a key of ``FIELDS``.
        record: the record as it is now; fields that say nothing are left out.
    """
    names = [field.name for field in FIELDS[kind]]
    names = [name for name in names if value_of(record, name) not in ("", None, ())]
    names += dict(record.unknown)
    last: dict[str, CommitChanges] = {}
    left = set(names)
    for past in found:
        for change in past.changes:
            touched = left if change.what == "added" else {change.field} & left
            last |= dict.fromkeys(touched, past)
            left -= set(touched)
        if not left:
            break
    return {name: last[name] for name in names if name in last}


class _Trail:
    """Follows one record back through the versions of the data file."""

    def __init__(self, kind: str, document: store.Document, at: int) -> None:
        self.kind = kind
        self.document = document
        self.at: int | None = at
        self._is_in: dict[str, bool] = {}

    @property
    def record(self) -> Keyed | None:
        """Return the record in the version where the trail is; ``None`` before it was added."""
        if self.at is None:
            return None
        records: tuple[Keyed, ...] = records_of(self.document.records, self.kind)
        return records[self.at]

    def enter(self, document: store.Document) -> None:
        """Continue in a version of the same content that is elsewhere in the history."""
        if document is not self.document:
            self._go_to(document)

    def is_in(self, contents: Contents, name: str) -> bool:
        """Return whether a version holds the very bytes of the record, once."""
        if name not in self._is_in:
            block, raw = self._block(), contents.raw(name)
            self._is_in[name] = bool(block) and raw is not None and raw.count(block) == 1
            _forget_oldest(self._is_in)
        return self._is_in[name]

    def _block(self) -> bytes:
        """Return the bytes of the record; empty where it has none of its own, or none alone."""
        blocks = self.document.blocks
        if blocks is None or self.at is None:
            return b""
        own = [block for block in blocks if block.kind == self.kind]
        if self.at >= len(own):
            return b""
        block = self.document.raw[own[self.at].start : own[self.at].end]
        return block if self.document.raw.count(block) == 1 else b""

    def _go_to(self, document: store.Document) -> None:
        self.at = self._found_in(document)
        self.document = document
        self._is_in.clear()

    def back_to(self, older: store.Document) -> tuple[tuple[Change, ...], store.Document]:
        """Go to an older version, and return what was changed since, and that version."""
        new, newer, at = self.record, self.document, self.at
        if new is None or at is None:
            return (), older
        label = record_label(newer.records, Where(self.kind, at))
        self._go_to(older)
        old = self.record
        if old is None or self.at is None:
            return (Change(self.kind, at, label, "", None, new, "added"),), older
        labels = record_label(older.records, Where(self.kind, self.at)), label
        return of_record(Where(self.kind, at), labels, old, new), older

    def _found_in(self, other: store.Document) -> int | None:
        pairs = pair_records(
            records_of(other.records, self.kind), records_of(self.document.records, self.kind)
        )
        return next((i for i, j in pairs if j == self.at), None)


MOST = 40
"""Commits that are told one by one; more of them are told as one change."""


def changes_between(site: Site, old: str, new: str) -> tuple[CommitChanges, ...]:
    """Return what the commits between two others changed in the records, oldest first.

    Args:
        site: the site.
        old: the full name of the earlier commit.
        new: that of the later one.

    Raises:
        DataError: the data file of a commit is not valid.
        GitError: git cannot read its store.
    """
    raw = site.clone.ask(
        "log", "-z", "--no-show-signature", "--reverse", "--topo-order", "--no-merges",
        "--format=%H%x01%P%x01%an", f"{old}..{new}", "--", *literal([site.data]),
    )  # fmt: skip
    commits = [entry.split("\x01", 2) for entry in raw.split("\0") if entry]
    if len(commits) > MOST or any(not parent for _, parent, _ in commits):
        before, after = site.at((old, new))
        return (CommitChanges("", changes(before.records, after.records)),)
    names = list(dict.fromkeys(name for commit in commits for name in (commit[1], commit[0])))
    known = dict(zip(names, site.at(names), strict=True)) if names else {}
    made = (
        CommitChanges(author, changes(known[parent].records, known[commit].records), commit)
        for commit, parent, author in commits
    )
    return tuple(each for each in made if each.changes)


def restore(records: Records, at: int, change: Change) -> Records:
    """Return the records with a change taken back, as a new edit.

    Args:
        records: the records as they are now.
        at: the record's position now; for a deleted one where it shall stand.
        change: from the record's history. For ``deleted`` the record comes back.

    Raises:
        ValueError: the change added the record, so there is nothing to bring back.
    """
    where = Where(change.kind, at)
    if change.what == "added":
        raise ValueError(f"{change.label} was added there: there is nothing before it")
    if change.what == "deleted":
        items = records_of(records, change.kind)
        back = cast("Keyed", change.before)
        return with_records(records, change.kind, (*items[:at], back, *items[at:]))
    record: Record = record_at(records, where)
    if field_of(change.kind, change.field):
        return with_record(records, where, replaced(record, change.field, change.before))
    unknown = with_key(record.unknown, change.field, change.before)
    return with_record(records, where, replaced(record, "unknown", unknown))


def revert(site: Site, commit: str, records: Records) -> Merged:
    """Return the records with all that a commit did taken back, whatever came after it.

    Args:
        site: the site.
        commit: the commit, already published or not.
        records: the records as they are now.

    Returns:
        The merge of the records now with the commit's undoing; conflicts where something that
        it changed was changed again since. ``theirs`` in them is the state before the commit.

    Raises:
        DataError: the data file was not valid before or after the commit.
        GitError: git cannot read its store.
    """
    before, after = site.at((f"{commit}^", commit))
    return merge(after.records, records, before.records)


LARGEST = 6_000_000
"""How many bytes of history are read at most, the latest first."""

LONGEST = 4.0
"""How many seconds are given to it."""

COMMITS = 500
"""How many commits that touch a text are looked at."""

_TEXTS = ("*.md", "*.markdown")


def line_times(root: str, path: str) -> list[int]:
    """Return when each line of a file was last committed, in seconds; edits since count as now.

    Args:
        root: the repository's folder.
        path: the file on disk.

    Returns:
        A time for each line; none where git does not know the file, or is not there.
    """
    if not os.path.lexists(os.path.join(root, ".git")):
        return []
    command = ("blame", "--line-porcelain", "--", os.path.abspath(path))
    try:
        answer = Clone(root).run(*command, env={"GIT_NO_LAZY_FETCH": "1"})
    except GitError:
        return []  # there is no git to ask
    if answer.status:
        return []
    found = re.findall(rb"(?m)^committer-time (\d+)$", answer.out)
    return [int(seconds) for seconds in found]


def vocabulary(root: str) -> frozenset[str]:
    """Return the words beyond ASCII that commits added to or took from a repository's Markdown.

    Nothing is fetched for it. Words that look garbled themselves are left out, and so is text
    that is not UTF-8. Where git or a history is missing, there are none.

    Args:
        root: the repository's folder.
    """
    if not os.path.lexists(os.path.join(root, ".git")):
        return frozenset()
    command = (
        *("log", "-p", "--unified=0", "--format=", "--no-color", "--no-ext-diff"),
        *("--no-textconv", "--no-show-signature", f"--max-count={COMMITS}", "--", *_TEXTS),
    )
    try:
        clone = Clone(root)
        with clone.stream(*command, env={"GIT_NO_LAZY_FETCH": "1"}) as log:
            diff = _read(log.out.fileno())
    except GitError:
        return frozenset()
    return words_of_diff(diff)


def words_of_diff(diff: bytes) -> frozenset[str]:
    """Return the sound words beyond ASCII in the added and removed lines of a diff."""
    found: set[str] = set()
    for line in diff.split(b"\n"):
        if line.isascii() or not line.startswith((b"+", b"-")):
            continue
        try:
            text = line.decode()
        except UnicodeDecodeError:
            # A line in another encoding, or the last one, cut off: it can vouch for no word.
            continue
        if not looks_garbled(text):
            found.update(word for word in re.findall(r"[^\W\d_]+", text) if not word.isascii())
    return frozenset(found)


def _read(pipe: int) -> bytes:
    """Read a pipe until it ends, or the time or the amount is used up."""
    until = time.monotonic() + LONGEST
    parts: list[bytes] = []
    size = 0
    while size < LARGEST and (left := until - time.monotonic()) > 0:
        if not select.select([pipe], [], [], left)[0]:
            break
        part = os.read(pipe, 1 << 16)
        if not part:
            break
        parts.append(part)
        size += len(part)
    return b"".join(parts)
