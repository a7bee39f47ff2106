"""Where the clone stands: a few words above, and all of it with what to do in a box."""

import os
import subprocess
from pathlib import Path

import pytest
from textual import events

from lgtui import store
from lgtui.tui.app import LgtuiApp
from lgtui.tui.git import status_line
from lgtui.tui.git.status_line import describe
from lgtui.tui.startup import open_file
from tests.repo.sites import OrganizerClone, Team, git
from tests.tui.desk import seen
from tests.tui.git.desk import TODAY, look, opened, press, retitle, until_seen


def said(site: OrganizerClone) -> str:
    """What the box says of a clone, on one line."""
    return " ".join(describe(str(site.data), site.records).split())


def above(site: OrganizerClone) -> str:
    """What the line above says of a clone."""
    return status_line.look(str(site.data), site.records).words


async def test_the_line_above_follows_edits_saves_and_commits(ann: OrganizerClone) -> None:
    async with opened(ann, size=(160, 40)) as (app, pilot):
        await look(pilot)
        assert "main" in app.state_bar.text
        assert "uncommitted" not in app.state_bar.text
        retitle(app, "Mine")
        await press(pilot, "ctrl+s")
        await until_seen(pilot, "2 uncommitted")
        ann.git("commit", "-qam", "By hand")
        await look(pilot)
        assert "main ↑1" in app.state_bar.text
        assert "uncommitted" not in app.state_bar.text


async def test_coming_back_to_the_window_looks_again(ann: OrganizerClone) -> None:
    app = LgtuiApp(open_file(str(ann.data)), today=lambda: TODAY, draft_path=str(ann.data))
    async with app.run_test(size=(160, 40)) as pilot:
        await until_seen(pilot, "main")
        ann.git("commit", "-q", "--allow-empty", "-m", "In another window")
        app.post_message(events.AppFocus())
        await until_seen(pilot, "main ↑1")


async def test_a_key_shows_where_the_clone_stands(ann: OrganizerClone) -> None:
    async with opened(ann, size=(80, 24)) as (app, pilot):
        await press(pilot, "s")
        shown = seen(app)
        assert "On branch main, which follows origin/main" in shown
        await press(pilot, "c")
        assert "you commit as Ann <ann@example.org>" in app.clipboard


def test_files_that_are_not_committed_are_named(ann: OrganizerClone) -> None:
    ann.set("S02E01", title="Mine")
    assert "Not committed yet: data/talks.toml: changed" in said(ann)


def test_other_files_beside_the_news_are_not_ours(ann: OrganizerClone) -> None:
    ann.write("_news/announcement_3.md", "Somebody's own.\n")
    assert "All of lgtui's files are committed" in said(ann)
    ann.write("_news/20230227_webinar_1.md", "by hand\n")
    assert "_news/20230227_webinar_1.md: changed" in said(ann)
    assert status_line.look(str(ann.data), ann.records).uncommitted == 1


def test_no_repository(tmp_path: Path) -> None:
    path = tmp_path / "data" / "talks.toml"
    path.parent.mkdir()
    path.write_text("schema = 1\n")
    records = store.read(str(path)).records
    assert "git init" in describe(str(path), records)
    assert status_line.look(str(path), records).words == "no git"


def test_no_commit_yet(team: Team) -> None:
    site = team.clone("new")
    site.write("data/talks.toml", "schema = 1\n")
    assert "there is no commit yet" in said(site)
    assert above(site).startswith("main")


def test_no_branch(ann: OrganizerClone) -> None:
    ann.git("checkout", "-q", "--detach")
    assert "git switch NAME" in said(ann)
    assert "on no branch" in above(ann)


def test_no_upstream(ann: OrganizerClone) -> None:
    ann.git("checkout", "-qb", "plan")
    assert "git push --set-upstream origin plan" in said(ann)
    assert "plan · no server branch" in above(ann)


def test_no_remote(ann: OrganizerClone) -> None:
    ann.git("remote", "remove", "origin")
    assert "git remote add origin ADDRESS" in said(ann)


@pytest.mark.parametrize(
    ("file", "name", "way_out"),
    [
        ("rebase-merge/done", "REBASE", "git rebase --abort"),
        ("MERGE_HEAD", "MERGE", "git merge --abort"),
        ("CHERRY_PICK_HEAD", "CHERRY-PICK", "git cherry-pick --abort"),
        ("REVERT_HEAD", "REVERT", "git revert --abort"),
    ],
)
def test_an_operation_in_progress(ann: OrganizerClone, file: str, name: str, way_out: str) -> None:
    ann.write(f".git/{file}", ann.git("rev-parse", "HEAD") + "\n")
    assert way_out in said(ann)
    assert name in above(ann)


def test_no_identity(ann: OrganizerClone) -> None:
    ann.git("config", "--unset", "user.name")
    ann.git("config", "--unset", "user.email")
    ann.git("config", "user.useConfigOnly", "true")
    assert "! identity: git does not know" in said(ann)
    assert "git config --global user.email" in said(ann)


