"""Findings about the data file's keys and types, and about the pages' files."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Protocol

from lgtui import render
from lgtui.checks.finding import Finding, listed, make
from lgtui.checks.index import Candidates, Index
from lgtui.checks.links import in_repository
from lgtui.model import (
    FIELDS,
    LISTS,
    NO_TEMPLATES,
    PARTS,
    TABLES,
    DataError,
    Records,
    Templates,
    Unknown,
    Where,
    field_of,
    named_templates,
    records_of,
    value_of,
)
from lgtui.text.control_chars import quoted
from lgtui.text.sequences import common_prefix


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
    """Return place, kind of record and name of every unknown key."""
    yield from _keys(Where(), "", records.unknown)
    for kind in (*TABLES, *LISTS):
        for at, record in enumerate(records_of(records, kind)):
            if record.unknown:
                yield from _keys(Where(kind, at), kind, record.unknown)
    for at, talk in enumerate(records.talks):
        for part in PARTS:
            for number, item in enumerate(value_of(talk, part)):
                if item.unknown:
                    yield from _keys(Where("talks", at, f"{part}[{number}]"), part, item.unknown)


def _keys(place: Where, kind: str, unknown: Unknown) -> Iterator[tuple[Where, str, str]]:
    """Return the unknown keys of one record."""
    for key, _ in unknown:
        field = f"{place.field}.{key}" if place.field else key
        yield place._replace(field=field), kind, key


def _advice(kind: str, key: str) -> str:
    """Return the message about an unknown key, naming the one that was likely meant."""
    import difflib

    if kind == "series" and field_of("wording", key):
        return f"{key} stands under [wording] as well, and counts there: delete one of the two"
    top = ["schema", *TABLES, *LISTS]
    names = [field.name for field in FIELDS[kind]] if kind else top
    likely = difflib.get_close_matches(key.lower(), names, 1, 0.6)
    hint = f"did you mean {likely[0]}?" if likely else f"known are {', '.join(names)}"
    return f"unknown key {quoted(key)}: it is kept but not used; {hint}"


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
    yield from _wrong_styles(records)
    for at, season in enumerate(records.seasons):
        if season.revision < 0:
            where = Where("seasons", at, "revision")
            yield make(records, "FILE002", where, "revision is negative: revisions count from 0")
        if season.number < 0:
            where = Where("seasons", at, "number")
            yield make(records, "FILE002", where, "number is negative: seasons count from 1")
    for kind, fields in _CHOICES.items():
        for at, record in enumerate(records_of(records, kind)):
            for field in fields:
                value = value_of(record, field.name)
                if value not in field.choices:
                    message = _choices(field.name, value, field.choices)
                    yield make(records, "FILE002", Where(kind, at, field.name), message)


def _wrong_styles(records: Records) -> Iterator[Finding]:
    """FILE002: names of months that are not twelve, and calendars that there are not."""
    months = records.wording.months.split()
    if len(months) not in (0, 12):
        message = f"months has {len(months)} names: write twelve, with blanks between them"
        yield make(records, "FILE002", Where("wording", 0, "months"), message)
    for name in records.pages.add_to_calendar.lower().replace(",", " ").split():
        if name not in CALENDARS:
            message = f"{quoted(name)} is no calendar that is known: write {', '.join(CALENDARS)}"
            yield make(records, "FILE002", Where("pages", 0, "add_to_calendar"), message)


CALENDARS = ("google", "outlook", "ics")
"""What ``pages.add_to_calendar`` may name."""

_CHOICES = {
    kind: fields
    for kind in (*TABLES, *LISTS)
    if (fields := [field for field in FIELDS[kind] if field.type == "choice"])
}


def _choices(name: str, value: str, choices: tuple[str, ...]) -> str:
    """Return the message about a word that is not allowed."""
    words = " or ".join(f'"{choice}"' for choice in choices if choice)
    or_none = ", or leave it out" if "" in choices else ""
    return f"{name} is {quoted(value)}: write {words}{or_none}"


def legacy_wording(index: Index) -> Iterator[Finding]:
    """FILE005: wording under ``[series]``, where older versions kept it; it is read as well."""
    names = index.records.legacy_wording
    if names:
        verb = "says" if len(names) == 1 else "say"
        yield make(
            index.records,
            "FILE005",
            Where("series", 0, names[0]),
            f"{listed(list(names))} {verb} how pages are worded, which belongs under [wording]: "
            "move the lines there, or let the fix do it",
            fixable=True,
        )


def left_conflicts(index: Index, candidates: Candidates) -> Iterator[Finding]:
    """FILE004: the lines by which git shows a conflict, within a text of several lines.

    Such a file is valid TOML, and its page would show both sides.
    """
    for text in candidates.markup:
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


if TYPE_CHECKING:
    from lgtui.render import Page


def page_paths(records: Records) -> list[str]:
    """Return the paths, from the repository's root, of all files that the records are rendered to.

    A path that leads out of the repository is left out (LINK001 is its finding).
    """
    return [path for path in render.paths(records) if in_repository(path)]


def check_pages(
    records: Records, page_texts: Mapping[str, str | None], templates: Templates = NO_TEMPLATES
) -> Iterator[Finding]:
    """PAGE001-004: pages that are stale, edited by hand, without sound markers, or a template.

    Records that cannot be rendered give no further finding here: what keeps them from it is
    another's.

    Args:
        records: What the pages shall say.
        page_texts: The text of each of ``page_paths``, with its own line ends; ``None`` or no
            entry for a file that does not exist.
        templates: The organizers' own templates.
    """
    if named_templates(records.pages):
        yield from _faulty_templates(records, templates)
    for page in _files(records, templates):
        yield from _check_page(records, page, page_texts.get(page.path))


def _faulty_templates(records: Records, templates: Templates) -> Iterator[Finding]:
    """PAGE004: templates that cannot be read, or that the records cannot be put into."""
    from lgtui.render.templates import BadTemplateError, try_template

    for key, path in named_templates(records.pages).items():
        try:
            try_template(key, records, templates)
        except BadTemplateError as fault:
            found = make(records, "PAGE004", Where("pages", 0, key), fault.message)
            # What is wrong with the path itself stands in the data file, at its key.
            own = fault.file in ("", path)
            yield _at(found, path, fault.line) if own else found
        except DataError:
            continue  # such as an unknown time zone, which is found by its own check


def _files(records: Records, templates: Templates) -> "list[Page]":
    """Return every file that the records are rendered to."""
    try:
        return [page for page in render.files(records, templates) if in_repository(page.path)]
    except DataError:
        return []


def _check_page(records: Records, page: "Page", text: str | None) -> Iterator[Finding]:
    """Yield the findings about one file."""
    from lgtui.render import MarkerError

    where, path = Where("pages", 0, page.kind), page.path
    update = page.update(text)
    if isinstance(update.fault, MarkerError):
        fault = update.fault
        yield _at(make(records, "PAGE003", where, fault.message), path, fault.line, fault.column)
    for edit in update.edits:
        what = f"region {edit.region} of {path}" if edit.region else path
        message = (
            f"{what} was edited by hand: saving in the app takes the change into the records "
            "or writes over it, as you choose; lgtui --render --force writes over it"
        )
        if edit.foreign:
            message = (
                f"{path} was not written by lgtui: take it away to have it written, or write over "
                "it by saving in the app or with lgtui --render --force"
            )
        yield _at(make(records, "PAGE002", where, message), path, edit.line)
    if update.new is None:
        return
    if text is None:
        message = f"{path} has not been written yet: save in the app, or run lgtui --render"
        yield _at(make(records, "PAGE001", where, message), path)
    elif update.new != text:
        message = (
            f"{path} does not say what the records say: save in the app, or run lgtui --render"
        )
        yield _at(make(records, "PAGE001", where, message), path, _first_change(text, update.new))


def _first_change(text: str, fresh: str) -> int:
    """Return the number of the first line that is to change."""
    lines, others = text.split("\n"), fresh.split("\n")
    return min(common_prefix(lines, others) + 1, len(lines), len(others))


def _at(found: Finding, path: str, line: int = 0, column: int = 0) -> Finding:
    """Return the finding at a place in the page's file, whose first line stands for the whole."""
    return found._replace(file=path, line=line or 1, column=column or 1)
