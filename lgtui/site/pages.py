"""The pages of a site: read as they are, worked out anew, and which of them can be written."""

import os

from lgtui.checks.pages import page_paths
from lgtui.model import DataError, Records
from lgtui.render import Page, PageUpdate
from lgtui.store import disk


def read_page(root: str, path: str) -> str | None:
    """Read a page with its own line ends, bytes that are no UTF-8 kept; ``None`` for no file.

    Args:
        root: the repository's folder.
        path: the page's path from there.

    Raises:
        DataError: it is there but cannot be read.
    """
    file = os.path.join(root, path)
    if not disk.exists(file):
        return None
    return disk.read_file(file).decode("utf-8", "surrogateescape")


def read_pages(records: Records, root: str) -> dict[str, str | None]:
    """Read every page that the records are rendered to, by its path from the root.

    Raises:
        DataError: a page is there but cannot be read.
    """
    return {path: read_page(root, path) for path in page_paths(records)}


def plan_pages(wanted: list[Page], data: str, root: str, force: bool = False) -> list[PageUpdate]:
    """Work out what writing pages changes; writes nothing.

    Args:
        wanted: the pages; one without a path is made as if it did not exist.
        data: the data file.
        root: the repository's folder.
        force: write over what was edited by hand.

    Raises:
        DataError: a path leads out of the repository or names another page's or the data file.
    """
    ensure_own_files(wanted, data, root)
    return [_planned(page, root, force) for page in wanted]


def _planned(page: Page, root: str, force: bool) -> PageUpdate:
    try:
        old = read_page(root, page.path) if page.path else None
    except DataError as error:
        return PageUpdate(page, fault=error)
    return page.update(old, force)


def encoded(updates: list[PageUpdate], root: str) -> dict[str, bytes]:
    """Give the new bytes of the pages that change, by their files on disk."""
    return {
        os.path.join(root, update.page.path): update.new.encode("utf-8", "surrogateescape")
        for update in updates
        if update.new is not None and update.new != update.old
    }


def ensure_own_files(wanted: list[Page], data: str, root: str) -> None:
    """Make sure that each page has a file of its own inside the repository.

    Args:
        wanted: the pages.
        data: the data file.
        root: the repository's folder.

    Raises:
        DataError: a path leads out of the repository or names another page's or the data file.
    """
    real_root = os.path.realpath(root)
    taken = {os.path.realpath(data): "the data file"}
    for page in wanted:
        if not page.path:
            continue
        field = f"pages.{page.kind}"
        real = os.path.realpath(os.path.join(root, page.path))
        inside = real.startswith(os.path.join(real_root, ""))
        if not inside or os.path.join(real_root, ".git", "") in os.path.join(real, ""):
            raise DataError(
                f"{field}: {page.path!r} leads out of the repository {root} (to {real}); name a "
                "file inside it",
                data,
            )
        if real in taken:
            raise DataError(f"{field}: {page.path!r} is {taken[real]}; name another file", data)
        taken[real] = field


def news_paths(records: Records, root: str) -> frozenset[str]:
    """List the files in the news folder by their paths from the repository's root."""
    folder = records.pages.news.rstrip("/")
    try:
        names = os.listdir(os.path.join(root, folder)) if folder else []
    except (FileNotFoundError, NotADirectoryError):
        # There is no news item yet: that is what is asked here.
        return frozenset()
    return frozenset(f"{folder}/{name}" for name in names)


def orphaned_news(wanted: list[Page], records: Records, root: str) -> list[str]:
    """Find news items that lgtui wrote once and that no held season stands behind any more.

    Args:
        wanted: every page that the records are rendered to.
        records: the records.
        root: the repository's folder.

    Returns:
        Their paths from the root, sorted.
    """
    from lgtui.render import regions

    known = {os.path.basename(page.path) for page in wanted if page.kind == "news"}
    return [
        path
        for path in sorted(news_paths(records, root))
        if os.path.basename(path) not in known
        and path.endswith((".md", ".markdown", ".html"))
        and regions.is_sealed(read_page(root, path) or "", regions.NEWS)
    ]
