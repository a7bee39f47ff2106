"""Reading is fast enough for thousands of talks, and an edit costs no second reading."""

import os
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lgtui.model import Records, Speaker, Talk, make_id
from lgtui.store import Document, dumps, read, save


def talks(count: int) -> tuple[Talk, ...]:
    """Talks of about two kilobytes each."""
    return tuple(
        Talk(
            make_id(n // 3 + 1, n % 3 + 1),
            f"Title {n} “of” many",
            (Speaker(f"Ann Lée {n}", "Dr."),),
            "A University",
            f"https://example.org/{n}",
            "",
            "A sentence of an abstract, naïve.\n" * 40,
            "A sentence about the speaker. " * 20,
        )
        for n in range(count)
    )


def fastest(action: Callable[[], Any], times: int = 3) -> float:
    durations = []
    for _ in range(times):
        begin = time.process_time()
        action()
        durations.append(time.process_time() - begin)
    return min(durations)


def edit_against_read(folder: Path, count: int) -> float:
    """How long an edit of one field takes with reading and saving, as a multiple of reading."""
    path = folder / "talks.toml"
    path.write_bytes(dumps(Records(talks=talks(count))))
    reading = fastest(lambda: read(str(path)))
    document = read(str(path))

    def edit() -> None:
        nonlocal document
        document = with_title(document, count // 2, f"{time.perf_counter()}")

    return 1 + fastest(edit) / reading


def with_title(document: Document, at: int, title: str) -> Document:
    found = document.records.talks
    new = (*found[:at], found[at]._replace(title=title), *found[at + 1 :])
    return save(document, document.records._replace(talks=new))


def test_reading_and_editing_one_field_take_no_longer_than_reading_one_and_a_half_times(
    tmp_path: Path,
) -> None:
    assert edit_against_read(tmp_path, 4000) < 1.5


def test_reading_is_at_least_twice_as_fast_as_the_parser_alone(tmp_path: Path) -> None:
    path = tmp_path / "talks.toml"
    path.write_bytes(dumps(Records(talks=talks(1000))))
    assert fastest(lambda: read(str(path))) * 2 < fastest(
        lambda: tomllib.loads(path.read_text(encoding="utf-8"))
    )


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="the peak is told by Linux")
def test_ten_thousand_talks_are_read_in_less_than_a_hundred_mebibytes(tmp_path: Path) -> None:
    path = tmp_path / "talks.toml"
    path.write_bytes(dumps(Records(talks=talks(10_000))))
    code = (
        "import sys\nfrom lgtui.store import read\n"
        "assert len(read(sys.argv[1]).records.talks) == 10_000\n"
        "print(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(done.stdout.split()[1]) < 100 * 1024


def test_reading_imports_nothing_slow() -> None:
    code = (
        "import sys\nfrom lgtui.store import parse\n"
        'parse(b\'schema = 1 # c\\n[[talks]]\\nid = "S01E01"\\nspeakers = [{ name = "A" }]\\n\')\n'
        "print(*sys.modules)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    slow = {"tomllib", "tomlkit", "dataclasses", "pathlib", "inspect", "difflib", "json", "hashlib"}
    assert not slow & set(done.stdout.split())


def test_megabytes_without_sense_are_refused(tmp_path: Path) -> None:
    from lgtui.model import DataError

    path = tmp_path / "talks.toml"
    path.write_bytes(b"x" * 20_000_000)
    with pytest.raises(DataError, match="equals sign"):
        read(str(path))
