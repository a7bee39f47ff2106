"""Two versions of one file combined: the data file, and pages with what was edited by hand."""

from functools import lru_cache
from typing import NamedTuple

from lgtui import render, store
from lgtui.model import DataError, Records
from lgtui.render import Edit, HandEdit, Page
from lgtui.render.regions import (
    CALENDAR,
    NEWS,
    MarkerError,
    Region,
    find,
    is_as_written,
    is_foreign,
    is_sealed,
    put_back,
)
from lgtui.repo.client import Clone

EMPTY = b"schema = 1\n"
"""The data file of a version that has none yet."""


@lru_cache(maxsize=4)
def _parsed(raw: bytes) -> store.Document:
    # The last few are remembered, because merging meets the same versions again.
    return store.parse(raw, "")


def parse_version(raw: bytes, path: str) -> store.Document:
    """Read a version of the data file into records.

    Args:
        raw: its bytes.
        path: its path, for messages.

    Raises:
        NewerSchemaError: a newer version wrote it.
        DataError: it is not valid TOML.
    """
    try:
        return _parsed(raw)._replace(path=path)
    except DataError as error:
        raise type(error)(error.message, path, error.line, error.column) from error


def combine_data(
    clone: Clone,
    documents: tuple[store.Document, store.Document, store.Document],
    records: Records,
) -> bytes:
    """Return a data file that holds merged records, and the comments and layout of both sides.

    Where the lines of both sides merge and say exactly the records, that is it. Else the records
    are written into all three versions, so that they differ in comments and layout only, and
    those are merged; lines that both sides changed are kept from both, or last from theirs.

    Args:
        clone: merges lines.
        documents: base, mine, theirs.
        records: what the file shall say.

    Raises:
        DataError: the records cannot be written into their file.
    """
    base, mine, theirs = documents
    for side, other in ((mine, theirs), (theirs, mine)):
        if other.raw == base.raw and side.records == records:
            return side.raw
    text, clean = clone.merge_text(base.raw, mine.raw, theirs.raw)
    if clean and _says(text, records):
        return text
    written = store.splice(theirs, records)
    try:
        sides = (store.splice(base, records), store.splice(mine, records), written)
    except DataError:
        return written
    for union in (False, True):
        text, clean = clone.merge_text(*sides, union)
        if (clean or union) and _says(text, records):
            return text
    return written


def _says(raw: bytes, records: Records) -> bool:
    try:
        return parse_version(raw, "").records == records
    except DataError:
        return False


def merge_attribute(clone: Clone, path: str) -> str:
    """Return how git is told to merge a file (gitattributes(5), ``merge``)."""
    return clone.ask("check-attr", "-z", "merge", "--", path).split("\0")[2]


def merge_as_git(
    clone: Clone, path: str, base: bytes, mine: bytes, theirs: bytes
) -> tuple[bytes, bool]:
    """Merge three versions of a file as git would, by what its attributes say.

    Args:
        clone: the clone.
        path: the file's path from the repository's root.
        base: what both came from.
        mine: one side.
        theirs: the other.

    Returns:
        The file, and whether it merged without a conflict.

    Raises:
        GitError: git cannot read its attributes.
    """
    if base in (mine, theirs) or mine == theirs:
        return (theirs if base == mine else mine), True
    how = merge_attribute(clone, path)
    if how == "unspecified":
        how = clone.config("merge.default")
    if how in ("unset", "binary"):
        return mine, False
    driver = clone.config(f"merge.{how}.driver")
    if driver and how not in ("set", "text", "union"):
        return clone.merge_by_driver(driver, path, (base, mine, theirs))
    return clone.merge_text(base, mine, theirs, how == "union")


PageVersions = tuple[bytes | None, bytes | None, bytes | None]
"""A page in base, mine and theirs; ``None`` where it does not exist."""


class SideKinds(NamedTuple):
    """The kind of a page, and on which sides it has another place now that takes its words."""

    kind: str
    mine_moved: bool
    theirs_moved: bool


SideEdit = tuple[Edit, bool]
"""What was edited by hand, and whether it is kept from my side."""


