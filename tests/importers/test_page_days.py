"""Days on pages, in any language and order, and those whose year a heading tells."""

import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lgtui.importers import Source
from lgtui.importers.markdown_page import page_text
from lgtui.importers.page_days import readable_days
from lgtui.importers.pages import import_pages
from lgtui.model import Moment
from tests.importers.importing import imported, notes


def starts(text: str) -> list[Moment | None]:
    return [season.start for season in imported(text).records.seasons]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("12 février 2024", datetime.date(2024, 2, 12)),
        ("12. März 2024", datetime.date(2024, 3, 12)),
        ("lunes 12 de febrero de 2024", datetime.date(2024, 2, 12)),
        ("2024年2月12日", datetime.date(2024, 2, 12)),
        ("12 февраля 2024", datetime.date(2024, 2, 12)),
        ("12 lutego 2024", datetime.date(2024, 2, 12)),
        ("Feb 12 and 19, 2024", datetime.date(2024, 2, 12)),
        ("12.–13. Februar 2024", datetime.date(2024, 2, 12)),
        ("12 février 2024 à 14h", datetime.datetime(2024, 2, 12, 14)),
        ("12. Februar 2024, 14:15 Uhr", datetime.datetime(2024, 2, 12, 14, 15)),
        ("2/13/24", datetime.date(2024, 2, 13)),
    ],
)
@pytest.mark.parametrize(
    "page",
    [
        "## Past talks\n\n* {} : **Ada Test** (X), *On knots*\n",
        "# Talks\n\n### On knots\n\n**Date:** {}\n\n**Speaker:** Ada Test\n",
        "## Past talks\n\n### {} - Ada Test\n\n**On knots**\n",
    ],
)
def test_days_in_any_language(page: str, day: str, expected: Moment) -> None:
    result = imported(page.format(day))
    (one,) = result.records.talks
    assert (one.title, one.speakers[0].name) == ("On knots", "Ada Test")
    assert result.records.seasons[0].start == expected
    assert not result.pages


def test_one_day_that_only_one_order_allows_settles_the_others() -> None:
    text = "# T\n\n* 3/4/24: **Ada Test** (X), *On knots*\n* 3/26/24: **Bo Probe** (Y), *On bows*\n"
    assert starts(text) == [datetime.date(2024, 3, 4), datetime.date(2024, 3, 26)]
    told = [note for note in notes(imported(text), "certain") if "month comes first" in note.why]
    assert [note.before for note in told] == ["3/4/24"]


def test_a_day_without_a_year_has_that_of_its_heading() -> None:
    text = (
        "# Talks\n\n## 2023/24\n\n* 12 February: **Ada Test** (X), *On knots*\n"
        "* 9 October: **Bo Probe** (Y), *On bows*\n\n## Spring 2022\n\n"
        "* 1 March: **Cy Essai** (Z), *On ropes*\n"
    )
    assert starts(text) == [
        datetime.date(2022, 3, 1),
        datetime.date(2023, 10, 9),
        datetime.date(2024, 2, 12),
    ]


def test_the_further_day_of_a_range_is_reported() -> None:
    result = imported("## Past talks\n\n* 25 April and 2 May 2023: **Ada Test** (X), *On knots*\n")
    assert result.records.seasons[0].start == datetime.date(2023, 4, 25)
    assert any("several days" in note.why for note in notes(result, "kept"))


def test_a_day_inside_a_text_stays_as_it_is_written() -> None:
    result = imported(
        "# T\n\n### On knots\n\n**Date:** 12 février 2024\n\n**Speaker:** Ada Test\n\n"
        "**Abstract:** Le 9 octobre 2023, on a vu.\n\n* le 3 mars 2021\n"
    )
    (one,) = result.records.talks
    assert one.abstract == "Le 9 octobre 2023, on a vu.\n\n* le 3 mars 2021"


SHAPES = (
    "* 12 février 2024 : **A**",
    "### 2024",
    "* 3 March: x",
    "Date: 1/2/24",
    "12 mars 2020",
    "* *Le 3 mars 2021*",
    "* 14h, 3 mai 2021 à 16h",
    "# 2020年3月1日",
    "* 3/26/24, 4pm CET",
    "",
)
LINES = st.lists(
    st.sampled_from(SHAPES) | st.text(alphabet="* #123/.:-mars", max_size=20), max_size=8
)


@settings(max_examples=200)
@given(LINES)
def test_every_line_can_be_told_from_what_was_written_otherwise(lines: list[str]) -> None:
    page = page_text("a.md", "\n".join(lines))
    days = readable_days(page)
    assert len(days.text.lines) == len(page.lines)
    for at, line in enumerate(days.text.lines):
        for one in days.rewritten.get(at, ()):
            assert one.before in page.lines[at]
            line = line.replace(one.after, one.before, 1)  # noqa: PLW2901
        assert line == page.lines[at]


def test_an_order_that_nothing_tells_can_be_said() -> None:
    text = "## Past talks\n\n* 3/4/24: **Ada Test** (X), *On knots*\n"
    assert starts(text) == [datetime.date(2024, 4, 3)]
    assert any("--dates" in note.why for note in notes(imported(text), "guess"))
    asked = import_pages([Source("a.md", text.encode())], dates="mdy")
    assert asked.records.seasons[0].start == datetime.date(2024, 3, 4)
