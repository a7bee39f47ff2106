"""The pages of a site: read as they are, worked out anew, and written, all or none.

Whoever writes pages, be it a save, a render or publishing, plans it here; nothing here needs
what edits the data file.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from lgtui import render, store
from lgtui.checks import Finding, errors
from lgtui.checks.files import page_paths
from lgtui.model import (
    DataError,
    Records,
    Templates,
    as_date,
    named_templates,
    seasons_by_number,
)
from lgtui.render import Edit, Page, PageUpdate, regions
from lgtui.store import disk
from lgtui.store.reader import from_here, read_templates

if TYPE_CHECKING:
    from lgtui.checks.own_words import OwnWords
    from lgtui.repo.client import Clone


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
    return read_site(records, root)[0]


def read_site(records: Records, root: str) -> "tuple[dict[str, str | None], OwnWords]":
    """Read every page by its path from the root, and what people wrote besides.

    Args:
        records: the records.
        root: the repository's folder.

    Raises:
        DataError: a page is there but cannot be read.
    """
    from lgtui.checks.own_words import Item, OwnWords
    from lgtui.render.news import news_names

    own = hand_written_news(records, root)
    pages = {
        path: own[path].text if path in own else read_page(root, path)
        for path in page_paths(records)
    }
    folder = records.pages.news.rstrip("/")
    seasons = news_names(records) if own else {}
    items = tuple(
        Item(item.path, seasons[path.removeprefix(f"{folder}/")].number, item.text)
        for path, item in own.items()
    )
    return pages, OwnWords(site_address(records, root), items)


def site_address(records: Records, root: str) -> str:
    """Return the address of the site: Jekyll's in ``_config.yml``, else ``pages.site_url``.

    Raises:
        DataError: the file is there but cannot be read.
    """
    config = read_page(root, "_config.yml") or ""
    url, base = (
        found[1] if (found := re.search(rf"(?m)^{key}:[ \t]*[\"']?([^\s\"'#]+)", config)) else ""
        for key in ("url", "baseurl")
    )
    if not url.startswith(("http://", "https://")):
        return records.pages.site_url
    return f"{url.rstrip('/')}/{base.strip('/')}".rstrip("/")


class Absent(NamedTuple):
    """A page that is not on disk, but was in a commit.

    Attributes:
        text: the page as git would write it to disk; ``None`` where the last commit has it not.
        deleted: who deleted it, in which commit; empty where the last commit has it.
        before: the version that was deleted, as git names it; empty for none.
    """

    text: str | None
    deleted: str = ""
    before: str = ""

    def told(self, page: Page) -> str:
        """Return what the page is made from, and what to do where it is not wanted any more."""
        if self.deleted:
            made = f"made anew, although {self.deleted} deleted it"
            made += f"; what it said then: git show {_quoted(self.before)}"
        else:
            made = (
                "it was not on disk (deleted, or outside the checkout) and is made again from the "
                "last commit"
            )
        unwanted = "If it is not wanted any more, take it out of [pages] in the data file"
        if page.kind == "news":
            unwanted = "Each held season has one as long as [pages] in the data file names news"
        return f"{made}. {unwanted}"


def _quoted(word: str) -> str:
    import shlex

    return shlex.quote(word)


def absent_pages(paths: list[str], root: str) -> dict[str, Absent]:
    """Find what git knows of pages that are not on disk, by path.

    A page that is not on disk, be it deleted or outside a sparse checkout, holds words of the
    organizers there that a page made anew would take off the site.

    Args:
        paths: the pages, from the root.
        root: the repository's folder.

    Returns:
        The pages that a commit has or had; none where there is no git or no commit.

    Raises:
        DataError: a page is in the last commit but cannot be read from it.
    """
    import shutil

    from lgtui.repo.client import NETWORK, Clone, GitError
    from lgtui.repo.rebase import entries

    # A hook's variables stay, because the index that they name is looked at later; the repository
    # is that of the data file all the same.
    clone = Clone(root, inherit=True)
    env = {"GIT_DIR": clone.folder(), "GIT_WORK_TREE": os.path.abspath(root)}
    is_clone = os.path.exists(os.path.join(clone.folder(), "HEAD"))
    if not (paths and is_clone and shutil.which("git")):
        return {}
    found: dict[str, Absent] = {}
    path = paths[0]
    try:
        born = clone.run("rev-parse", "--verify", "HEAD^{tree}", env=env)
        held = {} if born.status else entries(clone, "HEAD", paths, env)
        for path, entry in held.items():
            if not entry.is_file:
                raise DataError(f"is no plain file in the last commit. {_restore(path)}", path)
            answer = clone.run("cat-file", "--filters", f"HEAD:{path}", env=env, limit=NETWORK)
            if answer.status:
                raise clone.error(answer, f"cannot be read from the last commit. {_restore(path)}")
            found[path] = Absent(answer.out.decode("utf-8", "surrogateescape"))
        gone = [path for path in paths if path not in held]
        if gone and not born.status:
            found |= _deleted(clone, gone, env)
    except GitError as error:
        raise DataError(f"is not on disk: {error.message}", path) from error
    return found


def _deleted(clone: "Clone", paths: list[str], env: Mapping[str, str]) -> dict[str, Absent]:
    """Find who deleted pages that the last commit has no more, by path.

    Raises:
        GitError: git cannot read its store.
    """
    from lgtui.repo.client import literal

    log = clone.ask(
        "log", "-z", "--no-show-signature", "--diff-filter=D", "--name-only", "--no-renames", "-m",
        "--first-parent",
        "--format=%x01%h%x00%an in commit %h (%s)", "HEAD", "--", *literal(paths), env=env,
    )  # fmt: skip
    found: dict[str, Absent] = {}
    for entry in log.split("\x01")[1:]:
        name, who, *names = entry.split("\0")
        for path in (each.lstrip("\n") for each in names):
            if path and path not in found:
                found[path] = Absent(None, who, f"{name}^:{path}")
    return found


def _restore(path: str) -> str:
    return f"Bring it back first: git restore -- {_quoted(path)}"


def site_templates(records: Records, data: str) -> Templates:
    """Read the organizers' own templates that the records name, but none that git ignores.

    Args:
        records: the records of a data file.
        data: the data file.
    """
    import shutil

    if not named_templates(records.pages) or not shutil.which("git"):
        return read_templates(records, data)
    from lgtui.repo.client import Clone
    from lgtui.repo.site import published_templates

    return published_templates(Clone(store.root_of(data), inherit=True), records, data)


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
    if any(page.kind == "news" for page in wanted):
        own = hand_written_news(wanted[0].records, root)
        wanted = [page._replace(path=own[page.path].path) if page.path in own else page
                  for page in wanted]  # fmt: skip
    missing = [
        os.path.normpath(page.path)
        for page in wanted
        if page.path and not os.path.lexists(os.path.join(root, page.path))
    ]
    absent = absent_pages(missing, root) if missing else {}
    return [_planned(page, root, force, absent) for page in wanted]


def _planned(page: Page, root: str, force: bool, absent: dict[str, Absent]) -> PageUpdate:
    try:
        old = read_page(root, page.path) if page.path else None
    except DataError as error:
        return PageUpdate(page, fault=error)
    known = absent.get(os.path.normpath(page.path)) if page.path else None
    if old is None and known is not None:
        # It is not on disk all the same, so that it is written even where nothing changes.
        update = page.update(known.text, force)
        return update._replace(old=None, remade=known.told(page) if update.new is not None else "")
    return page.update(old, force)


def encoded(updates: list[PageUpdate], root: str) -> disk.Files:
    """Give the new bytes of the pages that change, by their files on disk, over the old ones."""
    changed = {
        os.path.join(root, update.page.path): (update.new, update.old)
        for update in updates
        if update.new is not None and update.new != update.old
    }
    return disk.Files(
        {path: new.encode("utf-8", "surrogateescape") for path, (new, _) in changed.items()},
        {
            path: None if old is None else old.encode("utf-8", "surrogateescape")
            for path, (_, old) in changed.items()
        },
    )


def ensure_own_files(wanted: list[Page], data: str, root: str) -> None:
    """Make sure that each page has a file of its own inside the repository.

    Args:
        wanted: the pages.
        data: the data file.
        root: the repository's folder.

    Raises:
        DataError: a path leads out of the repository or names another page's or the data file.
    """
    paths = ((page.kind, page.path) for page in wanted if page.path)
    for kind, fault in path_faults(paths, data, root):
        raise DataError(f"pages.{kind}: {fault}", data)


def path_faults(
    paths: Iterable[tuple[str, str]], data: str, root: str
) -> Iterator[tuple[str, str]]:
    """Yield which pages have no file of their own inside the repository, and why.

    Args:
        paths: kind and path of each page, the path from the root.
        data: the data file.
        root: the repository's folder.
    """
    real_root = os.path.realpath(root)
    taken = {os.path.realpath(data): "the data file"}
    for kind, path in paths:
        real = os.path.realpath(os.path.join(root, path))
        inside = real.startswith(os.path.join(real_root, ""))
        if not inside or os.path.join(real_root, ".git", "") in os.path.join(real, ""):
            yield (
                kind,
                f"{path!r} leads out of the repository {root} (to {real}); name a file inside it",
            )
        elif real in taken:
            yield kind, f"{path!r} is {taken[real]}; name another file"
        else:
            taken[real] = f"pages.{kind}"


class NewsItem(NamedTuple):
    """A news item that a person wrote: its path from the root, and its text."""

    path: str
    text: str


def hand_written_news(records: Records, root: str) -> dict[str, NewsItem]:
    """Find the news items of held seasons that people wrote, by the path that lgtui would use.

    That is the file of that name, or one whose front matter has the season's day. Each stays as
    it is, and no second one is written for its season.

    Args:
        records: the records.
        root: the repository's folder.

    Raises:
        DataError: a file cannot be read.
    """
    from lgtui.render.news import news_names

    wanted = news_names(records)
    names = _news_folder(records, root) if wanted else []
    folder = records.pages.news.rstrip("/")
    items = [
        NewsItem(path, text)
        for name in names
        if name.endswith(_PAGES)
        and (text := read_page(root, path := f"{folder}/{name}")) is not None
        and regions.is_foreign(text, regions.NEWS)
    ]
    named = {item.path: item for item in items}
    dated = {day: item for item in reversed(items) if (day := day_of_item(item.text))}
    found: dict[str, NewsItem] = {}
    for name, season in wanted.items():
        path = f"{folder}/{name}"
        day = as_date(season.start).isoformat() if season.start else ""
        if path in named:
            found[path] = named[path]
        elif name not in names and day in dated:
            found[path] = dated[day]
    return found


_PAGES = (".md", ".markdown", ".html")


def day_of_item(text: str) -> str:
    """Return the day in a page's front matter, such as ``2026-03-02``; empty for none."""
    found = re.match(r"\ufeff?---[ \t]*\r?\n(.*?\n)---", text, re.DOTALL)
    day = re.search(r"(?m)^date:\s*[\"']?(\d{4}-\d{2}-\d{2})", found[1]) if found else None
    return day[1] if day else ""


