"""Reads a list of talks, CSV or YAML, into rows of named cells, and assigns columns to facts."""

import csv
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from lgtui.model import DataError
from lgtui.render.export import unharmed
from lgtui.text.inline_markdown import word_list

ENDINGS = (".csv", ".tsv", ".yml", ".yaml")
"""How the name of a list ends."""

Cell = str | list["Cell"] | dict[str, "Cell"]
"""A cell: text; in YAML also a list or a mapping."""


class Row(NamedTuple):
    """One talk as a list has it."""

    line: int
    cells: Mapping[str, Cell]

    def cell(self, column: str) -> Cell:
        """Return a cell by column, or by a path such as ``speaker.name``; ``""`` if absent."""
        if column in self.cells:
            return self.cells[column]
        value: Cell = dict(self.cells)
        for name in column.split("."):
            value = value.get(name, "") if isinstance(value, dict) else ""
        return value


def is_list(name: str) -> bool:
    """Return whether a file's name is that of a list of talks, not of a page."""
    return name.lower().endswith(ENDINGS)


def read_rows(name: str, text: str) -> list[Row]:
    """Read the rows of a list.

    Args:
        name: the file's name, which says what it is.
        text: its text.

    Raises:
        DataError: it is no list, with the line where it goes wrong.
    """
    rows = _csv(name, text) if name.lower().endswith((".csv", ".tsv")) else _yaml(name, text)
    for row in rows:
        for column, cell in row.cells.items():
            if half := _half_character(cell):
                raise DataError(
                    f"{column} has one half of a character (\\u{ord(half):04x}), which no file can "
                    "hold: write the whole one",
                    name,
                    row.line,
                )
    return rows


def _half_character(cell: Cell) -> str:
    """Return a surrogate, such as U+D800, that an escape left alone; empty for none."""
    if isinstance(cell, str):
        found = re.search("[\ud800-\udfff]", cell)
        return found[0] if found else ""
    parts = cell.values() if isinstance(cell, dict) else cell
    return next(filter(None, map(_half_character, parts)), "")


def _csv(name: str, text: str) -> list[Row]:
    csv.field_size_limit(max(len(text), 131_072))
    header = text.lstrip().partition("\n")[0]
    delimiter = max(",;\t|", key=header.count)
    reader = csv.reader(
        (f"{line}\n" for line in text.split("\n")), delimiter=delimiter, strict=True
    )
    rows: list[Row] = []
    names: list[str] = []
    line = 1
    try:
        for cells in reader:
            begins, line = line, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if not names:
                names = _names(name, begins, cells)
                continue
            extra = [cell for cell in cells[len(names) :] if cell.strip()]
            if extra:
                raise DataError(
                    f"this row has {len(cells)} cells, the first line names {len(names)} columns; "
                    "put quotes around cells that hold the sign between the columns",
                    name,
                    begins,
                )
            rows.append(Row(begins, dict(zip(names, map(unharmed, cells), strict=False))))
    except csv.Error as error:
        raise DataError(f"this is no CSV: {error}", name, reader.line_num) from error
    if not names:
        raise DataError("the list is empty", name)
    return rows


def _names(name: str, line: int, cells: list[str]) -> list[str]:
    names = [cell.strip() or f"column {at}" for at, cell in enumerate(cells, 1)]
    for column in names:
        if names.count(column) > 1:
            raise DataError(f"two columns are called {column!r}; rename one", name, line)
    return names


def _yaml(name: str, text: str) -> list[Row]:
    """Read a YAML file: a list of mappings, alone or under one key, or mappings by id."""
    import yaml

    try:
        root = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        raise DataError(
            f"this is no YAML: {getattr(error, 'problem', error)}", name, *place
        ) from error
    except RecursionError as error:
        raise DataError("this is no list of talks: it is nested too deeply", name) from error
    shape = (
        "this is no list of talks; write one as “- title: …”, the other facts of the talk below it"
    )
    if isinstance(root, yaml.MappingNode):
        lists = [value for _, value in root.value if isinstance(value, yaml.SequenceNode)]
        lists = [each for each in lists if _is_rows(each)]
        if len(lists) == 1:
            root = lists[0]
        elif root.value and all(isinstance(value, yaml.MappingNode) for _, value in root.value):
            return [
                Row(key.start_mark.line + 1, {"id": str(key.value), **_mapping(value, name)})
                for key, value in root.value
            ]
    if isinstance(root, yaml.SequenceNode) and len({type(each) for each in root.value}) > 1:
        odd = next(each for each in root.value if not isinstance(each, yaml.MappingNode))
        raise DataError("this entry has no keys; write it as “- title: …”", name,
                        odd.start_mark.line + 1)  # fmt: skip
    if not isinstance(root, yaml.SequenceNode) or not _is_rows(root):
        raise DataError(shape, name, root.start_mark.line + 1 if root else 1)
    return [Row(node.start_mark.line + 1, _mapping(node, name)) for node in root.value]


