"""The records as frozen values: series, wording, pages, organizers, seasons, talks.

A value never changes: an edit makes a new one with ``_replace``. An absent text is ``""``, an
absent date ``None``; the file may hold an empty text or no key for it, the value is the same.
Named tuples, because a command that only renders should not pay for importing dataclasses.
"""

import datetime
import re
from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar, cast

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
    """One episode. ``date`` only where it differs from its season's ``start``.

    ``state`` is ``cancelled`` or empty: then it is as its season is.
    """

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
    state: str = ""


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
    """The webinar series; ``talks_per_season == 0`` expects no number."""

    name: str = ""
    timezone: str = ""
    talks_per_season: int = 3
    minutes: int = 60
    zones: str = ""
    unknown: Unknown = ()


class Wording(NamedTuple):
    """How a series words its pages (see :mod:`lgtui.render.labels`); empty for the usual words."""

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
    word_withheld: str = ""
    word_cancelled: str = ""
    word_further: str = ""
    bold_titles: str = ""
    abstracts_word_title: str = ""
    abstracts_word_abstract: str = ""
    abstracts_word_bio: str = ""
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
    abstracts_of: str = ""
    next_template: str = ""
    previous_template: str = ""
    organizers_template: str = ""
    abstracts_template: str = ""
    news_template: str = ""
    unknown: Unknown = ()


class Records(NamedTuple):
    """All that one data file holds; organizers, seasons and talks in file order.

    ``legacy_wording`` names the fields of ``wording`` that the file still has under ``[series]``,
    where older versions kept them, in the order of the schema; they say the same there.
    """

    series: Series = Series()
    pages: Pages = Pages()
    organizers: tuple[Organizer, ...] = ()
    seasons: tuple[Season, ...] = ()
    talks: tuple[Talk, ...] = ()
    schema: int = SCHEMA
    unknown: Unknown = ()
    wording: Wording = Wording()
    legacy_wording: tuple[str, ...] = ()


