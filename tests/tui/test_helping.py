"""Finding one's way: help for the pane, a palette for actions and talks, two sets of colours."""

import pytest

from lgtui.model import Where
from lgtui.tui.actions import ACTIONS, PANES, apply_keys
from lgtui.tui.app import LgtuiApp
from lgtui.tui.commands import find
from lgtui.tui.rows import Index, words_of
from lgtui.tui.startup import Opened
from lgtui.tui.themes import first_theme
from lgtui.tui.widgets.dialogs import Hit, Hits, confirm, find_actions, find_records
from lgtui.tui.widgets.line_list import width
from lgtui.tui.widgets.record_list import RecordList
from tests.tui.desk import app_of, screen_lines, seen, until
from tests.tui.sample import document, series
from tests.tui.waiting import rested


@pytest.mark.parametrize("name", [action.id for action in ACTIONS])
def test_every_action_of_the_registry_does_something(name: str) -> None:
    assert callable(find(name))


async def test_help_lists_the_keys_of_the_focused_pane() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(100, 40)) as pilot:
        await pilot.press("question_mark")
        assert "Keys: Talks" in seen(app)
        assert "Show only records that hold all the words typed." in seen(app)
        await pilot.press("escape", "4", "question_mark")
        assert "Keys: Problems" in seen(app)


async def test_help_at_forty_columns_scrolls() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("question_mark")
        before = screen_lines(app)
        await pilot.press("pagedown")
        assert screen_lines(app) != before
        await pilot.press("escape")


async def test_the_palette_finds_a_talk_by_any_word_and_goes_there() -> None:
    app = app_of(series(9))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("ctrl+p", *"dataset 4-2")
        assert "S04E02" in seen(app)
        await pilot.press("enter")
        await rested(pilot)
        assert app.panes.records.where() == Where("talks", 10)


async def test_the_palette_runs_an_action() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(100, 30)) as pilot:
        await rested(pilot)
        await pilot.press("ctrl+p", *"add an organizer", "enter")
        await rested(pilot)
        assert len(app.session.records.organizers) == 3


async def test_the_palette_works_from_inside_a_text_field() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("slash", "t", "ctrl+p")
        assert "Find an action" in seen(app)


def test_every_action_for_a_palette_is_found_by_its_own_words() -> None:
    for action in ACTIONS:
        hits = find_actions(ACTIONS, words_of(action.help))
        assert (action.id in [hit.action for hit in hits]) == action.palette


def test_what_is_called_so_is_found_before_what_is_described_so() -> None:
    assert find_actions(ACTIONS, ("undo",))[0].action == "undo"
    assert find_actions(ACTIONS, ("save",))[0].action == "save"


def test_no_words_find_all_actions_and_no_record() -> None:
    assert len(find_actions(ACTIONS, ())) == sum(action.palette for action in ACTIONS)
    assert find_records(Index(), series(3), ()) == []


async def test_ones_own_keys_work_and_are_shown_in_footer_and_help() -> None:
    actions, problems = apply_keys({"keys": {"add_talk": "z", "help": "f20", "quit": "f22"}})
    assert problems == []
    app = LgtuiApp(Opened(document(series(3)), True), actions)
    async with app.run_test(size=(100, 40)) as pilot:
        await rested(pilot)
        assert "z Add talk" in screen_lines(app)[-1]
        await pilot.press("z")
        assert len(app.session.records.talks) == 10
        await pilot.press("f20")
        assert "Keys:" in seen(app)


async def test_what_is_wrong_with_ones_keys_is_told_at_the_start() -> None:
    _, problems = apply_keys({"keys": {"saev": "x"}})
    app = LgtuiApp(Opened(document(series(3)), True), notes=tuple(problems))
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: "did you mean 'save'" in seen(app))


@pytest.mark.parametrize("pane", PANES)
async def test_the_footer_of_every_pane_fits_forty_columns(pane: str) -> None:
    app = app_of(series(3))
    async with app.run_test(size=(40, 10)) as pilot:
        await rested(pilot)
        await pilot.press(str(PANES.index(pane) + 1))
        await rested(pilot)
        assert app.state.pane == pane
        assert "Help" in screen_lines(app)[-1]


async def test_an_empty_series_names_the_next_key() -> None:
    app = app_of(series(0))
    async with app.run_test(size=(100, 30)):
        assert "A adds a season" in seen(app)


