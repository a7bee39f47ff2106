"""Files: read with a clear word on failure, and written all or none."""

import contextlib
import errno
import os
import stat
from collections.abc import Callable, Mapping

from lgtui.model import DataError

_WORDS = {
    errno.ENOENT: "there is no such file; check the path",
    errno.ENOTDIR: "a part of this path is a file, not a folder; check the path",
    errno.EISDIR: "this is a folder, not a file; name the file in it",
    errno.EACCES: "permission denied; ask the file's owner for access, or check its permissions",
    errno.EPERM: "permission denied; ask the file's owner for access, or check its permissions",
    errno.ELOOP: "this symbolic link leads back to itself; remove it or let it name the file",
    errno.ENAMETOOLONG: "this path is too long; check it",
    errno.EROFS: "the disk is read-only; nothing was written",
    errno.ENOSPC: "the disk is full; nothing was written: make room and try again",
    errno.EDQUOT: "your disk quota is used up; nothing was written: make room and try again",
    errno.EFBIG: "the file is too large for this disk; nothing was written",
}


LARGEST = 512_000_000
"""The largest file that is read, in bytes: beyond lies no text that people wrote."""


def read_file(path: str) -> bytes:
    """Return the bytes of a file.

    Raises:
        DataError: It cannot be read, is no plain file, or larger than ``LARGEST``.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        with open(handle, "rb", buffering=0) as file:
            found = os.fstat(handle)
            mode = found.st_mode
            if stat.S_ISDIR(mode):
                raise IsADirectoryError(errno.EISDIR, "")
            if not stat.S_ISREG(mode):
                raise DataError("this is a device or a pipe, not a file; name the file", path)
            if found.st_size > LARGEST:
                size, most = found.st_size // 1_000_000, LARGEST // 1_000_000
                raise DataError(f"{size} MB are too many (at most {most}); check the path", path)
            return file.read()
    except FileNotFoundError as error:
        if os.path.islink(path):
            message = "this symbolic link leads nowhere; remove it or let it name the file"
            raise DataError(message, path) from error
        raise _clear(error, path) from error
    except OSError as error:
        raise _clear(error, path) from error
    except ValueError as error:
        raise _impossible(path) from error


def exists(path: str) -> bool:
    """Tell whether something has this name, be it a symbolic link that leads nowhere.

    Raises:
        DataError: Nobody can tell, as in a folder that may not be entered.
    """
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise _clear(error, path) from error
    except ValueError as error:
        raise _impossible(path) from error
    return True


def write_files(files: Mapping[str, bytes]) -> None:
    """Write all files, or none.

    Each new content goes to a temporary file in the file's own folder and to the disk itself
    (fsync) before the first rename, so that a crash leaves each file old or new, never half.
    Permission bits are kept, a symbolic link stays and its target is written, missing folders
    are made.

    Raises:
        DataError: A file cannot be written; the others are as they were.
    """
    staged: list[_Staged] = []
    made: list[str] = []
    at = ""
    try:
        for at, content in files.items():
            staged.append(_Staged(at))
            staged[-1].prepare(content, made)
        for item in staged:
            at = item.path
            item.replace()
    except OSError as error:
        for item in staged:
            item.undo()
        for folder in reversed(made):
            _quietly(os.rmdir, folder)
        raise _clear(error, at, "; nothing was written") from error
    for item in staged:
        item.finish()


class _ClosedError(OSError):
    """A file or folder, its filename, that may not be written."""


class _Staged:
    """One file on its way to the disk."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.target = path
        self.temporary = ""
        self.backup = ""
        self.existed = False
        self.replaced = False

    def prepare(self, content: bytes, made: list[str]) -> None:
        """Write the content beside the target and keep a second name for the old file."""
        self.target = os.path.realpath(self.path)
        if os.path.islink(self.target):
            raise OSError(errno.ELOOP, "")
        if os.path.isdir(self.target):
            raise OSError(errno.EISDIR, "")
        folder = os.path.dirname(self.target)
        _make_folders(folder, made)
        mode = _mode(self.target)
        # A rename would write over a file that its owner has protected, and asks the folder alone.
        _ensure_open(self.target, folder)
        base = os.path.join(folder, f".{os.path.basename(self.target)[:80]}.{os.getpid()}")
        temporary = _unused(base + ".new")
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        self.temporary = temporary
        with open(handle, "wb", buffering=0) as file:
            if mode is not None:
                os.fchmod(handle, mode)
            view = memoryview(content)
            while view:
                view = view[file.write(view) :]
            os.fsync(handle)

    def replace(self) -> None:
        """Give the new content the file's name."""
        self.existed = os.path.lexists(self.target)
        if self.existed:
            backup = _unused(self.temporary + ".old")
            try:
                os.link(self.target, backup)
                self.backup = backup
            except OSError:
                pass  # a disk without hard links: this file cannot be put back if a later one fails
        os.rename(self.temporary, self.target)
        self.replaced = True

    def undo(self) -> None:
        """Put the old file back, as far as the disk lets us."""
        if self.replaced and self.backup:
            _quietly(os.rename, self.backup, self.target)
        elif self.replaced and not self.existed:
            _quietly(os.unlink, self.target)
        elif not self.replaced:
            for leftover in filter(None, (self.temporary, self.backup)):
                _quietly(os.unlink, leftover)

    def finish(self) -> None:
        """Drop the second name of the old file and bring the renaming to the disk."""
        if self.backup:
            _quietly(os.unlink, self.backup)
        sync_folder(os.path.dirname(self.target))


