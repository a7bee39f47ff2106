"""Where the clone stands, in words: branch, files, and everything unusual with what to do."""

import os
from typing import TYPE_CHECKING

from lgtui.model import Records
from lgtui.repo import Clone, GitError, Status
from lgtui.repo.condition import Condition, conditions, refusal
from lgtui.store import root_of
from lgtui.tui import gitline
from lgtui.tui.dialogs import Problem
from lgtui.tui.running import run_long

if TYPE_CHECKING:
    from lgtui.tui.app import LgtuiApp

NO_REPOSITORY = (
    "is not in a git repository: records and pages are saved here, but cannot be published, and "
    "there is no history. Clone the site's repository and work there, or start one: git init"
)


async def show(app: "LgtuiApp") -> None:
    """Shows where the clone stands, and looks anew."""
    path, records = app.session.document.path, app.session.document.records
    text = await run_long(app, "Asking git", lambda tell: describe(path, records))
    if app.state.server.trouble:
        text += (
            "\n\n! the last look at the server failed, nothing is lost by that:\n"
            f"{app.state.server.trouble}"
        )
    gitline.refresh(app)
    await app.push_screen_wait(Problem("Git", text))


def describe(path: str, records: Records) -> str:
    """All there is to say about the repository of a data file."""
    root = root_of(os.path.abspath(path))
    if not os.path.lexists(os.path.join(root, ".git")):
        return f"! {root} {NO_REPOSITORY}."
    clone = Clone(root)
    try:
        now = gitline.stand(path, records)
        return "\n\n".join([heading(now), files(now), *map(line, conditions(clone, now))])
    except GitError as error:
        return line(refusal(error))


def heading(now: Status) -> str:
    """Branch, upstream and the distance to it."""
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


def files(now: Status) -> str:
    """What our files are against the last commit."""
    lines = [f"  {file.path}: {file.words}" for file in now.files]
    lines += [f"  {path}: git is told to ignore it (.gitignore)" for path in now.ignored]
    return (
        "\n".join(["Not committed yet:", *lines])
        if lines
        else "All of lgtui's files are committed."
    )


def line(condition: Condition) -> str:
    """One condition, with a sign where it hinders publishing."""
    return f"{'! ' if condition.hinders else '· '}{condition.name}: {condition.words}."
