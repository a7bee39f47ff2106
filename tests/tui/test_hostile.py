"""Records that try to steer the terminal: shown visibly and harmlessly in every corner."""

import re
import unicodedata

import pytest
from textual.pilot import Pilot

from lgtui.model import Where
from lgtui.tui import state
from lgtui.tui.app import LgtuiApp
from lgtui.tui.widgets.dialogs import Problem, confirm
from tests.tui.desk import app_of, screen_lines
from tests.tui.sample import HOSTILE, hostile
from tests.tui.waiting import rested

TEXTS = (
    " ".join(text for text in HOSTILE if len(text) < 1000),
    *(text for text in HOSTILE if len(text) >= 1000),
    "\ud800",
)
"""The hostile texts in few, since each one takes an app."""

SIZES = ((160, 45), (80, 24), (40, 10))


def check_screen(app: LgtuiApp) -> None:
    """Nothing on the screen is a control or override character, and every line is full."""
    width = app.size.width
    for line, strip in zip(screen_lines(app), app.screen._compositor.render_strips(), strict=True):
        bad = [char for char in line if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")]
        assert not bad, (bad, line)
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\ufeff]", line)
        assert strip.cell_length == width, (strip.cell_length, line)


async def settle(pilot: Pilot[None]) -> LgtuiApp:
    """Waits for form, preview and checks, and looks at the screen."""
    await rested(pilot)
    app = pilot.app
    assert isinstance(app, LgtuiApp)
    check_screen(app)
    return app


@pytest.mark.parametrize("number", range(len(TEXTS)))
async def test_a_hostile_record_is_shown_harmlessly_everywhere(number: int) -> None:
    text = TEXTS[number]
    app = app_of(hostile(text))
    async with app.run_test(size=SIZES[number % 3], notifications=True) as pilot:
        await settle(pilot)
        for where in (Where("talks", 0), Where("seasons", 0), Where("organizers", 0),
                      Where("series", 0), Where("wording", 0), Where("pages", 0)):  # fmt: skip
            app.panes.records.go(where)
            await settle(pilot)
        for keys in (("4",), ("5",), ("3",), ("1",), ("question_mark",), ("escape",), ("ctrl+p",)):
            await pilot.press(*keys)
            check_screen(app)
        await pilot.press("t", "backspace", "s", "0", "1")
        await settle(pilot)
        await pilot.press("escape")
        app.panes.records.go(Where("talks", 0))
        await pilot.press("x")
        await settle(pilot)
        await pilot.press("escape")
        app.notify(text)
        await settle(pilot)
        app.push_screen(Problem(text, text))
        await settle(pilot)
        await pilot.press("escape")
        app.push_screen(confirm(text, text, text))
        await settle(pilot)


@pytest.mark.parametrize("text", ["[/]", "[TBA]", "[red]alarm[/red]"])
async def test_what_looks_like_markup_is_shown_letter_by_letter(text: str) -> None:
    app = app_of(hostile(text))
    async with app.run_test(size=(160, 45)) as pilot:
        await settle(pilot)
        app.panes.records.go(Where("talks", 1))
        await settle(pilot)
        assert text in " ".join(screen_lines(app))


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
async def test_a_change_of_hostile_text_is_listed_harmlessly(text: str) -> None:
    app = app_of(hostile("plain"))
    async with app.run_test(size=(80, 24)) as pilot:
        records = app.session.records
        talk = records.talks[0]._replace(title=text, id=text)
        edited = records._replace(talks=(talk, *records.talks[1:]))
        app.update(state.edit(app.session, text, edited))
        await rested(pilot)
        await pilot.press("5")
        check_screen(app)
        await pilot.press("u")
        check_screen(app)
