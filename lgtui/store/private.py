"""The private file: found, refused in the public repository, read, and edited in place."""

import datetime
import os
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from lgtui.model import DataError
from lgtui.records import private as values
from lgtui.records.checklist import OFFSETS, read_offset
from lgtui.records.private import (
    CHOICES,
    KINDS,
    PARTS,
    SCHEMA,
    TYPES,
    Mailing,
    Private,
    merge_private,
)
from lgtui.store.disk import ChangedMeanwhileError, Files, exists, read_file, write_files
from lgtui.store.document import BOM
from lgtui.store.reader import (
    check_bytes,
    load,
    position,
    read_settings,
    root_of,
    settings_file,
)
from lgtui.store.record_edit import Patch, apply, at_comma, key, line_end, same, value
from lgtui.store.record_spans import Node, Table, tables
from lgtui.text.control_chars import quoted

NAME = "private.toml"

FirstCommits = Callable[[str], frozenset[str]]
"""Returns the commits that a clone's history begins with; only git itself can read them."""


class PrivateFile(NamedTuple):
    """A private file as it was read.

    Attributes:
        path: where it is, or would be.
        raw: its bytes; ``None`` where there is none yet.
        private: what it holds.
        unknown: keys that nobody knows, each in a sentence.
    """

    path: str
    raw: bytes | None
    private: Private
    unknown: tuple[str, ...] = ()


def private_path(
    data_path: str, series: str, named: str = "", first_commits: FirstCommits | None = None
) -> str:
    """Return where the private file of a series is, or would be.

    That is the one that was named; else that of ``LGTUI_PRIVATE``, that of ``settings.toml``
    (``[private]``, ``files`` by series, then ``file``), and one in the user's data folder.

    Args:
        data_path: the data file of the series.
        series: its name.
        named: what ``--private`` says.
        first_commits: reads a clone's first commits; without it copies are not recognised.

    Returns:
        The path; ``""`` where there is no place for one, such as a home that is a public
        repository itself.

    Raises:
        DataError: the one that is named, or there, lies in the public repository; or the settings
            cannot be read.
    """
    found = named or os.environ.get("LGTUI_PRIVATE", "") or _from_settings(series)
    if "\0" in found:
        raise DataError(f"the private file is called {quoted(found)}: no file has such a name")
    path = os.path.expanduser(found) if found else _usual_path(series)
    if path and os.path.isdir(path):
        path = os.path.join(path, NAME)
    if path and not found and not exists(path) and _publicity(path, data_path, first_commits):
        return ""
    if path:
        refuse_public(path, data_path, first_commits)
    return path


def _usual_path(series: str) -> str:
    """Return the place in the user's data folder; ``""`` where there is no home."""
    home = os.environ.get("HOME", "")
    data = os.environ.get("XDG_DATA_HOME", "")
    if not os.path.isabs(data):
        data = os.path.join(home, ".local", "share") if os.path.isabs(home) else ""
    name = re.sub(r"[\W_]+", "-", series.casefold()).strip("-")[:60].strip("-")
    return os.path.join(data, "lgtui", name or "series", NAME) if data else ""


def _from_settings(series: str) -> str:
    path = settings_file()
    table = read_settings(path).get("private", {}) if path else {}
    if not isinstance(table, dict):
        raise DataError('[private] must be a table, such as [private] and file = "…"', path)
    files = table.get("files", {})
    found = files.get(series) if isinstance(files, dict) else files
    found = table.get("file", "") if found is None else found
    if not isinstance(found, str):
        raise DataError('[private] needs file = "PATH", or files = { "SERIES" = "PATH" }', path)
    if "\0" in found:
        words = f"[private] names the file {quoted(found)}: no file has a NUL in its name"
        raise DataError(f"{words}; write its path", path)
    return os.path.join(os.path.dirname(path), os.path.expanduser(found)) if found else ""


