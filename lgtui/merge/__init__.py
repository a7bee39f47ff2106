"""Three-way merge of records, by record and field (pure).

Two organizers who change different fields or records never meet a conflict; where both changed
one field, the conflict holds base, mine and theirs, and the merged records hold mine until it is
resolved, so that they are valid at every moment.
"""

from lgtui.merge.conflicts import Conflict, Merged, choices, resolve
from lgtui.merge.records import merge

__all__ = ["Conflict", "Merged", "choices", "merge", "resolve"]