def combine_page(clone: Clone, page: Page, sides: PageVersions) -> tuple[bytes, list[SideEdit]]:
    """Combine two versions of a page: it says the merged records, with both sides' words around.

    What a side edited by hand where lgtui writes is kept as it is, until somebody decides about
    it: rendered here it would go unasked.

    Args:
        clone: merges lines.
        page: the page and the merged records.
        sides: its three versions.

    Returns:
        The page; and what was kept.

    Raises:
        DataError: see :meth:`Site.combine`.
        HandEdit: see :meth:`Site.combine`.
    """
    base, mine, theirs = (None if side is None else decoded(side) for side in sides)
    if page.kind not in render.REGIONS or mine is None or theirs is None:
        return _combine_whole(page, (base, mine, theirs))
    kept = _kept_regions(clone, page, (base or "", mine, theirs))
    outside = [encoded(around(text, page.path)) for text in (base or "", mine, theirs)]
    text, clean = clone.merge_text(outside[0], outside[1], outside[2])
    if not clean and merge_attribute(clone, page.path) == "union":
        text, clean = clone.merge_text(outside[0], outside[1], outside[2], union=True)
    if not clean:
        raise DataError(
            "both you and others changed the same lines of this page outside lgtui's regions; "
            "bring them together by hand (git pull --rebase), then publish again",
            page.path,
        )
    written = page.write(decoded(text), force=True)
    written = put_back(written, {name: region for name, (region, *_) in kept.items()}, page.path)
    return encoded(written), [(edit, by_mine) for _, edit, by_mine in kept.values()]


def _combine_whole(
    page: Page, texts: tuple[str | None, str | None, str | None]
) -> tuple[bytes, list[SideEdit]]:
    """Combine a file that lgtui writes whole, or a page that a side has not."""
    base, mine, theirs = texts
    if page.kind == "news" and any(text and is_foreign(text, NEWS) for text in (mine, theirs)):
        return encoded(_foreign_item(page, texts)), []
    edits = {text: _hand_edits(page, text) for text in (mine, theirs) if text is not None}
    by_hand = [text for text in edits if edits[text] and (text != base or text == mine == theirs)]
    if len(by_hand) > 1:
        raise HandEdit(edit for text in by_hand for edit in edits[text])
    if by_hand:
        [text] = by_hand
        return encoded(text), [(edit, text != theirs) for edit in edits[text]]
    return encoded(page.write(mine if theirs is None else theirs, force=True)), []


def _foreign_item(page: Page, texts: tuple[str | None, str | None, str | None]) -> str:
    """Return the news item that a person wrote, as the side has it that changed it.

    Raises:
        HandEdit: both sides changed it, each in another way.
    """
    base, mine, theirs = texts
    if mine is None or theirs is None:
        return mine or theirs or ""
    if base not in (mine, theirs) and mine != theirs:
        raise HandEdit([Edit(page.path, "", 1, theirs, mine, foreign=True)])
    return theirs if mine == base else mine


def _kept_regions(
    clone: Clone, page: Page, texts: tuple[str, str, str]
) -> dict[str, tuple[Region, Edit, bool]]:
    """Return the regions of a page that stay as a person wrote them.

    Args:
        clone: merges lines.
        page: the page and the merged records.
        texts: its three versions.

    Returns:
        By name the region, what was edited in it, and whether it is from my side.

    Raises:
        HandEdit: both sides edited the same lines of a region by hand.
    """
    base, mine, theirs = ({one.name: one for one in find(text, page.path)} for text in texts)
    here, there = ({edit.region: edit for edit in _hand_edits(page, text)} for text in texts[1:])
    kept: dict[str, tuple[Region, Edit, bool]] = {}
    for name in {**here, **there}:
        old, my, their = (side[name].text if name in side else "" for side in (base, mine, theirs))
        if (
            name in there
            and (my == their or their != old)
            and (name not in here or my in (old, their))
        ):
            kept[name] = theirs[name], there[name], False
        elif name in here and my != old and (name not in there or their == old):
            kept[name] = mine[name], here[name], True
        elif name in here and name in there and old not in (my, their):
            text, clean = clone.merge_text(encoded(old), encoded(my), encoded(their))
            if not clean:
                raise HandEdit((here[name], there[name]))
            both = decoded(text)
            kept[name] = (
                theirs[name]._replace(text=both),
                there[name]._replace(found=both),
                False,
            )
    return kept


