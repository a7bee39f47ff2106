"""How many talks a season of another series has is read off its seasons, and said."""

import datetime

import pytest

from lgtui import checks
from lgtui.importers import Source
from lgtui.importers.lists import import_lists
from lgtui.importers.pages import Import
from tests.importers.importing import imported

TODAY = datetime.date(2026, 11, 1)


def page(*sizes: int) -> Import:
    """A page whose held seasons have these many talks."""
    lines = [
        f"* S{season:02}E{episode:02} - **Ada Byron** (Lab). {season} March 2026. "
        f"**On {season} and {episode}**"
        for season, size in enumerate(sizes, 1)
        for episode in range(1, size + 1)
    ]
    text = "\n".join(["# Series", "", "#### Previous talks", "", *lines, ""])
    return imported(text)


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ((1, 1, 1), 1),
        ((2, 2, 1), 2),
        ((3, 3, 2), 3),
        ((1, 2, 3), 0),
        ((2, 2, 1, 1), 0),
        ((2,), 3),
        ((), 3),
    ],
)
def test_most_of_the_seasons_tell(sizes: tuple[int, ...], expected: int) -> None:
    assert page(*sizes).records.series.talks_per_season == expected


def test_a_number_that_is_not_the_usual_one_is_told_as_a_guess() -> None:
    told = [note for note in page(1, 1, 1).report if "talks_per_season" in note.why]
    assert [(note.kind, note.after) for note in told] == [("guess", "1")]
    assert not [note for note in page(3, 3).report if "talks_per_season" in note.why]


def test_a_series_of_single_talks_starts_without_warnings_about_their_number() -> None:
    found = checks.check(page(1, 1, 1, 2).records, (), TODAY)
    assert [one.record for one in found if one.code == "SEQ007"] == ["S04"]


def test_lists_tell_it_too() -> None:
    text = "date,title\n2026-01-05,a\n2026-02-02,b\n2026-03-02,c\n"
    found = import_lists([Source("t.csv", text.encode())], {}, TODAY)
    assert found.records.series.talks_per_season == 1
    assert [note.after for note in found.report if note.kind == "guess"] == ["1"]
