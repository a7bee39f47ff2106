"""What a push leads to: the server's answer, and which server it is when pushes go elsewhere."""

import re
import shlex

import pytest

from lgtui.repo.client import Answer, Clone, GitError
from lgtui.repo.remote import OthersFirstError, Upstream, push, upstream
from lgtui.repo.status import status
from tests.repo.sites import OrganizerClone, Team, git

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
    outcome = bob.publish()
    assert outcome.state == "published"
    assert "published to fork/main" in outcome.message
    assert "origin/main, which you follow, gets it when" in outcome.message
    assert fork.history()[0] == "S02E01: title changed"
    assert team.tip() == before
    again = bob.publish()
    assert (again.state, again.message) == ("nothing", "nothing to publish: fork/main has it all")


def test_a_branch_of_another_name_is_pushed_as_git_would(bob: OrganizerClone, team: Team) -> None:
    fork, before = forked(bob, team), (team.tip(), git(bob.folder, "rev-parse", "HEAD"))
    bob.git("switch", "-qc", "spring", "--track", "origin/main")
    bob.git("config", "remote.pushDefault", "fork")
    bob.set("S02E01", title="Bob's")
    outcome = bob.publish()
    assert "published to fork/spring" in outcome.message
    assert git(fork.bare, "rev-parse", "spring") == bob.git("rev-parse", "HEAD")
    assert (team.tip(), fork.tip()) == before


def test_an_address_of_its_own_for_pushes_is_named(bob: OrganizerClone, team: Team) -> None:
    fork, before = forked(bob, team), team.tip()
    bob.git("remote", "set-url", "--push", "origin", str(fork.bare))
    bob.set("S02E01", title="Bob's")
    outcome = bob.publish()
    assert outcome.state == "published"
    assert f"published to main at {fork.bare}" in outcome.message
    assert "origin/main, which you follow, gets it when" in outcome.message
    assert (team.tip(), fork.history()[0]) == (before, "S02E01: title changed")


@pytest.mark.parametrize(
    ("fetched", "pushed"),
    [
        ("https://github.com/uni/site", "git@github.com:uni/site.git"),
        ("git://host.example/uni/site.git", "ssh://ann@host.example:2222/uni/site"),
        ("/srv/site.git", "/srv/site.git/"),
        ("https://github.com/uni/site", "git+ssh://git@github.com/uni/site.git"),
        ("https://github.com/uni/site", "git@github.com:/uni/site.git"),
        (
            "https://bitbucket.uni.example/scm/web/site.git",
            "ssh://git@bitbucket.uni.example:7999/web/site.git",
        ),
    ],
)
def test_two_ways_to_one_repository_are_one_place(
    bob: OrganizerClone, fetched: str, pushed: str
) -> None:
    bob.git("remote", "set-url", "origin", fetched)
    bob.git("remote", "set-url", "--push", "origin", pushed)
    assert upstream(bob.site.clone, status(bob.site.clone, ["data/talks.toml"])) == ORIGIN


@pytest.mark.parametrize("name", ["main", "a/main"])
def test_a_branch_of_this_clone_is_no_server(bob: OrganizerClone, team: Team, name: str) -> None:
    bob.git("branch", "-qm", "main", name)
    bob.git("remote", "rename", "origin", "uni")
    before = team.tip()
    bob.git("switch", "-qc", "spring", "--track", name)
    bob.set("S02E01", title="Bob's")
    for _ in range(2):
        outcome = bob.publish()
        assert outcome.state == "stopped"
        assert f"{name}, a branch here and on no server" in outcome.message
        assert "git push --set-upstream uni spring" in outcome.message
    assert team.tip() == before
    assert bob.subjects(name)[0] != bob.subjects()[0]


