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
    Series,
    Talk,
    full_name,
    season_label,
)
from lgtui.pages.escape import url
from lgtui.pages.kramdown import one_line
from lgtui.pages.moments import day, hour, zone_name, zoned
from lgtui.pages.webinar import season_talks
from lgtui.pages.wording import USUAL, Words, words_of


class Labels(NamedTuple):
    """The words of an announcement that are no facts, as plain text: the series' own or these."""

    tba: str = "TBA"
    and_: str = "and"
    date: str = "When:"
    register: str = "Register here"
    speakers: str = "Speakers:"
    abstract: str = "Abstract:"
    bio: str = "Short bio:"


def labels(series: Series) -> Labels:
    """The words of a series; those it writes with Markdown's marks lose them."""
    from lgtui.announce.prose import to_plain

    own = {
        name: one_line(to_plain(getattr(series, f"word_{name.rstrip('_')}")))
        for name in Labels._fields
    }
    return Labels()._replace(**{name: text for name, text in own.items() if text})


_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


class Person(NamedTuple):
    """A name as it is read, and a home page, ``""`` for none."""

    name: str
    url: str


class TalkFacts(NamedTuple):
    """One talk; every text on one line but for ``abstract`` and ``bio``, which are Markdown.

    ``when`` is empty where the talk is given at the season's own time; ``who`` is the speakers'
    names in one row; ``affiliation`` may be empty, everything else then reads TBA.
    """

    people: tuple[Person, ...]
    who: str
    affiliation: str
    title: str
    abstract: str
    bio: str
    when: tuple[str, ...]
    links: tuple[Link, ...]


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
    labels: Labels

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
    words = labels(records.series)
    return Facts(
        one_line(records.series.name),
        season_label(season.number),
        one_line(season.theme) or words.tba,
        season.state == "cancelled",
        _times(records, season.start, zones, words),
        url(season.register_url),
        tuple(_talk(records, season, talk, zones, words) for talk in season_talks(records, season)),
        tuple(
            Person(name, url(each.url))
            for each in records.organizers
            if (name := one_line(each.name))
        ),
        words,
    )


def _talk(
    records: Records, season: Season, talk: Talk, zones: Sequence[str], words: Labels
) -> TalkFacts:
    own = talk.date is not None and talk.date != season.start
    places = (one_line(each.affiliation) or one_line(talk.affiliation) for each in talk.speakers)
    several = any(each.affiliation for each in talk.speakers)
    people = tuple(
        Person(name, url(each.url)) for each in talk.speakers if (name := one_line(full_name(each)))
    )
    return TalkFacts(
        people,
        row([person.name for person in people], words.and_) or words.tba,
        "; ".join(dict.fromkeys(filter(None, places))) if several else one_line(talk.affiliation),
        one_line(talk.title) or words.tba,
        talk.abstract.strip() or words.tba,
        talk.bio.strip() or words.tba,
        _times(records, talk.date, zones, words) if own else (),
        tuple(
            Link(one_line(each.label), safe)
            for each in talk.links
            if (safe := url(each.url)) and one_line(each.label)
        ),
    )


def _times(
    records: Records, moment: Moment | None, zones: Sequence[str], words: Labels
) -> tuple[str, ...]:
    """When something is, as the series writes it; TBA while it is open."""
    series = records.series
    return times(moment, series.timezone, zones, words_of(series)) if moment else (words.tba,)


def times(moment: Moment, zone: str, zones: Sequence[str], words: Words = USUAL) -> tuple[str, ...]:
    """A moment in words, in its own zone and in others.

    ``("Monday 2 March 2026 at 3:00pm CET", "9:00am EST in New York", "11:00pm JST in Tokyo")``;
    another zone's day is named where it is another one, and a zone whose clock shows the same
    hour is left out.

    Raises:
        DataError: a zone is unknown.
    """
    if not isinstance(moment, datetime.datetime):
        return (_day(moment, words),)

    def clock(local: datetime.datetime) -> str:
        return hour(local, words.hour_style)

    here = zoned(moment, zone)
    found = [" ".join([_day(moment, words), words.at, clock(moment), zone_name(moment, zone)])]
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
        text = f"{clock(local)} {zone_name(local.replace(fold=there.fold), name)}"
        if local.date() != moment.date():
            text += f" on {_day(local, words)}"
        place = name.rpartition("/")
        found.append(f"{text} in {place[2].replace('_', ' ')}" if place[1] else text)
    return tuple(found)


def _day(moment: Moment, words: Words) -> str:
    """A day with its weekday: ``Monday 2 March 2026``; without where the months are no English."""
    written = day(moment, words)
    return written if words.months else f"{_WEEKDAYS[moment.weekday()]} {written}"


def row(words: Sequence[str], last: str = "and") -> str:
    """Words in a row: ``A``, ``A and B``, ``A, B and C``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
