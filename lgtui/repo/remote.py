"""The server: which of its branches is followed, fetch, push."""

import re
from typing import NamedTuple

from lgtui.repo.client import Answer, Clone, GitError
from lgtui.repo.commit import HookError, found_hooks
from lgtui.repo.messages import redacted, shell_word
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
"""Git's reasons for a rejected push that mean that somebody else pushed first."""


class Upstream(NamedTuple):
    """Names the branch on the server that ours follows.

    ``remote`` and ``branch`` are as git's configuration has them (``origin``,
    ``refs/heads/main``), ``tracking`` is the name under which we know it here, ``push_to`` is
    where pushes go, if elsewhere, ``push_branch`` the branch that they go to there, and
    ``push_url`` the address, where that is what differs. ``addresses`` are those that a push
    goes to, where they are several, the repository that is followed first. ``no_push`` says why
    plain ``git push`` sends nothing; it is empty where that sends the branch.
    """

    remote: str
    branch: str
    tracking: str
    push_to: str = ""
    push_branch: str = ""
    push_url: str = ""
    addresses: tuple[str, ...] = ()
    no_push: str = ""

    @property
    def is_local(self) -> bool:
        """Return whether what is followed is a branch of this clone, and nothing goes elsewhere."""
        return self.remote == "." and not self.push_to

    @property
    def target(self) -> str:
        """Return the name of the branch that pushes go to: ``origin/main``."""
        branch = (self.push_branch or self.branch).removeprefix("refs/heads/")
        if self.push_url:
            return f"{branch} at {self.push_url}"
        return f"{self.push_to or self.remote}/{branch}"


class OthersFirstError(GitError):
    """Says that somebody else's push came in before: theirs have to be fetched and merged."""


class ProtectedError(GitError):
    """Says that a rule of the server refused the push: another branch may be proposed instead."""


