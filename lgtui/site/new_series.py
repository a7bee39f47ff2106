"""The files of a new series: from nothing, from pages, lists, or files of one talk each."""

import functools
import os
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from lgtui import render, store
from lgtui.model import DataError, Moment, Pages, Records, Series, as_date
from lgtui.records.lifecycle import count_revisions
from lgtui.render import export, regions
from lgtui.site.pages import day_of_item
from lgtui.store import disk
from lgtui.store.reader import DATA, from_here
from lgtui.text.dates import zone_named

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from lgtui.importers import Note, Source
    from lgtui.importers.linkage import LineTimes
    from lgtui.importers.lists import ListImport

DEFAULT_PATHS = {"webinar": "_pages/webinar.md", "abstracts": "_pages/webinar_talks.md"}
"""Where the pages of a new series go, from the repository's root."""

WORD_FILES = 500
"""At most this many of the repository's texts lend their words to the guesses for lost bytes."""

LARGEST = 8_000_000
"""The largest page that is read, in bytes: many times the largest real one."""

GUIDE = b"""# The records of the webinar series: each fact once. Edit them with lgtui, or by hand.
#
# [[organizers]]
# name = "Ada Lovelace"
# affiliation = "University of London (United Kingdom)"
#
# [[seasons]]
# number = 1
# theme = "Benchmarks"
# start = 2026-03-02T15:00:00      # local time; a bare date while the hour is open
# register_url = "https://..."
#
# [[talks]]
# id = "S01E01"
# title = "..."
# speakers = [{ name = "Grace Hopper", prefix = "Dr." }]
# affiliation = "..."
#
# [wording]                          # only what pages shall say otherwise than as usual
# date_style = "March 2, 2026"
# word_register = "Sign up"

"""


class NewSeries(NamedTuple):
    """What becomes a new series, and what to report of it.

    Attributes:
        files: the bytes of each file to write, by its path as people read it.
        summary: what was understood and kept, line by line.
        remarks: what the person has to look after.
        refusal: why nothing may be written; empty where it may.
        replaced: the data file whose records are replaced, as it was read.
    """

    files: Mapping[str, bytes]
    summary: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    refusal: str = ""
    replaced: store.Document | None = None


def write_series(planned: NewSeries) -> None:
    """Write the files, all or none.

    Raises:
        ChangedOnDisk: the data file was changed since it was read.
        DataError: a file cannot be written; all are as they were.
    """
    if planned.replaced is not None:
        from lgtui.store.saving import ensure_unchanged

        ensure_unchanged(planned.replaced)
    disk.write_files(planned.files)


def plan_empty(path: str, force: bool) -> NewSeries:
    """Plan a data file without talks, its schema, and the pages that do not exist yet.

    Args:
        path: the data file to make.
        force: replace a data file that exists. No other file that exists is ever replaced.

    Raises:
        DataError: nobody can tell whether a file exists.
    """
    if disk.exists(path) and not force:
        return NewSeries(
            {},
            refusal=f"{path} exists already, nothing is written; open it with lgtui, or replace it "
            "with --init --force",
        )
    root, schema = store.root_of(path), f"{os.path.splitext(path)[0]}.schema.json"
    folder = os.path.basename(os.path.abspath(root)).replace("-", " ").replace("_", " ")
    name = "".join(char for char in folder if char.isprintable()).strip()
    series = Series(name=name.capitalize() or "Webinar", timezone=local_zone())
    records = Records(series, Pages(DEFAULT_PATHS["webinar"], DEFAULT_PATHS["abstracts"]))
    # Editors look for the schema beside the file, by this line at its top.
    named = b"#:schema ./%s\n\n" % os.fsencode(os.path.basename(schema))
    files, kept = {path: named + GUIDE + store.dumps(records)}, []
    if disk.exists(schema):
        kept.append(
            f"kept {from_here(schema)}: it exists; lgtui --schema > {from_here(schema)} renews it"
        )
    else:
        files[schema] = export.json_schema().encode()
    for page in render.files(records):
        file = os.path.join(root, page.path)
        if disk.exists(file):
            kept.append(f"kept {from_here(file)}: it exists; lgtui --import takes it into records")
        else:
            files[from_here(file)] = page.write(None).encode()
    remark = (
        f"the series is called {series.name!r} in the zone {series.timezone}; change both in "
        f"{path}, or open it with lgtui"
    )
    remarks = [remark]
    if schema in files:
        # Publishing takes the data file and the pages; this one changes only with lgtui itself.
        file = from_here(schema)
        remarks.append(f"editors check the data file by {file}: git add it once, for everybody")
    return NewSeries(files, tuple(kept), tuple(remarks))


