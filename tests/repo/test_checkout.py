"""From one commit to the next: what was saved or committed meanwhile is never written over."""

import pytest

from lgtui.repo.client import GitError
from lgtui.repo.rebase import CheckoutPlan, check_out, plan_checkout
from tests.repo.sites import OrganizerClone


@pytest.fixture
def on_the_way(ann: OrganizerClone, bob: OrganizerClone) -> CheckoutPlan:
    """What it takes to bring Bob's clone to what Ann has published."""
    ann.set("S02E01", bio="Ann's.")
    ann.publish()
    bob.git("fetch", "-q")
    head, tip = bob.git("rev-parse", "HEAD", "origin/main").split()
    return plan_checkout(bob.site, head, tip)


def test_it_takes_branch_index_and_files_along(
    bob: OrganizerClone, on_the_way: CheckoutPlan
) -> None:
    check_out(bob.site, on_the_way, "main", "test")
    assert bob.git("rev-parse", "HEAD") == on_the_way.new
    assert (bob.talk("S02E01").bio, bob.state()) == ("Ann's.", "")


def test_a_file_saved_meanwhile_stays_as_it_was_saved(
    bob: OrganizerClone, on_the_way: CheckoutPlan
) -> None:
    bob.set("S02E01", title="Saved late")
    before = bob.data.read_bytes()
    with pytest.raises(GitError, match="saved meanwhile"):
        check_out(bob.site, on_the_way, "main", "test")
    assert bob.data.read_bytes() == before
    assert bob.git("rev-parse", "HEAD") == on_the_way.old
    assert bob.pull().state == "pulled"
    assert (bob.talk("S02E01").title, bob.talk("S02E01").bio) == ("Saved late", "Ann's.")


def test_a_commit_made_meanwhile_stays_on_its_branch(
    bob: OrganizerClone, on_the_way: CheckoutPlan
) -> None:
    bob.git("commit", "-q", "--allow-empty", "-m", "Meanwhile")
    with pytest.raises(GitError, match="the branch moved"):
        check_out(bob.site, on_the_way, "main", "test")
    assert bob.subjects()[0] == "Meanwhile"
