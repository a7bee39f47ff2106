"""A webinar page of the shapes that there were is read into records."""

import datetime

import pytest

from lgtui import render
from lgtui.model import Organizer, Season, Speaker, Talk
from tests.importers.importing import imported, notes, page_with_next


def test_the_current_shape() -> None:
    result = imported(
        "# Webinars on Things\n\n"
        "#### Next webinar: Things that matter\n"
        "Date: **02 March 2026 at 3:00pm CET**\n\n"
        "Where: **Zoom:** [Register here](https://zoom.example/r)\n\n"
        "Speakers: \n\n"
        "* **Ada Lovelace** - Engines (AE), UK\n\n"
        "Title: On engines\n\n"
        "Abstract: They *weave*.\n\nAnd more.\n\n"
        "Short bio: Ada is Ada.\n\n\n"
        "#### Previous talks:\n"
        "* S01E01 - **[Dr. Grace Hopper](https://youtu.be/abcdefgh)** (Yale, USA). 27th Feb 2023. "
        "**On compilers**\n\n"
        "### Organizers\n"
        "[A Bee](https://a.example) at the X (DK), [C Dee](https://c.example) & E Eff at the Y, "
        "and G Aitch at MIT. We thank you.\n"
    )
    records = result.records
    assert records.series.name == "Webinars on Things"
    assert records.seasons == (
        Season(1, start=datetime.date(2023, 2, 27), state="held"),
        Season(
            2,
            "Things that matter",
            datetime.datetime(2026, 3, 2, 15),
            "https://zoom.example/r",
            "upcoming",
        ),
    )
    assert records.talks == (
        Talk(
            "S01E01",
            "On compilers",
            (Speaker("Grace Hopper", "Dr."),),
            "Yale, USA",
            "https://youtu.be/abcdefgh",
        ),
        Talk(
            "S02E01",
            "On engines",
            (Speaker("Ada Lovelace"),),
            "Engines (AE), UK",
            abstract="They *weave*.\n\nAnd more.",
            bio="Ada is Ada.",
        ),
    )
    assert records.organizers == (
        Organizer("A Bee", "https://a.example", "X (DK)"),
        Organizer("C Dee", "https://c.example", "Y"),
        Organizer("E Eff", "", "Y"),
        Organizer("G Aitch", "", "MIT", "at"),
    )
    assert [note.before for note in notes(result, "kept")] == ["We thank you."]
    assert result.pages["webinar"].endswith(" -->\n\nWe thank you.\n")


def test_rendering_right_after_an_import_changes_nothing() -> None:
    result = imported("#### Previous talks:\n* S01E01 - **A B** (C). 1 May 2023. **D e|f**\n")
    page = result.pages["webinar"]
    assert render.write("webinar", page, result.records) == page


def test_the_earlier_shape_with_headings_and_bullets() -> None:
    result = page_with_next(
        "Where: **Zoom** [[Registration]](https://zoom.example/r)\n\n"
        "Add to: [Google](https://calendar.example/g)\n\n"
        "##### **Dr. Ada Lovelace** (Engines, UK)\n"
        " * **Title**: On engines\n"
        " * **Abstract**: They weave\n   flowers.\n"
        " * **Bio**: Ada is.\n"
        " * **Website**: [https://ada.example](https://ada.example)\n\n"
        "##### **Grace Hopper** and **Jean Bartik** (ENIAC)\n"
        " * **Title**: On compilers\n"
        " * **Bio**: One.\n"
        " * **Bio**: Two.\n"
        " * **Website**: [Grace's page](https://grace.example)\n"
        " * **Website**: https://jean.example\n"
    )
    first, second = result.records.talks
    assert result.records.seasons[0].register_url == "https://zoom.example/r"
    assert first.speakers == (Speaker("Ada Lovelace", "Dr.", "https://ada.example"),)
    assert (first.title, first.abstract, first.bio) == (
        "On engines",
        "They weave\nflowers.",
        "Ada is.",
    )
    assert second.speakers == (
        Speaker("Grace Hopper", url="https://grace.example"),
        Speaker("Jean Bartik", url="https://jean.example"),
    )
    assert second.bio == "One.\n\nTwo."
    told = [(one.before, one.after) for one in notes(result, "certain")]
    assert ("https://calendar.example/g", "google") in told
    assert [note.before for note in notes(result, "kept") if note.before] == []


