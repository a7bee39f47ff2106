"""Seasons are stepped through, talks changed together, pieces copied, links opened."""

import subprocess
from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from lgtui.model import Link, Records, Season, Speaker, Talk, Where
from lgtui.records import edits
from lgtui.records.edits import EditError
from lgtui.tui.app import LgtuiApp
from lgtui.tui.commands.navigation import addresses, browser_command, pieces
from lgtui.tui.widgets.dialogs import Ask, Prompt
from tests.tui.desk import app_of, seen, told, until
from tests.tui.sample import series

RECORDS = series()


async def ready(pilot: Pilot[None], app: LgtuiApp, where: Where) -> None:
    await until(pilot, lambda: app.panes.form is not None)
    app.panes.records.go(where)
    await pilot.pause()


async def dialog(pilot: Pilot[None], app: LgtuiApp, key: str, kind: type = Ask) -> None:
    await pilot.press(key)
    await until(pilot, lambda: isinstance(app.screen, kind))


SIZES = pytest.mark.parametrize("size", [(80, 24), (160, 45)])


@SIZES
async def test_three_marked_talks_are_withheld_in_one_edit(size: tuple[int, int]) -> None:
    app = app_of(RECORDS)
    async with app.run_test(size=size) as pilot:
        await ready(pilot, app, Where("talks", 0))
        await pilot.press("space", "space", "space")
        assert app.panes.records.marked == {"S01E01", "S01E02", "S01E03"}
        assert "●S01E02" in seen(app)
        await dialog(pilot, app, "E")
        assert "Change 3 talks together" in seen(app)
        first = app.screen
        await pilot.press("w")
        await until(pilot, lambda: app.screen is not first and isinstance(app.screen, Ask))
        assert "recording withheld" in seen(app)
        assert app.session.records == RECORDS
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.session.done))
        talks = app.session.records.talks
        assert [talk.recording for talk in talks[:4]] == ["withheld"] * 3 + [""]
        assert [bool(talk.video_url) for talk in talks[:4]] == [False] * 3 + [True]
        assert len(app.session.done) == 1
        assert not app.panes.records.marked
        app.action_do("undo")
        await pilot.pause()
        assert app.session.records == RECORDS


async def test_marks_survive_order_filter_and_edits_and_esc_drops_them() -> None:
    app = app_of(RECORDS)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot, app, Where("seasons", 0))
        await pilot.press("space")
        mine = {"S01E01", "S01E02", "S01E03"}
        assert app.panes.records.marked == mine
        assert any("3 marked. E changes them together" in each for each in told(app))
        await pilot.press("o", "o", "/", *"title", "enter")
        assert app.panes.records.marked == mine
        app.update(app.session._replace(records=edits.move(RECORDS, Where("talks", 0), 1).records))
        assert app.panes.records.marked == mine
        await pilot.press("escape")
        assert app.panes.records.query_words == ()
        assert app.panes.records.marked == mine
        await pilot.press("escape")
        assert not app.panes.records.marked
        await pilot.press("M")
        assert len(app.panes.records.marked) == len(RECORDS.talks)
        await pilot.press("M")
        assert not app.panes.records.marked


async def test_without_a_mark_the_key_says_how_to_mark() -> None:
    app = app_of(RECORDS)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot, app, Where("talks", 0))
        await pilot.press("E")
        await until(pilot, lambda: any("No talk is marked; Space" in each for each in told(app)))
        await ready(pilot, app, Where("series"))
        await pilot.press("space")
        assert not app.panes.records.marked


async def test_the_affiliation_of_all_is_asked_for_once() -> None:
    app = app_of(RECORDS)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot, app, Where("talks", 0))
        await pilot.press("space", "space")
        await dialog(pilot, app, "E")
        await dialog(pilot, app, "a", Prompt)
        await pilot.press("ctrl+u", *"UCL")
        await dialog(pilot, app, "enter")
        await pilot.press("n")
        await until(pilot, lambda: len(app.screen_stack) == 1)
        assert app.session.records == RECORDS
        assert len(app.panes.records.marked) == 2


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        (edits.withhold, "recording", "withheld"),
        (edits.untrack, "video_url", "https://youtu.be/a"),
        (lambda talk: talk._replace(state="cancelled"), "state", "cancelled"),
    ],
)
def test_only_the_marked_talks_are_changed_and_only_so(
    change: Callable[[Talk], Talk], field: str, value: str
) -> None:
    talks = tuple(talk._replace(video_url="https://youtu.be/a?si=x") for talk in RECORDS.talks)
    records = RECORDS._replace(talks=talks)
    made = edits.change_talks(records, [1, 3], "so", change)
    assert [getattr(talk, field) == value for talk in made.records.talks[:5]] == [
        False, True, False, True, False,
    ]  # fmt: skip
    assert made.records._replace(talks=()) == records._replace(talks=())
    assert made.where == Where("talks", 1)
    assert made.label == "2 talks: so"
    with pytest.raises(EditError, match="it is so with each"):
        edits.change_talks(made.records, [1, 3], "so", change)


def test_tracking_goes_from_every_address_of_a_talk() -> None:
    tracked = "https://a.example/x?utm_source=y"
    talk = Talk("S01E01", "", (Speaker("A", url=tracked),), links=(Link("Slides", tracked),))
    plain = edits.untrack(talk)
    assert plain.speakers[0].url == plain.links[0].url == "https://a.example/x"