def upstream(clone: Clone, status: Status) -> Upstream | None:
    """Return the branch that the current one follows; ``None`` for none.

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
    pushed_to = push_to or remote
    found = Upstream(remote, branch, tracking)
    if pushed_to != remote:
        # Where pushes go elsewhere, git itself has rules for the branch there (push.default,
        # refspecs).
        name = f"refs/heads/{status.branch}"
        answer = clone.run("for-each-ref", "--format=%(push:remoteref)", name)
        found = found._replace(push_to=push_to, push_branch=answer.text.strip() or name)
    elif remote != ".":
        there, no_push = _pushed_branch(clone, remote, status.branch, branch)
        elsewhere = _pushed_elsewhere(clone, remote)
        if elsewhere or there != branch:
            found = found._replace(push_to=remote, push_branch=there, push_url=elsewhere)
        found = found._replace(no_push=no_push)
    return found._replace(addresses=_several(clone, remote, pushed_to))


def _pushed_branch(clone: Clone, remote: str, here: str, followed: str) -> tuple[str, str]:
    """Return where plain ``git push`` sends a branch, in the remote that it follows.

    Args:
        clone: the clone.
        remote: the remote.
        here: the branch's short name.
        followed: the full name of the branch that it follows.

    Returns:
        The full name of the branch there, and why git would send nothing, empty where it does.
    """
    name = f"refs/heads/{here}"
    if clone.config(f"remote.{remote}.push"):
        specs = clone.ask("config", "--get-all", f"remote.{remote}.push").splitlines()
        found = (_sent_to(spec, name) for spec in specs)
        if there := next(filter(None, found), ""):
            return there, ""
        return followed, (
            f"git is set to push other branches to {remote} (remote.{remote}.push = "
            f"{', '.join(specs)}), and not {here}"
        )
    how = clone.config("push.default").lower() or "simple"
    if how in ("current", "matching"):
        return name, ""
    if how == "nothing":
        return followed, "git is set to push nothing of itself (push.default = nothing)"
    if how == "simple" and name != followed:
        return followed, (
            f"{here} follows a branch of another name, {remote}/"
            f"{followed.removeprefix('refs/heads/')}, and git pushes to that only when it is told "
            "to. If it may: git config push.default upstream"
        )
    return followed, ""


def _sent_to(spec: str, name: str) -> str:
    """Return where a refspec for pushes sends a branch; empty where it is for others."""
    source, _, there = spec.lstrip("+").partition(":")
    if not source and not there:
        return name  # ":" sends what is there under the same name
    if not source:
        return ""
    there = there or (name if source in ("HEAD", "@") else source)
    source = (
        source
        if source.startswith("refs/") or source in ("HEAD", "@")
        else (f"refs/heads/{source}")
    )
    there = there if there.startswith("refs/") else f"refs/heads/{there}"
    start, star, end = source.partition("*")
    if star:
        fits = len(name) >= len(start + end) and name.startswith(start) and name.endswith(end)
        return there.replace("*", name[len(start) : len(name) - len(end)]) if fits else ""
    return there if start == name or source in ("HEAD", "@") else ""


def _several(clone: Clone, remote: str, pushed_to: str) -> tuple[str, ...]:
    """Return the addresses that pushes go to, where they are several, the followed one first."""
    urls = "url", "pushurl"
    if pushed_to == "." or not any(clone.config(f"remote.{pushed_to}.{key}") for key in urls):
        return ()
    pushed = clone.ask("remote", "get-url", "--push", "--all", pushed_to).splitlines()
    if len(pushed) < 2:
        return ()
    followed = _repository(clone.ask("remote", "get-url", remote)) if remote != "." else ""
    return tuple(
        sorted(dict.fromkeys(pushed), key=lambda address: _repository(address) != followed)
    )


def _pushed_elsewhere(clone: Clone, remote: str) -> str:
    """Return the address that pushes go to, where that is another repository than fetches read."""
    if not clone.config(f"remote.{remote}.pushurl"):
        return ""
    fetched = _repository(clone.ask("remote", "get-url", remote))
    pushed = clone.ask("remote", "get-url", "--push", "--all", remote).splitlines()
    if any(_repository(address) == fetched for address in pushed):
        return ""
    return redacted(pushed[0])


def _repository(address: str) -> str:
    """Return an address without what may differ for one repository: way, user, port, ``.git``."""
    place = re.sub(r"^(?:[a-z+]+://)?(?:[^@/]*@)?", "", address)
    place = re.sub(r"^([^/:]+):(?:\d+/|/?)", r"\1/", place)
    place = re.sub(r"^([^/]+)/scm/", r"\1/", place)  # Bitbucket Server has that by https only
    return place.rstrip("/").removesuffix(".git").lower()


def heads(clone: Clone, remote: str) -> list[str]:
    """Return the branches of a server by their short names, its main one first; asks the server.

    Raises:
        GitError: the server cannot be reached or said no.
    """
    answer = clone.run_remote("ls-remote", "--symref", "--", remote, "HEAD", "refs/heads/*")
    if answer.status:
        raise clone.error(answer, "the server's branches could not be listed")
    lines = [line.split("\t") for line in answer.text.splitlines() if "\t" in line]
    main = [about[5:] for about, name in lines if name == "HEAD" and about.startswith("ref: ")]
    names = [name for _, name in lines if name.startswith("refs/heads/")]
    names.sort(key=lambda name: name not in main)
    return [name.removeprefix("refs/heads/") for name in names]


def branch_on_server(clone: Clone, branch: Upstream) -> str:
    """Fetch the branch that pushes go to, and return its newest commit; empty for no such branch.

    Raises:
        GitError: the server cannot be reached or said no.
    """
    remote, name = branch.push_to or branch.remote, branch.push_branch or branch.branch
    if name.removeprefix("refs/heads/") not in heads(clone, remote):
        return ""
    answer = clone.run_remote("fetch", "--quiet", "--no-tags", "--", remote, name)
    if answer.status:
        raise clone.error(answer, f"{branch.target} could not be fetched")
    return clone.commit_of("FETCH_HEAD")


def without_branch(clone: Clone, branch: Upstream, now: Status) -> str:
    """Return what to do where the followed branch is not on the server.

    Empty where all is well: before the first push to an empty server, or where it is there.

    Args:
        clone: the clone.
        branch: the branch that is followed.
        now: the clone's state.

    Raises:
        GitError: the server cannot be reached or said no.
    """
    there = heads(clone, branch.remote)
    if now.gone and (not there or branch.branch.removeprefix("refs/heads/") in there):
        return ""
    remote, here = shell_word(branch.remote), shell_word(now.branch)
    follow = ""
    if there:
        other = shell_word(f"{branch.remote}/{there[0]}")
        follow = (
            f"The server has {', '.join(there[:5])}. Follow another branch (git fetch {remote}, "
            f"then git branch --set-upstream-to={other}), or put"
        )
    return (
        f"{now.upstream} is not on the server any more: it was renamed or deleted there, or never "
        f"pushed. What you committed is kept here. {follow or 'Put'} this one there again (git "
        f"push --set-upstream {remote} {here}), then try again"
    )


def fetch(clone: Clone, branch: Upstream) -> str:
    """Fetch the branch and return its newest commit; empty where the server has none yet.

    Raises:
        GitError: the server cannot be reached or said no.
    """
    before = clone.commit_of(branch.tracking)
    answer = clone.run_remote("fetch", "--quiet", "--no-tags", "--", branch.remote, branch.branch)
    if answer.status:
        if "couldn't find remote ref" in answer.said.lower():
            return ""
        raise clone.error(answer, "the server's commits could not be fetched")
    tip = clone.commit_of(branch.tracking)
    if (
        before
        and before != tip
        and (kept := _followed(branch))
        and not clone.is_ancestor(before, tip)
        and before not in _only_pushed(clone, branch)
    ):
        # A log of the tracking branch may be turned off, or run out: what was there is kept in a
        # name of its own, so that it is noticed also next time.
        clone.run("update-ref", kept, before)
    elif tip:
        _remember(clone, branch, tip)
    return tip


def _only_pushed(clone: Clone, branch: Upstream) -> set[str]:
    """Return where git put the followed branch here because a push went to one of its addresses.

    Git notes the branch there as soon as one address took the push. That the one that is
    followed took it, too, is not said by that.
    """
    if not branch.addresses:
        return set()
    log = clone.run("reflog", "show", "--format=%H %gs", branch.tracking, "--")
    entries = [line.partition(" ") for line in log.text.splitlines()]
    pushed = {name for name, _, about in entries if about == "update by push"}
    return pushed - {name for name, _, about in entries if about != "update by push"}


def _remember(clone: Clone, branch: Upstream, commit: str) -> None:
    """Keep where the followed branch is now, where git keeps no log of that; see taken_away()."""
    kept = _followed(branch)
    if not kept or clone.config("core.logallrefupdates").lower() not in _OFF:
        return
    before, commit = clone.commit_of(kept), clone.commit_of(commit)
    if before != commit and (not before or clone.is_ancestor(before, commit)):
        clone.run("update-ref", kept, commit)


_OFF = ("false", "no", "off", "0")
"""How git's configuration says that something is off."""


