"""The data file: read into frozen values, saved by the bytes that changed.

Reading imports what reading needs; saving is imported when first used.
"""

from lgtui.model import Records
from lgtui.store.document import Block, Document, Problem
from lgtui.store.reader import find_data, parse, read, root_of

__all__ = [
    "Block",
    "Document",
    "Problem",
    "dumps",
    "find_data",
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
