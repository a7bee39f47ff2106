"""Publishing, syncing and looking back in a real terminal, with the keys a person presses."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.repo.servers import PASSPHRASE, http, sshd
from tests.repo.sites import OrganizerClone, Team, git
from tests.tui.tmux import IN_A_TERMINAL, Tmux, open_window

pytestmark = IN_A_TERMINAL


@pytest.fixture(params=[(80, 24), (160, 45)], ids=["80x24", "160x45"])
def window(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Tmux]:
    """A tmux window whose home is that of the tests' git settings."""
    with open_window(tmp_path, request.param) as found:
        yield found


def retitle(window: Tmux, words: str) -> None:
    """Adds words to the title of the first talk, in its form."""
    window.keys("g", "j", "Enter")
    window.until("Talk S02E01")
    window.keys("End")
    window.type(words)


def test_a_change_is_published_and_another_one_taken_in(
    window: Tmux, ann: OrganizerClone, bob: OrganizerClone, team: Team
) -> None:
    window.start(ann.folder)
    retitle(window, " anew")
    window.keys("F9")
    window.until("Save first?")
    window.keys("s")
    window.until("Subject of the commit")
    assert "S02E01: title changed" in window.screen()
    window.keys("F3")
    window.until("+Title: From metrics to meaning anew")
    window.keys("Enter")
    window.until("Published to origin/main")
    assert team.history()[0] == "S02E01: title changed"
    bob.pull()
    bob.set("S02E01", bio="Bob's bio.")
    bob.publish()
    window.keys("Escape", "S")
    window.until("Bob: S02E01: bio changed")
    window.keys("6")
    window.until("bio changed")
    window.keys("Enter")
    window.until("Bob's bio.")
    window.keys("r", "y", "q")
    window.until("unsaved changes")
    window.keys("d")
    window.until("STATUS 0")
    assert ann.talk("S02E01").title == "From metrics to meaning anew"
    assert ann.talk("S02E01").bio == "Bob's bio."
    assert ann.state() == ""


def test_a_conflict_is_decided_with_keys(
    window: Tmux, ann: OrganizerClone, bob: OrganizerClone, team: Team
) -> None:
    bob.set("S02E01", title="Bob's title")
    bob.publish()
    window.start(ann.folder)
    retitle(window, " anew")
    window.keys("F9", "s")
    window.until("Subject of the commit")
    window.keys("Enter")
    window.until("Both changed this (1 of 1)")
    window.keys("m")
    window.until("Published to origin/main")
    window.keys("Escape", "q")
    window.until("STATUS 0")
    shown = git(team.bare, "show", "main:data/talks.toml")
    assert "From metrics to meaning anew" in shown
    assert "Bob's title" not in shown


def lend(window: Tmux, question: str, secret: str) -> None:
    """Publishes where git has to ask, and answers it in the terminal."""
    retitle(window, " anew")
    window.keys("F9", "s")
    window.until("Subject of the commit")
    window.keys("Enter")
    window.until("git wants to ask you something")
    window.keys("g")
    window.until(question)
    window.type(secret)
    window.keys("Enter")
    window.until("Published to origin/main")
    window.keys("Escape", "q")
    window.until("STATUS 0")
    assert secret not in window.screen()


def test_a_password_is_asked_for_by_git_itself(
    window: Tmux, ann: OrganizerClone, team: Team, tmp_path: Path
) -> None:
    git(team.bare, "config", "http.receivepack", "true")
    with http(tmp_path, "s3cret") as server:
        ann.git("remote", "set-url", "origin", f"http://ann@{server}/site.git")
        window.start(ann.folder)
        lend(window, "Password for 'http://ann@", "s3cret")
    assert team.history()[0] == "S02E01: title changed"


def test_ctrl_c_at_gits_question_stops_git_and_keeps_commit_and_app(
    window: Tmux, ann: OrganizerClone, team: Team, tmp_path: Path
) -> None:
    git(team.bare, "config", "http.receivepack", "true")
    with http(tmp_path, "s3cret") as server:
        ann.git("remote", "set-url", "origin", f"http://ann@{server}/site.git")
        window.start(ann.folder)
        retitle(window, " anew")
        window.keys("F9", "s")
        window.until("Subject of the commit")
        window.keys("Enter")
        window.until("git wants to ask you something")
        window.keys("g")
        window.until("Password for 'http://ann@")
        window.keys("C-c")
        window.until("Stopped by Ctrl+C")
        window.keys("Escape", "Escape", "q")
        window.until("STATUS 0")
    assert ann.git("log", "-1", "--format=%s").strip() == "S02E01: title changed"
    assert team.history()[0] != "S02E01: title changed"


def test_a_passphrase_is_asked_for_by_ssh_itself(
    window: Tmux, ann: OrganizerClone, team: Team, tmp_path: Path
) -> None:
    with sshd(tmp_path, team.bare) as server:
        ann.git("remote", "set-url", "origin", server.url)
        ann.git("config", "--global", "core.sshCommand", server.command)  # the organizer's own
        window.start(ann.folder)
        lend(window, "Enter passphrase for key", PASSPHRASE)
    assert team.history()[0] == "S02E01: title changed"
