import datetime

import pytest

from lgtui.model import DataError
from lgtui.render.date_format import ordinal, ordinal_day, when, zone_name, zoned


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"),
        (21, "21st"), (22, "22nd"), (30, "30th"), (31, "31st"), (111, "111th"), (113, "113th"),
        (121, "121st"),
    ],
)  # fmt: skip
def test_ordinals(number: int, text: str) -> None:
    assert ordinal(number) == text


def test_past_days_are_ordinal() -> None:
    assert ordinal_day(datetime.date(2023, 2, 27)) == "27th February 2023"


@pytest.mark.parametrize(
    ("moment", "zone", "text"),
    [
        ("2026-03-02T15:00", "Europe/Copenhagen", "2 March 2026 at 3:00pm CET"),
        ("2026-03-30T09:30", "Europe/Copenhagen", "30 March 2026 at 9:30am CEST"),
        ("2026-10-20T12:00", "Europe/Copenhagen", "20 October 2026 at 12:00pm CEST"),
        ("2026-12-31T00:05", "America/New_York", "31 December 2026 at 12:05am EST"),
        ("2026-06-01T15:00", "Europe/Istanbul", "1 June 2026 at 3:00pm UTC+3"),
        ("2026-06-01T15:00", "Asia/Kathmandu", "1 June 2026 at 3:00pm UTC+5:45"),
        ("2026-06-01T15:00", "America/Sao_Paulo", "1 June 2026 at 3:00pm UTC-3"),
        ("2026-06-01T15:00", "UTC", "1 June 2026 at 3:00pm UTC"),
    ],
)
def test_hours_name_their_zone_as_it_is_on_that_day(moment: str, zone: str, text: str) -> None:
    assert when(datetime.datetime.fromisoformat(moment), zone) == text


def test_an_hour_that_comes_twice_is_the_first_one() -> None:
    twice = datetime.datetime(2026, 10, 25, 2, 30)
    assert when(twice, "Europe/Copenhagen").endswith("2:30am CEST")


def test_an_hour_that_is_skipped_keeps_the_offset_before_the_change() -> None:
    skipped = datetime.datetime(2026, 3, 29, 2, 30)
    assert when(skipped, "Europe/Copenhagen").endswith("2:30am CET")


@pytest.mark.parametrize("zone", ["", "Nowhere/Land", "../../etc/passwd", "a\0b", "/etc/localtime"])
def test_what_is_no_zone_is_a_clear_error(zone: str) -> None:
    with pytest.raises(DataError, match="is no time zone"):
        zoned(datetime.datetime(2026, 3, 2, 15), zone)


@pytest.mark.parametrize(
    ("zone", "month", "name"),
    [
        ("Europe/Copenhagen", 7, "CEST"),
        ("Asia/Kathmandu", 7, "UTC+5:45"),
        ("Atlantic/Azores", 1, "UTC-1"),
        ("Atlantic/Azores", 7, "UTC"),
    ],
)
def test_a_zone_without_a_name_is_told_by_its_distance(zone: str, month: int, name: str) -> None:
    assert zone_name(datetime.datetime(2026, month, 2, 15), zone) == name


@pytest.mark.parametrize("year", [datetime.MINYEAR, datetime.MAXYEAR])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue", "Europe/Copenhagen"])
def test_an_hour_at_an_end_of_the_calendar_is_told(year: int, zone: str) -> None:
    month = 1 if year == datetime.MINYEAR else 12
    with pytest.raises(DataError, match="end of the calendar; correct the year"):
        zoned(datetime.datetime(year, month, 31, 23, 59), zone)