def taken_away(clone: Clone, gone: list[str], head: str, tip: str) -> str:
    """Return the newest commit below mine that the branch on the server had and has no more.

    That is how a history looks that was rewritten on the server, as seen by who followed it:
    the log of the tracking branch still has it, or it was kept when it was fetched away. Plain
    ``git pull`` makes such commits part of mine: as they were, below a merge.

    Args:
        clone: the clone.
        gone: where the branch was, see :func:`dropped`.
        head: my newest commit, or the full name of a branch here.
        tip: the branch's newest commit.

    Returns:
        The commit; empty where all that was followed is still there.

    Raises:
        GitError: git cannot read its store.
    """
    if not gone:
        return ""
    mine = set(clone.ask("rev-list", head, f"^{tip}", "--").split())
    return next((known for known in gone if known in mine), "")


def ensure_not_done_again(clone: Clone, gone: list[str], head: str, tip: str) -> None:
    """Make sure that no commit of mine does again what the server took out of its history.

    Who rebases by hand makes commits that were taken away there again, under other names.

    Args:
        clone: the clone.
        gone: where the branch was, see :func:`dropped`.
        head: my newest commit, or the full name of a branch here.
        tip: the branch's newest commit.

    Raises:
        GitError: one does; the message names it.
    """
    again: list[str] = []
    for before in gone[:MOST_COMPARED]:
        lines = clone.ask("cherry", before, head, tip).splitlines()
        again += [line[2:] for line in lines if line.startswith("- ") and line[2:] not in again]
    if again:
        named = "; ".join(
            clone.ask(
                "log", "--no-show-signature", "--no-walk", "--format=%h %an: %s", *again[:5], "--"
            ).splitlines()
        )
        raise GitError(
            f"these commits of yours do again what the server took out of its history: {named}. "
            "Nothing was pushed, and all is kept here. Take them out (git rebase --interactive "
            f"{tip[:10]}), or, where that is to come back, push once by hand: git push"
        )