def local_zone() -> str:
    """Give the IANA name of this machine's zone, ``UTC`` where it does not tell."""
    place = os.environ.get("TZ", "").lstrip(":") or os.path.realpath("/etc/localtime")
    name = place.rpartition("zoneinfo/")[2]
    return name if zone_named(name) else "UTC"


def default_data() -> str:
    """Give the data file of the repository that the current folder is in."""
    return os.path.join(store.root_of(DATA), DATA)


def plan_import(
    paths: Sequence[str],
    target: str,
    force: bool,
    today: Moment | None = None,
    *,
    dates: str = "",
    verbose: bool = False,
) -> NewSeries:
    """Plan a data file from existing pages, and markers in these pages.

    Args:
        paths: the pages.
        target: the data file.
        force: replace an existing data file, and pages at the default path.
        today: the day that seasons of a page's own list are judged by.
        dates: the order of the numbers in dates, where the pages do not tell it.
        verbose: report every change on a line of its own, in the order of the pages.

    Raises:
        DataError: a page cannot be read.
    """
    from lgtui.importers import Source, report
    from lgtui.importers.pages import import_pages

    root = store.root_of(target)
    sources = [Source(path, read_page(path)) for path in dict.fromkeys(paths)]
    given = {os.path.realpath(path) for path in paths}
    beside = [
        Source(path, read_page(path))
        for path in _collected_news(root)
        if os.path.realpath(path) not in given
    ]
    vocabulary = functools.cache(lambda: known_words(root))
    times = _line_times(root)
    result = import_pages(sources, vocabulary, today, beside, dates=dates, times=times)
    homes = {kind: page_path(kind, name, root) for kind, name in result.taken_from.items()}
    items = _news_items(result.records, [*sources, *beside])
    folders = {from_here(os.path.dirname(path)) for path in items}
    news = page_path("news", os.path.dirname(items[0]), root) if len(folders) == 1 else ""
    records = result.records._replace(
        pages=result.records.pages._replace(
            webinar=homes.get("webinar", ""), abstracts=homes.get("abstracts", ""), news=news
        )
    )
    lines = report.summary(records, homes) if result.understood else []
    if news:
        count = f"{len(items)} of its items are those of held seasons"
        lines.append(f"page: news {news}: {count}{_unwritten_news(records, len(items))}")
    told = [
        note
        for note in result.report
        if not (news and note.source in items and note.kind == "kept")
    ]
    said = _notes(told)
    if told and not verbose:
        said[1:] = report.in_short(told)
    planned = NewSeries({}, summary=(*lines, *said))
    if not result.understood:
        refusal = "nothing on these pages was understood; nothing was written"
        return planned._replace(refusal=refusal)
    if not force and (refusal := _refusal(target, root, homes, result.taken_from)):
        return planned._replace(refusal=refusal)
    files = {from_here(target): store.dumps(_after(target, records))}
    for kind, text in result.pages.items():
        path = from_here(os.path.join(root, homes[kind]))
        ended = text.replace("\n", result.newlines[kind])
        files[path] = ended.encode("utf-8", "surrogatepass")
    read = {os.path.realpath(source.name): source.raw for source in sources}
    seen: dict[str, bytes | None] = {
        path: raw for path in files if (raw := read.get(os.path.realpath(path))) is not None
    }
    if not force:
        seen[from_here(target)] = None
    return planned._replace(files=disk.Files(files, seen))


