"""``--announce``: the text of an announcement on standard output."""

import sys

from lgtui import store
from lgtui.commands import Options, say
from lgtui.model import DataError, Records, Season
from lgtui.records.checklist import doubts, season_named
from lgtui.render import announcement
from lgtui.render.webinar import next_season
from lgtui.text.control_chars import signed


def run(options: Options) -> int:
    """Print the announcement of a season; say on standard error what it still lacks.

    Returns:
        0.

    Raises:
        DataError: the file cannot be read, there is no such season, a zone is unknown, or the
            post is too short for its link.
    """
    records = store.read(options.data_path()).records
    season = _chosen(records, options.announce)
    zones = announcement.zones_of(records)
    if options.zones is not None:
        zones = announcement.zone_names(options.zones)
    length = options.length or announcement.LENGTH
    text = announcement.announcement(records, season, options.format, zones, length)
    sys.stdout.write(signed(text))
    if doubt := doubts(records, season, options.day()):
        say(doubt)
    return 0


def _chosen(records: Records, name: str) -> Season:
    if name:
        return season_named(records, name, "--announce")
    season = next_season(records)
    if season is None:
        raise DataError("--announce: no season is upcoming; name one, as in --announce S09")
    return season
