"""Publishing: what it would do, then commit, push, and a merge by record where others were first.

The one module of this package that needs git.
"""

import os
import random
import shlex
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from lgtui.model import DataError
from lgtui.records.diff import Change
from lgtui.render import HandEdit
from lgtui.repo.attribution import ensure_not_brought_back
from lgtui.repo.client import GitError, literal
from lgtui.repo.commit import (
    changed_by_hook,
    commit,
    follow_cut_off_commit,
    follow_hooks,
    is_or_holds,
    left_behind,
    left_places,
    our_status,
    pending,
    uncommitted_templates,
    usual_subject,
)
from lgtui.repo.proposals import address_of_proposal, branch_of, name_from
from lgtui.repo.remote import (
    OthersFirstError,
    ProtectedError,
    Pushed,
    Upstream,
    branch_on_server,
    dropped,
    ensure_not_done_again,
    fetch,
    push,
    upstream,
    without_branch,
)
from lgtui.repo.site import Site, open_site
from lgtui.repo.status import Status, status
from lgtui.repo.sync import (
    NONE_YET,
    Answers,
    Outcome,
    Rebased,
    Tell,
    check_out_again,
    fast_forward,
    keep_decision,
    published,
    rebase,
    stopped,
)

TRIES = 12
"""How often to merge with what others pushed in the same moment."""

FIRST_PAUSE, LONGEST_PAUSE = 0.4, 8.0
"""Seconds that the pause before a second merge has at most, and that any later one has."""

Uniform = Callable[[float, float], float]
"""Returns a random number between two others."""


def pauses(uniform: Uniform) -> Iterator[float]:
    """Yield the seconds to wait before each merge: none at first, then random and growing.

    Of many who publish at once one gets through each time. Those who are left would all come back
    at the same moment if they did not wait for different times.

    Args:
        uniform: draws a random number.
    """
    yield 0.0
    longest = FIRST_PAUSE
    while True:
        yield uniform(0.0, longest)
        longest = min(longest * 1.7, LONGEST_PAUSE)


class Proposal(NamedTuple):
    """What publishing would do now.

    Attributes:
        status: the clone's state, with the files that would be committed.
        changes: what the commit would change, by record.
        subject: the subject made from it; empty where there is nothing to commit.
        note: why the changes cannot be told; empty where they can.
    """

    status: Status
    changes: tuple[Change, ...] = ()
    subject: str = ""
    note: str = ""


def propose(site: Site) -> Proposal:
    """Find out what publishing would commit; nothing is touched.

    Args:
        site: the site, whose pages were rendered.

    Raises:
        DataError: the data file cannot be read.
        GitError: git cannot tell.
    """
    site.clone.forget_settings()
    here = site.on_disk().records
    now = our_status(site, here)
    if not now.files:
        return Proposal(now)
    message = usual_subject(site, now, here)
    try:
        return Proposal(now, pending(site), message)
    except DataError as error:
        note = f"What changed cannot be told by record, because the last commit is damaged: {error}"
        return Proposal(now, (), message, note)


def exact_diff(site: Site, now: Status) -> str:
    """Show the difference between the last commit and the files on disk, as git does.

    Args:
        site: the site.
        now: the clone's state, with the files to compare.

    Raises:
        DataError: a new file cannot be read.
        GitError: git cannot tell.
    """
    new = [file.path for file in now.files if file.code == "??"]
    known = [file.path for file in now.files if file.code != "??"]
    parts = []
    if known:
        base = now.head or site.clone.ask("hash-object", "-t", "tree", "--stdin", stdin=b"")
        parts.append(
            site.clone.ask(
                "diff", "--no-color", "--no-ext-diff", "--no-textconv", base, "--",
                *literal(known),
            )
        )  # fmt: skip
    for path in new:
        text = (site.read(path) or b"").decode("utf-8", "replace")
        lines = "\n".join(f"+{line}" for line in text.splitlines())
        parts.append(f"new file {path}\n{lines}")
    return "\n".join(parts)


def unpushed(site: Site, now: Status) -> list[str]:
    """List the subjects of commits that the server's branch has not, newest first.

    Raises:
        GitError: git cannot read its store.
    """
    if not now.head or not (now.ahead or now.gone):
        return []
    branch = upstream(site.clone, now)
    known = site.clone.commit_of(branch.tracking) if branch else ""
    since = [f"^{known}"] if known else []
    text = site.clone.ask(
        "log", "-z", "--no-show-signature", "--format=%s", "--max-count=200", now.head, *since, "--"
    )
    return [subject for subject in text.split("\0") if subject]


