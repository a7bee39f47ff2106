"""My commits and edits merged with the others': for publishing, for pulling, and to look at."""

from collections.abc import Callable
from typing import NamedTuple

from lgtui.checks import Finding, errors
from lgtui.model import DataError, Records
from lgtui.records.commit_message import subject
from lgtui.records.conflicts import Merged
from lgtui.records.diff import Change, changes
from lgtui.records.merge import merge
from lgtui.render import HandEdit, MarkerError
from lgtui.repo.attribution import by_hand, damaged, deleted, subjects, who_brought
from lgtui.repo.client import GitError
from lgtui.repo.combine import around, decoded, parse_version
from lgtui.repo.history import CommitChanges, changes_between
from lgtui.repo.messages import wants_answer
from lgtui.repo.rebase import (
    CheckoutPlan,
    ObstacleError,
    changed_files,
    check_out,
    ensure_file,
    entries,
    local_commits,
    plan_checkout,
    rebase_onto,
)
from lgtui.repo.remote import Pushed, Upstream, dropped, fetch, taken_away, upstream, without_branch
from lgtui.repo.site import Combined, Site, Version, Versions, has_records, is_emptied
from lgtui.repo.status import Status, status

Tell = Callable[[str], None]
"""Takes a line about what is going on."""


class Decided(NamedTuple):
    """Records as decided, with the two sides that they were decided between."""

    records: Records
    mine: Records
    tip: str


class Answers(NamedTuple):
    """What a person answered when publishing or pulling stopped for a question.

    Attributes:
        decided: after a conflict what was decided.
        follow: where the server's history was rewritten, to go with it: commits that it had and
            has no more are left behind.
        propose: the name of a proposal: what would be published goes to a branch of its own on
            the server, for a pull request; empty to publish.
    """

    decided: Decided | None = None
    follow: bool = False
    propose: str = ""


NONE_YET = Answers()


class Outcome(NamedTuple):
    """How publishing or pulling ended.

    Attributes:
        state: ``published``, ``proposed``, ``committed`` (but not pushed), ``pulled``, ``nothing``
            to do, ``conflict``, ``findings`` (the merged records have errors), ``rewritten`` (the
            server dropped commits that it had) or ``stopped``.
        message: what happened and what to do, in a sentence or two.
        said: git's and the server's own words.
        subject: the subject of the commit that was made; empty for none.
        theirs: what others changed, when it was merged in.
        merged: for ``conflict`` the merge, with the conflicts to decide.
        findings: for ``findings`` the errors.
        mine: for ``conflict`` the records on this side.
        tip: for ``conflict`` the others' commit.
        news: for ``pulled`` what each of the others' commits changed, oldest first.
        notes: what is to be looked at although it was committed, such as what a hook changed.
        may_propose: for ``stopped`` the name that the commits may be proposed under, since a rule
            of the server refused the push; empty for none.
        mended: for ``pulled`` who broke the data file on the server, and what was left out.
    """

    state: str
    message: str
    said: str = ""
    subject: str = ""
    theirs: tuple[Change, ...] = ()
    merged: Merged | None = None
    findings: tuple[Finding, ...] = ()
    mine: Records = Records()
    tip: str = ""
    news: tuple[CommitChanges, ...] = ()
    notes: tuple[str, ...] = ()
    mended: str = ""
    may_propose: str = ""

    def decide(self, records: Records) -> Decided:
        """Return the conflicts as a person decided them, to call again with.

        Args:
            records: those of ``merged`` once no conflict is left.
        """
        return Decided(records, self.mine, self.tip)

    @property
    def wants_terminal(self) -> bool:
        """Return whether git or ssh wanted to ask for a passphrase, password or host key.

        The same call on a site opened with ``foreground=True``, in a terminal, can go on.
        """
        return self.state == "stopped" and wants_answer(self.said)

    @property
    def done(self) -> bool:
        """Return whether what was asked for was done."""
        return self.state in ("published", "proposed", "committed", "pulled", "nothing")


