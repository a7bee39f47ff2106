"""The data file: read into frozen values, saved by the bytes that changed.

Reading imports what reading needs; saving, locating and drafts are imported when first used.
"""

from lgtui.model import Records
from lgtui.store.document import Block, Document, Problem
from lgtui.store.paths import find_data, root_of
from lgtui.store.reading import parse, read

__all__ = [
    "Block",
    "Document",
    "Problem",
    "dumps",
    "find_data",
    "parse",
    "read",
    "root_of",
]


def dumps(records: Records) -> bytes:
    """A whole data file in lgtui's own layout."""
    from lgtui.store.write import dumps

    return dumps(records)
