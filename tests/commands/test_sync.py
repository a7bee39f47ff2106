"""``lgtui --sync`` and ``--decide``: others' changes taken in, conflicts decided for scripts."""

import io
import sys

import pytest

from lgtui.cli import main
from tests.repo.conftest import ann, bob, own_settings, team
from tests.repo.sites import OrganizerClone

__all__ = ["ann", "bob", "own_settings", "team"]


@pytest.fixture
def both(ann: OrganizerClone, bob: OrganizerClone) -> OrganizerClone:
    """Bob's clone, after Ann and he gave one talk different titles, and Ann published hers."""
    ann.set("S02E01", title="Ann's", bio="Known.")
    assert ann.publish().state == "published"
    bob.set("S02E01", title="Bob's", affiliation="Elsewhere")
    return bob


def run(site: OrganizerClone, *arguments: str) -> int:
    return main(["--data", str(site.data), *arguments])


def test_sync_prints_whose_change_it_is_and_sends_nothing(
    ann: OrganizerClone, bob: OrganizerClone, capsys: pytest.CaptureFixture[str]
) -> None:
    ann.set("S02E01", title="Ann's")
    assert ann.publish().state == "published"
    bob.set("S01E01", title="Bob's")
    head = ann.git("rev-parse", "HEAD")
    assert run(bob, "--sync") == 0
    assert capsys.readouterr().out == "Ann: S02E01: title changed\n"
    assert (bob.talk("S02E01").title, bob.talk("S01E01").title) == ("Ann's", "Bob's")
    assert "Bob's" in bob.read("_pages/webinar_talks.md")
    assert ann.git("ls-remote", "origin", "refs/heads/main").split()[0] == head
    assert bob.git("rev-parse", "HEAD") == head
    assert run(bob, "--sync") == 0
    assert capsys.readouterr().out == "nothing new from others\n"


@pytest.mark.parametrize("mode", ["--sync", "--publish"])
def test_a_conflict_that_nobody_decided_is_listed(
    both: OrganizerClone, capsys: pytest.CaptureFixture[str], mode: str
) -> None:
    assert run(both, mode) == 1
    said = capsys.readouterr().err
    assert "S02E01: both changed title" in said
    assert "Ann's" in said and "Bob's" in said
    assert both.talk("S02E01").title == "Bob's"


@pytest.mark.parametrize("mode", ["--sync", "--publish"])
@pytest.mark.parametrize(("how", "title"), [("mine", "Bob's"), ("theirs", "Ann's")])
def test_one_side_is_kept_for_all_conflicts_and_only_there(
    both: OrganizerClone, mode: str, how: str, title: str
) -> None:
    assert run(both, mode, "--decide", how) == 0
    talk = both.talk("S02E01")
    assert (talk.title, talk.bio, talk.affiliation) == (title, "Known.", "Elsewhere")
    assert title in both.read("_pages/webinar_talks.md") or title in both.read("_pages/webinar.md")


class Terminal(io.StringIO):
    """What somebody types in a terminal."""

    def isatty(self) -> bool:
        return True


def test_each_conflict_is_asked_for_with_both_values(
    both: OrganizerClone,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("what?\nt\n"))
    assert run(both, "--publish", "--decide", "ask") == 0
    said = capsys.readouterr().err
    assert "Ann's" in said and "Bob's" in said
    assert both.talk("S02E01").title == "Ann's"
    assert both.state() == ""


@pytest.mark.parametrize("typed", [Terminal("\n"), Terminal(""), io.StringIO("m\n")])
def test_a_question_that_is_left_or_cannot_be_asked_leaves_all_as_it_was(
    both: OrganizerClone, monkeypatch: pytest.MonkeyPatch, typed: io.StringIO
) -> None:
    monkeypatch.setattr(sys, "stdin", typed)
    before = both.data.read_bytes()
    assert run(both, "--sync", "--decide", "ask") == 1
    assert both.data.read_bytes() == before


def test_a_decision_outlives_a_push_that_the_server_refused(
    both: OrganizerClone, ann: OrganizerClone
) -> None:
    # The first push is told that others were first; the hook refuses the second one.
    both.hook("pre-push", "test -e .git/refused && exit 0; git merge-base --is-ancestor "
              "origin/main HEAD^ 2>/dev/null; test -e .git/once && touch .git/refused && exit 1; "
              "touch .git/once")  # fmt: skip
    assert run(both, "--publish", "--decide", "theirs") == 1
    assert both.talk("S02E01").title == "Ann's"
    assert run(both, "--publish") == 0
    ann.pull()
    assert (ann.talk("S02E01").title, ann.talk("S02E01").affiliation) == ("Ann's", "Elsewhere")


def test_sync_renders_no_page_from_records_with_errors(
    ann: OrganizerClone, bob: OrganizerClone, capsys: pytest.CaptureFixture[str]
) -> None:
    ann.set("S02E01", id="S2E1-x")
    ann.git("commit", "-qam", "By hand")
    ann.git("push", "-q")
    assert run(bob, "--sync") == 1
    assert "no page was written" in capsys.readouterr().err


@pytest.mark.parametrize("how", ["--no-rebase", "--rebase"])
def test_a_pull_that_left_signs_in_pages_is_named_before_what_it_did_to_them(
    ann: OrganizerClone, bob: OrganizerClone, capsys: pytest.CaptureFixture[str], how: str
) -> None:
    ann.set("S02E01", title="Ann's")
    assert ann.publish().state == "published"
    bob.set("S02E01", affiliation="Elsewhere")
    bob.render()
    bob.git("commit", "-qam", "By hand")
    with pytest.raises(AssertionError, match="CONFLICT"):
        bob.git("pull", "-q", how, "--no-edit")
    bob.git("checkout", "--ours", "data/talks.toml")
    bob.git("add", "data/talks.toml")
    before = bob.read("_pages/webinar.md")
    assert run(bob, "--publish") == 1
    said = capsys.readouterr().err
    assert "git is in the middle of a" in said
    assert f"git {'rebase' if how == '--rebase' else 'merge'} --abort" in said
    assert "marker" not in said
    assert bob.read("_pages/webinar.md") == before
    assert run(bob, "--check") == 1
    assert capsys.readouterr().err.startswith("lgtui: git is in the middle of a")
