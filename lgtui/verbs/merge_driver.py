"""``--merge-driver``: what git calls to merge one file; set up by ``--install``."""

import os
import shlex
import sys

from lgtui.checks.finding import visible
from lgtui.model import DataError
from lgtui.repo import Clone, GitError
from lgtui.verbs.publish import explained


def run(base: str, ours: str, theirs: str, path: str) -> int:
    """Merges one file; the result goes where git expects it, into ``ours``.

    Args:
        base: a file with the version that both sides came from.
        ours: a file with our side's version; it gets the result.
        theirs: a file with the other side's version.
        path: the file's path from the repository's root.

    Returns:
        0 for a clean merge; 1 where both sides changed one thing: then git stops, and the data
        file holds our side's value and is valid.
    """
    from lgtui.repo.driver import Sides, merge_data, merge_page
    from lgtui.store import disk

    try:
        sides = Sides(*(disk.read_file(name) for name in (base, ours, theirs)))
        clone = Clone(os.getcwd(), inherit=True)
        merge = merge_data if path.endswith(".toml") else merge_page
        driven = merge(clone, sides, path)
    except (DataError, GitError) as error:
        theirs_at = f"git show {shlex.quote(f':3:{path}')}"
        _say(f"{path} was not merged, it is as on our side ({theirs_at} shows theirs): {error}")
        return 1
    with open(ours, "wb") as file:
        file.write(driven.raw)
    for line in driven.left:
        _say(f"{path}: {line}")
    for conflict in driven.conflicts:
        for line in explained(conflict, ("before", "ours", "theirs")).splitlines():
            print(visible(line), file=sys.stderr)
    if driven.conflicts:
        _say(f"{path} holds our side's text for now: write what it shall be, then git add {path}")
    return 1 if driven.conflicts or driven.left else 0


def _say(line: str) -> None:
    print(f"lgtui: {visible(line)}", file=sys.stderr)
