"""The end of the app: nothing that still happens then may look like a fault."""

from lgtui.model import Where
from lgtui.tui.widgets.dialogs import confirm
from tests.tui.desk import app_of, seen, until
from tests.tui.sample import series
from tests.tui.waiting import rested


async def test_a_field_that_changes_while_the_app_ends_is_no_fault() -> None:
    app = app_of(series())
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.panes.form is not None)
        assert app.panes.form is not None
        app.panes.records.go(Where("talks", 0))
        app.follow_cursor()
        app.panes.form.focus_field("title")
        await pilot.pause()
        screens = app._screen_stack[:]
        app._screen_stack.clear()
        app.panes.form._field.line.load("another")
        app._screen_stack.extend(screens)
        assert app.panes.form._field.text == "another"


async def test_a_dialog_may_change_its_text_before_it_is_on_the_screen() -> None:
    app = app_of(series())
    async with app.run_test() as pilot:
        dialog = confirm("Title", "before", "Yes")
        dialog.body.update("after")
        app.push_screen(dialog)
        await rested(pilot)
        assert "after" in seen(app)