def _line_times(root: str) -> "LineTimes":
    """Return what says when a line of a source was changed; git is asked once for each source."""

    @functools.cache
    def times_of(source: str) -> list[int]:
        from lgtui.repo.history import line_times

        return line_times(root, source)

    def changed(source: str, line: int) -> int:
        lines = times_of(source)
        return lines[line - 1] if 0 < line <= len(lines) else 0

    return changed


def _unwritten_news(records: Records, count: int) -> str:
    """Say how many news items rendering will add, empty for none."""
    dated = sum(one.state == "held" and one.start is not None for one in records.seasons)
    if dated <= count:
        return ""
    return f"; lgtui --render writes one for each of the other {dated - count}"


def _after(target: str, records: Records) -> Records:
    """Return the records with the revisions that calendars have to hear of after a data file's."""
    if not disk.exists(target):
        return records
    try:
        before = store.read(target).records
    except DataError:
        return records  # what cannot be read is replaced as a whole
    return count_revisions(before, records)


def _collected_news(root: str) -> list[str]:
    """Return the files of the folder that Jekyll keeps its collection of news in, if there is one.

    Raises:
        DataError: the settings are there but cannot be read.
    """
    config = os.path.join(root, "_config.yml")
    if not disk.exists(config):
        return []
    text = disk.read_file(config).decode("utf-8", "replace").replace("\r\n", "\n")
    own = re.search(
        r"(?m)^collections:(?P<inline>.*)\n(?P<block>(?:[ \t-].*\n|[ \t]*\n)*)", f"{text}\n"
    )
    if own is None or not (
        re.search(r"[\[{,][ \t]*news\b", own["inline"])
        or re.search(r"(?m)^[ \t]*(?:-[ \t]+)?news\b", own["block"])
    ):
        return []
    base = re.search(r"(?m)^collections_dir:[ \t]*[\"']?([\w./-]+)", text)
    folder = os.path.join(root, base[1] if base else "", "_news")
    if not os.path.isdir(folder):
        return []
    names = sorted(name for name in os.listdir(folder) if name.endswith((".md", ".markdown")))
    return [from_here(os.path.join(folder, name)) for name in names]


def _news_items(records: Records, sources: "Sequence[Source]") -> list[str]:
    """Return the sources that are news items of held seasons, which are known by their days."""
    days = {
        as_date(season.start).isoformat()
        for season in records.seasons
        if season.state == "held" and season.start is not None
    }
    return [
        source.name
        for source in sources
        if day_of_item(source.raw.decode("utf-8", "surrogateescape")) in days
    ]


def _notes(notes: "Sequence[Note]") -> list[str]:
    """Write what an import has to report: the counts, then each note."""
    from lgtui.importers import report

    return [f"report: {report.counts(notes)}", *map(report.line, notes)] if notes else []


def plan_lists(
    paths: Sequence[str],
    target: str,
    force: bool,
    columns: Sequence[str],
    today: Moment,
    *,
    dates: str = "",
    verbose: bool = False,
) -> NewSeries:
    """Plan a data file from lists of talks.

    Into a data file that exists (``force``) come the lists' seasons and talks instead of its own;
    its series, pages and organizers stay.

    Args:
        paths: the lists.
        target: the data file.
        force: replace the seasons and talks of an existing data file.
        columns: the column map: ``speaker=Presenter``.
        today: the day that seasons are judged by.
        dates: the order of the numbers in dates, where the lists do not tell it.
        verbose: report every change on a line of its own.

    Raises:
        DataError: a list cannot be read or does not tell the order of its dates, or pages are
            among them.
    """
    from lgtui.importers import Source
    from lgtui.importers.columns import parse_map
    from lgtui.importers.lists import import_lists
    from lgtui.importers.tables import ENDINGS, is_list

    if pages := [path for path in paths if not is_list(path)]:
        raise DataError(
            f"{pages[0]} is no list (their names end in {', '.join(ENDINGS)}); import pages and "
            "lists one after the other"
        )
    sources = [Source(path, read_page(path)) for path in dict.fromkeys(paths)]
    result = import_lists(sources, parse_map(columns), today, dates, _zone_kept(target, force))
    return _plan_records(result, target, force, "the lists", verbose=verbose)


