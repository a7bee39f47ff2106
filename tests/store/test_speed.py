"""Reading thousands of talks is little work, and an edit costs no second reading."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from lgtui.model import Records, Speaker, Talk, make_id
from lgtui.store import dumps, read, save
from tests.counting import calls


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


def test_saving_an_edit_of_one_field_is_less_than_a_third_of_the_work_of_reading(
    tmp_path: Path,
) -> None:
    path = tmp_path / "talks.toml"
    path.write_bytes(dumps(Records(talks=talks(1000))))
    document = read(str(path))
    found = document.records.talks
    edited = (*found[:500], found[500]._replace(title="Other"), *found[501:])
    new = document.records._replace(talks=edited)
    assert calls(lambda: save(document, new)) * 3 < calls(lambda: read(str(path)))
    assert read(str(path)).records == new


def test_reading_is_at_most_half_the_work_of_the_parser_alone(tmp_path: Path) -> None:
    path = tmp_path / "talks.toml"
    path.write_bytes(dumps(Records(talks=talks(1000))))
    text = path.read_text(encoding="utf-8")
    assert calls(lambda: read(str(path))) * 2 < calls(lambda: tomllib.loads(text))


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
