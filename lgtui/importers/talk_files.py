"""Reads files that each hold one talk: the front matter is its record, the text its abstract."""

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from lgtui.importers import Note, Source
from lgtui.importers.columns import Cell, Row, assign
from lgtui.importers.encoding.repair import repair, strip_invisible
from lgtui.importers.lists import ListImport, Reader, to_records
from lgtui.importers.numbering import Listed
from lgtui.importers.page_reader import repair_notes
from lgtui.importers.tables import read_mapping
from lgtui.importers.talk_fields import split_parts
from lgtui.model import DataError, Moment
from lgtui.text.date_reader import DayText, choose_order, read_day
from lgtui.text.inline_markdown import has_words, missing, unescape, word_list
from lgtui.text.urls import addresses

ENDINGS = (".md", ".markdown", ".mdx", ".qmd", ".rmd", ".html")
"""How the name of a talk's file ends."""


class TalkFile(NamedTuple):
    """One file: its front matter as cells, and the text below it with its first line (from 0)."""

    name: str
    cells: Mapping[str, Cell]
    body: str
    first: int


def front_matter(name: str, text: str, notes: list[Note] | None = None) -> TalkFile | None:
    """Split a file into front matter (YAML between ``---``, TOML between ``+++``) and text.

    Returns:
        ``None`` for a file without front matter.

    Raises:
        DataError: the front matter cannot be read, with file and line.
    """
    lines = text.split("\n")
    fence = lines[0].rstrip()
    if fence not in ("---", "+++"):
        return None
    ends = (fence, "...") if fence == "---" else (fence,)
    last = next((at for at in range(1, len(lines)) if lines[at].rstrip() in ends), 0)
    if not last:
        return None
    # A line end for the line of the fence: messages then name the line in the file.
    held = "\n" + "\n".join(lines[1:last]) + "\n"
    said: list[Note] = [] if notes is None else notes
    cells = read_mapping(name, held, said) if fence == "---" else _toml(name, held)
    return TalkFile(name, _flattened(cells), "\n".join(lines[last + 1 :]), last + 1)


def _toml(name: str, text: str) -> dict[str, Cell]:
    import tomllib

    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line ([0-9]+)", str(error))
        raise DataError(f"this is no TOML: {error}", name, int(line[1]) if line else 1) from error
    return {key: _cell(value) for key, value in found.items()}


def _cell(value: object) -> Cell:
    """Return a value of TOML as a cell: its text, or a list or mapping of cells."""
    if isinstance(value, dict):
        return {str(key): _cell(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_cell(each) for each in value]
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value).lower() if isinstance(value, bool) else str(value)


_NESTED = ("extra", "params", "taxonomies", "event", "talk")
"""Tables in which Zola and Hugo keep the keys of a site's own."""


def _flattened(cells: Mapping[str, Cell]) -> dict[str, Cell]:
    """Return front matter with the keys of its inner tables beside the others."""
    found = {
        key: value
        for key, value in cells.items()
        if not (key in _NESTED and isinstance(value, dict))
    }
    for key in _NESTED:
        if isinstance(inner := cells.get(key), dict):
            for name, value in inner.items():
                found.setdefault(name, value)
    return found


_FURTHER = {
    "date": ("event date", "talk date", "seminar date", "date start", "start date", "event start"),
    "video": (
        "youtube id", "youtubeid", "video id", "youtube url", "vimeo", "vimeo id", "url video",
    ),
    "slides": ("url slides", "slides link", "slide link"),
    "links": ("url code", "url pdf", "paper url", "paper link"),
    "abstract": ("excerpt", "teaser", "lead"),
}  # fmt: skip
"""Keys of front matter that no list has, by their fact."""

_WEAK = (
    "date", "title", "author", "authors", "name", "names", "description", "summary", "excerpt",
    "teaser", "lead", "about", "where", "subtitle",
)  # fmt: skip
"""Keys that say something of the page, where another key says it of the talk."""

_ABOUT_PAGES = ("description", "summary", "excerpt", "teaser", "lead")
"""Keys that shorten what the text below says in full."""

_SINGLE = ("date", "title", "speaker", "abstract", "time", "affiliation")
"""Facts that a file states once, whatever else it says of its page."""

