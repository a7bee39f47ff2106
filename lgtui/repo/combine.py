"""The data file and the pages of two sides brought together: by record, then rendered again."""

from collections.abc import Callable
from typing import NamedTuple

from lgtui import pages, store
from lgtui.merge import Merged, merge
from lgtui.model import DataError, Records
from lgtui.pages import Edit, HandEdit, Page
from lgtui.pages.regions import find
from lgtui.repo.version import Version, parsed, site_pages

MergeText = Callable[[bytes, bytes, bytes, bool], tuple[bytes, bool]]
"""Merges base, mine and theirs line by line, keeping both sides' lines if the last argument says
so; gives the text and whether there was no conflict."""


class Combined(NamedTuple):
    """Two versions brought together: the merge, and the bytes of the files that lgtui writes."""

    merged: Merged
    files: dict[str, bytes]


def combine(
    data: str,
    versions: tuple[Version, Version, Version],
    merge_text: MergeText,
    resolved: Records | None = None,
) -> Combined:
    """Brings two versions together.

    Where both changed one field, the files hold mine, unless the records are given resolved.

    Args:
        data: the data file's path from the repository's root.
        versions: base, mine, theirs.
        merge_text: see :data:`MergeText`.
        resolved: the outcome after a person decided the conflicts.

    Raises:
        DataError: a page cannot be brought together: markers damaged, or what stands around the
            regions was changed differently by both sides.
        HandEdit: a side edited by hand what lgtui writes.
    """
    base, mine, theirs = versions
    merged = merge(base.document.records, mine.document.records, theirs.document.records)
    if resolved is not None:
        merged = Merged(resolved)
    documents = (base.document, mine.document, theirs.document)
    files = {data: combined_bytes(documents, merged.records, merge_text)}
    for page in site_pages(merged.records):
        sides = (base.read(page.path), mine.read(page.path), theirs.read(page.path))
        files[page.path] = combined_page(page, sides, merge_text)
    return Combined(merged, files)


def combined_bytes(
    documents: tuple[store.Document, store.Document, store.Document],
    records: Records,
    merge_text: MergeText,
) -> bytes:
    """A data file that holds the merged records and the comments and layout of both sides.

    Where the lines of both sides merge and say exactly the records, that is it. Else the records
    are written into all three versions, so that they differ in comments and layout only, and
    those are merged; lines that both sides changed are kept from both, or last from theirs.

    Args:
        documents: base, mine, theirs.
        records: what the file shall say.
        merge_text: see :data:`MergeText`.

    Raises:
        DataError: the records cannot be written into their file.
    """
    base, mine, theirs = documents
    for side, other in ((mine, theirs), (theirs, mine)):
        if other.raw == base.raw and side.records == records:
            return side.raw
    text, clean = merge_text(base.raw, mine.raw, theirs.raw, False)
    if clean and _says(text, records):
        return text
    written = store.splice(theirs, records)
    try:
        sides = (store.splice(base, records), store.splice(mine, records), written)
    except DataError:
        return written
    for union in (False, True):
        text, clean = merge_text(*sides, union)
        if (clean or union) and _says(text, records):
            return text
    return written


def _says(raw: bytes, records: Records) -> bool:
    try:
        return parsed(raw, "").records == records
    except DataError:
        return False


def combined_page(
    page: Page, sides: tuple[bytes | None, bytes | None, bytes | None], merge_text: MergeText
) -> bytes:
    """A page that says the merged records, with what both sides changed around its regions.

    A page that both sides have as it was, with words in it that a person wrote, stays as it is.

    Args:
        page: the page and the merged records.
        sides: its bytes in base, mine and theirs; ``None`` where it is not.
        merge_text: see :data:`MergeText`.

    Raises:
        DataError: see :func:`combine`.
        HandEdit: see :func:`combine`.
    """
    texts = tuple(None if side is None else _text(side) for side in sides)
    base, mine, theirs = texts
    for side in (mine, theirs):
        if side is not None and side != base and (edits := _hand_edits(page, side)):
            raise HandEdit(edits)
    if mine is not None and base == mine == theirs and _hand_edits(page, mine):
        # Nobody has decided about those words yet: rendered here they would go unasked.
        return _bytes(mine)
    if page.kind not in pages.REGIONS or mine is None or theirs is None:
        return _bytes(page.write(mine if theirs is None else theirs, force=True))
    outside = [_bytes(around(text, page.path)) for text in (base or "", mine, theirs)]
    text, clean = merge_text(outside[0], outside[1], outside[2], False)
    if not clean:
        raise DataError(
            "both you and others changed the same lines of this page outside lgtui's regions; "
            "bring them together by hand (git pull --rebase), then publish again",
            page.path,
        )
    return _bytes(page.write(_text(text), force=True))


def _hand_edits(page: Page, text: str) -> list[Edit]:
    """What a person wrote where lgtui writes; markers just put around nothing are no edit."""
    try:
        page.write(text)
    except HandEdit as hand:
        return [edit for edit in hand.edits if edit.found]
    return []


def around(text: str, path: str) -> str:
    """The page with its regions emptied: what the organizers wrote.

    Raises:
        MarkerError: a marker is damaged.
    """
    parts: list[str] = []
    at = 0
    for region in find(text, path):
        parts += [text[at : region.start], region.newline[-1:], f"<!-- lgtui:end {region.name} -->"]
        at = region.end
    return "".join([*parts, text[at:]])


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
