"""``--import``: existing pages and lists into the data file, and markers into the pages."""

from lgtui.commands import Options, say
from lgtui.importers.tables import is_list
from lgtui.site.new_series import default_data, plan_import, plan_lists, write_series


def run(options: Options) -> int:
    """Import pages, or lists of talks, and print the report.

    Returns:
        0, or 1 when nothing was understood or an existing file would be replaced.

    Raises:
        DataError: a file cannot be read or written, or pages and lists are mixed.
    """
    paths, target = options.import_, options.data or default_data()
    if any(map(is_list, paths)) or options.map:
        planned = plan_lists(paths, target, options.force, options.map, options.day())
    else:
        planned = plan_import(paths, target, options.force)
    for line in planned.summary:
        print(line)
    if planned.refusal:
        say(planned.refusal)
        return 1
    if not options.dry_run:
        for remark in planned.remarks:
            say(remark)
        write_series(planned)
    for path in planned.files:
        print(f"{'would write' if options.dry_run else 'wrote'} {path}")
    return 0
