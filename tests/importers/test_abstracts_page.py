"""What is read from the page with all abstracts, and how it joins the webinar page."""

import datetime

import pytest

from lgtui import render
from lgtui.importers import Note
from lgtui.importers.pages import Import
from lgtui.model import Link, Records, Season, Speaker, Talk
from tests.importers.importing import imported, notes

WEBINAR = """# Series

#### Next webinar: New things
Date: **2 March 2026 at 3:00pm CET**

Speakers:

* **Evi Eff** - X

Title: On what is next

Abstract: What is next.

#### Previous talks:

* S01E01 - **[Dr. Ada Bee](https://youtu.be/aaaaaaaa)** (X, UK). 27th February 2023. \
**On the first of all things**
* S01E02 - **[Cee Dee and Gee Aitch](https://youtu.be/bbbbbbbb)** (Y). 27th February 2023. \
**Second things**
"""


def abstracts(body: str) -> Import:
    return imported(f"---\ntitle: Abstracts\n---\n\nAll abstracts.\n\n{body}")


def test_the_current_shape() -> None:
    result = abstracts(
        "### Dr. Ada Bee and Cee Dee (X (Y), UK)\n\n"
        "Title: On things\n\n"
        "Abstract: First.\n\nSecond *one*.\n\n* a\n* b\n\n"
        "Short bio: Both are.\n\n"
        "Video: [S02E01](https://youtu.be/aaaaaaaa)\n\n"
        "---\n\n"
        "### Evi Eff\n\n"
        "**Title**: Older\n\n**Abstract**: Old.\n\n**Video**: [S0102](https://youtu.be/bbbbbbbb)\n"
    )
    assert result.records.talks == (
        Talk("S01E02", "Older", (Speaker("Evi Eff"),), "", "https://youtu.be/bbbbbbbb", "", "Old."),
        Talk(
            "S02E01",
            "On things",
            (Speaker("Ada Bee", "Dr."), Speaker("Cee Dee")),
            "X (Y), UK",
            "https://youtu.be/aaaaaaaa",
            "",
            "First.\n\nSecond *one*.\n\n* a\n* b",
            "Both are.",
        ),
    )
    page = result.pages["abstracts"]
    assert page.startswith("---\ntitle: Abstracts\n---\n\nAll abstracts.\n\n<!-- lgtui:abstracts")
    assert render.write("abstracts", page, result.records) == page
    assert [(note.before, note.after) for note in notes(result, "SEQ008")] == [("S0102", "S01E02")]


@pytest.mark.parametrize(
    "told",
    [
        "Title: On things\n\nAbstract: Text.\n",
        "**Title:** On things\n\n**Abstract:** Text.\n",
        "* **Title**: On things\n* **Abstract**: Text.\n",
        "**On things**\n\nAbstract: Text.\n",
        "On things\n\nAbstract: Text.\n",
        "#### Title\n\nOn things\n\n#### Abstract\n\nText.\n",
    ],
)
def test_titles_and_labels_of_all_kinds(told: str) -> None:
    (talk,) = abstracts(f"### Ada Bee (X)\n\n{told}").records.talks
    assert (talk.title, talk.abstract, talk.affiliation) == ("On things", "Text.", "X")


def test_the_title_as_heading_and_the_speaker_below() -> None:
    (talk,) = abstracts("### On things\n\nSpeaker: Ada Bee (X)\n\nAbstract: Text.\n").records.talks
    assert (talk.title, talk.speakers) == ("On things", (Speaker("Ada Bee"),))


def test_one_bio_for_each_speaker() -> None:
    (talk,) = abstracts(
        "### Ada Bee and Cee Dee (X)\n\nTitle: T\n\n"
        "Short bio Ada: She is.\n\nShort bio Cee: Cee Dee is.\n"
    ).records.talks
    assert talk.bio == "**Ada**: She is.\n\nCee Dee is."


def test_each_speaker_with_an_affiliation() -> None:
    (talk,) = abstracts(
        "### Ada Bee (X) and Cee Dee (Y)\n\nTitle: T\n\nAbstract: A.\n"
    ).records.talks
    assert talk.speakers == (Speaker("Ada Bee", affiliation="X"), Speaker("Cee Dee", "", "", "Y"))


