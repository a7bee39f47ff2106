"""Browsing: the list keeps its place, filters as typed, and any size of terminal will do."""

import datetime

import pytest
from textual.widgets import Input

from lgtui.model import Season, Where
from lgtui.tui.actions import ACTIONS
from lgtui.tui.app import LgtuiApp
from lgtui.tui.rows import ORDERS, Row, build, name_of, season_words, where_of
from lgtui.tui.state import GitLine
from lgtui.tui.widgets.record_list import RecordList
from tests.tui.desk import app_of, screen_lines, until
from tests.tui.sample import series
from tests.tui.waiting import rested


def names(lines: RecordList) -> list[str]:
    return [name_of(lines.records, row) for row in lines.rows]


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_shows_every_record_once(order: str) -> None:
    records = series(4)
    places = [where_of(row) for row in build(records, order)]
    assert len(places) == len(set(places)) == 4 + 12 + 2 + 3


def test_talks_of_a_season_without_record_stand_under_its_number() -> None:
    records = series(3)._replace(seasons=series(3).seasons[:2])
    rows = build(records)
    assert rows[0] == Row("missing", 3)
    assert [name_of(records, row) for row in rows[1:4]] == ["S03E01", "S03E02", "S03E03"]


def test_talks_with_an_odd_id_come_first() -> None:
    records = series(2)
    odd = records.talks[0]._replace(id="S0101")
    rows = build(records._replace(talks=(odd, *records.talks[1:])))
    assert [name_of(records._replace(talks=(odd,)), row) for row in rows[:2]] == [
        "no season", "S0101",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("upcoming", "upcoming · 6 Mar 2023 · theme TBA"),
        ("", "no state · 6 Mar 2023 · theme TBA"),
        ("held", "held · 6 Mar 2023"),
        ("cancelled", "cancelled · 6 Mar 2023"),
    ],
)
def test_a_theme_is_awaited_only_of_a_season_to_come(state: str, words: str) -> None:
    day = datetime.date(2023, 3, 6)
    assert season_words(Season(1, start=day, state=state)) == words
    assert season_words(Season(1, "Bias", day, state=state)).endswith("· Bias")


async def test_newest_season_is_seen_first() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(120, 30)):
        assert names(app.panes.records)[:5] == ["S03", "S03E01", "S03E02", "S03E03", "S02"]


async def test_the_cursor_moves_by_arrows_letters_and_to_the_ends() -> None:
    app = app_of(series(9))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "j", "j", "up", "k")
        assert app.panes.records.cursor == 1
        await pilot.press("G")
        assert app.panes.records.cursor == app.panes.records.count() - 1
        await pilot.press("g")
        assert app.panes.records.cursor == app.panes.records.top == 0


async def test_the_edge_scrolls_by_half_a_page_and_once() -> None:
    app = app_of(series(20))
    async with app.run_test(size=(80, 24)) as pilot:
        page = app.panes.records.page
        await pilot.press(*["down"] * page)
        assert app.panes.records.top == page - page // 2
        await pilot.press("down")
        assert app.panes.records.top == page - page // 2


async def test_an_edit_in_a_small_terminal_leaves_the_list_where_it_was() -> None:
    app = app_of(series(9))
    async with app.run_test(size=(80, 24)) as pilot:
        await rested(pilot)
        await pilot.press(*"jjjjjj")
        assert app.panes.records.top == 0
        await pilot.press("enter", *" more", "tab", "tab", "escape")
        await rested(pilot)
        assert app.panes.records.display
        assert (app.panes.records.cursor, app.panes.records.top) == (6, 0)
        await pilot.press("u")
        assert (app.panes.records.cursor, app.panes.records.top) == (6, 0)


async def test_the_filter_shows_what_holds_all_words_as_they_are_typed() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("slash", *"2-3 zajac")
        assert names(app.panes.records) == ["S02", "S02E03"]
        await pilot.press("enter")
        assert app.focused is app.panes.records
        await pilot.press("escape")
        assert app.panes.records.count() == 3 + 9 + 5


async def test_a_theme_finds_the_talks_of_its_season() -> None:
    records = series(3)
    zebras = records.seasons[1]._replace(theme="Zebras at Night")
    app = app_of(records._replace(seasons=(records.seasons[0], zebras, records.seasons[2])))
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("slash", *"zebra night")
        assert names(app.panes.records) == ["S02", "S02E01", "S02E02", "S02E03"]


