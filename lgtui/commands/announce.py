"""``--announce``: the text of an announcement on standard output."""

import os
import sys

from lgtui import store
from lgtui.commands.check import day_to_judge_by
from lgtui.commands.seasons import chosen_season
from lgtui.model import DataError, Moment, Records, Season, season_label
from lgtui.records.checklist import rounds
from lgtui.render import announcement
from lgtui.render.webinar import next_season


def run(
    data: str | None,
    season: str | None,
    format: str,  # noqa: A002 (the option's name)
    zones: str | None = None,
    length: int | None = None,
) -> int:
    """Prints the announcement of a season; says on standard error what it still lacks.

    Args:
        data: the data file; searched for upward when ``None``.
        season: its name (``S10``), or ``None`` for the next one.
        format: one of ``lgtui.render.announcement.FORMS``.
        zones: names of further zones with commas between them, instead of the series' own.
        length: how long a social post may be.

    Returns:
        0.

    Raises:
        DataError: the file cannot be read, there is no such season, a zone is unknown, or the
            post is too short for its link.
    """
    records = store.read(data or store.find_data(os.curdir)).records
    chosen = _chosen(records, season)
    wanted = zones_of(records) if zones is None else _names(zones)
    text = announcement.announcement(records, chosen, format, wanted, length or announcement.LENGTH)
    sys.stdout.write(text)
    if doubt := doubts(records, chosen, day_to_judge_by(None)):
        print(f"lgtui: {doubt}", file=sys.stderr)
    return 0


def _chosen(records: Records, name: str | None) -> Season:
    if name is not None:
        return chosen_season(records, name, "--announce")
    season = next_season(records)
    if season is None:
        raise DataError("--announce: no season is upcoming; name one, as in --announce S09")
    return season


def zones_of(records: Records) -> tuple[str, ...]:
    """The further zones of a series: its own list, else the usual ones."""
    return _names(records.series.zones) or announcement.ZONES


def _names(zones: str) -> tuple[str, ...]:
    return tuple(name for each in zones.split(",") if (name := each.strip()))


def doubts(records: Records, season: Season, today: Moment) -> str:
    """What speaks against sending it as it is, on a day; empty where nothing does."""
    label = season_label(season.number)
    if season.state == "held":
        return f"{label} was held already"
    [found] = [each for each in rounds(records, today) if each.season.number == season.number]
    if found.step == "hold":
        return f"the day of {label} is past"
    missing = [f"{item.record} {item.what}" for item in found.missing]
    return f"still missing: {', '.join(missing)}" if missing else ""
