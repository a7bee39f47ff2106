"""Pulling: what others changed comes to what was typed here."""

from pathlib import Path

import pytest

from lgtui.repo.commit import pending
from lgtui.repo.sync import fetch_incoming
from tests.repo.sites import OrganizerClone, Team


class TestPull:
    """Pulling brings what others changed to what was typed here, committed or not."""

    def test_uncommitted_edits_are_merged_by_record(
        self, ann: OrganizerClone, bob: OrganizerClone
    ) -> None:
        ann.set("S02E01", bio="Ann's.")
        ann.publish()
        bob.set("S02E01", title="Bob's")
        outcome = bob.pull()
        assert outcome.state == "pulled"
        assert [str(change) for change in outcome.theirs] == ["S02E01: bio changed"]
        assert (bob.talk("S02E01").title, bob.talk("S02E01").bio) == ("Bob's", "Ann's.")
        assert "Bob's" in bob.read("_pages/webinar.md")
        assert bob.git("rev-parse", "HEAD") == bob.git("rev-parse", "origin/main")
        assert [str(change) for change in pending(bob.site)] == ["S02E01: title changed"]

    def test_a_conflict_with_an_uncommitted_edit_changes_nothing(
        self, ann: OrganizerClone, bob: OrganizerClone
    ) -> None:
        ann.set("S02E01", title="Ann's")
        ann.publish()
        bob.set("S02E01", title="Bob's")
        before, head = bob.read("data/talks.toml"), bob.git("rev-parse", "HEAD")
        outcome = bob.pull()
        assert outcome.state == "conflict"
        assert outcome.merged is not None
        assert (bob.read("data/talks.toml"), bob.git("rev-parse", "HEAD")) == (before, head)
        decided = outcome.merged.records
        assert bob.pull(decided=outcome.decide(decided)).state == "pulled"
        assert bob.talk("S02E01").title == "Bob's"
        assert bob.publish().state == "published"
        assert ann.pull().state == "pulled"
        assert ann.talk("S02E01").title == "Bob's"

    def test_local_commits_are_made_again_on_top(
        self, ann: OrganizerClone, bob: OrganizerClone
    ) -> None:
        ann.set("S02E01", bio="Ann's.")
        ann.publish()
        bob.set("S02E01", title="Bob's")
        bob.publish(push=False)
        assert bob.pull().state == "pulled"
        assert bob.subjects()[:2] == ["S02E01: title changed", "S02E01: bio changed"]
        assert bob.state() == ""

    def test_a_conflict_with_a_local_commit_can_be_decided(
        self, ann: OrganizerClone, bob: OrganizerClone
    ) -> None:
        ann.set("S02E01", title="Ann's")
        ann.publish()
        bob.set("S02E01", title="Bob's")
        bob.publish(push=False)
        outcome = bob.pull()
        assert outcome.merged is not None
        theirs = outcome.merged.records.talks[1]._replace(title="Ann's")
        decided = outcome.merged.records._replace(talks=(bob.records.talks[0], theirs))
        assert bob.pull(decided=outcome.decide(decided)).state == "pulled"
        assert bob.talk("S02E01").title == "Ann's"
        assert bob.state() == ""

    def test_with_nothing_new_it_says_so(self, ann: OrganizerClone) -> None:
        assert ann.pull().state == "nothing"

    def test_a_news_item_that_others_took_away_goes(
        self, ann: OrganizerClone, bob: OrganizerClone
    ) -> None:
        ann.git("rm", "-q", "_news/20230227_webinar_1.md")
        ann.edit(lambda records: records._replace(pages=records.pages._replace(news="")))
        assert ann.publish().state == "published"
        assert ann.state() == ""
        assert bob.pull().state == "pulled"
        assert not Path(bob.folder / "_news/20230227_webinar_1.md").exists()
        assert bob.state() == ""


def test_news_are_told_and_nothing_is_touched(ann: OrganizerClone, bob: OrganizerClone) -> None:
    ann.set("S02E01", bio="Ann's.")
    ann.publish()
    before = bob.git("rev-parse", "HEAD")
    (told,) = fetch_incoming(bob.site).commits
    assert told.lines == ["Ann: S02E01: bio changed"]
    assert bob.git("rev-parse", "HEAD") == before
    assert bob.talk("S02E01").bio == "Eva counts."
    assert fetch_incoming(ann.site).commits == ()


