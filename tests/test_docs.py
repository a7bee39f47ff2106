"""README and docs are kept true: their tables are the program's own."""

import re
from pathlib import Path

import pytest
import yaml

from lgtui import __version__, cli
from lgtui.checks import CODES
from lgtui.model import FIELDS
from tests import architecture_map
from tests.document import NoDuplicates, yaml_pieces
from tests.running import ROOT

PAGES = {path: path.read_text("utf-8") for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"))}
"""Every document of the repository by its file."""
DOCS = "\n".join(text for path, text in PAGES.items() if path.name != "CHANGELOG.md")
OPTIONS = {option for act in cli.build_parser()._actions for option in act.option_strings}


def test_every_code_is_listed_with_its_meaning() -> None:
    for code, is_ in CODES.items():
        fix = "yes" if is_.fixable else ""
        assert f"| {code} | {is_.severity} | {is_.meaning} | {fix} |" in DOCS


def test_every_mode_is_in_the_table_of_calls() -> None:
    for mode in ("render", "check", "status", "announce", "import", "init"):
        assert f"| `lgtui --{mode}" in DOCS


def test_every_option_in_the_table_of_calls_exists() -> None:
    calls = [line for line in DOCS.splitlines() if line.startswith("| `lgtui")]
    named = {option for line in calls for option in re.findall(r"--[a-z-]+", line)}
    assert named
    assert named <= OPTIONS


def commands(value: object) -> list[str]:
    """Every command line of lgtui in a workflow or list of hooks."""
    if isinstance(value, dict):
        own = [text for key in ("run", "entry") if isinstance(text := value.get(key), str)]
        lines = [line for text in own for line in text.splitlines() if line.startswith("lgtui")]
        return lines + [line for each in value.values() for line in commands(each)]
    return [line for each in value for line in commands(each)] if isinstance(value, list) else []


def test_the_workflows_of_the_docs_call_what_there_is() -> None:
    found = [line for _, piece in yaml_pieces() for line in commands(piece)]
    assert "lgtui --check --format github" in found
    assert "lgtui --render --check --diff" in found
    for line in found:
        arguments = line.split()[1:]
        cli.parse(arguments)


def test_the_hooks_are_those_that_the_docs_name(monkeypatch: pytest.MonkeyPatch) -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    [repository] = dict(yaml_pieces())[".pre-commit-config.yaml"]["repos"]
    assert repository["rev"] == f"v{__version__}"
    assert [hook["id"] for hook in hooks] == [hook["id"] for hook in repository["hooks"]]
    monkeypatch.chdir(ROOT)
    for hook in hooks:
        assert hook["pass_filenames"] is False
        for path in ("data/talks.toml", "_pages/webinar.md", "_news/9.md", "_templates/next.jinja"):
            assert re.search(hook["files"], path)
    render, check = (hook["entry"].split()[1:] for hook in hooks)
    assert render == ["--render", "--staged"]
    assert cli.main(["--render", "--check"]) == 0
    assert cli.main(check) == 0


def test_every_option_is_named_in_the_docs() -> None:
    for act in cli.build_parser()._actions:
        ways = act.option_strings
        assert not ways or re.search(rf"(?<![\w-])(?:{'|'.join(ways)})(?![\w-])", DOCS), ways


def test_every_field_of_the_records_is_named_in_the_docs() -> None:
    for kind, fields in FIELDS.items():
        for field in fields:
            short = re.sub(r"_template$", "_", field.name)
            assert re.search(rf"(?<!\w)(?:{field.name}|{short})(?!\w)", DOCS), (kind, field.name)


def test_every_variable_of_the_environment_that_is_ours_is_named_and_no_other() -> None:
    sources = "\n".join(path.read_text("utf-8") for path in (ROOT / "lgtui").rglob("*.py"))
    read = set(re.findall(r"environ(?:\.get\(|\[)\"(LGTUI_\w+|XDG_\w+|NO_COLOR)\"", sources))
    assert {"LGTUI_FETCH", "LGTUI_THEME", "XDG_STATE_HOME"} <= read
    named = set(re.findall(r"\b(?:LGTUI_[A-Z]+|XDG_[A-Z_]+|NO_COLOR)\b", DOCS))
    assert named == read


def links(text: str) -> set[str]:
    """Where a document's links and pictures lead, other sites and places on the page left out."""
    shown = re.sub(r"(`+)[^`].*?\1", "", text)
    return set(re.findall(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)", shown))


def test_every_picture_exists_and_is_shown() -> None:
    shown = {Path(target).name for text in PAGES.values() for target in links(text)}
    taken = {path.name for path in (ROOT / "screenshots").glob("*.png")}
    assert taken <= shown


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_a_document_links_to_exists(page: Path) -> None:
    for target in links(PAGES[page]):
        assert (page.parent / target).exists(), target


def test_every_document_is_found_from_the_readme() -> None:
    found, todo = set[Path](), [ROOT / "README.md"]
    while todo:
        page = todo.pop()
        found.add(page)
        near = {(page.parent / target).resolve() for target in links(PAGES[page])}
        todo += [path for path in near & PAGES.keys() if path not in found]
    assert found == set(PAGES)


def test_the_readme_can_be_read_in_one_go() -> None:
    assert len((ROOT / "README.md").read_bytes()) <= 8_000


def test_the_map_shows_every_file_of_the_package_and_what_it_is_for() -> None:
    text = PAGES[architecture_map.DOCUMENT]
    assert architecture_map.with_map(text) == text, "run python -m tests.architecture_map"


def test_every_file_that_the_architecture_names_exists() -> None:
    text = PAGES[architecture_map.DOCUMENT].partition("## The map")[0]
    named = set(re.findall(r"`((?:lgtui/|tests/)?[a-z_]+(?:/[a-z_]+)*(?:\.py|/))`", text))
    assert len(named) > 20
    for name in named:
        assert (ROOT / name).exists() or (ROOT / "lgtui" / name).exists(), name


@pytest.mark.parametrize(
    "path", [*ROOT.glob(".github/**/*.yml"), ROOT / ".pre-commit-config.yaml"], ids=lambda p: p.name
)
def test_what_the_forge_reads_is_valid_yaml_without_a_key_twice(path: Path) -> None:
    assert yaml.load(path.read_text("utf-8"), NoDuplicates)
