"""My commits and edits brought together with the others': for publishing, for pulling."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from lgtui.checks import errors
from lgtui.model import DataError, Records
from lgtui.records.commit_message import subject
from lgtui.records.diff import Change, changes
from lgtui.records.merge import merge
from lgtui.render import HandEdit
from lgtui.repo.checkout import CheckoutPlan, check_out, plan_checkout
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
        message: what happened and what to do, in a sentence or two.
        said: git's and the server's own words.
        subject: the subject of the commit that was made; empty for none.
        theirs: what others changed, when it was merged in.
        merged: for ``conflict`` the merge, with the conflicts to decide.
        findings: for ``findings`` the errors.

        mine: for ``conflict`` the records on this side.
        tip: for ``conflict`` the others' commit.
    """

    state: str
    message: str
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
        return Outcome("stopped", error.message, error.said)
    if isinstance(error, HandEdit):
        edit = error.edits[0]
        message = (
            f"{edit.file}:{edit.line}: what lgtui writes was edited by hand, here or on the "
            "server. Put those words into the records, then publish again"
        )
        return Outcome("stopped", message)
    return Outcome("stopped", str(error))


class Divergence(NamedTuple):
    """My branch and the server's: the commits, their versions of the site, the others' news."""

    head: str
    tip: str
    versions: tuple[Version, Version, Version]
    incoming: tuple[Change, ...]

    def with_disk(self, site: Site) -> tuple[Version, Version, Version]:
        """Base, the working tree, theirs."""
        return self.versions[0], site.on_disk(self.versions[1]), self.versions[2]

    def edited(self, site: Site) -> bool:
        """Whether the working tree holds edits of our files that are not committed."""
        mine = self.versions[1]
        here = site.on_disk(mine)
        paths = site.ours(mine.document.records, here.document.records)
        return any(here.read(path) != mine.read(path) for path in paths)


def read_divergence(site: Site, head: str, tip: str, tell: Callable[[str], None]) -> Divergence:
    """Reads both sides and what they came from.

    Raises:
        ObstacleError: the data file is gone on the server.
        DataError: a data file is not valid.
        GitError: git cannot read its store, or both sides have nothing in common.
    """
    here = site.on_disk().document.records
    base, mine, theirs = site.at((merge_base(site.clone, head, tip), head, tip), here)
    if base.read(site.data) is not None and theirs.read(site.data) is None:
        raise ObstacleError(
            f"on the server {site.data} was deleted or has another name now. Bring both together "
            "by hand (git pull --rebase), then publish again"
        )
    news = changes(base.document.records, theirs.document.records)
    for change in news[:20]:
        tell(f"from others: {change}")
    return Divergence(head, tip, (base, mine, theirs), news)


def rebase_commits(site: Site, divergence: Divergence, combined: Combined | None) -> str:
    """Makes my commits again on top of theirs.

    Args:
        site: the site.
        divergence: both sides.
        combined: what the last commit of ours shall hold; each is merged by itself if left out.

    Returns:
        The newest of the new commits; see :func:`lgtui.repo.replay.replay`.
    """
    base, mine, theirs = divergence.versions
    origin = merge_base(site.clone, divergence.head, divergence.tip)
    records = [base.document.records, mine.document.records, theirs.document.records]
    paths = {*site.ours(*records), *(combined.files if combined else ())}
    last = ""
    for one in local_commits(site.clone, origin, divergence.head):
        if any(change.path in paths for change in changed(site.clone, f"{one}^", one)):
            last = one

    def files(one: str) -> dict[str, bytes | None]:
        if combined is not None and one == last:
            return dict(combined.files)
        version = site.at([one], mine.document.records)[0]
        return dict(
            combine(site.data, (base, version, theirs), site.merge_text, site.templates).files
        )

    return replay(site.clone, divergence.head, divergence.tip, paths, files)


