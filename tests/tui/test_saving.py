"""Saving: records and pages together, all or none; what others wrote is merged, never lost."""

import datetime
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from lgtui import store
from lgtui.checks import fixes
from lgtui.model import DataError, Organizer, Records
from lgtui.site import saving
from lgtui.tui import background, state
from lgtui.tui.app import LgtuiApp
from lgtui.tui.commands import files
from lgtui.tui.widgets.dialogs import Problem
from tests.site.making import make_site
from tests.tui.desk import app_in, app_on, seen, settled, told, until
from tests.tui.sample import series
from tests.tui.waiting import press_at_work, rested


def retitled(records: Records, title: str, at: int = 0) -> Records:
    """The records with another title."""
    talks = list(records.talks)
    talks[at] = talks[at]._replace(title=title)
    return records._replace(talks=tuple(talks))


def retitle(app: LgtuiApp, title: str, at: int = 0) -> None:
    """Changes a title as the form would."""
    records = app.session.records
    app.update(state.edit(app.session, "title", retitled(records, title, at)))


async def save(pilot: Pilot[None]) -> None:
    """Presses the key and waits for what it leads to."""
    await pilot.press("ctrl+s")
    await settled(pilot)


async def test_an_edit_is_saved_with_its_pages_and_nothing_else_changes(tmp_path: Path) -> None:
    path = make_site(tmp_path, series())
    before, page = path.read_text(), (tmp_path / "_pages/webinar.md").read_text()
    app = app_on(path)
    async with app.run_test(size=(120, 30)) as pilot:
        retitle(app, "A Better Title")
        await save(pilot)
        assert not app.session.unsaved
        assert any(text.startswith("Saved") and "2 pages" in text for text in told(app))
    after = path.read_text()
    assert after == before.replace("Title 1-1 of words", "A Better Title")
    fresh = (tmp_path / "_pages/webinar.md").read_text()
    assert "A Better Title" in fresh
    assert page.splitlines()[:3] == fresh.splitlines()[:3]


async def test_where_only_pages_are_stale_only_pages_are_said_to_be_written(
    tmp_path: Path,
) -> None:
    path = make_site(tmp_path, series())
    (tmp_path / "_pages/webinar.md").unlink()
    app = app_on(path)
    async with app.run_test(size=(120, 30)) as pilot:
        await save(pilot)
        assert [text for text in told(app) if text.startswith("Wrote 1 page; ")]
    assert (tmp_path / "_pages/webinar.md").exists()


async def test_f2_saves_as_well(tmp_path: Path) -> None:
    path = make_site(tmp_path, series())
    app = app_on(path)
    async with app.run_test(size=(80, 24)) as pilot:
        retitle(app, "By F2")
        await pilot.press("f2")
        await settled(pilot)
    assert "By F2" in path.read_text()


async def test_records_with_errors_are_saved_and_the_pages_left_with_the_reason(
    tmp_path: Path,
) -> None:
    path = make_site(tmp_path, series())
    page = (tmp_path / "_pages/webinar.md").read_bytes()
    app = app_on(path)
    async with app.run_test(size=(120, 30)) as pilot:
        records = app.session.records
        broken = records.talks[0]._replace(video_url="not a url")
        app.update(
            state.edit(app.session, "video", records._replace(talks=(broken, *records.talks[1:])))
        )
        await save(pilot)
        assert "pages were left as they are" in seen(app)
        assert "LINK001 S01E01" in seen(app)
        assert not app.session.unsaved
    assert "not a url" in path.read_text()
    assert (tmp_path / "_pages/webinar.md").read_bytes() == page


async def test_the_reasons_name_a_record_of_any_name_in_a_few_words(tmp_path: Path) -> None:
    records = series()
    long, broken = "x" * 100_000, "line one\nline two\x1b[31m"
    organizers = (Organizer(long, "nowhere"), Organizer(broken, "nowhere"))
    path = make_site(tmp_path, records._replace(organizers=organizers), write_pages=False)
    opened = store.read(str(path))
    reasons = files.reasons(saving.plan_save(opened, retitled(opened.records, "New")))
    assert len(reasons) >= 2
    assert all(len(each) < 300 and each.isprintable() for each in reasons)


async def test_a_full_disk_writes_nothing_says_so_and_keeps_the_edits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_site(tmp_path, series())
    before = path.read_bytes()

    def full(files: dict[str, bytes]) -> None:
        raise DataError("the disk is full; nothing was written", next(iter(files)))

    monkeypatch.setattr(saving, "write_files", full)
    app = app_on(path)
    async with app.run_test(size=(120, 30)) as pilot:
        retitle(app, "Mine")
        await save(pilot)
        assert "the disk is full" in seen(app)
        assert "Your edits are kept" in seen(app)
        assert app.session.unsaved
        await pilot.press("escape")
        await settled(pilot)
        assert app.session.records.talks[0].title == "Mine"
    assert path.read_bytes() == before


