"""A new series: what is written, what is never replaced."""

from pathlib import Path

import pytest

from lgtui import cli, store


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "shadows-of_data"
    home.mkdir()
    monkeypatch.chdir(home)
    monkeypatch.setenv("TZ", "Europe/Copenhagen")
    return home


def test_a_new_series_is_clean_and_its_pages_are_fresh(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--init"]) == 0
    assert "wrote data/talks.toml" in capsys.readouterr().out
    series = store.read("data/talks.toml").records.series
    assert (series.name, series.timezone) == ("Shadows of data", "Europe/Copenhagen")
    assert cli.main(["--check", "--strict"]) == 0
    assert cli.main(["--render", "--check"]) == 0


def test_data_that_exists_is_not_replaced_without_force(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = folder / "data" / "talks.toml"
    data.parent.mkdir()
    data.write_text("schema = 1\n")
    assert cli.main(["--init"]) == 1
    assert "--force" in capsys.readouterr().err
    assert data.read_text() == "schema = 1\n"
    assert cli.main(["--init", "--force"]) == 0
    assert store.read(str(data)).records.series.name == "Shadows of data"


def test_a_page_that_exists_is_never_replaced(folder: Path) -> None:
    page = folder / "_pages" / "webinar.md"
    page.parent.mkdir()
    page.write_text("my own words\n")
    assert cli.main(["--init", "--force"]) == 0
    assert page.read_text() == "my own words\n"
    assert (folder / "_pages" / "webinar_talks.md").exists()


def test_an_unknown_zone_of_the_machine_becomes_utc(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "../../etc/passwd")
    assert cli.main(["--init"]) == 0
    assert store.read("data/talks.toml").records.series.timezone == "UTC"
