"""What is cancelled is said everywhere, in the series' words, and its id stays."""

import datetime
import json
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui import checks, store
from lgtui.importers import Source
from lgtui.importers.lists import import_lists
from lgtui.importers.pages import import_pages
from lgtui.model import Records, Season, Speaker, Talk, Wording
from lgtui.records import lifecycle
from lgtui.records.checklist import checklists
from lgtui.records.edits import EditError
from lgtui.records.statistics import count
from lgtui.render import announcement, export, files
from lgtui.render.abstracts import abstracts_region
from lgtui.render.icalendar import calendar
from lgtui.render.news import news_files
from lgtui.render.webinar import next_region, previous_region
from tests.render.making import HELD, MARCH, PLANNED, SEASONS, series

OFF = "cancelled"
RECORDS = series(
    HELD[0],
    HELD[1]._replace(state=OFF, recording=""),
    PLANNED[0]._replace(state=OFF),
    Talk("S02E02", "Instead", (Speaker("Bo Berg"),), "UCL, UK", abstract="It.", bio="They."),
)
GERMAN = RECORDS._replace(wording=Wording(word_cancelled="**abgesagt**"))


def events(text: str) -> dict[str, Any]:
    """The events of a calendar by what their UIDs begin with."""
    found = icalendar.Calendar.from_ical(text).walk("VEVENT")
    return {str(each["UID"]).partition("@")[0]: each for each in found}


@pytest.mark.parametrize(("records", "word"), [(RECORDS, "(cancelled)"), (GERMAN, "**abgesagt**")])
def test_the_pages_say_so_behind_the_title(records: Records, word: str) -> None:
    coming = next_region(records)
    assert f"Title: From Metrics to Meaning {word}\n" in coming
    assert "Title: Instead\n" in coming
    past = previous_region(records)
    assert "S01E02 - **Rhys Compton and Lily Zhang** " in past
    assert past.endswith(f"**When more is less** {word}")
    assert f"Title: When more is less {word}\n" in f"{abstracts_region(records)}\n"
    assert "youtu.be/aWhryWZc3Jo" not in past + abstracts_region(records)
    assert past.count(word) == 1


def test_what_nobody_knows_of_a_cancelled_talk_is_not_announced_as_open() -> None:
    records = series(Talk("S02E01", "", (Speaker("Ada"),), "X", state=OFF), Talk("S02E02"))
    mine = next_region(records).split("\n* ")[1]
    assert "Title: **TBA** (cancelled)" in mine
    assert "Abstract" not in mine
    assert "bio" not in mine


def test_a_news_item_names_only_who_spoke() -> None:
    [item] = news_files(RECORDS).values()
    assert "Roxana" in item
    assert "Rhys" not in item


def test_the_calendar_names_a_cancelled_talk_and_cancels_an_event_of_its_own() -> None:
    found = events(calendar(RECORDS))
    assert found["season-2"]["STATUS"] == "CONFIRMED"
    assert "From Metrics to Meaning (cancelled)" in found["season-2"]["DESCRIPTION"]
    own = RECORDS.talks[2]._replace(date=datetime.date(2026, 3, 9))
    found = events(calendar(RECORDS._replace(talks=(*RECORDS.talks[:2], own, RECORDS.talks[3]))))
    assert found["season-2-episode-1"]["STATUS"] == "CANCELLED"
    assert found["season-2"]["STATUS"] == "CONFIRMED"
    everything = tuple(talk._replace(state=OFF) for talk in RECORDS.talks)
    assert events(calendar(RECORDS._replace(talks=everything)))["season-2"]["STATUS"] == "CANCELLED"


@pytest.mark.parametrize("form", announcement.FORMS)
@pytest.mark.parametrize(("records", "word"), [(RECORDS, "(cancelled)"), (GERMAN, "abgesagt")])
def test_an_announcement_says_so(form: str, records: Records, word: str) -> None:
    text = announcement.announcement(records, records.seasons[1], form, length=1000)
    assert f"From Metrics to Meaning {word}" in text.replace("\\", "")
    assert "Instead" in text
    assert f"Instead {word}" not in text
    assert "She holds a PhD" not in text
    if form != "social":
        assert "They." in text


def test_a_short_post_names_only_who_comes() -> None:
    text = announcement.announcement(RECORDS, RECORDS.seasons[1], "social", length=130)
    assert "Bo Berg" in text
    assert "Evangelia" not in text


def test_nothing_is_missing_of_a_cancelled_talk() -> None:
    records = RECORDS._replace(
        talks=(*RECORDS.talks[:1], HELD[1]._replace(state=OFF, recording="", video_url=""),
               Talk("S02E01", state=OFF), RECORDS.talks[3]),
    )  # fmt: skip
    day = datetime.date(2026, 2, 1)
    told = {item.record for each in checklists(records, day) for item in each.items}
    assert not told & {"S01E02", "S02E01"}
    found = checks.check(records, (), today=day)
    assert not [each for each in found if each.code == "LINK002"]
    wrong = records._replace(talks=(HELD[0]._replace(state=OFF),))
    [one] = [each for each in checks.check(wrong, (), today=day) if each.code == "LINK002"]
    assert "cancelled, but here is its video" in one.message


