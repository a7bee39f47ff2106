"""Keys typed ahead: all at once, to an app that is slow, still loading, or asking something."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from lgtui import store
from lgtui.model import DataError, Records
from lgtui.site import saving
from lgtui.tui import lifecycle, terminal, typeahead
from lgtui.tui.app import LgtuiApp
from lgtui.tui.terminal import ESC, PASTE, PASTED, KeyParser, spelled
from lgtui.tui.widgets.dialogs import Dialog
from lgtui.tui.widgets.line_list import LineList
from lgtui.tui.widgets.record_list import RecordList
from tests.site.making import make_site
from tests.tui.desk import app_of, app_on, seen, until
from tests.tui.sample import series
from tests.tui.waiting import rested

F7, SAVE, REDO, PALETTE, TAB, ENTER = "\x1b[18~", "\x13", "\x12", "\x10", "\t", "\r"
Driver = Pilot[None]


@pytest.fixture(autouse=True)
def nothing_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key of which only the beginning came is taken to be whole without a wait."""
    monkeypatch.setattr(terminal, "TICK", 0.0)


def send(app: LgtuiApp, text: str) -> None:
    """Gives the app all that a terminal sends in one read."""
    keys = KeyParser()
    for event in keys.feed(text):
        app.post_message(event)
    for event in keys.tick():
        app.post_message(event)


async def done(pilot: Driver) -> None:
    """Waits until all that was typed is done."""
    app = pilot.app
    assert isinstance(app, LgtuiApp)
    await rested(pilot)
    await until(pilot, lambda: app.typeahead.idle)


def titles(records: Records) -> list[str]:
    return [talk.title for talk in records.talks]


SLOW = (0.0, 0.03)


