"""Files: read with a clear word on failure, and written all or none."""

import contextlib
import errno
import os
import re
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import EllipsisType
from typing import NoReturn

from lgtui.model import DataError

_WORDS = {
    errno.ENOENT: "there is no such file; check the path",
    errno.ENOTDIR: "a part of this path is a file, not a folder; check the path",
    errno.EISDIR: "this is a folder, not a file; name the file in it",
    errno.EACCES: "permission denied; ask the file's owner for access, or check its permissions",
    errno.EPERM: "permission denied; ask the file's owner for access, or check its permissions",
    errno.ELOOP: "this symbolic link leads back to itself; remove it or let it name the file",
    errno.ENAMETOOLONG: "this path is too long; check it",
    errno.EROFS: "the disk is read-only",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your disk quota is used up",
    errno.EFBIG: "the file is too large for this disk",
}
_MAKE_ROOM = (errno.ENOSPC, errno.EDQUOT)
_DISK = (*_MAKE_ROOM, errno.EROFS, errno.EFBIG)
"""Errors of a disk, after which people have to know what was written."""


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


class Files(dict[str, bytes]):
    """Files to write, and what each held when it was read: whoever wrote since is not overwritten.

    A file that is not among ``seen`` is compared with what it holds when the writing begins.
    """

    def __init__(
        self, contents: Mapping[str, bytes], seen: Mapping[str, bytes | None] | None = None
    ) -> None:
        super().__init__(contents)
        self.seen = dict(seen or {})


class ChangedMeanwhileError(DataError):
    """Another program wrote a file between the look at it and its renaming."""


class PartlyWrittenError(DataError):
    """The disk failed for good in the middle: some files are new, the message says which."""


def write_files(files: Mapping[str, bytes]) -> None:
    """Write all files, or none.

    Each new content goes to a temporary file in the file's own folder and to the disk itself
    (fsync) before the first rename, so that a crash leaves each file old or new, never half.
    Right before its rename each file is looked at again. Permission bits and group are kept, a
    symbolic link stays and its target is written, missing folders are made. Other lgtuis that
    write in the same folders are waited for; what dead ones left there is removed.

    Args:
        files: the contents by path; :class:`Files` tells what they were made from.

    Raises:
        ChangedMeanwhileError: Another program wrote one of them; all are as they were.
        PartlyWrittenError: The disk failed and refused to put back what was renamed before.
        DataError: A file cannot be written; all are as they were.
    """
    seen = files.seen if isinstance(files, Files) else {}
    staged = [_Staged(path, content) for path, content in files.items()]
    made: list[str] = []
    at = ""
    try:
        for item in staged:
            at = item.path
            item.place(made)
        with _locked({os.path.dirname(item.target) for item in staged}), _signals_held():
            try:
                for item in staged:
                    at = item.path
                    item.prepare(seen.get(at, ...))
                for step in (_Staged.ensure_unchanged, _Staged.replace):
                    for item in staged:
                        at = item.path
                        step(item)
            except BaseException:
                for item in reversed(staged):
                    item.undo()
                raise
            for item in staged:
                item.finish()
    except BaseException as error:
        for folder in reversed(made):
            _quietly(os.rmdir, folder)
        if isinstance(error, OSError):
            raise _failed(_clear(error, at), staged, error.errno) from error
        if isinstance(error, DataError):
            raise _failed(error, staged) from error
        raise


def _failed(cause: DataError, staged: "list[_Staged]", number: int | None = 0) -> DataError:
    """Return the error that says what became of the files, after all that could be put back was.

    Args:
        cause: what went wrong.
        staged: the files.
        number: the system's number of the error, 0 for none.
    """
    new = [item for item in staged if item.replaced]
    if not new:
        known = number in _WORDS and number not in _DISK
        done = "" if known else "; nothing was written"
        done += ": make room and try again" if number in _MAKE_ROOM else ""
        return type(cause)(cause.message + done, cause.file)
    old = [item for item in staged if not item.replaced]
    parts = [f"{_names(new)} {'is' if len(new) == 1 else 'are'} new"]
    if old:
        parts.append(f"{_names(old)} {'is' if len(old) == 1 else 'are'} as before")
    parts += [
        f"the former text of {item.path} is in {item.backup} until the next save"
        for item in new
        if item.backup
    ]
    words = f"{cause.message}; what had been written could not be put back: {', '.join(parts)}"
    return PartlyWrittenError(words, cause.file)


def _names(items: "list[_Staged]") -> str:
    return ", ".join(item.path for item in items)


class _ClosedError(OSError):
    """A file or folder, its filename, that may not be written."""


