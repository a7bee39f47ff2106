"""Publishing in the app: what is shown first, and what is committed."""

import pytest
from textual import events
from textual.widgets import Input

from lgtui.model import Where
from lgtui.records.commit_message import credited
from lgtui.tui.widgets.paste_dialogs import MailDialog
from tests.repo.sites import OrganizerClone, Team
from tests.tui.desk import seen, settled, until
from tests.tui.git.desk import app_at, opened, order, press, retitle, until_seen


async def test_the_change_by_record_the_files_and_where_it_goes(ann: OrganizerClone) -> None:
    async with opened(ann) as (app, pilot):
        retitle(app, "Mine")
        await order(pilot)
        shown = seen(app)
        assert "To origin/main" in shown
        assert "S02E01: title changed" in shown
        assert "From metrics to meaning → Mine" in shown
        assert "_pages/webinar.md (changed)" in shown
        assert app.screen.query_one("#line", Input).value == "S02E01: title changed"
    assert ann.subjects()[0].startswith("Start the records")


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (40, 10)])
async def test_the_subject_and_the_keys_are_in_sight_on_any_terminal(
    ann: OrganizerClone, size: tuple[int, int]
) -> None:
    async with opened(ann, size=size) as (app, pilot):
        retitle(app, "Mine")
        await order(pilot)
        line = app.screen.query_one("#line", Input).region
        keys = app.screen.query_one("#told").region
        assert line.height == 1
        assert keys.bottom < size[1]
        assert "Enter publishes" in seen(app)


async def test_the_exact_diff_on_request(ann: OrganizerClone) -> None:
    async with opened(ann) as (app, pilot):
        retitle(app, "Mine")
        await order(pilot)
        await press(pilot, "f3")
        await until_seen(pilot, '+title = "Mine"')
        assert '-title = "From metrics to meaning"' in seen(app)
        await press(pilot, "f3")
        await until_seen(pilot, "To origin/main")


async def test_leaving_commits_nothing(ann: OrganizerClone) -> None:
    app = app_at(ann)
    before = ann.git("rev-parse", "HEAD")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        retitle(app, "Mine")
        await press(pilot, "P", "escape")
        assert app.session.unsaved
        await order(pilot)
        await press(pilot, "escape")
    assert ann.git("rev-parse", "HEAD") == before
    assert ann.talk("S02E01").title == "Mine"


async def test_errors_are_named_and_nothing_is_saved_or_published(ann: OrganizerClone) -> None:
    app = app_at(ann)
    before = ann.data.read_bytes()
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        records = app.session.records
        broken = records.talks[1]._replace(video_url="no url")
        from lgtui.tui import state

        changed = records._replace(talks=(records.talks[0], broken))
        app.update(state.edit(app.session, "video", changed))
        await press(pilot, "P", "s")
        assert "LINK001 S02E01 video link" in seen(app)
    assert ann.data.read_bytes() == before


async def test_nothing_to_publish_is_said(ann: OrganizerClone) -> None:
    async with opened(ann, size=(80, 24)) as (_app, pilot):
        await press(pilot, "P")
        await until_seen(pilot, "Nothing to publish")


async def test_the_edited_subject_and_only_our_files(ann: OrganizerClone, team: Team) -> None:
    ann.write("notes.txt", "mine\n")
    ann.git("add", "notes.txt")
    async with opened(ann, size=(80, 24)) as (app, pilot):
        retitle(app, "Mine")
        await order(pilot)
        app.screen.query_one("#line", Input).value = "A better subject"
        await press(pilot, "enter")
        await until_seen(pilot, "Published to origin/main")
    assert team.history()[0] == "A better subject"
    assert ann.state() == "A  notes.txt"
    assert ann.git("show", "--format=", "--name-only", "HEAD").split() == [
        "_pages/webinar.md",
        "data/talks.toml",
    ]


async def test_f4_commits_here_and_publishing_later_sends_it(
    ann: OrganizerClone, team: Team
) -> None:
    app = app_at(ann)
    tip = team.tip()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        retitle(app, "Mine")
        await order(pilot)
        await press(pilot, "f4")
        await until_seen(pilot, "Committed, not pushed")
        assert team.tip() == tip
        await press(pilot, "P")
        assert "not on origin/main yet: S02E01: title changed" in seen(app)
        await press(pilot, "y")
        await until_seen(pilot, "Published to origin/main")
    assert team.history()[0] == "S02E01: title changed"


async def test_f9_publishes_from_inside_a_text_field(ann: OrganizerClone) -> None:
    async with opened(ann) as (app, pilot):
        retitle(app, "Mine")
        await press(pilot, "slash", "f9")
        assert "Save first?" in seen(app)


@pytest.mark.parametrize("size", [(80, 24), (160, 45)], ids=str)
@pytest.mark.parametrize("credit", [True, False])
async def test_the_sender_of_a_mail_is_credited_only_when_somebody_says_so(
    ann: OrganizerClone, size: tuple[int, int], credit: bool
) -> None:
    mail = (
        "From: Ada Lo <ada@b.example>\nMIME-Version: 1.0\nContent-Type: text/plain\n\n"
        "Title: Nets\nSpeaker: Ada Lo\n\nAbstract: On nets.\n"
    )
    async with opened(ann, size=size) as (app, pilot):
        app.panes.records.go(Where("talks", 1))
        app.post_message(events.Paste(mail))
        await until(pilot, lambda: isinstance(app.screen, MailDialog))
        await until(pilot, lambda: bool(app.screen.query("#choices")))
        await press(pilot, "y")
        await until(pilot, lambda: any(talk.title == "Nets" for talk in app.session.records.talks))
        await press(pilot, "escape")  # out of the form, where letters are text
        await order(pilot)
        await until_seen(pilot, "F7 credits Ada Lo <ada@b.example> as co-author")
        if credit:
            await press(pilot, "f7")
            await until_seen(pilot, "Co-authors: Ada Lo")
        await press(pilot, "enter")
        await until_seen(pilot, "Published to origin/main")
        assert app.state.senders == ()
    body = ann.git("log", "-1", "--format=%(trailers)", "origin/main")
    assert body.strip() == ("Co-authored-by: Ada Lo <ada@b.example>" if credit else "")


def test_people_are_credited_once_and_at_the_end() -> None:
    ada, bo = "Ada Lo <ada@b.example>", "Bo <bo@b.example>"
    told = credited("Subject", [ada])
    assert told == f"Subject\n\nCo-authored-by: {ada}\n"
    assert credited(told, [ada]) == told
    assert credited(told, [bo]) == f"Subject\n\nCo-authored-by: {ada}\nCo-authored-by: {bo}\n"
    assert credited("Subject", ()) == "Subject"