def plan_talk_files(
    paths: Sequence[str],
    target: str,
    force: bool,
    columns: Sequence[str],
    today: Moment,
    *,
    dates: str = "",
    verbose: bool = False,
) -> NewSeries:
    """Plan a data file from files that are one talk each, which stay as they are.

    Args:
        paths: the files, and folders of them.
        target: the data file.
        force: replace the seasons and talks of an existing data file.
        columns: the map of keys: ``speaker=presenter``.
        today: the day that seasons are judged by.
        dates: the order of the numbers in dates, where the files do not tell it.
        verbose: report every change on a line of its own.

    Raises:
        DataError: a file cannot be read, or a folder has none.
    """
    from lgtui.importers import Source
    from lgtui.importers.columns import parse_map
    from lgtui.importers.talk_files import import_talk_files

    sources = [Source(path, read_page(path)) for path in files_below(paths)]
    zone = _zone_kept(target, force)
    result = import_talk_files(sources, parse_map(columns), today, zone, dates=dates)
    return _plan_records(result, target, force, "the files", verbose=verbose)


def are_talk_files(paths: Sequence[str]) -> bool:
    """Tell whether all of some paths are folders, or files that are one talk each.

    Raises:
        DataError: a file cannot be read.
    """
    from lgtui.importers.encoding.repair import repair
    from lgtui.importers.talk_files import is_talk_file

    return all(
        os.path.isdir(path) or is_talk_file(path, repair(read_page(path)).text) for path in paths
    )


def files_below(paths: Sequence[str]) -> list[str]:
    """Return files as they are named, and those below folders by name; hidden ones are left out.

    Raises:
        DataError: a folder holds no page.
    """
    from lgtui.importers.talk_files import ENDINGS

    found: list[str] = []
    for path in paths:
        if not os.path.isdir(path):
            found.append(path)
            continue
        inside: list[str] = []
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(one for one in folders if one[0] != "." and one != "node_modules")
            inside += [
                os.path.join(folder, name)
                for name in sorted(names)
                if name.lower().endswith(ENDINGS) and name[0] != "."
            ]
        if not inside:
            endings = ", ".join(ENDINGS)
            raise DataError(f"this folder holds no page (their names end in {endings})", path)
        found += inside
    return list(dict.fromkeys(os.path.normpath(path) for path in found))


def _zone_kept(target: str, force: bool) -> str:
    """Return the time zone of the series that stays in an existing data file; empty for none."""
    return store.read(target).records.series.timezone if force and os.path.lexists(target) else ""


SITE_FILES = (".git", "_config.yml", "_config.toml", "hugo.toml", "config.toml", "mkdocs.yml")
"""What tells a whole site from a folder of talks."""

BUILT = ("node_modules", "_site", "public", "vendor", "_build", "site-packages", "themes")
"""Folders that hold what a site is built from or becomes, and nothing that people write."""


def is_site(paths: Sequence[str]) -> bool:
    """Tell whether a whole site is named instead of its pages."""
    return any(
        os.path.isdir(path)
        and (
            os.path.normpath(path) in (os.curdir, os.pardir)
            or any(os.path.exists(os.path.join(path, name)) for name in SITE_FILES)
        )
        for path in paths
    )


class _Found(NamedTuple):
    """What an import of a path would take."""

    path: str
    talks: int
    what: str


def survey(paths: Sequence[str], today: Moment) -> NewSeries:
    """Look through a site, and say what an import would take of it; nothing is planned.

    Args:
        paths: the site's folder.
        today: the day that seasons are judged by.
    """
    found: list[_Found] = []
    for path in paths:
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(one for one in folders if one[0] not in ".~" and one not in BUILT)
            files = [
                os.path.normpath(os.path.join(folder, name))
                for name in sorted(names)
                if name[0] != "."
            ]
            found += _looked_at(os.path.normpath(folder), files, today)
    found.sort(key=lambda one: (-one.talks, one.path))
    if not found:
        return NewSeries(
            {}, refusal="no talks were found here; name a page, list or folder of them"
        )
    lines = [
        f"{one.path}: {one.talks} talk{'' if one.talks == 1 else 's'}, {one.what}" for one in found
    ]
    best = found[0].path
    remark = (
        f"nothing was written; import what you keep the talks in, such as lgtui --import {best}"
    )
    return NewSeries({}, summary=tuple(lines), remarks=(remark,))