class TestNothingToPublish:
    """That all is on the server is said only after the server was asked."""

    def test_what_the_server_dropped_is_noticed(
        self, ann: OrganizerClone, bob: OrganizerClone
    ) -> None:
        bob.set("S02E01", title="Bob's")
        assert bob.publish().state == "published"
        ann.git("push", "-qf", "origin", "HEAD:main")
        assert bob.publish().state == "rewritten"

    def test_a_branch_that_is_gone_there(self, bob: OrganizerClone, team: Team) -> None:
        git(team.bare, "branch", "-m", "main", "trunk")
        git(team.bare, "symbolic-ref", "HEAD", "refs/heads/trunk")
        git(team.bare, "branch", "art", "trunk")
        for prune in (False, True):
            if prune:
                bob.git("fetch", "-q", "--prune")
            for outcome in (bob.publish(), bob.pull()):
                assert outcome.state == "stopped", prune
                assert "origin/main is not on the server any more" in outcome.message
                assert "The server has trunk, art" in outcome.message
                assert "--set-upstream-to=origin/trunk" in outcome.message
        assert "main" not in git(team.bare, "branch", "--format=%(refname:short)").split()

    def test_a_server_that_cannot_be_asked(self, bob: OrganizerClone, team: Team) -> None:
        team.bare.rename(team.folder / "away")
        outcome = bob.publish()
        assert outcome.state == "nothing"
        assert "as of the last look at origin/main" in outcome.message

    def test_what_others_published_since_is_told(
        self, ann: OrganizerClone, bob: OrganizerClone
    ) -> None:
        ann.set("S02E01", title="Ann's")
        ann.publish()
        outcome = bob.publish()
        assert outcome.state == "nothing"
        assert "lgtui --sync takes it in" in outcome.message
        ann.pull()
        assert "lgtui --sync" not in ann.publish().message


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


def mirrored(site: OrganizerClone, team: Team, *, empty: bool = False) -> Team:
    """A second address that the site pushes to as well, named before the first one."""
    (team.folder / "mirror").mkdir()
    mirror = Team(team.folder / "mirror")
    if not empty:
        site.git("push", "-q", str(mirror.bare), "main")
    for address in (mirror.bare, team.bare):
        site.git("remote", "set-url", "--add", "--push", "origin", str(address))
    return mirror


@pytest.mark.parametrize("empty", [False, True])
def test_what_others_pushed_first_reaches_all_addresses(
    ann: OrganizerClone, bob: OrganizerClone, team: Team, empty: bool
) -> None:
    mirror = mirrored(bob, team, empty=empty)
    for turn in ("one", "two"):
        ann.pull()
        ann.set("S01E01", title=f"Ann's {turn}")
        assert ann.publish().state == "published"
        bob.set("S02E01", title=f"Bob's {turn}")
        outcome = bob.publish()
        assert outcome.state == "published", outcome.message
        assert team.tip() == mirror.tip() == bob.git("rev-parse", "HEAD")
        assert bob.talk("S01E01").title == f"Ann's {turn}"
    assert bob.publish().state == "nothing"


def test_my_commit_that_one_address_took_was_dropped_by_nobody(
    ann: OrganizerClone, bob: OrganizerClone, team: Team
) -> None:
    mirror = mirrored(bob, team)
    ann.set("S01E01", title="Ann's")
    assert ann.publish().state == "published"
    bob.set("S02E01", title="Bob's")
    bob.render()
    bob.git("commit", "-qam", "By hand")
    bob.site.clone.run("push")  # one address takes it, the other refuses
    assert bob.pull().state == "pulled"
    assert bob.talk("S02E01").title == "Bob's"
    outcome = bob.publish()
    assert team.tip() == bob.git("rev-parse", "HEAD")
    # That address has the commit as it was, and nothing is forced.
    assert outcome.state == "stopped"
    assert "mirror" in outcome.message
    assert "By hand" in outcome.message
    command = outcome.message.partition("nothing is lost by: git ")[2].partition(". Nothing")[0]
    bob.git(*shlex.split(command))
    assert mirror.tip() == team.tip()
    assert bob.publish().state == "nothing"


