"""Nothing typed is lost: drafts are kept beside the keys and offered at the next start."""

import os
import threading
from pathlib import Path

import pytest
from textual.pilot import Pilot

from lgtui import store
from lgtui.model import DataError, Records, Where
from lgtui.store import drafts
from lgtui.tui import startup, state
from lgtui.tui.app import LgtuiApp
from lgtui.tui.state import Drafts, FailedKeeper, NoKeeper
from lgtui.tui.widgets import Typed
from tests.site.making import make_site
from tests.tui import desk
from tests.tui.desk import app_on, seen, told
from tests.tui.sample import series
from tests.tui.waiting import rested


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return make_site(tmp_path / "site", series())


def retitled(records: Records, title: str) -> Records:
    return records._replace(talks=(records.talks[0]._replace(title=title), *records.talks[1:]))


def leave_draft(path: Path, title: str) -> None:
    """A draft as a killed lgtui leaves it."""
    document = store.read(str(path))
    keeper = drafts.Keeper(str(path))
    keeper.write(document, retitled(document.records, title))
    keeper.close()


async def until(pilot: Pilot[None], text: str) -> None:
    """Waits until a text is on the screen."""
    await desk.until(pilot, lambda: text in seen(desk.app_in(pilot)))


def files(suffix: str) -> list[Path]:
    """The files of a kind in the folder of drafts."""
    return list(Path(drafts.folder()).glob(f"*.{suffix}"))


async def ready(pilot: Pilot[None]) -> None:
    """Waits until the app keeps drafts."""
    app = desk.app_in(pilot)
    await desk.until(pilot, lambda: files("lock") and app.panes.form is not None)
    await desk.settled(pilot)


