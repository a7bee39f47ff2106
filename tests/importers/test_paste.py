"""Pasted text: hard line ends joined where a program made them, garbling repaired, all told."""

import re
import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lgtui.importers.paste import clean_paste, unwrap

LONG = (
    "Medical imaging data are collected under many conditions, and the conditions leave traces "
    "that a model may learn instead of the disease that it was meant to find in the pictures."
)


@pytest.mark.parametrize("width", [50, 60, 72, 78, 100])
def test_a_wrapped_paragraph_is_one_line_again(width: int) -> None:
    text, notes = clean_paste(textwrap.fill(LONG, width))
    assert text == LONG
    assert len(notes) == 1
    assert "hard line end" in notes[0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        LONG,
        "one\ntwo\nthree",
        "- first\n- second\n- third",
        "1. first\n2. second",
        "# Heading\ntext under it",
        f"{LONG}\n\n{LONG}",
        "Roses are red,  \nviolets are blue, and this line is as long as the one before it",
        "```\nsome code that is long enough to look wrapped to a careless eye\nmore code\n```",
        "| a | b |\n| --- | --- |\n| 1 | 2 |",
    ],
)
def test_lines_that_a_person_began_stay(text: str) -> None:
    assert clean_paste(text) == (text, ())


def test_list_items_are_joined_with_their_own_rest_only() -> None:
    text = (
        "- the first item is so long that a mail program has broken it into\n"
        "  two lines\n"
        "- the second is short"
    )
    assert clean_paste(text)[0] == (
        "- the first item is so long that a mail program has broken it into two lines\n"
        "- the second is short"
    )


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("the segmen-\ntation of organs", "the segmentation of organs"),
        ("a state-of-\nthe-art model", "a state-of-the-art model"),
        ("a self-\nsupervised model", "a self-supervised model"),
        (
            "multi-centre data; these multi-\ncentre data",
            "multi-centre data; these multi-centre data",
        ),
        ("overview and over-\nview", "overview and overview"),
        ("soft\u00ad\nware", "software"),
    ],
)
def test_words_broken_by_a_hyphen(broken: str, whole: str) -> None:
    assert clean_paste(broken)[0] == whole


def test_what_became_of_a_hyphen_is_told_and_a_guess_is_called_one() -> None:
    notes = clean_paste("the segmen-\ntation of organs")[1]
    assert any("segmentation" in note and "guess" in note for note in notes)
    notes = clean_paste("the segmentation or segmen-\ntation of organs")[1]
    assert any("segmentation" in note and "guess" not in note for note in notes)


def test_one_line_fields_turn_line_ends_into_blanks() -> None:
    assert clean_paste("A title\nin two lines\n", one_line=True)[0] == "A title in two lines"
    assert clean_paste("A title", one_line=True) == ("A title", ())


def test_garbling_and_invisible_characters_are_repaired_and_told() -> None:
    text, notes = clean_paste("Th\u00c3\u00a9o\u200b")
    assert text == "Théo"
    assert len(notes) == 2


WORD = st.text(alphabet="abcdefgé-", min_size=1, max_size=9)
TEXT = st.lists(st.lists(WORD, max_size=12).map(" ".join), max_size=8).map("\n".join)


@settings(max_examples=200, deadline=None)
@given(TEXT)
def test_nothing_but_blanks_and_hyphens_is_ever_taken_away(text: str) -> None:
    assert re.sub(r"[\s-]", "", unwrap(text).text) == re.sub(r"[\s-]", "", text)


MODEL_WORDS = st.sampled_from("model data the of learning a disease".split())


@settings(max_examples=100, deadline=None)
@given(st.lists(MODEL_WORDS, min_size=1, max_size=80), st.integers(50, 100))
def test_wrapping_and_joining_gives_the_text_back(words: list[str], width: int) -> None:
    text = " ".join(words)
    lines = textwrap.wrap(text, width)
    if len(lines) > 1:
        assert unwrap("\n".join(lines)).text == text
