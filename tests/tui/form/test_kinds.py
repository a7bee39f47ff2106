"""Each kind of field: pastes, speakers, choices, dates, and what is found in them."""

import datetime

from textual import events

from lgtui.model import Speaker, Where
from lgtui.tui.app import LgtuiApp
from lgtui.tui.state import Session
from tests.tui.desk import TODAY, until
from tests.tui.form.desk import TALK, field, opened, type_text
from tests.tui.sample import series


def session(app: LgtuiApp) -> Session:
    return app.session


async def test_a_paste_goes_in_on_one_line_repaired_and_is_told() -> None:
    async with field(TALK, "affiliation") as (app, form, pilot):
        form._field.line.load("")
        form._field.line.post_message(events.Paste("Universit\u00c3\u00a9 de\nNantes\u200b"))
        await pilot.pause()
        assert form._field.line.plain == "Université de Nantes"
        assert len(app._notifications) == 1
        await pilot.press("tab")
        await pilot.pause()
        assert app.session.records.talks[0].affiliation == "Université de Nantes"


async def test_a_pasted_abstract_gets_its_paragraphs_back() -> None:
    async with field(TALK, "abstract") as (app, form, pilot):
        form._field.long.load("")
        form._field.long.post_message(
            events.Paste(
                "Medical imaging data are collected under many conditions, and\n"
                "the conditions leave traces that a model may learn instead of\n"
                "the disease.\n\nSecond."
            )
        )
        await pilot.press("tab")
        await pilot.pause()
        assert app.session.records.talks[0].abstract == (
            "Medical imaging data are collected under many conditions, and the conditions leave "
            "traces that a model may learn instead of the disease.\n\nSecond."
        )


async def test_a_speaker_is_added_moved_and_removed() -> None:
    async with field(TALK, "speakers+") as (app, form, pilot):
        first = series().talks[0].speakers[0]
        await pilot.press("enter")
        await pilot.pause()
        assert form._slot is not None
        assert form._slot.key == "speakers[1].name"
        await type_text(pilot, "Ada Lovelace")
        await pilot.press("tab", "D", "r", "f3")
        await pilot.pause()
        assert app.session.records.talks[0].speakers == (Speaker("Ada Lovelace", "Dr"), first)
        assert form._slot.key == "speakers[0].prefix"
        await pilot.press("f8")
        await pilot.pause()
        await pilot.press("n")
        await pilot.pause()
        assert len(app.session.records.talks[0].speakers) == 2
        await pilot.press("f8")
        await pilot.pause()
        await pilot.press("y")
        await until(pilot, lambda: session(app).records.talks[0].speakers == (first,))
        while app.session.done:
            app.action_do("undo")
            await pilot.pause()
        assert app.session.records == series()


async def test_an_empty_speaker_is_removed_without_a_question() -> None:
    async with field(TALK, "speakers[0].name") as (app, _form, pilot):
        await pilot.press("f7")
        await pilot.pause()
        assert len(app.session.records.talks[0].speakers) == 2
        await pilot.press("f8")
        await until(pilot, lambda: len(session(app).records.talks[0].speakers) == 1)
        assert len(app.screen_stack) == 1


async def test_a_choice_is_made_with_arrows_or_its_first_letter() -> None:
    async with field(Where("seasons", 2), "state") as (app, _form, pilot):
        await pilot.press("right", "tab")
        await pilot.pause()
        assert app.session.records.seasons[2].state == "held"
        await opened(pilot, app, Where("seasons", 2), "state")
        await pilot.press("c", "tab")
        await pilot.pause()
        assert app.session.records.seasons[2].state == "cancelled"


async def test_a_date_is_typed_in_a_natural_form_with_its_zone_beside_it() -> None:
    async with field(Where("seasons", 2), "start") as (app, form, pilot):
        form._field.line.load("")
        await type_text(pilot, "2 March 2026 3pm")
        await pilot.pause()
        assert "= Monday 2 March 2026, 3:00pm CET" in form.text
        await pilot.press("tab")
        await pilot.pause()
        start = app.session.records.seasons[2].start
        assert start is not None
        assert start.isoformat() == "2026-03-02T15:00:00"


async def test_tomorrow_is_the_day_after_that_of_the_apps_clock() -> None:
    async with field(Where("seasons", 2), "start") as (app, form, pilot):
        form._field.line.load("")
        await type_text(pilot, "tomorrow 3pm")
        await pilot.pause()
        tomorrow = TODAY + datetime.timedelta(days=1)
        assert f"= {tomorrow:%A} {tomorrow.day} {tomorrow:%B %Y}, 3:00pm" in form.text
        await pilot.press("tab")
        await pilot.pause()
        assert app.session.records.seasons[2].start == tomorrow.replace(hour=15)


async def test_a_date_that_is_not_understood_is_kept_as_typed_and_the_record_as_it_was() -> None:
    async with field(Where("seasons", 2), "start") as (app, form, pilot):
        form._field.line.load("")
        await type_text(pilot, "someday")
        await pilot.press("tab")
        await pilot.pause()
        assert app.session.records == series()
        assert "“someday” is not understood" in form.text
        await opened(pilot, app, TALK, "title")
        again = await opened(pilot, app, Where("seasons", 2), "start")
        assert again._field.line.plain == "someday"


async def test_findings_stand_under_their_field_with_a_sign() -> None:
    records = series()
    talk = records.talks[0]._replace(video_url="not a link")
    async with field(
        TALK, "title", records._replace(talks=(talk, *records.talks[1:])), size=(120, 50)
    ) as (app, form, pilot):
        await until(pilot, lambda: bool(app.session.findings))
        app.follow_cursor()
        await pilot.pause()
        lines = form.text.split("\n")
        at = next(number for number, line in enumerate(lines) if line.startswith("Video link"))
        assert "✗" in lines[at + 1]
