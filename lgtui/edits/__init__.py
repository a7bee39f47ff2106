"""Edits of whole records: add, duplicate, delete, move, renumber (pure: records to records).

Each edit says where the cursor belongs afterwards. Files that were in order stay in order; files
that were not are left as they are, but for the records the edit is about.
"""

from lgtui.edits.adding import (
    add_organizer,
    add_season,
    add_talk,
    duplicate,
    empty_talk,
    fill_talk,
    next_id,
    next_season,
)
from lgtui.edits.deleting import delete
from lgtui.edits.edit import Edit, EditError, talks_of
from lgtui.edits.moving import move
from lgtui.edits.renumbering import renumber_from, renumber_season

__all__ = [
    "Edit",
    "EditError",
    "add_organizer",
    "add_season",
    "add_talk",
    "delete",
    "duplicate",
    "empty_talk",
    "fill_talk",
    "move",
    "next_id",
    "next_season",
    "renumber_from",
    "renumber_season",
    "talks_of",
]
