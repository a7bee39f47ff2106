"""What git's hooks and pre-commit do with ``lgtui --render --staged``, in real commits."""

import importlib.util
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from lgtui import cli
from tests.document import DOCUMENT
from tests.repo.sites import DATA, git
from tests.running import ROOT

NEWS = "_news/20240302_webinar_2.md"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone with its pages committed, and ``lgtui`` on the path of its hooks."""
    folder = tmp_path / "site"
    (folder / "data").mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "config", "user.name", "Ada")
    git(folder, "config", "user.email", "ada@example.org")
    (folder / "data" / "talks.toml").write_text(DATA)
    assert cli.main([str(folder), "--render"]) == 0
    git(folder, "add", "--all")
    git(folder, "commit", "-q", "-m", "Records")
    programs = tmp_path / "bin"
    programs.mkdir()
    lgtui = programs / "lgtui"
    lgtui.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec "{sys.executable}" -m lgtui "$@"\n')
    lgtui.chmod(0o755)
    monkeypatch.setenv("PATH", str(programs), prepend=os.pathsep)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def hooked(site: Path) -> Path:
    """The clone with the hook that the document names."""
    [line] = re.findall(r"`(lgtui --render --staged [^`]*)` as `\.git/hooks", DOCUMENT.read_text())
    hook = site / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\n{line}\n")
    hook.chmod(0o755)
    return site


def hold_next_season(folder: Path) -> None:
    """Edits the records so that pages change and a news item is created."""
    data = folder / "data" / "talks.toml"
    data.write_text(data.read_text().replace('"upcoming"', '"held"').replace("2099", "2024"))


def commit(folder: Path, *arguments: str) -> tuple[int, str]:
    """Commits; gives the exit status and what was said."""
    ran = subprocess.run(
        ["git", "commit", "-m", "Hold season 2", *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return ran.returncode, ran.stdout


def committed(folder: Path) -> str:
    return git(folder, "show", "--name-only", "--format=%s", "HEAD")


def as_told(said: str) -> list[str]:
    """What the message says to type."""
    [command] = re.findall(r"lgtui: .*: (git add -- .*)", said)
    return shlex.split(command)[1:]


@pytest.mark.parametrize("arguments", [[], ["-a"]])
def test_a_news_item_that_the_hook_creates_is_not_left_out(
    hooked: Path, arguments: list[str]
) -> None:
    hold_next_season(hooked)
    git(hooked, "add", "data")
    status, said = commit(hooked, *arguments)
    assert status != 0
    assert NEWS in as_told(said)
    assert committed(hooked).startswith("Records")
    git(hooked, *as_told(said))
    status, said = commit(hooked)
    assert status == 0, said
    assert {NEWS, "_pages/webinar.md", "data/talks.toml"} <= set(committed(hooked).split())
    assert git(hooked, "status", "--porcelain") == ""


def test_a_page_of_which_an_older_text_is_staged_is_refused(hooked: Path) -> None:
    page = hooked / "_pages" / "webinar.md"
    page.write_text(page.read_text() + "\nSee you.\n")
    git(hooked, "add", "--all")
    page.write_text(page.read_text() + "\nSoon.\n")
    status, said = commit(hooked)
    assert status != 0
    assert as_told(said) == ["add", "--", "_pages/webinar.md"]


def test_the_index_that_git_names_to_its_hook_counts(hooked: Path) -> None:
    hold_next_season(hooked)
    assert cli.main(["--render"]) == 0
    git(hooked, "add", NEWS)
    status, said = commit(hooked, "-a")
    assert status == 0, said
    assert git(hooked, "status", "--porcelain") == ""


def test_records_that_are_not_staged_are_refused(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (site / "data" / "talks.toml").open("a") as file:
        file.write("# a remark\n")
    assert cli.main(["--render", "--staged"]) == 1
    assert as_told(capsys.readouterr().err) == ["add", "--", "data/talks.toml"]


def test_pages_that_git_ignores_are_nobodys_to_add(site: Path) -> None:
    (site / ".gitignore").write_text("_pages/\n_news/\n")
    git(site, "rm", "-q", "-r", "--cached", "_pages", "_news")
    git(site, "add", ".gitignore")
    assert cli.main(["--render", "--staged"]) == 0


def test_without_a_repository_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "talks.toml").write_text(DATA)
    monkeypatch.chdir(tmp_path)
    assert cli.main(["--render", "--staged"]) == 2
    assert "is not in a git repository" in capsys.readouterr().err


@pytest.mark.system
@pytest.mark.skipif(
    not importlib.util.find_spec("pre_commit"),
    reason="not installed here: pre-commit (pip install pre-commit)",
)
def test_pre_commit_runs_the_hooks(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    here = [hook | {"language": "system"} for hook in hooks]
    settings = {"repos": [{"repo": "local", "hooks": here}]}
    (site / ".pre-commit-config.yaml").write_text(yaml.safe_dump(settings))
    git(site, "add", "--all")
    git(site, "commit", "-q", "-m", "Hooks")
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "pre-commit"))
    subprocess.run(
        [sys.executable, "-m", "pre_commit", "install"], cwd=site, check=True, capture_output=True
    )
    hold_next_season(site)
    git(site, "add", "data")
    status, said = commit(site)
    assert status != 0
    failed = re.findall(r"hook id: (\S+)", said)
    assert failed == ["lgtui-render"], said
    assert said.index(hooks[0]["name"]) < said.index(hooks[1]["name"])
    git(site, *as_told(said))
    status, said = commit(site)
    assert status == 0, said
    assert NEWS in committed(site)
    assert git(site, "status", "--porcelain") == ""
