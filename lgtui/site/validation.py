"""What is found about a site: findings with their places, and what each season lacks, as text."""

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from lgtui import checks, store
from lgtui.checks import Finding
from lgtui.checks.finding import make, order
from lgtui.model import PAGE_KINDS, DataError, Moment, Records, Where, value_of
from lgtui.records.checklist import Checklist, DueItem, Item, how_far, how_long, label_runs
from lgtui.records.lifecycle import count_revisions
from lgtui.render.date_format import day, when
from lgtui.render.labels import page_labels
from lgtui.site.pages import path_faults, read_site, site_templates
from lgtui.store.reader import from_here, read_templates
from lgtui.text.control_chars import exactly_visible

if TYPE_CHECKING:
    from lgtui.checks.fixes import Fixed


class Report(NamedTuple):
    """What there is to tell of a data file.

    Attributes:
        file: the data file, as people read it.
        fixed: the changes made, with the codes of the findings that asked for them.
        findings: what is found, by place; after the fixes what is left.
        fixing: whether fixes were asked for.
        remark: what could not be asked of the network.
    """

    file: str
    fixed: "list[tuple[str, Fixed]]"
    findings: list[Finding]
    fixing: bool = False
    remark: str = ""


def validate(path: str, today: Moment, fix: bool = False, online: bool = False) -> Report:
    """Check a data file and its pages, after making and saving the safe fixes if asked for.

    Args:
        path: the data file.
        today: the day that upcoming and held seasons are judged by.
        fix: make the safe fixes first.
        online: ask the network whether links still lead somewhere.

    Raises:
        DataError: a file cannot be read or written.
    """
    file = from_here(path)
    try:
        document = store.read(path)
    except DataError as error:
        if not error.line:
            raise
        from lgtui.checks.files import not_toml

        found = not_toml(error.message, file, error.line, error.column)
        return Report(file, [], [found], fix)
    fixed: list[tuple[str, Fixed]] = []
    records = document.records
    if fix:
        from lgtui.checks.fixes import steps, what_changed

        for step in steps(records, today):
            fixed += _labelled(step.findings, what_changed(step.before, step.after))
            records = step.after
        records = count_revisions(document.records, records)
    # Judged first, then saved: what stops the check must stop it before anything is written.
    after = store.spliced(document, records) if fixed else document
    texts, words = read_site(records, store.root_of(path))
    own = site_templates(after.records, path)
    findings = checks.check(after.records, after.problems, today, texts, own, own=words)
    findings += _misplaced(after.records, path, findings)
    remark = ""
    if online:
        from lgtui.site.online import cache_path, check_online

        outcome = check_online(after.records, cache_path())
        findings, remark = [*findings, *outcome.findings], outcome.remark
    findings.sort(key=order)
    if findings:
        from lgtui.store.positions import placed

        findings = placed(findings, after)
    if fixed:
        store.save(document, records)
    return Report(file, fixed, findings, fix, remark)


def _misplaced(records: Records, path: str, known: Sequence[Finding]) -> list[Finding]:
    """LINK001: pages whose path leads through a link out of the repository, or to another's file.

    Only the disk tells: what the path itself says wrong is known already.

    Args:
        records: the records.
        path: the data file.
        known: what was found before.
    """
    at = {each.where for each in known if each.code == "LINK001"}
    paths = [
        (kind, name)
        for kind in PAGE_KINDS
        if (name := value_of(records.pages, kind)) and Where("pages", 0, kind) not in at
    ]
    return [
        make(records, "LINK001", Where("pages", 0, kind), fault)
        for kind, fault in path_faults(paths, path, store.root_of(path))
    ]


def _labelled(findings: tuple[Finding, ...], made: "list[Fixed]") -> "list[tuple[str, Fixed]]":
    """Pair each change with the code of the finding that asked for it."""
    codes = {(finding.record, finding.where.field): finding.code for finding in findings}
    usual = findings[0].code
    return [(codes.get((change.record, change.field), usual), change) for change in made]


def findings_of(document: store.Document, records: Records, today: Moment) -> tuple[Finding, ...]:
    """Check records, and their pages while nothing is unsaved.

    With unsaved changes every page is stale; saying so for each would hide what is wrong.

    Args:
        document: the data file as it was read.
        records: the records as they are now.
        today: the day that upcoming and held seasons are judged by.
    """
    texts, words = None, None
    if records == document.records:
        try:
            texts, words = read_site(records, store.root_of(document.path))
        except DataError:
            texts = None  # the page is named when it is written; the data is checked all the same
    own = read_templates(records, document.path)
    found = checks.check(records, document.problems, today, texts, own, own=words)
    return tuple(sorted((*found, *_misplaced(records, document.path, found)), key=order))


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
    """Name a missing item: ``video missing for 40 days``, ``has 2 of 3 talks``."""
    text = f"{item.what} ({item.note})" if item.note else item.what
    if item.what == "talks" and item.note:
        text = f"has {item.note} talks"
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


def due_as_text(items: Sequence[DueItem], records: Records, now: datetime.datetime) -> str:
    """Write what is due, a line for each: of what, what, by whom, since when.

    Args:
        items: what is due.
        records: all records, whose series says how days are written.
        now: the time it is judged by.
    """
    if not items:
        return "nothing is due\n"
    words = page_labels(records.wording)
    width = max(len(item.record) for item in items)
    lines = ["due:"]
    for item in items:
        far = how_far((item.since.date() - now.date()).days)
        who = item.who or "nobody cares for it yet"
        since = f"since {day(item.since, words)}, {far}"
        lines.append(f"  ✗ {item.record:<{width}}  {item.what} ({who}), {since}")
    return "\n".join(map(exactly_visible, lines)) + "\n"
