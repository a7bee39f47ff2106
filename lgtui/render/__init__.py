"""From the records to the text of the site's pages: pure, without clock, locale or disk.

Four kinds of page: ``webinar`` and ``abstracts`` are the organizers' own files, of which lgtui
writes the regions; ``news`` is a folder with one file for each held season, ``calendar`` a file,
both written whole.
"""

from lgtui.model import Records
from lgtui.render.pages import KINDS, REGIONS, Page, files, regions_of, write
from lgtui.render.regions import Edit, HandEdit, MarkerError

__all__ = [
    "KINDS",
    "REGIONS",
    "Edit",
    "HandEdit",
    "MarkerError",
    "Page",
    "files",
    "regions_of",
    "render",
    "write",
]


def render(records: Records) -> dict[str, dict[str, str]]:
    """All regions: page kind to region name to text.

    Raises:
        DataError: a fact cannot be written, such as an hour in an unknown zone.
    """
    return {kind: regions_of(kind, records) for kind in REGIONS}
