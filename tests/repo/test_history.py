"""A record's history: what was changed, when, by whom; and how it comes back."""

import datetime

import pytest

from lgtui import store
from lgtui.model import Season, Speaker, Talk
from lgtui.repo import history
from lgtui.repo.history import CommitChanges
from tests.repo.sites import OrganizerClone, git


def of(site: OrganizerClone, id_: str) -> list[CommitChanges]:
    at = [talk.id for talk in site.records.talks].index(id_)
    return list(history.record_history(site.site, "talks", at))


def lines(pasts: list[CommitChanges]) -> list[str]:
    return [str(change) for past in pasts for change in past.changes]


@pytest.fixture
def storied(ann: OrganizerClone, bob: OrganizerClone) -> OrganizerClone:
    """A talk that was retitled, renumbered with its season, moved, and edited by two people."""
    ann.set("S02E01", title="Second title")
    ann.publish()
    bob.pull()
    bob.edit(lambda records: records._replace(
        seasons=(records.seasons[0], Season(2, "Inserted"), records.seasons[1]._replace(number=3)),
        talks=(
            records.talks[1]._replace(id="S03E01"),
            records.talks[0],
            Talk("S02E01", "Inserted talk"),
        ),
    ))  # fmt: skip
    assert bob.publish().state == "published"
    ann.pull()
    ann.set("S01E01", bio="Unrelated.")
    ann.publish()
    ann.set("S03E01", speakers=(Speaker("Eva Christ", "Dr."),), video_url="https://video.example/3")
    ann.publish("Video and prefix")
    return ann


def test_a_talk_is_followed_through_renumbering_and_moves(storied: OrganizerClone) -> None:
    pasts = of(storied, "S03E01")
    assert lines(pasts) == [
        "S03E01: prefix of Eva Christ set",
        "S03E01: video set",
        "S02E01 renumbered S03E01",
        "S02E01: title changed",
        "S02E01: added",
    ]
    assert [past.author for past in pasts] == ["Ann", "Bob", "Ann", "Ann"]
    assert pasts[0].subject == "Video and prefix"
    assert all(
        past.when and abs(past.when - datetime.datetime.now(datetime.UTC)).days == 0
        for past in pasts
    )
    assert [storied.git("log", "-1", "--format=%s", past.commit) for past in pasts[:1]] == [
        "Video and prefix"
    ]
    assert pasts[2].record == storied.talk("S03E01")._replace(
        id="S02E01",
        title="From metrics to meaning",
        video_url="",
        speakers=(Speaker("Eva Christ"),),
    )
    assert pasts[-1].record is None


def test_the_talk_that_took_over_the_id_has_a_history_of_its_own(storied: OrganizerClone) -> None:
    assert lines(of(storied, "S02E01")) == ["S02E01: added"]


def test_edits_that_are_not_committed_come_first(storied: OrganizerClone) -> None:
    storied.set("S03E01", title="Not yet")
    first, second, *_ = of(storied, "S03E01")
    assert (first.commit, first.when, lines([first])) == ("", None, ["S03E01: title changed"])
    assert second.subject == "Video and prefix"


def test_a_record_that_was_never_committed_is_added(ann: OrganizerClone) -> None:
    ann.add(Talk("S02E02", "New"))
    assert lines(of(ann, "S02E02")) == ["S02E02: added"]


def test_the_files_history_names_all_records(storied: OrganizerClone) -> None:
    pasts = list(history.file_history(storied.site))
    assert [past.subject for past in pasts][:2] == ["Video and prefix", "S01E01: bio changed"]
    assert lines(pasts[1:2]) == ["S01E01: bio changed"]
    assert "S02: added" in lines(pasts[2:3])


def test_history_goes_on_where_the_file_had_another_name_or_was_broken(ann: OrganizerClone) -> None:
    whole = ann.read("data/talks.toml")
    ann.data.write_text("not toml")
    ann.git("commit", "-qam", "Break")
    ann.data.write_text(whole)
    ann.git("commit", "-qam", "Mend")
    ann.git("mv", "data/talks.toml", "data/records.toml")
    ann.git("commit", "-qm", "Rename")
    ann.data = ann.folder / "data" / "records.toml"
    ann.set("S02E01", title="Other")
    ann.git("commit", "-qam", "Retitle")
    assert lines(of(ann, "S02E01")) == ["S02E01: title changed", "S02E01: added"]


def test_history_goes_through_merges(ann: OrganizerClone) -> None:
    ann.git("switch", "-qc", "side")
    ann.set("S02E01", bio="Aside.")
    ann.git("commit", "-qam", "Side")
    ann.git("switch", "-q", "main")
    ann.set("S01E01", bio="Main.")
    ann.git("commit", "-qam", "Main")
    ann.git("merge", "-q", "side", "-m", "Both")
    assert "S02E01: bio changed" in lines(of(ann, "S02E01"))