def test_line_ends_that_git_writes_stay(ann: OrganizerClone, bob: OrganizerClone) -> None:
    ann.write(".gitattributes", "*.toml text eol=crlf\n*.md text eol=crlf\n")
    ann.git("add", ".gitattributes")
    ann.git("commit", "-qm", "Line ends")
    ann.git("push", "-q")
    bob.pull()
    for path in ("data/talks.toml", "_pages/webinar.md"):
        (bob.folder / path).unlink()
        bob.git("checkout", "-q", "--", path)
        assert b"\r\n" in (bob.folder / path).read_bytes()
    assert bob.state() == ""
    ann.set("S02E01", bio="Ann's.")
    ann.publish()
    bob.set("S02E01", title="Bob's")
    assert bob.publish().state == "published"
    ann.pull()
    ann.set("S01E01", bio="Ann's, too.")
    ann.publish()
    bob.set("S02E01", abstract="Bob's, not committed.")
    assert bob.pull().state == "pulled"
    raw = bob.data.read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert "Ann's, too." in bob.read("data/talks.toml")
    assert bob.talk("S02E01").abstract == "Bob's, not committed."
    assert "\r" not in bob.git("show", "HEAD:data/talks.toml")


def test_what_is_saved_while_pushing_is_merged(ann: OrganizerClone, bob: OrganizerClone) -> None:
    ann.set("S02E01", bio="Ann's.")
    ann.publish()
    bob.set("S02E01", title="Bob's")
    late = bob.read("data/talks.toml").replace("On metrics.", "Saved late.")
    bob.write("late.toml", late)
    bob.hook(
        "pre-push",
        f"git merge-base --is-ancestor origin/main main || cp {bob.folder}/late.toml {bob.data}",
    )
    outcome = bob.publish()
    assert outcome.state == "published"
    talk = bob.talk("S02E01")
    assert (talk.title, talk.bio, talk.abstract) == ("Bob's", "Ann's.", "Saved late.")
    assert [str(change) for change in pending(bob.site)] == ["S02E01: abstract changed"]


def test_what_is_saved_while_pushing_and_touches_the_same_is_left_to_decide(
    ann: OrganizerClone, bob: OrganizerClone
) -> None:
    ann.set("S02E01", bio="Ann's.")
    ann.publish()
    bob.set("S02E01", title="Bob's")
    bob.write("late.toml", bob.read("data/talks.toml").replace("Eva counts.", "Saved late."))
    bob.hook(
        "pre-push",
        f"git merge-base --is-ancestor origin/main main || cp {bob.folder}/late.toml {bob.data}",
    )
    outcome = bob.publish()
    assert outcome.state == "published"
    assert "Edits saved meanwhile touch what others changed" in outcome.message
    assert bob.data.read_bytes() == (bob.folder / "late.toml").read_bytes()
    again = bob.pull()
    assert again.merged is not None
    assert [str(each) for each in again.merged.conflicts] == ["S02E01: both changed bio"]


@pytest.mark.parametrize("renormalized", [False, True])
@pytest.mark.parametrize(
    ("attributes", "autocrlf"),
    [
        ("", "false"),
        ("", "true"),
        ("", "input"),
        ("* text=auto\n", "false"),
        ("* text=auto eol=crlf\n", "false"),
        ("* text eol=crlf\n", "false"),
        ("* text eol=lf\n", "false"),
        ("*.ics -text\n", "true"),
    ],
)
def test_line_ends_in_the_index_and_on_disk_are_those_of_git(
    ann: OrganizerClone, team: Team, attributes: str, autocrlf: str, renormalized: bool
) -> None:
    ann.edit(lambda records: records._replace(pages=records.pages._replace(calendar="web.ics")))
    ann.publish()
    ann.write(".gitattributes", attributes)
    ann.git("add", "-A")
    if renormalized:
        ann.git("config", "core.autocrlf", autocrlf)
        ann.git("add", "--renormalize", ".")
    ann.git("commit", "-qm", "Line ends")
    ann.git("push", "-q")
    one, other = (team.clone(name, "-c", f"core.autocrlf={autocrlf}") for name in ("one", "other"))
    one.set("S02E01", title="One's")
    assert one.publish().state == "published"
    for title in ("Other's", "Other's again"):
        other.set("S01E01", title=title)
        assert other.publish().state == "published"
    other.set("S01E01", bio="Not committed.")
    one.set("S02E01", title="One's again")
    assert one.publish().state == "published"
    assert other.pull().state == "pulled"
    assert other.publish().state == "published"
    assert one.pull().state == "pulled"
    for clone in (one, other):
        # An index without what git remembers of the files makes it compare their contents.
        clone.git("read-tree", "HEAD")
        assert clone.state() == ""
        for path in ("web.ics", "data/talks.toml", "_pages/webinar.md"):
            assert b"\r\r" not in (clone.folder / path).read_bytes()
        assert "\r\r" not in clone.git("cat-file", "blob", "HEAD:web.ics")
