"""Whatever is wrong with a data file is told in words, with line and column where there is one."""

from pathlib import Path

import pytest

from lgtui.model import DataError, Link, Speaker, Talk, Where
from lgtui.store import parse, read

INVALID = {
    b'[[talks]]\ntitle = "a "b" c"\n': (2, 13, "a quote inside a text"),
    b'[[talks]]\nid = "S01E01\n': (2, 13, "missing quote"),
    b"[[talks]]\nid = S01E01\n": (2, 6, "text is written"),
    b"[[talks]]\nid\n": (2, 3, "equals sign"),
    b"[[talks]\nid = 1\n": (1, 8, "header is not closed"),
    b"[series]\n[series]\n": (2, 1, "stands twice"),
    b"[[talks]]\nstart = 2026-02-30\n": (2, 9, "no such day"),
    b'[[talks]]\nid = "a"\nbio = """\nx"""\n  id = """\nb\n"""\n': (5, 3, "stands twice"),
    b'[[talks]]\nid = "a"\nbio = """\nx\n[[talks]]\n': (3, 7, "never closed"),
    b"[[talks]]\nid = '''a'''\nbio = '''\nx\n[[talks]]\n": (3, 7, "never closed"),
    b'[[talks]]\nx = "a\\q"\n': (2, 7, "backslash"),
    b"# \xc3\xa9\n[[talks]]\n# \xc3\xa9\xc3\xa9 \xe9\n": (3, 6, "0xE9 is not UTF-8"),
    b"[[talks]]\n# a\0b\n": (2, 4, "zero bytes"),
    b"[[talks]]\n# \xc3\xa9\x07\n": (2, 4, "control character"),
    b'[[talks]]\n<<<<<<< HEAD\nid = "a"\n=======\nid = "b"\n>>>>>>> x\n': (2, 1, "git left both"),
    b'[[talks]]\r\n<<<<<<< HEAD\r\nid = "a"\r\n=======\r\n>>>>>>> x\r\n': (2, 1, "git left both"),
}


@pytest.mark.parametrize(("raw", "expected"), INVALID.items())
def test_invalid_toml_is_told_with_line_column_and_what_to_do(
    raw: bytes, expected: tuple[int, int, str]
) -> None:
    with pytest.raises(DataError) as caught:
        parse(raw, "talks.toml")
    error = caught.value
    assert (error.file, error.line, error.column) == ("talks.toml", *expected[:2])
    assert expected[2] in error.message
    for before in (b"\xef\xbb\xbf", b'[[talks]]\nid = "S01E01"\n' * 3):
        with pytest.raises(DataError) as caught:
            parse(before + raw, "talks.toml")
        assert caught.value.line == error.line + before.count(b"\n")
        assert caught.value.column == error.column


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "the file is empty"),
        (b" \n\n", "the file is empty"),
        (b"\xff\xfes\0c\0", "UTF-16"),
        (b"schema = 2\n", "a newer lgtui wrote it"),
        (b"x = " + b"[" * 50_000, "without end"),
        (b"\x7fELF\x02\x01\x01\0\0", "zero bytes"),
    ],
)
def test_a_file_that_is_no_data_file_is_told_so(tmp_path: Path, raw: bytes, words: str) -> None:
    path = tmp_path / "talks.toml"
    path.write_bytes(raw)
    with pytest.raises(DataError, match=words) as caught:
        read(str(path))
    assert caught.value.file == str(path)


def test_no_bytes_hold_no_records() -> None:
    document = parse(b"")
    assert not document.records.talks
    assert not document.problems


