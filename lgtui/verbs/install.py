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
        lines = install(place, store.read(path).records, driver(_program()))
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


def driver(program: str) -> str:
    """The command line by which git merges one file; see gitattributes(5) for what % stands for.

    Where the program is gone, such as with a virtual environment that was deleted, git would
    take a file of our side alone for the result. Then its own merge by lines is better.

    Args:
        program: how this lgtui is called, quoted for a shell.
    """
    gone = (
        f"lgtui: {shlex.split(program)[0]} is not there any more: git merges this file by lines; "
        "lgtui --install sets it up again"
    )
    by_lines = "git merge-file --marker-size=%L -L ours -L base -L theirs %A %O %B"
    program, gone = program.replace("%", "%%"), shlex.quote(gone.replace("%", "%%"))
    return (
        f"{program} --merge-driver %O %A %B %P; status=$?; case $status in 126|127) "
        f"echo {gone} >&2; exec {by_lines};; esac; exit $status"
    )


def _program() -> str:
    """This lgtui as git can call it from any folder, whatever lies in that folder."""
    found = shutil.which("lgtui")
    if found:
        return shlex.quote(os.path.abspath(found))
    return f"{shlex.quote(sys.executable)} -P -m lgtui"
