"""The steps of a season's life in the app: shown before they are made, each one undo."""

import datetime
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from lgtui.model import Records, Where
from lgtui.tui.app import LgtuiApp
from lgtui.tui.widgets.dialogs import Ask, Lines, Problem, Prompt
from lgtui.tui.widgets.paste_dialogs import VideosDialog
from tests.site.making import make_site
from tests.tui.desk import app_of, app_on, seen, told, until
from tests.tui.sample import series

LAST = Where("talks", 6)
"""The first talk of the upcoming season."""


async def pressed(
    pilot: Pilot[None], app: LgtuiApp, key: str, dialog: type, at: Where = LAST
) -> None:
    """Presses a key on a record in the list and waits for its dialog."""
    await until(pilot, lambda: app.panes.form is not None)
    app.panes.records.go(at)
    await pilot.press(key)
    await until(pilot, lambda: isinstance(app.screen, dialog))


@pytest.mark.parametrize(
    ("key", "shows", "state"),
    [
        ("H", "Mark S03 as held", "held"),
        ("X", "Cancel S03", "cancelled"),
    ],
)
async def test_a_step_is_shown_made_and_taken_back(key: str, shows: str, state: str) -> None:
    app = app_of(series())
    async with app.run_test(size=(100, 30)) as pilot:
        await pressed(pilot, app, key, Ask, Where("seasons", 2))
        assert shows in seen(app)
        assert "S03: " in seen(app)
        assert app.session.records == series()
        await pilot.press("y")
        await until(pilot, lambda: bool(app.session.done))
        assert app.session.records.seasons[2].state == state
        assert len(app.session.done) == 1
        app.action_do("undo")
        await pilot.pause()
        assert app.session.records == series()


async def test_n_and_esc_change_nothing() -> None:
    app = app_of(series())
    async with app.run_test(size=(60, 20)) as pilot:
        for key in ("n", "escape"):
            await pressed(pilot, app, "H", Ask)
            await pilot.press(key)
            await until(pilot, lambda: len(app.screen_stack) == 1)
        assert app.session.records == series()


async def test_a_season_is_planned_with_its_talks_and_the_form_opens() -> None:
    app = app_of(series())
    async with app.run_test(size=(100, 30)) as pilot:
        await pressed(pilot, app, "N", Lines)
        assert "Plan S04" in seen(app)
        await pilot.press("enter")
        await until(pilot, lambda: app.state.pane == "form")
        assert [talk.id for talk in app.session.records.talks[9:]] == ["S04E01", "S04E02", "S04E03"]
        assert app.session.records.seasons[3].start is None
        assert len(app.session.done) == 1


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_date_theme_and_number_of_talks_are_asked_for_at_once(size: tuple[int, int]) -> None:
    app = app_of(series())
    async with app.run_test(size=size) as pilot:
        await pressed(pilot, app, "N", Lines)
        await pilot.press(*"soon", "tab", *"Bias", "tab", "backspace", "2", "enter")
        await until(pilot, lambda: "✗" in seen(app) and isinstance(app.screen, Lines))
        assert app.session.records == series()
        # What was typed is kept for the next try.
        assert "Bias" in seen(app)
        await pilot.press("ctrl+u", *"4", "space", *"March", "space", *"2024", "space", *"15:00")
        await pilot.press("tab", "tab", "backspace", *"many", "enter")
        await until(pilot, lambda: "no number of talks" in seen(app))
        await pilot.press("tab", "tab", "end", "ctrl+u", "2", "enter")
        await until(pilot, lambda: app.state.pane == "form")
        season = app.session.records.seasons[3]
        assert (season.theme, season.start) == ("Bias", datetime.datetime(2024, 3, 4, 15))
        assert [talk.id for talk in app.session.records.talks[9:]] == ["S04E01", "S04E02"]
        assert any("Plan S04 with 2 empty talks, Monday 4 March" in each for each in told(app))
        app.action_do("undo")
        await pilot.pause()
        assert app.session.records == series()


async def test_esc_plans_nothing() -> None:
    app = app_of(series())
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, app, "N", Lines)
        await pilot.press(*"x", "escape")
        await until(pilot, lambda: len(app.screen_stack) == 1)
        assert app.session.records == series()


async def test_a_season_is_postponed_after_the_date_is_understood() -> None:
    app = app_of(series())
    async with app.run_test(size=(100, 30)) as pilot:
        await pressed(pilot, app, "D", Prompt)
        line = app.screen.query_one("#line")
        line.value = "some day"  # type: ignore[attr-defined] # the prompt's Input
        await pilot.press("enter")
        await until(pilot, lambda: "✗" in seen(app))
        line = app.screen.query_one("#line")
        line.value = "30 March 2024 15:00"  # type: ignore[attr-defined] # the prompt's Input
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        assert "Postpone S03 to 2024-03-30 15:00" in seen(app)
        await pilot.press("y")
        await until(pilot, lambda: bool(app.session.done))
        season = app.session.records.seasons[2]
        assert season.start == datetime.datetime(2024, 3, 30, 15)
        assert season.revision == 1


