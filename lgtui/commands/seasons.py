"""The season that a command line names: ``S10``, ``s10`` or ``10``."""

import re

from lgtui.checks.finding import shown
from lgtui.model import DataError, Records, Season, season_label, seasons_by_number


def chosen_season(records: Records, name: str, option: str) -> Season:
    """The season of a name.

    Args:
        records: all records.
        name: as it was typed.
        option: the option it was typed after, for the message.

    Raises:
        DataError: it is no season's name, or there is no such season.
    """
    by_number = seasons_by_number(records)
    found = re.fullmatch(r"[sS]?([0-9]{1,9})", name.strip())
    if not found:
        raise DataError(f"{option}: {shown(name)} is no season; write it as S09")
    number = int(found[1])
    if number not in by_number:
        known = runs([season_label(each) for each in sorted(by_number)]) or "no seasons yet"
        raise DataError(f"{option}: there is no season {season_label(number)}; there are {known}")
    return by_number[number]


def runs(labels: list[str]) -> str:
    """Names in order, runs of neighbours shortened: ``S01–S07, S09``."""
    found: list[list[str]] = []
    for label in labels:
        if found and int(label[1:]) == int(found[-1][-1][1:]) + 1:
            found[-1].append(label)
        else:
            found.append([label])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in found)
