"""Drafts: unsaved records on disk, outside the repository, so that nothing typed is ever lost.

One lgtui has one draft for one data file, in two files of the user's state folder: the bytes that
the data file had when it was read, written once, and the records that were changed since, written
again and again. The next start can show the changes record by record, and merge them even if the
data file has changed. A draft whose writer still runs is locked, so that a second lgtui leaves it
alone.
"""

import hashlib
import os
import threading
from typing import NamedTuple

from lgtui.model import DataError, Records
from lgtui.store.document import Document
from lgtui.store.draft_files import (
    beside,
    claim,
    folder,
    locks,
    replace,
    stem_of,
    sweep,
    unlink,
    writer_of,
)
from lgtui.store.draft_text import rebuilt, written
from lgtui.store.reading import parse

__all__ = ["Draft", "Keeper", "discard", "folder", "load"]

_MAGIC = b"lgtui draft 2\n"


class Draft(NamedTuple):
    """Changes that were never saved.

    ``base`` is the document they were made on, ``changed`` the records they lead to; ``written``
    is when they were kept (seconds since 1970), ``draft_path`` the file that keeps them.
    """

    base: Document
    changed: Records
    written: float
    draft_path: str


class Keeper:
    """Keeps the draft of one running lgtui for one data file; its methods may run in any thread.

    ``others`` are the processes of other lgtuis that are open on the file.
    """

    def __init__(self, data_path: str) -> None:
        """Registers this process for the data file.

        Raises:
            DataError: No draft can be kept.
        """
        self.data_path = data_path
        stem = stem_of(data_path)
        try:
            self._path, self._lock = claim(stem)
        except OSError as error:
            message = f"no draft can be kept ({error.strerror}); save often"
            raise DataError(message, stem) from error
        self._alone = threading.Lock()
        self._base: tuple[bytes, bytes] = (b"", b"")

    @property
    def others(self) -> tuple[int, ...]:
        """The processes of other lgtuis that are open on the same data file now."""
        found = locks(stem_of(self.data_path))
        return tuple(writer_of(lock) for lock, live in found if live and lock != self._path)

    def write(self, document: Document, records: Records) -> None:
        """Keeps the records, which were edited from the document as it was read.

        The time it takes grows with what was changed, not with the file, once the base is kept.

        Raises:
            DataError: The draft cannot be written, as on a full disk; the one before is kept.
        """
        with self._alone:
            digest = self._keep_base(document.raw)
            text = digest + b"\n" + written(document.records, records, document.path)
            replace(self._draft, (_MAGIC, _digest(text), b"\n", text))
            # Only now: until then the draft before, of another base, was the one that counts.
            self._drop_bases(digest)

    def clear(self) -> None:
        """Drops the draft: all is saved, or was given up."""
        with self._alone:
            unlink(self._draft)

    def close(self) -> None:
        """Ends the registration; the draft, if there is one, is left for the next start."""
        with self._alone:
            if not os.path.exists(self._draft):
                self._drop_bases()
            unlink(self._path)
            os.close(self._lock)

    @property
    def _draft(self) -> str:
        return self._path.removesuffix(".lock") + ".draft"

    def _keep_base(self, raw: bytes) -> bytes:
        """Writes the bytes that the changes are made on, unless they are there; their digest."""
        kept, digest = self._base
        if kept is not raw or not digest:
            digest = _digest(raw)
        path = _base_path(self._draft, digest)
        if kept is not raw or not os.path.exists(path):
            replace(path, (raw,))
            self._base = raw, digest
        return digest

    def _drop_bases(self, but: bytes = b"") -> None:
        """Removes the bases that no draft needs any more."""
        kept = _base_path(self._draft, but)
        for path in beside(self._draft.removesuffix(".draft"), ".base"):
            if path != kept:
                unlink(path)


def load(data_path: str) -> list[Draft]:
    """The drafts that earlier lgtuis left for a data file, the newest first.

    Those of running ones are left out, and so are torn ones: each draft is replaced as a whole,
    so the one before a torn one was saved or is still there.
    """
    stem = stem_of(data_path)
    live = {path.removesuffix(".lock") for path, alive in locks(stem) if alive}
    found = []
    for path in beside(stem, ".draft"):
        draft = None if path.removesuffix(".draft") in live else _read(path, data_path)
        if draft:
            found.append(draft)
    sweep(stem)
    return sorted(found, key=lambda draft: -draft.written)


def discard(draft: Draft) -> None:
    """Removes a draft that was taken over or given up, with its base and its writer's dead lock."""
    writer = draft.draft_path.removesuffix(".draft")
    unlink(draft.draft_path)
    for path in (*beside(writer, ".base"), writer + ".lock"):
        unlink(path)


def _read(path: str, data_path: str) -> Draft | None:
    """The draft in a file, or ``None`` where it or its base is not whole."""
    try:
        with open(path, "rb") as file:
            raw = file.read()
            kept_at = os.fstat(file.fileno()).st_mtime
        digest, _, text = raw[len(_MAGIC) :].partition(b"\n")
        base_digest, _, records = text.partition(b"\n")
        if not raw.startswith(_MAGIC) or _digest(text) != digest:
            return None
        with open(_base_path(path, base_digest), "rb") as file:
            base = file.read()
    except OSError:
        return None
    if _digest(base) != base_digest:
        return None
    document = parse(base, data_path)
    return Draft(document, rebuilt(document.records, records), kept_at, path)


def _base_path(draft_path: str, digest: bytes) -> str:
    """The file of the base with a digest, beside its draft."""
    return f"{draft_path.removesuffix('.draft')}.{digest[:16].decode()}.base"


def _digest(content: bytes) -> bytes:
    """The SHA-256 digest in hexadecimal; hashing large contents lets other threads run."""
    return hashlib.sha256(content).hexdigest().encode()