class Field(NamedTuple):
    """One key of a record, and all that a reader, a check or a form needs to know of it.

    Attributes:
        name: the key in the data file, and the attribute of the record.
        type: ``line`` (one line of text), ``text`` (Markdown of several lines), ``url``, ``path``,
            ``integer``, ``moment`` (local date-time or date), ``choice``, ``speakers``, ``links``.
        label: what a form calls it, in at most twelve cells.
        help: what it is for; empty where its label says it.
        required: whether it may not be empty once a record is complete.
        choices: the values of a ``choice``; ``""`` among them allows none.
        empty: what a form shows in the place of an empty value.
        spoken: what a sentence calls it where its name is not the word, as in ``video set``.
        always: whether it is written to the file even where it holds its default.
    """

    name: str
    type: str
    label: str
    help: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    empty: str = ""
    spoken: str = ""
    always: bool = False


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
        Field(
            "name",
            "line",
            "Name",
            "The name of the series, as news items and announcements write it.",
            required=True,
        ),
        Field(
            "timezone",
            "line",
            "Time zone",
            "Where the hours are local, such as Europe/Copenhagen; CET or CEST follows from it.",
            required=True,
        ),
        Field(
            "talks_per_season",
            "integer",
            "Talks/season",
            "How many talks the checks expect in a held season; 0 for any number.",
            spoken="talks per season",
            always=True,
        ),
        Field("minutes", "integer", "Minutes", "How long one webinar is, for calendars."),
        Field(
            "zones",
            "line",
            "Zones",
            "Further time zones in announcements, such as America/New_York, Asia/Tokyo.",
            empty="the usual ones",
        ),
    ),
    "wording": (
        Field(
            "ids",
            "choice",
            "Id scheme",
            "What pages call a talk: S09E01, its number, or its day. Here it stays S09E01.",
            choices=("", "SxxEyy", "number", "date"),
        ),
        Field(
            "date_style",
            "choice",
            "Dates",
            "How pages write a day that is to come; as usual is 2 March 2026.",
            choices=("", *DATE_STYLES),
        ),
        Field(
            "past_date_style",
            "choice",
            "Past dates",
            "How pages write a day that has passed; as usual is 2nd March 2026.",
            choices=("", *DATE_STYLES),
        ),
        Field(
            "hour_style",
            "choice",
            "Hours",
            "How pages write the hour; as usual is 3:00pm.",
            choices=("", "3:00pm", "15:00"),
        ),
        Field(
            "months",
            "line",
            "Months",
            "Twelve names with blanks between them, for pages in another language.",
            empty="English ones",
        ),
        Field(
            "word_next",
            "line",
            "“next”",
            "Stands before the theme in the heading of the next webinar; ### before it makes the "
            "heading one of that level.",
        ),
        Field("word_tba", "line", "“tba”", "Stands on pages for what is not known yet."),
        Field("word_and", "line", "“and”", "Stands between two names."),
        Field("word_at", "line", "“at”", "Stands between day and hour."),
        Field("word_date", "line", "“date”", "Stands before the day of the next webinar."),
        Field("word_where", "line", "“where”", "Stands before the link to register."),
        Field("word_register", "line", "“register”", "The text of the link to register."),
        Field("word_speakers", "line", "“speakers”", "Stands above the next webinar's speakers."),
        Field("word_title", "line", "“title”", "Stands before each title."),
        Field("word_abstract", "line", "“abstract”", "Stands before each abstract."),
        Field("word_bio", "line", "“bio”", "Stands before each biography."),
        Field("word_video", "line", "“video”", "Stands before the link to a recording."),
        Field("word_links", "line", "“links”", "Stands before slides and other links."),
        Field(
            "word_add",
            "line",
            "“add”",
            "Stands before the links that add the webinar to a calendar.",
        ),
        Field(
            "word_withheld",
            "line",
            "“withheld”",
            "Stands behind a previous talk whose recording is withheld; empty for no remark.",
        ),
        Field(
            "word_cancelled",
            "line",
            "“cancelled”",
            "Stands behind what is not held: a talk's title, a webinar's theme and date.",
        ),
        Field(
            "word_further",
            "line",
            "“further”",
            "Before the theme of each webinar planned after the next one; empty: none of them is "
            "on the page.",
        ),
        Field(
            "bold_titles",
            "choice",
            "Bold titles",
            "On which pages the titles behind their label are bold.",
            choices=("", "webinar", "abstracts", "both"),
            empty="nowhere",
        ),
        Field(
            "abstracts_word_title",
            "line",
            "“title” 2",
            "Stands before each title on the page of abstracts, where that says otherwise.",
            empty="as on the webinar page",
        ),
        Field(
            "abstracts_word_abstract",
            "line",
            "“abstract” 2",
            "Stands before each abstract on the page of abstracts, where that says otherwise.",
            empty="as on the webinar page",
        ),
        Field(
            "abstracts_word_bio",
            "line",
            "“bio” 2",
            "Stands before each biography on the page of abstracts, where that says otherwise.",
            empty="as on the webinar page",
        ),
    ),
    "pages": (
        Field(
            "webinar",
            "path",
            "Webinar",
            "The page with the next webinar, all previous talks and the organizers. Empty: it is "
            "not written.",
        ),
        Field(
            "abstracts",
            "path",
            "Abstracts",
            "The page with all abstracts. Empty: it is not written.",
        ),
        Field(
            "news",
            "path",
            "News folder",
            "The folder that gets one news item for each held season. Empty: none is written.",
        ),
        Field(
            "calendar",
            "path",
            "Calendar",
            "The calendar file (.ics) that people subscribe to. Empty: it is not written.",
        ),
        Field(
            "news_name",
            "line",
            "News files",
            "How news items are called: {date} or {day} and {number} are filled in.",
            empty="{date}_webinar_{number}.md",
        ),
        Field(
            "add_to_calendar",
            "line",
            "Add-to links",
            "Links below the registration, of google, outlook and ics; with commas.",
            empty="none",
        ),
        Field(
            "site_url",
            "url",
            "Site",
            "The address of the site, where it is not at its host's root.",
        ),
        Field(
            "abstracts_of",
            "choice",
            "Abstracts of",
            "Whose abstracts are on their page: of held talks, or of all, those that are planned, "
            "too.",
            choices=("", "held", "all"),
            empty="held talks",
        ),
        Field(
            "next_template",
            "path",
            "Next, own",
            "A file of your own (Jinja2) that writes the next webinar.",
            empty="as usual",
        ),
        Field(
            "previous_template",
            "path",
            "Past, own",
            "A file of your own (Jinja2) that writes the previous talks.",
            empty="as usual",
        ),
        Field(
            "organizers_template",
            "path",
            "Who, own",
            "A file of your own (Jinja2) that writes the organizers.",
            empty="as usual",
        ),
        Field(
            "abstracts_template",
            "path",
            "Texts, own",
            "A file of your own (Jinja2) that writes the abstracts.",
            empty="as usual",
        ),
        Field(
            "news_template",
            "path",
            "News, own",
            "A file of your own (Jinja2) that writes a news item.",
            empty="as usual",
        ),
    ),
    "organizers": (
        Field("name", "line", "Name", required=True),
        Field("url", "url", "Website", spoken="link"),
        Field("affiliation", "line", "Affiliation"),
        Field(
            "preposition",
            "line",
            "Joined by",
            "Stands between name and affiliation: “at the”, “at”, “from” …",
        ),
    ),
    "seasons": (
        Field(
            "number",
            "integer",
            "Number",
            "To give the talks of a season another number as well, renumber it in the list.",
            required=True,
            always=True,
        ),
        Field("theme", "line", "Theme", empty="TBA"),
        Field("start", "moment", "Date, hour", empty="TBA", spoken="date"),
        Field(
            "register_url",
            "url",
            "Registration",
            "Where people register, such as the address of the Zoom meeting.",
            empty="none yet",
            spoken="registration link",
        ),
        Field(
            "state",
            "choice",
            "State",
            "Upcoming is the next webinar on the page; held goes to the previous talks.",
            choices=("upcoming", "held", "cancelled"),
            always=True,
        ),
        Field(
            "revision",
            "integer",
            "Revision",
            "How often the date was moved, for calendars; it is counted by itself.",
        ),
    ),
    "talks": (
        Field("id", "line", "Id", required=True),
        Field("title", "line", "Title", empty="TBA"),
        Field("speakers", "speakers", "Speakers"),
        Field(
            "affiliation",
            "line",
            "Affiliation",
            "Shared by all speakers; give a speaker their own above.",
        ),
        Field(
            "video_url",
            "url",
            "Video link",
            "Where the recording can be watched.",
            empty="none yet",
            spoken="video",
        ),
        Field(
            "recording",
            "choice",
            "Recording",
            "Withheld: the speaker does not agree to share it, and no page links to it.",
            choices=("", "withheld"),
            empty="may be shared",
        ),
        Field("abstract", "text", "Abstract", empty="TBA"),
        Field("bio", "text", "Short bio", empty="TBA"),
        Field(
            "date",
            "moment",
            "Own date",
            "Only where it is another one than the season's.",
            empty="as its season",
        ),
        Field(
            "state",
            "choice",
            "State",
            "Cancelled: it is not held; its id stays, and pages, calendar and announcement say so.",
            choices=("", "cancelled"),
            empty="as its season",
        ),
        Field("links", "links", "Links"),
    ),
    "speakers": (
        Field("name", "line", "Name", required=True),
        Field("prefix", "line", "Prefix"),
        Field("url", "url", "Website", spoken="link"),
        Field("affiliation", "line", "Affiliation"),
    ),
    "links": (
        Field("label", "line", "Text", required=True),
        Field("url", "url", "Address", required=True, spoken="link"),
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


Keyed = Organizer | Season | Talk | Speaker | Link
"""A record that stands in a list and is known there by its id, number, name or label."""

Record = Series | Wording | Pages | Keyed
"""Whatever has fields of its own."""

R = TypeVar("R", bound=Record)

TABLES = ("series", "wording", "pages")
"""The kinds of which a data file holds one, each a table of its own."""

LISTS = ("organizers", "seasons", "talks")
"""The kinds of which a data file holds a list."""

PARTS = ("speakers", "links")
"""The kinds of which a talk holds a list."""

PAGE_KINDS = ("webinar", "abstracts", "news", "calendar")
"""The kinds of page, named like the fields of ``[pages]`` that say where they are."""

RECORD: dict[str, type[Any]] = {
    "series": Series,
    "wording": Wording,
    "pages": Pages,
    "organizers": Organizer,
    "seasons": Season,
    "talks": Talk,
    "speakers": Speaker,
    "links": Link,
}
"""The value type of each kind of record."""

KEYS = {
    "organizers": "name",
    "seasons": "number",
    "talks": "id",
    "speakers": "name",
    "links": "label",
}
"""The field by which people call a record of a list."""

TEXT_TYPES = frozenset({"line", "text", "url", "path", "choice"})
"""The types of a field that hold text."""


def field_of(kind: str, name: str) -> Field | None:
    """Return the row of a field, ``None`` where the schema does not know it."""
    return next((field for field in FIELDS.get(kind, ()) if field.name == name), None)


def value_of(record: Record, name: str) -> Any:
    """Return the value of a field, or ``unknown``, by its name in ``FIELDS``.

    This and :func:`values_reader` are the only places that reach a field by a string.
    """
    return getattr(record, name)


def values_reader(names: Iterable[str]) -> "attrgetter[Any]":
    """Return a function from a record to the tuple of some of its fields, two or more.

    It costs a third of as many calls of :func:`value_of`, which counts over thousands of talks.
    """
    first, second, *others = names
    return attrgetter(first, second, *others)


def replaced(record: R, name: str, value: object) -> R:
    """Return the record with another value in one field."""
    changed: R = cast("Any", record)._replace(**{name: value})
    return changed


def needed(kind: str) -> dict[str, object]:
    """Return the fields that a record cannot be made without, each with an empty value."""
    defaults = RECORD[kind]._field_defaults
    rows = (field for field in FIELDS[kind] if field.name not in defaults)
    return {field.name: 0 if field.type == "integer" else "" for field in rows}


def blank(kind: str) -> Any:
    """Return a record that says nothing."""
    return RECORD[kind](**needed(kind))


def default_of(kind: str, name: str) -> object:
    """Return the value that a field has where the file leaves it out; ``""`` if it may not."""
    return RECORD[kind]._field_defaults.get(name, "")


def records_of(records: Records, kind: str) -> tuple[Any, ...]:
    """Return the records of one kind in file order; a table's kind has exactly one."""
    found = getattr(records, kind)
    return (found,) if kind in TABLES else found


def with_records(records: Records, kind: str, found: Iterable[Record]) -> Records:
    """Return the records with others of one kind; the way back from :func:`records_of`."""
    every = tuple(found)
    fields: dict[str, Any] = {kind: every[0] if kind in TABLES else every}
    return records._replace(**fields)


def record_at(records: Records, where: Where) -> Any:
    """Return the record at a place, ``None`` where there is none."""
    if where.kind not in (*TABLES, *LISTS):
        return None
    found = records_of(records, where.kind)
    return found[where.at] if 0 <= where.at < len(found) else None


def with_record(records: Records, where: Where, *instead: Record) -> Records:
    """Return the records with others in the place of one; without it where none is given."""
    found = records_of(records, where.kind)
    return with_records(records, where.kind, (*found[: where.at], *instead, *found[where.at + 1 :]))


TEMPLATES = tuple(field.name for field in FIELDS["pages"] if field.name.endswith("_template"))
"""The fields of ``[pages]`` that name a template of the organizers' own."""


def named_templates(pages: Pages) -> dict[str, str]:
    """Return the templates that the organizers wrote: field of ``[pages]`` to path."""
    return {name: path for name in TEMPLATES if (path := value_of(pages, name))}


_PART = re.compile(r"(\w+)\[([0-9]+)\](?:\.(\w+))?")


def part_of(path: str) -> tuple[str, int, str] | None:
    """Return list, position and field of ``speakers[1].name``; ``None`` for a plain field."""
    found = _PART.fullmatch(path)
    return (found[1], int(found[2]), found[3] or "") if found else None


def value_at(record: Record, path: str) -> Any:
    """Return the value at a path such as ``speakers[1].name``, ``None`` where there is none."""
    part = part_of(path)
    try:
        if part is None:
            return value_of(record, path)
        item = value_of(record, part[0])[part[1]]
        return value_of(item, part[2]) if part[2] else item
    except (AttributeError, IndexError):
        return None


def with_value_at(record: R, path: str, value: object) -> R:
    """Return the record with another value at a path that it has."""
    part = part_of(path)
    if part is None:
        return replaced(record, path, value)
    items = list(value_of(record, part[0]))
    items[part[1]] = replaced(items[part[1]], part[2], value)
    return replaced(record, part[0], tuple(items))


def with_key(unknown: Unknown, key: str, value: object | None) -> Unknown:
    """Return the unknown keys with one of them changed, added at the end, or taken away."""
    if value is None:
        return tuple(pair for pair in unknown if pair[0] != key)
    if key in dict(unknown):
        return tuple((name, value if name == key else old) for name, old in unknown)
    return (*unknown, (key, value))


class DataError(Exception):
    """The data file cannot be used as it is; the message names file, line and what to do."""

    def __init__(self, message: str, file: str = "", line: int = 0, column: int = 0) -> None:
        self.message, self.file, self.line, self.column = message, file, line, column
        place = ":".join(str(part) for part in (file, line, column) if part)
        super().__init__(f"{place}: {message}" if place else message)


class NewerSchemaError(DataError):
    """A newer version wrote the data file: it is not damaged, and not for this one to change."""


Templates = Mapping[str, str | DataError]
"""The organizers' own templates: path in ``[pages]`` to text, or to why it cannot be read."""

NO_TEMPLATES: Templates = {}
"""For a series whose pages are all written as usual."""


ID = re.compile(r"S([0-9]{2,4000})E([0-9]{2,4000})")
"""Season and episode; Python reads no number of more than 4,300 digits."""


def parse_id(text: str) -> tuple[int, int] | None:
    """Return season and episode of an id such as ``S09E01``; ``None`` where it has another form."""
    found = ID.fullmatch(text)
    return (int(found[1]), int(found[2])) if found else None


def make_id(season: int, episode: int) -> str:
    """Return the id of a season's episode: two digits each, more where they are needed."""
    return f"S{season:02}E{episode:02}"


def season_label(number: int) -> str:
    """Return the short name of a season: ``S09``."""
    return f"S{number:02}"


def as_date(moment: Moment) -> datetime.date:
    """Return the day of a moment."""
    return moment.date() if isinstance(moment, datetime.datetime) else moment


def seasons_by_number(records: Records) -> dict[int, Season]:
    """Return the seasons by their number; of two with one number the first."""
    found: dict[int, Season] = {}
    for season in records.seasons:
        found.setdefault(season.number, season)
    return found


def talk_moment(talk: Talk, season: Season | None) -> Moment | None:
    """Return when a talk is given: its own date, else its season's start, else ``None``."""
    if talk.date is not None:
        return talk.date
    return season.start if season else None


def is_cancelled(talk: Talk, season: Season | None) -> bool:
    """Tell whether a talk is not given, because it or its whole season is cancelled."""
    return "cancelled" in (talk.state, season.state if season else "")


def event_cancelled(season: Season, talks: Iterable[Talk]) -> bool:
    """Tell whether an event of a season is off: the season is cancelled, or each of its talks."""
    states = {talk.state for talk in talks}
    return season.state == "cancelled" or states == {"cancelled"}


def full_name(speaker: Speaker) -> str:
    """Return the name with its prefix: ``Dr. Roxana Daneshjou``."""
    return f"{speaker.prefix} {speaker.name}" if speaker.prefix else speaker.name


def record_label(records: Records, where: Where) -> str:
    """Return what people call a record: ``S09E01``, ``S09``, an organizer, ``series``."""
    if where.kind == "talks" and where.at < len(records.talks):
        return records.talks[where.at].id or f"talk {where.at + 1}"
    if where.kind == "seasons" and where.at < len(records.seasons):
        return season_label(records.seasons[where.at].number)
    if where.kind == "organizers" and where.at < len(records.organizers):
        return records.organizers[where.at].name or f"organizer {where.at + 1}"
    return where.kind


def record_named(records: Records, name: str) -> Where | None:
    """Return the place of a talk, season or organizer by its id, number or name."""
    wanted = name.strip().casefold()
    typed = re.fullmatch(r"s?0*(\d{1,9})\s*e\s*0*(\d{1,9})", wanted)
    key = (int(typed[1]), int(typed[2])) if typed else None
    for at, talk in enumerate(records.talks):
        if talk.id.casefold() == wanted or (key and key == parse_id(talk.id)):
            return Where("talks", at)
    number = wanted.removeprefix("s").lstrip("0")
    for at, season in enumerate(records.seasons):
        if str(season.number) == number:
            return Where("seasons", at)
    for at, organizer in enumerate(records.organizers):
        if organizer.name.casefold() == wanted:
            return Where("organizers", at)
    return None
