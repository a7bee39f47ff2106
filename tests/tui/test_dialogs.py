"""Dialogs: they fit the terminal whenever its size is told."""

from lgtui.tui.widgets.dialogs import confirm
from tests.tui.desk import app_of
from tests.tui.sample import series


async def test_a_size_that_is_told_before_the_box_is_there_is_no_fault() -> None:
    app = app_of(series())
    async with app.run_test(size=(60, 12)) as pilot:
        dialog = confirm("A question", "word " * 400, "Do it")
        dialog.on_resize()
        await app.push_screen(dialog)
        await pilot.pause()
        assert dialog.region.contains_region(dialog.query_one("#choices").region)
        assert dialog.query_one("#choices").region.height == 2
