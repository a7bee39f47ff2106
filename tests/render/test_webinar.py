import datetime
from typing import Any

import pytest

from lgtui.model import DataError, Organizer, Season, Speaker, Talk
from lgtui.render.webinar import next_region, next_season, organizers_region, previous_region
from tests.render.making import CPH, HELD, MARCH, PLANNED, SEASONS, series, talk


def test_the_next_webinar_reads_as_on_the_series_own_page() -> None:
    assert next_region(series(*PLANNED[:1])) == (
        "#### Next webinar: Evaluation metrics\n"
        "Date: **2 March 2026 at 3:00pm CET**\n\n"
        "Where: **Zoom:** [Register here](https://example.org/register)\n\n"
        "Speakers:\n\n"
        "* **Evangelia Christodoulou** - German Cancer Research Center (DKFZ), Germany\n\n"
        "Title: From Metrics to Meaning\n\n"
        "Abstract: One paragraph.\n\nAnother one.\n\n"
        "Short bio: She holds a PhD."
    )


def test_without_an_upcoming_season_the_placeholder_stands_there() -> None:
    assert next_region(series(seasons=SEASONS[:1])) == (
        "#### Next webinar: TBA\nDate: **TBA**\n\nWhere: **Zoom:**\n\nSpeakers: **TBA**"
    )


def test_talks_of_which_nothing_is_known_are_one_word() -> None:
    empty = (Talk("S05E01"), Talk("S05E02"), Talk("S05E03"))
    assert next_region(series(*empty, seasons=(Season(5),))) == (
        "#### Next webinar: TBA\nDate: **TBA**\n\nWhere: **Zoom:** **TBA**\n\nSpeakers: **TBA**"
    )
    known = talk("S05E02", "", "Ada Bee")
    region = next_region(series(empty[0], known, empty[2], seasons=(Season(5),)))
    assert region.endswith("\n\nSpeakers:\n\n* **Ada Bee**\n\n* **TBA**")
    cancelled = empty[0]._replace(state="cancelled")
    region = next_region(series(cancelled, known, seasons=(Season(5),)))
    assert region.endswith("\n\nSpeakers:\n\n* **Ada Bee**")


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"title": "Eels"}, "* **TBA**\n\nTitle: Eels"),
        ({"speakers": (Speaker("Ada"),)}, "* **Ada**"),
        ({"speakers": (Speaker("Ada"),), "affiliation": "Lab"}, "* **Ada** - Lab"),
        ({"affiliation": "Lab"}, "* **TBA** - Lab"),
        ({"speakers": (Speaker("Ada"),), "bio": "She."}, "* **Ada**\n\nShort bio: She."),
        ({"abstract": "Eels."}, "* **TBA**\n\nAbstract: Eels."),
    ],
)
def test_what_is_not_known_of_a_talk_is_left_out(fields: dict[str, Any], shown: str) -> None:
    records = series(Talk("S05E01")._replace(**fields), seasons=(Season(5),))
    assert next_region(records).endswith(f"Speakers:\n\n{shown}")


def test_a_season_without_talks_has_speakers_to_be_announced() -> None:
    region = next_region(series(seasons=(Season(5, "Bias"),)))
    assert region.endswith("\n\nSpeakers: **TBA**")


def test_a_day_without_its_hour_needs_no_zone() -> None:
    records = series(seasons=(Season(2, "Bias", datetime.date(2026, 3, 2)),))
    records = records._replace(series=records.series._replace(timezone="Nowhere/Land"))
    assert "Date: **2 March 2026**\n" in next_region(records)


def test_an_hour_in_an_unknown_zone_is_an_error_that_names_the_field() -> None:
    records = series()
    records = records._replace(series=records.series._replace(timezone="Nowhere/Land"))
    with pytest.raises(DataError, match=r"series\.timezone: 'Nowhere/Land'"):
        next_region(records)


def test_a_talk_on_another_day_says_so() -> None:
    moved = PLANNED[0]._replace(date=MARCH + datetime.timedelta(days=28))
    region = next_region(series(moved, *PLANNED[1:]))
    assert "Germany\n\nDate: **30 March 2026 at 3:00pm CEST**\n\nTitle:" in region


def test_several_speakers_share_a_line_and_name_each_affiliation_once() -> None:
    pair = Talk(
        "S02E01",
        "T",
        (Speaker("A", url="https://a.example"), Speaker("B", "Dr.", affiliation="Y"), Speaker("C")),
        "X",
    )
    assert "* **[A](https://a.example), Dr. B and C** - X; Y\n" in next_region(series(pair))


