"""``lgtui --history`` and ``--revert``: who changed what, and how it is taken back."""

import json

import pytest

from lgtui.cli import main
from lgtui.model import Speaker, Talk
from tests.repo.conftest import ann, bob, own_settings, team
from tests.repo.sites import OrganizerClone

__all__ = ["ann", "bob", "own_settings", "team"]


def run(site: OrganizerClone, *arguments: str) -> int:
    return main(["--data", str(site.data), *arguments])


@pytest.fixture
def changed(ann: OrganizerClone) -> OrganizerClone:
    """A title changed twice, then a biography, then a talk added."""
    ann.set("S02E01", title="Second title")
    assert ann.publish().state == "published"
    ann.set("S02E01", bio="A new life.")
    assert ann.publish().state == "published"
    ann.add(Talk("S02E02", "On trees", (Speaker("Al Moss"),)))
    assert ann.publish().state == "published"
    return ann


@pytest.mark.parametrize("name", ["S02E01", "s2e1"])
def test_the_history_of_a_talk_names_who_what_was_and_what_is(
    changed: OrganizerClone, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(changed, "--history", name) == 0
    told = capsys.readouterr().out
    assert told.index("S02E01: bio changed") < told.index("S02E01: title changed")
    assert "    - From metrics to meaning\n    + Second title" in told
    assert "Ann, " in told
    assert "On trees" not in told


def test_the_history_is_there_for_programs_too(
    changed: OrganizerClone, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(changed, "--history", "S02E01", "--format", "json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["changes"][0]["what"] for row in rows] == ["bio changed", "title changed", "added"]
    assert rows[1]["changes"][0] == {
        "record": "S02E01",
        "field": "title",
        "what": "title changed",
        "before": "From metrics to meaning",
        "after": "Second title",
        "last": True,
    }
    assert rows[2]["changes"][0]["after"]["speakers"][0]["name"] == "Eva Christ"
    assert rows[1]["commit"] == changed.git("rev-parse", "HEAD~2").strip()
    assert rows[1]["when"]


def test_the_last_change_of_each_field_is_marked(
    changed: OrganizerClone, capsys: pytest.CaptureFixture[str]
) -> None:
    changed.set("S02E01", title="Third title")
    changed.publish()
    assert run(changed, "--history", "S02E01") == 0
    told = capsys.readouterr()
    lines = [line for line in told.out.splitlines() if line[2:].startswith("S02E01: ")]
    assert lines == [
        "* S02E01: title changed",
        "* S02E01: bio changed",
        "  S02E01: title changed",
        "* S02E01: added",
    ]
    assert "* is the last change of its field" in told.err
    assert run(changed, "--history", "S02E01", "--format", "json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["changes"][0]["last"] for row in rows] == [True, True, False, True]


def test_the_history_of_everything_names_other_records_as_well(
    changed: OrganizerClone, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(changed, "--history") == 0
    told = capsys.readouterr().out
    assert "S02E02: added" in told
    assert "S02E01: title changed" in told


@pytest.mark.parametrize("name", ["S09E09", "Nobody", "S77"])
def test_a_name_that_no_record_has_is_told(
    changed: OrganizerClone, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(changed, "--history", name) == 2
    assert name in capsys.readouterr().err


def test_a_commit_is_taken_back_and_what_came_after_it_stays(
    changed: OrganizerClone, capsys: pytest.CaptureFixture[str]
) -> None:
    commit = changed.git("rev-parse", "--short", "HEAD~2").strip()
    head = changed.git("rev-parse", "HEAD")
    assert run(changed, "--revert", commit) == 0
    told = capsys.readouterr()
    assert told.out == "S02E01: title changed\n"
    talk = changed.talk("S02E01")
    assert (talk.title, talk.bio) == ("From metrics to meaning", "A new life.")
    assert "From metrics to meaning" in changed.read("_pages/webinar.md")
    assert changed.git("rev-parse", "HEAD") == head
    assert changed.publish().state == "published"
    assert run(changed, "--revert", commit) == 1
    assert "nothing of that commit is left" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("how", "title", "status"),
    [(None, "Third", 1), ("mine", "Third", 1), ("theirs", "From metrics to meaning", 0)],
)
def test_what_was_changed_again_since_is_decided_or_left(
    changed: OrganizerClone,
    capsys: pytest.CaptureFixture[str],
    how: str | None,
    title: str,
    status: int,
) -> None:
    changed.set("S02E01", title="Third")
    assert changed.publish().state == "published"
    decided = ["--decide", how] if how else []
    assert run(changed, "--revert", changed.git("rev-parse", "HEAD~3").strip(), *decided) == status
    assert changed.talk("S02E01").title == title
    told = capsys.readouterr().err
    assert "S02E01: both changed title" in told
    if how is None:
        assert "nothing was written" in told


def test_what_would_leave_errors_is_not_written(
    changed: OrganizerClone, capsys: pytest.CaptureFixture[str]
) -> None:
    changed.add(Talk("S02E03", "On stones", (Speaker("Bo Rock"),)))
    assert changed.publish().state == "published"
    before = changed.read("data/talks.toml")
    assert run(changed, "--revert", changed.git("rev-parse", "HEAD~1").strip()) == 1
    told = capsys.readouterr().err
    assert "SEQ003" in told
    assert "nothing was written" in told
    assert changed.read("data/talks.toml") == before


@pytest.mark.parametrize("name", ["0123abc", "--oops", "HEAD~3000", ""])
def test_a_commit_that_is_none_is_told(
    ann: OrganizerClone, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(ann, f"--revert={name}") == 2
    assert "no commit" in capsys.readouterr().err
