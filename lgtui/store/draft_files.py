"""Where drafts lie, and the locks that tell which of their writers still run."""

import fcntl
import hashlib
import os
import stat
import tempfile

from lgtui.model import DataError


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


def stem_of(data_path: str) -> str:
    """What the names of all files for one data file begin with."""
    real = os.path.realpath(data_path).encode("utf-8", "surrogateescape")
    return os.path.join(folder(), hashlib.sha256(real).hexdigest()[:24])


def claim(stem: str) -> tuple[str, int]:
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


def writer_of(lock: str) -> int:
    """The process that a lock file was made by."""
    return int(os.path.basename(lock).split(".")[1].partition("-")[0])


def locks(stem: str) -> list[tuple[str, bool]]:
    """The lock files for a data file, and whether each is held; unheld ones are removed."""
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
    """The files whose names begin with the stem and a dot, and end with the suffix."""
    where, name = os.path.split(stem)
    return sorted(
        os.path.join(where, entry)
        for entry in os.listdir(where)
        if entry.startswith(name + ".") and entry.endswith(suffix)
    )


def replace(path: str, content: tuple[bytes, ...]) -> None:
    """Writes a file of the user's own (mode 0600) as a whole."""
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
    """Removes what writers left that died before there was a draft to go with it.

    A lock is made before all else and, once dead, removed by :func:`locks`: what has neither lock
    nor draft is no one's.
    """
    for path in (*beside(stem, ".base"), *beside(stem, ".new")):
        writer = f"{stem}.{os.path.basename(path).split('.')[1]}"
        if not os.path.exists(writer + ".lock") and (
            path.endswith(".new") or not os.path.exists(writer + ".draft")
        ):
            unlink(path)


def unlink(path: str) -> None:
    """Removes a file where there is one; one that cannot be removed is met again next time."""
    try:
        os.unlink(path)
    except OSError:
        return
