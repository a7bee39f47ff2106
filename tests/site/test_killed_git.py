"""A publish cut off at one of its git commands: nothing is lost or untrue, and the next goes on.

Every sixteenth command is cut off; with ``LGTUI_FAULT_ROUNDS`` every one.
"""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repo.sites import OrganizerClone, Team, git
from tests.running import ROOT

WRAPPER = """#!/bin/sh
count=$(cat "{folder}/count" 2>/dev/null || echo 0)
count=$((count + 1))
echo $count > "{folder}/count"
if [ "$count" = "$FAULT_AT" ]; then
  case $FAULT in
    git_dies) kill -9 $$ ;;
    git_fails) echo "fatal: out of memory" >&2; exit 128 ;;
    killed_before) kill -9 $PPID; exit 1 ;;
    killed_after) "{git}" "$@"; kill -9 $PPID; exit 1 ;;
  esac
fi
exec "{git}" "$@"
"""
FAULTS = ("git_dies", "git_fails", "killed_before", "killed_after")
TITLE = "A title that nobody may lose"


def publish(
    site: OrganizerClone, folder: Path, fault: str = "", at: int = 0
) -> subprocess.CompletedProcess[str]:
    """``lgtui --publish`` with a git that is cut off once, as a process of its own."""
    (folder / "count").unlink(missing_ok=True)
    env = os.environ | {
        "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "FAULT": fault,
        "FAULT_AT": str(at),
    }
    return subprocess.run(
        [sys.executable, "-m", "lgtui", "--publish"],
        cwd=site.folder, env=env, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


@pytest.fixture
def wrapped(tmp_path: Path) -> Path:
    folder = tmp_path / "wrapped"
    folder.mkdir()
    script = folder / "git"
    script.write_text(WRAPPER.format(folder=folder, git=shutil.which("git")))
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return folder


@pytest.mark.parametrize("fault", FAULTS)
def test_a_publish_cut_off_at_any_command_of_gits_goes_on_the_next_time(
    team: Team, ann: OrganizerClone, bob: OrganizerClone, wrapped: Path, fault: str
) -> None:
    step = 1 if os.environ.get("LGTUI_FAULT_ROUNDS") else 16
    at, rounds, reached = FAULTS.index(fault) - step + 1, 0, True
    while reached:
        at += step
        rounds += 1
        # Both have something, so that it is merged, too.
        theirs, mine = f"Theirs, round {rounds}", f"{TITLE}, round {rounds}"
        bob.pull()
        bob.set("S02E01", title=theirs)
        assert bob.publish().state == "published"
        ann.set("S01E01", title=mine)
        ann.render()
        cut = publish(ann, wrapped, fault, at)
        reached = int((wrapped / "count").read_text()) >= at
        server = git(team.bare, "show", "main:data/talks.toml")
        assert "Traceback" not in cut.stderr, cut.stderr
        assert cut.returncode or mine in server, f"{fault} at {at}: {cut.stdout}{cut.stderr}"
        assert ann.talk("S01E01").title == mine, f"{fault} at {at}"
        (ann.folder / ".git" / "index.lock").unlink(missing_ok=True)  # as the message advises
        again = publish(ann, wrapped)
        assert again.returncode == 0, f"{fault} at {at}: {cut.stderr}\nthen {again.stderr}"
        server = git(team.bare, "show", "main:data/talks.toml")
        assert server.count(mine) == server.count(theirs) == 1, f"{fault} at {at}"
        assert git(ann.folder, "status", "--porcelain") == "", f"{fault} at {at}"
        assert not list(ann.folder.rglob("*.lgtui-*")), f"{fault} at {at}"
    assert rounds * step > 15
