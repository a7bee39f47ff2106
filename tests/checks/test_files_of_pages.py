from lgtui import checks, render
from lgtui.checks.files import page_paths
from lgtui.model import NO_TEMPLATES, Pages, Records, Templates, Where
from tests.checks.making import TODAY, codes, series, with_talk

PATHS = Pages("_pages/talks.md", "_pages/abstracts.md", "_news", "assets/talks.ics")
RECORDS = series()._replace(pages=PATHS)


def written(records: Records = RECORDS) -> dict[str, str | None]:
    """All pages as the records have them."""
    return {page.path: page.write(None) for page in render.files(records)}


def page_findings(
    texts: dict[str, str | None], records: Records = RECORDS, own: Templates = NO_TEMPLATES
) -> list[checks.Finding]:
    return checks.check(records, (), TODAY, texts, own)


def test_fresh_pages_have_no_finding() -> None:
    assert page_findings(written()) == []
    assert sorted(page_paths(RECORDS)) == sorted(written())


def test_pages_without_a_path_are_not_checked() -> None:
    records = series()
    assert page_paths(records) == []
    assert checks.check(records, (), TODAY, {}) == []


def test_a_page_that_does_not_exist_has_not_been_written_yet() -> None:
    for path in written():
        [finding] = page_findings({**written(), path: None})
        assert (finding.code, finding.severity, finding.file) == ("PAGE001", "error", path)
        assert finding.column == 1
        assert "--render" in finding.message


def test_a_changed_title_makes_the_pages_stale() -> None:
    records = with_talk(RECORDS, 2, title="Another title")
    findings = page_findings(written(), records)
    assert {finding.file for finding in findings} >= {PATHS.webinar, PATHS.abstracts}
    assert set(codes(findings)) == {"PAGE001"}
    text = written()[PATHS.webinar]
    assert text
    [webinar] = [finding for finding in findings if finding.file == PATHS.webinar]
    assert "What 1 and 3" in text.split("\n")[webinar.line - 1]


def test_a_hand_edit_is_found_at_its_region() -> None:
    texts = written()
    text = texts[PATHS.webinar]
    assert text
    texts[PATHS.webinar] = text.replace("What 1 and 3", "What one and 3")
    [finding] = page_findings(texts)
    assert (finding.code, finding.severity) == ("PAGE002", "error")
    assert "lgtui:previous" in text.split("\n")[finding.line - 1]
    assert finding.where == Where("pages", 0, "webinar")


def test_damaged_and_missing_markers_are_found() -> None:
    texts = written()
    text = texts[PATHS.abstracts]
    assert text
    damaged = text.replace("<!-- lgtui:abstracts -->", "<!-- lgtui:abstract -->")
    for bad in (damaged, "# No markers at all\n"):
        [finding] = page_findings({**texts, PATHS.abstracts: bad})
        assert (finding.code, finding.severity, finding.file) == (
            "PAGE003",
            "error",
            PATHS.abstracts,
        )
        assert finding.line >= 1


def test_a_path_outside_the_repository_is_never_read() -> None:
    records = RECORDS._replace(pages=PATHS._replace(webinar="../secret.md", news="/etc"))
    assert page_paths(records) == [PATHS.abstracts, PATHS.calendar]


def test_records_that_cannot_be_rendered_are_told_by_their_own_finding() -> None:
    records = RECORDS._replace(series=RECORDS.series._replace(timezone="Nowhere"))
    assert codes(page_findings(written(), records)) == ["DATE003"]


def test_a_template_that_cannot_be_filled_is_a_finding_and_the_other_pages_are_still_checked() -> (
    None
):
    own = {"t.j2": "a\n{{ nothing.here }}", "n.j2": "fine"}
    site = PATHS._replace(next_template="t.j2", news_template="n.j2")
    found = page_findings({}, RECORDS._replace(pages=site), own)
    [fault] = [each for each in found if each.code == "PAGE004"]
    assert (fault.where.field, fault.file, fault.line) == ("next_template", "t.j2", 2)
    assert "'nothing' is undefined" in fault.message
    assert "_pages/abstracts.md" in [each.file for each in found if each.code == "PAGE001"]
    own["t.j2"] = "{{ series.name }}"
    assert "PAGE004" not in codes(page_findings({}, RECORDS._replace(pages=site), own))
