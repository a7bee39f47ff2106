"""Times publishing, status and history against the plain git commands they stand for.

Run it as ``python tests/bench/publishing.py``; ``--rounds 5`` and ``--commits 1000`` make it
shorter. The contestants run in turn, round after round; a ratio is the median of the ratios within
a round. Everything happens in a folder of its own, with a bare repository on this disk.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from lgtui import history  # noqa: E402 (the repository's root has to be on the path first)
from lgtui.repo import status  # noqa: E402
from tests.repo.sites import DATA, Site, Team, git  # noqa: E402

SCRIPT = """
import sys
from git import Repo
repo = Repo(sys.argv[1])
repo.git.commit("-q", "-m", "edit", "--", "data/talks.toml", "_pages/webinar.md")
repo.git.push("-q")
"""


def seconds(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def run(*command: str, folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def edit(site: Site, count: int) -> None:
    """One edit of one record, saved and rendered, ready to publish."""
    site.set("S02E01", title=f"Title number {count}")
    site.render()


def compare(
    name: str, limit: float, rounds: int, one: Callable[[int], float], other: Callable[[int], float]
) -> None:
    """Runs two contestants in turn and prints their medians and ratio."""
    ours, theirs = [], []
    for at in range(rounds + 1):
        first, second = one(2 * at), other(2 * at + 1)
        if at:  # the first round warms up
            ours.append(first)
            theirs.append(second)
    ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    verdict = "" if ratio <= limit else "  over the limit"
    times = "".join(f"{statistics.median(each) * 1000:9.1f} ms" for each in (ours, theirs))
    print(f"{name:<44}{times}{ratio:7.2f}  (to reach: {limit}){verdict}")


def publish_cases(site: Site, rounds: int) -> None:
    """Publishing in the running app, and as a whole process."""
    place = site.place

    def in_app(at: int) -> float:
        from lgtui.repo.publish import publish

        edit(site, at)
        return seconds(lambda: publish(place))

    def plain(at: int) -> float:
        edit(site, at)
        paths = ("data/talks.toml", "_pages/webinar.md")
        began = time.perf_counter()
        run("git", "commit", "-q", "-m", "edit", "--", *paths, folder=site.folder)
        run("git", "push", "-q", folder=site.folder)
        return time.perf_counter() - began

    compare("publish in the app / git commit, git push", 1.5, rounds, in_app, plain)
    env = os.environ | {"PYTHONPATH": str(ROOT)}

    def process(at: int) -> float:
        site.set("S02E01", title=f"Title number {at}")
        command = [sys.executable, "-m", "lgtui", "--publish"]
        return seconds(
            lambda: subprocess.run(
                command, cwd=site.folder, env=env, check=True, capture_output=True
            )
        )

    def script(at: int) -> float:
        edit(site, at)
        return seconds(
            lambda: run(sys.executable, "-c", SCRIPT, str(site.folder), folder=site.folder)
        )

    compare("lgtui --publish / a bare GitPython script", 1.5, rounds, process, script)


def status_case(site: Site, rounds: int) -> None:
    place = site.place
    paths = place.ours(site.records)
    compare(
        "status in the app / git status", 1.5, rounds,
        lambda at: seconds(lambda: status(place.clone, paths)),
        lambda at: seconds(lambda: run("git", "status", "-sb", folder=site.folder)),
    )  # fmt: skip


def history_case(folder: Path, commits: int, rounds: int) -> None:
    """A talk's first three rows in a long history, against all of ``git log -z``."""
    site = long_history(folder, commits)
    place = site.place

    def rows(at: int) -> float:
        def first_rows() -> None:
            found = history.of_one(place, "talks", 1)
            assert [next(found).author for _ in range(3)] == ["A"] * 3

        return seconds(first_rows)

    def log(at: int) -> float:
        return seconds(lambda: run("git", "log", "-z", "--", "data/talks.toml", folder=site.folder))

    ours, bare = [rows(at) for at in range(rounds)], [log(at) for at in range(rounds)]
    late = (statistics.median(ours) - statistics.median(bare)) * 1000
    times = "".join(f"{statistics.median(each) * 1000:9.1f} ms" for each in (ours, bare))
    print(f"{'first history rows / all of git log -z':<44}{times}{late:+7.0f} ms  (to reach: +300)")
    everything = seconds(lambda: list(history.of_one(place, "talks", 1)))
    print(f"{'all rows of that history':<44}{everything * 1000:9.1f} ms  ({commits} commits)")


def long_history(folder: Path, commits: int) -> Site:
    """A repository in which every commit changes the data file, each hundredth the second talk."""
    git(folder, "init", "-q", "-b", "main", "long")
    site = Site(folder / "long")
    parts = []
    for at in range(commits):
        text = DATA.replace("On bias.", f"On bias, take {at}.").replace(
            "Eva counts.", f"Eva counts {at // 100}."
        )
        body, message = text.encode(), f"Edit {at}".encode()
        parts.append(b"commit refs/heads/main\ncommitter A <a@example.org> %d +0000\ndata %d\n%s\n"
                     b"M 644 inline data/talks.toml\ndata %d\n%s\n"
                     % (1_600_000_000 + at, len(message), message, len(body), body))  # fmt: skip
    subprocess.run(
        ["git", "fast-import", "--quiet"], cwd=site.folder, input=b"".join(parts), check=True
    )
    git(site.folder, "reset", "-q", "--hard")
    return site


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--commits", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ |= {"HOME": name, "GIT_CONFIG_NOSYSTEM": "1"}
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115 (what rendering tells is not the table)
        site = Team(folder).clone("ann")
        site.data.parent.mkdir()
        site.data.write_text(DATA)
        assert site.publish().state == "published"
        publish_cases(site, options.rounds)
        status_case(site, options.rounds * 2)
        history_case(folder, options.commits, 5)


if __name__ == "__main__":
    main()
