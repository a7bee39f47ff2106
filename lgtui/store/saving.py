"""Saving a document: proven bytes, written only over the bytes that were read."""

import os

from lgtui.model import DataError, Records
from lgtui.store import disk
from lgtui.store.document import Document
from lgtui.store.reading import parse
from lgtui.store.splicing import spliced


class ChangedOnDisk(DataError):  # noqa: N818 - says what happened; not the user's error
    """The file is no longer as it was read; ``fresh`` is what it holds now, to merge with."""

    def __init__(self, fresh: Document) -> None:
        message = (
            "the file was changed by another program since it was read; nothing was written: "
            "merge with what it holds now, then save again"
        )
        super().__init__(message, fresh.path)
        self.fresh = fresh


def ensure_unchanged(document: Document) -> None:
    """Makes sure that the file still holds the document's bytes.

    A document of no bytes stands for a file that is not there yet.

    Raises:
        ChangedOnDisk: It holds others, which are valid.
        DataError: It is gone, cannot be read, or is no valid TOML any more.
    """
    path = document.path
    if not document.raw and not os.path.lexists(path):
        return
    raw = disk.read_file(path)
    if raw != document.raw:
        raise ChangedOnDisk(parse(raw, path))


def save(document: Document, new: Records) -> Document:
    """Writes ``new`` over the document's file, changing only the records that differ.

    Returns:
        The document as it is on disk now.

    Raises:
        ChangedOnDisk: Someone else wrote the file meanwhile; nothing was written.
        DataError: The records or the file cannot be written; the file is as it was.
    """
    result = spliced(document, new)
    ensure_unchanged(document)
    if result.raw != document.raw:
        disk.write_files({document.path: result.raw})
    return result