@pytest.mark.parametrize("replaced", [False, True])
def test_a_season_is_whole_with_a_cancelled_talk_and_with_its_replacement(replaced: bool) -> None:
    talks = (HELD[0], HELD[1]._replace(state=OFF), *([HELD[0]._replace(id="S01E03")] * replaced))
    records = series(*talks, seasons=SEASONS[:1])
    records = records._replace(series=records.series._replace(talks_per_season=2))
    found = checks.check(records, (), today=datetime.date(2026, 2, 1))
    assert not [each for each in found if each.code == "SEQ007"]


def test_another_state_of_a_talk_is_told() -> None:
    found = checks.errors(series(HELD[0]._replace(state="canceled")), ())
    assert [each.where.field for each in found if each.code == "FILE002"] == ["state"]


def test_exports_and_statistics_know_it() -> None:
    talks = json.loads(export.as_json(RECORDS))["talks"]
    assert [talk["state"] for talk in talks] == ["held", OFF, OFF, "upcoming"]
    rows = export.as_csv(RECORDS).split("\r\n")
    assert [f",{OFF}," in row for row in rows[1:5]] == [False, True, True, False]
    found = count(RECORDS)
    assert (found.given, found.planned, found.cancelled) == (1, 1, 2)


def test_a_list_comes_back_as_it_was_exported() -> None:
    read = import_lists([Source("a.csv", export.as_csv(RECORDS).encode())], {}, MARCH)
    assert [talk.state for talk in read.records.talks] == [talk.state for talk in RECORDS.talks]
    assert [each.state for each in read.records.seasons] == ["held", "upcoming"]
    every = RECORDS._replace(talks=tuple(t._replace(state=OFF) for t in RECORDS.talks))
    read = import_lists([Source("a.csv", export.as_csv(every).encode())], {}, MARCH)
    assert [each.state for each in read.records.seasons] == [OFF, OFF]
    assert not any(talk.state for talk in read.records.talks)


@pytest.mark.parametrize("records", [RECORDS, GERMAN], ids=["usual", "own"])
def test_pages_come_back_as_they_were_written(records: Records) -> None:
    pages = {page.kind: page.write(None) for page in files(records)}
    sources = [Source(f"{kind}.md", pages[kind].encode()) for kind in ("webinar", "abstracts")]
    read = import_pages(sources, frozenset).records
    assert [(talk.id, talk.title, talk.state) for talk in read.talks] == [
        (talk.id, talk.title, talk.state) for talk in records.talks
    ]
    assert read.wording.word_cancelled == records.wording.word_cancelled


def test_a_cancelled_season_is_named_until_a_later_one_was_held() -> None:
    off = Season(3, "Bias | Noise", datetime.date(2026, 6, 1), state=OFF)
    records = series(seasons=(*SEASONS, off))
    text = next_region(records)
    assert "\n\nBias \\| Noise, **1 June 2026** (cancelled)\n\nWhere:" in text
    assert "Evaluation metrics" in text.split("\n", maxsplit=1)[0]
    alone = next_region(records._replace(seasons=(SEASONS[0], off)))
    assert "TBA" in alone.split("\n", maxsplit=1)[0]
    assert "Noise, **1 June 2026** (cancelled)" in alone
    later = Season(4, "", datetime.date(2026, 9, 1), state="held")
    assert "Noise" not in next_region(records._replace(seasons=(*SEASONS, off, later)))
    bare = next_region(records._replace(seasons=(Season(3, state=OFF),)))
    assert "\n\nS03 (cancelled)\n\n" in bare


@given(st.lists(st.booleans(), min_size=4, max_size=4), st.booleans())
def test_saving_and_reading_keeps_it_and_calendars_hear_of_it(off: list[bool], apart: bool) -> None:
    talks = series().talks
    day = datetime.date(2026, 3, 9)
    talks = (*talks[:3], talks[3]._replace(date=day if apart else None))
    before = series(*talks)
    changed = tuple(
        talk._replace(state=OFF if each else "") for talk, each in zip(talks, off, strict=True)
    )
    after = lifecycle.count_revisions(before, series(*changed))
    assert store.parse(store.dumps(after), "talks.toml").records == after
    old = calendar(before)
    was, now = events(old), events(calendar(after, old))
    assert was.keys() == now.keys()
    for uid, event in now.items():
        if event["STATUS"] != was[uid]["STATUS"]:
            assert event["SEQUENCE"] > was[uid]["SEQUENCE"]


def test_a_talk_is_cancelled_in_one_edit_and_not_twice() -> None:
    records = series()
    made = lifecycle.cancel_talk(records, 2)
    assert made.label == "cancel S02E01"
    assert made.records.talks[2] == records.talks[2]._replace(state=OFF)
    assert made.records.talks[3:] == records.talks[3:]
    with pytest.raises(EditError, match="cancelled already"):
        lifecycle.cancel_talk(made.records, 2)
    with pytest.raises(EditError, match="has a video"):
        lifecycle.cancel_talk(records, 0)
    with pytest.raises(EditError, match="S02 is cancelled, and S02E01 with it"):
        lifecycle.cancel_talk(lifecycle.cancel(records, 2).records, 2)
    both = lifecycle.cancel_talk(made.records, 3).records
    with pytest.raises(EditError, match="All talks of S02 are cancelled"):
        lifecycle.mark_held(both, 2)
