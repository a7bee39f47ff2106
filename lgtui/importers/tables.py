"""Reads a list of talks, CSV, YAML, JSON or XLSX, into rows of named cells."""

import csv
import re
from typing import TYPE_CHECKING

from lgtui.importers import Note
from lgtui.importers.columns import STATES, Cell, Row, fact_named, texts_of
from lgtui.importers.numbering import read_term
from lgtui.model import DataError
from lgtui.render.export import unharmed
from lgtui.text.date_reader import read_day
from lgtui.text.urls import addresses

if TYPE_CHECKING:
    import yaml

ENDINGS = (".csv", ".tsv", ".yml", ".yaml", ".json", ".xlsx")
"""How the name of a list ends."""


def is_list(name: str) -> bool:
    """Return whether a file's name is that of a list of talks, not of a page."""
    return name.lower().endswith(ENDINGS)


def read_rows(name: str, text: str, notes: list[Note] | None = None) -> list[Row]:
    """Read the rows of a list.

    Args:
        name: the file's name, which says what it is.
        text: its text.
        notes: where to put what is no row, such as a title above a table.

    Raises:
        DataError: it is no list, with the line where it goes wrong.
    """
    said: list[Note] = [] if notes is None else notes
    lower = name.lower()
    if lower.endswith((".csv", ".tsv", ".xlsx")):
        rows = _csv(name, text, said)
    else:
        root = _json(name, text) if lower.endswith(".json") else _yaml(name, text)
        rows = _Entries(name, said).rows(root)
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


def _csv(name: str, text: str, notes: list[Note]) -> list[Row]:
    csv.field_size_limit(max(len(text), 131_072))
    told = re.match(r"\s*sep=(.)[ \t]*\n", text)
    start = text[told.end() :] if told else text
    header = next((line for line in start.split("\n") if line.strip(" ,;\t|")), "")
    delimiter = told[1] if told else max(",;\t|", key=re.sub('"[^"]*"', "", header).count)
    reader = csv.reader(
        (f"{line}\n" for line in text.split("\n")), delimiter=delimiter, strict=True
    )
    table: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for cells in reader:
            begins, line = line, reader.line_num + 1
            if any(cell.strip() for cell in cells) and not (told and begins == told[0].count("\n")):
                table.append((begins, cells))
    except csv.Error as error:
        raise DataError(f"this is no CSV: {error}", name, reader.line_num) from error
    if not table:
        raise DataError("the list is empty", name)
    return _table_rows(name, table, notes)


def _table_rows(name: str, table: list[tuple[int, list[str]]], notes: list[Note]) -> list[Row]:
    """Return the rows below the line that names the columns; what stands above it is noted."""
    known = [sum(fact_named(cell) != "" for cell in cells) for _, cells in table[:10]]
    head = 0
    if known[0] < 2 and sum(bool(cell.strip()) for cell in table[0][1]) < 2:
        head = next((at for at, count in enumerate(known) if count > 1), 0)
    for at, cells in table[:head]:
        shown = " ".join(cell.strip() for cell in cells if cell.strip())
        notes.append(Note(name, at, 1, "kept", shown, "", "it stands above the columns' names"))
    begins, cells = table[head]
    if not known[head] and len(cells) > 1 and any(map(_is_a_value, cells)):
        width = max(len(cells) for _, cells in table)
        names = [f"column {at}" for at in range(1, width + 1)]
        why = "no line names the columns: what they hold is told by their cells, or by --map"
        notes.append(Note(name, begins, 1, "guess", ", ".join(cells), ", ".join(names), why))
        body = table[head:]
    else:
        names, body = _names(name, begins, cells), table[head + 1 :]
    rows = []
    for begins, cells in body:
        if any(cell.strip() for cell in cells[len(names) :]):
            raise DataError(
                f"this row has {len(cells)} cells, the first line names {len(names)} columns; "
                "put quotes around cells that hold the sign between the columns",
                name,
                begins,
            )
        rows.append(Row(begins, dict(zip(names, map(unharmed, cells), strict=False))))
    return rows


def _is_a_value(cell: str) -> bool:
    """Return whether a cell is a day or an address, which no column is called."""
    return bool(addresses(cell)) or read_day(cell) is not None


