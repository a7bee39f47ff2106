"""Pages of any layout: tables, headings with a talk each, dated lists; they stay as they are."""

import datetime
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lgtui.importers import Source
from lgtui.importers.pages import Import, import_pages
from lgtui.model import Link, Speaker, Talk
from tests.importers.importing import notes

TODAY = datetime.date(2026, 1, 5)


def imported(text: str, name: str = "talks.md") -> Import:
    return import_pages([Source(name, text.encode())], (), TODAY)


def talks(text: str) -> list[Talk]:
    result = imported(text)
    assert not result.pages, "a page of its own layout gets no markers"
    return list(result.records.talks)


PIPES = """# Talks

| Id | When | Title | Speaker | Slides |
|:---|---|---|---|---|
| S01E01 | 2024-03-12 | [On knots](https://youtu.be/abcdefghijk) | [Ada Test](https://a.eu) (X) | |
| S01E02 | 2024-03-12 | On *bows* | Bo Probe, Cy Essai | [pdf](https://s.example/b.pdf) |

Bye.
"""


def test_a_table_with_pipes() -> None:
    first, second = talks(PIPES)
    assert (first.id, first.title) == ("S01E01", "On knots")
    assert first.video_url == "https://youtu.be/abcdefghijk"
    assert first.speakers == (Speaker("Ada Test", url="https://a.eu", affiliation="X"),)
    assert (second.id, second.title) == ("S01E02", "On bows")
    assert [one.name for one in second.speakers] == ["Bo Probe", "Cy Essai"]
    assert second.links == (Link("pdf", "https://s.example/b.pdf"),)


def test_a_table_in_html_with_headings_in_german_and_cells_over_rows() -> None:
    first, second, third = talks(
        "# Kolloquium\n\n<table>\n<tr><th>Day</th><th>Referent:in</th><th>Titel</th></tr>\n"
        "<tr><td>12.03.2024</td><td>Ada Test (X)</td><td>&Uuml;ber Knoten</td></tr>\n"
        '<tr><td rowspan="2">09.04.2024, 14:15</td>\n<td>Bo Probe</td>\n'
        '<td><a href="https://s.example/b.pdf">Schleifen</a></td></tr>\n'
        "<tr><td>Cy Essai</td><td>Seile<br>und Taue</td></tr>\n"
        '<tr><td>16.04.2024</td><td colspan="2"></td></tr>\n</table>\n'
    )
    assert first.title == "Über Knoten"
    assert first.speakers == (Speaker("Ada Test", affiliation="X"),)
    assert (second.title, second.links) == ("Schleifen", (Link("Link", "https://s.example/b.pdf"),))
    assert third.title == "Seile und Taue"
    assert {second.id[:3], third.id[:3]} == {"S02"}, "the day reaches over two rows"


def test_a_table_of_something_else_is_none_of_talks() -> None:
    assert not imported("| Room | Seats |\n|---|---|\n| A | 12 |\n").understood
    assert not imported("| Name | Seats |\n|---|---|\n| Ada Test | 12 |\n").understood


def test_a_heading_for_each_talk_with_labelled_lines() -> None:
    first, second = talks(
        "# Knots\n\nWelcome.\n\n## 2024\n\n### On knots\n\nSpeaker: Ada Test\n"
        "Date: 12 March 2024, 14:00\n\nKnots are **many**.\n\n#### Details\n\nThey are.\n\n<hr>\n\n"
        "### On bows\n\n**Speaker:** Bo Probe\n\n**Date:** 13 March 2024\n\n**Abstract:** Bows.\n\n"
        "## How to join\n\nWrite to us.\n"
    )
    assert first.abstract == "Knots are **many**.\n\n#### Details\n\nThey are."
    assert (first.title, first.speakers) == ("On knots", (Speaker("Ada Test"),))
    assert (second.title, second.abstract) == ("On bows", "Bows.")


@pytest.mark.parametrize(
    ("heading", "below", "expected"),
    [
        ("2024-03-12 - Ada Test - Lab", "**On knots**", ("Ada Test", "Lab", "On knots")),
        ("Ada Test (Lab): On knots", "Date: 2024-03-12", ("Ada Test", "", "On knots")),
        ("On knots – Ada Test – Lab (12 March 2024)", "", ("Ada Test", "Lab", "On knots")),
        ("12.03.2024: Ada Test | On knots", "", ("Ada Test", "", "On knots")),
    ],
)  # fmt: skip
def test_what_a_heading_says(heading: str, below: str, expected: tuple[str, str, str]) -> None:
    result = imported(f"## Past talks\n\n### {heading}\n\n{below}\n\nThey hold.\n")
    (one,) = result.records.talks
    assert (one.speakers[0].name, one.affiliation, one.title) == expected
    assert one.abstract == "They hold."
    assert result.records.seasons[0].start == datetime.date(2024, 3, 12)