class Committed(NamedTuple):
    """A commit of our files: the clone's state now, its subject, and how far it was ahead.

    The status may leave ``head`` empty: the branch's newest commit. ``subject`` is empty where
    there was nothing to commit. ``notes`` say what is to be looked at although it was committed.
    """

    status: Status
    subject: str
    ahead_before: int
    notes: tuple[str, ...] = ()


def unstaged(data: str, pages: Iterable[str]) -> list[str]:
    """Find the files of the site that a commit made now would lack or have with another text.

    A commit takes in what is staged, not what lies on disk: a page that was just created would
    be missing from it, and nothing else would say so.

    Args:
        data: the data file.
        pages: the paths of the pages, from the repository's root.

    Returns:
        Their places on disk, the data file first.

    Raises:
        GitError: there is no repository, or git refuses to look at it.
    """
    site = open_site(data, inherit=True)
    files = status(site.clone, [site.data, *pages]).files
    # git's second letter compares the disk with what is staged.
    return [site.file(file.path) for file in files if file.code[1] != " "]


def commit_site(site: Site, message: str = "", tell: Tell = lambda line: None) -> Committed:
    """Commit our files as they are on disk.

    Args:
        site: the site, whose pages were rendered.
        message: the commit's message; made from the changes if empty.
        tell: takes lines about files that are left out.

    Raises:
        DataError: the data file cannot be read.
        GitError: this is no time to commit, a file of ours would not be in the commit, or git or
            a hook said no.
    """
    here = site.on_disk().records
    now = our_status(site, here)
    if not now.can_commit:
        raise GitError(now.advice)
    if any(is_or_holds(path, [site.data]) for path in now.ignored):
        raise GitError(f"git is told to ignore {site.data}. Take it out of .gitignore")
    now, cut_off = follow_cut_off_commit(site.clone, now)
    if cut_off:
        tell(
            f"{', '.join(cut_off)}: committed already by a git that was cut off; its index was "
            "brought up to date"
        )
    if left := left_behind(site, now, here):
        raise GitError(f"nothing was committed or pushed, because {'; '.join(left)}")
    for path in now.ignored:
        tell(f"{path} is not published: git is told to ignore it (.gitignore)")
    notes = [
        f"{path} is not published, and pages are made from it: commit it as well (git add "
        f"{shlex.quote(path)}, git commit), or others make other pages"
        for path in uncommitted_templates(site, here)
    ]
    folder = os.path.join(here.pages.news, "")  # of items left there rendering tells
    notes += [
        f"{path} is no page of lgtui's any more, and stays as it is: take over what you wrote in "
        f"it, then take it out (git rm {shlex.quote(path)})"
        for path in left_places(site, here)
        if os.path.isfile(site.file(path)) and not (folder and path.startswith(folder))
    ]
    if not now.files:
        return Committed(now, "", now.ahead, tuple(notes))
    if not message.strip():
        message = usual_subject(site, now, here)
    commit(site.clone, now.files, message.strip())
    after = follow_hooks(site, here)
    if after is not None:
        notes += changed_by_hook(site, now.files, here)
    after = after or now._replace(head="", files=(), ahead=now.ahead + 1)
    return Committed(after, message.strip().split("\n")[0], now.ahead, tuple(notes))


def publish(
    site: Site,
    message: str = "",
    push_too: bool = True,
    tell: Tell = lambda line: None,
    answers: Answers = NONE_YET,
    *,
    uniform: Uniform = random.uniform,
) -> Outcome:
    """Commit our files and push; merge by record where others pushed first.

    The data must be checked and the pages rendered before. Nothing is ever forced: whatever
    stops this, every edit stays in its file, and a commit that was made stays on its branch.

    Args:
        site: the site.
        message: the commit's message; made from the changes if empty.
        push_too: push after the commit.
        tell: takes lines about what is going on.
        answers: what a person answered before.
        uniform: draws the pauses between two tries, while others keep pushing first.

    Returns:
        How it ended. What goes wrong is an outcome, too.
    """
    committed = Committed(Status(), "", 0)
    try:
        site.clone.forget_settings()
        if answers.propose:
            branch_of(site.clone, answers.propose)  # a name that cannot be stops it before all else
        committed = commit_site(site, message, tell)
        if committed.subject:
            tell(f"committed: {committed.subject}")
        for note in committed.notes:
            tell(note)
        outcome = _send(site, committed, push_too, tell, answers, uniform=uniform)
    except ProtectedError as error:
        outcome = stopped(error)._replace(may_propose=_proposal_name(site, "HEAD"))
    except (GitError, DataError, HandEdit) as error:
        outcome = stopped(error)
    return outcome._replace(subject=committed.subject, notes=committed.notes)


