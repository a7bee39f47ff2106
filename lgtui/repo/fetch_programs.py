"""Programs that a clone's own configuration has git run when it talks to a server.

Whoever unpacks a folder that somebody else made has their ``.git/config`` with it. ``git status``
there runs little of it; a fetch would run what is listed here. So nothing is fetched by itself
before an organizer has agreed to it for this clone (git-config(1), SECURITY in git(1)).
"""

import hashlib
import os
import re
from contextlib import suppress

from lgtui.model import DataError
from lgtui.repo.client import Clone
from lgtui.store import drafts
from lgtui.text.control_chars import visible

_OF_THE_CLONE = ("local", "worktree")
"""Scopes of settings that lie in the clone; all others are the organizer's own or the machine's."""

_COMMAND = re.compile(
    r"core\.(sshcommand|gitproxy|askpass|alternaterefscommand)|gc\.recentobjectshook"
    r"|remote\..*\.(uploadpack|receivepack|vcs)",
    re.DOTALL,
)
"""Settings whose value is a program, or names one."""

_ADDRESS = re.compile(r"remote\..*\.(push)?url", re.DOTALL)
_REWRITTEN = re.compile(r"url\.(.*)\.(push)?insteadof", re.DOTALL)
_HELPER = re.compile(r"credential\.(.*\.)?helper", re.DOTALL)
_TRANSPORT = re.compile(r"[A-Za-z0-9][A-Za-z0-9+.-]*::")
"""How an address begins that a program reaches, as ``ext::`` does (gitremote-helpers(7))."""

_HOOK = "reference-transaction"
"""The hook that a fetch runs (githooks(5))."""


def fetch_programs(clone: Clone) -> tuple[str, ...]:
    """Return what of a clone's own configuration a fetch would run, a line each.

    Raises:
        GitError: git cannot read its configuration.
    """
    listed = clone.ask("config", "-z", "--show-scope", "--list").split("\0")
    hooks = os.path.join(clone.folder(), "hooks")
    found = []
    for scope, item in zip(listed[::2], listed[1::2], strict=False):
        key, _, value = item.partition("\n")
        if key == "core.hookspath":
            hooks = clone.config_path(key) if scope in _OF_THE_CLONE else ""
        elif scope in _OF_THE_CLONE and _runs(key, value):
            found.append(f"{visible(key)} = {visible(value)}")
    hook = os.path.join(hooks, _HOOK)
    if hooks and os.access(hook, os.X_OK):
        found.append(visible(os.path.relpath(hook, clone.root)))
    return tuple(found)


def _runs(key: str, value: str) -> bool:
    """Return whether a setting of a clone names a program that a fetch runs."""
    if _COMMAND.fullmatch(key):
        return bool(value)
    if _ADDRESS.fullmatch(key):
        return bool(_TRANSPORT.match(value))
    if rewritten := _REWRITTEN.fullmatch(key):
        return bool(_TRANSPORT.match(rewritten[1]))
    # A helper by its bare name, such as "store", is one of git's own or of the PATH.
    return bool(_HELPER.fullmatch(key)) and (value[:1] == "!" or "/" in value.partition(" ")[0])


def agreed(clone: Clone, programs: tuple[str, ...]) -> bool:
    """Return whether these programs of this clone were agreed to here before."""
    if not programs:
        return True
    try:
        with open(_marks(), encoding="ascii", errors="replace") as file:
            return _mark(clone, programs) in file.read().split()
    except (OSError, DataError):
        return False


def agree(clone: Clone, programs: tuple[str, ...]) -> None:
    """Remember that these programs of this clone may run; others need another agreement.

    Where nothing can be kept, the next start asks again.
    """
    with suppress(OSError, DataError), open(_marks(), "a", encoding="ascii") as file:
        file.write(f"{_mark(clone, programs)}\n")


def _marks() -> str:
    """Return the file of what was agreed to; it lies with the drafts, away from every clone."""
    return os.path.join(os.path.dirname(drafts.folder()), "agreed_programs")


def _mark(clone: Clone, programs: tuple[str, ...]) -> str:
    words = "\0".join((os.path.realpath(clone.folder()), *programs))
    return hashlib.sha256(words.encode("utf-8", "surrogateescape")).hexdigest()
