"""My branch and the server's, brought together."""

from collections.abc import Callable
from typing import NamedTuple

from lgtui.changes import Change, changes
from lgtui.repo.combine import Combined, combine
from lgtui.repo.objects import changed, merge_base
from lgtui.repo.place import Place
from lgtui.repo.replay import ObstacleError, local_commits, replay
from lgtui.repo.version import Version


class Meeting(NamedTuple):
    """My branch and the server's: the commits, their versions of the site, the others' news."""

    head: str
    tip: str
    versions: tuple[Version, Version, Version]
    news: tuple[Change, ...]

    def with_disk(self, place: Place) -> tuple[Version, Version, Version]:
        """Base, the working tree, theirs."""
        return self.versions[0], place.on_disk(self.versions[1]), self.versions[2]

    def edited(self, place: Place) -> bool:
        """Whether the working tree holds edits of our files that are not committed."""
        mine = self.versions[1]
        here = place.on_disk(mine)
        paths = place.ours(mine.document.records, here.document.records)
        return any(here.read(path) != mine.read(path) for path in paths)


def meet(place: Place, head: str, tip: str, tell: Callable[[str], None]) -> Meeting:
    """Reads both sides and what they came from.

    Raises:
        ObstacleError: the data file is gone on the server.
        DataError: a data file is not valid.
        GitError: git cannot read its store, or both sides have nothing in common.
    """
    here = place.on_disk().document.records
    base, mine, theirs = place.at((merge_base(place.clone, head, tip), head, tip), here)
    if base.read(place.data) is not None and theirs.read(place.data) is None:
        raise ObstacleError(
            f"on the server {place.data} was deleted or has another name now. Bring both together "
            "by hand (git pull --rebase), then publish again"
        )
    news = changes(base.document.records, theirs.document.records)
    for change in news[:20]:
        tell(f"from others: {change}")
    return Meeting(head, tip, (base, mine, theirs), news)


def again(place: Place, meeting: Meeting, combined: Combined | None) -> str:
    """Makes my commits again on top of theirs.

    Args:
        place: the site.
        meeting: both sides.
        combined: what the last commit of ours shall hold; each is merged by itself if left out.

    Returns:
        The newest of the new commits; see :func:`lgtui.repo.replay.replay`.
    """
    base, mine, theirs = meeting.versions
    origin = merge_base(place.clone, meeting.head, meeting.tip)
    records = [base.document.records, mine.document.records, theirs.document.records]
    paths = {*place.ours(*records), *(combined.files if combined else ())}
    last = ""
    for one in local_commits(place.clone, origin, meeting.head):
        if any(change.path in paths for change in changed(place.clone, f"{one}^", one)):
            last = one

    def files(one: str) -> dict[str, bytes | None]:
        if combined is not None and one == last:
            return dict(combined.files)
        version = place.at([one], mine.document.records)[0]
        return dict(combine(place.data, (base, version, theirs), place.merge_text).files)

    return replay(place.clone, meeting.head, meeting.tip, paths, files)
