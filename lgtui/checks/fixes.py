"""Fixes: records in, records out, each changing what its finding names; and what was changed."""

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple

from lgtui.checks import check, sequence
from lgtui.checks.files import legacy_wording
from lgtui.checks.finding import Finding, listed
from lgtui.checks.index import build_index
from lgtui.checks.text import tidied
from lgtui.model import (
    FIELDS,
    LISTS,
    PARTS,
    TABLES,
    Moment,
    Records,
    Where,
    field_of,
    make_id,
    part_of,
    record_label,
    records_of,
    season_label,
    value_at,
    value_of,
    with_records,
    with_value_at,
)
from lgtui.text.control_chars import strip_invisible
from lgtui.text.urls import is_nothing, without_playlist, without_tracking


class Fixed(NamedTuple):
    """One field's values before and after, as text; ``field`` is empty for a whole record.

    ``record`` is what the record was called before.
    """

    record: str
    field: str
    before: str
    after: str


def what_changed(before: Records, after: Records) -> list[Fixed]:
    """Return all that differs between the records before and after one step of fixing.

    A step edits records in place, adds seasons, or sorts; it does nothing else.
    """
    found: list[Fixed] = []
    for kind in LISTS:
        old, new = records_of(before, kind), records_of(after, kind)
        if old == new:
            continue
        if sorted(map(id, old)) == sorted(map(id, new)):
            found.append(_order(kind, before, after))
            continue
        added = len(new) - len(old)
        kept = new
        if added:
            numbers = {season.number for season in old}
            kept = tuple(season for season in new if season.number in numbers)
            found += [
                Fixed(season_label(season.number), "", "", _season_text(season))
                for season in new
                if season.number not in numbers
            ]
        for at, (one, other) in enumerate(zip(old, kept, strict=True)):
            if one != other:
                label = record_label(before, Where(kind, at))
                found += _fields(kind, label, one, other)
    for kind in TABLES:
        [one], [other] = records_of(before, kind), records_of(after, kind)
        found += _fields(kind, kind, one, other)
    if moved := [n for n in before.legacy_wording if n not in after.legacy_wording]:
        found.append(Fixed("wording", listed(moved), "under [series]", "under [wording]"))
    return found


def _season_text(season: Any) -> str:
    """Return a new season as its record says it."""
    return f"new season, {season.state}, start {season.start or 'TBA'}"


def _order(kind: str, before: Records, after: Records) -> Fixed:
    """Return records that only changed places: those that did, in their old and new order."""
    names = [
        [record_label(records, Where(kind, at)) for at in range(len(records_of(records, kind)))]
        for records in (before, after)
    ]
    moved = [at for at, (a, b) in enumerate(zip(*names, strict=True)) if a != b]
    span = slice(moved[0], moved[-1] + 1) if moved else slice(0)
    return Fixed(kind, "order", listed(names[0][span]), listed(names[1][span]))


def _fields(kind: str, label: str, one: Any, other: Any, path: str = "") -> Iterator[Fixed]:
    """Return the fields in which two versions of a record differ."""
    for field in FIELDS[kind]:
        old, new = value_of(one, field.name), value_of(other, field.name)
        if old == new:
            continue
        if field.type in PARTS:
            for number, (inner, changed) in enumerate(zip(old, new, strict=True)):
                yield from _fields(field.type, label, inner, changed, f"{field.name}[{number}].")
        else:
            yield Fixed(label, f"{path}{field.name}", _text(old), _text(new))


def _text(value: object) -> str:
    """Return a field's value as text; nothing for an absent one."""
    return "" if value is None else str(value)


class Step(NamedTuple):
    """Findings fixed at one go, and the records before and after."""

    findings: tuple[Finding, ...]
    before: Records
    after: Records


def fix(records: Records, finding: Finding) -> Records:
    """Return the records with one finding fixed; unchanged without a safe fix or if it is gone.

    SEQ001 renumbers the talks that its message names, SEQ009 adds a season, SEQ004 sorts; every
    other fix changes the one field that the finding names.
    """
    if not finding.fixable:
        return records
    return _MOVES.get(finding.code, _fix_text)(records, finding)


def _fix_text(records: Records, finding: Finding) -> Records:
    """Return the records with a fixed text in the one field that the finding names."""
    if finding.where.kind not in FIELDS:
        return records
    return _fix_texts(records, (finding,))


def _fix_texts(records: Records, findings: tuple[Finding, ...]) -> Records:
    """Return the records with one text fixed for each finding; each record's tuple is made once."""
    index = build_index(records)
    uses = Counter(index.keys)
    groups: dict[str, list[Any]] = {}
    for finding in findings:
        kind, at = finding.where.kind, finding.where.at
        group = groups.setdefault(kind, [*records_of(records, kind)])
        if at >= len(group):
            continue
        value = value_at(group[at], finding.where.field)
        if not isinstance(value, str):
            continue
        if finding.code == "SEQ008":
            key = index.keys[at]
            fixed = make_id(*key) if key and uses[key] == 1 else value
        else:
            fixed = _fixed_text(finding, value)
        if fixed != value:
            group[at] = with_value_at(group[at], finding.where.field, fixed)
    for kind, group in groups.items():
        if any(a is not b for a, b in zip(group, records_of(records, kind), strict=True)):
            records = with_records(records, kind, group)
    return records


