"""Dates typed as people type them; what they mean is shown, what is unclear is refused."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui.model import Moment
from lgtui.tui.form.dates import NotUnderstoodError, read_moment, say_moment, write_moment

ZONE = "Europe/Copenhagen"
TODAY = datetime.date(2026, 1, 15)


def at(year: int, month: int, day: int, hour: int = 15, minute: int = 0) -> datetime.datetime:
    return datetime.datetime(year, month, day, hour, minute)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-02 15:00", at(2026, 3, 2)),
        ("2026-03-02T15:00:00", at(2026, 3, 2)),
        ("2026/3/2 15:00", at(2026, 3, 2)),
        ("2 March 2026 3pm", at(2026, 3, 2)),
        ("2nd of March 2026 at 3:00pm", at(2026, 3, 2)),
        ("Monday, 2 March 2026, 15.00", at(2026, 3, 2)),
        ("Mon 2 Mar 2026 15h", at(2026, 3, 2)),
        ("March 2, 2026 3 p.m.", at(2026, 3, 2)),
        ("3pm 2 March 2026", at(2026, 3, 2)),
        ("2 March 2026 at 3:00pm CET", at(2026, 3, 2)),
        ("02.03.2026 15:00", at(2026, 3, 2)),
        ("2.3.26 15 Uhr", at(2026, 3, 2)),
        ("2/3/26", datetime.date(2026, 3, 2)),
        ("02.03.2026, 15:00 Uhr MEZ", at(2026, 3, 2)),
        ("1.7.2026 15:00 MESZ", at(2026, 7, 1)),
        ("2026-03-02T15:00:00+01:00", at(2026, 3, 2)),
        ("2026-03-02T15:00+0100", at(2026, 3, 2)),
        ("2/3/2026 3pm", at(2026, 3, 2)),
        ("13/3/2026", datetime.date(2026, 3, 13)),
        ("2 Mar", datetime.date(2026, 3, 2)),
        ("Mar 2", datetime.date(2026, 3, 2)),
        ("2.3.", datetime.date(2026, 3, 2)),
        ("10 Jan", datetime.date(2027, 1, 10)),
        ("29 Feb", datetime.date(2028, 2, 29)),
        ("2026-03-02", datetime.date(2026, 3, 2)),
        ("2 March 2026 noon", at(2026, 3, 2, 12)),
        ("2 March 2026 12am", at(2026, 3, 2, 0)),
        ("2 March 2026 9:30", at(2026, 3, 2, 9, 30)),
        ("tomorrow 9:30am", at(2026, 1, 16, 9, 30)),
        ("2 Sept 2026", datetime.date(2026, 9, 2)),
        ("", None),
        ("  TBA ", None),
        ("tbd", None),
    ],
)
def test_natural_forms(text: str, moment: Moment | None) -> None:
    assert read_moment(text, None, TODAY, ZONE) == moment


def test_a_missing_year_is_that_of_the_value_before() -> None:
    assert read_moment("5 June", at(2024, 3, 2), TODAY) == datetime.date(2024, 6, 5)


def test_an_hour_alone_keeps_the_day() -> None:
    assert read_moment("16:30", datetime.date(2026, 3, 2), TODAY) == at(2026, 3, 2, 16, 30)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("soon", "“soon”"),
        ("2 March 2026 3pm maybe", "“maybe”"),
        ("31 April 2026", "no 31 April 2026"),
        ("30/2/2026", "no 30 February 2026"),
        ("2026-02-30", "no 30 February 2026"),
        ("3/13/2026", "the day first"),
        ("2026-03-02T15:00Z", "shows .0100, not .0000"),
        ("2026-03-02T15:00+02:00", "shows .0100, not .0200"),
        ("2026-07-01 15:00 MEZ", "shows CEST, not CET"),
        ("2 March 2026 25:00", "no time"),
        ("2 March 2026 15pm", "no hour"),
        ("15:00", "names no day"),
        ("Tuesday 2 March 2026", "is a Monday"),
        ("2 March 2026 3pm CEST", "shows CET"),
        ("2 March 2026 3 March 2026", "too many"),
        ("2 March 2026 15:00 16:00", "too many"),
        ("2 March 26", "“26”"),
        ("2", "“2”"),
    ],
)
def test_what_is_unclear_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(NotUnderstoodError, match=why):
        read_moment(text, None, TODAY, ZONE)


MOMENTS = st.one_of(
    st.datetimes(datetime.datetime(1000, 1, 1)), st.dates(datetime.date(1000, 1, 1))
)


@given(MOMENTS)
def test_what_a_field_shows_is_read_back_exactly(moment: Moment) -> None:
    if isinstance(moment, datetime.datetime):
        moment = moment.replace(fold=0)
    read = read_moment(write_moment(moment))
    assert read == moment
    assert type(read) is type(moment)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read_moment(text, None, TODAY, ZONE)
    except NotUnderstoodError as error:
        assert str(error)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (at(2026, 3, 2), "= Monday 2 March 2026, 3:00pm CET"),
        (at(2026, 7, 6, 9, 30), "= Monday 6 July 2026, 9:30am CEST"),
        (datetime.date(2026, 3, 2), "= Monday 2 March 2026, hour still open"),
        (None, "= TBA"),
    ],
)
def test_the_zone_is_derived_and_shown(moment: Moment | None, said: str) -> None:
    assert say_moment(moment, ZONE) == said


def test_hours_that_the_clock_change_skips_or_repeats_are_told() -> None:
    assert "does not exist" in say_moment(at(2026, 3, 29, 2, 30), ZONE)
    assert "comes twice" in say_moment(at(2026, 10, 25, 2, 30), ZONE)
    assert "unknown zone" in say_moment(at(2026, 3, 2), "Europe/Copenhagn")


def test_an_hour_that_was_never_given_is_not_open_any_more() -> None:
    day = datetime.date(2023, 3, 2)
    assert (
        say_moment(day, "Europe/Copenhagen", past=True) == "= Thursday 2 March 2023, no hour given"
    )
