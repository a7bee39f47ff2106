"""Imports pages, lists and mails into records: readers, linkage, numbering, report."""
