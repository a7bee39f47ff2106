"""The history of the record under the cursor, and bringing things back from it."""

import pytest
from textual.pilot import Pilot

from lgtui.model import Where
from tests.repo.sites import Site
from tests.tui.desk import seen, told

from .desk import app_at, app_of, press, retitle, settled, until


async def shown(pilot: Pilot[None]) -> list[str]:
    """The history of the second talk, once it is complete."""
    app = app_of(pilot)
    app.records_list.go(Where("talks", 1))
    await press(pilot, "6")
    for _ in range(500):
        if not app.past.reading and app.past.subject.document is app.session.document:
            break
        await pilot.pause(0.02)
    return [f"{row.past.author}: {row.change}" for row in app.past.rows]


async def test_it_says_what_was_changed_when_and_by_whom(ann: Site, bob: Site) -> None:
    bob.set("S02E01", title="Bob's title")
    bob.publish()
    ann.pull()
    app = app_at(ann)
    async with app.run_test(size=(160, 45)) as pilot:
        await settled(pilot)
        rows = await shown(pilot)
        assert rows == ["Bob: S02E01: title changed", "Ann: S02E01: added"]
        assert "From metrics to meaning → Bob's title" in seen(app)


async def test_enter_shows_a_change_in_full(ann: Site) -> None:
    ann.set("S02E01", title="Another title")
    ann.publish("A subject of my own")
    app = app_at(ann)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await shown(pilot)
        await press(pilot, "enter")
        await until(pilot, "A subject of my own")
        assert "From metrics to meaning" in seen(app)
