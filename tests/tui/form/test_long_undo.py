"""Undo in a long text: any edits are taken back and made again, with the rows they belong to."""

import random

import pytest
from textual import events
from textual.app import App, ComposeResult

from lgtui.tui.form.long_text import LongText, QuickWrap

KEYS = ["enter", "a", "space", "backspace", "delete", "up", "left", "home", "end", "ctrl+home",
        "ctrl+end", "shift+up", "shift+left", "ctrl+z", "ctrl+z", "ctrl+y", "paste"]  # fmt: skip


class OneText(App[None]):
    def compose(self) -> ComposeResult:
        yield LongText()


def rows(text: LongText) -> list[list[int]]:
    """Where the rows of each line begin, as they are kept."""
    kept = text.wrapped_document
    return [list(kept.get_offsets(at)) for at in range(text.document.line_count)]


def fresh(text: LongText) -> list[list[int]]:
    """The same, wrapped anew."""
    wrapped = QuickWrap(text.document, tab_width=text.indent_width)
    wrapped.wrap(text.wrap_width, text.indent_width)
    return [list(wrapped.get_offsets(at)) for at in range(text.document.line_count)]


async def test_undoing_new_lines_at_the_end_takes_the_cursor_back() -> None:
    app = OneText()
    async with app.run_test(size=(40, 8)) as pilot:
        text = app.query_one(LongText)
        text.load("One.")
        text.focus()
        await pilot.press("ctrl+end", "enter", "enter", "x")
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+z", "ctrl+z")
        assert text.plain == "One."
        assert text.cursor_location == (0, 4)
        await pilot.press(*["ctrl+y"] * 4)
        assert text.plain == "One.\n\nx"


@pytest.mark.parametrize("seed", range(4))
async def test_any_edits_are_taken_back_to_the_beginning(seed: int) -> None:
    draw = random.Random(seed)
    begin = "A first line that is longer than a row is wide.\n\nAnd a last one."
    app = OneText()
    async with app.run_test(size=(20, 8)) as pilot:
        text = app.query_one(LongText)
        text.load(begin)
        text.focus()
        for _ in range(40):
            key = draw.choice(KEYS)
            if key == "paste":
                text.post_message(events.Paste("pasted words\n\nin three lines"))
                await pilot.pause()
            else:
                await pilot.press(key)
            assert rows(text) == fresh(text)
            assert text.clamp_visitable(text.cursor_location) == text.cursor_location
        while text.history.redo_stack:
            text.redo()
        end = text.plain
        while text.history.undo_stack:
            text.undo()
            assert rows(text) == fresh(text)
        assert text.plain == begin
        while text.history.redo_stack:
            text.redo()
            assert rows(text) == fresh(text)
        assert text.plain == end
