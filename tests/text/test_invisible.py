"""What the checks ask of every field: does it hide characters?"""

import pytest

from lgtui.importers.encoding.repair import strip_invisible
from lgtui.text.control_chars import invisible
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
    assert strip_invisible(text) == (text, ())


@pytest.mark.parametrize("language", WORDS)
def test_words_of_a_language_hide_nothing(language: str) -> None:
    assert invisible(WORDS[language]) == []
