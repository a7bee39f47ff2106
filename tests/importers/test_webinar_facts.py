"""Labels, days, hours, names and links are read as people write them."""

import datetime

import pytest

from lgtui.model import Link, Speaker
from tests.importers.importing import imported, notes, page_with_next, previous


@pytest.mark.parametrize(
    "label", ["S03E02 -", "S0302 -", "S3E2:", "**S03E02** –", "[S03E02](https://youtu.be/zzzzzzz)"]
)
def test_labels_of_all_kinds(label: str) -> None:
    assert previous(f"* {label} **Ada Lovelace** (UK). 1 May 2023. **T**").id == "S03E02"


def test_a_label_in_another_form_is_reported() -> None:
    result = imported("#### Previous talks\n* S0302 - **A B** (C). 1 May 2023. **D**\n")
    (note,) = notes(result, "SEQ008")
    assert (note.line, note.column, note.before, note.after) == (2, 3, "S0302", "S03E02")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("27th Feb 2023", datetime.date(2023, 2, 27)),
        ("27 February 2023", datetime.date(2023, 2, 27)),
        ("Feb. 27th, 2023", datetime.date(2023, 2, 27)),
        ("Monday, 27th of February 2023", datetime.date(2023, 2, 27)),
        ("2023-02-27", datetime.date(2023, 2, 27)),
        ("27.02.2023", datetime.date(2023, 2, 27)),
        ("27/02/2023", datetime.date(2023, 2, 27)),
        ("3 Sept 2024", datetime.date(2024, 9, 3)),
    ],
)
def test_days_as_people_write_them(day: str, expected: datetime.date) -> None:
    result = imported(f"#### Previous talks\n* S01E01 - **A B** (C). {day}. **D**\n")
    assert result.records.seasons[0].start == expected
    assert not notes(result, "error")


@pytest.mark.parametrize(
    ("hour", "expected"),
    [
        ("at 3:00pm CET", (15, 0)),
        ("15:00 CET", (15, 0)),
        ("at 12am", (0, 0)),
        ("12:30 p.m.", (12, 30)),
        ("4–5pm CET", (16, 0)),
        ("9.30am CET", (9, 30)),
    ],
)
def test_hours_as_people_write_them(hour: str, expected: tuple[int, int]) -> None:
    result = imported(f"#### Next webinar: X\nDate: **2 March 2026 {hour}**\n")
    assert result.records.seasons[0].start == datetime.datetime(2026, 3, 2, *expected)


def test_the_end_of_a_webinar_is_kept_in_the_page() -> None:
    result = imported("#### Next webinar: X\nDate: **2 March 2026, 3pm to 5pm CET**\n")
    assert "**2 March 2026, 3pm to 5pm CET**" in result.pages["webinar"]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ("Ada Lovelace", (Speaker("Ada Lovelace"),)),
        (
            "Alceu Bissoto and Dr. Sandra Avila",
            (Speaker("Alceu Bissoto"), Speaker("Sandra Avila", "Dr.")),
        ),
        (
            "Prof. Dr. A Bee, C Dee & E Eff",
            (Speaker("A Bee", "Prof. Dr."), Speaker("C Dee"), Speaker("E Eff")),
        ),
        ("Sammy Davis, Jr. and B Cee", (Speaker("Sammy Davis, Jr."), Speaker("B Cee"))),
    ],
)
def test_several_speakers(names: str, expected: tuple[Speaker, ...]) -> None:
    talk = previous(f"* S01E01 - **[{names}](https://youtu.be/abcdefgh)** (C). 1 May 2023. **D**")
    assert talk.speakers == expected
    assert talk.video_url == "https://youtu.be/abcdefgh"


def test_speakers_with_their_own_affiliations() -> None:
    talk = previous("* S01E01 - **A Bee** (X (Y)) and **C Dee** (Z). 1 May 2023. **D**")
    assert talk.speakers == (Speaker("A Bee", affiliation="X (Y)"), Speaker("C Dee", "", "", "Z"))
    assert not talk.affiliation


def test_a_separate_video_makes_the_link_on_the_name_the_speakers_own_page() -> None:
    talk = previous(
        "* S01E01 - **[A Bee](https://bee.example)** (X). 1 May 2023. **D**. "
        "[Video](https://youtu.be/abcdefgh)."
    )
    assert talk.speakers == (Speaker("A Bee", url="https://bee.example"),)
    assert talk.video_url == "https://youtu.be/abcdefgh"


def test_further_links_are_kept_with_their_labels() -> None:
    talk = previous("* S01E01 - **A Bee** (X). 1 May 2023. **D** [Slides](https://s.example)")
    assert talk.links == (Link("Slides", "https://s.example"),)


