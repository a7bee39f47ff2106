"""Checks of the pages' files against the records."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from lgtui import render
from lgtui.checks.finding import Finding, make
from lgtui.checks.links import in_repository
from lgtui.model import NO_TEMPLATES, DataError, Records, Templates, Where, named_templates
from lgtui.text.sequences import common_prefix

if TYPE_CHECKING:
    from lgtui.render import Page


def page_paths(records: Records) -> list[str]:
    """Return the paths, from the repository's root, of all files that the records are rendered to.

    A path that leads out of the repository is left out (LINK001 is its finding).
    """
    return [path for path in render.paths(records) if in_repository(path)]


def check_pages(
    records: Records, page_texts: Mapping[str, str | None], templates: Templates = NO_TEMPLATES
) -> Iterator[Finding]:
    """PAGE001-004: pages that are stale, edited by hand, without sound markers, or a template.

    Records that cannot be rendered give no further finding here: what keeps them from it is
    another's.

    Args:
        records: What the pages shall say.
        page_texts: The text of each of ``page_paths``, with its own line ends; ``None`` or no
            entry for a file that does not exist.
        templates: The organizers' own templates.
    """
    if named_templates(records.pages):
        yield from _faulty_templates(records, templates)
    for page in _files(records, templates):
        yield from _check_page(records, page, page_texts.get(page.path))


def _faulty_templates(records: Records, templates: Templates) -> Iterator[Finding]:
    """PAGE004: templates that cannot be read, or that the records cannot be put into."""
    from lgtui.render.templates import BadTemplateError, try_template

    for key, path in named_templates(records.pages).items():
        try:
            try_template(key, records, templates)
        except BadTemplateError as fault:
            found = make(records, "PAGE004", Where("pages", 0, key), fault.message)
            yield _at(found, fault.file or path, fault.line)
        except DataError:
            continue  # such as an unknown time zone, which is found by its own check


def _files(records: Records, templates: Templates) -> "list[Page]":
    """Return every file that the records are rendered to."""
    try:
        return [page for page in render.files(records, templates) if in_repository(page.path)]
    except DataError:
        return []


def _check_page(records: Records, page: "Page", text: str | None) -> Iterator[Finding]:
    """Yield the findings about one file."""
    from lgtui.render import MarkerError

    where, path = Where("pages", 0, page.kind), page.path
    update = page.update(text)
    if isinstance(update.fault, MarkerError):
        fault = update.fault
        yield _at(make(records, "PAGE003", where, fault.message), path, fault.line, fault.column)
    for edit in update.edits:
        what = f"region {edit.region} of {path}" if edit.region else path
        message = (
            f"{what} was edited by hand: saving in the app takes the change into the records "
            "or writes over it, as you choose; lgtui --render --force writes over it"
        )
        if edit.foreign:
            message = (
                f"{path} was not written by lgtui: rename it to keep it, or write over it by "
                "saving in the app or with lgtui --render --force"
            )
        yield _at(make(records, "PAGE002", where, message), path, edit.line)
    if update.new is None:
        return
    if text is None:
        message = f"{path} has not been written yet: save in the app, or run lgtui --render"
        yield _at(make(records, "PAGE001", where, message), path)
    elif update.new != text:
        message = (
            f"{path} does not say what the records say: save in the app, or run lgtui --render"
        )
        yield _at(make(records, "PAGE001", where, message), path, _first_change(text, update.new))


def _first_change(text: str, fresh: str) -> int:
    """Return the number of the first line that is to change."""
    lines, others = text.split("\n"), fresh.split("\n")
    return min(common_prefix(lines, others) + 1, len(lines), len(others))


def _at(found: Finding, path: str, line: int = 0, column: int = 0) -> Finding:
    """Return the finding at a place in the page's file, whose first line stands for the whole."""
    return found._replace(file=path, line=line or 1, column=column or 1)
