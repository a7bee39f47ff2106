"""Which characters mean nothing where they stand, and what is shown in their place."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui.importers.encoding.repair import strip_invisible as removed_by_import
from lgtui.text.control_chars import (
    LINE_BREAKS,
    exactly_visible,
    invisible,
    signed,
    strip_invisible,
    symbol,
    visible,
)
from tests.counting import calls
from tests.text.languages import WORDS


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("metrics\u200b", [(7, "ZERO WIDTH SPACE (U+200B)")]),
        ("a\ufeffb", [(1, "ZERO WIDTH NO-BREAK SPACE (U+FEFF)")]),
        ("co\u00adop", [(2, "SOFT HYPHEN (U+00AD)")]),
        ("a\u2060b", [(1, "WORD JOINER (U+2060)")]),
        ("\u202eevil", [(0, "RIGHT-TO-LEFT OVERRIDE (U+202E)")]),
        ("a\u200fb", [(1, "RIGHT-TO-LEFT MARK (U+200F)")]),
        ("a\x1b[31m", [(1, "ESCAPE (U+001B)")]),
        ("a\x00", [(1, "NULL (U+0000)")]),
        ("a\x85b\x9b", [(1, "NEXT LINE (U+0085)"), (3, "CONTROL CHARACTER (U+009B)")]),
        ("a\u200db", [(1, "ZERO WIDTH JOINER (U+200D)")]),
        ("a\ufe0fb", [(1, "VARIATION SELECTOR-16 (U+FE0F)")]),
        ("a\u2028b", [(1, "LINE SEPARATOR (U+2028)")]),
        ("\u3164", [(0, "HANGUL FILLER (U+3164)")]),
        ("שלום \u202eabc", [(5, "RIGHT-TO-LEFT OVERRIDE (U+202E)")]),
    ],
)
def test_invisible_characters_are_found_and_named(text: str, names: list[tuple[int, str]]) -> None:
    assert invisible(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "plain\ttext\r\nof two lines",
        "👩‍💻 👨‍👩‍👧 🏳️‍🌈 👩🏽‍🔬 ❤️ ☕️ 1️⃣ ©️ 🏴󠁧󠁢󠁳󠁣󠁴󠁿",
        "क्‍ष ക്‍ഷ",
        "می‌خواهم",
        "שלום\u200e abc, \u2067x\u2069",
        "10\u00a0km",
        "葛\U000e0100城",
        "Zając\u0301",
    ],
)
def test_invisible_characters_that_mean_something_stay(text: str) -> None:
    assert invisible(text) == []
    assert removed_by_import(text) == (text, ())


@pytest.mark.parametrize("language", WORDS)
def test_words_of_a_language_hide_nothing(language: str) -> None:
    assert invisible(WORDS[language]) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u00a0b", "a␣b"),
        ("a\r\nb\nc", "a⏎b⏎c"),
        ("a\tb\x1bc", "a⇥b␛c"),
        ("می\u200cخواهم", "می<U+200C>خواهم"),
        ("a\ue000b\u2003c", "a<U+E000>b<U+2003>c"),
        ("Zając – 日本", "Zając – 日本"),
    ],
)
def test_a_message_shows_every_character_that_is_not_printable(text: str, shown: str) -> None:
    assert exactly_visible(text) == shown


@pytest.mark.parametrize("char", ["\U0001d173", "\u3164", "\ufeff", "\u202e"])
def test_what_a_check_finds_invisible_the_screen_shows(char: str) -> None:
    assert invisible(f"a{char}b")
    assert visible(f"a{char}b") == f"a{symbol(char)}b"


@pytest.mark.parametrize("char", LINE_BREAKS)
def test_a_character_that_breaks_a_line_parts_words_where_it_is_removed(char: str) -> None:
    assert strip_invisible(f"one{char}two\u200b") == "one two"
    assert removed_by_import(f"one{char}two\u200b")[0] == "one two"


@pytest.mark.parametrize(
    "shape", ["\u202e", "\U0001f3f4\U000e0067", "\U000e0067", "\u200d", "א\u200f"]
)
def test_looking_at_a_text_takes_work_that_grows_with_its_length(shape: str) -> None:
    once, twice = (calls(partial(invisible, shape * count)) for count in (400, 800))
    assert twice < 2.2 * once


@given(st.text(alphabet="ab\n\t👩\ufe0f\u200d\x1b\x9b\u202e\u200b"))
def test_on_standard_output_only_what_is_invisible_becomes_a_sign(text: str) -> None:
    said = signed(text)
    assert not set(said) & set("\x1b\x9b\u202e\u200b")
    for sign in "␛", "<U+009B>", "<U+202E>", "<U+200B>", "<U+200D>", "<U+FE0F>":
        said = said.replace(sign, "")
    assert said.replace("\u200d", "").replace("\ufe0f", "") == "".join(
        char for char in text if char in "ab\n\t👩"
    )