def _publicity(path: str, data_path: str, first_commits: FirstCommits | None) -> str:
    """Return why a place is no place for what is private, ``""`` where it is one.

    The public repository is known by its folder, by its git folder (linked worktrees share it), by
    its remotes and theirs (another clone of it), and by its first commits (a copy of it). A place
    is judged both as it is written and where links lead to, with every repository around it.
    """
    root = root_of(data_path)
    in_git = os.path.lexists(os.path.join(root, ".git"))
    home = os.path.realpath(os.environ.get("HOME", "") or os.sep)
    if not in_git and _is_in(home, root):
        # A data file in the home folder itself makes no repository of all that is there.
        root = os.path.dirname(os.path.abspath(data_path))
    for place in (os.path.abspath(path), os.path.realpath(path)):
        if _is_in(place, root):
            return f"this lies in the public repository {root}"
    if not in_git:
        return ""
    own = _relatives(_git_folder(root))
    for clone in _clones_of(path):
        same = bool(own & _relatives(_git_folder(clone)))
        if same or (first_commits and first_commits(root) & first_commits(clone)):
            return f"this lies in {clone}, a clone of the public repository"
    return ""


def _clones_of(path: str) -> list[str]:
    """Return all folders with a ``.git`` around a place, as it is written and where links lead."""
    found = []
    for place in (os.path.abspath(path), os.path.realpath(path)):
        folder = place
        while folder != os.path.dirname(folder):
            folder = os.path.dirname(folder)
            if os.path.lexists(os.path.join(folder, ".git")):
                found.append(folder)
    return list(dict.fromkeys(found))


def _is_in(path: str, folder: str) -> bool:
    """Tell whether a path, which need not exist, is a folder or below it."""
    if not os.path.exists(folder):
        return False
    above = path
    while True:
        if os.path.exists(above) and os.path.samefile(above, folder):
            return True
        if above == os.path.dirname(above):
            return False
        above = os.path.dirname(above)


def _git_folder(clone: str) -> str:
    """Return the git folder of a clone; of a linked worktree that of the clone it belongs to."""
    path = os.path.join(clone, ".git")
    if os.path.isfile(path):
        named = _text_of(path).partition("gitdir:")[2].strip()
        path = os.path.join(clone, named)
        if common := _text_of(os.path.join(path, "commondir")).strip():
            path = os.path.join(path, common)
    return os.path.realpath(path)


def _relatives(git_folder: str) -> set[str]:
    """Return a git folder with all that it fetches from and pushes to, and what these do.

    Each remote is the git folder that it is, or host and path of its address.
    """
    found: set[str] = set()
    todo = [git_folder]
    while todo:
        one = todo.pop()
        if one not in found:
            found.add(one)
            todo += _remotes(one) if os.path.isabs(one) else ()
    return found


def _remotes(git_folder: str) -> set[str]:
    """Return the remotes of a clone, whatever way their addresses are written."""
    own = _git_settings(os.path.join(git_folder, "config"))
    own += _git_settings(os.path.join(git_folder, "config.worktree"))
    users = [each for path in _user_settings() for each in _git_settings(path)]
    named = re.compile(r"remote\..*\.(?:push)?url|branch\..*\.(?:push)?remote|remote\.pushdefault")
    urls = {
        value
        for name, value in own
        if named.fullmatch(name) and (name.endswith("url") or re.search(r"[/:]", value))
    }
    for name, short in (*own, *users):
        # git takes the long form of an address that begins with a short one.
        if long := re.fullmatch(r"url\.(.*)\.(?:push)?insteadof", name):
            urls |= {long[1] + url[len(short) :] for url in urls if short and url.startswith(short)}
    bare = os.path.basename(git_folder) != ".git"
    folder = git_folder if bare else os.path.dirname(git_folder)
    return {_same_for_all(url, folder) for url in urls if url}


def _same_for_all(url: str, folder: str) -> str:
    """Return one form of a remote's address, however it is written.

    Args:
        url: the address, or a path.
        folder: what relative paths start from.
    """
    url = re.sub(r"^[a-z]+::", "", url.strip())
    scheme, sign, rest = url.partition("://")
    if sign and scheme.lower() != "file":
        host, _, path = rest.partition("/")
        host = re.sub(r":[0-9]*$", "", host.rpartition("@")[2])
        return _host_and_path(host, path)
    if sign:
        url = _percent_decoded(re.sub(r"^[^/]*", "", rest))
    else:
        short = re.fullmatch(r"(?:[^/@]*@)?(\[[^\]/]*\]|[^/:\[]+):(.*)", url)
        if short and not os.path.exists(os.path.join(folder, url)):
            return _host_and_path(short[1], short[2])
    path = os.path.realpath(os.path.join(folder, os.path.expanduser(url)))
    for place in (path, f"{path}.git"):
        if os.path.lexists(os.path.join(place, ".git")):
            return _git_folder(place)
        if os.path.exists(place):
            return place
    return path


