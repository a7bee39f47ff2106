"""The command line as a person meets it: what goes together, what is said, which exit status."""

import inspect
from importlib import import_module
from pathlib import Path

import pytest

from lgtui import cli
from lgtui.commands import Options
from tests.running import ROOT, lgtui


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--import", "a.md", "--check"], "--import and --check do not go together"),
        (["--render", "--publish"], "--render and --publish do not go together"),
        (["--check", "--dry-run"], "--dry-run needs --import"),
        (["--check", "--stdout", "webinar"], "--stdout needs --render"),
        (["--fix"], "--fix needs --check"),
        (["--render", "--diff"], "--diff needs --render --check"),
        (["--check", "--format", "xml"], "--check has no form xml; it has text, json, github"),
        (["--announce", "--format", "json"], "it has plain, markdown, html, social"),
        (["--chekc"], "unknown: --chekc (did you mean --check?)"),
        (["--zzz"], "unknown: --zzz; lgtui --help lists all options"),
        (["--export", "xml"], "--export: invalid choice: 'xml'"),
        (["--import"], "expected at least one argument"),
    ],
)
def test_wrong_usage_is_told_and_exits_2(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == 2
    assert told in capsys.readouterr().err


def test_every_mode_has_a_module_that_runs_it_and_options_of_its_own() -> None:
    for mode, name in cli.MODES.items():
        run = import_module(f"lgtui.commands.{name}").run
        [given] = inspect.signature(run, eval_str=True).parameters.values()
        assert given.annotation is Options
        assert mode in Options._fields
    assert set(cli.OPTIONS_OF) <= set(Options._fields)


def test_options_that_are_given_empty_are_given(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.parse(["--status"]) == ("status", Options(format="text"))
    with pytest.raises(SystemExit):
        cli.parse(["--check", "--message", ""])
    assert "--message needs --publish" in capsys.readouterr().err


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("lgtui ")


def test_without_a_data_file_the_message_says_what_to_do(tmp_path: Path) -> None:
    ran = lgtui("--check", folder=tmp_path)
    assert ran.returncode == 2
    assert ran.stdout == ""
    assert "data/talks.toml" in ran.stderr
    assert "--init" in ran.stderr
    assert ran.stderr.count("\n") == 1


@pytest.mark.parametrize("arguments", [["--check"], ["--render"]])
@pytest.mark.parametrize("shell", [">&-", ">/dev/full"])
def test_standard_output_that_cannot_be_written_is_one_message(
    tmp_path: Path, arguments: list[str], shell: str
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "talks.toml").write_bytes((ROOT / "data" / "talks.toml").read_bytes())
    ran = lgtui(*arguments, folder=tmp_path, shell=shell)
    assert ran.returncode == 2
    assert "standard output" in ran.stderr
    assert ran.stderr.count("\n") == 1


def test_the_app_without_a_terminal_is_one_message(tmp_path: Path) -> None:
    ran = lgtui(folder=tmp_path)
    assert ran.returncode == 2
    assert "terminal" in ran.stderr
    assert ran.stdout == ""
    assert ran.stderr.count("\n") == 1
