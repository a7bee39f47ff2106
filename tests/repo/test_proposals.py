"""Proposals: a branch for review on the server, and where its pull request is opened."""

import pytest

from lgtui.cli import main
from lgtui.records.conflicts import resolve
from lgtui.repo.proposals import name_from, pull_request_address
from lgtui.repo.sync import Answers, Outcome
from lgtui.site.publishing import publish
from tests.repo.sites import OrganizerClone, Team, git, hook


def propose(site: OrganizerClone, name: str = "spring") -> Outcome:
    site.render()
    return publish(site.site, answers=Answers(propose=name))


@pytest.fixture
def protected(team: Team, ann: OrganizerClone) -> Team:
    """The server after it was set to take no push to its main branch."""
    assert ann.folder.exists()
    hook(
        team.bare,
        "update",
        '[ "$1" != refs/heads/main ] || { echo "main is protected" >&2; exit 1; }',
    )
    return team


@pytest.mark.usefixtures("protected")
def test_a_refused_push_is_proposed(
    bob: OrganizerClone, team: Team, capsys: pytest.CaptureFixture[str]
) -> None:
    before = team.tip()
    bob.set("S02E01", title="Bob's")
    assert main(["--data", str(bob.data), "--publish"]) == 1
    told = capsys.readouterr().err
    assert "main is protected" in told
    assert "lgtui --publish --propose s02e01-title-changed" in told
    assert main(["--data", str(bob.data), "--publish", "--propose", "spring"]) == 0
    told = capsys.readouterr().out
    assert "proposed as origin/lgtui/spring" in told
    assert (team.tip(), bob.git("rev-parse", "HEAD")) == (before, bob.git("rev-parse", "main"))
    assert git(team.bare, "rev-parse", "lgtui/spring") == bob.git("rev-parse", "HEAD")
    assert bob.state() == ""


def test_a_decision_is_kept_and_can_be_proposed(
    ann: OrganizerClone, bob: OrganizerClone, team: Team
) -> None:
    ann.set("S02E01", title="Ann's")
    ann.publish()
    hook(team.bare, "update", '[ "$1" != refs/heads/main ] || { echo protected >&2; exit 1; }')
    bob.set("S02E01", title="Bob's")
    bob.render()
    first = publish(bob.site)
    assert first.merged is not None
    decided = first.decide(resolve(first.merged, first.merged.conflicts[0], "mine").records)
    refused = publish(bob.site, answers=Answers(decided))
    assert (refused.state, refused.may_propose) == ("stopped", "s02e01-title-changed")
    again = publish(bob.site, answers=Answers(decided, propose=refused.may_propose))
    assert again.state == "proposed"
    data = git(team.bare, "show", "lgtui/s02e01-title-changed:data/talks.toml")
    assert 'title = "Bob\'s"' in data


def test_a_merged_proposal_is_taken_in(
    ann: OrganizerClone, bob: OrganizerClone, team: Team
) -> None:
    bob.set("S02E01", title="Bob's")
    assert propose(bob).state == "proposed"
    ann.git("fetch", "-q", "origin", "lgtui/spring")
    ann.git("merge", "-q", "--squash", "FETCH_HEAD")
    ann.git("commit", "-qm", "Merged on the forge (#1)")
    ann.git("push", "-q")
    assert bob.pull().state == "pulled"
    assert (bob.git("rev-parse", "HEAD"), bob.state()) == (team.tip(), "")
    assert propose(bob).state == "nothing"


def test_it_goes_on_top_of_what_others_published(
    ann: OrganizerClone, bob: OrganizerClone, team: Team
) -> None:
    ann.set("S02E01", bio="Ann's.")
    ann.publish()
    bob.set("S02E01", title="Bob's")
    assert propose(bob).state == "proposed"
    assert git(team.bare, "rev-parse", "lgtui/spring^") == team.tip()
    assert (bob.talk("S02E01").bio, bob.talk("S02E01").title) == ("Ann's.", "Bob's")
    bob.set("S02E01", title="Bob's second thought")
    assert propose(bob).state == "proposed"
    assert git(team.bare, "rev-parse", "lgtui/spring") == bob.git("rev-parse", "HEAD")


def test_one_field_changed_by_both_is_a_conflict(ann: OrganizerClone, bob: OrganizerClone) -> None:
    ann.set("S02E01", title="Ann's")
    ann.publish()
    bob.set("S02E01", title="Bob's")
    assert propose(bob).state == "conflict"


def test_anothers_proposal_is_never_written_over(
    ann: OrganizerClone, bob: OrganizerClone, team: Team
) -> None:
    ann.set("S02E01", title="Ann's")
    propose(ann)
    before = git(team.bare, "rev-parse", "lgtui/spring")
    bob.set("S02E01", title="Bob's")
    outcome = propose(bob)
    assert (outcome.state, git(team.bare, "rev-parse", "lgtui/spring")) == ("stopped", before)
    assert "spring-2" in outcome.message
    assert propose(bob, "spring-2").state == "proposed"