async def test_an_edit_is_on_disk_within_a_second(site: Path) -> None:
    app = app_on(site, drafts=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        app.update(state.edit(app.session, "t", retitled(app.session.records, "Mine")))
        await desk.until(pilot, lambda: files("draft"))
        app.state.drafts.close()
        left = drafts.load(str(site)).drafts
        assert [draft.changed.talks[0].title for draft in left] == ["Mine"]


async def test_half_a_word_in_a_field_counts(site: Path) -> None:
    app = app_on(site, drafts=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        app.on_typed(Typed(retitled(app.session.records, "Half a wo")))
        await desk.until(pilot, lambda: files("draft"))
        app.state.drafts.close()
        left = drafts.load(str(site)).drafts
        assert [draft.changed.talks[0].title for draft in left] == ["Half a wo"]


async def test_a_draft_is_shown_by_record_taken_back_and_saved(site: Path) -> None:
    leave_draft(site, "Never Saved")
    app = app_on(site, drafts=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, "Unsaved changes were kept")
        assert "S01E01: title changed" in seen(app)
        assert "Never Saved" in seen(app)
        await pilot.press("t")
        await until(pilot, "1 unsaved")
        assert app.session.records.talks[0].title == "Never Saved"
        await pilot.press("ctrl+s")
        await until(pilot, "saved ")
        await rested(pilot)
    app.state.drafts.close()
    assert store.read(str(site)).records.talks[0].title == "Never Saved"
    assert drafts.load(str(site)).drafts == []


async def test_a_draft_is_merged_with_what_others_saved_since(site: Path) -> None:
    leave_draft(site, "Never Saved")
    document = store.read(str(site))
    organizer = document.records.organizers[0]._replace(name="Somebody Else")
    others = document.records._replace(organizers=(organizer, *document.records.organizers[1:]))
    store.save(document, others)
    app = app_on(site, drafts=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, "Unsaved changes were kept")
        await pilot.press("t")
        await until(pilot, "1 unsaved")
        assert app.session.records.talks[0].title == "Never Saved"
        assert app.session.records.organizers[0].name == "Somebody Else"


async def test_a_draft_put_off_is_offered_again(site: Path) -> None:
    leave_draft(site, "Never Saved")
    for _ in range(2):
        app = app_on(site, drafts=True)
        async with app.run_test(size=(100, 30)) as pilot:
            await until(pilot, "Unsaved changes were kept")
            await pilot.press("escape")
            await rested(pilot)
            assert not app.session.unsaved
        app.state.drafts.close()


async def test_a_discarded_draft_is_gone(site: Path) -> None:
    leave_draft(site, "Never Saved")
    app = app_on(site, drafts=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, "Unsaved changes were kept")
        await pilot.press("d")
        await rested(pilot)
    app.state.drafts.close()
    assert drafts.load(str(site)).drafts == []


async def test_a_draft_that_says_what_the_file_says_is_not_mentioned(site: Path) -> None:
    leave_draft(site, "Saved After All")
    document = store.read(str(site))
    store.save(document, retitled(document.records, "Saved After All"))
    app = app_on(site, drafts=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await rested(pilot)
        assert "Unsaved changes" not in seen(app)
    app.state.drafts.close()
    assert drafts.load(str(site)).drafts == []


async def test_leaving_on_purpose_leaves_no_draft(site: Path) -> None:
    app = app_on(site, drafts=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await ready(pilot)
        app.update(state.edit(app.session, "t", retitled(app.session.records, "Mine")))
        await desk.until(pilot, lambda: files("draft"))
        await pilot.press("q")
        await until(pilot, "Discard")
        await pilot.press("d")
        await rested(pilot)
    app.state.drafts.close()
    assert drafts.load(str(site)).drafts == []


async def test_a_crash_keeps_what_was_typed_and_ends_with_an_error(site: Path) -> None:
    app = app_on(site, drafts=True)
    with pytest.raises(ZeroDivisionError):
        async with app.run_test(size=(100, 30)) as pilot:
            await ready(pilot)
            app.update(state.edit(app.session, "t", retitled(app.session.records, "Mine")))
            app.call_later(lambda: 1 / 0)
            await rested(pilot)
    app.state.drafts.close()
    assert app.return_code == 1
    assert [draft.changed.talks[0].title for draft in drafts.load(str(site)).drafts] == ["Mine"]


async def test_a_second_app_on_the_file_says_so(site: Path) -> None:
    first = drafts.Keeper(str(site))
    app = app_on(site, drafts=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, "Another lgtui is open on this file")
        assert f"kill {os.getpid()}" in seen(app)
        await pilot.press("enter")
        await rested(pilot)
        assert "Another lgtui" not in seen(app)
    app.state.drafts.close()
    first.close()


async def test_a_draft_that_cannot_be_kept_is_told(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_on(site, drafts=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await ready(pilot)

        def full(path: str, content: bytes) -> None:
            raise DataError("the draft cannot be kept (No space left)", path)

        monkeypatch.setattr(drafts, "replace", full)
        app.update(state.edit(app.session, "t", retitled(app.session.records, "Mine")))
        await desk.until(pilot, lambda: any("the draft cannot be kept" in t for t in told(app)))
        assert app.session.records.talks[0].title == "Mine"
    app.state.drafts.close()


def test_an_older_draft_is_never_written_over_a_newer_one() -> None:
    """A signal writes at once while a thread still waits to write what was typed before."""
    began, go_on = threading.Event(), threading.Event()
    kept: list[str] = []

    class Slow(NoKeeper):
        def write(
            self, document: store.Document, records: Records, texts: drafts.Texts = drafts.NO_TEXTS
        ) -> None:
            began.set()
            assert go_on.wait(10)
            kept.append(records.talks[0].title)

    document = store.parse(store.dumps(series()))
    states = [
        state.edit(state.open_session(document), "t", retitled(document.records, title))
        for title in ("one", "two", "three")
    ]
    kept_by = Drafts(Slow())
    kept_by.want(states[0])
    threads = [threading.Thread(target=kept_by.write)]
    threads[0].start()
    assert began.wait(10)
    kept_by.want(states[1])
    threads.append(threading.Thread(target=kept_by.write))
    kept_by.want(states[2])
    threads.append(threading.Thread(target=kept_by.write))
    for thread in threads[1:]:
        thread.start()
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert kept == ["one", "three"]


def test_what_was_given_up_is_not_kept_by_a_thread_that_comes_late() -> None:
    kept: list[str] = []

    class Noting(NoKeeper):
        def write(
            self, document: store.Document, records: Records, texts: drafts.Texts = drafts.NO_TEXTS
        ) -> None:
            kept.append(records.talks[0].title)

    document = store.parse(store.dumps(series()))
    drafting = Drafts(Noting())
    drafting.want(state.edit(state.open_session(document), "t", retitled(document.records, "x")))
    drafting.give_up()
    drafting.write()
    assert kept == []


async def test_a_change_on_disk_is_noticed_and_gone_after_reloading(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(startup, "EVERY", 0.1)
    app = app_on(site, drafts=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await ready(pilot)
        document = store.read(str(site))
        store.save(document, retitled(document.records, "By Somebody Else"))
        await until(pilot, "changed on disk")
        await desk.until(pilot, lambda: any("F5 merges that in" in text for text in told(app)))
        await pilot.press("f5")
        await desk.until(pilot, lambda: "changed on disk" not in seen(app))
        assert app.session.records.talks[0].title == "By Somebody Else"
    app.state.drafts.close()


async def test_ones_own_save_is_no_change_by_others(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(startup, "EVERY", 0.1)
    app = app_on(site, drafts=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await ready(pilot)
        app.update(state.edit(app.session, "t", retitled(app.session.records, "Mine")))
        await pilot.press("ctrl+s")
        await until(pilot, "saved ")
        await rested(pilot)
        assert "changed on disk" not in seen(app)
    app.state.drafts.close()


async def test_as_long_as_no_draft_can_be_kept_the_line_above_says_so(site: Path) -> None:
    class Full(NoKeeper):
        full = True

        def write(
            self, document: store.Document, records: Records, texts: drafts.Texts = drafts.NO_TEXTS
        ) -> None:
            if self.full:
                raise DataError("the draft cannot be kept (No space left on device)")

    app = app_on(site, drafts=True)
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, "git cannot read")
        app.state.drafts.close()
        keeper = Full()
        app.state.drafts = Drafts(keeper)
        app.on_typed(Typed(retitled(app.session.records, "Typed")))
        await until(pilot, "no draft")
        app.clear_notifications()
        keeper.full = False
        await desk.until(pilot, lambda: "no draft" not in seen(app))  # without a key
        assert "is kept as a draft again" in "".join(told(app))


def test_a_failure_is_over_when_a_draft_is_kept_or_none_is_needed_any_more() -> None:
    class Full(NoKeeper):
        full = True

        def write(
            self, document: store.Document, records: Records, texts: drafts.Texts = drafts.NO_TEXTS
        ) -> None:
            if self.full:
                raise DataError("no room")

    document = store.parse(store.dumps(series()))
    start = state.open_session(document)
    edited = state.edit(start, "t", retitled(document.records, "Mine"))
    keeper = Full()
    drafting = Drafts(keeper)
    drafting.keep_now(edited)
    assert drafting.failure == "no room"
    drafting.keep_now(state.undo(edited))
    assert drafting.failure == ""
    drafting.keep_now(edited)
    assert drafting.failure == "no room"
    keeper.full = False
    drafting.keep_now(edited)
    assert drafting.failure == ""


async def test_a_failed_save_promises_no_draft_that_could_not_be_kept(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise DataError("the disk is full")

    app = app_on(site, drafts=True)
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, "git cannot read")
        app.state.drafts.close()
        app.state.drafts = Drafts(FailedKeeper(DataError("no room for drafts")))
        app.update(state.edit(app.session, "x", retitled(app.session.records, "Typed")))
        await until(pilot, "no draft")
        monkeypatch.setattr("lgtui.site.saving.write_files", full)
        await pilot.press("ctrl+s")
        await until(pilot, "Not saved")
        assert "but only here" in seen(app)
        assert "as a draft on disk" not in seen(app)


async def test_without_a_place_for_drafts_it_starts_and_says_so(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere() -> str:
        raise DataError("there is no folder for drafts")

    monkeypatch.setattr("lgtui.store.drafts.folder", nowhere)
    app = app_on(site, drafts=True)
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, "there is no folder for drafts")
        await pilot.press("escape")
        assert "Welcome" in "".join(told(app))
        app.on_typed(Typed(retitled(app.session.records, "Typed")))
        await until(pilot, "no draft")


async def test_a_file_that_cannot_be_written_is_told_before_anything_is_edited(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.access
    protected = os.path.realpath(site)
    monkeypatch.setattr(os, "access", lambda path, mode: path != protected and real(path, mode))
    app = app_on(site, drafts=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, "cannot be saved to this file")


async def test_the_first_line_comes_once_where_that_can_be_remembered(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert startup.is_first()
    assert not startup.is_first()
    monkeypatch.setattr("lgtui.store.drafts.folder", lambda: str(site / "no" / "such" / "folder"))
    assert startup.is_first()


async def left_by_a_killed_app(app: LgtuiApp, pilot: Pilot[None], typed: str) -> None:
    """Waits until what is typed is on disk, and ends the app as a kill would leave it."""
    await desk.until(
        pilot, lambda: any(typed.encode() in path.read_bytes() for path in files("draft"))
    )
    app.state.drafts.close()


async def test_what_is_no_date_yet_is_typed_again_after_the_app_was_killed(site: Path) -> None:
    app = app_on(site, drafts=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await ready(pilot)
        app.go_to(Where("seasons", 0, "start"))
        await rested(pilot)
        await pilot.press("x")
        await left_by_a_killed_app(app, pilot, "15:00x")
    app = app_on(site, drafts=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, "S01 date, hour: “")
        await pilot.press("t")
        await rested(pilot)
        app.go_to(Where("seasons", 0, "start"))
        await until(pilot, "15:00x")
        assert not app.session.unsaved
        await pilot.press("backspace")
        await desk.until(pilot, lambda: not files("draft"))
    app.state.drafts.close()


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("paste_mail", "Mail S01E01"),
        ("paste_videos", "Videos S01"),
        ("paste_video", "Video S01E01"),
    ],
)
async def test_what_is_in_a_dialog_is_there_again_after_the_app_was_killed(
    site: Path, action: str, said: str
) -> None:
    async def open_there(app: LgtuiApp, pilot: Pilot[None], at: int) -> None:
        app.go_to(Where("talks", at, ""))
        app.focus_pane("list")
        await rested(pilot)
        app.action_do(action)

    app = app_on(site, drafts=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await ready(pilot)
        await open_there(app, pilot, 0)
        await rested(pilot)
        await pilot.press(*"abc")
        await left_by_a_killed_app(app, pilot, "abc")
    app = app_on(site, drafts=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, f"{said}: “abc”")
        await pilot.press("t")
        await until(pilot, "typed, in no record")
        await open_there(app, pilot, 0)
        await until(pilot, "abc")
        await pilot.press("escape", "escape")
        await rested(pilot)
        assert files("draft")
        # It is asked about before it goes.
        app.focus_pane("list")
        await pilot.press("q")
        await until(pilot, "Typed, but in no record")
        assert said in seen(app)
        await pilot.press("escape")
        # Elsewhere it is not in the way.
        await open_there(app, pilot, 4)
        await rested(pilot)
        assert "abc" not in seen(app)
    app.state.drafts.close()


async def test_a_mail_that_was_taken_is_typed_no_more(site: Path) -> None:
    app = app_on(site, drafts=True)
    async with app.run_test(size=(100, 40)) as pilot:
        await ready(pilot)
        app.go_to(Where("talks", 0, ""))
        app.focus_pane("list")
        await rested(pilot)
        app.action_do("paste_mail")
        await rested(pilot)
        await pilot.press(*"Title:", "space", *"New")
        await desk.until(pilot, lambda: app.state.drafts.texts)
        await pilot.press("tab")
        await until(pilot, "Take it")
        await pilot.press("y")
        await desk.until(pilot, lambda: app.session.unsaved)
        assert not app.state.drafts.texts
    app.state.drafts.close()


async def test_a_draft_that_cannot_be_read_is_told_and_kept(site: Path) -> None:
    leave_draft(site, "Never Saved")
    (draft,) = files("draft")
    draft.write_bytes(draft.read_bytes()[:-2])
    app = app_on(site, drafts=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, "cannot be read by this lgtui")
        (kept,) = files("unreadable")
        assert b"Never Saved" in kept.read_bytes()
    app.state.drafts.close()
