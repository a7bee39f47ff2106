"""Times whole commands in turn and prints a table of ratios.

Run it as ``python tests/bench/commands.py``; ``--sizes 26,1000`` and ``--runs 5`` make it shorter.
The contestants of one size run in turn, round after round, so that a machine that slows down slows
all of them; the ratio is the median of the ratios within a round. Times are wall-clock seconds of
the whole process, memory is its peak resident size. A new process inherits the peak of the one that
starts it, so the records are made in a process of their own and this one stays small.
"""

import argparse
import multiprocessing
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.bench import contestants
from tests.bench.contestants import Contestant


class Run(NamedTuple):
    """One run: wall-clock seconds and peak memory in MiB."""

    seconds: float
    memory: float


def run(contestant: Contestant) -> Run:
    """Starts the command once and waits for its end.

    Raises:
        SystemExit: the command failed; a failed run must not count as a fast one.
    """
    if contestant.put_back:
        shutil.copy(*contestant.put_back)
    started = time.perf_counter()
    process = subprocess.Popen(
        contestant.command,
        cwd=contestant.folder,
        env=os.environ | {"LC_ALL": "C.UTF-8"},  # Jekyll reads files as the locale says
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{contestant.name} failed with status {process.returncode}")
    return Run(seconds, usage.ru_maxrss / 1024)


def field(folder: Path, talks: int) -> list[Contestant]:
    """All contestants of one size, lgtui first and the bare script second."""
    import datetime
    import json
    import tomllib

    from lgtui import render, store
    from lgtui.model import as_date
    from tests.bench import corpus

    records = corpus.make(talks)
    data = store.dumps(records)
    page = render.write("webinar", None, records._replace(talks=(), seasons=()))
    today = as_date(records.seasons[-1].start or datetime.date.min).isoformat()
    full = render.write("webinar", None, records)
    plain = json.dumps(tomllib.loads(data.decode()), default=str, ensure_ascii=False).encode()
    found = [
        contestants.lgtui(folder / "render", data, page, "--render"),
        contestants.script("bare", folder / "bare", data),
        contestants.lgtui(folder / "check", data, full, "--check", "--today", today),
        contestants.script("with_jinja2", folder / "jinja2", data),
        contestants.hugo(folder / "hugo", data),
        contestants.jekyll(folder / "jekyll", plain),
    ]
    return [contestant for contestant in found if contestant]


def measure(field: list[Contestant], rounds: int) -> list[list[Run]]:
    """Runs everybody in turn, once to warm up and then so many rounds that count."""
    for contestant in field:
        run(contestant)
    return [[run(contestant) for contestant in field] for _ in range(rounds)]


def table(talks: int, field: list[Contestant], rounds: list[list[Run]]) -> str:
    """One line for each contestant: median time and memory, and both over lgtui's."""
    lines = [f"{talks:,} talks", f"{'':28} {'time':>9} {'memory':>9} {'time ÷ render':>14} "
             f"{'memory ÷ render':>16}"]  # fmt: skip
    for at, contestant in enumerate(field):
        seconds = statistics.median(line[at].seconds for line in rounds)
        memory = statistics.median(line[at].memory for line in rounds)
        slower = statistics.median(line[at].seconds / line[0].seconds for line in rounds)
        larger = statistics.median(line[at].memory / line[0].memory for line in rounds)
        name = contestant.name.partition(" --today")[0]
        lines.append(f"{name:28} {seconds * 1000:6.0f} ms {memory:5.0f} MiB "
                     f"{slower:14.2f} {larger:16.2f}")  # fmt: skip
    return "\n".join(lines)


def main() -> None:
    """Prints a table for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="26,1000,10000", help="numbers of talks")
    parser.add_argument("--runs", type=int, default=7, help="rounds that count")
    options = parser.parse_args()
    for talks in (int(size) for size in options.sizes.split(",")):
        apart = multiprocessing.get_context("spawn").Pool(1)
        with tempfile.TemporaryDirectory() as folder, apart as process:
            everybody = process.apply(field, (Path(folder), talks))
            print(table(talks, everybody, measure(everybody, options.runs)), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
