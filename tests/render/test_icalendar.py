import datetime
import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui.model import Season
from lgtui.render import regions_of, write
from lgtui.render.icalendar import calendar
from lgtui.render.kramdown import one_line
from tests.render.making import MARCH, SEASONS, series, talk


def lines(text: str) -> list[str]:
    """The content lines, unfolded (RFC 5545, section 3.1)."""
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def test_a_season_is_an_event_in_utc() -> None:
    found = lines(calendar(series(seasons=(Season(2, "Metrics", MARCH, "https://r.example/a"),))))
    assert found[found.index("BEGIN:VEVENT") :] == [
        "BEGIN:VEVENT",
        "UID:season-2@datasets-through-the-l-king-glass.lgtui",
        "DTSTAMP:20260302T140000Z",
        "SEQUENCE:0",
        "DTSTART:20260302T140000Z",
        "DURATION:PT1H",
        "SUMMARY:Datasets through the L👀king-Glass: Metrics",
        "STATUS:CONFIRMED",
        "DESCRIPTION:Evangelia Christodoulou: From Metrics to Meaning",
        "URL:https://r.example/a",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def test_a_day_without_hour_is_an_event_of_that_day() -> None:
    found = lines(calendar(series(seasons=(Season(2, "", datetime.date(2026, 3, 2)),))))
    assert "DTSTART;VALUE=DATE:20260302" in found
    assert not any(line.startswith("DURATION") for line in found)


def test_cancelled_seasons_stay_and_say_so() -> None:
    found = lines(calendar(series(seasons=(Season(2, "", MARCH, "", "cancelled"),))))
    assert "STATUS:CANCELLED" in found


def test_undated_seasons_are_no_events() -> None:
    assert "BEGIN:VEVENT" not in lines(calendar(series(seasons=(Season(2),))))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_theme_comes_back_from_lines_of_at_most_75_octets(theme: str) -> None:
    text = calendar(series(talk("S02E01"), seasons=(Season(2, theme, MARCH),)))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    [summary] = [line for line in lines(text) if line.startswith("SUMMARY:")]
    value = summary.removeprefix("SUMMARY:").replace("\\,", ",").replace("\\;", ";")
    shown = "".join(char for char in value.replace("\\\\", "\\") if char not in "\ufffe\uffff")
    for word in theme.split():
        if word.isprintable():
            assert word in shown


def test_a_calendar_follows_the_records_in_whatever_line_ends_it_has() -> None:
    text = calendar(series()).replace("\r\n", "\n")
    assert write("calendar", text, series()) == text
    later = series(seasons=(Season(2, "Other", MARCH),))
    assert "Other" in write("calendar", text, later)


def events(text: str) -> list[icalendar.Event]:
    """The events as icalendar reads them."""
    found = icalendar.Calendar.from_ical(text)
    assert not found.errors
    return list(found.events)


def test_icalendar_reads_what_the_record_says() -> None:
    [event] = events(calendar(series(seasons=(SEASONS[1]._replace(revision=3),))))
    assert event.start == datetime.datetime(2026, 3, 2, 14, tzinfo=datetime.UTC)
    assert event.end == datetime.datetime(2026, 3, 2, 15, tzinfo=datetime.UTC)
    assert event["SEQUENCE"] == 3
    assert event["SUMMARY"] == "Datasets through the L👀king-Glass: Evaluation metrics"
    assert event["DESCRIPTION"] == "Evangelia Christodoulou: From Metrics to Meaning"
    assert event["URL"] == "https://example.org/register"


@pytest.mark.parametrize(
    ("start", "utc"),
    [
        # The clocks go forward on 29 March 2026 and back on 25 October.
        ("2026-03-28T15:00", "2026-03-28T14:00"),
        ("2026-03-29T15:00", "2026-03-29T13:00"),
        ("2026-03-29T02:30", "2026-03-29T01:30"),
        ("2026-10-25T02:30", "2026-10-25T00:30"),
        ("2026-10-26T15:00", "2026-10-26T14:00"),
    ],
)
def test_hours_are_right_across_the_changes_of_the_clock(start: str, utc: str) -> None:
    moment = datetime.datetime.fromisoformat(start)
    [event] = events(calendar(series(seasons=(Season(2, "", moment),))))
    assert event.start == datetime.datetime.fromisoformat(utc).replace(tzinfo=datetime.UTC)


def test_a_season_of_two_days_has_an_event_for_each_with_a_name_that_lasts() -> None:
    later = talk("S02E02", "Late", "Bo", date=datetime.datetime(2026, 3, 3, 10))
    records = series(talk("S02E01", "Early", "Ada"), later, seasons=SEASONS[1:])
    first, second = events(calendar(records))
    assert (first["UID"], second["UID"]) == (
        "season-2@datasets-through-the-l-king-glass.lgtui",
        "season-2-episode-2@datasets-through-the-l-king-glass.lgtui",
    )
    assert (first["DESCRIPTION"], second["DESCRIPTION"]) == ("Ada: Early", "Bo: Late")
    assert second.start == datetime.datetime(2026, 3, 3, 9, tzinfo=datetime.UTC)


def test_a_talk_that_says_its_seasons_hour_once_more_is_no_event_of_its_own() -> None:
    later = talk("S02E02", "Late", "Bo", date=MARCH)
    records = series(talk("S02E01", "Early", "Ada"), later, seasons=SEASONS[1:])
    [event] = events(calendar(records))
    assert event["DESCRIPTION"] == "Ada: Early\nBo: Late"


def test_no_event_has_a_revision_below_zero() -> None:
    [event] = events(calendar(series(seasons=(SEASONS[1]._replace(revision=-2),))))
    assert event["SEQUENCE"] == 0


@pytest.mark.parametrize(("minutes", "length"), [(60, "1:00:00"), (90, "1:30:00"), (45, "0:45:00")])
def test_an_event_lasts_as_long_as_the_series_says(minutes: int, length: str) -> None:
    records = series(seasons=SEASONS[1:])
    records = records._replace(series=records.series._replace(minutes=minutes))
    [event] = events(calendar(records))
    assert str(event.duration) == length


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=120),
    st.integers(0, 9),
    st.sampled_from(["upcoming", "held", "cancelled"]),
)
def test_icalendar_reads_back_any_theme_and_state(theme: str, revision: int, state: str) -> None:
    season = Season(2, theme, MARCH, "", state, revision)
    text = calendar(series(talk("S02E01"), seasons=(season,)))
    assert text == calendar(series(talk("S02E01"), seasons=(season,)))
    [event] = events(text)
    shown = one_line(theme)
    name = "Datasets through the L👀king-Glass"
    assert str(event["SUMMARY"]) == (f"{name}: {shown}" if shown else name)
    assert event["SEQUENCE"] == revision
    assert (event["STATUS"] == "CANCELLED") == (state == "cancelled")


