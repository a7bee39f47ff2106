"""The app in real terminals: tmux with the keys a person would press, signals, pipes, bytes."""

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lgtui import store
from lgtui.store import drafts
from tests.bench.terminal import Terminal
from tests.tui.tmux import (
    IN_A_TERMINAL,
    LONGEST,
    ROOT,
    Tmux,
    commit_site,
    diff,
    open_window,
    wait_until,
)

pytestmark = IN_A_TERMINAL


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A committed site."""
    return commit_site(tmp_path)


@pytest.fixture(params=[(80, 24), (160, 45)], ids=["80x24", "160x45"])
def window(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Tmux]:
    """A tmux window."""
    with open_window(tmp_path, request.param) as found:
        yield found


def until_kept(window: Tmux, text: bytes) -> None:
    """Waits until a text is in a draft on disk."""
    drafts_of = (window.folder / "state").rglob
    wait_until(
        lambda: any(text in each.read_bytes() for each in drafts_of("*.draft")),
        lambda: f"{text!r} is in no draft",
    )


def runs(pid: int) -> bool:
    """Whether a process has not ended; of one that has, its parent may not have heard yet."""
    try:
        return bool(Path(f"/proc/{pid}/cmdline").read_bytes())
    except OSError:
        return False


def test_a_days_work_changes_only_what_it_is_about(window: Tmux, site: Path) -> None:
    window.start(site)
    # The filter leads to a talk, its title is changed.
    window.keys("/")
    window.type("title 2-2")
    window.keys("Enter", "G", "Enter")
    window.keys("End")
    window.type(" and more")
    window.keys("Escape", "Escape")
    window.until("unsaved")
    # A season and in it a talk with two speakers.
    window.keys("1", "A")
    window.type("New Theme")
    window.keys("Escape", "a")
    window.type("A New Talk")
    window.keys("Tab", "Enter")
    window.type("Ada Lovelace")
    window.keys("F7")
    window.type("Grace Hopper")
    window.keys("Escape", "1", "u", "C-r")
    window.keys("C-s")
    window.until("Saved")
    window.keys("q")
    window.until("STATUS 0")
    records = store.read(str(site / "data/talks.toml")).records
    assert records.talks[4].title == "Title 2-2 of words and more"
    assert records.seasons[-1].theme == "New Theme"
    assert records.talks[-1].title == "A New Talk"
    assert [speaker.name for speaker in records.talks[-1].speakers] == [
        "Ada Lovelace", "Grace Hopper",
    ]  # fmt: skip
    removed = [line for line in diff(site) if line.startswith("-")]
    assert removed == ['-title = "Title 2-2 of words"']


@pytest.fixture
def loaded_machine() -> Iterator[None]:
    """Two programs that use all the time that they get."""
    burn = [sys.executable, "-c", "while True: pass"]
    burners = [subprocess.Popen(burn) for _ in range(2)]
    yield
    for burner in burners:
        burner.kill()
        burner.wait()


def test_a_days_work_sent_in_one_go_on_a_loaded_machine(
    window: Tmux, site: Path, loaded_machine: None
) -> None:
    window.start(site)
    window.type(
        "/title 2-2\rG\r and more\x1b\x1b1ANew Theme\x1baA New Talk\t\rAda Lovelace\x1b[18~"
        "Grace Hopper\x1b1u\x12\x13q"
    )
    window.until("STATUS 0")
    records = store.read(str(site / "data/talks.toml")).records
    assert records.talks[4].title == "Title 2-2 of words and more"
    assert records.seasons[-1].theme == "New Theme"
    assert records.talks[-1].title == "A New Talk"
    assert [speaker.name for speaker in records.talks[-1].speakers] == [
        "Ada Lovelace", "Grace Hopper",
    ]  # fmt: skip
    assert (len(records.talks), len(records.seasons)) == (10, 4)
    removed = [line for line in diff(site) if line.startswith("-")]
    assert removed == ['-title = "Title 2-2 of words"']


def test_what_was_typed_before_kill_9_is_offered_back(window: Tmux, site: Path) -> None:
    window.start(site)
    window.keys("/")
    window.type("title 2-2")
    window.keys("Enter", "G", "Enter", "End")
    window.type(" half a sen")
    until_kept(window, b"half a sen")
    os.kill(window.pid(), signal.SIGKILL)
    window.until("STATUS 137")
    window.close()
    window.start(site)
    window.until("Unsaved changes were kept")
    assert "half a sen" in window.screen()
    window.keys("t")
    window.until("unsaved")
    window.keys("C-s")
    window.until("Saved")
    records = store.read(str(site / "data/talks.toml")).records
    assert records.talks[4].title == "Title 2-2 of words half a sen"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_saves_the_draft_and_gives_the_terminal_back(
    window: Tmux, site: Path, number: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.start(site)
    window.keys("A")
    window.type("Zebra")
    window.until("Zebra")
    os.kill(window.pid(), number)
    window.until(f"STATUS {128 + number}")
    assert window.tmux("display-message", "-p", "#{alternate_on}").strip() == "0"
    assert window.tmux("display-message", "-p", "#{cursor_flag}").strip() == "1"
    monkeypatch.setenv("XDG_STATE_HOME", window.environ["XDG_STATE_HOME"])
    kept = drafts.load(str(site / "data/talks.toml")).drafts
    assert [draft.changed.seasons[-1].theme for draft in kept] == ["Zebra"]


def test_ctrl_c_in_the_editor_outside_ends_that_and_not_the_app(window: Tmux, site: Path) -> None:
    # Named without its folder, whose length would decide where the box breaks its lines.
    editor = window.folder / "quick-editor"
    editor.write_text("#!/bin/sh\necho it runs; exec sleep 100\n")
    editor.chmod(0o755)
    window.environ |= {"EDITOR": editor.name, "PATH": f"{window.folder}:{os.environ['PATH']}"}
    window.environ.pop("VISUAL", None)
    window.start(site)
    window.keys("G", *["Up"] * 5, "Enter", *["Tab"] * 9)
    window.until("in your editor")
    window.type("Typed. ")
    window.keys("C-e")
    window.until("it runs")
    window.keys("C-c")
    window.until("was stopped by signal 2")
    window.keys("Escape")
    window.type("And more. ")
    window.until("Typed. And more. ")
    window.keys("C-c")  # has to be passed by the time that the signal is waited for again
    window.until("Press q to leave")
    window.keys("C-s")
    window.until("Saved")
    assert "Typed. And more. " in (site / "data/talks.toml").read_text()


def test_a_lost_terminal_keeps_the_draft_and_leaves_no_process(
    window: Tmux, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.start(site)
    window.keys("A")
    window.type("Zebra")
    window.until("Zebra")
    pid = window.pid()
    window.close()
    wait_until(lambda: not runs(pid), lambda: "the app still runs")
    monkeypatch.setenv("XDG_STATE_HOME", window.environ["XDG_STATE_HOME"])
    kept = drafts.load(str(site / "data/talks.toml")).drafts
    assert [draft.changed.seasons[-1].theme for draft in kept] == ["Zebra"]


def test_a_second_lgtui_says_so_and_both_edits_are_saved(window: Tmux, site: Path) -> None:
    window.start(site)
    other = Tmux(window.folder, window.size)
    other.socket += "-other"
    try:
        other.start(site)
        other.until("Another lgtui is open")
        other.keys("Enter", "A")
        other.type("From the Second")
        other.keys("C-s")
        other.until("Saved")
        window.keys("/")
        window.type("title 1-1")
        window.keys("Enter", "G", "Enter", "End")
        window.type(" from the first")
        window.keys("C-s")
        window.until("joined")
        window.until("saved ")
    finally:
        other.close()
    records = store.read(str(site / "data/talks.toml")).records
    assert records.seasons[-1].theme == "From the Second"
    assert records.talks[0].title == "Title 1-1 of words from the first"


BROKEN = """
from lgtui.tui.commands import navigation
def sort(app):
    secret = "words of a speaker"
    raise ValueError("a fault")
