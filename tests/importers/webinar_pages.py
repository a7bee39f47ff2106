"""What the tests of webinar pages share: importing one, and looking at what came of it."""

from lgtui.importers.facts import Note, Source
from lgtui.importers.pages import Import, import_pages
from lgtui.model import Talk


def imported(text: str) -> Import:
    return import_pages([Source("page.md", text.encode())])


def page_with_next(body: str) -> Import:
    return imported(f"# Series\n\n#### Next webinar: A theme\nDate: **TBA**\n\n{body}\n")


def previous(line: str) -> Talk:
    """The talk that one line of the list of previous talks becomes."""
    result = imported(f"# Series\n\n#### Previous talks:\n\n{line}\n")
    assert len(result.records.talks) == 1, result.report
    return result.records.talks[0]


def notes(result: Import, kind: str) -> list[Note]:
    return [note for note in result.report if note.kind == kind]
