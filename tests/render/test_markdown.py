import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui import render
from lgtui.model import Records
from lgtui.render.labels import ends_in_list, labelled
from lgtui.render.markdown import blocks, spans
from lgtui.render.regions import find
from tests.render.making import series, talk
from tests.render.nasty import ATOMS, BLOCKS

nasty = st.lists(st.sampled_from(ATOMS + BLOCKS), max_size=10).map("".join)


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("", ""),
        (" \n ", ""),
        ("Plain: it's 5 % -- (see “x”)... done", "Bio: Plain: it's 5 % -- (see “x”)... done"),
        ("One.\r\n\r\n\r\nTwo. ", "Bio: One.\n\nTwo."),
        ("One,\nstill one.", "Bio: One,\nstill one."),
        ("x *y* **z** _a_ `b`", "Bio: x *y* **z** _a_ `b`"),
        ("[a](https://b.c/(d)) <https://e.f>", "Bio: [a](https://b.c/%28d%29) \\<https://e.f>"),
        ("[a](https://b.c 'It is \"x\"')", 'Bio: [a](https://b.c "It is &#34;x&#34;")'),
        ("[a](data:x) ![b](file:y)", "Bio: \\[a\\](data:x) !\\[b\\](file:y)"),
        ("[](https://b.c/d_e_)", "Bio: \\[\\](https://b.c/d\\_e\\_)"),
        ("x](https://b.c) y", "Bio: x\\](https://b.c) y"),
        ("[a [b](https://b.c) d](https://e.f)", "Bio: \\[a [b](https://b.c) d\\](https://e.f)"),
        ("5 * 3 * 2, a_b, *x", "Bio: 5 * 3 * 2, a_b, \\*x"),
        ("1999. A year.\n- not lost", "Bio: 1999. A year.\n\n- not lost"),
        ("Was born in\n1999. A year.", "Bio: Was born in\n1999\\. A year."),
        ("- a\n  b\n  - c\n- d", "Bio:\n\n- a\n  b\n  - c\n- d"),
        ("- a\n\n1. b\n2. c", "Bio:\n\n- a\n\n<!-- -->\n\n1. b\n2. c"),
        ("## Head #", "Bio:\n\n**Head**"),
        ("a\n***\nb", "Bio: a\n\\*\\*\\*\nb"),
        ("    indented", "Bio: indented"),
        ("~~~ py\nx  \n~~~", "Bio:\n\n~~~ py\nx\n~~~"),
        ("```\nx", "Bio: \\`\\`\\`\nx"),
        ("> a\nb", "Bio:\n\n> a\n\nb"),
        ("{{ x }} {% y %} {: .z}", "Bio: \\{\\{ x }} &#123;% y %} \\{: .z}"),
        ("x\\", "Bio: x&#92;"),
        ("$$a|b$$ costs $5", "Bio: $$a\\vert b$$ costs $5"),
    ],
)
def test_what_is_written_for_a_bio(given: str, written: str) -> None:
    assert labelled("Bio:", given) == written


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("- a", False),
        ("Bio:\n\n- a\n- b", True),
        ("Bio:\n\n- a\n\n  more", True),
        ("a\n\nb", False),
    ],
)
def test_a_list_at_the_end_is_seen(text: str, ends: bool) -> None:
    assert ends_in_list(text) == ends


@st.composite
def nasty_series(draw: st.DrawFn) -> Records:
    talks = [
        talk(number, draw(nasty), draw(nasty), draw(nasty), abstract=draw(nasty), bio=draw(nasty))
        for number in ("S01E01", "S02E01", "S02E02")
    ]
    return series(*talks)


@given(nasty_series())
def test_any_records_make_clean_pages_that_stay(records: Records) -> None:
    for page in render.files(records):
        text = page.write(None)
        lines = text.replace("\r\n", "\n")
        assert not re.search("[ \t\r]$", lines, re.MULTILINE)
        assert lines.endswith("\n")
        assert not lines.endswith("\n\n")
        assert page.write(text) == text
        if page.kind in render.REGIONS:
            regions = {region.name: region.text for region in find(text)}
            assert regions == render.regions_of(page.kind, records)


HOSTILE = [
    "[",
    "](",
    "*a ",
    "* x\n",
    "` ",
    "$$a",
    "{{",
    "> ",
    "~~~ a\n",
    "a|b\n",
    "_a",
    "- ",
    "\\",
    "(",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_long_hostile_text_takes_little_longer_than_a_short_one(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        began = time.process_time()
        labelled("Bio:", text)
        return time.process_time() - began

    seconds(1_000)
    short = min(seconds(2_000) for _ in range(3))
    assert min(seconds(20_000) for _ in range(3)) < 40 * short + 0.05


@pytest.mark.parametrize(
    ("given", "written"),
    [
        (r"\~ a", "&#126; a"),
        (r"\{% a", "&#123;% a"),
        ("-_a_", r"-\_a\_"),
        ("x _a_", "x _a_"),
        ("`a`", "`a`"),
        ("``a`b``", "`` a`b ``"),
        (r"\* a", r"\* a"),
        (r"a \\ b", r"a \\ b"),
        ("a\\\\", "a&#92;"),
    ],
)
def test_signs_within_a_line_are_kept_as_they_show(given: str, written: str) -> None:
    assert spans(given) == written


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("| a | b |\n|---|---|\n| c | d |", [("table", "| a | b |\n|---|---|\n| c | d |")]),
        ("a | b\n---|---\nc | d", [("table", "| a | b |\n|---|---|\n| c | d |")]),
        ("* a\n  1. b", [("list", "* a\n  1. b")]),
        ("1. a\n2. b\n   c", [("list", "1. a\n2. b\n   c")]),
        ("a\n* b\n* c", [("paragraph", "a"), ("list", "* b\n* c")]),
        ("a\n> b", [("paragraph", "a"), ("quotation", "> b")]),
        ("> a\n> b\n\nc", [("quotation", "> a\n> b"), ("paragraph", "c")]),
        ("# H\ntext", [("heading", "**H**"), ("paragraph", "text")]),
        ("a\n# H", [("paragraph", "a"), ("heading", "**H**")]),
        ("```py\nx = 1\n```", [("code", "~~~ py\nx = 1\n~~~")]),
        ("a  \nb  ", [("paragraph", "a\\\\\nb")]),
        ("* a\n 1. b", [("list", "* a"), ("comment", "<!-- -->"), ("list", "1. b")]),
    ],
)
def test_each_kind_of_block_is_one_of_its_own(given: str, written: list[tuple[str, str]]) -> None:
    assert [(block.kind, block.text) for block in blocks(given)] == written
