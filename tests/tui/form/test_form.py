"""The form: every field edited by keys alone, one step of undo a visit, nothing typed lost."""

import datetime
from contextlib import nullcontext
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from lgtui.model import Speaker, Where
from lgtui.tui.app import LgtuiApp
from lgtui.tui.dialogs import Problem
from lgtui.tui.form import RecordForm
from lgtui.tui.session import Session, edit

from ..desk import TODAY, app_of, until
from ..sample import series

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


def session(app: LgtuiApp) -> Session:
    return app.session


async def test_typing_into_a_title_is_one_step_of_undo() -> None:
    app = app_of(series())
    async with app.run_test(size=(120, 30)) as pilot:
        form = await opened(pilot, app, TALK, "title")
        await type_text(pilot, " more")
        await pilot.press("tab")
        await pilot.pause()
        assert app.session.records.talks[0].title == "Title 1-1 of words more"
        assert [step.label for step in app.session.done] == ["S01E01: title"]
        assert form._slot is not None
        assert form._slot.key == "speakers[0].name"
        await pilot.press("ctrl+p")
        await pilot.press("escape")
        app.action_do("undo")
        await pilot.pause()
        assert app.session.records == series()


async def test_what_is_typed_reaches_the_draft_before_the_field_is_left() -> None:
    app = app_of(series())
    async with app.run_test(size=(120, 30)) as pilot:
        await opened(pilot, app, TALK, "title")
        await type_text(pilot, "!")
        await until(pilot, lambda: session(app).current.talks[0].title.endswith("!"))
        assert app.session.records == series()
        assert app.session.done == ()
        await pilot.press("backspace")
        await until(pilot, lambda: session(app).typed is None)


async def test_typing_on_without_a_pause_reaches_the_draft_too() -> None:
    app = app_of(series())
    async with app.run_test(size=(120, 30)) as pilot:
        await opened(pilot, app, TALK, "title")
        for _ in range(12):
            await pilot.press("x")
            await pilot.pause(0.05)
        assert app.session.typed is not None


async def test_tab_goes_through_all_fields_in_reading_order_and_on_to_the_next_pane() -> None:
    app = app_of(series())
    async with app.run_test(size=(120, 30)) as pilot:
        form = await opened(pilot, app, TALK, "id")
        seen = []
        while form.editing and app.pane == "form":
            assert form._slot is not None
            seen.append(form._slot.key)
            await pilot.press("tab")
            await pilot.pause()
        assert seen == [slot.key for slot in form.slots]
        assert app.session.records == series()


async def test_escape_leads_back_to_the_list_and_keeps_what_was_typed() -> None:
    app = app_of(series())
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, app, TALK, "title")
        await type_text(pilot, "x")
        await pilot.press("escape")
        await pilot.pause()
        assert app.pane == "list"
        assert app.session.records.talks[0].title.endswith("x")


async def test_a_paste_goes_in_on_one_line_repaired_and_is_told() -> None:
    app = app_of(series())
    async with app.run_test(size=(120, 30)) as pilot:
        form = await opened(pilot, app, TALK, "affiliation")
        form._field.line.load("")
        form._field.line.post_message(events.Paste("Universit\u00c3\u00a9 de\nNantes\u200b"))
        await pilot.pause()
        assert form._field.line.plain == "Université de Nantes"
        assert len(app._notifications) == 1
        await pilot.press("tab")
        await pilot.pause()
        assert app.session.records.talks[0].affiliation == "Université de Nantes"


async def test_a_pasted_abstract_gets_its_paragraphs_back() -> None:
    app = app_of(series())
    async with app.run_test(size=(120, 30)) as pilot:
        form = await opened(pilot, app, TALK, "abstract")
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
    app = app_of(series())
    async with app.run_test(size=(120, 30)) as pilot:
        form = await opened(pilot, app, TALK, "speakers+")
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
    app = app_of(series())
    async with app.run_test(size=(120, 30)) as pilot:
        await opened(pilot, app, TALK, "speakers[0].name")
        await pilot.press("f7")
        await pilot.pause()
        assert len(app.session.records.talks[0].speakers) == 2
        await pilot.press("f8")
        await until(pilot, lambda: len(session(app).records.talks[0].speakers) == 1)
        assert len(app.screen_stack) == 1


async def test_a_choice_is_made_with_arrows_or_its_first_letter() -> None:
    app = app_of(series())
    async with app.run_test(size=(120, 30)) as pilot:
        await opened(pilot, app, Where("seasons", 2), "state")
        await pilot.press("right", "tab")
        await pilot.pause()
        assert app.session.records.seasons[2].state == "held"
        await opened(pilot, app, Where("seasons", 2), "state")
        await pilot.press("c", "tab")
        await pilot.pause()
        assert app.session.records.seasons[2].state == "cancelled"


