"""Statistics: what counts as given, who is one person, which country an affiliation names."""

import datetime
import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui.model import Records, Season, Series, Speaker, Talk
from lgtui.records import statistics
from lgtui.records.statistics import count, median, person_key, split_place


def day(month: int, number: int) -> datetime.date:
    return datetime.date(2025, month, number)


RECORDS = Records(
    Series("Shadows of Data", "Europe/Copenhagen"),
    seasons=(
        Season(2, "Bias", day(3, 2), state="held"),
        Season(1, "Noise", datetime.datetime(2025, 1, 31, 15), state="held"),
        Season(3, "Trust", day(6, 1), state="cancelled"),
        Season(4, "Labels", day(9, 1)),
        Season(5, "", None, state="held"),
    ),
    talks=(
        Talk("S02E01", "", (Speaker("Łucja Nowak"),), "AGH, Poland", "https://v.example/1"),
        Talk("S01E01", "", (Speaker("Nowak, Lucja"), Speaker("Bo")), "AGH (Poland)"),
        Talk("S01E02", "", (Speaker("Cy", affiliation="DTU; UCL, UK"),), recording="withheld"),
        Talk("S03E01", "", (Speaker("Dee"),), "MIT, USA", "https://v.example/2"),
        Talk("S04E01", "", (Speaker("Eve"),), "MIT, USA"),
        Talk("S05E01", "", (Speaker(""),), "", "https://v.example/3"),
        Talk("S07E01", "", (Speaker("Flo"),)),
    ),
)


def test_only_talks_of_held_seasons_are_given() -> None:
    found = count(RECORDS)
    assert (found.given, found.planned, found.cancelled) == (4, 2, 1)
    assert [each.season for each in found.seasons] == ["S01", "S02", "S03", "S04", "S05"]
    assert {person.name for person in found.speakers} == {"Łucja Nowak", "Bo", "Cy"}
    assert found.years == {2025: 3}


def test_one_person_in_two_spellings_has_returned() -> None:
    [again] = count(RECORDS).returning
    assert again == ("Łucja Nowak", ("S01E01", "S02E01"), ("S01", "S02"))


def test_a_speaker_counts_once_for_each_place() -> None:
    found = count(RECORDS)
    assert found.institutions == {"AGH": 2, "DTU": 1, "UCL": 1}
    assert found.countries == {"Poland": 2, "UK": 1}
    assert found.nowhere == 0


def test_videos_are_there_withheld_or_missing() -> None:
    found = count(RECORDS)
    assert (found.videos, found.withheld, found.missing_videos) == (2, 1, 1)


def test_gaps_are_between_held_seasons_with_a_day() -> None:
    found = count(RECORDS)
    assert found.gaps == (30,)
    assert [each.gap for each in found.seasons] == [None, 30, None, None, None]


@pytest.mark.parametrize(
    ("affiliation", "place"),
    [
        ("Ninewells Hospital, Dundee, UK", ("Ninewells Hospital, Dundee", "UK")),
        (
            "Erasmus MC - Center, the Netherlands",
            ("Erasmus MC - Center", "Netherlands"),
        ),
        ("Lunit - Republic of Korea", ("Lunit", "South Korea")),
        ("Universität Wien, Österreich.", ("Universität Wien", "Austria")),
        ("United States", ("", "USA")),
        ("University of Georgia", ("University of Georgia", "")),
        ("MIT, Cambridge", ("MIT, Cambridge", "")),
        ("", ("", "")),
        ("(", ("(", "")),
    ],
)
def test_the_country_of_an_affiliation(affiliation: str, place: tuple[str, str]) -> None:
    assert split_place(affiliation) == place


@given(st.text(max_size=60))
def test_no_affiliation_and_no_name_is_too_odd(text: str) -> None:
    institution, country = split_place(text)
    assert text.strip().rstrip(".,").startswith(institution)
    assert country in ("", *statistics._countries().values())
    assert person_key(text) == person_key(text.upper() if text.isascii() else text)


@given(st.lists(st.integers(0, 10**6), min_size=1))
def test_the_median_has_as_many_below_as_above(numbers: list[int]) -> None:
    middle = median(tuple(numbers))
    assert sum(n < middle for n in numbers) <= len(numbers) / 2
    assert sum(n > middle for n in numbers) <= len(numbers) / 2


def test_nothing_is_counted_of_nothing() -> None:
    found = count(Records())
    assert (found.seasons, found.given, found.speakers, found.gaps) == ((), 0, (), ())


def test_the_examples_of_the_module_hold() -> None:
    ran = doctest.testmod(statistics)
    assert ran.attempted >= 5
    assert not ran.failed