def pull(
    site: Site, tell: Callable[[str], None] = lambda line: None, decided: Decided | None = None
) -> Outcome:
    """Fetches what others pushed and merges it by record, committed and uncommitted edits alike.

    Args:
        site: the site.
        tell: takes lines about what is going on.
        decided: after a conflict what a person decided.

    Returns:
        How it ended.
    """
    try:
        site.clone.forget_settings()
        now = status(site.clone, [site.data])
        branch = None if now.operation else upstream(site.clone, now)
        if branch is None:
            return Outcome("stopped", now.advice)
        tip = fetch(site.clone, branch)
        if not tip or not now.head or merge_base(site.clone, now.head, tip) == tip:
            return Outcome("nothing", "nothing new from others")
        divergence = read_divergence(site, now.head, tip, tell)
        on_disk = _combined(site, divergence, divergence.with_disk(site), decided)
        if isinstance(on_disk, Outcome):
            return on_disk
        edited = divergence.edited(site)
        new = rebase_commits(site, divergence, None if edited else on_disk)
        plan = plan_checkout(site, now.head, new, on_disk if edited else None)
        check_out(site, plan, now.branch, "lgtui: merged by record with the server's commits")
        return Outcome(
            "pulled", f"merged: {summary(divergence.incoming)}", theirs=divergence.incoming
        )
    except (GitError, DataError, HandEdit) as error:
        return stopped(error)


def news(site: Site) -> tuple[Change, ...]:
    """Fetches, and tells what others changed since; nothing here is touched.

    Raises:
        GitError: there is no branch to follow, or the server cannot be reached.
        DataError: their data file is not valid.
    """
    site.clone.forget_settings()
    now = status(site.clone, [site.data])
    branch = upstream(site.clone, now)
    if branch is None:
        raise GitError(now.advice)
    tip = fetch(site.clone, branch)
    if not tip or not now.head:
        return ()
    origin = merge_base(site.clone, now.head, tip)
    if origin == tip:
        return ()
    before, after = site.at((origin, tip), Records())
    return changes(before.document.records, after.document.records)


class Rebased(NamedTuple):
    """My commits on top of the others': the newest, how to get there, and the others' news."""

    new: str
    plan: CheckoutPlan | None = None
    incoming: tuple[Change, ...] = ()