def _looked_at(folder: str, files: Sequence[str], today: Moment) -> list[_Found]:
    """Return which of a folder's files hold talks, those of one talk each together."""
    from lgtui.importers import Source
    from lgtui.importers.encoding.repair import repair
    from lgtui.importers.lists import import_lists
    from lgtui.importers.pages import import_pages
    from lgtui.importers.tables import is_list
    from lgtui.importers.talk_files import ENDINGS, is_talk_file

    found: list[_Found] = []
    single: list[str] = []
    for path in files:
        if not (is_list(path) or path.lower().endswith(ENDINGS)):
            continue
        try:
            source = Source(path, read_page(path))
            if is_list(path):
                records = import_lists([source], {}, today).records
                what = "a list"
            elif is_talk_file(path, repair(source.raw).text):
                single.append(path)
                continue
            else:
                records = import_pages([source], (), today).records
                what = "a page"
        except DataError:
            continue  # whatever cannot be read is no list of talks, and nothing is written
        talks = records.talks
        named = sum(bool(talk.title and talk.speakers) for talk in talks)
        given = any(one.start for one in records.seasons) or any(one.video_url for one in talks)
        if given and named * 2 >= len(talks):
            found.append(_Found(path, len(talks), what))
    if single:
        what = "files of one talk each" if len(single) > 1 else "a file of one talk"
        found.append(_Found(folder if len(single) > 1 else single[0], len(single), what))
    return found


def _plan_records(
    result: "ListImport", target: str, force: bool, sources: str, *, verbose: bool
) -> NewSeries:
    """Plan a data file with the records of lists or files; its other records stay.

    Args:
        result: the records and the report.
        target: the data file.
        force: replace the seasons and talks of an existing data file.
        sources: what messages call that which was read.
        verbose: report every change on a line of its own.
    """
    from lgtui.importers.report import in_short, summary

    found, shown = result.records, from_here(target)
    lines = summary(found, {}) if found.talks else []
    said = _notes(result.report)
    if result.report and not verbose:
        said[1:] = in_short(result.report)
    planned = NewSeries({}, summary=(*lines, *said))
    if not found.talks:
        return planned._replace(refusal="no talk was understood; nothing was written")
    document = store.read(target) if force and os.path.lexists(target) else None
    if document is None and not os.path.lexists(target):
        records, remarks = _begun(found, shown, sources)
        return planned._replace(files={shown: store.dumps(records)}, remarks=remarks)
    if document is None:
        refusal = (
            f"{shown} exists; nothing was written. Add --force to replace its seasons and talks"
        )
        return planned._replace(refusal=refusal)
    records = document.records._replace(seasons=found.seasons, talks=found.talks)
    return planned._replace(files={shown: store.splice(document, records)}, replaced=document)


def _begun(records: Records, shown: str, sources: str) -> tuple[Records, tuple[str, ...]]:
    """Give records the usual pages and, if they name none, a zone; say what to look after."""
    remarks = []
    zone = records.series.timezone
    if not zone:
        zone = local_zone()
        remarks.append(
            f"{sources} name no time zone; this computer's is taken: {zone}. Correct it if it is "
            "another one"
        )
    remarks.append(
        f"{sources} name no series: write its name under [series] in {shown}, then lgtui --render "
        "writes the pages"
    )
    series = records.series._replace(timezone=zone)
    return records._replace(
        series=series, pages=Pages(DEFAULT_PATHS["webinar"], DEFAULT_PATHS["abstracts"])
    ), tuple(remarks)