def test_speakers_told_by_labels_only() -> None:
    result = page_with_next(
        "**Speaker:** Ada Lovelace, Engines Inc\n**Title:** On engines\n**Time:** 4pm\n"
        "**Abstract:** They weave.\n"
    )
    (talk,) = result.records.talks
    assert (talk.title, talk.speakers, talk.affiliation, talk.abstract) == (
        "On engines",
        (Speaker("Ada Lovelace"),),
        "Engines Inc",
        "They weave.",
    )


def test_a_list_of_bold_terms_in_an_abstract_is_no_list_of_speakers() -> None:
    result = page_with_next(
        "* **Ada Lovelace** - Engines\n\nTitle: T\n\nAbstract: We show\n\n"
        "* **Data Leakage** - bad\n* **Label Noise** - worse\n\nShort bio: Ada is."
    )
    (talk,) = result.records.talks
    assert talk.abstract == "We show\n\n* **Data Leakage** - bad\n* **Label Noise** - worse"
    assert talk.bio == "Ada is."


@pytest.mark.parametrize(
    "body",
    [
        "* **Ada Lovelace** - Engines, UK Title: On engines\n\nAbstract: They weave.",
        "* **Ada Lovelace** - Engines, UK\nTitle: On engines\n\nAbstract: They weave.",
    ],
    ids=["same line", "next line"],
)
def test_a_title_glued_to_its_bullet_is_read_and_reported(body: str) -> None:
    result = page_with_next(body)
    (talk,) = result.records.talks
    assert (talk.title, talk.affiliation) == ("On engines", "Engines, UK")
    said = " ".join(note.why for note in notes(result, "normalized"))
    assert "a title stood on the speaker's line" in said or "glued to the bullet" in said


def test_an_open_next_webinar_gives_no_season() -> None:
    result = imported(
        "#### Next webinar: TBA\nDate: **TBA**\n\nWhere: **Zoom:**\n\nSpeakers: **TBA**\n\n"
        "#### Previous talks:\n* S01E01 - **A B** (C). 1 May 2023. **D**\n"
    )
    assert [season.number for season in result.records.seasons] == [1]
    assert "<!-- lgtui:next -->\n\n#### Next webinar: TBA\n" in result.pages["webinar"]


def test_a_day_without_talks_gives_a_season_without_talks() -> None:
    result = imported(
        "#### Next webinar: TBA\nDate: **4 May 2026**\n\nSpeakers: TBA\n\n"
        "#### Previous talks:\n* S04E01 - **A B** (C). 1 May 2023. **D**\n"
    )
    assert result.records.seasons[-1] == Season(5, start=datetime.date(2026, 5, 4))


def test_no_previous_talks_yet() -> None:
    result = page_with_next("* **Ada Lovelace** - Engines\n\nTitle: On engines")
    assert [talk.id for talk in result.records.talks] == ["S01E01"]
    assert "<!-- lgtui:previous -->\n\n<!-- lgtui:end previous" in result.pages["webinar"]
    assert any("no list of previous talks" in note.why for note in result.report)


def test_crlf_pages_are_read_alike_and_keep_their_line_ends() -> None:
    text = "# S\n\n#### Previous talks\n* S01E01 - **A B** (C). 1 May 2023. **D**\n"
    crlf = imported(text.replace("\n", "\r\n"))
    assert crlf.records == imported(text).records
    assert crlf.newlines == {"webinar": "\r\n"}
    assert any("CRLF" in note.why for note in crlf.report)


def test_an_imported_page_can_be_imported_again() -> None:
    first = imported(
        "#### Next webinar: X\nDate: **2 March 2026**\n\nSpeakers:\n\n* **A Bee** - X\n\n"
        "Title: One\n\n#### Previous talks\n* S01E01 - **C Dee** (X). 1 May 2023. **Two**\n"
    )
    again = imported(first.pages["webinar"])
    assert again.records == first.records
    assert again.pages == first.pages


@pytest.mark.parametrize("dash", [", ", " - ", " – ", ": ", " at the ", " ("])
def test_organizers_in_a_list_with_hyphens_in_their_names(dash: str) -> None:
    end = ")" if "(" in dash else ""
    result = imported(
        "#### Previous talks\n* S01E01 - **A B** (C). 1 May 2023. **D**\n\n### Organizers\n\n"
        f"* [Amelia Jiménez-Sánchez](https://a.example){dash}ITU (Denmark){end}\n"
        f"* Natalia-Rozalia Avlona{dash}ITU (Denmark){end}\n"
    )
    assert [(one.name, one.url, one.affiliation) for one in result.records.organizers] == [
        ("Amelia Jiménez-Sánchez", "https://a.example", "ITU (Denmark)"),
        ("Natalia-Rozalia Avlona", "", "ITU (Denmark)"),
    ]
