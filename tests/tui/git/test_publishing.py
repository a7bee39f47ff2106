"""Publishing in the app: what is shown first, what is committed, and every way it can end."""

import time

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from lgtui.model import Speaker, Talk
from lgtui.tui.git import ending
from lgtui.tui.running import Progress
from tests.repo.sites import Site, Team, git, hook
from tests.tui.desk import seen, told

from ..desk import app_in, settled
from .desk import app_at, press, retitle, until_seen


async def order(pilot: Pilot[None], *, saved: bool = False) -> None:
    """Presses the keys up to the last question."""
    await press(pilot, "P")
    if not saved:
        await press(pilot, "s")
    await until_seen(pilot, "Subject of the commit")


class TestWhatIsShownFirst:
    """Nothing is committed before the organizer has seen what."""

    async def test_the_change_by_record_the_files_and_where_it_goes(self, ann: Site) -> None:
        app = app_at(ann)
        async with app.run_test(size=(120, 40)) as pilot:
            await settled(pilot)
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
        self, ann: Site, size: tuple[int, int]
    ) -> None:
        app = app_at(ann)
        async with app.run_test(size=size) as pilot:
            await settled(pilot)
            retitle(app, "Mine")
            await order(pilot)
            line = app.screen.query_one("#line", Input).region
            keys = app.screen.query_one("#told").region
            assert line.height == 1
            assert keys.bottom < size[1]
            assert "Enter publishes" in seen(app)

    async def test_the_exact_diff_on_request(self, ann: Site) -> None:
        app = app_at(ann)
        async with app.run_test(size=(120, 40)) as pilot:
            await settled(pilot)
            retitle(app, "Mine")
            await order(pilot)
            await press(pilot, "f3")
            await until_seen(pilot, '+title = "Mine"')
            assert '-title = "From metrics to meaning"' in seen(app)
            await press(pilot, "f3")
            await until_seen(pilot, "To origin/main")

    async def test_leaving_commits_nothing(self, ann: Site) -> None:
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

    async def test_errors_are_named_and_nothing_is_saved_or_published(self, ann: Site) -> None:
        app = app_at(ann)
        before = ann.data.read_bytes()
        async with app.run_test(size=(120, 40)) as pilot:
            await settled(pilot)
            records = app.session.records
            broken = records.talks[1]._replace(video_url="no url")
            from lgtui.tui import session

            changed = records._replace(talks=(records.talks[0], broken))
            app.update(session.edit(app.session, "video", changed))
            await press(pilot, "P", "s")
            assert "LINK001 S02E01 video link" in seen(app)
        assert ann.data.read_bytes() == before

    async def test_nothing_to_publish_is_said(self, ann: Site) -> None:
        app = app_at(ann)
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            await press(pilot, "P")
            await until_seen(pilot, "Nothing to publish")


class TestWhatIsCommitted:
    """Only what lgtui writes, under the subject that was left in the line."""

    async def test_the_edited_subject_and_only_our_files(self, ann: Site, team: Team) -> None:
        ann.write("notes.txt", "mine\n")
        ann.git("add", "notes.txt")
        app = app_at(ann)
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
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
        self, ann: Site, team: Team
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

    async def test_f9_publishes_from_inside_a_text_field(self, ann: Site) -> None:
        app = app_at(ann)
        async with app.run_test(size=(120, 40)) as pilot:
            await settled(pilot)
            retitle(app, "Mine")
            await press(pilot, "slash", "f9")
            assert "Save first?" in seen(app)


