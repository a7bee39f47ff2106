"""The layers of the package: imports run one way, and each library has one home."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "lgtui"

LAYERS = (
    "model text",
    "align edits exporting pages",
    "announce changes checks merge rounds steps",
    "importing",
    "videos",
    "store",
    "repo",
    "history",
    "verbs",
    "tui",
    "options",
    "cli",
    "__main__",
)
"""The parts of the package, each line above those that it may import from."""
HEIGHT = {part: height for height, layer in enumerate(LAYERS) for part in layer.split()}
HOMES = {
    "git": "repo",
    "textual": "tui",
    "tomlkit": "store",
    "ftfy": "importing",
    "yaml": "importing",
    "jinja2": "pages",
    "markdown_it": "announce",
}
EDGES = {"os", "io", "sys", "pathlib", "shutil", "socket", "subprocess", "tempfile", "time"}
"""Modules that reach disk, process or clock: not for the core."""
EDGE_CALLS = {"open", "print", "input", "now", "today", "utcnow"}
"""Functions and methods that do so with no module of their own."""


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def name_of(path: Path) -> str:
    """The part of the package that a file belongs to: ``checks`` for ``checks/dates.py``."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


def imports(path: Path) -> set[str]:
    """Every module that a file imports anywhere, late imports included, by its full name."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: a relative import"
            assert node.module
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def calls(path: Path) -> set[str]:
    """Every function and method that a file calls, by its last name."""
    called = [
        node.func
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    ]
    return {func.id for func in called if isinstance(func, ast.Name)} | {
        func.attr for func in called if isinstance(func, ast.Attribute)
    }


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_part_of_the_package_has_a_layer(path: Path) -> None:
    assert name_of(path) in {*HEIGHT, "__init__"}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_one_way(path: Path) -> None:
    part = name_of(path)
    if part == "__init__":
        assert not any(name.startswith("lgtui") for name in imports(path))
        return
    for name in imports(path):
        if name.startswith("lgtui."):
            other = name.split(".")[1]
            if other in HEIGHT:
                lower = HEIGHT[other] < HEIGHT[part]
                assert lower or other == part, f"{part} imports {other}"
            else:
                assert other == "__version__"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_each_library_has_one_home(path: Path) -> None:
    for name in imports(path):
        home = HOMES.get(name.split(".")[0])
        assert home in (None, name_of(path)), f"{name} belongs to {home}"


@pytest.mark.parametrize(
    "path",
    [path for path in modules() if HEIGHT.get(name_of(path), 9) < HEIGHT["store"]],
    ids=lambda path: str(path.relative_to(PACKAGE)),
)
def test_the_core_reaches_neither_disk_nor_clock(path: Path) -> None:
    assert not {name.split(".")[0] for name in imports(path)} & EDGES
    assert not calls(path) & EDGE_CALLS


LATE = ("textual", "git", "tomlkit", "ftfy", "jinja2", "yaml", "markdown_it")
RUN = """
import sys
from lgtui import cli
status = cli.main({arguments!r}) if {arguments!r} else 0
loaded = sorted(set({late!r}) & set(sys.modules))
sys.exit(f"loaded: {{loaded}}" if loaded else status)
"""


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--check"],
        ["--render"],
        ["--render", "--check"],
        ["--status", "S01"],
        ["--export", "csv"],
    ],
)
def test_the_fast_verbs_load_no_heavy_library(arguments: list[str], tmp_path: Path) -> None:
    root = PACKAGE.parent
    for folder in ("data", "_pages"):
        shutil.copytree(root / folder, tmp_path / folder)
    code = RUN.format(arguments=arguments, late=LATE)
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(root), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