navigation.COMMANDS["sort"] = sort
from lgtui import cli
cli.entry()
"""
"""The app with a fault of its own in one action."""


def test_a_fault_of_its_own_keeps_the_draft_and_gives_the_terminal_back(
    window: Tmux, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = window.folder / "broken.py"
    script.write_text(BROKEN)
    window.start(site, run=str(script))
    window.keys("c", "o")
    window.until("STATUS 1")
    said = window.screen()
    assert "ValueError: a fault" in said
    assert "kept as a draft" in " ".join(said.split())
    assert "words of a speaker" not in said.replace('secret = "words of a speaker"', "")
    assert window.tmux("display-message", "-p", "#{alternate_on}").strip() == "0"
    monkeypatch.setenv("XDG_STATE_HOME", window.environ["XDG_STATE_HOME"])
    kept = drafts.load(str(site / "data/talks.toml")).drafts
    assert [len(draft.changed.seasons) for draft in kept] == [4]


@pytest.mark.parametrize("term", ["xterm-256color", "screen", "linux", "vt100"])
def test_any_kind_of_terminal_shows_the_list(tmp_path: Path, site: Path, term: str) -> None:
    with open_window(tmp_path, (60, 20), term) as window:
        window.start(site)
        window.until("S03E01")
        window.keys("q")
        window.until("STATUS 0")


@pytest.mark.parametrize("stream", ["stdout", "stdin", "stderr"])
def test_without_a_terminal_it_says_so_and_paints_nothing(site: Path, stream: str) -> None:
    _, slave = pty.openpty()
    streams = {"stdin": slave, "stdout": slave, "stderr": slave}
    streams[stream] = subprocess.PIPE
    process = subprocess.Popen([sys.executable, "-m", "lgtui"], cwd=site,
                               env={**os.environ, "PYTHONPATH": str(ROOT)}, **streams)  # type: ignore[call-overload] # fmt: skip
    out, _ = process.communicate()
    assert process.returncode == 2
    assert b"\x1b" not in (out or b"")


def test_a_terminal_that_cannot_place_text_is_told_so_and_painted_nothing(site: Path) -> None:
    main, slave = pty.openpty()
    process = subprocess.Popen([sys.executable, "-m", "lgtui"], cwd=site, stdin=slave, stdout=slave,
                               stderr=slave, env={**os.environ, "PYTHONPATH": str(ROOT),
                                                  "TERM": "dumb"})  # fmt: skip
    assert process.wait() == 2
    said = os.read(main, 1 << 16)
    assert b"TERM=dumb" in said
    assert b"\x1b" not in said


@contextmanager
def bare(site: Path, state: Path) -> Iterator[Terminal]:
    """The app at rest in a bare pseudo-terminal, not for the first time: it does not greet."""
    (state / "lgtui").mkdir(parents=True)
    (state / "lgtui" / "started").touch()
    command = [sys.executable, "-m", "lgtui"]
    terminal = Terminal(command, site, (80, 24), XDG_STATE_HOME=str(state))
    try:
        terminal.until(b"S03E01")
        terminal.quiet(1.0)
        yield terminal
    finally:
        terminal.close()


def test_an_arrow_key_costs_few_bytes_and_idling_none(tmp_path: Path, site: Path) -> None:
    with bare(site, tmp_path / "state") as terminal:
        arrows = (b"\x1b[B", b"\x1b[B", b"\x1b[B", b"\x1b[A")
        costs = []
        for key in arrows:
            terminal.send(key)
            costs.append(terminal.answer(patience=1.0))
        assert 0 < min(costs) <= max(costs) < 1500
        wait_until(lambda: terminal.idle(2.0) == 0, lambda: "it paints without a key")


def test_bytes_that_are_no_text_do_not_stop_the_keyboard(tmp_path: Path, site: Path) -> None:
    with bare(site, tmp_path / "state") as terminal:
        terminal.send(b"\xff\xfe\xc3")
        terminal.written = b""
        terminal.send(b"?")
        terminal.until(b"Keys", limit=LONGEST)
