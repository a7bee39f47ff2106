"""Which record of one version is which record of another (pure).

A data file has no hidden keys: ids are typed by people, given twice by mistake and renumbered by
the season. So a record is followed by all that it says, its id being one sign among others.
"""

from lgtui.align.likeness import Record, alike, key_of
from lgtui.align.pairing import Pair, align

__all__ = ["Pair", "Record", "align", "alike", "key_of"]