def _proposal_name(site: Site, commit: str) -> str:
    """Return the name that a commit may be proposed under, from its subject."""
    return name_from(
        site.clone.ask("log", "-1", "--no-show-signature", "--format=%s", commit, "--")
    )


def _send(
    site: Site,
    committed: Committed,
    push_too: bool,
    tell: Tell,
    answers: Answers,
    *,
    uniform: Uniform,
) -> Outcome:
    """Push what was committed, or propose it; see :func:`publish`.

    Raises:
        GitError: git or the server said no.
        DataError: see :meth:`lgtui.repo.site.Site.combine`.
        HandEdit: see :meth:`lgtui.repo.site.Site.combine`.
    """
    now, made, before = committed.status, committed.subject, committed.ahead_before
    if not push_too:
        words = "committed, not pushed" if made else "nothing to commit"
        return Outcome("committed" if made else "nothing", words)
    branch = upstream(site.clone, now)
    if branch is None or branch.is_local:
        if branch is not None:
            now = now._replace(local=True, remote=next(iter(site.clone.remotes()), ""))
        words = f"{now.advice}. The commit is kept here" if made else now.advice
        return Outcome("stopped", words)
    if now.gone and (gone := without_branch(site.clone, branch, now)):
        raise GitError(gone)
    if answers.propose:
        return _propose(site, now, branch, tell, answers)
    if branch.no_push:
        kept = "The commit is kept here. " if made else ""
        raise GitError(
            f"nothing was pushed, as git push would send nothing: {branch.no_push}. {kept}Or "
            "propose it: lgtui --publish --propose NAME"
        )
    nothing = None if now.ahead or now.gone else _nothing(site, now, branch)
    if made and before:
        tell(f"pushing {before} earlier commit{'s' * (before > 1)} as well")
    outcome = nothing or _push(site, now, branch, tell, answers, uniform=uniform)
    if outcome.done and now.ignored:
        without = f", without {', '.join(now.ignored)}, which git is told to ignore"
        outcome = outcome._replace(message=outcome.message + without)
    return outcome


def _nothing(site: Site, now: Status, branch: Upstream) -> Outcome | None:
    """Ask the server whether all is there; return the outcome, or ``None`` where it has not all.

    Raises:
        GitError: git cannot tell.
    """
    try:
        tip = fetch(site.clone, branch)
    except GitError as error:
        message = (
            f"nothing to publish as of the last look at {now.upstream}; it cannot be asked now: "
            f"{error.message}"
        )
        return Outcome("nothing", message, error.said)
    if not tip:
        return Outcome("stopped", without_branch(site.clone, branch, now))
    if not site.clone.is_ancestor(now.head, tip):
        return None
    if branch.addresses and not branch.push_to:
        also = push(site.clone, branch, tip)  # to the addresses that had not all of it
        if also.refused or also.is_new:
            return published(now, branch, also)
    message = "nothing to publish: all is committed and pushed"
    if tip != now.head:
        message += f". Others published more to {now.upstream}: lgtui --sync takes it in"
    return Outcome("nothing", message)


