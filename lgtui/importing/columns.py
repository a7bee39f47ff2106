"""Which column of a list holds which fact: by the organizer's map, else by its name."""

import re
from collections.abc import Iterable, Mapping

from lgtui.importing.inline import word_list
from lgtui.model import DataError

COLUMNS: dict[str, str] = {
    "id": "id|talk id|code|label",
    "season": "season|season number|webinar|webinar number|session|series",
    "episode": "episode|episode number|part|slot",
    "title": "title|talk title|title of talk|title of the talk|presentation|talk|paper",
    "speaker": "speaker|speakers|name|names|speaker name|speaker names|presenter|presenters|"
    "author|authors|full name|who",
    "speaker_url": "speaker url|speaker urls|website|homepage|home page|web page|personal page",
    "affiliation": "affiliation|affiliations|institution|institute|university|organisation|"
    "organization|where|company",
    "abstract": "abstract|description|summary|talk abstract",
    "bio": "bio|biography|short bio|speaker bio|short biography|about the speaker|about",
    "video": "video|video url|video link|youtube|recording url|recording link|videos",
    "recording": "recording|consent|sharing",
    "links": "links|link|materials|resources",
    "slides": "slides|slides url|slide deck|presentation slides",
    "date": "date|day|when|datetime|date and time|start",
    "time": "time|hour|start time|starts",
    "timezone": "timezone|time zone|zone|tz",
    "theme": "theme|topic|season theme|season title|track",
    "register_url": "register url|registration|register|registration link|registration url|zoom",
    "state": "state|status",
}
"""For each fact of a list the names its column usually has, in any case, with any blanks."""


def parse_map(given: Iterable[str]) -> dict[str, list[str]]:
    """What ``--map`` says: for each fact the columns that hold it.

    Args:
        given: ``speaker=Presenter``; a fact may be given several times.

    Raises:
        DataError: one has no ``=``, or names no fact.
    """
    found: dict[str, list[str]] = {}
    for each in given:
        fact, sign, column = (part.strip() for part in each.partition("="))
        if not sign or not column:
            raise DataError(f"--map: {each!r} names no column; write it as speaker=Presenter")
        if fact not in COLUMNS:
            raise DataError(
                f"--map: there is no {fact!r} in a record; there are {', '.join(COLUMNS)}"
            )
        found.setdefault(fact, []).append(column)
    return found


def assign(names: Iterable[str], given: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """For each fact the columns that hold it, in the list's order.

    A numbered column (``Speaker 2``) goes with the others of its name. A column that the map
    names is used for that alone.

    Args:
        names: the list's columns.
        given: what :func:`parse_map` gave.

    Raises:
        DataError: the map names a column that the list does not have.
    """
    names = list(dict.fromkeys(names))
    found = {
        fact: [_column(names, column) for column in columns] for fact, columns in given.items()
    }
    mapped = {column for columns in found.values() for column in columns}
    known = {name: fact for fact, usual in COLUMNS.items() for name in usual.split("|")}
    for column in names:
        fact = known.get(_plain(column)) or known.get(_plain(re.sub(r"\s*[0-9]+\s*$", "", column)))
        if column not in mapped and fact and fact not in given:
            found.setdefault(fact, []).append(column)
    return found


def _column(names: list[str], wanted: str) -> str:
    """The column of a name; of one inside another (``speaker.name``) the whole path."""
    for same in (lambda name: name == wanted, lambda name: _plain(name) == _plain(wanted)):
        for name in names:
            if same(name):
                return name
    if wanted.partition(".")[0] in names:
        return wanted
    raise DataError(f"--map: the list has no column {wanted!r}; it has {', '.join(names)}")


def _plain(name: str) -> str:
    return " ".join(word_list(name)).casefold()
