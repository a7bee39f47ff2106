"""A history that was rewritten on the server: what it dropped does not come back unasked."""

import shutil

import pytest

from lgtui.cli import main
from tests.repo.sites import OrganizerClone, Team, git


def drop_the_newest(site: OrganizerClone, *, more: bool = True) -> None:
    """Take the newest commit out of the server's history, with another one in its place or not."""
    site.git("reset", "-q", "--hard", "HEAD~1")
    if more:
        site.git("commit", "-q", "--allow-empty", "-m", "History cleaned")
    site.git("push", "-qf")


@pytest.fixture
def secret(ann: OrganizerClone, bob: OrganizerClone) -> None:
    """A title that both had, and that is to be gone."""
    ann.set("S02E01", title="SECRET")
    assert ann.publish().state == "published"
    assert bob.pull().state == "pulled"


@pytest.mark.usefixtures("secret")
@pytest.mark.parametrize("more", [True, False], ids=["replaced", "set back"])
@pytest.mark.parametrize("fetched", [True, False])
def test_what_the_server_dropped_is_not_published_again(
    ann: OrganizerClone, bob: OrganizerClone, team: Team, more: bool, fetched: bool
) -> None:
    drop_the_newest(ann, more=more)
    before = team.tip()
    if fetched:
        bob.git("fetch", "-q")
    bob.set("S01E01", bio="Bob's.")
    outcome = bob.publish()
    assert outcome.state == "rewritten"
    assert "It has no more: " in outcome.message
    assert "S02E01: title changed" in outcome.message
    assert "Yours alone: " in outcome.message
    assert "S01E01: bio changed" in outcome.message
    assert team.tip() == before
    assert bob.publish().state == "rewritten"  # and so does the next try
    assert bob.publish(follow=True).state == "published"
    data = git(team.bare, "show", "main:data/talks.toml")
    assert "SECRET" not in data
    assert "Bob's." in data
    assert "SECRET" not in "".join(team.history())
    assert git(team.bare, "merge-base", "main", before) == before
    assert bob.state() == ""
    bob.set("S01E01", bio="Bob's again.")
    assert bob.publish().state == "published"


@pytest.mark.usefixtures("secret")
def test_it_is_noticed_without_a_log_of_the_branch_too(
    ann: OrganizerClone, bob: OrganizerClone, team: Team
) -> None:
    bob.git("config", "core.logAllRefUpdates", "false")
    shutil.rmtree(bob.folder / ".git" / "logs")
    drop_the_newest(ann)
    bob.set("S01E01", bio="Bob's.")
    for _ in range(2):
        assert bob.publish().state == "rewritten"
    assert bob.publish(follow=True).state == "published"
    assert "SECRET" not in git(team.bare, "show", "main:data/talks.toml")
    bob.set("S01E01", bio="Bob's again.")
    assert bob.publish().state == "published"


@pytest.mark.usefixtures("secret")
def test_pulling_stops_too_and_edits_on_disk_stay(
    ann: OrganizerClone, bob: OrganizerClone, team: Team
) -> None:
    drop_the_newest(ann)
    bob.set("S01E01", bio="Not committed.")
    head = bob.git("rev-parse", "HEAD")
    outcome = bob.pull()
    assert outcome.state == "rewritten"
    assert "Yours alone: no commit" in outcome.message
    assert bob.git("rev-parse", "HEAD") == head
    assert bob.pull(follow=True).state == "pulled"
    assert bob.git("rev-parse", "HEAD") == team.tip()
    assert bob.talk("S01E01").bio == "Not committed."
    assert bob.talk("S02E01").title != "SECRET"
    assert bob.pull().state == "nothing"


@pytest.mark.usefixtures("secret")
def test_a_whole_new_history_is_followed_as_well(
    ann: OrganizerClone, bob: OrganizerClone, team: Team
) -> None:
    ann.git("checkout", "-q", "--orphan", "fresh")
    ann.git("commit", "-qm", "All anew")
    ann.git("push", "-qf", "origin", "fresh:main")
    bob.set("S01E01", bio="Bob's.")
    assert bob.publish().state == "rewritten"
    assert bob.publish(follow=True).state == "published"
    assert team.history() == ["S01E01: bio changed", "All anew"]


@pytest.mark.usefixtures("secret")
def test_the_command_line_follows_when_it_is_told_to(
    ann: OrganizerClone,
    bob: OrganizerClone,
    team: Team,
    capsys: pytest.CaptureFixture[str],
) -> None:
    drop_the_newest(ann)
    bob.set("S01E01", bio="Bob's.")
    assert main(["--data", str(bob.data), "--publish"]) == 1
    assert "--follow-rewritten" in capsys.readouterr().err
    assert main(["--data", str(bob.data), "--publish", "--follow-rewritten"]) == 0
    assert "SECRET" not in git(team.bare, "show", "main:data/talks.toml")


@pytest.mark.usefixtures("secret")
@pytest.mark.parametrize("own", [True, False], ids=["with own commits", "the merge alone"])
def test_a_plain_pull_does_not_bring_it_back(
    ann: OrganizerClone, bob: OrganizerClone, team: Team, own: bool
) -> None:
    if own:
        bob.set("S01E01", bio="Before the pull.")
        bob.git("commit", "-qam", "Mine")
    ann.git("reset", "-q", "--hard", "HEAD~1")
    ann.set("S01E01", affiliation="Cleaned")
    ann.render()
    ann.git("commit", "-qam", "History cleaned")
    ann.git("push", "-qf")
    before = team.tip()
    bob.git("pull", "-q", "--no-rebase", "--no-edit")
    assert "SECRET" in bob.read("data/talks.toml")
    if own:
        bob.set("S02E01", bio="After the pull.")
    for _ in range(2):
        outcome = bob.publish()
        assert outcome.state == "rewritten"
        assert "S02E01: title changed" in outcome.message
        assert team.tip() == before
    outcome = bob.publish(follow=True)
    assert outcome.state == "published"
    data = git(team.bare, "show", "main:data/talks.toml")
    assert "SECRET" not in data + "".join(team.history())
    assert ("Before the pull." in data) == ("After the pull." in data) == own
    assert "Cleaned" in data
    assert git(team.bare, "merge-base", "main", before) == before
    assert (bob.state(), bob.git("rev-parse", "HEAD")) == ("", team.tip())


