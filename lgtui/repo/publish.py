"""Publish and pull: commit, push, and when others were first, merge by record and try again."""

from collections.abc import Callable
from typing import NamedTuple

from lgtui.changes import Change, changes, subject
from lgtui.checks import errors
from lgtui.merge import merge
from lgtui.model import DataError, Records
from lgtui.pages import HandEdit
from lgtui.repo.clone import GitError
from lgtui.repo.combine import Combined, Version, combine
from lgtui.repo.commit import commit, follow_hook
from lgtui.repo.meeting import Meeting, again, meet
from lgtui.repo.objects import merge_base
from lgtui.repo.outcome import Decided, Outcome
from lgtui.repo.place import Place
from lgtui.repo.remote import Pushed, Upstream, fetch, push, refusal, upstream
from lgtui.repo.settle import Settling, prepare, settle
from lgtui.repo.status import Status, status

TRIES = 5
"""How often to merge with what others pushed in the same moment."""

Tell = Callable[[str], None]
"""Takes a line about what is going on."""


def pending(place: Place) -> tuple[Change, ...]:
    """What the data file on disk changes against the last commit, by record.

    Raises:
        DataError: a data file cannot be read.
        GitError: git cannot read its store.
    """
    here = place.on_disk().document.records
    there = place.at(["HEAD"], Records())[0].document.records
    return changes(there, here)


class Committed(NamedTuple):
    """A commit of our files: where the clone stands now, its subject, and how far it was ahead.

    ``subject`` is empty where there was nothing to commit.
    """

    status: Status
    subject: str
    ahead_before: int


def commit_site(place: Place, message: str = "", tell: Tell = lambda line: None) -> Committed:
    """Commits our files as they are on disk.

    Args:
        place: the site, whose pages were rendered.
        message: the commit's message; made from the changes if empty.
        tell: takes lines about files that are left out.

    Raises:
        DataError: the data file cannot be read.
        GitError: this is no time to commit, or git or a hook said no.
    """
    here = place.on_disk().document.records
    paths = place.ours(here)
    now = status(place.clone, paths)
    if now.operation or not now.branch or any(f.words == "in conflict" for f in now.files):
        raise GitError(now.words)
    if any(f"{place.data}/".startswith(f"{path.rstrip('/')}/") for path in now.ignored):
        raise GitError(f"git is told to ignore {place.data}. Take it out of .gitignore")
    for path in now.ignored:
        tell(f"{path} is not published: git is told to ignore it (.gitignore)")
    if not now.files:
        return Committed(now, "", now.ahead)
    if not message.strip():
        message = _message(place, now, here)
    commit(place.clone, now.files, message.strip())
    after = status(place.clone, paths)
    follow_hook(place.clone, after.files)
    return Committed(after, message.strip().split("\n")[0], now.ahead)


def _message(place: Place, now: Status, here: Records) -> str:
    """The subject for what is on disk."""
    try:
        before = place.at([now.head], here)[0] if now.head else None
    except DataError:
        return "Mend the data file"
    if before is None or before.read(place.data) is None:
        return f"Start the records: {len(here.seasons)} seasons, {len(here.talks)} talks"
    data_changed = any(file.path == place.data for file in now.files)
    otherwise = "Tidy the data file" if data_changed else "Render the pages"
    return subject(changes(before.document.records, here)) or otherwise


