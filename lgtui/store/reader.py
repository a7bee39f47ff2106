"""Find the data file and read it: by the fast reader, else by tomllib.

What tomllib refuses is told in an organizer's words, at the place that is to be corrected.
"""

import os
import re

from lgtui.model import NO_TEMPLATES, DataError, Records, Templates, named_templates
from lgtui.store import toml_patterns
from lgtui.store.disk import exists, read_file
from lgtui.store.document import BOM, Document, to_records
from lgtui.store.fast_reader import NotUnderstood, read_blocks

DATA = os.path.join("data", "talks.toml")


def find_data(start: str) -> str:
    """Return the data file for a folder: ``data/talks.toml`` in it or in the nearest folder above.

    A file is its own answer.

    Raises:
        DataError: There is none up to the root of the file system, or the folder may not be
            looked into; what may not be looked into above it is not ours, and passed over.
    """
    if os.path.isfile(start):
        return start
    folder = os.path.abspath(start)
    if not os.path.isdir(folder):
        raise DataError("there is no such folder or file; check the path", start)
    if exists(os.path.join(folder, DATA)):
        return os.path.join(folder, DATA)
    while True:
        path = os.path.join(folder, DATA)
        if os.path.lexists(path):
            return path
        above = os.path.dirname(folder)
        if above == folder:
            break
        folder = above
    message = (
        f"there is no {DATA} here nor in any folder above; go to the site's folder, name the "
        "file with --data FILE, or start a new series with lgtui --init"
    )
    raise DataError(message, start)


def root_of(data_path: str) -> str:
    """Return the folder that the paths in ``[pages]`` start from.

    The nearest folder with a ``.git`` (a folder, or a file in linked worktrees and submodules);
    without git the folder above ``data``, and where the file is not in ``data``, its folder.
    """
    home = os.path.dirname(os.path.abspath(data_path))
    folder = home
    while True:
        if os.path.lexists(os.path.join(folder, ".git")):
            return folder
        above = os.path.dirname(folder)
        if above == folder:
            break
        folder = above
    return os.path.dirname(home) if os.path.basename(home) == "data" else home


def from_here(path: str) -> str:
    """Return a path as people read it: from the current folder where it is below it."""
    try:
        relative = os.path.relpath(path)
    except (OSError, ValueError):
        # The current folder is gone, or on another drive: the path as it was given says it all.
        return path
    return os.path.abspath(path) if relative.startswith(os.pardir) else relative


def read(path: str) -> Document:
    """Return the data file at ``path``.

    Raises:
        DataError: It cannot be read, is empty, is no valid TOML, or a newer lgtui wrote it.
    """
    raw = read_file(path)
    if not raw.strip():
        message = (
            "the file is empty: bring back an earlier version (git log shows them), or delete "
            "it and start a new series with lgtui --init"
        )
        raise DataError(message, path)
    return parse(raw, path)


def read_templates(records: Records, path: str) -> Templates:
    """Read the organizers' own templates that the records name, for the pages to be made of.

    One that cannot be read is told when a page needs it.

    Args:
        records: the records of a data file.
        path: the data file.
    """
    named = named_templates(records.pages)
    if not named:
        return NO_TEMPLATES
    from lgtui.render.templates import BadTemplateError

    root = os.path.realpath(root_of(path))
    texts: dict[str, str | DataError] = {}
    for key, name in named.items():
        file = os.path.normpath(os.path.join(root, name))
        if fault := _fault_of_template(file, root):
            texts[name] = BadTemplateError(f"pages.{key}: {name!r} {fault}", path)
            continue
        try:
            texts[name] = read_file(file).decode()
        except DataError as error:
            texts[name] = BadTemplateError(error.message, name)
        except UnicodeDecodeError:
            message = "this template is not UTF-8; save it as such"
            texts[name] = BadTemplateError(message, name)
    return texts


def _fault_of_template(file: str, root: str) -> str:
    """Return why a file may not be a template, ``""`` where it may.

    What a template says goes onto a public page: a file such as ``.git/config`` or ``.env`` holds
    secrets, and a link may lead to one anywhere on the disk.
    """
    if not file.startswith(os.path.join(root, "")):
        return "leads out of the repository; name a file inside it"
    if os.path.realpath(file) != file:
        return f"leads through a link to {os.path.realpath(file)}; name the file itself"
    parts = file.removeprefix(root).split(os.sep)
    if any(part.startswith(".") for part in parts):
        return "is a hidden file, which may hold secrets; give the template a name without a dot"
    return ""


