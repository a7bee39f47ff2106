"""Files are read with a clear word on failure, and written all or none."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lgtui.model import DataError
from lgtui.store import disk


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_all_files_are_written_and_missing_folders_made(tmp_path: Path) -> None:
    files = {str(tmp_path / "a.md"): b"1", str(tmp_path / "x" / "y" / "b.md"): b"2"}
    disk.write_files(files)
    assert {path: disk.read_file(path) for path in files} == files
    assert names(tmp_path) == ["a.md", "x/y/b.md"]


def test_permission_bits_are_kept_and_a_link_stays_a_link(tmp_path: Path) -> None:
    target = tmp_path / "target.md"
    target.write_bytes(b"old")
    target.chmod(0o604)
    link = tmp_path / "sub" / "link.md"
    link.parent.mkdir()
    link.symlink_to("../target.md")
    disk.write_files({str(link): b"new"})
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o604


def test_a_new_file_gets_the_usual_permissions(tmp_path: Path) -> None:
    (tmp_path / "usual").write_bytes(b"")
    disk.write_files({str(tmp_path / "new"): b""})
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_when_one_file_cannot_be_written_none_is(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "folder").mkdir()
    files = {
        str(tmp_path / "a"): b"new",
        str(tmp_path / "made" / "deep" / "b"): b"new",
        str(tmp_path / "folder"): b"new",
    }
    with pytest.raises(DataError, match=r"folder: this is a folder"):
        disk.write_files(files)
    assert (tmp_path / "a").read_bytes() == b"old"
    assert names(tmp_path) == ["a"]
    assert not (tmp_path / "made").exists()


def test_when_a_rename_fails_the_files_renamed_before_are_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "b").write_bytes(b"old")
    rename = os.rename

    def failing(source: str, target: str) -> None:
        if target.endswith("/b"):
            raise OSError(errno.EIO, "Input/output error")
        rename(source, target)

    monkeypatch.setattr(os, "rename", failing)
    with pytest.raises(DataError, match="/b: Input/output error"):
        disk.write_files({str(tmp_path / name): b"new" for name in ("a", "new", "b")})
    assert names(tmp_path) == ["a", "b"]
    assert (tmp_path / "a").read_bytes() == b"old"


def test_on_a_disk_without_hard_links_the_files_renamed_before_are_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "b").write_bytes(b"old")
    rename = os.rename

    def linking(_source: str, _target: str) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    def failing(source: str, target: str) -> None:
        if target.endswith("/b"):
            raise OSError(errno.EIO, "Input/output error")
        rename(source, target)

    monkeypatch.setattr(os, "link", linking)
    monkeypatch.setattr(os, "rename", failing)
    with pytest.raises(DataError, match="/b: Input/output error"):
        disk.write_files({str(tmp_path / name): b"new" for name in ("a", "b")})
    assert names(tmp_path) == ["a", "b"]
    assert (tmp_path / "a").read_bytes() == b"old"
    assert (tmp_path / "b").read_bytes() == b"old"


def test_a_full_disk_is_said_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(DataError, match="/a: the disk is full; nothing was written"):
        disk.write_files({str(tmp_path / "a"): b"new"})
    assert names(tmp_path) == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere: run it as an ordinary user")
def test_a_read_only_folder_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    with pytest.raises(DataError, match="permission denied"):
        disk.write_files({str(tmp_path / "a"): b"new"})


@pytest.mark.parametrize(("closed", "said"), [("a", "/a: perm"), ("", "this folder: perm")])
def test_a_protected_file_or_folder_is_named_and_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closed: str, said: str
) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "b").write_bytes(b"old")
    real, protected = os.access, os.path.realpath(tmp_path / closed)
    monkeypatch.setattr(os, "access", lambda path, mode: path != protected and real(path, mode))
    with pytest.raises(DataError, match=said):
        disk.write_files({str(tmp_path / "b"): b"new", str(tmp_path / "a"): b"new"})
    assert names(tmp_path) == ["a", "b"]
    assert {(tmp_path / name).read_bytes() for name in "ab"} == {b"old"}


@pytest.mark.parametrize(("closed", "said"), [("a", "/a: perm"), ("", "this folder: perm")])
def test_why_a_file_cannot_be_written_is_said_before_anything_is_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, closed: str, said: str
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    assert disk.why_closed(str(path)) == ""
    real, protected = os.access, os.path.realpath(tmp_path / closed)
    monkeypatch.setattr(os, "access", lambda path, mode: path != protected and real(path, mode))
    assert said in disk.why_closed(str(path))


def test_a_file_system_that_takes_no_files_is_said() -> None:
    """Root is refused by the file system itself, anybody else by the folder's permissions."""
    with pytest.raises(DataError, match=r"^/proc(/lgtui)?: "):
        disk.write_files({"/proc/lgtui": b"new"})
    assert not os.path.exists("/proc/lgtui")