def test_further_links() -> None:
    (talk,) = abstracts(
        "### Ada Bee (X)\n\nTitle: T\n\nAbstract: A.\n\nSlides: [PDF](https://s.example)\n"
    ).records.talks
    assert talk.links == (Link("Slides: PDF", "https://s.example"),)


def test_season_headings_number_the_talks_below_them() -> None:
    result = abstracts(
        "## Season 3\n\n### Ada Bee (X)\n\nTitle: New\n\nAbstract: A.\n\n"
        "### Cee Dee (X)\n\nTitle: Newer\n\nAbstract: A.\n\n"
        "## Season 2\n\n### Evi Eff (X)\n\nTitle: Old\n\nAbstract: A.\n"
    )
    assert [(talk.id, talk.title) for talk in result.records.talks] == [
        ("S02E01", "Old"),
        ("S03E01", "New"),
        ("S03E02", "Newer"),
    ]
    assert "## Season 3" not in result.pages["abstracts"]


def test_talks_without_any_label_are_numbered_from_the_oldest_and_reported_as_guesses() -> None:
    body = "\n".join(f"### Ada Bee{at} (X)\n\nTitle: T{at}\n\nAbstract: A.\n" for at in range(4))
    result = abstracts(body)
    assert [(talk.id, talk.title) for talk in result.records.talks] == [
        ("S01E01", "T3"),
        ("S01E02", "T2"),
        ("S01E03", "T1"),
        ("S02E01", "T0"),
    ]
    assert len([note for note in notes(result, "guess") if "no id" in note.why]) == 4


def test_both_pages_join_by_talk() -> None:
    result = imported(
        "### Evi Eff (X)\n\nTitle: On what is next\n\nAbstract: What is next.\n\n"
        "Short bio: Evi is.\n\n---\n\n"
        "### Ada Bee (X, UK)\n\nTitle: On the first of all things\n\nAbstract: Of all.\n\n"
        "Video: [S01E01](https://www.youtube.com/watch?v=aaaaaaaa)\n",
        WEBINAR,
    )
    assert result.records.seasons == (
        Season(1, start=datetime.date(2023, 2, 27), state="held"),
        Season(2, "New things", datetime.datetime(2026, 3, 2, 15)),
    )
    first, second, third = result.records.talks
    assert first == Talk(
        "S01E01",
        "On the first of all things",
        (Speaker("Ada Bee", "Dr."),),
        "X, UK",
        "https://youtu.be/aaaaaaaa",
        "",
        "Of all.",
    )
    assert second.title == "Second things"
    assert (third.id, third.abstract, third.bio) == ("S02E01", "What is next.", "Evi is.")
    assert set(result.pages) == {"webinar", "abstracts"}


def disagreeing(body: str) -> tuple[Records, list[Note]]:
    result = imported(WEBINAR, body)
    return result.records, [
        note for note in result.report if note.kind in ("disagree", "NAME001", "error")
    ]


def test_another_link_is_reported_with_both_places() -> None:
    records, said = disagreeing(
        "### Ada Bee (X, UK)\n\nTitle: On the first of all things\n\nAbstract: A.\n\n"
        "Video: [S01E01](https://youtu.be/cccccccc)\n"
    )
    assert records.talks[0].video_url == "https://youtu.be/aaaaaaaa"
    (note,) = said
    assert (note.source, note.line, note.kind) == ("1.md", 7, "disagree")
    assert (note.before, note.after) == ("https://youtu.be/cccccccc", "https://youtu.be/aaaaaaaa")
    assert "S01E01, video_url: taken from 0.md:16" in note.why


def test_another_spelling_of_a_name_a_title_and_an_affiliation() -> None:
    records, said = disagreeing(
        "### Cee Dee and Gee Aitchson (Y Institute)\n\nTitle: Second thing\n\nAbstract: A.\n\n"
        "Video: [S01E02](https://youtu.be/bbbbbbbb)\n"
    )
    talk = records.talks[1]
    assert (talk.title, talk.affiliation) == ("Second things", "Y Institute")
    assert [speaker.name for speaker in talk.speakers] == ["Cee Dee", "Gee Aitch"]
    assert {(note.kind, note.before, note.after) for note in said} == {
        ("NAME001", "Gee Aitchson", "Gee Aitch"),
        ("disagree", "Second thing", "Second things"),
        ("disagree", "Y", "Y Institute"),
    }


