"""``--import``: existing pages and lists into the data file, and markers into the pages."""

import functools
import os
import re
import sys
from collections.abc import Sequence

from lgtui import store
from lgtui.commands.check import day_to_judge_by
from lgtui.commands.init import local_zone
from lgtui.importers import import_pages, report
from lgtui.importers.encoding.decoding import is_text
from lgtui.importers.facts import Source
from lgtui.importers.lists import import_lists
from lgtui.importers.tables import ENDINGS, is_list, parse_map
from lgtui.model import DataError, Pages, Records
from lgtui.render import regions
from lgtui.store import disk, reader
from lgtui.store.reader import DATA

DEFAULT_PATHS = {"webinar": "_pages/webinar.md", "abstracts": "_pages/webinar_talks.md"}
"""Where a page goes that was read from outside the repository, from its root."""

WORD_FILES = 500
"""At most this many of the repository's texts lend their words to the guesses for lost bytes."""

LARGEST = 8_000_000
"""The largest page that is read, in bytes: many times the largest real one."""


def run(
    paths: list[str],
    data: str | None,
    dry_run: bool,
    force: bool,
    given: Sequence[str] = (),
) -> int:
    """Imports pages and prints the report.

    Args:
        paths: The pages; or lists of talks, see :mod:`lgtui.commands.import_files`.
        data: The data file; ``data/talks.toml`` below the repository's root when ``None``.
        dry_run: Print the report and what would be written; write nothing.
        force: Replace an existing data file, and pages at the default path.
        given: The column map of lists.

    Returns:
        0, or 1 when nothing was understood or an existing file would be replaced.

    Raises:
        DataError: A page cannot be read, or a file cannot be written.
    """
    if any(map(is_list, paths)) or given:
        return run_lists(paths, data, dry_run, force, given)
    target = data or os.path.join(store.root_of(os.path.join("data", "talks.toml")), DATA)
    root = store.root_of(target)
    sources = [Source(path, read_page(path)) for path in dict.fromkeys(paths)]
    result = import_pages(sources, functools.cache(lambda: known_words(root)))
    homes = {kind: page_path(kind, name, root) for kind, name in result.taken_from.items()}
    records = result.records._replace(
        pages=Pages(homes.get("webinar", ""), homes.get("abstracts", ""))
    )
    for text in report.summary(records, homes) if result.understood else ():
        print(text)
    if result.report:
        print(f"report: {report.counts(result.report)}")
    for note in result.report:
        print(report.line(note))
    if not result.understood:
        _say("nothing on these pages was understood; nothing was written")
        return 1
    if not force and (refusal := _refusal(target, root, homes, result.taken_from)):
        _say(refusal)
        return 1
    files = {_shown(target): store.dumps(records)}
    for kind, text in result.pages.items():
        newline = result.newlines[kind]
        path = _shown(os.path.join(root, homes[kind]))
        files[path] = text.replace("\n", newline).encode("utf-8", "surrogatepass")
    if not dry_run:
        disk.write_files(files)
    for path in files:
        print(f"{'would write' if dry_run else 'wrote'} {path}")
    return 0


def read_page(path: str) -> bytes:
    """The bytes of a page.

    Raises:
        DataError: It cannot be read, or is no page: too large, or not text.
    """
    raw = disk.read_file(path)
    if len(raw) > LARGEST:
        size, most = len(raw) // 1_000_000, LARGEST // 1_000_000
        raise DataError(f"{size} MB is no page of a site (at most {most} MB); check the path", path)
    if not is_text(raw):
        raise DataError("this is no text: it holds zero bytes; name a page in Markdown", path)
    return raw


def page_path(kind: str, name: str, root: str) -> str:
    """Where a page goes, from the root: its own place inside the repository, else the default.

    Raises:
        DataError: Its own name has bytes or control characters that no data file can hold.
    """
    whole = os.path.realpath(name)
    below = os.path.relpath(whole, os.path.realpath(root))
    if below.startswith(os.pardir) or os.path.isabs(below):
        return DEFAULT_PATHS[kind]
    if not below.isprintable():
        message = "this name cannot stand in the data file; give the page one of letters and digits"
        raise DataError(message, name)
    return below.replace(os.sep, "/")


def known_words(root: str) -> frozenset[str]:
    """The words of the repository's Markdown files, as they are and as git remembers them."""
    from lgtui.repo.vocabulary import past_words

    return past_words(root).union(words_below(root))


