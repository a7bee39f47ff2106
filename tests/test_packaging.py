"""What is packaged: one version, and tests that whoever has the source archive can run."""

import importlib.metadata
import os
import subprocess
import sys
import tarfile
import tomllib
from pathlib import Path

import pytest
import yaml

from lgtui import __version__
from tests.running import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def test_the_version_is_written_once() -> None:
    assert "version" not in PROJECT
    assert PROJECT["dynamic"] == ["version"]
    assert importlib.metadata.version("lgtui") == __version__


def test_the_source_archive_holds_every_file_of_the_repository(tmp_path: Path) -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not in a git repository: nothing to compare the archive with")
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.rstrip("\0")
    made = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(tmp_path)],
        cwd=ROOT,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    with tarfile.open(tmp_path / f"lgtui-{__version__}.tar.gz") as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert set(tracked.split("\0")) <= names


def test_the_pin_of_textual_is_moved_by_a_pull_request_of_its_own() -> None:
    assert any(line.startswith("textual==") for line in PROJECT["dependencies"])
    settings = yaml.safe_load((ROOT / ".github" / "dependabot.yml").read_text("utf-8"))
    [packages] = [each for each in settings["updates"] if each["package-ecosystem"] == "pip"]
    assert packages["groups"]["others"]["exclude-patterns"] == ["textual"]
