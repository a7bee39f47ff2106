"""Read the layout that lgtui writes, line by line, and hand every other record to tomllib.

A whole-file parser spends its time on what TOML could hold; a data file of talks nearly always
holds tables of plain keys, one-line strings and multi-line strings without escapes. Those are
read here, on the bytes, in one pass from the start, so that no text inside a string is ever
taken for a header. A record with anything else in it is handed over alone: a document is a
sequence of statements (TOML 1.0, ABNF ``toml``), so tables that are valid alone, each ending
with its line, are valid one after the other.
"""

import datetime
import re

from lgtui.model import LISTS, TABLES
from lgtui.store import toml_patterns
from lgtui.store.document import Block

_END = rb"[ \t]*(?:#[^\n]*|\r)?(?:\n|\Z)"
_KEY = rb"([A-Za-z0-9_-]++)[ \t]*=[ \t]*"
_STRING = rb'"([^"\\\n]*+)"'
_DAY_AND_HOUR = rb"([0-9]{4}-[0-9]{2}-[0-9]{2})(T[0-9]{2}:[0-9]{2}:[0-9]{2})?"
_LINE = re.compile(
    rb"[ \t]*(?:" + _KEY + rb'(?:("""(?:\r?\n)?)|' + _STRING + _END + rb"|(\[)|"
    + _DAY_AND_HOUR + _END + rb"|(0|[1-9][0-9]{0,17})" + _END
    + rb")|(\[\[?[ \t]*[A-Za-z0-9_.-]+[ \t]*\]\]?)" + _END + rb"|" + _END + rb")"
)  # fmt: skip
_KEYED, _MULTI, _ONE, _LIST, _DAY, _TIME, _INTEGER, _HEADER = range(1, 9)
_TAIL = re.compile(_END)
_USUAL = ("id", "title", "speakers", "affiliation", "video_url", "recording")
_TALK = re.compile(
    rb'id = "([^"\\\n]*+)"\n(?:title = "([^"\\\n]*+)"\n)?(?:speakers = (\[)[^\n]*+\n)?'
    rb'(?:affiliation = "([^"\\\n]*+)"\n)?(?:video_url = "([^"\\\n]*+)"\n)?'
    rb'(?:recording = "([^"\\\n]*+)"\n)?'
)
_PAIR = re.compile(rb"(\{[ \t]*)?" + _KEY + _STRING + rb"[ \t]*(?:(,)|\}[ \t]*(,)?)[ \t]*")
_CLOSE = re.compile(rb"\]" + _END)
_PLAIN = rb"""[^"'#\[\]{}\n]*+"""
_TOKEN = (
    _PLAIN
    + rb"(?:(?:"
    + toml_patterns.TEXT
    + b"|"
    + toml_patterns.COMMENT
    + rb")"
    + _PLAIN
    + rb")*"
    rb"(?:([\[{])|([\]}])|(\n)|\Z)"
)


class NotUnderstood(Exception):  # noqa: N818 - not a fault of the file: the parser is asked
    """The file is laid out in a way only the parser can judge."""


def skip_statement(raw: bytes, at: int) -> int:
    """Return the end of a statement's last line, strings and brackets skipped.

    Raises:
        NotUnderstood: A string or a bracket is never closed.
    """
    token = re.compile(_TOKEN)  # compiled, and kept by the re module, only where it is needed
    depth = 0
    while found := token.match(raw, at):
        at = found.end()
        if found.lastindex == 1:
            depth += 1
        elif found.lastindex == 2:
            depth -= 1
        elif depth <= 0:
            return at
        elif found.lastindex is None:
            break
    raise NotUnderstood


def read_blocks(raw: bytes, start: int = 0) -> tuple[dict[str, object], tuple[Block, ...]]:
    """Return the plain values by top-level key, and the blocks they were read from.

    The bytes must be valid UTF-8 without control characters.

    Raises:
        NotUnderstood: The file as a whole has to be given to the parser.
    """
    reader = _FastReader(raw, start)
    reader.run()
    return reader.finish(), tuple(reader.blocks)