class _Staged:
    """One file on its way to the disk."""

    def __init__(self, path: str, content: bytes) -> None:
        self.path = path
        self.content = content
        self.target = path
        self.temporary = ""
        self.backup = ""
        self.before: bytes | None = None
        self.replaced = False

    def place(self, made: list[str]) -> None:
        """Find where the file really lies, and make the folders above it."""
        self.target = os.path.realpath(self.path)
        if os.path.islink(self.target):
            raise OSError(errno.ELOOP, "")
        if os.path.isdir(self.target):
            raise OSError(errno.EISDIR, "")
        folder = os.path.dirname(self.target)
        _make_folders(folder, made)
        # A rename would write over a file that its owner has protected, and asks the folder alone.
        _ensure_open(self.target, folder)

    def prepare(self, seen: bytes | EllipsisType | None) -> None:
        """Write the content beside the target, with its permissions.

        Args:
            seen: what the target held when it was read; ``...`` for whatever it holds now.
        """
        self.before = self._held() if isinstance(seen, EllipsisType) else seen
        found = _found(self.target)
        folder, name = os.path.split(self.target)
        temporary = _unused(os.path.join(folder, f".{name[:80]}{_OWN}{os.getpid()}.new"))
        handle = os.open(
            temporary,
            os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC,
            0o666 if found is None else 0o600,
        )
        self.temporary = temporary
        with open(handle, "wb", buffering=0) as file:
            if found is not None:
                _keep_owner(handle, found)
                os.fchmod(handle, stat.S_IMODE(found.st_mode))
            view = memoryview(self.content)
            while view:
                view = view[file.write(view) :]
            os.fsync(handle)

    def ensure_unchanged(self) -> None:
        """Make sure that the file still holds what the new content was made from."""
        if self._held() != self.before:
            self._refuse()

    def _held(self) -> bytes | None:
        return read_file(self.target) if exists(self.target) else None

    def _refuse(self) -> NoReturn:
        words = "another program wrote this file meanwhile, and its words are kept: try again"
        raise ChangedMeanwhileError(words, self.path)

    def replace(self) -> None:
        """Give the new content the file's name, and the old one a second name until the end."""
        if self.before is None:
            # A link, unlike a rename, never takes the name away from a file made meanwhile.
            try:
                os.link(self.temporary, self.target)
                self.replaced = True
                return
            except FileExistsError:
                self._refuse()
            except OSError:
                pass  # a disk without hard links
        else:
            self._back_up()
        self.ensure_unchanged()
        os.rename(self.temporary, self.target)
        self.replaced = True
        # Whoever wrote into the old file in the moment of the rename wrote into the backup.
        if self.backup and read_file(self.backup) != self.before:
            self._refuse()

    def _back_up(self) -> None:
        """Keep the old file under a second name; where there are no hard links, a copy."""
        backup = _unused(self.temporary + ".old")
        try:
            os.link(self.target, backup)
            self.backup = backup
        except OSError:
            found = _found(self.target)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
            handle = os.open(backup, flags, 0o600)
            self.backup = backup
            with open(handle, "wb") as file:
                if found is not None:
                    _keep_owner(handle, found)
                    os.fchmod(handle, stat.S_IMODE(found.st_mode))
                file.write(self.before or b"")
                file.flush()
                os.fsync(handle)

    def undo(self) -> None:
        """Put the old file back, as far as the disk lets us and nobody has written since."""
        if self.replaced:
            try:
                if self._held() == self.content:
                    if self.backup:
                        os.rename(self.backup, self.target)
                        self.backup = ""
                    else:
                        os.unlink(self.target)
                    self.replaced = False
            except (OSError, DataError):
                return  # it stays new, which the message says, and its backup stays
        if not self.replaced:
            for leftover in filter(None, (self.temporary, self.backup)):
                _quietly(os.unlink, leftover)

    def finish(self) -> None:
        """Drop the second names and bring the renaming to the disk."""
        for leftover in (self.temporary, self.backup):
            if leftover:
                _quietly(os.unlink, leftover)
        sync_folder(os.path.dirname(self.target))


_OWN = ".lgtui-"
_LEFT_BEHIND = re.compile(r"\..*\.lgtui-\d+\.new\d*(\.old\d*)?")
"""The names of temporary files, which no other program gives."""

PATIENCE = 10.0
"""Seconds to wait for another lgtui that writes in the same folder."""


@contextlib.contextmanager
def _locked(folders: Iterable[str]) -> Iterator[None]:
    """Keep other lgtuis from writing in some folders, and remove what dead ones left there.

    The folder itself is locked (flock), so that no lock file is needed and the lock ends with its
    process. Whoever holds it knows that no living lgtui has a temporary file there.

    Raises:
        DataError: Another lgtui does not end.
    """
    import fcntl

    handles: list[int] = []
    until = time.monotonic() + PATIENCE
    try:
        for folder in sorted(folders):
            try:
                handles.append(handle := os.open(folder, os.O_RDONLY | os.O_CLOEXEC))
            except OSError:
                continue  # a folder that may be written but not read
            while True:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    if time.monotonic() > until:
                        raise _held_by(handle, folder) from None
                    time.sleep(0.02)
                    continue
                except OSError:
                    break  # a disk without locks: the looks before each rename have to do
                _sweep(folder)
                break
        yield
    finally:
        for handle in handles:
            os.close(handle)


