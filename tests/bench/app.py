"""Times the terminal app in a real pseudo-terminal and prints a table of ratios.

Run it as ``python tests/bench/app.py``; ``--runs 3 --sizes 26,1000`` makes it shorter. The app at
each size and an empty Textual app run in turn, round after round, so that a machine that slows
down slows all of them; a ratio is the median of the ratios within a round. A key counts as
painted when the row or word that it is about has been written, not when anything has.
"""

import argparse
import multiprocessing
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.bench.terminal import Painted, Terminal

EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("first paint")
Empty().run()
"""
"""The least that Textual can be asked for: one line of text."""

APP = [sys.executable, "-m", "lgtui"]
SIZES = ((80, 24), (160, 45))
DOWN, UP, PAGE_DOWN, PAGE_UP = b"\x1b[B", b"\x1b[A", b"\x1b[6~", b"\x1b[5~"
CTRL_HOME, CTRL_END = b"\x1b[1;5H", b"\x1b[1;5F"
ROW = rb"S\d\d"
"""What every row of the list shows: a talk's id, or a season's name."""

CHECKED = "no findings|[!✗] \\d".encode()
"""What the line above says once all checks are done."""

IDLE = 5.0
"""Seconds without a key, in which nothing should be written."""

PACE = 0.06
"""Seconds of quiet between a painted letter and the next one: somebody who types fast."""

WORDS = 2000
"""Words of the abstract that is typed in."""


ONLY = "zyzzyva"
"""The word that no talk but the newest one holds."""


class Site(NamedTuple):
    """A folder, its number of talks, the newest one's id, and Tabs from title to abstract."""

    folder: Path
    talks: int
    newest: str
    tabs: int


def make_site(folder: Path, talks: int) -> Site:
    """A committed site with its page written; the newest talk has a long abstract."""
    from lgtui import store
    from lgtui.model import Where
    from lgtui.site import saving
    from lgtui.tui.form.slots import slots_of
    from tests.bench import corpus

    records = corpus.make(talks)
    last = records.talks[-1]._replace(
        title=f"The only {ONLY}", abstract=corpus.text(random.Random(2), WORDS)
    )
    records = records._replace(talks=(*records.talks[:-1], last))
    folder.mkdir(parents=True)
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-C", str(folder)]
    subprocess.run([*git, "init", "-q"], check=True)
    (folder / "data").mkdir()
    path = folder / "data" / "talks.toml"
    path.write_bytes(store.dumps(records))
    opened = store.read(str(path))
    saving.write_save(saving.plan_save(opened, opened.records))
    subprocess.run([*git, "add", "."], check=True)
    subprocess.run([*git, "commit", "-qm", "Begin"], check=True)
    slots = [slot.key for slot in slots_of(records, Where("talks", len(records.talks) - 1))]
    return Site(folder, talks, last.id, slots.index("abstract") - slots.index("title"))


def make_sites(folder: Path, sizes: list[int]) -> list[Site]:
    """A site of each size."""
    return [make_site(folder / str(size), size) for size in sizes]


# What is measured.


class Start(NamedTuple):
    """Seconds to the first useful paint, and MiB once all is quiet."""

    seconds: float
    memory: float


def start(command: list[str], folder: Path, wanted: str) -> Start:
    """Starts a program and waits for its first paint, and then for its rest."""
    terminal = Terminal(command, folder, SIZES[0])
    seconds = terminal.until(wanted.encode())
    terminal.quiet(2.0)
    found = Start(seconds, terminal.memory())
    terminal.close()
    return found


def press(terminals: list[Terminal], keys: bytes, wanted: bytes = b"") -> list[Painted]:
    """Presses the same key in one terminal after the other."""
    return [terminal.press(keys, wanted) for terminal in terminals]


def move(terminals: list[Terminal], rounds: int) -> dict[str, list[list[Painted]]]:
    """Goes about in all lists in turn: arrows, pages, letters of the filter."""
    kinds: dict[str, list[list[Painted]]] = {"arrow": [], "page": [], "filter letter": []}
    for _ in range(rounds):
        kinds["arrow"] += [press(terminals, key, ROW) for key in [DOWN] * 8 + [UP] * 8]
        kinds["page"] += [press(terminals, key, ROW) for key in [PAGE_DOWN, PAGE_UP] * 3]
        press(terminals, b"/")
        press(terminals, b"e0")
        for episode in (b"1", b"2", b"3"):
            kinds["filter letter"].append(press(terminals, episode, ROW))
            press(terminals, b"\x7f")
        press(terminals, b"\x7f\x7f")
        press(terminals, b"\r")
        press(terminals, b"g")
    return kinds