def test_layouts_with_tables_of_speakers_are_followed(ann: OrganizerClone) -> None:
    text = (
        ann.read("data/talks.toml").replace('speakers = [{ name = "Eva Christ" }]\n', "")
        + '[[talks.speakers]]\nname = "Eva Christ"\n'
    )
    ann.data.write_text(text)
    ann.git("commit", "-qam", "Lay out")
    ann.data.write_text(text.replace('name = "Eva Christ"', 'name = "Eva Kristin Christ"'))
    ann.git("commit", "-qam", "Spell")
    assert lines(of(ann, "S02E01"))[0] == "S02E01: speaker Eva Christ renamed Eva Kristin Christ"


class TestBringingBack:
    """Every old value can be a new edit."""

    def test_a_field(self, storied: OrganizerClone) -> None:
        changes = [change for past in of(storied, "S03E01") for change in past.changes]
        back = storied.records
        for change in changes[:4]:
            back = history.restore(back, 0, change)
        assert back.talks[0].title == "From metrics to meaning"
        assert back.talks[0].video_url == ""
        assert back.talks[0].id == "S02E01"
        with pytest.raises(ValueError, match="nothing before"):
            history.restore(back, 0, changes[4])

    def test_a_key_that_the_schema_does_not_know(self, ann: OrganizerClone) -> None:
        ann.set("S02E01", unknown=(("room", "A"),))
        ann.publish()
        ann.set("S02E01", unknown=(("room", "B"),))
        (change,) = of(ann, "S02E01")[0].changes
        assert history.restore(ann.records, 1, change).talks[1].unknown == (("room", "A"),)

    def test_a_deleted_record(self, ann: OrganizerClone) -> None:
        deleted = ann.talk("S02E01")
        ann.edit(
            lambda records: records._replace(seasons=records.seasons[:1], talks=records.talks[:1])
        )
        ann.publish()
        found = next(history.file_history(ann.site)).changes
        season, talk = found
        back = history.restore(history.restore(ann.records, 1, season), 1, talk)
        assert back.talks[1] == deleted
        assert back.seasons[1].theme == "Metrics"

    def test_all_that_a_commit_did_whatever_came_after(self, storied: OrganizerClone) -> None:
        commit = of(storied, "S03E01")[2].commit
        merged = history.revert(storied.site, commit, storied.records)
        assert not merged.conflicts
        assert merged.records == storied.records._replace(talks=(
            storied.records.talks[0]._replace(title="From metrics to meaning"),
            *storied.records.talks[1:],
        ))  # fmt: skip

    def test_what_was_changed_again_since_is_a_conflict(self, ann: OrganizerClone) -> None:
        for title in ("Second", "Third"):
            ann.set("S02E01", title=title)
            ann.publish()
        merged = history.revert(ann.site, git(ann.folder, "rev-parse", "HEAD^"), ann.records)
        (conflict,) = merged.conflicts
        assert (conflict.mine, conflict.theirs) == ("Third", "From metrics to meaning")


def test_only_versions_in_which_the_record_changed_are_parsed(
    ann: OrganizerClone, monkeypatch: pytest.MonkeyPatch
) -> None:
    for at in range(30):
        ann.set("S01E01", bio=f"Unrelated {at}.")
        if at % 10 == 0:
            ann.set("S02E01", title=f"Title {at}")
        ann.git("commit", "-qam", f"Edit {at}")
    parsed: list[bytes] = []

    def parse(raw: bytes, path: str) -> store.Document:
        parsed.append(raw)
        return original(raw, path)

    original = store.parse
    monkeypatch.setattr(store, "parse", parse)
    pasts = of(ann, "S02E01")
    assert [past.subject for past in pasts[:3]] == ["Edit 20", "Edit 10", "Edit 0"]
    assert len(pasts) == 4
    assert len(parsed) <= 2 * len(pasts) + 2


def test_what_came_and_went_with_broken_versions_is_told_once(
    ann: OrganizerClone,
) -> None:
    ann.set("S02E01", title="Second title")
    good = ann.data.read_text()
    for at, text in enumerate(("schema = = 1\n", f"{good}[[", good)):
        ann.data.write_text(text)
        ann.git("commit", "-qam", f"Step {at}")
    ann.set("S02E01", title="Third title")
    ann.git("commit", "-qam", "Last")
    pasts = of(ann, "S02E01")
    assert [(past.subject, *lines([past])) for past in pasts[:2]] == [
        ("Last", "S02E01: title changed"),
        ("Step 1", "S02E01: title changed"),
    ]
    assert lines(pasts[2:]) == ["S02E01: added"]