def dropped(clone: Clone, branch: Upstream, tip: str) -> list[str]:
    """Return where the followed branch once was and is no descendant of now, the newest first."""
    if branch.remote == "." or not tip:
        return []
    log = clone.run("rev-list", "--walk-reflogs", f"--max-count={MOST_FOLLOWED}", branch.tracking)
    known = log.text.split() if log.status == 0 else []
    if kept := clone.commit_of(_followed(branch)):
        known.append(kept)
    pushed = _only_pushed(clone, branch)
    known = [one for one in known if one not in pushed]
    if not known:
        return []
    names = "".join(f"{one}\n" for one in dict.fromkeys(known))
    gone = set(clone.ask("rev-list", "--stdin", f"^{tip}", stdin=names.encode()).split())
    return [one for one in dict.fromkeys(known) if one in gone]


MOST_COMPARED = 10
"""How many former places of the followed branch are compared with mine, commit by commit."""

MOST_FOLLOWED = 2000
"""How many former places of the followed branch are looked at."""


def _followed(branch: Upstream) -> str:
    """Return under which name it is kept here where the followed branch was before a fetch."""
    name = branch.branch.removeprefix("refs/heads/")
    return f"refs/lgtui/followed/{branch.remote}/{name}" if branch.remote != "." else ""


class Pushed(NamedTuple):
    """What a push did.

    Attributes:
        said: the words of the server and of the repository's own hook.
        is_new: whether the server had not all of it before.
        refused: where it goes to several addresses and the first one has it, which others have
            it not, and why.
    """

    said: str
    is_new: bool = True
    refused: str = ""


def push(clone: Clone, branch: Upstream, commit: str, replaces: str = "") -> Pushed:
    """Push one commit as the newest of the branch, never by force over what others did.

    Args:
        clone: the clone.
        branch: the branch on the server.
        commit: the commit, or the full name of a branch here.
        replaces: the newest commit of a proposal of my own that this takes the place of; the
            branch there has to be there still.

    Raises:
        OthersFirstError: somebody else pushed first.
        HookError: the repository's pre-push hook refused.
        GitError: the server refused, could not be reached, or did not accept password or key.
    """
    remote = branch.push_to or branch.remote
    known = "" if branch.push_to or remote == "." else clone.commit_of(branch.tracking)
    lease: list[str] = []
    if replaces:
        lease = [f"--force-with-lease={branch.push_branch or branch.branch}:{replaces}"]
    if known:
        gone = dropped(clone, branch, known)
        if taken_away(clone, gone, commit, known):
            raise OthersFirstError("the history on the server was rewritten")
        ensure_not_done_again(clone, gone, commit, known)
        if clone.is_ancestor(known, commit):
            # A server that was set back to an older commit would take the commits that it dropped
            # again, with mine on top. So the branch there has to be as it is known here. With that
            # option git would overwrite what is no descendant; this one is.
            lease = [f"--force-with-lease={branch.branch}:{known}"]
    first, *others = branch.addresses or (remote,)
    pushed = _push_to(clone, branch, first, commit, lease)
    if not branch.push_to:
        if branch.addresses and remote != ".":
            # Of a push to an address git takes no note in the branch of the remote.
            clone.run("update-ref", "-m", "lgtui: pushed", branch.tracking, commit)
        _remember(clone, branch, commit)
    return _push_to_others(clone, branch, others, commit, pushed) if others else pushed


def _push_to_others(
    clone: Clone, branch: Upstream, others: list[str], commit: str, pushed: Pushed
) -> Pushed:
    """Push to the further addresses what the first has taken, and note which of them did not.

    Args:
        clone: the clone.
        branch: the branch on the server.
        others: the further addresses.
        commit: the commit, or the full name of a branch here.
        pushed: what the push to the first one did.
    """
    refused = []
    name = branch.push_branch or branch.branch
    for address in others:
        try:
            also = _push_to(clone, branch._replace(push_to=address), address, commit, [])
        except GitError as error:
            answer = clone.run_remote("fetch", "--quiet", "--no-tags", "--", address, name)
            there = clone.commit_of("FETCH_HEAD") if answer.status == 0 else ""
            if there and clone.is_ancestor(commit, there):
                continue
            more = ""
            if there:
                lines = clone.ask(
                    "log", "--no-show-signature", "--format=%h %an: %s", there, f"^{commit}", "--"
                ).splitlines()
                more = f" It has of its own: {'; '.join(lines[:5])}"
                more += f" and {len(lines) - 5} more." if len(lines) > 5 else "."
                again = clone.ask("cherry", commit, there).splitlines()
                if again and all(line.startswith("- ") for line in again):
                    newest = clone.commit_of(commit)
                    command = " ".join(
                        shell_word(word)
                        for word in (
                            *("git", "push", f"--force-with-lease={name}:{there}"),
                            *(redacted(address), f"{newest}:{name}"),
                        )
                    )
                    more += f" Yours hold the same, made again, so nothing is lost by: {command}."
            words = error.message.partition(". Your commit is kept here")[0]
            refused.append(f"{redacted(address)} did not take it ({words}).{more}")
            pushed = pushed._replace(said="\n".join(filter(None, [pushed.said, error.said])))
        else:
            said = "\n".join(filter(None, [pushed.said, also.said]))
            pushed = pushed._replace(said=said, is_new=pushed.is_new or also.is_new)
    return pushed._replace(refused=" ".join(refused))


