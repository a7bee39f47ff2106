"""Lines typed to the app itself: a paste steers no terminal, and no line of it is lost."""

import pytest
from textual import events
from textual.widgets import Input

from lgtui.tui.widgets.dialogs import Prompt, plain_line
from tests.tui.desk import app_of, screen_lines, until
from tests.tui.sample import HOSTILE, series
from tests.tui.waiting import rested

TEXTS = tuple(text for text in HOSTILE if "\ud800" not in text)


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_what_is_left_of_a_paste_is_one_line_that_is_seen(text: str) -> None:
    line = plain_line(text)
    assert not any(
        char < " " or "\x7f" <= char < "\xa0" or char in "\u202e\u2066\u200b\ufeff" for char in line
    )
    if text.isascii() and text.isprintable():
        assert line == text


def test_all_lines_of_a_paste_are_kept() -> None:
    assert plain_line("\tone line\r\nand\u2028another\n") == "one line and another"


def test_what_spells_a_word_or_an_emoji_stays() -> None:
    for text in ("می\u200cخواهم", "👩\u200d👧", "☺\ufe0f", "Zaja\u0328c"):
        assert plain_line(text) == text


@pytest.mark.parametrize("keys", [("/",), ("ctrl+p",), ("R",)], ids=["filter", "palette", "prompt"])
async def test_no_line_shows_what_a_terminal_would_obey(keys: tuple[str, ...]) -> None:
    app = app_of(series())
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: app.panes.form is not None)
        await pilot.press(*keys)
        await until(pilot, lambda: isinstance(app.focused, Input))
        for text in TEXTS[:10]:
            app.post_message(events.Paste(text[:1000]))
            await rested(pilot)
        shown = "".join(screen_lines(app))
        assert "alarm" in shown or "[TBA]" in str(getattr(app.focused, "value", ""))
        assert shown.isprintable()


async def test_a_proposed_answer_is_cleaned_as_well() -> None:
    app = app_of(series())
    async with app.run_test(size=(100, 30)) as pilot:
        app.push_screen(Prompt("Title", "Text", "S01: \x1b]52;c;aGk=\x07\u202eset"))
        await until(pilot, lambda: isinstance(app.focused, Input))
        assert app.focused is not None
        assert app.screen.query_one("#line", Input).value == "S01: ]52;c;aGk=set"