def test_another_id_is_reported() -> None:
    records, said = disagreeing(
        "### Ada Bee (X, UK)\n\nTitle: On the first of all things\n\nAbstract: A.\n\n"
        "Video: [S01E03](https://youtu.be/aaaaaaaa)\n"
    )
    assert [talk.id for talk in records.talks] == ["S01E01", "S01E02", "S02E01"]
    assert [(note.before, note.after) for note in said] == [("S01E03", "S01E01")]


def test_one_video_at_two_addresses_takes_the_one_that_tracks_nobody() -> None:
    records, said = disagreeing(
        "### Ada Bee (X, UK)\n\nTitle: On the first of all things\n\nAbstract: A.\n\n"
        "Video: [S01E01](https://www.youtube.com/watch?v=aaaaaaaa&si=xyz)\n"
    )
    assert records.talks[0].video_url == "https://youtu.be/aaaaaaaa"
    assert not said  # it is no disagreement


def test_the_longer_name_is_taken_where_it_says_all_of_the_shorter_one() -> None:
    records, said = disagreeing(
        "### Ada M. Bee (X, UK)\n\nTitle: On the first of all things\n\nAbstract: A.\n\n"
        "Video: [S01E01](https://youtu.be/aaaaaaaa)\n"
    )
    assert [speaker.name for speaker in records.talks[0].speakers] == ["Ada M. Bee"]
    assert [(note.kind, note.before, note.after) for note in said] == [
        ("NAME001", "Ada Bee", "Ada M. Bee")
    ]


def test_of_two_ids_the_one_that_stands_once_is_taken() -> None:
    twice = "* S01E01 - **A Bee** (X). 1 May 2023. **On one thing**\n"
    twice += "* S01E01 - **C Dee** (X). 2 May 2024. **On another**\n"
    once = twice.replace("S01E01 - **C", "S02E01 - **C")
    result = imported(f"#### Previous talks\n{twice}", f"#### Previous talks\n{once}")
    assert [talk.id for talk in result.records.talks] == ["S01E01", "S02E01"]
    (note,) = notes(result, "disagree")
    assert (note.source, note.line, note.before, note.after) == ("0.md", 3, "S01E01", "S02E01")


def test_a_longer_abstract_that_says_all_of_the_shorter_one_is_taken() -> None:
    result = imported(
        WEBINAR,
        "### Evi Eff (X)\n\nTitle: On what is next\n\nAbstract: What is next. And more to come.\n",
    )
    assert result.records.talks[2].abstract == "What is next. And more to come."


def test_a_different_long_text_stays_in_its_page_and_is_reported() -> None:
    other = "Abstract: Quite another text that nobody has read elsewhere."
    result = imported(WEBINAR, f"### Evi Eff (X)\n\nTitle: On what is next\n\n{other}\n")
    assert result.records.talks[2].abstract == "What is next."
    assert result.pages["abstracts"].endswith(f"-->\n\n{other}\n")
    assert any(note.after == "What is next." for note in notes(result, "disagree"))


def test_two_webinar_pages_join_and_the_first_is_the_one_that_is_kept() -> None:
    later = WEBINAR.replace(
        "#### Previous talks:\n",
        "#### Previous talks:\n\n* S02E01 - **Evi Eff** (X). 2nd March 2026. **On what is next**\n",
    ).replace("* **Evi Eff** - X\n\nTitle: On what is next\n\nAbstract: What is next.\n", "TBA\n")
    result = imported(later, WEBINAR)
    assert result.taken_from == {"webinar": "0.md"}
    assert [talk.id for talk in result.records.talks] == ["S01E01", "S01E02", "S02E01"]
    assert result.records.talks[2].abstract == "What is next."
    assert any("a second page of its kind" in note.why for note in result.report)


