"""Toasts: few enough to see the work below them, long enough to be read."""

import pytest
from textual.widgets._toast import Toast

from lgtui.tui.widgets.bars import seconds
from tests.tui.desk import app_of, told
from tests.tui.sample import series
from tests.tui.waiting import rested


@pytest.mark.parametrize(("size", "most"), [((80, 24), 2), ((160, 45), 3), ((40, 10), 1)])
async def test_old_toasts_make_room_for_new_ones(size: tuple[int, int], most: int) -> None:
    app = app_of(series(3))
    async with app.run_test(size=size) as pilot:
        await pilot.press(*"oooo")
        await rested(pilot)
        words = ["oldest first", "as in the file", "by title", "by speaker"]
        assert told(app) == [f"Order: {each}" for each in words[-most:]]


async def test_the_same_words_stand_there_once() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.press(*"uuuu")
        await rested(pilot)
        assert told(app) == ["Nothing to undo."]


def test_a_long_toast_stands_longer() -> None:
    assert seconds("Saved.") == 6
    assert seconds("word " * 60) > 15


async def test_a_toast_that_is_over_as_it_is_shown_leaves_the_keys_alive() -> None:
    """Its time may end between the look whether it has and the start of its timer."""
    app = app_of(series(3))
    async with app.run_test(size=(80, 24)) as pilot:
        app.notify("Only just.")
        await rested(pilot)
        (told_last,) = app._notifications
        told_last.raised_at -= 60
        assert told_last.has_expired
        toast = Toast(told_last)
        await app.screen.mount(toast)
        await rested(pilot)
        assert not toast.is_attached
        await pilot.press("down")
        assert app.panes.records.cursor == 1
