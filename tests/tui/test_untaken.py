"""What was typed and is no date or number is in no record, and is named before it is lost."""

from pathlib import Path

from lgtui.model import Where
from tests.site.making import make_site
from tests.tui.desk import app_on, seen, told
from tests.tui.sample import series
from tests.tui.waiting import rested


async def test_what_is_no_date_is_named_when_saving_and_when_leaving(tmp_path: Path) -> None:
    app = app_on(make_site(tmp_path, series(3)))
    async with app.run_test(size=(80, 24)) as pilot:
        await rested(pilot)
        app.go_to(Where("seasons", 2, "start"))
        await rested(pilot)
        await pilot.press("x", "escape", "ctrl+s")
        await rested(pilot)
        assert any(
            "Not saved" in text and "S03 date, hour: “2023-11-13 15:00x”" in " ".join(text.split())
            for text in told(app)
        )
        await pilot.press("q")
        await rested(pilot)
        assert "S03 date, hour: “2023-11-13 15:00x”" in seen(app)