def test_a_repository_of_somebody_else(
    ann: OrganizerClone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert "git config --global --add safe.directory" in said(ann)
    assert above(ann) == "git cannot read this"


def test_a_shallow_clone(ann: OrganizerClone, team: Team) -> None:
    for title in ("One", "Two"):
        ann.set("S02E01", title=title)
        ann.publish()
    git(team.folder, "clone", "-q", "--depth", "1", f"file://{team.bare}", "shallow")
    assert "git fetch --unshallow" in said(OrganizerClone(team.folder / "shallow"))


def test_a_partial_clone(ann: OrganizerClone, team: Team) -> None:
    git(team.bare, "config", "uploadpack.allowFilter", "true")
    git(team.folder, "clone", "-q", "--filter=blob:none", f"file://{team.bare}", "partial")
    assert "history and merging need the server" in said(OrganizerClone(team.folder / "partial"))


def test_a_sparse_checkout(ann: OrganizerClone) -> None:
    ann.git("sparse-checkout", "set", "data", "_pages")
    assert "git sparse-checkout add FOLDER" in said(ann)


def test_a_linked_working_tree(ann: OrganizerClone, team: Team) -> None:
    ann.git("worktree", "add", "-q", "-b", "other", str(team.folder / "other"))
    assert "linked working tree" in said(OrganizerClone(team.folder / "other"))


def test_a_submodule(ann: OrganizerClone, team: Team) -> None:
    git(team.folder, "init", "-q", "outer")
    outer = team.folder / "outer"
    git(outer, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(team.bare), "site")
    assert "the outer repository takes the new commit up" in said(OrganizerClone(outer / "site"))


def test_sha256_names_and_index_version_4(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--object-format=sha256", "-b", "main", "site")
    site = OrganizerClone(tmp_path / "site")
    site.write("data/talks.toml", "schema = 1\n")
    site.git("add", ".")
    site.git("update-index", "--index-version", "4")
    text = said(site)
    assert "SHA-256" in text
    assert "index has version 4" in text


def test_hooks_and_signing_are_told_beforehand(ann: OrganizerClone) -> None:
    ann.hook("pre-commit", "exit 0")
    ann.git("config", "commit.gpgsign", "true")
    assert "pre-commit run when you publish" in said(ann)
    assert "commits are signed" in said(ann)


def test_secrets_in_a_servers_address_are_not_shown(ann: OrganizerClone) -> None:
    ann.git("remote", "set-url", "origin", "https://ann:s3cret@git.example.org/site.git")
    text = said(ann)
    assert "git.example.org/site.git" in text
    assert "s3cret" not in text
    assert "https://ann" not in text


HOSTILE = "red]x\u202ey"
"""What git lets a branch's name hold; it forbids ``[`` there, and control characters."""


async def test_hostile_names_are_shown_and_obeyed_nowhere(
    ann: OrganizerClone, bob: OrganizerClone
) -> None:
    """Branch, remote, author, subject: all of them come from other people."""
    bob.git("config", "user.name", "[/]\x1b]52;c;aGk=\x07[red]Eve")
    bob.set("S02E01", title="[/red]\x1b[31mTitle")
    # The title is garbled on purpose: publishing would refuse it, plain git does not.
    bob.git("commit", "-qam", "[/]\x1b[31msubject[link=x]")
    bob.git("push", "-q")
    ann.git("pull", "-q")
    ann.git("branch", "-m", HOSTILE)
    async with opened(ann) as (app, pilot):
        await look(pilot)
        from lgtui.model import Where

        app.panes.records.go(Where("talks", 1))
        await press(pilot, "6")
        await until_seen(pilot, "title changed")
        screen = app.screen._compositor.render_strips()
        texts = [segment.text for strip in screen for segment in strip]
        assert not any(mark in text for text in texts for mark in "\x1b\x07\u202e")
        assert "[/]␛]52" in seen(app)
        await press(pilot, "enter")
        assert "␛[31msubject[link=x]" in seen(app)
        await press(pilot, "escape", "s")
        await until_seen(pilot, "red]x<U+202E>y")
        await press(pilot, "escape", "P")
        assert app.is_running


def test_the_line_above_costs_one_call_to_git(
    ann: OrganizerClone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = subprocess.run(["which", "git"], capture_output=True, text=True, check=True).stdout
    counted = tmp_path / "bin" / "git"
    counted.parent.mkdir()
    counted.write_text(f'#!/bin/sh\necho "$1" >> {tmp_path}/calls\nexec {real.strip()} "$@"\n')
    counted.chmod(0o755)
    above(ann)  # the first look loads the library behind it, which asks for git's version
    monkeypatch.setenv("PATH", f"{counted.parent}{os.pathsep}{os.environ['PATH']}")
    assert above(ann) == "main"
    assert (tmp_path / "calls").read_text().split() == ["status"]
