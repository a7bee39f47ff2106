"""The private side and letters in the app: shown, written at once, and no part of the session."""

import datetime
import email
import re
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from lgtui.model import Where
from lgtui.store.private import parse_private
from lgtui.tui.app import LgtuiApp
from lgtui.tui.state import edit
from lgtui.tui.widgets.dialogs import Ask, Problem, Prompt
from lgtui.tui.widgets.paste_dialogs import MailDialog
from tests.site.making import make_site
from tests.tui.desk import app_on, seen, told, until
from tests.tui.sample import series

TALK, SEASON = Where("talks", 6), Where("seasons", 2)
"""The first talk of the upcoming season, and that season."""
NAME = "Speaker 3-1 Zając"


@pytest.fixture
def private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the private file is; there is none yet."""
    path = tmp_path / "ours" / "private.toml"
    path.parent.mkdir()
    monkeypatch.setenv("LGTUI_PRIVATE", str(path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return path


@pytest.fixture
def site(tmp_path: Path, private: Path) -> Path:
    """The data file of a site."""
    folder = tmp_path / "site"
    folder.mkdir()
    return make_site(folder, series())


async def at(pilot: Pilot[None], app: LgtuiApp, where: Where, key: str) -> None:
    """Presses a key on a record and waits for the dialog."""
    await until(pilot, lambda: app.panes.form is not None)
    app.panes.records.go(where)
    await pilot.press(key)
    await until(pilot, lambda: isinstance(app.screen, Ask))


async def answer(pilot: Pilot[None], app: LgtuiApp, key: str, shows: str) -> None:
    """Presses a key in a dialog and waits for what comes then."""
    before = app.screen
    await pilot.press(key)
    await until(pilot, lambda: app.screen is not before and shows in seen(app))


async def test_a_state_is_noted_shown_and_taken_back(site: Path, private: Path) -> None:
    app = app_on(site)
    before = site.read_bytes()
    async with app.run_test(size=(100, 36)) as pilot:
        await at(pilot, app, TALK, "p")
        assert "Private: S03E01" in seen(app)
        assert "State: not said" in seen(app)
        assert "made with the first change" in seen(app)
        await answer(pilot, app, "s", "accepted")
        await answer(pilot, app, "3", "State: accepted")
        assert parse_private(private.read_bytes()).private.talks[0].state == "accepted"
        await answer(pilot, app, "w", "Who cares for it")
        await answer(pilot, app, "2", "Cared for by: Théo Sourget")
        await answer(pilot, app, "k", "Consent to the recording")
        await answer(pilot, app, "escape", "Consent to the recording: not asked yet")
        await answer(pilot, app, "u", "Cared for by: nobody yet")
        assert "State: accepted" in seen(app)
        await pilot.press("escape")
        await until(pilot, lambda: len(app.screen_stack) == 1)
        assert app.session.done == ()
    [entry] = parse_private(private.read_bytes()).private.talks
    assert (entry.id, entry.speaker, entry.state) == ("S03E01", NAME, "accepted")
    assert site.read_bytes() == before


async def test_the_list_shows_how_far_a_talk_without_a_video_is(site: Path, private: Path) -> None:
    private.write_text(
        f'series = "{series().series.name}"\n[[talks]]\nid = "S03E02"\nstate = "invited"\n'
        '[[talks]]\nid = "S02E01"\nstate = "confirmed"\n'
    )
    app = app_on(site, drafts=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: re.search(r"S03E02\W+invited", seen(app)))
        assert "confirmed" not in seen(app)
        await at(pilot, app, Where("talks", 7), "p")
        await answer(pilot, app, "s", "accepted")
        await answer(pilot, app, "3", "State: accepted")
        await pilot.press("escape")
        await until(pilot, lambda: re.search(r"S03E02\W+accepted", seen(app)))


async def test_no_private_word_gets_into_a_draft_or_into_the_repository(
    site: Path, private: Path, tmp_path: Path
) -> None:
    private.write_text(
        f'series = "{series().series.name}"\n[[talks]]\nid = "S03E01"\nstate = "withdrawn"\n'
        'notes = [{ text = "qanary" }]\n[[ideas]]\nname = "qanary"\n'
    )
    app = app_on(site, drafts=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await at(pilot, app, TALK, "p")
        assert "qanary" in seen(app)
        await answer(pilot, app, "s", "confirmed")
        await answer(pilot, app, "5", "State: confirmed")
        await pilot.press("escape")
        await until(pilot, lambda: len(app.screen_stack) == 1)
        records = app.session.records._replace(organizers=())
        app.update(edit(app.session, "nobody", records, TALK))
        await until(pilot, lambda: list((tmp_path / "state").rglob("*.draft")))
        await pilot.press("f2")
        await until(pilot, lambda: not app.session.document.records.organizers)
        kept = [*(tmp_path / "state").rglob("*"), *site.parent.parent.rglob("*")]
        held = [path.read_bytes() for path in kept if path.is_file()]
        assert len(held) >= 3
        assert [raw for raw in held if b"qanary" in raw or b"confirmed" in raw] == []


async def test_a_private_file_that_is_refused_is_told_at_the_start(
    site: Path, private: Path
) -> None:
    private.write_text("series = 9\n")
    app = app_on(site, drafts=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "The private file cannot be used" in " ".join(told(app)))


async def test_a_note_is_typed_and_a_season_has_its_roles(site: Path, private: Path) -> None:
    app = app_on(site)
    async with app.run_test(size=(100, 36)) as pilot:
        await at(pilot, app, SEASON, "p")
        await answer(pilot, app, "m", "Moderator")
        await answer(pilot, app, "1", "Moderator: Amelia Jiménez-Sánchez")
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, Prompt))
        app.screen.query_one("#line").value = "Book the room"  # type: ignore[attr-defined]
        await answer(pilot, app, "enter", "2023-12-01: Book the room")
    [entry] = parse_private(private.read_bytes()).private.seasons
    assert (entry.number, entry.moderator) == (3, "Amelia Jiménez-Sánchez")


async def test_a_letter_is_shown_written_as_a_draft_and_noted_as_sent(
    site: Path, private: Path, tmp_path: Path
) -> None:
    app = app_on(site)
    async with app.run_test(size=(100, 50)) as pilot:
        await at(pilot, app, TALK, "L")
        assert "Nothing is sent" in seen(app)
        assert "1 details" in seen(app)
        await answer(pilot, app, "1", f"Dear Dr. {NAME}")
        assert f"! S03E01: no address of {NAME}" in seen(app)
        for name in (str(site.parent / "d.eml"), str(tmp_path / "d.eml")):
            await pilot.press("w")
            await until(pilot, lambda: isinstance(app.screen, Prompt))
            app.screen.query_one("#line").value = name  # type: ignore[attr-defined]
            await pilot.press("enter")
            await until(pilot, lambda: not isinstance(app.screen, Prompt))
            if name.startswith(str(site.parent)):
                await until(pilot, lambda: isinstance(app.screen, Problem))
                assert "lies in the public repository" in seen(app)
                await pilot.press("escape")
            await until(pilot, lambda: "note it, and go on" in seen(app))
        message = email.message_from_bytes((tmp_path / "d.eml").read_bytes())
        assert message["X-Unsent"] == "1"
        await pilot.press("s")
        await until(pilot, lambda: "S03E01: details is noted as sent." in told(app))
    [letter] = parse_private(private.read_bytes()).private.talks[0].letters
    assert (letter.kind, letter.day) == ("details", datetime.date(2023, 12, 1))


async def test_a_season_has_a_letter_for_each_speaker_one_after_the_other(site: Path) -> None:
    app = app_on(site)
    async with app.run_test(size=(100, 50)) as pilot:
        await at(pilot, app, SEASON, "L")
        await answer(pilot, app, "1", "S03E01 (1 of 3)")
        await answer(pilot, app, "n", "S03E02 (2 of 3)")
        await pilot.press("escape")
        await until(pilot, lambda: len(app.screen_stack) == 1)


@pytest.mark.parametrize("ssh", [False, True])
async def test_a_letter_opens_in_the_mail_program_or_is_copied(
    site: Path, private: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ssh: bool
) -> None:
    program, opened = tmp_path / "opener", tmp_path / "opened"
    program.write_text(
        f'#!/bin/sh\nprintf %s "$1" > "{opened}.new" && mv "{opened}.new" "{opened}"\n'
    )
    program.chmod(0o755)
    found = ("", "over SSH your browser is on another machine") if ssh else (str(program), "")
    monkeypatch.setattr("lgtui.tui.commands.navigation.browser_command", lambda *_: found)
    private.write_text(
        f'series = "{series().series.name}"\n[[people]]\nname = "{NAME}"\n'
        'addresses = ["s@b.example"]\n'
    )
    app = app_on(site)
    async with app.run_test(size=(100, 50)) as pilot:
        await at(pilot, app, TALK, "L")
        await answer(pilot, app, "1", "Open it in your mail program")
        await pilot.press("m")
        if ssh:
            await until(pilot, lambda: app.clipboard.startswith("mailto:s@b.example?subject="))
        else:
            await until(pilot, opened.exists)
            assert opened.read_text().startswith("mailto:s@b.example?subject=Details%20for")
        await until(pilot, lambda: f"details to {NAME}" in " ".join(told(app)))


async def test_what_is_due_is_shown_where_there_is_a_private_file(
    site: Path, private: Path
) -> None:
    name = series().series.name
    app = app_on(site)
    async with app.run_test(size=(100, 50)) as pilot:
        await at(pilot, app, TALK, "i")
        assert "due" not in seen(app)
        await pilot.press("escape")
        await until(pilot, lambda: len(app.screen_stack) == 1)
        private.write_text(f'series = "{name}"\n[[seasons]]\nnumber = 2\nmoderator = "Mo"\n')
        await at(pilot, app, TALK, "i")
        assert isinstance(app.screen, Problem)
        assert "due:\n" in app.screen.text.plain
        assert "✗ S02E01  consent to the recording (Mo), since " in app.screen.text.plain
        await pilot.press("escape")
        await until(pilot, lambda: len(app.screen_stack) == 1)
        private.write_text('series = "Another"\n')
        await at(pilot, app, TALK, "i")
        assert isinstance(app.screen, Problem)
        assert "belongs to “Another”" in app.screen.text.plain
        await pilot.press("escape")
        await until(pilot, lambda: len(app.screen_stack) == 1)
        await pilot.press("p")
        await until(pilot, lambda: "The private file cannot be used" in seen(app))
    assert private.read_text() == 'series = "Another"\n'


async def test_an_idea_becomes_a_talk_and_is_an_idea_no_more(site: Path, private: Path) -> None:
    private.write_text(
        f'series = "{series().series.name}"\n[[ideas]]\nname = "Grace Hopper"\n'
        'topic = "Compilers"\nproposed_by = "Mo"\n'
    )
    app = app_on(site)
    async with app.run_test(size=(100, 40)) as pilot:
        await at(pilot, app, SEASON, "I")
        assert "Grace Hopper – Compilers – Mo" in seen(app)
        await pilot.press("1")
        await until(pilot, lambda: bool(app.session.done))
        talk = app.session.records.talks[9]
        assert (talk.id, talk.title) == ("S03E04", "")
        assert [speaker.name for speaker in talk.speakers] == ["Grace Hopper"]
        assert "Compilers" not in repr(app.session)
    kept = parse_private(private.read_bytes()).private
    assert kept.ideas == ()
    assert (kept.talks[0].state, kept.talks[0].notes[0].text) == (
        "idea", "Compilers (proposed by Mo)")  # fmt: skip


async def test_a_message_that_names_nobody_goes_into_the_talk_of_its_sender(site: Path) -> None:
    app = app_on(site)
    raw = (
        f"From: {NAME} <s@b.example>\nMIME-Version: 1.0\nContent-Type: text/plain\n\nTitle: Nets\n"
    )
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.panes.form is not None)
        talks = app.session.records.talks
        untitled = (*talks[:6], talks[6]._replace(title=""), *talks[7:])
        records = app.session.records._replace(talks=untitled)
        app.update(edit(app.session, "untitled", records, TALK))
        app.panes.records.go(Where("talks", 0))
        app.post_message(events.Paste(raw))
        await until(pilot, lambda: isinstance(app.screen, MailDialog))
        await until(pilot, lambda: bool(app.screen.query("#choices")))
        await pilot.press("y")
        await until(pilot, lambda: app.session.records.talks[6].title == "Nets")
