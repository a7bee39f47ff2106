"""``--publish``: check, render, commit, push; merged by record when others were first."""

import os
import sys
from typing import TYPE_CHECKING

from lgtui import store
from lgtui.checks.finding import shown, visible
from lgtui.model import season_label
from lgtui.repo import GitError

if TYPE_CHECKING:
    from lgtui.records.conflicts import Conflict


def run(data: str | None, message: str | None, no_push: bool) -> int:
    """Publishes the records and their pages.

    Args:
        data: the data file; searched for upward when ``None``.
        message: the commit's message; made from the changes when ``None``.
        no_push: commit only.

    Returns:
        0; 1 when the data has errors, a hook or the server said no, or others changed the same
        field: all edits are kept then, and the data file is valid.

    Raises:
        DataError: a file cannot be read or written.
    """
    from lgtui.repo.publish import publish
    from lgtui.repo.site import open_site

    path = data or store.find_data(os.curdir)
    try:
        place = open_site(path, foreground=_has_terminal())
    except GitError as error:
        _say(str(error))
        return 1
    if not rendered(path):
        return 1
    outcome = publish(place, message or "", not no_push, _say)
    if outcome.said:
        print(_lines(outcome.said), file=sys.stderr)
    for finding in outcome.findings:
        _say(f"{finding.record} {finding.where.field}: {finding.message} ({finding.code})")
    if outcome.merged is not None:
        for conflict in outcome.merged.conflicts:
            print(_lines(explained(conflict)), file=sys.stderr)
        _say(
            "your edits are kept, in the data file and in the commit here; nothing was pushed. "
            "Open lgtui to choose, or take their text into the data file and publish again"
        )
        return 1
    print(visible(outcome.words), file=sys.stdout if outcome.done else sys.stderr)
    return 0 if outcome.done else 1


def _has_terminal() -> bool:
    """Whether git may ask for a password: somebody sits at a terminal."""
    return sys.stdin is not None and sys.stdin.isatty()


def rendered(path: str) -> bool:
    """Checks the data and writes the pages; says what stands in the way."""
    from contextlib import redirect_stdout
    from io import StringIO

    from lgtui.commands import render

    with redirect_stdout(StringIO()) as told:
        status = render.run(path, False, False, False, None)
    for line in told.getvalue().splitlines():
        if not line.startswith("unchanged "):
            _say(line)
    return status == 0


def explained(
    conflict: "Conflict", names: tuple[str, str, str] = ("before", "yours", "theirs")
) -> str:
    """A conflict with what base, mine and theirs say, on lines of their own."""
    head = f"lgtui: {conflict}"
    if conflict.kind == "same id":
        free = conflict.proposal
        name = season_label(free) if isinstance(free, int) else free
        return f"{head}. Give one of them the id {name}"
    if conflict.kind == "deleted":
        return head
    sides = zip(names, (conflict.base, conflict.mine, conflict.theirs), strict=True)
    return "\n".join([head, *(f"  {name + ':':<8}{_value(value)}" for name, value in sides)])


def _value(value: object) -> str:
    if value in (None, "", ()):
        return "(nothing)"
    if isinstance(value, tuple):
        return ", ".join(shown(str(getattr(item, "name", item))) for item in value)
    return shown(str(value), 200)


def _lines(text: str) -> str:
    return "\n".join(map(visible, text.splitlines()))


def _say(line: str) -> None:
    print(f"lgtui: {visible(line)}", file=sys.stderr)