def test_content_is_on_the_disk_before_the_first_rename(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    fsync, rename = os.fsync, os.rename

    def syncing(handle: int) -> None:
        done.append("sync")
        fsync(handle)

    def renaming(source: str, target: str) -> None:
        done.append("rename")
        rename(source, target)

    monkeypatch.setattr(os, "fsync", syncing)
    monkeypatch.setattr(os, "rename", renaming)
    for name in "ab":
        (tmp_path / name).write_bytes(b"old")
    disk.write_files({str(tmp_path / "a"): b"1", str(tmp_path / "b"): b"2"})
    assert done == ["sync", "sync", "rename", "rename", "sync", "sync"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nothing", "there is no such file"),
        ("folder", "this is a folder"),
        ("file/below", "is a file, not a folder"),
        ("loop", "leads back to itself"),
        ("pipe", "a device or a pipe"),
        ("zero\0byte", "zero byte"),
        ("x" * 300, "too long"),
    ],
)
def test_what_cannot_be_read_is_told_by_name_and_cause(
    tmp_path: Path, name: str, words: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "loop").symlink_to("loop")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(DataError, match=words) as caught:
        disk.read_file(str(tmp_path / name))
    assert caught.value.file == str(tmp_path / name)


def test_a_link_that_leads_back_to_itself_is_not_written(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(DataError, match="leads back to itself"):
        disk.write_files({str(tmp_path / "loop"): b""})


def test_a_folder_in_place_of_a_file_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="this is a folder"):
        disk.read_file(str(tmp_path))


def test_a_disk_that_fails_for_good_is_told_file_by_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abc":
        (tmp_path / name).write_bytes(b"old")
    rename, done = os.rename, []

    def failing(source: str, target: str) -> None:
        done.append(target)
        if len(done) > 1:
            raise OSError(errno.EROFS, "Read-only file system")
        rename(source, target)

    paths = {name: os.path.realpath(tmp_path / name) for name in "abc"}
    with monkeypatch.context() as patch, pytest.raises(disk.PartlyWrittenError) as caught:
        patch.setattr(os, "rename", failing)
        disk.write_files(dict.fromkeys(paths.values(), b"new"))
    message = caught.value.message
    assert f"{paths['a']} is new, {paths['b']}, {paths['c']} are as before" in message
    assert "nothing was written" not in message
    backup = message.split("is in ")[1].split(" until")[0]
    assert Path(backup).read_bytes() == b"old"
    assert [(tmp_path / name).read_bytes() for name in "abc"] == [b"new", b"old", b"old"]
    disk.write_files({paths["b"]: b"newer"})
    assert names(tmp_path) == ["a", "b", "c"]


def test_what_was_written_since_a_file_was_read_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "b").write_bytes(b"theirs")
    paths = [str(tmp_path / name) for name in ("a", "b", "c")]
    seen = {paths[0]: b"old", paths[1]: b"old", paths[2]: None}
    with pytest.raises(disk.ChangedMeanwhileError, match=r"b: another program .* nothing was"):
        disk.write_files(disk.Files(dict.fromkeys(paths, b"new"), seen))
    assert [(tmp_path / name).read_bytes() for name in "ab"] == [b"old", b"theirs"]
    assert names(tmp_path) == ["a", "b"]


def test_what_dead_processes_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    left = [".a.lgtui-999999.new", ".a.lgtui-999999.new.old", ".b.md.lgtui-4.new1"]
    others = [".a.new", "a.lgtui-4.new", ".a.lgtui-x.new", ".a.lgtui-4.new.txt"]
    for name in [*left, *others]:
        (tmp_path / name).write_bytes(b"")
    disk.write_files({str(tmp_path / "a"): b"new"})
    assert names(tmp_path) == sorted(["a", *others])


def test_a_lgtui_that_writes_in_the_folder_is_waited_for_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    monkeypatch.setattr(disk, "PATIENCE", 0.05)
    handle = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(DataError, match=r"another lgtui.* is writing .* nothing was written"):
        disk.write_files({str(tmp_path / "a"): b"new"})
    assert names(tmp_path) == []
    os.close(handle)
    disk.write_files({str(tmp_path / "a"): b"new"})
    assert names(tmp_path) == ["a"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_in_the_middle_waits_until_all_files_are_new(
    tmp_path: Path, number: signal.Signals
) -> None:
    script = f"""
import os, signal
from lgtui.store import disk
# A job in the background is started with interrupts ignored, and would only wait for nothing.
signal.signal({int(number)}, signal.SIG_DFL)
rename = os.rename
def renaming(source, target):
    rename(source, target)
    os.kill(os.getpid(), {int(number)})
os.rename = renaming
disk.write_files(dict.fromkeys({[str(tmp_path / name) for name in "abc"]!r}, b"new"))
"""
    for name in "abc":
        (tmp_path / name).write_bytes(b"old")
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert ended.returncode == -number
    assert [(tmp_path / name).read_bytes() for name in "abc"] == [b"new"] * 3
    assert names(tmp_path) == ["a", "b", "c"]


@pytest.mark.root
@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file to any group")
def test_the_owner_and_group_of_a_file_stay(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    os.chown(path, 4321, 1234)
    path.chmod(0o664)
    disk.write_files({str(path): b"new"})
    found = path.stat()
    assert (found.st_uid, found.st_gid, found.st_mode & 0o777) == (4321, 1234, 0o664)
