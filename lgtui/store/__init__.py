"""The data file: read into frozen values, saved by the bytes that changed.

Reading imports what reading needs; saving, locating and drafts are imported when first used.
"""

from lgtui.model import Records, Where
from lgtui.store.document import Block, Document, Problem
from lgtui.store.reader import find_data, parse, read, root_of

__all__ = [
    "Block",
    "Document",
    "Problem",
    "dumps",
    "find_data",
    "locate",
    "parse",
    "read",
    "root_of",
    "save",
    "splice",
    "spliced",
]


def dumps(records: Records) -> bytes:
    """Return a whole data file in lgtui's own layout."""
    from lgtui.store.record_edit import dumps

    return dumps(records)


def spliced(document: Document, new: Records) -> Document:
    """Return the document with its records changed to ``new``, proven but not written.

    Raises:
        DataError: The change cannot be written without loss.
    """
    from lgtui.store.saving import spliced

    return spliced(document, new)


def splice(document: Document, new: Records) -> bytes:
    """Return the document's bytes with only those records changed that differ in ``new``.

    Raises:
        DataError: The change cannot be written without loss.
    """
    return spliced(document, new).raw


def save(document: Document, new: Records) -> Document:
    """Write ``new`` over the document's file and return the document it holds now.

    Raises:
        lgtui.store.saving.ChangedOnDisk: Someone else wrote the file meanwhile.
        DataError: It cannot be written; the file is as it was.
    """
    from lgtui.store.saving import save

    return save(document, new)


def locate(raw: bytes, where: Where) -> tuple[int, int]:
    """Return line and column (from 1, in characters) of a place in a data file's bytes.

    For many places of one file ``lgtui.store.positions.Locator`` is faster.
    """
    from lgtui.store.positions import locate

    return locate(raw, where)