def parse(raw: bytes, file: str = "") -> Document:
    """Return the records in a data file's bytes; no bytes are a file without records.

    Raises:
        DataError: The bytes are no valid TOML (with line and column), or a newer lgtui wrote them.
    """
    check_bytes(raw, file)
    start = len(BOM) if raw.startswith(BOM) else 0
    blocks = None
    if has_control(raw):
        plain = load(raw, file)
    else:
        try:
            plain, blocks = read_blocks(raw, start)
        except NotUnderstood:
            plain = load(raw, file)
    records, problems = to_records(plain, file)
    return Document(file, raw, records, problems, blocks)


def config_folder() -> str:
    """Return the folder of the user's own settings; ``""`` where there is no home."""
    home = os.environ.get("HOME", "")
    folder = os.environ.get("XDG_CONFIG_HOME") or (os.path.join(home, ".config") if home else "")
    return os.path.join(folder, "lgtui") if folder else ""


def settings_file() -> str:
    """Return where the user's settings are looked for; ``""`` where there is no home."""
    folder = config_folder()
    return os.path.join(folder, "settings.toml") if folder else ""


def read_settings(path: str) -> dict[str, object]:
    """Return what a settings file of the user's holds; nothing where there is none.

    Raises:
        DataError: it is there but cannot be read, or is not valid TOML.
    """
    if not os.path.lexists(path):
        return {}
    raw = read_file(path)
    check_bytes(raw, path)
    return load(raw, path)


_CONTROL = bytes(code for code in (*range(32), 127) if code not in b"\t\n\r")
_CHUNK = 1 << 16
_WIDE = (b"\xff\xfe", b"\xfe\xff")

_OPEN_LITERAL = """Expected "'''\""""
_NEVER_CLOSED = "the text that begins here is never closed: end it with the quotes it began with"
_WORDS = (
    ("Unterminated string", _NEVER_CLOSED),
    (_OPEN_LITERAL, _NEVER_CLOSED),
    ("""Expected "'\"""", "a text in single quotes is never closed: add the missing quote"),
    (
        "Expected newline or end of document after a statement",
        "after the value stands something that does not belong there, often a quote inside a "
        'text (write \\" for it) or two fields on one line',
    ),
    ("Expected '=' after a key", 'a field needs an equals sign: key = "value"'),
    (
        "Invalid statement",
        'this line is neither a field (key = "value"), nor a header ([[talks]]), nor a comment (#)',
    ),
    ("Invalid value", 'the value is missing or not in quotes: text is written "like this"'),
    ("Invalid initial character", "a field's name is made of letters, digits, - and _ only"),
    ("Cannot overwrite a value", "this field stands twice in one record: keep one of the two"),
    ("Duplicate inline table key", "this field stands twice in one { … }: keep one of the two"),
    ("Cannot declare", "this header stands twice, or its name is a field already: keep one"),
    ("Cannot mutate immutable", "this is complete as { … } or [ … ] and cannot be added to here"),
    ("Unclosed array", "a list that begins with [ is never closed: add the missing ]"),
    ("Unclosed inline table", "a table that begins with { is not closed on its line: add the }"),
    ("Unescaped '\\'", r"a single backslash in a text in double quotes: write \\ for it"),
    (
        "Invalid hex value",
        r"\u needs four and \U eight hexadecimal digits; for a plain backslash write \\",
    ),
    ("Escaped character is not", r"this \u code is no character"),
    ("Invalid date or datetime", "there is no such day or hour"),
    (
        "Illegal character '\\n'",
        'a text in single quotes or in "…" ends on its line: add the missing quote, or use '
        '"""…""" for a text of several lines',
    ),
    ("Illegal character", "an invisible control character stands here: delete it"),
    (
        "Found invalid character",
        "a character stands here that cannot stand in a field's name or a text of one line",
    ),
    ("Expected ']'", "the header is not closed: write [name]"),
    ("Expected ']]'", "the header is not closed: write [[name]]"),
)
"""The parser's messages by their beginning, and what they mean for an organizer."""


_CONFLICT = (
    "not valid TOML: git left both sides of a conflict here, between <<<<<<< and >>>>>>>: keep one "
    "of them and delete the lines with these signs; after lgtui --install git merges this file by "
    "record"
)


