"""``lgtui --announce``: the season that is announced, and what it still lacks."""

import datetime
from pathlib import Path

import pytest

from lgtui import cli, store
from tests.render.test_announcement import ADA, series


def test_the_command_prints_the_next_season_and_says_what_is_missing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    records = series(ADA._replace(bio=""), start=datetime.datetime(2096, 3, 2, 15))
    path = tmp_path / "talks.toml"
    path.write_bytes(store.dumps(records))
    data = ["--data", str(path)]
    assert cli.main(["--announce", *data, "--zones", "Asia/Kolkata"]) == 0
    out, err = capsys.readouterr()
    assert "7:30pm IST in Kolkata" in out
    assert "New York" not in out
    assert err == "lgtui: still missing: S09 has 1 of 3 talks, S09E01 bio\n"
    assert cli.main(["--announce", "S09", *data, "--format", "markdown"]) == 0
    assert capsys.readouterr().out.startswith("# Looking-Glass")
    assert cli.main(["--announce", "S10", *data]) == 2
    assert "there is no season S10" in capsys.readouterr().err


@pytest.mark.parametrize("mode", [["--announce"], ["--export", "csv"], ["--export", "json"]])
def test_what_a_terminal_would_obey_is_sent_as_signs(
    mode: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    title = "Evil \x1b]0;owned\x07 \u202egnp.exe 👩\u200d💻"
    records = series(ADA._replace(title=title), start=datetime.datetime(2096, 3, 2, 15))
    path = tmp_path / "talks.toml"
    path.write_bytes(store.dumps(records))
    assert cli.main([*mode, "--data", str(path)]) == 0
    said = capsys.readouterr()
    assert not set(said.out + said.err) & set("\x1b\x07\u202e")
    assert "gnp.exe" in said.out
