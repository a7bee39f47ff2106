"""Findings about the data file's keys and types."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from lgtui.checks.finding import Finding, make, shown
from lgtui.checks.index import Index, Sifted
from lgtui.model import FIELDS, Records, Unknown, Where


class Problem(Protocol):
    """Something in the file that the records cannot hold, as reading it tells."""

    @property
    def code(self) -> str:
        """``FILE001`` or ``FILE002``."""

    @property
    def where(self) -> Where:
        """The key's place."""

    @property
    def message(self) -> str:
        """What is wrong, and what to write."""


def reported(records: Records, problems: Iterable[Problem]) -> Iterator[Finding]:
    """FILE001, FILE002: what reading the file found."""
    for problem in problems:
        yield make(records, problem.code, problem.where, problem.message)


def unknown_keys(records: Records, known: frozenset[Where]) -> Iterator[Finding]:
    """FILE001: keys that the schema does not know, with the likely one.

    Args:
        records: The records.
        known: Places that are reported already.
    """
    for where, kind, key in _unknown(records):
        if where not in known:
            yield make(records, "FILE001", where, _advice(kind, key))


def _unknown(records: Records) -> Iterator[tuple[Where, str, str]]:
    """Place, kind of record and name of every unknown key."""
    yield from _keys(Where(), "", records.unknown)
    yield from _keys(Where("series"), "series", records.series.unknown)
    yield from _keys(Where("pages"), "pages", records.pages.unknown)
    for at, organizer in enumerate(records.organizers):
        if organizer.unknown:
            yield from _keys(Where("organizers", at), "organizers", organizer.unknown)
    for at, season in enumerate(records.seasons):
        if season.unknown:
            yield from _keys(Where("seasons", at), "seasons", season.unknown)
    for at, talk in enumerate(records.talks):
        if talk.unknown:
            yield from _keys(Where("talks", at), "talks", talk.unknown)
        for number, speaker in enumerate(talk.speakers):
            if speaker.unknown:
                place = Where("talks", at, f"speakers[{number}]")
                yield from _keys(place, "speakers", speaker.unknown)
        for number, link in enumerate(talk.links):
            if link.unknown:
                place = Where("talks", at, f"links[{number}]")
                yield from _keys(place, "links", link.unknown)


def _keys(place: Where, kind: str, unknown: Unknown) -> Iterator[tuple[Where, str, str]]:
    """The unknown keys of one record."""
    for key, _ in unknown:
        field = f"{place.field}.{key}" if place.field else key
        yield place._replace(field=field), kind, key


def _advice(kind: str, key: str) -> str:
    """The message about an unknown key, naming the one that was likely meant."""
    import difflib

    top = ["schema", "series", "pages", "organizers", "seasons", "talks"]
    names = [field.name for field in FIELDS[kind]] if kind else top
    likely = difflib.get_close_matches(key.lower(), names, 1, 0.6)
    hint = f"did you mean {likely[0]}?" if likely else f"known are {', '.join(names)}"
    return f"unknown key {shown(key)}: it is kept but not used; {hint}"


def wrong_choices(records: Records) -> Iterator[Finding]:
    """FILE002: a state or recording that is none of the words allowed there; negative numbers."""
    if records.series.talks_per_season < 0:
        where = Where("series", 0, "talks_per_season")
        yield make(
            records, "FILE002", where, "talks_per_season is negative: write 0 for any number"
        )
    if records.series.minutes < 1:
        where = Where("series", 0, "minutes")
        yield make(records, "FILE002", where, "minutes is not above 0: write how long a webinar is")
    if any(records.series[5:10]) or records.pages.add_to_calendar:
        yield from _wrong_styles(records)
    for at, season in enumerate(records.seasons):
        if season.revision < 0:
            where = Where("seasons", at, "revision")
            yield make(records, "FILE002", where, "revision is negative: revisions count from 0")
        if season.number < 0:
            where = Where("seasons", at, "number")
            yield make(records, "FILE002", where, "number is negative: seasons count from 1")
        if season.state not in _STATES:
            where = Where("seasons", at, "state")
            yield make(records, "FILE002", where, _choices("state", season.state, _STATES))
    for at, talk in enumerate(records.talks):
        if talk.recording and talk.recording not in _RECORDINGS:
            where = Where("talks", at, "recording")
            yield make(
                records, "FILE002", where, _choices("recording", talk.recording, _RECORDINGS)
            )


def _wrong_styles(records: Records) -> Iterator[Finding]:
    """FILE002: an id scheme or a style of dates or hours that there is not."""
    for field in FIELDS["series"]:
        value = getattr(records.series, field.name)
        if field.type == "choice" and value not in field.choices:
            where = Where("series", 0, field.name)
            yield make(records, "FILE002", where, _choices(field.name, value, field.choices))
    months = records.series.months.split()
    if len(months) not in (0, 12):
        message = f"months has {len(months)} names: write twelve, with blanks between them"
        yield make(records, "FILE002", Where("series", 0, "months"), message)
    for name in records.pages.add_to_calendar.lower().replace(",", " ").split():
        if name not in CALENDARS:
            message = f"{shown(name)} is no calendar that is known: write {', '.join(CALENDARS)}"
            yield make(records, "FILE002", Where("pages", 0, "add_to_calendar"), message)


CALENDARS = ("google", "outlook", "ics")
"""What ``pages.add_to_calendar`` may name."""

_STATES = next(field.choices for field in FIELDS["seasons"] if field.name == "state")
_RECORDINGS = next(field.choices for field in FIELDS["talks"] if field.name == "recording")


def _choices(name: str, value: str, choices: tuple[str, ...]) -> str:
    """The message about a word that is not allowed."""
    words = " or ".join(f'"{choice}"' for choice in choices if choice)
    or_none = ", or leave it out" if "" in choices else ""
    return f"{name} is {shown(value)}: write {words}{or_none}"


def left_conflicts(index: Index, sifted: Sifted) -> Iterator[Finding]:
    """FILE004: the lines by which git shows a conflict, within a text of several lines.

    Such a file is valid TOML, and its page would show both sides.
    """
    for text in sifted.markup:
        if text.type == "text" and "<<<<<<<" in text.value:
            at = ("\n" + text.value).find("\n<<<<<<< ")
            if at >= 0:
                yield make(
                    index.records,
                    "FILE004",
                    text.where._replace(offset=at),
                    "git left both sides of a conflict here, between <<<<<<< and >>>>>>>: keep the "
                    "words that shall stay, and delete the lines with these signs",
                )


def not_toml(message: str, file: str, line: int, column: int) -> Finding:
    """FILE003: the file cannot be parsed, so nothing else in it can be checked."""
    found = make(Records(), "FILE003", Where(), message)
    return found._replace(file=file, line=line, column=column)
