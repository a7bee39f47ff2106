"""Records for the tests of the checks: one sound series, and changes to it."""

import datetime
from collections.abc import Iterable
from typing import Any

from lgtui import checks
from lgtui.checks import Finding
from lgtui.model import Organizer, Records, Season, Series, Speaker, Talk, make_id

TODAY = datetime.date(2026, 1, 15)

_PEOPLE = (
    "Ada Lovelace",
    "Mary Somerville",
    "Emmy Noether",
    "Sofja Kowalewskaja",
    "Grace Hopper",
    "Hedy Lamarr",
    "Rosalind Franklin",
    "Maria Mitchell",
    "Émilie du Châtelet",
)

_ABSTRACT = "First line.\n\n    code stays as it is  \n\nA line break  \nhere, a < b.\n"


def series(seasons: int = 3) -> Records:
    """Held seasons of three talks each, a quarter apart from 2024 on, without any finding."""
    return Records(
        Series("Talks on Numbers", "Europe/Copenhagen", 3),
        organizers=(Organizer("Caroline Herschel", "https://herschel.example.org", "Slough"),),
        seasons=tuple(
            Season(number, f"Theme {number}", day(number), state="held")
            for number in range(1, seasons + 1)
        ),
        talks=tuple(
            Talk(
                make_id(number, episode),
                f"What {number} and {episode} have in common",
                (Speaker(_PEOPLE[(3 * number + episode - 4) % 9]),),
                "An Academy",
                f"https://youtu.be/video{number:03}x{episode:02}",
                abstract=_ABSTRACT,
            )
            for number in range(1, seasons + 1)
            for episode in (1, 2, 3)
        ),
    )


def day(number: int) -> datetime.datetime:
    """When a season of ``series`` was held."""
    return datetime.datetime(2023 + (number + 3) // 4, 1 + 3 * ((number + 3) % 4), 10, 15)


def with_talk(records: Records, at: int, **fields: Any) -> Records:
    """The records with other values in one talk; ``at`` may count from the end."""
    talks = list(records.talks)
    talks[at] = talks[at]._replace(**fields)
    return records._replace(talks=tuple(talks))


def with_season(records: Records, at: int, **fields: Any) -> Records:
    """The records with other values in one season."""
    seasons = list(records.seasons)
    seasons[at] = seasons[at]._replace(**fields)
    return records._replace(seasons=tuple(seasons))


def without_talks(records: Records, *ids: str) -> Records:
    """The records without the talks of those ids."""
    return records._replace(talks=tuple(talk for talk in records.talks if talk.id not in ids))


def found(records: Records, *codes: str) -> list[Finding]:
    """The findings, only those of ``codes`` if there are any."""
    findings = checks.check(records, (), TODAY)
    return [finding for finding in findings if not codes or finding.code in codes]


def codes(findings: Iterable[Finding]) -> list[str]:
    """The codes of findings, in their order."""
    return [finding.code for finding in findings]