def _host_and_path(host: str, path: str) -> str:
    path = re.sub(r"/{2,}", "/", _percent_decoded(path.partition("?")[0])).strip("/")
    return f"{host}/{path.lower().removesuffix('.git').strip('/')}".lower()


def _percent_decoded(text: str) -> str:
    raw = re.sub(
        rb"%([0-9A-Fa-f]{2})", lambda sign: bytes([int(sign[1], 16)]), text.encode(errors="replace")
    )
    return raw.decode("utf-8", "replace").replace("\0", "")


def _user_settings() -> list[str]:
    """Return git's settings files of the machine and the user."""
    home = os.environ.get("HOME", "")
    config = os.environ.get("XDG_CONFIG_HOME", "") or os.path.join(home, ".config")
    given = os.environ.get("GIT_CONFIG_GLOBAL")
    own = [os.path.join(config, "git", "config"), os.path.join(home, ".gitconfig")]
    system = os.environ.get("GIT_CONFIG_SYSTEM", "/etc/gitconfig")
    return [system, *([given] if given is not None else own)]


_SECTION = re.compile(r'\s*\[\s*([\w.-]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\](.*)')
_SETTING = re.compile(r"\s*([A-Za-z][\w-]*)\s*=(.*)")
MOST_INCLUDED = 10
"""How deep files of settings include each other, as for git itself."""


def _git_settings(path: str, depth: int = 0) -> list[tuple[str, str]]:
    """Return the settings of one of git's files, with those of the files that it includes.

    A file that is included under a condition counts, whether the condition holds or not.

    Args:
        path: the file; nothing is in one that there is not.
        depth: how many files include this one.
    """
    if not path or depth > MOST_INCLUDED or not exists(path):
        return []
    text = re.sub(r"\\\r?\n", "", _text_of(path).removeprefix("\ufeff"))
    found: list[tuple[str, str]] = []
    section = ""
    for line in text.splitlines():
        rest = line
        if header := _SECTION.match(line):
            name, _, old = header[1].partition(".")
            below = header[2] if header[2] is not None else old.lower()
            below = re.sub(r"\\(.)", r"\1", below)
            section = f"{name.lower()}.{below}." if below else f"{name.lower()}."
            rest = header[3]
        if setting := _SETTING.match(rest):
            name, value_ = section + setting[1].lower(), _git_value(setting[2])
            found.append((name, value_))
            if re.fullmatch(r"include\.path|includeif\..*\.path", name):
                other = os.path.join(os.path.dirname(path), os.path.expanduser(value_))
                found += _git_settings(other, depth + 1)
    return found


def _git_value(text: str) -> str:
    """Return the value of a setting without its quotes, escapes and comment."""
    pieces = re.findall(r'"((?:[^"\\]|\\.)*)"|(\\.|[^"\\#;]+)|([#;].*)', text.strip())
    found = ""
    for quoted_text, plain, comment in pieces:
        if comment:
            break
        found += quoted_text or plain
    return re.sub(r"\\(.)", r"\1", found).strip()


def _text_of(path: str) -> str:
    try:
        return read_file(path).decode("utf-8", "replace")
    except DataError:
        return ""


def refuse_public(path: str, data_path: str, first_commits: FirstCommits | None = None) -> None:
    """Refuse to write something private where the public repository would hold it.

    Args:
        path: where it is to be written.
        data_path: the data file of the series.
        first_commits: reads a clone's first commits; without it copies are not recognised.

    Raises:
        DataError: it would.
    """
    if why := _publicity(path, data_path, first_commits):
        raise DataError(f"{why}; keep it where nobody publishes it", path)


def read_letter(file: PrivateFile, kind: str) -> tuple[str, str] | None:
    """Return the text of a letter and its file: the organizers' own, else the packaged one.

    Raises:
        DataError: the organizers' own cannot be read, or is not UTF-8.
    """
    if not re.fullmatch(r"[\w-]+", kind):
        return None
    for folder in _letter_folders(file):
        path = os.path.join(folder, f"{kind}.txt")
        if exists(path):
            raw = read_file(path)
            check_bytes(raw, path)
            return raw.decode(), path
    return None


def letter_kinds(file: PrivateFile) -> list[str]:
    """Return the kinds of letter that there are, the packaged ones and the organizers' own."""
    found = set()
    for folder in _letter_folders(file):
        if os.path.isdir(folder):
            found |= {name[:-4] for name in os.listdir(folder) if name.endswith(".txt")}
    return sorted(kind for kind in found if re.fullmatch(r"[\w-]+", kind))


