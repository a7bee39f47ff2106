"""What a season lacks at each step of its life."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lgtui.model import Pages, Records, Season, Series, Speaker, Talk, Where
from lgtui.records.checklist import Item, Round, how_far, how_long, rounds

DAY = datetime.date(2026, 3, 2)
FULL = Talk(
    "S04E01", "Deep nets", (Speaker("Ada"),), abstract="What we did.", bio="She did it."
)  # fmt: skip


def one(season: Season, *talks: Talk, today: datetime.date = DAY, news: str = "",
        files: set[str] | None = None, per_season: int = 1) -> Round:  # fmt: skip
    """The state of a single season."""
    records = Records(
        Series("S", "Europe/Oslo", per_season), Pages(news=news), (), (season,), talks
    )
    [found] = rounds(records, today, files)
    return found


def missing(found: Round) -> list[tuple[str, str]]:
    return [(item.record, item.what) for item in found.missing]


def planned(**fields: object) -> Season:
    season = Season(4, "Audits", datetime.datetime(2026, 3, 14, 15), "https://z.example/r")
    return season._replace(**fields)  # type: ignore[arg-type] # fields by their names


def test_a_season_with_everything_is_ready_to_announce() -> None:
    found = one(planned(), FULL)
    assert found.step == "announce"
    assert found.ready_to_announce
    assert not found.ready_to_archive
    assert found.days == 12


@pytest.mark.parametrize(
    ("season", "talk", "lacks"),
    [
        (planned(theme=""), FULL, ("S04", "theme")),
        (planned(start=datetime.date(2026, 3, 14)), FULL, ("S04", "hour")),
        (planned(register_url=""), FULL, ("S04", "registration link")),
        (planned(), FULL._replace(speakers=()), ("S04E01", "speaker")),
        (planned(), FULL._replace(speakers=(Speaker(" "),)), ("S04E01", "speaker")),
        (planned(), FULL._replace(title="  "), ("S04E01", "title")),
        (planned(), FULL._replace(abstract=""), ("S04E01", "abstract")),
        (planned(), FULL._replace(bio="\n"), ("S04E01", "bio")),
    ],
)
def test_each_fact_of_an_announcement_is_asked_for(
    season: Season, talk: Talk, lacks: tuple[str, str]
) -> None:
    found = one(season, talk)
    assert missing(found) == [lacks]
    assert not found.ready_to_announce


def test_an_undated_season_lacks_day_and_hour_and_has_no_distance() -> None:
    found = one(planned(start=None), FULL)
    assert missing(found) == [("S04", "date"), ("S04", "hour")]
    assert found.days is None
    assert how_far(found.days) == ""


def test_talks_that_are_not_there_yet_are_counted() -> None:
    found = one(planned(), FULL, per_season=3)
    assert [(item.what, item.note) for item in found.missing] == [("talks", "1 of 3")]
    assert missing(one(planned(), per_season=0)) == [("S04", "talks")]


def test_a_place_leads_to_the_field_to_fill() -> None:
    talks = (Talk("S01E01"), FULL._replace(bio=""))
    found = [
        each
        for each in rounds(Records(seasons=(Season(1), planned()), talks=talks), DAY)
        if each.season.number == 4
    ]
    [item] = [item for item in found[0].missing if item.what == "bio"]
    assert item.where == Where("talks", 1, "bio")


def test_the_day_itself_is_no_past_and_the_next_one_asks_to_mark_it_as_held() -> None:
    on_the_day = one(planned(start=DAY), FULL)
    assert (on_the_day.step, on_the_day.days) == ("announce", 0)
    after = one(planned(start=DAY), FULL, today=DAY + datetime.timedelta(1))
    assert (after.step, after.days) == ("hold", -1)
    assert missing(after) == [("S04", "held"), ("S04E01", "video")]
    assert not after.ready_to_archive


def test_a_season_of_two_days_is_over_after_the_second() -> None:
    second = FULL._replace(id="S04E02", date=DAY + datetime.timedelta(1))
    season = planned(start=datetime.datetime(2026, 3, 2, 15))
    between = one(season, FULL, second, today=DAY + datetime.timedelta(1))
    assert (between.step, between.days) == ("announce", 0)
    after = one(season, FULL, second, today=DAY + datetime.timedelta(2))
    assert (after.step, after.days) == ("hold", -1)


def test_after_the_event_each_video_is_asked_for_and_for_how_long() -> None:
    held = planned(state="held", start=datetime.date(2026, 1, 21))
    found = one(held, FULL)
    [item] = found.missing
    assert (item.what, how_long(item, found)) == ("video", "for 40 days")
    assert one(held, FULL._replace(video_url="https://v.example/1")).complete
    withheld = one(held, FULL._replace(recording="withheld"))
    assert withheld.complete
    assert [item.note for item in withheld.items if item.what == "video"] == ["withheld"]


def test_it_is_ready_to_archive_when_every_video_is_known() -> None:
    past = planned(start=datetime.date(2026, 1, 21))
    found = one(past, FULL._replace(video_url="https://v.example/1"))
    assert (found.step, found.ready_to_archive, found.complete) == ("hold", True, False)


def test_a_news_item_is_asked_for_where_the_series_has_them() -> None:
    held = planned(state="held", start=datetime.date(2026, 1, 21))
    talk = FULL._replace(video_url="https://v.example/1")
    path = "_news/20260121_webinar_4.md"
    assert one(held, talk, news="_news/", files={path}).complete
    assert missing(one(held, talk, news="_news", files=set())) == [("S04", "news item")]
    assert one(held, talk, news="_news", files=None).complete
    assert missing(one(held._replace(start=None), talk, news="_news")) == [("S04", "news item")]


def test_a_cancelled_season_lacks_nothing() -> None:
    found = one(planned(state="cancelled", start=None))
    assert (found.step, found.missing, found.complete) == ("cancelled", (), True)


@given(st.integers(-400, 400))
def test_distances_read_like_a_person_says_them(days: int) -> None:
    text = how_far(days)
    if abs(days) > 1:
        assert str(abs(days)) in text
        assert text.startswith("in ") == (days > 0)
        assert text.endswith(" ago") == (days < 0)
    else:
        assert text == {-1: "yesterday", 0: "today", 1: "tomorrow"}[days]


facts = st.sampled_from(["", "x"])
talks = st.builds(
    Talk,
    id=st.sampled_from(["S04E01", "S04E02", "S05E01", "odd"]),
    title=facts,
    speakers=st.sampled_from([(), (Speaker("Ada"),)]),
    abstract=facts,
    bio=facts,
    video_url=facts,
    recording=st.sampled_from(["", "withheld"]),
)
seasons = st.builds(
    Season,
    number=st.integers(4, 6),
    theme=facts,
    start=st.none() | st.dates(datetime.date(2026, 2, 27), datetime.date(2026, 3, 5)),
    register_url=facts,
    state=st.sampled_from(["upcoming", "held", "cancelled"]),
)


@given(st.lists(seasons, max_size=3), st.lists(talks, max_size=4))
@settings(max_examples=40)
def test_what_is_missing_is_part_of_the_checklist_and_being_ready_is_missing_nothing(
    some: list[Season], given_talks: list[Talk]
) -> None:
    records = Records(
        Series("S", "Europe/Oslo"), Pages(), (), tuple(some), tuple(given_talks)
    )  # fmt: skip
    found = rounds(records, DAY)
    assert [each.season.number for each in found] == sorted({each.number for each in some})
    for each in found:
        assert set(each.missing) <= set(each.items)
        assert each.ready_to_announce == (each.step == "announce" and not each.missing)
        assert not (each.complete and each.missing)
        assert all(isinstance(item, Item) and item.where.field for item in each.items)
