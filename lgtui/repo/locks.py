"""Lock files of git: which one is in the way, how old it is, and whether a git still holds it."""

import os
import re
import time

from lgtui.repo.messages import shell_word

_IN_THE_WAY = re.compile(
    r"Unable to create '([^'\n]+\.lock)': File exists|could not lock config file ([^\n:]+): File"
)
"""How git names a lock that another git holds, or a killed one left."""

FRESH = 10.0
"""Seconds that a lock may be old to be waited for: most commands hold one for a moment."""


def lock_named(said: str, root: str) -> str:
    """Return the lock file that git says is in the way, as a path; empty for none.

    Args:
        said: git's words.
        root: the folder that git ran in.
    """
    found = _IN_THE_WAY.search(said)
    if not found:
        return ""
    return os.path.join(root, found[1] or f"{found[2]}.lock")


def age_of(lock: str) -> float | None:
    """Return how many seconds ago a lock was made; ``None`` where it is gone."""
    try:
        return max(0.0, time.time() - os.stat(lock).st_mtime)
    except OSError:
        return None


def explained(lock: str, root: str) -> str:
    """Return whose a lock is, how old, and what to do.

    Args:
        lock: the lock file.
        root: the repository's root.
    """
    age = age_of(lock)
    if age is None:
        return "another git command was at work in this repository just now. Try again"
    at_work = is_git_at_work(root)
    if at_work:
        return (
            f"another git command is at work in this repository: it holds {lock}, made "
            f"{_in_words(age)} ago. Wait until it is done, then try again"
        )
    remove = f"remove it (rm {shell_word(lock)}), then try again"
    if at_work is None:
        return (
            f"{lock} was made {_in_words(age)} ago: another git command is at work, or one was "
            f"killed and left it. If no git runs here, {remove}"
        )
    return (
        f"{lock} was left {_in_words(age)} ago by a git that was killed; no git is at work here "
        f"now. Look that no editor or app uses git here, then {remove}"
    )


def is_git_at_work(root: str) -> bool | None:
    """Return whether a git, none of ours, runs in a folder; ``None`` where nobody can tell."""
    try:
        numbers = [name for name in os.listdir("/proc") if name.isdigit()]
    except OSError:
        return None
    folder, unknown = os.path.realpath(root), False
    for number in numbers:
        try:
            with open(f"/proc/{number}/stat", encoding="utf-8", errors="replace") as file:
                name, _, rest = file.read().partition("(")[2].rpartition(")")
            if not name.startswith("git") or rest.split()[1] == str(os.getpid()):
                continue
            place = os.readlink(f"/proc/{number}/cwd")
        except PermissionError:
            unknown = True
        except (OSError, IndexError):
            continue  # it has ended meanwhile
        else:
            if os.path.join(place, "").startswith(os.path.join(folder, "")):
                return True
    return None if unknown else False


def _in_words(seconds: float) -> str:
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {unit}{'s' * (count > 1)}"
    count = int(seconds)
    return f"{count} second{'s' * (count != 1)}"