def stopped(error: Exception) -> Outcome:
    """Return what went wrong as an outcome."""
    if isinstance(error, GitError):
        return Outcome("stopped", error.message, error.said)
    if isinstance(error, HandEdit):
        edit = error.edits[0]
        message = (
            f"{edit.file}:{edit.line}: what lgtui writes was edited by hand, here and on the "
            "server, each in another way. Put your words into the records, then publish again"
        )
        return Outcome("stopped", message)
    return Outcome("stopped", str(error))


class Divergence(NamedTuple):
    """My branch and the server's, each with commits that the other has not.

    Attributes:
        commits: what both came from, my newest, their newest.
        versions: the site in these commits.
        incoming: what others changed, by record.
    """

    commits: tuple[str, str, str]
    versions: Versions
    incoming: tuple[Change, ...]


def read_divergence(
    site: Site, commits: tuple[str, str, str], tell: Tell, *, mend: bool = False
) -> Divergence:
    """Read both sides and what they came from.

    Args:
        site: the site.
        commits: what both came from, my newest, their newest.
        tell: takes a line for each change of others.
        mend: where their data file is not valid, take their last one that is.

    Raises:
        ObstacleError: the data file is gone on the server.
        NewerSchemaError: a newer version wrote their data file.
        DataError: their data file is not valid.
        GitError: git cannot read its store.
    """
    base, mine, theirs = site.at(commits, site.on_disk().records, mend=True)
    emptied = theirs.read(site.data) is not None and is_emptied(base.records, theirs.records)
    if emptied:
        [theirs] = site.at(commits[2:], mend=True, full=True)
    elif not has_records(base.records) and has_records(theirs.records):
        [base] = site.at(commits[:1], mend=True, full=True)
    if theirs.mended and not mend:
        try:
            site.at(commits[2:], full=emptied)
        except DataError as error:
            message = (
                f"{error.message}. Your edits are kept here. lgtui --sync (S in the app) takes the "
                "last valid version with yours and shows what is left out; or correct the line "
                "where it was broken, such as on the forge's web page, then try again"
            )
            raise DataError(message, error.file, error.line, error.column) from error
    if base.read(site.data) is not None and theirs.read(site.data) is None:
        raise ObstacleError(
            f"on the server {site.data} was deleted or has another name now. Bring both together "
            "by hand (git pull --rebase), then publish again"
        )
    found = changes(base.records, theirs.records)
    for change in found[:20]:
        tell(f"from others: {change}")
    return Divergence(commits, (base, mine, theirs), found)


def rebase_commits(site: Site, divergence: Divergence, combined: Combined | None) -> str:
    """Make my commits again on top of theirs.

    Args:
        site: the site.
        divergence: both sides.
        combined: what the last commit of ours shall hold; each is merged by itself if left out.

    Returns:
        The newest of the new commits; see :func:`lgtui.repo.rebase.rebase_onto`.
    """
    base, mine, theirs = divergence.versions
    origin, head, tip = divergence.commits
    paths = {
        *site.ours(*(version.records for version in divergence.versions)),
        *(combined.files if combined else ()),
    }
    commits = {
        one: changed_files(site.clone, one) for one in local_commits(site.clone, origin, head, tip)
    }
    ours = [one for one, changes_of in commits.items() if paths & changes_of.keys()]
    left: list[str] = []
    if combined is not None and not ours and origin != head:
        left = _only_merged(combined, theirs)
    if left:
        raise ObstacleError(
            f"a merge of yours says something of its own in {', '.join(left)}, and no other commit "
            "does. Nothing was pushed. Bring it on top of the server's by hand, then publish again"
        )

    def files(one: str) -> dict[str, bytes | None]:
        if combined is not None and one == ours[-1]:
            return combined.files
        version = site.at([one], mine.records, mend=True)[0]
        try:
            return site.combine((base, version, theirs)).files
        except HandEdit:
            # An older commit of mine has words by hand in a page where theirs has others. What
            # counts is my newest one; this one shows the page as theirs has it.
            return site.combine((base, Version(version.document, base.read), theirs)).files

    return rebase_onto(site.clone, commits, tip, paths, files)


def _only_merged(combined: Combined, theirs: Version) -> list[str]:
    """Return the files of ours in which both sides together say something else than theirs."""
    found = [theirs.document.path] if combined.merged.records != theirs.records else []
    for path, raw in combined.files.items():
        other = theirs.read(path)
        if path != theirs.document.path and other not in (None, raw):
            texts = [around(decoded(content or b""), path) for content in (raw, other)]
            found += [path] if texts[0] != texts[1] else []
    return found