def _propose(site: Site, now: Status, branch: Upstream, tell: Tell, answers: Answers) -> Outcome:
    """Push what would be published to a branch of its own, on top of what others published.

    Raises:
        GitError: git or the server said no.
        DataError: see :meth:`lgtui.repo.site.Site.combine`.
        HandEdit: see :meth:`lgtui.repo.site.Site.combine`.
    """
    clone = site.clone
    name = branch_of(clone, answers.propose)
    short = name.removeprefix("refs/heads/")
    target = branch._replace(push_to=branch.push_to or branch.remote, push_branch=name)
    tip = fetch(clone, branch)
    if not tip:
        raise GitError(without_branch(clone, branch, now))
    now = now._replace(head=now.head or clone.commit_of(f"refs/heads/{now.branch}"))
    rebased = rebase(site, now, (branch, tip), tell, answers)
    if isinstance(rebased, Outcome):
        return rebased
    if clone.is_ancestor(rebased.new, tip):
        return Outcome("nothing", f"nothing to propose: {now.upstream} has it all")
    ensure_not_done_again(clone, dropped(clone, branch, tip), rebased.new, tip)
    ensure_not_brought_back(site, branch, rebased.new, tip)
    there = branch_on_server(clone, target)
    kept = f"refs/lgtui/proposed/{target.push_to}/{short}"
    replaced = there if there and not clone.is_ancestor(there, rebased.new) else ""
    if replaced and not _is_own_proposal(site, replaced, kept, rebased.new):
        raise GitError(
            f"{target.target} is on the server with other commits, and is never written over. Give "
            f"the proposal another name, such as {short.removeprefix('lgtui/')}-2"
        )
    pushed = push(clone, target, rebased.new, replaced)
    clone.run("update-ref", kept, rebased.new)
    address = address_of_proposal(clone, branch, short, pushed.said)
    # A blank parts the address from the full stop, which a terminal would take for a part of it.
    where = f"Open the pull request: {address} " if address else "Open a pull request for it there"
    message = (
        f"proposed as {target.target}{', in the place of your earlier one' * bool(replaced)}"
        f"{f'. {pushed.refused}' if pushed.refused else ''}. {where}. {now.upstream} stays as it "
        "is until that is merged; then take it in (S, or lgtui --sync)"
    )
    message += check_out_again(site, now, rebased)
    return Outcome("proposed", message, pushed.said, theirs=rebased.incoming)


def _is_own_proposal(site: Site, there: str, kept: str, new: str) -> bool:
    """Return whether a proposal on the server is as this clone pushed it, or wholly in the new one.

    Args:
        site: the site.
        there: its newest commit.
        kept: under which name it is kept what this clone pushed there last.
        new: the commit that is to take its place.

    Raises:
        GitError: git cannot read its store.
    """
    if there == site.clone.commit_of(kept):
        return True
    lines = site.clone.ask("cherry", new, there).splitlines()
    return bool(lines) and all(line.startswith("- ") for line in lines)


def _push(
    site: Site,
    now: Status,
    branch: Upstream,
    tell: Tell,
    answers: Answers,
    *,
    uniform: Uniform,
) -> Outcome:
    """Push; while others are first, merge by record and try again."""
    name = f"refs/heads/{now.branch}"
    refused = ""
    # A person was asked because others were first: a push of the same commit is refused again, or
    # a hook stops it, and the decision would be lost before it is in a commit.
    if answers.decided is None:
        known = "" if branch.push_to else site.clone.commit_of(branch.tracking)
        if known:
            ensure_not_brought_back(site, branch, site.clone.commit_of(now.head or name), known)
        try:
            return published(now, branch, push(site.clone, branch, now.head or name))
        except OthersFirstError as error:
            refused = error.said
    now = now._replace(head=now.head or site.clone.commit_of(name))
    rebased: Rebased | None = None
    for seconds in islice(pauses(uniform), TRIES):
        if seconds:
            site.clone.wait(seconds)
        tell("others pushed first: merging by record")
        tip = fetch(site.clone, branch)
        if not tip:
            return Outcome("stopped", without_branch(site.clone, branch, now), refused)
        again = rebase(site, now, (branch, tip), tell, answers)
        if isinstance(again, Outcome):
            return again
        rebased = again
        ensure_not_brought_back(site, branch, rebased.new, tip)
        try:
            needed = rebased.new != tip or branch.addresses
            pushed = push(site.clone, branch, rebased.new) if needed else Pushed("")
            return fast_forward(site, now, rebased, pushed)
        except OthersFirstError as error:
            refused = error.said
        except GitError as error:
            if answers.decided is None:
                raise
            message = error.message + keep_decision(site, now, rebased)
            name = _proposal_name(site, rebased.new) if isinstance(error, ProtectedError) else ""
            return Outcome("stopped", message, error.said, may_propose=name)
    message = (
        f"others keep publishing: {TRIES} times somebody was first. Your commit is kept here; "
        "publish again"
    )
    if answers.decided is not None and rebased is not None:
        message += keep_decision(site, now, rebased)
    return Outcome("stopped", message, refused)
