"""``lgtui --status``: text, JSON, exit status."""

import json
from pathlib import Path

import pytest

from lgtui import cli

DATA = """schema = 1

[series]
name = "Looking glass"
timezone = "Europe/Copenhagen"
talks_per_season = 1

[pages]
news = "_news"

[[seasons]]
number = 1
start = 2026-01-21
state = "held"

[[seasons]]
number = 2
theme = "Audits"
start = 2026-03-14T15:00:00
register_url = "https://zoom.example/r"

[[talks]]
id = "S01E01"
title = "Wide nets"
speakers = [{ name = "Bo" }]
video_url = "https://youtu.be/abcdefghijk"

[[talks]]
id = "S02E01"
title = "Deep nets"
speakers = [{ name = "Ada" }]
abstract = "What we did."
"""


PRIVATE = """series = "Looking glass"

[[seasons]]
number = 2
moderator = "Mo"
backup = "Bea"

[[talks]]
id = "S02E01"
cared_for_by = "Cy"
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a held season whose news item is written, and a planned one."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path.with_name(f"{tmp_path.name} data")))
    monkeypatch.delenv("LGTUI_PRIVATE", raising=False)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "talks.toml").write_text(DATA)
    (tmp_path / "_news").mkdir()
    (tmp_path / "_news" / "20260121_webinar_1.md").write_text("x")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def status(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = cli.main(["--status", *arguments, "--today", "2026-03-02"])
    return code, capsys.readouterr().out


def test_the_text_names_what_is_missing_where(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out = status(capsys)
    assert code == 1
    assert out == (
        "S02 Audits: 14 March 2026 at 3:00pm CET, in 12 days\n"
        "  to be announced: 1 thing missing\n"
        "  ✗ S02E01  bio\n"
        "\n"
        "complete: S01\n"
    )


def test_a_held_season_without_a_theme_waits_for_none(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(capsys, "S01")[1].startswith("S01: 21 January 2026, 40 days ago\n")
    data = site / "data" / "talks.toml"
    data.write_text(data.read_text().replace('theme = "Audits"\n', ""))
    assert status(capsys, "S02")[1].startswith("S02 TBA: 14 March 2026")


def test_days_and_hours_are_written_in_the_series_style(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = site / "data" / "talks.toml"
    style = 'talks_per_season = 1\nhour_style = "15:00"\ndate_style = "2026-03-02"'
    data.write_text(data.read_text().replace("talks_per_season = 1", style))
    assert status(capsys, "S02")[1].startswith("S02 Audits: 2026-03-14 at 15:00 CET")


def test_a_theme_of_any_length_takes_one_line(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = site / "data" / "talks.toml"
    path.write_text(path.read_text().replace("Audits", "of words " * 10_000))
    _, text = status(capsys)
    assert max(map(len, text.splitlines())) < 200
    assert "S02 of words of words" in text


def test_nothing_missing_is_exit_status_0(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--status", "S01", "--today", "2026-03-02"]) == 0
    assert capsys.readouterr().err == ""
    assert status(capsys, "S02")[0] == 1
    data = site / "data" / "talks.toml"
    data.write_text(data.read_text() + 'bio = "She did it."\n')
    code, out = status(capsys)
    assert code == 0
    assert "✓ ready to announce" in out


def test_a_news_item_that_is_not_written_is_missing(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "_news" / "20260121_webinar_1.md").unlink()
    (site / "_news").rmdir()
    code, out = status(capsys, "1")
    assert code == 1
    assert "✗ S01  news item (lgtui --render writes it) missing for 40 days" in out


def test_the_json_form_is_as_documented(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out = status(capsys, "--format", "json")
    assert code == 1
    found = json.loads(out)
    assert {key: found[key] for key in ("version", "file", "today", "missing")} == {
        "version": 1,
        "file": "data/talks.toml",
        "today": "2026-03-02",
        "missing": 1,
    }
    first, second = found["seasons"]
    assert first["complete"]
    assert first["days"] == -40
    assert second["step"] == "announce"
    assert second["start"] == "2026-03-14T15:00:00"
    assert [
        item for item in second["items"] if item["step"] == "announce" and not item["done"]
    ] == [
        {
            "step": "announce",
            "record": "S02E01",
            "what": "bio",
            "done": False,
            "note": "",
            "missing_days": None,
        }
    ]


def test_every_name_of_the_json_form_is_documented(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from lgtui.commands import status as module

    def names(value: object) -> set[str]:
        if isinstance(value, dict):
            return set(value).union(*map(names, value.values()))
        return set().union(*map(names, value)) if isinstance(value, list) else set()

    private = site.with_name(f"{site.name}.toml")
    private.write_text(PRIVATE)
    given = ("--format", "json", "--private", str(private))
    found = names(json.loads(status(capsys, *given)[1]))
    assert {"due", "since"} <= found
    assert all(f'"{name}":' in (module.__doc__ or "") for name in found)


@pytest.mark.parametrize(
    ("name", "told"),
    [("S77", "there is no season S77; there are S01–S02"), ("soon", "“soon” is no season")],
)
def test_a_season_that_is_not_there_is_exit_status_2(
    site: Path, capsys: pytest.CaptureFixture[str], name: str, told: str
) -> None:
    assert cli.main(["--status", name]) == 2
    assert told in capsys.readouterr().err


def test_errors_in_the_data_are_told_beside_it(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = site / "data" / "talks.toml"
    data.write_text(data.read_text() + 'video_url = "nowhere"\n')
    assert cli.main(["--status", "S01"]) == 0
    assert "the data has 1 error" in capsys.readouterr().err


def test_a_form_of_another_mode_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--status", "--format", "github"])
    assert ended.value.code == 2
    assert "--status has no form github; it has text, json" in capsys.readouterr().err


def test_what_is_due_is_told_where_there_is_a_private_file(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = site / "data" / "talks.toml"
    data.write_text(data.read_text() + 'bio = "She did it."\n')
    private = site.with_name(f"{site.name}.toml")
    private.write_text(PRIVATE)
    monkeypatch.setenv("LGTUI_PRIVATE", str(private))
    code, out = status(capsys)
    assert code == 1
    assert "✓ ready to announce" in out
    assert out.endswith(
        "\ndue:\n  ✗ S02  letter list-before (Mo), since 28 February 2026, 2 days ago\n"
    )
    assert json.loads(status(capsys, "S02", "--format", "json")[1])["due"] == [
        {
            "record": "S02",
            "what": "letter list-before",
            "who": "Mo",
            "since": "2026-02-28T15:00:00",
        }
    ]
    assert status(capsys, "S01") == (0, status(capsys, "S01")[1])
    assert "nothing is due" in status(capsys, "S01")[1]
    private.write_text(PRIVATE + '[due]\nannouncement = "never"\n')
    assert status(capsys)[0] == 0


def test_the_hour_counts_where_it_is_said(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    private = site.with_name(f"{site.name}.toml")
    private.write_text(PRIVATE)
    given = ["--status", "--private", str(private), "--today"]
    cli.main([*given, "2026-03-14T10:59"])
    assert "last mail" not in capsys.readouterr().out
    cli.main([*given, "2026-03-14T11:00"])
    assert "S02     last mail to the list (Mo), since 14 March 2026, today" in (
        capsys.readouterr().out
    )


def test_a_private_file_that_is_not_valid_or_a_strangers_is_one_clear_line(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    private = site.with_name(f"{site.name}.toml")
    monkeypatch.setenv("LGTUI_PRIVATE", str(private))
    for text, words in (
        ('series = "Looking glass"\n[[talks]]\nid = 9\n', f"{private}:3:1: id must be text"),
        ('series = "Another"\n', "belongs to “Another”, and the records to “Looking glass”"),
    ):
        private.write_text(text)
        assert cli.main(["--status"]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert words in err
    private.write_text('series = "Looking glass"\nshelf = 1\n[[talks]]\nid = "S09E01"\n')
    cli.main(["--status"])
    err = capsys.readouterr().err
    assert "unknown key “shelf”: it is kept, not used" in err
    assert "S09E01 in the private file is no talk of the records" in err
