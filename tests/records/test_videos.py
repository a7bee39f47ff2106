"""Pasted video links: each to the talk it belongs to, or named as belonging to none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui.model import Records, Season, Speaker, Talk
from lgtui.records.edits import EditError
from lgtui.records.videos import match_videos, set_videos
from lgtui.text.urls import addresses

TALKS = (
    Talk("S01E01", "Old news about nets", (Speaker("Zoë Old"),), video_url="https://youtu.be/old"),
    Talk("S02E01", "Metrics that matter", (Speaker("Ada Müller"),)),
    Talk("S02E02", "Differentially private learning", (Speaker("Bo Chen"), Speaker("Di Wu"))),
    Talk("S02E03", "Metrics for carbon", (Speaker("Raghav Selvan"),)),
)
RECORDS = Records(seasons=(Season(1, state="held"), Season(2, state="held")), talks=TALKS)


def set_by(text: str, season: int | None = 2) -> dict[str, tuple[str, str]]:
    """For each talk that was matched the end of its link and how it was matched."""
    plan = match_videos(RECORDS, text, season)
    return {TALKS[each.at].id: (each.url.rpartition("/")[2], each.how) for each in plan.matches}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "https://youtu.be/a\n\nhttps://youtu.be/b\r\nhttps://youtu.be/c\n",
            {"S02E01": ("a", "order"), "S02E02": ("b", "order"), "S02E03": ("c", "order")},
        ),
        ("https://youtu.be/a?si=TRACK", {"S02E01": ("a", "order")}),
        (
            "S02E03 https://youtu.be/a\ns2e1: https://youtu.be/b\nE02 - https://youtu.be/c",
            {"S02E01": ("b", "id"), "S02E02": ("c", "id"), "S02E03": ("a", "id")},
        ),
        ("Episode 3: youtu.be/a", {"S02E03": ("a", "id")}),
        (
            "Selvan https://youtu.be/a\nMUELLER, no: Müller https://youtu.be/b",
            {"S02E03": ("a", "words"), "S02E01": ("b", "words")},
        ),
        ("* [Carbon](https://youtu.be/a)", {"S02E03": ("a", "words")}),
        ("https://youtu.be/a - the carbon talk", {"S02E03": ("a", "words")}),
        (
            "Differentially private learning\nhttps://youtu.be/a\nMetrics for carbon\n"
            "https://youtu.be/b",
            {"S02E02": ("a", "words"), "S02E03": ("b", "words")},
        ),
        (
            "Carbon: https://youtu.be/a and https://youtu.be/b",
            {"S02E03": ("a", "words"), "S02E01": ("b", "order")},
        ),
        ("Bo Chen and Di Wu: withheld", {"S02E02": ("", "words")}),
        (
            "E02 will not be shared\nhttps://youtu.be/a\nhttps://youtu.be/b",
            {"S02E02": ("", "id"), "S02E01": ("a", "order"), "S02E03": ("b", "order")},
        ),
    ],
)
def test_links_find_their_talks(text: str, expected: dict[str, tuple[str, str]]) -> None:
    assert set_by(text) == expected


@pytest.mark.parametrize(
    ("text", "line", "why"),
    [
        ("E07 https://youtu.be/a", "E07 https://youtu.be/a", "there is no S02E07 in S02"),
        ("S03E01 https://youtu.be/a", "S03E01 https://youtu.be/a", "there is no S03E01"),
        ("Metrics https://youtu.be/a", "Metrics https://youtu.be/a", "S02E01 and S02E03 alike"),
        ("Dear all,", "Dear all,", "no link"),
        ("withheld", "withheld", "does not say which talk"),
        ("E01 https://youtu.be/a\nE01 https://youtu.be/b", "E01 https://youtu.be/b", "already"),
        ("https://youtu.be/a\nhttps://youtu.be/a", "https://youtu.be/a", "twice"),
        (
            "\n".join(f"https://youtu.be/{at}" for at in range(4)),
            "https://youtu.be/3",
            "no talk without a video",
        ),
    ],
)
def test_what_belongs_to_no_talk_is_told(text: str, line: str, why: str) -> None:
    [(found, reason)] = match_videos(RECORDS, text, 2).unmatched
    assert found == line
    assert why in reason


def test_more_than_one_recording_can_be_withheld() -> None:
    plan = match_videos(RECORDS, "E01 withheld\nE02: not shared\nE03 withheld", 2)
    assert plan.unmatched == ()
    after = set_videos(RECORDS, plan).records
    assert [talk.recording for talk in after.talks] == ["", *["withheld"] * 3]


def test_a_second_line_for_a_withheld_talk_and_one_for_no_talk_are_told() -> None:
    plan = match_videos(RECORDS, "E01 withheld\nE01 withheld\nwithheld", 2)
    assert [match.at for match in plan.matches] == [1]
    assert plan.unmatched == (
        ("E01 withheld", "another line is for S02E01 already"),
        ("withheld", "it does not say which talk"),
    )


def test_without_a_season_the_latest_held_one_is_meant_and_ids_name_any_talk() -> None:
    assert set_by("https://youtu.be/a\nS01E01 https://youtu.be/b", None) == {
        "S02E01": ("a", "order"),
        "S01E01": ("b", "id"),
    }


def test_what_a_link_takes_the_place_of_is_in_the_plan() -> None:
    [match] = match_videos(RECORDS, "E01 https://youtu.be/new", 1).matches
    assert match.before == "https://youtu.be/old"
    [match] = match_videos(RECORDS, "E01 https://example.org/new", 1).matches
    assert "usual place" in match.note


def test_all_is_one_edit_and_nothing_new_is_none() -> None:
    edit = set_videos(RECORDS, match_videos(RECORDS, "https://youtu.be/a\nE02 withheld", 2))
    assert edit.label == "videos of S02E01, S02E02"
    assert edit.records.talks[1] == TALKS[1]._replace(video_url="https://youtu.be/a")
    assert edit.records.talks[2] == TALKS[2]._replace(recording="withheld")
    assert edit.records.talks[3] == TALKS[3]
    with pytest.raises(EditError, match="Nothing of this is new"):
        set_videos(RECORDS, match_videos(RECORDS, "E01 https://youtu.be/old", 1))


pieces = st.sampled_from(
    ["https://youtu.be/a", "https://youtu.be/b", "youtu.be/c", "https://example.org/d", "E01",
     "E09", "carbon", "Metrics", "withheld", "Dear all", "\n", "\n", " ", "https://vimeo.com/5"]
)  # fmt: skip


@given(st.lists(pieces, max_size=12))
def test_every_pasted_link_is_either_set_or_told_and_only_videos_change(parts: list[str]) -> None:
    text = " ".join(parts)
    plan = match_videos(RECORDS, text, 2)
    listed = "\n".join([match.url for match in plan.matches] + [line for line, _ in plan.unmatched])
    for line in text.splitlines():
        for address in addresses(line):
            assert address.url.removeprefix("https://") in listed
    assert len({match.at for match in plan.matches}) == len(plan.matches)
    try:
        after = set_videos(RECORDS, plan).records
    except EditError:
        return
    matched = {match.at for match in plan.matches}
    for at, (old, new) in enumerate(zip(RECORDS.talks, after.talks, strict=True)):
        assert new._replace(video_url="", recording="") == old._replace(video_url="", recording="")
        assert at in matched or new == old


MOVED = RECORDS._replace(
    talks=tuple(
        talk._replace(video_url=f"https://youtu.be/old{at}") for at, talk in enumerate(TALKS)
    )
)


def moved(text: str, season: int | None = 2) -> dict[str, tuple[str, str, str]]:
    """For each talk its old link, the new one, and how it was matched."""
    found = match_videos(MOVED, text, season)
    assert not found.unmatched
    return {TALKS[one.at].id: (one.before[-4:], one.url[-1], one.how) for one in found.matches}


def test_ids_and_whole_titles_of_any_season_replace_links() -> None:
    assert moved("S01E01 https://youtu.be/a\nS02E03 https://youtu.be/b") == {
        "S01E01": ("old0", "a", "id"),
        "S02E03": ("old3", "b", "id"),
    }
    for clue in ("Old news about nets\n", "Zoë Old: "):
        assert moved(f"{clue}https://youtu.be/a") == {"S01E01": ("old0", "a", "words")}


def test_as_many_bare_links_as_a_season_has_talks_are_its_playlist() -> None:
    links = "\n".join(f"https://youtu.be/{sign}" for sign in "abc")
    assert moved(links) == {
        "S02E01": ("old1", "a", "order"),
        "S02E02": ("old2", "b", "order"),
        "S02E03": ("old3", "c", "order"),
    }


def test_as_many_bare_links_as_there_are_held_talks_are_all_of_them() -> None:
    links = "\n".join(f"https://youtu.be/{sign}" for sign in "abcd")
    assert [one[1] for one in moved(links).values()] == list("abcd")
    withheld = (*MOVED.talks[:3], MOVED.talks[3]._replace(video_url="", recording="withheld"))
    plan = match_videos(MOVED._replace(talks=withheld), "https://youtu.be/a https://youtu.be/b", 2)
    assert [TALKS[one.at].id for one in plan.matches] == ["S02E01", "S02E02"]


def test_other_numbers_of_bare_links_replace_nothing() -> None:
    plan = match_videos(MOVED, "https://youtu.be/a\nhttps://youtu.be/b", 2)
    assert plan.matches == ()
    assert len(plan.unmatched) == 2