@SIZES
async def test_brackets_go_from_season_to_season(size: tuple[int, int]) -> None:
    app = app_of(RECORDS)
    async with app.run_test(size=size) as pilot:
        lines = app.panes.records
        await ready(pilot, app, Where("talks", 7))
        await pilot.press("left_square_bracket")
        assert lines.where() == Where("seasons", 2)
        await pilot.press("right_square_bracket")
        assert lines.where() == Where("seasons", 1)
        await pilot.press("ctrl+down")
        assert lines.where() == Where("seasons", 0)
        await pilot.press("ctrl+down")
        assert any("last season in the list" in each for each in told(app))
        await pilot.press("ctrl+up", "ctrl+up", "ctrl+up")
        assert lines.where() == Where("seasons", 2)


@SIZES
async def test_a_piece_of_a_talk_is_copied(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []
    app = app_of(RECORDS)
    monkeypatch.setattr(app, "copy_to_clipboard", copied.append)
    async with app.run_test(size=size) as pilot:
        await ready(pilot, app, Where("talks", 0))
        for key in ("enter", "t", "m", "1"):
            await dialog(pilot, app, "y")
            assert "Copy from S01E01" in seen(app)
            await pilot.press(key)
            await until(pilot, lambda: len(app.screen_stack) == 1)
        talk = RECORDS.talks[0]
        assert copied[:2] == [talk.id, talk.title]
        assert copied[2].startswith("### Dr. Speaker 1-1 Zając (University of Somewhere")
        assert talk.abstract in copied[2]
        assert copied[3] == talk.video_url
        await dialog(pilot, app, "y")
        await pilot.press("a")
        await until(pilot, lambda: "Announce S01" in seen(app))


def test_what_a_record_does_not_say_is_not_offered() -> None:
    empty = Records(seasons=(Season(1),), talks=(Talk("S01E01"),))
    assert [piece.label for piece in pieces(empty, Where("talks", 0))] == [
        "Id", "All of it as Markdown",
    ]  # fmt: skip
    assert pieces(empty, Where("series")) == []
    assert pieces(empty, Where()) == []
    broken = RECORDS._replace(series=RECORDS.series._replace(timezone="Nowhere"))
    assert "Markdown" not in str(pieces(broken, Where("seasons", 0)))


def test_every_key_of_the_menu_is_another_one() -> None:
    talk = RECORDS.talks[0]
    many = talk._replace(links=tuple(Link(f"L{n}", f"https://a.example/{n}") for n in range(20)))
    records = RECORDS._replace(talks=(many,))
    for kind in ("talks", "seasons", "organizers"):
        keys = [piece.key for piece in pieces(records, Where(kind, 0))] + ["a"]
        assert len(set(keys)) == len(keys)


def test_only_web_addresses_are_opened_each_once() -> None:
    talk = Talk(
        "S01E01", "", (Speaker("A", url="javascript:alert(1)"), Speaker("B", url="https://b.example")),
        video_url="https://v.example/ä b", links=(Link("Same", "https://b.example"),),
    )  # fmt: skip
    records = Records(seasons=(Season(1, register_url="-x"),), talks=(talk,))
    found = addresses(records, Where("talks", 0))
    assert [label for label, _ in found] == ["Video", "Same"]
    assert all(address.startswith("https://") and " " not in address for _, address in found)


@pytest.mark.parametrize(
    ("environ", "platform", "command", "why"),
    [
        ({"SSH_TTY": "/dev/pts/1", "DISPLAY": ":10"}, "linux", "", "over SSH"),
        ({"SSH_CONNECTION": "a b"}, "darwin", "", "over SSH"),
        ({}, "darwin", "open", ""),
        ({"PATH": ""}, "linux", "", "no desktop"),
        ({"PATH": "", "DISPLAY": ":0"}, "linux", "", "xdg-open is not installed"),
    ],
)
def test_the_browser_is_the_desktops_own(
    environ: dict[str, str], platform: str, command: str, why: str
) -> None:
    found, reason = browser_command(environ, platform)
    assert found == command
    assert why in reason
    assert bool(reason) == (not command)


@pytest.mark.parametrize("there", [True, False])
async def test_a_link_is_opened_or_copied(there: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[list[str]] = []
    copied: list[str] = []

    def start(command: list[str], **_: Any) -> None:
        opened.append(command)

    found = ("open", "") if there else ("", "over SSH")
    monkeypatch.setattr("lgtui.tui.commands.navigation.browser_command", lambda *_: found)
    app = app_of(RECORDS)
    monkeypatch.setattr(app, "copy_to_clipboard", copied.append)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot, app, Where("talks", 0))
        monkeypatch.setattr(subprocess, "Popen", start)
        await dialog(pilot, app, "w")
        await pilot.press("enter")
        await until(pilot, lambda: opened or copied)
        assert (opened, copied) == (
            ([["open", RECORDS.talks[0].video_url]], [])
            if there
            else ([], [RECORDS.talks[0].video_url])
        )
        monkeypatch.undo()
        word = "Opened in the browser" if there else "Copied, if your terminal allows it, since"
        assert any(word in each for each in told(app))
