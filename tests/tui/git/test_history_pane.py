"""The history of the record under the cursor, and bringing things back from it."""

import threading
from collections.abc import Iterator

import pytest
from textual.pilot import Pilot

from lgtui.model import Where
from lgtui.records.diff import Change
from lgtui.repo.history import CommitChanges
from lgtui.tui.git.history import _deliver
from lgtui.tui.widgets.bottom_lists import HistoryRow
from lgtui.tui.widgets.dialogs import Ask
from tests.repo.sites import OrganizerClone
from tests.tui.desk import app_in, seen, told, until
from tests.tui.git.desk import opened, press, retitle, until_seen
from tests.tui.waiting import rested


async def shown(pilot: Pilot[None]) -> list[str]:
    """The history of the second talk, once it is complete."""
    app = app_in(pilot)
    app.panes.records.go(Where("talks", 1))
    await press(pilot, "6")
    await until(
        pilot,
        lambda: (
            not app.panes.history.reading and app.state.history.document is app.session.document
        ),
    )
    return [f"{row.past.author}: {row.change}" for row in app.panes.history.rows]


async def test_it_says_what_was_changed_when_and_by_whom(
    ann: OrganizerClone, bob: OrganizerClone
) -> None:
    bob.set("S02E01", title="Bob's title")
    bob.publish()
    ann.pull()
    async with opened(ann, size=(160, 45)) as (app, pilot):
        rows = await shown(pilot)
        assert rows == ["Bob: S02E01: title changed", "Ann: S02E01: added"]
        assert "From metrics to meaning → Bob's title" in seen(app)


async def test_enter_shows_a_change_in_full(ann: OrganizerClone) -> None:
    ann.set("S02E01", title="Another title")
    ann.publish("A subject of my own")
    async with opened(ann) as (app, pilot):
        await shown(pilot)
        await press(pilot, "enter")
        await until_seen(pilot, "A subject of my own")
        assert "From metrics to meaning" in seen(app)


async def test_a_field_is_restored_as_an_edit_that_undo_takes_back(ann: OrganizerClone) -> None:
    ann.set("S02E01", title="Another title")
    ann.publish()
    async with opened(ann) as (app, pilot):
        await shown(pilot)
        await press(pilot, "r")
        assert "S02E01: title changed" in seen(app)
        await press(pilot, "y")
        assert app.session.records.talks[1].title == "From metrics to meaning"
        assert app.session.unsaved
        await press(pilot, "u")
        assert app.session.records.talks[1].title == "Another title"
    assert ann.talk("S02E01").title == "Another title"


async def test_a_record_is_restored_whole_under_the_number_it_has_now(ann: OrganizerClone) -> None:
    ann.set("S02E01", title="Another title", bio="Another bio")
    ann.publish()
    ann.set("S02E01", id="S02E02")
    ann.git("commit", "-qam", "Make room")
    async with opened(ann) as (app, pilot):
        rows = await shown(pilot)
        assert rows == [
            "Ann: S02E01 renumbered S02E02",
            "Ann: S02E01: title changed",
            "Ann: S02E01: bio changed",
            "Ann: S02E01: added",
        ]
        await press(pilot, "j", "w", "y")
        talk = app.session.records.talks[1]
        assert (talk.id, talk.title, talk.bio) == (
            "S02E02", "From metrics to meaning", "Eva counts.",
        )  # fmt: skip


async def test_all_of_a_published_change_is_taken_back_as_a_new_commit(ann: OrganizerClone) -> None:
    ann.set("S02E01", title="Another title", bio="Another bio")
    ann.publish()
    ann.set("S01E01", title="Since then")
    ann.publish()
    async with opened(ann) as (app, pilot):
        await shown(pilot)
        await press(pilot, "z", "y")
        titles = [talk.title for talk in app.session.records.talks]
        assert titles == ["Since then", "From metrics to meaning"]
        assert app.session.records.talks[1].bio == "Eva counts."
        await press(pilot, "P", "s")
        await until_seen(pilot, "Subject of the commit")
        await press(pilot, "enter")
        await until_seen(pilot, "Published to origin/main")
    assert ann.talk("S02E01").title == "From metrics to meaning"
    assert ann.subjects("origin/main")[0] == "S02E01: title and bio changed"


async def test_what_was_changed_again_since_is_asked_about(ann: OrganizerClone) -> None:
    ann.set("S02E01", title="Second")
    ann.publish()
    ann.set("S02E01", title="Third")
    ann.publish()
    async with opened(ann) as (app, pilot):
        await shown(pilot)
        await press(pilot, "j", "z")
        shown_then = seen(app)
        for words in (
            "Changed again since (1 of 1)",
            "S02E01: title",
            "Before that commit",
            "That commit made it",
            "n Leave it as it is now",
            "t As it was before that commit",
            "b As that commit made it",
            "Cancel: nothing is taken back",
        ):
            assert words in shown_then
        for words in ("Mine", "both", "merged"):
            assert words not in shown_then
        await press(pilot, "t", "y")
        assert app.session.records.talks[1].title == "From metrics to meaning"


