"""``--export`` and ``--schema``: the records, and their schema, for other programs.

The JSON form is described at :func:`lgtui.render.export.as_json`, the CSV form at
:func:`lgtui.render.export.as_csv`, the schema at :func:`lgtui.render.export.json_schema`.
"""

import sys

from lgtui import store
from lgtui.commands import Options, say
from lgtui.render import export
from lgtui.text.control_chars import signed


def run(options: Options) -> int:
    """Print all records in one of ``lgtui.render.export.FORMS``; nothing of them is judged.

    The schema is printed without any records.

    Returns:
        0.

    Raises:
        DataError: the file cannot be read.
    """
    if options.schema:
        sys.stdout.write(export.json_schema())
        return 0
    document = store.read(options.data_path())
    written = export.as_json if options.export == "json" else export.as_csv
    sys.stdout.write(signed(written(document.records)))
    for problem in document.problems:
        say(problem.message)
    return 0