def publish(
    place: Place,
    message: str = "",
    push_too: bool = True,
    tell: Tell = lambda line: None,
    decided: Decided | None = None,
) -> Outcome:
    """Commits our files and pushes; merges by record where others pushed first.

    The data must be checked and the pages rendered before. Nothing is ever forced: whatever
    stops this, every edit stays in its file, and a commit that was made stays on its branch.

    Args:
        place: the site.
        message: the commit's message; made from the changes if empty.
        push_too: push after the commit.
        tell: takes lines about what is going on.
        decided: after a conflict what a person decided.

    Returns:
        How it ended. What goes wrong is an outcome, too.
    """
    made = ""
    try:
        place.clone.forget_settings()
        now, made, ahead_before = commit_site(place, message, tell)
        if made:
            tell(f"committed: {made}")
        if not push_too:
            words = "committed, not pushed" if made else "nothing to commit"
            return Outcome("committed" if made else "nothing", words, subject=made)
        branch = upstream(place.clone, now)
        if branch is None:
            words = f"{now.words}. The commit is kept here" if made else now.words
            return Outcome("stopped", words, subject=made)
        if not now.ahead and not now.gone:
            return Outcome("nothing", "nothing to publish: all is committed and pushed")
        if made and ahead_before:
            tell(f"pushing {ahead_before} earlier commit{'s' * (ahead_before > 1)} as well")
        return _push(place, now, branch, tell, decided)._replace(subject=made)
    except (GitError, DataError, HandEdit) as error:
        return _stopped(error)._replace(subject=made)


def pull(place: Place, tell: Tell = lambda line: None, decided: Decided | None = None) -> Outcome:
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
        return Outcome("pulled", f"merged: {_told(meeting.news)}", theirs=meeting.news)
    except (GitError, DataError, HandEdit) as error:
        return _stopped(error)


def _push(
    place: Place, now: Status, branch: Upstream, tell: Tell, decided: Decided | None
) -> Outcome:
    """Pushes, merging and trying again while others are first."""
    pushed = push(place.clone, branch, now.head)
    if pushed.state == "done":
        return Outcome("published", f"published to {now.upstream}", pushed.said)
    for _ in range(TRIES):
        if pushed.state != "others first":
            break
        tell("others pushed first: merging by record")
        tip = fetch(place.clone, branch)
        if not tip:
            break
        landing = _land(place, now, tip, tell, decided)
        if isinstance(landing, Outcome):
            return landing
        pushed = push(place.clone, branch, landing.new) if landing.new != tip else Pushed("done")
        if pushed.state == "done":
            return _settled(place, now, landing, pushed.said)
    if pushed.state == "others first":
        words = (
            f"others keep publishing: {TRIES} times somebody was first. Your commit is kept here; "
            "publish again"
        )
        return Outcome("stopped", words, pushed.said)
    return _stopped(refusal(pushed))


class Landing(NamedTuple):
    """My commits on top of the others': the newest, how to get there, and the others' news."""

    new: str
    settling: Settling | None = None
    news: tuple[Change, ...] = ()


def _land(
    place: Place, now: Status, tip: str, tell: Tell, decided: Decided | None
) -> Landing | Outcome:
    """Makes my commits again on top of the others', or says why that cannot be."""
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


def _settled(place: Place, now: Status, landing: Landing, said: str) -> Outcome:
    """Brings the branch here to what was pushed."""
    words = f"published to {now.upstream}"
    settling = landing.settling
    if settling is None:
        return Outcome("published", words, said)
    if settling.merged.conflicts:
        words += ". Edits made meanwhile on disk touch what others changed: pull to decide"
        return Outcome("published", words, said, theirs=landing.news)
    settle(place, settling, now.branch, "lgtui: published on top of the server's commits")
    if landing.news:
        words += f", together with what others changed: {_told(landing.news)}"
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
    words = f"you and others changed the same: {lines}. Your edits are kept, nothing was pushed"
    return Outcome("conflict", words, theirs=meeting.news, merged=merged, mine=mine, tip=tip)


def _told(theirs: tuple[Change, ...]) -> str:
    return subject(theirs) or "no record changed"


def _stopped(error: Exception) -> Outcome:
    if isinstance(error, GitError):
        return Outcome("stopped", error.words, error.said)
    if isinstance(error, HandEdit):
        edit = error.edits[0]
        words = (
            f"{edit.file}:{edit.line}: what lgtui writes was edited by hand, here or on the "
            "server. Put those words into the records, then publish again"
        )
        return Outcome("stopped", words)
    return Outcome("stopped", str(error))
