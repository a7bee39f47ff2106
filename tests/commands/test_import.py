"""``lgtui --import``: what it writes, what it refuses, and its exit status."""

import datetime
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from lgtui import cli, store
from lgtui.commands import Options, new_series
from lgtui.model import DataError, Pages, Speaker
from lgtui.render import regions
from lgtui.repo.history import vocabulary
from tests.running import missing

ROOT = Path(__file__).parents[2]
PAGE = "# Series\n\n#### Previous talks:\n\n* S01E01 - **A Bee** (X). 27th Feb 2023. **T**\n"
ABSTRACTS = "Intro.\n\n### A Bee (X)\n\nTitle: T\n\nAbstract: Text.\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty site, like a repository, as the current folder."""
    root = tmp_path / "site"
    (root / ".git").mkdir(parents=True)
    monkeypatch.chdir(root)
    return root


def run(*paths: Path | str, dry_run: bool = False, force: bool = False) -> int:
    given = Options(import_=[str(path) for path in paths], dry_run=dry_run, force=force)
    return new_series.run(given)


def files(root: Path) -> set[str]:
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def outside(site: Path, name: str, text: str) -> Path:
    path = site.parent / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_page_from_elsewhere_goes_to_its_usual_place(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(outside(site, "seed.txt", PAGE)) == 0
    assert files(site) == {"data/talks.toml", "_pages/webinar.md"}
    said = capsys.readouterr().out
    assert said.startswith("understood: 1 talk")
    assert said.endswith("wrote data/talks.toml\nwrote _pages/webinar.md\n")
    records = store.read("data/talks.toml").records
    assert records.pages == Pages(webinar="_pages/webinar.md")
    assert (site.parent / "seed.txt").read_text() == PAGE


def test_a_page_of_the_site_is_rewritten_in_place(site: Path) -> None:
    (site / "pages").mkdir()
    (site / "pages/talks.md").write_text(PAGE)
    assert run("pages/talks.md") == 0
    assert store.read("data/talks.toml").records.pages.webinar == "pages/talks.md"
    assert "<!-- lgtui:previous -->" in (site / "pages/talks.md").read_text()


def test_both_pages_at_once(site: Path) -> None:
    assert run(outside(site, "a.md", ABSTRACTS), outside(site, "w.md", PAGE)) == 0
    records = store.read("data/talks.toml").records
    assert records.pages == Pages("_pages/webinar.md", "_pages/webinar_talks.md")
    assert [talk.abstract for talk in records.talks] == ["Text."]


def test_a_dry_run_says_the_same_and_writes_nothing(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seed = outside(site, "seed.txt", PAGE)
    assert run(seed, dry_run=True) == 0
    dry = capsys.readouterr().out
    assert files(site) == set()
    assert run(seed) == 0
    assert dry.replace("would write", "wrote") == capsys.readouterr().out


def test_existing_records_are_replaced_only_by_force(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seed = outside(site, "seed.txt", PAGE)
    assert run(seed) == 0
    before = (site / "data/talks.toml").read_bytes()
    seed.write_text(PAGE.replace("A Bee", "C Dee"))
    assert run(seed) == 1
    assert "--force" in capsys.readouterr().err
    assert (site / "data/talks.toml").read_bytes() == before
    assert run(seed, force=True) == 0
    assert b"C Dee" in (site / "data/talks.toml").read_bytes()


def test_a_page_that_is_not_ours_is_not_overwritten(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "_pages").mkdir()
    (site / "_pages/webinar.md").write_text("My own page\n")
    assert run(outside(site, "seed.txt", PAGE)) == 1
    assert "_pages/webinar.md exists" in capsys.readouterr().err
    assert files(site) == {"_pages/webinar.md"}
    assert (site / "_pages/webinar.md").read_text() == "My own page\n"


def test_a_page_without_talks_is_refused(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(outside(site, "other.md", "# Something else\n\nWords.\n")) == 1
    assert "nothing on these pages was understood" in capsys.readouterr().err
    assert files(site) == set()


def test_an_empty_page_is_refused(site: Path) -> None:
    (site / "page.md").write_bytes(b"")
    assert run("page.md") == 1
    assert files(site) == {"page.md"}


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"\x89PNG\x00\x01 and more", "no text"), (b"a line\n" * 2_000_000, "14 MB is no page")],
    ids=["binary", "too large"],
)
def test_what_can_be_no_page_is_named(site: Path, content: bytes, why: str) -> None:
    (site / "page.md").write_bytes(content)
    with pytest.raises(DataError, match=rf"page\.md.*{why}"):
        run("page.md")
    assert files(site) == {"page.md"}


def test_an_unreadable_file_is_named(site: Path) -> None:
    with pytest.raises(DataError, match=r"missing\.md"):
        run("missing.md")
    assert files(site) == set()


def test_crlf_pages_keep_their_line_ends(site: Path) -> None:
    (site / "page.md").write_bytes(PAGE.replace("\n", "\r\n").encode())
    assert run("page.md") == 0
    written = (site / "page.md").read_bytes()
    assert written.count(b"\n") == written.count(b"\r\n") > 5


def test_words_of_the_sites_other_pages_decide_a_lost_byte(site: Path) -> None:
    (site / "people.md").write_text("We met in Espírito Santo.\n")
    lost = PAGE.replace("(X)", "(University of EspÃrito Santo)")
    assert run(outside(site, "seed.txt", lost)) == 0
    assert "Espírito Santo" in (site / "data/talks.toml").read_text()


@pytest.mark.system
def test_words_of_earlier_commits_decide_a_lost_byte(site: Path) -> None:
    _git(site, "init", "-q")
    page = site / "people.md"
    for text in ("We met in Espårito Santo, in Zeůx.\n", "We met elsewhere.\n"):
        page.write_text(text)
        _git(site, "add", ".")
        _git(site, "commit", "-qm", "a text")
    lost = PAGE.replace("(X)", "(University of EspÃrito Santo)")
    assert run(outside(site, "seed.txt", lost)) == 0
    assert "Espårito Santo" in (site / "data/talks.toml").read_text()


@pytest.mark.system
def test_git_is_asked_for_words_only_when_a_byte_is_lost(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("lgtui.repo.history.vocabulary", _asked)
    assert run(outside(site, "seed.txt", PAGE.replace("A Bee", "JosÃ© Bee"))) == 0
    with pytest.raises(AssertionError, match="git was asked"):
        run(outside(site, "seed.txt", PAGE.replace("A Bee", "EspÃrito")), force=True)


@pytest.mark.parametrize("repository", [False, True])
def test_without_git_or_a_history_there_are_no_words(
    site: Path, monkeypatch: pytest.MonkeyPatch, repository: bool
) -> None:
    monkeypatch.setenv("PATH", "")
    if not repository:
        (site / ".git").rmdir()
    assert vocabulary(str(site)) == frozenset()


def _asked(root: str) -> frozenset[str]:
    raise AssertionError("git was asked")


def _git(site: Path, *arguments: str) -> None:
    if shutil.which("git") is None:
        pytest.skip(missing("git"))
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=site, check=True)


@pytest.mark.parametrize("number", [0, 1])
def test_the_real_pages(site: Path, seeds: list[Path], number: int) -> None:
    assert run(seeds[number]) == 0
    text = (site / "data/talks.toml").read_text() + (site / "_pages/webinar.md").read_text()
    for name in ("Hubert Dariusz Zając", "Espírito Santo", "Jiménez-Sánchez", "Théo Sourget",
                 "CentraleSupélec, Université Paris-Saclay", "L👀king-Glass"):  # fmt: skip
        assert name in text
    records = store.read("data/talks.toml").records
    states = [season.state for season in records.seasons]
    if number == 0:
        assert len(records.talks) == 23
        assert states == ["held"] * 7
    else:
        assert len(records.talks) == 26
        assert states == ["held"] * 8 + ["upcoming"]
        assert [talk.id for talk in records.talks[-3:]] == ["S09E01", "S09E02", "S09E03"]
    assert len(records.organizers) == 4
    outside = regions.find((site / "_pages/webinar.md").read_text())
    assert [region.name for region in outside] == ["next", "previous", "organizers"]


@pytest.mark.system
def test_no_home_no_locale_no_terminal(site: Path) -> None:
    import sys

    seed = outside(site, "seed.txt", PAGE.replace("A Bee", "Zając 👀"))
    package = Path(new_series.__file__).parents[2]
    environment = {"PATH": os.environ["PATH"], "LANG": "C", "PYTHONPATH": str(package)}
    done = subprocess.run(
        [sys.executable, "-m", "lgtui", "--import", str(seed)],
        env=environment, capture_output=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Zając 👀" in (site / "data/talks.toml").read_text(encoding="utf-8")


def test_news_items_of_held_seasons_are_known_and_stay(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "webinar.md").write_text(PAGE)
    (site / "_news").mkdir()
    items = {"thanks.md": "2023-02-27", "school.md": "2023-05-01"}
    for name, day in items.items():
        text = f"---\ndate: {day} 10:00:00+0100\n---\n\nThank you.\n"
        (site / "_news" / name).write_text(text)
    before = {path: path.read_text() for path in (site / "_news").iterdir()}
    assert run("webinar.md", *(f"_news/{name}" for name in items)) == 0
    assert store.read("data/talks.toml").records.pages.news == "_news"
    assert "page: news _news: 1 of its items" in capsys.readouterr().out
    assert {path: path.read_text() for path in (site / "_news").iterdir()} == before


def test_a_whole_site_is_looked_through_and_nothing_is_written(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    talk = "---\ntitle: On {0}\nspeaker: Ada Test\ndate: 2024-03-0{0}\n---\nText.\n"
    made = {
        "_talks/1.md": talk.format(1),
        "_talks/2.md": talk.format(2),
        "_talks/3.md": talk.format(3),
        "_pages/past.md": PAGE,
        "_pages/team.md": "# Team\n\n### Ada Test\n\n**Bio:** Ada.\n",
        "_data/talks.csv": "date,speaker,title\n2024-01-09,Bo Probe,B\n2024-02-06,Cy Essai,A\n",
        "_data/members.yml": "- name: Ada Test\n  title: Professor\n",
        "_data/menu.yml": "- title: Home\n  url: /\n",
        "_site/past.md": PAGE,
    }
    for name, text in made.items():
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")
    assert run(".") == 0
    told = capsys.readouterr()
    assert told.out.splitlines() == [
        "_talks: 3 talks, files of one talk each",
        "_data/talks.csv: 2 talks, a list",
        "_pages/past.md: 1 talk, a page",
    ]
    assert "lgtui --import _talks" in told.err
    assert files(site) == set(made)


def test_a_site_without_talks_says_so(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "index.md").write_text("# Welcome\n", encoding="utf-8")
    assert run(".") == 1
    assert "no talks were found" in capsys.readouterr().err


def test_a_long_report_is_short_unless_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    items = "".join(
        f"* S01E0{at} - **{name}** (Lab). 3 Mar 2025. **On {at}**\n"
        for at, name in enumerate(("Ada Bee", "Cy Dee", "Eva Fay", "Gus Hay", "Ida Jay"), 1)
    )
    (tmp_path / ".git").mkdir()
    (tmp_path / "webinar.md").write_text(f"# Tides\n\n#### Previous talks:\n\n{items}")
    monkeypatch.chdir(tmp_path)
    assert cli.main(["--import", "webinar.md", "--dry-run"]) == 0
    short = capsys.readouterr().out.splitlines()
    assert cli.main(["--import", "webinar.md", "--dry-run", "--verbose"]) == 0
    verbose = capsys.readouterr().out.splitlines()
    assert sum("normalized: “" in line for line in verbose) >= 5
    assert sum("normalized: “" in line for line in short) < 4
    assert any("--verbose lists all" in line for line in short)


LISTED = (
    "## Past talks\n\n{}* 2024-03-12: **Ada Test** (X), *On knots*\n"
    "* 2023-10-09: **Bo Probe** (Y), *On bows*\n{}"
)


def test_a_list_that_stays_can_be_written_by_a_template(site: Path) -> None:
    page = site / "talks.md"
    page.write_text(LISTED.format("", ""), encoding="utf-8")
    assert run("talks.md") == 0
    assert page.read_text(encoding="utf-8") == LISTED.format("", "")
    marked = LISTED.format("<!-- lgtui:previous -->\n\n", "\n<!-- lgtui:end previous -->\n")
    page.write_text(marked, encoding="utf-8")
    guide = (ROOT / "docs" / "other-series.md").read_text(encoding="utf-8")
    _, _, guide = guide.partition("## A page that import left as it is")
    toml, template = re.findall(r"```(?:toml|jinja)\n(.*?)```", guide, re.DOTALL)
    data = site / "data" / "talks.toml"
    data.write_text(f"{data.read_text(encoding='utf-8')}\n{toml}", encoding="utf-8")
    (site / "data" / "previous.md").write_text(template, encoding="utf-8")
    assert cli.main(["--render"]) == 0
    found = regions.find(page.read_text(encoding="utf-8"))
    assert [region.text for region in found] == [region.text for region in regions.find(marked)]
    assert found[0].checksum


SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHARED = (
    f"<sst {SPACE}><si><t>Date</t></si><si><t>Speaker</t></si>"
    "<si><r><t>Zoë </t></r><r><t>Nowak</t></r></si></sst>"
)
SHEET = (
    f'<worksheet {SPACE}><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c>'
    '<c r="B1" t="s"><v>1</v></c><c r="D1" t="inlineStr"><is><t>Title</t></is></c></row>'
    '<row r="2"><c r="A2"><v>45057.625</v></c><c r="B2" t="s"><v>2</v></c>'
    '<c r="D2" t="str"><v>Knots, &amp; loops</v></c></row></sheetData></worksheet>'
)


def workbook(path: Path, **parts: str) -> Path:
    """Write a workbook of one sheet, as spreadsheets pack it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            inside = "sharedStrings" if name == "shared" else f"worksheets/{name}"
            book.writestr(f"xl/{inside}.xml", text)
    return path


def test_the_first_sheet_of_a_workbook_is_a_list(site: Path) -> None:
    assert run(workbook(site / "t.xlsx", shared=SHARED, sheet1=SHEET)) == 0
    records = store.read("data/talks.toml").records
    [talk] = records.talks
    assert (talk.title, talk.speakers) == ("Knots, & loops", (Speaker("Zoë Nowak"),))
    assert records.seasons[0].start == datetime.datetime(2023, 5, 11, 15)


@pytest.mark.parametrize(
    "sheet",
    [
        "<broken",
        "<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet/>",
        f'<worksheet {SPACE}><row><c t="s"><v>7</v></c></row></worksheet>',
    ],
)
def test_what_is_no_workbook_is_refused(site: Path, sheet: str) -> None:
    with pytest.raises(DataError, match="save the list as CSV") as told:
        run(workbook(site / "t.xlsx", sheet1=sheet))
    assert told.value.file.endswith("t.xlsx")
    (site / "u.xlsx").write_text("no workbook")
    with pytest.raises(DataError, match="save the list as CSV"):
        run(site / "u.xlsx")
    with pytest.raises(DataError, match="No such file"):
        run(site / "none.xlsx")