def test_a_bio_that_ends_in_a_list_does_not_take_in_the_next_speaker() -> None:
    first = talk("S02E01", "T", "A", bio="Prizes:\n- one\n- two")
    region = next_region(series(first, talk("S02E02", "U", "B")))
    assert "- two\n\n<!-- -->\n\n* **B**" in region


@pytest.mark.parametrize(
    ("seasons", "number"),
    [
        ((Season(4, start=MARCH), Season(3, start=MARCH.replace(day=1))), 3),
        ((Season(3), Season(4, start=MARCH)), 4),
        ((Season(4), Season(3)), 3),
        ((Season(3, start=MARCH.date()), Season(4, start=MARCH)), 3),
        ((Season(3, start=MARCH, state="cancelled"), Season(4)), 4),
    ],
)
def test_the_next_season_is_the_earliest_upcoming_one(
    seasons: tuple[Season, ...], number: int
) -> None:
    found = next_season(series(seasons=seasons))
    assert found
    assert found.number == number


def test_previous_talks_are_one_line_each() -> None:
    assert previous_region(series()) == (
        "* S01E01 - **[Dr. Roxana Daneshjou](https://youtu.be/hDKuw28ATe4)** "
        "(Stanford University, USA). 27th February 2023. **Challenges with equipoise**\n"
        "* S01E02 - **Rhys Compton and Lily Zhang** (New York University, USA). "
        "27th February 2023. **When more is less**"
    )


def test_three_speakers_are_joined_by_commas_and_and() -> None:
    assert "**A, B and C**" in previous_region(series(talk("S01E01", "T", "A", "B", "C")))


def test_previous_talks_stand_in_the_order_of_their_ids() -> None:
    season = Season(10, "", MARCH, "", "held")
    records = series(
        talk("S10E10", "d"),
        talk("S10E02", "c"),
        talk("S01E02", "b"),
        talk("S01E01", "a"),
        seasons=(season, *SEASONS),
    )
    lines = previous_region(records).split("\n")
    assert [line.split()[1] for line in lines] == ["S01E01", "S01E02", "S10E02", "S10E10"]


def test_a_talks_own_date_wins_over_its_seasons() -> None:
    moved = HELD[0]._replace(date=datetime.date(2023, 3, 1))
    assert ". 1st March 2023. " in previous_region(series(moved))


def test_planned_and_cancelled_seasons_are_no_previous_talks() -> None:
    seasons = (SEASONS[0]._replace(state="cancelled"), SEASONS[1])
    assert previous_region(series(seasons=seasons)) == ""


def test_organizers_of_one_affiliation_share_it() -> None:
    assert organizers_region(series()) == (
        "[Amelia](https://amelia.example) at the Universitat de Barcelona (Spain), "
        "[Théo](https://theo.example) & [Veronika](https://vero.example) at the IT University of "
        "Copenhagen (Denmark), and Steff at the University of Groningen (the Netherlands)."
    )


@pytest.mark.parametrize(
    ("organizers", "sentence"),
    [
        ((), ""),
        ((Organizer("A"),), "A."),
        ((Organizer("A", "", "X", "at"),), "A at X."),
        (tuple(Organizer(name, "", "X") for name in "ABC"), "A, B & C at the X."),
        ((Organizer("A", "", "X"), Organizer("B", "", "X", "with")), "A at the X, and B with X."),
        ((Organizer("1. A"),), "1\\. A."),
        ((Organizer("# A"),), "\\# A."),
    ],
)
def test_organizers_make_one_sentence(organizers: tuple[Organizer, ...], sentence: str) -> None:
    assert organizers_region(series(organizers=organizers)) == sentence


def test_the_zone_of_the_hour_is_derived() -> None:
    winter, summer = (
        next_region(series(seasons=(Season(2, "x", MARCH.replace(month=month)),)))
        for month in (1, 7)
    )
    assert "CET**" in winter
    assert "CEST**" in summer
    assert CPH not in winter + summer


def test_a_preposition_without_an_affiliation_parts_no_organizers() -> None:
    people = (Organizer("Ada"), Organizer("Bo", preposition="of"), Organizer("Cy", "", "Uni"))
    assert organizers_region(series(organizers=people)) == "Ada & Bo, and Cy at the Uni."
