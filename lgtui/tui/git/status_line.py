"""The state of the clone: branch, distance, files, and all that is unusual with what to do."""

import os
from functools import partial
from typing import TYPE_CHECKING

from lgtui.model import PAGE_KINDS, Records, value_of
from lgtui.store import root_of
from lgtui.tui.background import in_thread, run_with_progress
from lgtui.tui.host import Host
from lgtui.tui.state import GitLine
from lgtui.tui.widgets.dialogs import Problem

if TYPE_CHECKING:
    from lgtui.repo import Status
    from lgtui.repo.diagnostics import Diagnostic

EVERY = 30.0
"""Seconds between two looks; a look paints nothing unless something is different."""

OUTSIDE_REPOSITORY = GitLine("no git", 0, "not in a git repository")


def our_files(path: str, records: Records) -> list[str]:
    """Return data file and pages, from the root; folders for what is many files."""
    root = root_of(path)
    files = [os.path.relpath(os.path.realpath(path), os.path.realpath(root))]
    pages = (value_of(records.pages, kind) for kind in PAGE_KINDS)
    return files + [name.rstrip("/") for name in pages if isinstance(name, str) and name]


def clone_status(path: str, records: Records) -> "Status":
    """Return the status of the clone, with our files alone; one call to git.

    Raises:
        GitError: there is no repository, or git refuses to look at it.
    """
    from fnmatch import fnmatchcase

    from lgtui.render.news import news_glob
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
        return OUTSIDE_REPOSITORY
    from lgtui.repo import GitError

    try:
        found = clone_status(path, records)
    except GitError as error:
        return GitLine("git cannot read this", 0, str(error))
    unusual = short(found)
    words = " · ".join(filter(None, (found.line, unusual)))
    following = "" if found.gone else found.upstream
    return GitLine(words, len(found.files), found.advice if unusual else "", following, found.head)


def short(found: "Status") -> str:
    """Return what is unusual about a clone, in a word or two; the status view says what to do."""
    if found.conflicts:
        return "files in conflict"
    if found.operation:
        return "unfinished"
    if not found.branch:
        return "on no branch"
    if not found.upstream:
        return "no server branch"
    return "new on the server" if found.gone else ""


def start(host: Host) -> None:
    """Looks now and then every while."""
    refresh(host)
    host.set_interval(EVERY, partial(refresh, host))


def refresh(host: Host) -> None:
    """Looks again, beside the keys."""
    host.work(partial(look_again, host), "git", exclusive=True)


async def look_again(host: Host) -> None:
    """Looks again, and shows what is different."""
    path, records = host.session.document.path, host.session.document.records
    before = host.state.git
    host.state.git = await in_thread(partial(look, path, records))
    if host.state.git != before:
        host.refresh_bars()
    if host.state.bottom_pane == "history":
        from lgtui.tui.git.history import follow

        follow(host)


NO_REPOSITORY = (
    "is not in a git repository: records and pages are saved here, but cannot be published, and "
    "there is no history. Clone the site's repository and work there, or start one: git init"
)


async def show(host: Host) -> None:
    """Shows the state of the clone, and looks anew."""
    path, records = host.session.document.path, host.session.document.records
    text = await run_with_progress(host, "Asking git", lambda report: describe(path, records))
    if host.state.server.trouble:
        text += (
            "\n\n! the last look at the server failed, nothing is lost by that:\n"
            f"{host.state.server.trouble}"
        )
    refresh(host)
    await host.ask(Problem("Git", text))


def describe(path: str, records: Records) -> str:
    """Return all there is to say about the repository of a data file."""
    from lgtui.repo import Clone, GitError
    from lgtui.repo.diagnostics import diagnose, failure

    root = root_of(os.path.abspath(path))
    if not os.path.lexists(os.path.join(root, ".git")):
        return f"! {root} {NO_REPOSITORY}."
    clone = Clone(root)
    try:
        now = clone_status(path, records)
        return "\n\n".join([heading(now), files(now), *map(line, diagnose(clone, now))])
    except GitError as error:
        return line(failure(error))


def heading(now: "Status") -> str:
    """Return branch, upstream and the distance to it."""
    name = f"On branch {now.branch}" if now.branch else f"On no branch, at {now.head[:10]}"
    if not now.upstream:
        return f"{name}."
    if now.gone:
        return f"{name}, which follows {now.upstream}."
    counts = []
    if now.ahead:
        counts.append(f"{now.ahead} commit{'s' * (now.ahead > 1)} not sent yet (P publishes)")
    if now.behind:
        counts.append(f"{now.behind} commit{'s' * (now.behind > 1)} to take in (S syncs)")
    return f"{name}, which follows {now.upstream}: {' and '.join(counts) or 'the same commit'}."


def files(now: "Status") -> str:
    """Return what our files are against the last commit."""
    lines = [f"  {file.path}: {file.state}" for file in now.files]
    lines += [f"  {path}: git is told to ignore it (.gitignore)" for path in now.ignored]
    return (
        "\n".join(["Not committed yet:", *lines])
        if lines
        else "All of lgtui's files are committed."
    )


def line(condition: "Diagnostic") -> str:
    """Return one condition, with a sign where it hinders publishing."""
    return f"{'! ' if condition.hinders else '· '}{condition.name}: {condition.message}."
