"""``--export``: the records on standard output, for other programs.

The JSON form is described at :func:`lgtui.exporting.as_json`, the CSV form at
:func:`lgtui.exporting.as_csv`.
"""

import os
import sys

from lgtui import exporting, store


def run(data: str | None, form: str) -> int:
    """Prints all records in one of ``lgtui.exporting.FORMS``; nothing of them is judged.

    Args:
        data: the data file; searched for upward when ``None``.
        form: ``json`` or ``csv``.

    Returns:
        0.

    Raises:
        DataError: the file cannot be read.
    """
    document = store.read(data or store.find_data(os.curdir))
    if form == "json":
        sys.stdout.write(exporting.as_json(document.records))
    else:
        sys.stdout.write(exporting.as_csv(document.records))
    for problem in document.problems:
        print(f"lgtui: {problem.message}", file=sys.stderr)
    return 0
