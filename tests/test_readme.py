"""The README is kept true: its tables are the program's own."""

import re

import pytest
import yaml

from lgtui import __version__, cli
from lgtui.checks import CODES
from lgtui.model import FIELDS
from tests.document import yaml_pieces
from tests.running import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
OPTIONS = {option for act in cli.build_parser()._actions for option in act.option_strings}


def test_every_code_is_listed_with_its_meaning() -> None:
    for code, is_ in CODES.items():
        fix = "yes" if is_.fixable else ""
        assert f"| {code} | {is_.severity} | {is_.meaning} | {fix} |" in README


def test_every_mode_is_in_the_table_of_calls() -> None:
    for mode in ("render", "check", "status", "announce", "import", "init"):
        assert f"| `lgtui --{mode}" in README


def test_every_option_in_the_table_of_calls_exists() -> None:
    calls = [line for line in README.splitlines() if line.startswith("| `lgtui")]
    named = {option for line in calls for option in re.findall(r"--[a-z-]+", line)}
    assert named
    assert named <= OPTIONS


def commands(value: object) -> list[str]:
    """Every command line of lgtui in a workflow or list of hooks."""
    if isinstance(value, dict):
        own = [text for key in ("run", "entry") if isinstance(text := value.get(key), str)]
        lines = [line for text in own for line in text.splitlines() if line.startswith("lgtui")]
        return lines + [line for each in value.values() for line in commands(each)]
    return [line for each in value for line in commands(each)] if isinstance(value, list) else []


def test_the_workflows_of_the_readme_call_what_there_is() -> None:
    found = [line for _, piece in yaml_pieces() for line in commands(piece)]
    assert "lgtui --check --format github" in found
    assert "lgtui --render --check --diff" in found
    for line in found:
        arguments = line.split()[1:]
        cli.parse(arguments)


def test_the_hooks_are_those_that_the_readme_names(monkeypatch: pytest.MonkeyPatch) -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    [repository] = dict(yaml_pieces())[".pre-commit-config.yaml"]["repos"]
    assert repository["rev"] == f"v{__version__}"
    assert [hook["id"] for hook in hooks] == [hook["id"] for hook in repository["hooks"]]
    monkeypatch.chdir(ROOT)
    for hook in hooks:
        assert hook["pass_filenames"] is False
        for path in ("data/talks.toml", "_pages/webinar.md", "_news/9.md", "_templates/next.jinja"):
            assert re.search(hook["files"], path)
    render, check = (hook["entry"].split()[1:] for hook in hooks)
    assert render == ["--render", "--staged"]
    assert cli.main(["--render", "--check"]) == 0
    assert cli.main(check) == 0


def test_every_option_is_named_in_the_readme() -> None:
    for act in cli.build_parser()._actions:
        ways = act.option_strings
        assert not ways or re.search(rf"(?<![\w-])(?:{'|'.join(ways)})(?![\w-])", README), ways


def test_every_field_of_the_records_is_named_in_the_readme() -> None:
    for kind, fields in FIELDS.items():
        for field in fields:
            short = re.sub(r"_template$", "_", field.name)
            assert re.search(rf"(?<!\w)(?:{field.name}|{short})(?!\w)", README), (kind, field.name)


def test_every_variable_of_the_environment_that_is_ours_is_named_and_no_other() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in (ROOT / "lgtui").rglob("*.py"))
    read = set(re.findall(r"environ(?:\.get\(|\[)\"(LGTUI_\w+|XDG_\w+|NO_COLOR)\"", sources))
    assert {"LGTUI_FETCH", "LGTUI_THEME", "XDG_STATE_HOME"} <= read
    named = set(re.findall(r"\b(?:LGTUI_[A-Z]+|XDG_[A-Z_]+|NO_COLOR)\b", README))
    assert named == read


def test_every_picture_exists_and_is_shown() -> None:
    shown = set(re.findall(r"\]\(screenshots/([\w.]+)\)", README))
    assert shown == {path.name for path in (ROOT / "screenshots").glob("*.png")}


def test_every_file_that_the_readme_links_to_exists() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
