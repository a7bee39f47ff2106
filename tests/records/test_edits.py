"""Edits of whole records touch what they are about, and nothing else."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui.model import Organizer, Records, Season, Speaker, Talk, Where, make_id, parse_id
from lgtui.records import edits
from lgtui.records.edits import EditError


@st.composite
def series(draw: st.DrawFn) -> Records:
    """Seasons and talks with distinct numbers, in any order in the file."""
    numbers = draw(st.lists(st.integers(1, 12), unique=True, max_size=5))
    keys = draw(st.lists(st.tuples(st.integers(1, 12), st.integers(1, 9)), unique=True, max_size=9))
    if draw(st.booleans()):
        numbers.sort()
        keys.sort()
    return Records(
        organizers=tuple(Organizer(name) for name in draw(st.permutations(["Ada", "Bo", "Cy"]))),
        seasons=tuple(Season(number, theme=f"theme {number}") for number in numbers),
        talks=tuple(Talk(make_id(*key), title=f"title {key}") for key in keys),
    )


def titles(records: Records) -> list[str]:
    return sorted(talk.title for talk in records.talks)


def ids(records: Records) -> list[str]:
    return [talk.id for talk in records.talks]


@given(series(), st.integers(1, 13))
def test_an_added_talk_has_a_free_id_and_leaves_the_others_alone(
    records: Records, season: int
) -> None:
    made = edits.add_talk(records, season)
    new = made.records.talks[made.where.at]
    assert new.id not in ids(records)
    assert parse_id(new.id) is not None
    assert made.records._replace(
        talks=(*made.records.talks[: made.where.at], *made.records.talks[made.where.at + 1 :])
    ) == records  # fmt: skip


@given(series(), st.integers(1, 13))
def test_adding_keeps_a_sorted_file_sorted(records: Records, season: int) -> None:
    if ids(records) == sorted(ids(records)):
        after = ids(edits.add_talk(records, season).records)
        assert after == sorted(after)


@given(series())
def test_deleting_what_was_added_gives_the_records_back(records: Records) -> None:
    for made in (
        edits.add_talk(records, 3),
        edits.add_season(records),
        edits.add_organizer(records),
    ):
        assert edits.delete(made.records, made.where).records == records


@given(series())
def test_a_new_season_has_the_next_number(records: Records) -> None:
    made = edits.add_season(records)
    number = made.records.seasons[made.where.at].number
    used = [season.number for season in records.seasons]
    used += [key[0] for key in map(parse_id, ids(records)) if key]
    assert number == max(used, default=0) + 1


@given(series(), st.data())
def test_a_duplicate_says_the_same_but_for_id_and_recording(
    records: Records, data: st.DataObject
) -> None:
    if not records.talks:
        return
    at = data.draw(st.integers(0, len(records.talks) - 1))
    video = records.talks[at]._replace(video_url="https://v.example")
    records = records._replace(talks=(*records.talks[:at], video, *records.talks[at + 1 :]))
    made = edits.duplicate(records, Where("talks", at))
    copy = made.records.talks[made.where.at]
    assert copy == video._replace(id=copy.id, video_url="")
    assert copy.id not in ids(records)


@given(series(), st.data())
def test_moving_down_and_up_again_changes_nothing(records: Records, data: st.DataObject) -> None:
    if not records.talks:
        return
    at = data.draw(st.integers(0, len(records.talks) - 1))
    try:
        down = edits.move(records, Where("talks", at), 1)
    except EditError:
        return
    assert sorted(ids(down.records)) == sorted(ids(records))
    assert down.records.talks[down.where.at].title == records.talks[at].title
    assert edits.move(down.records, down.where, -1).records == records


@given(series(), st.integers(1, 12), st.integers(1, 15))
def test_renumbering_a_season_takes_its_talks_along_and_no_other(
    records: Records, number: int, new: int
) -> None:
    try:
        made = edits.renumber_season(records, number, new)
    except EditError:
        return
    before, after = records, made.records
    assert titles(after) == titles(before)
    by_title = {talk.title: talk.id for talk in after.talks}
    for talk in before.talks:
        season, episode = parse_id(talk.id) or (0, 0)
        assert by_title[talk.title] == make_id(new if season == number else season, episode)
    assert edits.renumber_season(after, new, number).records._replace(
        talks=(), seasons=()
    ) == before._replace(talks=(), seasons=())
    if ids(before) == sorted(ids(before)):
        assert ids(after) == sorted(ids(after))


@given(series(), st.data())
def test_renumbering_from_an_episode_counts_on_without_gaps_or_doubles(
    records: Records, data: st.DataObject
) -> None:
    if not records.talks:
        return
    at = data.draw(st.integers(0, len(records.talks) - 1))
    episode = data.draw(st.integers(1, 12))
    season, old = parse_id(records.talks[at].id) or (0, 0)
    try:
        after = edits.renumber_from(records, at, episode).records
    except EditError:
        return
    later = sorted(
        (key[1], talk.title)
        for talk in records.talks
        if (key := parse_id(talk.id)) and key[0] == season and key[1] >= old
    )
    by_title = {talk.title: talk.id for talk in after.talks}
    assert [by_title[title] for _, title in later] == [
        make_id(season, episode + count) for count in range(len(later))
    ]
    assert len(set(ids(after))) == len(ids(after))
    untouched = {talk.title for talk in records.talks} - {title for _, title in later}
    assert all(talk in records.talks for talk in after.talks if talk.title in untouched)


def plain() -> Records:
    return Records(
        seasons=(Season(1), Season(2)),
        talks=tuple(Talk(make_id(season, n), title=f"{season}-{n}") for season in (1, 2)
                    for n in (1, 2, 3)),
    )  # fmt: skip


def test_a_season_can_be_deleted_alone_or_with_its_talks() -> None:
    alone = edits.delete(plain(), Where("seasons", 0))
    assert len(alone.records.talks) == 6
    both = edits.delete(plain(), Where("seasons", 0), with_talks=True)
    assert ids(both.records) == ["S02E01", "S02E02", "S02E03"]
    assert both.label == "delete S01 and its 3 talks"


def test_renumbering_onto_a_taken_number_is_refused_with_the_way_out() -> None:
    with pytest.raises(EditError, match="S02 already; renumber that one first"):
        edits.renumber_season(plain(), 1, 2)
    with pytest.raises(EditError, match="S01E01 stands before it"):
        edits.renumber_from(plain(), 1, 1)


def test_a_gap_is_made_for_a_talk_in_the_middle() -> None:
    after = edits.renumber_from(plain(), 1, 3).records
    assert ids(after)[:3] == ["S01E01", "S01E03", "S01E04"]


def test_moving_past_the_end_of_a_season_is_refused() -> None:
    with pytest.raises(EditError, match="last talk of S01"):
        edits.move(plain(), Where("talks", 2), 1)
    with pytest.raises(EditError, match="renumber"):
        edits.move(plain(), Where("seasons", 0), 1)


def test_what_every_file_has_cannot_be_deleted_or_duplicated() -> None:
    for kind in ("series", "pages"):
        with pytest.raises(EditError):
            edits.delete(plain(), Where(kind, 0))
        with pytest.raises(EditError):
            edits.duplicate(plain(), Where(kind, 0))


def test_a_duplicated_season_takes_nothing_along_that_belongs_to_one_event() -> None:
    held = Season(1, "Audits", datetime.date(2026, 3, 2), "https://r.example", "held", 2)
    made = edits.duplicate(Records(seasons=(held,)), Where("seasons", 0))
    assert made.records.seasons == (held, Season(2, "Audits"))


def test_a_mail_without_a_name_is_about_the_talk_of_its_sender() -> None:
    records = Records(
        seasons=(Season(2),),
        talks=(
            Talk("S02E01", speakers=(Speaker("Ada"),)),
            Talk("S02E02", speakers=(Speaker("Bo"),)),
        ),
    )
    said = Talk("", "Nets")
    assert edits.talks_meant(records, said, 2) == ()
    assert edits.talks_meant(records, said, 2, "BO") == (1,)
    assert edits.talks_meant(records, said._replace(speakers=(Speaker("Ada"),)), 2, "Bo") == (0,)
    assert edits.talks_meant(records, said, 2, "Cy") == ()
