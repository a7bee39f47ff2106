"""Fixes: records in, records out. Each changes what its finding names and nothing else."""

from collections.abc import Iterator
from typing import NamedTuple

from lgtui.checks import renumber
from lgtui.checks.fields import put, value_at
from lgtui.checks.finding import Finding
from lgtui.checks.index import gather
from lgtui.checks.links import without_tracking
from lgtui.checks.run import check
from lgtui.checks.text import tidied
from lgtui.model import FIELDS, Moment, Records, make_id

_IN_PLACE = ("TEXT002", "TEXT004", "LINK004", "SEQ008")
"""Codes whose fix changes one field of one record, so that all other places stay as they are."""

_MOVING = ("SEQ001", "SEQ009", "SEQ004")
"""Codes whose fix adds or moves records, in the order in which they are fixed."""


class Step(NamedTuple):
    """Findings fixed at one go, and the records before and after."""

    findings: tuple[Finding, ...]
    before: Records
    after: Records


def fix(records: Records, finding: Finding) -> Records:
    """See :func:`lgtui.checks.fix`."""
    if not finding.fixable:
        return records
    return _MOVES.get(finding.code, _fix_text)(records, finding)


def _fix_text(records: Records, finding: Finding) -> Records:
    """The records with a fixed text in the one field that the finding names."""
    value = value_at(records, finding.where)
    if not isinstance(value, str):
        return records
    fixed = _fixed_text(records, finding, value)
    return records if fixed == value else put(records, finding.where, fixed)


def _fixed_text(records: Records, finding: Finding, value: str) -> str:
    """What the fix of a finding about one text makes of it."""
    if finding.code == "TEXT002":
        return _visible_text(value, "\n" if _type_of(finding) == "text" else " ")
    if finding.code == "TEXT004":
        return tidied(value, _type_of(finding))
    if finding.code == "LINK004":
        return without_tracking(value)
    if finding.code == "SEQ008":
        keys = gather(records).keys
        key = keys[finding.where.at]
        return make_id(*key) if key and keys.count(key) == 1 else value
    return value


_BREAKS = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"
"""Invisible characters that break a line: what stands before and after them are two words."""


def _visible_text(value: str, line_break: str) -> str:
    """A text without its invisible characters; those that break a line become ``line_break``."""
    from lgtui.importing.mojibake import invisible

    found = dict(invisible(value))
    return "".join(
        char if at not in found else line_break if char in _BREAKS else ""
        for at, char in enumerate(value)
    )


def _type_of(finding: Finding) -> str:
    """The type of the field that a finding is about."""
    outer, _, inner = finding.where.field.partition("].")
    kind, name = (outer.partition("[")[0], inner) if inner else (finding.where.kind, outer)
    return next(field.type for field in FIELDS[kind] if field.name == name)


def _renumber(records: Records, finding: Finding) -> Records:
    """A duplicate talk, or season record, under the number that it must mean."""
    at = finding.where.at
    if finding.where.kind == "talks":
        return renumber.apply_plan(records, at) if at < len(records.talks) else records
    if at >= len(records.seasons):
        return records
    index = gather(records)
    season = records.seasons[at]
    if index.by_number[season.number] == at:
        return records
    target = renumber.season_target(index, at)
    if target is None:
        return records
    seasons = list(records.seasons)
    seasons[at] = season._replace(number=target)
    return records._replace(seasons=tuple(seasons))


def _add_season(records: Records, finding: Finding) -> Records:
    """With the season record that the talk of the finding lacks, if its date is known."""
    at = finding.where.at
    index = gather(records)
    key = index.keys[at] if at < len(index.keys) else None
    if not key or key[0] in index.by_number:
        return records
    season = renumber.season_for_talks(index, key[0])
    return renumber.add_season(records, season) if season else records


def _sort(records: Records, finding: Finding) -> Records:
    """Seasons by number or talks by id; a talk with an unreadable id stays behind its neighbour."""
    if finding.where.kind == "seasons":
        return records._replace(
            seasons=tuple(sorted(records.seasons, key=lambda season: season.number))
        )
    last = (0, 0)
    keyed = []
    for key, talk in zip(gather(records).keys, records.talks, strict=True):
        last = key or last
        keyed.append((last, talk))
    return records._replace(
        talks=tuple(talk for _, talk in sorted(keyed, key=lambda pair: pair[0]))
    )


_MOVES = {"SEQ001": _renumber, "SEQ009": _add_season, "SEQ004": _sort}


def steps(records: Records, today: Moment) -> Iterator[Step]:
    """Every fix that is safe, one step after the other, until nothing safe is left."""
    while True:
        found = [finding for finding in check(records, (), today) if finding.fixable]
        in_place = tuple(finding for finding in found if finding.code in _IN_PLACE)
        if in_place:
            after = records
            for finding in in_place:
                after = fix(after, finding)
            done = in_place
        else:
            moving = sorted(found, key=lambda finding: _MOVING.index(finding.code))
            if not moving:
                return
            after = fix(records, moving[0])
            done = _gone(moving, after, today)
        if after == records:
            return
        yield Step(done, records, after)
        records = after


def _gone(findings: list[Finding], after: Records, today: Moment) -> tuple[Finding, ...]:
    """The findings of the first one's code that the fix of the first one has settled."""
    left = {
        (finding.code, finding.message) for finding in check(after, (), today) if finding.fixable
    }
    return tuple(
        finding
        for finding in findings
        if finding.code == findings[0].code and (finding.code, finding.message) not in left
    )


def fix_all(records: Records, today: Moment) -> tuple[Records, list[Finding]]:
    """See :func:`lgtui.checks.fix_all`."""
    fixed: list[Finding] = []
    for step in steps(records, today):
        fixed += step.findings
        records = step.after
    return records, fixed
