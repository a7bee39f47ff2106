"""My commits and edits brought together with the others' commits: for publishing, for pulling."""

from collections.abc import Callable
from typing import NamedTuple

from lgtui.changes import Change, changes, subject
from lgtui.checks import errors
from lgtui.merge import merge
from lgtui.model import DataError, Records
from lgtui.pages import HandEdit
from lgtui.repo.clone import GitError
from lgtui.repo.combine import Combined, combine
from lgtui.repo.meeting import Meeting, again, meet
from lgtui.repo.objects import merge_base
from lgtui.repo.outcome import Decided, Outcome, stopped
from lgtui.repo.place import Place
from lgtui.repo.remote import fetch, upstream
from lgtui.repo.settle import Settling, prepare, settle
from lgtui.repo.status import Status, status
from lgtui.repo.version import Version


def pull(
    place: Place, tell: Callable[[str], None] = lambda line: None, decided: Decided | None = None
) -> Outcome:
    """Fetches what others pushed and merges it by record, committed and uncommitted edits alike.

    Args:
        place: the site.
        tell: takes lines about what is going on.
        decided: after a conflict what a person decided.

    Returns:
        How it ended.
    """
    try:
        place.clone.forget_settings()
        now = status(place.clone, [place.data])
        branch = None if now.operation else upstream(place.clone, now)
        if branch is None:
            return Outcome("stopped", now.words)
        tip = fetch(place.clone, branch)
        if not tip or not now.head or merge_base(place.clone, now.head, tip) == tip:
            return Outcome("nothing", "nothing new from others")
        meeting = meet(place, now.head, tip, tell)
        on_disk = _combined(place, meeting, meeting.with_disk(place), decided)
        if isinstance(on_disk, Outcome):
            return on_disk
        edited = meeting.edited(place)
        new = again(place, meeting, None if edited else on_disk)
        settling = prepare(place, now.head, new, on_disk if edited else None)
        settle(place, settling, now.branch, "lgtui: merged by record with the server's commits")
        return Outcome("pulled", f"merged: {told(meeting.news)}", theirs=meeting.news)
    except (GitError, DataError, HandEdit) as error:
        return stopped(error)


def news(place: Place) -> tuple[Change, ...]:
    """Fetches, and tells what others changed since; nothing here is touched.

    Raises:
        GitError: there is no branch to follow, or the server cannot be reached.
        DataError: their data file is not valid.
    """
    place.clone.forget_settings()
    now = status(place.clone, [place.data])
    branch = upstream(place.clone, now)
    if branch is None:
        raise GitError(now.words)
    tip = fetch(place.clone, branch)
    if not tip or not now.head:
        return ()
    origin = merge_base(place.clone, now.head, tip)
    if origin == tip:
        return ()
    before, after = place.at((origin, tip), Records())
    return changes(before.document.records, after.document.records)


class Landing(NamedTuple):
    """My commits on top of the others': the newest, how to get there, and the others' news."""

    new: str
    settling: Settling | None = None
    news: tuple[Change, ...] = ()


def land(
    place: Place, now: Status, tip: str, tell: Callable[[str], None], decided: Decided | None
) -> Landing | Outcome:
    """Makes my commits again on top of the others', or says why that cannot be.

    Args:
        place: the site.
        now: where the clone stands.
        tip: the others' newest commit.
        tell: takes lines about what is going on.
        decided: after a conflict what a person decided.

    Raises:
        ObstacleError: something that only a person can clear away.
        DataError: see :func:`lgtui.repo.combine.combine`.
        HandEdit: see :func:`lgtui.repo.combine.combine`.
        GitError: git cannot read or write its store.
    """
    if merge_base(place.clone, now.head, tip) == tip:
        return Landing(now.head)
    meeting = meet(place, now.head, tip, tell)
    combined = _combined(place, meeting, meeting.versions, decided)
    if isinstance(combined, Outcome):
        return combined
    if found := errors(combined.merged.records, ()):
        words = "together with what others pushed the records have errors; nothing was pushed"
        return Outcome("findings", words, theirs=meeting.news, findings=tuple(found))
    new = again(place, meeting, combined)
    return Landing(new, prepare(place, now.head, new), meeting.news)


def settled(place: Place, now: Status, landing: Landing, said: str) -> Outcome:
    """Brings the branch here to what was pushed, with what was saved meanwhile.

    What keeps this folder behind does not undo that it was published, and is told.
    """
    words = f"published to {now.upstream}"
    if landing.news:
        words += f", together with what others changed: {told(landing.news)}"
    settling = landing.settling
    try:
        if settling is not None and not settling.is_current(place):
            settling = prepare(place, now.head, landing.new)
        if settling is not None and settling.merged.conflicts:
            words += (
                ". Edits saved meanwhile touch what others changed: sync in the app (S) to decide"
            )
        elif settling is not None:
            settle(place, settling, now.branch, "lgtui: published on top of the server's commits")
    except (GitError, DataError, HandEdit) as error:
        words += f". This folder is not up to date yet, sync it later: {stopped(error).words}"
    return Outcome("published", words, said, theirs=landing.news)


def _combined(
    place: Place,
    meeting: Meeting,
    versions: tuple[Version, Version, Version],
    decided: Decided | None,
) -> Combined | Outcome:
    """Both sides in one, with what was decided; or the conflicts that are left to decide.

    What either side changed since the decision is merged with it, as with any other edit.
    """
    mine, theirs = versions[1].document.records, versions[2].document.records
    tip = meeting.tip
    if decided is None:
        combined = combine(place.data, versions, place.merge_text)
        merged = combined.merged
    else:
        merged = merge(decided.mine, decided.records, mine)
        if merged.conflicts:
            tip = decided.tip
        elif tip != decided.tip:
            then = place.at([decided.tip], mine)[0].document.records
            merged = merge(then, merged.records, theirs)
        combined = combine(place.data, versions, place.merge_text, merged.records)
    if not merged.conflicts:
        return combined
    lines = "; ".join(str(conflict) for conflict in merged.conflicts)
    words = (
        f"you and others changed the same: {lines}. Your edits are kept, nothing was pushed; "
        "the next try asks again which to keep"
    )
    return Outcome("conflict", words, theirs=meeting.news, merged=merged, mine=mine, tip=tip)


def told(theirs: tuple[Change, ...]) -> str:
    """What others changed, in a line."""
    return subject(theirs) or "no record changed"