async def test_the_cursor_goes_to_what_was_looked_for_not_to_its_heading() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("/", *"3-2")
        assert names(app.panes.records) == ["S03", "S03E02"]
        await pilot.press("enter")
        assert app.panes.records.where() == Where("talks", 7)


async def test_a_filter_without_a_hit_names_the_key_that_helps() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("slash", *"zzz")
        assert "Esc shows all records again" in app.panes.records.empty()
        assert any("No record holds" in line for line in screen_lines(app))


async def test_every_key_of_the_list_does_no_harm_where_the_filter_found_nothing() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(120, 30)) as pilot:
        await rested(pilot)
        await pilot.press("slash", *"zzz", "enter")
        for key in [key for action in ACTIONS if "list" in action.panes for key in action.keys]:
            await pilot.press(key)
            await pilot.pause()
            await pilot.press(*["escape"] * len(app.screen_stack[1:]))
            if app.panes.records.query_words != ("zzz",):
                await pilot.press("escape", "1", "slash", *"zzz", "enter")
        assert app.is_running


async def test_cursor_and_filter_survive_new_records() -> None:
    app = app_of(series(9))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", *"title", "enter")
        app.panes.records.go(Where("talks", 12))
        fresh = series(9)
        lines = app.panes.records
        lines.show(fresh._replace(talks=fresh.talks[3:]))
        assert lines.query_words == ("title",)
        assert name_of(lines.records, lines.rows[lines.cursor]) == "S05E01"


def test_problems_first_puts_all_records_with_problems_first() -> None:
    records = series(3)
    counts = {("talks", 4): (0, 1), ("seasons", 1): (2, 0), ("organizers", 1): (0, 2)}
    rows = build(records, "problems", counts)
    assert [(row.kind, row.at) for row in rows[:3]] == [
        ("seasons", 1), ("organizers", 1), ("talks", 4),
    ]  # fmt: skip
    others = [row.kind for row in rows[3:]]
    assert others == ["talks"] * 8 + ["seasons"] * 2 + [
        "organizers",
        "series",
        "wording",
        "pages",
    ]


async def test_every_order_keeps_the_cursor_on_its_record() -> None:
    app = app_of(series(5))
    async with app.run_test(size=(80, 24)) as pilot:
        app.panes.records.go(Where("talks", 7))
        for _ in ORDERS:
            await pilot.press("o")
            assert app.panes.records.where() == Where("talks", 7)


async def test_a_large_list_filters_over_all_its_records() -> None:
    records = series(1500, 4)
    app = app_of(records)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", *"1499-3")
        await until(pilot, lambda: app.panes.records.complete)
        assert names(app.panes.records) == ["S1499", "S1499E03"]


@pytest.mark.parametrize("size", [(160, 45), (120, 30), (81, 24), (80, 24), (60, 20), (40, 10)])
async def test_list_and_keys_are_seen_at_any_size(size: tuple[int, int]) -> None:
    app = app_of(series(9))
    async with app.run_test(size=size):
        lines = screen_lines(app)
        assert any("S09E01" in line for line in lines)
        assert "? Help" in lines[-1]


def in_sight(app: LgtuiApp) -> list[str]:
    """The panes that are shown side by side."""
    return [name for name in ("list", "form", "preview") if app.query_one(f"#pane-{name}").display]


@pytest.mark.parametrize(
    ("columns", "of_list", "of_form"),
    [
        (40, ["list"], ["form"]),
        (80, ["list"], ["form"]),
        (81, ["list", "form"], ["form", "preview"]),
        (140, ["list", "form"], ["form", "preview"]),
        (141, ["list", "form", "preview"], ["list", "form", "preview"]),
        (200, ["list", "form", "preview"], ["list", "form", "preview"]),
    ],
)
async def test_as_many_panes_stand_side_by_side_as_there_is_room_for(
    columns: int, of_list: list[str], of_form: list[str]
) -> None:
    app = app_of(series(3))
    async with app.run_test(size=(columns, 24)) as pilot:
        await until(pilot, lambda: app.panes.form is not None)
        assert in_sight(app) == of_list
        await pilot.press("enter")
        assert in_sight(app) == of_form
        await pilot.press("escape", "3")
        assert in_sight(app) == (of_form if len(of_form) > 1 else ["preview"])
        await pilot.press("1")
        assert in_sight(app) == of_list
        await pilot.press("4")
        assert "list" in in_sight(app) or columns <= 80


