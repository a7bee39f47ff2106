"""The files of the site that the records are rendered to, and what each should hold."""

from typing import NamedTuple

from lgtui.model import Records
from lgtui.pages.regions import MarkerError, find, replace

KINDS = ("webinar", "abstracts", "news", "calendar")
"""The kinds of page, named like the keys of ``[pages]``."""


class Page(NamedTuple):
    """A file that lgtui writes, or writes in.

    ``path`` counts from the repository's root. ``body`` is the whole text of a news item, which
    takes the same look over all talks for all of them; other pages are made when asked for.
    """

    path: str
    kind: str
    records: Records
    body: str = ""

    def write(self, old: str | None, force: bool = False) -> str:
        """The file's new text; see :func:`lgtui.pages.write`."""
        if self.kind == "news" and self.body:
            from lgtui.pages import sealed

            return sealed.update(old, self.body, sealed.NEWS, self.path, force)
        return write(self.kind, old, self.records, self.path, force)


def files(records: Records) -> list[Page]:
    """Every file that the records are rendered to; a kind without a path is left out.

    Raises:
        DataError: a news item has an hour in an unknown zone.
    """
    found = []
    for kind in KINDS:
        path = getattr(records.pages, kind)
        if not path:
            continue
        if kind == "news":
            from lgtui.pages.news import news_files

            folder = path.rstrip("/")
            found += [
                Page(f"{folder}/{name}", kind, records, text)
                for name, text in news_files(records).items()
            ]
        else:
            found.append(Page(path, kind, records))
    return found


def write(
    kind: str, page: str | None, records: Records, file: str = "", force: bool = False
) -> str:
    """The whole new text of a page.

    An organizer may leave a region out; a page without any is not one that lgtui can write.

    Args:
        kind: one of ``KINDS``.
        page: the page as it is, or ``None`` for one that does not exist.
        records: what it shall say.
        file: the page's name, for messages; for news it also says which season's item it is.
        force: write over what was edited by hand.

    Raises:
        DataError: a fact cannot be written, such as an hour in an unknown zone.
        MarkerError: a marker is damaged, or the page has none.
        HandEdit: a region, or a file that lgtui writes whole, was edited by hand.
    """
    if kind == "calendar":
        from lgtui.pages import sealed
        from lgtui.pages.calendar import calendar

        return sealed.update(page, calendar(records), sealed.CALENDAR, file, force)
    if kind == "news":
        from lgtui.pages import sealed
        from lgtui.pages.news import news_files

        fresh = news_files(records)[file.rpartition("/")[2]]
        return sealed.update(page, fresh, sealed.NEWS, file, force)
    if page is None:
        return replace(_skeleton(kind, records), regions_of(kind, records), file)
    if not any(region.name in REGIONS[kind] for region in find(page, file)):
        raise MarkerError(_no_markers(kind), file, 1)
    return replace(page, regions_of(kind, records), file, force)


REGIONS = {"webinar": ("next", "previous", "organizers"), "abstracts": ("abstracts",)}
"""For each page with regions their names."""


def regions_of(kind: str, records: Records) -> dict[str, str]:
    """The regions of one page: name to text.

    Raises:
        DataError: a fact cannot be written, such as an hour in an unknown zone.
    """
    if kind == "abstracts":
        from lgtui.pages.abstracts import abstracts_region

        makers = {"abstracts": abstracts_region}
    else:
        from lgtui.pages.webinar import next_region, organizers_region, previous_region

        makers = {
            "next": next_region,
            "previous": previous_region,
            "organizers": organizers_region,
        }
    found = {}
    for name, make in makers.items():
        if getattr(records.pages, f"{name}_template"):
            from lgtui.pages.templates import from_template

            found[name] = from_template(name, records)
        else:
            found[name] = make(records)
    return found


def _skeleton(kind: str, records: Records) -> str:
    from lgtui.pages.skeletons import abstracts_skeleton, webinar_skeleton

    return webinar_skeleton(records) if kind == "webinar" else abstracts_skeleton(records)


def _no_markers(kind: str) -> str:
    pairs = [f"<!-- lgtui:{name} --> and <!-- lgtui:end {name} -->" for name in REGIONS[kind]]
    return (
        "the page has no markers, so there is nothing on it to write. Import it with lgtui "
        f"--import, or put {'; or '.join(pairs)} around the parts that lgtui shall write, each "
        "on a line of its own"
    )