def _letter_folders(file: PrivateFile) -> list[str]:
    own = os.path.expanduser(file.private.letters.folder or "letters")
    packaged = os.path.join(os.path.dirname(os.path.dirname(__file__)), "letters")
    beside = os.path.dirname(os.path.abspath(file.path)) if file.path else ""
    return [os.path.join(beside, own), packaged] if beside else [packaged]


def read_private(
    data_path: str, series: str, named: str = "", first_commits: FirstCommits | None = None
) -> PrivateFile:
    """Return the private file of a series; one that holds nothing where there is none.

    Args:
        data_path: the data file of the series.
        series: its name.
        named: what ``--private`` says; a file that is named there has to be there.
        first_commits: reads a clone's first commits; without it copies are not recognised.

    Raises:
        DataError: it lies in the public repository, cannot be read, is not valid, or belongs to
            another series.
    """
    path = private_path(data_path, series, named, first_commits)
    if not path or not exists(path):
        if named:
            words = "there is no such private file; check --private, or leave it out"
            raise DataError(words, path)
        return PrivateFile(path, None, Private(series=series))
    raw = read_file(path)
    found = parse_private(raw, path)
    if found.private.series != series:
        whose = quoted(found.private.series) if found.private.series else "no series"
        words = f"this private file belongs to {whose}, and the records to {quoted(series)}"
        raise DataError(f"{words}; name the right one with --private FILE, or correct its "
                        "key series", path)  # fmt: skip
    return found


def parse_private(raw: bytes, path: str = "") -> PrivateFile:
    """Return what a private file's bytes hold.

    Raises:
        DataError: they are no valid TOML, or a value is of a wrong kind; with line and column.
    """
    check_bytes(raw, path)
    return _Reader(raw, path).file()


_WANTED = {
    "line": 'text in quotes, such as "…"',
    "text": 'text in quotes, such as "…"',
    "address": 'an address in quotes, such as "ada@example.org"',
    "addresses": 'a list of addresses, such as ["ada@example.org"]',
    "day": "a day without quotes, such as 2026-03-02",
    "integer": "a whole number without quotes, such as 9",
    "notes": 'a list of tables, such as [{ day = 2026-03-02, text = "…" }]',
    "letters": 'a list of tables, such as [{ kind = "invitation", day = 2026-03-02 }]',
    "state": f"one of {', '.join(filter(None, values.STATES))}, in quotes",
    "consent": f"one of {', '.join(filter(None, values.CONSENTS))}, in quotes",
}