def pull(site: Site, tell: Tell = lambda line: None, answers: Answers = NONE_YET) -> Outcome:
    """Fetch what others pushed and merge it by record, committed and uncommitted edits alike.

    Args:
        site: the site.
        tell: takes lines about what is going on.
        answers: what a person answered before.

    Returns:
        How it ended.
    """
    clone = site.clone
    try:
        clone.forget_settings()
        now = status(clone, [site.data])
        branch = None if now.operation else upstream(clone, now)
        if branch is None:
            return Outcome("stopped", now.advice)
        tip = fetch(clone, branch)
        if not tip and (gone := without_branch(clone, branch, now)):
            raise GitError(gone)
        origin = _origin(site, branch, (now.head, tip), answers)
        if isinstance(origin, Outcome):
            return origin
        mended = site.mend_on_disk()
        if origin == tip:
            state, message = "nothing", "nothing new from others"
            if mended:
                state, message = "pulled", "the data file is mended"
            return Outcome(state, message, mended=mended)
        divergence = read_divergence(site, (origin, now.head, tip), tell, mend=True)
        base, mine, theirs = divergence.versions
        mended = theirs.mended or mended
        here = site.on_disk(mine)
        on_disk = _combined(site, divergence, (base, here, theirs), answers.decided)
        if isinstance(on_disk, Outcome):
            return on_disk
        edited = _differ(site, mine, here)
        new = rebase_commits(site, divergence, None if edited else on_disk)
        plan = plan_checkout(site, now.head, new, on_disk if edited or mended else None)
        check_out(site, plan, now.branch, "lgtui: merged by record with the server's commits")
        message = f"merged: {_summary(divergence.incoming)}"
        news = () if theirs.mended else _told(site, origin, tip)
        notes = _made_again(site, divergence, on_disk) if new != tip else ()
        return Outcome(
            "pulled",
            message,
            theirs=divergence.incoming,
            news=news,
            notes=notes,
            mended=mended,
        )
    except (GitError, DataError, HandEdit) as error:
        return stopped(error)


def _origin(
    site: Site, branch: Upstream, commits: tuple[str, str], answers: Answers
) -> str | Outcome:
    """Return what my commits start from; or the question whether to follow a rewritten history.

    Args:
        site: the site.
        branch: the branch on the server.
        commits: my newest commit and the others'; either may be empty for none.
        answers: what a person answered before.

    Raises:
        GitError: both have nothing in common.
    """
    head, tip = commits
    if not (head and tip):
        return tip
    gone = taken_away(site.clone, dropped(site.clone, branch, tip), head, tip)
    if not gone:
        return site.clone.merge_base(head, tip)
    if answers.follow:
        return gone
    theirs = subjects(site, gone, f"^{tip}")
    mine = subjects(site, "--no-merges", head, f"^{gone}", f"^{tip}")
    message = (
        f"the history on the server was rewritten. It has no more: {theirs}. "
        f"Yours alone: {mine or 'no commit'}. Nothing was pushed, and yours is kept. Where that is "
        "meant, such as to take something out for good, follow it: only your own are made again on "
        "top. Else ask who did it; here all is still there"
    )
    return Outcome("rewritten", message)


def _told(site: Site, origin: str, tip: str) -> tuple[CommitChanges, ...]:
    """Return what each commit of others changed; none where one of them was not valid."""
    try:
        return changes_between(site, origin, tip)
    except (GitError, DataError):
        return ()


def _differ(site: Site, one: Version, other: Version) -> bool:
    """Return whether our files differ in two versions."""
    return any(one.read(path) != other.read(path) for path in site.ours(one.records, other.records))


class Rebased(NamedTuple):
    """My commits on top of the others'.

    Attributes:
        new: the newest of them.
        plan: how to bring this folder there; ``None`` where it is there.
        incoming: what others changed, by record.
    """

    new: str
    plan: CheckoutPlan | None = None
    incoming: tuple[Change, ...] = ()


