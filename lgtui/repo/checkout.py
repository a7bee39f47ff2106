"""Bringing branch, index and working tree from one commit to the next, keeping every edit."""

from typing import NamedTuple

from lgtui.records.conflicts import Merged
from lgtui.repo.client import GitError
from lgtui.repo.objects import entries, scratch, update_index
from lgtui.repo.replay import Combined, ObstacleError, combine
from lgtui.repo.site import Site, as_held
from lgtui.store import disk


class CheckoutPlan(NamedTuple):
    """What moving the working tree needs: worked out first, done in one go later.

    Attributes:
        old: the commit that the branch is at.
        new: the commit it moves to.
        others: a tree like ``new`` in which our files are as in ``old``.
        files: what our files on disk get; ``None`` for one that goes.
        index: our files of ``new``.
        merged: edits on disk that are in no commit yet, merged with ``new``.
        seen: our files on disk as they were read.
    """

    old: str
    new: str
    others: str
    files: dict[str, bytes | None]
    ours: tuple[str, ...]
    merged: Merged
    seen: dict[str, bytes | None]

    def is_current(self, site: Site) -> bool:
        """Whether our files are still as they were when this was worked out."""
        return all(site.read(path) == content for path, content in self.seen.items())


def plan_checkout(site: Site, old: str, new: str, joined: Combined | None = None) -> CheckoutPlan:
    """Works out how to move from one commit to another, and that nothing stands in the way.

    Edits of our files that are not committed are merged with the new commit, by record.

    Args:
        site: the site.
        old: the commit that the branch is at.
        new: the commit to move to.
        joined: what our files on disk are to be, where the caller has worked that out.

    Raises:
        ObstacleError: files that are not ours have changes, here and in the new commit.
        DataError: see :func:`lgtui.repo.replay.combine`.
        HandEdit: see :func:`lgtui.repo.replay.combine`.
        GitError: git cannot read its store.
    """
    before, after = site.at((old, new), site.on_disk().document.records)
    here = site.on_disk(before)
    ours = site.ours(before.document.records, here.document.records, after.document.records)
    held = entries(site.clone, old, ours)
    with scratch(site.clone) as index:
        index.read(new)
        index.put({path: held.get(path) for path in ours})
        others = index.write()
    answer = site.clone.run("read-tree", "-n", "-m", "-u", old, others)
    if answer.status:
        raise ObstacleError(
            "files of yours that are not committed were changed on the server as well. Commit "
            "them, or undo them, then try again",
            answer.said,
        )
    files: dict[str, bytes | None] = {}
    merged = Merged(after.document.records)
    unchanged = all(here.read(path) in (before.read(path), after.read(path)) for path in ours)
    if unchanged and joined is None:
        for path in ours:
            files[path] = after.read(path)
    else:
        joined = joined or combine(
            site.data, (before, here, after), site.merge_text, site.templates
        )
        merged = joined.merged
        files.update(joined.files)
    seen = {path: site.read(path) for path in files}
    for path, content in files.items():
        found = seen[path]
        if content and found and as_held(found, before.read(path)) != found:
            files[path] = content.replace(b"\n", b"\r\n")
    return CheckoutPlan(old, new, others, files, tuple(ours), merged, seen)


def check_out(site: Site, plan: CheckoutPlan, branch: str, why: str) -> None:
    """Moves working tree, index and branch.

    Other files first, then ours, all or none; then the index, at last the branch: cut off at
    any point, what is on disk is complete, and git shows the difference as changes.

    Args:
        site: the site.
        plan: what ``prepare`` worked out.
        branch: the branch's short name.
        why: what the log of the branch says.

    Raises:
        GitError: the branch or our files have changed meanwhile.
        DataError: a file cannot be written.
    """
    clone = site.clone
    if not plan.is_current(site):
        raise GitError("a file was saved meanwhile; it is as it was saved. Pull again to merge it")
    clone.ask("read-tree", "-m", "-u", plan.old, plan.others, limit=None)
    written = {
        site.file(path): content
        for path, content in plan.files.items()
        if content is not None and site.read(path) != content
    }
    if written:
        disk.write_files(written)
    for path, content in plan.files.items():
        if content is None:
            _remove(site, path)
    held = entries(clone, plan.new, plan.ours)
    update_index(clone, {path: held.get(path) for path in plan.ours})
    answer = clone.run("update-ref", "-m", why, f"refs/heads/{branch}", plan.new, plan.old)
    if answer.status:
        raise GitError(
            "the branch moved while lgtui was at work: another program committed. Your edits are "
            "kept; look at git status, then try again",
            answer.said,
        )


def _remove(site: Site, path: str) -> None:
    """Takes a page away that the new commit has not, if it holds nothing but what git knows."""
    import os

    if os.path.lexists(site.file(path)):
        os.unlink(site.file(path))
