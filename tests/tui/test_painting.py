"""What the list paints: all that changed, and over a slow line nothing else."""

import pytest
from textual.geometry import Region

from lgtui.model import Where
from lgtui.tui.widgets.record_list import RecordList
from tests.tui.desk import app_of, until
from tests.tui.sample import series
from tests.tui.waiting import rested

QUERIES = (
    "m",
    "me",
    "title 2",
    "title",
    "zzz",
    "zz",
    "",
    "3-2",
    "3-",
    "",
    "organizer",
    "zajac 2-3",
)


class Watched:
    """The lines of a list as a terminal has them that was sent only what was painted anew."""

    def __init__(self, lines: RecordList, monkeypatch: pytest.MonkeyPatch) -> None:
        self.lines = lines
        self.painted: dict[int, str] = {}
        self.anew: set[int] = set()
        paint = lines.refresh

        def refresh(*regions: Region, **options: bool) -> RecordList:
            rows = {y for region in regions for y in range(region.y, region.bottom)}
            self.anew |= rows if regions else set(range(lines.page))
            return paint(*regions, **options)

        monkeypatch.setattr(lines, "refresh", refresh)

    def right(self) -> bool:
        """Whether the terminal shows what the list says now."""
        now = {y: self.lines.render_line(y).text for y in range(self.lines.page)}
        self.painted.update((y, now[y]) for y in self.anew & now.keys())
        return {y: text for y, text in self.painted.items() if y in now} == now


@pytest.mark.parametrize("seasons", [1, 3, 400])
async def test_each_filter_paints_all_lines_that_changed(
    seasons: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_of(series(seasons))
    async with app.run_test(size=(80, 24)) as pilot:
        await rested(pilot)
        watched = Watched(app.panes.records, monkeypatch)
        app.panes.records.refresh()
        assert watched.right()
        for query in QUERIES:
            app.panes.records.filter(query)
            await until(pilot, lambda: app.panes.records.complete)
            assert watched.right(), query
            app.panes.records.move_to(7)
            assert watched.right(), query


async def test_a_letter_that_leaves_the_rows_as_they_are_paints_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = app_of(series(9))
    async with app.run_test(size=(80, 24)) as pilot:
        await rested(pilot)
        app.panes.records.filter("tit")
        app.panes.records.go(Where("talks", 4))
        watched = Watched(app.panes.records, monkeypatch)
        app.panes.records.filter("titl")
        await rested(pilot)
        assert watched.anew == set()
        app.panes.records.filter("title 5-2")
        assert watched.anew


async def test_nothing_found_is_said_once_all_records_were_looked_at() -> None:
    app = app_of(series(3000))
    async with app.run_test(size=(80, 24)) as pilot:
        await rested(pilot)
        lines = app.panes.records
        lines.filter("zzz")
        assert not lines.complete
        assert lines.empty() == ""
        await until(pilot, lambda: lines.complete)
        assert "No record holds" in lines.render_line(0).text
