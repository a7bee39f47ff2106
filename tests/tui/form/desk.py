"""What the tests of the form share: the form with the cursor in a field, and typing into it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from lgtui.model import Records, Where
from lgtui.tui.app import LgtuiApp
from lgtui.tui.form import RecordForm
from tests.tui.desk import app_of, until
from tests.tui.sample import series

TALK = Where("talks", 0)


def form_of(app: LgtuiApp) -> RecordForm:
    return app.query_one(RecordForm)


async def opened(pilot: Pilot[None], app: LgtuiApp, where: Where, field: str) -> RecordForm:
    """The form with the cursor in a field of a record."""
    await until(pilot, lambda: app.form is not None)
    assert app.records_list.go(where)
    app.follow_cursor()
    form = form_of(app)
    form.focus_field(field)
    await pilot.pause()
    return form


async def type_text(pilot: Pilot[None], text: str) -> None:
    await pilot.press(*("space" if char == " " else char for char in text))


@asynccontextmanager
async def field(
    where: Where, name: str, records: Records | None = None, *, size: tuple[int, int] = (120, 30)
) -> AsyncIterator[tuple[LgtuiApp, RecordForm, Pilot[None]]]:
    """An app with the cursor in a field of a record, its form and its pilot."""
    app = app_of(records or series())
    async with app.run_test(size=size) as pilot:
        yield app, await opened(pilot, app, where, name), pilot
