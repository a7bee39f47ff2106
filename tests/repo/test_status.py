"""The state of a clone, whatever kind it is, with messages that say what to do."""

import errno
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from lgtui.cli import main
from lgtui.repo import Clone, FileState, GitError, Status, status
from lgtui.repo.diagnostics import diagnose
from lgtui.repo.status import parse_status
from tests.repo.sites import DATA, OrganizerClone, Team, git


def state(site: OrganizerClone) -> Status:
    return status(site.site.clone, ["data/talks.toml", "_pages", "_news"])


def test_a_clean_clone_has_nothing_unusual(ann: OrganizerClone) -> None:
    now = state(ann)
    assert (now.branch, now.upstream, now.line, now.advice) == ("main", "origin/main", "main", "")
    assert now.head == ann.git("rev-parse", "HEAD")


def test_our_files_are_told_and_others_are_not(ann: OrganizerClone) -> None:
    ann.set("S02E01", title="Other")
    ann.write("_news/neu ü\n.md", "new")
    ann.write("other.txt", "other")
    (ann.folder / "_pages/webinar.md").unlink()
    assert [(file.path, file.state) for file in state(ann).files] == [
        ("_pages/webinar.md", "deleted"),
        ("data/talks.toml", "changed"),
        ("_news/neu ü\n.md", "new"),
    ]


def test_commits_ahead_and_behind_are_counted(ann: OrganizerClone, bob: OrganizerClone) -> None:
    ann.set("S02E01", title="Ann's")
    ann.publish()
    bob.set("S02E01", bio="Bob's")
    bob.publish(push=False)
    bob.git("fetch", "-q")
    assert (state(bob).ahead, state(bob).behind, state(bob).line) == (1, 1, "main ↑1 ↓1")


def test_a_folder_without_git_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "talks.toml").write_text(DATA)
    assert main(["--data", str(tmp_path / "talks.toml"), "--publish"]) == 1
    assert "is not in a git repository" in capsys.readouterr().err
    assert not (tmp_path / "_pages").exists()


def test_the_first_commit_of_an_empty_clone_is_published(team: Team) -> None:
    site = team.clone("ann")
    site.data.parent.mkdir()
    site.data.write_text(DATA)
    assert state(site).head == ""
    assert state(site).line == "main"
    assert site.publish().state == "published"
    assert team.history() == ["Start the records: 2 seasons, 2 talks"]


def test_a_branch_without_upstream_commits_and_says_how_to_push(ann: OrganizerClone) -> None:
    ann.git("switch", "-qc", "draft/ü")
    ann.set("S02E01", title="Other")
    outcome = ann.publish()
    assert outcome.state == "stopped"
    assert "git push --set-upstream origin draft/ü" in outcome.message
    assert "The commit is kept here" in outcome.message
    assert ann.subjects()[0] == "S02E01: title changed"


