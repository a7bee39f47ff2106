"""Drafts: unsaved records on disk, outside the repository, so that nothing typed is ever lost."""

import fcntl
import hashlib
import json
import os
import threading
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from lgtui.model import LISTS, TABLES, DataError, Records, records_of, with_records
from lgtui.store.disk import state_folder
from lgtui.store.document import Document
from lgtui.store.reader import parse
from lgtui.store.record_edit import dumps, same
from lgtui.store.saving import ensure_writable

_MAGIC = b"lgtui draft 2\n"


Texts = Mapping[tuple[str, ...], str]
"""What was typed and is in no record yet, such as a mail, by the names of where it was typed."""

NO_TEXTS: Texts = MappingProxyType({})


class Draft(NamedTuple):
    """Changes that were never saved.

    ``base`` is the document they were made on, ``changed`` the records they lead to; ``written``
    is when they were kept (seconds since 1970), ``draft_path`` the file that keeps them, ``texts``
    what was typed besides.
    """

    base: Document
    changed: Records
    written: float
    draft_path: str
    texts: Texts = NO_TEXTS


class Left(NamedTuple):
    """What earlier lgtuis left: their drafts, the newest first, and files that cannot be read."""

    drafts: list[Draft]
    unreadable: list[str]


class Keeper:
    """Keeps the draft of one running lgtui for one data file; its methods may run in any thread.

    ``others`` are the processes of other lgtuis that are open on the file.
    """

    def __init__(self, data_path: str) -> None:
        """Register this process for the data file.

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
        """Return the processes of other lgtuis that are open on the same data file now."""
        found = locks(stem_of(self.data_path))
        return tuple(writer_of(lock) for lock, live in found if live and lock != self._path)

    def write(self, document: Document, records: Records, texts: Texts = NO_TEXTS) -> None:
        """Keep the records, which were edited from the document as it was read.

        The time it takes grows with what was changed, not with the file, once the base is kept.

        Args:
            document: the data file as it was read.
            records: what it would be saved as now.
            texts: what was typed and is in no record.

        Raises:
            DataError: The draft cannot be written, as on a full disk; the one before is kept.
        """
        with self._alone:
            digest = self._keep_base(document.raw)
            text = digest + b"\n" + written(document, records, texts)
            replace(self._draft, (_MAGIC, _digest(text), b"\n", text))
            # Only now: until then the draft before, of another base, was the one that counts.
            self._drop_bases(digest)

    def clear(self) -> None:
        """Drop the draft: all is saved, or was given up."""
        with self._alone:
            unlink(self._draft)

    def close(self) -> None:
        """End the registration; the draft, if there is one, is left for the next start."""
        with self._alone:
            if not os.path.exists(self._draft):
                self._drop_bases()
            unlink(self._path)
            os.close(self._lock)

    @property
    def _draft(self) -> str:
        return self._path.removesuffix(".lock") + ".draft"

    def _keep_base(self, raw: bytes) -> bytes:
        """Write the bytes that the changes are made on, if need be; return their digest."""
        kept, digest = self._base
        if kept is not raw or not digest:
            digest = _digest(raw)
        path = _base_path(self._draft, digest)
        if kept is not raw or not os.path.exists(path):
            replace(path, (raw,))
            self._base = raw, digest
        return digest

    def _drop_bases(self, but: bytes = b"") -> None:
        """Remove the bases that no draft needs any more."""
        kept = _base_path(self._draft, but)
        for path in beside(self._draft.removesuffix(".draft"), ".base"):
            if path != kept:
                unlink(path)


def load(data_path: str) -> Left:
    """Return what earlier lgtuis left for a data file; that of running ones is left out.

    A torn draft, or one of another layout, gets another name, so that it is told once and stays.
    """
    stem = stem_of(data_path)
    live = {path.removesuffix(".lock") for path, alive in locks(stem) if alive}
    left = Left([], [])
    for path in beside(stem, ".draft"):
        if path.removesuffix(".draft") in live:
            continue
        if draft := _read(path, data_path):
            left.drafts.append(draft)
        elif aside := _set_aside(path):
            left.unreadable.append(aside)
    sweep(stem)
    left.drafts.sort(key=lambda draft: -draft.written)
    return left


def _set_aside(path: str) -> str:
    """Give a draft that cannot be read a name under which it stays; empty where that fails."""
    aside = f"{path.removesuffix('.draft')}.unreadable"
    try:
        os.rename(path, aside)
    except OSError:
        return ""
    return aside


def discard(draft: Draft) -> None:
    """Remove a draft that was taken over or given up, with its base and its writer's dead lock."""
    writer = draft.draft_path.removesuffix(".draft")
    unlink(draft.draft_path)
    for path in (*beside(writer, ".base"), writer + ".lock"):
        unlink(path)


