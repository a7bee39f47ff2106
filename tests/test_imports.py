"""The import contract: imports run one way, file by file, and each library has one home."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "lgtui"

ORDER = (
    "text",
    "model",
    "records",
    "render",
    "checks",
    "importers",
    "store",
    "repo",
    "site",
    "commands tui",
    "cli",
    "__main__",
)
"""The parts of the package; each may import from itself and from the lines above its own."""
HEIGHT = {part: height for height, row in enumerate(ORDER) for part in row.split()}
HOMES = {
    "git": {"repo"},
    "textual": {"tui"},
    "tomlkit": {"store"},
    "ftfy": {"importers"},
    "yaml": {"importers"},
    "jinja2": {"render"},
    "markdown_it": {"render", "importers"},
}
"""The one part that may import each library."""
EDGES = {"os", "io", "sys", "pathlib", "shutil", "socket", "subprocess", "tempfile", "time"}
"""Modules that reach disk, process or clock: not for the core."""
EDGE_CALLS = {"open", "print", "input", "now", "today", "utcnow"}
"""Functions and methods that do so with no module of their own."""

FILES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
"""Every file of the package by the name it is imported with."""


def imports(path: Path) -> set[str]:
    """Every module that a file imports anywhere, late and type-only imports included."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: a relative import"
            assert node.module
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                found.add(full if full in FILES else node.module)
    return found


ARROWS = {name: (imports(path) & FILES.keys()) - {name} for name, path in FILES.items()}
"""Which files of the package each file imports."""


def part_of(name: str) -> str:
    """The part of the package that a module belongs to: ``checks`` for ``lgtui.checks.dates``."""
    return name.split(".")[1] if "." in name else ""


def circles(arrows: dict[str, set[str]]) -> list[tuple[str, ...]]:
    """Groups of modules that reach each other: those left when leaf after leaf is taken away."""
    left = {name: set(others) for name, others in arrows.items()}
    while free := [name for name, others in left.items() if not others & left.keys()]:
        for name in free:
            del left[name]
    reach: dict[str, set[str]] = {}
    for name in left:
        seen, todo = set[str](), [name]
        while todo:
            for other in left[todo.pop()] & left.keys() - seen:
                seen.add(other)
                todo.append(other)
        reach[name] = seen
    return sorted(
        {tuple(sorted(o for o in reach[n] if n in reach[o])) for n in left if n in reach[n]}
    )


def test_no_file_imports_itself_by_way_of_others() -> None:
    assert circles(ARROWS) == []


def test_a_circle_would_be_seen() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": set()}) == [("a", "b", "c")]
    assert circles({"a": {"b"}, "b": {"c"}, "c": set()}) == []


@pytest.mark.parametrize("name", FILES)
def test_imports_run_one_way(name: str) -> None:
    part = part_of(name)
    if not part:
        assert not ARROWS[name], "the package itself imports nothing"
        return
    assert part in HEIGHT, f"{part} has no place in the order"
    for other in ARROWS[name]:
        theirs = part_of(other)
        if theirs and theirs != part:
            assert HEIGHT[theirs] < HEIGHT[part], f"{name} imports {other}"


@pytest.mark.parametrize("name", FILES)
def test_each_library_has_one_home(name: str) -> None:
    for library in {each.split(".")[0] for each in imports(FILES[name])} & HOMES.keys():
        assert part_of(name) in HOMES[library], f"{library} belongs to {HOMES[library]}"


ALLOWED = {"lgtui.render.templates": {"sys"}}
"""A template's steps are counted by the interpreter: it reads nothing of the process."""


@pytest.mark.parametrize(
    "name", [name for name in FILES if HEIGHT.get(part_of(name), 99) < HEIGHT["store"]]
)
def test_the_core_reaches_neither_disk_nor_clock(name: str) -> None:
    tree = ast.parse(FILES[name].read_text(encoding="utf-8"))
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    names = {func.id for func in called if isinstance(func, ast.Name)}
    names |= {func.attr for func in called if isinstance(func, ast.Attribute)}
    assert not {each.split(".")[0] for each in imports(FILES[name])} & EDGES - ALLOWED.get(
        name, set()
    )
    assert not names & EDGE_CALLS


LATE = ("textual", "git", "tomlkit", "ftfy", "jinja2", "yaml", "markdown_it", "html")
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
def test_the_fast_commands_load_no_heavy_library(arguments: list[str], tmp_path: Path) -> None:
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


def test_the_app_starts_without_what_it_needs_later() -> None:
    code = (
        "import sys, lgtui.tui.app, lgtui.tui.form, lgtui.tui.widgets.preview\n"
        "late = ('git', 'tomlkit', 'ftfy', 'markdown_it', 'pygments', 'lgtui.repo')\n"
        "sys.exit(' '.join(name for name in late if name in sys.modules) or 0)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PACKAGE.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
