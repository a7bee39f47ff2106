"""Opening the data file: a small one at once, of a large one the beginning first."""

from typing import NamedTuple

from lgtui.model import DataError, Records
from lgtui.store import Document, parse
from lgtui.store.disk import read_file

SMALL = 200_000
"""Bytes that are parsed in less time than a screen takes to paint."""

HEAD = 48_000
"""Bytes of a large file that are shown before the rest is read."""


class Opened(NamedTuple):
    """A file that was opened; ``complete`` is false while only its beginning was parsed."""

    document: Document
    complete: bool


def open_file(path: str) -> Opened:
    """Reads a data file, and parses it or, of a large one, its beginning.

    Raises:
        DataError: it cannot be read, or a small one is not valid.
    """
    raw = read_file(path)
    if len(raw) <= SMALL:
        return Opened(parse(raw, path), True)
    return Opened(Document(path, raw, _beginning(raw, path)), False)


def _beginning(raw: bytes, path: str) -> Records:
    """The records at the start of a large file; none where they cannot be told apart so early."""
    end = HEAD
    for _ in range(8):
        end = raw.rfind(b"\n[[", 0, end)
        if end < 0:
            break
        try:
            # A cut inside a text that looks like a header does not parse: an earlier one does.
            return parse(raw[: end + 1], path).records
        except DataError:
            continue
    return Records()
