"""What an announcement says, before any form is given to it."""

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from lgtui.model import (
    DataError,
    Link,
    Moment,
    Records,
    Season,
    Talk,
    full_name,
    season_label,
)
from lgtui.pages.escape import url
from lgtui.pages.kramdown import one_line
from lgtui.pages.moments import day, hour, zone_name, zoned
from lgtui.pages.webinar import season_talks

TBA = "TBA"
"""What stands for a fact that is not known yet."""

_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


class Person(NamedTuple):
    """A name as it is read, and a home page, ``""`` for none."""

    name: str
    url: str


class TalkFacts(NamedTuple):
    """One talk; every text on one line but for ``abstract`` and ``bio``, which are Markdown.

    ``when`` is empty where the talk is given at the season's own time; ``affiliation`` may be
    empty, everything else then reads TBA.
    """

    people: tuple[Person, ...]
    affiliation: str
    title: str
    abstract: str
    bio: str
    when: tuple[str, ...]
    links: tuple[Link, ...]

    @property
    def who(self) -> str:
        """The speakers' names in one row."""
        return row([person.name for person in self.people]) or TBA


class Facts(NamedTuple):
    """What is announced; ``when`` has the series' own time first, then that in other zones."""

    series: str
    label: str
    theme: str
    cancelled: bool
    when: tuple[str, ...]
    register: str
    talks: tuple[TalkFacts, ...]
    organizers: tuple[Person, ...]

    @property
    def title(self) -> str:
        """One line that says what it is about: ``Series, webinar S09: Theme``."""
        name = f"{self.series}, webinar {self.label}" if self.series else f"Webinar {self.label}"
        return f"{'Cancelled: ' if self.cancelled else ''}{name}: {self.theme}"


def gather(records: Records, season: Season, zones: Sequence[str]) -> Facts:
    """Everything that an announcement of a season says.

    Raises:
        DataError: a zone is unknown.
    """
    zone = records.series.timezone
    return Facts(
        one_line(records.series.name),
        season_label(season.number),
        one_line(season.theme) or TBA,
        season.state == "cancelled",
        times(season.start, zone, zones),
        url(season.register_url),
        tuple(_talk(records, season, talk, zones) for talk in season_talks(records, season)),
        tuple(
            Person(name, url(each.url))
            for each in records.organizers
            if (name := one_line(each.name))
        ),
    )


def _talk(records: Records, season: Season, talk: Talk, zones: Sequence[str]) -> TalkFacts:
    own = talk.date is not None and talk.date != season.start
    places = (one_line(each.affiliation) or one_line(talk.affiliation) for each in talk.speakers)
    several = any(each.affiliation for each in talk.speakers)
    return TalkFacts(
        tuple(
            Person(name, url(each.url))
            for each in talk.speakers
            if (name := one_line(full_name(each)))
        ),
        "; ".join(dict.fromkeys(filter(None, places))) if several else one_line(talk.affiliation),
        one_line(talk.title) or TBA,
        talk.abstract.strip() or TBA,
        talk.bio.strip() or TBA,
        times(talk.date, records.series.timezone, zones) if own else (),
        tuple(
            Link(one_line(each.label), safe)
            for each in talk.links
            if (safe := url(each.url)) and one_line(each.label)
        ),
    )


def times(moment: Moment | None, zone: str, zones: Sequence[str]) -> tuple[str, ...]:
    """A moment in words, in its own zone and in others.

    ``("Monday 2 March 2026 at 3:00pm CET", "9:00am EST in New York", "11:00pm JST in Tokyo")``;
    another zone's day is named where it is another one, and a zone whose clock shows the same
    hour is left out.

    Raises:
        DataError: a zone is unknown.
    """
    if moment is None:
        return (TBA,)
    if not isinstance(moment, datetime.datetime):
        return (_day(moment),)
    here = zoned(moment, zone)
    found = [f"{_day(moment)} at {hour(moment)} {zone_name(moment, zone)}"]
    for name in dict.fromkeys(zones):
        # The hour may be one that the clocks skip: UTC stands between the two zones.
        utc = here.astimezone(datetime.UTC)
        try:
            there = utc.astimezone(zoned(moment, name).tzinfo)
        except DataError as error:
            raise DataError(
                f"the announcement's zones: {name!r} is no time zone; write one such as "
                "'America/New_York'"
            ) from error
        local = there.replace(tzinfo=None)
        if local == moment and there.utcoffset() == here.utcoffset():
            continue
        text = f"{hour(local)} {zone_name(local.replace(fold=there.fold), name)}"
        if local.date() != moment.date():
            text += f" on {_day(local)}"
        place = name.rpartition("/")
        found.append(f"{text} in {place[2].replace('_', ' ')}" if place[1] else text)
    return tuple(found)


def _day(moment: Moment) -> str:
    """A day with its weekday: ``Monday 2 March 2026``."""
    return f"{_WEEKDAYS[moment.weekday()]} {day(moment)}"


def row(words: Sequence[str]) -> str:
    """Words in a row: ``A``, ``A and B``, ``A, B and C``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
