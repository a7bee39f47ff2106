"""What git calls to merge one file: the data file by record and field, pages rendered again.

Git hands over one file at a time. It merges the data file before the pages (it goes through the
files from the last name to the first, and pages usually lie in ``_pages``, ``_news`` and
``assets``), so the data driver leaves its three versions in the git folder, and the page driver
uses them if they are of this very merge: then each side's page is what its records render to.
"""

import os
from typing import NamedTuple

from lgtui import store
from lgtui.merge import Conflict, merge
from lgtui.model import DataError, Records
from lgtui.pages import HandEdit, Page
from lgtui.pages.regions import find, replace
from lgtui.pages.site import regions_of
from lgtui.repo.clone import Clone
from lgtui.repo.combine import around, combined_bytes
from lgtui.repo.objects import merge_text
from lgtui.repo.place import EMPTY
from lgtui.repo.version import site_pages

FOLDER = "lgtui-merge"
"""Where the versions of the last merge lie, in the git folder."""

NAMES = ("mine", "theirs", "merged")


class Sides(NamedTuple):
    """Base, mine and theirs of one file, as git gives them; an empty one may stand for none."""

    base: bytes
    mine: bytes
    theirs: bytes


class Driven(NamedTuple):
    """What becomes of the file, and what is left to decide, in words; nothing for a clean merge."""

    raw: bytes
    left: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


def merge_data(clone: Clone, sides: Sides, path: str) -> Driven:
    """Merges the data file; where both sides changed one field, it holds mine and is valid.

    Args:
        clone: where git runs.
        sides: the three versions.
        path: the file's name, for messages.

    Raises:
        DataError: a version is not valid TOML, or the records cannot be written into the file.
    """
    documents = (
        store.parse(sides.base or EMPTY, f"{path} (base)"),
        store.parse(sides.mine, f"{path} (ours)"),
        store.parse(sides.theirs, f"{path} (theirs)"),
    )
    merged = merge(*(document.records for document in documents))

    def by_line(base: bytes, mine: bytes, theirs: bytes, union: bool) -> tuple[bytes, bool]:
        return merge_text(clone, base, mine, theirs, union)

    raw = combined_bytes(documents, merged.records, by_line)
    _remember(clone, (sides.mine, sides.theirs, raw))
    return Driven(raw, (), merged.conflicts)


def merge_page(clone: Clone, sides: Sides, path: str) -> Driven:
    """Merges a page: its regions are rendered again, the rest is merged line by line.

    Args:
        clone: where git runs.
        sides: the three versions.
        path: the page's path from the repository's root.

    Raises:
        DataError: markers are damaged.
    """
    texts = [raw.decode("utf-8", "surrogateescape") for raw in sides]
    known = _recall(clone)
    page = _page(known[2], path) if known else None
    fresh = page is not None and known is not None and _of_this_merge(known, path, texts)
    if not any(find(text, path) for text in texts):
        return _whole(sides, texts, page if fresh else None)
    chosen, stale = _regions(texts, path, page if fresh else None)
    text, clean = _by_line(clone, [around(text, path) for text in texts])
    left = [] if clean else ["both sides changed the same lines outside lgtui's regions"]
    if stale:
        left.append(f"region {', '.join(stale)} is our side's: run lgtui --render, then git add")
    if clean:
        text = replace(text, chosen, path, force=True)
    return Driven(text.encode("utf-8", "surrogateescape"), tuple(left))


def _whole(sides: Sides, texts: list[str], page: Page | None) -> Driven:
    """Merges a file that lgtui writes whole."""
    base, mine, theirs = sides
    if base in (mine, theirs) or mine == theirs:
        return Driven(theirs if base == mine else mine)
    if page is not None:
        return Driven(page.write(texts[1], force=True).encode("utf-8", "surrogateescape"))
    return Driven(mine, ("it is our side's: run lgtui --render, then git add",))


def _regions(texts: list[str], path: str, page: Page | None) -> tuple[dict[str, str], list[str]]:
    """The text of each region, and those that nobody could render."""
    base, mine, theirs = ({r.name: r.text for r in find(text, path)} for text in texts)
    rendered = regions_of(page.kind, page.records) if page else {}
    chosen: dict[str, str] = {}
    stale: list[str] = []
    for name in {**theirs, **mine}:
        ours, other = mine.get(name, ""), theirs.get(name, "")
        if ours == other or other == base.get(name):
            chosen[name] = ours
        elif ours == base.get(name):
            chosen[name] = other
        elif name in rendered:
            chosen[name] = rendered[name]
        else:
            chosen[name] = ours
            stale.append(name)
    return chosen, stale


def _by_line(clone: Clone, texts: list[str]) -> tuple[str, bool]:
    base, mine, theirs = (text.encode("utf-8", "surrogateescape") for text in texts)
    raw, clean = merge_text(clone, base, mine, theirs)
    return raw.decode("utf-8", "surrogateescape"), clean


def _page(records: Records, path: str) -> Page | None:
    try:
        return next((page for page in site_pages(records) if page.path == path), None)
    except DataError:
        return None


def _of_this_merge(known: tuple[Records, Records, Records], path: str, texts: list[str]) -> bool:
    """Whether both sides' pages are what the remembered records render to."""
    for records, text in zip(known[:2], texts[1:], strict=True):
        page = _page(records, path)
        try:
            if page is None or page.write(text) != text:
                return False
        except (HandEdit, DataError):
            return False
    return True


def _place(clone: Clone, name: str) -> str:
    return os.path.join(clone.root, clone.ask("rev-parse", "--git-path", FOLDER), f"{name}.toml")


def _remember(clone: Clone, raws: tuple[bytes, bytes, bytes]) -> None:
    for name, raw in zip(NAMES, raws, strict=True):
        place = _place(clone, name)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "wb") as file:
            file.write(raw)


def _recall(clone: Clone) -> tuple[Records, Records, Records] | None:
    """The records of the last merge; ``None`` where there was none or it is damaged."""
    found = []
    for name in NAMES:
        try:
            found.append(store.read(_place(clone, name)).records)
        except DataError:
            return None
    return found[0], found[1], found[2]
