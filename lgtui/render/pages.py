"""The files of the site that the records are rendered to, and what a new one begins with."""

from typing import NamedTuple

from lgtui.model import Records
from lgtui.render.kramdown import TBA, heading_end, plain, quoted
from lgtui.render.regions import MarkerError, find, replace, wrap

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
        """The file's new text; see :func:`lgtui.render.write`."""
        if self.kind == "news" and self.body:
            from lgtui.render import regions

            return regions.update(old, self.body, regions.NEWS, self.path, force)
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
            from lgtui.render.news import news_files

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
        from lgtui.render import regions
        from lgtui.render.icalendar import calendar

        return regions.update(page, calendar(records), regions.CALENDAR, file, force)
    if kind == "news":
        from lgtui.render import regions
        from lgtui.render.news import news_files

        fresh = news_files(records)[file.rpartition("/")[2]]
        return regions.update(page, fresh, regions.NEWS, file, force)
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
        if getattr(records.pages, f"{name}_template"):
            from lgtui.render.templates import from_template

            found[name] = from_template(name, records)
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
    """The webinar page with empty regions."""
    return f"""---
layout: page
permalink: /webinar/
title: Webinar
description: {quoted(records.series.name)}
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
    """The abstracts page with an empty region."""
    return f"""---
layout: page
permalink: /webinar_talks/
title: Webinar talks
description: {quoted(records.series.name)}
nav: false
---

# {_name(records)}: abstracts

{wrap("abstracts", "")}
"""


def _name(records: Records) -> str:
    return heading_end(plain(records.series.name)) or TBA