@pytest.fixture(params=SLOW, ids=["quick", "slow"])
def pace(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> float:
    """How long the app takes over each move of the focus, each filter and each edit."""
    delay: float = request.param
    if delay:
        for owner, name in ((LgtuiApp, "follow_cursor"), (LgtuiApp, "update"),
                            (RecordList, "filter"), (LineList, "refresh_row")):  # fmt: skip
            monkeypatch.setattr(owner, name, _slow(getattr(owner, name), delay))
        monkeypatch.setattr(Dialog, "_compose", _slow_compose(Dialog._compose, delay))
    return delay


def _slow(work: Callable[..., object], delay: float) -> Callable[..., object]:
    def slowly(*values: object, **named: object) -> object:
        time.sleep(delay)
        return work(*values, **named)

    return slowly


def _slow_compose(
    work: Callable[..., Awaitable[None]], delay: float
) -> Callable[..., Awaitable[None]]:
    async def slowly(screen: object) -> None:
        await asyncio.sleep(5 * delay)
        await work(screen)

    return slowly


async def test_a_filter_is_applied_before_the_keys_behind_it(pace: float) -> None:
    app = app_of(series())
    async with app.run_test(size=(120, 30)) as pilot:
        send(app, f"/title 2-2{ENTER}G{ENTER} and more{ESC}")
        await done(pilot)
        assert titles(app.session.records)[4] == "Title 2-2 of words and more"
        assert len(app.session.done) == 1


async def test_words_behind_a_go_into_the_new_talk(pace: float) -> None:
    app = app_of(series())
    async with app.run_test(size=(120, 30)) as pilot:
        send(app, f"aA New Talk{ESC}")
        await done(pilot)
        assert titles(app.session.records).count("A New Talk") == 1
        assert len(app.session.records.talks) == 10
        assert len(app.session.records.seasons) == 3


async def test_a_days_work_typed_in_one_go(tmp_path: Path, pace: float) -> None:
    path = make_site(tmp_path / "site", series())
    app = app_on(path)
    async with app.run_test(size=(120, 30)) as pilot:
        send(
            app,
            f"/title 2-2{ENTER}G{ENTER} and more{ESC}{ESC}1ANew Theme{ESC}aA New Talk{TAB}{ENTER}"
            f"Ada Lovelace{F7}Grace Hopper{ESC}1u{REDO}{SAVE}q",
        )
        await until(pilot, lambda: not app.is_running)
    records = store.read(str(path)).records
    assert titles(records)[4] == "Title 2-2 of words and more"
    assert records.seasons[-1].theme == "New Theme"
    assert records.talks[-1].title == "A New Talk"
    assert [each.name for each in records.talks[-1].speakers] == ["Ada Lovelace", "Grace Hopper"]
    assert len(records.talks) == 10
    assert len(records.seasons) == 4


async def test_a_link_is_pasted_into_the_dialog_that_v_opens(pace: float) -> None:
    app = app_of(series())
    async with app.run_test(size=(120, 30)) as pilot:
        send(app, f"/title 3-1{ENTER}Gv{PASTE}https://youtu.be/abc{PASTED}{ENTER}c")
        await done(pilot)
        links = {each.id: each.video_url for each in app.session.records.talks}
        assert [name for name, link in links.items() if link == "https://youtu.be/abc"] == [
            "S03E01"
        ]
        assert len(links) == 10, "c behind Enter adds a copy"


async def test_a_mail_is_pasted_into_the_dialog_that_m_opens_and_taken(pace: float) -> None:
    app = app_of(series())
    mail = "Title: Sight Unseen\nSpeaker: Ada Lovelace\nAbstract: Few words.\nBio: She counts."
    async with app.run_test(size=(120, 30)) as pilot:
        send(app, f"m{PASTE}{mail}{PASTED}{TAB}y and more{ESC}")
        await done(pilot)
        assert [each for each in titles(app.session.records) if "Sight" in each] == [
            "Sight Unseen and more"
        ]


async def test_a_question_gets_the_answer_typed_behind_its_key(pace: float) -> None:
    app = app_of(series())
    async with app.run_test(size=(120, 30)) as pilot:
        send(app, f"/title 2-2{ENTER}Gxy{ESC}xn")
        await done(pilot)
        assert len(app.session.records.talks) == 8
        assert "Title 2-2 of words" not in titles(app.session.records)


async def test_esc_right_behind_a_filter_shows_all_records_again(pace: float) -> None:
    app = app_of(series())
    async with app.run_test(size=(120, 30)) as pilot:
        send(app, f"/title 2-2{ESC}A")
        await done(pilot)
        assert app.panes.filter.value == ""
        assert len(app.session.records.seasons) == 4


async def test_digits_lead_from_pane_to_pane(pace: float) -> None:
    app = app_of(series())
    async with app.run_test(size=(120, 45)) as pilot:
        await done(pilot)
        send(app, "3451")
        await done(pilot)
        assert app.state.pane == "list"
        send(app, "3t4512X")
        await done(pilot)
        assert app.state.pane == "form"
        send(app, f"{ESC}6")
        await done(pilot)
        assert app.state.pane == "history"


async def test_the_palette_takes_words_and_enter(pace: float) -> None:
    app = app_of(series())
    async with app.run_test(size=(120, 30)) as pilot:
        send(app, f"{PALETTE}title 1-2{ENTER}{ENTER}{TAB}{ESC}{PALETTE}add season{ENTER}Words{ESC}")
        await done(pilot)
        assert app.session.records.seasons[-1].theme == "Words"
        assert len(app.session.records.seasons) == 4


async def test_a_large_file_is_read_before_keys_that_need_it(tmp_path: Path) -> None:
    path = make_site(tmp_path / "site", series(3334, 3), write_pages=False)
    app = app_on(path)
    async with app.run_test(size=(120, 30)) as pilot:
        assert not app.state.complete
        send(app, f"/title 2-2{ENTER}G{ENTER} and more{ESC}{ESC}1aA New Talk{ESC}")
        await done(pilot)
        assert app.state.complete
        found = [each for each in titles(app.session.records) if each.endswith(" and more")]
        assert len(found) == 1
        assert found[0].startswith("Title 2-2")
        assert titles(app.session.records).count("A New Talk") == 1
        assert len(app.session.done) == 3


async def test_keys_typed_before_a_question_came_by_itself_do_not_answer_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from lgtui.tui.widgets.dialogs import Ask, Choice

    app = app_of(series())
    answers: list[str] = []

    async def ask() -> None:
        choices = (Choice("d", "Discard", "discard"), Choice("n", "Not now", "later"))
        answers.append(await app.push_screen_wait(Ask("By itself", "?", choices)))

    async with app.run_test(size=(120, 30)) as pilot:
        send(app, "aTalk")
        await done(pilot)
        app.work(ask, "begin")
        send(app, " and dance")
        await until(pilot, lambda: "By itself" in seen(app))
        # A person needs a moment to see it; what comes sooner was meant for something else.
        question = app.screen
        assert isinstance(question, Ask)
        await until(pilot, lambda: question.opened + typeahead.NOTICE < time.monotonic())
        await rested(pilot)
        assert not answers
        await pilot.press("n")
        await done(pilot)
        assert answers == ["later"]
        send(app, ESC)
        await done(pilot)
        assert titles(app.session.records).count("Talk and dance") == 1


async def test_words_typed_behind_a_save_that_fails_go_on_in_their_field(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*values: object, **named: object) -> None:
        time.sleep(0.3)
        raise DataError("the disk is full", "data/talks.toml")

    app = app_on(make_site(tmp_path / "site", series()))
    monkeypatch.setattr(saving, "write_save", fail)
    async with app.run_test(size=(120, 30)) as pilot:
        send(app, f"aA New{SAVE} Talk")
        await until(pilot, lambda: "the disk is full" in seen(app))
        await pilot.press("escape")
        await until(pilot, lambda: app.typeahead.idle and len(app.screen_stack) == 1)
        send(app, ESC)
        await done(pilot)
        assert titles(app.session.records).count("A New Talk") == 1


async def test_a_fix_typed_right_behind_an_edit_is_for_what_the_edit_left(tmp_path: Path) -> None:
    app = app_on(make_site(tmp_path / "site", series()))
    async with app.run_test(size=(120, 45)) as pilot:
        await done(pilot)
        send(app, f"a Two  blanks {ESC}4G{ENTER}")
        await done(pilot)
        assert app.session.checked is app.session.records
        finding = app.panes.findings.finding()
        assert finding is not None
        assert app.panes.findings.cursor == app.panes.findings.count() - 1
        assert app.panes.records.where()[:2] == finding.where[:2]


async def test_keys_for_an_app_that_hangs_are_named_and_go_nowhere_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app, go_on = app_of(series()), asyncio.Event()
    monkeypatch.setattr(typeahead, "LOOKS", 30)
    async with app.run_test(size=(120, 30)) as pilot:
        await done(pilot)
        app.panes.records.call_next(go_on.wait)
        send(app, "aLost Words")
        await until(pilot, lambda: len(app.screen_stack) > 1)
        go_on.set()
        await until(pilot, lambda: "Lost Words" in seen(app))
        await pilot.press("escape")
        await done(pilot)
        assert app.session.done == ()


async def test_what_was_typed_right_before_the_connection_was_lost_is_done_first(
    pace: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The last resort against a terminal that hangs would end the tests' own process.
    monkeypatch.setattr(lifecycle, "PATIENCE", 3600.0)
    monkeypatch.setattr(lifecycle, "LAST_KEYS", 3600.0)
    app = app_of(series())
    async with app.run_test(size=(120, 30)) as pilot:
        await done(pilot)
        send(app, "aLast Words")
        app.call_later(app.terminal_gone)
        await until(pilot, lambda: not app.is_running)
    assert app.return_code == 129
    assert titles(app.session.current).count("Last Words") == 1


def read(*parts: str) -> str:
    """What is typed, by name, when it is read in these parts."""
    keys = KeyParser()
    found = [event for part in parts for event in keys.feed(part)]
    found += keys.tick()
    return spelled([event for event in found if isinstance(event, events.Key | events.Paste)])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"Hopper{ESC}1", "Hopper[escape]1"),
        (f"{ESC}aA New Talk of which nothing may be lost", "[escape]aA New Talk of which nothing "
         "may be lost"),
        (f"{ESC}{ENTER}{ESC}{ESC}q", "[escape][enter][escape][escape]q"),
        (f"{ESC}{F7}x{ESC}[A{ESC}OP{ESC}[[A", "[escape][f7]x[up][f1][f1]"),
        (f"{ESC}{SAVE}q", "[escape][ctrl+s]q"),
        (f"{PASTE}a{ESC}1b{PASTED}c", f"a{ESC}1bc"),
        ("", ""),
        (ESC, "[escape]"),
    ],
)  # fmt: skip
def test_esc_is_told_from_longer_keys_wherever_a_read_ends(text: str, said: str) -> None:
    assert read(text) == said
    for at in range(1, len(text)):
        assert read(text[:at], text[at:]) == said


def test_a_terminals_late_answer_to_another_program_is_no_typing() -> None:
    assert read(f"a{ESC}]11;rgb:0/0/0{ESC}\\b{ESC}]11;rgb:0/0/0\x07c") == "abc"
