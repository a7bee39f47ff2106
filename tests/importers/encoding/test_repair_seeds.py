"""The two real pages, each garbled on its way by another wrong codec, come out whole."""

import re
from pathlib import Path

import pytest

from lgtui.importers.encoding.repair import repair, strip_invisible
from lgtui.text.encoding import looks_garbled

NAMES = (
    "L👀king-Glass",
    "Hubert Dariusz Zając",
    "Espírito Santo",
    "Amelia Jiménez-Sánchez",
    "Théo Sourget",
    "CentraleSupélec",
    "Université Paris-Saclay",
)


@pytest.mark.parametrize("number", [0, 1])
def test_every_name_of_a_seed_is_right_and_nothing_garbled_is_left(
    seeds: list[Path], number: int
) -> None:
    done = repair(seeds[number].read_bytes())
    assert not done.flagged
    assert not looks_garbled(done.text)
    for name in NAMES:
        assert name in done.text


@pytest.mark.parametrize("number", [0, 1])
def test_no_ascii_word_of_a_seed_is_lost(seeds: list[Path], number: int) -> None:
    raw = seeds[number].read_bytes()
    done = repair(raw)
    assert re.sub(r"[^\x00-\x7f]", "", done.text) == re.sub(r"[^\x00-\x7f]", "", raw.decode())


def test_the_lost_byte_is_the_only_guess_and_its_rivals_are_named(seeds: list[Path]) -> None:
    guesses = [change for change in repair(seeds[0].read_bytes()).changes if not change.certain]
    assert [(guess.line, guess.before, guess.after) for guess in guesses] == [
        (33, "EspÃrito", "Espírito")
    ]
    assert "à" in guesses[0].others
    assert "Windows-1252" in guesses[0].reason


def test_the_mac_roman_page_is_certain_throughout(seeds: list[Path]) -> None:
    done = repair(seeds[1].read_bytes())
    assert all(change.certain for change in done.changes)
    assert {change.reason for change in done.changes} == {"UTF-8 read as Mac Roman"}
    assert "“Sustainable AI”" in done.text


def test_the_zero_width_space_in_the_heading_is_a_normalization_of_its_own(
    seeds: list[Path],
) -> None:
    done = repair(seeds[1].read_bytes())
    clean, removed = strip_invisible(done.text)
    assert "Evaluation metrics\n" in clean
    assert [(change.line, change.column, change.before) for change in removed] == [
        (16, 38, "\u200b")
    ]
    assert "ZERO WIDTH SPACE (U+200B)" in removed[0].reason
