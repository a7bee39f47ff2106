"""Faults in the middle of a save: any call fails, once or for good, or the process is killed there.

``LGTUI_FAULT_ROUNDS=10`` makes ten times as many; the figures of a long run are in docs/testing.md.
"""

import errno
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lgtui import store
from lgtui.model import DataError
from lgtui.site.new_series import NewSeries, write_series
from lgtui.site.pages import plan_render, write_render
from lgtui.site.saving import plan_save, write_save
from lgtui.store import disk
from tests.site.making import make_site
from tests.site.test_saving import retitled
from tests.tui.sample import series

ROUNDS = int(os.environ.get("LGTUI_FAULT_ROUNDS", "1"))
CALLS = (
    "open",
    "link",
    "rename",
    "fsync",
    "unlink",
    "fchmod",
    "fchown",
    "listdir",
    "lstat",
    "stat",
)
ERRORS = (
    errno.EIO, errno.EROFS, errno.ENOSPC, errno.EPERM, errno.EACCES, errno.EDQUOT, errno.ENFILE,
    errno.ESTALE, errno.EBUSY,
)  # fmt: skip
KILLED = 99

Hook = Callable[[int, str], None]


def hooked(patch: pytest.MonkeyPatch, hook: Hook) -> list[int]:
    """Calls the hook before each call that reaches the disk; gives how many there were."""
    count = [0]
    for name in CALLS:
        real = getattr(os, name)

        def call(*given: Any, _real: Any = real, _name: str = name, **named: Any) -> Any:
            count[0] += 1
            hook(count[0], _name)
            return _real(*given, **named)

        patch.setattr(os, name, call)
    return count


class Work:
    """One way to write, over one site: its files before and after."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.data = make_site(folder, series())
        self.folder = folder
        opened = store.read(str(self.data))
        records = retitled(opened.records, "Mine")
        self.run: Callable[[], object]
        if kind == "save":
            planned = plan_save(opened, records)
            self.run = lambda: write_save(planned)
        elif kind == "fix":
            self.run = lambda: store.save(opened, records)
        elif kind == "render":
            store.save(opened, records)
            rendered = plan_render(str(self.data))
            self.run = lambda: write_render(rendered)
        else:
            pages = plan_save(opened, records).pages
            files = disk.Files(pages, pages.seen | {str(folder / "new.toml"): None})
            files[str(folder / "new.toml")] = b"new"
            self.run = lambda: write_series(NewSeries(files))
        self.before = self.files()
        self.run()
        self.after = self.files()
        assert self.after != self.before
        self.restore()

    def files(self) -> dict[str, bytes]:
        found = (path for path in self.folder.rglob("*") if path.is_file())
        return {str(path): path.read_bytes() for path in found if ".lgtui-" not in path.name}

    def left(self) -> list[Path]:
        return [path for path in self.folder.rglob("*") if ".lgtui-" in path.name]

    def restore(self) -> None:
        for path in self.files().keys() - self.before.keys():
            os.unlink(path)
        for path, content in self.before.items():
            Path(path).write_bytes(content)

    def new(self) -> set[str]:
        """The files that are new; each must be old or new, never anything else."""
        now = self.files()
        new = set()
        for path in self.before.keys() | self.after.keys():
            if now.get(path) != self.before.get(path):
                assert now.get(path) == self.after.get(path), f"{path} is neither old nor new"
                new.add(path)
        return new

    @property
    def changing(self) -> set[str]:
        return {path for path in self.after if self.after[path] != self.before.get(path)}

    def judge(self, error: DataError | None) -> None:
        """What is told must be what is on disk; after the next save nothing is left behind."""
        new = self.new()
        if error is None:
            assert new == self.changing
        elif isinstance(error, disk.PartlyWrittenError):
            told = error.message.split("put back: ")[1].split(" new, ")[0].split(" new")[0]
            assert {path for path in self.changing if path in told} == new, error.message
            assert "nothing was written" not in error.message
        else:
            assert not new, error.message
        self.finish()

    def finish(self) -> None:
        self.restore()
        self.run()
        assert self.new() == self.changing
        assert self.left() == []
        self.restore()


def inject(work: Work, at: int, number: int, for_good: bool) -> bool:
    """Lets the n-th call fail; returns whether there was one."""
    error: DataError | None = None
    with pytest.MonkeyPatch.context() as patch:

        def hook(count: int, _name: str) -> None:
            if count == at or (for_good and count > at):
                raise OSError(number, os.strerror(number))

        count = hooked(patch, hook)
        try:
            work.run()
        except DataError as caught:
            error = caught
    work.judge(error)
    return count[0] >= at


def kill(work: Work, at: int) -> bool:
    """Kills the process at the n-th call; returns whether there was one."""
    child = os.fork()
    if not child:
        with pytest.MonkeyPatch.context() as patch:
            hooked(patch, lambda count, _name: os._exit(KILLED) if count == at else None)
            work.run()
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    work.new()
    work.finish()
    return status == KILLED


@pytest.mark.parametrize("kind", ["save", "fix", "render", "import"])
def test_no_fault_loses_a_word_or_is_told_untruly(tmp_path: Path, kind: str) -> None:
    work = Work(tmp_path / "site", kind)
    chance = random.Random(1)
    faults = 0
    with pytest.MonkeyPatch.context() as patch:
        count = hooked(patch, lambda _count, _name: None)
        work.run()
    work.restore()
    every = [
        (at, number, for_good)
        for at in range(1, count[0] + 1)
        for number in (*ERRORS, 0)
        for for_good in (False, True)
    ]
    for at, number, for_good in chance.sample(every, min(len(every), 60 * ROUNDS)):
        faults += inject(work, at, number, for_good) if number else kill(work, at)
    print(f"{kind}: {faults} of {len(every)} faults")
    assert faults


@pytest.mark.parametrize("kind", ["save", "fix", "render", "import"])
def test_a_writer_beside_a_save_loses_no_word(tmp_path: Path, kind: str) -> None:
    """Another program writes one of the files, in place or by a rename, before any call."""
    work = Work(tmp_path / "site", kind)
    chance = random.Random(2)
    with pytest.MonkeyPatch.context() as patch:
        count = hooked(patch, lambda _count, _name: None)
        work.run()
    work.restore()
    theirs = b"their words\n"
    for _ in range(30 * ROUNDS):
        at, victim = chance.randint(1, count[0]), chance.choice(sorted(work.changing))
        in_place = chance.random() < 0.5
        real_rename = os.rename
        with pytest.MonkeyPatch.context() as patch:

            def write(count: int, name: str) -> None:
                if count != at:  # noqa: B023 (called within the round)
                    return
                # No system lets two programs rename over one name in one moment and keep both.
                if in_place or name == "rename":  # noqa: B023
                    with open(victim, "r+b" if os.path.exists(victim) else "wb") as file:  # noqa: B023
                        file.truncate()
                        file.write(theirs)
                else:
                    Path(f"{victim}~").write_bytes(theirs)  # noqa: B023
                    real_rename(f"{victim}~", victim)  # noqa: B023

            hooked(patch, write)
            try:
                work.run()
            except DataError as error:
                assert not isinstance(error, disk.PartlyWrittenError)
        assert Path(victim).read_bytes() == theirs, (at, victim, in_place)
        assert work.left() == []
        work.restore()
