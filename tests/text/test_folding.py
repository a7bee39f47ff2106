"""One folding of case, accents and letters, whoever compares: search, checks, import, videos."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui.checks.names import name_words
from lgtui.importers.linkage import shared_names
from lgtui.model import Speaker
from lgtui.text.folding import fold, folded_words


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Łukasz Żółć", "lukasz zolc"),
        ("SØREN ÆRØ", "soren aero"),
        ("Straße STRASSE ẞ", "strasse strasse ss"),
        ("İstanbul Yılmaz", "istanbul yilmaz"),
        ("O’Brien O`Brien O´Brien OʼBrien", "o'brien o'brien o'brien o'brien"),
        ("“a” – b", '"a" - b'),
        ("שָׁלוֹם مُحَمَّد", "שלום محمد"),
        ("ﬁne Ⅳ", "fine iv"),
    ],
)
def test_a_text_folds_to_what_a_keyboard_writes(written: str, typed: str) -> None:
    assert fold(written) == typed


def test_vowel_signs_of_indic_scripts_stay() -> None:
    assert fold("किताब") == "किताब"


@given(st.text())
def test_folded_text_folds_to_itself(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_words_are_runs_of_letters_and_digits() -> None:
    assert folded_words("Žižek–Łoś: «U-Net» (2024)") == "zizek los u net 2024"


def test_the_import_and_the_checks_fold_alike() -> None:
    assert name_words("Michał Sørensen") == name_words("Michal Sorensen")
    assert shared_names((Speaker("Michał Ørsted"),), (Speaker("MICHAL ORSTED"),)) == 1.0
