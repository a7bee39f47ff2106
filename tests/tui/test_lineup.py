"""Rows stay lined up on terminals that disagree about the width of letters."""

import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from lgtui.tui.input.terminal import lined_up

DOUBTFUL = ("👍🏽", "🇩🇰", "देवनागरी", "நமஸ்தே", "1️⃣", "👩👩👧👦", "⚠ ⌚", "﷽", "🏴")

Width = Callable[[str], int]

TERMINALS: dict[str, Width] = {
    "each sign by itself": lambda char: 0 if unicodedata.category(char) == "Mn" else (
        2 if cell_len(char) == 2 else 1),
    "all of one cell": lambda char: int(unicodedata.category(char) not in ("Mn", "Mc", "Cf")),
    "emoji of two cells": lambda char: 2 if "\u2600" <= char <= "\u2bff" or char > "\U0001f000"
        else max(cell_len(char), int(unicodedata.category(char) == "Mc")),
}  # fmt: skip


def paint(data: str, width: Width) -> dict[tuple[int, int], str]:
    """What a terminal with its own idea of widths shows, by row and column."""
    cells: dict[tuple[int, int], str] = {}
    row, column = 1, 1
    for token in re.findall(r"\x1b\[\d+;\d+H|\x1b\[[\d;:]*m|[\s\S]", data):
        if found := re.fullmatch(r"\x1b\[(\d+);(\d+)H", token):
            row, column = int(found[1]), int(found[2])
        elif token == "\n":
            row += 1
        elif token[0] != "\x1b":
            for at in range(width(token)):
                cells[row, column + at] = token if at == 0 else ""
            column += width(token)
    return cells


def painted(rows: list[list[str]], *, styled: bool) -> str:
    """Rows as they are sent: a place, then texts in a style or in none, padded by blanks."""
    parts = []
    for number, texts in enumerate(rows, 1):
        parts.append(f"\x1b[{number};5H")
        parts += [f"\x1b[1;38;5;4m{text}\x1b[0m" if styled else text for text in texts]
        parts.append("\n")
    return "".join(parts)


@pytest.mark.parametrize("width", TERMINALS.values(), ids=list(TERMINALS))
@pytest.mark.parametrize("text", DOUBTFUL)
@pytest.mark.parametrize("styled", [False, True])
def test_frames_stand_where_they_belong_and_no_letter_is_lost(
    text: str, width: Width, styled: bool
) -> None:
    name = f"{text} Zając"
    pad = " " * (30 - cell_len(name))
    cells = paint(lined_up(painted([["│", name, pad, "│"]], styled=styled)), width)
    assert cells[1, 5] == cells[1, 36] == "│"
    assert "Zając" in "".join(cells.get((1, column), " ") for column in range(6, 36))


@pytest.mark.parametrize("width", TERMINALS.values(), ids=list(TERMINALS))
@pytest.mark.parametrize("text", DOUBTFUL)
def test_what_has_no_room_to_be_wider_moves_nothing_either(text: str, width: Width) -> None:
    cells = paint(lined_up(painted([[text, "│ next"]], styled=True)), width)
    assert cells[1, 5 + cell_len(text)] == "│"


@given(st.lists(st.lists(st.sampled_from(["plain", "Zając ", "日本", "│", "  "]))))
def test_what_all_terminals_agree_on_is_sent_as_it_is(rows: list[list[str]]) -> None:
    assert lined_up(painted(rows, styled=True)) == painted(rows, styled=True)


texts = st.lists(st.sampled_from([*DOUBTFUL, "plain", "日本", "│", "   ", "e\u0301"]), max_size=6)


@given(st.lists(texts, max_size=3), st.booleans())
def test_a_terminal_that_agrees_shows_the_same(rows: list[list[str]], styled: bool) -> None:
    data = painted(rows, styled=styled)

    def show(sent: str) -> dict[tuple[int, int], str]:
        cells: dict[tuple[int, int], str] = {}
        row, column = 1, 1
        for token in re.findall(r"\x1b\[\d+;\d+H|\x1b\[[\d;:]*m|\n|[^\x1b\n]+", sent):
            if found := re.fullmatch(r"\x1b\[(\d+);(\d+)H", token):
                row, column = int(found[1]), int(found[2])
            elif token == "\n":
                row += 1
            elif token[0] != "\x1b":
                for at in range(cell_len(token)):
                    cells[row, column + at] = " " if token.isspace() else f"{token} {at}"
                column += cell_len(token)
        return cells

    if styled:
        assert {k: v for k, v in show(lined_up(data)).items() if v != " "} == {
            k: v for k, v in show(data).items() if v != " "
        }


def test_what_holds_more_than_text_and_styles_is_left_alone() -> None:
    linked = "\x1b[1;1H\x1b]8;;https://a.b\x1b\\👍🏽\x1b]8;;\x1b\\"
    assert lined_up(linked) == linked
    assert lined_up("👍🏽") == "👍🏽"


@pytest.mark.parametrize("width", TERMINALS.values(), ids=list(TERMINALS))
@pytest.mark.parametrize("text", DOUBTFUL)
def test_words_in_several_styles_keep_all_letters_where_there_is_room(
    text: str, width: Width
) -> None:
    row = [f"{text} title", " · ", f"{text} Zając", " " * 20, "│"]
    cells = paint(lined_up(painted([row], styled=True)), width)
    shown = "".join(cells.get((1, column), " ") for column in range(5, 60))
    assert "title · " in shown
    assert "Zając" in shown
    assert cells[1, 5 + cell_len("".join(row)) - 1] == "│"
