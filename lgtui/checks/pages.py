"""Checks of the pages' files against the records."""

from collections.abc import Iterator, Mapping

from lgtui.checks.finding import Finding, make
from lgtui.checks.links import in_repository
from lgtui.model import DataError, Records, Where


def page_paths(records: Records) -> list[str]:
    """The paths, from the repository's root, of all files that the records are rendered to."""
    return [path for path, _ in _files(records)]


def check_pages(records: Records, page_texts: Mapping[str, str | None]) -> Iterator[Finding]:
    """PAGE001–003: pages that are stale, edited inside a region, or without sound markers.

    Records that cannot be rendered give no finding here: what keeps them from it is another's.

    Args:
        records: What the pages shall say.
        page_texts: The text of each of ``page_paths``, with its own line ends; ``None`` or no
            entry for a file that does not exist.
    """
    for path, kind in _files(records):
        yield from _check_page(records, kind, path, page_texts.get(path))


def _files(records: Records) -> Iterator[tuple[str, str]]:
    """Path and kind of every file; none for a path outside the repository (LINK001)."""
    for kind in ("webinar", "abstracts", "calendar"):
        path = getattr(records.pages, kind)
        if path and in_repository(path):
            yield path, kind
    if records.pages.news and in_repository(records.pages.news):
        from lgtui.pages.news import news_files

        try:
            names = list(news_files(records))
        except DataError:
            return
        for name in names:
            yield f"{records.pages.news.rstrip('/')}/{name}", "news"


def _check_page(records: Records, kind: str, path: str, text: str | None) -> Iterator[Finding]:
    """The findings about one file."""
    from lgtui.pages.regions import HandEdit, MarkerError

    where = Where("pages", 0, kind)
    try:
        fresh = _fresh(records, kind, path, text)
    except MarkerError as error:
        yield _at(make(records, "PAGE003", where, error.message), path, error.line, error.column)
    except HandEdit as hand:
        for edit in hand.edits:
            message = (
                f"region {edit.region} of {path} was edited by hand: take the change into the "
                "records, or write over it with lgtui --render --force"
            )
            yield _at(make(records, "PAGE002", where, message), path, edit.line)
    except DataError:
        return
    else:
        if text is None:
            message = f"{path} has not been written yet: run lgtui --render"
            yield _at(make(records, "PAGE001", where, message), path)
        elif fresh != text:
            message = f"{path} does not say what the records say: run lgtui --render"
            yield _at(make(records, "PAGE001", where, message), path, _first_change(text, fresh))


def _fresh(records: Records, kind: str, path: str, text: str | None) -> str:
    """What the file should hold."""
    if kind == "calendar":
        from lgtui.pages.calendar import calendar

        return calendar(records)
    if kind == "news":
        from lgtui.pages.news import news_files

        return news_files(records)[path.rpartition("/")[2]]
    from lgtui import pages

    return pages.write(kind, text, records, path)


def _first_change(text: str, fresh: str) -> int:
    """The number of the first line that is to change."""
    lines, others = text.split("\n"), fresh.split("\n")
    pairs = zip(lines, others, strict=False)
    return next((at for at, (a, b) in enumerate(pairs, 1) if a != b), min(len(lines), len(others)))


def _at(found: Finding, path: str, line: int = 0, column: int = 0) -> Finding:
    """The finding at a place in the page's file, whose first line stands for the whole."""
    return found._replace(file=path, line=line or 1, column=column or 1)
