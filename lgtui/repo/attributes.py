"""Telling git in one clone to merge our files with lgtui, and taking that back."""

import os

from lgtui.model import Records
from lgtui.repo.place import Place
from lgtui.store import disk

BEGIN, END = "# lgtui: begin", "# lgtui: end"
"""Lines around what lgtui wrote in the attributes file."""

SECTION = "merge.lgtui"


def patterns(place: Place, records: Records) -> list[str]:
    """The patterns of the files that lgtui merges."""
    site = records.pages
    found = [_quoted(place.data)]
    found += [_quoted(path) for path in (site.webinar, site.abstracts, site.calendar) if path]
    if site.news:
        from lgtui.pages.news import news_glob

        found.append(_quoted(site.news.rstrip("/"), f"/{news_glob(site)}"))
    return found


def _quoted(path: str, rest: str = "") -> str:
    """A path as a pattern that means only itself, in the quotes of git's attribute files."""
    path = os.path.normpath(path).replace(os.sep, "/")
    literal = "".join(f"\\{char}" if char in "*?[\\" else char for char in path)
    pattern = f"/{literal}{rest}"
    if any(char in pattern for char in ' "\\') or pattern.startswith(("!", '"')):
        return '"' + pattern.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return pattern


def attributes_file(place: Place) -> str:
    """The attributes file of this clone alone: nothing of it is committed."""
    return os.path.join(place.root, place.clone.ask("rev-parse", "--git-path", "info/attributes"))


def install(place: Place, records: Records, command: str) -> list[str]:
    """Sets the merge driver up for this clone; doing it again brings it up to date.

    Args:
        place: the site.
        records: whose pages are merged as well.
        command: the command line that git is to run.

    Returns:
        What was set, a line each.

    Raises:
        GitError: git cannot write its configuration.
        DataError: the attributes file cannot be written.
    """
    place.clone.ask("config", f"{SECTION}.name", "lgtui: records by field, pages rendered again")
    place.clone.ask("config", f"{SECTION}.driver", command)
    lines = [f"{pattern} merge=lgtui" for pattern in patterns(place, records)]
    file = attributes_file(place)
    kept = _without_ours(file)
    text = "".join(f"{line}\n" for line in [*kept, BEGIN, *lines, END])
    disk.write_files({file: text.encode("utf-8", "surrogateescape")})
    return [f"config {SECTION}.driver = {command}", *(f"{file}: {line}" for line in lines)]


def uninstall(place: Place) -> list[str]:
    """Takes back what ``install`` set.

    Returns:
        What was taken away, a line each.

    Raises:
        GitError: git cannot write its configuration.
        DataError: the attributes file cannot be written.
    """
    taken = []
    if place.clone.config(f"{SECTION}.driver"):
        place.clone.ask("config", "--remove-section", SECTION)
        taken.append(f"config {SECTION}")
    file = attributes_file(place)
    if os.path.exists(file) and BEGIN in _lines(file):
        text = "".join(f"{line}\n" for line in _without_ours(file))
        disk.write_files({file: text.encode("utf-8", "surrogateescape")})
        taken.append(f"{file}: the lines of lgtui")
    return taken


def _lines(file: str) -> list[str]:
    if not os.path.exists(file):
        return []
    return disk.read_file(file).decode("utf-8", "surrogateescape").splitlines()


def _without_ours(file: str) -> list[str]:
    """The organizer's own lines."""
    kept: list[str] = []
    inside = False
    for line in _lines(file):
        if line == BEGIN:
            inside = True
        if not inside:
            kept.append(line)
        if line == END:
            inside = False
    return kept