def sync_folder(folder: str) -> None:
    """Bring a folder's names to the disk; file systems that cannot are left alone."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        pass
    finally:
        os.close(handle)


def _make_folders(folder: str, made: list[str]) -> None:
    """Make a folder and those above it; ``made`` gets each new one, the outermost first."""
    if os.path.isdir(folder):
        return
    if os.path.lexists(folder):
        raise OSError(errno.ENOTDIR, "")
    _make_folders(os.path.dirname(folder), made)
    os.mkdir(folder)
    made.append(folder)


def _mode(path: str) -> int | None:
    """Return a file's permission bits, or ``None`` where there is no file yet."""
    try:
        return stat.S_IMODE(os.stat(path).st_mode)
    except FileNotFoundError:
        return None


def _unused(path: str) -> str:
    """Return the path itself, or with a number where something has that name."""
    number, free = 0, path
    while os.path.lexists(free):
        number += 1
        free = f"{path}{number}"
    return free


def _quietly(action: Callable[..., object], *paths: str) -> None:
    """Clean up as far as possible: the first error is the one worth telling."""
    with contextlib.suppress(OSError):
        action(*paths)


def why_closed(path: str) -> str:
    """Return why a file that is there cannot be written by this user; empty where it can."""
    target = os.path.realpath(path)
    try:
        _ensure_open(target, os.path.dirname(target))
    except _ClosedError as error:
        return str(_clear(error, path))
    return ""


def _ensure_open(target: str, folder: str) -> None:
    for path in (target, folder) if os.path.lexists(target) else (folder,):
        if not os.access(path, os.W_OK):
            raise _ClosedError(errno.EROFS if _is_read_only(path) else errno.EACCES, "", path)


def _is_read_only(path: str) -> bool:
    """Tell whether the disk that a path lies on takes no writing at all."""
    return bool(os.statvfs(path).f_flag & os.ST_RDONLY)


def _clear(error: OSError, path: str, done: str = "") -> DataError:
    words = _WORDS.get(error.errno or 0) or f"{error.strerror or error}{done}"
    if isinstance(error, _ClosedError) and os.path.isdir(error.filename):
        words = f"no file can be written in this folder: {words}"
    return DataError(words, error.filename if isinstance(error, _ClosedError) else path)


def _impossible(path: str) -> DataError:
    return DataError("this is no possible path: it holds a zero byte", path)