@pytest.mark.parametrize(
    ("line", "field", "words"),
    [
        ("id = 5", "id", "id is a number, but must be text in quotes"),
        ('date = "2026-03-02"', "date", "date is text, but must be a date without quotes"),
        ("date = 15:00:00", "date", "an hour without a day"),
        ("date = 2026-03-02T15:00:00Z", "date", "a time with a zone"),
        ("bio = true", "bio", "true or false"),
        ("bio = [1]", "bio", "a list"),
        ("bio = { a = 1 }", "bio", "a table"),
        ('speakers = "Ann Lee"', "speakers", 'speakers = [{ name = "Ann Lee" }]'),
        ('speakers = ["Ann Lee"]', "speakers[0]", 'write { name = "Ann Lee" }'),
        ("speakers = [{ name = 1 }]", "speakers[0].name", "name is a number"),
        ("links = [3]", "links[0]", "a list of tables"),
    ],
)
def test_a_value_of_a_wrong_type_counts_as_absent_and_is_told(
    line: str, field: str, words: str
) -> None:
    document = parse(f"[[talks]]\n[[talks]]\n{line}\n".encode())
    (problem,) = document.problems
    assert (problem.code, problem.where) == ("FILE002", Where("talks", 1, field))
    assert words in problem.message
    expected = Talk("", speakers=(Speaker(""),)) if field == "speakers[0].name" else Talk("")
    assert document.records.talks[1] == expected


@pytest.mark.parametrize(
    ("raw", "where", "words"),
    [
        (b"[[talks]]\ntitel = 1\n", Where("talks", 0, "titel"), "did you mean title?"),
        (b"[series]\nTimezone = 1\n", Where("series", 0, "Timezone"), "did you mean timezone?"),
        (b"[[seasons]]\nq = 1\n", Where("seasons", 0, "q"), "known are number, theme"),
        (b"[[talk]]\nid = 1\n", Where("", 0, "talk"), "did you mean talks?"),
        (b"shema = 1\n", Where("", 0, "shema"), "did you mean schema?"),
    ],
)
def test_an_unknown_key_is_told_with_the_likely_one(raw: bytes, where: Where, words: str) -> None:
    (problem,) = parse(raw).problems
    assert (problem.code, problem.where) == ("FILE001", where)
    assert words in problem.message


def test_unknown_keys_are_kept_as_values() -> None:
    document = parse(
        b'x = 1\n[[talks]]\ntitel = "a"\nlinks = [{ label = "L", size = 3 }]\n[sponsor]\nx = 1\n'
    )
    assert document.records.unknown == (("x", 1), ("sponsor", {"x": 1}))
    talk = document.records.talks[0]
    assert talk.unknown == (("titel", "a"),)
    assert talk.links == (Link("L", "", (("size", 3),)),)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [(b"talks = 5\n", "talks"), (b"[talks]\nid = 'a'\n", "talks"), (b"series = 1", "series")],
)
def test_records_in_no_table_of_theirs_are_told(raw: bytes, kind: str) -> None:
    (problem,) = parse(raw).problems
    assert (problem.code, problem.where) == ("FILE002", Where(kind))


def test_a_megabyte_on_one_line_is_read(tmp_path: Path) -> None:
    raw = b'[[talks]]\nid = "S01E01"\nbio = "' + b"x" * 1_000_000 + b'"\n# ' + b'"' * 1_000_000
    assert len(parse(raw).records.talks[0].bio) == 1_000_000


@pytest.mark.parametrize("written", ['"1"', "true", "0", "1.0"])
def test_a_schema_that_is_no_number_is_told_and_taken_for_this_one(written: str) -> None:
    document = parse(f"schema = {written}\n".encode())
    [problem] = document.problems
    assert (problem.code, problem.where) == ("FILE002", Where("", 0, "schema"))
    assert "whole number without quotes" in problem.message


@pytest.mark.parametrize(
    ("written", "field", "message"),
    [
        (
            'speakers = "Ada"',
            "speakers",
            'speakers is text, but must be a list of tables: write speakers = [{ name = "Ada" }]',
        ),
        (
            'speakers = ["Ada"]',
            "speakers[0]",
            'speakers: "Ada" must be a table: write { name = "Ada" }',
        ),
        (
            'links = [{ label = "a" }, 2]',
            "links[1]",
            "links is a number, but must be a list of tables, such as "
            '[{ label = "Slides", url = "https://…" }]; it is ignored until then',
        ),
    ],
)
def test_lists_of_another_form_are_told_with_the_form_to_write(
    written: str, field: str, message: str
) -> None:
    [problem] = parse(f"[[talks]]\n{written}\n".encode()).problems
    assert (problem.where, problem.message) == (Where("talks", 0, field), message)