def _hand_edits(page: Page, text: str) -> list[Edit]:
    """Find what a person wrote where lgtui writes; markers just put around nothing are no edit.

    Raises:
        DataError: the page cannot be judged, for instance because a marker is damaged.
    """
    update = page.update(text)
    if update.fault is not None:
        raise update.fault
    return [edit for edit in update.edits if edit.found]


def around(text: str, path: str) -> str:
    """Return the page with its regions emptied: what the organizers wrote.

    Raises:
        MarkerError: a marker is damaged.
    """
    parts: list[str] = []
    at = 0
    for region in find(text, path):
        parts += [text[at : region.start], region.newline[-1:], f"<!-- lgtui:end {region.name} -->"]
        at = region.end
    return "".join([*parts, text[at:]])


def own_words(raw: bytes, kind: str) -> str:
    """Return what is of people's own in a page: the words around lgtui's parts, and in them.

    Args:
        raw: the page's bytes.
        kind: one of ``render.KINDS``.
    """
    text = decoded(raw)
    if kind not in render.REGIONS:
        return "" if is_sealed(text, NEWS if kind == "news" else CALENDAR) else text
    try:
        by_hand = [region.text for region in find(text) if not is_as_written(region)]
        return "\n".join([around(text, ""), *by_hand])
    except MarkerError:
        return text


def combine_left(clone: Clone, path: str, kinds: SideKinds, sides: PageVersions) -> bytes | None:
    """Combine a file that was a page of lgtui's, and that the merged records name no more.

    Where the page has another path now, its words are merged there; see :meth:`Site.combine`.

    Args:
        clone: merges lines.
        path: the file's path.
        kinds: the kind of page that it is, and whose words go on in the page's new place.
        sides: its three versions.

    Returns:
        The file; ``None`` where it goes.

    Raises:
        DataError: words that one side wrote in it would go with the other side's deletion.
    """
    base, mine, theirs = sides
    words = [None if side is None else own_words(side, kinds.kind) for side in sides]
    if base is None and (kinds.mine_moved or not mine) and (kinds.theirs_moved or not theirs):
        return None  # both moved the page, and this is the place that was not chosen
    if words[1] == words[0] or mine == theirs:
        return theirs
    if words[2] == words[0]:
        return mine
    if mine is not None and theirs is not None:
        raw, clean = merge_as_git(clone, path, base or b"", mine, theirs)
        if clean:
            return raw
    if kinds.mine_moved and mine is not None:
        return theirs
    if kinds.theirs_moved and theirs is not None:
        return mine
    if mine is None:
        what = f"you took this page out, and others wrote in it{_quoted(words[0], words[2])}"
    elif theirs is None:
        what = f"others took this page out, and you wrote in it{_quoted(words[0], words[1])}"
    else:
        what = "no page of lgtui's any more, and both you and others changed the same lines of it"
    raise DataError(
        f"{what}. Nothing was lost or pushed: yours is kept here. Bring both together by hand "
        "(commit yours, then git pull --rebase), then publish again",
        path,
    )


MOST_QUOTED = 3
"""How many lines of a page are quoted where they are in question."""


def _quoted(before: str | None, after: str | None) -> str:
    """Return the lines that one text has and another has not, for a message."""
    known = set((before or "").splitlines())
    lines = [line.strip() for line in (after or "").splitlines() if line not in known]
    lines = [line for line in lines if line]
    more = f" and {len(lines) - MOST_QUOTED} more lines" if len(lines) > MOST_QUOTED else ""
    shown = ", ".join(f"“{line[:120]}”" for line in lines[:MOST_QUOTED])
    return f": {shown}{more}" if shown else " (lines were taken out)"


def decoded(raw: bytes) -> str:
    """Return the text of a page; bytes that are no UTF-8 stay what they are."""
    return raw.decode("utf-8", "surrogateescape")


def encoded(text: str) -> bytes:
    """Return the bytes of a page's text; the inverse of :func:`decoded`."""
    return text.encode("utf-8", "surrogateescape")
