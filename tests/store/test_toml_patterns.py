"""Stepping over texts and comments: of every kind and length, on every Python that will do."""

import ast
import re
from pathlib import Path

import pytest

from lgtui.store import toml_patterns

PACKAGE = Path(__file__).parents[2] / "lgtui"


@pytest.mark.parametrize(
    "text",
    [
        '""',
        "''",
        r'"a \" b # c"',
        "'a # b'",
        '"""\na "" b\n"""',
        '"""a\\""""',
        '"""ends in quotes"""""',
        "'''\na '' b\n''''",
        '"""\n# no comment\n"""',
    ],
)
def test_a_text_is_stepped_over_as_a_whole(text: str) -> None:
    found = re.match(toml_patterns.TEXT, text.encode() + b" # after")
    assert found
    assert found[0].decode() == text


@pytest.mark.parametrize("text", ['"open', '"""open"', "'open\n'", "'''open''", '"""', "plain"])
def test_what_is_never_closed_is_no_text(text: str) -> None:
    assert re.match(toml_patterns.TEXT, text.encode()) is None


@pytest.mark.parametrize("piece", ["a", '\\"', "' ", '"" '])
def test_a_long_text_that_is_never_closed_is_given_up(piece: str) -> None:
    """Effort that grows faster than the text does not end within the time a test may take."""
    assert re.match(toml_patterns.TEXT, b'"""' + piece.encode() * 1_000_000) is None


def test_no_pattern_has_a_group_that_keeps_what_it_took() -> None:
    """Python before 3.11.5 matches such groups wrongly, and Debian 12 comes with 3.11.2."""
    keeping = re.compile(r"\)(?:[*+?]|\{[0-9,]+\})\+|\(\?>")
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
                text = node.value if isinstance(node.value, str) else node.value.decode("latin-1")
                assert not keeping.search(text) or "``" in text, f"{path}: {text}"
