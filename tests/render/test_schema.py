"""The JSON Schema of the data file: it says what the reader and the checks say of types."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from lgtui import cli, store
from lgtui.model import FIELDS, LISTS, PARTS, TABLES
from lgtui.render.export import json_schema
from tests.running import ROOT

SCHEMA = json.loads(json_schema())

HEALTHY = """\
schema = 1
mine = [{ own = true }]

[series]
name = "Shadows of Data"
timezone = "Europe/Copenhagen"
minutes = 90
date_style = "2. March 2026"
colour = "blue"

[wording]
word_next = ""

[[seasons]]
number = 1
start = 2026-03-02
register_url = "HTTPS://example.org/a b"

[[seasons]]
number = 2
start = 2026-03-02 15:00:00
state = "cancelled"

[[talks]]
id = "S01E01"
speakers = [{ name = "Ada Lovelace", url = "", nickname = 3 }]
links = []
date = 2026-03-02T15:00:00.5
recording = "withheld"
"""

WRONG = [
    ("minutes = 90", 'minutes = "90"'),
    ("minutes = 90", "minutes = -1"),
    ('name = "Shadows of Data"', "name = 3"),
    ('word_next = ""', "word_next = false"),
    ("number = 1", "number = 1.5"),
    ("start = 2026-03-02\n", "start = 15:00:00\n"),
    ("start = 2026-03-02\n", "start = 2026-03-02T15:00:00Z\n"),
    ('state = "cancelled"', 'state = "canceled"'),
    ('recording = "withheld"', "recording = true"),
    ('name = "Ada Lovelace"', "name = [1]"),
    ("links = []", 'links = ["https://example.org"]'),
    ("links = []", "links = { Slides = 3 }"),
    ("schema = 1", 'schema = "1"'),
]
"""What of the healthy file is instead of what, of a wrong type."""


def taplo(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    """What Taplo says of a file that names the schema beside it."""
    own = str(Path(sys.executable).with_name("taplo"))
    program = own if Path(own).exists() else shutil.which("taplo")
    if program is None:
        pytest.skip("not installed here: taplo (pip install taplo)")
    (folder / "talks.schema.json").write_text(json_schema(), "utf-8")
    (folder / "talks.toml").write_text(f"#:schema ./talks.schema.json\n{text}", "utf-8")
    return subprocess.run(
        [program, "lint", "talks.toml"], cwd=folder, capture_output=True, text=True, check=False
    )


def wrong_types(text: str) -> list[str]:
    """What reading and checking tell of wrong types."""
    from lgtui import checks

    document = store.parse(text.encode(), "talks.toml")
    found = [problem.code for problem in document.problems]
    found += [each.code for each in checks.errors(document.records, document.problems)]
    return [code for code in found if code == "FILE002"]


def test_taplo_takes_what_the_checks_take_own_keys_included(tmp_path: Path) -> None:
    assert not wrong_types(HEALTHY)
    ran = taplo(tmp_path, HEALTHY)
    assert ran.returncode == 0, ran.stderr
    mine = (ROOT / "data" / "talks.toml").read_text("utf-8")
    assert taplo(tmp_path, mine).returncode == 0


@pytest.mark.parametrize(("healthy", "wrong"), WRONG)
def test_taplo_refuses_each_wrong_type_that_the_checks_refuse(
    healthy: str, wrong: str, tmp_path: Path
) -> None:
    assert healthy in HEALTHY
    text = HEALTHY.replace(healthy, wrong, 1)
    assert wrong_types(text)
    ran = taplo(tmp_path, text)
    assert ran.returncode != 0
    assert wrong.rpartition(" = ")[2].strip("[]").partition(".")[0][:4] in ran.stderr


def test_every_field_has_its_help_and_its_choices() -> None:
    top = SCHEMA["properties"]
    at: dict[str, Any] = {kind: top[kind] for kind in TABLES}
    at |= {kind: top[kind]["items"] for kind in LISTS}
    at |= {part: at["talks"]["properties"][part]["items"] for part in PARTS}
    assert set(at) == set(FIELDS)
    for kind, fields in FIELDS.items():
        assert at[kind]["additionalProperties"] is True
        for field in fields:
            said = at[kind]["properties"][field.name]
            assert said["description"] == (field.help or field.label)
            assert said.get("enum", []) == list(field.choices)


def test_a_new_series_names_the_schema_that_lies_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["--init"]) == 0
    assert "git add it once" in capsys.readouterr().err
    data = tmp_path / "data"
    first = (data / "talks.toml").read_text("utf-8").splitlines()[0]
    assert first == "#:schema ./talks.schema.json"
    assert (data / "talks.schema.json").read_text("utf-8") == json_schema()
    # One that somebody has changed is not replaced, nor is it with --force.
    (data / "talks.schema.json").write_text("{}")
    capsys.readouterr()
    assert cli.main(["--init", "--force"]) == 0
    assert (data / "talks.schema.json").read_text() == "{}"
    assert "kept data/talks.schema.json: it exists" in capsys.readouterr().out
    assert cli.main(["--schema"]) == 0
    assert capsys.readouterr().out == json_schema()
