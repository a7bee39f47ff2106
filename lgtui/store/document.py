"""A data file as it was read: bytes, records and problems; plain TOML values to records."""

import datetime
from collections.abc import Mapping
from typing import Any, NamedTuple

from lgtui.model import (
    FIELDS,
    KEYS,
    LISTS,
    PARTS,
    RECORD,
    SCHEMA,
    TABLES,
    TEXT_TYPES,
    NewerSchemaError,
    Records,
    Where,
    needed,
    replaced,
    value_of,
)

BOM = b"\xef\xbb\xbf"
"""What some editors put before the first character of a UTF-8 file."""


class Problem(NamedTuple):
    """Something in the file that the records cannot hold; the file keeps it.

    ``code`` is ``FILE001`` (a key the schema does not know) or ``FILE002`` (a value of a wrong
    type, which counts as absent).
    """

    code: str
    where: Where
    message: str


class Block(NamedTuple):
    """The bytes of one table: from its header's line to the end of its last statement's line.

    ``kind`` is a key of ``FIELDS``, ``""`` for what stands before the first header, or ``"?"``
    for a table that the schema does not know. Between two blocks lie only comments and blanks.
    """

    kind: str
    start: int
    end: int


class Document(NamedTuple):
    """One data file: ``path``, its bytes, its records, and the problems found on the way.

    ``blocks`` are the tables of the file in file order, or ``None`` where the file is laid out
    so that its records do not lie in blocks of their own (``talks = [{…}, …]``).
    """

    path: str
    raw: bytes
    records: Records
    problems: tuple[Problem, ...] = ()
    blocks: tuple[Block, ...] | None = None


TYPES = {kind: {field.name: field.type for field in fields} for kind, fields in FIELDS.items()}
"""The type of each field by kind and name."""

_BLANK: dict[str, dict[str, object]] = {kind: needed(kind) for kind in FIELDS}
"""What stands for a required field that the file leaves out."""

_WANTED = {
    "integer": "a whole number without quotes, such as 3",
    "moment": "a date without quotes and zone, such as 2026-03-02 or 2026-03-02T15:00:00",
    "speakers": 'a list of tables, such as [{ name = "Ada Lovelace" }]',
    "links": 'a list of tables, such as [{ label = "Slides", url = "https://…" }]',
}

_DESCRIBED = (
    (bool, "true or false"),
    (int, "a number"),
    (float, "a number"),
    (str, "text"),
    (datetime.date, "a date"),
    (datetime.time, "an hour without a day"),
    (list, "a list"),
    (dict, "a table"),
)


def to_records(plain: Mapping[str, object], file: str = "") -> tuple[Records, tuple[Problem, ...]]:
    """Return records and problems of a file's plain values.

    Args:
        plain: The values by top-level key, as a TOML parser gives them.
        file: The file's path, for the error message.

    Raises:
        NewerSchemaError: The file's ``schema`` is newer than this version's.
    """
    problems: list[Problem] = []
    found: dict[str, Any] = {}
    unknown: list[tuple[str, object]] = []
    legacy = _legacy(plain.get("series"), plain.get("wording"))
    for key, value in plain.items():
        if key == "schema":
            found[key] = _schema(value, file, problems)
        elif key in TABLES:
            if isinstance(value, dict):
                own = {name: one for name, one in value.items() if name not in legacy}
                found[key] = _to_record(
                    key, own if key == "series" else value, Where(key), problems
                )
            else:
                problems.append(_misplaced(key, f"[{key}]"))
        elif key in LISTS:
            found[key] = _to_list(key, value, problems)
        else:
            unknown.append((key, value))
            problems.append(_unknown_key("", key, Where("", 0, key)))
    records = Records(unknown=tuple(unknown), **found)
    return _with_legacy(records, legacy, problems), tuple(problems)


def _legacy(series: object, wording: object) -> dict[str, object]:
    """Return the wording that stands under ``[series]``, where older versions kept it.

    A key that stands under ``[wording]`` as well counts there; the other is an unknown key.
    """
    if not isinstance(series, dict):
        return {}
    taken = wording if isinstance(wording, dict) else {}
    own, moved = TYPES["series"], TYPES["wording"]
    return {
        name: value
        for name, value in series.items()
        if name in moved and name not in own and name not in taken
    }


def _with_legacy(records: Records, legacy: dict[str, object], problems: list[Problem]) -> Records:
    """Add the wording that stands under ``[series]``, and the names of its fields."""
    if not legacy:
        return records
    read = _to_record("wording", legacy, Where("series"), problems)
    names = [n for n, type_ in TYPES["wording"].items() if n in legacy and _fits(type_, legacy[n])]
    wording = records.wording
    for name in names:
        wording = replaced(wording, name, value_of(read, name))
    return records._replace(wording=wording, legacy_wording=tuple(names))


def laid_out(records: Records) -> Records:
    """Return the records as their file has them: legacy wording as unknown keys of the series.

    So it is edited where it stands, like every key that the schema does not know there.
    """
    wording, unknown = records.wording, records.series.unknown
    for name in records.legacy_wording:
        unknown += ((name, value_of(wording, name)),)
        wording = replaced(wording, name, "")
    series = records.series._replace(unknown=unknown)
    return records._replace(series=series, wording=wording, legacy_wording=())


