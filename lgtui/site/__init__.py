"""Use cases of a site that command line and app share; neither parses arguments nor prints.

What is to be written is worked out first, as a frozen value that can be shown and refused, and
then written whole. Opening, validating, saving, rendering and taking hand edits back need no
git; :mod:`lgtui.site.publishing` does.
"""

import os

from lgtui import store


def open_document(data: str | None) -> store.Document:
    """Read the data file that was named, or the one found from the current folder upward.

    Raises:
        DataError: there is none, or it cannot be read.
    """
    return store.read(data or store.find_data(os.curdir))
