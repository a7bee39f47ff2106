"""The command ``lgtui --render``, from its arguments to the files."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lgtui import cli, render, store
from lgtui.model import DataError, Records
from tests.render.making import HELD, SEASONS, series

PATHS = (
    "_pages/webinar.md", "_pages/talks.md", "_news/20230227_webinar_1.md", "assets/webinar.ics",
)  # fmt: skip


def good(**fields: object) -> Records:
    """A series without errors: every planned talk is complete enough."""
    held = tuple(talk._replace(recording="") for talk in HELD)
    records = series(*held, seasons=(*SEASONS[:1],))
    return records._replace(**fields)  # type: ignore[arg-type] # the tests know the fields


def save(root: Path, records: Records) -> None:
    (root / "data").mkdir(exist_ok=True)
    (root / "data" / "talks.toml").write_bytes(store.dumps(records))


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a data file, and the current folder."""
    (tmp_path / ".git").mkdir()
    save(tmp_path, good())
    monkeypatch.chdir(tmp_path)
    return tmp_path


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line: its status, standard output and standard error."""

    def call(*arguments: str) -> tuple[int, str, str]:
        status = cli.guarded(lambda: cli.main(arguments))
        sys.stdout.flush()
        return status, *capfd.readouterr()

    return call


def tree(root: Path) -> dict[str, bytes]:
    """All files below a folder with their bytes."""
    return {
        str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def test_all_pages_are_written_once_and_then_unchanged(root: Path, run: Run) -> None:
    assert run("--render") == (0, "".join(f"wrote {path}\n" for path in PATHS), "")
    before = tree(root)
    assert run("--render") == (0, "".join(f"unchanged {path}\n" for path in PATHS), "")
    assert tree(root) == before
    assert run("--render", "--check")[0] == 0


def test_check_writes_nothing_and_names_stale_pages(root: Path, run: Run) -> None:
    run("--render")
    save(root, good(seasons=(SEASONS[0]._replace(theme="Bias"),)))
    before = tree(root)
    status, out, err = run("--render", "--check", "--diff")
    assert (status, err) == (1, "")
    lines = out.split("\n")
    assert [line for line in lines if line.startswith(("stale", "unchanged"))] == [
        "unchanged _pages/webinar.md",
        "unchanged _pages/talks.md",
        "stale _news/20230227_webinar_1.md",
        "stale assets/webinar.ics",
    ]
    assert "--- a/_news/20230227_webinar_1.md" in lines
    assert any(line.startswith("+The 1st webinar") and "**Bias**" in line for line in lines)
    assert tree(root) == before


def test_a_missing_page_is_stale(root: Path, run: Run) -> None:
    status, out, _ = run("--render", "--check", "--diff")
    assert status == 1
    assert "stale _pages/webinar.md\n--- /dev/null\n+++ b/_pages/webinar.md\n" in out


def test_a_region_edited_by_hand_is_shown_and_nothing_is_written(root: Path, run: Run) -> None:
    run("--render")
    page = root / "_pages" / "webinar.md"
    page.write_text(page.read_text().replace("Challenges with", "Troubles with"))
    save(root, good(seasons=(SEASONS[0]._replace(theme="Bias"),)))
    before = tree(root)
    status, out, err = run("--render")
    assert (status, out) == (1, "")
    line = page.read_text().split("\n").index("<!-- lgtui:previous -->") + 1
    assert f"_pages/webinar.md:{line}: the region 'previous' was edited by hand" in err
    assert "-* S01E01 - **[Dr. Roxana Daneshjou](https://youtu.be/hDKuw28ATe4)**" in err
    assert "**Troubles with equipoise**" in err
    assert "lgtui --render --force" in err
    assert tree(root) == before
    assert run("--render", "--check")[:2] == (
        1,
        "stale _pages/webinar.md\nunchanged _pages/talks.md\n"
        "stale _news/20230227_webinar_1.md\nstale assets/webinar.ics\n",
    )


def test_force_shows_what_it_writes_over(root: Path, run: Run) -> None:
    run("--render")
    page = root / "_pages" / "webinar.md"
    clean = page.read_text()
    page.write_text(clean.replace("Challenges with", "Troubles with"))
    status, out, err = run("--render", "--force")
    assert status == 0
    assert out.startswith("wrote _pages/webinar.md\nunchanged _pages/talks.md\n")
    assert "Troubles with" in err
    assert page.read_text() == clean


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_a_damaged_marker_stops_everything(root: Path, run: Run, force: list[str]) -> None:
    run("--render")
    page = root / "_pages" / "talks.md"
    page.write_text(page.read_text().replace("<!-- lgtui:end", "<!-- lgtui: end"))
    save(root, good(seasons=(SEASONS[0]._replace(theme="Bias"),)))
    before = tree(root)
    status, out, err = run("--render", *force)
    assert (status, out) == (1, "")
    assert "_pages/talks.md:" in err
    assert "no page was written" in err
    assert tree(root) == before


def test_data_with_errors_is_never_rendered(root: Path, run: Run) -> None:
    records = good()
    save(root, records._replace(talks=(*records.talks, records.talks[0])))
    status, out, err = run("--render")
    assert (status, out) == (1, "")
    assert "data/talks.toml:" in err
    assert "SEQ001" in err
    assert not (root / "_pages").exists()


@pytest.mark.parametrize("name", ["webinar", "_pages/webinar.md", "./_pages/webinar.md"])
def test_one_page_goes_to_standard_output(root: Path, run: Run, name: str) -> None:
    status, out, err = run("--render", "--stdout", name)
    assert (status, err) == (0, "")
    assert out.startswith("---\nlayout: page\n")
    assert not (root / "_pages").exists()


def test_a_page_without_a_path_can_be_printed(root: Path, run: Run) -> None:
    save(root, good(pages=good().pages._replace(calendar="")))
    assert run("--render", "--stdout", "calendar")[1].startswith("BEGIN:VCALENDAR")
    assert "calendar" not in run("--render")[1]


def test_an_unknown_page_is_a_usage_error(root: Path, run: Run) -> None:
    status, out, err = run("--render", "--stdout", "wbinar")
    assert (status, out) == (2, "")
    assert "webinar" in err


def test_a_page_that_leads_out_of_the_repository_is_refused(
    root: Path, run: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (root / "_pages").symlink_to(elsewhere)
    status, out, err = run("--render")
    assert (status, out) == (2, "")
    assert "pages.webinar" in err
    assert not list(elsewhere.iterdir())


@pytest.mark.parametrize("path", ["/etc/webinar.md", "../webinar.md", ".git/webinar.md"])
def test_a_path_outside_is_an_error_in_the_data(root: Path, run: Run, path: str) -> None:
    save(root, good(pages=good().pages._replace(webinar=path)))
    status, out, err = run("--render")
    assert status in (1, 2)
    assert out == ""
    assert "webinar" in err


@pytest.mark.parametrize(
    "path", ["_pages/talks.md", "_pages/../_pages/talks.md", "data/talks.toml"]
)
def test_two_pages_in_one_file_are_refused(root: Path, run: Run, path: str) -> None:
    save(root, good(pages=good().pages._replace(calendar=path)))
    before = tree(root)
    status, out, _ = run("--render", "--force")
    assert status in (1, 2)
    assert out == ""
    assert tree(root) == before


def test_a_folder_in_a_pages_place_is_a_clear_error(root: Path, run: Run) -> None:
    (root / "_pages" / "webinar.md").mkdir(parents=True)
    status, out, err = run("--render")
    assert (status, out) == (2, "")
    assert "_pages/webinar.md" in err
    assert "folder" in err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere: run it as an ordinary user")
def test_a_read_only_folder_is_a_clear_error(root: Path, run: Run) -> None:
    (root / "_pages").mkdir(mode=0o555)
    status, out, err = run("--render")
    assert (status, out) == (2, "")
    assert "permission denied" in err
    assert not (root / "_news").exists()


def test_bytes_outside_the_regions_survive_even_when_they_are_no_utf8(root: Path, run: Run) -> None:
    run("--render")
    page = root / "_pages" / "webinar.md"
    before = page.read_bytes().replace(b"layout: page", b"layout: page # \xff\xfe caf\xe9")
    page.write_bytes(before.replace(b"Challenges", b"Old", 1))
    run("--render", "--force")
    assert page.read_bytes() == before


def test_news_that_no_season_stands_behind_any_more_is_left_and_told(root: Path, run: Run) -> None:
    run("--render")
    moved = SEASONS[0].start
    assert moved is not None
    save(root, good(seasons=(SEASONS[0]._replace(start=moved.replace(day=28)),)))
    (root / "_news" / "20200101_webinar_9.md").write_text("Written by somebody.\n")
    status, out, err = run("--render")
    assert status == 0
    assert "wrote _news/20230228_webinar_1.md\n" in out
    assert "_news/20230227_webinar_1.md was left as it is" in err
    assert "20200101" not in err
    assert (root / "_news" / "20230227_webinar_1.md").exists()


def test_it_needs_no_utf8_locale_no_home_and_no_git(root: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "lgtui", "--render"],
        cwd=root,
        env={"PYTHONPATH": str(Path(cli.__file__).parents[1]), "LC_ALL": "C", "PATH": ""},
        capture_output=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert "L👀king" in (root / "_pages" / "webinar.md").read_text(encoding="utf-8")


def test_a_closed_standard_output_is_one_message(root: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    ran = subprocess.run(
        [sys.executable, "-m", "lgtui", "--render"],
        cwd=root,
        env={"PYTHONPATH": str(Path(cli.__file__).parents[1]), "PATH": ""},
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writer)
    assert ran.returncode == 2
    assert ran.stderr.count("\n") == 1
    assert "Traceback" not in ran.stderr


def test_the_paths_of_all_pages_are_told_without_rendering_them() -> None:
    records = series()
    records = records._replace(pages=records.pages._replace(news="_news/"))
    assert render.paths(records) == [
        "_pages/webinar.md",
        "_pages/talks.md",
        "_news/20230227_webinar_1.md",
        "assets/webinar.ics",
    ]
    assert [page.path for page in render.files(records)] == render.paths(records)


def test_a_page_without_markers_is_told_with_those_that_it_needs() -> None:
    with pytest.raises(DataError) as caught:
        render.write("abstracts", "x\n", series(), "p.md")
    assert caught.value.message == (
        "the page has no markers, so there is nothing on it to write. Import it with lgtui "
        "--import, or put <!-- lgtui:abstracts --> and <!-- lgtui:end abstracts --> around the "
        "parts that lgtui shall write, each on a line of its own"
    )