class _Reader:
    """Reads plain values into records, and says of what it cannot read where it stands."""

    def __init__(self, raw: bytes, path: str) -> None:
        self.raw, self.path = raw, path
        self.strangers: list[str] = []

    def file(self) -> PrivateFile:
        """Return the file with all its records."""
        plain = load(self.raw, self.path)
        found: dict[str, Any] = {}
        unknown: list[tuple[str, object]] = []
        for name, content in plain.items():
            if name == "schema":
                self._check_schema(content)
            elif name == "series":
                found[name] = self._one("line", content, ("", 0, name))
            elif name in KINDS:
                found[name] = self._list(name, content)
            elif name == "letters":
                if not isinstance(content, dict):
                    raise self._fault("letters must be a table: [letters]", ("", 0, name))
                found[name] = self._record(Mailing, content, ("letters", 0, ""))
            elif name == "due":
                found[name] = self._offsets(content)
            else:
                unknown.append((name, content))
                self._stranger(name, ["series", *KINDS, "letters", "due"], "")
        private = Private(unknown=tuple(unknown), **found)
        self.strangers += [f"{self.path}: {each}" for each in values.doubles(private)]
        return PrivateFile(self.path, self.raw, private, tuple(self.strangers))

    def _check_schema(self, content: object) -> None:
        if type(content) is not int or content < 1:
            raise self._fault(f"schema must be {SCHEMA}", ("", 0, "schema"))
        if content > SCHEMA:
            words = f"a newer lgtui wrote this file (schema = {content}); install that version"
            raise self._fault(words, ("", 0, "schema"))

    def _offsets(self, content: object) -> tuple[tuple[str, str], ...]:
        if not isinstance(content, dict):
            raise self._fault("due must be a table: [due]", ("", 0, "due"))
        for name, text in content.items():
            if not isinstance(text, str):
                words = f'due.{name} must be text in quotes, such as "14 days before"'
                raise self._fault(words, ("due", 0, name))
            if name not in OFFSETS:
                self._stranger(name, list(OFFSETS), "due: ")
                continue
            try:
                read_offset(text)
            except ValueError as error:
                words = f"due.{name}: {quoted(text)} is no time: write 14 days before, 4 hours "
                raise self._fault(f"{words}before, 1 week after, or never",
                                  ("due", 0, name)) from error  # fmt: skip
        return tuple(content.items())

    def _list(self, kind: str, content: object) -> tuple[Any, ...]:
        if not isinstance(content, list) or not all(isinstance(one, dict) for one in content):
            raise self._fault(f"{kind} must be written as tables: [[{kind}]]", ("", 0, kind))
        records = [self._record(KINDS[kind], one, (kind, at, "")) for at, one in enumerate(content)]
        main = next(iter(TYPES[KINDS[kind]]))
        for at, one in enumerate(content):
            if main not in one:
                words = f"the {_nth(at)} of {kind} has no {main}: every [[{kind}]] needs one"
                raise self._fault(words, (kind, at, ""))
        return tuple(records)

    def _record(self, cls: type[Any], plain: Mapping[str, object], place: "_Place") -> Any:
        found: dict[str, Any] = {}
        unknown: list[tuple[str, object]] = []
        for name, content in plain.items():
            type_ = TYPES[cls].get(name)
            if type_ is None:
                unknown.append((name, content))
                self._stranger(name, list(TYPES[cls]), f"{place[0]}: " if place[0] else "")
            else:
                found[name] = self._one(type_, content, (*place[:2], place[2] or name), name)
        return cls(unknown=tuple(unknown), **found)

    def _one(self, type_: str, content: object, place: "_Place", name: str = "") -> Any:
        """Return a value of a type.

        Args:
            type_: one of :data:`lgtui.records.private.TYPES`.
            content: the plain value.
            place: where it stands.
            name: its key, where that is not the place's.

        Raises:
            DataError: it is of another type, or of none of the right words.
        """
        words = f"{name or place[2]} must be {_WANTED[type_]}"
        if type_ in PARTS:
            if not isinstance(content, list) or not all(isinstance(one, dict) for one in content):
                raise self._fault(words, place)
            return tuple(self._record(PARTS[type_], one, place) for one in content)
        if type_ == "addresses":
            if not isinstance(content, list):
                raise self._fault(words, place)
            if "" in content:
                words = f'{name}: "" is no address; write one, or take it out of the list'
                raise self._fault(words, place)
            return tuple(self._one("address", one, place, name) for one in content)
        if type_ == "day":
            if type(content) is not datetime.date:
                raise self._fault(words, place)
            return content
        if type_ == "integer":
            if type(content) is not int:
                raise self._fault(words, place)
            return content
        if type(content) is not str:
            raise self._fault(words, place)
        if type_ in CHOICES and content not in CHOICES[type_]:
            raise self._fault(f"{name}: {quoted(content)} is none; it {words[len(name) + 1:]}",
                              place)  # fmt: skip
        if type_ == "address" and content and (why := values.fault_of_address(content)):
            raise self._fault(f"{name}: {quoted(content)}: {why}", place)
        return content

    def _stranger(self, name: str, known: list[str], where: str) -> None:
        import difflib

        likely = difflib.get_close_matches(name.lower(), known, 1, 0.6)
        hint = f"did you mean {likely[0]}?" if likely else f"known are {', '.join(known)}"
        words = f"{self.path}: {where}unknown key {quoted(name)}: it is kept, not used; {hint}"
        self.strangers.append(words)

    def _fault(self, words: str, place: "_Place") -> DataError:
        kind, at, name = place
        own = [table for table in _tables(self.raw) if table.path == ((kind,) if kind else ())]
        table = own[at] if at < len(own) else None
        start = table.start if table is not None and kind else 0
        entries = table.entries if table is not None else ()
        start = next((entry.start for entry in entries if entry.path[0] == name), start)
        if table is not None and not any(entry.path[0] == name for entry in entries):
            inner = (each for each in _tables(self.raw)
                     if each.path[: 1 + bool(kind)] == ((kind, name) if kind else (name,))
                     and each.start >= start)  # fmt: skip
            start = next((each.start for each in inner), start)
        return DataError(words, self.path, *position(self.raw, start))