def check_bytes(raw: bytes, file: str) -> None:
    """Refuse bytes that no data file can hold.

    Raises:
        DataError: With line and column of what is not UTF-8 text.
    """
    if raw.startswith(_WIDE):
        raise DataError("the file is UTF-16: save it as UTF-8 in your editor", file)
    nul = raw.find(b"\0")
    if nul >= 0:
        line, column = position(raw, nul)
        message = "the file holds zero bytes, so it is no text: it may be damaged or another file"
        raise DataError(message, file, line, column)
    if raw.isascii():
        return
    import codecs

    decoder = codecs.getincrementaldecoder("utf-8")()
    for start in range(0, len(raw), _CHUNK):
        try:
            decoder.decode(raw[start : start + _CHUNK], final=start + _CHUNK >= len(raw))
        except UnicodeDecodeError:
            break
    else:
        return
    raise _not_utf8(raw, file)


def _not_utf8(raw: bytes, file: str) -> DataError:
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        line, column = position(raw, error.start)
        message = (
            f"byte 0x{raw[error.start]:02X} is not UTF-8: open the file in an editor with its "
            "true encoding (often Windows-1252) and save it as UTF-8"
        )
        return DataError(message, file, line, column)
    raise AssertionError("only called on bytes that do not decode")


def has_control(raw: bytes) -> bool:
    """Tell whether TOML forbids some character of the file: a control character or a lone CR."""
    if b"\r" in raw and raw.count(b"\r") != raw.count(b"\r\n"):
        return True
    for start in range(0, len(raw), _CHUNK):
        chunk = raw[start : start + _CHUNK]
        if len(chunk.translate(None, _CONTROL)) != len(chunk):
            return True
    return False


def position(raw: bytes, at: int) -> tuple[int, int]:
    """Return line and column (from 1, in characters) of a byte offset; a BOM takes no column."""
    begin = raw.rfind(b"\n", 0, at) + 1
    line = raw.count(b"\n", 0, at) + 1
    if begin == 0 and raw.startswith(BOM):
        begin = min(3, at)
    return line, len(raw[begin:at].decode(errors="replace")) + 1


def load(raw: bytes, file: str) -> dict[str, object]:
    """Return the plain values of a whole file, read by tomllib.

    Raises:
        DataError: The file is not valid TOML; with line and column.
    """
    import tomllib

    text = raw.removeprefix(BOM).decode()
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise DataError("lists in lists without end: this is no data file", file) from None
    except ValueError as error:
        raise _explained(str(error), raw, file) from None


def _explained(message: str, raw: bytes, file: str) -> DataError:
    """Return the parser's error in an organizer's words, at the place that is to be corrected."""
    conflict = re.search(rb"(?m)^<{7} ", raw)
    if conflict and b"\n>>>>>>>" in raw[conflict.end() :]:
        return DataError(_CONFLICT, file, *position(raw, conflict.start()))
    place = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", message)
    plain = message[: place.start()] if place else message
    words = next((words for start, words in _WORDS if plain.startswith(start)), plain)
    if plain.startswith("Found invalid character '\\x"):
        words = "an invisible control character stands here: delete it"
    if plain in ("Unterminated string", _OPEN_LITERAL):
        line, column = position(raw, _opening(raw))
    elif place:
        at = (int(place[1]), int(place[2])) if place[1] else position(raw, len(raw))
        line, column = _culprit(plain, raw, *at)
    else:
        line, column = 0, 0
    return DataError(f"not valid TOML: {words}", file, line, column)


def _opening(raw: bytes) -> int:
    """Return where the text of several lines begins that is never closed."""
    pieces = (toml_patterns.MULTI_BASIC, toml_patterns.MULTI_LITERAL, rb"""(\"""|''')""",
              toml_patterns.BASIC, toml_patterns.LITERAL, toml_patterns.COMMENT)  # fmt: skip
    for found in re.finditer(b"|".join(pieces), raw):
        if found[1]:
            return found.start()
    return len(raw)


def _culprit(plain: str, raw: bytes, line: int, column: int) -> tuple[int, int]:
    """Return line and column of the key, header or backslash after which the parser stopped."""
    if plain.startswith("Unescaped"):
        return line, column - 2
    if plain.startswith(("Cannot overwrite", "Cannot declare")):
        from lgtui.store.record_spans import tables

        lines = raw.removeprefix(BOM).split(b"\n", line)
        text = lines[line - 1].removesuffix(b"\r").decode()[: column - 1]
        before = b"\n".join([*lines[: line - 1], text.encode()])
        last = tables(before)[-1]
        start = last.entries[-1].start if last.entries else last.start
        return position(before, start)
    return line, column