def test_an_empty_link_keeps_the_name_and_is_reported() -> None:
    result = imported("#### Previous talks\n* S01E01 - **[A Bee]()** (X). 1 May 2023. **D**\n")
    assert result.records.talks[0].speakers == (Speaker("A Bee"),)
    (note,) = notes(result, "LINK001")
    assert (note.line, note.column, note.before) == (2, 14, "[A Bee]()")


def test_markdown_in_names_and_titles_becomes_plain_text() -> None:
    talk = previous(
        "* S01E01 - **A Bee** (X &amp; Y). 1 May 2023. **The *big* snake\\_case & `code` of 2\\*3**"
    )
    assert talk.title == "The big snake_case & code of 2*3"
    assert talk.affiliation == "X & Y"


def test_a_zone_that_the_date_contradicts_is_reported() -> None:
    result = imported("#### Next webinar: X\nDate: **20 October 2025 at 3:00pm CET**\n")
    note = notes(result, "DATE003")[0]
    assert (note.line, note.before, note.after) == (
        2,
        "20 October 2025 at 3:00pm CET",
        "20 October 2025 at 3:00pm CEST",
    )
    assert result.records.seasons[0].start == datetime.datetime(2025, 10, 20, 15)


def test_the_zone_is_concluded_from_the_abbreviation_and_said_to_be() -> None:
    result = imported("#### Next webinar: X\nDate: **2 March 2026 at 3:00pm EST**\n")
    assert result.records.series.timezone == "America/New_York"
    assert any(note.after == "America/New_York" for note in notes(result, "guess"))


@pytest.mark.parametrize("end", ["", "<br>", " <br />", "  ", "&nbsp;"])
@pytest.mark.parametrize("gap", [" ", "&nbsp;", "\t"])
def test_blanks_and_line_breaks_in_html_are_no_part_of_a_fact(gap: str, end: str) -> None:
    result = imported(
        f"#### Next webinar: Theme{end}\nDate:{gap}**27 Feb 2023 at 3:00pm CET**{end}\n"
        f"Where:{gap}**Zoom** [Register here](https://z.example/r){end}\n\nSpeakers:{end}\n\n"
        f"* **Ada Bee**{gap}-{gap}X{end}\n\nTitle:{gap}One{end}\n\nAbstract: Words.\n"
    )
    (talk,) = result.records.talks
    (season,) = result.records.seasons
    assert (talk.title, talk.speakers, talk.affiliation) == ("One", (Speaker("Ada Bee"),), "X")
    assert (season.theme, season.register_url) == ("Theme", "https://z.example/r")
    assert season.start == datetime.datetime(2023, 2, 27, 15)
    assert [note.before for note in notes(result, "kept") if note.before] == []


def test_a_place_whose_link_shows_its_own_address_is_understood() -> None:
    result = page_with_next(
        "Where: **Zoom** - [https://meet.example/j/60](https://meet.example/j/60)\n\n"
        "Add to: [Google Calendar](https://g.example/add) / [Outlook](https://o.example/x)\n\n"
        "Speakers:\n\n* **Ada Lo** - Lab\n\nTitle: Looms\n\nAbstract: They weave."
    )
    assert result.records.seasons[-1].register_url == "https://meet.example/j/60"
    assert result.records.pages.add_to_calendar == "google, outlook"
    page = result.pages["webinar"]
    assert page.count("Where:") == 1
    assert [note.before for note in notes(result, "kept") if note.before] == []
    told = [(one.before, one.after) for one in notes(result, "certain")]
    assert ("https://g.example/add", "google") in told
    assert ("https://o.example/x", "outlook") in told


@pytest.mark.parametrize("line", ["Add to: your diary", "Add to: [Cal](https://x.example) please"])
def test_another_line_about_calendars_stays(line: str) -> None:
    result = page_with_next(f"{line}\n\n* **Ada Lo** - Lab\n\nTitle: Looms\n")
    assert result.records.pages.add_to_calendar == ""
    assert line in result.pages["webinar"]


def test_what_is_commented_out_is_no_fact() -> None:
    comment = "<!-- Where: **Zoom** - [https://meet.example/j/2](https://meet.example/j/2) -->"
    result = page_with_next(f"{comment}\n\nSpeakers: **TBA**\n")
    assert all(not season.register_url for season in result.records.seasons)
    page = result.pages["webinar"]
    assert page.count(comment) == 1
    assert page.count("meet.example/j/2") == comment.count("meet.example/j/2")
