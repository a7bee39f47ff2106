"""Pictures of the screen, as text: what an organizer sees at a few places and sizes.

They hold with Textual's pinned version and a clock that stands still. After a change that is
meant to be seen, ``pytest tests/tui/test_pictures.py --snapshot-update`` draws them anew; the
difference is then read like any other.
"""

import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from lgtui.model import Link, Records, Speaker
from lgtui.tui.app import LgtuiApp
from tests.tui.desk import app_of, screen_lines
from tests.tui.sample import series
from tests.tui.waiting import rested


def records() -> Records:
    """Three seasons, with an error, a warning, letters of all widths and several speakers."""
    plain = series(3)
    talks = list(plain.talks)
    talks[1] = talks[1]._replace(title="")
    talks[4] = talks[4]._replace(
        title="データセットの偏り ⚖️ and its names",
        speakers=(Speaker("محمد علي", "Dr."), Speaker("Nguyễn Thị Hà"), Speaker("O'Brien [TBA]")),
        links=(Link("Slides", "https://s.example/2"),),
    )
    talks[8] = talks[8]._replace(abstract="One *point*:\n\n- first\n- second\n\n" + "word " * 60)
    return plain._replace(talks=tuple(talks))


PICTURES = {
    "browse": ((160, 45), "down"),
    "edit": ((120, 30), "down enter end space a g a i n"),
    "several speakers": ((120, 30), "down down down down down down enter tab tab"),
    "problems": ((132, 40), "4 down"),
    "changes": ((120, 30), "down enter end space a g a i n escape 5"),
    "one pane": ((80, 24), "down"),
    "form in one pane": ((80, 24), "down enter"),
    "preview in one pane": ((80, 24), "down 3"),
    "help": ((80, 24), "question_mark"),
    "palette": ((80, 24), "ctrl+p t i t l e"),
    "delete": ((80, 24), "down x"),
    "filter": ((60, 20), "slash 2 minus"),
    "smallest": ((40, 10), "down"),
}
"""The size of the terminal and the keys that lead to each picture."""


async def settled(pilot: Pilot[None], app: LgtuiApp) -> list[str]:
    """The screen once form, preview and checks have followed and it no longer changes."""
    before: list[str] = []
    for _ in range(100):
        await rested(pilot)
        now = screen_lines(app)
        checked = app.session.checked is app.session.records
        if now == before and checked and not app._notifications:
            return now
        before = now
        app.clear_notifications()
    raise AssertionError("it never came to rest:\n" + "\n".join(before))


@pytest.mark.parametrize("name", PICTURES)
async def test_the_screen_looks_as_it_did(name: str, snapshot: SnapshotAssertion) -> None:
    size, keys = PICTURES[name]
    app = app_of(records())
    async with app.run_test(size=size) as pilot:
        await settled(pilot, app)
        await pilot.press(*keys.split())
        assert "\n".join(line.rstrip() for line in await settled(pilot, app)) == snapshot