_UNPUBLISHED = {"draft": "true", "published": "false"}

_NEWS_FOLDERS = re.compile(r"(?i)(?:^|[/\\])(?:_?posts|_?news|_?blog|_?drafts)(?=[/\\])")
"""Folders in which not every file is a talk."""

_INDEX = re.compile(r"(?i)(?:^|[/\\])(?:_?index|readme|archive|all)\.\w+$")
"""Names of files that list the others of their folder, or are a folder's only one."""

_DATED_NAME = re.compile(r"(?:^|[/\\])((?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2})(?:[-_.][^/\\]*)?$")


def _plain(name: str) -> str:
    return " ".join(word_list(name)).casefold()


def columns_of(names: Sequence[str], given: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Assign keys of front matter to facts, as those of a list are, and those no list has."""
    found = assign(names, given)
    used = {column for columns in found.values() for column in columns}
    for fact, further in _FURTHER.items():
        own = [name for name in names if name not in used and _plain(name) in further]
        if own and fact not in given:
            found.setdefault(fact, []).extend(own)
    return found


def is_talk_file(name: str, text: str) -> bool:
    """Return whether a file that is named alone is one talk: its front matter names a speaker.

    An ``author`` may be who wrote the page: that counts only beside a place or a recording.
    """
    try:
        found = front_matter(name, text)
    except DataError:
        return False
    if found is None:
        return False
    keys = [key for key, cell in found.cells.items() if cell]
    facts = columns_of(keys, {})
    named = {_plain(key) for key in facts.get("speaker", ())}
    if named - {"author", "authors", "name", "names"}:
        return "title" in facts or "date" in facts
    further = ("affiliation", "video", "slides", "abstract")
    return bool(named) and "date" in facts and any(fact in facts for fact in further)


def import_talk_files(
    sources: Iterable[Source],
    given: Mapping[str, list[str]],
    today: Moment,
    zone: str = "",
    *,
    dates: str = "",
) -> ListImport:
    """Read files of one talk each into records; the files stay as they are.

    What is no talk, cannot be read, or is not published is named in the report and left alone.

    Args:
        sources: the files as they lie on disk.
        given: the map of keys, see :func:`lgtui.importers.columns.parse_map`.
        today: the day by which a season counts as held or upcoming.
        zone: the series' time zone, where there is one already.
        dates: the order of the numbers in dates, such as ``mdy``, where no file tells it.

    Raises:
        DataError: the map names a key that no file has.
    """
    notes: list[Note] = []
    files = _read(sources, notes)
    names = list(dict.fromkeys(key for file in files for key in file.cells))
    columns = columns_of(names, given)
    if site := _one_author(files, columns):
        why = f"every file has it under {site!r}: who keeps the site, not who speaks"
        notes.append(Note(files[0].name, 1, 1, "kept", _shown(files[0].cells[site]), "", why))
        columns["speaker"].remove(site)
    found: list[tuple[str, Listed]] = []
    left: dict[str, list[str]] = {}
    rows = [(file, *_row(file, columns, notes)) for file in files]
    named = any(_plain(name) not in _WEAK for _, _, own in rows for name in own.get("speaker", ()))
    order = dates or _order([(row, own) for _, row, own in rows])
    for file, row, own in rows:
        if why := _no_talk(file, row, own, named):
            notes.append(Note(file.name, 1, 1, "kept", "", "", f"{why}: the file is not imported"))
            continue
        asked = order if _is_open(row, own) else ""
        reader = Reader(file.name, own, [row], asked, ask=False)
        listed = reader.row(row)
        notes += reader.notes
        if listed is None:
            continue
        found.append((file.name, listed))
        used = [column for names in own.values() for column in names]
        for key, cell in file.cells.items():
            if key not in used and has_words(_shown(cell)) and cell not in ("true", "false"):
                left.setdefault(key, []).append(file.name)
        why = "the record of a talk; the file stays as it is"
        notes.append(Note(file.name, 1, 1, "certain", ", ".join(used), listed.talk.title, why))
    notes += _not_taken(left)
    return to_records(found, today, notes, zone)


def _days(row: Row, own: Mapping[str, list[str]]) -> list[DayText]:
    """Return the days of a file's date, each with all ways to read it."""
    texts = (_shown(row.cells[name]) for name in own.get("date", ()))
    return [day for text in texts if (day := read_day(text))]


def _is_open(row: Row, own: Mapping[str, list[str]]) -> bool:
    """Return whether a file alone does not tell in which order its date is written."""
    return any(len({one for _, one in day.days}) > 1 for day in _days(row, own))


def _order(rows: Sequence[tuple[Row, Mapping[str, list[str]]]]) -> str:
    """Return the order in which the dates of all files can be days; empty where none is sure."""
    found = [day for row, own in rows for day in _days(row, own) if day.sign == "/"]
    return choose_order(found).order if found else ""


def _read(sources: Iterable[Source], notes: list[Note]) -> list[TalkFile]:
    """Read the files; note those that have no front matter, or whose cannot be read."""
    found = []
    for source in sources:
        fixed = repair(source.raw)
        text, invisible = strip_invisible(fixed.text)
        notes += repair_notes(source.name, fixed, invisible)
        try:
            file = front_matter(source.name, text, notes)
        except DataError as error:
            place = (source.name, error.line or 1, error.column or 1)
            why = f"{error.message}; the file is not imported"
            if "mapping values" in why:
                why += ": put quotes around a value that holds a colon"
            notes.append(Note(*place, "error", "", "", why))
            continue
        if file is None:
            why = "no front matter: the file is not imported"
            notes.append(Note(source.name, 1, 1, "kept", "", "", why))
            continue
        found.append(file)
    return found


def _one_author(files: Sequence[TalkFile], columns: Mapping[str, list[str]]) -> str:
    """Return the key under which three files or more all name one author; empty for none."""
    for key in columns.get("speaker", ()):
        if _plain(key) in ("author", "authors", "name"):
            values = Counter(_shown(file.cells.get(key, "")) for file in files)
            if len(files) > 2 and len(values) == 1:
                return key
    return ""


def _shown(cell: Cell) -> str:
    """Return a cell as a report shows it."""
    if isinstance(cell, str):
        return cell
    parts = cell.values() if isinstance(cell, dict) else cell
    return ", ".join(map(_shown, parts))


def _row(
    file: TalkFile, columns: Mapping[str, list[str]], notes: list[Note]
) -> tuple[Row, dict[str, list[str]]]:
    """Return a file as a row of cells, and which of them hold which fact."""
    cells = dict(file.cells)
    own: dict[str, list[str]] = {}
    for fact, names in columns.items():
        filled = [
            name
            for name in names
            if has_words(_shown(cells.get(name, "")))
            and (fact != "theme" or isinstance(cells[name], str))  # a list of tags is no theme
        ]
        if fact in _SINGLE:
            filled = _said_of_the_talk(filled)
        if filled:
            own[fact] = filled
    dated = _DATED_NAME.search(file.name.rpartition(".")[0])
    if dated and "date" not in own:
        cells["file name"] = dated[1]
        own["date"] = ["file name"]
    _add_body(file, cells, own, notes)
    for name in own.get("video", ()):
        cells[name] = _video(name, cells[name])
    for name in own.get("register_url", ()):
        if found := addresses(_shown(cells[name])):
            cells[name] = found[0].url
    return Row(1, cells), own


def _said_of_the_talk(names: list[str]) -> list[str]:
    """Return the keys of a fact that say it of the talk; where there are none, the page's own."""
    strong = [name for name in names if _plain(name) not in _WEAK]
    return strong or names[:1]


def _video(name: str, cell: Cell) -> Cell:
    """Return a recording's cell with its whole address where it is only the video's id."""
    if not isinstance(cell, str):
        return cell
    value, key = cell.strip(), _plain(name)
    if "vimeo" in key and re.fullmatch(r"[0-9]{5,12}", value):
        return f"https://vimeo.com/{value}"
    if "vimeo" not in key and re.fullmatch(r"(?=.*[A-Z0-9_-])[\w-]{11}", value):
        return f"https://www.youtube.com/watch?v={value}"
    return cell


def _add_body(
    file: TalkFile, cells: dict[str, Cell], own: dict[str, list[str]], notes: list[Note]
) -> None:
    """Add the facts of the text below the front matter; the front matter's own come first."""
    split = split_parts(file.body.split("\n"))
    said: dict[str, list[tuple[int, str]]] = {}
    for part in split.parts:
        if has_words(part.text):
            said.setdefault(part.fact, []).append((part.at, part.text))
    if has_words(free := split.free_text):
        first = next(at for at, line in split.rest if line.strip())
        if "abstract" in said:
            _note_left(file, first, free, "beside the labelled parts of the text", notes)
        else:
            said["abstract"] = [(first, free)]
    for fact, texts in said.items():
        text = "\n\n".join(text for _, text in texts)
        if fact in _PLAIN:
            text = unescape(text)
        held = own.get(fact, [])
        if held and not _gives_way(fact, held, text, cells):
            if missing([text], [_shown(cells[name]) for name in held]) and not (
                fact == "date" and _same_day(text, [_shown(cells[name]) for name in held])
            ):
                _note_left(file, texts[0][0], text, f"the front matter has its own {fact}", notes)
            continue
        name = f"{fact} in the text"
        cells[name] = text
        own[fact] = [name]


_PLAIN = ("title", "affiliation", "date", "time")
"""Facts that are read without the marks of Markdown."""


def _gives_way(fact: str, held: Sequence[str], text: str, cells: Mapping[str, Cell]) -> bool:
    """Return whether the front matter says a fact of the page, and the text below of the talk.

    Args:
        fact: the fact.
        held: the keys that have it.
        text: what the text below says of it, behind a label.
        cells: the values of the keys.
    """
    names = {_plain(name) for name in held}
    if fact == "abstract":
        return names <= {*_ABOUT_PAGES}
    if fact == "date":
        return names <= {"date", "file name"} and bool(
            read_day(text) and not _same_day(text, [_shown(cells[name]) for name in held])
        )
    return fact in ("title", "speaker") and names <= {*_WEAK}


def _same_day(text: str, others: Iterable[str]) -> bool:
    """Return whether one of some texts can be of the same day as another one."""
    day = read_day(text)
    found = [other for each in others if (other := read_day(each))]
    days = {one for _, one in day.days} if day else set()
    return any(days & {one for _, one in each.days} for each in found)


def _note_left(file: TalkFile, at: int, text: str, why: str, notes: list[Note]) -> None:
    why = f"{why}: it stays in the file alone"
    notes.append(Note(file.name, file.first + at + 1, 1, "kept", text, "", why))


def _no_talk(file: TalkFile, row: Row, own: Mapping[str, list[str]], named: bool) -> str:
    """Say why a file is no talk of the series; empty where it is one.

    Args:
        file: the file.
        row: its cells.
        own: which of them hold which fact.
        named: whether another file names its speaker by a key or label that means nothing else.
    """
    if _INDEX.search(file.name) and not {"speaker", "date"} & own.keys():
        return "it lists other files, and names no speaker and no date"
    for key, value in _UNPUBLISHED.items():
        if _shown(row.cells.get(key, "")).casefold() == value:
            return f"it is not published ({key}: {value})"
    authors = {_plain(name) for name in own.get("speaker", ())} <= {"author", "authors"}
    if "speaker" in own and not (authors and named and _NEWS_FOLDERS.search(file.name)):
        return ""
    if _NEWS_FOLDERS.search(file.name) or re.search(r"(?:^|[/\\])_index\.\w+$", file.name):
        return "it names no speaker"
    if "title" in own and ("date" in own or "video" in own or "abstract" in own):
        return ""
    return "it names no speaker, and no title with a date, a video or an abstract"


_OF_SITES = ("layout", "permalink", "draft", "published")
"""Keys that say how a site shows the file."""


def _not_taken(left: Mapping[str, list[str]]) -> list[Note]:
    """Note each key that records did not take, once for all the files that have it."""
    notes = []
    for key, names in left.items():
        if key not in _OF_SITES:
            many = f"in {len(names)} files" if len(names) > 1 else "in this file alone"
            why = f"this key is not imported ({many}); --map FACT={key!r} would"
            notes.append(Note(names[0], 1, 1, "kept", key, "", why))
    return notes
