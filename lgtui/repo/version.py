"""One state of the site, and the pages that belong to its records."""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from lgtui import pages, store
from lgtui.model import DataError, Records
from lgtui.pages import Page

Read = Callable[[str], bytes | None]
"""Reads a file of one version by its path from the repository's root."""


class Version(NamedTuple):
    """One state of the site: its data file and how to read its other files."""

    document: store.Document
    read: Read


@lru_cache(maxsize=4)
def _parsed(raw: bytes) -> store.Document:
    return store.parse(raw, "")


def parsed(raw: bytes, path: str) -> store.Document:
    """A data file read into records; the last few are remembered, as merging meets them again.

    Raises:
        DataError: it is not valid TOML.
    """
    try:
        return _parsed(raw)._replace(path=path)
    except DataError as error:
        raise DataError(error.message, path, error.line, error.column) from error


def site_pages(records: Records) -> list[Page]:
    """The pages that the records are rendered to, their paths as git writes them.

    Raises:
        DataError: a page cannot be rendered.
    """
    from posixpath import normpath

    return [page._replace(path=normpath(page.path)) for page in pages.files(records)]


def page_paths(records: Records) -> list[str]:
    """The files that the records are rendered to; none where they cannot be rendered."""
    try:
        return [page.path for page in site_pages(records)]
    except DataError:
        return []
