"""What differs between two versions of the records, in the words people use (pure)."""

from lgtui.changes.difference import Change, changes, of_record
from lgtui.changes.subject_line import SUBJECT_WIDTH, subject

__all__ = ["SUBJECT_WIDTH", "Change", "changes", "of_record", "subject"]
