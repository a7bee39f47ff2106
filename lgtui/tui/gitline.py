"""Branch, distance to the server and uncommitted files for the line above, where there is git."""

import os
from functools import partial
from typing import TYPE_CHECKING

from lgtui.model import Records
from lgtui.store import root_of
from lgtui.tui.bars import GitLine
from lgtui.tui.judging import in_thread

if TYPE_CHECKING:
    from lgtui.repo import Status
    from lgtui.tui.app import LgtuiApp

EVERY = 30.0
"""Seconds between two looks; a look paints nothing unless something is different."""

NO_REPOSITORY = GitLine("no git", 0, "not in a git repository")


def our_files(path: str, records: Records) -> list[str]:
    """The data file and the pages, from the repository's root; folders for what is many files."""
    root = root_of(path)
    files = [os.path.relpath(os.path.realpath(path), os.path.realpath(root))]
    pages = (getattr(records.pages, name) for name in ("webinar", "abstracts", "news", "calendar"))
    return files + [name.rstrip("/") for name in pages if isinstance(name, str) and name]


def stand(path: str, records: Records) -> "Status":
    """Where the clone stands, with the state of our files alone; one call to git.

    Raises:
        GitError: there is no repository, or git refuses to look at it.
    """
    from fnmatch import fnmatchcase

    from lgtui.pages.news import news_glob
    from lgtui.repo import Clone, status

    found = status(Clone(root_of(path)), our_files(path, records))
    news = records.pages.news
    folder = f"{news.rstrip('/')}/" if isinstance(news, str) and news else ""
    names = f"{folder}{news_glob(records.pages)}" if folder else ""

    def is_ours(name: str) -> bool:
        return not folder or not name.startswith(folder) or fnmatchcase(name, names)

    # Others' files may lie in the folder of the news as well.
    return found._replace(
        files=tuple(file for file in found.files if is_ours(file.path)),
        ignored=tuple(name for name in found.ignored if is_ours(name)),
    )


def look(path: str, records: Records) -> GitLine:
    """Asks git, once, about the data file and the pages."""
    root = root_of(path)
    if not os.path.lexists(os.path.join(root, ".git")):
        return NO_REPOSITORY
    from lgtui.repo import GitError

    try:
        found = stand(path, records)
    except GitError as error:
        return GitLine("git cannot read this", 0, str(error))
    unusual = short(found)
    words = " · ".join(filter(None, (found.line, unusual)))
    following = "" if found.gone else found.upstream
    return GitLine(words, len(found.files), found.words if unusual else "", following, found.head)


def short(found: "Status") -> str:
    """What is unusual about a clone, in a word or two; the status view says what to do."""
    if any(file.words == "in conflict" for file in found.files):
        return "files in conflict"
    if found.operation:
        return "unfinished"
    if not found.branch:
        return "on no branch"
    if not found.upstream:
        return "no server branch"
    return "new on the server" if found.gone else ""


def start(app: "LgtuiApp") -> None:
    """Looks now and then every while."""
    refresh(app)
    app.set_interval(EVERY, partial(refresh, app))


def refresh(app: "LgtuiApp") -> None:
    """Looks again, beside the keys."""
    app.work(partial(look_again, app), "git", exclusive=True)


async def look_again(app: "LgtuiApp") -> None:
    """Looks again, and shows what is different."""
    path, records = app.session.document.path, app.session.document.records
    before = app.state.git
    app.state.git = await in_thread(partial(look, path, records))
    if app.state.git != before:
        app.refresh_bars()
    if app.below == "history":
        from lgtui.tui.git.past import follow

        follow(app)
