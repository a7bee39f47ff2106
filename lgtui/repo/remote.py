"""Talking to the server: which branch we follow, fetch, push."""

from typing import NamedTuple

from lgtui.repo.client import Answer, Clone, GitError
from lgtui.repo.objects import head_of
from lgtui.repo.status import Status

_OTHERS_FIRST = (
    "fetch first",
    "non-fast-forward",
    "stale info",
    "cannot lock ref",
    "failed to update ref",
    "incorrect old value",
    "reference already exists",
    "failed to lock",
)
"""What git calls it when somebody else's push came in before."""


class Upstream(NamedTuple):
    """The branch on the server that ours follows.

    ``remote`` and ``branch`` are as git's configuration has them (``origin``,
    ``refs/heads/main``), ``tracking`` is the name under which we know it here, and ``push_to`` is
    where pushes go, if elsewhere.
    """

    remote: str
    branch: str
    tracking: str
    push_to: str = ""


class Pushed(NamedTuple):
    """How a push ended: ``done``, ``others first`` or ``refused``; with the server's words."""

    state: str
    said: str = ""
    reason: str = ""


def upstream(clone: Clone, status: Status) -> Upstream | None:
    """The branch that the current one follows; ``None`` for none.

    Raises:
        GitError: git cannot read its configuration.
    """
    if not status.branch or not status.upstream:
        return None
    section = f"branch.{status.branch}"
    remote, branch = clone.config(f"{section}.remote"), clone.config(f"{section}.merge")
    if not remote or not branch:
        return None
    push_to = clone.config(f"{section}.pushremote") or clone.config("remote.pushdefault")
    tracking = f"refs/remotes/{status.upstream}" if remote != "." else branch
    return Upstream(remote, branch, tracking, push_to if push_to != remote else "")


def fetch(clone: Clone, branch: Upstream) -> str:
    """Fetches the branch and returns its newest commit; empty where the server has none yet.

    Raises:
        GitError: the server cannot be reached or said no.
    """
    answer = clone.talk("fetch", "--quiet", "--no-tags", "--", branch.remote, branch.branch)
    if answer.status:
        if "couldn't find remote ref" in answer.said.lower():
            return ""
        raise clone.error(answer, "the server's commits could not be fetched")
    return head_of(clone, branch.tracking)


def push(clone: Clone, branch: Upstream, commit: str) -> Pushed:
    """Pushes one commit as the newest of the branch; never by force.

    Raises:
        GitError: the server could not be reached, or the password or key was not accepted.
    """
    remote = branch.push_to or branch.remote
    answer = clone.talk("push", "--porcelain", "--", remote, f"{commit}:{branch.branch}")
    if answer.status == 0:
        return Pushed("done", answer.said)
    rejected = [line for line in answer.text.splitlines() if line.startswith("!")]
    if not rejected:
        raise clone.error(answer, "the push did not get through; your commit is kept here")
    reason = rejected[0].rpartition("\t")[2]
    if not branch.push_to and any(sign in reason.lower() for sign in _OTHERS_FIRST):
        return Pushed("others first", answer.said, reason)
    return Pushed("refused", _server_words(answer), reason)


def _server_words(answer: Answer) -> str:
    """What the server and our own hooks said, without git's summary of it."""
    lines = [line for line in answer.said.splitlines() if not line.startswith(("To ", "hint:"))]
    return "\n".join(lines)


def refused(pushed: Pushed) -> GitError:
    """A refused push in words."""
    reason = pushed.reason.lower()
    if "branch is currently checked out" in reason:
        message = (
            "the other repository has this branch checked out and takes no push to it. Push to a "
            "bare repository"
        )
    elif "pre-receive hook" in reason or "hook declined" in reason or "protected" in reason:
        message = (
            "the server refused the push (a rule or a protected branch). Your commit is kept here; "
            "read the server's words, or ask whoever looks after the repository"
        )
    else:
        message = f"the server refused the push: {pushed.reason}. Your commit is kept here"
    return GitError(message, pushed.said)
