"""What the form says of a field is on the screen while the field is typed in."""

from lgtui.model import Where
from lgtui.tui import layout

from ..desk import app_of, seen
from ..sample import series


async def test_all_that_is_said_of_a_field_is_in_sight_while_it_is_typed_in() -> None:
    records = series(3)
    talk = records.talks[0]._replace(abstract="word " * 99, bio="word " * 66)
    app = app_of(records._replace(talks=(talk, *records.talks[1:])))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.2)
        layout.go_to(app, Where("talks", 0, "bio"))
        await pilot.pause(0.1)
        await pilot.press("tab", *"soon")
        await pilot.pause(0.1)
        assert "“soon” is not understood. Write it like 2026-03-02 15:00, 2 March 2026 3pm" in (
            seen(app)
        )
        assert "or TBA." in seen(app)
