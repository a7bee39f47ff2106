"""The versions of the data file, and the commits that lie between them, as git gives them."""

import datetime
from collections.abc import Iterator
from typing import NamedTuple, TypeVar, cast

from lgtui import store
from lgtui.model import DataError
from lgtui.repo.clone import Stream
from lgtui.repo.place import EMPTY, Place

KEPT = 8
"""How many versions of the file are kept at hand while going back."""

T = TypeVar("T")


class Step(NamedTuple):
    """A commit that touched the data file: the contents' names before and after."""

    commit: str
    author: str
    when: datetime.datetime
    subject: str
    old: str
    new: str


class Contents:
    """The versions of the data file, from one running git; the last few are kept."""

    def __init__(self, blobs: Stream, path: str) -> None:
        self._blobs = blobs
        self._path = path
        self._raws: dict[str, bytes | None] = {}
        self._documents: dict[str, store.Document | None] = {}

    def raw(self, name: str) -> bytes | None:
        """The bytes of a version; nothing for one before the file was there."""
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
        """A version read into records; ``None`` where it is not valid."""
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


def steps(place: Place) -> Iterator[Step]:
    """The commits that touched the data file, newest first, also under its earlier names."""
    log = (
        "log", "-z", "--raw", "--no-abbrev", "--follow", "--diff-merges=first-parent",
        "--date=raw", "--format=%x01%H%x00%an%x00%ad%x00%s", "HEAD", "--", place.data,
    )  # fmt: skip
    with place.clone.stream(*log) as running:
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
                    yield Step(commit, author, _moment(date), subject, old, new)
                part = next(parts, None)


def _parts(running: Stream) -> Iterator[str]:
    """The output's parts between zero bytes, as they come."""
    rest = b""
    while chunk := _some(running):
        *whole, rest = (rest + chunk).split(b"\0")
        for part in whole:
            yield part.decode("utf-8", "replace")


def _some(running: Stream) -> bytes:
    read = getattr(running.out, "read1", running.out.read)
    return cast("bytes", read(65536))


def _moment(raw: str) -> datetime.datetime:
    """Git's raw date, ``1700000000 +0100``."""
    seconds, _, offset = raw.partition(" ")
    minutes = int(f"{offset[:1]}{int(offset[1:3]) * 60 + int(offset[3:5])}") if offset else 0
    zone = datetime.timezone(datetime.timedelta(minutes=minutes))
    return datetime.datetime.fromtimestamp(int(seconds), zone)