def _held_by(handle: int, folder: str) -> DataError:
    """Return the error that names the process which holds a folder, where the system tells."""
    inode = os.fstat(handle).st_ino
    holder = ""
    with contextlib.suppress(OSError), open("/proc/locks", encoding="ascii") as file:
        for line in file:
            parts = line.split()
            if "FLOCK" in parts and f":{inode} " in line:
                holder = f" (process {parts[parts.index('FLOCK') + 3]})"
    words = (
        f"another lgtui{holder} is writing in this folder and did not end within "
        f"{PATIENCE:.0f} seconds: let it finish, then try again"
    )
    return DataError(words, folder)


def _sweep(folder: str) -> None:
    """Remove the temporary files of dead processes from a folder that is locked."""
    with contextlib.suppress(OSError):
        for name in os.listdir(folder):
            if _LEFT_BEHIND.fullmatch(name):
                _quietly(os.unlink, os.path.join(folder, name))


@contextlib.contextmanager
def _signals_held() -> Iterator[None]:
    """Keep what would end the process waiting, so that no mixture of old and new is left.

    Where a program has its own way to end, as the app has, that is left to it.
    """
    import signal
    import threading

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    ending = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    usual = (signal.SIG_DFL, signal.default_int_handler)
    before = {
        number: handler for number in ending if (handler := signal.getsignal(number)) in usual
    }
    for number in before:
        signal.signal(number, lambda got, _frame: came.append(got))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    # Not where the writing failed: then the program ends by saying what became of the files.
    for sent in came:
        os.kill(os.getpid(), sent)


def _keep_owner(handle: int, found: os.stat_result) -> None:
    """Give a new file the group of the old one, and its owner where that is allowed."""
    for owner in (found.st_uid, -1):
        try:
            os.fchown(handle, owner, found.st_gid)
        except OSError:
            continue  # only root may give files away, and only to its own groups anybody else
        return


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
    found = _found(folder)
    if found is not None and stat.S_ISDIR(found.st_mode):
        return
    if found is not None or os.path.lexists(folder):
        raise OSError(errno.ENOTDIR, "")
    _make_folders(os.path.dirname(folder), made)
    os.mkdir(folder)
    made.append(folder)


def _found(path: str) -> os.stat_result | None:
    """Return what the system knows of a file, or ``None`` where there is no file yet."""
    try:
        return os.stat(path)
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


def _clear(error: OSError, path: str) -> DataError:
    words = _WORDS.get(error.errno or 0) or error.strerror or str(error)
    if isinstance(error, _ClosedError) and os.path.isdir(error.filename):
        words = f"no file can be written in this folder: {words}"
    return DataError(words, error.filename if isinstance(error, _ClosedError) else path)


def _impossible(path: str) -> DataError:
    return DataError("this is no possible path: it holds a zero byte", path)


def state_folder(name: str = "") -> str:
    """Return the folder for what outlives a run: made if missing, readable by its owner alone.

    ``$XDG_STATE_HOME/lgtui`` or ``~/.local/state/lgtui``; without a home that can be written, a
    private folder beside the temporary files.

    Args:
        name: a folder within it.

    Raises:
        DataError: There is no place where anything could be kept.
    """
    import tempfile

    state = os.environ.get("XDG_STATE_HOME", "")
    home = os.environ.get("HOME", "")
    choices = [os.path.join(state, "lgtui")] if os.path.isabs(state) else []
    if os.path.isabs(home):
        choices.append(os.path.join(home, ".local", "state", "lgtui"))
    choices.append(os.path.join(tempfile.gettempdir(), f"lgtui-{os.getuid()}"))
    for choice in choices:
        path = os.path.join(choice, name) if name else choice
        try:
            os.makedirs(path, mode=0o700, exist_ok=True)
            for made in {choice, path}:
                _make_private(made)
        except OSError:
            continue
        if os.access(path, os.W_OK | os.X_OK):
            return path
    message = "there is no folder for drafts: set XDG_STATE_HOME to one that can be written"
    raise DataError(message, choices[0])


def _make_private(path: str) -> None:
    """Take other users' access away; a folder of another user is refused."""
    found = os.lstat(path)
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        raise PermissionError(path)
    if stat.S_IMODE(found.st_mode) & 0o077:
        os.chmod(path, 0o700)
