"""Text from data reaches the terminal as harmless visible text of known width."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui.tui.widgets import cells as v
from tests.tui.sample import HOSTILE

ANY = st.text(st.characters(), max_size=40) | st.sampled_from(HOSTILE)
FORBIDDEN = {"Cc", "Cs", "Zl", "Zp"}


@given(ANY)
def test_no_control_character_passes(text: str) -> None:
    shown = v.visible(text)
    assert not [char for char in shown if unicodedata.category(char) in FORBIDDEN]


@given(ANY)
def test_nothing_that_turns_or_hides_text_passes(text: str) -> None:
    bidi = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    shown = v.visible(text)
    assert not [char for char in shown if unicodedata.bidirectional(char) in bidi]
    assert "\u200b" not in shown
    assert "\ufeff" not in shown


@given(ANY)
def test_showing_twice_shows_the_same(text: str) -> None:
    assert v.visible(v.visible(text)) == v.visible(text)


@given(ANY, st.integers(0, 60))
def test_a_fitted_text_takes_exactly_its_cells(text: str, cells: int) -> None:
    assert v.width(v.fit(text, cells)) == cells


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m", "␛[31m"),
        ("a\nb", "a⏎b"),
        ("a\r\nb", "a⏎b"),
        ("a\tb", "a⇥b"),
        ("\x9b", "‹U+009B›"),
        ("\u202eabc", "‹U+202E›abc"),
        ("a\u200bb", "a‹U+200B›b"),
        ("\x7f", "␡"),
        ("\u0301a", "◌\u0301a"),
        ("❤\ufe0f", "❤"),
        ("👩\u200d💻", "👩💻"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\u200db", "a‹U+200D›b"),
    ],
)
def test_each_suspect_has_its_symbol(text: str, shown: str) -> None:
    assert v.visible(text) == shown


@pytest.mark.parametrize(
    "text", ["Datasets through the L👀king-Glass", "Zając", "[TBA]", "עברית", "日本語", "e\u0301"]
)
def test_healthy_text_is_shown_as_it_is(text: str) -> None:
    assert v.visible(text) == text


def test_line_ends_stay_in_longer_texts() -> None:
    assert v.visible("a\r\nb\tc", one_line=False) == "a\nb    c"


def test_a_stack_of_marks_stays_in_its_row() -> None:
    assert len(v.visible("e" + "\u0301" * 5000)) == 1 + v.MARKS_KEPT


def test_wide_letters_are_never_cut_in_half() -> None:
    assert v.fit("日本語", 4) == "日… "
    assert v.fit("👀👀", 4) == "👀👀"