def _read(path: str, data_path: str) -> Draft | None:
    """Return the draft in a file, or ``None`` where it or its base is not whole."""
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
    try:
        document = parse(base, data_path)
        changed, texts = rebuilt(document.records, records)
        return Draft(document, changed, kept_at, path, texts)
    except (DataError, AttributeError, LookupError, TypeError, ValueError):
        # Another lgtui wrote it in a layout of its own: an app that ends here could never start.
        return None


def _base_path(draft_path: str, digest: bytes) -> str:
    """Return the file of the base with a digest, beside its draft."""
    return f"{draft_path.removesuffix('.draft')}.{digest[:16].decode()}.base"


def _digest(content: bytes) -> bytes:
    """Return the SHA-256 digest in hexadecimal; hashing large contents lets other threads run."""
    return hashlib.sha256(content).hexdigest().encode()


def folder() -> str:
    """Return the folder for drafts: made if it is missing, and readable by its owner alone.

    Raises:
        DataError: There is no place where a draft could be kept.
    """
    return state_folder("drafts")


def stem_of(data_path: str) -> str:
    """Return what the names of all files for one data file begin with."""
    real = os.path.realpath(data_path).encode("utf-8", "surrogateescape")
    return os.path.join(folder(), hashlib.sha256(real).hexdigest()[:24])


def claim(stem: str) -> tuple[str, int]:
    """Return a new lock file of this process, and its handle, which holds the lock."""
    number = 0
    while True:
        path = f"{stem}.{os.getpid()}-{number}.lock"
        number += 1
        if os.path.exists(path.removesuffix(".lock") + ".draft"):
            continue
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            continue
        if os.fstat(handle).st_nlink:
            return path, handle
        os.close(handle)  # another process took it for a dead one before it was locked


def writer_of(lock: str) -> int:
    """Return the process that a lock file was made by."""
    return int(os.path.basename(lock).split(".")[1].partition("-")[0])


def locks(stem: str) -> list[tuple[str, bool]]:
    """Return the lock files for a data file, and whether each is held; unheld ones are removed."""
    found = []
    for path in beside(stem, ".lock"):
        try:
            handle = os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
        except OSError:
            continue
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            live = False
            unlink(path)
        except BlockingIOError:
            live = True
        finally:
            os.close(handle)
        found.append((path, live))
    return found


def beside(stem: str, suffix: str) -> list[str]:
    """Return the files whose names begin with the stem and a dot, and end with the suffix."""
    where, name = os.path.split(stem)
    return sorted(
        os.path.join(where, entry)
        for entry in os.listdir(where)
        if entry.startswith(name + ".") and entry.endswith(suffix)
    )


def replace(path: str, content: tuple[bytes, ...]) -> None:
    """Write a file of the user's own (mode 0600) as a whole."""
    temporary = f"{path}.new"
    try:
        unlink(temporary)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        with open(os.open(temporary, flags, 0o600), "wb") as file:
            file.writelines(content)
            file.flush()
            os.fsync(file.fileno())
        os.rename(temporary, path)
    except OSError as error:
        unlink(temporary)
        message = f"the draft cannot be kept ({error.strerror}); save, or make room"
        raise DataError(message, os.path.dirname(path)) from error