_Place = tuple[str, int, str]
"""Where a value stands: its list or table (``""`` for the top), its record's place, its key."""


def _nth(at: int) -> str:
    return ("first", "second", "third")[at] if at < 3 else f"{at + 1}th"


def _tables(raw: bytes) -> list[Table]:
    return tables(raw, len(BOM) * raw.startswith(BOM))


def to_plain(record: Any) -> dict[str, Any]:
    """Return a record as plain TOML values, what is empty left out, unknown keys last."""
    found: dict[str, Any] = {}
    main = next(iter(TYPES[type(record)])) if type(record) in KINDS.values() else ""
    fields = record._asdict()
    for name, type_ in TYPES[type(record)].items():
        content = fields[name]
        if type_ in PARTS:
            content = [to_plain(one) for one in content]
        elif type_ == "addresses":
            content = list(content)
        if content or name == main:
            found[name] = content
    return found | dict(record.unknown)


def dumps_private(private: Private) -> bytes:
    """Write a whole private file in lgtui's own layout."""
    lines = [f"schema = {SCHEMA}"]
    if private.series:
        lines.append(f"series = {value(private.series)}")
    later: list[str] = []
    for name, content in private.unknown:
        lines.append(f"{key(name)} = {value(content)}")
    if mailing := to_plain(private.letters):
        later += ["", "[letters]", *_pairs(mailing, Mailing)]
    if private.due:
        later += ["", "[due]", *(f"{key(name)} = {value(text)}" for name, text in private.due)]
    for kind in KINDS:
        for record in _records(private, kind):
            later += ["", _block(kind, record).rstrip("\n")]
    return ("\n".join([*lines, *later]) + "\n").encode()


def _records(private: Private, kind: str) -> tuple[Any, ...]:
    found: tuple[Any, ...] = private._asdict()[kind]
    return found


def _block(kind: str, record: Any) -> str:
    return "\n".join([f"[[{kind}]]", *_pairs(to_plain(record), type(record)), ""])


def _pairs(plain: Mapping[str, Any], cls: type[Any]) -> Iterator[str]:
    for name, content in plain.items():
        yield f"{key(name)} = {value(content, TYPES[cls].get(name, ''))}"


def edited(file: PrivateFile, new: Private) -> bytes:
    """Return a private file's bytes with only those records changed that differ in ``new``.

    Each changed record is edited in its own block; comments, order and unknown keys stay. New
    records go behind the others of their kind. Where the layout allows no such edit, the file is
    written anew below all its comments.

    Raises:
        DataError: a text cannot be written in UTF-8.
    """
    raw = file.raw or b""
    try:
        if not raw.strip():
            return dumps_private(new)
        written = _spliced(raw, file.private, new)
        if written is not None and same(parse_private(written, file.path).private, new):
            return written
        from lgtui.store.toml_editor import comments_of

        above = comments_of(raw.removeprefix(BOM)) + dumps_private(new)
        return BOM * raw.startswith(BOM) + above.replace(b"\n", line_end(raw))
    except UnicodeEncodeError as error:
        words = "half of a character cannot be written: take it out of the text"
        raise DataError(words, file.path) from error


def _spliced(raw: bytes, old: Private, new: Private) -> bytes | None:
    """Return the bytes with the changed records' blocks edited; ``None`` where that cannot be."""
    if not same(_besides(old), _besides(new)):
        return None
    newline = line_end(raw)
    patches: list[Patch] = []
    for kind in KINDS:
        before, after = _records(old, kind), _records(new, kind)
        if same(before, after):
            continue
        blocks = _blocks(raw, kind)
        if len(blocks) != len(before):
            return None
        pairs = _paired(before, after)
        if pairs is None:
            return None
        for at, (start, end) in enumerate(blocks):
            if at not in pairs:
                patches.append(Patch(start, end, b""))
            elif not same(before[at], after[pairs[at]]):
                text = _edited_block(raw[start:end], kind, before[at], after[pairs[at]])
                if text is None:
                    return None
                patches.append(Patch(start, end, text))
        fresh = [record for n, record in enumerate(after) if n not in set(pairs.values())]
        if fresh:
            at = blocks[-1][1] if blocks else len(raw)
            added = "".join(f"\n{_block(kind, record)}" for record in fresh).encode()
            lead = b"" if raw[at - 1 : at] == b"\n" else newline
            patches.append(Patch(at, at, lead + added.replace(b"\n", newline)))
    return apply(raw, patches)


