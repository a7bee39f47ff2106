"""The records for other programs: JSON with everything, CSV with a row for each talk (pure).

And their schema, by which editors complete and check the data file.
"""

import datetime
import re
from typing import Any

from lgtui.model import (
    FIELDS,
    LISTS,
    PARTS,
    SCHEMA,
    TABLES,
    Field,
    Records,
    Season,
    Talk,
    as_date,
    field_of,
    full_name,
    parse_id,
    records_of,
    seasons_by_number,
    talk_moment,
    value_of,
)

VERSION = 2
"""The version of both forms; names and meanings do not change within one, new ones may come."""

FORMS = ("json", "csv")
"""The forms of an export."""

COLUMNS = (
    "id",
    "season",
    "episode",
    "state",
    "theme",
    "date",
    "time",
    "timezone",
    "title",
    "speakers",
    "speaker_urls",
    "affiliation",
    "abstract",
    "bio",
    "video_url",
    "recording",
    "links",
    "register_url",
)
"""The columns of the CSV form."""


def as_json(records: Records) -> str:
    """Return everything that the records hold, as one object; what is absent is ``""`` or ``null``.

    ``version`` (of this form), ``schema`` (of the records), ``series``,
    ``wording``, ``pages``,
    ``organizers``, ``seasons`` and ``talks`` have the fields of the data file. Moments are local
    time in ``series.timezone`` (``2026-03-02T15:00:00``, or ``2026-03-02`` while the hour is
    open). A talk has besides: ``season`` and ``episode`` as numbers (``null`` where its id is
    none), ``start``: its own date, else its season's, and ``state``: ``cancelled`` where it is,
    else its season's. Keys that the
    schema does not know are under ``unknown``, where there are any.
    """
    import json

    seasons = seasons_by_number(records)
    whole: dict[str, object] = {
        "version": VERSION,
        "schema": records.schema,
    }
    for kind in TABLES:
        [one] = records_of(records, kind)
        whole[kind] = _record(kind, one)
    for kind in LISTS:
        whole[kind] = [_record(kind, each) for each in records_of(records, kind)]
    whole["talks"] = [_talk(each, seasons) for each in records.talks]
    if records.unknown:
        whole["unknown"] = _plain(dict(records.unknown))
    return json.dumps(whole, ensure_ascii=True, indent=2) + "\n"


def _talk(talk: Talk, seasons: dict[int, Season]) -> dict[str, object]:
    key = parse_id(talk.id)
    season = seasons.get(key[0]) if key else None
    return {
        **_record("talks", talk),
        "season": key[0] if key else None,
        "episode": key[1] if key else None,
        "start": _plain(talk_moment(talk, season)),
        "state": talk.state or (season.state if season else ""),
    }


def _record(kind: str, record: Any) -> dict[str, object]:
    """Return a record's fields by name, in the schema's order, then its unknown keys."""
    found: dict[str, object] = {}
    for field in FIELDS[kind]:
        value = value_of(record, field.name)
        if field.type in PARTS:
            found[field.name] = [_record(field.type, each) for each in value]
        else:
            found[field.name] = _plain(value)
    if record.unknown:
        found["unknown"] = _plain(dict(record.unknown))
    return found


def as_value(kind: str, name: str, value: object) -> object:
    """Return a field's value, or a whole record, as JSON has it.

    Args:
        kind: a key of ``FIELDS``, or empty for the file's own keys.
        name: the field; empty for a whole record.
        value: what it says; ``None`` for nothing.
    """
    if value is None:
        return None
    if not name:
        return _record(kind, value) if kind else None
    field = field_of(kind, name) if kind else None
    if field and field.type in PARTS and isinstance(value, tuple):
        return [_record(field.type, each) for each in value]
    return _plain(value)


def _plain(value: object) -> object:
    """Return a value as JSON has it; dates and times as ISO 8601 writes them."""
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def as_csv(records: Records) -> str:
    """Return one row for each talk, in file order, below the names in ``COLUMNS`` (RFC 4180, CRLF).

    Several speakers, addresses and links stand in one cell with ``; `` between them, an address
    for each speaker (empty for none), a link as ``Slides: https://…``. ``date`` is ISO 8601,
    ``time`` local (``15:00``, empty while open). A speaker's own affiliation stands behind the
    name in parentheses.

    A spreadsheet would run a cell that begins with ``=``, ``+``, ``-`` or ``@`` as a formula;
    such a cell gets an apostrophe before it, which spreadsheets take for "this is text" and
    ``--import`` takes away again.
    """
    import csv

    seasons = seasons_by_number(records)
    out = _Lines()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for talk in records.talks:
        row = _row(talk, seasons, records.series.timezone)
        writer.writerow([harmless(row[name]) for name in COLUMNS])
    return "".join(out.parts)


