"""The steps of a season's life, each one edit that touches only its season."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui.model import Moment, Records, Season, Series, Talk, parse_id
from lgtui.records import lifecycle
from lgtui.records.edits import EditError
from lgtui.render.icalendar import calendar

AT = datetime.datetime
DAY = datetime.date


def plain(**fields: object) -> Records:
    records = Records(
        Series("S", "Europe/Oslo", 3),
        seasons=(Season(1, "A", DAY(2026, 1, 5), state="held"), Season(2, "B", AT(2026, 3, 2, 15))),
        talks=(Talk("S01E01", "a"), Talk("S02E01", "b"), Talk("S02E02", "c", date=DAY(2026, 3, 3))),
    )
    return records._replace(**fields)  # type: ignore[arg-type] # fields by their names


def others(records: Records, number: int) -> tuple[list[Season], list[Talk]]:
    """All that belongs to another season."""
    return (
        [season for season in records.seasons if season.number != number],
        [talk for talk in records.talks if (parse_id(talk.id) or (0, 0))[0] != number],
    )


@pytest.mark.parametrize(("per_season", "count"), [(3, 3), (5, 5), (0, 1)])
def test_a_planned_season_has_the_next_number_and_its_empty_talks(
    per_season: int, count: int
) -> None:
    records = plain(series=Series("S", "Europe/Oslo", per_season))
    made = lifecycle.plan_season(records, DAY(2026, 6, 1), "C")
    assert made.records.seasons[made.where.at] == Season(3, "C", DAY(2026, 6, 1))
    new = [talk for talk in made.records.talks if talk not in records.talks]
    assert new == [Talk(f"S03E{at:02}") for at in range(1, count + 1)]
    assert others(made.records, 3) == others(records, 3)


def test_a_season_marked_as_held_changes_in_nothing_else() -> None:
    records = plain()
    made = lifecycle.mark_held(records, 2)
    assert made.records == records._replace(
        seasons=(records.seasons[0], records.seasons[1]._replace(state="held"))
    )
    assert made.label == "mark S02 as held"


@pytest.mark.parametrize(
    ("records", "message"),
    [
        (plain(seasons=(Season(2, start=DAY(2026, 1, 1), state="held"),)), "held already"),
        (plain(seasons=(Season(2, start=DAY(2026, 1, 1), state="cancelled"),)), "is cancelled"),
        (plain(talks=()), "has no talk"),
        (plain(seasons=(Season(2),), talks=(Talk("S02E01"),)), "has no date"),
        (plain(seasons=()), "has no record"),
    ],
)
def test_a_season_that_cannot_have_been_held_is_refused_with_the_way_out(
    records: Records, message: str
) -> None:
    with pytest.raises(EditError, match=message):
        lifecycle.mark_held(records, 2)


def test_postponing_takes_a_second_day_along() -> None:
    made = lifecycle.postpone(plain(), 2, AT(2026, 3, 30, 15))
    assert made.records.seasons[1].start == AT(2026, 3, 30, 15)
    assert [talk.date for talk in made.records.talks] == [None, None, DAY(2026, 3, 31)]
    assert made.label == "postpone S02 to 2026-03-30 15:00"


def test_postponing_without_a_new_date_opens_every_date_of_the_season() -> None:
    made = lifecycle.postpone(plain(), 2, None)
    assert made.records.seasons[1].start is None
    assert [talk.date for talk in made.records.talks] == [None, None, None]
    assert made.label == "postpone S02 without a new date"


def test_a_talks_hour_is_open_again_with_its_seasons() -> None:
    talks = (Talk("S02E01", date=AT(2026, 3, 3, 9)),)
    made = lifecycle.postpone(plain(talks=talks), 2, DAY(2026, 4, 6))
    assert made.records.talks[0].date == DAY(2026, 4, 7)


def test_a_cancelled_season_comes_back_by_a_new_date() -> None:
    gone = lifecycle.cancel(plain(), 2).records
    assert gone.seasons[1].state == "cancelled"
    assert gone.seasons[1].start == AT(2026, 3, 2, 15)
    back = lifecycle.postpone(gone, 2, AT(2026, 3, 2, 15))
    assert back.records.seasons[1] == plain().seasons[1]._replace(revision=2)
    assert "which was cancelled" in back.label


def test_what_was_held_can_neither_be_postponed_nor_cancelled() -> None:
    with pytest.raises(EditError, match="was held"):
        lifecycle.postpone(plain(), 1, None)
    with pytest.raises(EditError, match="was held"):
        lifecycle.cancel(plain(), 1)
    with pytest.raises(EditError, match="has that date"):
        lifecycle.postpone(plain(), 2, AT(2026, 3, 2, 15))
    with pytest.raises(EditError, match="cancelled already"):
        lifecycle.cancel(lifecycle.cancel(plain(), 2).records, 2)


moments = st.none() | st.dates(DAY(2020, 1, 1), DAY(2030, 1, 1)) | st.datetimes(
    AT(2020, 1, 1), AT(2030, 1, 1)
)  # fmt: skip


@given(moments, moments, moments)
def test_postponing_touches_its_season_only_and_keeps_every_word(
    start: Moment | None, own: Moment | None, new: Moment | None
) -> None:
    seasons = (Season(1, "A", DAY(2026, 1, 5), state="held"), Season(2, "B", start))
    talks = (Talk("S01E01", "a", date=own), Talk("S02E01", "b", date=own), Talk("S02E02", "c"))
    records = plain(seasons=seasons, talks=talks)
    try:
        after = lifecycle.postpone(records, 2, new).records
    except EditError:
        assert start == new
        return
    assert others(after, 2) == others(records, 2)
    assert after.seasons[1]._replace(start=None, revision=0) == seasons[1]._replace(start=None)
    assert after.seasons[1].revision == (start is not None)
    assert [talk._replace(date=None) for talk in after.talks] == [
        talk._replace(date=None) for talk in talks
    ]


MOMENTS = st.sampled_from(
    [
        None,
        datetime.date(2023, 5, 1),
        datetime.datetime(2023, 5, 1, 15),
        datetime.datetime(2023, 5, 1, 16),
        datetime.datetime(2021, 1, 1, 9),
    ]
)
STATES = st.sampled_from(["upcoming", "held", "cancelled"])


@st.composite
def histories(draw: st.DrawFn) -> list[Records]:
    """Versions of records, each saved after the one before: seasons and talks moved at will."""
    versions = []
    for _ in range(draw(st.integers(2, 5))):
        seasons = tuple(
            Season(number, "", draw(MOMENTS), "", draw(STATES), draw(st.integers(0, 2)))
            for number in draw(st.lists(st.integers(1, 3), min_size=1, max_size=3, unique=True))
        )
        talks = tuple(Talk(f"S0{number}E01", date=draw(MOMENTS)) for number in (1, 2, 3))
        versions.append(Records(Series("Datasets", "Europe/Copenhagen"), seasons=seasons,
                                talks=talks))  # fmt: skip
    return versions


def published(text: str) -> dict[str, tuple[list[str], int, str]]:
    """What a calendar says of each event: when and in which state, SEQUENCE and DTSTAMP."""
    found = {}
    for block in text.replace("\r\n", "\n").split("BEGIN:VEVENT\n")[1:]:
        lines = block.split("\n")
        fields = dict(line.partition(":")[::2] for line in lines)
        when = [line for line in lines if line.startswith(("DTSTART", "STATUS"))]
        found[fields["UID"]] = (when, int(fields["SEQUENCE"]), fields["DTSTAMP"])
    return found


@given(histories(), st.booleans())
def test_every_saved_move_is_told_to_calendars(versions: list[Records], counted: bool) -> None:
    saved, text = versions[0], calendar(versions[0])
    for version in versions[1:]:
        # Somebody who writes the data file by hand counts nothing.
        records = lifecycle.count_revisions(saved, version) if counted else version
        fresh = calendar(records, text)
        before, after = published(text), published(fresh)
        for name in before.keys() & after.keys():
            (old, sequence, stamp), (new, later, latest) = before[name], after[name]
            assert later >= sequence + (old != new)
            assert latest >= stamp
        assert calendar(records, fresh) == fresh
        if counted:
            pure = published(calendar(records))
            for name, (old, sequence, _) in published(calendar(saved)).items():
                if name in pure:
                    assert pure[name][1] >= sequence + (old != pure[name][0])
            assert lifecycle.count_revisions(saved, records) == records
            revisions = {season.number: season.revision for season in records.seasons}
            for season in saved.seasons:
                assert revisions.get(season.number, season.revision) >= season.revision
        saved, text = records, fresh


def test_a_step_that_counted_itself_is_counted_once() -> None:
    moved = lifecycle.postpone(plain(), 2, datetime.datetime(2026, 9, 7, 15)).records
    assert lifecycle.count_revisions(plain(), moved) == moved


def test_what_calendars_do_not_show_counts_nothing() -> None:
    first, *others = plain().seasons
    told = plain()._replace(seasons=(first._replace(theme="Another", register_url=""), *others))
    assert lifecycle.count_revisions(plain(), told) is told
