"""Commits made again on what others pushed: data merged by record, pages rendered again."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from lgtui import render, store
from lgtui.model import DataError, Records, Templates
from lgtui.records.conflicts import Merged
from lgtui.records.merge import merge
from lgtui.render import Edit, HandEdit, Page
from lgtui.render.regions import find
from lgtui.repo.client import Clone, GitError
from lgtui.repo.objects import Changed, Entry, changed, entries, merge_base, scratch, write_blob
from lgtui.repo.site import Version, parsed, site_pages

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
    templates: Callable[[Records], Templates],
    resolved: Records | None = None,
) -> Combined:
    """Brings two versions together.

    Where both changed one field, the files hold mine, unless the records are given resolved.

    Args:
        data: the data file's path from the repository's root.
        versions: base, mine, theirs.
        merge_text: see :data:`MergeText`.
        templates: reads the organizers' own templates that records name.
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
    for page in site_pages(merged.records, templates(merged.records)):
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
    if page.kind not in render.REGIONS or mine is None or theirs is None:
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
    """Find what a person wrote where lgtui writes; markers just put around nothing are no edit.

    Raises:
        DataError: the page cannot be judged, for instance because a marker is damaged.
    """
    update = page.update(text)
    if update.fault is not None:
        raise update.fault
    return [edit for edit in update.edits if edit.found]


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


Files = Mapping[str, bytes | None]
"""Contents by path from the repository's root; ``None`` for a file that is not there."""

Combine = Callable[[str], Files]
"""For one of my commits the files of ours as they shall be on top of the others' commits."""


class ObstacleError(GitError):
    """Something that only a person can clear away; nothing was changed."""


def local_commits(clone: Clone, base: str, head: str) -> list[str]:
    """My commits since the base, oldest first.

    Raises:
        ObstacleError: one of them is a merge, which cannot be made again.
    """
    lines = clone.ask("rev-list", "--reverse", "--topo-order", "--parents", f"{base}..{head}")
    commits = []
    for line in lines.splitlines():
        commit, *parents = line.split()
        if len(parents) != 1:
            raise ObstacleError(
                f"your branch holds a merge ({commit[:7]}) that is not on the server yet. Bring "
                "both together by hand: git pull --rebase, then publish again"
            )
        commits.append(commit)
    return commits


def replay(clone: Clone, head: str, tip: str, ours: set[str], combine: Combine) -> str:
    """Makes my commits again on top of another commit.

    Files that lgtui does not write are carried over where only one side changed them.

    Args:
        clone: the clone.
        head: my newest commit.
        tip: the commit to go on top of.
        ours: the files that ``combine`` gives.
        combine: see :data:`Combine`.

    Returns:
        The newest of the new commits; ``tip`` itself where mine add nothing to it. Author,
        date and message stay; commits are signed where git is set to sign.

    Raises:
        ObstacleError: both sides changed a file that lgtui does not write.
        GitError: git cannot read or write its store.
    """
    commits = local_commits(clone, merge_base(clone, head, tip), head)
    if not commits:
        return tip
    steps = [(commit, changed(clone, f"{commit}^", commit)) for commit in commits]
    others = {change.path for _, changes in steps for change in changes} - ours
    now: dict[str, Entry | None] = dict.fromkeys(others)
    now.update(entries(clone, tip, others))
    parent, tree = tip, clone.ask("rev-parse", f"{tip}^{{tree}}")
    with scratch(clone) as index:
        index.read(tip)
        for commit, changes in steps:
            carried = _carried(clone, commit, changes, now, ours)
            now.update(carried)
            if any(change.path in ours for change in changes):
                carried |= _stored(clone, combine(commit), tip)
            index.put(carried)
            new_tree = index.write()
            if new_tree != tree:
                parent, tree = commit_again(clone, commit, new_tree, parent), new_tree
    return parent


def _carried(
    clone: Clone,
    commit: str,
    changes: list[Changed],
    now: Mapping[str, Entry | None],
    ours: set[str],
) -> dict[str, Entry | None]:
    """What one commit did to the files of others."""
    carried: dict[str, Entry | None] = {}
    for change in changes:
        if change.path in ours or now[change.path] == change.new:
            continue
        if now[change.path] != change.old:
            subject = clone.ask("log", "-1", "--format=%s", commit)
            raise ObstacleError(
                f"{change.path}: changed on the server and in your commit {commit[:7]} "
                f"“{subject}”. lgtui merges only its own files: bring these together by hand "
                "(git pull --rebase), then publish again"
            )
        carried[change.path] = change.new
    return carried


def _stored(clone: Clone, files: Files, tip: str) -> dict[str, Entry | None]:
    modes = entries(clone, tip, files)
    stored: dict[str, Entry | None] = {}
    for path, content in files.items():
        mode = modes[path].mode if path in modes else "100644"
        stored[path] = None if content is None else Entry(mode, write_blob(clone, content))
    return stored


def commit_again(clone: Clone, original: str, tree: str, parent: str) -> str:
    """A commit with the message, author and date of another one."""
    about = clone.ask(
        "-c", "i18n.logOutputEncoding=UTF-8", "log", "-1", "--date=raw",
        "--format=%an%x00%ae%x00%ad%x00%B", original,
    )  # fmt: skip
    name, mail, date, message = about.split("\0", 3)
    signed = clone.config_true("commit.gpgsign")
    return clone.ask(
        "-c", "i18n.commitEncoding=UTF-8", "commit-tree", tree, "-p", parent,
        *(["-S"] if signed else []), "-F", "-",
        stdin=message.encode("utf-8", "surrogateescape"),
        env={"GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": mail, "GIT_AUTHOR_DATE": f"@{date}"},
        limit=None,
    )  # fmt: skip
