"""What the checks ask of every field: is it garbled?"""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lgtui.text.encoding import looks_garbled
from tests.text.languages import garble

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


def test_looking_imports_nothing_heavy() -> None:
    code = (
        "import sys; from lgtui.text.control_chars import invisible;"
        "from lgtui.text.encoding import looks_garbled;"
        "looks_garbled('Jiménez'); invisible('Jiménez');"
        "print([m for m in ('ftfy', 'inspect', 'difflib', 'pathlib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
