"""Whole records from the keyboard: added, copied, deleted after a question, moved, renumbered."""

from textual.pilot import Pilot

from lgtui.model import Where
from lgtui.tui.app import LgtuiApp
from tests.tui.desk import app_of, seen, told
from tests.tui.sample import series
from tests.tui.waiting import rested


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Presses keys one by one, each when the last one's dialog is there."""
    for key in keys:
        await pilot.press(key)
        await rested(pilot)


def ids(app: LgtuiApp) -> list[str]:
    return [talk.id for talk in app.session.records.talks]


async def on_talk(app: LgtuiApp, at: int) -> None:
    app.panes.records.go(Where("talks", at))


async def test_a_talk_is_added_to_the_season_under_the_cursor_and_opened() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(120, 30)) as pilot:
        await rested(pilot)
        await on_talk(app, 4)
        await press(pilot, "a")
        assert ids(app)[6] == "S02E04"
        assert app.panes.records.where() == Where("talks", 6)
        assert app.state.pane == "form"


async def test_a_season_is_added_with_the_next_number() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(120, 30)) as pilot:
        await rested(pilot)
        await press(pilot, "A")
        assert [season.number for season in app.session.records.seasons] == [1, 2, 3, 4]


async def test_deleting_asks_and_enter_does_it_since_u_takes_it_back() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(120, 30)) as pilot:
        await on_talk(app, 0)
        await press(pilot, "x")
        assert "S01E01: Title 1-1 of words" in seen(app)
        assert "Keep S01E01" in seen(app)
        await press(pilot, "n")
        assert "S01E01" in ids(app)
        assert "S01E01" in ids(app)
        await press(pilot, "x", "escape")
        assert "S01E01" in ids(app)
        for yes in ("y", "enter"):
            await press(pilot, "x", yes)
            assert "S01E01" not in ids(app)
            await press(pilot, "u")
            assert ids(app)[0] == "S01E01"
        assert app.panes.records.where() == Where("talks", 0)


async def test_a_season_with_talks_is_deleted_with_or_without_them() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(120, 30)) as pilot:
        app.panes.records.go(Where("seasons", 0))
        await press(pilot, "x", "s")
        assert len(app.session.records.seasons) == 2
        assert len(ids(app)) == 9
        await press(pilot, "u")
        app.panes.records.go(Where("seasons", 0))
        await press(pilot, "x", "y")
        assert len(ids(app)) == 6


async def test_a_talk_is_duplicated_without_its_recording() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(120, 30)) as pilot:
        await on_talk(app, 0)
        await press(pilot, "c")
        copy = app.session.records.talks[3]
        assert (copy.id, copy.title, copy.video_url) == ("S01E04", "Title 1-1 of words", "")


async def test_a_talk_moves_by_changing_numbers_with_its_neighbour() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(120, 30)) as pilot:
        await on_talk(app, 0)
        await press(pilot, "J")
        talks = app.session.records.talks
        assert [talk.title[:9] for talk in talks[:2]] == ["Title 1-2", "Title 1-1"]
        assert ids(app)[:2] == ["S01E01", "S01E02"]
        assert app.panes.records.where() == Where("talks", 1)
        await press(pilot, "K")
        assert not app.session.unsaved


async def test_a_move_that_cannot_be_made_says_why() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(120, 30)) as pilot:
        await on_talk(app, 2)
        await press(pilot, "J")
        assert "It is the last talk of S01 already." in told(app)


async def test_a_season_is_renumbered_with_its_talks() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(120, 30)) as pilot:
        app.panes.records.go(Where("seasons", 2))
        await press(pilot, "R", "backspace", "7", "enter")
        assert ids(app)[6:] == ["S07E01", "S07E02", "S07E03"]
        assert "Renumber S03 as S07. u takes it back." in told(app)


async def test_talks_are_renumbered_from_one_episode_on() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(120, 30)) as pilot:
        await on_talk(app, 1)
        await press(pilot, "R", "backspace", "3", "enter")
        assert ids(app)[:3] == ["S01E01", "S01E03", "S01E04"]
        await press(pilot, "u", "ctrl+r")
        assert ids(app)[:3] == ["S01E01", "S01E03", "S01E04"]


async def test_a_number_that_is_none_is_named() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(120, 30)) as pilot:
        app.panes.records.go(Where("seasons", 2))
        await press(pilot, "R", "x", "enter")
        assert any("is no number above 0" in text for text in told(app))
        assert not app.session.unsaved


async def test_unsaved_records_are_marked_in_the_list_and_counted_above() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(120, 30)) as pilot:
        await rested(pilot)
        await on_talk(app, 0)
        await press(pilot, "c")
        await rested(pilot)
        assert "* 1 unsaved" in seen(app)
        assert ("talks", 3) in app.panes.records.dirty
        await press(pilot, "5")
        assert "S01E04: added" in seen(app)


async def test_nothing_to_undo_is_said() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(120, 30)) as pilot:
        await press(pilot, "u")
        assert told(app) == ["Nothing to undo."]


async def test_a_new_talk_gets_two_speakers_and_keeps_its_title() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(120, 30)) as pilot:
        await rested(pilot)
        await press(pilot, "a", *"Title", "tab", "enter", *"Ada", "f7", *"Grace", "escape")
        await rested(pilot)
        talk = app.session.records.talks[-1]
        assert talk.title == "Title"
        assert [speaker.name for speaker in talk.speakers] == ["Ada", "Grace"]


async def test_lines_without_a_record_say_so_instead_of_acting_on_another_one() -> None:
    records = series(2)
    odd = records.talks[0]._replace(id="S0101")
    app = app_of(records._replace(talks=(odd, *records.talks[1:])))
    async with app.run_test(size=(120, 30)) as pilot:
        await rested(pilot)
        await press(pilot, "x", "R")
        assert any("no record on this line" in text for text in told(app))
        assert any("no number yet" in text for text in told(app))
        assert len(app.screen_stack) == 1
        assert not app.session.unsaved


async def test_a_season_without_talks_says_what_it_needs() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "A")
        assert any("S04 needs a talk" in text and "a in the list" in text for text in told(app))
