"""The checklists of seasons in words, for the command line and the app."""

from lgtui.model import Records
from lgtui.records.checklist import Checklist, Item, how_far, how_long, label_runs
from lgtui.render.date_format import when
from lgtui.render.labels import page_labels
from lgtui.text.control_chars import exactly_visible

LONG = 80
"""Characters of a theme that are shown in the line that names its season."""


def as_text(found: tuple[Checklist, ...], records: Records, every: bool) -> str:
    """Write a block for each season with something to do, and name the others in one line.

    Args:
        found: the checklists of the seasons.
        records: all records.
        every: write a block for each of them.
    """
    if not found:
        return "no season yet; plan one in lgtui\n"
    shown = [each for each in found if every or not each.complete]
    blocks = [_block(each, records) for each in shown]
    rest = [each.label for each in found if each not in shown]
    if rest:
        blocks.append(f"complete: {label_runs(rest)}")
    return "\n\n".join(blocks) + "\n"


def _block(found: Checklist, records: Records) -> str:
    season = found.season
    words = page_labels(records.wording)
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
    return "\n".join(exactly_visible(line) for line in lines)


def _named(item: Item, found: Checklist) -> str:
    """Name a missing item: ``video missing for 40 days``, ``talks (2 of 3)``."""
    text = f"{item.what} ({item.note})" if item.note else item.what
    long = how_long(item, found)
    return f"{text} missing {long}" if long else text


def _verdict(found: Checklist) -> str:
    """Say in one line what comes next, and whether it can be done."""
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
