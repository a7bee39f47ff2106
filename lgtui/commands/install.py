"""``--install`` and ``--merge-driver``: git in this clone merges the records by field."""

import os
import shlex
import shutil
import sys

from lgtui import store
from lgtui.commands import Options, say
from lgtui.commands.publish import explained
from lgtui.model import DataError
from lgtui.repo import Clone, GitError


def run(options: Options) -> int:
    """Set up git's merge driver for this clone or take it back; or be the driver that git calls.

    Returns:
        0, or 1 where git refused; as the driver see :func:`merge_file`.

    Raises:
        DataError: a file cannot be read or written.
    """
    if options.merge_driver:
        return merge_file(*options.merge_driver)
    from lgtui.repo.merge_driver import install, install_private, uninstall
    from lgtui.repo.site import open_site
    from lgtui.store import disk

    path = options.private or options.data_path()
    try:
        site = open_site(path)
        if options.undo:
            lines = uninstall(site.clone)
            print("\n".join(f"removed {line}" for line in lines) or "nothing to take back")
            return 0
        if options.private:
            from lgtui.store.private import parse_private

            parse_private(disk.read_file(path), path)
            lines = install_private(site.clone, site.data, driver(_program()))
        else:
            lines = install(site, store.read(path).records, driver(_program()))
    except GitError as error:
        say(str(error))
        return 1
    print("\n".join(f"set {line}" for line in lines))
    say(
        "git merge, rebase, cherry-pick and pull now merge these files by record, in this clone "
        "only; lgtui --install --undo takes it back"
    )
    return 0


def driver(program: str) -> str:
    """Give the command by which git merges one file; gitattributes(5) says what % stands for.

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
    """Give this lgtui as git can call it from any folder, whatever lies in that folder."""
    found = shutil.which("lgtui")
    if found:
        return shlex.quote(os.path.abspath(found))
    return f"{shlex.quote(sys.executable)} -P -m lgtui"


def merge_file(base: str, ours: str, theirs: str, path: str) -> int:
    """Merge one file; the result goes where git expects it, into ``ours``.

    Args:
        base: a file with the version that both sides came from.
        ours: a file with our side's version; it gets the result.
        theirs: a file with the other side's version.
        path: the file's path from the repository's root.

    Returns:
        0 for a clean merge; 1 where both sides changed one thing: then git stops, and the data
        file holds our side's value and is valid.
    """
    from lgtui.repo.merge_driver import merge_data, merge_page, merge_private_file
    from lgtui.store import disk
    from lgtui.store.private import NAME

    try:
        sides = disk.read_file(base), disk.read_file(ours), disk.read_file(theirs)
        clone = Clone(os.getcwd(), inherit=True)
        merge = merge_data if path.endswith(".toml") else merge_page
        if os.path.basename(path) == NAME:
            merge = merge_private_file
        driven = merge(clone, sides, path)
    except (DataError, GitError) as error:
        theirs_at = f"git show {shlex.quote(f':3:{path}')}"
        say(f"{path} was not merged, it is as on our side ({theirs_at} shows theirs): {error}")
        return 1
    with open(ours, "wb") as file:
        file.write(driven.raw)
    for line in driven.left:
        say(f"{path}: {line}")
    for conflict in driven.conflicts:
        say(*explained(conflict, ("before", "ours", "theirs")))
    if driven.conflicts or (driven.left and path.endswith(".toml")):
        say(f"{path} holds our side's text for now: write what it shall be, then git add {path}")
    return 1 if driven.conflicts or driven.left else 0
