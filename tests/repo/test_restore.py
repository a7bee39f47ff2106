"""What a change of the history took away comes back as a new edit, without a repository."""

import pytest

from lgtui.model import Pages, Records, Season, Series, Speaker, Talk
from lgtui.records.diff import Change, changes
from lgtui.repo.history import restore

TALKS = (Talk("S01E01", "Bias"), Talk("S01E02", "Metrics", (Speaker("Eva"),)))
RECORDS = Records(Series("Datasets"), Pages(), seasons=(Season(1),), talks=TALKS)


def of_talks(*talks: Talk) -> Records:
    return RECORDS._replace(talks=talks)


def the_change(old: Records, new: Records) -> Change:
    (change,) = changes(old, new)
    return change


def test_a_changed_field_gets_its_old_value_and_keeps_all_that_came_later() -> None:
    change = the_change(RECORDS, of_talks(TALKS[0], TALKS[1]._replace(title="Other")))
    later, kept = (
        TALKS[1]._replace(title=title, bio="Eva counts.") for title in ("A third", "Metrics")
    )
    assert restore(of_talks(later, TALKS[0]), 0, change) == of_talks(kept, TALKS[0])
    assert restore(of_talks(TALKS[0], later), 1, change) == of_talks(TALKS[0], kept)


def test_a_deleted_record_comes_back_where_it_shall_stand() -> None:
    change = the_change(RECORDS, of_talks(TALKS[1]))
    assert restore(of_talks(TALKS[1]), 0, change) == RECORDS
    assert restore(of_talks(TALKS[1]), 1, change) == of_talks(TALKS[1], TALKS[0])


@pytest.mark.parametrize(
    ("old", "now"),
    [
        ((("room", "A"), ("floor", 2)), (("floor", 2), ("room", "B"))),
        ((("floor", 2), ("room", "A")), (("floor", 2),)),
    ],
    ids=["changed", "deleted"],
)
def test_a_key_that_the_schema_does_not_know_gets_its_old_value(
    old: tuple[tuple[str, object], ...], now: tuple[tuple[str, object], ...]
) -> None:
    new = of_talks(TALKS[0]._replace(unknown=now), TALKS[1])
    change = the_change(of_talks(TALKS[0]._replace(unknown=old), TALKS[1]), new)
    assert dict(restore(new, 0, change).talks[0].unknown) == dict(old)


def test_an_added_record_has_nothing_before_it() -> None:
    change = the_change(of_talks(TALKS[0]), RECORDS)
    with pytest.raises(ValueError, match="S01E02 was added there: there is nothing before it"):
        restore(RECORDS, 1, change)
