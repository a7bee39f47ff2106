"""The app where it is at home: over SSH, through a real sshd, in tmux."""

import os
import signal
from pathlib import Path

from lgtui import store
from lgtui.model import Records
from lgtui.store.drafts import writer_of
from tests.tui.far import far_away
from tests.tui.tmux import IN_A_TERMINAL, SIZES, Tmux, commit_site, diff, open_window, wait_until

pytestmark = IN_A_TERMINAL


def records_of(site: Path) -> Records:
    return store.read(str(site / "data/talks.toml")).records


def ended_far_away(window: Tmux) -> bool:
    """Whether the app that was lost with its connection holds no lock on its draft any more."""
    locks = (window.folder / "state").rglob("*.lock")
    return not any(Path(f"/proc/{writer_of(str(lock))}").exists() for lock in locks)


def to_the_title(window: Tmux) -> None:
    """Finds a talk and goes to the end of its title."""
    window.keys("/")
    window.type("title 2-2")
    window.keys("Enter", "G", "Enter", "End")


@SIZES
def test_a_title_is_edited_far_away_and_only_its_line_differs(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    site = commit_site(tmp_path)
    with open_window(tmp_path, size) as window, far_away(tmp_path) as login:
        window.start(site, login)
        to_the_title(window)
        window.type(" – naïve 👀")
        window.until("naïve 👀")
        window.keys("C-s")
        window.until("Saved")
        window.keys("Escape", "Escape", "q")
        window.until("STATUS 0")
        assert window.tmux("display-message", "-p", "#{alternate_on}").strip() == "0"
    assert diff(site) == [
        '-title = "Title 2-2 of words"',
        '+title = "Title 2-2 of words – naïve 👀"',
    ]


@SIZES
def test_a_connection_lost_in_the_middle_of_typing_loses_no_word(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    site = commit_site(tmp_path)
    with open_window(tmp_path, size) as window, far_away(tmp_path) as login:
        window.start(site, login)
        to_the_title(window)
        window.type(" typed far away")
        window.until("typed far away")
        os.kill(window.pid(), signal.SIGKILL)  # the ssh client's end; the app is behind it
        window.close()
        wait_until(lambda: ended_far_away(window), lambda: "the app behind the connection runs on")
        assert diff(site) == []
        window.start(site, login)
        window.until("Unsaved changes were kept")
        assert "typed far away" in window.screen()
        window.keys("t")
        window.until("unsaved")
        window.keys("C-s")
        window.until("Saved")
        window.keys("Escape", "q")
        window.until("STATUS 0")
    assert records_of(site).talks[4].title == "Title 2-2 of words typed far away"
