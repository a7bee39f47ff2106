"""The document's workflows, step by step as GitHub runs them, on sites in every state."""

import os
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from lgtui import cli
from tests.document import yaml_pieces
from tests.repo.sites import DATA, git
from tests.running import ROOT

WORKFLOWS = [(file, piece) for file, piece in yaml_pieces() if isinstance(piece.get("jobs"), dict)]
COMPARING, WRITING = (piece for _, piece in WORKFLOWS)


class Step(NamedTuple):
    """What came of one step: its command, exit status and log."""

    command: str
    status: int
    log: str


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The checkout of a branch whose server is a bare repository, its pages rendered."""
    git(tmp_path, "init", "-q", "--bare", "-b", "main", "server.git")
    git(tmp_path, "clone", "-q", "server.git", "site")
    folder = tmp_path / "site"
    git(folder, "checkout", "-q", "-b", "season")
    (folder / "data").mkdir()
    (folder / "data" / "talks.toml").write_text(DATA)
    assert cli.main([str(folder), "--render"]) == 0
    publish(folder)
    return folder


def publish(folder: Path) -> None:
    """Commits all of a site and pushes it, as somebody did before the workflow starts."""
    git(folder, "add", "--all")
    git(folder, *"-c user.name=Ada -c user.email=ada@example.org commit -q -m Records".split())
    git(folder, *"push -q --set-upstream origin HEAD".split())


def hold_next_season(folder: Path) -> None:
    """Edits the records so that a page is stale and a news item is not there."""
    data = folder / "data" / "talks.toml"
    held = data.read_text().replace('"upcoming"', '"held"').replace("2099", "2024")
    data.write_text(held)


def run_job(workflow: dict[str, Any], folder: Path) -> tuple[bool, list[Step]]:
    """Runs the command lines of a workflow's only job, and says whether the job passed."""
    programs = folder.parent / "bin"
    programs.mkdir(exist_ok=True)
    lgtui = programs / "lgtui"
    lgtui.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m lgtui "$@"\n')
    lgtui.chmod(0o755)
    env = {"PATH": f"{programs}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "CI": "true"}
    env |= {"HOME": str(folder.parent), "GIT_CONFIG_NOSYSTEM": "1"}
    [job] = workflow["jobs"].values()
    steps = []
    for step in job["steps"]:
        command = step.get("run", "")
        if not command or command.startswith("pip install"):
            continue
        ran = subprocess.run(
            ["bash", "-e", "-c", command],
            cwd=folder,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        steps.append(Step(command, ran.returncode, ran.stdout))
        if ran.returncode and not step.get("continue-on-error"):
            return False, steps
    return True, steps


@pytest.mark.parametrize("workflow", [COMPARING, WRITING], ids=["comparing", "writing"])
def test_a_fresh_site_passes_and_nothing_is_committed(workflow: dict[str, Any], site: Path) -> None:
    before = git(site, "rev-parse", "HEAD")
    passed, steps = run_job(workflow, site)
    assert passed, steps
    assert [step.status for step in steps] == [0] * len(steps)
    assert git(site, "rev-parse", "HEAD") == before
    assert git(site, "status", "--porcelain") == ""


@pytest.mark.parametrize("workflow", [COMPARING, WRITING], ids=["comparing", "writing"])
def test_a_new_series_passes(workflow: dict[str, Any], site: Path) -> None:
    git(site, "rm", "-q", "-r", ".")
    assert cli.main(["--init", str(site)]) == 0
    publish(site)
    passed, steps = run_job(workflow, site)
    assert passed, steps


def test_comparing_shows_the_difference_of_a_stale_site_and_then_fails_at_the_findings(
    site: Path,
) -> None:
    hold_next_season(site)
    publish(site)
    passed, [pages, check] = run_job(COMPARING, site)
    assert not passed
    assert "stale _pages/webinar.md\n--- a/_pages/webinar.md\n" in pages.log
    assert "--- /dev/null\n+++ b/_news/20240302_webinar_2.md\n" in pages.log
    assert "::error file=_pages/webinar.md,line=" in check.log
    assert "title=PAGE001" in check.log
    assert git(site, "status", "--porcelain") == ""


def test_writing_pushes_the_pages_of_a_stale_site_with_its_news_item(site: Path) -> None:
    hold_next_season(site)
    publish(site)
    passed, steps = run_job(WRITING, site)
    assert passed, steps
    assert any("+++ b/_news/20240302_webinar_2.md\n" in step.log for step in steps)
    assert "_news/20240302_webinar_2.md" in git(site, "ls-tree", "-r", "--name-only", "@{upstream}")
    assert git(site, "status", "--porcelain") == ""


@pytest.mark.parametrize("workflow", [COMPARING, WRITING], ids=["comparing", "writing"])
def test_records_with_an_error_fail_with_the_finding_and_leave_the_pages(
    workflow: dict[str, Any], site: Path
) -> None:
    data = site / "data" / "talks.toml"
    data.write_text(data.read_text().replace("From metrics to meaning", "From metrics\u200b"))
    publish(site)
    before = git(site, "rev-parse", "HEAD")
    passed, steps = run_job(workflow, site)
    assert not passed
    assert "title=TEXT002" in steps[-1].log
    assert git(site, "rev-parse", "@{upstream}") == before


def test_a_push_that_the_server_refuses_fails(site: Path) -> None:
    hold_next_season(site)
    publish(site)
    refusing = site.parent / "server.git" / "hooks" / "pre-receive"
    refusing.parent.mkdir(exist_ok=True)
    refusing.write_text("#!/bin/sh\nexit 1\n")
    refusing.chmod(0o755)
    passed, _ = run_job(WRITING, site)
    assert not passed


@pytest.mark.parametrize("file, workflow", WORKFLOWS, ids=["comparing", "writing"])
def test_it_starts_for_every_file_that_a_page_depends_on(
    file: str, workflow: dict[Any, Any], site: Path
) -> None:
    # YAML reads the key "on" as a truth value.
    patterns = workflow[True]["pull_request"]["paths"]
    paths = [*git(site, "ls-files").splitlines(), "assets/webinar.ics", "_templates/next.md", file]
    assert "_news/20230227_webinar_1.md" in paths
    for path in paths:
        assert any(fnmatch(path, pattern) for pattern in patterns), path