def _besides(private: Private) -> Private:
    """Return what a private file holds besides its lists."""
    return private._replace(people=(), seasons=(), talks=(), ideas=())


def _blocks(raw: bytes, kind: str) -> list[tuple[int, int]]:
    """Return the bytes of each record of a kind: its header, its keys and the tables in it."""
    found: list[tuple[int, int]] = []
    own = False
    for table in _tables(raw):
        last = table.entries[-1].end if table.entries else table.body
        if table.path == (kind,):
            found.append((table.start, last))
            own = True
        elif own and table.path[:1] == (kind,):
            found[-1] = (found[-1][0], last)
        else:
            own = False
    return found


def _paired(before: tuple[Any, ...], after: tuple[Any, ...]) -> dict[int, int] | None:
    """Return which record of ``after`` each of ``before`` became; ``None`` where they moved."""
    pairs: dict[int, int] = {}
    at = 0
    for n, old in enumerate(before):
        names = [_main(new) for new in after[at:]]
        if _main(old) in names:
            pairs[n] = at = at + names.index(_main(old))
            at += 1
    kept = set(pairs.values())
    behind = max(kept, default=-1)
    fits = all(n in kept or n > behind for n in range(len(after)))
    return pairs if fits else None


def _main(record: Any) -> object:
    return record._asdict()[next(iter(TYPES[type(record)]))]


def _edited_block(source: bytes, kind: str, old: Any, new: Any) -> bytes | None:
    """Return a record's block with the changed keys set, and every other byte as it was.

    Args:
        source: the block.
        kind: its list.
        old: the record as the block has it.
        new: the record as it shall be.

    Returns:
        The block; ``None`` where a changed key is spread over dotted keys or tables of its own.
    """
    newline = line_end(source)
    ended = source.endswith(b"\n")
    source += b"" if ended else newline
    own, *inner = tables(source)
    types, before, after = TYPES[type(new)], to_plain(old), to_plain(new)
    patches: list[Patch] = []
    for name in [*before, *(name for name in after if name not in before)]:
        was: Any = before.get(name)
        now: Any = after.get(name)
        if same(was, now):
            continue
        entry = next((one for one in own.entries if one.path == (name,)), None)
        grown = types.get(name) in (*PARTS, "addresses") and was and now
        added = now[len(was) :] if grown and same(now[: len(was)], was) else []
        rows = [table for table in inner if table.path[1:] == (name,)]
        if rows and added and len(rows) == len(was) and inner[-1] is rows[-1]:
            patches.append(_rows(source, kind, name, added, newline))
        elif entry is None and (was is not None or now is None):
            return None
        elif entry is None:
            text = f"{key(name)} = {value(now, types.get(name, ''))}\n"
            at = _end_before(own, list(types), name)
            patches.append(Patch(at, at, text.encode().replace(b"\n", newline)))
        elif now is None:
            patches.append(Patch(entry.line, entry.end, b""))
        elif added and entry.value.entries:
            patches += _appended(source, entry.value, [value(one).encode() for one in added])
        else:
            text = value(now, types.get(name, ""))
            start, end = entry.value.start, entry.value.end
            patches.append(Patch(start, end, text.encode().replace(b"\n", newline)))
    edited_source = apply(source, patches)
    return edited_source if ended else edited_source.removesuffix(newline)


def _rows(source: bytes, kind: str, name: str, added: list[Any], newline: bytes) -> Patch:
    """Return new tables of a list such as ``[[talks.letters]]`` at the end of a block."""
    lines: list[str] = []
    for one in added:
        lines += ["", f"[[{kind}.{name}]]", *(f"{key(k)} = {value(v)}" for k, v in one.items())]
    text = "\n".join([*lines, ""]).encode().replace(b"\n", newline)
    return Patch(len(source), len(source), text)


def _end_before(own: Table, order: list[str], name: str) -> int:
    """Return where a new key goes: behind those that come before it in the schema's order."""
    earlier = order[: order.index(name)] if name in order else order
    known = [entry.end for entry in own.entries if name not in order or entry.path[0] in earlier]
    return known[-1] if known else own.body


