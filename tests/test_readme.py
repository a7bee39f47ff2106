"""The README is kept true: its tables are the program's own."""

import re
from pathlib import Path

from lgtui import cli
from lgtui.checks import CODES

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def test_every_code_is_listed_with_its_meaning() -> None:
    for code, is_ in CODES.items():
        fix = "yes" if is_.fixable else ""
        assert f"| {code} | {is_.severity} | {is_.meaning} | {fix} |" in README


def test_every_verb_is_in_the_table_of_calls() -> None:
    for verb in ("render", "check", "status", "announce", "import", "init"):
        assert f"| `lgtui --{verb}" in README


def test_every_option_in_the_table_of_calls_exists() -> None:
    known = {option for act in cli.build_parser()._actions for option in act.option_strings}
    calls = [line for line in README.splitlines() if line.startswith("| `lgtui")]
    named = {option for line in calls for option in re.findall(r"--[a-z-]+", line)}
    assert named
    assert named <= known