async def test_links_of_a_season_are_shown_with_their_talks_before_they_are_set() -> None:
    app = app_of(series())
    async with app.run_test(size=(100, 30)) as pilot:
        await pressed(pilot, app, "V", VideosDialog)
        dialog = app.screen
        assert isinstance(dialog, VideosDialog)
        text = "E03: https://youtu.be/c\rhttps://youtu.be/a\rE02 withheld\rE09 https://youtu.be/x"
        dialog.area.post_message(events.Paste(text))
        await pilot.pause()
        await pilot.press("tab")
        await until(pilot, lambda: "S03E03" in dialog.report.text)
        for shown in ("https://youtu.be/a (by its place", "withheld (by its id)", "no S03E09"):
            assert shown in dialog.report.text
        assert app.session.records == series()
        await pilot.press("y")
        await until(pilot, lambda: bool(app.session.done))
        assert [(talk.video_url, talk.recording) for talk in app.session.records.talks[6:]] == [
            ("https://youtu.be/a", ""),
            ("", "withheld"),
            ("https://youtu.be/c", ""),
        ]
        assert len(app.session.done) == 1
        assert any("1 line belonged to no talk" in text for text in told(app))


async def test_what_is_missing_is_shown() -> None:
    records = series()
    last = records.talks[6]._replace(abstract="")
    season = records.seasons[2]._replace(start=datetime.datetime(2024, 3, 4, 15))
    records = records._replace(
        talks=(*records.talks[:6], last, *records.talks[7:]),
        seasons=(*records.seasons[:2], season),
    )
    app = app_of(records)
    async with app.run_test(size=(100, 30)) as pilot:
        await pressed(pilot, app, "i", Problem)
        await until(pilot, lambda: "complete: S01–S02" in seen(app))
        for shown in ("in 94 days", "to be announced: 1 thing missing", "S03E01 abstract"):
            assert shown in seen(app)


async def test_an_announcement_is_copied_or_written(tmp_path: Path) -> None:
    path = make_site(tmp_path / "site", series())
    app = app_on(path)
    copied: list[str] = []
    async with app.run_test(size=(80, 24)) as pilot:
        app.copy_to_clipboard = copied.append  # type: ignore[assignment] # looked at
        await pressed(pilot, app, "Y", Ask)
        await until(pilot, lambda: "Theme 3" in seen(app))
        for choice in ("plain text", "Markdown", "HTML", "a post", "to a file", "Cancel"):
            assert choice in seen(app)
        await pilot.press("m")
        await until(pilot, lambda: bool(copied))
        assert copied[0].startswith("# Datasets through the L👀king-Glass")
        await pressed(pilot, app, "Y", Ask)
        await pilot.press("w")
        await until(pilot, lambda: isinstance(app.screen, Prompt))
        line = app.screen.query_one("#line")
        line.value = "mail.html"  # type: ignore[attr-defined] # the prompt's Input
        await pilot.press("enter")
        await until(pilot, (tmp_path / "site" / "mail.html").exists)
        assert (tmp_path / "site" / "mail.html").read_text().startswith("<h1>Datasets")


async def test_a_step_that_cannot_be_made_says_why() -> None:
    app = app_of(series())
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.panes.form is not None)
        app.panes.records.go(Where("talks", 0))
        await pilot.press("H")
        await until(pilot, lambda: any("held already" in text for text in told(app)))
        assert app.session.records == series()


async def test_without_any_season_there_is_a_word() -> None:
    app = app_of(Records())
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        app.action_do("announce")
        await until(pilot, lambda: any("no season here" in text for text in told(app)))
        app.action_do("round_status")
        await until(pilot, lambda: "No season yet" in seen(app))
        assert isinstance(app.screen, Problem)


async def test_on_a_talk_that_talk_is_cancelled_or_its_season() -> None:
    app = app_of(series())
    async with app.run_test(size=(100, 30)) as pilot:
        await pressed(pilot, app, "X", Ask)
        talk = app.session.records.talks[LAST.at]
        assert "Cancel all of S03" in seen(app)
        assert f"Keep {talk.id}" in seen(app)
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.session.done))
        assert app.session.records.talks[LAST.at] == talk._replace(state="cancelled")
        assert app.session.records.seasons == series().seasons
        assert f"{talk.id} ×" in seen(app)
        # What is cancelled already says how it comes back.
        await pilot.press("X")
        await until(pilot, lambda: any("State in the form" in each for each in told(app)))
        app.action_do("undo")
        await pilot.pause()
        assert app.session.records == series()


@pytest.mark.parametrize(
    ("typed", "hour"), [("30 March 2024", 15), ("30 March 2024 9:00", 9), ("TBA", None)]
)
async def test_a_new_day_keeps_the_hour_unless_another_is_typed(
    typed: str, hour: int | None
) -> None:
    app = app_of(series())
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, app, "D", Prompt)
        assert "the hour stays 15:00" in seen(app)
        app.screen.query_one("#line").value = typed  # type: ignore[attr-defined] # the prompt's Input
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Ask))
        # What can be undone is done by Enter.
        await pilot.press("enter")
        await until(pilot, lambda: bool(app.session.done))
        wanted = datetime.datetime(2024, 3, 30, hour) if hour else None
        assert app.session.records.seasons[2].start == wanted


@pytest.mark.parametrize(("key", "label"), [("X", "Keep S03"), ("H", "Leave all as it is")])
async def test_esc_leaves_all_as_it_is_and_no_two_answers_are_called_alike(
    key: str, label: str
) -> None:
    app = app_of(series())
    async with app.run_test(size=(80, 24)) as pilot:
        await pressed(pilot, app, key, Ask, Where("seasons", 2))
        assert isinstance(app.screen, Ask)
        labels = [choice.label for choice in app.screen.choices]
        assert labels[-1] == label
        assert not any(each.startswith(other) and each != other and other == "Cancel"
                       for each in labels for other in labels)  # fmt: skip
        assert app.screen.default == 0
        await pilot.press("escape")
        await until(pilot, lambda: len(app.screen_stack) == 1)
        assert app.session.records == series()