def test_what_others_pushed_to_a_further_address_is_named(bob: OrganizerClone, team: Team) -> None:
    mirror = mirrored(bob, team)
    git(team.folder, "clone", "-q", str(mirror.bare), "zoe")
    zoe = OrganizerClone(team.folder / "zoe")
    zoe.git("config", "user.name", "Zoe")
    zoe.git("config", "user.email", "zoe@example.org")
    zoe.git("commit", "-q", "--allow-empty", "-m", "Only there")
    zoe.git("push", "-q")
    before = mirror.tip()
    bob.set("S02E01", title="Bob's")
    for _ in range(2):
        outcome = bob.publish()
        assert outcome.state == "stopped"
        assert f"{mirror.bare} did not take it" in outcome.message
        assert "Zoe: Only there" in outcome.message
        assert "--force" not in outcome.message
        assert team.tip() == bob.git("rev-parse", "HEAD")
        assert mirror.tip() == before


def test_an_address_that_leads_nowhere_is_named_each_time(bob: OrganizerClone, team: Team) -> None:
    gone = team.folder / "gone.git"
    for address in (team.bare, gone):
        bob.git("remote", "set-url", "--add", "--push", "origin", str(address))
    bob.set("S02E01", title="Bob's")
    for _ in range(2):
        outcome = bob.publish()
        assert outcome.state == "stopped"
        assert f"{gone} did not take it" in outcome.message
        assert "origin/main has it" in outcome.message
        assert team.history()[0] == "S02E01: title changed"


def test_the_history_that_the_server_dropped_is_noticed_with_two_addresses(
    ann: OrganizerClone, bob: OrganizerClone, team: Team
) -> None:
    mirrored(bob, team)
    bob.set("S02E01", title="SECRET")
    assert bob.publish().state == "published"
    ann.git("commit", "-q", "--allow-empty", "-m", "Cleaned")
    ann.git("push", "-qf")
    bob.set("S01E01", title="Bob's")
    assert bob.publish().state == "rewritten"


@pytest.mark.parametrize(
    ("settings", "there"),
    [
        ({"remote.origin.push": "refs/heads/main:refs/heads/review"}, "refs/heads/review"),
        ({"remote.origin.push": "main:review"}, "refs/heads/review"),
        ({"remote.origin.push": "HEAD:refs/for/main"}, "refs/for/main"),
        ({"remote.origin.push": "+refs/heads/*:refs/heads/ann/*"}, "refs/heads/ann/main"),
    ],
)
def test_a_refspec_of_the_remote_is_followed_as_git_push_does(
    bob: OrganizerClone, team: Team, settings: dict[str, str], there: str
) -> None:
    before = team.tip()
    for key, value in settings.items():
        bob.git("config", key, value)
    bob.set("S02E01", title="Bob's")
    outcome = bob.publish()
    assert outcome.state == "published", outcome.message
    assert f"published to origin/{there.removeprefix('refs/heads/')}" in outcome.message
    assert git(team.bare, "rev-parse", there) == bob.git("rev-parse", "HEAD")
    assert team.tip() == before
    assert "Everything up-to-date" in bob.site.clone.run("push", "--dry-run").said


@pytest.mark.parametrize(
    ("how", "there"), [("current", "spring"), ("upstream", "main"), ("simple", ""), ("nothing", "")]
)
def test_a_branch_of_another_name_goes_where_git_push_sends_it(
    bob: OrganizerClone, team: Team, how: str, there: str
) -> None:
    before = team.tip()
    bob.git("switch", "-qc", "spring", "--track", "origin/main")
    bob.git("config", "push.default", how)
    bob.set("S02E01", title="Bob's")
    outcome = bob.publish()
    if there:
        assert f"published to origin/{there}" in outcome.message
        assert git(team.bare, "rev-parse", there) == bob.git("rev-parse", "HEAD")
    else:
        assert outcome.state == "stopped"
        assert "The commit is kept here" in outcome.message
        assert bob.site.clone.run("push", "--dry-run").status
    assert (team.tip() == before) == (there != "main")


def test_a_remote_that_is_set_to_push_other_branches_only_gets_none(
    bob: OrganizerClone, team: Team
) -> None:
    before = team.tip()
    bob.git("config", "remote.origin.push", "refs/heads/spring")
    bob.set("S02E01", title="Bob's")
    outcome = bob.publish()
    assert (outcome.state, team.tip()) == ("stopped", before)
    assert "remote.origin.push" in outcome.message