def _appended(source: bytes, old: Node, items: list[bytes]) -> list[Patch]:
    """Return what makes a list longer: on its line, or a line for each item as the others have."""
    last = old.entries[-1].value.end
    behind = source[last : old.end - 1]
    if b"\n" not in behind:
        return [Patch(last, last, b"".join(b", " + item for item in items))]
    before, comma, _ = at_comma(behind)
    line = source.rfind(b"\n", 0, old.entries[-1].start) + 1
    indent = source[line : old.entries[-1].start]
    indent = indent if not indent.strip() else b"    "
    at = source.find(b"\n", last + len(before) + len(comma)) + 1
    newline = line_end(source)
    text = b"".join(indent + item + b"," + newline for item in items)
    return [*([] if comma else [Patch(last, last, b",")]), Patch(at, at, text)]


class Combined(NamedTuple):
    """The bytes that a merged private file gets, and what both sides changed, in sentences."""

    raw: bytes
    conflicts: tuple[str, ...]


def combined(sides: tuple[bytes, bytes, bytes], by_lines: bytes | None, path: str) -> Combined:
    """Merge three versions of a private file by record and field, comments of both sides kept.

    Args:
        sides: base, mine and theirs.
        by_lines: what a merge by lines makes of them; ``None`` where it cannot.
        path: the file's name, for messages.

    Raises:
        DataError: a version is not valid.
    """
    base, mine, theirs = (
        parse_private(raw, f"{path} ({side})")
        for raw, side in zip(sides, ("base", "ours", "theirs"), strict=True)
    )
    merged = merge_private(base.private, mine.private, theirs.private)
    if by_lines is not None:
        try:
            if same(parse_private(by_lines, path).private, merged.private):
                return Combined(by_lines, merged.conflicts)
        except DataError:
            pass  # lines that fit and say nothing valid together: the records tell what is meant
    raw = edited(mine, merged.private)
    return Combined(_with_comments(raw, sides), merged.conflicts)


def _with_comments(raw: bytes, sides: tuple[bytes, bytes, bytes]) -> bytes:
    """Add the comments at the end that only the other side has, so that no word is lost."""
    from lgtui.store.toml_editor import comments_of

    base, mine, theirs = (comments_of(side.removeprefix(BOM)).splitlines() for side in sides)
    added = [line for line in theirs if line and line not in base and line not in mine]
    if not added:
        return raw
    newline = line_end(raw)
    lead = b"" if raw.endswith(b"\n") else newline
    return raw + lead + b"".join(line + newline for line in added)


def write_private(file: PrivateFile, new: Private) -> PrivateFile:
    """Write a private file, for its owner alone where it is made, and return it as it is now.

    Raises:
        DataError: there is no place for it, it cannot be written, or somebody wrote it meanwhile.
    """
    if not file.path:
        words = "there is no folder for private files: set XDG_DATA_HOME, or name a file"
        raise DataError(f"{words} with --private FILE")
    text = edited(file, new)
    if same(file.private, new) and file.raw is not None:
        return file
    made = False
    try:
        if file.raw is None:
            os.makedirs(os.path.dirname(os.path.abspath(file.path)), mode=0o700, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
            os.close(os.open(file.path, flags, 0o600))
            made = True
        try:
            write_files(Files({file.path: text}, {file.path: file.raw or b""}))
        except ChangedMeanwhileError:
            if file.raw is None:
                raise
            return _write_merged(file, new)
    except OSError as error:
        words = f"the private file cannot be made ({error.strerror})"
        raise DataError(words, file.path) from error
    except BaseException:
        if made:
            os.unlink(file.path)
        raise
    return PrivateFile(file.path, text, new, file.unknown)


def _write_merged(file: PrivateFile, new: Private) -> PrivateFile:
    """Write an edit over a file that somebody wrote meanwhile, if both can be kept.

    Raises:
        ChangedMeanwhileError: both changed the same thing, or it is written again and again.
        DataError: it is no valid file any more, or belongs to another series.
    """
    now = parse_private(read_file(file.path), file.path)
    merged = merge_private(file.private, new, now.private)
    if merged.conflicts:
        words = "another program changed this file meanwhile, and nothing was written: "
        raise ChangedMeanwhileError(words + "; ".join(merged.conflicts), file.path)
    text = edited(now, merged.private)
    write_files(Files({file.path: text}, {file.path: now.raw or b""}))
    return PrivateFile(file.path, text, merged.private, now.unknown)
