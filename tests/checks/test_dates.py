import datetime
import zoneinfo

import pytest

from lgtui import checks
from lgtui.checks import dates
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


@pytest.mark.parametrize("field", ["title", "abstract", "bio", "affiliation"])
def test_a_contradiction_is_found_in_every_text_of_a_talk(field: str) -> None:
    [finding] = found(with_talk(series(), 4, **{field: "On 20 October 2025 at 3pm CET"}))
    assert (finding.code, finding.severity) == ("DATE003", "error")
    assert finding.where == Where("talks", 4, field, 26)
    assert "write CEST" in finding.message


def test_a_contradiction_is_found_in_a_year_of_the_last_century() -> None:
    [finding] = found(with_talk(series(), 4, bio="Since 21 July 1998 at 3pm CET"))
    assert finding.where == Where("talks", 4, "bio", 26)


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


@pytest.mark.parametrize("year", [datetime.MINYEAR, datetime.MAXYEAR])
@pytest.mark.parametrize("hour", [0, 15, 23])
def test_a_year_at_an_end_of_the_calendar_is_an_error(year: int, hour: int) -> None:
    records = with_season(series(), 0, start=datetime.datetime(year, 1, 1, hour))
    assert ("DATE003", Where("seasons", 0, "start")) in [
        (each.code, each.where) for each in found(records)
    ]


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