async def test_a_date_is_typed_in_a_natural_form_with_its_zone_beside_it() -> None:
    app = app_of(series())
    async with app.run_test(size=(120, 30)) as pilot:
        form = await opened(pilot, app, Where("seasons", 2), "start")
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
    app = app_of(series())
    async with app.run_test(size=(120, 30)) as pilot:
        form = await opened(pilot, app, Where("seasons", 2), "start")
        form._field.line.load("")
        await type_text(pilot, "tomorrow 3pm")
        await pilot.pause()
        tomorrow = TODAY + datetime.timedelta(days=1)
        assert f"= {tomorrow:%A} {tomorrow.day} {tomorrow:%B %Y}, 3:00pm" in form.text
        await pilot.press("tab")
        await pilot.pause()
        assert app.session.records.seasons[2].start == tomorrow.replace(hour=15)


async def test_a_date_that_is_not_understood_is_kept_as_typed_and_the_record_as_it_was() -> None:
    app = app_of(series())
    async with app.run_test(size=(120, 30)) as pilot:
        form = await opened(pilot, app, Where("seasons", 2), "start")
        form._field.line.load("")
        await type_text(pilot, "someday")
        await pilot.press("tab")
        await pilot.pause()
        assert app.session.records == series()
        assert "“someday” is not understood" in form.text
        await opened(pilot, app, TALK, "title")
        form = await opened(pilot, app, Where("seasons", 2), "start")
        assert form._field.line.plain == "someday"


async def test_findings_stand_under_their_field_with_a_sign() -> None:
    records = series()
    talk = records.talks[0]._replace(video_url="not a link")
    app = app_of(records._replace(talks=(talk, *records.talks[1:])))
    async with app.run_test(size=(120, 50)) as pilot:
        form = await opened(pilot, app, TALK, "title")
        await until(pilot, lambda: bool(app.session.findings))
        app.follow_cursor()
        await pilot.pause()
        lines = form.text.split("\n")
        at = next(number for number, line in enumerate(lines) if line.startswith("Video link"))
        assert "✗" in lines[at + 1]


async def test_the_fields_own_undo_works_in_a_line_and_in_a_long_text() -> None:
    app = app_of(series())
    async with app.run_test(size=(120, 30)) as pilot:
        form = await opened(pilot, app, TALK, "title")
        await type_text(pilot, "abc")
        await pilot.press("ctrl+z")
        assert form._field.line.plain == series().talks[0].title
        await pilot.press("ctrl+y")
        assert form._field.line.plain.endswith("abc")
        form.focus_field("abstract")
        await pilot.pause()
        await type_text(pilot, "abc")
        await pilot.press("ctrl+z")
        assert form._field.long.plain == series().talks[0].abstract


async def test_a_change_elsewhere_leaves_cursor_and_undo_of_an_unchanged_field() -> None:
    app = app_of(series())
    async with app.run_test(size=(120, 30)) as pilot:
        form = await opened(pilot, app, TALK, "abstract")
        await pilot.press("right", "right", "x")
        records = app.session.records
        other = records._replace(
            talks=(records.talks[0]._replace(title="Theirs"), *records.talks[1:])
        )
        app.update(edit(app.session, "theirs", other, TALK))
        app.follow_cursor()
        assert form._field.long.cursor_location == (0, 3)
        await pilot.press("tab")
        await pilot.pause()
        talk = app.session.records.talks[0]
        assert (talk.title, talk.abstract[:3]) == ("Theirs", "Anx")


async def test_resizing_while_typing_keeps_text_cursor_and_focus() -> None:
    app = app_of(series())
    async with app.run_test(size=(160, 45)) as pilot:
        form = await opened(pilot, app, TALK, "abstract")
        await pilot.press("right", "x")
        for size in ((80, 24), (60, 20), (40, 10), (120, 30)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        await pilot.press("y")
        assert form._field.long.plain.startswith("Axyn")
        assert app.focused is form._field.long


async def test_moving_through_the_list_leaves_the_form_without_editors() -> None:
    app = app_of(series())
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: app.form is not None)
        await pilot.press("j", "j")
        await until(pilot, lambda: form_of(app).where == app.records_list.where())
        assert not form_of(app).editing
        assert "Title" in form_of(app).text


@pytest.mark.parametrize("size", [(160, 45), (40, 10)])
async def test_the_cursor_stays_in_sight_in_a_long_abstract(size: tuple[int, int]) -> None:
    records = series()
    talk = records.talks[0]._replace(abstract=" ".join(f"word{at}" for at in range(2000)))
    app = app_of(records._replace(talks=(talk, *records.talks[1:])))
    async with app.run_test(size=size) as pilot:
        form = await opened(pilot, app, TALK, "abstract")
        await pilot.press(*["pagedown"] * 4, "down", "down", "x")
        await pilot.pause(0.2)
        area = form._field.long
        x, y = area.cursor_screen_offset
        assert form.region.contains(x, y)
        assert area.cursor_location[1] > 0