DATED = """# Talks

## 2024

* 12 March 2024: **Ada Test** (X), *On knots*
* [9 January 2024, 4pm CET](https://e.example/1): **Bo Probe** (Y), ***On bows***
"""


def test_a_dated_list_under_the_heading_of_a_year() -> None:
    bows, knots = talks(DATED)
    assert (knots.title, knots.affiliation) == ("On knots", "X")
    assert (bows.title, bows.links) == ("On bows", (Link("Link", "https://e.example/1"),))
    records = imported(DATED).records
    assert records.seasons[0].start == datetime.datetime(2024, 1, 9, 16)


def test_dated_news_are_no_talks() -> None:
    assert not imported(
        "# News\n\n* 12 March 2024: a prize\n* 9 January 2024: **A prize**\n"
    ).understood


def test_a_list_without_ids_gets_none_and_stays() -> None:
    text = "## Past talks\n\n* 2024-03-12: **Ada Test** (X), *On knots*\n"
    result = imported(text)
    assert [one.title for one in result.records.talks] == ["On knots"]
    assert not result.pages
    assert any("layout of its own" in note.why for note in notes(result, "kept"))


def test_days_that_a_region_would_leave_out_stay_on_the_page() -> None:
    text = (
        "### Ada Test (X)\n\nTitle: On knots\n\nDate: 12 March 2024\n\nAbstract: Knots.\n\n<hr>\n"
    )
    result = imported(text)
    assert [one.abstract for one in result.records.talks] == ["Knots."]
    assert not result.pages


def test_only_days_that_are_given_are_still_to_come() -> None:
    result = imported(
        "| Date | Speaker | Title |\n|---|---|---|\n| 2025-12-01 | Ada Test | On knots |\n"
        "| 2026-02-02 | Bo Probe | On bows |\n|  | Cy Essai | On ropes |\n"
    )
    states = {season.start: season.state for season in result.records.seasons}
    assert states == {
        datetime.date(2025, 12, 1): "held",
        datetime.date(2026, 2, 2): "upcoming",
        None: "held",
    }


def test_the_next_webinar_gets_its_region_and_the_table_stays() -> None:
    page = PIPES.replace(
        "# Talks\n",
        "# Talks\n\n#### Next webinar: Ropes\nDate: **4 May 2026**\n\n#### Past talks\n",
    )
    result = imported(page)
    text = result.pages["webinar"]
    assert "lgtui:next" in text
    assert "lgtui:previous" not in text
    assert text.endswith(PIPES[PIPES.index("| Id") :])
    assert len(result.records.talks) == 2


CELLS = st.sampled_from(
    ["{}", "[{}](https://{}.example)", "**{}**", "{} {}", "{}<br>{}", "`{}`", ""]
)


@settings(max_examples=60)
@given(st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=1, max_size=4))
def test_a_table_stays_and_its_titles_come_without_marks(rows: list[list[str]]) -> None:
    number, lines = 0, ["| Title | Speaker | Date | Notes |", "|---|---|---|---|"]
    for row in rows:
        cells = []
        for cell in row:
            words = [f"Q{number + at}z" for at in range(cell.count("{}"))]
            number += len(words)
            cells.append(cell.format(*words))
        lines.append(f"| {' | '.join(cells)} |")
    text = "\n".join(lines) + "\n"
    result = imported(text)
    assert not result.pages
    for talk in result.records.talks:
        assert set(re.findall("Q[0-9]+z", talk.title)) <= set(re.findall("Q[0-9]+z", text))
        assert not any(mark in talk.title for mark in "*`[]<>"), talk


@pytest.mark.parametrize(
    "table",
    [
        "| Date | Presenter | Paper |\n|---|---|---|\n"
        "| 12/03 | Ada Test | [On some knots](https://p.eu/1) |\n"
        "| 19/03 | Easter break | |\n| 26/03 | Bo Probe | [On more bows](https://p.eu/2) |\n",
        "<table><tr><td>12.03.2021</td><td>Ada Test</td><td>On some knots</td></tr>\n"
        "<tr><td>26.03.2021</td><td>Bo Probe</td><td>On more bows</td></tr></table>\n",
    ],
    ids=["papers", "no names of columns"],
)
def test_the_column_that_says_most_has_the_titles(table: str) -> None:
    result = imported(f"# Reading\n\n## 2021\n\n{table}")
    assert [one.title for one in result.records.talks] == ["On some knots", "On more bows"]
    assert [season.start for season in result.records.seasons] == [
        datetime.date(2021, 3, 12),
        datetime.date(2021, 3, 26),
    ]
    assert any(note.after == "title" for note in notes(result, "guess")), result.report
