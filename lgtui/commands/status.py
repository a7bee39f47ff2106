"""``--status``: what each season still lacks, on standard output.

The exit status is for scripts: 0 when nothing is missing for what comes next (an upcoming season
is ready to announce, a held one has its videos and its news item), 1 when something is.

The text form lists the seasons that have something to do, and names the others in one line. The
JSON form is one object with all seasons that were asked for; names and meanings below do not
change within one ``version``, and new names may be added::

    {
      "version": 1,
      "file": "data/talks.toml",       the data file
      "today": "2026-02-18",           the day it is judged by
      "seasons": [                     by number
        {"season": "S09", "number": 9,
         "theme": "Evaluation metrics",        "" while open
         "start": "2026-03-02T15:00:00",       local time, a date while the hour is open, or null
         "timezone": "Europe/Copenhagen",      of the local time
         "state": "upcoming",                  upcoming, held, cancelled: as in the record
         "days": 12,                           until its first day; negative: since its last day;
                                               null without a date
         "step": "announce",                   what comes next: announce, hold (its day is past:
                                               mark it as held), archive, cancelled
         "ready_to_announce": false,           nothing that an announcement says is missing
         "ready_to_archive": false,            it is over, and each video is there or withheld
         "complete": false,                    nothing is left to do
         "items": [                            the whole checklist
           {"step": "announce",                what it is needed for: announce or archive
            "record": "S09E02",                a talk's id, or the season
            "what": "abstract",                theme, date, hour, registration link, talks; speaker,
                                               title, abstract, bio; held, video, news item
            "done": false,
            "note": "",                        such as "withheld" or "2 of 3"
            "missing_days": null}              how long it has been missing after the event
         ],
         "missing": 1}                         how many items of the present step are not done
      ],
      "missing": 1                     the same of all these seasons
    }
"""

import datetime
import os
import sys

from lgtui import checks, store
from lgtui.checks.finding import visible
from lgtui.commands.check import day_to_judge_by
from lgtui.commands.seasons import chosen_season, runs
from lgtui.model import Moment, Records
from lgtui.records.checklist import Item, Round, how_far, how_long, rounds
from lgtui.render.date_format import when
from lgtui.render.labels import words_of
from lgtui.store.reader import from_here

LONG = 80
"""Characters of a theme that are shown in the line that names its season."""

VERSION = 1
"""The version of the JSON form."""


def run(data: str | None, season: str | None, format: str, today: str | None) -> int:  # noqa: A002 (the option's name)
    """Prints the state of one season, or of all.

    Args:
        data: the data file; searched for upward when ``None``.
        season: its name (``S10``), or ``None`` for all.
        format: ``text`` or ``json``.
        today: the day to judge by; now when ``None``.

    Returns:
        0, or 1 when something is missing for the present step.

    Raises:
        DataError: the file cannot be read, there is no such season, or ``today`` is no date.
    """
    day = day_to_judge_by(today)
    path = data or store.find_data(os.curdir)
    document = store.read(path)
    records = document.records
    found = rounds(records, day, existing_news(records, store.root_of(path)))
    if season is not None:
        number = chosen_season(records, season, "--status").number
        found = tuple(each for each in found if each.season.number == number)
    if format == "json":
        sys.stdout.write(as_json(found, records, from_here(path), day))
    else:
        sys.stdout.write(as_text(found, records, every=season is not None))
    if wrong := len(checks.errors(records, document.problems)):
        many = "1 error" if wrong == 1 else f"{wrong} errors"
        print(f"lgtui: the data has {many}; lgtui --check names them", file=sys.stderr)
    return 1 if any(each.missing for each in found) else 0


def existing_news(records: Records, root: str) -> frozenset[str]:
    """The paths of the files in the news folder, from the repository's root."""
    folder = records.pages.news.rstrip("/")
    try:
        names = os.listdir(os.path.join(root, folder)) if folder else []
    except (FileNotFoundError, NotADirectoryError):
        # There is no news item yet: that is what is asked here.
        return frozenset()
    return frozenset(f"{folder}/{name}" for name in names)


def as_text(found: tuple[Round, ...], records: Records, every: bool) -> str:
    """A block for each season with something to do (or for ``every`` one), the rest in a line."""
    if not found:
        return "no season yet; plan one in lgtui\n"
    shown = [each for each in found if every or not each.complete]
    blocks = [_block(each, records) for each in shown]
    rest = [each.label for each in found if each not in shown]
    if rest:
        blocks.append(f"complete: {runs(rest)}")
    return "\n\n".join(blocks) + "\n"


def _block(found: Round, records: Records) -> str:
    season = found.season
    words = words_of(records.series)
    date = when(season.start, records.series.timezone, words) if season.start else "no date yet"
    far = how_far(found.days)
    theme = season.theme or ("" if season.state == "held" else "TBA")
    theme = theme if len(theme) <= LONG else f"{theme[: LONG - 1]}…"
    name = f"{found.label} {theme}".rstrip()
    head = f"{name}: {date}{f', {far}' if far else ''}"
    lines = [head, f"  {_verdict(found)}"]
    missing: dict[str, list[str]] = {}
    for item in found.missing:
        if item.what != "held":
            missing.setdefault(item.record, []).append(_named(item, found))
    width = max(map(len, missing), default=0)
    lines += [f"  ✗ {record:<{width}}  {', '.join(what)}" for record, what in missing.items()]
    return "\n".join(visible(line) for line in lines)


def _named(item: Item, found: Round) -> str:
    """A missing item: ``video missing for 40 days``, ``talks (2 of 3)``."""
    text = f"{item.what} ({item.note})" if item.note else item.what
    long = how_long(item, found)
    return f"{text} missing {long}" if long else text


def _verdict(found: Round) -> str:
    """One line: what comes next, and whether it can be done."""
    count = len([item for item in found.missing if item.what != "held"])
    lack = f"{count} thing{'s' * (count != 1)} missing"
    if found.step == "cancelled":
        return "cancelled"
    if found.step == "announce":
        return f"to be announced: {lack}" if count else "✓ ready to announce"
    if found.step == "hold":
        rest = f", then {lack}" if count else "; ready to archive"
        return f"its day is past: mark it as held (or postpone or cancel it){rest}"
    return f"to be archived: {lack}" if count else "✓ complete"


def as_json(found: tuple[Round, ...], records: Records, file: str, today: Moment) -> str:
    """The one object described at the top of this module."""
    import json

    whole = {
        "version": VERSION,
        "file": file,
        "today": today.isoformat(),
        "seasons": [_season(each, records) for each in found],
        "missing": sum(len(each.missing) for each in found),
    }
    return json.dumps(whole, ensure_ascii=True, indent=2) + "\n"


def _season(found: Round, records: Records) -> dict[str, object]:
    season = found.season
    start = season.start
    return {
        "season": found.label,
        "number": season.number,
        "theme": season.theme,
        "start": start.isoformat() if isinstance(start, datetime.date) else None,
        "timezone": records.series.timezone,
        "state": season.state,
        "days": found.days,
        "step": found.step,
        "ready_to_announce": found.ready_to_announce,
        "ready_to_archive": found.ready_to_archive,
        "complete": found.complete,
        "items": [
            {
                "step": item.step,
                "record": item.record,
                "what": item.what,
                "done": item.done,
                "note": item.note,
                "missing_days": -(found.days or 0) if how_long(item, found) else None,
            }
            for item in found.items
        ],
        "missing": len(found.missing),
    }
