"""From the records to the text of the site's pages: pure, without clock, locale or disk.

Four kinds of page: ``webinar`` and ``abstracts`` are the organizers' own files, of which lgtui
writes the regions; ``news`` is a folder with one file for each held season, ``calendar`` a file,
both written whole.
"""

from typing import NamedTuple

from lgtui.model import NO_TEMPLATES, PAGE_KINDS, DataError, Records, Templates, value_of
from lgtui.render.kramdown import TBA, escape, front_matter_value, heading_end
from lgtui.render.regions import Edit, HandEdit, MarkerError, find, replace, wrap

__all__ = [
    "KINDS",
    "REGIONS",
    "Edit",
    "HandEdit",
    "MarkerError",
    "Page",
    "PageUpdate",
    "files",
    "paths",
    "regions_of",
    "render",
    "write",
]

KINDS = PAGE_KINDS
"""The kinds of page, named like the keys of ``[pages]``."""


class Page(NamedTuple):
    """A file that lgtui writes, or writes in.

    ``path`` counts from the repository's root. ``body`` is the whole text of a news item, which
    takes the same look over all talks for all of them; other pages are made when asked for, from
    the organizers' own ``templates`` where there are any.
    """

    path: str
    kind: str
    records: Records
    body: str = ""
    templates: Templates = NO_TEMPLATES

    def write(self, old: str | None, force: bool = False) -> str:
        """Return the file's new text; see :func:`lgtui.render.write`."""
        if self.kind == "news" and self.body:
            from lgtui.render import regions

            return regions.update(old, self.body, regions.NEWS, self.path, force)
        return write(self.kind, old, self.records, self.path, force, templates=self.templates)

    def update(self, old: str | None, force: bool = False) -> "PageUpdate":
        """Work out what writing the page changes, what was edited by hand, what is in the way.

        Args:
            old: the page as it is, or ``None`` for one that does not exist.
            force: write over what was edited by hand; the edits are given all the same.
        """
        edits: tuple[Edit, ...] = ()
        try:
            try:
                new = self.write(old)
            except HandEdit as hand:
                edits = hand.edits
                if self.kind == "news" and all(edit.foreign for edit in edits):
                    return PageUpdate(self, old, old)  # an item of a person's own stays as it is
                if not force:
                    return PageUpdate(self, old, edits=edits)
                new = self.write(old, force=True)
        except DataError as error:
            return PageUpdate(self, old, edits=edits, fault=error)
        return PageUpdate(self, old, new, edits)


class PageUpdate(NamedTuple):
    """What writing a page does.

    Attributes:
        page: the page.
        old: its text as it is; ``None`` where it does not exist.
        new: its text as it shall be; ``None`` where it cannot be written, or not without loss.
        edits: what was edited by hand.
        fault: why it cannot be read or written, such as damaged markers.
        remade: for a page that was there once and is not on disk what it is made from, and what to
            do where it is not wanted; empty for any other.
    """

    page: Page
    old: str | None = None
    new: str | None = None
    edits: tuple[Edit, ...] = ()
    fault: DataError | None = None
    remade: str = ""


def paths(records: Records) -> list[str]:
    """Return the path of every file that the records are rendered to, without rendering them."""
    return [path for _, path in placed(records)]


def placed(records: Records) -> list[tuple[str, str]]:
    """Return the kind and path of every file that the records are rendered to."""
    found = []
    for kind in KINDS:
        path = value_of(records.pages, kind)
        if path and kind == "news":
            from lgtui.render.news import news_names

            found += [(kind, f"{path.rstrip('/')}/{name}") for name in news_names(records)]
        elif path:
            found.append((kind, path))
    return found


def files(records: Records, templates: Templates = NO_TEMPLATES) -> list[Page]:
    """Return every file that the records are rendered to; a kind without a path is left out.

    Raises:
        DataError: a news item has an hour in an unknown zone.
    """
    found = []
    for kind in KINDS:
        path = value_of(records.pages, kind)
        if not path:
            continue
        if kind == "news":
            from lgtui.render.news import news_files

            folder = path.rstrip("/")
            found += [
                Page(f"{folder}/{name}", kind, records, text, templates)
                for name, text in news_files(records, templates).items()
            ]
        else:
            found.append(Page(path, kind, records, templates=templates))
    return found


