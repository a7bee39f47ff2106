"""One reader and one writer of days, hours and zones, whoever asks."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui.text.dates import (
    MONTHS,
    find_date,
    find_dates,
    month_number,
    time_of_day,
    write_day,
    write_moment,
    zone_contradictions,
    zone_named,
    zone_names,
)
from lgtui.tui.form.dates import read_moment

DAY = datetime.date(2025, 10, 20)
CPH = "Europe/Copenhagen"
BEYOND = st.dates(datetime.date(1000, 1, 1))


@pytest.mark.parametrize(
    "text",
    [
        "20 October 2025", "20th Oct 2025", "the 20th of October, 2025", "Oct. 20, 2025",
        "Monday, 20 October 2025", "October 20th 2025", "2025-10-20", "2025/10/20", "2025.10.20",
        "2025-10-20T15:00", "20.10.2025", "20. 10. 2025", "20/10/2025", "20-Oct-2025",
    ],
)  # fmt: skip
def test_a_day_is_found_as_people_write_it(text: str) -> None:
    [found] = find_dates(f"It is on {text}, as ever.")
    assert (found.day, found.doubtful) == (DAY, False)


@pytest.mark.parametrize("text", ["12025-10-20", "marble 20, 2025", "10 Decent 2020", "1.2.3.2025"])
def test_what_only_resembles_a_day_is_none(text: str) -> None:
    assert list(find_dates(text)) == []


def test_a_day_that_no_calendar_has_is_found_as_such() -> None:
    [found] = find_dates("31 June 2025")
    assert found.day is None


def test_numbers_that_may_be_swapped_are_doubtful() -> None:
    [found] = find_dates("05/07/2025")
    assert (found.day, found.doubtful) == (datetime.date(2025, 7, 5), True)
    assert zone_contradictions("05/07/2025 at 3pm CET", "Europe/Copenhagen") == []


def test_an_hour_behind_a_day_of_iso_8601_is_read() -> None:
    stamp = find_date("On 2025-10-20T15:00 CEST")
    assert stamp is not None
    assert (stamp.moment, stamp.zone) == (datetime.datetime(2025, 10, 20, 15), "CEST")


@given(BEYOND)
def test_what_is_written_is_found_again(day: datetime.date) -> None:
    for short in (False, True):
        assert [found.day for found in find_dates(write_day(day, short=short))] == [day]


@given(
    st.datetimes(datetime.datetime(1000, 1, 1)).map(lambda at: at.replace(second=0, microsecond=0))
)
def test_the_form_reads_what_messages_write(moment: datetime.datetime) -> None:
    assert read_moment(write_moment(moment)) == moment


def test_every_month_is_known_by_three_letters_and_more() -> None:
    for number, month in enumerate(MONTHS, 1):
        beginnings = (month[:length] for length in range(3, len(month) + 1))
        assert {month_number(name) for each in beginnings for name in (each, each.upper())} == {
            number
        }
    assert (month_number("ma"), month_number("sextember"), month_number("")) == (0, 0, 0)


@pytest.mark.parametrize(
    ("parts", "time"),
    [
        ((15, 0, ""), datetime.time(15)),
        ((12, 0, "a"), datetime.time(0)),
        ((12, 30, "P"), datetime.time(12, 30)),
        ((0, 0, "p"), None),
        ((13, 0, "a"), None),
        ((24, 0, ""), None),
        ((9, 60, ""), None),
    ],
)
def test_an_hour_of_either_clock(parts: tuple[int, int, str], time: datetime.time | None) -> None:
    assert time_of_day(*parts) == time


@pytest.mark.parametrize("name", ["", "Nowhere/At_all", "../etc/passwd", "Europe", "\x00"])
def test_what_is_no_zone_is_none(name: str) -> None:
    assert zone_named(name) is None


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
