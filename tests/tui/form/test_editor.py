"""The editor outside the app, opened from a field of the form."""

from contextlib import nullcontext
from pathlib import Path

import pytest

from lgtui.tui.app import LgtuiApp
from lgtui.tui.state import Session
from lgtui.tui.widgets.dialogs import Problem
from tests.tui.desk import app_of, until
from tests.tui.form.desk import TALK, field, opened
from tests.tui.sample import series


def session(app: LgtuiApp) -> Session:
    return app.session


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
    async with field(TALK, "title") as (app, _form, pilot):
        await pilot.press("ctrl+e")
        await until(pilot, lambda: any("abstract" in n.message for n in app._notifications))
        assert app.session.records == series()
