"""Wording under [series], where older versions kept it: read, edited there, moved by lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui.model import Where, Wording
from lgtui.store import Document, parse, splice, spliced
from lgtui.store.positions import Locator
from lgtui.store.record_edit import same
from tests.store.making import records, sources

OLD = """schema = 1

# All about the series.
[series]
name = "Talks"     # as on the page
# German dates
date_style   = "2. March 2026"   # with a dot
timezone = "Europe/Berlin"

# What stands before a name,
# in a line of its own.
word_next = 'Bald:'
word_tba = \"\"\"
*offen*\"\"\"
# The end of the series.

# Of nobody.

[pages]
webinar = "w.md"
"""
MOVED = """schema = 1

# All about the series.
[series]
name = "Talks"     # as on the page
timezone = "Europe/Berlin"

# The end of the series.

[wording]
# German dates
date_style   = "2. March 2026"   # with a dot
# What stands before a name,
# in a line of its own.
word_next = 'Bald:'
word_tba = \"\"\"
*offen*\"\"\"

# Of nobody.

[pages]
webinar = "w.md"
"""


def to_wording(document: Document) -> Document:
    return spliced(document, document.records._replace(legacy_wording=()))


def test_an_old_file_is_read_without_a_problem() -> None:
    document = parse(OLD.encode())
    assert document.problems == ()
    assert document.records.wording == Wording(
        date_style="2. March 2026", word_next="Bald:", word_tba="*offen*"
    )
    assert document.records.series.unknown == ()
    assert document.records.legacy_wording == ("date_style", "word_next", "word_tba")


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_lines_move_as_they_are_with_the_comments_above_them(newline: str) -> None:
    document = to_wording(parse(OLD.replace("\n", newline).encode()))
    assert document.raw.decode() == MOVED.replace("\n", newline)
    assert document.records.wording == parse(OLD.encode()).records.wording


def test_lines_go_below_those_that_are_there() -> None:
    source = '[series]\nname = "x"\n[wording]\nids = "number"\n[pages]\n'
    source = source.replace('"x"\n', '"x"\n# soon\nword_next = "y"')
    assert to_wording(parse(source.replace('"y"', '"y"\n').encode())).raw.decode() == (
        '[series]\nname = "x"\n[wording]\nids = "number"\n# soon\nword_next = "y"\n[pages]\n'
    )


def test_the_last_line_of_a_file_moves_without_its_line_end() -> None:
    raw = to_wording(parse(b'[series]\nname = "x"\nword_at = "um"')).raw
    assert raw == b'[series]\nname = "x"\n\n[wording]\nword_at = "um"'


def test_an_edit_stays_where_the_wording_stands() -> None:
    document = parse(OLD.encode())
    wording = document.records.wording._replace(date_style="2026-03-02")
    assert splice(document, document.records._replace(wording=wording)).decode() == OLD.replace(
        '"2. March 2026"', '"2026-03-02"'
    )


def test_an_edit_of_the_series_and_one_of_a_page_touch_no_wording() -> None:
    document = parse(OLD.encode())
    new = document.records
    new = new._replace(
        series=new.series._replace(name="T"), pages=new.pages._replace(webinar="x.md")
    )
    assert splice(document, new).decode() == OLD.replace('"Talks"', '"T"').replace("w.md", "x.md")


def test_a_moved_field_can_be_changed_in_the_same_save() -> None:
    document = parse(OLD.encode())
    wording = document.records.wording._replace(word_next="Demnächst:", word_at="um")
    new = document.records._replace(wording=wording, legacy_wording=())
    assert splice(document, new).decode() == MOVED.replace("'Bald:'\n", "'Demnächst:'\n").replace(
        "[wording]\n", "[wording]\n"
    ).replace('*offen*"""\n\n# Of', '*offen*"""\nword_at = "um"\n\n# Of')


def test_taking_the_move_back_brings_the_lines_back() -> None:
    document = parse(OLD.encode())
    back = spliced(to_wording(document), document.records)
    assert back.records == document.records
    assert sorted(filter(None, OLD.split("\n"))) == sorted(
        line for line in back.raw.decode().split("\n") if line not in ("", "[wording]")
    )


@pytest.mark.parametrize(
    "source",
    [
        'series = { name = "x", word_at = "um", unknown = 1 }\n',
        '[series]\nname = "x"\n"word_at" = "um"\n',
        'series.name = "x"\nseries.word_at = "um"\n',
    ],
)
def test_other_layouts_are_moved_as_well(source: str) -> None:
    document = to_wording(parse(source.encode()))
    assert document.records.wording.word_at == "um"
    assert document.records.legacy_wording == ()
    assert b"[wording]" in document.raw


def test_one_that_stands_in_both_places_counts_under_wording_and_is_told() -> None:
    document = parse(b'[series]\nname = "x"\nword_at = "old"\n[wording]\nword_at = "new"\n')
    assert document.records.wording.word_at == "new"
    assert document.records.series.unknown == (("word_at", "old"),)
    assert document.records.legacy_wording == ()
    (problem,) = document.problems
    assert (problem.code, problem.where) == ("FILE001", Where("series", 0, "word_at"))
    assert "under [wording] as well" in problem.message
    new = document.records._replace(series=document.records.series._replace(name="y"))
    assert b'"y"\nword_at = "old"' in splice(document, new)


def test_one_of_a_wrong_type_is_told_where_it_stands_and_kept() -> None:
    document = parse(b'[series]\nname = "x"\nword_at = 3\nmonths = "a"\n')
    assert document.records.legacy_wording == ("months",)
    (problem,) = document.problems
    assert (problem.code, problem.where) == ("FILE002", Where("series", 0, "word_at"))
    assert b"word_at = 3" in to_wording(document).raw


def test_a_finding_about_wording_is_placed_where_it_stands() -> None:
    raw = b'[series]\nname = "x"\nmonths = "a b"\n[pages]\n'
    for blocks in (parse(raw).blocks, None):
        assert Locator(raw, blocks).locate(Where("wording", 0, "months")) == (3, 10)


@given(st.data())
def test_whatever_the_file_no_line_of_it_is_lost(data: st.DataObject) -> None:
    content = data.draw(records)
    source = data.draw(sources(content))
    document = parse(source)
    moved = to_wording(document)
    assert same(moved.records, document.records._replace(legacy_wording=()))
    assert same(parse(moved.raw).records, moved.records)
    left = sorted(line for line in source.splitlines() if line.lstrip().startswith(b"#"))
    there = sorted(line for line in moved.raw.splitlines() if line.lstrip().startswith(b"#"))
    assert left == there
