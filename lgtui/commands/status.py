"""``--status``: what each season still lacks, on standard output.

The exit status is for scripts: 0 when nothing is missing for what comes next (an upcoming season
is ready to announce, a held one has its videos and its news item) and nothing is due by the
private file, 1 when something is. Without a private file nothing is said of what is due.

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
      "missing": 1,                    the same of all these seasons
      "due": [                         only with a private file: what is to be done now
        {"record": "S09E02",                   a talk's id, or the season
         "what": "letter details",             in words
         "who": "Théo Sourget",                who cares for it, "" where nobody said
         "since": "2026-02-28T15:00:00"}       local time of the series
      ]
    }
"""

import datetime
import sys
from collections.abc import Sequence

from lgtui import checks, store
from lgtui.commands import Options, say
from lgtui.model import Moment, Records
from lgtui.records.checklist import (
    Checklist,
    DueItem,
    checklists,
    due,
    how_long,
    season_named,
    without_refused_videos,
)
from lgtui.records.private import Private, strays
from lgtui.site.pages import written_news
from lgtui.site.validation import as_text, due_as_text
from lgtui.store.reader import from_here

VERSION = 1
"""The version of the JSON form."""


def run(options: Options) -> int:
    """Print the state of one season, or of all.

    Returns:
        0, or 1 when something is missing for the present step, or due.

    Raises:
        DataError: a file cannot be read, there is no such season, the day is no date, or the
            private file is refused.
    """
    day = options.day()
    document = store.read(options.data_path())
    path, records = document.path, document.records
    found = checklists(records, day, written_news(records, store.root_of(path)))
    if options.status:
        number = season_named(records, options.status, "--status").number
        found = tuple(each for each in found if each.season.number == number)
    private = _private(options, path, records)
    to_do = None
    if private is not None:
        found = without_refused_videos(found, records, private)
        to_do = list(due(records, private, options.now(records.series.timezone)))
        if options.status:
            label = found[0].label
            to_do = [item for item in to_do if item.record.partition("E")[0] == label]
    if options.format == "json":
        sys.stdout.write(as_json(found, records, from_here(path), day, to_do))
    else:
        sys.stdout.write(as_text(found, records, every=bool(options.status)))
        if to_do is not None:
            now = options.now(records.series.timezone)
            sys.stdout.write("\n" + due_as_text(to_do, records, now))
    if wrong := len(checks.errors(records, document.problems)):
        many = "1 error" if wrong == 1 else f"{wrong} errors"
        say(f"the data has {many}; lgtui --check names them")
    return 1 if to_do or any(each.missing for each in found) else 0


def _private(options: Options, path: str, records: Records) -> Private | None:
    """Read the private side; ``None`` where the series has no private file.

    Raises:
        DataError: the private file is refused, cannot be read, or is not valid.
    """
    from lgtui.repo.client import first_commits
    from lgtui.store.private import read_private

    file = read_private(path, records.series.name, options.private, first_commits)
    if file.raw is None:
        return None
    for line in (*file.unknown, *strays(file.private, records)):
        say(line)
    return file.private


def as_json(
    found: tuple[Checklist, ...],
    records: Records,
    file: str,
    today: Moment,
    to_do: Sequence[DueItem] | None = None,
) -> str:
    """Write the one object described at the top of this module.

    Args:
        found: the checklists of the seasons.
        records: all records.
        file: the data file, as people read it.
        today: the day it is judged by.
        to_do: what is due; ``None`` where the series has no private file.
    """
    import json

    whole: dict[str, object] = {
        "version": VERSION,
        "file": file,
        "today": today.isoformat(),
        "seasons": [_season(each, records) for each in found],
        "missing": sum(len(each.missing) for each in found),
    }
    if to_do is not None:
        whole["due"] = [
            {
                "record": item.record,
                "what": item.what,
                "who": item.who,
                "since": item.since.isoformat(),
            }
            for item in to_do
        ]
    return json.dumps(whole, ensure_ascii=True, indent=2) + "\n"


def _season(found: Checklist, records: Records) -> dict[str, object]:
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
