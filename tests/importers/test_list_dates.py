"""Dates of lists: a column is settled as a whole, instants stay instants, or one line asks."""

import datetime

import pytest

from lgtui.importers import Source
from lgtui.importers.lists import ListImport, import_lists
from lgtui.model import DataError, Moment

TODAY = datetime.date(2026, 3, 2)


def read(text: str, dates: str = "", zone: str = "", name: str = "t.csv") -> ListImport:
    return import_lists([Source(name, text.encode())], {}, TODAY, dates, zone)


def starts(found: ListImport) -> list[Moment | None]:
    return [season.start for season in found.records.seasons]


def listed(*dates: str, order: str = "") -> ListImport:
    rows = "".join(f'"{date}",Zoe Nowak,Talk {at}\n' for at, date in enumerate(dates))
    return read(f"date,speaker,title\n{rows}", order)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("dates", "read_as"),
    [
        (("5/11/2023", "5/25/2023"), ["2023-05-11", "2023-05-25"]),
        (("25/05/23", "11/05/23"), ["2023-05-11", "2023-05-25"]),
        (("05.11.23", "5.25.23"), ["2023-05-11", "2023-05-25"]),
        (("Thu 5/11/2023", "6/7/2023"), ["2023-05-11", "2023-06-07"]),
    ],
)
def test_one_cell_settles_the_column(dates: tuple[str, ...], read_as: list[str]) -> None:
    assert starts(listed(*dates)) == [day(each) for each in read_as]


def test_a_column_that_nothing_settles_is_asked_for_once() -> None:
    with pytest.raises(DataError) as caught:
        listed("5/11/2023", "6/7/2023")
    assert (caught.value.file, caught.value.line) == ("t.csv", 2)
    for words in ("5 November 2023 or 11 May 2023", "(and 1 more)", "--dates dmy or --dates mdy"):
        assert words in caught.value.message
    assert starts(listed("5/11/2023", "6/7/2023", order="mdy")) == [
        day("2023-05-11"),
        day("2023-06-07"),
    ]


def test_dates_in_different_orders_are_asked_for_with_both_lines() -> None:
    with pytest.raises(DataError, match="in line 2 and '25/5/2023' in line 4 are in different"):
        listed("5/25/2023", "5/11/2023", "25/5/2023")
    found = listed("5/25/2023", "5/11/2023", "26/5/2023", order="mdy")
    assert starts(found) == [day("2023-05-11"), day("2023-05-25"), day("2023-05-26")]
    assert any(note.before == "26/5/2023" and note.kind == "guess" for note in found.report)


def test_custom_decides_with_dots_and_says_so() -> None:
    found = listed("11.05.2023", "07.06.2023")
    assert starts(found) == [day("2023-05-11"), day("2023-06-07")]
    [note] = [note for note in found.report if note.before == "11.05.2023"]
    assert (note.kind, "--dates mdy" in note.why) == ("guess", True)
    assert not [note for note in listed("25.05.2023").report if note.before == "25.05.2023"]


def test_a_month_that_two_languages_know_is_not_guessed() -> None:
    with pytest.raises(DataError, match="write the month as a number"):
        listed("12 listopada 2023")


def test_day_numbers_of_spreadsheets_are_guesses() -> None:
    found = listed("45057", "45071.625")
    assert starts(found) == [day("2023-05-11"), datetime.datetime(2023, 5, 25, 15)]
    assert sum("spreadsheets" in note.why for note in found.report) == 2
    found = listed("45057", "2023-05-25")
    assert starts(found) == [day("2023-05-25"), None]


def test_the_year_may_stand_in_another_column() -> None:
    text = 'year,date,speaker,title\n2023,12 October,Zoe Nowak,A\n2024,"Thu, 8 Feb",Zoe Nowak,B\n'
    assert starts(read(text)) == [day("2023-10-12"), day("2024-02-08")]
    text = "Year,Month,Day,Title\n2023,10,12,A\n2024,February,8,B\n"
    assert starts(read(text)) == [day("2023-10-12"), day("2024-02-08")]


def test_the_year_of_a_term_is_a_guess() -> None:
    found = read("semester,date,title\nWS 2023/24,12 October,A\nWS 2023/24,8 February,B\n")
    assert [talk.date for talk in found.records.talks] == [None, day("2024-02-08")]
    assert starts(found) == [day("2023-10-12")]
    assert sum("year is that of the term" in note.why for note in found.report) == 2


@pytest.mark.parametrize(
    ("date", "time", "hour", "told"),
    [
        ("2023-05-11", "14h-15h", "14:00", "15h"),
        ("2023-05-11", "11-1 pm", "11:00", "1 pm"),
        ("11 May 2023, 3–4 pm", "", "15:00", "4 pm"),
        ("2023-05-11", "16", "16:00", "16"),
        ("2023-05-11", "16 Uhr c.t.", "16:15", "16 Uhr c.t."),
        ("2023-05-11", "17:00 Paris time", "17:00", "Paris time"),
        ("11-12 May 2023", "14:00", "14:00", "12 May 2023"),
        ("May 11–12, 2023", "14:00", "14:00", "12"),
    ],
)
def test_hours_are_read_and_what_no_record_holds_is_told(
    date: str, time: str, hour: str, told: str
) -> None:
    found = read(f'date,time,title\n"{date}",{time},A\n')
    assert starts(found) == [datetime.datetime.fromisoformat(f"2023-05-11 {hour}")]
    assert told in {note.before for note in found.report}


def test_instants_stay_instants() -> None:
    text = "date,title\n2023-05-11T12:00:00Z,A\n2023-05-12 12:00:00+0900,B\n"
    found = read(text)
    assert found.records.series.timezone == "UTC"
    assert starts(found) == [
        datetime.datetime(2023, 5, 11, 12),
        datetime.datetime(2023, 5, 12, 3),
    ]
    assert starts(read(text, zone="Asia/Tokyo")) == [
        datetime.datetime(2023, 5, 11, 21),
        datetime.datetime(2023, 5, 12, 12),
    ]


