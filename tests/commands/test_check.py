"""``--check`` on real files: output, exit status, and what --fix saves."""

import json
import os
from pathlib import Path

import pytest

from lgtui import store
from lgtui.checks import CODES
from lgtui.commands import Options, check
from lgtui.model import DataError, Pages, Records, Where
from lgtui.store.positions import Locator
from tests.checks.making import series, with_talk


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty repository's data file; its folder is the current one."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "data").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data" / "talks.toml"


def run(
    data: Path | None = None, *, fix: bool = False, form: str = "text", strict: bool = False
) -> int:
    path = None if data is None else str(data)
    return check.run(Options(data=path, fix=fix, format=form, today="2026-01-15", strict=strict))


def at(raw: bytes, line: int, column: int) -> str:
    """What stands at a line and column of a file."""
    return raw.decode().split("\n")[line - 1][column - 1 :]


def test_sound_data_gives_only_the_counts(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data.write_bytes(store.dumps(series()))
    assert run() == 0
    out, err = capsys.readouterr()
    assert (out, err) == ("data/talks.toml: 0 errors, 0 warnings\n", "")


def test_each_finding_names_file_line_column_record_and_field(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    records = with_talk(series(), 4, video_url="https://youtu.be/x?si=1", title="Zając\u200b rows")
    data.write_bytes(store.dumps(records))
    assert run() == 1
    *lines, counts = capsys.readouterr().out.splitlines()
    assert counts == "data/talks.toml: 1 error, 1 warning; lgtui --check --fix can fix 2"
    for line, name, start in zip(
        lines, ("S02E02 title:", "S02E02 video_url:"), ("\u200b rows", "si=1"), strict=True
    ):
        assert name in line
        file, row, column, _ = line.split(":", 3)
        assert file == "data/talks.toml"
        assert at(data.read_bytes(), int(row), int(column)).startswith((start, "\\u200B rows"))
    assert lines[0].index("TEXT002") == lines[1].index("LINK004")


def test_unprintable_characters_are_shown_and_not_sent_to_the_terminal(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    records = with_talk(series(), 4, title="a\x1b]52;c;x\x07b", id="S02\x9bE02")
    data.write_bytes(store.dumps(records))
    for form in ("text", "json", "github"):
        run(form=form)
        out = capsys.readouterr().out
        assert out.replace("\n", "").isprintable()
    assert "␛" in out


def test_warnings_fail_only_when_strict(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data.write_bytes(store.dumps(with_talk(series(), 4, video_url="")))
    assert (run(), run(strict=True)) == (0, 1)
    assert "warning LINK002" in capsys.readouterr().out


def test_json_has_the_documented_names(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    records = with_talk(series(), 4, video_url="https://youtu.be/x?si=1", id="s02e02")
    data.write_bytes(store.dumps(records))
    assert run(form="json") == 1
    whole = json.loads(capsys.readouterr().out)
    assert list(whole) == ["version", "file", "findings", "errors", "warnings"]
    assert (whole["version"], whole["errors"], whole["warnings"]) == (1, 1, 1)
    first = whole["findings"][0]
    assert set(first) == {
        *("code", "severity", "message", "record", "kind", "at", "field", "offset", "fixable"),
        *("file", "line", "column"),
    }
    assert (first["code"], first["record"], first["at"]) == ("SEQ008", "s02e02", 4)
    for name in first:
        assert f'"{name}"' in (check.__doc__ or "")
    document = store.read(str(data))
    locator = Locator(document.raw, document.blocks)
    for finding in whole["findings"]:
        where = Where(finding["kind"], finding["at"], finding["field"], finding["offset"])
        assert locator.locate(where) == (finding["line"], finding["column"])


def test_json_tells_what_was_fixed(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data.write_bytes(store.dumps(with_talk(series(), 4, id="s02e02")))
    assert run(form="json", fix=True) == 0
    whole = json.loads(capsys.readouterr().out)
    assert whole["findings"] == []
    assert whole["fixed"] == [
        {
            "code": "SEQ008",
            "record": "s02e02",
            "field": "id",
            "before": "s02e02",
            "after": "S02E02",
        }
    ]


def test_annotations_are_escaped_as_workflow_commands_need(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = data.parent.parent / "100%, really: yes"
    odd.mkdir()
    other = odd / "talks.toml"
    other.write_bytes(store.dumps(with_talk(series(), 4, video_url="https://x.org/100%")))
    assert run(other, form="github") == 1
    [line] = capsys.readouterr().out.splitlines()
    assert line.startswith("::error file=100%25%2C really%3A yes/talks.toml,line=")
    assert ",title=LINK001::S02E02 video_url: “https://x.org/100%25”" in line


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (10, ""),
        (11, "1 error more than GitHub shows of one step; the whole list is in this step's log"),
        (12, "2 errors more than GitHub shows of one step"),
    ],
)
def test_annotations_that_github_does_not_show_are_counted(
    data: Path, capsys: pytest.CaptureFixture[str], count: int, told: str
) -> None:
    records = series()
    talk = records.talks[-1]
    # A speaker's URL that is none is an error of each talk, and of nothing else.
    speakers = tuple(talk.speakers[0]._replace(url=f"x{at}") for at in range(count))
    data.write_bytes(store.dumps(with_talk(records, len(records.talks) - 1, speakers=speakers)))
    assert run(form="github") == 1
    lines = capsys.readouterr().out.splitlines()
    assert sum(line.startswith("::error") for line in lines) == count
    notices = [line for line in lines if not line.startswith(("::error", "::warning"))]
    assert notices == ([notices[0]] if told else [])
    assert all(line.startswith(f"::notice title=lgtui::{told}") for line in notices)
    assert lines[-1:] == notices or not told


def test_fixing_saves_only_the_fixed_records_and_a_second_time_nothing(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = store.dumps(with_talk(series(), 4, id="S0202", title="Two  blanks "))
    raw = raw.replace(b"[[talks]]", b"# mine\n[[talks]]  # stays", 1)
    data.write_bytes(raw)
    assert run(fix=True) == 0
    out = capsys.readouterr().out
    assert "fixed SEQ008  S0202 id: “S0202” → “S02E02”" in out
    assert "fixed TEXT004 S0202 title: “Two  blanks ” → “Two blanks”" in out
    fixed = raw.replace(b"S0202", b"S02E02").replace(b"Two  blanks ", b"Two blanks")
    assert data.read_bytes() == fixed
    assert run(fix=True) == 0
    assert capsys.readouterr().out.startswith("nothing to fix\n")
    assert data.read_bytes() == fixed


def test_a_change_deep_in_a_long_text_is_shown_where_it_is(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    long = "Word after word.\n" * 50
    data.write_bytes(
        store.dumps(with_talk(series(), 4, abstract=f"{long}here \u200bit is\n{long}"))
    )
    assert run(fix=True) == 0
    first = capsys.readouterr().out.splitlines()[0]
    assert first.startswith("fixed TEXT002 S02E02 abstract: “…")
    assert "here <U+200B>it is⏎Word" in first
    assert "→ “…" in first
    assert "here it is⏎Word" in first


def test_fixing_sorts_blocks_with_their_comments(data: Path) -> None:
    records = series(1)
    turned = records._replace(talks=(records.talks[1], records.talks[0], records.talks[2]))
    raw = store.dumps(turned).replace(
        b'[[talks]]\nid = "S01E02"', b'# two\n[[talks]]\nid = "S01E02"'
    )
    data.write_bytes(raw)
    assert run(fix=True) == 0
    assert store.read(str(data)).records == records
    assert b'# two\n[[talks]]\nid = "S01E02"' in data.read_bytes()


def test_a_file_that_is_no_toml_is_one_finding(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data.write_bytes(b'schema = 1\n[series]\nname = "never closed\n')
    for form in ("text", "github", "json"):
        assert run(form=form) == 1
        assert "FILE003" in capsys.readouterr().out
    run(form="json")
    [finding] = json.loads(capsys.readouterr().out)["findings"]
    assert (finding["code"], finding["file"], finding["line"]) == ("FILE003", "data/talks.toml", 3)
    assert finding["column"] > 0


def test_fixing_leaves_a_file_that_is_no_toml_alone(data: Path) -> None:
    data.write_bytes(b"name = \n")
    assert run(fix=True) == 1
    assert data.read_bytes() == b"name = \n"


def test_a_file_that_cannot_be_read_is_no_finding(data: Path) -> None:
    with pytest.raises(DataError):
        run(data)
    data.mkdir()
    with pytest.raises(DataError):
        run(data)


@pytest.mark.parametrize("today", ["tomorrow", "2026-02-30", "2026-03-02x", "2.3.2026", ""])
def test_a_date_that_is_none_is_refused(data: Path, today: str) -> None:
    data.write_bytes(store.dumps(series()))
    with pytest.raises(DataError, match="2026-03-02"):
        check.run(Options(data=str(data), today=today))


def test_today_decides_what_is_past(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data.write_bytes(store.dumps(series()))
    check.run(Options(data=str(data), today="2020-01-01"))
    assert capsys.readouterr().out.count("DATE002") == 3


def with_pages(data: Path) -> Records:
    """Sound data whose page has been written."""
    from lgtui import render

    records = series()._replace(pages=Pages(webinar="talks.md"))
    data.write_bytes(store.dumps(records))
    page = data.parent.parent / "talks.md"
    page.write_text(render.write("webinar", None, records), "utf-8")
    return records


def test_pages_are_checked_from_any_folder(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with_pages(data)
    monkeypatch.chdir(data.parent)
    assert run() == 0
    page = data.parent.parent / "talks.md"
    page.write_text(page.read_text("utf-8").replace("What 1 and 2", "What"), "utf-8")
    capsys.readouterr()
    assert run() == 1
    out = capsys.readouterr().out
    assert f"{page}:" in out
    assert "PAGE002" in out
    page.unlink()
    assert run() == 1
    assert "PAGE001" in capsys.readouterr().out


def test_a_page_that_cannot_be_read_is_said(data: Path) -> None:
    with_pages(data)
    page = data.parent.parent / "talks.md"
    page.unlink()
    page.mkdir()
    with pytest.raises(DataError):
        run()


def test_every_code_is_documented_with_its_severity() -> None:
    assert all(len(code.meaning) < 90 for code in CODES.values())


def test_the_older_seed_has_three_doubled_ids_and_fixing_makes_the_october_talks_season_8(
    data: Path, seeds: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    from lgtui.commands import new_series

    os.rmdir(data.parent)
    assert new_series.run(Options(import_=[str(seeds[0])])) == 0
    capsys.readouterr()
    assert run(form="json") == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    assert [(f["code"], f["record"]) for f in found if f["severity"] == "error"] == [
        ("SEQ001", "S07E01"),
        ("SEQ001", "S07E02"),
        ("SEQ001", "S07E03"),
    ]
    run(fix=True)
    capsys.readouterr()
    run(form="json")
    left = {f["code"] for f in json.loads(capsys.readouterr().out)["findings"]}
    assert not left & {"SEQ001", "SEQ004", "SEQ006", "SEQ009"}
    records = store.read("data/talks.toml").records
    assert [(t.id, t.date) for t in records.talks[-3:]] == [
        ("S08E01", None),
        ("S08E02", None),
        ("S08E03", None),
    ]
    assert records.seasons[-1][:3] == (8, "", records.seasons[-1].start)
    assert str(records.seasons[-1].start) == "2025-10-20"
    assert records.seasons[-1].state == "held"


def test_fixing_moves_wording_of_an_older_file_and_renders_the_same(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = store.dumps(series()).decode()
    next_table = "\n\n[[organizers]]"
    style = '# our dates\ndate_style = "2026-03-02"'
    old = source.replace(next_table, f"\n{style}{next_table}", 1)
    assert old != source
    data.write_text(old)
    assert run() == 0
    assert "FILE005" in capsys.readouterr().out
    assert run(fix=True) == 0
    assert "date_style: “under [series]” → “under [wording]”" in capsys.readouterr().out
    moved = f"\n\n[wording]\n{style}{next_table}"
    assert data.read_text() == source.replace(next_table, moved, 1)
    assert run(fix=True) == 0
    assert capsys.readouterr().out.endswith(
        "nothing to fix\ndata/talks.toml: 0 errors, 0 warnings\n"
    )
