"""Findings about pages: what was edited by hand is settled, damaged markers are shown."""

from pathlib import Path

from lgtui.tui.widgets.dialogs import Problem
from tests.tui.desk import app_on, make_site, seen
from tests.tui.sample import series
from tests.tui.test_findings import ready


async def test_a_page_edited_by_hand_is_settled_from_its_finding(tmp_path: Path) -> None:
    path = make_site(tmp_path, series(3))
    page = tmp_path / "_pages" / "webinar.md"
    page.write_text(page.read_text().replace("Title 3-1 of words", "Title 3-1 by hand"))
    app = app_on(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.1)
        await ready(app, pilot.pause)
        await pilot.press("4", "f")
        while "Write over it" not in seen(app):
            await pilot.pause(0.02)
        assert "Take the change into the records" in seen(app)
        await pilot.press("t")
        while "Take it" not in seen(app):
            await pilot.pause(0.02)
        await pilot.press("y")
        await pilot.pause(0.1)
        assert app.session.records.talks[6].title == "Title 3-1 by hand"


async def test_a_damaged_marker_is_shown_with_file_and_line(tmp_path: Path) -> None:
    path = make_site(tmp_path, series(3))
    page = tmp_path / "_pages" / "webinar.md"
    text = page.read_text()
    page.write_text(text.replace("<!-- lgtui:previous -->", "<!-- lgtui:prev -->"))
    line = text[: text.index("<!-- lgtui:previous -->")].count("\n") + 1
    app = app_on(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.1)
        await ready(app, pilot.pause)
        for key in ("f", "enter"):
            await pilot.press("4", key)
            await pilot.pause(0.1)
            assert isinstance(app.screen, Problem)
            assert f"_pages/webinar.md, line {line}: no region is called 'prev'" in seen(app)
            assert "F5 looks at it again" in seen(app)
            await pilot.press("escape")
        page.write_text(text)
        await pilot.press("f5")
        await pilot.pause(0.5)
        assert "PAGE003" not in {each.code for each in app.panes.findings.findings}


async def test_a_hand_edit_that_no_record_can_hold_says_how_to_keep_it(tmp_path: Path) -> None:
    path = make_site(tmp_path, series(3))
    page = tmp_path / "_pages" / "webinar_talks.md"
    page.write_text(page.read_text().replace("---\n\n###", "---\n\nMy own line.\n\n###", 1))
    assert "My own line." in page.read_text()
    app = app_on(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.1)
        await ready(app, pilot.pause)
        app.action_do("save")
        while "Write over it" not in seen(app):
            await pilot.pause(0.02)
        await pilot.press("t")
        while not isinstance(app.screen, Problem):
            await pilot.pause(0.02)
        await pilot.pause(0.1)
        assert "Nothing to take" in seen(app)
        assert "there the page is yours" in seen(app)
        assert "My own line." in seen(app)
        await pilot.press("escape")
        assert app.session.done == ()
        assert "My own line." in page.read_text()