def read_page(path: str) -> bytes:
    """Read the bytes of a page or list; of a workbook its first sheet as CSV.

    Raises:
        DataError: It cannot be read, or is no page: too large, or not text.
    """
    raw = _workbook_as_csv(path) if path.lower().endswith(".xlsx") else disk.read_file(path)
    if len(raw) > LARGEST:
        size, most = len(raw) // 1_000_000, LARGEST // 1_000_000
        raise DataError(f"{size} MB is no page of a site (at most {most} MB); check the path", path)
    from lgtui.importers.encoding.source_map import is_text

    if not is_text(raw):
        raise DataError("this is no text: it holds zero bytes; name a page in Markdown", path)
    return raw


_LARGEST_PART = 50_000_000
"""A workbook is packed; a part of it that unpacks to more is no list of talks, in bytes."""


def _workbook_as_csv(path: str) -> bytes:
    """Read the first sheet of a workbook (Office Open XML) as CSV, a line for each row.

    Days are the numbers that spreadsheets count them by.

    Raises:
        DataError: it is no workbook, with what to do.
    """
    import csv
    import io
    import zipfile
    import zlib
    from xml.etree import ElementTree

    def part(inside: str) -> ElementTree.Element:
        info = book.getinfo(inside)
        held = book.read(inside) if info.file_size <= _LARGEST_PART else b""
        if not held or b"<!DOCTYPE" in held:
            raise DataError("this workbook cannot be read; save the list as CSV", path)
        return ElementTree.fromstring(held)  # noqa: S314 (without DOCTYPE there are no entities)

    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    try:
        with zipfile.ZipFile(path) as book:
            paths = book.namelist()
            shared = [
                "".join(text.text or "" for text in each.iter(f"{_SHEET}t"))
                for each in (part(_SHARED).iter(f"{_SHEET}si") if _SHARED in paths else ())
            ]
            first = min((one for one in paths if _OF_SHEETS.fullmatch(one)),
                        key=lambda one: (len(one), one))  # fmt: skip
            line = 1
            for row in part(first).iter(f"{_SHEET}row"):
                cells: dict[int, str] = {}
                while line < int(row.get("r") or line):
                    line += 1
                    writer.writerow([])
                line += 1
                for each in row.iter(f"{_SHEET}c"):
                    at = _column_number(each.get("r", "")) or len(cells) + 1
                    cells[at] = _shown(each, shared)
                writer.writerow([cells.get(at, "") for at in range(1, max(cells, default=0) + 1)])
    except OSError as error:
        raise DataError(f"{error.strerror}", path) from error
    except (
        zipfile.BadZipFile, zlib.error, ElementTree.ParseError, LookupError, ValueError,
        RuntimeError,  # it is encrypted, or packed in another way
    ) as error:  # fmt: skip
        raise DataError("this is no workbook (.xlsx); save the list as CSV", path) from error
    return out.getvalue().encode()


_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SHARED = "xl/sharedStrings.xml"
_OF_SHEETS = re.compile(r"xl/worksheets/sheet[0-9]+\.xml")


def _shown(cell: "Element", shared: list[str]) -> str:
    """Return the text of a workbook's cell: its own, or one that it shares with others."""
    if cell.get("t") == "inlineStr":
        return "".join(text.text or "" for text in cell.iter(f"{_SHEET}t"))
    value = cell.findtext(f"{_SHEET}v") or ""
    return shared[int(value)] if cell.get("t") == "s" and value else value


def _column_number(reference: str) -> int:
    """Return which column a reference such as ``AB12`` names, from 1; 0 for none."""
    number = 0
    for letter in re.sub("[^A-Z]", "", reference)[:3]:
        number = number * 26 + ord(letter) - 64
    return number


def page_path(kind: str, name: str, root: str) -> str:
    """Choose where a page goes: its own place inside the repository, else the default.

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
    """Collect the words of the Markdown files, as they are and as git remembers them."""
    from lgtui.repo.history import vocabulary

    return vocabulary(root).union(words_below(root))


def words_below(root: str) -> set[str]:
    """Collect the words of the Markdown files on disk, hidden folders left out."""
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
    """Say why nothing may be written without ``--force``; empty where nothing is in the way."""
    if disk.exists(target):
        return (
            f"{from_here(target)} exists; nothing was written. Add --force to replace its records "
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
