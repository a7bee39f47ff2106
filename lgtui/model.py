"""The records as frozen values: series, pages, organizers, seasons, talks.

A value never changes: an edit makes a new one with ``_replace``. An absent text is ``""``, an
absent date ``None``; the file may hold an empty text or no key for it, the value is the same.
Named tuples, because a command that only renders should not pay for importing dataclasses.
"""

import datetime
import re
from typing import NamedTuple

SCHEMA = 1
"""The number of the record layout that this version reads and writes (``schema = 1``)."""

Unknown = tuple[tuple[str, object], ...]
"""Keys the schema does not know, in file order, with their plain TOML values: kept, never used."""

Moment = datetime.date | datetime.datetime
"""A day while the hour is open, or local time without offset in the series' zone."""


class Speaker(NamedTuple):
    """Who gives a talk; ``affiliation`` only where it differs from the talk's."""

    name: str
    prefix: str = ""
    url: str = ""
    affiliation: str = ""
    unknown: Unknown = ()


class Link(NamedTuple):
    """A further link of a talk, such as its slides."""

    label: str
    url: str
    unknown: Unknown = ()


class Talk(NamedTuple):
    """One episode. ``date`` only where it differs from its season's ``start``."""

    id: str
    title: str = ""
    speakers: tuple[Speaker, ...] = ()
    affiliation: str = ""
    video_url: str = ""
    recording: str = ""
    abstract: str = ""
    bio: str = ""
    date: Moment | None = None
    links: tuple[Link, ...] = ()
    unknown: Unknown = ()


class Season(NamedTuple):
    """One round of talks, held on one day. ``theme == ""`` and ``start is None`` read TBA.

    ``revision`` counts how often its date was moved or it was cancelled: calendars need that.
    """

    number: int
    theme: str = ""
    start: Moment | None = None
    register_url: str = ""
    state: str = "upcoming"
    revision: int = 0
    unknown: Unknown = ()


class Organizer(NamedTuple):
    """One organizer; ``preposition`` stands before the affiliation on the page."""

    name: str
    url: str = ""
    affiliation: str = ""
    preposition: str = "at the"
    unknown: Unknown = ()


class Series(NamedTuple):
    """The webinar series; ``talks_per_season == 0`` expects no number.

    What follows it is how this series words its pages (see :mod:`lgtui.render.labels`); empty
    for the usual words.
    """

    name: str = ""
    timezone: str = ""
    talks_per_season: int = 3
    minutes: int = 60
    zones: str = ""
    ids: str = ""
    date_style: str = ""
    past_date_style: str = ""
    hour_style: str = ""
    months: str = ""
    word_next: str = ""
    word_tba: str = ""
    word_and: str = ""
    word_at: str = ""
    word_date: str = ""
    word_where: str = ""
    word_register: str = ""
    word_speakers: str = ""
    word_title: str = ""
    word_abstract: str = ""
    word_bio: str = ""
    word_video: str = ""
    word_links: str = ""
    word_add: str = ""
    unknown: Unknown = ()


class Pages(NamedTuple):
    """Paths from the repository's root, ``""`` for a page that is not written.

    ``news_name`` is how news items are called; ``add_to_calendar`` the calendars to offer;
    ``site_url`` where the site is; the others are templates of the organizers' own, by region.
    """

    webinar: str = ""
    abstracts: str = ""
    news: str = ""
    calendar: str = ""
    news_name: str = ""
    add_to_calendar: str = ""
    site_url: str = ""
    next_template: str = ""
    previous_template: str = ""
    organizers_template: str = ""
    abstracts_template: str = ""
    news_template: str = ""
    unknown: Unknown = ()


class Records(NamedTuple):
    """All that one data file holds; organizers, seasons and talks in file order."""

    series: Series = Series()
    pages: Pages = Pages()
    organizers: tuple[Organizer, ...] = ()
    seasons: tuple[Season, ...] = ()
    talks: tuple[Talk, ...] = ()
    schema: int = SCHEMA
    unknown: Unknown = ()


class Field(NamedTuple):
    """One key of a record: its name, its type, and what a form needs to know of it.

    ``type`` is one of ``line`` (one line of text), ``text`` (Markdown of several lines), ``url``,
    ``path``, ``integer``, ``moment`` (local date-time or date), ``choice``, ``speakers``,
    ``links``. ``required`` fields may not be empty once a record is complete.
    """

    name: str
    type: str
    required: bool = False
    choices: tuple[str, ...] = ()


DATE_STYLES = (
    "2 March 2026",
    "2nd March 2026",
    "March 2, 2026",
    "March 2nd, 2026",
    "2. March 2026",
    "2026-03-02",
    "02.03.2026",
)
"""The ways a page can write a day, each by its own example."""