def _push_to(clone: Clone, branch: Upstream, address: str, commit: str, lease: list[str]) -> Pushed:
    """Push one commit to one address, or to a remote that has only one.

    Args:
        clone: the clone.
        branch: the branch on the server.
        address: the address, or the remote's name.
        commit: the commit, or the full name of a branch here.
        lease: the option that says where the branch has to be, if that is known.

    Raises:
        OthersFirstError: somebody else pushed first.
        HookError: the repository's pre-push hook refused.
        GitError: see :func:`push`.
    """
    answer = clone.run_remote(
        "push",
        "--porcelain",
        *lease,
        "--",
        address,
        f"{commit}:{branch.push_branch or branch.branch}",
    )
    said = _with_hook_words(answer)
    if answer.status == 0:
        return Pushed(said, not any(line.startswith("=\t") for line in answer.text.splitlines()))
    rejected = [line for line in answer.text.splitlines() if line.startswith("!\t")]
    if not rejected:
        # Git has no words of its own for a hook that refuses, only that the push failed.
        if (
            "failed to push some refs" in answer.said
            and not _TRANSPORT.search(answer.said)
            and found_hooks(clone, "pre-push")
        ):
            raise HookError(
                "the repository's pre-push hook said no. Nothing was pushed; your commit is kept "
                "here: do what the hook asks for, then publish again",
                said,
            )
        error = clone.error(answer, "the push did not get through; your commit is kept here")
        raise GitError(error.message, said)
    reason = rejected[0].rpartition("\t")[2]
    if not branch.push_to and any(sign in reason.lower() for sign in _OTHERS_FIRST):
        raise OthersFirstError("others pushed first; your commit is kept here", said)
    # What the server and our own hooks said, without git's summary of it.
    lines = [line for line in said.splitlines() if not line.startswith(("To ", "hint:"))]
    error_type = ProtectedError if _PROTECTED.search(reason) else GitError
    raise error_type(_refusal(reason), "\n".join(lines))


_PROTECTED = re.compile(
    r"(?i)pre-receive hook|hook declined|protected|rule violations|push declined"
)
"""Reasons by which a server says that this branch takes no push, or none of this person's."""

_TRANSPORT = re.compile(r"fatal: unable to access|RPC failed|Could not read from remote")
"""What git says when it is the way to the server that failed, and no hook."""

_PORCELAIN = re.compile(r"To .*|Done|[ +*=!-]\t[^\t]*:[^\t]*\t.*")
"""The lines that ``git push --porcelain`` itself prints on standard output."""


def _with_hook_words(answer: Answer) -> str:
    # A pre-push hook shares git's standard output with the porcelain lines.
    words = [line for line in answer.text.splitlines() if not _PORCELAIN.fullmatch(line)]
    return "\n".join(filter(None, [redacted("\n".join(words)).strip(), answer.said]))


def _refusal(reason: str) -> str:
    lowered = reason.lower()
    if "branch is currently checked out" in lowered:
        return (
            "the other repository has this branch checked out and takes no push to it. Push to a "
            "bare repository"
        )
    if _PROTECTED.search(reason):
        return (
            "the server refused the push (a rule or a protected branch). Your commit is kept here; "
            "read the server's words, or ask whoever looks after the repository"
        )
    if "unpacker error" in lowered or "unpack failed" in lowered:
        return (
            "the server could not store what was sent: its disk may be full, or it may not write "
            "there. Your commit is kept here; tell whoever looks after the server"
        )
    return f"the server refused the push: {reason}. Your commit is kept here"
