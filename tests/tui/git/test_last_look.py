"""The text of the last look before publishing: which warnings there are, each named once."""

import pytest

from lgtui.checks import Finding
from lgtui.model import Where
from lgtui.repo.proposal import Proposal
from lgtui.repo.status import Status
from lgtui.tui.git.publishing import MOST_FINDINGS, summary


def text(*findings: Finding) -> str:
    status = Status("main", "abc", "origin/main")
    return summary(Proposal(status, (), "Subject", ""), findings, "").plain


def finding(message: str, field: str = "") -> Finding:
    return Finding("SEQ007", "warning", message, Where("seasons", 0, field), "S01")


def test_a_record_that_the_message_begins_with_is_not_named_twice() -> None:
    shown = text(finding("S01 was held with 2 talks"), finding("its day is past", "start"))
    assert "\nS01 was held with 2 talks\n" in shown
    assert "\nS01 date, hour: its day is past\n" in shown


@pytest.mark.parametrize("more", [0, 3])
def test_the_pane_of_problems_is_named_only_where_it_has_more_to_tell(more: int) -> None:
    shown = text(*[finding(f"S01 has fault {at}") for at in range(MOST_FINDINGS + more)])
    assert f"! {MOST_FINDINGS + more} warnings" in shown
    assert ("… and 3 more: Esc, then 4 lists them all" in shown) is bool(more)
    assert "4 lists them\n" not in shown
