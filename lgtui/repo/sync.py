"""My commits and edits brought together with the others': for publishing, for pulling."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from lgtui.checks import errors
from lgtui.model import DataError, Records
from lgtui.records.commit_message import subject
from lgtui.records.diff import Change, changes
from lgtui.records.merge import merge
from lgtui.render import HandEdit
from lgtui.repo.checkout import CheckoutPlan, prepare, settle
from lgtui.repo.client import Clone, GitError, literal
from lgtui.repo.messages import wants_answer
from lgtui.repo.objects import changed, head_of, merge_base
from lgtui.repo.remote import fetch, upstream
from lgtui.repo.replay import Combined, ObstacleError, combine, local_commits, replay
from lgtui.repo.site import Site, Version
from lgtui.repo.status import Status, status

if TYPE_CHECKING:  # a plain publish meets neither, and should not wait for them
    from lgtui.checks import Finding
    from lgtui.records.conflicts import Merged


class Decided(NamedTuple):
    """Records as decided, with the two sides that they were decided between."""

    records: Records
    mine: Records
    tip: str


class Outcome(NamedTuple):
    """How publishing or pulling ended.

    Attributes:
        state: ``published``, ``committed`` (but not pushed), ``pulled``, ``nothing`` to do,
            ``conflict``, ``findings`` (the merged records have errors) or ``stopped``.
        words: what happened and what to do, in a sentence or two.
        said: git's and the server's own words.
        subject: the subject of the commit that was made; empty for none.
        theirs: what others changed, when it was merged in.
        merged: for ``conflict`` the merge, with the conflicts to decide.
        findings: for ``findings`` the errors.

        mine: for ``conflict`` the records on this side.
        tip: for ``conflict`` the others' commit.
    """

    state: str
    words: str
    said: str = ""
    subject: str = ""
    theirs: tuple[Change, ...] = ()
    merged: "Merged | None" = None
    findings: "tuple[Finding, ...]" = ()
    mine: Records = Records()
    tip: str = ""

    def decide(self, records: Records) -> Decided:
        """The conflicts as a person decided them, to call again with.

        Args:
            records: those of ``merged`` once no conflict is left.
        """
        return Decided(records, self.mine, self.tip)

    @property
    def wants_terminal(self) -> bool:
        """Whether git or ssh wanted to ask for a passphrase, password or host key.

        The same call on a place opened with ``foreground=True``, in a terminal, can go on.
        """
        return self.state == "stopped" and wants_answer(self.said)

    @property
    def done(self) -> bool:
        """Whether what was asked for was done."""
        return self.state in ("published", "committed", "pulled", "nothing")


def stopped(error: Exception) -> Outcome:
    """What went wrong as an outcome, in words."""
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


class Meeting(NamedTuple):
    """My branch and the server's: the commits, their versions of the site, the others' news."""

    head: str
    tip: str
    versions: tuple[Version, Version, Version]
    news: tuple[Change, ...]

    def with_disk(self, place: Site) -> tuple[Version, Version, Version]:
        """Base, the working tree, theirs."""
        return self.versions[0], place.on_disk(self.versions[1]), self.versions[2]

    def edited(self, place: Site) -> bool:
        """Whether the working tree holds edits of our files that are not committed."""
        mine = self.versions[1]
        here = place.on_disk(mine)
        paths = place.ours(mine.document.records, here.document.records)
        return any(here.read(path) != mine.read(path) for path in paths)


def meet(place: Site, head: str, tip: str, tell: Callable[[str], None]) -> Meeting:
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


def again(place: Site, meeting: Meeting, combined: Combined | None) -> str:
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


def pull(
    place: Site, tell: Callable[[str], None] = lambda line: None, decided: Decided | None = None
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


def news(place: Site) -> tuple[Change, ...]:
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
    settling: CheckoutPlan | None = None
    news: tuple[Change, ...] = ()


def land(
    place: Site, now: Status, tip: str, tell: Callable[[str], None], decided: Decided | None
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
        DataError: see :func:`lgtui.repo.replay.combine`.
        HandEdit: see :func:`lgtui.repo.replay.combine`.
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


def settled(place: Site, now: Status, landing: Landing, said: str) -> Outcome:
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
    place: Site,
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


def between(place: Site, old: str, new: str) -> tuple[News, ...]:
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


def look_out(place: Site) -> Fetched:
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


def since_head(place: Site, now: Status, tip: str) -> tuple[News, ...]:
    """What a commit of the server holds that this clone's branch does not."""
    if not tip or not now.head:
        return ()
    origin = merge_base(place.clone, now.head, tip)
    return () if origin == tip else between(place, origin, tip)


def tip_of(clone: Clone, now: Status) -> str:
    """The newest commit of the server's branch as it was fetched last; empty for none."""
    branch = upstream(clone, now)
    return head_of(clone, branch.tracking) if branch else ""
