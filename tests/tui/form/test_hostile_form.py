"""Hostile records in the form: shown harmlessly, and changed only where somebody types."""

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from lgtui.model import Records, Where
from lgtui.tui.form import RecordForm
from lgtui.tui.widgets import Edited, Typed
from tests.tui.desk import TODAY
from tests.tui.sample import HOSTILE, hostile, series

WORST = (
    "".join(text for text in HOSTILE if len(text) < 1000 and "\ud800" not in text),
    "\ud800",
    "e" + "\u0301" * 500,
    "x" * 100_000,
)
"""The hostile texts in few."""

PLACES = (
    Where("talks", 0),
    Where("seasons", 0),
    Where("organizers", 0),
    Where("series"),
    Where("wording"),
    Where("pages"),
)


class FormAlone(App[None]):
    """A form with nothing around it; what it posts is kept."""

    def __init__(self, records: Records) -> None:
        super().__init__()
        self.records = records
        self.form = RecordForm(lambda: TODAY)
        self.typed: list[Records] = []

    def compose(self) -> ComposeResult:
        yield self.form

    def on_edited(self, message: Edited) -> None:
        self.records = message.records

    def on_typed(self, message: Typed) -> None:
        if message.records is not None:
            self.typed.append(message.records)


async def visit(pilot: Pilot[None], app: FormAlone, where: Where, field: str) -> None:
    """Opens a field of a record."""
    app.form.show(app.records, where)
    app.form.focus_field(field)
    await pilot.pause()


@pytest.mark.parametrize("text", ["plain", *WORST], ids=range(5))
async def test_looking_at_every_field_changes_nothing(text: str) -> None:
    records = hostile(text) if text != "plain" else series()
    app = FormAlone(records)
    async with app.run_test(size=(60, 20)) as pilot:
        for where in PLACES:
            await visit(pilot, app, where, "")
            for slot in app.form.slots:
                app.form.focus_field(slot.key)
                assert app.form.take() is None
        await pilot.pause()
    assert app.records == records
    assert app.typed == []


@pytest.mark.parametrize("text", WORST, ids=range(4))
@pytest.mark.parametrize("field", ["title", "abstract"])
async def test_every_character_that_is_not_touched_is_kept(text: str, field: str) -> None:
    app = FormAlone(hostile(text))
    async with app.run_test(size=(60, 20)) as pilot:
        await visit(pilot, app, PLACES[0], field)
        await pilot.press("ctrl+end" if field == "abstract" else "end", "y")
        app.form.step(1)
        await pilot.pause()
    assert getattr(app.records.talks[0], field) == text + "y"


@pytest.mark.parametrize("text", WORST[:3], ids=range(3))
async def test_no_character_that_a_terminal_obeys_is_painted(text: str) -> None:
    app = FormAlone(hostile(text))
    async with app.run_test(size=(60, 20)) as pilot:
        for where in PLACES[:3]:
            await visit(pilot, app, where, "")
            for slot in app.form.slots[:: 1 if where.kind == "talks" else 2]:
                app.form.focus_field(slot.key)
                await pilot.pause()
                for strip in app.screen._compositor.render_strips():
                    shown = strip.text
                    assert not any(
                        char < " " or "\x7f" <= char < "\xa0" or char in "\u202e\u2066\u200b\ud800"
                        for char in shown
                    ), repr(shown)