async def test_a_long_text_takes_the_room_there_is_as_soon_as_it_is_opened() -> None:
    records = series()
    talk = records.talks[0]._replace(abstract=" ".join(f"word{at}" for at in range(2000)))
    app = app_of(records._replace(talks=(talk, *records.talks[1:])))
    async with app.run_test(size=(80, 24)) as pilot:
        form = await opened(pilot, app, TALK, "abstract")
        await pilot.pause(0.2)
        assert form._field.long.size.height > 15
        assert form.region.contains_region(form._field.long.region)


@pytest.mark.parametrize("size", [(160, 45), (80, 24)])
async def test_each_letter_typed_at_the_end_is_in_sight_at_once(size: tuple[int, int]) -> None:
    records = series()
    talk = records.talks[0]._replace(abstract=" ".join(f"word{at}" for at in range(2000)))
    app = app_of(records._replace(talks=(talk, *records.talks[1:])))
    async with app.run_test(size=size) as pilot:
        form = await opened(pilot, app, TALK, "abstract")
        await pilot.press("ctrl+end")
        area = form._field.long
        rows = area.rows
        while area.rows < rows + 2:
            room = area.region.right - area.cursor_screen_offset.x
            if room > 16:  # only the end of a row is worth a key for each letter
                area.post_message(events.Paste("qq " * ((room - 10) // 3)))
            else:
                await pilot.press("q", "q", "space")
            await pilot.pause()
            assert area.region.contains(*area.cursor_screen_offset)
            assert form.region.contains(*area.cursor_screen_offset)
            shown = area.scroll_offset.y
            assert shown <= area._cursor_row() < shown + area.size.height


@pytest.mark.parametrize("size", [(160, 45), (80, 24)])
async def test_a_short_text_that_grows_by_a_paste_stays_in_sight(size: tuple[int, int]) -> None:
    app = app_of(series())
    async with app.run_test(size=size) as pilot:
        form = await opened(pilot, app, TALK, "abstract")
        await pilot.press("ctrl+end")
        area = form._field.long
        area.post_message(events.Paste("\n\n".join(f"Paragraph {at}." for at in range(40))))
        await until(pilot, lambda: area.size.height > 15)
        await until(pilot, lambda: form.region.contains_region(area.region))
        assert area.region.contains(*area.cursor_screen_offset)


async def test_text_typed_in_a_record_that_is_gone_is_shown_and_put_into_no_other() -> None:
    app = app_of(series())
    async with app.run_test(size=(120, 30)) as pilot:
        form = await opened(pilot, app, TALK, "title")
        await type_text(pilot, "xyz")
        records = app.session.records
        form.show(records._replace(talks=records.talks[1:]), TALK)
        assert form.take() is None
        await pilot.pause()
        assert isinstance(app.screen, Problem)
        assert "Title 1-1 of wordsxyz" in app.screen.text.plain


async def test_typing_goes_on_in_a_record_that_got_another_place() -> None:
    app = app_of(series())
    async with app.run_test(size=(120, 30)) as pilot:
        form = await opened(pilot, app, Where("talks", 1), "title")
        await type_text(pilot, "xyz")
        records = app.session.records
        form.show(records._replace(talks=records.talks[1:]), TALK)
        edited = form.take()
        assert edited is not None
        assert edited.records.talks[0].title == "Title 1-2 of wordsxyz"
        assert edited.records.talks[1:] == records.talks[2:]


async def test_the_editor_outside_changes_the_abstract_and_the_fields_undo_brings_it_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "editor"
    script.write_text('#!/bin/sh\nprintf "From outside.\\n" > "$1"\n')
    script.chmod(0o700)
    monkeypatch.setenv("VISUAL", str(script))
    app = app_of(series())
    monkeypatch.setattr(app, "suspend", nullcontext)
    async with app.run_test(size=(120, 30)) as pilot:
        form = await opened(pilot, app, TALK, "abstract")
        await pilot.press("ctrl+e")
        await pilot.pause()
        assert form._field.long.plain == "From outside."
        await until(pilot, lambda: session(app).current.talks[0].abstract == "From outside.")
        await pilot.press("ctrl+z")
        assert form._field.long.plain == series().talks[0].abstract
        await pilot.press("ctrl+y", "tab")
        await pilot.pause()
        assert app.session.records.talks[0].abstract == "From outside."


async def test_a_failed_editor_is_a_dialog_that_stays_and_the_text_is_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("VISUAL", "/no/such/editor")
    app = app_of(series())
    monkeypatch.setattr(app, "suspend", nullcontext)
    async with app.run_test(size=(120, 30)) as pilot:
        form = await opened(pilot, app, TALK, "abstract")
        await pilot.press("x", "ctrl+e")
        await pilot.pause()
        assert isinstance(app.screen, Problem)
        await pilot.press("escape")
        assert form._field.long.plain == "x" + series().talks[0].abstract


async def test_a_one_line_field_does_not_open_outside_and_says_so() -> None:
    app = app_of(series())
    async with app.run_test(size=(120, 30)) as pilot:
        await opened(pilot, app, TALK, "title")
        await pilot.press("ctrl+e")
        await until(pilot, lambda: any("abstract" in n.message for n in app._notifications))
        assert app.session.records == series()
