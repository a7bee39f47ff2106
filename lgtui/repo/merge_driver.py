"""git's merge driver for our files: set up in a clone, and called for one file."""

import os
from collections.abc import Iterator
from typing import NamedTuple

from lgtui import store
from lgtui.checks.links import in_repository
from lgtui.model import DataError, Records
from lgtui.records.conflicts import Conflict
from lgtui.records.merge import merge
from lgtui.render import HandEdit, Page, regions_of
from lgtui.render.regions import Region, find, is_as_written, put_back, replace
from lgtui.repo.client import Clone, literal
from lgtui.repo.combine import EMPTY, around, combine_data, decoded, encoded
from lgtui.repo.site import Site, site_pages
from lgtui.store import disk
from lgtui.store.private import combined
from lgtui.store.reader import DATA, read_templates

BEGIN, END = "# lgtui: begin", "# lgtui: end"
"""Lines around what lgtui wrote in the attributes file."""

SECTION = "merge.lgtui"


def patterns(site: Site, records: Records) -> list[str]:
    """Return the patterns of the files that lgtui merges.

    Raises:
        DataError: a path has a sign, such as a line end, that git's attribute files cannot hold.
    """
    pages = records.pages
    for path in (site.data, pages.webinar, pages.abstracts, pages.calendar, pages.news):
        if path and not (path.isprintable() and (path == site.data or in_repository(path))):
            raise DataError(
                f"{path!r} cannot be set up for git: nothing was set. Name a file of the "
                "repository, outside .git, in plain letters",
                site.data,
            )
    found = [_quoted(site.data)]
    found += [_quoted(path) for path in (pages.webinar, pages.abstracts, pages.calendar) if path]
    if pages.news:
        from lgtui.render.news import news_glob

        found.append(_quoted(pages.news.rstrip("/"), f"/{news_glob(pages)}"))
    return found


def _quoted(path: str, rest: str = "") -> str:
    """Return a path as a pattern that matches only itself, quoted as in git's attribute files."""
    path = os.path.normpath(path).replace(os.sep, "/")
    literal = "".join(f"\\{char}" if char in "*?[\\" else char for char in path)
    pattern = f"/{literal}{rest}"
    if any(char in pattern for char in ' "\\') or pattern.startswith(("!", '"')):
        return '"' + pattern.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return pattern


def attributes_file(clone: Clone) -> str:
    """Return the attributes file of this clone alone: nothing of it is committed."""
    return os.path.join(clone.root, clone.ask("rev-parse", "--git-path", "info/attributes"))


def install(site: Site, records: Records, command: str) -> list[str]:
    """Set the merge driver up for this clone; doing it again brings it up to date.

    Args:
        site: the site.
        records: whose pages are merged as well.
        command: the command line that git is to run.

    Returns:
        What was set, a line each.

    Raises:
        GitError: git cannot write its configuration.
        DataError: the attributes file cannot be written.
    """
    found = patterns(site, records)
    site.clone.ask("config", f"{SECTION}.data", site.data)
    return _set_up(site.clone, found, command)


def _set_up(clone: Clone, found: list[str], command: str) -> list[str]:
    """Write configuration and attributes for the files of some patterns; return what was set."""
    lines = [f"{pattern} merge=lgtui" for pattern in found]
    clone.ask("config", f"{SECTION}.name", "lgtui: records by field, pages rendered again")
    clone.ask("config", f"{SECTION}.driver", command)
    file = attributes_file(clone)
    kept = _without_ours(file)
    text = "".join(f"{line}\n" for line in [*kept, BEGIN, *lines, END])
    disk.write_files({file: encoded(text)})
    return [f"config {SECTION}.driver = {command}", *(f"{file}: {line}" for line in lines)]


def install_private(clone: Clone, path: str, command: str) -> list[str]:
    """Set the merge driver up for the private file in the clone that the organizers share.

    Args:
        clone: the clone that it lies in.
        path: the private file, from the clone's root.
        command: the command line that git is to run.

    Returns:
        What was set, a line each.

    Raises:
        GitError: git cannot write its configuration.
        DataError: the attributes file cannot be written.
    """
    return _set_up(clone, [_quoted(path)], command)


def uninstall(clone: Clone) -> list[str]:
    """Take back what ``install`` set.

    Returns:
        What was taken away, a line each.

    Raises:
        GitError: git cannot write its configuration.
        DataError: the attributes file cannot be written.
    """
    taken = []
    if clone.config(f"{SECTION}.driver"):
        clone.ask("config", "--remove-section", SECTION)
        taken.append(f"config {SECTION}")
    file = attributes_file(clone)
    if os.path.exists(file) and BEGIN in _lines(file):
        text = "".join(f"{line}\n" for line in _without_ours(file))
        disk.write_files({file: encoded(text)})
        taken.append(f"{file}: the lines of lgtui")
    return taken