def write(
    kind: str,
    page: str | None,
    records: Records,
    file: str = "",
    force: bool = False,
    *,
    templates: Templates = NO_TEMPLATES,
) -> str:
    """Return the whole new text of a page.

    An organizer may leave a region out; a page without any is not one that lgtui can write.

    Args:
        kind: one of ``KINDS``.
        page: the page as it is, or ``None`` for one that does not exist.
        records: what it shall say.
        file: the page's name, for messages; for news it also says which season's item it is.
        force: write over what was edited by hand.
        templates: the organizers' own templates.

    Raises:
        DataError: a fact cannot be written, such as an hour in an unknown zone.
        MarkerError: a marker is damaged, or the page has none.
        HandEdit: a region, or a file that lgtui writes whole, was edited by hand.
    """
    if kind == "calendar":
        from lgtui.render import regions
        from lgtui.render.icalendar import calendar

        return regions.update(page, calendar(records, page or ""), regions.CALENDAR, file, force)
    if kind == "news":
        from lgtui.render import regions
        from lgtui.render.news import news_files

        fresh = news_files(records, templates)[file.rpartition("/")[2]]
        return regions.update(page, fresh, regions.NEWS, file, force)
    if page is None:
        return replace(_skeleton(kind, records), regions_of(kind, records, templates), file)
    if not any(region.name in REGIONS[kind] for region in find(page, file)):
        raise MarkerError(_no_markers(kind), file, 1)
    return replace(page, regions_of(kind, records, templates), file, force)


REGIONS = {"webinar": ("next", "previous", "organizers"), "abstracts": ("abstracts",)}
"""For each page with regions their names."""


def regions_of(kind: str, records: Records, templates: Templates = NO_TEMPLATES) -> dict[str, str]:
    """Return the regions of one page: name to text.

    Args:
        kind: a key of :data:`REGIONS`.
        records: what they shall say.
        templates: the organizers' own templates.

    Raises:
        DataError: a fact cannot be written, such as an hour in an unknown zone.
    """
    if kind == "abstracts":
        from lgtui.render.abstracts import abstracts_region

        makers = {"abstracts": abstracts_region}
    else:
        from lgtui.render.webinar import next_region, organizers_region, previous_region

        makers = {
            "next": next_region,
            "previous": previous_region,
            "organizers": organizers_region,
        }
    found = {}
    for name, make in makers.items():
        if value_of(records.pages, f"{name}_template"):
            from lgtui.render.templates import from_template

            found[name] = from_template(name, records, templates)
        else:
            found[name] = make(records)
    return found


def _skeleton(kind: str, records: Records) -> str:

    return webinar_skeleton(records) if kind == "webinar" else abstracts_skeleton(records)


def _no_markers(kind: str) -> str:
    pairs = [f"<!-- lgtui:{name} --> and <!-- lgtui:end {name} -->" for name in REGIONS[kind]]
    return (
        "the page has no markers, so there is nothing on it to write. Import it with lgtui "
        f"--import, or put {'; or '.join(pairs)} around the parts that lgtui shall write, each "
        "on a line of its own"
    )


def webinar_skeleton(records: Records) -> str:
    """Return the webinar page with empty regions."""
    return f"""---
layout: page
permalink: /webinar/
title: Webinar
description: {front_matter_value(records.series.name)}
nav: true
nav_order: 5
---

# {_name(records)}

{wrap("next", "")}

#### Previous talks:

{wrap("previous", "")}

### Organizers

{wrap("organizers", "")}
"""


def abstracts_skeleton(records: Records) -> str:
    """Return the abstracts page with an empty region."""
    return f"""---
layout: page
permalink: /webinar_talks/
title: Webinar talks
description: {front_matter_value(records.series.name)}
nav: false
---

# {_name(records)}: abstracts

{wrap("abstracts", "")}
"""


def _name(records: Records) -> str:
    return heading_end(escape(records.series.name)) or TBA


def render(records: Records) -> dict[str, dict[str, str]]:
    """Return all regions: page kind to region name to text.

    Raises:
        DataError: a fact cannot be written, such as an hour in an unknown zone.
    """
    return {kind: regions_of(kind, records) for kind in REGIONS}
