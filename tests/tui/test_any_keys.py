"""Any keys in any order: the app goes on, and undo leads back to what was read."""

import random
from pathlib import Path

import pytest
from textual import events

from lgtui.tui.actions import ACTIONS
from lgtui.tui.state import undo
from tests.site.making import make_site
from tests.tui.desk import app_on
from tests.tui.sample import series
from tests.tui.waiting import rested

NAMES = {"/": "slash", "?": "question_mark"}

LEAVING = {"quit", "publish", "sync", "editor", "reload"}
"""What ends the app, goes to a server or lends the terminal: tests of their own drive these."""

KEYS = sorted(
    {NAMES.get(key, key) for action in ACTIONS if action.id not in LEAVING for key in action.keys}
    | {"y", "n", "9", "Z", "é", "字", "backspace", "left", "ctrl+z", "ctrl+y", "ctrl+end"}
)

PASTES = (
    "https://youtu.be/abc?si=1",
    "Title: Looms\nAbstract: We look.\n\nBio: Ada is.\nSpeaker: Ada Lovelace, MIT\n",
    "ZajÄ…c\nfoo-\nbar",
    "2 March 2027 3pm",
    "\x1b[31mred\u202e",
)


@pytest.mark.parametrize("seed", range(4))
async def test_any_keys_do_no_harm_and_can_be_undone(seed: int, tmp_path: Path) -> None:
    draw = random.Random(seed)
    path = make_site(tmp_path, series(draw.choice([1, 3])), write_pages=draw.random() < 0.5)
    app = app_on(path)
    async with app.run_test(size=draw.choice([(80, 24), (120, 30), (40, 10)])) as pilot:
        await rested(pilot)
        first = app.session.records
        for _ in range(90):
            chance = draw.random()
            if chance < 0.04:
                (app.focused or app).post_message(events.Paste(draw.choice(PASTES)))
                await pilot.pause()
            elif chance < 0.05:
                await pilot.resize_terminal(*draw.choice([(80, 24), (120, 30), (60, 20)]))
            else:
                await pilot.press(draw.choice(KEYS))
        assert app.is_running
        session = app.session
        while session.done:
            session = undo(session)
        assert session.records == first