async def test_what_others_wrote_meanwhile_is_merged(tmp_path: Path) -> None:
    path = make_site(tmp_path, series())
    app = app_on(path)
    async with app.run_test(size=(120, 30)) as pilot:
        retitle(app, "Mine", 0)
        other = store.read(str(path))
        store.save(other, retitled(other.records, "Theirs", 4))
        await save(pilot)
        assert not app.session.unsaved
        await pilot.press("u")
        assert app.session.records.talks[0].title == "Title 1-1 of words"
        assert app.session.records.talks[4].title == "Theirs"
    titles = [talk.title for talk in store.read(str(path)).records.talks]
    assert (titles[0], titles[4]) == ("Mine", "Theirs")


async def test_where_both_changed_one_field_somebody_chooses(tmp_path: Path) -> None:
    path = make_site(tmp_path, series())
    app = app_on(path)
    async with app.run_test(size=(120, 30)) as pilot:
        retitle(app, "Mine")
        other = store.read(str(path))
        store.save(other, retitled(other.records, "Theirs"))
        await save(pilot)
        shown = seen(app)
        assert "S01E01: both changed title" in shown
        assert all(text in shown for text in ("Mine", "Theirs", "Title 1-1 of words"))
        await pilot.press("t")
        await settled(pilot)
        assert not app.session.unsaved
    assert store.read(str(path)).records.talks[0].title == "Theirs"