def _names(name: str, line: int, cells: list[str]) -> list[str]:
    names = [cell.strip() or f"column {at}" for at, cell in enumerate(cells, 1)]
    for column in names:
        if names.count(column) > 1:
            raise DataError(f"two columns are called {column!r}; rename one", name, line)
    return names


def _yaml(name: str, text: str) -> "yaml.Node | None":
    import yaml

    try:
        root: yaml.Node | None = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        raise DataError(
            f"this is no YAML: {getattr(error, 'problem', error)}", name, *place
        ) from error
    except RecursionError as error:
        raise DataError("this is no list of talks: it is nested too deeply", name) from error
    return root


def read_mapping(name: str, text: str, notes: list[Note]) -> dict[str, Cell]:
    """Read one YAML mapping, such as the front matter of a page; nothing at all is an empty one.

    Args:
        name: the file's name.
        text: the mapping, with the lines of the file.
        notes: where to put what stands under a key that comes again.

    Raises:
        DataError: it is no mapping, with the line where it goes wrong.
    """
    import yaml

    root = _yaml(name, text)
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        raise DataError("the front matter has no keys; write it as “title: …”", name, 2)
    return _Entries(name, notes).cells(root)


def _json(name: str, text: str) -> "yaml.Node":
    """Read JSON into the nodes that YAML has, so that each entry knows its line."""
    import json

    import yaml

    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        raise DataError(f"this is no JSON: {error.msg}", name, error.lineno, error.colno) from error
    except RecursionError as error:
        raise DataError("this is no list of talks: it is nested too deeply", name) from error
    decoder, blank_run, line, seen = json.JSONDecoder(), re.compile(r"[\s,:]*"), 0, 0

    def node(at: int, depth: int) -> "tuple[yaml.Node, int]":
        nonlocal line, seen
        if depth > _DEEPEST:
            raise DataError("this is no list of talks: it is nested too deeply", name)
        line, seen = line + text.count("\n", seen, at), at
        mark = yaml.Mark(name, at, line, 0, None, 0)
        if text[at] not in "[{":
            value, end = decoder.raw_decode(text, at)
            shown = value if isinstance(value, str) else "" if value is None else text[at:end]
            return yaml.ScalarNode("", shown, mark, mark, style='"'), end
        children: list[yaml.Node] = []
        closing = "]" if text[at] == "[" else "}"
        end = skip(at + 1)
        while text[end] != closing:
            child, end = node(end, depth + 1)
            children.append(child)
            end = skip(end)
        if closing == "]":
            return yaml.SequenceNode("", children, mark, mark), end + 1
        pairs = list(zip(children[::2], children[1::2], strict=True))
        return yaml.MappingNode("", pairs, mark, mark), end + 1

    def skip(at: int) -> int:
        found = blank_run.match(text, at)
        return found.end() if found else at

    return node(skip(0), 0)[0]


_DEEPEST = 8
"""A list of talks is nested no deeper; an alias of YAML may be without end."""

_SHAPE = "this is no list of talks; write one as “- title: …”, the other facts of the talk below it"
_LANGUAGES = frozenset(
    "en de fr es it pt nl pl cs sk da sv nb nn fi no ru uk el tr ja zh ko ca eu gl hu ro bg hr sl "
    "sr lt lv et ga cy is he ar fa hi".split()
)
_WRAPPED = frozenset(("rendered", "raw", "plain", "text", "value", "html", "protected"))
"""What a content manager's export names the one text of a field."""

_NO_TALKS_IN = ("speaker", "links", "slides", "video", "speaker_url", "affiliation")
"""Facts of a talk whose cells may be lists of mappings, without being talks."""

_OF_GROUPS = ("season", "theme", "year", "timezone", "state", "register_url", "date", "time")
"""Facts that an entry around talks gives to each of them."""


def _is_said_of_all(column: str, value: "yaml.Node") -> bool:
    """Return whether a key beside groups of talks tells a fact of each of them."""
    fact, said = fact_named(column), value.value
    if not isinstance(said, str) or fact not in _OF_GROUPS:
        return False
    return fact != "season" or bool(read_term(said) or re.fullmatch(r"\D*[0-9]{1,3}", said))