def one(text: str) -> tuple[Talk, list[str]]:
    """The only talk of a page, and what of the page was kept."""
    result = imported(text)
    (talk,) = result.records.talks
    return talk, [note.before for note in result.report if note.kind == "kept" and note.before]


def test_an_affiliation_after_a_comma_is_nobody() -> None:
    talk, kept = one("### Ada Bee, Some Hospital, Dundee, UK\nTitle: One\nAbstract: Words.\n")
    assert talk.speakers == (Speaker("Ada Bee"),)
    assert (talk.affiliation, kept) == ("Some Hospital, Dundee, UK", [])


def test_labels_on_lines_of_their_own() -> None:
    talk, kept = one(
        "### Ada Bee (X)\n**Title**\n\nOne\n\nAbstract\n\nWords.\n\nMore.\n\n"
        "**Short bio**\n\nAda is.\n\n"
        "Watch the recording [here](https://youtu.be/aaaaaaaa)\n"
    )
    assert (talk.title, talk.abstract, talk.bio) == ("One", "Words.\n\nMore.", "Ada is.")
    assert (talk.video_url, kept) == ("https://youtu.be/aaaaaaaa", [])


def test_slides_beside_the_video_and_a_video_named_by_its_title() -> None:
    talk, kept = one(
        "### Ada Bee (X)\nTitle: On one\n\n"
        "Video: [On one](https://youtu.be/aaaaaaaa) and [slides](https://s.example/a.pdf)\n\n"
        "Bio: B.\n"
    )
    assert talk.video_url == "https://youtu.be/aaaaaaaa"
    assert (talk.links, kept) == ((Link("slides", "https://s.example/a.pdf"),), [])


def test_why_there_is_no_video_stays_in_the_page() -> None:
    talk, kept = one("### Ada Bee (X)\nTitle: One\n\nBio: TBA\n\nNo video available.\n")
    assert (talk.bio, talk.video_url, kept) == ("", "", ["No video available."])


def test_line_breaks_in_html_become_line_breaks_in_markdown() -> None:
    talk, kept = one("### Ada Bee (X)\nTitle: One\n\nAbstract: <br>Some.<br/>\nMore.<br>\n")
    assert (talk.abstract, kept) == ("Some.  \nMore.", [])


@pytest.mark.parametrize(
    "shape",
    [
        "**{n} ({p})**\n\nTitle: {t}\n\nAbstract: {a}\n\n---\n\n",
        "### {t}\n**{n}** ({p})\n\n**Abstract:** {a}\n\n",
        "### {t}\n{n} ({p})\n\nAbstract: {a}\n\n",
        "{n} ({p})\n------\nTitle: {t}\n\nAbstract: {a}\n\n",
        "## {n} ({p})\n* **Title**: {t}\n* **Abstract**: {a}\n\n***\n",
    ],
)
def test_names_and_titles_wherever_they_stand(shape: str) -> None:
    two = shape.format(n="Cy Dee", p="Y", t="On two", a="More.")
    text = f"Intro.\n\n{two}{shape.format(n='Ada Bee', p='X, Z', t='On one', a='Words.')}"
    result = imported(text)
    assert [
        (talk.title, talk.speakers, talk.affiliation, talk.abstract)
        for talk in result.records.talks
    ] == [
        ("On one", (Speaker("Ada Bee"),), "X, Z", "Words."),
        ("On two", (Speaker("Cy Dee"),), "Y", "More."),
    ]
    assert not [note for note in result.report if note.kind == "kept" and note.before]


def test_two_speakers_each_with_a_place_in_one_heading() -> None:
    result = imported(
        "### Bram Ost (Polder Academy, the Netherlands) and Petra Hall (Mud Lab, Ireland)\n\n"
        "Title: Two Pumps\n\nAbstract: They drain.\n"
    )
    [talk] = result.records.talks
    assert [(one.name, one.affiliation) for one in talk.speakers] == [
        ("Bram Ost", "Polder Academy, the Netherlands"),
        ("Petra Hall", "Mud Lab, Ireland"),
    ]
    assert not notes(result, "kept")
