"""When others pushed first: merged by record, made again on top, or stopped and kept."""

import re
from itertools import product

import pytest

from lgtui.cli import main
from lgtui.model import Organizer, Season, Speaker, Talk
from lgtui.repo.client import Clone
from lgtui.site.publishing import publish
from tests.repo.sites import OrganizerClone, Team, git, hook


class TestOthersWereFirst:
    """Another organizer pushed between our fetch and our push."""

    def test_different_fields_and_records_land_and_nothing_is_asked(
        self, ann: OrganizerClone, bob: OrganizerClone, team: Team
    ) -> None:
        ann.set("S02E01", video_url="https://video.example/2")
        assert ann.publish().state == "published"
        bob.set("S02E01", title="Retitled")
        bob.edit(lambda records: records._replace(
            seasons=(*records.seasons, Season(3, "Trust")),
            talks=(*records.talks, Talk("S03E01", "Trusting scans")),
        ))  # fmt: skip
        outcome = bob.publish()
        assert outcome.state == "published"
        assert [str(change) for change in outcome.theirs] == ["S02E01: video set"]
        assert bob.talk("S02E01")[1:5:3] == ("Retitled", "https://video.example/2")
        assert bob.talk("S03E01").title == "Trusting scans"
        assert bob.git("rev-parse", "HEAD") == team.tip()
        assert bob.state() == ""
        assert team.is_linear()
        assert ann.pull().state == "pulled"
        assert ann.records == bob.records
        assert ann.state() == ""

    def test_one_field_changed_by_both_is_a_conflict_and_kept(
        self,
        ann: OrganizerClone,
        bob: OrganizerClone,
        team: Team,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        ann.set("S02E01", title="Ann's")
        assert ann.publish().state == "published"
        before = team.tip()
        bob.set("S02E01", title="Bob's")
        assert main(["--data", str(bob.data), "--publish"]) == 1
        told = capsys.readouterr().err
        assert "S02E01: both changed title" in told
        assert "“Ann's”" in told
        assert "“Bob's”" in told
        assert bob.talk("S02E01").title == "Bob's"
        assert team.tip() == before
        assert "<<<<" not in bob.read("data/talks.toml")

    def test_a_conflict_that_was_decided_is_published(
        self, ann: OrganizerClone, bob: OrganizerClone, team: Team
    ) -> None:
        ann.set("S02E01", title="Ann's", bio="Longer bio.")
        ann.publish()
        bob.set("S02E01", title="Bob's")
        outcome = bob.publish()
        assert outcome.merged is not None
        records = outcome.merged.records
        decided = records._replace(talks=(
            records.talks[0], records.talks[1]._replace(title="Ann's and Bob's"),
        ))  # fmt: skip
        assert bob.publish(decided=outcome.decide(decided)).state == "published"
        assert bob.records == decided
        assert bob.talk("S02E01").bio == "Longer bio."
        assert bob.state() == ""
        assert bob.git("rev-parse", "HEAD") == team.tip()

    def test_what_both_did_since_a_decision_is_kept(
        self, ann: OrganizerClone, bob: OrganizerClone
    ) -> None:
        ann.set("S02E01", title="Ann's")
        ann.publish()
        bob.set("S02E01", title="Bob's")
        outcome = bob.publish()
        assert outcome.merged is not None
        decision = outcome.decide(outcome.merged.records)
        ann.set("S02E01", bio="Ann's, meanwhile.")
        ann.publish()
        bob.set("S02E01", abstract="Bob's, meanwhile.")
        assert bob.publish(decided=decision).state == "published"
        talk = bob.talk("S02E01")
        assert talk.title == "Bob's"
        assert (talk.bio, talk.abstract) == ("Ann's, meanwhile.", "Bob's, meanwhile.")

    def test_a_new_conflict_since_a_decision_is_told(
        self, ann: OrganizerClone, bob: OrganizerClone
    ) -> None:
        ann.set("S02E01", title="Ann's")
        ann.publish()
        bob.set("S02E01", title="Bob's")
        outcome = bob.publish()
        assert outcome.merged is not None
        ann.set("S02E01", title="Ann's again")
        ann.publish()
        again = bob.publish(decided=outcome.decide(outcome.merged.records))
        assert again.merged is not None
        (conflict,) = again.merged.conflicts
        assert (conflict.mine, conflict.theirs) == ("Bob's", "Ann's again")
        assert bob.publish(decided=again.decide(again.merged.records)).state == "published"
        assert bob.talk("S02E01").title == "Bob's"

    def test_what_others_push_between_two_decisions_is_kept(
        self, ann: OrganizerClone, bob: OrganizerClone
    ) -> None:
        ann.set("S02E01", title="Ann's")
        ann.publish()
        bob.set("S02E01", title="Bob's")
        first = bob.publish()
        assert first.merged is not None
        talks = first.merged.records.talks
        both = first.merged.records._replace(talks=(talks[0], talks[1]._replace(title="Both")))
        bob.set("S02E01", title="Bob's second thought")
        ann.set("S01E01", bio="Ann's, later.")
        ann.publish()
        second = bob.publish(decided=first.decide(both))
        assert (second.state, second.merged is not None) == ("conflict", True)
        assert second.merged is not None
        outcome = bob.publish(decided=second.decide(second.merged.records))
        assert outcome.state == "published"
        assert bob.talk("S02E01").title == second.merged.records.talks[1].title
        assert bob.talk("S01E01").bio == "Ann's, later."

    def test_taking_their_text_by_hand_ends_a_conflict(
        self, ann: OrganizerClone, bob: OrganizerClone
    ) -> None:
        ann.set("S02E01", title="Ann's")
        ann.publish()
        bob.set("S02E01", title="Bob's", bio="Longer bio.")
        assert bob.publish().state == "conflict"
        bob.set("S02E01", title="Ann's")
        assert bob.publish().state == "published"
        assert (bob.talk("S02E01").title, bob.talk("S02E01").bio) == ("Ann's", "Longer bio.")

    def test_two_talks_with_one_id_are_a_conflict_with_a_proposal(
        self, ann: OrganizerClone, bob: OrganizerClone
    ) -> None:
        ann.add(Talk("S02E02", "On trees", (Speaker("Al"),)))
        ann.publish()
        bob.add(Talk("S02E02", "On cats", (Speaker("Bea"),)))
        outcome = bob.publish()
        assert outcome.state == "conflict"
        assert "S02E03 is free" in outcome.message

    def test_comments_and_layout_of_both_sides_stay(
        self, ann: OrganizerClone, bob: OrganizerClone
    ) -> None:
        ann.data.write_text(
            ann.read("data/talks.toml").replace("[[organizers]]", "# Ann's note\n[[organizers]]")
        )
        ann.set("S01E01", bio="Ann's bio.")
        ann.publish()
        text = bob.read("data/talks.toml").replace(
            'bio = "Eva counts."', "bio   =   'Bob counts.' # Bob's"
        )
        bob.data.write_text(text)
        assert bob.publish().state == "published"
        merged = bob.read("data/talks.toml")
        assert "# Ann's note\n[[organizers]]" in merged
        assert "bio   =   'Bob counts.' # Bob's" in merged
        assert '# the keynote\n[[talks]]\nid = "S02E01"' in merged

    def test_comments_stay_where_both_append(
        self, ann: OrganizerClone, bob: OrganizerClone
    ) -> None:
        season = '\n# by Ann\n[[seasons]]\nnumber = 3\n\n[[talks]]\nid = "S03E01" # first\n'
        ann.data.write_text(ann.read("data/talks.toml") + season)
        assert ann.publish().state == "published"
        talk = '\n# by Bob\n[[talks]]\nid = "S02E02"\ntitle = "B"\n'
        bob.data.write_text(bob.read("data/talks.toml") + talk)
        assert bob.publish().state == "published"
        merged = bob.read("data/talks.toml")
        assert season in merged
        assert talk in merged

    def test_what_each_wrote_around_a_pages_regions_is_kept(
        self, ann: OrganizerClone, bob: OrganizerClone
    ) -> None:
        page = "_pages/webinar.md"
        ann.write(page, f"{ann.read(page)}\nAnn's footer\n")
        ann.set("S02E01", bio="Ann's.")
        assert ann.publish().state == "published"
        bob.write(
            page,
            bob.read(page).replace("<!-- lgtui:next -->", "Bob's intro\n\n<!-- lgtui:next -->", 1),
        )
        bob.set("S02E01", title="Bob's title")
        assert bob.publish().state == "published"
        text = bob.read(page)
        for words in ("Ann's footer", "Bob's intro", "Bob's title", "Ann's."):
            assert words in text
        assert main(["--data", str(bob.data), "--render", "--check"]) == 0

    def test_commits_to_other_files_are_made_again_too(
        self, ann: OrganizerClone, bob: OrganizerClone, team: Team
    ) -> None:
        ann.set("S02E01", bio="Ann's.")
        ann.publish()
        bob.write("_layouts/page.html", "<p>Bob\n")
        bob.git("commit", "-qam", "Layout by Bob\n\nIts body.", "--author=Eve <eve@example.org>")
        bob.set("S02E01", title="Bob's")
        assert bob.publish().state == "published"
        assert bob.subjects()[:2] == ["S02E01: title changed", "Layout by Bob"]
        assert bob.git("log", "-1", "--format=%an %b", "HEAD^") == "Eve Its body."
        assert team.is_linear()
        assert bob.read("_layouts/page.html") == "<p>Bob\n"
        assert bob.state() == ""

    def test_a_file_that_may_be_executed_stays_so(
        self, ann: OrganizerClone, bob: OrganizerClone
    ) -> None:
        ann.data.chmod(0o755)
        ann.git("commit", "-qam", "Executable")
        ann.git("push", "-q")
        bob.git("pull", "-q")
        ann.set("S02E01", bio="Ann's.")
        ann.publish()
        bob.set("S02E01", title="Bob's")
        assert bob.publish().state == "published"
        assert bob.git("ls-tree", "HEAD", "data/talks.toml").startswith("100755 ")
        assert bob.state() == ""

    def test_a_commit_made_again_keeps_its_author_and_day(
        self, ann: OrganizerClone, bob: OrganizerClone
    ) -> None:
        ann.set("S02E01", bio="Ann's.")
        ann.publish()
        bob.set("S02E01", title="Bob's")
        bob.publish(push=False)
        bob.git("commit", "-q", "--amend", "--no-edit", "--author=Cy <cy@example.org>",
                "--date=2001-02-03T04:05:06+0700")  # fmt: skip
        assert bob.publish().state == "published"
        about = bob.git("log", "-1", "--date=iso-strict", "--format=%an %ae %ad %cn")
        assert about == "Cy cy@example.org 2001-02-03T04:05:06+07:00 Bob"

    def test_two_local_commits_to_one_other_file_are_made_again(
        self, ann: OrganizerClone, bob: OrganizerClone, team: Team
    ) -> None:
        ann.set("S02E01", bio="Ann's.")
        ann.publish()
        for line in ("One.\n", "Two.\n"):
            bob.write("notes.txt", line)
            bob.git("add", "notes.txt")
            bob.git("commit", "-qm", line.strip())
        bob.set("S02E01", title="Bob's")
        assert bob.publish().state == "published"
        assert team.history()[:3] == ["S02E01: title changed", "Two.", "One."]
        assert bob.git("show", "HEAD:notes.txt") == "Two."

    def test_the_same_change_of_another_file_by_both_stops_nothing(
        self, ann: OrganizerClone, bob: OrganizerClone, team: Team
    ) -> None:
        for site in (ann, bob):
            site.write("notes.txt", "Same.\n")
            site.git("add", "notes.txt")
            site.git("commit", "-qm", "Note")
        ann.set("S02E01", bio="Ann's.")
        ann.publish()
        bob.set("S02E01", title="Bob's")
        assert bob.publish().state == "published"
        assert team.history()[:3] == ["S02E01: title changed", "S02E01: bio changed", "Note"]
        assert bob.state() == ""

    def test_every_one_of_several_local_commits_is_valid(
        self, ann: OrganizerClone, bob: OrganizerClone
    ) -> None:
        ann.set("S02E01", bio="Ann's.")
        ann.publish()
        for title in ("One", "Two", "Three"):
            bob.set("S02E01", title=title)
            assert bob.publish(push=False).state == "committed"
        assert bob.publish().state == "published"
        assert bob.subjects()[:4] == ["S02E01: title changed"] * 3 + ["S02E01: bio changed"]
        for at, title in enumerate(("Three", "Two", "One")):
            text = bob.git("show", f"HEAD~{at}:data/talks.toml")
            assert f'title = "{title}"' in text
            assert "Ann's." in text
            assert title in bob.git("show", f"HEAD~{at}:_pages/webinar.md")

    def test_other_lines_of_one_file_are_merged_as_git_does(
        self, ann: OrganizerClone, bob: OrganizerClone, team: Team
    ) -> None:
        lines = [f"{n}\n" for n in range(20)]
        ann.write("notes.txt", "".join(lines))
        ann.git("add", "notes.txt")
        ann.git("commit", "-qm", "Notes")
        ann.git("push", "-q")
        bob.git("pull", "-q")
        ann.write("notes.txt", "".join(["Ann\n", *lines]))
        ann.git("commit", "-qam", "Ann's line")
        ann.git("push", "-q")
        for more in (["Bob\n"], ["Bob\n", "Bob again\n"]):
            bob.write("notes.txt", "".join([*lines, *more]))
            bob.git("commit", "-qam", "Bob's line")
        bob.set("S02E01", title="Bob's")
        assert bob.publish().state == "published"
        assert bob.read("notes.txt") == "".join(["Ann\n", *lines, "Bob\n", "Bob again\n"])
        assert bob.git("show", "HEAD~2:notes.txt").endswith("\nBob")
        assert bob.state() == ""
        assert bob.git("rev-parse", "HEAD") == team.tip()

    def test_a_file_that_git_is_told_not_to_merge_stops_it(
        self, ann: OrganizerClone, bob: OrganizerClone, team: Team
    ) -> None:
        lines = [f"{n}\n" for n in range(20)]
        ann.write(".gitattributes", "notes.txt -merge\n")
        ann.write("notes.txt", "".join(lines))
        ann.git("add", ".gitattributes", "notes.txt")
        ann.git("commit", "-qm", "Notes")
        ann.git("push", "-q")
        bob.git("pull", "-q")
        ann.write("notes.txt", "".join(["Ann\n", *lines]))
        ann.git("commit", "-qam", "Ann's line")
        ann.git("push", "-q")
        bob.write("notes.txt", "".join([*lines, "Bob\n"]))
        bob.git("commit", "-qam", "Bob's line")
        bob.set("S02E01", title="Bob's")
        assert bob.publish().state == "stopped"
        assert bob.read("notes.txt") == "".join([*lines, "Bob\n"])

    @pytest.mark.parametrize(
        ("attribute", "merged"),
        [
            ("merge=union", "0\nAnn\nBob\n"),
            ("merge=unknown", None),
            ("merge=joined", "Bob+Ann notes.txt\n"),
            ("merge=refused", None),
        ],
    )
    def test_a_file_is_merged_as_its_attributes_say(
        self,
        ann: OrganizerClone,
        bob: OrganizerClone,
        team: Team,
        attribute: str,
        merged: str | None,
    ) -> None:
        joined = 'echo "$(tail -n 1 %A)+$(tail -n 1 %B)" %P > joined && mv joined %A && : %O %L %%'
        bob.git("config", "merge.joined.driver", joined)
        bob.git("config", "merge.refused.driver", "false %O %A %B")
        ann.write(".gitattributes", f"notes.txt {attribute}\n")
        ann.write("notes.txt", "0\n")
        ann.git("add", ".gitattributes", "notes.txt")
        ann.git("commit", "-qm", "Notes")
        ann.git("push", "-q")
        bob.git("pull", "-q")
        for site, name in ((ann, "Ann"), (bob, "Bob")):
            site.write("notes.txt", f"0\n{name}\n")
            site.git("commit", "-qam", f"{name}'s line")
        ann.git("push", "-q")
        before = team.tip()
        bob.set("S02E01", title="Bob's")
        outcome = bob.publish()
        if merged is None:
            assert (outcome.state, team.tip()) == ("stopped", before)
            return
        assert outcome.state == "published"
        lines = git(team.bare, "show", "main:notes.txt").splitlines()
        assert sorted(lines) == sorted(merged.splitlines())

    def test_one_side_may_change_a_files_mode(
        self, ann: OrganizerClone, bob: OrganizerClone, team: Team
    ) -> None:
        (ann.folder / "_layouts/page.html").chmod(0o755)
        ann.git("commit", "-qam", "Executable")
        ann.git("push", "-q")
        bob.write("_layouts/page.html", "<p>Bob\n")
        bob.git("commit", "-qam", "Bob's")
        bob.set("S02E01", title="Bob's")
        assert bob.publish().state == "published"
        assert git(team.bare, "ls-tree", "main", "_layouts/page.html").startswith("100755")
        assert git(team.bare, "show", "main:_layouts/page.html") == "<p>Bob"

    def test_a_page_with_a_union_attribute_keeps_the_words_of_both(
        self, ann: OrganizerClone, bob: OrganizerClone, team: Team
    ) -> None:
        ann.write(".gitattributes", "*.md merge=union\n")
        ann.git("add", ".gitattributes")
        assert ann.publish("Union").state in ("published", "nothing")
        ann.git("commit", "-qm", "Union")
        ann.git("push", "-q")
        bob.git("pull", "-q")
        for site, name in ((ann, "Ann"), (bob, "Bob")):
            page = site.read("_pages/webinar.md")
            site.write("_pages/webinar.md", f"{page}\n{name} says so.\n")
            outcome = site.publish()
            assert outcome.state == "published", outcome
        page = git(team.bare, "show", "main:_pages/webinar.md")
        assert "Ann says so." in page
        assert "Bob says so." in page

    def test_a_commit_to_a_file_that_others_changed_stops_it(
        self, ann: OrganizerClone, bob: OrganizerClone, team: Team
    ) -> None:
        ann.write("_layouts/page.html", "<p>Ann\n")
        ann.git("commit", "-qam", "Layout by Ann")
        ann.git("push", "-q")
        bob.write("_layouts/page.html", "<p>Bob\n")
        bob.git("commit", "-qam", "Layout by Bob")
        before, head = team.tip(), bob.git("rev-parse", "HEAD")
        bob.set("S02E01", title="Bob's")
        outcome = bob.publish()
        assert outcome.state == "stopped"
        assert "_layouts/page.html" in outcome.message
        assert "“Layout by Bob”" in outcome.message
        assert team.tip() == before
        assert bob.git("rev-parse", "HEAD~1") == head
        assert bob.talk("S02E01").title == "Bob's"

    @pytest.mark.parametrize("kind", ["dirty", "staged", "untracked"])
    def test_edits_in_the_way_stop_it_before_anything_is_pushed(
        self, ann: OrganizerClone, bob: OrganizerClone, team: Team, kind: str
    ) -> None:
        path = "new.txt" if kind == "untracked" else "_layouts/page.html"
        ann.write(path, "Ann\n")
        ann.git("add", path)
        ann.git("commit", "-qm", "Ann's")
        ann.git("push", "-q")
        bob.write(path, "Bob\n")
        if kind == "staged":
            bob.git("add", path)
        before, dirty = team.tip(), bob.state()
        bob.set("S02E01", title="Bob's")
        outcome = bob.publish()
        assert outcome.state == "stopped"
        assert "not committed" in outcome.message
        assert team.tip() == before
        assert bob.read(path) == "Bob\n"
        assert bob.state() == dirty

    def test_other_edits_of_ours_stay_where_they_are(
        self, ann: OrganizerClone, bob: OrganizerClone
    ) -> None:
        ann.write("_layouts/page.html", "<p>Ann\n")
        ann.git("commit", "-qam", "Ann's")
        ann.git("push", "-q")
        bob.write("staged.txt", "staged\n")
        bob.git("add", "staged.txt")
        bob.write("loose.txt", "loose\n")
        bob.set("S02E01", title="Bob's")
        assert bob.publish().state == "published"
        assert bob.state().splitlines() == ["A  staged.txt", "?? loose.txt"]
        assert bob.read("_layouts/page.html") == "<p>Ann\n"

    def test_a_merge_of_ones_own_stops_it(self, ann: OrganizerClone, bob: OrganizerClone) -> None:
        bob.git("switch", "-qc", "side")
        bob.git("commit", "-q", "--allow-empty", "-m", "Side")
        bob.git("switch", "-q", "main")
        bob.git("commit", "-q", "--allow-empty", "-m", "Main")
        bob.git("merge", "-q", "side", "-m", "Both")
        ann.set("S02E01", bio="Ann's.")
        ann.publish()
        bob.set("S02E01", title="Bob's")
        outcome = bob.publish()
        assert outcome.state == "stopped"
        assert "holds a merge" in outcome.message

    def test_it_gives_up_when_others_are_always_first(
        self,
        ann: OrganizerClone,
        bob: OrganizerClone,
        team: Team,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(Clone, "wait", lambda self, seconds: None)
        ann.hook("post-update", "true")
        faster = team.clone("eve")
        bob.hook(
            "pre-push",
            f"cd {faster.folder} && unset GIT_DIR && git pull -q --rebase && "
            "git commit -q --allow-empty -m faster && git push -q",
        )
        bob.set("S02E01", title="Bob's")
        outcome = bob.publish()
        assert outcome.state == "stopped"
        assert "others keep publishing" in outcome.message
        assert bob.subjects()[0] == "S02E01: title changed"
        assert bob.talk("S02E01").title == "Bob's"

    def test_five_times_somebody_may_be_faster(self, bob: OrganizerClone, team: Team) -> None:
        faster = team.clone("eve")
        bob.hook(
            "pre-push",
            f"cd {faster.folder} && unset GIT_DIR && "
            "test $(git log --format=%s --grep=^faster | wc -l) -ge 5 && exit 0\n"
            "git pull -q --rebase && git commit -q --allow-empty -m faster && git push -q",
        )
        bob.set("S02E01", title="Bob's")
        assert bob.publish().state == "published"
        assert team.history()[:6] == ["S02E01: title changed", *["faster"] * 5]
        assert bob.git("rev-parse", "HEAD") == team.tip()

    def test_a_push_that_comes_in_while_ours_is_taken_is_merged(
        self, ann: OrganizerClone, bob: OrganizerClone, team: Team
    ) -> None:
        ann.set("S02E01", bio="Ann's.")
        ann.publish()
        (team.folder / "ready").write_text(team.tip())
        git(team.bare, "update-ref", "refs/heads/main", "main~1")
        hook(team.bare, "pre-receive",
             f"mv {team.folder}/ready {team.folder}/used 2>/dev/null || exit 0\n"
             f"env -u GIT_QUARANTINE_PATH git update-ref refs/heads/main "
             f"$(cat {team.folder}/used)")  # fmt: skip
        bob.set("S02E01", title="Bob's")
        assert bob.publish().state == "published"
        assert team.history()[:2] == ["S02E01: title changed", "S02E01: bio changed"]
        assert bob.talk("S02E01").bio == "Ann's."

    def test_the_same_change_by_both_is_published_once(
        self, ann: OrganizerClone, bob: OrganizerClone, team: Team
    ) -> None:
        for site in (ann, bob):
            site.set("S02E01", title="Same")
            assert site.publish().state == "published"
        assert team.history().count("S02E01: title changed") == 1
        assert bob.state() == ""
        assert bob.git("rev-parse", "HEAD") == team.tip()

    def test_errors_that_only_the_merge_brings_are_not_pushed(
        self, ann: OrganizerClone, bob: OrganizerClone, team: Team
    ) -> None:
        ann.add(Talk("S02E02", "Another"))
        assert ann.publish().state == "published"
        assert bob.pull().state == "pulled"
        ann.edit(lambda records: records._replace(talks=records.talks[:-1]))
        assert ann.publish().state == "published"
        before = team.tip()
        bob.add(Talk("S02E03", "A third"))
        outcome = bob.publish()
        assert outcome.state == "findings"
        assert "SEQ003" in {finding.code for finding in outcome.findings}
        assert team.tip() == before
        assert outcome.message.index("lgtui --sync") < outcome.message.index("renumbering")
        assert main(["--data", str(bob.data), "--sync"]) == 1
        bob.edit(lambda records: records._replace(
            talks=(*records.talks[:-1], records.talks[-1]._replace(id="S02E02"))
        ))  # fmt: skip
        assert bob.publish().state == "published"

    def test_a_season_taken_away_while_a_talk_was_added_to_it_is_asked_about(
        self, ann: OrganizerClone, bob: OrganizerClone, team: Team
    ) -> None:
        ann.edit(
            lambda records: records._replace(seasons=records.seasons[:1], talks=records.talks[:1])
        )
        assert ann.publish().state == "published"
        before = team.tip()
        bob.add(Talk("S02E02", "Another"))
        outcome = bob.publish()
        assert outcome.state == "conflict"
        assert "S02: others deleted it, you edited it" in outcome.message
        assert team.tip() == before

    def test_their_broken_data_file_is_named(
        self, ann: OrganizerClone, bob: OrganizerClone
    ) -> None:
        ann.data.write_text("schema = = 1\n")
        ann.git("commit", "-qam", "Break")
        ann.data.write_text("schema = = 1\n# more\n")
        ann.git("commit", "-qam", "Go on")
        ann.git("push", "-q")
        author = ann.git("log", "-1", "--format=%an").strip()
        bob.set("S02E01", title="Bob's")
        outcome = bob.publish()
        assert outcome.state == "stopped"
        assert "data/talks.toml:1:" in outcome.message
        assert f"broken by {author} in commit" in outcome.message
        assert "(Break)" in outcome.message
        assert "schema = = 1" in outcome.message
        assert bob.talk("S02E01").title == "Bob's"

    @pytest.mark.parametrize("pulled", [True, False])
    def test_a_page_that_others_deleted_is_made_again_and_told(
        self, ann: OrganizerClone, bob: OrganizerClone, team: Team, pulled: bool
    ) -> None:
        path = "_pages/webinar.md"
        bob.write(path, bob.read(path) + "\nHow to join.\n")
        assert bob.publish().state == "published"
        ann.pull()
        ann.git("rm", "-q", path)
        ann.git("commit", "-qm", "By slip")
        ann.git("push", "-q")
        bob.set("S02E01", title="Bob's")
        bob.render()
        lines: list[str] = []
        if pulled:
            assert bob.publish(push=False).state == "committed"
            lines += bob.pull().notes
        assert publish(bob.site, tell=lines.append).state == "published"
        [told] = [line for line in lines if "was deleted on the server" in line]
        assert told.startswith(f"{path} was deleted on the server by Ann in commit")
        assert "(By slip)" in told
        assert "How to join." in git(team.bare, "show", f"main:{path}")

    @pytest.mark.parametrize("mine", ["nothing", "on disk", "committed", "both", "pulled broken"])
    @pytest.mark.parametrize("broken", ["a quote", "conflict signs"])
    def test_their_broken_data_file_is_mended_by_a_sync(
        self,
        ann: OrganizerClone,
        bob: OrganizerClone,
        team: Team,
        capsys: pytest.CaptureFixture[str],
        mine: str,
        broken: str,
    ) -> None:
        ann.set("S01E01", bio="Ann's last valid one.")
        ann.publish()
        text = ann.data.read_text(encoding="utf-8")
        if broken == "a quote":
            text = text.replace('title = "Bias in scans"', 'title = "Bias in all scans')
        else:
            text = text.replace("# the keynote\n", "<<<<<<< HEAD\n# mine\n=======\n")
        ann.data.write_text(text, encoding="utf-8")
        ann.write("_layouts/page.html", "<p>Ann\n")
        ann.git("commit", "-qam", "On the web page")
        ann.git("push", "-q")
        if mine == "pulled broken":
            bob.git("pull", "-q")
        if mine in ("committed", "both"):
            bob.set("S02E01", title="Bob's")
            bob.git("commit", "-qam", "Bob's")
        if mine in ("on disk", "both"):
            bob.set("S02E01", bio="Bob's.")
        if mine != "pulled broken":
            assert "lgtui --sync" in bob.publish().message or mine == "nothing"
        assert main(["--data", str(bob.data), "--sync"]) == 0
        told = capsys.readouterr().err
        assert "broken by Ann in commit" in told
        assert "(On the web page)" in told
        assert ("Bias in all scans" if broken == "a quote" else "<<<<<<< HEAD") in told
        assert bob.talk("S01E01").bio == "Ann's last valid one."
        assert bob.talk("S01E01").title == "Bias in scans"
        assert bob.read("_layouts/page.html") == "<p>Ann\n"
        assert main(["--data", str(bob.data), "--publish"]) == 0
        data = git(team.bare, "show", "main:data/talks.toml")
        assert ('title = "Bob\'s"' in data) == (mine in ("committed", "both"))
        assert ('bio = "Bob\'s."' in data) == (mine in ("on disk", "both"))
        assert "# the keynote" in data
        assert (bob.state(), bob.git("rev-parse", "HEAD")) == ("", team.tip())

    @pytest.mark.parametrize(
        ("old", "new", "place"),
        [
            ('title = "From metrics to meaning"', 'title = ["From"]', "S02E01 title"),
            ('bio = "Eva counts."', "bio = 5", "S02E01 bio"),
            ("start = 2099-03-02T15:00:00", 'start = "soon"', "S02 start"),
            ('id = "S01E01"', 'id = "S02E01"', "S02E01"),
        ],
    )
    def test_errors_that_others_pushed_are_not_published_with_mine(
        self, ann: OrganizerClone, bob: OrganizerClone, team: Team, old: str, new: str, place: str
    ) -> None:
        text = ann.data.read_text(encoding="utf-8")
        ann.data.write_text(text.replace(old, new), encoding="utf-8")
        ann.git("commit", "-qam", "On the web page", "--author", "Zoe <z@z.example>")
        ann.git("commit", "-q", "--allow-empty", "-m", "Later")
        ann.git("push", "-q")
        before = team.tip()
        bob.set("S01E01", bio="Bob's.")
        outcome = bob.publish()
        assert (outcome.state, team.tip()) == ("findings", before)
        assert "Zoe in commit" in outcome.message
        assert "(On the web page)" in outcome.message
        assert place in outcome.message
        assert "lgtui --sync" in outcome.message
        assert bob.talk("S01E01").bio == "Bob's."

    @pytest.mark.parametrize("pulled", [True, False])
    def test_a_data_file_of_a_newer_version_is_no_damage(
        self, ann: OrganizerClone, bob: OrganizerClone, team: Team, pulled: bool
    ) -> None:
        text = ann.data.read_text(encoding="utf-8").replace("schema = 1", "schema = 2")
        ann.data.write_text(text.replace("Bias in scans", "Newer"), encoding="utf-8")
        ann.git("commit", "-qam", "Written by a newer one")
        ann.git("push", "-q")
        before = team.tip()
        if pulled:
            bob.git("pull", "-q")
        else:
            bob.set("S02E01", title="Bob's")
            sent = bob.publish()
            assert (sent.state, team.tip()) == ("stopped", before)
            assert "install the newer version" in sent.message
        mine = bob.data.read_text(encoding="utf-8")
        outcome = bob.pull()
        assert (outcome.state, outcome.mended) == ("stopped", "")
        assert "install the newer version" in outcome.message
        if not pulled:
            assert "Ann in commit" in outcome.message
            assert "--sync" not in outcome.message
        assert bob.data.read_text(encoding="utf-8") == mine

    @pytest.mark.parametrize("kind", ["talks", "seasons", "organizers"])
    def test_whole_records_after_a_broken_line_are_kept_and_all_authors_named(
        self, ann: OrganizerClone, bob: OrganizerClone, team: Team, kind: str
    ) -> None:
        text = ann.data.read_text(encoding="utf-8")
        ann.data.write_text(text.replace('Bias in scans"', "Bias in scans"), encoding="utf-8")
        ann.git("commit", "-qam", "Break")
        block = {
            "talks": '[[talks]]\nid = "S02E0{}"\ntitle = "Added {}"\n'
            'speakers = [{{ name = "Mary" }}]\n',
            "seasons": '[[seasons]]\nnumber = {}\ntheme = "Added {}"\n',
            "organizers": '[[organizers]]\nname = "Org {}"\nurl = "https://example.org/?Added={}"\n',
        }[kind]
        for number in range(3, 9):
            with ann.data.open("a", encoding="utf-8") as file:
                file.write("\n" + block.format(number - (kind == "talks"), number))
            ann.git("commit", "-qam", f"Add {number}", "--author", f"Yan{number} <y@y.example>")
        text = ann.data.read_text(encoding="utf-8").replace("Cy Young", "Cy King")
        ann.data.write_text(text, encoding="utf-8")
        ann.git("commit", "-qam", "Name", "--author", "Zoe <z@z.example>")
        ann.git("push", "-q")
        bob.set("S02E01", title="Bob's")
        outcome = bob.pull()
        assert outcome.state == "pulled"
        for number in range(3, 9):
            assert f"Yan{number}: Add {number}" in outcome.mended
        assert "Zoe: Name" in outcome.mended
        assert '+ speakers = [{ name = "Cy King" }]' in outcome.mended
        command = outcome.mended.splitlines()[-1].removeprefix("All of it: git ")
        assert "Cy King" in bob.git(*command.split())
        assert bob.publish().state == "published"
        data = git(team.bare, "show", "main:data/talks.toml")
        assert all(re.search(f"Added.{number}", data) for number in range(3, 9))
        assert "Bob's" in data
        assert "Cy Young" in data

    @pytest.mark.parametrize(
        ("left", "mine"),
        [
            ("", "pulled"),
            *product(
                ["", "schema = 1\n", "# nothing\n", "the tables"],
                ["nothing", "on disk", "committed"],
            ),
        ],
    )
    def test_a_data_file_that_was_emptied_is_not_taken_for_deletions(
        self, ann: OrganizerClone, bob: OrganizerClone, team: Team, left: str, mine: str
    ) -> None:
        text = ann.data.read_text(encoding="utf-8")
        left = text.partition("[[organizers]]")[0] if left == "the tables" else left
        ann.data.write_text(left, encoding="utf-8")
        ann.git("commit", "-qam", "Oops")
        ann.git("push", "-q")
        if mine == "pulled":
            bob.git("pull", "-q")
        elif mine != "nothing":
            bob.set("S02E01", title="Bob's")
        if mine == "committed":
            outcome = bob.publish()
            assert outcome.state == "stopped"
            assert "broken by Ann in commit" in outcome.message
            assert "(Oops)" in outcome.message
        outcome = bob.pull()
        assert (outcome.state, len(bob.records.talks)) == ("pulled", 2)
        assert not any("deleted" in line for each in outcome.news for line in each.lines)
        assert ("Left out" in outcome.mended) == (left == "# nothing\n")
        assert "broken by Ann in commit" in outcome.mended
        assert bob.publish().state == "published"
        data = git(team.bare, "show", "main:data/talks.toml")
        assert "Bias in scans" in data
        assert ("Bob's" in data) == (mine in ("on disk", "committed"))

    def test_an_emptied_data_file_that_was_put_right_there_merges(
        self, ann: OrganizerClone, bob: OrganizerClone
    ) -> None:
        text = ann.data.read_text(encoding="utf-8")
        ann.data.write_text("", encoding="utf-8")
        ann.git("commit", "-qam", "Oops")
        ann.git("push", "-q")
        bob.set("S02E01", title="Bob's")
        assert bob.pull().state == "pulled"
        ann.data.write_text(text.replace("Bias in scans", "Right"), encoding="utf-8")
        ann.git("commit", "-qam", "Right")
        ann.git("push", "-q")
        outcome = bob.publish()
        assert outcome.state == "published", outcome.message
        assert [talk.title for talk in bob.records.talks] == ["Right", "Bob's"]

    def test_the_only_record_may_be_deleted(
        self, ann: OrganizerClone, bob: OrganizerClone, team: Team
    ) -> None:
        ann.edit(lambda records: records._replace(talks=(), seasons=()))
        assert ann.publish().state == "published"
        bob.pull()
        ann.edit(lambda records: records._replace(organizers=()))
        assert ann.publish().state == "published"
        outcome = bob.pull()
        assert (outcome.state, outcome.mended) == ("pulled", "")
        assert not bob.records.organizers

    def test_own_words_in_a_broken_file_stay(self, bob: OrganizerClone) -> None:
        bob.data.write_text("schema = = 1\n")
        outcome = bob.pull()
        assert outcome.mended == ""
        assert bob.data.read_text() == "schema = = 1\n"

    def test_words_by_hand_on_the_server_are_told_taken_in_and_left_to_the_usual_choice(
        self,
        ann: OrganizerClone,
        bob: OrganizerClone,
        team: Team,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        page = "_pages/webinar.md"
        ann.push_by_hand(page, "Bias in scans", "By hand")
        before = team.tip()
        bob.set("S01E01", title="Bias in all scans")
        outcome = bob.publish()
        assert outcome.state == "stopped"
        author = ann.git("log", "-1", "--format=%an").strip()
        for words in (author, "(On the web page)", "By hand", f"{page}:"):
            assert words in outcome.message
        assert team.tip() == before
        assert bob.git("merge-base", "HEAD", before) == before
        assert "By hand" in bob.read(page)
        assert bob.talk("S01E01").title == "Bias in all scans"
        assert bob.state() == ""
        assert main(["--data", str(bob.data), "--publish"]) == 1
        assert "edited by hand" in capsys.readouterr().err
        assert main(["--data", str(bob.data), "--render", "--force"]) == 0
        assert bob.publish().state == "published"
        assert "Bias in all scans" in git(team.bare, "show", f"main:{page}")

    def test_words_by_hand_that_no_edit_of_mine_touches_stop_nothing(
        self, ann: OrganizerClone, bob: OrganizerClone, team: Team
    ) -> None:
        page = "_pages/webinar.md"
        ann.push_by_hand(page, "Bias in scans", "By hand")
        bob.edit(lambda records: records._replace(
            organizers=(*records.organizers, Organizer("Zoe Quist", "https://zoe.example")),
        ))  # fmt: skip
        told: list[str] = []
        bob.render()
        assert publish(bob.site, tell=told.append).state == "published"
        assert any("By hand" in line and "(On the web page)" in line for line in told)
        published = git(team.bare, "show", f"main:{page}")
        assert "By hand" in published
        assert "Zoe Quist" in published

    def test_each_author_of_words_by_hand_is_named(
        self, ann: OrganizerClone, bob: OrganizerClone
    ) -> None:
        page = "_pages/webinar.md"
        for old, new, who in (
            ("Speakers:", "Speakers (room 7):", "Zoe"),
            ("Date:", "Date (to be confirmed):", "Yan"),
        ):
            ann.write(page, ann.read(page).replace(old, new))
            ann.git("commit", "-qam", f"By {who}", "--author", f"{who} <{who}@example.org>")
        ann.git("push", "-q")
        bob.set("S02E01", title="Bob's title")
        message = bob.publish().message
        for words in ("Zoe, in commit", "Yan, in commit", "(room 7)", "(to be confirmed)"):
            assert words in message

    def test_words_by_hand_of_both_are_judged_by_my_newest_commit(
        self, ann: OrganizerClone, bob: OrganizerClone, team: Team
    ) -> None:
        page = "_pages/webinar.md"
        fresh = bob.read(page)
        for site, words in ((ann, "Speakers (room 7):"), (bob, "Speakers (room 9):")):
            site.write(page, fresh.replace("Speakers:", words))
            site.git("commit", "-qam", words)
        ann.git("push", "-q")
        bob.write(page, fresh)
        bob.git("commit", "-qam", "Taken back")
        assert bob.publish().state == "published"
        assert "Speakers (room 7):" in git(team.bare, "show", f"main:{page}")

    def test_a_damaged_page_on_the_server_is_told_as_such(
        self, ann: OrganizerClone, bob: OrganizerClone, team: Team
    ) -> None:
        page = "_pages/webinar.md"
        ann.push_by_hand(page, "<!-- lgtui:next -->\n", "", "Tidied")
        before = team.tip()
        bob.set("S02E01", title="Bob's title")
        outcome = bob.publish()
        assert outcome.state == "stopped"
        author = ann.git("log", "-1", "--format=%an").strip()
        for words in ("on the server", author, "(Tidied)", page, "has not begun"):
            assert words in outcome.message
        assert team.tip() == before

    @pytest.mark.parametrize("kind", ["by hand", "damaged marker", "stale"])
    def test_who_has_nothing_of_their_own_takes_any_page_in(
        self, ann: OrganizerClone, bob: OrganizerClone, team: Team, kind: str
    ) -> None:
        page = "_pages/webinar.md"
        old, new = {
            "by hand": ("Bias in scans", "By hand"),
            "damaged marker": ("<!-- lgtui:end previous", "<!-- lgtui:ende previous"),
            "stale": ("", ""),
        }[kind]
        if kind == "stale":
            ann.data.write_text(ann.data.read_text().replace("Bias in scans", "Bias"))
        ann.push_by_hand(page, old, new)
        assert bob.pull().state == "pulled"
        assert bob.git("rev-parse", "HEAD") == team.tip()
        assert bob.read(page) == ann.read(page)

    def test_a_commit_of_mine_with_words_by_hand_is_made_again_as_it_is(
        self, ann: OrganizerClone, bob: OrganizerClone, team: Team
    ) -> None:
        page = "_pages/webinar.md"
        fresh = bob.read(page)
        bob.write(page, fresh.replace("Bias in scans", "By hand"))
        bob.git("commit", "-qam", "By hand")
        bob.write(page, fresh)
        bob.git("commit", "-qam", "Taken back")
        ann.set("S02E01", bio="Ann's.")
        assert ann.publish().state == "published"
        assert bob.publish().state == "published"
        assert team.history()[:3] == ["Taken back", "By hand", "S02E01: bio changed"]
        assert "By hand" in bob.git("show", f"HEAD~1:{page}")

    def test_a_region_edited_by_hand_that_one_side_took_back_stops_nothing(
        self, ann: OrganizerClone, bob: OrganizerClone, team: Team
    ) -> None:
        page = ann.read("_pages/webinar.md")
        ann.write("_pages/webinar.md", page.replace("Bias in scans", "By hand"))
        ann.git("commit", "-qam", "By hand")
        ann.git("push", "-q")
        bob.git("pull", "-q")
        ann.git("commit", "-q", "--allow-empty", "-m", "Something else")
        ann.git("push", "-q")
        bob.write("_pages/webinar.md", page)
        bob.set("S02E01", title="Bob's")
        assert bob.publish().state == "published"
        assert "By hand" not in git(team.bare, "show", "main:_pages/webinar.md")

    def test_what_both_sides_have_by_hand_stays_until_somebody_decides(
        self, ann: OrganizerClone, bob: OrganizerClone
    ) -> None:
        page = ann.read("_pages/webinar.md").replace("Bias in scans", "By hand")
        ann.write("_pages/webinar.md", page)
        ann.git("commit", "-qam", "By hand")
        ann.git("push", "-q")
        bob.git("pull", "-q")
        for site, fields in ((ann, {"bio": "Ann's."}), (bob, {"title": "Bob's"})):
            site.set("S02E01", **fields)
            site.git("commit", "-qam", "Data alone")
        ann.git("push", "-q")
        assert bob.pull().state == "pulled"
        assert (bob.talk("S02E01").title, bob.talk("S02E01").bio) == ("Bob's", "Ann's.")
        assert "By hand" in bob.read("_pages/webinar.md")
        assert "Title: Bob's" in bob.read("_pages/webinar.md")  # in another region
        assert bob.state() == ""

    def test_a_data_file_that_others_removed_is_not_brought_back(
        self, ann: OrganizerClone, bob: OrganizerClone
    ) -> None:
        ann.git("mv", "data/talks.toml", "moved.toml")
        ann.git("commit", "-qm", "Move")
        ann.git("push", "-q")
        bob.set("S02E01", title="Bob's")
        outcome = bob.publish()
        assert outcome.state == "stopped"
        assert "deleted or has another name" in outcome.message


class TestFilesAndFoldersOfOneName:
    """What replaying would remove on the server is an obstacle: it is named, nothing is pushed."""

    @pytest.mark.parametrize(
        ("theirs", "mine"),
        [("img/a.txt", "img"), ("img", "img/a.txt"), ("img/a/b.txt", "img/a"), ("img", "img/a/b")],
    )
    def test_neither_takes_the_others_place(
        self, ann: OrganizerClone, bob: OrganizerClone, team: Team, theirs: str, mine: str
    ) -> None:
        for site, path in ((ann, theirs), (bob, mine)):
            site.write(path, f"{site.folder.name}\n")
            site.git("add", path)
            site.git("commit", "-qm", f"Add {path}")
        ann.git("push", "-q")
        before = team.tip()
        bob.set("S02E01", title="Bob's")
        outcome = bob.publish()
        assert (outcome.state, team.tip()) == ("stopped", before)
        assert theirs in outcome.message
        assert git(team.bare, "show", f"main:{theirs}") == "ann"
        assert bob.read(mine) == "bob\n"
        assert bob.talk("S02E01").title == "Bob's"

    @pytest.mark.parametrize("theirs", ["web.ics", "web.ics/a.txt", "pub"])
    def test_a_page_of_mine_takes_the_place_of_nothing(
        self, ann: OrganizerClone, bob: OrganizerClone, team: Team, theirs: str
    ) -> None:
        mine = "pub/web.ics" if theirs == "pub" else "web.ics"
        if theirs == "web.ics":
            (ann.folder / theirs).symlink_to("data/talks.toml")
        else:
            ann.write(theirs, "ann\n")
        ann.git("add", theirs)
        ann.git("commit", "-qm", "Theirs")
        ann.git("push", "-q")
        before = team.tip()
        bob.edit(lambda records: records._replace(pages=records.pages._replace(calendar=mine)))
        outcome = bob.publish()
        assert (outcome.state, team.tip()) == ("stopped", before)
        assert theirs in outcome.message
        assert bob.read(mine).startswith("BEGIN:VCALENDAR")

    def test_a_pull_keeps_a_folder_that_took_the_place_of_a_page(
        self, ann: OrganizerClone, bob: OrganizerClone
    ) -> None:
        ann.edit(lambda records: records._replace(pages=records.pages._replace(calendar="web")))
        ann.publish()
        bob.pull()
        ann.edit(lambda records: records._replace(pages=records.pages._replace(calendar="")))
        ann.git("rm", "-q", "web")
        ann.write("web/a.txt", "ann\n")
        ann.git("add", "web")
        ann.git("commit", "-qam", "A folder")
        ann.git("push", "-q")
        outcome = bob.pull()
        assert outcome.state == "stopped"
        assert "web/a.txt" in outcome.message
        assert bob.state() == ""