def rebase(
    site: Site, now: Status, tip: str, tell: Callable[[str], None], decided: Decided | None
) -> Rebased | Outcome:
    """Makes my commits again on top of the others', or says why that cannot be.

    Args:
        site: the site.
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
    if merge_base(site.clone, now.head, tip) == tip:
        return Rebased(now.head)
    divergence = read_divergence(site, now.head, tip, tell)
    combined = _combined(site, divergence, divergence.versions, decided)
    if isinstance(combined, Outcome):
        return combined
    if found := errors(combined.merged.records, ()):
        message = "together with what others pushed the records have errors; nothing was pushed"
        return Outcome("findings", message, theirs=divergence.incoming, findings=tuple(found))
    new = rebase_commits(site, divergence, combined)
    return Rebased(new, plan_checkout(site, now.head, new), divergence.incoming)


def fast_forward(site: Site, now: Status, rebased: Rebased, said: str) -> Outcome:
    """Brings the branch here to what was pushed, with what was saved meanwhile.

    What keeps this folder behind does not undo that it was published, and is told.
    """
    message = f"published to {now.upstream}"
    if rebased.incoming:
        message += f", together with what others changed: {summary(rebased.incoming)}"
    plan = rebased.plan
    try:
        if plan is not None and not plan.is_current(site):
            plan = plan_checkout(site, now.head, rebased.new)
        if plan is not None and plan.merged.conflicts:
            message += (
                ". Edits saved meanwhile touch what others changed: sync in the app (S) to decide"
            )
        elif plan is not None:
            check_out(site, plan, now.branch, "lgtui: published on top of the server's commits")
    except (GitError, DataError, HandEdit) as error:
        message += f". This folder is not up to date yet, sync it later: {stopped(error).message}"
    return Outcome("published", message, said, theirs=rebased.incoming)


def _combined(
    site: Site,
    divergence: Divergence,
    versions: tuple[Version, Version, Version],
    decided: Decided | None,
) -> Combined | Outcome:
    """Both sides in one, with what was decided; or the conflicts that are left to decide.

    What either side changed since the decision is merged with it, as with any other edit.
    """
    mine, theirs = versions[1].document.records, versions[2].document.records
    tip = divergence.tip
    if decided is None:
        combined = combine(site.data, versions, site.merge_text, site.templates)
        merged = combined.merged
    else:
        merged = merge(decided.mine, decided.records, mine)
        if merged.conflicts:
            tip = decided.tip
        elif tip != decided.tip:
            then = site.at([decided.tip], mine)[0].document.records
            merged = merge(then, merged.records, theirs)
        combined = combine(site.data, versions, site.merge_text, site.templates, merged.records)
    if not merged.conflicts:
        return combined
    lines = "; ".join(str(conflict) for conflict in merged.conflicts)
    message = (
        f"you and others changed the same: {lines}. Your edits are kept, nothing was pushed; "
        "the next try asks again which to keep"
    )
    return Outcome(
        "conflict", message, theirs=divergence.incoming, merged=merged, mine=mine, tip=tip
    )


def summary(theirs: tuple[Change, ...]) -> str:
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


def changes_between(site: Site, old: str, new: str) -> tuple[News, ...]:
    """What the commits between two others changed in the records, oldest first.

    Args:
        site: the site.
        old: the full name of the earlier commit.
        new: that of the later one.

    Raises:
        DataError: the data file of a commit is not valid.
        GitError: git cannot read its store.
    """
    raw = site.clone.ask(
        "log", "-z", "--reverse", "--topo-order", "--no-merges", "--format=%H%x01%P%x01%an",
        f"{old}..{new}", "--", *literal([site.data]),
    )  # fmt: skip
    commits = [entry.split("\x01", 2) for entry in raw.split("\0") if entry]
    if len(commits) > MOST or any(not parent for _, parent, _ in commits):
        before, after = site.at((old, new), Records())
        return (News("", changes(before.document.records, after.document.records)),)
    names = list(dict.fromkeys(name for commit in commits for name in (commit[1], commit[0])))
    known = dict(zip(names, site.at(names, Records()), strict=True)) if names else {}
    told = (
        News(author, changes(known[parent].document.records, known[commit].document.records))
        for commit, parent, author in commits
    )
    return tuple(each for each in told if each.changes)


class Incoming(NamedTuple):
    """What a look at the server found.

    Attributes:
        status: where the clone stands, before the look.
        tip: the server's newest commit; empty for none, or where no branch is followed.
        incoming: what it has and this clone has not.
    """

    status: Status
    tip: str = ""
    incoming: tuple[News, ...] = ()


def fetch_incoming(site: Site) -> Incoming:
    """Fetches, and tells what others changed since; nothing here is touched.

    Raises:
        GitError: the server cannot be reached, or git cannot read its store.
        DataError: their data file is not valid.
    """
    site.clone.forget_settings()
    now = status(site.clone, [site.data])
    branch = upstream(site.clone, now)
    if branch is None:
        return Incoming(now)
    tip = fetch(site.clone, branch)
    return Incoming(now, tip, incoming(site, now, tip))


def incoming(site: Site, now: Status, tip: str) -> tuple[News, ...]:
    """What a commit of the server holds that this clone's branch does not."""
    if not tip or not now.head:
        return ()
    origin = merge_base(site.clone, now.head, tip)
    return () if origin == tip else changes_between(site, origin, tip)


def upstream_tip(clone: Clone, now: Status) -> str:
    """The newest commit of the server's branch as it was fetched last; empty for none."""
    branch = upstream(clone, now)
    return head_of(clone, branch.tracking) if branch else ""
