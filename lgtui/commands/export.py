"""``--export``: the records on standard output, for other programs.

The JSON form is described at :func:`lgtui.render.export.as_json`, the CSV form at
:func:`lgtui.render.export.as_csv`.
"""

import os
import sys

from lgtui import store
from lgtui.render import export


def run(data: str | None, form: str) -> int:
    """Prints all records in one of ``lgtui.render.export.FORMS``; nothing of them is judged.

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
        sys.stdout.write(export.as_json(document.records))
    else:
        sys.stdout.write(export.as_csv(document.records))
    for problem in document.problems:
        print(f"lgtui: {problem.message}", file=sys.stderr)
    return 0
