"""``--import`` of lists: talks from CSV or YAML into the data file, by a column map."""

import os
import sys
from collections.abc import Sequence

from lgtui import store
from lgtui.importing import reporting
from lgtui.importing.columns import parse_map
from lgtui.importing.facts import Source
from lgtui.importing.lists import import_lists
from lgtui.importing.rows import ENDINGS, is_list
from lgtui.model import DataError, Pages, Records
from lgtui.store import disk
from lgtui.store.paths import DATA
from lgtui.verbs.check import day_to_judge_by
from lgtui.verbs.import_pages import DEFAULT_PATHS, read_page
from lgtui.verbs.init import local_zone


def run(
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
    for text in reporting.summary(result.records, {}) if result.records.talks else ():
        print(text)
    if result.report:
        print(f"report: {reporting.counts(result.report)}")
    for note in result.report:
        print(reporting.line(note))
    if not result.records.talks:
        _say("no talk was understood; nothing was written")
        return 1
    shown = store.paths.from_here(target)
    exists = os.path.lexists(target)
    if exists and not force:
        _say(f"{shown} exists; nothing was written. Add --force to replace its seasons and talks")
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
        _say(
            f"the lists name no time zone; this computer's is taken: {zone}. Correct it if it is "
            "another one"
        )
    _say(
        f"the lists name no series: write its name under [series] in {shown}, then lgtui --render "
        "writes the pages"
    )
    return records._replace(
        series=records.series._replace(timezone=zone),
        pages=Pages(DEFAULT_PATHS["webinar"], DEFAULT_PATHS["abstracts"]),
    )


def _say(message: str) -> None:
    print(f"lgtui: {message}", file=sys.stderr)