@pytest.mark.parametrize("columns", [80, 120, 160])
async def test_zooming_gives_the_pane_with_the_focus_the_whole_screen(columns: int) -> None:
    app = app_of(series(3))
    async with app.run_test(size=(columns, 30)) as pilot:
        await until(pilot, lambda: app.panes.form is not None)
        before = in_sight(app)
        await pilot.press("Z")
        assert in_sight(app) == ["list"]
        assert app.panes.records.size.width == columns
        await pilot.press("enter", "ctrl+g", "ctrl+g")
        assert in_sight(app) == ["form"]
        await pilot.press("escape")
        assert in_sight(app) == ["list"]
        await pilot.press("ctrl+g")
        assert in_sight(app) == before


@pytest.mark.parametrize(
    ("columns", "name"),
    [(80, "Dr. Speaker 1-1 Zając"), (120, "Dr. Speaker 1-1 Zając"), (160, "Dr. Speaker 1-1 Zając")],
)
async def test_the_list_names_the_speakers_at_the_usual_sizes(columns: int, name: str) -> None:
    app = app_of(series(1))
    async with app.run_test(size=(columns, 24)) as pilot:
        await until(pilot, lambda: app.panes.form is not None)
        [row] = [line for line in screen_lines(app) if "S01E01" in line and "Title" in line][:1]
        assert f"Title 1-1 of words · {name}" in row


async def test_a_terminal_too_small_says_what_is_needed() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(39, 10)) as pilot:
        await pilot.pause()
        assert "needs 40 columns and 10 lines" in " ".join(screen_lines(app))


async def test_the_keys_below_fit_the_new_width_both_ways() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(120, 30)) as pilot:
        wide = app.key_bar.text
        await pilot.resize_terminal(40, 12)
        await pilot.pause()
        assert len(app.key_bar.text) <= 40
        await pilot.resize_terminal(120, 30)
        await pilot.pause()
        assert app.key_bar.text == wide


async def test_resizing_keeps_what_is_typed_in_the_filter() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("slash", *"2-")
        await pilot.resize_terminal(60, 20)
        await pilot.press("3")
        assert app.query_one("#filter", Input).value == "2-3"
        assert app.panes.records.query_words == ("2-3",)


async def test_a_record_that_the_filter_hides_is_shown_without_it() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("slash", *"2-3", "enter")
        assert app.panes.records.go(Where("talks", 0))
        await pilot.pause()
        assert app.panes.filter.value == ""
        assert not app.panes.filter.has_class("-open")
        assert app.panes.records.where() == Where("talks", 0)


async def test_a_record_that_is_not_there_leaves_the_filter_alone() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("slash", *"2-3", "enter")
        assert not app.panes.records.go(Where("talks", 99))
        assert app.panes.records.query_words == ("2-3",)


async def test_deleting_keeps_filter_and_place() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("slash", *"speaker", "enter")
        app.panes.records.go(Where("talks", 8))
        place = app.panes.records.cursor
        await pilot.press("x")
        await rested(pilot)
        await pilot.press("y")
        await rested(pilot)
        assert app.panes.records.query_words == ("speaker",)
        assert app.panes.records.cursor == place


@pytest.mark.parametrize("width", [60, 70, 80, 90, 100, 120])
async def test_the_line_above_shows_a_count_whole_or_not_at_all(width: int) -> None:
    app = app_of(series(3))
    async with app.run_test(size=(width, 24)) as pilot:
        await rested(pilot)
        app.state.git = GitLine("main · no server branch", 12)
        app.refresh_bars()
        await rested(pilot)
        line = screen_lines(app)[0]
        assert "12 u" not in line or "12 uncommitted" in line


async def test_a_click_puts_the_cursor_on_a_row_and_a_second_one_opens_it() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(80, 24)) as pilot:
        await rested(pilot)
        await pilot.click("#list", offset=(5, 2))
        assert app.panes.records.where() == Where("talks", 7)
        await pilot.click("#list", offset=(5, 2))
        await rested(pilot)
        assert app.state.pane == "form"
