"""What the checks ask of every field: is it garbled, and does it hide characters."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lgtui.importing.mojibake import invisible, looks_garbled
from lgtui.importing.repair import strip_invisible
from tests.importing.languages import WORDS, garble

NAMES = (
    "Théo Sourget",
    "Jiménez-Sánchez",
    "Espírito Santo",
    "Zając",
    "Erdős Pál",
    "Wałęsa",
    "Muñoz",
    "Müller",
    "Søren Kierkegård",
    "a – b",
    "it’s “here”",
    "L👀king-Glass",
    "Dvořák",
    "Юрий Щукин",
    "王小明",
    "Nguyễn Trần",
)
MAIN = ("cp1252", "latin_1", "mac_roman", "cp1250", "cp1251", "cp437", "cp850")


@pytest.mark.parametrize("codec", MAIN)
@pytest.mark.parametrize("name", NAMES)
def test_what_each_codec_makes_of_a_name_is_found(name: str, codec: str) -> None:
    garbled = garble(name, codec)
    spans = looks_garbled(f"Talk by {garbled} (Denmark)")
    assert spans
    assert all(8 <= start < end <= 8 + len(garbled) for start, end in spans)


@pytest.mark.parametrize("codec", MAIN)
def test_what_a_codec_makes_of_a_name_twice_is_found(codec: str) -> None:
    assert looks_garbled(garble(garble("Jiménez-Sánchez", codec), codec))


def test_spans_are_exact() -> None:
    text = "Amelia JimÃ©nez-SÃ¡nchez, Zaj\ufffdc, EspÃrito"
    found = [text[start:end] for start, end in looks_garbled(text)]
    assert found == ["Ã©", "Ã¡", "\ufffd", "Ã"]


def test_replacement_characters_are_garbled_in_any_script() -> None:
    assert looks_garbled("Заяц\ufffd") == [(4, 5)]
    assert looks_garbled("\ufffd\ufffd") == [(0, 2)]


@given(st.text(st.characters(codec="ascii")))
def test_plain_ascii_is_never_garbled(text: str) -> None:
    assert looks_garbled(text) == []


@given(st.text(max_size=60))
@settings(max_examples=200)
def test_spans_are_in_order_and_inside_the_text(text: str) -> None:
    last = 0
    for start, end in looks_garbled(text):
        assert last <= start < end <= len(text)
        last = end


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


def test_stripping_names_place_and_character() -> None:
    clean, changes = strip_invisible("one\n\u200bmet\u00adrics\u200b\n")
    assert clean == "one\nmetrics\n"
    assert [(change.line, change.column, change.reason) for change in changes] == [
        (2, 1, "removed ZERO WIDTH SPACE (U+200B)"),
        (2, 5, "removed SOFT HYPHEN (U+00AD)"),
        (2, 10, "removed ZERO WIDTH SPACE (U+200B)"),
    ]


def test_an_invisible_line_end_leaves_a_blank_between_its_words() -> None:
    clean, changes = strip_invisible("one\u2028two\x0bthree")
    assert clean == "one two three"
    assert [change.after for change in changes] == [" ", " "]
    assert changes[0].reason == "replaced LINE SEPARATOR (U+2028) by a blank"


@given(st.text(max_size=60))
@settings(max_examples=200)
def test_stripping_leaves_nothing_invisible_and_everything_else(text: str) -> None:
    clean, changes = strip_invisible(text)
    assert strip_invisible(clean) == (clean, ())
    gone = {change.before for change in changes}
    kept = [char for char in text if char not in gone]
    assert [char for char in clean if char not in gone and char != " "] == [
        char for char in kept if char != " "
    ]


def test_looking_imports_nothing_heavy() -> None:
    code = (
        "import sys; from lgtui.importing.mojibake import looks_garbled, invisible;"
        "looks_garbled('Jiménez'); invisible('Jiménez');"
        "print([m for m in ('ftfy', 'inspect', 'difflib', 'pathlib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
