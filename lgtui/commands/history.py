"""``--history``: who changed what of a record, or of the whole data file, on standard output."""

import sys
from collections.abc import Container, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from lgtui import store
from lgtui.commands import Options, harmless, say
from lgtui.commands.publish import opened
from lgtui.model import record_named

if TYPE_CHECKING:
    from lgtui.records.diff import Change
    from lgtui.repo.history import CommitChanges

LONGEST_VALUE = 300
"""Signs of a value that are shown; the JSON form has all of it."""


def run(options: Options) -> int:
    """Print each commit that changed the record, the newest first, with what was and what is.

    Returns:
        0; 1 where the data file is in no repository; 2 where no record has that name.

    Raises:
        DataError: the data file cannot be read.
    """
    from lgtui.repo.history import file_history, record_history

    path = options.data_path()
    site = opened(path)
    if site is None:
        return 1
    if not options.history:
        return _written(((made, ()) for made in file_history(site)), options.format)
    where = record_named(store.read(path).records, options.history)
    if where is None:
        say(
            f"no record is called {options.history} now: name a talk (S09E01), a season (S09) or "
            "an organizer; without a name the history of the whole file tells what was deleted, too"
        )
        return 2
    return _written(_marked(record_history(site, where.kind, where.at)), options.format)


Marked = tuple["CommitChanges", Container[int]]
"""A commit, and which of its changes are the last ones of their fields."""


def _marked(found: "Iterable[CommitChanges]") -> Iterator[Marked]:
    """Find the last change of each field of a record, whose history begins with the newest."""
    seen: set[str] = set()
    for made in found:
        last = {at for at, change in enumerate(made.changes) if change.field not in seen}
        seen.update(change.field for change in made.changes)
        yield made, last


def _written(found: Iterable[Marked], form: str) -> int:
    """Write a history as it is found, so that its first lines are there at once."""
    if form == "json":
        import json

        rows = [as_row(made, last) for made, last in found]
        sys.stdout.write(json.dumps(rows, ensure_ascii=True, indent=2) + "\n")
        return 0
    told = False
    marked = False
    for made, last in found:
        told, marked = True, marked or bool(last)
        print("\n".join(map(harmless, _lines(made, last))), flush=True)
    if marked:
        say("* is the last change of its field")
    if not told:
        say("no commit changed it yet")
    return 0


def as_row(made: "CommitChanges", last: Container[int]) -> dict[str, object]:
    """Return what one commit changed, as JSON has it.

    Args:
        made: the commit.
        last: which of its changes are the last ones of their fields.
    """
    from lgtui.render.export import as_value

    return {
        "commit": made.commit,
        "author": made.author,
        "when": made.when.isoformat() if made.when else None,
        "subject": made.subject,
        "changes": [
            {
                "record": change.label,
                "field": change.field,
                "what": change.what,
                "before": as_value(change.kind, change.field, change.before),
                "after": as_value(change.kind, change.field, change.after),
                "last": at in last,
            }
            for at, change in enumerate(made.changes)
        ],
    }


def _lines(made: "CommitChanges", last: Container[int]) -> list[str]:
    when = f"{made.when:%Y-%m-%d %H:%M} " if made.when else ""
    who = f"{made.author}, {made.commit[:10]}: " if made.commit else ""
    lines = [f"{when}{who}{made.subject}"]
    for at, change in enumerate(made.changes):
        lines.append(f"{'* ' if at in last else '  '}{change}")
        lines += [f"    {line}" for line in _values(change)]
    return lines


def _values(change: "Change") -> Iterable[str]:
    """Yield what a field was and is, behind a minus and a plus; nothing for whole records."""
    from lgtui.render.export import as_value

    for sign, value in (("-", change.before), ("+", change.after)):
        if change.field and value not in ("", None, ()):
            plain = as_value(change.kind, change.field, value)
            text = plain if isinstance(plain, str) else str(plain)
            lines = text.split("\n")
            yield from (f"{sign} {line}" for line in islice(_cut(lines), 8))


def _cut(lines: list[str]) -> Iterable[str]:
    left = LONGEST_VALUE
    for line in lines:
        if left <= 0:
            yield "…"
            return
        yield line if len(line) <= left else f"{line[:left]}…"
        left -= len(line)