def test_a_plain_pull_is_noticed_without_a_log_of_the_branch_too(
    ann: OrganizerClone, bob: OrganizerClone, team: Team
) -> None:
    bob.git("config", "core.logAllRefUpdates", "false")
    shutil.rmtree(bob.folder / ".git" / "logs")
    ann.set("S02E01", title="SECRET")
    assert ann.publish().state == "published"
    assert bob.pull().state == "pulled"
    drop_the_newest(ann)
    before = team.tip()
    bob.git("pull", "-q", "--no-rebase", "--no-edit")
    bob.set("S01E01", bio="Bob's.")
    assert (bob.publish().state, team.tip()) == ("rewritten", before)
    assert bob.publish(follow=True).state == "published"
    assert "SECRET" not in git(team.bare, "show", "main:data/talks.toml")


@pytest.mark.usefixtures("secret")
@pytest.mark.parametrize("amended", [True, False])
def test_who_left_it_behind_by_hand_publishes_unasked(
    ann: OrganizerClone, bob: OrganizerClone, team: Team, amended: bool
) -> None:
    bob.set("S01E01", bio="Bob's.")
    bob.git("commit", "-qam", "Mine")
    if amended:
        ann.git("commit", "-q", "--amend", "-m", "Another subject")
        ann.git("push", "-qf")
    else:
        drop_the_newest(ann)
    bob.git("pull", "-q", "--rebase")
    bob.set("S01E01", affiliation="Bob's, too.")
    assert bob.publish().state == "published"
    data = git(team.bare, "show", "main:data/talks.toml")
    assert ("SECRET" in data) == amended
    assert "Bob's, too." in data


@pytest.mark.usefixtures("secret")
def test_words_that_only_such_a_merge_has_are_not_left_behind(
    ann: OrganizerClone, bob: OrganizerClone, team: Team
) -> None:
    drop_the_newest(ann)
    bob.git("pull", "-q", "--no-rebase", "--no-edit")
    bob.set("S01E01", bio="Said in the merge.")
    bob.git("commit", "-q", "--amend", "--no-edit", "-a")
    before = team.tip()
    outcome = bob.publish(follow=True)
    assert (outcome.state, team.tip()) == ("stopped", before) or "Said" in git(
        team.bare, "show", "main:data/talks.toml"
    )
    assert bob.talk("S01E01").bio == "Said in the merge."


@pytest.mark.usefixtures("secret")
def test_commits_made_again_by_hand_are_named(
    ann: OrganizerClone, bob: OrganizerClone, team: Team
) -> None:
    drop_the_newest(ann)
    before = team.tip()
    bob.git("fetch", "-q")
    bob.git("rebase", "-q", "--no-fork-point", "origin/main")
    assert "SECRET" in bob.read("data/talks.toml")
    bob.set("S01E01", bio="Bob's.")
    for _ in range(2):
        outcome = bob.publish()
        assert (outcome.state, team.tip()) == ("stopped", before)
        assert "S02E01: title changed" in outcome.message
    bob.git("push", "-q")
    bob.set("S01E01", bio="Bob's again.")
    assert bob.publish().state == "published"


@pytest.mark.usefixtures("secret")
@pytest.mark.parametrize("fetched", [True, False])
def test_what_was_taken_out_does_not_come_back_in_a_squashed_commit(
    ann: OrganizerClone, bob: OrganizerClone, team: Team, fetched: bool
) -> None:
    bob.set("S01E01", bio="Bob's.")
    assert bob.publish(push=False).state == "committed"
    drop_the_newest(ann)
    before = team.tip()
    bob.git("reset", "-q", "--soft", "HEAD~2")
    bob.git("commit", "-qm", "All in one")
    if fetched:
        bob.git("fetch", "-q")
        bob.git("rebase", "-q", "origin/main")
    for _ in range(2):
        outcome = bob.publish()
        assert (outcome.state, team.tip()) == ("stopped", before)
        assert "title: SECRET" in outcome.message
        assert "S02E01: title changed" in outcome.message
    assert bob.publish(follow=True).state == "stopped"
    bob.set("S02E01", title="Harmless")
    assert (bob.publish().state, team.tip()) == ("stopped", before)  # a commit below still has it
    bob.git("reset", "-q", "--soft", before)
    assert bob.publish().state == "published"
    assert "SECRET" not in git(team.bare, "log", "-p", "main", f"^{before}")
    assert "Bob's." in git(team.bare, "show", "main:data/talks.toml")


def test_a_branch_that_is_gone_on_the_server_is_told(
    ann: OrganizerClone, bob: OrganizerClone, team: Team
) -> None:
    git(team.bare, "branch", "-m", "main", "trunk")
    bob.set("S01E01", bio="Bob's.")
    outcome = bob.publish()
    assert outcome.state == "stopped"
    assert "not on the server any more" in outcome.message
    assert "not on the server any more" in bob.pull().message
    assert "main" not in git(team.bare, "branch", "--format=%(refname:short)").split()