def written_news(records: Records, root: str) -> frozenset[int]:
    """Find the seasons that have a news item in the news folder, by their numbers."""
    from lgtui.render.news import news_name

    names = _news_folder(records, root)
    own = hand_written_news(records, root)
    folder = records.pages.news.rstrip("/")
    return frozenset(
        season.number
        for season in seasons_by_number(records).values()
        if season.start is not None
        and (
            (name := news_name(records.pages, season.number, season.start)) in names
            or f"{folder}/{name}" in own
        )
    )


def _news_folder(records: Records, root: str) -> list[str]:
    folder = records.pages.news.rstrip("/")
    try:
        return sorted(os.listdir(os.path.join(root, folder))) if folder else []
    except (FileNotFoundError, NotADirectoryError):
        # There is no news item yet: that is what is asked here.
        return []


def orphaned_news(wanted: list[Page], records: Records, root: str) -> list[str]:
    """Find news items that lgtui wrote once and that no held season stands behind any more.

    Args:
        wanted: every page that the records are rendered to.
        records: the records.
        root: the repository's folder.

    Returns:
        Their paths from the root, sorted.
    """
    known = {os.path.basename(page.path) for page in wanted if page.kind == "news"}
    folder = records.pages.news.rstrip("/")
    return [
        path
        for name in _news_folder(records, root)
        if name not in known
        and name.endswith(_PAGES)
        and regions.is_sealed(read_page(root, path := f"{folder}/{name}") or "", regions.NEWS)
    ]


