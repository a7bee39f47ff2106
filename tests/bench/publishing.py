"""Times publishing, status and history against the plain git commands they stand for.

Run it as ``python tests/bench/publishing.py``; ``--rounds 5`` and ``--commits 1000`` make it
shorter. The contestants run in turn, round after round; a ratio is the median of the ratios within
a round. Everything happens in a folder of its own, with a bare repository on this disk.
"""

import argparse
import asyncio
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

from lgtui.repo import history, status  # noqa: E402 (the repository's root comes first)
from tests.repo.sites import DATA, OrganizerClone, Team, git  # noqa: E402

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


def edit(site: OrganizerClone, count: int) -> None:
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
    row(name, limit, ours, theirs)


def row(name: str, limit: float, ours: list[float], theirs: list[float]) -> None:
    """Prints the medians of two contestants that ran in turn, and their ratio."""
    ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    verdict = "" if ratio <= limit else "  over the limit"
    times = "".join(f"{statistics.median(each) * 1000:9.1f} ms" for each in (ours, theirs))
    print(f"{name:<44}{times}{ratio:7.2f}  (to reach: {limit}){verdict}")


def plain(site: OrganizerClone, at: int) -> float:
    """The plain git commands that publishing an edit stands for."""
    edit(site, at)
    paths = ("data/talks.toml", "_pages/webinar.md")
    began = time.perf_counter()
    run("git", "commit", "-q", "-m", "edit", "--", *paths, folder=site.folder)
    run("git", "push", "-q", folder=site.folder)
    return time.perf_counter() - began


def publish_cases(site: OrganizerClone, rounds: int) -> None:
    """Publishing in the running app, and as a whole process."""
    place = site.site

    def in_app(at: int) -> float:
        from lgtui.site.publishing import publish

        edit(site, at)
        return seconds(lambda: publish(place))

    compare(
        "publishing itself / git commit, git push", 1.5, rounds, in_app, lambda at: plain(site, at)
    )
    asyncio.run(in_running_app(site, rounds))
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


async def in_running_app(site: OrganizerClone, rounds: int) -> None:
    """From the key that publishes to the words that it is done, in the app as it is painted."""
    from lgtui.tui import state
    from lgtui.tui.app import LgtuiApp
    from lgtui.tui.commands.files import try_to_save
    from lgtui.tui.startup import open_file

    app = LgtuiApp(open_file(str(site.data)))

    def edited(at: int) -> None:
        records = app.session.records
        talks = (records.talks[0], records.talks[1]._replace(title=f"Title number {at}"))
        app.update(state.edit(app.session, "title", records._replace(talks=talks)))

    async def until(done: Callable[[], bool]) -> None:
        for _ in range(10_000):
            if done():
                return
            await asyncio.sleep(0.002)
        raise AssertionError([str(each.message) for each in app._notifications])

    async def one(at: int) -> float:
        edited(at)
        app.run_worker(try_to_save(app))
        await until(lambda: not app.session.unsaved and not app.state.busy)
        app.simulate_key("P")
        await until(lambda: bool(app.screen.query("#line")) and app.screen.focused is not None)
        await asyncio.sleep(0.8)  # what the app does beside the keys comes to rest
        app._notifications.clear()
        began = time.perf_counter()
        app.simulate_key("enter")
        await until(lambda: any("Published" in each.message for each in app._notifications))
        return time.perf_counter() - began

    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.pause(1)
        ours, theirs = [], []
        for at in range(rounds + 1):
            first = await one(10_000 + 2 * at)
            await asyncio.sleep(0.8)
            second = plain(site, 10_001 + 2 * at)
            app.simulate_key("f5")
            await until(lambda: app.session.document.raw == site.data.read_bytes())
            if at:
                ours.append(first)
                theirs.append(second)
    row("publish by its key in the app / plain git", 1.5, ours, theirs)


def status_case(site: OrganizerClone, rounds: int) -> None:
    place = site.site
    paths = place.ours(site.records)
    compare(
        "status in the app / git status", 1.5, rounds,
        lambda at: seconds(lambda: status(place.clone, paths)),
        lambda at: seconds(lambda: run("git", "status", "-sb", folder=site.folder)),
    )  # fmt: skip


def history_case(folder: Path, commits: int, rounds: int) -> None:
    """A talk's first three rows in a long history, against all of ``git log -z``."""
    site = long_history(folder, commits)
    place = site.site

    def rows(at: int) -> float:
        def first_rows() -> None:
            found = history.record_history(place, "talks", 1)
            assert [next(found).author for _ in range(3)] == ["A"] * 3

        return seconds(first_rows)

    def log(at: int) -> float:
        return seconds(lambda: run("git", "log", "-z", "--", "data/talks.toml", folder=site.folder))

    ours, bare = [rows(at) for at in range(rounds)], [log(at) for at in range(rounds)]
    late = (statistics.median(ours) - statistics.median(bare)) * 1000
    times = "".join(f"{statistics.median(each) * 1000:9.1f} ms" for each in (ours, bare))
    print(f"{'first history rows / all of git log -z':<44}{times}{late:+7.0f} ms  (to reach: +300)")
    everything = seconds(lambda: list(history.record_history(place, "talks", 1)))
    print(f"{'all rows of that history':<44}{everything * 1000:9.1f} ms  ({commits} commits)")


def long_history(folder: Path, commits: int) -> OrganizerClone:
    """A repository in which every commit changes the data file, each hundredth the second talk."""
    git(folder, "init", "-q", "-b", "main", "long")
    site = OrganizerClone(folder / "long")
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
