"""Hostile texts are held for editing without being shown raw and without being changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from lgtui.tui.form.line_input import Placeholders, hold

NASTY = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from(
            "\x1b\x07\x00\x7f\x9b\u202e\u200b\u2028\x85\r\n\t\u0301\U000f0000\U000f0001"
        ),
    )
)


@given(NASTY)
def test_a_held_text_is_the_text_again(text: str) -> None:
    held, placeholders = hold(text, one_line=True)
    assert placeholders.restore(held) == text
    assert len(held) == len(text)


@given(NASTY, NASTY)
def test_what_is_pasted_in_addition_is_restored_too(text: str, pasted: str) -> None:
    held, placeholders = hold(text)
    more, both = hold(pasted, placeholders)
    assert both.restore(held + more) == text + pasted


@given(NASTY)
def test_nothing_that_a_terminal_obeys_is_shown(text: str) -> None:
    held, placeholders = hold(text, one_line=True)
    shown = placeholders.show(held)
    assert len(shown) == len(text)
    assert not any(
        char < " " or "\x7f" <= char < "\xa0" or char in "\u202e\u2028" for char in shown
    )
    assert len(held.splitlines()) <= 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("a\x1b[31mb", "a␛[31mb"),
        ("a\nb", "a⏎b"),
        ("a\u202eb", "a▯b"),
        ("Zajac\u0328", "Zajac\u0328"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_what_is_shown(text: str, shown: str) -> None:
    held, placeholders = hold(text, one_line=True)
    assert placeholders.show(held) == shown


def test_every_stand_in_takes_one_cell_as_its_symbol_does() -> None:
    held, placeholders = hold("\x1b\u202e\u200b\x9b\n", one_line=True)
    assert cell_len(held) == len(held) == cell_len(placeholders.show(held))


def test_a_tower_of_marks_is_held_from_the_seventh_on() -> None:
    text = "a" + "\u0301" * 50
    held, placeholders = hold(text)
    assert held[:7] == text[:7]
    assert "\u0301" not in held[7:]
    assert placeholders.restore(held) == text


def test_healthy_text_needs_no_stand_ins() -> None:
    assert hold("Espírito Santo – 日本 👀", one_line=True) == (
        "Espírito Santo – 日本 👀",
        Placeholders(),
    )
