"""Line and column of every place that a finding can name."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lgtui.checks import Finding
from lgtui.model import FIELDS, Records, Talk, Where
from lgtui.store import dumps, parse
from lgtui.store.positions import Locator, placed
from tests.store.making import records, sources

SOURCE = """schema = 1
[series]
name = "👀 x"
[[talks]]
id = "S01E01"   # id
  speakers = [
    { name = "Ann" }, # [[talks]]
    { name = "Böb", url = "u" }
]
abstract = \"\"\"
foo \\u00e9 \\
   bar
baz\"\"\"
[[talks]]
title = 'T'
[[talks.links]]
label = "a"
[[talks.links]]
label = "b"
url = "cc"
"""


def locate(raw: bytes, where: Where) -> tuple[int, int]:
    return Locator(raw, parse(raw).blocks).locate(where)


PLACES = {
    Where("series", 0, "name"): '"👀 x"',
    Where("series", 0, "name", 1): ' x"',
    Where("series", 0, "timezone"): "[series]",
    Where("talks", 0): "[[talks]]",
    Where("talks", 0, "speakers"): "[",
    Where("talks", 0, "speakers[1]"): '{ name = "Böb", url = "u" }',
    Where("talks", 0, "speakers[1].url"): '"u" }',
    Where("talks", 0, "speakers[1].prefix"): '{ name = "Böb", url = "u" }',
    Where("talks", 0, "speakers[1].name", 1): 'öb", url = "u" }',
    Where("talks", 0, "abstract"): '"""',
    Where("talks", 0, "abstract", 1): "oo \\u00e9 \\",
    Where("talks", 0, "abstract", 4): "\\u00e9 \\",
    Where("talks", 0, "abstract", 6): "bar",
    Where("talks", 0, "abstract", 9): "",
    Where("talks", 0, "abstract", 10): 'baz"""',
    Where("talks", 0, "bio", 3): "[[talks]]",
    Where("talks", 1, "title"): "'T'",
    Where("talks", 1, "links[1].url", 1): 'c"',
    Where("talks", 1, "links[0].url"): "[[talks.links]]",
    Where("", 0, "schema"): "1",
}


@pytest.mark.parametrize("where", PLACES, ids=str)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_place_is_found(where: Where, newline: str) -> None:
    raw = SOURCE.replace("\n", newline).encode()
    for locator in (Locator(raw), Locator(raw, parse(raw).blocks)):
        line, column = locator.locate(where)
        assert SOURCE.split("\n")[line - 1][column - 1 :] == PLACES[where]
    assert locate(raw, where) == (line, column)


def test_what_is_not_there_is_at_the_top() -> None:
    assert locate(SOURCE.encode(), Where("talks", 7, "title")) == (1, 1)
    assert locate(SOURCE.encode(), Where("pages", 0, "news")) == (1, 1)
    assert locate(b"", Where()) == (1, 1)


def test_records_in_inline_tables_and_dotted_keys_are_found() -> None:
    raw = b'\xef\xbb\xbftalks = [{ id = "a" }, { links = [{ label = "x" }] }]\nseries.name = "y"\n'
    assert locate(raw, Where("talks", 1, "links[0].label")) == (1, 45)
    assert locate(raw, Where("talks", 1, "id")) == (1, 24)
    assert locate(raw, Where("series", 0, "name")) == (2, 15)


@settings(max_examples=22)
@given(st.data())
def test_each_character_of_a_value_is_found_in_any_file(data: st.DataObject) -> None:
    title = data.draw(st.text("aé👀 \t", max_size=6)) + "Z" + data.draw(st.text("bc", max_size=3))
    content: Records = data.draw(records)
    content = content._replace(talks=(*content.talks, Talk("S01E01", title)))
    raw = data.draw(sources(content))
    line, column = locate(raw, Where("talks", len(content.talks) - 1, "title", title.index("Z")))
    text = raw.decode().removeprefix("\ufeff").split("\n")[line - 1]
    if title.index("Z"):
        assert text[column - 1] == "Z"


@settings(max_examples=22)
@given(st.data())
def test_every_place_of_every_file_is_in_the_file(data: st.DataObject) -> None:
    content: Records = data.draw(records)
    raw = data.draw(sources(content))
    lines = raw.decode().removeprefix("\ufeff").split("\n")
    document = parse(raw)
    locator = Locator(raw, document.blocks)
    wheres = [problem.where for problem in document.problems]
    wheres += [
        Where("talks", at, field.name)
        for at in range(len(content.talks))
        for field in FIELDS["talks"]
    ]
    for where in wheres:
        line, column = locator.locate(where)
        assert 1 <= column <= len(lines[line - 1]) + 1


def test_thousands_of_places_are_found_with_one_look_at_the_file() -> None:
    content = Records(talks=tuple(Talk(f"S{n:02}E01", "a\tb") for n in range(1, 3001)))
    raw = dumps(content)
    locator = Locator(raw, parse(raw).blocks)
    for at in range(3000):
        assert locator.locate(Where("talks", at, "title", 1)) == (5 + 4 * at, 11)


def test_a_key_that_nobody_knows_is_found_where_its_name_begins() -> None:
    raw = b'[[talks]]\nid = "S01E01"\n  extra = { a = 1 }\n[[talks.links]]\n colour = "red"\n'
    locator = Locator(raw, parse(raw).blocks)
    assert locator.locate(Where("talks", 0, "extra"), of_key=True) == (3, 3)
    assert locator.locate(Where("talks", 0, "extra")) == (3, 11)
    assert locator.locate(Where("talks", 0, "links[0].colour"), of_key=True) == (5, 2)


def test_findings_get_their_file_line_and_column_and_those_about_pages_come_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path)
    document = parse(SOURCE.encode(), str(tmp_path / "data" / "talks.toml"))
    page = Finding(
        "PAGE001", "error", "damaged", Where(), "", file="_pages/webinar.md", line=1, column=1
    )
    later = Finding("TEXT005", "warning", "empty", Where("talks", 1, "title"), "")
    sooner = Finding("TEXT005", "warning", "odd", Where("talks", 0, "id"), "S01E01")
    assert [(found.file, found.line, found.column) for found in placed(
        (page, later, sooner), document
    )] == [
        ("data/talks.toml", 5, 6),
        ("data/talks.toml", 15, 9),
        ("_pages/webinar.md", 1, 1),
    ]  # fmt: skip


def test_a_page_is_found_from_the_root_of_the_repository_wherever_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    document = parse(SOURCE.encode(), str(tmp_path / "data" / "talks.toml"))
    page = Finding("PAGE001", "error", "damaged", Where(), "", file="_pages/webinar.md", line=1)
    monkeypatch.chdir(tmp_path / "data")
    assert [found.file for found in placed([page], document)] == [
        str(tmp_path / "_pages" / "webinar.md")
    ]
