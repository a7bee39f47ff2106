"""Plain git merges the data file by record and renders the pages again, once it is told to."""

import subprocess
from pathlib import Path

import pytest

from lgtui.cli import main
from lgtui.model import DataError, Season, Talk
from lgtui.repo.merge_driver import install
from tests.repo.sites import OrganizerClone

ROOT = Path(__file__).parents[2]


@pytest.fixture
def driven(
    ann: OrganizerClone, bob: OrganizerClone, monkeypatch: pytest.MonkeyPatch
) -> tuple[OrganizerClone, OrganizerClone]:
    """Two clones, in the second of which git merges with lgtui."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert main(["--data", str(bob.data), "--install"]) == 0
    return ann, bob


def run(site: OrganizerClone, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", *arguments], cwd=site.folder, capture_output=True, text=True, check=False
    )


def both_edit(ann: OrganizerClone, bob: OrganizerClone) -> None:
    ann.set("S02E01", video_url="https://video.example/2")
    ann.add(Talk("S02E02", "On trees"))
    assert ann.publish().state == "published"
    bob.set("S02E01", title="Bob's")
    bob.edit(lambda records: records._replace(
        seasons=(*records.seasons, Season(3, "Trust")),
        talks=(*records.talks, Talk("S03E01", "Trusting scans")),
    ))  # fmt: skip
    assert bob.publish(push=False).state == "committed"


@pytest.mark.parametrize("arguments", [("--no-rebase", "--no-edit"), ("--rebase",)], ids=str)
def test_pull_merges_by_record_and_renders(
    driven: tuple[OrganizerClone, OrganizerClone], arguments: tuple[str, ...]
) -> None:
    ann, bob = driven
    both_edit(ann, bob)
    ran = run(bob, "pull", *arguments)
    assert ran.returncode == 0, ran.stderr + ran.stdout
    assert [talk.id for talk in bob.records.talks] == ["S01E01", "S02E01", "S02E02", "S03E01"]
    assert (bob.talk("S02E01").title, bob.talk("S02E01").video_url) == (
        "Bob's",
        "https://video.example/2",
    )
    assert bob.state() == ""
    assert main(["--data", str(bob.data), "--render", "--check"]) == 0


def test_cherry_pick_merges_by_record(driven: tuple[OrganizerClone, OrganizerClone]) -> None:
    ann, bob = driven
    both_edit(ann, bob)
    bob.git("fetch", "-q")
    ran = run(bob, "cherry-pick", "origin/main")
    assert ran.returncode == 0, ran.stderr + ran.stdout
    assert bob.talk("S02E01").title == "Bob's"
    assert bob.talk("S02E02").title == "On trees"
    assert bob.state() == ""
    assert main(["--data", str(bob.data), "--render", "--check"]) == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("pull", "--no-rebase", "--no-edit"),
        ("pull", "--rebase"),
        ("rebase", "--apply", "origin/main"),
        ("cherry-pick", "origin/main"),
    ],
    ids=" ".join,
)
def test_pages_whose_names_come_after_the_data_file_are_merged_too(
    driven: tuple[OrganizerClone, OrganizerClone], arguments: tuple[str, ...]
) -> None:
    """Git merges them first, when nobody has merged the records yet."""
    ann, bob = driven
    ann.edit(lambda records: records._replace(
        pages=records.pages._replace(webinar="site/webinar.md", calendar="site/webinar.ics")
    ))  # fmt: skip
    assert ann.publish().state == "published"
    assert bob.pull().state == "pulled"
    assert main(["--data", str(bob.data), "--install"]) == 0
    both_edit(ann, bob)
    bob.git("fetch", "-q")
    ran = run(bob, *arguments)
    assert ran.returncode == 0, ran.stderr + ran.stdout
    assert bob.talk("S02E01").title == "Bob's"
    assert bob.talk("S02E02").title == "On trees"
    assert bob.state() == ""
    assert main(["--data", str(bob.data), "--render", "--check"]) == 0


def test_a_conflict_stops_git_with_a_valid_file(
    driven: tuple[OrganizerClone, OrganizerClone],
) -> None:
    ann, bob = driven
    ann.set("S02E01", title="Ann's", bio="Ann's.")
    ann.publish()
    bob.set("S02E01", title="Bob's")
    bob.publish(push=False)
    ran = run(bob, "pull", "--no-rebase", "--no-edit")
    assert ran.returncode == 1
    assert "S02E01: both changed title" in ran.stderr
    assert "“Ann's”" in ran.stderr
    assert "UU data/talks.toml" in bob.state().splitlines()
    assert (bob.talk("S02E01").title, bob.talk("S02E01").bio) == ("Bob's", "Ann's.")
    assert "<<<<" not in bob.read("data/talks.toml")
    bob.git("add", "data/talks.toml")
    bob.git("commit", "-q", "--no-edit")
    assert main(["--data", str(bob.data), "--render", "--check"]) == 0


def test_lines_around_the_regions_are_merged_or_left_to_the_organizer(
    driven: tuple[OrganizerClone, OrganizerClone],
) -> None:
    ann, bob = driven
    page = "_pages/webinar.md"
    ann.write(page, f"{ann.read(page)}\nAnn's footer\n")
    ann.set("S02E01", bio="Ann's.")
    ann.publish()
    bob.write(page, f"{bob.read(page)}\nBob's footer\n")
    bob.set("S02E01", title="Bob's title")
    bob.publish(push=False)
    ran = run(bob, "pull", "--no-rebase", "--no-edit")
    assert ran.returncode == 1
    assert "outside lgtui's regions" in ran.stderr
    assert "<<<<<<<" in bob.read(page)
    assert bob.talk("S02E01").title == "Bob's title"


@pytest.mark.parametrize("arguments", [("--no-rebase", "--no-edit"), ("--rebase",)], ids=str)
def test_words_by_hand_in_a_region_stay_and_are_told(
    driven: tuple[OrganizerClone, OrganizerClone],
    arguments: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
) -> None:
    ann, bob = driven
    page = "_pages/webinar.md"
    ann.push_by_hand(page, "Speakers:", "Speakers (room 7):")
    bob.set("S02E01", title="Bob's title")
    bob.publish(push=False)
    ran = run(bob, "pull", *arguments)
    assert ran.returncode == 1
    assert "edited by hand" in ran.stderr
    assert "Speakers (room 7):" in ran.stderr
    assert "Speakers (room 7):" in bob.read(page)
    capsys.readouterr()
    assert main(["--data", str(bob.data), "--render"]) == 1
    assert "edited by hand" in capsys.readouterr().err
    assert main(["--data", str(bob.data), "--render", "--force"]) == 0
    assert "Bob's title" in bob.read(page)


def test_words_by_hand_that_the_other_side_did_not_touch_are_still_seen_as_such(
    driven: tuple[OrganizerClone, OrganizerClone],
) -> None:
    ann, bob = driven
    page = "_pages/webinar.md"
    ann.push_by_hand(page, "Speakers:", "Speakers (room 7):")
    bob.write(page, f"{bob.read(page)}\nBob's footer\n")
    bob.git("commit", "-qam", "Footer")
    assert run(bob, "pull", "--rebase").returncode == 0
    assert "Bob's footer" in bob.read(page)
    assert main(["--data", str(bob.data), "--render"]) == 1
    assert "Speakers (room 7):" in bob.read(page)


def test_pages_of_another_merge_are_not_taken_for_this_one(
    driven: tuple[OrganizerClone, OrganizerClone],
) -> None:
    """A stale page tells nothing about its records, so git stops instead of guessing."""
    ann, bob = driven
    ann.set("S02E01", title="Ann's")
    ann.git("commit", "-qam", "Data without its page")
    ann.set("S02E01", title="Ann's again")
    ann.publish()
    bob.set("S02E01", bio="Bob's.")
    bob.set("S01E01", title="Bob's")
    bob.render()
    bob.set("S01E01", title="Bob's second")
    bob.git("commit", "-qam", "Page older than its data")
    ran = run(bob, "pull", "--no-rebase", "--no-edit")
    assert ran.returncode == 1
    assert "run lgtui --render" in ran.stderr
    assert main(["--data", str(bob.data), "--render"]) == 0
    bob.git("add", "_pages")
    bob.git("commit", "-q", "--no-edit")
    assert bob.state() == ""


def test_an_invalid_version_leaves_our_side(driven: tuple[OrganizerClone, OrganizerClone]) -> None:
    ann, bob = driven
    ann.data.write_text("schema = = 1\n")
    ann.git("commit", "-qam", "Break")
    ann.git("push", "-q")
    bob.set("S02E01", title="Bob's")
    bob.publish(push=False)
    ran = run(bob, "pull", "--no-rebase", "--no-edit")
    assert ran.returncode == 1
    assert "data/talks.toml (theirs):1:" in ran.stderr
    assert "git show :3:data/talks.toml shows theirs" in ran.stderr
    assert bob.git("show", ":3:data/talks.toml").strip() == "schema = = 1"
    assert bob.talk("S02E01").title == "Bob's"


@pytest.fixture
def forsaken(
    ann: OrganizerClone, bob: OrganizerClone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> OrganizerClone:
    """A clone in which git was told to merge with an lgtui that was taken away since."""
    monkeypatch.setattr("shutil.which", lambda name: str(tmp_path / "old 100%O venv" / "lgtui"))
    assert main(["--data", str(bob.data), "--install"]) == 0
    return bob


def test_without_lgtui_git_merges_by_lines_and_says_so(
    ann: OrganizerClone, forsaken: OrganizerClone
) -> None:
    ann.set("S01E01", title="Ann's")
    ann.git("commit", "-qam", "Ann's, not rendered")
    ann.git("push", "-q")
    forsaken.set("S02E01", bio="Bob's.")
    forsaken.git("commit", "-qam", "Bob's, not rendered")
    ran = run(forsaken, "pull", "--no-rebase", "--no-edit")
    assert ran.returncode == 0, ran.stderr + ran.stdout
    assert "old 100%O venv/lgtui is not there any more" in ran.stderr
    assert "lgtui --install" in ran.stderr
    assert (forsaken.talk("S01E01").title, forsaken.talk("S02E01").bio) == ("Ann's", "Bob's.")


def test_without_lgtui_no_side_of_a_conflict_is_dropped(
    ann: OrganizerClone, forsaken: OrganizerClone, capsys: pytest.CaptureFixture[str]
) -> None:
    ann.set("S02E01", title="Ann's")
    ann.git("commit", "-qam", "Ann's, not rendered")
    ann.git("push", "-q")
    forsaken.set("S02E01", title="Bob's")
    forsaken.git("commit", "-qam", "Bob's, not rendered")
    ran = run(forsaken, "pull", "--no-rebase", "--no-edit")
    assert ran.returncode == 1
    text = forsaken.read("data/talks.toml")
    assert "Ann's" in text
    assert "Bob's" in text
    assert "<<<<<<< ours" in text
    assert main(["--data", str(forsaken.data), "--check"]) == 1
    assert "git left both sides of a conflict" in capsys.readouterr().out


class TestInstall:
    """It says what it sets, for this clone alone, and takes exactly that back."""

    def test_installing_twice_sets_it_once(
        self, ann: OrganizerClone, capsys: pytest.CaptureFixture[str]
    ) -> None:
        ann.write(".git/info/attributes", "*.png binary\n")
        for _ in range(2):
            assert main(["--data", str(ann.data), "--install"]) == 0
        assert ann.read(".git/info/attributes").splitlines() == [
            "*.png binary",
            "# lgtui: begin",
            "/data/talks.toml merge=lgtui",
            "/_pages/webinar.md merge=lgtui",
            "/_pages/webinar_talks.md merge=lgtui",
            "/_news/*_webinar_*.md merge=lgtui",
            "# lgtui: end",
        ]
        assert "merge.lgtui.driver" in capsys.readouterr().out
        assert ann.state() == ""

    def test_undoing_it_leaves_no_trace(
        self, ann: OrganizerClone, capsys: pytest.CaptureFixture[str]
    ) -> None:
        ann.write(".git/info/attributes", "*.png binary\n")
        before = ann.read(".git/config")
        main(["--data", str(ann.data), "--install"])
        assert main(["--data", str(ann.data), "--install", "--undo"]) == 0
        assert ann.read(".git/info/attributes") == "*.png binary\n"
        assert ann.read(".git/config") == before
        capsys.readouterr()
        assert main(["--data", str(ann.data), "--install", "--undo"]) == 0
        assert capsys.readouterr().out == "nothing to take back\n"

    @pytest.mark.parametrize(
        "name", ["web inar.md", "we*b.md", 'q"uote.md', "#hash.md", "!bang.md", "ü.md"]
    )
    def test_strange_page_names_are_matched_and_nothing_else(
        self, ann: OrganizerClone, name: str
    ) -> None:
        ann.edit(lambda records: records._replace(pages=records.pages._replace(webinar=name)))
        assert main(["--data", str(ann.data), "--install"]) == 0
        told = ann.git("check-attr", "-z", "merge", "--", name, "weXb.md").split("\0")
        assert told[2] == "lgtui"
        assert told[5] == "unspecified"


@pytest.mark.parametrize("path", ["_pages/a.md\n*.md merge=x", "a\rb.md", ".GIT/x.md", "../x.md"])
def test_a_path_that_git_would_read_otherwise_is_refused(ann: OrganizerClone, path: str) -> None:
    pages = ann.records.pages._replace(webinar=path)
    before = ann.git("config", "--local", "--list")
    with pytest.raises(DataError, match="cannot be set up for git: nothing was set"):
        install(ann.site, ann.records._replace(pages=pages), "true")
    assert ann.git("config", "--local", "--list") == before


def test_private_edits_of_two_organizers_merge_through_a_bare_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setattr("shutil.which", lambda name: None)

    def git(folder: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        who = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"]
        return subprocess.run(["git", *who, *arguments], cwd=tmp_path / folder, text=True,
                              capture_output=True, check=False)  # fmt: skip

    def write(folder: str, text: str) -> None:
        (tmp_path / folder / "private.toml").write_text(text)
        assert git(folder, "commit", "-qam", "x").returncode == 0

    git(".", "init", "-q", "--bare", "-b", "main", "ours.git")
    git(".", "clone", "-q", "ours.git", "ann")
    first = 'series = "S"\n[[talks]]\nid = "S01E01"   # ours\nstate = "invited"\n'
    (tmp_path / "ann" / "private.toml").write_text(first)
    git("ann", "add", "private.toml")
    git("ann", "commit", "-qm", "x")
    git("ann", "push", "-q", "origin", "HEAD:main")
    git(".", "clone", "-q", "-b", "main", "ours.git", "bob")
    private = str(tmp_path / "bob" / "private.toml")
    assert main(["--install", "--private", private]) == 0
    assert "/private.toml merge=lgtui" in capsys.readouterr().out
    write("ann", first.replace("invited", "accepted"))
    git("ann", "push", "-q", "origin", "HEAD:main")
    write("bob", first + 'consent = "yes"\n')
    ran = git("bob", "pull", "-q", "--no-rebase", "--no-edit")
    assert ran.returncode == 0, ran.stderr
    merged = first.replace("invited", "accepted") + 'consent = "yes"\n'
    assert Path(private).read_text() == merged
    write("ann", first.replace("invited", "declined"))
    git("ann", "push", "-q", "origin", "HEAD:main")
    write("bob", merged.replace("accepted", "confirmed"))
    ran = git("bob", "pull", "-q", "--no-rebase", "--no-edit")
    assert ran.returncode == 1
    assert "S01E01: both changed state: “confirmed” here, “declined” there" in ran.stderr
    assert Path(private).read_text() == merged.replace("accepted", "confirmed")
    assert main(["--install", "--private", private, "--undo"]) == 0
    assert "merge.lgtui" in capsys.readouterr().out