def json_schema() -> str:
    """Return the JSON Schema of the data file, for editors that read TOML by one.

    It refuses what ``--check`` calls a wrong type (FILE002) and addresses of another kind than
    http(s), and lets every key pass that it does not know, as the file may have keys of its
    readers' own. Moments are texts in JSON: a date in quotes passes here, and is told by
    ``--check``.
    """
    import json

    tables = {kind: _schema_of(kind) for kind in TABLES}
    old = {field.name: _schema_of_field(field) for field in FIELDS["wording"]}
    tables["series"]["properties"] = old | tables["series"]["properties"]
    lists = {kind: {"type": "array", "items": _schema_of(kind)} for kind in LISTS}
    whole = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "The records of a webinar series",
        "description": f"What lgtui reads from talks.toml (schema = {SCHEMA}).",
        "type": "object",
        "properties": {
            "schema": {
                "type": "integer",
                "minimum": 1,
                "maximum": SCHEMA,
                "description": "The number of this layout of the records.",
            },
            **tables,
            **lists,
        },
        "additionalProperties": True,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _schema_of(kind: str) -> dict[str, Any]:
    """Return the schema of one record."""
    fields = FIELDS[kind]
    found: dict[str, Any] = {
        "type": "object",
        "properties": {field.name: _schema_of_field(field) for field in fields},
        "additionalProperties": True,
    }
    if needed := [field.name for field in fields if field.required]:
        found["required"] = needed
    return found


def _schema_of_field(field: Field) -> dict[str, Any]:
    """Return the schema of one field: its type, what else holds of it, and its help."""
    described = {"title": field.label, "description": field.help or field.label}
    if field.type in PARTS:
        return described | {"type": "array", "items": _schema_of(field.type)}
    if field.type == "choice":
        return described | {"type": "string", "enum": [*field.choices]}
    return described | _JSON_TYPES[field.type]


_JSON_TYPES: dict[str, dict[str, Any]] = {
    "line": {"type": "string"},
    "text": {"type": "string"},
    "path": {"type": "string"},
    "url": {"type": "string", "pattern": r"^\s*([Hh][Tt][Tt][Pp][Ss]?://.*)?$"},
    "integer": {"type": "integer", "minimum": 0},
    "moment": {
        "type": "string",
        "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?)?$",
    },
}
"""What JSON Schema has for each type of field; a date of TOML is a text there."""


class _Lines:
    """What a CSV writer writes to, without a file."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def write(self, text: str) -> None:
        """Take one line."""
        self.parts.append(text)


def _row(talk: Talk, seasons: dict[int, Season], timezone: str) -> dict[str, str]:
    key = parse_id(talk.id)
    season = (seasons.get(key[0]) if key else None) or Season(0, state="")
    moment = talk_moment(talk, season)
    timed = isinstance(moment, datetime.datetime)
    return {
        "id": talk.id,
        "season": str(key[0]) if key else "",
        "episode": str(key[1]) if key else "",
        "state": talk.state or season.state,
        "theme": season.theme,
        "date": as_date(moment).isoformat() if moment else "",
        "time": moment.time().isoformat("auto")[:5]
        if isinstance(moment, datetime.datetime)
        else "",
        "timezone": timezone if timed else "",
        "title": talk.title,
        "speakers": "; ".join(
            full_name(each) + (f" ({each.affiliation})" if each.affiliation else "")
            for each in talk.speakers
        ),
        "speaker_urls": "; ".join(each.url for each in talk.speakers).strip("; "),
        "affiliation": talk.affiliation,
        "abstract": talk.abstract,
        "bio": talk.bio,
        "video_url": talk.video_url,
        "recording": talk.recording,
        "links": "; ".join(f"{each.label}: {each.url}" for each in talk.links),
        "register_url": season.register_url,
    }


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet runs; see :func:`as_csv`."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unharmed(cell: str) -> str:
    """Return a cell as it was before :func:`harmless`."""
    return cell[1:] if cell[:1] == "'" and _FORMULA.match(cell[1:]) else cell


_FORMULA = re.compile(r"'*[=+\-@\t\r]")
