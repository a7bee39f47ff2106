"""What an edit of a whole record gives, and what several of them ask of the records."""

from typing import NamedTuple

from lgtui.model import Records, Where, parse_id, season_label


class EditError(Exception):
    """An edit that cannot be made; the message says why and what to do instead."""


class Edit(NamedTuple):
    """The outcome: the records, the place of the record it was about, and what was done."""

    records: Records
    where: Where
    label: str


def talks_of(records: Records, season: int) -> tuple[int, ...]:
    """The places of a season's talks."""
    keys = enumerate(parse_id(talk.id) for talk in records.talks)
    return tuple(at for at, key in keys if key and key[0] == season)


def episode_of(records: Records, at: int) -> int:
    """The episode number of a talk that has one."""
    key = parse_id(records.talks[at].id)
    assert key is not None, "talks_of gives only talks with a number"
    return key[1]


def refuse_taken(records: Records, number: int) -> None:
    """Refuses a number that no season, or another season, can have.

    Raises:
        EditError: it is below 1, or there is a season of that number.
    """
    if number < 1:
        raise EditError("Seasons count from 1.")
    if any(season.number == number for season in records.seasons):
        raise EditError(f"There is a {season_label(number)} already; renumber that one first.")
