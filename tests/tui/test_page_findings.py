"""Findings about pages: what was edited by hand is settled, damaged markers are shown."""

from pathlib import Path

from lgtui.tui.widgets.dialogs import Problem
from tests.site.making import make_site
from tests.tui.desk import app_on, seen, until
from tests.tui.sample import series
from tests.tui.waiting import rested


async def test_a_page_edited_by_hand_is_settled_from_its_finding(tmp_path: Path) -> None:
    path = make_site(tmp_path, series(3))
    page = tmp_path / "_pages" / "webinar.md"
    page.write_text(page.read_text().replace("Title 3-1 of words", "Title 3-1 by hand"))
    app = app_on(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await rested(pilot)
        await pilot.press("4", "f")
        await until(pilot, lambda: "Write over it" in seen(app))
        assert "Take the change into the records" in seen(app)
        await pilot.press("t")
        await until(pilot, lambda: "Take it" in seen(app))
        await pilot.press("y")
        await rested(pilot)
        assert app.session.records.talks[6].title == "Title 3-1 by hand"


async def test_a_damaged_marker_is_shown_with_file_and_line(tmp_path: Path) -> None:
    path = make_site(tmp_path, series(3))
    page = tmp_path / "_pages" / "webinar.md"
    text = page.read_text()
    page.write_text(text.replace("<!-- lgtui:previous -->", "<!-- lgtui:prev -->"))
    line = text[: text.index("<!-- lgtui:previous -->")].count("\n") + 1
    app = app_on(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await rested(pilot)
        for key in ("f", "enter"):
            await pilot.press("4", key)
            await rested(pilot)
            assert isinstance(app.screen, Problem)
            assert f"_pages/webinar.md, line {line}: no region is called 'prev'" in seen(app)
            assert "F5 looks at it again" in seen(app)
            await pilot.press("escape")
        page.write_text(text)
        await pilot.press("f5")
        await rested(pilot)
        assert "PAGE003" not in {each.code for each in app.panes.findings.findings}


async def test_a_hand_edit_that_no_record_can_hold_says_how_to_keep_it(tmp_path: Path) -> None:
    path = make_site(tmp_path, series(3))
    page = tmp_path / "_pages" / "webinar_talks.md"
    page.write_text(page.read_text().replace("---\n\n###", "---\n\nMy own line.\n\n###", 1))
    assert "My own line." in page.read_text()
    app = app_on(path)
    async with app.run_test(size=(80, 24)) as pilot:
        await rested(pilot)
        app.action_do("save")
        await until(pilot, lambda: "Write over it" in seen(app))
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, Problem))
        await rested(pilot)
        assert "Nothing to take" in seen(app)
        assert "there the page is yours" in seen(app)
        assert "My own line." in seen(app)
        await pilot.press("escape")
        assert app.session.done == ()
        assert "My own line." in page.read_text()
