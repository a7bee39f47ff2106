"""What a season lacks at each step of its life."""

import datetime
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lgtui.model import Pages, Records, Season, Series, Speaker, Talk, Where
from lgtui.records.checklist import (
    OFFSETS,
    Checklist,
    Item,
    checklists,
    due,
    how_far,
    how_long,
    read_offset,
    text_deadline,
    without_refused_videos,
)
from lgtui.records.private import Private, PrivateSeason, PrivateTalk, SentLetter

DAY = datetime.date(2026, 3, 2)
FULL = Talk(
    "S04E01", "Deep nets", (Speaker("Ada"),), abstract="What we did.", bio="She did it."
)  # fmt: skip


def one(season: Season, *talks: Talk, today: datetime.date = DAY, news: str = "",
        written: set[int] | None = None, per_season: int = 1) -> Checklist:  # fmt: skip
    """The state of a single season."""
    records = Records(
        Series("S", "Europe/Oslo", per_season), Pages(news=news), (), (season,), talks
    )
    [found] = checklists(records, today, written)
    return found


def missing(found: Checklist) -> list[tuple[str, str]]:
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
        for each in checklists(Records(seasons=(Season(1), planned()), talks=talks), DAY)
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
    assert one(held, talk, news="_news/", written={4}).complete
    assert missing(one(held, talk, news="_news", written=set())) == [("S04", "news item")]
    assert one(held, talk, news="_news", written=None).complete
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
    found = checklists(records, DAY)
    assert [each.season.number for each in found] == sorted({each.number for each in some})
    for each in found:
        assert set(each.missing) <= set(each.items)
        assert each.ready_to_announce == (each.step == "announce" and not each.missing)
        assert not (each.complete and each.missing)
        assert all(isinstance(item, Item) and item.where.field for item in each.items)


def due_of(private: Private, now: str, records: Records) -> list[tuple[str, str, str, str]]:
    found = due(records, private, datetime.datetime.fromisoformat(now))
    return [(x.record, x.what, x.who, x.since.isoformat(" ", "minutes")) for x in found]


START = datetime.datetime(2026, 3, 2, 15)
ROUND = Records(
    seasons=(Season(2, "Nets", START, "https://example.org/r"),),
    talks=(
        Talk("S02E01", "Knots", (Speaker("Ada"),), abstract="A.", bio="B."),
        Talk("S02E02", "", (Speaker("Bo"), Speaker("Cy")), abstract="A."),
        Talk("S02E03"),
    ),
)
TEAM = PrivateSeason(2, "Mo", "Bea")


def test_all_is_due_from_its_offset_on_and_not_a_minute_before() -> None:
    private = Private(
        seasons=(TEAM,), talks=(PrivateTalk("S02E01", cared_for_by="Di", state="accepted"),)
    )
    bare = ROUND._replace(seasons=(Season(2, start=START),))
    texts = ("S02E02", "title, bio", "", "2026-02-09 15:00")
    speaker = ("S02E03", "speaker", "", "2026-01-05 15:00")
    assert due_of(private, "2026-01-05T14:59", bare) == []
    assert due_of(private, "2026-01-05T15:00", bare) == [speaker]
    assert due_of(private, "2026-02-09T14:59", bare) == [speaker]
    assert due_of(private, "2026-02-09T15:00", bare) == [speaker, texts]
    two_weeks = [
        ("S02", "theme, registration link", "Mo", "2026-02-16 15:00"),
        ("S02", "letter list-before", "Mo", "2026-02-16 15:00"),
    ]
    assert due_of(private, "2026-02-16T15:00", bare) == [speaker, texts, *two_weeks]
    two_days = [
        ("S02", "letter list-reminder", "Mo", "2026-02-28 15:00"),
        ("S02E01", "letter details", "Di", "2026-02-28 15:00"),
        ("S02E02", "letter details", "", "2026-02-28 15:00"),
    ]
    assert due_of(private, "2026-03-02T10:59", bare) == [speaker, texts, *two_weeks, *two_days]
    last = ("S02", "last mail to the list", "Mo", "2026-03-02 11:00")
    assert due_of(private, "2026-03-02T14:59", bare) == [
        speaker, texts, *two_weeks, *two_days, last]  # fmt: skip


def test_what_was_sent_is_due_no_more() -> None:
    day = datetime.date(2026, 3, 1)
    season = TEAM._replace(
        letters=(SentLetter("list-before", day), SentLetter("list-reminder", day))
    )
    talks = (
        PrivateTalk("S02E01", letters=(SentLetter("details", day),)),
        PrivateTalk("S02E02", letters=(SentLetter("details", day, "Cy"),)),
    )
    left = [each[:2] for each in due_of(Private(seasons=(season,), talks=talks), "2026-03-02T12:00",
                                        ROUND)]  # fmt: skip
    assert left == [
        ("S02E03", "speaker"),
        ("S02E02", "title, bio"),
        ("S02E02", "letter details to Bo"),
        ("S02", "last mail to the list"),
    ]
    today = (*season.letters, SentLetter("list-reminder", START.date()))
    noted = Private(seasons=(season._replace(letters=today),), talks=talks)
    assert "last mail to the list" not in str(due_of(noted, "2026-03-02T12:00", ROUND))


