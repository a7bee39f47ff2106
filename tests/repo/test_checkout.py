"""From one commit to the next: what was saved or committed meanwhile is never written over."""

import pytest

from lgtui.repo.client import GitError
from lgtui.repo.rebase import CheckoutPlan, check_out, plan_checkout
from tests.repo.sites import OrganizerClone, Team, git


@pytest.fixture
def on_the_way(ann: OrganizerClone, bob: OrganizerClone) -> CheckoutPlan:
    """What it takes to bring Bob's clone to what Ann has published."""
    ann.set("S02E01", bio="Ann's.")
    ann.publish()
    bob.git("fetch", "-q")
    head, tip = bob.git("rev-parse", "HEAD", "origin/main").split()
    return plan_checkout(bob.site, head, tip)


def test_it_takes_branch_index_and_files_along(
    bob: OrganizerClone, on_the_way: CheckoutPlan
) -> None:
    check_out(bob.site, on_the_way, "main", "test")
    assert bob.git("rev-parse", "HEAD") == on_the_way.new
    assert (bob.talk("S02E01").bio, bob.state()) == ("Ann's.", "")


def test_a_file_saved_meanwhile_stays_as_it_was_saved(
    bob: OrganizerClone, on_the_way: CheckoutPlan
) -> None:
    bob.set("S02E01", title="Saved late")
    before = bob.data.read_bytes()
    with pytest.raises(GitError, match="saved meanwhile"):
        check_out(bob.site, on_the_way, "main", "test")
    assert bob.data.read_bytes() == before
    assert bob.git("rev-parse", "HEAD") == on_the_way.old
    assert bob.pull().state == "pulled"
    assert (bob.talk("S02E01").title, bob.talk("S02E01").bio) == ("Saved late", "Ann's.")


def test_a_commit_made_meanwhile_stays_on_its_branch(
    bob: OrganizerClone, on_the_way: CheckoutPlan
) -> None:
    bob.git("commit", "-q", "--allow-empty", "-m", "Meanwhile")
    with pytest.raises(GitError, match="the branch moved"):
        check_out(bob.site, on_the_way, "main", "test")
    assert bob.subjects()[0] == "Meanwhile"