def _schema(value: object, file: str, problems: list[Problem]) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        message = f"schema must be a whole number without quotes: write schema = {SCHEMA}"
        problems.append(Problem("FILE002", Where("", 0, "schema"), message))
    elif value > SCHEMA:
        message = (
            f"the file says schema = {value}, so a newer lgtui wrote it; this one knows "
            f"schema {SCHEMA}: install the newer version to work on this file"
        )
        raise NewerSchemaError(message, file)
    return SCHEMA


def _to_list(kind: str, value: object, problems: list[Problem]) -> tuple[Any, ...]:
    if not isinstance(value, list):
        problems.append(_misplaced(kind, f"[[{kind}]]"))
        return ()
    records: list[Any] = []
    for item in value:
        where = Where(kind, len(records))
        if isinstance(item, dict):
            records.append(_to_record(kind, item, where, problems))
        else:
            problems.append(_misplaced(kind, f"[[{kind}]]"))
    return tuple(records)


def _to_record(kind: str, plain: dict[str, object], where: Where, problems: list[Problem]) -> Any:
    """Return one record; the fields it has in no usable form count as absent."""
    types = TYPES[kind]
    fields: dict[str, Any] = dict(_BLANK[kind])
    unknown: list[tuple[str, object]] = []
    for key, value in plain.items():
        type_ = types.get(key)
        if type_ in TEXT_TYPES and type(value) is str:
            fields[key] = value
        elif type_ is None:
            unknown.append((key, value))
            place = where._replace(field=_join(where.field, key))
            problems.append(_unknown_key(kind, key, place))
        elif type_ in PARTS:
            fields[key] = _nested(type_, value, where._replace(field=key), problems)
        elif _fits(type_, value):
            fields[key] = value
        else:
            place = where._replace(field=_join(where.field, key))
            problems.append(_wrong_type(key, type_, value, place))
    return RECORD[kind](unknown=tuple(unknown), **fields) if unknown else RECORD[kind](**fields)


def _fits(type_: str, value: object) -> bool:
    if type_ == "integer":
        return type(value) is int
    if type_ == "moment":
        if isinstance(value, datetime.datetime):
            return value.tzinfo is None
        return isinstance(value, datetime.date)
    return type(value) is str


def _nested(kind: str, value: object, where: Where, problems: list[Problem]) -> tuple[Any, ...]:
    """Return speakers or links of a talk; an item that is no table is left out and said."""
    if isinstance(value, str):
        message = (
            f"{kind} is text, but must be a list of tables: write {kind} = [{_table(kind, value)}]"
        )
        problems.append(Problem("FILE002", where, message))
        return ()
    if not isinstance(value, list):
        problems.append(_wrong_type(kind, kind, value, where))
        return ()
    records: list[Any] = []
    for number, item in enumerate(value):
        place = where._replace(field=f"{where.field}[{number}]")
        if isinstance(item, dict):
            records.append(_to_record(kind, item, place, problems))
        elif isinstance(item, str):
            message = f'{kind}: "{item}" must be a table: write {_table(kind, item)}'
            problems.append(Problem("FILE002", place, message))
        else:
            problems.append(_wrong_type(kind, kind, item, place))
    return tuple(records)


def _table(kind: str, text: str) -> str:
    """Return the inline table that somebody may have meant by a bare text."""
    quoted = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'{{ {KEYS[kind]} = "{quoted}" }}'


def _join(outer: str, key: str) -> str:
    return f"{outer}.{key}" if outer else key


def _wrong_type(key: str, type_: str, value: object, where: Where) -> Problem:
    wanted = _WANTED.get(type_, 'text in quotes, such as "…"')
    message = f"{key} is {_described(value)}, but must be {wanted}; it is ignored until then"
    return Problem("FILE002", where, message)


def _described(value: object) -> str:
    """Return a value's type in an organizer's words."""
    if isinstance(value, datetime.datetime) and value.tzinfo:
        return "a time with a zone"
    return next(words for type_, words in _DESCRIBED if isinstance(value, type_))


def _misplaced(kind: str, header: str) -> Problem:
    message = (
        f"{kind} must be written as a table under the header {header}; it is ignored until then"
    )
    return Problem("FILE002", Where(kind), message)


def _unknown_key(kind: str, key: str, where: Where) -> Problem:
    """Return an unknown key with the known one that it resembles most."""
    import difflib

    if kind == "series" and key in TYPES["wording"]:
        message = f"{key} stands under [wording] as well, and counts there: delete one of the two"
        return Problem("FILE001", where, message)
    known = list(TYPES[kind]) if kind else ["schema", *TABLES, *LISTS]
    likely = difflib.get_close_matches(key.lower(), known, 1, 0.6)
    hint = f"did you mean {likely[0]}?" if likely else f"known are {', '.join(known)}"
    message = f'unknown key "{key}": it is kept but not used; {hint}'
    return Problem("FILE001", where, message)
