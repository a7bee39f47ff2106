"""A field is known by its name and its row in FIELDS: nothing reaches it by position or string."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from lgtui.model import FIELDS, KEYS, LISTS, PARTS, RECORD, TABLES, blank, default_of

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "lgtui").rglob("*.py"))

REFLECTING = {
    ("lgtui/model.py", "value_of"),
    ("lgtui/model.py", "records_of"),
}
"""Where a field of a record may be reached by a string."""

OTHER = {
    ("lgtui/cli.py", "options"),
    ("lgtui/importers/tables.py", "error"),
    ("lgtui/repo/history.py", "running"),
    ("lgtui/tui/form/slots.py", "app"),
}
"""What else has attributes that are asked for by a string: not a record."""

RECORDS = {*TABLES, "talk", "season", "organizer", "speaker", "link", "record", "old", "new"}
"""What variables and attributes are called that hold one record."""


def calls(tree: ast.AST, inside: str = "") -> list[tuple[str, ast.Call]]:
    """All calls of getattr with the innermost function that they stand in."""
    found: list[tuple[str, ast.Call]] = []
    for node in ast.iter_child_nodes(tree):
        name = node.name if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) else inside
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found += [(name, node)] * (node.func.id in ("getattr", "attrgetter"))
        found += calls(node, name)
    return found


def owner(node: ast.expr) -> str:
    """The name at the beginning of an expression such as ``running.out``."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def by_position(source: str) -> list[str]:
    """The expressions that take a part of a record by its position."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Subscript) or not isinstance(node.ctx, ast.Load):
            continue
        value = node.value
        name = value.attr if isinstance(value, ast.Attribute) else getattr(value, "id", "")
        literal = node.slice.operand if isinstance(node.slice, ast.UnaryOp) else node.slice
        whole = isinstance(literal, ast.Constant) and isinstance(literal.value, int)
        if name in RECORDS and (isinstance(node.slice, ast.Slice) or whole):
            found.append(ast.unparse(node))
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_field_is_reached_by_a_string_or_a_position(path: Path) -> None:
    name, source = str(path.relative_to(ROOT)), path.read_text("utf-8")
    for function, call in calls(ast.parse(source)):
        of = owner(call.args[0])
        allowed = (name, function) in REFLECTING or (name, of) in OTHER
        assert allowed or function == "values_reader", f"{name}, {function}: {ast.unparse(call)}"
    assert [text for text in by_position(source) if (name, text) not in NO_RECORDS] == []


NO_RECORDS = {
    ("lgtui/site/new_series.py", "pages[0]"),
    ("lgtui/store/record_edit.py", "old[3:5]"),
    ("lgtui/store/saving.py", "old[at:min(at + _CHUNK, start)]"),
}
"""What is called like a record and is none: paths of pages, bytes of the data file."""


def test_a_position_would_be_seen() -> None:
    assert by_position("a = records.series[5:-1]\nb = speaker[:4]\nc = new[0] != old[0]") == [
        "records.series[5:-1]",
        "speaker[:4]",
        "new[0]",
        "old[0]",
    ]
    assert by_position("a = talks[0]\nb = records.talks[1:]\nc = found[0]") == []


@pytest.mark.parametrize("kind", FIELDS)
def test_each_kind_of_record_has_a_row_for_each_of_its_fields(kind: str) -> None:
    names = [field.name for field in FIELDS[kind]]
    assert set(names) | {"unknown"} == set(RECORD[kind]._fields)
    assert len(set(names)) == len(names)
    assert kind in (*TABLES, *LISTS, *PARTS)
    assert kind in TABLES or KEYS[kind] in names
    for field in FIELDS[kind]:
        assert field.label
        assert not field.choices or field.type == "choice"
        assert getattr(blank(kind), field.name) == (
            0 if field.type == "integer" and field.required else default_of(kind, field.name)
        )


MADE_UP = '''
"""Adds two fields to talks before anything but the model is imported, and uses each part."""
import collections, datetime, json
from lgtui import model

old = model.Talk
names = [*(name for name in old._fields if name != "unknown"), "room", "chair", "unknown"]
defaults = [*(old._field_defaults[name] for name in names[1:-3]), "", "", ()]
model.Talk = collections.namedtuple("Talk", names, defaults=defaults)
model.RECORD["talks"] = model.Talk
model.FIELDS["talks"] += (
    model.Field("room", "line", "Room", "Where it is given.", empty="not said", spoken="place"),
    model.Field("chair", "line", "Chair", required=True),
)

from lgtui.checks import check
from lgtui.checks.fixes import fix_all
from lgtui.model import Records, Where
from lgtui.records.diff import changes
from lgtui.records.merge import merge
from lgtui.render.export import as_json
from lgtui.store import dumps, parse, splice
from lgtui.store.drafts import rebuilt, written
from lgtui.tui.form.slots import put, slots_of

SOURCE = b'[[talks]]\\nid = "S01E01"\\nroom = "Aula  1" # upstairs\\nchair = "Ada"\\n'
document = parse(SOURCE)
records = document.records

def having(**fields):
    return records._replace(talks=(records.talks[0]._replace(**fields),))

today = datetime.date(2026, 1, 1)
both = merge(records, having(room="Hall"), having(title="T"))
clash = merge(records, having(room="Hall"), having(room="Attic")).conflicts
lost = check(having(chair=""), (), today)
slot = next(slot for slot in slots_of(having(room=""), Where("talks")) if slot.key == "room")
print(json.dumps({
    "read": [records.talks[0].room, [problem.message for problem in document.problems]],
    "written anew": dumps(records).decode(),
    "edited": splice(document, having(room="Hall")).decode(),
    "diff": [str(change) for change in changes(records, having(room="Hall"))],
    "merged": [both.records.talks[0].room, both.records.talks[0].title, len(both.conflicts)],
    "conflict": [conflict.field for conflict in clash],
    "checked": [f.where.field for f in check(records, (), today) if f.code == "TEXT004"],
    "required": [f.where.field for f in lost if f.code == "TEXT005" and f.where.kind == "talks"],
    "fixed": fix_all(records, today)[0].talks[0].room,
    "form": [slot.label, slot.help, slot.empty],
    "typed": put(records, Where("talks"), slot, "Attic").talks[0].room,
    "exported": json.loads(as_json(records))["talks"][0]["room"],
    "draft": rebuilt(records, written(document, having(room="Hall"), {}))[0].talks[0].room,
}))
'''


def test_a_field_that_is_added_to_the_schema_is_seen_by_every_part() -> None:
    done = subprocess.run(
        [sys.executable, "-c", MADE_UP], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "read": ["Aula  1", []],
        "written anew": 'schema = 1\n\n[[talks]]\nid = "S01E01"\nroom = "Aula  1"\nchair = "Ada"\n',
        "edited": '[[talks]]\nid = "S01E01"\nroom = "Hall" # upstairs\nchair = "Ada"\n',
        "diff": ["S01E01: place changed"],
        "merged": ["Hall", "T", 0],
        "conflict": ["room"],
        "checked": ["room"],
        "required": ["chair"],
        "fixed": "Aula 1",
        "form": ["Room", "Where it is given.", "not said"],
        "typed": "Attic",
        "exported": "Aula  1",
        "draft": "Hall",
    }