def rebase(
    site: Site, now: Status, incoming: tuple[Upstream, str], tell: Tell, answers: Answers
) -> Rebased | Outcome:
    """Make my commits again on top of the others', or return why that cannot be done.

    Args:
        site: the site.
        now: the clone's state.
        incoming: the branch on the server and its newest commit.
        tell: takes lines about what is going on.
        answers: what a person answered before.

    Raises:
        ObstacleError: something that only a person can clear away.
        DataError: see :meth:`lgtui.repo.site.Site.combine`.
        HandEdit: see :meth:`lgtui.repo.site.Site.combine`.
        GitError: git cannot read or write its store.
    """
    branch, tip = incoming
    origin = _origin(site, branch, (now.head, tip), answers)
    if isinstance(origin, Outcome):
        return origin
    if origin == tip:
        return Rebased(now.head)
    divergence = read_divergence(site, (origin, now.head, tip), tell)
    combined = _combined(site, divergence, divergence.versions, answers.decided)
    if isinstance(combined, Outcome):
        return combined
    problems = parse_version(combined.files[site.data] or b"", site.data).problems
    if found := errors(combined.merged.records, problems):
        who = who_brought(site, (origin, tip), found)
        message = (
            f"together with what others pushed the records have errors{f' ({who})' * bool(who)}; "
            "nothing was pushed. Take "
            "theirs in first (S in the app, or lgtui --sync), then correct the records here, such "
            "as by renumbering, and publish again"
        )
        return Outcome("findings", message, theirs=divergence.incoming, findings=tuple(found))
    for note in _made_again(site, divergence, combined):
        tell(note)
    new = rebase_commits(site, divergence, combined)
    rebased = Rebased(new, plan_checkout(site, now.head, new), divergence.incoming)
    stale = [kept.edit for kept in combined.kept if kept.stale]
    if not stale:
        for kept in combined.kept:
            tell(
                f"{by_hand(site, (origin, tip), kept.edit)}. It stays: no edit of yours touches "
                "it. Saving asks what to do with it"
            )
        return rebased
    # On the server the page would say something else than the records. Here the usual choice can
    # be made: take the words into the records, or write over them.
    message = (
        f"{by_hand(site, (origin, tip), stale[0])}. Nothing was pushed. "
        "Those words are in the page here now, your edits are kept. Put them into the records (t "
        "in the app), or write over them (lgtui --render --force), then publish again"
    )
    message += check_out_again(site, now, rebased)
    return Outcome("stopped", message, theirs=divergence.incoming)


def published(now: Status, branch: Upstream, pushed: Pushed) -> Outcome:
    """Return the outcome of a push that came through: where it went, or that all was there."""
    if pushed.refused:
        return _partly_published(branch.target, pushed)
    if not pushed.is_new:
        return Outcome("nothing", f"nothing to publish: {branch.target} has it all")
    if not branch.push_to:
        return Outcome("published", f"published to {now.upstream}", pushed.said)
    message = (
        f"published to {branch.target}, where git is set to push to; {now.upstream}, which you "
        "follow, gets it when somebody takes it over from there"
    )
    return Outcome("published", message, pushed.said)


def _partly_published(target: str, pushed: Pushed) -> Outcome:
    """Return the outcome of a push to several addresses that not all of them took."""
    message = (
        f"{target} has it, but git is set to push to more addresses: {pushed.refused} Nothing is "
        "pushed by force. Look at the addresses (git remote -v) and at what is there, then publish "
        "again"
    )
    return Outcome("stopped", message, pushed.said)


def fast_forward(site: Site, now: Status, rebased: Rebased, pushed: Pushed) -> Outcome:
    """Bring the branch here to what was pushed, with what was saved meanwhile.

    What keeps this folder behind does not undo that it was published, and is told.

    Args:
        site: the site.
        now: the clone's state.
        rebased: what was pushed.
        pushed: what the push did.
    """
    if pushed.refused:
        outcome = _partly_published(now.upstream, pushed)
        more = check_out_again(site, now, rebased)
        return outcome._replace(message=outcome.message + more, theirs=rebased.incoming)
    message = f"published to {now.upstream}"
    if rebased.incoming:
        message += f", together with what others changed: {_summary(rebased.incoming)}"
    message += check_out_again(site, now, rebased)
    return Outcome("published", message, pushed.said, theirs=rebased.incoming)


