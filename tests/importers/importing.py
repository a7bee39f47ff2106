"""What the tests of pages share: importing some, and looking at the result."""

from lgtui.importers import Note, Source
from lgtui.importers.pages import Import, import_pages
from lgtui.model import Talk


def imported(*texts: str) -> Import:
    """Import pages named ``0.md``, ``1.md`` and so on."""
    return import_pages([Source(f"{at}.md", text.encode()) for at, text in enumerate(texts)])


def page_with_next(body: str) -> Import:
    return imported(f"# Series\n\n#### Next webinar: A theme\nDate: **TBA**\n\n{body}\n")


def previous(line: str) -> Talk:
    """The talk that one line of the list of previous talks becomes."""
    result = imported(f"# Series\n\n#### Previous talks:\n\n{line}\n")
    assert len(result.records.talks) == 1, result.report
    return result.records.talks[0]


def notes(result: Import, kind: str) -> list[Note]:
    return [note for note in result.report if note.kind == kind]
