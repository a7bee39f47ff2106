"""An edit made by hand on a page becomes an edit of the record; what no record holds is named."""

from pathlib import Path

import pytest

from lgtui import render, store
from lgtui.model import Records
from lgtui.records.diff import changes
from lgtui.tui.hand_edits import take_page

NAME = "_pages/webinar.md"
DATA = Path(__file__).parents[2] / "data" / "talks.toml"


@pytest.fixture(scope="module")
def records() -> Records:
    """The project's own records: an upcoming season and eight held ones."""
    return store.read(str(DATA)).records


def taken(records: Records, old: str, new: str) -> tuple[list[str], str]:
    """What taking an edit changes in the records, and what is left."""
    page = render.write("webinar", None, records, NAME)
    assert old in page
    after, left = take_page(records, "webinar", NAME, page.replace(old, new, 1))
    return [str(change) for change in changes(records, after)], left


def line_of(records: Records, talk: str) -> str:
    """A talk's line in the list of previous talks."""
    page = render.write("webinar", None, records, NAME)
    return next(line for line in page.splitlines() if line.startswith(f"* {talk}"))


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("2 March 2026 at 3:00pm", "9 March 2026 at 4:00pm", "S09: date changed"),
        ("Next webinar: Evaluation metrics", "Next webinar: Zebras", "S09: theme changed"),
        ("Title: Beyond Accuracy", "Title: Within Accuracy", "S09E02: title changed"),
        ("Recent work from", "Very recent work from", "S09E01: abstract changed"),
        ("Steff Groefsema", "Steff J. Groefsema", "Steff Groefsema renamed Steff J. Groefsema"),
    ],
)
def test_an_edit_of_a_fact_changes_that_fact_alone(
    records: Records, old: str, new: str, change: str
) -> None:
    assert taken(records, old, new) == ([change], "")


def test_a_video_link_put_in_by_hand_is_set(records: Records) -> None:
    line = line_of(records, "S01E02")
    url = line.partition("](")[2].partition(")")[0]
    found = taken(records, line, line.replace(url, "https://youtu.be/fresh"))
    assert found == (["S01E02: video changed"], "")


def test_a_line_added_by_hand_becomes_a_talk(records: Records) -> None:
    line = line_of(records, "S08E03")
    date = line.rpartition(" **")[0].rpartition(")")[2].strip(" .")
    added = f"* S08E04 - **[New Person](https://youtu.be/abc)** (Some Place). {date}. **A Thing**"
    assert taken(records, line, f"{line}\n{added}") == (["S08E04: added"], "")


def test_a_line_deleted_by_hand_deletes_the_talk(records: Records) -> None:
    found, _ = taken(records, line_of(records, "S08E03") + "\n", "")
    assert found == ["S08E03: deleted"]


def test_words_that_no_record_holds_are_shown_as_left(records: Records) -> None:
    found, left = taken(records, "Where: **Zoom:**", "Where: **Room 5, bring cake:**")
    assert found == []
    assert "-Where: **Room 5, bring cake:**" in left
