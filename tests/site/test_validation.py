"""Findings of records and pages for command line and app, and the safe fixes."""

import datetime
from pathlib import Path

from lgtui import store
from lgtui.site.validation import findings_of, validate
from tests.site.making import make_site
from tests.tui.sample import series

TODAY = datetime.date(2023, 12, 1)


def test_the_app_and_the_command_line_find_the_same(tmp_path: Path) -> None:
    path = make_site(tmp_path, series())
    page = tmp_path / "_pages/webinar.md"
    page.write_text(page.read_text().replace("<!-- lgtui:end next", "<!-- lgtui:emd next"))
    document = store.read(str(path))
    mine = findings_of(document, document.records, TODAY)
    theirs = validate(str(path), TODAY).findings
    assert "PAGE003" in {found.code for found in mine}
    assert sorted((f.code, f.message) for f in mine) == sorted((f.code, f.message) for f in theirs)
    assert all(found.file and found.line for found in theirs)


def test_unsaved_records_have_no_findings_about_pages(tmp_path: Path) -> None:
    path = make_site(tmp_path, series(), write_pages=False)
    document = store.read(str(path))
    stale = [f for f in findings_of(document, document.records, TODAY) if f.code == "PAGE001"]
    assert stale
    first, *others = document.records.talks
    unsaved = document.records._replace(talks=(first._replace(title="New"), *others))
    found = findings_of(document, unsaved, TODAY)
    assert not [each for each in found if each.code.startswith("PAGE")]


def test_fixes_are_saved_and_each_is_told_with_its_code(tmp_path: Path) -> None:
    records = series()
    first, *others = records.talks
    path = make_site(
        tmp_path,
        records._replace(talks=(first._replace(title="A\N{ZERO WIDTH SPACE}title"), *others)),
        write_pages=False,
    )
    before = path.read_bytes()
    assert "TEXT002" in {found.code for found in validate(str(path), TODAY).findings}
    assert path.read_bytes() == before
    report = validate(str(path), TODAY, fix=True)
    assert [(code, change.record, change.after) for code, change in report.fixed] == [
        ("TEXT002", first.id, "Atitle")
    ]
    assert store.read(str(path)).records.talks[0].title == "Atitle"
    assert "TEXT002" not in {found.code for found in report.findings}


def test_a_file_that_is_no_toml_is_a_finding_at_its_line(tmp_path: Path) -> None:
    path = tmp_path / "talks.toml"
    path.write_text("schema = 1\n[series\n")
    [found] = validate(str(path), TODAY).findings
    assert (found.severity, found.line) == ("error", 2)


def test_a_page_that_a_link_leads_out_of_the_repository_is_found(tmp_path: Path) -> None:
    data = make_site(tmp_path / "site", series())
    (tmp_path / "elsewhere").mkdir()
    (data.parents[1] / "out").symlink_to(tmp_path / "elsewhere")
    (data.parents[1] / "hidden").symlink_to(data.parents[1] / ".git")
    document = store.read(str(data))
    pages = document.records.pages._replace(
        webinar="out/a.md", abstracts="hidden/b.md", calendar=""
    )
    store.save(document, document.records._replace(pages=pages))
    (data.parents[1] / ".git").mkdir(exist_ok=True)
    report = validate(str(data), TODAY)
    found = {each.where.field: each for each in report.findings if each.code == "LINK001"}
    assert set(found) == {"webinar", "abstracts"}
    assert "leads out of the repository" in found["webinar"].message
    assert found["webinar"].line > 0
    document = store.read(str(data))
    assert found.keys() <= {
        each.where.field for each in findings_of(document, document.records, TODAY)
    }