@pytest.mark.parametrize("name", ["", " "])
def test_a_proposal_without_a_name_is_wrong_usage(
    bob: OrganizerClone, team: Team, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = team.tip()
    bob.set("S02E01", title="Bob's")
    with pytest.raises(SystemExit) as ended:
        main(["--data", str(bob.data), "--publish", "--propose", name])
    assert ended.value.code == 2
    assert "--propose needs a name" in capsys.readouterr().err
    assert (team.tip(), bob.subjects()) == (before, team.history())


def test_my_own_proposal_is_taken_the_place_of(
    ann: OrganizerClone, bob: OrganizerClone, team: Team
) -> None:
    bob.set("S02E01", title="Bob's")
    assert propose(bob).state == "proposed"
    ann.set("S01E01", title="Ann's")
    assert ann.publish().state == "published"
    bob.set("S02E01", title="Bob's second thought")
    outcome = propose(bob)
    assert outcome.state == "proposed", outcome.message
    assert "in the place of your earlier one" in outcome.message
    assert git(team.bare, "rev-parse", "lgtui/spring") == bob.git("rev-parse", "HEAD")
    assert bob.git("merge-base", "HEAD", team.tip()) == team.tip()
    # What somebody adds to it there is never written over.
    ann.git("fetch", "-q", "origin", "lgtui/spring")
    ann.git("switch", "-q", "--detach", "FETCH_HEAD")
    ann.git("commit", "-q", "--allow-empty", "-m", "Reviewed")
    ann.git("push", "-q", "origin", "HEAD:refs/heads/lgtui/spring")
    ann.git("switch", "-q", "main")
    before = git(team.bare, "rev-parse", "lgtui/spring")
    ann.set("S01E01", title="Ann's other")
    assert ann.publish().state == "published"
    bob.set("S02E01", title="Bob's third thought")
    assert propose(bob).state == "stopped"
    assert git(team.bare, "rev-parse", "lgtui/spring") == before


@pytest.mark.parametrize("name", ["a b", "-x..y", "x.lock", "~"])
def test_a_name_that_git_takes_not_is_told(
    bob: OrganizerClone, team: Team, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    bob.set("S02E01", title="Bob's")
    assert main(["--data", str(bob.data), "--publish", f"--propose={name}"]) == 1
    assert "name" in capsys.readouterr().err
    assert bob.subjects() == team.history()  # nothing was committed either
    assert git(team.bare, "branch", "--format=%(refname:short)") == "main"


@pytest.mark.parametrize(
    ("address", "page"),
    [
        (
            "git@github.com:/uni/site.git",
            "https://github.com/uni/site/compare/main...lgtui/x?expand=1",
        ),
        (
            "git+ssh://git@github.com/uni/site.git",
            "https://github.com/uni/site/compare/main...lgtui/x?expand=1",
        ),
        (
            "ssh://git@bitbucket.uni.example:7999/web/site.git",
            "https://bitbucket.uni.example/projects/web/repos/site/pull-requests?create"
            "&sourceBranch=refs/heads/lgtui/x&targetBranch=refs/heads/main",
        ),
        (
            "https://ann@bitbucket.uni.example/scm/~ann/site.git",
            "https://bitbucket.uni.example/users/ann/repos/site/pull-requests?create"
            "&sourceBranch=refs/heads/lgtui/x&targetBranch=refs/heads/main",
        ),
        (
            "git@github.com:uni/site.git",
            "https://github.com/uni/site/compare/main...lgtui/x?expand=1",
        ),
        (
            "https://ann:secret@github.com/uni/site",
            "https://github.com/uni/site/compare/main...lgtui/x?expand=1",
        ),
        (
            "ssh://git@ssh.github.com:443/uni/site.git",
            "https://github.com/uni/site/compare/main...lgtui/x?expand=1",
        ),
        ("git@github-work:uni/site", "https://github.com/uni/site/compare/main...lgtui/x?expand=1"),
        (
            "git@gitlab.uni.example:group/sub/site.git",
            "https://gitlab.uni.example/group/sub/site/-/merge_requests/new?"
            "merge_request%5Bsource_branch%5D=lgtui/x&merge_request%5Btarget_branch%5D=main",
        ),
        (
            "https://codeberg.org/uni/site.git/",
            "https://codeberg.org/uni/site/compare/main...lgtui/x",
        ),
        (
            "git@bitbucket.org:uni/site.git",
            "https://bitbucket.org/uni/site/pull-requests/new?source=lgtui/x&dest=main",
        ),
        ("https://git.uni.example/site.git", ""),
        ("/srv/git/site.git", ""),
        ("../site.git", ""),
        ("file:///srv/site.git", ""),
    ],
)
def test_the_address_is_that_of_the_forge(address: str, page: str) -> None:
    assert pull_request_address(address, address, "main", "lgtui/x") == page


def test_a_fork_proposes_to_the_repository_that_it_follows() -> None:
    found = pull_request_address(
        "https://github.com/uni/site.git", "git@github.com:ann/site.git", "main", "lgtui/x"
    )
    assert found == "https://github.com/uni/site/compare/main...ann:lgtui/x?expand=1"


def test_the_servers_own_address_is_told_where_its_forge_is_not_known(
    bob: OrganizerClone, team: Team
) -> None:
    hook(team.bare, "post-receive", "echo 'Review at https://review.example/lgtui/spring' >&2")
    bob.set("S02E01", title="Bob's")
    assert "https://review.example/lgtui/spring " in propose(bob).message


def test_names_are_made_of_subjects() -> None:
    assert name_from("S02E01: title changed") == "s02e01-title-changed"
    assert name_from("Zoë & Łukasz " * 9) == name_from("Zoë & Łukasz " * 4)[:40].strip("-")
    assert name_from("…") == "change"