class TestOthersWereFirst:
    """What others pushed is merged in by record; where both changed one thing, somebody chooses."""

    async def test_both_land_and_the_app_shows_both(self, ann: Site, bob: Site) -> None:
        bob.set("S02E01", bio="Bob's bio")
        bob.publish()
        app = app_at(ann)
        async with app.run_test(size=(120, 40)) as pilot:
            await settled(pilot)
            retitle(app, "Ann's")
            await order(pilot)
            await press(pilot, "enter")
            await until_seen(pilot, "S02E01: bio changed")
            talk = app.session.records.talks[1]
            assert (talk.title, talk.bio) == ("Ann's", "Bob's bio")
            assert not app.session.unsaved
        assert ann.subjects("origin/main")[:2] == ["S02E01: title changed", "S02E01: bio changed"]

    @pytest.mark.parametrize(("key", "title"), [("m", "Ann's"), ("t", "Bob's")])
    async def test_a_conflict_is_decided_and_publishing_goes_on(
        self, ann: Site, bob: Site, key: str, title: str
    ) -> None:
        bob.set("S02E01", title="Bob's")
        bob.publish()
        app = app_at(ann)
        async with app.run_test(size=(120, 40)) as pilot:
            await settled(pilot)
            retitle(app, "Ann's")
            await order(pilot)
            await press(pilot, "enter")
            await until_seen(pilot, "S02E01: both changed title")
            assert all(text in seen(app) for text in ("Ann's", "Bob's", "From metrics to meaning"))
            await press(pilot, key)
            await until_seen(pilot, "Published to origin/main")
            assert app.session.records.talks[1].title == title
        bob.pull()
        assert bob.talk("S02E01").title == title

    async def test_long_texts_of_both_are_joined(self, ann: Site, bob: Site) -> None:
        bob.set("S02E01", abstract="Bob's words.")
        bob.publish()
        ann.set("S02E01", abstract="Ann's words.")
        ann.render()
        app = app_at(ann)
        async with app.run_test(size=(120, 40)) as pilot:
            await settled(pilot)
            await order(pilot, saved=True)
            await press(pilot, "enter")
            await until_seen(pilot, "both changed abstract")
            await press(pilot, "j")
            await until_seen(pilot, "Published to origin/main")
        abstract = ann.talk("S02E01").abstract
        assert abstract.startswith("Ann's words.")
        assert "Bob's words." in abstract

    async def test_two_talks_of_one_id_get_two_ids(self, ann: Site, bob: Site) -> None:
        bob.add(Talk("S02E02", "Bob's talk", (Speaker("Bo B"),)))
        assert bob.publish().state == "published"
        ann.add(Talk("S02E02", "Ann's talk", (Speaker("An A"),)))
        ann.render()
        app = app_at(ann)
        async with app.run_test(size=(120, 40)) as pilot:
            await settled(pilot)
            await order(pilot, saved=True)
            await press(pilot, "enter")
            await until_seen(pilot, "S02E03 is free")
            await press(pilot, "t")
            await until_seen(pilot, "Published to origin/main")
            talks = {talk.id: talk.title for talk in app.session.records.talks[2:]}
            assert talks == {"S02E02": "Bob's talk", "S02E03": "Ann's talk"}

    async def test_leaving_a_conflict_keeps_the_edit_and_pushes_nothing(
        self, ann: Site, bob: Site, team: Team
    ) -> None:
        bob.set("S02E01", title="Bob's")
        bob.publish()
        tip = team.tip()
        app = app_at(ann)
        async with app.run_test(size=(120, 40)) as pilot:
            await settled(pilot)
            retitle(app, "Ann's")
            await order(pilot)
            await press(pilot, "enter")
            await until_seen(pilot, "both changed title")
            await press(pilot, "escape")
            await until_seen(pilot, "nothing was pushed")
            assert app.session.records.talks[1].title == "Ann's"
        assert team.tip() == tip
        assert ann.talk("S02E01").title == "Ann's"


