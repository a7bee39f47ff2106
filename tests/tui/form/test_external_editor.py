"""The editor outside: what it writes is taken; a failed or empty one changes nothing."""

import os
import signal
import stat
from pathlib import Path

import pytest

from lgtui.tui.form.long_text import command, edit_outside


def editor(folder: Path, script: str) -> dict[str, str]:
    """An environment whose $EDITOR is a shell script; the file to edit is ``$1``."""
    path = folder / "my editor"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return {"EDITOR": f"'{path}'", "PATH": os.environ["PATH"], "TMPDIR": str(folder)}


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


def left(folder: Path) -> list[Path]:
    return list(folder.glob("lgtui-*"))


def test_what_the_editor_writes_is_taken_and_its_file_is_gone(tmp_path: Path) -> None:
    env = editor(tmp_path, 'printf "Zając\\n\\nmore\\n" > "$1"')
    outcome = edit_outside("old", "S01E01-abstract", env)
    assert outcome.text == "Zając\n\nmore"
    assert left(tmp_path) == []


def test_ctrl_c_is_the_editors_business(tmp_path: Path) -> None:
    env = editor(tmp_path, 'kill -INT $PPID; sleep 0.1; echo new > "$1"')
    before = signal.getsignal(signal.SIGINT)
    assert edit_outside("old", "x", env).text == "new"
    assert signal.getsignal(signal.SIGINT) is before


def test_an_editor_that_was_stopped_is_named_with_its_signal(tmp_path: Path) -> None:
    outcome = edit_outside("old", "x", editor(tmp_path, "kill -INT $$"))
    assert outcome.text is None
    assert "was stopped by signal 2" in outcome.told


def test_the_editor_sees_the_text(tmp_path: Path) -> None:
    env = editor(tmp_path, 'tr a-z A-Z < "$1" > "$1.new"; mv "$1.new" "$1"')
    assert edit_outside("one\n\ntwo", "x", env).text == "ONE\n\nTWO"


def test_a_text_that_ends_with_a_line_end_keeps_it(tmp_path: Path) -> None:
    env = editor(tmp_path, 'printf "b\\n" > "$1"')
    assert edit_outside("a\n", "x", env).text == "b\n"


def test_an_unchanged_text_is_no_edit(tmp_path: Path) -> None:
    outcome = edit_outside("same", "x", editor(tmp_path, "true"))
    assert outcome.text is None
    assert not outcome.failed
    assert left(tmp_path) == []


def test_a_failed_editor_changes_nothing_and_its_file_is_kept(tmp_path: Path) -> None:
    outcome = edit_outside("old", "x", editor(tmp_path, 'echo new > "$1"; exit 3'))
    assert outcome.text is None
    assert outcome.failed
    assert "status 3" in outcome.told
    (kept,) = left(tmp_path)
    assert str(kept) in outcome.told
    assert kept.read_text() == "new\n"


def test_an_empty_text_changes_nothing_and_is_told(tmp_path: Path) -> None:
    outcome = edit_outside("old", "x", editor(tmp_path, ': > "$1"'))
    assert outcome.text is None
    assert outcome.failed
    assert "empty" in outcome.told


def test_a_file_that_is_gone_or_no_text_changes_nothing(tmp_path: Path) -> None:
    assert edit_outside("old", "x", editor(tmp_path, 'rm "$1"')).failed
    assert edit_outside("old", "x", editor(tmp_path, "printf '\\377' > \"$1\"")).failed


def test_a_missing_editor_is_told(tmp_path: Path) -> None:
    outcome = edit_outside("old", "x", {"EDITOR": "/no/such/editor", "PATH": ""})
    assert outcome.text is None
    assert "export EDITOR=nano" in outcome.told
    assert "the text here is as it was" in outcome.told
    assert left(tmp_path) == []
    assert "export EDITOR=nano" in edit_outside("old", "x", {"PATH": ""}).told


def test_visual_comes_before_editor_and_may_have_arguments() -> None:
    assert command({"VISUAL": "code --wait", "EDITOR": "vi"}) == ["code", "--wait"]
    assert command({"VISUAL": " ", "EDITOR": "vi -c 'set tw=0'"}) == ["vi", "-c", "set tw=0"]
    assert command({"EDITOR": "odd'quote"}) == ["odd'quote"]


def test_no_other_user_can_read_the_file(tmp_path: Path) -> None:
    env = editor(tmp_path, 'stat -c %a "$1" > "$1.mode"; cat "$1.mode" > "$1"')
    assert edit_outside("old", "x", env).text == "600"