class _FastReader:
    """The state of one pass: the values so far, and the block that is being read."""

    def __init__(self, raw: bytes, start: int) -> None:
        self.raw = raw
        self.crlf = b"\r" in raw
        self.plain: dict[str, object] = {}
        self.blocks: list[Block] = []
        self.strangers: list[Block] = []
        self.kind = ""
        self.start = self.end = start
        self.fields: dict[str, object] = {}
        self.handed = False

    def run(self) -> None:
        """Read all lines."""
        raw, at, size = self.raw, self.start, len(self.raw)
        line = _LINE.match
        while at < size:
            found = line(raw, at)
            group = found.lastindex if found else 0
            if not found or not group:
                at = found.end() if found else self.hand_over(at)
            elif group == _HEADER:
                self.header(found[_HEADER], at)
                at = self.end = self.usual_talk(found.end())
            else:
                key = found[_KEYED].decode()
                after, value = self.value(found, group)
                at = after if after else self.hand_over(at)
                if key in self.fields:
                    self.handed = True
                self.fields[key] = value
                self.end = at
        self.close()

    def usual_talk(self, at: int) -> int:
        """Read a talk's lines that are just as lgtui writes them; return where the others begin."""
        if self.kind != "talks" or not (found := _TALK.match(self.raw, at)):
            return at
        fields: dict[str, object] = {
            name: str(text, "utf-8")
            for name, text in zip(_USUAL, found.groups(), strict=True)
            if text is not None
        }
        if "speakers" in fields:
            after, fields["speakers"] = self.tables(found.end(3))
            if not after:
                return at
        self.fields = fields
        return found.end()

    def hand_over(self, at: int) -> int:
        """Mark the block for the parser and skip the statement at ``at``."""
        if self.raw[at : self.raw.find(b"\n", at) + 1 or None].lstrip().startswith(b"["):
            raise NotUnderstood
        self.handed = True
        self.end = skip_statement(self.raw, at)
        return self.end

    def value(self, found: re.Match[bytes], group: int) -> tuple[int, object]:
        """Return the statement's end, 0 where the parser must decide, and its value."""
        if group == _ONE:
            return found.end(), str(found[_ONE], "utf-8")
        if group == _MULTI:
            return self.text(found.end())
        if group == _LIST:
            return self.tables(found.end())
        if group == _INTEGER:
            return found.end(), int(found[_INTEGER])
        try:
            return found.end(), _moment(found[_DAY], found[_TIME])
        except ValueError:
            return 0, None

    def text(self, begin: int) -> tuple[int, object]:
        """Return the end and value of a multi-line string without escapes."""
        raw = self.raw
        close = raw.find(b'"""', begin)
        if close < 0 or raw.find(b"\\", begin, close) >= 0:
            return 0, None
        tail = _TAIL.match(raw, close + 3)
        if not tail:
            return 0, None
        text = str(raw[begin:close], "utf-8")
        return tail.end(), text.replace("\r\n", "\n") if self.crlf else text

    def tables(self, at: int) -> tuple[int, object]:
        """Return the end and items of a one-line array of inline tables, from after its ``[``."""
        raw = self.raw
        tables: list[dict[str, str]] = []
        inside, more = False, True
        while more and (pair := _PAIR.match(raw, at)):
            if inside == bool(pair[1]):
                return 0, None
            if not inside:
                tables.append({})
            key = pair[2].decode()
            if key in tables[-1]:
                return 0, None
            tables[-1][key] = str(pair[3], "utf-8")
            inside = pair.lastindex == 4
            more = pair.lastindex != 3
            at = pair.end()
        close = None if inside else _CLOSE.match(raw, at)
        return (close.end(), tables) if close else (0, None)

    def header(self, text: bytes, at: int) -> None:
        """Begin the block of a header, unless it is a table inside the present record."""
        brackets = 2 if text.startswith(b"[[") else 1
        name = text.strip(b"[] \t").decode()
        if text.endswith(b"]]") != (brackets == 2):
            raise NotUnderstood
        root = name.partition(".")[0]
        if root != name and root == self.kind:
            self.handed = True
            return
        known = root in TABLES or root in LISTS
        if known and (root != name or brackets != (1 if root in TABLES else 2)):
            raise NotUnderstood
        if root in TABLES and (root == self.kind or root in self.plain):
            raise NotUnderstood
        self.close()
        self.kind, self.start = (name if known else "?"), at
        self.fields, self.handed = {}, False

    def close(self) -> None:
        """End the present block and keep its values."""
        kind, block = self.kind, Block(self.kind, self.start, self.end)
        if kind or self.end > self.start:
            self.blocks.append(block)
        if kind in ("", "?"):
            if kind or self.handed:
                self.strangers.append(block)
            elif self.fields.keys() & {*TABLES, *LISTS}:
                raise NotUnderstood
            else:
                self.plain.update(self.fields)
            return
        fields: object = self.fields
        if self.handed:
            fields = _load(self.raw[block.start : block.end])[kind]
            if kind in LISTS:
                assert isinstance(fields, list)
                fields = fields[0]
        if kind in TABLES:
            self.plain[kind] = fields
        else:
            records = self.plain.setdefault(kind, [])
            if not isinstance(records, list):
                raise NotUnderstood
            records.append(fields)

    def finish(self) -> dict[str, object]:
        """Return all values; tables unknown to the schema are read together, as one document."""
        if self.strangers:
            blocks = [b for b in self.blocks if not b.kind and b not in self.strangers]
            source = b"".join(self.raw[b.start : b.end] + b"\n" for b in blocks + self.strangers)
            for key, value in _load(source).items():
                if key in TABLES or key in LISTS:
                    raise NotUnderstood
                self.plain[key] = value
        return self.plain


def _moment(day: bytes, time: bytes | None) -> datetime.date:
    """Return a local date or date-time; ``ValueError`` where there is no such day or hour."""
    year, month, date = int(day[:4]), int(day[5:7]), int(day[8:])
    if time is None:
        return datetime.date(year, month, date)
    clock = int(time[1:3]), int(time[4:6]), int(time[7:])
    return datetime.datetime(year, month, date, *clock)


def _load(source: bytes) -> dict[str, object]:
    """Read one block by the parser; where that fails, the whole file is its to judge."""
    import tomllib

    try:
        return tomllib.loads(source.decode())
    except (ValueError, RecursionError):
        raise NotUnderstood from None