def add_to(wanted: str, **fields: Any) -> list[str]:
    records = series(seasons=(SEASONS[1],))
    site = records.pages._replace(add_to_calendar=wanted, **fields)
    region = regions_of("webinar", records._replace(pages=site))["next"]
    return [line for line in region.split("\n") if line.startswith("Add to:")]


def test_links_to_calendars_are_there_when_they_are_asked_for() -> None:
    assert add_to("") == []
    [line] = add_to("google, outlook, ics", site_url="https://site.example/base/")
    links = re.findall(r"\[(\w+)\]\(([^()]*)\)", line)
    assert [name for name, _ in links] == ["Google", "Outlook", "iCal"]
    google, outlook = (dict(parse_qsl(urlsplit(url).query)) for _, url in links[:2])
    title = "Datasets through the L👀king-Glass: Evaluation metrics"
    assert google == {
        "action": "TEMPLATE",
        "text": title,
        "dates": "20260302T140000Z/20260302T150000Z",
        "details": "https://example.org/register",
    }
    assert outlook == {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": title,
        "startdt": "2026-03-02T14:00:00Z",
        "enddt": "2026-03-02T15:00:00Z",
        "body": "https://example.org/register",
    }
    assert links[2][1] == "https://site.example/base/assets/webinar.ics"
    assert add_to("ics") == ["Add to: [iCal](/assets/webinar.ics)"]
    assert add_to("ics", calendar="") == []


def test_a_season_without_an_hour_is_offered_to_calendars_as_a_whole_day() -> None:
    records = series(seasons=(SEASONS[1]._replace(start=MARCH.date()),))
    records = records._replace(pages=records.pages._replace(add_to_calendar="google outlook"))
    links = re.findall(r"\]\((https://[^()]*)\)", regions_of("webinar", records)["next"])
    google, outlook = (
        dict(parse_qsl(urlsplit(url).query)) for url in links if "add" in url or "TEMPL" in url
    )
    assert google["dates"] == "20260302/20260303"
    assert (outlook["startdt"], outlook["enddt"]) == ("2026-03-02", "2026-03-03")
    assert outlook["allday"] == "true"


def test_a_season_without_talks_is_an_event() -> None:
    records = series(seasons=(SEASONS[1],))._replace(talks=())
    assert lines(calendar(records)).count("BEGIN:VEVENT") == 1


def test_an_event_that_moved_in_an_editor_comes_after_the_one_that_is_out() -> None:
    season = SEASONS[1]._replace(revision=3)
    out = calendar(series(talk("S02E01"), seasons=(season,)))
    moved = season._replace(start=datetime.datetime(2026, 3, 9, 15), revision=0)
    [event] = events(calendar(series(talk("S02E01"), seasons=(moved,)), out))
    assert event["SEQUENCE"] == 4
    [same] = events(calendar(series(talk("S02E01"), seasons=(season._replace(revision=0),)), out))
    assert same["SEQUENCE"] == 3
