import datetime

from hypothesis import given
from hypothesis import strategies as st

from lgtui.model import Season
from lgtui.pages.calendar import calendar
from lgtui.pages.site import write
from tests.pages.making import MARCH, series, talk


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
