"""An import keeps the words, dates and headings of a page that has its own, and says so."""

import pytest

from lgtui import store
from lgtui.importers.pages import Import
from tests.importers.importing import imported

HELD = """
## Past talks
* S01E01 - **[Ada Byron](https://youtu.be/a)** (Lab). {0}. **On engines**
* S01E02 - **Bo Berg** (Lab). {0}. **On looms**
* S02E01 - **Cy Holm** (Lab). {1}. **On cards**
"""

NEXT = """
## Upcoming talk: Bees
When: **{}**

Where: **Zoom:** [Register here](https://zoom.example/r)

Speakers:

* **Dr. Aoife Ní Bhriain** - Cork

Title: Bees from space

Summary: We count.

Bio: Aoife counts.
"""


def style(result: Import) -> dict[str, object]:
    """What the pages say otherwise than as usual."""
    return {name: value for name, value in result.records.wording._asdict().items() if value}


def test_the_words_of_the_next_webinar_and_its_heading_stay() -> None:
    text = (
        "# Series\n"
        + NEXT.format("12 January 2027 at 17:00 CET")
        + HELD.format("3rd March 2026", "10th November 2026")
    )
    result = imported(text)
    assert style(result) == {
        "word_next": "## Upcoming talk:",
        "word_date": "When:",
        "word_abstract": "Summary:",
        "word_bio": "Bio:",
        "hour_style": "15:00",
    }
    written = [line for line in result.pages["webinar"].split("\n") if "lgtui:" not in line]
    assert [line for line in written if line] == [line for line in text.split("\n") if line]
    told = {note.after for note in result.report if "own style" in note.why}
    assert 'word_bio = "Bio:"' in told
    assert not [note for note in result.report if "one style" in note.why]


@pytest.mark.parametrize(
    ("first", "second", "named"),
    [
        ("3 March 2026", "10 November 2026", "2 March 2026"),
        ("March 3, 2026", "November 10, 2026", "March 2, 2026"),
        ("March 3rd, 2026", "November 10th, 2026", "March 2nd, 2026"),
        ("3. March 2026", "10. November 2026", "2. March 2026"),
        ("2026-03-03", "2026-11-10", "2026-03-02"),
        ("03.03.2026", "10.11.2026", "02.03.2026"),
    ],
)
def test_the_style_of_past_days_stays_where_all_are_written_so(
    first: str, second: str, named: str
) -> None:
    assert style(imported("# S\n" + HELD.format(first, second))) == {"past_date_style": named}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("3rd March 2026", "10th November 2026"),
        ("3rd Mar 2026", "10 Nov 2026"),
        ("3rd March 2026", "10 November 2026"),
    ],
)
def test_days_in_the_usual_style_or_in_several_become_the_usual_one(
    first: str, second: str
) -> None:
    assert style(imported("# S\n" + HELD.format(first, second))) == {}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2 March 2026 at 3:00pm CET", {}),
        ("02 March 2026, 3pm CET", {}),
        ("March 2, 2026 at 3:00pm CET", {"date_style": "March 2, 2026"}),
        ("2nd March 2026, 15:00 CET", {"date_style": "2nd March 2026", "hour_style": "15:00"}),
        ("2026-03-02 15:00", {"date_style": "2026-03-02", "hour_style": "15:00"}),
        ("TBA", {}),
    ],
)
def test_the_next_day_and_hour(written: str, expected: dict[str, str]) -> None:
    body = f"# S\n\n#### Next webinar: Bees\nDate: **{written}**\n"
    assert style(imported(body)) == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("#### Next webinar: Bees", ""),
        ("#### Next webinar", ""),
        ("### Next webinar: Bees", "### Next webinar:"),
        ("### Next webinar", "### Next webinar:"),
        ("Next seminar: Bees\n-----", "## Next seminar:"),
        ("#### Upcoming – Bees", "Upcoming –"),
        ("**Next webinar: Bees**", ""),
        ("## Next webinar: TBA", "## Next webinar:"),
    ],
)
def test_the_heading(heading: str, expected: str) -> None:
    result = imported(f"# S\n\n{heading}\n\nDate: **2 March 2026**\n")
    assert result.records.wording.word_next == expected


def test_a_label_of_which_the_usual_form_is_there_too_becomes_the_usual_one() -> None:
    abstracts = (
        "### Ada Byron (Lab)\n\nTitle: On engines\n\nAbstract: A.\n\nBio: Ada.\n\n---\n\n"
        "### Bo Berg (Lab)\n\nTitle: On looms\n\nAbstract: B.\n\nShort bio: Bo.\n"
    )
    assert style(imported(abstracts)) == {}


def test_labels_that_are_bold_on_all_pages_stay_so_and_bullets_do_not() -> None:
    bold = "### Ada Byron (Lab)\n\n**Title:** On engines\n\n* **Abstract**: A.\n\n**Bio**: Ada.\n"
    assert style(imported(bold)) == {"word_title": "**Title:**", "word_bio": "**Bio**:"}


def test_a_biography_with_a_name_in_its_label_names_no_style() -> None:
    named = "### Ada Byron (Lab)\n\nTitle: On engines\n\nAbstract: A.\n\nShort bio Ada: Counts.\n"
    assert style(imported(named)) == {}


def test_what_is_kept_is_rendered_again_as_it_was() -> None:
    page = (
        "# S\n"
        + NEXT.format("March 12, 2027 at 17:00 CET")
        + HELD.format("March 3, 2026", "November 10, 2026")
    )
    once = imported(page)
    again = imported(once.pages["webinar"])
    assert again.records == once.records
    assert again.pages == once.pages


def test_the_style_of_pages_is_written_to_a_table_of_its_own() -> None:
    result = imported("# S\n\n### Next webinar: Bees\n\nDate: **2 March 2026**\n")
    assert (
        '\n\n[wording]\nword_next = "### Next webinar:"\n' in store.dumps(result.records).decode()
    )
