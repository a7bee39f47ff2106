"""``--init`` and ``--import``: the data file of a series, empty or from its pages and lists."""

from lgtui.commands import Options, say
from lgtui.importers.tables import is_list
from lgtui.site.new_series import (
    NewSeries,
    are_talk_files,
    default_data,
    is_site,
    plan_empty,
    plan_import,
    plan_lists,
    plan_talk_files,
    survey,
    write_series,
)
from lgtui.store.reader import DATA, from_here


def run(options: Options) -> int:
    """Write a data file that was not there, or take in what the series has already.

    Returns:
        0, or 1 when nothing was understood or an existing file would be replaced.

    Raises:
        DataError: a file cannot be read or written, or pages and lists are mixed.
    """
    return _import(options) if options.import_ else _begin(options)


def _begin(options: Options) -> int:
    """Write the data file and the pages that do not exist yet; print a line for each.

    Returns:
        0, or 1 when there is a data file and ``--force`` was not given.

    Raises:
        DataError: a file cannot be written.
    """
    planned = plan_empty(options.data or DATA, options.force)
    if planned.refusal:
        say(planned.refusal)
        return 1
    for line in planned.summary:
        print(line)
    write_series(planned)
    for path in planned.files:
        print(f"wrote {from_here(path)}")
    for remark in planned.remarks:
        say(remark)
    return 0


def _import(options: Options) -> int:
    """Import pages, lists of talks, or files of one talk each, and print the report.

    Returns:
        0, or 1 when nothing was understood or an existing file would be replaced.

    Raises:
        DataError: a file cannot be read or written, or pages and lists are mixed.
    """
    planned = _planned(options)
    for line in planned.summary:
        print(line)
    if planned.refusal:
        say(planned.refusal)
        return 1
    if not options.dry_run or not planned.files:
        for remark in planned.remarks:
            say(remark)
        write_series(planned)
    for path in planned.files:
        print(f"{'would write' if options.dry_run else 'wrote'} {path}")
    return 0


def _planned(options: Options) -> NewSeries:
    """Plan the import by what its sources are: lists, files of one talk each, or pages.

    Of a whole site it is only said what could be taken.
    """
    paths, target = options.import_, options.data or default_data()
    if is_site(paths):
        return survey(paths, options.day())
    today, dates, verbose = options.day(), options.dates, options.verbose
    if any(map(is_list, paths)):
        return plan_lists(
            paths, target, options.force, options.map, today, dates=dates, verbose=verbose
        )
    if are_talk_files(paths):
        return plan_talk_files(
            paths, target, options.force, options.map, today, dates=dates, verbose=verbose
        )
    if options.map:
        return plan_lists(paths, target, options.force, options.map, today, verbose=verbose)
    return plan_import(paths, target, options.force, today, dates=dates, verbose=verbose)
