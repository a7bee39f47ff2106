"""What each commit changed, in the whole file or in one record that is followed through it."""

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from lgtui import store
from lgtui.align import Record, align
from lgtui.changes import Change, changes, of_record
from lgtui.history.versions import Contents, steps
from lgtui.model import Where, record_label
from lgtui.repo.place import EMPTY, Place


class Past(NamedTuple):
    """What one commit did.

    Attributes:
        commit: its full name; empty for edits on disk that are not committed.
        author: who made it.
        when: when, with the author's offset from UTC; ``None`` for what is not committed.
        subject: its message's first line.
        changes: what it changed, in words and with the values before and after.
        record: for one record's history the record as it was before; ``None`` for the commit
            that added it, and for the history of the whole file.
    """

    commit: str
    author: str
    when: datetime.datetime | None
    subject: str
    changes: tuple[Change, ...]
    record: Record | None = None


def of_file(place: Place) -> Iterator[Past]:
    """What each commit changed in the data file, newest first, as git finds them.

    Commits after which the file was not valid, or that changed no value, are left out.

    Args:
        place: the site.
    """
    with place.clone.stream("cat-file", "--batch", feed=True) as blobs:
        contents = Contents(blobs, place.data)
        for step in steps(place):
            old, new = contents.document(step.old), contents.document(step.new)
            if old is not None and new is not None:
                found = changes(old.records, new.records)
                if found:
                    yield Past(step.commit, step.author, step.when, step.subject, found)


def of_one(place: Place, kind: str, at: int) -> Iterator[Past]:
    """What each commit changed of one record, newest first, down to the one that added it.

    Args:
        place: the site.
        kind: ``talks``, ``seasons`` or ``organizers``.
        at: the record's position in the data file on disk.

    Yields:
        First what is not committed yet, if there is something.

    Raises:
        DataError: the data file cannot be read.
        GitError: git cannot read its store.
    """
    document = place.on_disk().document
    with place.clone.stream("cat-file", "--batch", feed=True) as blobs:
        contents = Contents(blobs, place.data)
        head = contents.document(f"HEAD:{place.data}") or store.parse(EMPTY, place.data)
        trail = _Trail(kind, document, at)
        found, document = trail.back_to(head)
        if found:
            yield Past("", "", None, "not committed yet", found, trail.record)
        for step in steps(place):
            if trail.at is None:
                return
            new, old = contents.document(step.new), contents.raw(step.old)
            if new is None or old is None:
                continue
            trail.enter(new)
            if trail.unchanged_in(old):
                continue
            older = contents.document(step.old)
            if older is None:
                continue
            found, _ = trail.back_to(older)
            if found:
                yield Past(step.commit, step.author, step.when, step.subject, found, trail.record)


class _Trail:
    """One record on its way back through the versions."""

    def __init__(self, kind: str, document: store.Document, at: int) -> None:
        self.kind = kind
        self.document = document
        self.at: int | None = at

    @property
    def record(self) -> Record | None:
        """The record in the version where the trail is; ``None`` before it was added."""
        if self.at is None:
            return None
        records: tuple[Record, ...] = getattr(self.document.records, self.kind)
        return records[self.at]

    def enter(self, document: store.Document) -> None:
        """Goes on in a version of the same content that stands elsewhere in the history."""
        if document is not self.document:
            self.at = self._found_in(document)
            self.document = document

    def unchanged_in(self, raw: bytes) -> bool:
        """Whether an older file holds the very bytes of the record."""
        blocks = self.document.blocks
        if blocks is None or self.at is None:
            return False
        own = [block for block in blocks if block.kind == self.kind]
        if self.at >= len(own):
            return False
        block = self.document.raw[own[self.at].start : own[self.at].end]
        return self.document.raw.count(block) == 1 and raw.count(block) == 1

    def back_to(self, older: store.Document) -> tuple[tuple[Change, ...], store.Document]:
        """Goes to an older version, and tells what was changed since."""
        new, newer, at = self.record, self.document, self.at
        if new is None or at is None:
            return (), older
        label = record_label(newer.records, Where(self.kind, at))
        self.at = self._found_in(older)
        self.document = older
        old = self.record
        if old is None or self.at is None:
            return (Change(self.kind, at, label, "", None, new, "added"),), older
        labels = record_label(older.records, Where(self.kind, self.at)), label
        return of_record(Where(self.kind, at), labels, old, new), older

    def _found_in(self, other: store.Document) -> int | None:
        pairs = align(getattr(other.records, self.kind), getattr(self.document.records, self.kind))
        return next((i for i, j in pairs if j == self.at), None)