class _Entries:
    """Reads the nodes of a YAML or JSON file as talks, however they are grouped."""

    def __init__(self, name: str, notes: list[Note]) -> None:
        self.name, self.notes = name, notes
        self.merged: set[int] = set()

    def rows(self, root: "yaml.Node | None") -> list[Row]:
        """Return the talks: a list of entries, alone, under keys, or entries by their ids."""
        import yaml

        found: list[Row] = []
        self.merged = _merged(root)
        if isinstance(root, yaml.SequenceNode):
            found = self._of_list(root, {}, 0)
        elif isinstance(root, yaml.MappingNode):
            found = self._of_group(root, {}, 0)
        if not found:
            raise DataError(_SHAPE, self.name, root.start_mark.line + 1 if root else 1)
        return found

    def _of_list(self, node: "yaml.SequenceNode", above: dict[str, Cell], depth: int) -> list[Row]:
        import yaml

        if not any(isinstance(each, yaml.MappingNode) for each in node.value):
            raise DataError(_SHAPE, self.name, node.start_mark.line + 1)
        found: list[Row] = []
        for given in node.value:
            each = _unwrapped(given)
            if not isinstance(each, yaml.MappingNode):
                raise DataError("this entry has no keys; write it as “- title: …”", self.name,
                                each.start_mark.line + 1)  # fmt: skip
            if depth < _DEEPEST and self._groups(each):
                found += self._of_group(each, above, depth + 1)
            else:
                line = each.start_mark.line + 1
                found.append(Row(line, {**above, **self._lifted(each)}))
        return found

    def _groups(self, node: "yaml.MappingNode") -> bool:
        """Return whether an entry holds talks: some, and it is none itself.

        Its name or title is then that of a season: ``{name: Autumn 2024, talks: […]}``.
        """
        facts = {fact_named(str(key.value)) for key, _ in node.value}
        return any(
            _holds_talks(value) for key, value in node.value
            if fact_named(str(key.value)) not in _NO_TALKS_IN
        ) or (not facts & {"title", "speaker"} and any(
            self._holds_rows(value) for key, value in node.value
            if fact_named(str(key.value)) in ("", *_OF_GROUPS)
        ))  # fmt: skip

    def _holds_rows(self, node: "yaml.Node", depth: int = 0) -> bool:
        import yaml

        if depth > _DEEPEST:
            return False
        if isinstance(node, yaml.SequenceNode):
            return bool(node.value) and all(isinstance(one, yaml.MappingNode) for one in node.value)
        return isinstance(node, yaml.MappingNode) and any(
            self._holds_rows(value, depth + 1) for _, value in node.value
        )

    def _of_group(self, node: "yaml.MappingNode", above: dict[str, Cell], depth: int) -> list[Row]:
        """Return the talks below the keys of a mapping, with what its other keys say of them."""
        import yaml

        if depth > _DEEPEST:
            raise DataError("this is no list of talks: it is nested too deeply", self.name)
        inner: list[tuple[str, yaml.Node]] = []
        talks = all(isinstance(value, yaml.MappingNode) for _, value in node.value)
        above = self._numbered_group(node, above) if depth else above
        for key, value in node.value:
            column, line = str(key.value), key.start_mark.line + 1
            if self._holds_rows(value) or (talks and node.value):
                inner.append((column, value))
            elif id(value) in self.merged:
                continue  # what entries take over with “<<”: each of them tells it
            elif _is_said_of_all(column, value):
                above = {**above, column: self._cell(value, depth)}
            elif depth and isinstance(value.value, str) and column.casefold() in _NAMES_OF_GROUPS:
                above = self._named_group(value, above)
            elif words := " ".join(texts_of(self._cell(value, depth))):
                why = f"{column} is said of no talk: it is not imported"
                self.notes.append(Note(self.name, line, 1, "kept", words, "", why))
        found: list[Row] = []
        for column, value in self._with_titles(inner):
            said = self._said_by(column, value, above, len(inner) > 1)
            if isinstance(value, yaml.SequenceNode):
                found += self._of_list(value, said, depth + 1)
            elif isinstance(value, yaml.MappingNode) and self._holds_rows(value):
                found += self._of_group(value, said, depth + 1)
            elif isinstance(value, yaml.MappingNode):
                cells = {**({} if said is not above else {"id": column}), **said}
                row = Row(value.start_mark.line + 1, {**cells, **self._lifted(value)})
                found.append(row)
        return found

    def _numbered_group(self, node: "yaml.MappingNode", above: dict[str, Cell]) -> dict[str, Cell]:
        """Return what is said of all talks of a group with the group's own number, its season's."""
        for key, value in node.value:
            number = str(key.value).casefold() in ("number", "no", "nr", "season_number")
            if number and str(value.value).isdecimal() and "season" not in above:
                self.merged.add(id(value))
                return {**above, "season": str(value.value)}
        return above

    def _lifted(self, node: "yaml.MappingNode") -> dict[str, Cell]:
        """Return an entry's cells with those that a content manager keeps one level below.

        These are ``{id: …, fields: {title: …}}`` and the like. A day of the entry itself gives
        way to one there: it is the day of the entry's writing.
        """
        cells = self.cells(node)
        for name in [one for one in cells if one.casefold() in _LIFTED]:
            inside = cells[name]
            if not isinstance(inside, dict) or not any(map(fact_named, inside)):
                continue
            del cells[name]
            dated = any(fact_named(one) == "date" for one in inside)
            for column in [one for one in cells if fact_named(one) == "date"] if dated else ():
                cells[f"{column} of the entry"] = cells.pop(column)
            cells |= inside
        return cells

    def _named_group(self, value: "yaml.Node", above: dict[str, Cell]) -> dict[str, Cell]:
        """Return what is said of all talks of a group with the group's own name, its season."""
        text = " ".join(str(value.value).split())
        if not text:
            return above
        if read_term(text) or re.fullmatch(r"\D*[0-9]{1,3}", text):
            if not any(fact_named(column) == "season" for column in above):
                return {**above, "season": text}
        elif "theme" not in set(map(fact_named, above)):
            bare = "season" in set(map(fact_named, above)) or re.search("[0-9]", text)
            return {**above, "theme": text} | ({} if bare else {"season": text})
        why = "the name of a group of talks stands in no record"
        self.notes.append(Note(self.name, value.start_mark.line + 1, 1, "kept", text, "", why))
        return above

    def _said_by(
        self, column: str, value: "yaml.Node", above: dict[str, Cell], several: bool
    ) -> dict[str, Cell]:
        """Return what is said of all talks of a group, its name with it; else note the name.

        Args:
            column: the group's name: a term such as Spring 2024, a number, upcoming, or others.
            value: the group.
            above: what is said of it from above.
            several: whether there are other groups beside it.
        """
        import yaml

        if column.casefold() in STATES and fact_named(column) != "title":
            return {**above, "state": column}
        over = str(above.get("season", ""))
        same = read_term(f"{column} {over}") == read_term(over)  # “talks” of Spring 2024
        for season in (column,) if same else (column, f"{column} {over}"):
            if read_term(season) or (season is column and re.fullmatch(r"\D*[0-9]{1,3}", season)):
                return {**above, "season": season}
        if several and isinstance(value, yaml.SequenceNode):
            why = "the name of a group of talks stands in no record"
            line = value.start_mark.line + 1
            self.notes.append(Note(self.name, line, 1, "kept", column, "", why))
        return above

    def _with_titles(self, inner: "list[tuple[str, yaml.Node]]") -> "list[tuple[str, yaml.Node]]":
        """Return the groups whose entries have titles, where any have; note what the others say.

        Beside talks there may be organizers or seasons, as in an export.
        """
        import yaml

        def titled(node: yaml.Node) -> bool:
            if isinstance(node, yaml.SequenceNode):
                return any(map(titled, node.value))
            return isinstance(node, yaml.MappingNode) and any(
                fact_named(str(key.value)) == "title" or titled(value) for key, value in node.value
            )

        talks = [one for one in inner if titled(one[1])]
        for column, node in inner if talks else ():
            if (column, node) not in talks:
                words = " ".join(" ".join(texts_of(self._cell(node, 0))).split())
                why = f"{column} has no titles of talks: it is not imported"
                line = node.start_mark.line + 1
                self.notes.append(Note(self.name, line, 1, "kept", words, "", why))
        return talks or inner

    def cells(self, node: "yaml.MappingNode", depth: int = 0) -> dict[str, Cell]:
        """Return a mapping's cells; of a key that is there twice the last one counts."""
        import yaml

        merged: dict[str, Cell] = {}
        own: dict[str, Cell] = {}
        for key, value in node.value:
            column = str(key.value)
            if column == "<<" and depth <= _DEEPEST:
                several = value.value if isinstance(value, yaml.SequenceNode) else [value]
                for each in reversed(several):
                    if isinstance(each, yaml.MappingNode):
                        merged |= self.cells(each, depth + 1)
                continue
            if column in own and (words := " ".join(texts_of(own[column]))):
                why = f"{column} is here twice: the last one counts, as in Jekyll"
                line = key.start_mark.line + 1
                self.notes.append(Note(self.name, line, 1, "kept", words, "", why))
            own[column] = self._cell(value, depth + 1)
        return {**merged, **own}

    def _in_one_language(self, texts: "dict[str, yaml.Node]") -> str:
        """Return the text of a mapping from languages to texts: in English, else the first one."""
        filled = {name: each for name, each in texts.items() if each.value.strip()}
        first = next((name for name in filled if name.startswith("en")), next(iter(filled), ""))
        for name, each in filled.items():
            if name != first and each.value != filled[first].value:
                why = f"in {name}: the record has it in one language, {first}"
                line = each.start_mark.line + 1
                self.notes.append(Note(self.name, line, 1, "kept", each.value, "", why))
        return str(filled[first].value) if first else ""

    def _cell(self, node: "yaml.Node", depth: int) -> Cell:
        import yaml

        if depth > _DEEPEST:
            raise DataError("this is no list of talks: it is nested too deeply", self.name)
        if isinstance(node, yaml.SequenceNode):
            return [self._cell(each, depth + 1) for each in node.value]
        if isinstance(node, yaml.MappingNode):
            texts = {str(key.value).casefold(): each for key, each in node.value}
            if any(not isinstance(each, yaml.ScalarNode) for each in texts.values()) or not texts:
                return self.cells(node, depth)
            if set(texts) <= _WRAPPED:
                return next(str(each.value) for name in _BEST_OF for tag, each in texts.items()
                            if name in (tag, ""))  # fmt: skip
            if all(name.replace("_", "-").partition("-")[0] in _LANGUAGES for name in texts):
                return self._in_one_language(texts)
            return self.cells(node, depth)
        plain = isinstance(node, yaml.ScalarNode) and node.style is None
        null = plain and node.value in ("~", "null", "Null", "NULL")
        return "" if null else str(node.value)