def test_hours_of_another_zone_become_those_of_the_series() -> None:
    text = "date,time,zone,title\n2023-05-11,15:00,Europe/Oslo,A\n2023-05-12,15:00,Asia/Tokyo,B\n"
    found = read(text)
    assert found.records.series.timezone == "Europe/Oslo"
    assert starts(found)[1] == datetime.datetime(2023, 5, 12, 8)
    assert any(note.before.endswith("Asia/Tokyo") for note in found.report)


def test_an_hour_without_zone_beside_instants_is_a_guess() -> None:
    found = read("date,title\n2023-05-11T12:00:00Z,A\n2023-05-12 15:00,B\n")
    assert any("no zone stands here" in note.why for note in found.report)


def test_a_weekday_that_the_day_is_not_is_told() -> None:
    found = listed("Monday, 11 May 2023")
    assert [note.after for note in found.report if note.kind == "disagree"] == ["11 May 2023"]


def test_what_has_no_date_in_an_archive_is_never_upcoming() -> None:
    states = [season.state for season in listed("some day", "2023-05-11").records.seasons]
    assert states == ["held", "held"]
    found = listed("some day", "2023-05-11", "2027-05-11")
    assert [(season.start, season.state) for season in found.records.seasons] == [
        (day("2023-05-11"), "held"),
        (day("2027-05-11"), "upcoming"),
        (None, "held"),
    ]
    assert any(note.after == "held" and "set date" in note.why for note in found.report)
    assert [season.state for season in listed("TBA", "2023-05-11").records.seasons][
        -1
    ] == "upcoming"
    assert {season.state for season in listed("", "").records.seasons} == {"held"}


def test_a_day_that_has_passed_without_a_talk_is_told() -> None:
    found = read("date,speaker,title\n2023-05-11,Zoe Nowak,A\n2023-05-18,-,N/A\n")
    assert len(found.records.talks) == 1
    assert any(note.before == "18 May 2023" for note in found.report)


@pytest.mark.parametrize(
    ("header", "date", "read_as"),
    [
        ("Date (dd/mm/yyyy)", "05/06/2023", "2023-06-05"),
        ("Date (MM/DD/YYYY)", "05/06/2023", "2023-05-06"),
        ("Datum (TT.MM.JJ)", "05.06.23", "2023-06-05"),
        ("Date (YY-MM-DD)", "05-06-07", "2005-06-07"),
    ],
)
def test_the_name_of_a_column_may_tell_the_order(header: str, date: str, read_as: str) -> None:
    assert starts(read(f"{header},title\n{date},A\n")) == [day(read_as)]


def test_the_zone_in_the_name_of_a_column_is_that_of_its_hours() -> None:
    found = read("Date,Time (CET),Title\n2023-01-11,15:00,A\n2023-01-12,3pm UTC,B\n")
    assert found.records.series.timezone == "Europe/Copenhagen"
    assert starts(found) == [
        datetime.datetime(2023, 1, 11, 15),
        datetime.datetime(2023, 1, 12, 16),
    ]
    found = read("Date,Time (Paris),Title\n2023-01-11,15:00,A\n")
    assert "Paris" in {note.before for note in found.report}


def test_other_months_tell_the_language_of_an_ambiguous_one() -> None:
    assert starts(listed("12 listopada 2023", "3 grudnia 2023")) == [
        day("2023-11-12"),
        day("2023-12-03"),
    ]
    assert starts(listed("12 listopada 2023", "3 prosinca 2023"))[0] == day("2023-10-12")


def test_an_hour_before_seven_is_a_guess() -> None:
    found = read("date,time,title\n2023-05-11,3:00,A\n2023-05-12,3:00 am,B\n")
    assert [note.line for note in found.report if "so early" in note.why] == [2]


def test_hours_with_the_offsets_of_one_zone_stay_as_they_are_written() -> None:
    found = read(
        "date,speaker,title\n2025-02-06T15:00:00+01:00,Zoe Nowak,Knots\n"
        "2025-06-05T15:00:00+02:00,Max Bloom,Ropes\n"
    )
    assert found.records.series.timezone == "Europe/Berlin"
    assert [season.start for season in found.records.seasons] == [
        datetime.datetime(2025, 2, 6, 15), datetime.datetime(2025, 6, 5, 15)
    ]  # fmt: skip
    assert any(note.after == "Europe/Berlin" and note.kind == "guess" for note in found.report)
    mixed = read(
        "date,speaker,title\n2025-02-06T15:00:00+01:00,Zoe Nowak,Knots\n"
        "2025-06-05T15:00:00-07:00,Max Bloom,Ropes\n"
    )
    assert mixed.records.series.timezone == "UTC"


def test_the_academic_quarter_belongs_to_the_hour() -> None:
    for text, minute in (("14. März 2024, 16 Uhr c.t.", 15), ("14. März 2024, 16 Uhr s.t.", 0)):
        found = read(f'date,speaker,title\n"{text}",Zoe Nowak,Knots\n')
        assert found.records.seasons[0].start == datetime.datetime(2024, 3, 14, 16, minute)


def test_a_title_is_plain_text() -> None:
    found = read("date,speaker,title\n2024-03-14,Zoe Nowak,Knots: a *loud* rope\n")
    assert found.records.talks[0].title == "Knots: a loud rope"
    stars = read("date,speaker,title\n2024-03-14,Zoe Nowak,A* and 2 * 3 * 4\n")
    assert stars.records.talks[0].title == "A* and 2 * 3 * 4"
