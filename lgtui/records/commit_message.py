"""A commit's subject from the changes in it (pure)."""

import unicodedata
from collections.abc import Iterable

from lgtui.model import parse_id
from lgtui.records.diff import Change

SUBJECT_WIDTH = 72
"""Columns of a commit's subject."""

TELLABLE = 500
"""So many changes are counted at once; nobody would read how they group."""


def subject(found: tuple[Change, ...]) -> str:
    """Return the commit subject for some changes, in at most 72 columns; empty for none.

    Changes of one kind share a clause: ``S09: videos set for 3 talks``, ``S10: season and 3
    talks added``. What does not fit is counted: ``S09E01: video set; 4 more changes``.
    """
    if len(found) > TELLABLE:
        return f"{len(found)} changes"
    clauses = [_plain_line(clause) for clause in _clauses(found)]
    for shown in range(len(clauses), 0, -1):
        left = len(clauses) - shown
        more = [f"{left} more change{'s' if left > 1 else ''}"] if left else []
        text = "; ".join(clauses[:shown] + more)
        if _width(text) <= SUBJECT_WIDTH:
            return text
    if len(clauses) > 1:
        return f"{len(clauses)} changes"
    return _cut(clauses[0]) if clauses else ""


def credited(message: str, people: Iterable[str]) -> str:
    """Return a commit's message with people credited as co-authors, in trailers at its end.

    Args:
        message: the message.
        people: each as ``Ada Lovelace <ada@example.org>``.
    """
    trailers = [f"Co-authored-by: {person}" for person in people]
    trailers = [line for line in trailers if line not in message.splitlines()]
    if not trailers:
        return message
    lines = message.rstrip().split("\n")
    gap = "" if len(lines) > 1 and lines[-1].startswith("Co-authored-by: ") else "\n"
    return "\n".join([*lines, f"{gap}{trailers[0]}", *trailers[1:]]) + "\n"


def _clauses(found: tuple[Change, ...]) -> list[str]:
    """Group the changes into clauses, seasons before single talks."""
    clauses: list[str] = []
    grouped: set[int] = set()
    for place, change in enumerate(found):
        if place in grouped:
            continue
        alike = [place, *(n for n in range(place + 1, len(found)) if _related(change, found[n]))]
        alike = [n for n in alike if n not in grouped]
        grouped.update(alike)
        clauses.append(_clause([found[n] for n in alike]))
    return clauses


def _related(first: Change, other: Change) -> bool:
    """Tell whether two changes share a clause."""
    if first.what in ("added", "deleted") or first.what.startswith("renumbered "):
        same_kind = other.kind == first.kind and first.kind == "talks"
        joins = same_kind or (first.kind == "seasons" and other.kind == "talks")
        word = first.what.split()[0]
        return joins and other.what.split()[0] == word and _moves_alike(first, other)
    if first.kind == other.kind and first.at == other.at and other.what not in ("added", "deleted"):
        return _plain(first) and _plain(other)
    return (
        first.kind == other.kind == "talks"
        and first.field == other.field != ""
        and first.what == other.what
        and _season(first.label) == _season(other.label)
    )


def _moves_alike(first: Change, other: Change) -> bool:
    """Tell whether both are of one season, before and after."""
    return _season(first.label) == _season(other.label) and _season(
        first.what.split()[-1]
    ) == _season(other.what.split()[-1])


def _plain(change: Change) -> bool:
    return change.what.endswith((" set", " changed", " removed")) and change.field != "speakers"


def _season(label: str) -> str:
    """Return the season that a talk's or season's label names, else the label."""
    parts = parse_id(label)
    return label.split("E", maxsplit=1)[0] if parts else label


def _clause(alike: list[Change]) -> str:
    first = alike[0]
    if len(alike) == 1:
        if first.kind == "seasons" and first.what in ("added", "deleted"):
            return f"{first.label}: season {first.what}"
        return str(first)
    if first.what in ("added", "deleted") or first.what.startswith("renumbered "):
        return _whole(alike)
    if all(change.at == first.at for change in alike):
        return _several_fields(alike)
    return f"{_season(first.label)}: {_plural(first.what)} for {len(alike)} talks"


def _whole(alike: list[Change]) -> str:
    """Return several records of one season that were added, deleted or renumbered."""
    first = alike[0]
    talks = sum(change.kind == "talks" for change in alike)
    count = f"{talks} talk{'s' if talks > 1 else ''}"
    season = _season(first.label)
    if first.what.startswith("renumbered "):
        to = _season(first.what.split()[-1])
        return (
            f"{season} renumbered {to}"
            if first.kind == "seasons"
            else f"{season}: {count} renumbered"
        )
    return f"{season}: {'season and ' if first.kind == 'seasons' else ''}{count} {first.what}"


def _several_fields(alike: list[Change]) -> str:
    first = alike[0]
    names = [change.what.rsplit(" ", 1)[0] for change in alike]
    verbs = {change.what.rsplit(" ", 1)[1] for change in alike}
    verb = verbs.pop() if len(verbs) == 1 else "changed"
    text = f"{first.label}: {', '.join(names[:-1])} and {names[-1]} {verb}"
    return text if _width(text) <= SUBJECT_WIDTH else f"{first.label}: {len(alike)} fields {verb}"


def _plural(what: str) -> str:
    noun, _, verb = what.rpartition(" ")
    if noun in ("video", "title", "abstract", "bio", "affiliation", "date"):
        return f"{noun}s {verb}"
    return what


def _plain_line(text: str) -> str:
    """Return the text on one line, without characters that steer a terminal."""
    visible = "".join(" " if unicodedata.category(mark) in ("Cc", "Cf") else mark for mark in text)
    return " ".join(visible.split())


def _width(text: str) -> int:
    """Return columns in a terminal: wide characters take two, combining ones none."""
    return sum(
        0 if unicodedata.combining(mark) else 1 + (unicodedata.east_asian_width(mark) in "WF")
        for mark in text
    )


def _cut(text: str) -> str:
    if _width(text) <= SUBJECT_WIDTH:
        return text
    while _width(text) > SUBJECT_WIDTH - 1:
        text = text[:-1]
    return text.rstrip() + "…"
