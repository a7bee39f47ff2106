"""From the records to the text of the site's pages: pure, without clock, locale or disk.

Four kinds of page: ``webinar`` and ``abstracts`` are the organizers' own files, of which lgtui
writes the regions; ``news`` is a folder with one file for each held season, ``calendar`` a file,
both written whole.
"""

from lgtui.model import Records
from lgtui.pages.abstracts import abstracts_region
from lgtui.pages.regions import Edit, HandEdit, MarkerError, find, replace
from lgtui.pages.skeletons import abstracts_skeleton, webinar_skeleton
from lgtui.pages.webinar import next_region, organizers_region, previous_region

__all__ = ["KINDS", "REGIONS", "Edit", "HandEdit", "MarkerError", "regions_of", "render", "write"]

KINDS = ("webinar", "abstracts", "news", "calendar")
"""The kinds of page, named like the keys of ``[pages]``."""

REGIONS = {
    "webinar": {
        "next": next_region,
        "previous": previous_region,
        "organizers": organizers_region,
    },
    "abstracts": {"abstracts": abstracts_region},
}
"""For each page with regions what writes them."""


def regions_of(kind: str, records: Records) -> dict[str, str]:
    """The regions of one page: name to text.

    Raises:
        DataError: a fact cannot be written, such as an hour in an unknown zone.
    """
    return {name: write_region(records) for name, write_region in REGIONS[kind].items()}


def render(records: Records) -> dict[str, dict[str, str]]:
    """All regions: page kind to region name to text.

    Raises:
        DataError: a fact cannot be written, such as an hour in an unknown zone.
    """
    return {kind: regions_of(kind, records) for kind in REGIONS}


def write(
    kind: str, page: str | None, records: Records, file: str = "", force: bool = False
) -> str:
    """The whole new text of a page with regions.

    An organizer may leave a region out; a page without any is not one that lgtui can write.

    Args:
        kind: ``webinar`` or ``abstracts``.
        page: the page as it is, or ``None`` for one that does not exist.
        records: what it shall say.
        file: the page's name, for messages.
        force: write over regions that were edited by hand.

    Raises:
        DataError: a fact cannot be written, such as an hour in an unknown zone.
        MarkerError: a marker is damaged, or the page has none.
        HandEdit: a region was edited by hand.
    """
    if page is None:
        skeleton = webinar_skeleton if kind == "webinar" else abstracts_skeleton
        return replace(skeleton(records), regions_of(kind, records), file)
    present = {region.name for region in find(page, file)}
    if not present & REGIONS[kind].keys():
        wanted = ", ".join(
            f"<!-- lgtui:{name} --> … <!-- lgtui:end {name} -->" for name in REGIONS[kind]
        )
        raise MarkerError(
            f"no markers on the page, so nothing can be written. Import it (lgtui --import), or put "
            f"two lines where each part belongs: {wanted}",
            file,
            1,
        )
    return replace(page, regions_of(kind, records), file, force)