def type_abstract(terminal: Terminal, site: Site) -> list[Painted]:
    """Types words in the middle of a long abstract, at its end, and at its start."""
    for sent in (b"/", ONLY.encode(), b"\r", b"G", b"\r", *[b"\t"] * site.tabs):
        terminal.press(sent)
    chance = random.Random(3)
    presses = []
    for place in (PAGE_DOWN, CTRL_END, CTRL_HOME):
        terminal.press(place)
        for _ in range(8):
            word = "".join(chance.choices("zqxjkv", k=9))
            # Three such letters may stand elsewhere on the row, four hardly.
            terminal.press(word[:3].encode())
            for end in range(4, len(word) + 1):
                wanted = word[:end].encode()
                presses.append(terminal.press(word[end - 1 : end].encode(), wanted, PACE))
            terminal.press(b" ")
    return presses


def open_app(site: Site, size: tuple[int, int]) -> Terminal:
    """The app on a site, when everything is read and checked and the words of welcome are gone."""
    terminal = Terminal(APP, site.folder, size)
    terminal.until(site.newest.encode(), CHECKED)
    while terminal.quiet(7.0):
        pass
    return terminal


# The table.


def line(name: str, value: str, ratio: float | None = None, most: str = "") -> None:
    """Prints one line: what, how much, the ratio, and what it should be at most."""
    shown = "" if ratio is None else f"{ratio:.2f}"
    print(f"{name:46}{value:>18}{shown:>8}  {most}", flush=True)


def median_ratio(some: list[float], others: list[float]) -> float:
    """The median of the ratios, round by round."""
    return statistics.median(one / other for one, other in zip(some, others, strict=True))


def print_starts(sites: list[Site], runs: int) -> None:
    """Start and memory of each size against an empty Textual app."""
    empty = ([sys.executable, "-c", EMPTY], sites[0].folder, "first paint")
    field = [empty, *((APP, site.folder, site.newest) for site in sites)]
    for contestant in field:
        start(*contestant)
    rounds = [[start(*contestant) for contestant in field] for _ in range(runs)]
    names = ["empty Textual app", *(f"{site.talks:,} talks" for site in sites)]
    bare, *_ = each = [list(found) for found in zip(*rounds, strict=True)]
    for name, found in zip(names, each, strict=True):
        seconds, most = [one.seconds for one in found], "" if found is bare else "at most 1.3"
        ratio = median_ratio(seconds, [one.seconds for one in bare])
        line(f"first useful paint, {name}", f"{statistics.median(seconds) * 1000:.0f} ms",
             ratio, most)  # fmt: skip
    for name, found in zip(names, each, strict=True):
        memory = [one.memory for one in found]
        most = "" if found is bare else "at most 1.5" if found is each[1] else "at most 4"
        ratio = median_ratio(memory, [one.memory for one in bare])
        line(f"memory, {name}", f"{statistics.median(memory):.1f} MiB", ratio, most)


def print_keys(sites: list[Site], size: tuple[int, int], rounds: int, parts: list[str]) -> None:
    """Keys at each size of the records in turn, and the bytes that they and idling cost."""
    terminals = [open_app(site, size) for site in sites]
    for at, terminal in enumerate(terminals):
        idle = terminal.idle(IDLE)
        line(
            f"bytes, idle for {IDLE:.0f} s, {sites[at].talks:,} talks", f"{idle:,} B", None, "none"
        )
    kinds = move(terminals, rounds) if "moves" in parts else {}
    for kind, presses in kinds.items():
        for at, (site, found) in enumerate(zip(sites, zip(*presses, strict=True), strict=True)):
            times = [one.seconds for one in found]
            ratio = median_ratio(times, [each[0].seconds for each in presses])
            spent, most = f"{statistics.median(times) * 1000:.1f} ms", "at most 1.2" if at else ""
            line(f"{kind} to painted row, {site.talks:,} talks", spent, ratio, most)
            sizes = [one.size for one in found]
            most = "at most 1,500" if kind == "arrow" and size == SIZES[0] else ""
            spent = f"{statistics.median(sizes):,.0f} / {max(sizes):,} B"
            line("  its bytes (median / most)", spent, None, most)
    for terminal, site in zip(terminals, sites, strict=True):
        if "typing" in parts:
            times = [one.seconds * 1000 for one in type_abstract(terminal, site)]
            spent = f"{statistics.median(times):.0f} / {max(times):.0f} ms"
            line(f"typing in {WORDS:,} words, {site.talks:,} talks (median / most)", spent, None,
                 "at most 50 / 150")  # fmt: skip
        terminal.close()


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="26,10000", help="numbers of talks")
    parser.add_argument("--runs", type=int, default=7, help="rounds of starts that count")
    parser.add_argument("--parts", default="starts,moves,typing", help="which parts of the table")
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    apart = multiprocessing.get_context("spawn").Pool(1)
    with tempfile.TemporaryDirectory() as folder, apart as process:
        sites = process.apply(make_sites, (Path(folder), sizes))
        parts = options.parts.split(",")
        if "starts" in parts:
            print_starts(sites, options.runs)
        for size in SIZES if {"moves", "typing"} & set(parts) else ():
            print(f"\n{size[0]}x{size[1]}")
            print_keys(sites, size, max(1, options.runs // 3), parts)


if __name__ == "__main__":
    main()