def read_mapping(name: str, text: str) -> dict[str, Cell]:
    """Read one YAML mapping, such as the front matter of a page; nothing at all is an empty one.

    Raises:
        DataError: it is no mapping, with the line where it goes wrong.
    """
    import yaml

    try:
        root = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        raise DataError(
            f"this is no YAML: {getattr(error, 'problem', error)}", name, *place
        ) from error
    except RecursionError as error:
        raise DataError("this YAML is nested too deeply", name) from error
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        raise DataError("the front matter has no keys; write it as “title: …”", name, 2)
    return _mapping(root, name)


def _is_rows(node: object) -> bool:
    import yaml

    assert isinstance(node, yaml.SequenceNode)
    return bool(node.value) and all(isinstance(each, yaml.MappingNode) for each in node.value)


def _mapping(node: object, name: str, depth: int = 0) -> dict[str, Cell]:
    import yaml

    assert isinstance(node, yaml.MappingNode)
    found: dict[str, Cell] = {}
    for key, value in node.value:
        column = str(key.value)
        if column in found:
            raise DataError(f"the key {column!r} is here twice", name, key.start_mark.line + 1)
        found[column] = _cell(value, name, depth + 1)
    return found


def _cell(node: object, name: str, depth: int) -> Cell:
    import yaml

    if depth > 8:
        raise DataError("this is no list of talks: it is nested too deeply", name)
    if isinstance(node, yaml.SequenceNode):
        return [_cell(each, name, depth + 1) for each in node.value]
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, name, depth)
    assert isinstance(node, yaml.ScalarNode)
    return "" if node.style is None and node.value in ("~", "null", "Null", "NULL") else node.value


COLUMNS: dict[str, str] = {
    "id": "id|talk id|code|label",
    "season": "season|season number|webinar|webinar number|session|series",
    "episode": "episode|episode number|part|slot",
    "title": "title|talk title|title of talk|title of the talk|presentation|talk|paper",
    "speaker": "speaker|speakers|name|names|speaker name|speaker names|presenter|presenters|"
    "author|authors|full name|who",
    "speaker_url": "speaker url|speaker urls|website|homepage|home page|web page|personal page",
    "affiliation": "affiliation|affiliations|institution|institute|university|organisation|"
    "organization|where|company",
    "abstract": "abstract|description|summary|talk abstract",
    "bio": "bio|biography|short bio|speaker bio|short biography|about the speaker|about",
    "video": "video|video url|video link|youtube|recording url|recording link|videos",
    "recording": "recording|consent|sharing",
    "links": "links|link|materials|resources",
    "slides": "slides|slides url|slide deck|presentation slides",
    "date": "date|day|when|datetime|date and time|start",
    "time": "time|hour|start time|starts",
    "timezone": "timezone|time zone|zone|tz",
    "theme": "theme|topic|season theme|season title|track",
    "register_url": "register url|registration|register|registration link|registration url|zoom",
    "state": "state|status",
}
"""For each fact of a list the names its column usually has, in any case, with any blanks."""


def parse_map(given: Iterable[str]) -> dict[str, list[str]]:
    """Parse ``--map``: for each fact the columns that hold it.

    Args:
        given: ``speaker=Presenter``; a fact may be given several times.

    Raises:
        DataError: one has no ``=``, or names no fact.
    """
    found: dict[str, list[str]] = {}
    for each in given:
        fact, sign, column = (part.strip() for part in each.partition("="))
        if not sign or not column:
            raise DataError(f"--map: {each!r} names no column; write it as speaker=Presenter")
        if fact not in COLUMNS:
            raise DataError(
                f"--map: there is no {fact!r} in a record; there are {', '.join(COLUMNS)}"
            )
        found.setdefault(fact, []).append(column)
    return found


def assign(names: Iterable[str], given: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Assign columns to facts, in the list's order.

    A numbered column (``Speaker 2``) goes with the others of its name. A column that the map
    names is used for that alone.

    Args:
        names: the list's columns.
        given: what :func:`parse_map` gave.

    Raises:
        DataError: the map names a column that the list does not have.
    """
    names = list(dict.fromkeys(names))
    found = {
        fact: [_column(names, column) for column in columns] for fact, columns in given.items()
    }
    mapped = {column for columns in found.values() for column in columns}
    known = {name: fact for fact, usual in COLUMNS.items() for name in usual.split("|")}
    for column in names:
        fact = known.get(_plain(column)) or known.get(_plain(re.sub(r"\s*[0-9]+\s*$", "", column)))
        if column not in mapped and fact and fact not in given:
            found.setdefault(fact, []).append(column)
    return found


def _column(names: list[str], wanted: str) -> str:
    """Return the column of a name; of one inside another (``speaker.name``) the whole path."""
    for same in (lambda name: name == wanted, lambda name: _plain(name) == _plain(wanted)):
        for name in names:
            if same(name):
                return name
    if wanted.partition(".")[0] in names:
        return wanted
    raise DataError(f"--map: the list has no column {wanted!r}; it has {', '.join(names)}")


def _plain(name: str) -> str:
    return " ".join(word_list(name)).casefold()
