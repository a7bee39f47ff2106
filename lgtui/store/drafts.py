"""Drafts: unsaved records on disk, outside the repository, so that nothing typed is ever lost.

One lgtui has one draft for one data file. It lies in the user's state folder and holds both the
bytes that the file had when it was read and the bytes it would have if it were saved now: the
next start can show the changes record by record, and merge them even if the file has changed.
A draft whose writer still runs is locked, so that a second lgtui leaves it alone.
"""

import fcntl
import hashlib
import os
import stat
import tempfile
from typing import NamedTuple

from lgtui.model import DataError, Records
from lgtui.store.document import Document
from lgtui.store.reading import parse
from lgtui.store.splicing import spliced

_MAGIC = b"lgtui draft 1\n"


class Draft(NamedTuple):
    """Changes that were never saved.

    ``base`` is the document they were made on, ``changed`` the one they lead to; ``written`` is
    when they were kept (seconds since 1970), ``draft_path`` the file that keeps them.
    """

    base: Document
    changed: Document
    written: float
    draft_path: str


def folder() -> str:
    """The folder for drafts: made if it is missing, and readable by its owner alone.

    ``$XDG_STATE_HOME/lgtui`` or ``~/.local/state/lgtui``; without a home that can be written, a
    private folder beside the temporary files.

    Raises:
        DataError: There is no place where a draft could be kept.
    """
    state = os.environ.get("XDG_STATE_HOME", "")
    home = os.environ.get("HOME", "")
    choices = [os.path.join(state, "lgtui")] if os.path.isabs(state) else []
    if os.path.isabs(home):
        choices.append(os.path.join(home, ".local", "state", "lgtui"))
    choices.append(os.path.join(tempfile.gettempdir(), f"lgtui-{os.getuid()}"))
    for choice in choices:
        path = os.path.join(choice, "drafts")
        try:
            os.makedirs(path, mode=0o700, exist_ok=True)
            for made in (choice, path):
                _make_private(made)
        except OSError:
            continue
        if os.access(path, os.W_OK | os.X_OK):
            return path
    message = "there is no folder for drafts: set XDG_STATE_HOME to one that can be written"
    raise DataError(message, choices[0])


def _make_private(path: str) -> None:
    """Takes other users' access away; a folder of another user is refused."""
    found = os.lstat(path)
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise PermissionError(path)
    if stat.S_IMODE(found.st_mode) & 0o077:
        os.chmod(path, 0o700)


class Keeper:
    """Keeps the draft of one running lgtui for one data file.

    ``others`` tells that another lgtui is open on the file.
    """

    def __init__(self, data_path: str) -> None:
        """Registers this process for the data file.

        Raises:
            DataError: No draft can be kept.
        """
        self.data_path = data_path
        stem = _stem(data_path)
        try:
            self._path, self._lock = _claim(stem)
        except OSError as error:
            message = f"no draft can be kept ({error.strerror}); save often"
            raise DataError(message, stem) from error

    @property
    def others(self) -> bool:
        """Whether another lgtui is open on the same data file now."""
        return any(live and lock != self._path for lock, live in _locks(_stem(self.data_path)))

    def write(self, document: Document, records: Records) -> None:
        """Keeps the records, which were edited from the document as it was read.

        Raises:
            DataError: The draft cannot be written, as on a full disk; the one before is kept.
        """
        changed = spliced(document, records).raw
        base = document.raw
        path = os.path.realpath(self.data_path).encode("utf-8", "surrogateescape")
        head = b"%d %d %d\n" % (len(path), len(base), len(changed))
        # Piece by piece: copying a large file together would hold up the keys.
        body = (head, path, base, changed)
        digest = hashlib.sha256()
        for piece in body:
            digest.update(piece)
        _replace(self._draft, (_MAGIC, digest.hexdigest().encode(), b"\n", *body))

    def clear(self) -> None:
        """Drops the draft: all is saved, or was given up."""
        _unlink(self._draft)

    def close(self) -> None:
        """Ends the registration; the draft, if there is one, is left for the next start."""
        _unlink(self._path)
        os.close(self._lock)

    @property
    def _draft(self) -> str:
        return self._path.removesuffix(".lock") + ".draft"


def load(data_path: str) -> list[Draft]:
    """The drafts that earlier lgtuis left for a data file, the newest first.

    Those of running ones are left out, and so are torn ones: each draft is replaced as a whole,
    so the one before a torn one was saved or is still there.
    """
    stem = _stem(data_path)
    live = {path.removesuffix(".lock") for path, alive in _locks(stem) if alive}
    found = []
    for path in _beside(stem, ".draft"):
        if path.removesuffix(".draft") in live:
            continue
        draft = _read(path, data_path)
        if draft:
            found.append(draft)
    return sorted(found, key=lambda draft: -draft.written)


def discard(draft: Draft) -> None:
    """Removes a draft that was taken over or given up, with its writer's dead lock."""
    _unlink(draft.draft_path)
    _unlink(draft.draft_path.removesuffix(".draft") + ".lock")


def _stem(data_path: str) -> str:
    """What the names of all files for one data file begin with."""
    real = os.path.realpath(data_path).encode("utf-8", "surrogateescape")
    return os.path.join(folder(), hashlib.sha256(real).hexdigest()[:24])


def _claim(stem: str) -> tuple[str, int]:
    """A new lock file of this process, and its handle, which holds the lock."""
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


def _locks(stem: str) -> list[tuple[str, bool]]:
    """The lock files for a data file, and whether each is held; unheld ones are removed."""
    found = []
    for path in _beside(stem, ".lock"):
        try:
            handle = os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
        except OSError:
            continue
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            live = False
            _unlink(path)
        except BlockingIOError:
            live = True
        finally:
            os.close(handle)
        found.append((path, live))
    return found


def _beside(stem: str, suffix: str) -> list[str]:
    where, name = os.path.split(stem)
    return sorted(
        os.path.join(where, entry)
        for entry in os.listdir(where)
        if entry.startswith(name + ".") and entry.endswith(suffix)
    )


def _read(path: str, data_path: str) -> Draft | None:
    """The draft in a file, or ``None`` where it is not whole or not for this data file."""
    try:
        with open(path, "rb") as file:
            raw = file.read()
            written = os.fstat(file.fileno()).st_mtime
    except OSError:
        return None
    magic, digest, body = raw[: len(_MAGIC)], raw[len(_MAGIC) :][:64], raw[len(_MAGIC) + 65 :]
    if magic != _MAGIC or hashlib.sha256(body).hexdigest().encode() != digest:
        return None
    head, _, rest = body.partition(b"\n")
    sizes = [int(size) for size in head.split()]
    base, changed = rest[sizes[0] :][: sizes[1]], rest[sizes[0] + sizes[1] :]
    return Draft(parse(base, data_path), parse(changed, data_path), written, path)


def _replace(path: str, content: tuple[bytes, ...]) -> None:
    """Writes a file of the user's own (mode 0600) as a whole."""
    temporary = f"{path}.new"
    try:
        _unlink(temporary)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
        with open(os.open(temporary, flags, 0o600), "wb") as file:
            file.writelines(content)
            file.flush()
            os.fsync(file.fileno())
        os.rename(temporary, path)
    except OSError as error:
        _unlink(temporary)
        message = f"the draft cannot be kept ({error.strerror}); save, or make room"
        raise DataError(message, path) from error


def _unlink(path: str) -> None:
    """Removes a file where there is one; one that cannot be removed is met again next time."""
    try:
        os.unlink(path)
    except OSError:
        return
