"""Many organizers publish at once, and every edit ends up on the server exactly once.

``LGTUI_SOAK=180`` makes it three minutes with eight clones; otherwise it is short.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

from lgtui import store
from lgtui.checks import errors
from lgtui.cli import main
from tests.repo.sites import OrganizerClone, Team, git
from tests.repo.soak import AT_LEAST

SECONDS = float(os.environ.get("LGTUI_SOAK", "2"))
CLONES = 8 if SECONDS > 10 else 3
TOKEN = re.compile(r"tok\w+?end")


def test_every_edit_ends_up_on_the_server_exactly_once(ann: OrganizerClone, team: Team) -> None:
    assert ann.folder.exists()
    sites = [team.clone(f"c{at}") for at in range(CLONES)]
    script = Path(__file__).with_name("soak.py")
    workers = [
        subprocess.Popen(
            [sys.executable, script, site.folder, f"c{at}", str(at), str(SECONDS)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for at, site in enumerate(sites)
    ]
    published: list[str] = []
    for worker in workers:
        told, errors_told = worker.communicate(timeout=SECONDS * 3 + 90)
        assert worker.returncode == 0, errors_told[-3000:]
        published += told.split()
    assert len(published) >= AT_LEAST * CLONES
    assert team.is_linear()

    introduced: list[str] = []
    before: set[str] = set()
    for commit in git(team.bare, "rev-list", "--reverse", "main").splitlines()[1:]:
        text = git(team.bare, "show", f"{commit}:data/talks.toml")
        document = store.parse(text.encode(), commit)
        assert errors(document.records, document.problems) == []
        now = set(TOKEN.findall(text))
        introduced += now - before
        before = now
    assert sorted(introduced) == sorted(published)

    fresh = team.clone("fresh")
    assert main(["--data", str(fresh.data), "--render", "--check"]) == 0
    for site in sites:
        assert site.state() == ""
        assert git(site.folder, "merge-base", "--is-ancestor", "HEAD", "origin/main") == ""