@pytest.mark.parametrize(
    ("environ", "theme"),
    [
        ({"TERM": "xterm-256color"}, "lgtui"),
        ({"TERM": "screen"}, "lgtui"),
        ({"TERM": "tmux-256color"}, "lgtui"),
        ({"TERM": "linux"}, "plain"),
        ({"TERM": "vt100"}, "plain"),
        ({"TERM": "dumb"}, "plain"),
        ({}, "plain"),
        ({"TERM": "xterm", "NO_COLOR": "1"}, "plain"),
        ({"TERM": "linux", "LGTUI_THEME": "lgtui"}, "lgtui"),
        ({"TERM": "xterm", "LGTUI_THEME": "plain"}, "plain"),
        ({"TERM": "xterm", "LGTUI_THEME": "pink"}, "lgtui"),
    ],
)
def test_colours_are_those_that_the_terminal_can_show(environ: dict[str, str], theme: str) -> None:
    assert first_theme(environ) == theme


async def test_the_plain_colours_are_the_terminals_own() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(100, 30)) as pilot:
        app.theme = "plain"
        await rested(pilot)
        colours = {
            colour.type.name
            for strip in app.screen._compositor.render_strips()
            for segment in strip
            if segment.style
            for colour in (segment.style.color, segment.style.bgcolor)
            if colour
        }
        assert "TRUECOLOR" not in colours
        blink = [
            segment for strip in app.screen._compositor.render_strips() for segment in strip
            if segment.style and segment.style.blink
        ]  # fmt: skip
        assert blink == []


async def test_a_list_of_a_hundred_thousand_talks_paints_what_is_in_sight() -> None:
    asked: list[int] = []

    class Counting(RecordList):
        def cells(self, row: int, width: int) -> list[tuple[str, str]]:
            asked.append(row)
            return super().cells(row, width)

    records = series(400, 250)
    app = app_of(series(1))
    counting = Counting()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.panes.frames["preview"].mount(counting)
        await pilot.press("3")
        counting.show(records)
        await rested(pilot)
        asked.clear()
        counting.move_to(50_000)
        await rested(pilot)
        assert 0 < len(asked) <= 3 * counting.page
        asked.clear()
        counting.move_to(50_001)
        await rested(pilot)
        assert len(asked) <= 4


@pytest.mark.parametrize("size", [(100, 30), (80, 24), (40, 10)])
async def test_a_long_text_never_pushes_the_answers_out_of_sight(size: tuple[int, int]) -> None:
    app = app_of(series(3))
    async with app.run_test(size=size) as pilot:
        app.push_screen(confirm("Long", "words and words " * 400, "Do it"))
        await rested(pilot)
        assert "y Do it" in seen(app)
        assert "n Cancel" in seen(app)
        before = screen_lines(app)
        await pilot.press("pagedown")
        assert screen_lines(app) != before


FRAME = " │┃─╯▁▂▃▄▅▆▇"
TOASTED = "The file was changed by somebody else. F5 merges that in; saving does too."


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (160, 45)])
async def test_a_toast_is_cut_nowhere_and_leaves_the_answers_of_a_question_in_sight(
    size: tuple[int, int],
) -> None:
    app = app_of(series(3))
    async with app.run_test(size=size, notifications=True) as pilot:
        app.notify(TOASTED)
        await rested(pilot)
        rows = [line.partition("▌ ")[2].rstrip(FRAME) for line in screen_lines(app) if "▌" in line]
        assert " ".join(rows) == TOASTED
        app.push_screen(confirm("Delete", "Really?", "Delete it"))
        await rested(pilot)
        lines = screen_lines(app)
        assert any("Delete it " in line for line in lines)
        assert any("Cancel " in line for line in lines)
        assert sum("The file was changed" in line for line in lines) == 1


async def test_a_toast_of_any_length_leaves_most_of_the_screen_free() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        app.notify("Undone: " + "x" * 100_000)
        await rested(pilot)
        lines = [line for line in screen_lines(app) if "▌" in line]
        assert "▌ Undone:" in lines[0]
        assert len(lines) <= 8
        assert "…" in lines[-1]


def test_a_record_that_is_a_name_alone_is_shown_whole() -> None:
    hits = Hits()
    hits.hits = (Hit("Amelia Jiménez-Sánchez", "", "", Where("organizers", 0)),)
    assert "Amelia Jiménez-Sánchez" in "".join(text for text, _ in hits.cells(0, 70))
    assert width("".join(text for text, _ in hits.cells(0, 16))) <= 16


async def test_space_pages_in_the_help_and_closes_it_at_its_end() -> None:
    app = app_of(series(3))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("?")
        await until(pilot, lambda: len(app.screen_stack) == 2)
        await pilot.pause()
        text = app.screen.query_one("#text")
        before = text.scroll_offset.y
        await pilot.press("space")
        assert text.scroll_offset.y > before
        assert len(app.screen_stack) == 2
        for _ in range(30):
            if len(app.screen_stack) == 1:
                break
            await pilot.press("space")
        assert len(app.screen_stack) == 1
