"""The command line as a person meets it: what goes together, what is said, which exit status."""

import inspect
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from lgtui import cli
from lgtui.cli import build_parser
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
        (["--render", "--staged", "--check"], "--staged and --check do not go together"),
        (["--render", "--staged", "--stdout", "webinar"], "--staged and --stdout do not go"),
        (["--check", "--staged"], "--staged needs --render"),
        (["check"], "there is no folder check; did you mean --check?"),
        (["import", "page.md"], "there is no folder import; did you mean --import?"),
        (["publish", "-m", "Words"], "there is no folder publish; did you mean --publish?"),
        (["merge-driver", "a", "b", "c", "d"], "did you mean --merge-driver?"),
        (["help"], "did you mean --help?"),
        (["--render", "check"], "did you mean --check?"),
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


def test_a_folder_may_be_called_like_a_mode(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["--init", "check"]) == 0
    capsys.readouterr()
    assert cli.main(["check", "--check"]) == 0
    assert capsys.readouterr().out.startswith("check/data/talks.toml: ")


@pytest.mark.parametrize("columns", [40, 80, 160])
def test_the_help_is_as_wide_as_the_terminal(columns: int, tmp_path: Path) -> None:
    ran = lgtui("--help", folder=tmp_path, env={"COLUMNS": str(columns)})
    assert ran.returncode == 0
    lines = ran.stdout.splitlines()
    assert columns * 0.8 < max(map(len, lines)) <= columns
    for option in build_parser()._actions:
        name = (option.option_strings or ["FOLDER"])[-1]
        assert any(re.match(rf"  (-\w.*, )?{name}\b", line) for line in lines), name
    # A narrow terminal leaves no column of slivers beside the options.
    does = [line.strip() for line in lines if line.startswith("      ")]
    assert max(map(len, does)) > min(columns, 80) / 2


WINDOWS = """
import sys
for name in ("fcntl", "grp", "pwd", "resource", "termios", "tty"):
    sys.modules[name] = None  # to import it fails
import lgtui.cli
sys.platform = "win32"
sys.argv = ["lgtui", "--check"]
import runpy
runpy.run_module("lgtui", run_name="__main__")
"""


def test_on_windows_it_says_where_it_runs() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", WINDOWS], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("lgtui: Windows is not supported; lgtui runs on macOS and Linux")
    assert ran.stderr.count("\n") == 1


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


def test_keys_within_keys_without_end_are_one_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "talks.toml"
    data.write_text("schema = 1\n" + ".".join(["a"] * 3000) + " = 1\n")
    assert cli.guarded(lambda: cli.main(["--data", str(data), "--export", "json"])) == 2
    assert "nested too deeply" in capsys.readouterr().err


@pytest.mark.parametrize("mode", ["status", "announce", "history"])
def test_a_season_may_stand_behind_other_options(
    mode: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found, options = cli.parse([f"--{mode}", "--format", cli.FORMATS[mode][0], "S10"])
    assert (found, options.folder) == (mode, "")
    assert cli.parse([f"--{mode}", "S10"])[1] == options
    # A folder of that name goes first.
    (tmp_path / "S10").mkdir()
    assert cli.parse([f"--{mode}", "--format", cli.FORMATS[mode][0], "S10"])[1].folder == "S10"
