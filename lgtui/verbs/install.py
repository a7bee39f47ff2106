"""``--install``: lets git merge the records by field in this clone."""

import os
import shlex
import shutil
import sys

from lgtui import store
from lgtui.repo import GitError


def run(data: str | None, undo: bool) -> int:
    """Sets up git's merge driver for this clone, or takes it back, and says what was done.

    Args:
        data: the data file; searched for upward when ``None``.
        undo: take it back.

    Returns:
        0, or 1 where git refused.

    Raises:
        DataError: a file cannot be read or written.
    """
    from lgtui.repo.attributes import install, uninstall
    from lgtui.repo.place import open_place

    path = data or store.find_data(os.curdir)
    try:
        place = open_place(path)
        if undo:
            lines = uninstall(place)
            print("\n".join(f"removed {line}" for line in lines) or "nothing to take back")
            return 0
        lines = install(place, store.read(path).records, f"{_command()} --merge-driver %O %A %B %P")
    except GitError as error:
        print(f"lgtui: {error}", file=sys.stderr)
        return 1
    print("\n".join(f"set {line}" for line in lines))
    print(
        "lgtui: git merge, rebase, cherry-pick and pull now merge these files by record, in this "
        "clone only; lgtui --install --undo takes it back",
        file=sys.stderr,
    )
    return 0


def _command() -> str:
    """This lgtui as git can call it from any folder, whatever lies in that folder."""
    found = shutil.which("lgtui")
    if found:
        return shlex.quote(os.path.abspath(found))
    return f"{shlex.quote(sys.executable)} -P -m lgtui"