def _made_again(site: Site, divergence: Divergence, combined: Combined) -> tuple[str, ...]:
    """Return which of our files others deleted that are made again, and who deleted them."""
    base, _, theirs = divergence.versions
    return tuple(
        deleted(site, divergence.commits[2], path)
        for path, raw in combined.files.items()
        if raw is not None and base.read(path) is not None and theirs.read(path) is None
    )


def keep_decision(site: Site, now: Status, rebased: Rebased) -> str:
    """Bring the branch here to my commits on top of the others', although they were not pushed.

    What a person decided is in them: so it is not asked again when publishing is tried again.

    Args:
        site: the site.
        now: the clone's state.
        rebased: what could not be pushed.

    Returns:
        A sentence about it.
    """
    trouble = check_out_again(site, now, rebased)
    return trouble or ". What you decided is kept here with it"


def check_out_again(site: Site, now: Status, rebased: Rebased) -> str:
    """Bring this folder to the rebased commits; return what kept it from that, empty if nothing."""
    plan = rebased.plan
    try:
        if plan is not None and not plan.is_current(site):
            plan = plan_checkout(site, now.head, rebased.new)
        if plan is not None and plan.merged.conflicts:
            return (
                ". Edits saved meanwhile touch what others changed: sync in the app (S) to decide, "
                "or by lgtui --sync --decide ask"
            )
        if plan is not None:
            check_out(site, plan, now.branch, "lgtui: published on top of the server's commits")
    except (GitError, DataError, HandEdit) as error:
        return f". This folder is not up to date yet, sync it later: {stopped(error).message}"
    return ""


def _combined(
    site: Site, divergence: Divergence, versions: Versions, decided: Decided | None
) -> Combined | Outcome:
    """Combine both sides, with what was decided; or return the conflicts that are left to decide.

    What either side changed since the decision is merged with it, as with any other edit.
    """
    try:
        return _decided_or_open(site, divergence, versions, decided)
    except DataError as error:
        for path, entry in entries(
            site.clone, divergence.commits[2], filter(None, [error.file])
        ).items():
            ensure_file(path, entry)
        if not isinstance(error, MarkerError):
            raise
        raise damaged(site, divergence.commits[2], error) from error


def _decided_or_open(
    site: Site, divergence: Divergence, versions: Versions, decided: Decided | None
) -> Combined | Outcome:
    """Combine both sides as was decided; or return the conflicts that are left.

    Args:
        site: the site.
        divergence: both sides.
        versions: what is combined: the branch of mine, or what lies on disk.
        decided: what a person decided before.
    """
    _, mine, theirs = (version.records for version in versions)
    tip = divergence.commits[2]
    if decided is None:
        combined = site.combine(versions)
        merged = combined.merged
    else:
        merged = merge(decided.mine, decided.records, mine)
        if merged.conflicts:
            tip = decided.tip
        elif tip != decided.tip:
            then = site.at([decided.tip], mine, mend=True)[0].records
            merged = merge(then, merged.records, theirs)
        combined = site.combine(versions, merged.records)
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


def _summary(theirs: tuple[Change, ...]) -> str:
    return subject(theirs) or "no record changed"


class Incoming(NamedTuple):
    """The server's newest commit, empty for none, and what it has that this clone has not."""

    tip: str = ""
    commits: tuple[CommitChanges, ...] = ()


def fetch_incoming(site: Site) -> Incoming:
    """Fetch, and return what others changed since; nothing here is touched.

    Raises:
        GitError: the server cannot be reached, or git cannot read its store.
        DataError: their data file is not valid.
    """
    site.clone.forget_settings()
    now = status(site.clone, [site.data])
    branch = upstream(site.clone, now)
    return incoming(site, now, fetch(site.clone, branch)) if branch else Incoming()


def incoming(site: Site, now: Status, tip: str) -> Incoming:
    """Return what a commit of the server has that a status' commit has not.

    Raises:
        GitError: git cannot read its store.
        DataError: their data file is not valid.
    """
    origin = site.clone.merge_base(now.head, tip) if tip and now.head else tip
    return Incoming(tip, () if origin == tip else changes_between(site, origin, tip))