def words_below(root: str) -> set[str]:
    """The words of the repository's Markdown files, hidden folders and the like left out."""
    found: set[str] = set()
    read = 0
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(one for one in folders if one[0] != "." and one != "node_modules")
        for name in sorted(names):
            if not name.endswith((".md", ".markdown")):
                continue
            read += 1
            if read > WORD_FILES:
                return found
            try:
                text = disk.read_file(os.path.join(folder, name)).decode()
            except (DataError, UnicodeDecodeError):
                # A text that cannot be read has no words to lend; nothing else depends on it.
                continue
            found.update(re.findall(r"[^\W\d_]+", text))
    return found


def _refusal(target: str, root: str, homes: dict[str, str], taken_from: dict[str, str]) -> str:
    """Why nothing may be written without ``--force``; empty where nothing is in the way."""
    if disk.exists(target):
        return (
            f"{_shown(target)} exists; nothing was written. Add --force to replace its records "
            "with the imported ones"
        )
    for kind, path in homes.items():
        whole = os.path.join(root, path)
        same = os.path.realpath(whole) == os.path.realpath(taken_from[kind])
        if same or not disk.exists(whole):
            continue
        text = disk.read_file(whole).decode("utf-8", "replace")
        if not regions.find(text, path):
            return (
                f"{path} exists and has no regions of lgtui; nothing was written. Import that page "
                "itself, or add --force to replace it"
            )
    return ""


def _shown(path: str) -> str:
    """A path as people read it: from here where it is below here."""
    relative = os.path.relpath(path)
    return path if relative.startswith(os.pardir) else relative


def _say(message: str) -> None:
    print(f"lgtui: {message}", file=sys.stderr)


def run_lists(
    paths: list[str], data: str | None, dry_run: bool, force: bool, given: Sequence[str]
) -> int:
    """Imports lists of talks and prints the report.

    Into a data file that exists (``force``) come the lists' seasons and talks instead of its own;
    its series, pages and organizers stay.

    Args:
        paths: The lists.
        data: The data file; ``data/talks.toml`` below the repository's root when ``None``.
        dry_run: Print the report and what would be written; write nothing.
        force: Replace the seasons and talks of an existing data file.
        given: The column map: ``speaker=Presenter``.

    Returns:
        0, or 1 when nothing was understood or an existing file would be changed.

    Raises:
        DataError: A list cannot be read, pages are among them, or the file cannot be written.
    """
    if pages := [path for path in paths if not is_list(path)]:
        raise DataError(
            f"{pages[0]} is no list (their names end in {', '.join(ENDINGS)}); import pages and "
            "lists one after the other"
        )
    target = data or os.path.join(store.root_of(os.path.join("data", "talks.toml")), DATA)
    sources = [Source(path, read_page(path)) for path in dict.fromkeys(paths)]
    result = import_lists(sources, parse_map(given), day_to_judge_by(None))
    for text in report.summary(result.records, {}) if result.records.talks else ():
        print(text)
    if result.report:
        print(f"report: {report.counts(result.report)}")
    for note in result.report:
        print(report.line(note))
    if not result.records.talks:
        _say_list("no talk was understood; nothing was written")
        return 1
    shown = reader.from_here(target)
    exists = os.path.lexists(target)
    if exists and not force:
        _say_list(
            f"{shown} exists; nothing was written. Add --force to replace its seasons and talks"
        )
        return 1
    if exists:
        document = store.read(target)
        old = document.records
        new = old._replace(seasons=result.records.seasons, talks=result.records.talks)
        if not dry_run:
            store.save(document, new)
    elif not dry_run:
        disk.write_files({shown: store.dumps(_begun(result.records, shown))})
    print(f"{'would write' if dry_run else 'wrote'} {shown}")
    return 0


def _begun(records: Records, shown: str) -> Records:
    """The records of a new data file: with the usual pages, and with a zone if they name none."""
    zone = records.series.timezone
    if not zone:
        zone = local_zone()
        _say_list(
            f"the lists name no time zone; this computer's is taken: {zone}. Correct it if it is "
            "another one"
        )
    _say_list(
        f"the lists name no series: write its name under [series] in {shown}, then lgtui --render "
        "writes the pages"
    )
    return records._replace(
        series=records.series._replace(timezone=zone),
        pages=Pages(DEFAULT_PATHS["webinar"], DEFAULT_PATHS["abstracts"]),
    )


def _say_list(message: str) -> None:
    print(f"lgtui: {message}", file=sys.stderr)