async def test_leaving_a_conflict_writes_nothing_and_keeps_the_edit(tmp_path: Path) -> None:
    path = make_site(tmp_path, series())
    app = app_on(path)
    async with app.run_test(size=(120, 30)) as pilot:
        retitle(app, "Mine")
        other = store.read(str(path))
        store.save(other, retitled(other.records, "Theirs"))
        await save(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert app.session.records.talks[0].title == "Mine"
        assert app.session.unsaved
    assert store.read(str(path)).records.talks[0].title == "Theirs"


async def test_reload_merges_what_others_wrote(tmp_path: Path) -> None:
    path = make_site(tmp_path, series())
    app = app_on(path)
    async with app.run_test(size=(120, 30)) as pilot:
        retitle(app, "Mine", 0)
        other = store.read(str(path))
        store.save(other, retitled(other.records, "Theirs", 4))
        await pilot.press("f5")
        await settled(pilot)
        assert app.session.records.talks[0].title == "Mine"
        assert app.session.records.talks[4].title == "Theirs"
        assert app.session.unsaved


def edit_page(folder: Path, old: str, new: str) -> None:
    """An edit made by hand inside a region."""
    page = folder / "_pages/webinar.md"
    text = page.read_text()
    assert old in text
    page.write_text(text.replace(old, new))


async def test_an_edit_by_hand_can_be_taken_into_the_record(tmp_path: Path) -> None:
    path = make_site(tmp_path, series())
    edit_page(tmp_path, "Title 1-2 of words", "Title by Hand")
    app = app_on(path)
    async with app.run_test(size=(120, 40)) as pilot:
        await save(pilot)
        assert "edited by hand" in seen(app)
        assert "+" in seen(app)
        await pilot.press("t")
        await settled(pilot)
        assert "S01E02: title changed" in seen(app)
        await pilot.press("y")
        await settled(pilot)
        assert app.session.records.talks[1].title == "Title by Hand"
        await save(pilot)
        assert not app.session.unsaved
    assert store.read(str(path)).records.talks[1].title == "Title by Hand"
    assert "Title by Hand" in (tmp_path / "_pages/webinar.md").read_text()


async def test_an_edit_by_hand_can_be_written_over(tmp_path: Path) -> None:
    path = make_site(tmp_path, series())
    edit_page(tmp_path, "Title 1-2 of words", "Title by Hand")
    app = app_on(path)
    async with app.run_test(size=(120, 40)) as pilot:
        await save(pilot)
        await pilot.press("w")
        await settled(pilot)
    assert "Title by Hand" not in (tmp_path / "_pages/webinar.md").read_text()


async def test_an_edit_by_hand_stays_when_the_question_is_left(tmp_path: Path) -> None:
    path = make_site(tmp_path, series())
    edit_page(tmp_path, "Title 1-2 of words", "Title by Hand")
    app = app_on(path)
    async with app.run_test(size=(120, 40)) as pilot:
        retitle(app, "Mine")
        await save(pilot)
        await pilot.press("escape")
        await settled(pilot)
        assert app.session.unsaved
        await save(pilot)
        await pilot.press("l")
        await settled(pilot)
        assert not app.session.unsaved
    assert "Title by Hand" in (tmp_path / "_pages/webinar.md").read_text()
    assert "Mine" in path.read_text()


async def test_leaving_with_edits_asks_and_cancel_has_the_cursor(tmp_path: Path) -> None:
    path = make_site(tmp_path, series())
    app = app_on(path)
    async with app.run_test(size=(80, 24)) as pilot:
        retitle(app, "Mine")
        await pilot.press("q")
        await settled(pilot)
        assert "unsaved changes" in seen(app)
        await pilot.press("enter")
        await settled(pilot)
        assert app.is_running
        await pilot.press("q")
        await settled(pilot)
        await pilot.press("s")
        await settled(pilot)
    assert app.return_code == 0
    assert "Mine" in path.read_text()


async def test_a_date_that_was_not_understood_is_not_left_behind_unasked(tmp_path: Path) -> None:
    app = app_on(make_site(tmp_path, series()))
    async with app.run_test(size=(120, 30)) as pilot:
        await settled(pilot)
        await pilot.press("enter", "tab")
        await pilot.press(*" some day", "escape", "escape", "q")
        await until(pilot, lambda: "Typed, but in no record" in seen(app))
        assert "2023-11-13 15:00 some day" in seen(app)
        await pilot.press("escape")
        await until(pilot, lambda: len(app.screen_stack) == 1)
        assert app.is_running
        await pilot.press("q")
        await until(pilot, lambda: "Typed, but in no record" in seen(app))
        await pilot.press("d")
        await until(pilot, lambda: app.return_code is not None)
    assert app.return_code == 0


async def test_discarding_leaves_the_file_alone(tmp_path: Path) -> None:
    path = make_site(tmp_path, series())
    before = path.read_bytes()
    app = app_on(path)
    async with app.run_test(size=(80, 24)) as pilot:
        retitle(app, "Mine")
        await pilot.press("q")
        await settled(pilot)
        await pilot.press("d")
        await settled(pilot)
    assert app.return_code == 0
    assert path.read_bytes() == before


async def test_a_file_that_was_deleted_is_written_again_on_request(tmp_path: Path) -> None:
    path = make_site(tmp_path, series())
    path.write_bytes(b"# kept\n" + path.read_bytes())
    app = app_on(path)
    async with app.run_test(size=(120, 30)) as pilot:
        retitle(app, "Mine")
        path.unlink()
        await save(pilot)
        assert "is gone" in seen(app)
        await pilot.press("w")
        await settled(pilot)
        assert not app.session.unsaved
    assert path.read_bytes().startswith(b"# kept\n")
    assert store.read(str(path)).records.talks[0].title == "Mine"


async def test_a_file_that_others_broke_is_named_and_the_edits_kept(tmp_path: Path) -> None:
    path = make_site(tmp_path, series())
    app = app_on(path)
    async with app.run_test(size=(120, 30)) as pilot:
        retitle(app, "Mine")
        path.write_bytes(b"[[talks]]\nid = \n")
        await save(pilot)
        assert "Not saved" in seen(app)
        assert isinstance(app.screen, Problem)
        assert "talks.toml:2" in app.screen.text.plain
        await pilot.press("escape")
        await settled(pilot)
        assert app.session.unsaved
    assert path.read_bytes() == b"[[talks]]\nid = \n"


@contextmanager
def slow(monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> Iterator[None]:
    """Makes a function take for ever, until the block ends; a box names it at once."""
    go_on = threading.Event()
    real = getattr(module, name)

    def waits(*given: object, **named: object) -> object:
        assert go_on.wait(60)
        return real(*given, **named)

    with monkeypatch.context() as patched:
        patched.setattr(background, "QUIET_DELAY", 0.05)
        patched.setattr(module, name, waits)
        yield
        go_on.set()


async def shows(pilot: Pilot[None], text: str) -> None:
    """Waits for a text on the screen."""
    await until(pilot, lambda: text in seen(app_in(pilot)))


async def test_a_save_that_takes_long_is_named_and_stopping_it_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_site(tmp_path, series())
    before = path.read_bytes()
    app = app_on(path)
    async with app.run_test(size=(120, 30)) as pilot:
        retitle(app, "A Better Title")
        with slow(monkeypatch, saving, "plan_save"):
            await press_at_work(pilot, "ctrl+s")
            await shows(pilot, "Stop; nothing that was typed is lost")
            await press_at_work(pilot, "escape")
            await settled(pilot)
            assert "Stopped: nothing was written. Your edits are kept." in told(app)
        await rested(pilot)
        assert path.read_bytes() == before
        assert app.session.unsaved
        await save(pilot)
        assert not app.session.unsaved


async def test_while_files_are_written_nothing_can_stop_halfway(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_site(tmp_path, series())
    app = app_on(path)
    async with app.run_test(size=(120, 30)) as pilot:
        retitle(app, "A Better Title")
        with slow(monkeypatch, saving, "write_save"):
            await press_at_work(pilot, "ctrl+s")
            await shows(pilot, "working …")
            await press_at_work(pilot, "escape")
            assert "Stop;" not in seen(app)
            assert app.state.busy
        await settled(pilot)
        assert not app.session.unsaved


async def test_a_merge_that_takes_long_can_be_left_and_nothing_is_merged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_site(tmp_path, series())
    app = app_on(path)
    async with app.run_test(size=(120, 30)) as pilot:
        retitle(app, "Mine")
        opened = store.read(str(path))
        store.save(opened, retitled(opened.records, "Theirs", 1))
        mine = app.session
        with slow(monkeypatch, files, "merge"):
            await press_at_work(pilot, "f5")
            await shows(pilot, "Merging")
            await press_at_work(pilot, "escape")
            await settled(pilot)
            assert any(text.startswith("Stopped: nothing is merged") for text in told(app))
        assert app.session.records is mine.records
        assert app.session.document is mine.document


async def test_looking_for_fixes_can_be_left_and_nothing_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_on(make_site(tmp_path, series()))
    async with app.run_test(size=(120, 45)) as pilot:
        retitle(app, "  Blanks  around ")
        await pilot.press("4")
        await shows(pilot, "TEXT004")
        while not app.panes.findings.finding().fixable:  # type: ignore[union-attr] # there is one
            await pilot.press("down")
        for key, name in (("f", "fix"), ("F", "fix_all")):
            records = app.session.records
            app.clear_notifications()
            with slow(monkeypatch, fixes, name):
                await press_at_work(pilot, key)
                await shows(pilot, "Looking for")
                await press_at_work(pilot, "escape")
                await settled(pilot)
                assert "Stopped: nothing was changed." in told(app)
            assert app.session.records is records


async def test_a_file_whose_folder_is_gone_too_is_written_again_on_request(tmp_path: Path) -> None:
    path = make_site(tmp_path, series())
    app = app_on(path)
    async with app.run_test(size=(120, 30)) as pilot:
        retitle(app, "Kept")
        shutil.rmtree(path.parent)
        await save(pilot)
        await pilot.press("w")
        await settled(pilot)
        assert "Not saved" not in seen(app)
    assert store.read(str(path)).records.talks[0].title == "Kept"


async def test_a_file_that_cannot_be_written_again_is_named_and_the_edits_kept(
    tmp_path: Path,
) -> None:
    path = make_site(tmp_path, series())
    app = app_on(path)
    async with app.run_test(size=(120, 30)) as pilot:
        retitle(app, "Kept")
        shutil.rmtree(path.parent)
        path.parent.write_text("a file where the folder was")
        await save(pilot)
        await pilot.press("w")
        await settled(pilot)
        assert "Not saved" in seen(app)
        assert app.session.records.talks[0].title == "Kept"


async def test_a_template_is_taken_as_it_is_when_the_pages_are_written(tmp_path: Path) -> None:
    records = series()
    path = make_site(tmp_path, records)
    template, page = tmp_path / "next.jinja", tmp_path / "_pages/webinar.md"
    app = app_on(path)
    async with app.run_test(size=(120, 30)) as pilot:
        template.write_text("Of our own making.\n")
        named = records._replace(pages=records.pages._replace(next_template="next.jinja"))
        app.update(state.edit(app.session, "template", named))
        await save(pilot)
        assert "Of our own making." in page.read_text()
        template.write_text("Made anew.\n")
        retitle(app, "Another")
        await save(pilot)
        assert "Made anew." in page.read_text()


async def test_a_moved_date_is_counted_once_and_nothing_is_left_unsaved(tmp_path: Path) -> None:
    records = series()
    path = make_site(tmp_path, records._replace(pages=records.pages._replace(calendar="w.ics")))
    app = app_on(path)
    async with app.run_test(size=(120, 30)) as pilot:
        for revision in (1, 2):
            *others, last = app.session.records.seasons
            assert last.start is not None
            moved = last._replace(start=last.start + datetime.timedelta(days=7))
            seasons = app.session.records._replace(seasons=(*others, moved))
            app.update(state.edit(app.session, "date", seasons))
            await save(pilot)
            assert not app.session.unsaved
            assert app.session.records.seasons[-1].revision == revision
            assert f"SEQUENCE:{revision}\n" in (tmp_path / "w.ics").read_text()
        await pilot.press("u")
        await settled(pilot)
        assert app.session.unsaved
        await save(pilot)
        assert app.session.records.seasons[-1].revision == 3
        assert not app.session.unsaved
