"""``--init``: a data file and pages for a new series."""

import os
import sys

from lgtui import render, store
from lgtui.model import Pages, Records, Series
from lgtui.store import disk, reader
from lgtui.store.reader import from_here

GUIDE = b"""# The records of the webinar series: each fact once. Edit them with lgtui, or by hand.
#
# [[organizers]]
# name = "Ada Lovelace"
# affiliation = "University of London (United Kingdom)"
#
# [[seasons]]
# number = 1
# theme = "Benchmarks"
# start = 2026-03-02T15:00:00      # local time; a bare date while the hour is open
# register_url = "https://..."
#
# [[talks]]
# id = "S01E01"
# title = "..."
# speakers = [{ name = "Grace Hopper", prefix = "Dr." }]
# affiliation = "..."

"""


def run(data: str | None, force: bool) -> int:
    """Writes the data file and the pages that do not exist yet; prints a line for each.

    Args:
        data: the data file to make, ``data/talks.toml`` here when ``None``.
        force: replace a data file that exists. A page that exists is never replaced.

    Returns:
        0, or 1 when there is a data file and ``force`` is not set.

    Raises:
        DataError: a file cannot be written.
    """
    path = data or reader.DATA
    if disk.exists(path) and not force:
        print(
            f"lgtui: {path} exists already, nothing is written; open it with lgtui, or replace it "
            "with --init --force",
            file=sys.stderr,
        )
        return 1
    root = store.root_of(path)
    folder = os.path.basename(os.path.abspath(root)).replace("-", " ").replace("_", " ")
    name = "".join(char for char in folder if char.isprintable()).strip()
    records = Records(
        Series(name=name.capitalize() or "Webinar", timezone=local_zone()),
        Pages(webinar="_pages/webinar.md", abstracts="_pages/webinar_talks.md"),
    )
    files = {path: GUIDE + store.dumps(records)}
    for kind in ("webinar", "abstracts"):
        page = os.path.join(root, getattr(records.pages, kind))
        if disk.exists(page):
            print(f"kept {from_here(page)}: it exists; lgtui --import takes it into records")
        else:
            files[page] = render.write(kind, None, records).encode()
    disk.write_files(files)
    for written in files:
        print(f"wrote {from_here(written)}")
    print(
        f"lgtui: the series is called {records.series.name!r} in the zone "
        f"{records.series.timezone}; change both in {path}, or open it with lgtui",
        file=sys.stderr,
    )
    return 0


def local_zone() -> str:
    """The IANA name of this machine's zone, ``UTC`` where it does not tell."""
    from zoneinfo import ZoneInfo

    place = os.environ.get("TZ", "").lstrip(":") or os.path.realpath("/etc/localtime")
    name = place.rpartition("zoneinfo/")[2]
    try:
        return ZoneInfo(name).key
    except (ValueError, OSError, LookupError):
        return "UTC"
