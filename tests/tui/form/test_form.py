"""The form: every field edited by keys alone, one step of undo a visit, nothing typed lost."""

import pytest

from lgtui.model import Records, Where
from lgtui.tui.app import LgtuiApp
from lgtui.tui.form import record_form
from lgtui.tui.state import Session, edit
from lgtui.tui.widgets.dialogs import Problem
from tests.tui.desk import app_of, until
from tests.tui.form.desk import TALK, field, form_of, type_text
from tests.tui.sample import series


def session(app: LgtuiApp) -> Session:
    return app.session


async def test_typing_into_a_title_is_one_step_of_undo() -> None:
    async with field(TALK, "title") as (app, form, pilot):
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


async def test_undo_takes_back_what_is_being_typed_and_redo_brings_it_again() -> None:
    async with field(TALK, "title") as (app, _form, pilot):
        app.update(edit(app.session, "theme", _themed(app.session.records)))
        await type_text(pilot, " more")
        await until(pilot, lambda: session(app).current.talks[0].title.endswith(" more"))
        app.action_do("undo")
        await until(pilot, lambda: bool(session(app).undone))
        assert session(app).undone[-1].label == "S01E01: title"
        assert session(app).current == _themed(series())
        app.action_do("redo")
        await until(pilot, lambda: not session(app).undone)
        assert session(app).records.talks[0].title == "Title 1-1 of words more"


def _themed(records: Records) -> Records:
    """The records with another theme of the first season."""
    seasons = (records.seasons[0]._replace(theme="Another"), *records.seasons[1:])
    return records._replace(seasons=seasons)


async def test_what_is_typed_reaches_the_draft_before_the_field_is_left() -> None:
    async with field(TALK, "title") as (app, _form, pilot):
        await type_text(pilot, "!")
        await until(pilot, lambda: session(app).current.talks[0].title.endswith("!"))
        assert app.session.records == series()
        assert app.session.done == ()
        await pilot.press("backspace")
        await until(pilot, lambda: session(app).typed is None)


async def test_resting_on_a_field_marks_nothing_as_typed() -> None:
    """The app's records may be newer than those that the form was given last."""
    async with field(TALK, "title") as (app, form, pilot):
        talk = app.session.records.talks[0]._replace(title="Taken in")
        newer = app.session.records._replace(talks=(talk, *app.session.records.talks[1:]))
        app.state.session = edit(app.session, "theirs", newer)
        form._draft()
        await pilot.pause()
        assert app.session.typed is None
        assert app.session.current == newer


async def test_what_was_typed_and_taken_back_at_once_is_not_unsaved() -> None:
    async with field(TALK, "title") as (app, _form, pilot):
        await type_text(pilot, "!")
        await until(pilot, lambda: session(app).typed is not None)
        await pilot.press("backspace", "tab")
        await pilot.pause()
        assert not app.session.unsaved


async def test_typing_on_without_a_pause_reaches_the_draft_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with field(TALK, "title") as (app, _form, pilot):
        monkeypatch.setattr(record_form, "PAUSE", 3600.0)
        await pilot.press("x", "x")
        await until(pilot, lambda: session(app).typed is not None)


async def test_tab_goes_through_all_fields_in_reading_order_and_on_to_the_next_pane() -> None:
    async with field(TALK, "id") as (app, form, pilot):
        seen = []
        while form.editing and app.state.pane == "form":
            assert form._slot is not None
            seen.append(form._slot.key)
            await pilot.press("tab")
            await pilot.pause()
        assert seen == [slot.key for slot in form.slots]
        assert app.session.records == series()


async def test_escape_leads_back_to_the_list_and_keeps_what_was_typed() -> None:
    async with field(TALK, "title", size=(80, 24)) as (app, _form, pilot):
        await type_text(pilot, "x")
        await pilot.press("escape")
        await pilot.pause()
        assert app.state.pane == "list"
        assert app.session.records.talks[0].title.endswith("x")


async def test_the_fields_own_undo_works_in_a_line_and_in_a_long_text() -> None:
    async with field(TALK, "title") as (_app, form, pilot):
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
    async with field(TALK, "abstract") as (app, form, pilot):
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
    async with field(TALK, "abstract", size=(160, 45)) as (app, form, pilot):
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
        await until(pilot, lambda: app.panes.form is not None)
        await pilot.press("j", "j")
        await until(pilot, lambda: form_of(app).where == app.panes.records.where())
        assert not form_of(app).editing
        assert "Title" in form_of(app).text


async def test_text_typed_in_a_record_that_is_gone_is_shown_and_put_into_no_other() -> None:
    async with field(TALK, "title") as (app, form, pilot):
        await type_text(pilot, "xyz")
        records = app.session.records
        form.show(records._replace(talks=records.talks[1:]), TALK)
        assert form.take() is None
        await pilot.pause()
        assert isinstance(app.screen, Problem)
        assert "Title 1-1 of wordsxyz" in app.screen.text.plain


async def test_typing_goes_on_in_a_record_that_got_another_place() -> None:
    async with field(Where("talks", 1), "title") as (app, form, pilot):
        await type_text(pilot, "xyz")
        records = app.session.records
        form.show(records._replace(talks=records.talks[1:]), TALK)
        edited = form.take()
        assert edited is not None
        assert edited.records.talks[0].title == "Title 1-2 of wordsxyz"
        assert edited.records.talks[1:] == records.talks[2:]
