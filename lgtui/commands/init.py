"""``--init``: a data file and pages for a new series."""

from lgtui.commands import Options, say
from lgtui.site.new_series import plan_empty, write_series
from lgtui.store.reader import DATA, from_here


def run(options: Options) -> int:
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
    say(*planned.remarks)
    return 0
