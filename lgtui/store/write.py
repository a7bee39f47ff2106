"""Records to TOML text: the layout that lgtui writes from nothing."""

import datetime
import re
from typing import Any

from lgtui.model import FIELDS, Records
from lgtui.store.values import RECORD

_LONG = 90
"""From how many characters on a Markdown text is written over several lines."""

_ESCAPES = {
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
    '"': '\\"',
    "\\": "\\\\",
}
_ONE_LINE = re.compile(r'["\\\x00-\x1f\x7f]')
_SEVERAL = re.compile(r'[\\\x00-\x08\x0b-\x1f\x7f]|"(?="")|"\Z')
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_ALWAYS = {("series", "talks_per_season"), ("seasons", "number"), ("seasons", "state")}


def dumps(records: Records) -> bytes:
    """A whole data file: UTF-8, LF lines, fields in the schema's order, empty ones left out."""
    parts = [f"schema = {records.schema}\n"]
    parts += [f"{key(name)} = {value(plain)}\n" for name, plain in records.unknown]
    for kind in ("series", "pages"):
        record = getattr(records, kind)
        if record != RECORD[kind]():
            parts.append("\n" + block(kind, record))
    for kind in ("organizers", "seasons", "talks"):
        parts += ["\n" + block(kind, record) for record in getattr(records, kind)]
    return "".join(parts).encode()


def block(kind: str, record: Any) -> str:
    """One record with its header, each line ended by LF."""
    header = f"[[{kind}]]" if kind in ("organizers", "seasons", "talks") else f"[{kind}]"
    return "\n".join([header, *statements(kind, record), ""])


def statements(kind: str, record: Any) -> list[str]:
    """A record's fields as ``key = value``, in the schema's order, then its unknown keys."""
    defaults = RECORD[kind]._field_defaults
    lines = []
    for field in FIELDS[kind]:
        content = getattr(record, field.name)
        if content != defaults.get(field.name, "") or (kind, field.name) in _ALWAYS:
            lines.append(f"{field.name} = {value(content, field.type)}")
    return lines + [f"{key(name)} = {value(plain)}" for name, plain in record.unknown]


def value(content: Any, type_: str = "") -> str:
    """A value in TOML. Markdown (type ``text``) that is long or has several lines stays so."""
    if isinstance(content, str):
        several = type_ == "text" and ("\n" in content or len(content) > _LONG)
        return several_lines(content) if several else one_line(content)
    if isinstance(content, bool):
        return "true" if content else "false"
    if isinstance(content, datetime.date | datetime.time):
        return content.isoformat()
    return _nested(content) if isinstance(content, tuple | list | dict) else repr(content)


def _nested(content: Any) -> str:
    """An array, an inline table, or a speaker or link as one."""
    if isinstance(content, dict):
        pairs = [f"{key(name)} = {value(item)}" for name, item in content.items()]
    elif hasattr(content, "_fields"):
        pairs = statements("speakers" if "name" in content._fields else "links", content)
    else:
        return "[" + ", ".join(value(item) for item in content) + "]"
    return "{ " + ", ".join(pairs) + " }" if pairs else "{}"


def key(name: str) -> str:
    """A key as it is written: bare where TOML allows it, else in quotes."""
    return name if _BARE.fullmatch(name) else one_line(name)


def one_line(text: str) -> str:
    """A basic string on one line."""
    return '"' + _ONE_LINE.sub(_escaped, text) + '"'


def several_lines(text: str) -> str:
    """A multi-line basic string; its text begins on the line after the quotes."""
    return f'"""\n{escaped(text)}"""'


def escaped(text: str) -> str:
    """A text as it stands between the quotes of a multi-line basic string."""
    return _SEVERAL.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    character = found[0]
    return _ESCAPES.get(character) or f"\\u{ord(character):04X}"
