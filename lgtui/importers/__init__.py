"""Existing pages, lists and mails into records: repair of encodings, readers, linkage, report."""