def _lines(file: str) -> list[str]:
    if not os.path.exists(file):
        return []
    return decoded(disk.read_file(file)).splitlines()


def _without_ours(file: str) -> list[str]:
    """Return the organizer's own lines."""
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


FOLDER = "lgtui-merge"
"""Where the versions of the last merge lie, in the git folder."""

NAMES = ("mine", "theirs", "merged")


Sides = tuple[bytes, bytes, bytes]
"""Base, mine and theirs of one file, as git gives them; an empty one may stand for none."""


SideRecords = tuple[Records, Records, Records]
"""The records of mine and theirs, and what both merge to."""


class MergedFile(NamedTuple):
    """The bytes that a file gets, and what is left to decide: nothing for a clean merge."""

    raw: bytes
    left: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


def merge_data(clone: Clone, sides: Sides, path: str) -> MergedFile:
    """Merge the data file; where both sides changed one field, it holds mine and is valid.

    Args:
        clone: where git runs.
        sides: the three versions.
        path: the file's name, for messages.

    Raises:
        DataError: a version is not valid TOML, or the records cannot be written into the file.
    """
    base, mine, theirs = sides
    documents = (
        store.parse(base or EMPTY, f"{path} (base)"),
        store.parse(mine, f"{path} (ours)"),
        store.parse(theirs, f"{path} (theirs)"),
    )
    merged = merge(*(document.records for document in documents))
    raw = combine_data(clone, documents, merged.records)
    _remember(clone, (mine, theirs, raw))
    return MergedFile(raw, (), merged.conflicts)


def merge_private_file(clone: Clone, sides: Sides, path: str) -> MergedFile:
    """Merge the private file by record and field; where both changed one thing it holds mine.

    Args:
        clone: where git runs.
        sides: the three versions.
        path: the file's name, for messages.

    Raises:
        DataError: a version is not valid.
    """
    raw, clean = clone.merge_text(*sides)
    merged = combined(sides, raw if clean else None, path)
    return MergedFile(merged.raw, merged.conflicts)


def merge_page(clone: Clone, sides: Sides, path: str) -> MergedFile:
    """Merge a page: its regions are rendered again, the rest is merged line by line.

    Args:
        clone: where git runs.
        sides: the three versions.
        path: the page's path from the repository's root.

    Raises:
        DataError: markers are damaged.
    """
    texts = [decoded(raw) for raw in sides]
    known = _merged_here(clone, sides, path) or _recalled(clone)
    page = _page(clone, known[2], path) if known else None
    fresh = page is not None and known is not None and _of_this_merge(clone, known, path, texts)
    if not any(find(text, path) for text in texts):
        return _whole(sides, texts, page if fresh else None)
    chosen, stale, by_hand = _regions(texts, path, page if fresh else None)
    base, mine, theirs = (encoded(around(text, path)) for text in texts)
    raw, clean = clone.merge_text(base, mine, theirs)
    left = [] if clean else ["both sides changed the same lines outside lgtui's regions"]
    if stale:
        left.append(f"region {', '.join(stale)} is our side's: run lgtui --render, then git add")
    for name, region in by_hand.items():
        words = " / ".join(line.strip() for line in region.text.split("\n") if line.strip())
        left.append(
            f"region {name} was edited by hand and stays so: “{words:.200}”. Take the words into "
            "the records (open lgtui), or write over them (lgtui --render --force), then git add"
        )
    if clean:
        written = replace(decoded(raw), chosen, path, force=True)
        # Where nobody else changed it, too, it has to be seen later that a person wrote there.
        kept = {
            region.name: region
            for text in texts[1:]
            for region in find(text, path)
            if _is_by_hand(region) and region.text == chosen[region.name]
        }
        raw = encoded(put_back(written, kept, path))
    return MergedFile(raw, tuple(left))


def _whole(sides: Sides, texts: list[str], page: Page | None) -> MergedFile:
    """Merge a file that lgtui writes whole."""
    base, mine, theirs = sides
    if base in (mine, theirs) or mine == theirs:
        return MergedFile(theirs if base == mine else mine)
    if page is not None:
        return MergedFile(encoded(page.write(texts[1], force=True)))
    return MergedFile(mine, ("it is our side's: run lgtui --render, then git add",))