def _fixed_text(finding: Finding, value: str) -> str:
    """Return what the fix of a finding about one text makes of it."""
    if finding.code == "TEXT002":
        return strip_invisible(value, "\n" if _type_of(finding) == "text" else " ")
    if finding.code == "TEXT004":
        return tidied(value, _type_of(finding))
    if finding.code == "LINK001":
        return "" if is_nothing(value) else value
    if finding.code == "LINK007":
        return without_playlist(value)
    return without_tracking(value) if finding.code == "LINK004" else value


def _type_of(finding: Finding) -> str:
    """Return the type of the field that a finding is about."""
    part = part_of(finding.where.field)
    kind, name = (part[0], part[2]) if part else (finding.where.kind, finding.where.field)
    field = field_of(kind, name)
    return field.type if field else ""


def _renumber(records: Records, finding: Finding) -> Records:
    """Renumber a duplicate talk or season record to the number that it must mean."""
    at = finding.where.at
    if finding.where.kind == "talks":
        return sequence.apply_renumber(records, at) if at < len(records.talks) else records
    if at >= len(records.seasons):
        return records
    index = build_index(records)
    season = records.seasons[at]
    if index.by_number[season.number] == at:
        return records
    target = sequence.season_target(index, at)
    if target is None:
        return records
    seasons = list(records.seasons)
    seasons[at] = season._replace(number=target)
    return records._replace(seasons=tuple(seasons))


def _add_season(records: Records, finding: Finding) -> Records:
    """Add the season record that the talk of the finding lacks, if its date is known."""
    at = finding.where.at
    index = build_index(records)
    key = index.keys[at] if at < len(index.keys) else None
    if not key or key[0] in index.by_number:
        return records
    season = sequence.season_for_talks(index, key[0])
    return sequence.add_season(records, season) if season else records


def _sort(records: Records, finding: Finding) -> Records:
    """Sort seasons or talks; a talk with an unreadable id stays behind its neighbour."""
    if finding.where.kind == "seasons":
        return records._replace(
            seasons=tuple(sorted(records.seasons, key=lambda season: season.number))
        )
    last = (0, 0)
    keyed = []
    for key, talk in zip(build_index(records).keys, records.talks, strict=True):
        last = key or last
        keyed.append((last, talk))
    return records._replace(
        talks=tuple(talk for _, talk in sorted(keyed, key=lambda pair: pair[0]))
    )


def _move_wording(records: Records, finding: Finding) -> Records:
    """Move all wording under ``[wording]``; what it says stays the same."""
    return records._replace(legacy_wording=())


_MOVES = {
    "SEQ001": _renumber,
    "SEQ009": _add_season,
    "SEQ004": _sort,
    "FILE005": _move_wording,
}


def steps(records: Records, today: Moment) -> Iterator[Step]:
    """Return every fix that is safe, one step after the other, until nothing safe is left."""
    going = True
    while going:
        going = False
        for next_step in (partial(_in_place, today=today), _moving):
            while step := next_step(records):
                yield step
                records, going = step.after, True


def _in_place(records: Records, today: Moment) -> Step | None:
    """Fix single texts all at once; ids after the others, since they need them."""
    found = [finding for finding in check(records, (), today) if finding.fixable]
    for codes in (("TEXT002", "TEXT004", "LINK001", "LINK004", "LINK007"), ("SEQ008",)):
        chosen = tuple(finding for finding in found if finding.code in codes)
        if chosen:
            return _step(chosen, records, _fix_texts(records, chosen))
    return None


def _moving(records: Records) -> Step | None:
    """Return the next fix that renumbers, adds, sorts or moves records."""
    found = _order_findings(records)
    if not found:
        return None
    chosen = [finding for finding in found if finding.code == found[0].code]
    after = fix(records, chosen[0])
    left = {(finding.code, finding.message) for finding in _order_findings(after)}
    gone = (finding for finding in chosen if (finding.code, finding.message) not in left)
    return _step(tuple(gone), records, after)


def _order_findings(records: Records) -> list[Finding]:
    """Return the findings of ``_MOVES`` that can be fixed, in the order in which they are."""
    index = build_index(records)
    checks = (
        sequence.duplicate_ids,
        sequence.duplicate_seasons,
        sequence.seasons_and_talks,
        sequence.out_of_order,
        legacy_wording,
    )
    return [finding for each in checks for finding in each(index) if finding.fixable]


def _step(findings: tuple[Finding, ...], before: Records, after: Records) -> Step | None:
    """Return a step, or ``None`` if it changed nothing."""
    return None if after == before else Step(findings, before, after)


def fix_all(records: Records, today: Moment) -> tuple[Records, list[Finding]]:
    """Return the records with every safe fix made, and the findings that were fixed.

    Fixing twice changes nothing.
    """
    fixed: list[Finding] = []
    for step in steps(records, today):
        fixed += step.findings
        records = step.after
    return records, fixed
