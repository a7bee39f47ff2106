import datetime
import zoneinfo

import pytest

from lgtui import checks
from lgtui.checks import dates
from lgtui.checks.dates import zone_contradictions, zone_names
from lgtui.model import Records, Where
from tests.checks.making import TODAY, codes, day, found, series, with_season, with_talk

CPH = "Europe/Copenhagen"


def upcoming(start: datetime.date | None) -> Records:
    return with_season(series(), 2, state="upcoming", start=start)


def test_an_upcoming_season_in_the_past_is_a_warning() -> None:
    [finding] = found(upcoming(TODAY - datetime.timedelta(days=1)))
    assert (finding.code, finding.severity) == ("DATE001", "warning")
    assert finding.where == Where("seasons", 2, "start")


@pytest.mark.parametrize("start", [None, TODAY, TODAY + datetime.timedelta(days=1)])
def test_an_upcoming_season_today_later_or_undated_is_fine(start: datetime.date | None) -> None:
    assert found(upcoming(start)) == []


def test_an_upcoming_season_is_past_only_after_its_last_talk() -> None:
    records = with_talk(upcoming(TODAY - datetime.timedelta(days=1)), 8, date=TODAY)
    assert found(records, "DATE001") == []


def test_a_seasons_own_day_counts_beside_those_of_its_talks() -> None:
    before, after = (TODAY + datetime.timedelta(days=days) for days in (-1, 1))
    records = upcoming(after)
    for at in (6, 7, 8):
        records = with_talk(records, at, date=before)
    assert found(records, "DATE001") == []
    records = with_season(series(), 2, start=before)
    for at in (6, 7, 8):
        records = with_talk(records, at, date=after)
    assert found(records, "DATE002") == []


def test_a_held_season_in_the_future_is_a_warning() -> None:
    [finding] = found(with_season(series(), 2, start=TODAY + datetime.timedelta(days=1)))
    assert (finding.code, finding.severity) == ("DATE002", "warning")


def test_a_cancelled_season_may_lie_anywhere() -> None:
    records = with_season(series(), 2, state="cancelled")
    assert found(records, "DATE001", "DATE002") == []


def test_today_may_have_an_hour() -> None:
    noon = datetime.datetime(2026, 1, 15, 12)
    assert checks.check(upcoming(TODAY), (), noon) == []


@pytest.mark.parametrize(
    ("text", "abbreviation", "right"),
    [
        ("20 October 2025 at 3pm CET", "CET", "CEST"),
        ("Date: **20 October 2025 at 3:00pm CET**", "CET", "CEST"),
        ("20th Oct 2025, 15:00 CET", "CET", "CEST"),
        ("October 20, 2025 at 3pm CET", "CET", "CEST"),
        ("2025-10-20 15:00 CET", "CET", "CEST"),
        ("20.10.2025, 15.00 CET", "CET", "CEST"),
        ("at 3pm CET on 20 October 2025", "CET", "CEST"),
        ("2 March 2026 at 3:00pm CEST", "CEST", "CET"),
        ("the 3rd of July 2024, 9:30am (CET)", "CET", "CEST"),
        ("30 March 2026 at 3pm EET", "EET", "EEST"),
    ],
)
def test_an_abbreviation_that_the_date_contradicts_is_found(
    text: str, abbreviation: str, right: str
) -> None:
    assert zone_contradictions(text, CPH) == [(text.index(abbreviation), abbreviation, right)]


@pytest.mark.parametrize(
    "text",
    [
        "20 October 2025 at 3pm CEST",
        "2 March 2026 at 3:00pm CET",
        "3pm CET, any day",
        "20 October at 3pm CET",
        "CET is a time zone. Nothing here has a date but 2025.",
        "31 June 2025 at 3pm CET",
        "26 October 2025 at 1am CET",
        "20 October 2025\n\nThe tea is at 3pm CET",
        "In the FACET study of 20 October 2025",
        "20 October 2025 at 9am EST",
        "2 March 2026 at 3pm CET, 20 October 2025 at 3pm CEST",
        "3pm CET on 2 March 2026; 3pm CEST on 20 October 2025",
        "2 March 2026 at 3pm CET / 4pm EET / 2pm WET",
    ],
)
def test_what_no_date_contradicts_is_left_alone(text: str) -> None:
    assert zone_contradictions(text, CPH) == []


@pytest.mark.parametrize("name", ["CET", "CEST"])
@pytest.mark.parametrize("day", ["30 March 2025", "26 October 2025"])
def test_on_the_day_on_which_the_clock_changes_both_names_are_right(day: str, name: str) -> None:
    assert zone_contradictions(f"{day} at 1am {name}", CPH) == []


@pytest.mark.parametrize(
    ("day", "right"),
    [("29 March 2025", "CET"), ("31 March 2025", "CEST"), ("25 October 2025", "CEST"),
     ("27 October 2025", "CET")],
)  # fmt: skip
def test_on_the_days_beside_it_one_name_is(day: str, right: str) -> None:
    wrong = {"CET": "CEST", "CEST": "CET"}[right]
    assert zone_contradictions(f"{day} at 1am {right}", CPH) == []
    assert [fault.right_one for fault in zone_contradictions(f"{day} at 1am {wrong}", CPH)] == [
        right
    ]


@pytest.mark.parametrize(
    "text",
    ["26 April 2024 at 3pm EET", "26 April 2024 at 3pm EEST", "31 October 2024 at 11:30pm EEST",
     "31 October 2024 at 11:30pm EET"],
)  # fmt: skip
def test_a_clock_that_changes_at_midnight_changes_on_that_day(text: str) -> None:
    assert zone_contradictions(text, "Africa/Cairo") == []


