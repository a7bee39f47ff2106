"""What others published, by record and by who it was."""

from typing import NamedTuple

from lgtui.changes import Change, changes
from lgtui.model import Records
from lgtui.repo.clone import Clone, literal
from lgtui.repo.objects import head_of, merge_base
from lgtui.repo.place import Place
from lgtui.repo.remote import fetch, upstream
from lgtui.repo.status import Status, status

MOST = 40
"""Commits that are told one by one; more of them are told as one change."""


class News(NamedTuple):
    """What somebody changed in one commit.

    Attributes:
        author: who; empty where many commits are told together.
        changes: what, by record.
    """

    author: str
    changes: tuple[Change, ...]

    @property
    def lines(self) -> list[str]:
        """A line for each change: ``Théo: S09E02: title changed``."""
        who = f"{self.author}: " if self.author else ""
        return [f"{who}{change}" for change in self.changes]


def between(place: Place, old: str, new: str) -> tuple[News, ...]:
    """What the commits between two others changed in the records, oldest first.

    Args:
        place: the site.
        old: the full name of the earlier commit.
        new: that of the later one.

    Raises:
        DataError: the data file of a commit is not valid.
        GitError: git cannot read its store.
    """
    raw = place.clone.ask(
        "log", "-z", "--reverse", "--topo-order", "--no-merges", "--format=%H%x01%P%x01%an",
        f"{old}..{new}", "--", *literal([place.data]),
    )  # fmt: skip
    commits = [entry.split("\x01", 2) for entry in raw.split("\0") if entry]
    if len(commits) > MOST or any(not parent for _, parent, _ in commits):
        before, after = place.at((old, new), Records())
        return (News("", changes(before.document.records, after.document.records)),)
    names = list(dict.fromkeys(name for commit in commits for name in (commit[1], commit[0])))
    known = dict(zip(names, place.at(names, Records()), strict=True)) if names else {}
    told = (
        News(author, changes(known[parent].document.records, known[commit].document.records))
        for commit, parent, author in commits
    )
    return tuple(each for each in told if each.changes)


class Fetched(NamedTuple):
    """What a look at the server found.

    Attributes:
        status: where the clone stands, before the look.
        tip: the server's newest commit; empty for none, or where no branch is followed.
        news: what it has and this clone has not.
    """

    status: Status
    tip: str = ""
    news: tuple[News, ...] = ()


def look_out(place: Place) -> Fetched:
    """Fetches, and tells what others changed since; nothing here is touched.

    Raises:
        GitError: the server cannot be reached, or git cannot read its store.
        DataError: their data file is not valid.
    """
    place.clone.forget_settings()
    now = status(place.clone, [place.data])
    branch = upstream(place.clone, now)
    if branch is None:
        return Fetched(now)
    tip = fetch(place.clone, branch)
    return Fetched(now, tip, since_head(place, now, tip))


def since_head(place: Place, now: Status, tip: str) -> tuple[News, ...]:
    """What a commit of the server holds that this clone's branch does not."""
    if not tip or not now.head:
        return ()
    origin = merge_base(place.clone, now.head, tip)
    return () if origin == tip else between(place, origin, tip)


def tip_of(clone: Clone, now: Status) -> str:
    """The newest commit of the server's branch as it was fetched last; empty for none."""
    branch = upstream(clone, now)
    return head_of(clone, branch.tracking) if branch else ""