def test_an_invitation_waits_ten_days_for_its_answer_also_without_a_date() -> None:
    undated = ROUND._replace(seasons=(Season(2),))
    letters = (SentLetter("invitation", datetime.date(2026, 1, 5)),)
    private = Private(talks=(PrivateTalk("S02E01", state="invited", letters=letters),))
    assert due_of(private, "2026-01-14T23:59", undated) == []
    answer = ("S02E01", "answer to the invitation", "", "2026-01-15 00:00")
    assert due_of(private, "2026-01-15T00:00", undated) == [answer]
    accepted = Private(talks=(private.talks[0]._replace(state="accepted"),))
    assert due_of(accepted, "2026-01-15T00:00", undated) == []


@pytest.mark.parametrize(
    ("state", "what"),
    [("idea", "invitation"), ("declined", "another speaker (declined)"),
     ("withdrawn", "another speaker (withdrawn)")],
)  # fmt: skip
def test_a_talk_that_nobody_gives_yet_needs_a_speaker_and_no_texts(state: str, what: str) -> None:
    private = Private(seasons=(TEAM,), talks=(PrivateTalk("S02E02", state=state),))
    found = [each[1] for each in due_of(private, "2026-03-02T12:00", ROUND) if each[0] == "S02E02"]
    assert found == [what]


def test_afterwards_consent_videos_and_thanks_are_due_where_the_private_side_knows_the_season() -> (
    None
):
    held = ROUND._replace(seasons=(ROUND.seasons[0]._replace(state="held"),))
    assert due_of(Private(), "2026-04-01T00:00", held) == []
    private = Private(
        talks=(
            PrivateTalk("S02E01", consent="yes", letters=(SentLetter("thanks"),)),
            PrivateTalk("S02E02", consent="no", cared_for_by="Di"),
            PrivateTalk("S02E03", state="withdrawn"),
        )
    )
    assert due_of(private, "2026-03-03T14:59", held) == []
    assert due_of(private, "2026-04-01T00:00", held) == [
        ("S02E01", "video", "", "2026-03-04 15:00"),
        ("S02E02", "letter thanks", "Di", "2026-03-04 15:00"),
    ]
    asked = Private(talks=(PrivateTalk("S02E01", consent="asked"),))
    assert ("S02E01", "consent to the recording", "", "2026-03-03 15:00") in due_of(
        asked, "2026-03-03T15:00", held
    )
    cancelled = ROUND._replace(seasons=(ROUND.seasons[0]._replace(state="cancelled"),))
    assert due_of(asked, "2026-04-01T00:00", cancelled) == []


def test_nothing_is_due_of_a_cancelled_talk() -> None:
    off = ROUND._replace(talks=(*ROUND.talks[:2], ROUND.talks[2]._replace(state="cancelled")))
    assert "S02E03" not in str(due_of(Private(seasons=(TEAM,)), "2026-03-02T12:00", off))


def test_a_series_has_offsets_of_its_own() -> None:
    private = Private(
        seasons=(TEAM,),
        due=(("texts", "1 week before"), ("speakers", "never"), ("last_mail", "1 hour after")),
    )
    found = due_of(private, "2026-02-23T15:00", ROUND)
    assert ("S02E02", "title, bio", "", "2026-02-23 15:00") in found
    assert "speaker" not in str(found)
    assert text_deadline(ROUND.seasons[0], private.due) == datetime.datetime(2026, 2, 23, 15)
    assert text_deadline(Season(3), ()) is None


@pytest.mark.parametrize(
    "text", ["", "2", "2 days", "two days before", "-2 days before", "2 days befor"]
)
def test_what_is_no_offset_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text) or "^$"):
        read_offset(text)


def test_every_offset_that_lgtui_sets_can_be_read() -> None:
    assert all(read_offset(text) is not None for text in OFFSETS.values())
    assert read_offset("never") is None


def test_a_speaker_who_said_no_is_asked_for_no_video_and_a_public_one_is_told() -> None:
    start = datetime.datetime(2026, 3, 2, 15)
    talks = (
        Talk("S02E01", "A", (Speaker("Ada"),)),
        Talk("S02E02", "B", (Speaker("Bo"),), video_url="https://v.example/2"),
    )
    records = Records(seasons=(Season(2, "X", start, "", "held"),), talks=talks)
    private = Private(
        talks=tuple(
            PrivateTalk(each.id, consent="no", letters=(SentLetter("thanks"),)) for each in talks
        )
    )
    before = checklists(records, start + datetime.timedelta(9))
    [found] = without_refused_videos(before, records, private)
    assert [item.record for item in before[0].missing] == ["S02E01"]
    assert found.missing == ()
    told = due(records, private, start + datetime.timedelta(9))
    assert [(item.record, item.what) for item in told if item.record == "S02E02"] == [
        ("S02E02", "consent is no, but a video is on the page")
    ]