async def test_the_history_of_the_file_brings_a_deleted_talk_back(ann: OrganizerClone) -> None:
    ann.edit(lambda records: records._replace(talks=records.talks[:1], seasons=records.seasons[:1]))
    ann.publish()
    async with opened(ann) as (app, pilot):
        app.panes.records.go(Where("series", 0))
        await press(pilot, "6")
        await until_seen(pilot, "S02E01: deleted")
        row = next(
            at for at, row in enumerate(app.panes.history.rows) if row.change.label == "S02E01"
        )
        app.panes.history.move_to(row)
        await press(pilot, "r", "y")
        assert [talk.id for talk in app.session.records.talks] == ["S01E01", "S02E01"]
        assert app.session.records.talks[1].abstract == "On metrics."


async def test_rows_stay_with_their_record_when_the_cursor_moves_on(ann: OrganizerClone) -> None:
    ann.set("S02E01", title="Another title")
    ann.publish()
    async with opened(ann) as (app, pilot):
        await shown(pilot)
        app.panes.records.go(Where("talks", 0))
        await until(
            pilot, lambda: [row.change.label for row in app.panes.history.rows] == ["S01E01"]
        )
        assert [str(row.change) for row in app.panes.history.rows] == ["S01E01: added"]


async def test_an_edit_that_is_only_saved_is_the_first_row(ann: OrganizerClone) -> None:
    ann.set("S02E01", title="Saved only")
    async with opened(ann) as (app, pilot):
        await shown(pilot)
        assert "not committed title changed" in seen(app)
        await press(pilot, "z")
        assert any("in no commit yet" in each for each in told(app))


async def test_an_unsaved_talk_says_that_its_history_begins_later(ann: OrganizerClone) -> None:
    async with opened(ann) as (app, pilot):
        await press(pilot, "a")
        await press(pilot, "f6") if app.state.pane == "list" else None
        app.panes.records.focus()
        await rested(pilot)
        await press(pilot, "6")
        await until_seen(pilot, "This is not saved yet")


async def test_unsaved_edits_do_not_lead_to_another_records_history(ann: OrganizerClone) -> None:
    ann.set("S02E01", title="Another title")
    ann.publish()
    async with opened(ann) as (app, pilot):
        records = app.session.records
        app.update(
            app.session._replace(records=records._replace(talks=records.talks[1:])),
        )
        await rested(pilot)
        app.panes.records.go(Where("talks", 0))
        await press(pilot, "6")
        await until_seen(pilot, "title changed")
        assert app.panes.history.rows[0].change.label == "S02E01"


@pytest.mark.parametrize("size", [(80, 24), (40, 10)])
async def test_it_fits_small_terminals(ann: OrganizerClone, size: tuple[int, int]) -> None:
    async with opened(ann, size=size) as (app, pilot):
        assert await shown(pilot) == ["Ann: S02E01: added"]
        assert "added" in seen(app)


async def test_without_a_repository_it_says_so(ann: OrganizerClone) -> None:
    import shutil

    shutil.rmtree(ann.folder / ".git")
    async with opened(ann) as (app, pilot):
        await shown(pilot)
        assert "is not in a git repository" in seen(app)
        retitle(app, "still to be edited")
        assert app.session.unsaved


def past(at: int) -> CommitChanges:
    change = Change("talks", 0, "S01E01", "title", f"{at}", f"{at + 1}", "title changed")
    return CommitChanges("Ann", (change,), f"{at:040}")


def test_the_first_row_is_there_before_the_second_is_found() -> None:
    delivered: list[HistoryRow] = []

    def found() -> Iterator[CommitChanges]:
        yield past(0)
        assert [row.past for row in delivered] == [past(0)]
        yield past(1)
        yield past(2)

    assert _deliver(found(), delivered.extend, threading.Event()) == ""
    assert [row.past for row in delivered] == [past(0), past(1), past(2)]


def test_a_history_that_nobody_wants_any_more_ends_its_git() -> None:
    left, ended = threading.Event(), []

    def found() -> Iterator[CommitChanges]:
        try:
            for at in range(1000):
                if at == 3:
                    left.set()
                yield past(at)
        finally:
            ended.append(True)

    rows: list[HistoryRow] = []
    assert _deliver(found(), rows.extend, left) == ""
    assert len(rows) < 4
    assert ended == [True]


async def test_a_refusal_of_git_is_told_in_place_of_rows(
    ann: OrganizerClone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    async with opened(ann) as (app, pilot):
        await shown(pilot)
        assert "belongs to another user" in seen(app)


async def test_who_wrote_each_field_last_is_shown(ann: OrganizerClone, bob: OrganizerClone) -> None:
    bob.set("S02E01", title="Bob's title")
    bob.publish()
    ann.pull()
    ann.set("S02E01", bio="Not committed.")
    async with opened(ann) as (app, pilot):
        app.panes.records.go(Where("talks", 1))
        await press(pilot, "B")
        await until_seen(pilot, "Who wrote S02E01")
        assert isinstance(app.screen, Ask)
        text = app.screen.text.plain
        title, abstract, bio = (text.index(word) for word in ("Title", "Abstract", "Short bio"))
        assert "Bob, " in text[title:abstract]
        assert "S02E01: title changed" in text[title:abstract]
        assert "Start the records" in text[abstract:bio]
        assert "not committed yet" in text[bio:]
