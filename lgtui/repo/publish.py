"""Publish: commit, push, and when others were first, merge by record and try again."""

from collections.abc import Callable
from typing import NamedTuple

from lgtui.model import DataError
from lgtui.render import HandEdit
from lgtui.repo.client import GitError
from lgtui.repo.commit import (
    commit,
    follow_hook,
    hooks_may_add,
    is_or_holds,
    our_status,
    usual_subject,
)
from lgtui.repo.objects import head_of
from lgtui.repo.remote import Pushed, Upstream, fetch, push, refusal, upstream
from lgtui.repo.site import Site
from lgtui.repo.status import Status, status
from lgtui.repo.sync import Decided, Outcome, stopped

TRIES = 5
"""How often to merge with what others pushed in the same moment."""


Tell = Callable[[str], None]
"""Takes a line about what is going on."""


class Committed(NamedTuple):
    """A commit of our files: where the clone stands now, its subject, and how far it was ahead.

    The status may leave ``head`` empty: the branch's newest commit. ``subject`` is empty where
    there was nothing to commit.
    """

    status: Status
    subject: str
    ahead_before: int


def commit_site(place: Site, message: str = "", tell: Tell = lambda line: None) -> Committed:
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
    now = our_status(place, here)
    if now.operation or not now.branch or any(f.words == "in conflict" for f in now.files):
        raise GitError(now.words)
    if any(is_or_holds(path, [place.data]) for path in now.ignored):
        raise GitError(f"git is told to ignore {place.data}. Take it out of .gitignore")
    for path in now.ignored:
        tell(f"{path} is not published: git is told to ignore it (.gitignore)")
    if not now.files:
        return Committed(now, "", now.ahead)
    if not message.strip():
        message = usual_subject(place, now, here)
    commit(place.clone, now.files, message.strip())
    after = now._replace(head="", files=(), ahead=now.ahead + 1)
    if hooks_may_add(place.clone):
        after = status(place.clone, place.ours(here))
        follow_hook(place.clone, after.files)
    return Committed(after, message.strip().split("\n")[0], now.ahead)


def publish(
    place: Site,
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
        return stopped(error)._replace(subject=made)


def _push(
    place: Site, now: Status, branch: Upstream, tell: Tell, decided: Decided | None
) -> Outcome:
    """Pushes, merging and trying again while others are first."""
    name = f"refs/heads/{now.branch}"
    pushed = push(place.clone, branch, now.head or name)
    if pushed.state == "done":
        return Outcome("published", f"published to {now.upstream}", pushed.said)
    for _ in range(TRIES):
        if pushed.state != "others first":
            break
        tell("others pushed first: merging by record")
        now = now._replace(head=now.head or head_of(place.clone, name))
        tip = fetch(place.clone, branch)
        if not tip:
            break
        from lgtui.repo.sync import land, settled

        landing = land(place, now, tip, tell, decided)
        if isinstance(landing, Outcome):
            return landing
        pushed = push(place.clone, branch, landing.new) if landing.new != tip else Pushed("done")
        if pushed.state == "done":
            return settled(place, now, landing, pushed.said)
    if pushed.state == "others first":
        words = (
            f"others keep publishing: {TRIES} times somebody was first. Your commit is kept here; "
            "publish again"
        )
        return Outcome("stopped", words, pushed.said)
    return stopped(refusal(pushed))