class TestWhatStopsIt:
    """Whatever says no: all that was typed stays, and the words stay on the screen."""

    async def start(self, pilot: Pilot[None]) -> None:
        await settled(pilot)
        retitle(app_in(pilot), "Mine")
        await order(pilot)
        await press(pilot, "enter")

    async def test_a_failing_hook_is_quoted(self, ann: Site) -> None:
        ann.hook("pre-commit", "echo 'no [red]Fridays[/red]' >&2; exit 1")
        app = app_at(ann)
        async with app.run_test(size=(120, 40)) as pilot:
            await self.start(pilot)
            await until_seen(pilot, "no [red]Fridays[/red]")
            assert "pre-commit hook said no" in seen(app)
            await press(pilot, "c")
            assert "no [red]Fridays[/red]" in app.clipboard
        assert ann.talk("S02E01").title == "Mine"

    async def test_a_hook_that_changes_our_file_shows_in_the_app(self, ann: Site) -> None:
        ann.hook("pre-commit", "sed -i s/Mine/Hooked/ data/talks.toml; exit 1")
        app = app_at(ann)
        async with app.run_test(size=(120, 40)) as pilot:
            await self.start(pilot)
            await until_seen(pilot, "The hook changed data/talks.toml")
            assert app.session.records.talks[1].title == "Hooked"

    async def test_a_hook_that_mends_our_file_is_taken_over(self, ann: Site, team: Team) -> None:
        ann.hook("pre-commit", "sed -i s/Mine/Hooked/ data/talks.toml; git add data/talks.toml")
        app = app_at(ann)
        async with app.run_test(size=(120, 40)) as pilot:
            await self.start(pilot)
            await until_seen(pilot, "Published to origin/main")
            for _ in range(200):
                if app.session.records.talks[1].title == "Hooked":
                    break
                await pilot.pause(0.02)
            assert app.session.records.talks[1].title == "Hooked"
            assert not app.session.unsaved
        assert 'title = "Hooked"' in git(team.bare, "show", "main:data/talks.toml")

    async def test_without_a_name_it_says_how_to_set_one(self, ann: Site) -> None:
        ann.git("config", "--unset", "user.name")
        ann.git("config", "--unset", "user.email")
        ann.git("config", "user.useConfigOnly", "true")
        app = app_at(ann)
        async with app.run_test(size=(120, 40)) as pilot:
            await self.start(pilot)
            await until_seen(pilot, "git config --global user.email")
        assert ann.talk("S02E01").title == "Mine"

    async def test_a_server_that_refuses_is_quoted(self, ann: Site, team: Team) -> None:
        hook(team.bare, "pre-receive", "echo 'the branch is protected' >&2; exit 1")
        app = app_at(ann)
        async with app.run_test(size=(120, 40)) as pilot:
            await self.start(pilot)
            await until_seen(pilot, "the branch is protected")
            assert "Your commit is kept here" in seen(app)
        assert ann.subjects()[0] == "S02E01: title changed"

    async def test_no_network_keeps_the_commit(self, ann: Site) -> None:
        ann.git("remote", "set-url", "origin", "https://ann:s3cret@nowhere.invalid/site.git")
        app = app_at(ann)
        async with app.run_test(size=(120, 40)) as pilot:
            await self.start(pilot)
            await until_seen(pilot, "The server cannot be found")
            assert "s3cret" not in seen(app)
            await press(pilot, "c")
            assert "s3cret" not in app.clipboard
        assert ann.subjects()[0] == "S02E01: title changed"

    async def test_a_slow_hook_is_named_and_can_be_stopped(self, ann: Site) -> None:
        ann.hook("pre-commit", "sleep 30")
        before = ann.git("rev-parse", "HEAD")
        app = app_at(ann)
        async with app.run_test(size=(120, 40)) as pilot:
            await settled(pilot)
            retitle(app, "Mine")
            await order(pilot)
            began = time.monotonic()
            await pilot.press("enter")
            await until_seen(pilot, "hooks and signing run")
            assert isinstance(app.screen, Progress)
            await pilot.press("escape")
            await until_seen(pilot, "All edits are kept")
            assert time.monotonic() - began < 15
            await press(pilot, "escape")
        assert ann.git("rev-parse", "HEAD") == before
        assert not (ann.folder / ".git" / "index.lock").exists()
        assert ann.talk("S02E01").title == "Mine"
        (ann.folder / ".git" / "hooks" / "pre-commit").unlink()
        assert ann.publish().state == "published"

    async def test_a_rebase_in_progress_is_named_with_its_way_out(self, ann: Site) -> None:
        (ann.folder / ".git" / "rebase-merge").mkdir()
        app = app_at(ann)
        async with app.run_test(size=(120, 40)) as pilot:
            await settled(pilot)
            retitle(app, "Mine")
            await press(pilot, "P", "s")
            await until_seen(pilot, "git rebase --abort")

    async def test_without_a_server_it_commits_here_and_says_why(self, ann: Site) -> None:
        ann.git("branch", "--unset-upstream")
        app = app_at(ann)
        async with app.run_test(size=(120, 40)) as pilot:
            await settled(pilot)
            retitle(app, "Mine")
            await order(pilot)
            assert "git push --set-upstream origin main" in seen(app)
            await press(pilot, "enter")
            await until_seen(pilot, "Committed, not pushed")
        assert ann.subjects()[0] == "S02E01: title changed"

    async def test_without_a_repository_it_says_what_to_do(self, ann: Site) -> None:
        import shutil

        shutil.rmtree(ann.folder / ".git")
        app = app_at(ann)
        async with app.run_test(size=(120, 40)) as pilot:
            await settled(pilot)
            await press(pilot, "P")
            await until_seen(pilot, "git init")


async def test_when_git_wants_to_ask_the_terminal_is_lent_and_the_push_goes_on(
    ann: Site, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the background the hook finds nobody to ask; in the foreground it may ask."""
    ann.hook(
        "pre-push",
        'if [ "$GIT_TERMINAL_PROMPT" = 0 ]; then '
        "echo \"fatal: could not read Username for 'https://x': terminal prompts disabled\" >&2; "
        "exit 1; fi",
    )
    lent: list[str] = []

    def suspended(app: object, title: str, work: object) -> object:
        from lgtui.repo.place import open_place

        lent.append(title)
        return work(open_place(str(ann.data), foreground=True))  # type: ignore[operator] # as in the app

    monkeypatch.setattr(ending, "in_foreground", suspended)
    app = app_at(ann)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        retitle(app, "Mine")
        await order(pilot)
        await press(pilot, "enter")
        await until_seen(pilot, "git wants to ask you something")
        assert lent == []
        await press(pilot, "g")
        await until_seen(pilot, "Published to origin/main")
    assert lent == ["Publishing"]
    assert team.history()[0] == "S02E01: title changed"


async def test_edits_are_not_lost_when_the_question_of_the_terminal_is_left(ann: Site) -> None:
    ann.hook(
        "pre-push", "echo 'fatal: could not read Password: terminal prompts disabled' >&2; exit 1"
    )
    app = app_at(ann)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        retitle(app, "Mine")
        await order(pilot)
        await press(pilot, "enter")
        await until_seen(pilot, "git wants to ask you something")
        await press(pilot, "escape")
        await until_seen(pilot, "Committed here: S02E01: title changed")
        assert not told(app) or "Published" not in told(app)[-1]