def test_a_repository_without_remote_commits(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main", "lone")
    site = OrganizerClone(tmp_path / "lone")
    site.git("config", "user.name", "Ann")
    site.git("config", "user.email", "ann@example.org")
    site.data.parent.mkdir()
    site.data.write_text(DATA)
    assert site.publish(push=False).state == "committed"
    assert "follows no branch" in site.publish().message


def test_a_detached_head_is_not_committed_to(ann: OrganizerClone) -> None:
    ann.git("checkout", "-q", "--detach")
    ann.set("S02E01", title="Other")
    outcome = ann.publish()
    assert "not on a branch" in outcome.message
    assert ann.talk("S02E01").title == "Other"
    assert state(ann).line.startswith("(")


def test_a_rebase_in_progress_is_told_and_left_alone(ann: OrganizerClone) -> None:
    for text in ("one", "two"):
        ann.write("notes.txt", text)
        ann.git("add", "notes.txt")
        ann.git("commit", "-qm", text)
    ran = subprocess.run(["git", "rebase", "-q", "--onto", "HEAD~2", "HEAD~1"], cwd=ann.folder,
                         capture_output=True, check=False)  # fmt: skip
    assert ran.returncode
    ann.set("S02E01", title="Other")
    outcome = ann.publish()
    assert "in the middle of a rebase" in outcome.message
    assert "git rebase --abort" in outcome.message
    assert state(ann).line.endswith("REBASE")


def test_our_file_in_conflict_is_told() -> None:
    raw = (
        b"# branch.oid 1234\0# branch.head main\0"
        b"u UU N... 100644 100644 100644 100644 a b c data/my talks.toml\0"
    )
    now = parse_status(raw)
    assert now.files == (FileState("data/my talks.toml", "UU"),)
    assert "data/my talks.toml: in conflict" in now.advice


def test_a_linked_worktree_publishes(ann: OrganizerClone, team: Team, tmp_path: Path) -> None:
    ann.git("worktree", "add", "-q", "-b", "side", str(tmp_path / "side"), "origin/main")
    side = OrganizerClone(tmp_path / "side")
    side.git("branch", "-q", "--set-upstream-to=origin/main")
    side.set("S02E01", title="From the side")
    # As git itself would not push a branch to one of another name, lgtui says what allows it.
    stopped = side.publish()
    assert stopped.state != "published"
    assert "push.default upstream" in stopped.message
    side.git("config", "push.default", "upstream")
    assert side.publish().state == "published"
    ann.set("S02E01", bio="From the main one")
    assert ann.publish().state == "published"
    assert team.history()[:2] == ["S02E01: bio changed", "S02E01: title changed"]
    assert ann.state() == ""


def test_a_submodule_publishes(team: Team, ann: OrganizerClone, tmp_path: Path) -> None:
    assert ann.folder.exists()
    git(tmp_path, "init", "-q", "-b", "main", "outer")
    git(tmp_path / "outer", "-c", "protocol.file.allow=always", "submodule", "add", "-q",
        str(team.bare), "site")  # fmt: skip
    inner = OrganizerClone(tmp_path / "outer" / "site")
    inner.git("config", "user.name", "Eve")
    inner.git("config", "user.email", "eve@example.org")
    inner.set("S02E01", title="From within")
    assert inner.publish().state == "published"
    assert team.history()[0] == "S02E01: title changed"


@pytest.mark.parametrize(
    "options",
    [("--depth=1", "--no-local"), ("--filter=blob:none", "--no-local"), ("--sparse",)],
    ids=["shallow", "partial", "sparse"],
)
def test_smaller_clones_publish_and_merge(
    ann: OrganizerClone, team: Team, options: tuple[str, ...]
) -> None:
    git(team.bare, "config", "uploadpack.allowFilter", "true")
    url = f"file://{team.bare}"
    git(team.folder, "clone", "-q", *options, url, "small")
    small = OrganizerClone(team.folder / "small")
    small.git("config", "user.name", "Small")
    small.git("config", "user.email", "small@example.org")
    if options == ("--sparse",):
        small.git("sparse-checkout", "set", "data", "_pages", "_news")
    ann.set("S02E01", bio="Ann's")
    assert ann.publish().state == "published"
    small.set("S02E01", title="Small's")
    assert small.publish().state == "published"
    assert (small.talk("S02E01").title, small.talk("S02E01").bio) == ("Small's", "Ann's")
    assert small.state() == ""
    if options == ("--sparse",):
        assert not (small.folder / "_layouts").exists()


def test_a_sha256_repository_publishes_merges_and_deletes(tmp_path: Path) -> None:
    team = Team(tmp_path, "--object-format=sha256")
    git(tmp_path, "init", "-q", "-b", "main", "--object-format=sha256", "ann")
    ann = OrganizerClone(tmp_path / "ann")
    ann.git("config", "user.name", "Ann")
    ann.git("config", "user.email", "ann@example.org")
    ann.git("remote", "add", "origin", str(team.bare))
    ann.git("config", "branch.main.remote", "origin")
    ann.git("config", "branch.main.merge", "refs/heads/main")
    ann.data.parent.mkdir()
    ann.data.write_text(DATA)
    assert ann.publish().state == "published"
    bob = team.clone("bob")
    ann.set("S02E01", bio="Ann's")
    ann.edit(lambda records: records._replace(pages=records.pages._replace(news="")))
    ann.git("rm", "-q", "_news/20230227_webinar_1.md")
    ann.git("commit", "-qm", "Drop the news", "--", "_news")
    assert ann.publish().state == "published"
    bob.set("S02E01", title="Bob's")
    assert bob.publish().state == "published"
    assert (bob.talk("S02E01").title, bob.talk("S02E01").bio) == ("Bob's", "Ann's")
    assert len(bob.git("rev-parse", "HEAD")) == 64


def test_an_index_of_version_four_is_no_hindrance(ann: OrganizerClone, bob: OrganizerClone) -> None:
    bob.git("update-index", "--index-version", "4")
    ann.set("S02E01", bio="Ann's")
    ann.publish()
    bob.set("S02E01", title="Bob's")
    assert bob.publish().state == "published"
    assert bob.state() == ""


def test_a_missing_identity_is_told_and_nothing_lost(ann: OrganizerClone) -> None:
    ann.git("config", "--unset", "user.name")
    ann.git("config", "--unset", "user.email")
    ann.git("config", "user.useConfigOnly", "true")
    ann.set("S02E01", title="Other")
    outcome = ann.publish()
    assert outcome.state == "stopped"
    assert "git config --global user.name" in outcome.message
    assert ann.talk("S02E01").title == "Other"


def test_a_repository_of_another_user_is_told(
    ann: OrganizerClone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(GitError, match=r"safe\.directory"):
        state(ann)


@pytest.mark.parametrize("age", [0, 7300])
@pytest.mark.parametrize("at_work", [True, False])
@pytest.mark.parametrize("name", ["index.lock", "HEAD.lock"])
def test_a_held_lock_is_told_and_never_removed(
    ann: OrganizerClone, at_work: bool, age: int, name: str
) -> None:
    lock = ann.folder / ".git" / name
    ann.set("S02E01", title="Other")
    ann.render()
    lock.touch()
    os.utime(lock, (lock.stat().st_atime, lock.stat().st_mtime - age))
    begun = ann.folder.parent / "begun"
    sleeping = f"git -c 'alias.sleep=!touch {begun}; sleep 600' sleep & wait"
    running = subprocess.Popen(["sh", "-c", sleeping], cwd=ann.folder, start_new_session=True)
    try:
        while not begun.exists():
            assert running.poll() is None
            time.sleep(0.01)
        if not at_work:
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()
        outcome = ann.publish()
    finally:
        if at_work:
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()
    assert outcome.state == "stopped"
    assert str(lock) in outcome.message
    assert ("another git command is at work" in outcome.message) == at_work
    assert (f"rm {lock}" in outcome.message) == (not at_work)
    assert ("2 hours ago" in outcome.message) == bool(age)
    assert lock.exists()
    lock.unlink()
    assert ann.publish().state == "published"


def test_an_old_lock_is_among_what_is_unusual(ann: OrganizerClone) -> None:
    clone = ann.site.clone
    lock = ann.folder / ".git" / "index.lock"
    lock.touch()
    assert "lock" not in [each.name for each in diagnose(clone, state(ann))]
    os.utime(lock, (0, lock.stat().st_mtime - 200))
    [found] = [each for each in diagnose(clone, state(ann)) if each.name == "lock"]
    assert found.hinders
    assert f"{lock} was left 3 minutes ago" in found.message


def test_a_lock_of_a_moment_is_waited_for(
    ann: OrganizerClone, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = ann.folder / ".git" / "index.lock"
    ann.set("S02E01", title="Other")
    ann.render()
    lock.touch()
    monkeypatch.setattr(Clone, "wait", lambda _clone, _seconds: lock.unlink(missing_ok=True))
    assert ann.publish().state == "published"


def test_a_lock_while_the_folder_is_brought_up_to_date_is_told(
    ann: OrganizerClone, bob: OrganizerClone, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann.set("S01E01", bio="Ann's.")
    ann.publish()
    bob.set("S02E01", title="Bob's")
    lock = bob.folder / ".git" / "index.lock"
    bob.hook("pre-push", "git merge-base --is-ancestor origin/main HEAD || touch .git/index.lock")
    monkeypatch.setattr(Clone, "wait", lambda _clone, _seconds: None)
    bob.render()
    outcome = bob.publish()
    assert outcome.state == "published"
    assert "This folder is not up to date yet" in outcome.message
    assert f"rm {lock}" in outcome.message
    lock.unlink()
    (bob.folder / ".git/hooks/pre-push").unlink()
    assert bob.pull().state == "pulled"
    assert (bob.state(), bob.git("rev-parse", "HEAD")) == ("", team.tip())


def test_a_git_folder_that_cannot_be_written_to_is_told(
    ann: OrganizerClone, bob: OrganizerClone, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann.set("S01E01", bio="Ann's.")
    ann.publish()
    bob.set("S02E01", title="Bob's")

    def refuse(**_: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    outcome = bob.pull()
    assert outcome.state == "stopped"
    assert f"{bob.folder}/.git cannot be written to (Read-only file system)" in outcome.message


def test_ignored_files_are_told(ann: OrganizerClone, capsys: pytest.CaptureFixture[str]) -> None:
    ann.write(".gitignore", "*.ics\n")
    ann.edit(lambda records: records._replace(pages=records.pages._replace(calendar="web.ics")))
    assert main(["--data", str(ann.data), "--publish"]) == 0
    told = capsys.readouterr()
    assert "web.ics is not published" in told.err
    assert "without web.ics, which git is told to ignore" in told.out
    assert "web.ics" not in ann.git("ls-tree", "-r", "--name-only", "HEAD")
    ann.git("rm", "-q", "--cached", "data/talks.toml")
    ann.git("commit", "-qm", "Forget the data")
    ann.write(".gitignore", "data\n")
    assert main(["--data", str(ann.data), "--publish"]) == 1
    assert "git is told to ignore data/talks.toml" in capsys.readouterr().err


def test_without_git_installed_it_says_so(
    ann: OrganizerClone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(ann.folder))
    with pytest.raises(GitError, match="git is not installed"):
        state(ann)


def test_inherited_variables_lead_to_no_other_repository(
    ann: OrganizerClone, bob: OrganizerClone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(bob.folder / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(bob.folder))
    monkeypatch.setenv("GIT_INDEX_FILE", str(bob.folder / ".git" / "index"))
    clone = Clone(str(ann.folder))
    assert clone.ask("rev-parse", "--show-toplevel") == str(ann.folder)
    assert "GIT_DIR" not in os.environ


def test_every_kind_of_entry_is_read() -> None:
    raw = (
        b"# branch.oid 1234567890\0# branch.head main\0"
        b"# branch.upstream origin/main\0# branch.ab +3 -12\0"
        b"1 .M N... 100644 100644 100644 a b data/my talks.toml\0"
        b"1 D. N... 100644 000000 000000 a b _pages/old.md\0"
        b"u AA N... 100644 100644 100644 100644 a b c both.md\0"
        b"? _news/n\xff.md\0"
        b"! web.ics\0"
    )
    assert parse_status(raw) == Status(
        branch="main",
        head="1234567890",
        upstream="origin/main",
        ahead=3,
        behind=12,
        files=(
            FileState("data/my talks.toml", " M"),
            FileState("_pages/old.md", "D "),
            FileState("both.md", "AA"),
            FileState("_news/n\udcff.md", "??"),
        ),
        ignored=("web.ics",),
    )
    assert [file.state for file in parse_status(raw).files] == [
        "changed",
        "deleted",
        "in conflict",
        "new",
    ]


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        (b"", Status()),
        (b"# branch.oid (initial)\0# branch.head main\0", Status("main")),
        (b"# branch.oid 12\0# branch.head (detached)\0", Status("", "12")),
        (
            b"# branch.oid 12\0# branch.head main\0# branch.upstream origin/main\0",
            Status("main", "12", "origin/main", gone=True),
        ),
        (
            b"# branch.oid (initial)\0# branch.head main\0# branch.upstream origin/main\0",
            Status("main", "", "origin/main"),
        ),
    ],
    ids=["nothing", "before the first commit", "detached", "upstream gone", "empty clone"],
)
def test_unusual_branches_are_read(raw: bytes, read: Status) -> None:
    assert parse_status(raw) == read


def test_too_few_commits_to_merge_are_told_in_a_linked_working_tree_too(
    ann: OrganizerClone, team: Team
) -> None:
    for title in ("One", "Two"):
        ann.set("S02E01", title=title)
        ann.publish()
    git(team.folder, "clone", "-q", "--depth", "1", f"file://{team.bare}", "shallow")
    git(team.folder / "shallow", "worktree", "add", "-q", "-b", "side", "../linked")
    clone = Clone(str(team.folder / "linked"))
    head = clone.ask("rev-parse", "HEAD")
    tree = clone.ask("rev-parse", "HEAD^{tree}")
    mine = {"GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org"}
    mine |= {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org"}
    older = clone.ask("commit-tree", tree, "-m", "Before what is here", env=mine)
    with pytest.raises(GitError, match="git fetch --unshallow"):
        clone.merge_base(head, older)


def test_mails_that_are_being_applied_are_no_rebase(ann: OrganizerClone) -> None:
    """``git am`` keeps its state in the folder that an old rebase has too."""
    folder = ann.folder / ".git" / "rebase-apply"
    folder.mkdir()
    assert status(ann.site.clone, []).operation == "a rebase"
    (folder / "applying").touch()
    assert "git am --abort" in status(ann.site.clone, []).advice
