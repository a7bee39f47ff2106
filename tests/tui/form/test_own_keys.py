"""The hints of form and preview name the keys that the user has, not the usual ones."""

from lgtui.model import Where
from lgtui.tui.actions import apply_keys
from lgtui.tui.app import LgtuiApp
from lgtui.tui.startup import Opened
from tests.tui.desk import seen, settled, until
from tests.tui.sample import document, series


async def test_hints_of_form_and_preview_name_the_users_own_keys() -> None:
    own = {"editor": "ctrl+o", "add_item": "f10", "view": "w"}
    actions, problems = apply_keys({"keys": own})
    assert problems == []
    app = LgtuiApp(Opened(document(series(3)), True), actions)
    async with app.run_test(size=(200, 50)) as pilot:
        await until(pilot, lambda: app.panes.form is not None)
        await settled(pilot)
        app.go_to(Where("talks", 0, "abstract"))
        await until(pilot, lambda: "^o: in your editor" in seen(app))
        await until(pilot, lambda: "(w: next view)" in seen(app))
        app.go_to(Where("talks", 0, "speakers[0].name"))
        await until(pilot, lambda: "F10 adds one, F8 removes this one" in seen(app))
