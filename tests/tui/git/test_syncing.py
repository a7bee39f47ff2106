"""What others published: told by record and by who it was, taken in without losing an edit."""

import asyncio
import os
import threading
from pathlib import Path

import pytest

from lgtui import store
from lgtui.repo import status
from lgtui.repo.history import CommitChanges, changes_between
from lgtui.repo.site import Site
from lgtui.repo.sync import Incoming, fetch_incoming
from lgtui.tui.git import syncing
from lgtui.tui.git.syncing import MINUTES, read_fetch_settings
from lgtui.tui.startup import look_at_server
from tests.repo.sites import OrganizerClone, Team, git
from tests.tui.desk import seen, settled, told, until
from tests.tui.git.desk import app_at, look, opened, order, press, retitle, until_seen
from tests.tui.waiting import rested


class TestNews:
    """News says who changed what of which record."""

    def test_each_commit_is_told_with_its_author_oldest_first(
        self, ann: OrganizerClone, bob: OrganizerClone
    ) -> None:
        bob.set("S02E01", title="Bob's")
        bob.publish()
        bob.set("S01E01", bio="A new bio.")
        bob.publish()
        head = ann.git("rev-parse", "HEAD")
        found = fetch_incoming(ann.site)
        assert [line for news in found.commits for line in news.lines] == [
            "Bob: S02E01: title changed",
            "Bob: S01E01: bio changed",
        ]
        assert ann.git("rev-parse", "HEAD") == head
        assert status(ann.site.clone, ["data/talks.toml"]).behind == 2

    def test_my_own_commits_are_no_news(self, ann: OrganizerClone) -> None:
        ann.set("S02E01", title="Ann's")
        ann.publish(push=False)
        assert fetch_incoming(ann.site).commits == ()

    def test_many_commits_are_told_together(
        self, ann: OrganizerClone, bob: OrganizerClone, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("lgtui.repo.history.MOST", 1)
        old = ann.git("rev-parse", "HEAD")
        for title in ("One", "Two"):
            bob.set("S02E01", title=title)
            bob.publish()
        ann.pull()
        (news,) = changes_between(ann.site, old, ann.git("rev-parse", "HEAD"))
        assert news.author == ""
        assert news.lines == ["S02E01: title changed"]

    def test_news_over_a_commit_without_a_parent_is_told_as_a_whole(
        self, ann: OrganizerClone
    ) -> None:
        old, data = ann.git("rev-parse", "HEAD"), ann.data.read_text()
        ann.git("switch", "-q", "--orphan", "other")
        ann.write("data/talks.toml", data.replace("From metrics to meaning", "New"))
        ann.git("add", "data")
        ann.git("commit", "-qm", "From elsewhere")
        ann.git("switch", "-q", "main")
        ann.git("merge", "-q", "--allow-unrelated-histories", "-X", "theirs", "-m", "Both", "other")
        (news,) = changes_between(ann.site, old, ann.git("rev-parse", "HEAD"))
        assert news.lines == ["S02E01: title changed"]


class TestTakingIn:
    """One key fetches and merges; edits stay, saved or not."""

    async def test_unsaved_edits_stay_and_are_still_unsaved(
        self, ann: OrganizerClone, bob: OrganizerClone
    ) -> None:
        bob.set("S02E01", bio="Bob's bio")
        bob.publish()
        async with opened(ann, size=(80, 24)) as (app, pilot):
            retitle(app, "Ann's, not saved")
            await press(pilot, "S")
            await until_seen(pilot, "Bob: S02E01: bio changed")
            talk = app.session.records.talks[1]
            assert (talk.title, talk.bio) == ("Ann's, not saved", "Bob's bio")
            assert app.session.unsaved
            await press(pilot, "u")
            talk = app.session.records.talks[1]
            assert (talk.title, talk.bio) == ("From metrics to meaning", "Bob's bio")
        assert ann.talk("S02E01").bio == "Bob's bio"
        assert ann.state() == ""

    async def test_a_conflict_with_an_unsaved_edit_is_decided(
        self, ann: OrganizerClone, bob: OrganizerClone
    ) -> None:
        bob.set("S02E01", title="Bob's")
        bob.publish()
        async with opened(ann) as (app, pilot):
            retitle(app, "Ann's")
            await press(pilot, "S")
            await until_seen(pilot, "S02E01: both changed title")
            await press(pilot, "m")
            assert app.session.records.talks[1].title == "Ann's"
            assert app.session.document.records.talks[1].title == "Bob's"

    async def test_a_conflict_with_a_saved_edit_is_decided(
        self, ann: OrganizerClone, bob: OrganizerClone
    ) -> None:
        bob.set("S02E01", title="Bob's")
        bob.publish()
        ann.set("S02E01", title="Ann's")
        async with opened(ann) as (app, pilot):
            await press(pilot, "S")
            await until_seen(pilot, "S02E01: both changed title")
            await press(pilot, "t")
            await until_seen(pilot, "Taken in")
            assert app.session.records.talks[1].title == "Bob's"

    async def test_nothing_new_is_said(self, ann: OrganizerClone) -> None:
        async with opened(ann, size=(80, 24)) as (_app, pilot):
            await press(pilot, "S")
            await until_seen(pilot, "Nothing new from others")

    async def test_a_server_that_cannot_be_reached_is_told_in_full(
        self, ann: OrganizerClone
    ) -> None:
        ann.git("remote", "set-url", "origin", "/nowhere/site.git")
        async with opened(ann) as (app, pilot):
            await press(pilot, "S")
            await until_seen(pilot, "Not synced")
            assert "leads to no repository" in seen(app)


class TestInTheBackground:
    """Now and then the server is looked at; nothing is touched and nobody is asked."""

    async def test_news_is_told_once(self, ann: OrganizerClone, bob: OrganizerClone) -> None:
        bob.set("S02E01", title="Bob's")
        bob.publish()
        app = app_at(ann)
        before = ann.data.read_bytes()
        async with app.run_test(size=(120, 40)) as pilot:
            await settled(pilot)
            await look(pilot)
            await syncing.look_at_server(app)
            await until_seen(pilot, "Bob: S02E01: title changed")
            await until_seen(pilot, "main ↓1")
            count = len(told(app))
            await syncing.look_at_server(app)
            await rested(pilot)
            assert len(told(app)) == count
            assert app.session.records.talks[1].title == "From metrics to meaning"
        assert ann.data.read_bytes() == before

    async def test_of_two_looks_at_once_the_second_is_none(
        self, ann: OrganizerClone, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        go_on = threading.Event()
        looked: list[Site] = []

        def slow(site: Site) -> Incoming:
            looked.append(site)
            assert go_on.wait(60)
            return fetch_incoming(site)

        async with opened(ann) as (app, pilot):
            await look(pilot)
            monkeypatch.setattr(syncing, "fetch_incoming", slow)
            looks_on = [asyncio.create_task(syncing.look_at_server(app)) for _ in range(2)]
            try:
                await until(pilot, lambda: bool(looked) and looks_on[1].done())
            finally:
                go_on.set()
                await asyncio.gather(*looks_on)
            assert len(looked) == 1
            await syncing.look_at_server(app)
            assert len(looked) == 2

    async def test_a_server_that_is_away_is_a_word_above_and_no_box(
        self, ann: OrganizerClone
    ) -> None:
        ann.git("remote", "set-url", "origin", "/nowhere/site.git")
        async with opened(ann, size=(160, 40)) as (app, pilot):
            await look(pilot)
            await syncing.look_at_server(app)
            await until_seen(pilot, "no look at the server")
            assert len(app.screen_stack) == 1
            await press(pilot, "s")
            assert "the last look at the server failed" in seen(app)

    async def test_the_word_comes_and_goes_though_git_says_the_same(
        self, ann: OrganizerClone
    ) -> None:
        server = ann.git("remote", "get-url", "origin").strip()
        async with opened(ann, size=(160, 40)) as (app, pilot):
            await look(pilot)
            await until(pilot, lambda: not list(app.workers))
            for url, says in (("/nowhere/site.git", True), (server, False)):
                ann.git("remote", "set-url", "origin", url)
                await syncing.look_at_server(app)
                await until(pilot, lambda: not list(app.workers))
                assert ("no look at the server" in seen(app)) is says

    async def test_it_can_be_turned_off(
        self, ann: OrganizerClone, bob: OrganizerClone, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("LGTUI_FETCH", "off")
        bob.set("S02E01", title="Bob's")
        bob.publish()
        async with opened(ann) as (app, pilot):
            await look_at_server(app)
            await rested(pilot)
            assert told(app) == []
        assert not (ann.folder / ".git" / "FETCH_HEAD").exists()


class TestSettings:
    """The environment goes first, then the file; what cannot be used is said."""

    @pytest.mark.parametrize(
        ("value", "minutes"),
        [("off", 0), ("0", 0), ("no", 0), ("12", 12), ("", MINUTES), ("on", MINUTES)],
    )
    def test_the_environment(self, value: str, minutes: float) -> None:
        assert read_fetch_settings({"LGTUI_FETCH": value}, "") == (minutes, "")

    @pytest.mark.parametrize(
        ("text", "minutes"),
        [
            ("", MINUTES),
            ("[sync]\nfetch = false\n", 0),
            ("[sync]\nminutes = 30\n", 30),
            ("[sync]\nfetch = true\nminutes = 1.5\n", 1.5),
        ],
    )
    def test_the_file(self, tmp_path: Path, text: str, minutes: float) -> None:
        path = tmp_path / "settings.toml"
        path.write_text(text)
        assert read_fetch_settings({}, str(path)) == (minutes, "")

    @pytest.mark.parametrize(
        "text",
        ["[sync", "[sync]\nfetch = 3\n", "[sync]\nminutes = 'x'\n", "sync = 1\n",
         "[sync]\nminutes = 0\n", "[sync]\nminutes = nan\n", "[sync]\nminutes = true\n"],
    )  # fmt: skip
    def test_what_cannot_be_used_is_said_and_changes_nothing(
        self, tmp_path: Path, text: str
    ) -> None:
        path = tmp_path / "settings.toml"
        path.write_text(text)
        found = read_fetch_settings({}, str(path))
        assert found.minutes == MINUTES
        assert str(path) in found.problem

    def test_a_strange_environment_is_said(self) -> None:
        assert "LGTUI_FETCH=soon" in read_fetch_settings({"LGTUI_FETCH": "soon"}, "").problem


def test_long_news_is_shortened() -> None:
    from lgtui.model import Organizer, Records
    from lgtui.records.diff import changes

    people = tuple(Organizer(f"P{at}") for at in range(20))
    news = CommitChanges("Théo", changes(Records(), Records(organizers=people)))
    text = syncing.news_text("Taken in", (news,))
    assert text.endswith("… and 14 more")
    assert len(text.splitlines()) == 1 + syncing.MOST + 1


async def test_a_save_meanwhile_is_not_overwritten(
    ann: OrganizerClone, bob: OrganizerClone
) -> None:
    bob.set("S02E01", bio="Bob's bio")
    bob.publish()
    async with opened(ann, size=(80, 24)) as (app, pilot):
        retitle(app, "Ann's, in the app")
        ann.set("S01E01", title="By hand")
        await press(pilot, "S")
        await until_seen(pilot, "Taken in")
        await press(pilot, "ctrl+s")
    records = store.read(str(ann.data)).records
    assert [talk.title for talk in records.talks] == ["By hand", "Ann's, in the app"]
    assert records.talks[1].bio == "Bob's bio"
    assert os.path.exists(ann.folder / ".git" / "FETCH_HEAD")


class TestProgramsOfTheClone:
    """A program that the clone's configuration names runs only once it was agreed to."""

    async def test_opening_the_app_runs_none(self, ann: OrganizerClone, tmp_path: Path) -> None:
        ann.git("config", "remote.origin.uploadpack", f"touch {tmp_path}/ran; git-upload-pack")
        async with opened(ann) as (app, pilot):
            await look(pilot)
            await look_at_server(app)
            await settled(pilot)
            assert "own configuration" in app.state.server.trouble
        assert not (tmp_path / "ran").exists()

    async def test_syncing_shows_it_and_asks(
        self, ann: OrganizerClone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
        ann.git("config", "remote.origin.uploadpack", f"touch {tmp_path}/ran; git-upload-pack")
        async with opened(ann) as (app, pilot):
            await press(pilot, "S")
            await until_seen(pilot, f"touch {tmp_path}"[:40])
            await press(pilot, "escape")
            await until_seen(pilot, "Git was not run")
            assert not (tmp_path / "ran").exists()
            await press(pilot, "escape", "S")
            await until_seen(pilot, "Run it")
            await press(pilot, "r")
            await until(pilot, (tmp_path / "ran").exists)
            await settled(pilot)
            await look_at_server(app)
            assert app.state.server.trouble == ""


async def test_a_data_file_that_was_pushed_broken_is_mended_by_s(
    ann: OrganizerClone, bob: OrganizerClone, team: Team
) -> None:
    text = bob.data.read_text()
    bob.data.write_text(text.replace('title = "Bias in scans"', 'title = "Bias [red]'))
    bob.git("commit", "-qam", "On the web page")
    bob.git("push", "-q")
    async with opened(ann) as (app, pilot):
        retitle(app, "Mine")
        await press(pilot, "S")
        await until_seen(pilot, "broken, and is mended here")
        await until_seen(pilot, "Bias [red]")
        await press(pilot, "escape")
        assert app.session.records.talks[1].title == "Mine"
        assert app.session.records.talks[0].title == "Bias in scans"
        await order(pilot)
        await press(pilot, "enter")
        await until_seen(pilot, "Published to origin/main")
    data = git(team.bare, "show", "main:data/talks.toml")
    assert 'title = "Mine"' in data
    assert 'title = "Bias in scans"' in data