def sweep(stem: str) -> None:
    """Remove what writers left that died before there was a draft to go with it.

    A lock is made before all else and, once dead, removed by :func:`locks`: what has neither lock
    nor draft is no one's.
    """
    for path in (*beside(stem, ".base"), *beside(stem, ".new")):
        writer = f"{stem}.{os.path.basename(path).split('.')[1]}"
        if not os.path.exists(writer + ".lock") and (
            path.endswith(".new")
            or not any(os.path.exists(writer + kept) for kept in (".draft", ".unreadable"))
        ):
            unlink(path)


def unlink(path: str) -> None:
    """Remove a file where there is one; one that cannot be removed is met again next time."""
    try:
        os.unlink(path)
    except OSError:
        return


def written(document: Document, new: Records, texts: Texts) -> bytes:
    """Return the text that makes the new records out of a document's.

    Its first line is JSON: for each list of records the runs ``[from, to]`` of positions in the
    base, to which the changed records are appended; the tables that changed, and what was typed
    besides. The lines below are the changed records as a data file.

    Args:
        document: the data file as it was read.
        new: what its records became; it is fast where what did not change is the same object.
        texts: what was typed and is in no record.

    Raises:
        DataError: A text cannot be written (a lone surrogate).
    """
    base = document.records
    ensure_writable(base, new, document.path)
    layout: dict[str, object] = {}
    changed = Records(unknown=new.unknown, schema=new.schema)
    tables = [kind for kind in TABLES if not same(records_of(base, kind), records_of(new, kind))]
    for kind in tables:
        changed = with_records(changed, kind, records_of(new, kind))
    for kind in LISTS:
        layout[kind], own = _runs(records_of(base, kind), records_of(new, kind))
        changed = with_records(changed, kind, own)
    layout |= {"tables": tables, "legacy_wording": new.legacy_wording}
    layout["texts"] = [[*names, text] for names, text in texts.items()]
    return json.dumps(layout).encode() + b"\n" + dumps(changed)


def rebuilt(base: Records, text: bytes) -> tuple[Records, Texts]:
    """Return the records that a text of :func:`written` makes out of the base ones, and its texts.

    Raises:
        DataError: The text does not belong to this base.
    """
    head, _, body = text.partition(b"\n")
    changed = parse(body).records
    layout = json.loads(head)
    found = base._replace(unknown=changed.unknown, schema=changed.schema)
    for kind in layout["tables"]:
        found = with_records(found, kind, records_of(changed, kind))
    for kind in LISTS:
        supply = (*records_of(base, kind), *records_of(changed, kind))
        runs = layout[kind]
        if any(end > len(supply) for _, end in runs):
            raise DataError(f"the draft names {kind} that its file does not have")
        entries = (record for start, end in runs for record in supply[start:end])
        found = with_records(found, kind, entries)
    legacy = layout.get("legacy_wording", base.legacy_wording)
    texts = {tuple(map(str, names)): str(said) for *names, said in layout.get("texts", ())}
    return found._replace(legacy_wording=tuple(legacy)), texts


def _runs(base: tuple[Any, ...], new: tuple[Any, ...]) -> tuple[list[list[int]], tuple[Any, ...]]:
    """Return a list as runs of places in the base followed by the changed records, and these."""
    if new is base:
        return [[0, len(base)]], ()
    changed: list[Any] = []
    runs: list[list[int]] = []
    for at in _places(base, new, changed):
        if runs and runs[-1][1] == at:
            runs[-1][1] += 1
        else:
            runs.append([at, at + 1])
    return runs, tuple(changed)


def _places(base: tuple[Any, ...], new: tuple[Any, ...], changed: list[Any]) -> Iterable[int]:
    """Yield where each record is found; append to ``changed`` what is not in the base."""
    known = {id(record): at for at, record in enumerate(base)}
    for place, record in enumerate(new):
        at = known.get(id(record))
        if at is None and place < len(base) and same(base[place], record):
            at = place  # read again from the file since, as after a save
        if at is None:
            at = len(base) + len(changed)
            changed.append(record)
        yield at