class RenderPlan(NamedTuple):
    """What rendering the records of a data file will write.

    Attributes:
        file: the data file, as people read it.
        root: the repository's folder.
        updates: what becomes of each page.
        orphans: news items, by their paths, that lgtui wrote for seasons that have none now.
        errors: what is wrong with the data, with its places, so that no page is written.
    """

    file: str
    root: str
    updates: list[PageUpdate]
    orphans: list[str]
    errors: list[Finding]

    @property
    def faults(self) -> list[DataError]:
        """Give the reasons why pages cannot be read or written."""
        return [update.fault for update in self.updates if update.fault is not None]

    @property
    def edits(self) -> list[Edit]:
        """Give what was edited by hand and, where forced, is written over."""
        return [edit for update in self.updates for edit in update.edits]

    @property
    def is_whole(self) -> bool:
        """Tell whether every page can be written."""
        return not self.errors and all(update.new is not None for update in self.updates)


def plan_render(data: str, force: bool = False, only: str | None = None) -> RenderPlan:
    """Work out what rendering a data file writes; writes nothing.

    Args:
        data: the data file.
        force: write over what was edited by hand.
        only: the kind or the path of the one page that is wanted.

    Raises:
        DataError: the data file cannot be read, there is no such page, or a page's path leads
            out of the repository or names another file of the site.
    """
    document = store.read(data)
    root, records = store.root_of(data), document.records
    nothing = RenderPlan(from_here(data), root, [], [], [])
    if found := errors(records, document.problems):
        from lgtui.store.positions import placed

        return nothing._replace(errors=placed(found, document))
    del document  # its bytes are not needed any more, and may be many
    own = site_templates(records, data)
    every = render.files(records, own)
    wanted = every if only is None else _chosen(records, own, every, only)
    updates = plan_pages(wanted, data, root, force)
    return nothing._replace(updates=updates, orphans=orphaned_news(every, records, root))


def _chosen(records: Records, own: Templates, every: list[Page], name: str) -> list[Page]:
    """Choose the pages of a name: a kind, even one without a path, or one file."""
    tidy = os.path.normpath(name)
    chosen = [page for page in every if page.kind == name or os.path.normpath(page.path) == tidy]
    if not chosen and name in render.KINDS and name != "news":
        chosen = [Page("", name, records, templates=own)]
    if not chosen:
        known = ", ".join([*render.KINDS[:2], "calendar", *(page.path for page in every)])
        raise DataError(f"--stdout: there is no page {name!r}; there are {known}")
    return chosen


def write_render(planned: RenderPlan) -> None:
    """Write the pages that change, all or none.

    Raises:
        DataError: a file cannot be written; all are as they were.
    """
    if files := encoded(planned.updates, planned.root):
        disk.write_files(files)