def _regions(
    texts: list[str], path: str, page: Page | None
) -> tuple[dict[str, str], list[str], dict[str, Region]]:
    """Return what becomes of each region.

    Returns:
        The text of each; the names of those that nobody could render; and those that one side
        edited by hand while the other changed them as well, which stay as they are.
    """
    sides = [{region.name: region for region in find(text, path)} for text in texts]
    base, mine, theirs = ({name: one.text for name, one in side.items()} for side in sides)
    rendered = regions_of(page.kind, page.records, page.templates) if page else {}
    chosen: dict[str, str] = {}
    stale: list[str] = []
    by_hand: dict[str, Region] = {}
    for name in {**theirs, **mine}:
        ours, other = mine.get(name, ""), theirs.get(name, "")
        edited = next(
            (side[name] for side in sides[1:] if name in side and _is_by_hand(side[name])), None
        )
        if edited is not None and base.get(name) not in (ours, other) and ours != other:
            chosen[name], by_hand[name] = edited.text, edited
        elif ours == other or other == base.get(name):
            chosen[name] = ours
        elif ours == base.get(name):
            chosen[name] = other
        elif name in rendered:
            chosen[name] = rendered[name]
        else:
            chosen[name] = ours
            stale.append(name)
    return chosen, stale, by_hand


def _is_by_hand(region: Region) -> bool:
    """Return whether a person edited what lgtui wrote in a region."""
    return bool(region.checksum) and not is_as_written(region)


def _page(clone: Clone, records: Records, path: str) -> Page | None:
    own = read_templates(records, os.path.join(clone.root, DATA))
    try:
        return next((page for page in site_pages(records, own) if page.path == path), None)
    except DataError:
        return None


def _of_this_merge(clone: Clone, known: SideRecords, path: str, texts: list[str]) -> bool:
    """Return whether both sides' pages are what the remembered records render to."""
    for records, text in zip(known[:2], texts[1:], strict=True):
        page = _page(clone, records, path)
        try:
            if page is None or page.write(text) != text:
                return False
        except (HandEdit, DataError):
            return False
    return True


MOST_COMMITS = 100
"""How many commits that changed a page are looked at for the one that git is merging."""


def _merged_here(clone: Clone, sides: Sides, path: str) -> SideRecords | None:
    """Merge the records of the commits that git is merging; ``None`` where they are not known.

    git does not say which commits those are, and merges pages before the data file where their
    names come later. Only commits that hold the very versions of the page are taken for them.

    Args:
        clone: where git runs.
        sides: the three versions of a page.
        path: the page's path.
    """
    data = clone.config(f"{SECTION}.data") or DATA
    for base, theirs in _merged_commits(clone, path):
        commits = (base, "HEAD", theirs)
        raws = clone.read_files([f"{one}:{file}" for file in (path, data) for one in commits])
        if tuple(raw or b"" for raw in raws[:3]) != sides:
            continue
        try:
            base_records, mine, other = (
                store.parse(raw or EMPTY, data).records for raw in raws[3:]
            )
        except DataError:
            return None  # the data file's own merge tells what is wrong with it
        return mine, other, merge(base_records, mine, other).records
    return None


def _merged_commits(clone: Clone, path: str) -> Iterator[tuple[str, str]]:
    """Yield what may be base and other side of what git is doing, the likeliest first.

    git-merge(1) names the other sides in variables, a rebase the commit in its folder; for a
    cherry-pick or revert there is nothing but the commits that changed the page.
    """
    for name in os.environ:
        if name.startswith("GITHEAD_"):
            answer = clone.run("merge-base", "HEAD", name.removeprefix("GITHEAD_"))
            if answer.status == 0:
                yield answer.text.split("\n")[0], name.removeprefix("GITHEAD_")
    for file, word in (("rebase-merge/done", 1), ("rebase-apply/original-commit", 0)):
        lines = _lines(os.path.join(clone.folder(), file))
        if lines and len(words := lines[-1].split()) > word:
            yield f"{words[word]}^", words[word]
    found = clone.run(
        "log",
        "--no-show-signature",
        "--all",
        "--reflog",
        f"-{MOST_COMMITS}",
        "--format=%H",
        "--",
        *literal([path]),
    )
    for commit in found.text.split():
        yield f"{commit}^", commit
        yield commit, f"{commit}^"


def _kept(clone: Clone, name: str) -> str:
    return os.path.join(clone.root, clone.ask("rev-parse", "--git-path", FOLDER), f"{name}.toml")


def _remember(clone: Clone, raws: tuple[bytes, bytes, bytes]) -> None:
    for name, raw in zip(NAMES, raws, strict=True):
        file_path = _kept(clone, name)
        os.makedirs(os.path.dirname(file_path), exist_ok=True)
        with open(file_path, "wb") as file:
            file.write(raw)


def _recalled(clone: Clone) -> SideRecords | None:
    """Return the records of the last merge; ``None`` where there was none or it is damaged."""
    found = []
    for name in NAMES:
        try:
            found.append(store.read(_kept(clone, name)).records)
        except DataError:
            return None
    return found[0], found[1], found[2]
