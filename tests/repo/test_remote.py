"""What a push leads to: the server's answer, and which server it is when pushes go elsewhere."""

import re

import pytest

from lgtui.repo.client import Answer, Clone, GitError
from lgtui.repo.remote import OthersFirstError, Upstream, push, upstream
from lgtui.repo.status import status
from tests.repo.sites import OrganizerClone, Team

ORIGIN = Upstream("origin", "refs/heads/main", "refs/remotes/origin/main")


class Answering(Clone):
    """A clone whose server refuses every push for a reason of its own."""

    def __init__(self, reason: str) -> None:
        super().__init__("/nowhere")
        self.reason = reason

    def run_remote(self, *_arguments: str, env: object = None) -> Answer:
        """The answer of ``git push --porcelain``."""
        line = f"To server\n!\tabc:refs/heads/main\t{self.reason}\nDone\n"
        return Answer(1, line.encode(), "error: failed to push some refs to 'server'")


@pytest.mark.parametrize(
    "reason",
    [
        "[rejected] (fetch first)",
        "[rejected] (non-fast-forward)",
        "[rejected] (stale info)",
        "[remote rejected] (cannot lock ref 'refs/heads/main': is at 1a2b but expected 3c4d)",
        "[remote rejected] (Cannot lock ref 'refs/heads/main': reference already exists)",
        "[remote rejected] (failed to update ref)",
        "[remote rejected] (incorrect old value provided)",
        "[remote rejected] (reference already exists)",
        "[remote rejected] (failed to lock)",
    ],
)
def test_a_branch_that_others_moved_in_the_same_moment_is_no_refusal(reason: str) -> None:
    with pytest.raises(OthersFirstError):
        push(Answering(reason), ORIGIN, "abc")
    with pytest.raises(GitError, match="the server refused the push") as refused:
        push(Answering(reason), ORIGIN._replace(push_to="fork"), "abc")
    assert not isinstance(refused.value, OthersFirstError)


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("[remote rejected] (pre-receive hook declined)", "a rule or a protected branch"),
        ("[remote rejected] (shallow update)", "[remote rejected] (shallow update)"),
    ],
)
def test_what_the_server_forbids_is_a_refusal(reason: str, told: str) -> None:
    with pytest.raises(GitError, match=re.escape(told)) as refused:
        push(Answering(reason), ORIGIN, "abc")
    assert not isinstance(refused.value, OthersFirstError)


def forked(site: OrganizerClone, team: Team) -> Team:
    """A second server that the site knows as ``fork``, as full as the first one."""
    (team.folder / "second").mkdir()
    fork = Team(team.folder / "second")
    site.git("remote", "add", "fork", str(fork.bare))
    site.git("push", "-q", "fork", "main")
    return fork


@pytest.mark.parametrize("setting", ["remote.pushDefault", "branch.main.pushRemote"])
def test_pushes_go_where_git_sends_them(
    ann: OrganizerClone, bob: OrganizerClone, team: Team, setting: str
) -> None:
    fork, before = forked(bob, team), team.tip()
    bob.git("config", setting, "fork")
    bob.set("S02E01", title="Bob's")
    assert bob.publish().state == "published"
    assert fork.history()[0] == "S02E01: title changed"
    assert team.tip() == before


def test_a_branchs_own_place_for_pushes_goes_before_the_usual_one(
    bob: OrganizerClone, team: Team
) -> None:
    fork = forked(bob, team)
    bob.git("config", "remote.pushDefault", "nowhere")
    bob.git("config", "branch.main.pushRemote", "fork")
    bob.set("S02E01", title="Bob's")
    assert bob.publish().state == "published"
    assert fork.history()[0] == "S02E01: title changed"


def test_the_server_that_is_followed_is_no_other_place_for_pushes(bob: OrganizerClone) -> None:
    bob.git("config", "remote.pushDefault", "origin")
    assert upstream(bob.site.clone, status(bob.site.clone, ["data/talks.toml"])) == ORIGIN


def test_what_a_fork_has_and_the_followed_server_has_not_is_never_merged(
    bob: OrganizerClone, team: Team
) -> None:
    fork = forked(bob, team)
    stranger = fork.clone("stranger")
    stranger.git("commit", "-q", "--allow-empty", "-m", "Elsewhere")
    stranger.git("push", "-q")
    before = fork.tip()
    bob.git("config", "remote.pushDefault", "fork")
    bob.set("S02E01", title="Bob's")
    outcome = bob.publish()
    assert outcome.state == "stopped"
    assert "Your commit is kept here" in outcome.message
    assert (fork.tip(), bob.subjects()[0]) == (before, "S02E01: title changed")
