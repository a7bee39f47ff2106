"""Mutates a random sample of the package's pure parts and prints how many mutants tests kill.

Run ``python tests/mutation/sample.py --seed 1 --each 120`` in a clone, in an environment that has
``mutmut`` besides the project's ``test`` extra. The mutants live in copies of the clone in a folder
of their own (``--work``), so that a run changes no file of the clone.
"""

import argparse
import fnmatch
import json
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]

# Examples that fail are not made smaller: a mutant is dead with its first failure.
PROFILE = """

settings.register_profile(
    "mutation",
    settings.get_profile("steady"),
    derandomize=True,
    max_examples=40,
    phases=(Phase.explicit, Phase.generate),
)
settings.load_profile("mutation")
"""
KILLED = {1, 3}
TIMED_OUT = {36, -24, 24, 152, 255}


class Part(NamedTuple):
    """Names the files that are mutated and the tests that have to notice.

    Attributes:
        files: patterns of the files of ``lgtui/`` that are mutated.
        tests: what pytest is told to run.
        without: tests that are too slow to be repeated, as an expression for ``pytest -k``.
        only: patterns of the mutants' names, where a file has functions that are not pure.
    """

    files: tuple[str, ...]
    tests: tuple[str, ...]
    without: str = ""
    only: tuple[str, ...] = ("*",)


PARTS = {
    "store": Part(
        ("store/*.py",),
        ("tests/store",),
        "test_speed or no_line_of_it_is_lost or thousands",
    ),
    "merge": Part(
        ("records/merge*.py", "records/conflicts.py", "records/matching.py"),
        ("tests/records",),
        "thousands or test_checklist or test_videos or test_merge_triples",
    ),
    "checks": Part(("checks/*.py",), ("tests/checks",)),
    "render": Part(("render/*.py",), ("tests/render",), "work"),
    "repo": Part(
        tuple(
            f"repo/{name}.py" for name in ("messages", "status", "combine", "vocabulary", "history")
        ),
        (
            *(f"tests/repo/test_{name}.py" for name in ("messages", "combine", "vocabulary")),
            "tests/repo/test_restore.py",
            *(
                f"tests/repo/test_status.py::test_{name}"
                for name in (
                    "every_kind_of_entry_is_read",
                    "unusual_branches_are_read",
                    "our_file_in_conflict_is_told",
                )
            ),
        ),
        "",
        (
            "*.messages.*",
            "*.status.x_parse_status__*",
            "*.combine.x_around__*",
            "*.combine.x_combine_*",
            "*.vocabulary.x_words_of_diff__*",
            "*.history.x_restore__*",
        ),
    ),
}


class Outcome(NamedTuple):
    """Says what became of the mutants of a part."""

    mutants: int
    exits: dict[str, int | None]

    @property
    def survivors(self) -> list[str]:
        """Names the sampled mutants that no test noticed."""
        return sorted(name for name, code in self.exits.items() if code not in KILLED | TIMED_OUT)


def main() -> None:
    """Prints the survivors of each part and the table of all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=list(PARTS), help=", ".join(PARTS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=120, help="mutants sampled of each part")
    parser.add_argument("--work", type=Path, default=ROOT / "mutants", help="folder of the copies")
    asked = parser.parse_args()
    outcomes = {}
    for name in asked.parts:
        part, folder = PARTS[name], asked.work / name
        copy_clone(folder, part)
        outcomes[name] = mutated(folder, part, asked.seed, asked.each)
        for survivor in outcomes[name].survivors:
            print(mutmut(folder, "show", survivor).stdout, flush=True)
    print("\n".join(table(outcomes)))


def copy_clone(folder: Path, part: Part) -> None:
    """Copies the clone's files, with mutmut's settings for the part and the quick profile."""
    shutil.rmtree(folder, ignore_errors=True)
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for path in filter(None, listed.split("\0")):
        if (ROOT / path).is_file():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / path, folder / path)
    copied = sorted(each.name for each in folder.iterdir() if each.name != "lgtui")
    without = ["-k", f"not ({part.without})"] if part.without else []
    settings = {
        "source_paths": ["lgtui"],
        "only_mutate": [f"lgtui/{pattern}" for pattern in part.files],
        "also_copy": copied,
        "pytest_add_cli_args_test_selection": part.tests,
        "pytest_add_cli_args": ["-p", "no:cacheprovider", "-m", "not system", *without],
        "timeout_multiplier": 3.0,
        "use_git_change_detection": False,
    }
    lines = (
        f"{key} = {str(value).lower() if value is False else json.dumps(value)}"
        for key, value in settings.items()
    )
    with (folder / "pyproject.toml").open("a", encoding="utf-8") as project:
        project.write("\n[tool.mutmut]\n" + "\n".join(lines) + "\n")
    with (folder / "tests" / "conftest.py").open("a", encoding="utf-8") as conftest:
        conftest.write(PROFILE)


def mutated(folder: Path, part: Part, seed: int, each: int) -> Outcome:
    """Samples the part's mutants and runs the tests on each of them."""
    # mutmut names its mutants only when it has made them, and a run makes them before it looks
    # for the names it was given: so a name that does not exist makes them all and tests none.
    made = mutmut(folder, "run", "--max-children", "1", "none")
    names = sorted(
        name
        for name in exits(folder)
        if any(fnmatch.fnmatch(name, pattern) for pattern in part.only)
    )
    if not names:
        sys.exit(f"{folder.name}: no mutants.\n{made.stdout}{made.stderr}")
    sample = random.Random(f"{seed} {folder.name}").sample(names, min(each, len(names)))
    ran = mutmut(folder, "run", "--max-children", "1", *sample)
    if ran.returncode:
        sys.exit(f"{folder.name}: mutmut failed.\n{made.stdout}{ran.stdout}{ran.stderr}")
    found = exits(folder)
    return Outcome(len(names), {name: found[name] for name in sample})


def exits(folder: Path) -> dict[str, int | None]:
    """Reads how pytest ended for each mutant; None where it did not run."""
    found: dict[str, int | None] = {}
    for meta in (folder / "mutants").rglob("*.meta"):
        found |= json.loads(meta.read_text("utf-8"))["exit_code_by_key"]
    return found


def mutmut(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs mutmut in a copy."""
    program = Path(sys.executable).parent / "mutmut"
    return subprocess.run(
        [program, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


def table(outcomes: dict[str, Outcome]) -> Sequence[str]:
    """Draws the table of all parts in Markdown."""
    rows = ["| part | mutants | sampled | killed | timed out | survived |"]
    rows.append("|---|--:|--:|--:|--:|--:|")
    for name, outcome in outcomes.items():
        how = Counter(
            "killed" if code in KILLED else "timed out" if code in TIMED_OUT else "survived"
            for code in outcome.exits.values()
        )
        rows.append(
            f"| {name} | {outcome.mutants:,} | {len(outcome.exits)} "
            f"| {how['killed']} | {how['timed out']} | {how['survived']} |"
        )
    return rows


if __name__ == "__main__":
    main()
