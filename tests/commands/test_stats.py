"""``--stats``: text with and without bars, JSON."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui import cli, store
from lgtui.commands.stats import as_text, bar
from lgtui.records.statistics import count
from tests.records.test_statistics import RECORDS
from tests.running import ROOT


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "talks.toml").write_bytes(store.dumps(RECORDS))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_file_gets_the_numbers_without_bars(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--stats"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Shadows of Data: 3 seasons held, 2025-01-31 to 2025-03-02\n")
    assert "4 given, 2 planned, 1 cancelled\n" in said
    assert "1: Łucja Nowak (S01, S02)\n" in said
    assert "2 of 4, 1 withheld, 1 missing\n" in said
    assert "30 days\n" in said
    assert "\n  Poland  2\n" in said
    assert "\ntalks without a video\n  S01  1\n" in said
    assert "█" not in said


def test_a_terminal_gets_bars_that_fit_into_it(folder: Path) -> None:
    main, other = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "lgtui", "--stats"],
        stdin=other,
        stdout=other,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "COLUMNS": "30"},
    ):
        os.close(other)
        said = b""
        try:
            while more := os.read(main, 4096):
                said += more
        except OSError:
            pass  # how Linux says that the other end is closed
    os.close(main)
    rows = said.decode().split("speakers by country")[1].splitlines()[1:3]
    assert rows == ["  Poland  2  █████████████████", "  UK      1  ████████▌"]
    assert max(map(len, rows)) <= 30


@pytest.mark.parametrize("width", [0, 1, 12, 40, 200])
def test_a_row_with_a_bar_is_never_wider_than_the_terminal(width: int) -> None:
    lines = as_text(count(RECORDS), RECORDS, width).splitlines()
    drawn = [line for line in lines if set(line) & set("█▏▎▍▌▋▊▉")]
    assert bool(drawn) == (width >= 40)
    assert all(len(line) <= width for line in drawn)


@given(st.integers(0, 1000), st.integers(1, 1000), st.integers(1, 80))
def test_a_bar_grows_with_its_number_and_fits(number: int, most: int, room: int) -> None:
    number = min(number, most)
    drawn = bar(number, most, room)
    assert bool(drawn) == bool(number)
    assert len(drawn) <= room
    assert len(bar(most, most, room)) == room
    assert len(drawn) >= len(bar(number // 2, most, room))


def test_the_json_form(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--stats", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["talks"] == {"given": 4, "planned": 2, "cancelled": 1}
    assert found["videos"] == {"shared": 2, "withheld": 1, "missing": 1}
    assert found["gaps"] == {"days": [30], "shortest": 30, "median": 30, "longest": 30}
    assert found["countries"] == {"Poland": 2, "UK": 1}
    assert found["returning"] == 1
    assert found["seasons"][1] == {
        "season": "S02", "state": "held", "first": "2025-03-02", "talks": 1, "videos": 1,
        "withheld": 0, "gap": 30,
    }  # fmt: skip


def test_before_the_first_season_it_says_so(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "data" / "talks.toml").write_text("schema = 1\n")
    assert cli.main(["--stats"]) == 0
    assert capsys.readouterr().out == "no season was held yet: there is nothing to count\n"
    assert cli.main(["--stats", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["gaps"]["median"] is None