_BEST_OF = ("raw", "plain", "text", "value", "rendered", "html", "")
_LIFTED = frozenset("fields attributes properties acf extra meta params custom_fields".split())
"""Where content managers keep an entry's own facts."""
_NAMES_OF_GROUPS = ("name", "title", "label", "heading", "group")


def _holds_talks(node: "yaml.Node", seen: frozenset[int] = frozenset()) -> bool:
    """Return whether a node is a list with entries that are talks: a title, and who or when."""
    import yaml

    if id(node) in seen or len(seen) > _DEEPEST or not isinstance(node, yaml.SequenceNode):
        return False
    for given in node.value:
        each = _unwrapped(given)
        if not isinstance(each, yaml.MappingNode):
            return False
        facts = {fact_named(str(key.value)) for key, _ in each.value}
        if "title" in facts and facts & {"date", "speaker", "first_name", "last_name", "year"}:
            return True
        if any(
            _holds_talks(value, seen | {id(node)}) for key, value in each.value
            if fact_named(str(key.value)) not in _NO_TALKS_IN
        ):  # fmt: skip
            return True
    return False


def _unwrapped(node: "yaml.Node") -> "yaml.Node":
    """Return an entry without a mapping of one key around it: ``{talk: {title: …}}``."""
    import yaml

    for _ in range(_DEEPEST):
        if not isinstance(node, yaml.MappingNode) or len(node.value) != 1:
            return node
        inner = node.value[0][1]
        if not isinstance(inner, yaml.MappingNode):
            return node
        facts = {fact_named(str(key.value)) for key, _ in inner.value}
        if "title" not in facts and len(inner.value) != 1:
            return node
        node = inner
    return node


def _merged(root: "yaml.Node | None") -> set[int]:
    """Return the ids of the nodes that mappings take over with ``<<``."""
    import yaml

    found: set[int] = set()
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node is None or id(node) in seen or isinstance(node, yaml.ScalarNode):
            continue
        seen.add(id(node))
        for each in node.value:
            key, value = each if isinstance(node, yaml.MappingNode) else (None, each)
            if key is not None and str(key.value) == "<<":
                several = value.value if isinstance(value, yaml.SequenceNode) else [value]
                found |= set(map(id, several))
            waiting.append(value)
    return found
