"""What a fix changed, record by record and field by field, as its report shows it.

A fix leaves records at their places or only sorts them: nothing has to be aligned, as between two
versions that people edited (:mod:`lgtui.changes`), and a speaker's or link's own field is named.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from lgtui.checks.finding import listed
from lgtui.checks.text import first_difference
from lgtui.model import FIELDS, Records, Where, record_label, season_label


class Fixed(NamedTuple):
    """One field's values before and after, as text; ``field`` is empty for a whole record.

    ``record`` is what the record was called before.
    """

    record: str
    field: str
    before: str
    after: str


def what_changed(before: Records, after: Records) -> list[Fixed]:
    """All that differs between the records before and after one step of fixing.

    A step edits records in place, adds seasons, or sorts; it does nothing else.
    """
    found: list[Fixed] = []
    for kind in ("organizers", "seasons", "talks"):
        old, new = getattr(before, kind), getattr(after, kind)
        if old == new:
            continue
        if sorted(map(id, old)) == sorted(map(id, new)):
            found.append(_order(kind, before, after))
            continue
        added = len(new) - len(old)
        kept = new
        if added:
            numbers = {season.number for season in old}
            kept = [season for season in new if season.number in numbers]
            found += [
                Fixed(season_label(season.number), "", "", _season_text(season))
                for season in new
                if season.number not in numbers
            ]
        for at, (one, other) in enumerate(zip(old, kept, strict=True)):
            if one != other:
                label = record_label(before, Where(kind, at))
                found += _fields(kind, label, one, other)
    for kind in ("series", "pages"):
        found += _fields(kind, kind, getattr(before, kind), getattr(after, kind))
    return found


def _season_text(season: Any) -> str:
    """A new season as its record says it."""
    return f"new season, {season.state}, start {season.start or 'TBA'}"


def _order(kind: str, before: Records, after: Records) -> Fixed:
    """Records that only changed places: those that did, in their old and new order."""
    names = [
        [record_label(records, Where(kind, at)) for at in range(len(getattr(records, kind)))]
        for records in (before, after)
    ]
    moved = [at for at, (a, b) in enumerate(zip(*names, strict=True)) if a != b]
    span = slice(moved[0], moved[-1] + 1) if moved else slice(0)
    return Fixed(kind, "order", listed(names[0][span]), listed(names[1][span]))


def _fields(kind: str, label: str, one: Any, other: Any, path: str = "") -> Iterator[Fixed]:
    """The fields in which two versions of a record differ."""
    for field in FIELDS[kind]:
        old, new = getattr(one, field.name), getattr(other, field.name)
        if old == new:
            continue
        if field.type in ("speakers", "links"):
            for number, (inner, changed) in enumerate(zip(old, new, strict=True)):
                yield from _fields(field.type, label, inner, changed, f"{field.name}[{number}].")
        else:
            yield Fixed(label, f"{path}{field.name}", _text(old), _text(new))


def around_change(before: str, after: str, reach: int = 25) -> tuple[str, str]:
    """Both texts cut to the neighbourhood of where they first differ, if they are long."""
    if max(len(before), len(after)) <= 2 * reach + 10:
        return before, after
    start = max(0, first_difference(before, after) - reach)
    lead = "…" * (start > 0)
    return lead + before[start:], lead + after[start:]


def _text(value: object) -> str:
    """A field's value as text; nothing for an absent one."""
    return "" if value is None else str(value)
