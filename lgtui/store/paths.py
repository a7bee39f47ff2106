"""Where the data file is, and the folder that its page paths start from."""

import os.path

from lgtui.model import DataError
from lgtui.store.disk import exists

DATA = os.path.join("data", "talks.toml")


def find_data(start: str) -> str:
    """The data file for a folder: ``data/talks.toml`` in it or in the nearest folder above.

    A file is its own answer.

    Raises:
        DataError: There is none up to the root of the file system, or the folder may not be
            looked into; what may not be looked into above it is not ours, and passed over.
    """
    if os.path.isfile(start):
        return start
    folder = os.path.abspath(start)
    if not os.path.isdir(folder):
        raise DataError("there is no such folder or file; check the path", start)
    if exists(os.path.join(folder, DATA)):
        return os.path.join(folder, DATA)
    while True:
        path = os.path.join(folder, DATA)
        if os.path.lexists(path):
            return path
        above = os.path.dirname(folder)
        if above == folder:
            break
        folder = above
    message = (
        f"there is no {DATA} here nor in any folder above; go to the site's folder, name the "
        "file with --data FILE, or start a new series with lgtui --init"
    )
    raise DataError(message, start)


def root_of(data_path: str) -> str:
    """The folder that the paths in ``[pages]`` start from.

    The nearest folder with a ``.git`` (a folder, or a file in linked worktrees and submodules);
    without git the folder above ``data``, and where the file is not in ``data``, its folder.
    """
    home = os.path.dirname(os.path.abspath(data_path))
    folder = home
    while True:
        if os.path.lexists(os.path.join(folder, ".git")):
            return folder
        above = os.path.dirname(folder)
        if above == folder:
            break
        folder = above
    return os.path.dirname(home) if os.path.basename(home) == "data" else home


def from_here(path: str) -> str:
    """A path as people read it: from the current folder where it is below it."""
    try:
        relative = os.path.relpath(path)
    except (OSError, ValueError):
        # The current folder is gone, or on another drive: the path as it was given says it all.
        return path
    return os.path.abspath(path) if relative.startswith(os.pardir) else relative