@pytest.mark.parametrize(
    ("zone", "text", "right"),
    [
        ("America/New_York", "10 July 2025 at 9am EST", "EDT"),
        ("America/Los_Angeles", "December 1, 2025, 9am PDT", "PST"),
        ("Europe/London", "10 July 2025 at 3pm GMT", "BST"),
        ("Australia/Sydney", "10 July 2025 at 3pm AEDT", "AEST"),
    ],
)
def test_the_series_own_zone_counts(zone: str, text: str, right: str) -> None:
    assert [fault.right_one for fault in zone_contradictions(text, zone)] == [right]


def test_a_zone_without_summer_time_contradicts_nothing() -> None:
    assert zone_contradictions("10 July 2025 at 3pm JST", "Asia/Tokyo") == []


def test_every_contradiction_of_a_page_is_found_at_its_place() -> None:
    page = "# Talks\n\n20 October 2025 at 3pm CET\n\nThen: 1 July 2026, 15:00 CET\r\n"
    faults = zone_contradictions(page, CPH)
    assert [page[fault.offset :][:3] for fault in faults] == ["CET", "CET"]
    assert faults[1].offset > page.index("Then")


@pytest.mark.parametrize("zone", [CPH, "Europe/London", "America/New_York", "Asia/Tokyo", "", "x"])
def test_zone_names_hold_all_that_can_be_found(zone: str) -> None:
    texts = ["20 October 2025 3pm CET", "2 March 2026 3pm CEST", "10 July 2025 3pm GMT",
             "10 July 2025 9am EST", "1 July 2025 3pm WET", "1 July 2025 3pm EET"]  # fmt: skip
    for text in texts:
        if zone_contradictions(text, zone):
            assert any(name in text for name in zone_names(zone))


@pytest.mark.parametrize("field", ["title", "abstract", "bio", "affiliation"])
def test_a_contradiction_is_found_in_every_text_of_a_talk(field: str) -> None:
    [finding] = found(with_talk(series(), 4, **{field: "On 20 October 2025 at 3pm CET"}))
    assert (finding.code, finding.severity) == ("DATE003", "error")
    assert finding.where == Where("talks", 4, field, 26)
    assert "write CEST" in finding.message


def test_a_contradiction_is_found_in_a_theme() -> None:
    [finding] = found(with_season(series(), 0, theme="Sums (20 October 2025, 3pm CET)"))
    assert finding.where == Where("seasons", 0, "theme", 27)


@pytest.mark.parametrize("zone", ["Europe/Kopenhagen", "CEST", "../etc/passwd", "Europe", "\0"])
def test_an_unknown_time_zone_is_an_error(zone: str) -> None:
    records = series()
    records = records._replace(series=records.series._replace(timezone=zone))
    assert "DATE003" in codes(found(records))


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kolkata", "America/Argentina/Buenos_Aires"])
def test_a_known_time_zone_is_fine(zone: str) -> None:
    records = series()
    assert found(records._replace(series=records.series._replace(timezone=zone))) == []


def test_zones_taken_for_known_are_in_the_database() -> None:
    assert zoneinfo.available_timezones() >= dates._WELL_KNOWN


def test_an_hour_that_the_clock_skips_is_an_error() -> None:
    start = datetime.datetime(2025, 3, 30, 2, 30)
    [finding] = found(with_season(series(), 2, start=start))
    assert (finding.code, finding.where) == ("DATE003", Where("seasons", 2, "start"))
    assert "02:30 does not exist" in finding.message


def test_an_hour_that_the_clock_repeats_does_exist() -> None:
    assert found(with_season(series(), 2, start=datetime.datetime(2025, 10, 26, 2, 30))) == []


@pytest.mark.parametrize(
    ("zone", "start", "there"),
    [
        (CPH, "2025-03-30T02:00", "03:00"),
        (CPH, "2025-03-30T02:59", "03:59"),
        ("Africa/Cairo", "2024-04-26T00:00", "01:00"),
        ("America/Santiago", "2024-09-08T00:30", "01:30"),
    ],
)
def test_a_skipped_hour_is_named_with_what_the_clock_shows(
    zone: str, start: str, there: str
) -> None:
    records = with_season(series(), 2, start=datetime.datetime.fromisoformat(start))
    records = records._replace(series=records.series._replace(timezone=zone))
    [finding] = found(records, "DATE003")
    assert f"{start[11:]} does not exist in {zone}" in finding.message
    assert f"straight to {there}" in finding.message


@pytest.mark.parametrize("hour", ["01:59", "03:00"])
def test_the_hours_beside_a_skipped_one_exist(hour: str) -> None:
    start = datetime.datetime.fromisoformat(f"2025-03-30T{hour}")
    assert found(with_season(series(), 2, start=start), "DATE003") == []


def test_a_talk_s_own_skipped_hour_is_found_too() -> None:
    records = with_season(series(), 2, start=datetime.date(2025, 3, 30))
    records = with_talk(records, 7, date=datetime.datetime(2025, 3, 30, 2, 30))
    assert [finding.where for finding in found(records, "DATE003")] == [Where("talks", 7, "date")]


def test_days_of_sound_series_are_in_order() -> None:
    assert [day(number) for number in range(1, 9)] == sorted(day(number) for number in range(1, 9))
