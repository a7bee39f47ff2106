"""The records for other programs: JSON with everything, CSV that no spreadsheet runs."""

import csv
import datetime
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgtui import cli
from lgtui.model import FIELDS, Link, Pages, Records, Season, Series, Speaker, Talk
from lgtui.render import export

RECORDS = Records(
    Series("S", "Europe/Oslo", unknown=(("since", datetime.date(2020, 1, 1)),)),
    Pages("w.md"),
    (),
    (Season(9, "Audits", datetime.datetime(2026, 3, 2, 15), state="held"),),
    (
        Talk(
            "S09E01",
            "=1+1",
            (Speaker("Ada", "Dr.", "https://a.example"), Speaker("Bo", "", "", "X")),
            "ETH",
            abstract="- one\n- two",
            links=(Link("Slides", "https://s.example"),),
        ),
        Talk("odd", date=datetime.date(2026, 3, 3)),
    ),
)


def rows(records: Records) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(export.as_csv(records), newline="")))


def test_json_has_every_field_of_every_record() -> None:
    whole = json.loads(export.as_json(RECORDS))
    assert whole["version"] == 2
    assert set(whole["talks"][0]) == {field.name for field in FIELDS["talks"]} | {
        "season",
        "episode",
        "start",
        "state",
    }
    assert set(whole["wording"]) == {field.name for field in FIELDS["wording"]}
    assert set(whole["series"]) == {field.name for field in FIELDS["series"]} | {"unknown"}
    assert whole["series"]["unknown"] == {"since": "2020-01-01"}
    first, second = whole["talks"]
    assert (first["season"], first["episode"], first["state"]) == (9, 1, "held")
    assert first["start"] == "2026-03-02T15:00:00"
    assert first["title"] == "=1+1"
    assert first["speakers"][1] == {"name": "Bo", "prefix": "", "url": "", "affiliation": "X"}
    assert (second["season"], second["start"], second["date"]) == (None, "2026-03-03", "2026-03-03")


def test_csv_has_one_row_for_each_talk() -> None:
    first, second = rows(RECORDS)
    assert tuple(first) == export.COLUMNS
    assert first["speakers"] == "Dr. Ada; Bo (X)"
    assert first["speaker_urls"] == "https://a.example"
    assert (first["date"], first["time"], first["timezone"]) == (
        "2026-03-02",
        "15:00",
        "Europe/Oslo",
    )
    assert first["links"] == "Slides: https://s.example"
    assert (second["id"], second["date"], second["time"]) == ("odd", "2026-03-03", "")


@given(st.text(st.sampled_from("='+-@\t\rab\n\" "), max_size=8))
def test_no_cell_is_a_formula_and_each_can_be_read_back(text: str) -> None:
    [row] = rows(Records(talks=(Talk("S01E01", text),)))
    assert not row["title"].startswith(("=", "+", "-", "@", "\t", "\r"))
    assert export.unharmed(row["title"]) == text


@pytest.mark.parametrize("form", export.FORMS)
def test_the_command_prints_either_form(
    form: str, tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    from lgtui import store
    from lgtui.store import disk

    file = f"{tmp_path}/talks.toml"
    disk.write_files({file: store.dumps(RECORDS)})
    assert cli.main(["--export", form, "--data", file]) == 0
    expected = export.as_json(RECORDS) if form == "json" else export.as_csv(RECORDS)
    assert capsys.readouterr().out == expected


def test_a_talk_without_a_season_has_neither_its_number_nor_its_state() -> None:
    rows = list(csv.DictReader(io.StringIO(export.as_csv(RECORDS), newline="")))
    assert [(row["id"], row["season"], row["state"]) for row in rows[:2]] == [
        ("S09E01", "9", "held"),
        ("odd", "", ""),
    ]
