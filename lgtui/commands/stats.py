"""``--stats``: talks, speakers, countries, videos and the days between seasons.

In a terminal the text has bars as wide as there is room; elsewhere, as in a file or a mail, the
numbers stand alone. The JSON form is one object; names and meanings below do not change within
one ``version``, and new names may be added::

    {
      "version": 1,
      "file": "data/talks.toml",       the data file
      "series": "Shadows of Data",
      "talks": {"given": 27,           those of held seasons
                "planned": 3, "cancelled": 0},
      "videos": {"shared": 24, "withheld": 2, "missing": 1},     of the talks given
      "speakers": [{"name": "Ada Lovelace", "talks": ["S01E01"], "seasons": ["S01"]}],
                                       everybody who gave a talk
      "returning": 4,                  how many spoke in more than one season
      "institutions": {"DKFZ": 2},     speakers of each, most first
      "countries": {"Germany": 4},     speakers of each, most first
      "without_country": 1,            speakers whose affiliation names none
      "years": {"2024": 9},            talks given in each
      "gaps": {"days": [98], "shortest": 98, "median": 98, "longest": 98},     between held seasons;
                                       null where there are fewer than two
      "seasons": [                     by number
        {"season": "S01", "state": "held", "first": "2024-02-26", "talks": 3, "videos": 3,
         "withheld": 0, "gap": null}   days since the held season before it
      ]
    }
"""

import shutil
import sys
from collections.abc import Iterable, Mapping

from lgtui import store
from lgtui.commands import Options
from lgtui.model import Records
from lgtui.records.statistics import Statistics, count, median
from lgtui.store.reader import from_here
from lgtui.text.control_chars import exactly_visible

VERSION = 1
"""The version of the JSON form."""

LONGEST_BAR = 40
"""A bar has at most this many cells: longer ones are no easier to compare."""


def run(options: Options) -> int:
    """Print the statistics of all records.

    Returns:
        0.

    Raises:
        DataError: the file cannot be read.
    """
    document = store.read(options.data_path())
    found = count(document.records)
    if options.format == "json":
        sys.stdout.write(as_json(found, document.records, from_here(document.path)))
    else:
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
        sys.stdout.write(as_text(found, document.records, width))
    return 0


def as_json(found: Statistics, records: Records, file: str) -> str:
    """Write the one object described at the top of this module."""
    import json

    gaps = found.gaps
    whole = {
        "version": VERSION,
        "file": file,
        "series": records.series.name,
        "talks": {
            "given": found.given,
            "planned": found.planned,
            "cancelled": found.cancelled,
        },
        "videos": {
            "shared": found.videos,
            "withheld": found.withheld,
            "missing": found.missing_videos,
        },
        "speakers": [person._asdict() for person in found.speakers],
        "returning": len(found.returning),
        "institutions": found.institutions,
        "countries": found.countries,
        "without_country": found.nowhere,
        "years": {str(year): talks for year, talks in found.years.items()},
        "gaps": {
            "days": gaps,
            "shortest": min(gaps, default=None),
            "median": median(gaps) if gaps else None,
            "longest": max(gaps, default=None),
        },
        "seasons": [
            each._asdict() | {"first": each.first.isoformat() if each.first else None}
            for each in found.seasons
        ],
    }
    return json.dumps(whole, ensure_ascii=True, indent=2) + "\n"


def as_text(found: Statistics, records: Records, width: int) -> str:
    """Write the numbers, then the tables with their bars.

    Args:
        found: what was counted.
        records: all records.
        width: the columns of the terminal; 0 for no bars.
    """
    held = [each for each in found.seasons if each.state == "held"]
    if not held:
        return "no season was held yet: there is nothing to count\n"
    days = sorted(each.first for each in held if each.first)
    period = f", {days[0]} to {days[-1]}" if days else ""
    name = records.series.name or "The series"
    lines = [f"{name}: {_many(len(held), 'season')} held{period}", ""]
    facts = dict(_facts(found))
    column = max(map(len, facts)) + 2
    lines += [f"{what:<{column}}{told}" for what, told in facts.items()]
    years = {str(year): talks for year, talks in found.years.items()}
    lines += _table("talks by year", years, width)
    lines += _table("speakers by country", found.countries, width)
    gaps = {each.season: each.gap for each in held if each.gap is not None}
    lines += _table("days since the season before", gaps, width)
    lacking = {each.season: each.missing for each in held if each.missing}
    lines += _table("talks without a video", lacking, width)
    return "\n".join(map(exactly_visible, lines)) + "\n"


def _facts(found: Statistics) -> Iterable[tuple[str, str]]:
    """Yield what is said in one line each."""
    talks = [f"{found.given} given"]
    talks += [f"{found.planned} planned"] if found.planned else []
    talks += [f"{found.cancelled} cancelled"] if found.cancelled else []
    yield "talks", ", ".join(talks)
    yield "speakers", str(len(found.speakers))
    again = ", ".join(f"{each.name} ({', '.join(each.seasons)})" for each in found.returning)
    yield "returning", f"{len(found.returning)}{f': {again}' if again else ''}"
    yield "institutions", str(len(found.institutions))
    unknown = f"; {_many(found.nowhere, 'speaker')} without one" if found.nowhere else ""
    yield "countries", f"{len(found.countries)}{unknown}"
    videos = [f"{found.videos} of {found.given}"]
    videos += [f"{found.withheld} withheld"] if found.withheld else []
    videos += [f"{found.missing_videos} missing"] if found.missing_videos else []
    yield "videos", ", ".join(videos)
    if gaps := found.gaps:
        middle = median(gaps)
        span = f", from {min(gaps)} to {max(gaps)}" if len(gaps) > 1 else ""
        yield "from season to season", f"{middle} days{' (median)' if span else ''}{span}"


def _many(number: int, what: str) -> str:
    """Write a count with its noun: ``1 season``, ``2 seasons``."""
    return f"{number} {what}{'s' * (number != 1)}"


def _table(title: str, rows: Mapping[str, int], width: int) -> list[str]:
    """Write one row for each number, with its bar where there is room.

    Args:
        title: what the numbers are.
        rows: the numbers by their names.
        width: the columns of the terminal; 0 for no bars.
    """
    if not rows:
        return []
    label = max(map(len, rows))
    digits = max(len(str(number)) for number in rows.values())
    most = max(*rows.values(), 1)
    room = min(LONGEST_BAR, width - label - digits - 6)
    lines = ["", title]
    for name, number in rows.items():
        line = f"  {name:<{label}}  {number:>{digits}}"
        if room >= 4:
            line += f"  {bar(number, most, room)}"
        lines.append(line.rstrip())
    return lines


def bar(number: int, most: int, room: int) -> str:
    """Draw a number as a bar, in eighths of a cell; what is not 0 is never drawn as nothing.

    Args:
        number: what is drawn, at least 0.
        most: the number whose bar fills the room.
        room: cells.
    """
    eighths = max(round(number * room * 8 / most), 1) if number > 0 else 0
    return "█" * (eighths // 8) + " ▏▎▍▌▋▊▉"[eighths % 8].strip()
