"""A season's checklist in words."""

import datetime

import pytest

from lgtui.records.checklist import checklists
from lgtui.site.validation import as_text
from tests.render.making import SEASONS, series

BEFORE, AFTER = datetime.date(2026, 2, 1), datetime.date(2026, 3, 5)


@pytest.mark.parametrize(
    ("state", "today", "told"),
    [
        (
            "upcoming",
            BEFORE,
            "in 29 days\n"
            "  to be announced: 5 things missing\n"
            "  ✗ S02     has 2 of 3 talks\n"
            "  ✗ S02E02  speaker, title, abstract, bio\n",
        ),
        (
            "upcoming",
            AFTER,
            "3 days ago\n"
            "  its day is past: mark it as held (or postpone or cancel it), then 2 things missing\n"
            "  ✗ S02E01  video missing for 3 days\n"
            "  ✗ S02E02  video missing for 3 days\n",
        ),
        (
            "held",
            AFTER,
            "3 days ago\n"
            "  to be archived: 2 things missing\n"
            "  ✗ S02E01  video missing for 3 days\n"
            "  ✗ S02E02  video missing for 3 days\n",
        ),
        ("cancelled", BEFORE, "in 29 days\n  cancelled\n"),
    ],
)
def test_a_season_is_told_with_its_step_and_what_is_missing(
    state: str, today: datetime.date, told: str
) -> None:
    records = series(seasons=(SEASONS[1]._replace(state=state),))
    head = "S02 Evaluation metrics: 2 March 2026 at 3:00pm CET, "
    assert as_text(checklists(records, today), records, every=True) == head + told


def test_a_season_without_a_date_is_told_to_have_none() -> None:
    records = series(seasons=(SEASONS[1]._replace(start=None, state="cancelled"),))
    told = as_text(checklists(records, BEFORE), records, every=True)
    assert told == "S02 Evaluation metrics: no date yet\n  cancelled\n"


def test_complete_seasons_are_named_in_one_line_unless_every_one_is_wanted() -> None:
    seasons = tuple(
        SEASONS[1]._replace(number=number, state="cancelled", start=None) for number in (2, 3)
    )
    records = series(seasons=seasons)
    found = checklists(records, BEFORE)
    assert as_text(found, records, every=False) == "complete: S02–S03\n"
    assert as_text(found, records, every=True).count("cancelled") == 2


def test_without_a_season_one_is_to_be_planned() -> None:
    assert as_text((), series(), every=True) == "no season yet; plan one in lgtui\n"
