"""The two real pages, each garbled on its way by another wrong codec, come out whole."""

import re
from pathlib import Path

import pytest

from lgtui.importing.mojibake import looks_garbled
from lgtui.importing.repair import repair, strip_invisible

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"
NAMES = (
    "L👀king-Glass",
    "Hubert Dariusz Zając",
    "Espírito Santo",
    "Amelia Jiménez-Sánchez",
    "Théo Sourget",
    "CentraleSupélec",
    "Université Paris-Saclay",
)


def seed(number: int) -> bytes:
    found = sorted(SEEDS.glob(f"00{number}_*.txt")) if SEEDS.is_dir() else []
    if not found:
        pytest.skip(f"the seed pages are not beside this checkout ({SEEDS})")
    return found[0].read_bytes()


@pytest.mark.parametrize("number", [0, 1])
def test_every_name_of_a_seed_is_right_and_nothing_garbled_is_left(number: int) -> None:
    done = repair(seed(number))
    assert not done.flagged
    assert not looks_garbled(done.text)
    for name in NAMES:
        assert name in done.text


@pytest.mark.parametrize("number", [0, 1])
def test_no_ascii_word_of_a_seed_is_lost(number: int) -> None:
    raw = seed(number)
    done = repair(raw)
    assert re.sub(r"[^\x00-\x7f]", "", done.text) == re.sub(r"[^\x00-\x7f]", "", raw.decode())


def test_the_lost_byte_is_the_only_guess_and_its_rivals_are_named() -> None:
    guesses = [change for change in repair(seed(0)).changes if not change.certain]
    assert [(guess.line, guess.before, guess.after) for guess in guesses] == [
        (33, "EspÃrito", "Espírito")
    ]
    assert "à" in guesses[0].others
    assert "Windows-1252" in guesses[0].reason


def test_the_mac_roman_page_is_certain_throughout() -> None:
    done = repair(seed(1))
    assert all(change.certain for change in done.changes)
    assert {change.reason for change in done.changes} == {"UTF-8 read as Mac Roman"}
    assert "“Sustainable AI”" in done.text


def test_the_zero_width_space_in_the_heading_is_a_normalization_of_its_own() -> None:
    done = repair(seed(1))
    clean, removed = strip_invisible(done.text)
    assert "Evaluation metrics\n" in clean
    assert [(change.line, change.column, change.before) for change in removed] == [
        (16, 38, "\u200b")
    ]
    assert "ZERO WIDTH SPACE (U+200B)" in removed[0].reason
