"""Publishing in the app when something says no: what was typed stays, and the words are shown."""

import pytest
from textual.pilot import Pilot

from lgtui.tui.background import Progress
from tests.repo.sites import OrganizerClone, Team, git, hook
from tests.tui.desk import app_in, seen, settled, told, until
from tests.tui.git.desk import app_at, opened, order, press, retitle, until_seen


async def start(pilot: Pilot[None]) -> None:
    await settled(pilot)
    retitle(app_in(pilot), "Mine")
    await order(pilot)
    await press(pilot, "enter")


async def test_a_failing_hook_is_quoted(ann: OrganizerClone) -> None:
    ann.hook("pre-commit", "echo 'no [red]Fridays[/red]' >&2; exit 1")
    app = app_at(ann)
    async with app.run_test(size=(120, 40)) as pilot:
        await start(pilot)
        await until_seen(pilot, "no [red]Fridays[/red]")
        assert "pre-commit hook said no" in seen(app)
        await press(pilot, "c")
        assert "no [red]Fridays[/red]" in app.clipboard
    assert ann.talk("S02E01").title == "Mine"


async def test_a_hook_that_changes_our_file_shows_in_the_app(ann: OrganizerClone) -> None:
    ann.hook("pre-commit", "sed -i s/Mine/Hooked/ data/talks.toml; exit 1")
    app = app_at(ann)
    async with app.run_test(size=(120, 40)) as pilot:
        await start(pilot)
        await until_seen(pilot, "The hook changed data/talks.toml")
        assert app.session.records.talks[1].title == "Hooked"


async def test_a_hook_that_mends_our_file_is_taken_over(ann: OrganizerClone, team: Team) -> None:
    ann.hook("pre-commit", "sed -i s/Mine/Hooked/ data/talks.toml; git add data/talks.toml")
    app = app_at(ann)
    async with app.run_test(size=(120, 40)) as pilot:
        await start(pilot)
        await until_seen(pilot, "Published to origin/main")
        await until(pilot, lambda: app.session.records.talks[1].title == "Hooked")
        assert app.session.records.talks[1].title == "Hooked"
        assert not app.session.unsaved
    assert 'title = "Hooked"' in git(team.bare, "show", "main:data/talks.toml")


async def test_a_hook_that_changes_what_lgtui_writes_is_told(ann: OrganizerClone) -> None:
    path = "_pages/webinar.md"
    ann.hook("pre-commit", f"sed -i 's/Title: Mine/Title: Hooked/' {path}; git add {path}")
    app = app_at(ann)
    async with app.run_test(size=(120, 40)) as pilot:
        await start(pilot)
        await until(pilot, lambda: any("a hook of this" in line.lower() for line in told(app)))


async def test_without_a_name_it_says_how_to_set_one(ann: OrganizerClone) -> None:
    ann.git("config", "--unset", "user.name")
    ann.git("config", "--unset", "user.email")
    ann.git("config", "user.useConfigOnly", "true")
    app = app_at(ann)
    async with app.run_test(size=(120, 40)) as pilot:
        await start(pilot)
        await until_seen(pilot, "git config --global user.email")
    assert ann.talk("S02E01").title == "Mine"


async def test_a_server_that_refuses_is_quoted(ann: OrganizerClone, team: Team) -> None:
    hook(team.bare, "pre-receive", "echo 'the branch is protected' >&2; exit 1")
    app = app_at(ann)
    async with app.run_test(size=(120, 40)) as pilot:
        await start(pilot)
        await until_seen(pilot, "the branch is protected")
        assert "Your commit is kept here" in seen(app)
    assert ann.subjects()[0] == "S02E01: title changed"


@pytest.mark.parametrize("size", [(80, 24), (160, 45)], ids=str)
async def test_what_a_protected_branch_refuses_can_be_proposed(
    ann: OrganizerClone, team: Team, size: tuple[int, int]
) -> None:
    refuse = '[ "$1" != refs/heads/main ] || { echo "main is [red]protected" >&2; exit 1; }'
    hook(team.bare, "update", refuse)
    before = team.tip()
    async with opened(ann, size=size) as (_app, pilot):
        await start(pilot)
        await until_seen(pilot, "takes no push to this branch")
        await until_seen(pilot, "main is [red]protected")
        await press(pilot, "p")
        await until_seen(pilot, "Proposed as origin/lgtui/s02e01-title-changed")
        await press(pilot, "escape")
    assert team.tip() == before
    proposed = git(team.bare, "rev-parse", "lgtui/s02e01-title-changed")
    assert proposed == ann.git("rev-parse", "HEAD")


async def test_no_network_keeps_the_commit(ann: OrganizerClone) -> None:
    ann.git("remote", "set-url", "origin", "https://ann:s3cret@nowhere.invalid/site.git")
    app = app_at(ann)
    async with app.run_test(size=(120, 40)) as pilot:
        await start(pilot)
        await until_seen(pilot, "The server cannot be found")
        assert "s3cret" not in seen(app)
        await press(pilot, "c")
        assert "s3cret" not in app.clipboard
    assert ann.subjects()[0] == "S02E01: title changed"


async def test_a_slow_hook_is_named_and_can_be_stopped(ann: OrganizerClone) -> None:
    ann.hook("pre-commit", "sleep 600; touch slept")
    before = ann.git("rev-parse", "HEAD")
    async with opened(ann) as (app, pilot):
        retitle(app, "Mine")
        await order(pilot)
        await pilot.press("enter")
        await until_seen(pilot, "hooks and signing run")
        assert isinstance(app.screen, Progress)
        await pilot.press("escape")
        await until_seen(pilot, "All edits are kept")
        assert not (ann.folder / "slept").exists()
        await press(pilot, "escape")
    assert ann.git("rev-parse", "HEAD") == before
    assert not (ann.folder / ".git" / "index.lock").exists()
    assert ann.talk("S02E01").title == "Mine"
    (ann.folder / ".git" / "hooks" / "pre-commit").unlink()
    assert ann.publish().state == "published"


async def test_a_rebase_in_progress_is_named_with_its_way_out(ann: OrganizerClone) -> None:
    (ann.folder / ".git" / "rebase-merge").mkdir()
    async with opened(ann) as (app, pilot):
        retitle(app, "Mine")
        await press(pilot, "P", "s")
        await until_seen(pilot, "git rebase --abort")


async def test_without_a_server_it_commits_here_and_says_why(ann: OrganizerClone) -> None:
    ann.git("branch", "--unset-upstream")
    async with opened(ann) as (app, pilot):
        retitle(app, "Mine")
        await order(pilot)
        assert "git push --set-upstream origin main" in seen(app)
        await press(pilot, "enter")
        await until_seen(pilot, "Committed, not pushed")
    assert ann.subjects()[0] == "S02E01: title changed"


async def test_without_a_repository_it_says_what_to_do(ann: OrganizerClone) -> None:
    import shutil

    shutil.rmtree(ann.folder / ".git")
    async with opened(ann) as (_app, pilot):
        await press(pilot, "P")
        await until_seen(pilot, "git init")