class TestWhatNoCommitHas:
    """What lies on disk and in no commit is never written over by what others pushed."""

    @pytest.mark.parametrize("theirs", ["notes.txt", "notes.txt/a.txt", "notes.txt/a/b.txt"])
    def test_a_file_that_git_ignores(
        self, ann: OrganizerClone, bob: OrganizerClone, team: Team, theirs: str
    ) -> None:
        bob.write(".git/info/exclude", "notes.txt\n")
        bob.write("notes.txt", "Only here.\n")
        ann.write(theirs, "Ann's\n")
        ann.git("add", theirs)
        ann.git("commit", "-qm", "Notes")
        ann.git("push", "-q")
        before = team.tip()
        bob.set("S02E01", title="Bob's")
        for outcome in (bob.publish(), bob.pull()):
            assert (outcome.state, team.tip()) == ("stopped", before)
            assert "notes.txt: here on disk" in outcome.message
        assert bob.read("notes.txt") == "Only here.\n"
        (bob.folder / "notes.txt").unlink()
        assert bob.publish().state == "published"
        assert bob.read(theirs) == "Ann's\n"

    def test_a_folder_that_git_ignores(self, ann: OrganizerClone, bob: OrganizerClone) -> None:
        bob.write(".git/info/exclude", "notes/\n")
        bob.write("notes/deep/mine.txt", "Only here.\n")
        ann.write("notes", "Ann's\n")
        ann.git("add", "notes")
        ann.git("commit", "-qm", "Notes")
        ann.git("push", "-q")
        assert "notes/deep/mine.txt" in bob.pull().message
        assert bob.read("notes/deep/mine.txt") == "Only here.\n"

    def test_a_file_that_says_the_same_is_no_obstacle(
        self, ann: OrganizerClone, bob: OrganizerClone
    ) -> None:
        bob.write(".git/info/exclude", "notes.txt\n")
        for site in (ann, bob):
            site.write("notes.txt", "The same.\n")
        ann.git("add", "notes.txt")
        ann.git("commit", "-qm", "Notes")
        ann.git("push", "-q")
        assert bob.pull().state == "pulled"

    @pytest.mark.parametrize("becomes", ["sub", "sub/a"])
    def test_the_folder_of_a_submodule(
        self, ann: OrganizerClone, team: Team, becomes: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for number, value in enumerate(("protocol.file.allow", "always")):
            monkeypatch.setenv(f"GIT_CONFIG_{'VALUE' if number else 'KEY'}_0", value)
        monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
        (team.folder / "lib").mkdir()
        lib = Team(team.folder / "lib").clone("lib")
        lib.write("a", "lib\n")
        lib.git("add", "a")
        lib.git("commit", "-qm", "Lib")
        lib.git("push", "-q")
        ann.git("submodule", "add", "-q", str(lib.folder), "sub")
        ann.git("commit", "-qm", "A submodule")
        ann.git("push", "-q")
        bob = team.clone("bob")
        git(bob.folder, "submodule", "update", "-q", "--init")
        bob.write("sub/mine.txt", "Only here.\n")
        ann.git("rm", "-qf", "sub")
        ann.write(becomes, "Ann's\n")
        ann.git("add", "-A")
        ann.git("commit", "-qm", "No submodule")
        ann.git("push", "-q")
        assert bob.pull().state == "stopped"
        assert bob.read("sub/mine.txt") == "Only here.\n"


class TestPagesAndLinks:
    """A page that became a link, or a file again, is brought along as git would."""

    @staticmethod
    def link(site: OrganizerClone) -> None:
        page = site.folder / "_pages/webinar.md"
        page.rename(site.folder / "page.md")
        page.symlink_to("../page.md")
        site.git("add", "-A")
        site.git("commit", "-qm", "A link")
        site.git("push", "-q")

    def test_without_edits_it_follows(self, ann: OrganizerClone, bob: OrganizerClone) -> None:
        self.link(ann)
        assert bob.pull().state == "pulled"
        page = bob.folder / "_pages/webinar.md"
        assert (page.is_symlink(), bob.state()) == (True, "")
        text = page.read_text()
        (ann.folder / "_pages/webinar.md").unlink()
        ann.write("_pages/webinar.md", text)
        ann.git("commit", "-qam", "A file again")
        ann.git("push", "-q")
        assert bob.pull().state == "pulled"
        assert (page.is_symlink(), page.read_text(), bob.state()) == (False, text, "")

    @pytest.mark.parametrize("committed", [True, False])
    def test_with_edits_it_is_named(
        self, ann: OrganizerClone, bob: OrganizerClone, committed: bool
    ) -> None:
        self.link(ann)
        bob.set("S02E01", title="Bob's")
        bob.render()
        page = bob.read("_pages/webinar.md")
        outcome = bob.publish() if committed else bob.pull()
        assert outcome.state == "stopped"
        assert "_pages/webinar.md: on the server this is a link" in outcome.message
        assert bob.read("_pages/webinar.md") == page


class TestNamesThatDifferInCase:
    """Two names that are one file on other computers never come together unseen."""

    @pytest.mark.parametrize(
        ("theirs", "mine", "named"),
        [
            ("README.md", "Readme.md", "README.md"),
            ("Img/a", "img/b", "Img"),
            ("caf\N{LATIN SMALL LETTER E WITH ACUTE}", "cafe\N{COMBINING ACUTE ACCENT}", "caf"),
        ],
    )
    def test_they_are_named(
        self,
        ann: OrganizerClone,
        bob: OrganizerClone,
        team: Team,
        theirs: str,
        mine: str,
        named: str,
    ) -> None:
        for site, path in ((ann, theirs), (bob, mine)):
            site.write(path, f"{site.folder.name}\n")
            site.git("add", path)
            site.git("commit", "-qm", "New")
        ann.git("push", "-q")
        before = team.tip()
        bob.set("S02E01", title="Bob's")
        outcome = bob.publish()
        assert (outcome.state, team.tip()) == ("stopped", before)
        assert f"there is {named}" in outcome.message
        bob.git("mv", mine, "other")
        bob.git("commit", "-q", "-m", "Renamed")
        assert bob.publish().state == "published"

    def test_a_new_spelling_of_ones_own_file_is_none(
        self, ann: OrganizerClone, bob: OrganizerClone, team: Team
    ) -> None:
        bob.git("mv", "_layouts/page.html", "_layouts/Page.html")
        bob.git("commit", "-qm", "Renamed")
        ann.set("S01E01", bio="Ann's.")
        ann.publish()
        bob.set("S02E01", title="Bob's")
        assert bob.publish().state == "published"
        assert git(team.bare, "ls-tree", "--name-only", "main", "_layouts/") == "_layouts/Page.html"