FIELDS: dict[str, tuple[Field, ...]] = {
    "series": (
        Field("name", "line", required=True),
        Field("timezone", "line", required=True),
        Field("talks_per_season", "integer"),
        Field("minutes", "integer"),
        Field("zones", "line"),
        Field("ids", "choice", choices=("", "SxxEyy", "number", "date")),
        Field("date_style", "choice", choices=("", *DATE_STYLES)),
        Field("past_date_style", "choice", choices=("", *DATE_STYLES)),
        Field("hour_style", "choice", choices=("", "3:00pm", "15:00")),
        Field("months", "line"),
        Field("word_next", "line"),
        Field("word_tba", "line"),
        Field("word_and", "line"),
        Field("word_at", "line"),
        Field("word_date", "line"),
        Field("word_where", "line"),
        Field("word_register", "line"),
        Field("word_speakers", "line"),
        Field("word_title", "line"),
        Field("word_abstract", "line"),
        Field("word_bio", "line"),
        Field("word_video", "line"),
        Field("word_links", "line"),
        Field("word_add", "line"),
    ),
    "pages": (
        Field("webinar", "path"),
        Field("abstracts", "path"),
        Field("news", "path"),
        Field("calendar", "path"),
        Field("news_name", "line"),
        Field("add_to_calendar", "line"),
        Field("site_url", "url"),
        Field("next_template", "path"),
        Field("previous_template", "path"),
        Field("organizers_template", "path"),
        Field("abstracts_template", "path"),
        Field("news_template", "path"),
    ),
    "organizers": (
        Field("name", "line", required=True),
        Field("url", "url"),
        Field("affiliation", "line"),
        Field("preposition", "line"),
    ),
    "seasons": (
        Field("number", "integer", required=True),
        Field("theme", "line"),
        Field("start", "moment"),
        Field("register_url", "url"),
        Field("state", "choice", choices=("upcoming", "held", "cancelled")),
        Field("revision", "integer"),
    ),
    "talks": (
        Field("id", "line", required=True),
        Field("title", "line"),
        Field("speakers", "speakers"),
        Field("affiliation", "line"),
        Field("video_url", "url"),
        Field("recording", "choice", choices=("", "withheld")),
        Field("abstract", "text"),
        Field("bio", "text"),
        Field("date", "moment"),
        Field("links", "links"),
    ),
    "speakers": (
        Field("name", "line", required=True),
        Field("prefix", "line"),
        Field("url", "url"),
        Field("affiliation", "line"),
    ),
    "links": (
        Field("label", "line", required=True),
        Field("url", "url", required=True),
    ),
}
"""The schema: for each kind of record its fields, in the order in which they are written."""


class Where(NamedTuple):
    """A place in the records: ``Where("talks", 3, "speakers[1].name")``.

    ``kind`` is a key of ``FIELDS`` (or ``""`` for the file as a whole), ``at`` counts the
    records of that kind from 0 in file order, ``field`` may be empty for the whole record, and
    ``offset`` counts characters into the field's value.
    """

    kind: str = ""
    at: int = 0
    field: str = ""
    offset: int = 0


class DataError(Exception):
    """The data file cannot be used as it is; the message names file, line and what to do."""

    def __init__(self, message: str, file: str = "", line: int = 0, column: int = 0) -> None:
        self.message, self.file, self.line, self.column = message, file, line, column
        place = ":".join(str(part) for part in (file, line, column) if part)
        super().__init__(f"{place}: {message}" if place else message)


ID = re.compile(r"S([0-9]{2,})E([0-9]{2,})")


def parse_id(text: str) -> tuple[int, int] | None:
    """Season and episode of an id such as ``S09E01``; ``None`` where it has another form."""
    found = ID.fullmatch(text)
    return (int(found[1]), int(found[2])) if found else None


def make_id(season: int, episode: int) -> str:
    """The id of a season's episode: two digits each, more where they are needed."""
    return f"S{season:02}E{episode:02}"


def season_label(number: int) -> str:
    """The short name of a season: ``S09``."""
    return f"S{number:02}"


def as_date(moment: Moment) -> datetime.date:
    """The day of a moment."""
    return moment.date() if isinstance(moment, datetime.datetime) else moment


def seasons_by_number(records: Records) -> dict[int, Season]:
    """The seasons by their number; of two with one number the first."""
    found: dict[int, Season] = {}
    for season in records.seasons:
        found.setdefault(season.number, season)
    return found


def talk_moment(talk: Talk, season: Season | None) -> Moment | None:
    """When a talk is given: its own date, else its season's start, else ``None``."""
    if talk.date is not None:
        return talk.date
    return season.start if season else None


def full_name(speaker: Speaker) -> str:
    """The name with its prefix: ``Dr. Roxana Daneshjou``."""
    return f"{speaker.prefix} {speaker.name}" if speaker.prefix else speaker.name


def record_label(records: Records, where: Where) -> str:
    """What people call the record at a place: ``S09E01``, ``S09``, an organizer, ``series``."""
    if where.kind == "talks" and where.at < len(records.talks):
        return records.talks[where.at].id or f"talk {where.at + 1}"
    if where.kind == "seasons" and where.at < len(records.seasons):
        return season_label(records.seasons[where.at].number)
    if where.kind == "organizers" and where.at < len(records.organizers):
        return records.organizers[where.at].name or f"organizer {where.at + 1}"
    return where.kind
