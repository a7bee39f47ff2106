"""Records to records, pure: matching, differences, merge, edits, lifecycle, checklist."""
