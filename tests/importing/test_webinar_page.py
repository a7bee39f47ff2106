"""What is read from a webinar page, in the shapes such pages have had."""

import datetime

import pytest

from lgtui import pages
from lgtui.importing import import_pages
from lgtui.importing.conversion import Import
from lgtui.importing.facts import Note, Source
from lgtui.model import Link, Organizer, Season, Speaker, Talk


def imported(text: str) -> Import:
    return import_pages([Source("page.md", text.encode())])


def page_with_next(body: str) -> Import:
    return imported(f"# Series\n\n#### Next webinar: A theme\nDate: **TBA**\n\n{body}\n")


def previous(line: str) -> Talk:
    """The talk that one line of the list of previous talks becomes."""
    result = imported(f"# Series\n\n#### Previous talks:\n\n{line}\n")
    assert len(result.records.talks) == 1, result.report
    return result.records.talks[0]


def notes(result: Import, kind: str) -> list[Note]:
    return [note for note in result.report if note.kind == kind]


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
    assert pages.write("webinar", page, result.records) == page


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
    assert [note.before for note in notes(result, "kept") if note.before] == [
        "Add to: [Google](https://calendar.example/g)"
    ]


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


def test_comments_and_code_are_never_read_and_stay_where_they_are() -> None:
    hidden = "<!--\n#### Next webinar: old\n* S09E09 - **A B** (C). 1 May 2023. **D**\n-->"
    result = imported(f"{hidden}\n\n#### Next webinar: New\nDate: **4 May 2026**\n")
    assert result.records.talks == ()
    assert result.records.seasons[0].theme == "New"
    assert result.pages["webinar"].startswith(f"{hidden}\n\n<!-- lgtui:next -->")


def test_text_in_between_stays_below_its_region_and_is_reported() -> None:
    result = imported(
        "#### Previous talks\n\n"
        "* S01E01 - **A Bee** (X). 1 May 2023. **One**\n\n"
        "A remark of [ours](https://o.example).\n\n"
        "* S01E02 - **C Dee** (X). 1 May 2023. **Two** (recording soon)\n\nThe end.\n"
    )
    page = result.pages["webinar"]
    after = page[page.index("<!-- lgtui:end previous") :].split("\n", 1)[1]
    assert after == "\nA remark of [ours](https://o.example).\n\n(recording soon)\n\nThe end.\n"
    assert [(note.line, note.before) for note in notes(result, "kept") if note.before] == [
        (5, "A remark of [ours](https://o.example)."),
        (7, "(recording soon)"),
        (9, "The end."),
    ]


def test_a_talk_of_which_a_word_would_be_lost_stays_in_the_page_as_a_whole() -> None:
    line = '* S01E01 - **[A Bee](https://b.example "a hidden title")** (X). 1 May 2023. **D**'
    other = "* S01E02 - **C Dee** (X). 1 May 2023. **E**"
    result = imported(f"#### Previous talks\n\n{other}\n{line}\n")
    assert [talk.id for talk in result.records.talks] == ["S01E02"]
    assert result.pages["webinar"].endswith(f" -->\n\n{line}\n")
    (note,) = notes(result, "error")
    assert (note.line, note.before) == (4, line)
    assert "would lose" in note.why


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


def test_nothing_understood() -> None:
    result = imported("# A page\n\nAbout something else, with a list:\n\n* one\n* two\n")
    assert not result.understood
    assert result.pages == {}


def test_underlined_headings_begin_sections_like_others() -> None:
    result = imported(
        "Series\n======\n\nPrevious talks\n--------------\n\n"
        "* **A Bee** (X). 1 May 2023. **One**\n\n"
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


@pytest.mark.parametrize("line", ["Moderator: E Eff", "**Panel discussion**: chaired by E Eff"])
def test_whoever_else_takes_part_stays_in_the_page_and_is_reported(line: str) -> None:
    result = page_with_next(f"* **A Bee** - X\n\nTitle: One\n\nAbstract: Words.\n\n{line}")
    (talk,) = result.records.talks
    assert (talk.title, talk.abstract) == ("One", "Words.")
    assert line in [note.before for note in notes(result, "kept")]
    assert f"\n{line}\n" in result.pages["webinar"]


def test_a_talk_that_is_neither_dated_nor_recorded_is_read_below_its_seasons_heading() -> None:
    result = imported(
        "## Previous talks\n\n##### Season 2 - Skin (5 June 2023)\n* Dr. Ada Bee (X, Y). On one.\n"
    )
    (talk,) = result.records.talks
    assert (talk.id, talk.title, talk.affiliation) == ("S02E01", "On one", "X, Y")


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
