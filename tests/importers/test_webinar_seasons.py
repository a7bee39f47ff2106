"""Which season and episode each talk of a webinar page belongs to."""

import datetime

from lgtui.model import Season, Speaker
from tests.importers.importing import imported, notes, page_with_next


def test_talks_without_label_get_ids_by_their_day() -> None:
    result = imported(
        "#### Previous talks\n"
        "* **A Bee** (X). 4 December 2023. **New one**\n"
        "* **C Dee** (X). 4 December 2023. **New two**\n"
        "* **E Eff** (X). 5 June 2023. **Old**\n"
    )
    assert [(talk.id, talk.title) for talk in result.records.talks] == [
        ("S01E01", "Old"),
        ("S02E01", "New one"),
        ("S02E02", "New two"),
    ]
    assert len([note for note in notes(result, "guess") if "no id" in note.why]) == 3


def test_headings_between_the_talks_give_seasons_days_and_themes() -> None:
    result = imported(
        "## Previous webinars\n\n"
        "### Season 2: On speed (5 June 2023)\n\n* **A Bee** (X). **New**\n\n"
        "### 27th February 2023\n\n* S01E01 - **C Dee** (Y). **Old**\n"
    )
    assert result.records.seasons == (
        Season(1, start=datetime.date(2023, 2, 27), state="held"),
        Season(2, "On speed", datetime.date(2023, 6, 5), state="held"),
    )
    assert [(talk.id, talk.title, talk.date) for talk in result.records.talks] == [
        ("S01E01", "Old", None),
        ("S02E01", "New", None),
    ]
    assert "On speed" not in result.pages["webinar"]
    assert not notes(result, "error")


def test_two_talks_with_one_id_are_both_kept() -> None:
    result = imported(
        "#### Previous talks\n"
        "* S07E01 - **A Bee** (X). 12th May 2025. **One**\n"
        "* S07E01 - **C Dee** (Y). 20th October 2025. **Two**\n"
    )
    assert [(talk.id, talk.date) for talk in result.records.talks] == [
        ("S07E01", None),
        ("S07E01", datetime.date(2025, 10, 20)),
    ]
    assert result.records.seasons == (Season(7, start=datetime.date(2025, 5, 12), state="held"),)
    assert notes(result, "SEQ001")


def test_underlined_headings_begin_sections_like_others() -> None:
    result = imported(
        "Series\n======\n\nPrevious talks\n--------------\n\n"
        "* S01E01 - **A Bee** (X). 1 May 2023. **One**\n\n"
        "Next webinar: Speed\n---\n\nDate: **5 June 2023**\n\n"
        "Speakers:\n\n* **C Dee** - Y\n\nTitle: Two\n\nOrganizers\n---\nE Eff at the Z.\n"
    )
    records = result.records
    assert records.series.name == "Series"
    assert [(talk.id, talk.title) for talk in records.talks] == [
        ("S01E01", "One"),
        ("S02E01", "Two"),
    ]
    assert records.seasons[1].theme == "Speed"
    assert [one.name for one in records.organizers] == ["E Eff"]
    page = result.pages["webinar"]
    assert page.startswith(
        "Series\n======\n\nPrevious talks\n--------------\n\n<!-- lgtui:previous"
    )
    assert "Organizers\n---\n\n<!-- lgtui:organizers" in page
    assert page.count("\n---\n") == 1


def test_a_page_without_a_name_gets_one_that_is_reported_as_a_guess() -> None:
    result = imported("#### Previous talks:\n* S01E01 - **A B** (C). 1 May 2023. **D**\n")
    assert result.records.series.name == "Webinar"
    assert [note.kind for note in result.report if note.after == "Webinar"] == ["guess"]


def test_a_talk_that_is_neither_dated_nor_recorded_is_read_below_its_seasons_heading() -> None:
    result = imported(
        "## Previous talks\n\n##### Season 2 - Skin (5 June 2023)\n* Dr. Ada Bee (X, Y). On one.\n"
    )
    (talk,) = result.records.talks
    assert (talk.id, talk.title, talk.affiliation) == ("S02E01", "On one", "X, Y")


def test_a_talk_of_which_only_its_place_is_known() -> None:
    result = page_with_next(
        "* **A Bee** - X\n\nTitle: One\n\nAbstract: Words.\n\nShort bio: TBA\n\n* **TBA**"
    )
    assert [(talk.title, talk.bio, talk.speakers) for talk in result.records.talks] == [
        ("One", "", (Speaker("A Bee"),)),
        ("", "", ()),
    ]


def test_a_second_theme_of_one_season_stays_in_the_page() -> None:
    result = imported(
        "## Previous talks\n\n"
        "### Season 1: On speed\n* S01E01 - **A Bee** (X). 1 May 2023. **One**\n\n"
        "### Season 1: On size\n* S01E02 - **C Dee** (X). 1 May 2023. **Two**\n"
    )
    assert result.records.seasons[0].theme == "On speed"
    assert "### Season 1: On size" in [note.before for note in notes(result, "kept")]
    assert "\n### Season 1: On size\n" in result.pages["webinar"]


def test_a_day_before_those_of_known_seasons_gets_a_free_number_before_theirs() -> None:
    result = imported(
        "#### Previous talks\n"
        "* **A Bee** (X). 27 Feb 2023. **One**\n* **C Dee** (X). 5 June 2023. **Two**\n"
        "* S03E01 - **E Eff** (X). 18 Sept 2023. **Three**\n"
        "* **G Aitch** (X). 1 May 2024. **Four**\n"
    )
    assert [(talk.id, talk.title) for talk in result.records.talks] == [
        ("S01E01", "One"),
        ("S02E01", "Two"),
        ("S03E01", "Three"),
        ("S04E01", "Four"),
    ]


def test_titles_in_headings_above_their_speakers() -> None:
    result = page_with_next(
        "#### Talk 1: One\n**Speaker:** Ada Bee (X)\n**Abstract:** Words.\n\n"
        "#### Talk 2: Two\n\n**Speaker:** Cy Dee (Y)\n**Abstract:** More.\n"
    )
    assert [
        (talk.title, talk.speakers[0].name, talk.affiliation, talk.abstract)
        for talk in result.records.talks
    ] == [("One", "Ada Bee", "X", "Words."), ("Two", "Cy Dee", "Y", "More.")]
    assert [note.before for note in notes(result, "kept") if note.before] == []
