"""``--check``: all findings as text, JSON or annotations, after the safe fixes if asked for.

The JSON form is one object; names and meanings below do not change within one ``version``, and
new names may be added::

    {
      "version": 1,
      "file": "data/talks.toml",        the data file
      "fixed": [                        only with --fix: each change made, in order
        {"code": "SEQ001",              the code of the finding that was fixed
         "record": "S07E01",            what the record was called before
         "field": "id",                 "" for a whole record, "order" for sorted records
         "before": "S07E01", "after": "S08E01"}
      ],
      "findings": [                     what is found (with --fix: what is left), by place
        {"code": "LINK001",             see lgtui.checks.CODES
         "severity": "error",           or "warning"
         "message": "…",                what is wrong, and what to do
         "record": "S09E01",            an id, "S09", an organizer, "series", "pages" or ""
         "kind": "talks",               the table: organizers, seasons, talks, series, pages or ""
         "at": 23,                      the record's place in that table, from 0
         "field": "speakers[0].url",    "" for a whole record
         "offset": 0,                   characters into the field's value
         "fixable": false,              whether --fix can fix it
         "file": "data/talks.toml",     the data file, or the page that the finding is about
         "line": 212, "column": 1}      from 1, in characters; 0 where there is no such place
      ],
      "errors": 1, "warnings": 0        how many findings there are of each severity
    }

Paths are relative to the current folder where they lie below it.
"""

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

from lgtui import checks, store
from lgtui.checks.finding import shown, visible
from lgtui.model import DataError, Moment, Records
from lgtui.store.reader import from_here

if TYPE_CHECKING:
    from lgtui.checks.fixes import Fixed

VERSION = 1
"""The version of the JSON form."""

SHOWN = 10
"""How many errors of one step GitHub shows as annotations, and how many warnings."""


class Report(NamedTuple):
    """What there is to tell: the data file, the changes made (with their codes), the findings."""

    file: str
    fixed: "list[tuple[str, Fixed]]"
    findings: list[checks.Finding]
    fixing: bool


def as_text(report: Report) -> str:
    """``file:line:column: severity CODE record field: message``, aligned, and the counts."""
    places = [_place(finding) for finding in report.findings]
    width = max(map(len, places), default=0)
    lines = fixed_lines(report)
    for place, finding in zip(places, report.findings, strict=True):
        name = " ".join(filter(None, (finding.record, finding.where.field))) or "file"
        text = f"{place:<{width}} {finding.severity:<7} {finding.code:<7} {name}: {finding.message}"
        lines.append(visible(text))
    lines.append(_counts(report))
    return "".join(f"{line}\n" for line in lines)


def _place(finding: checks.Finding) -> str:
    """``file:line:column:``, as far as known."""
    parts = [finding.file, *(str(number) for number in (finding.line, finding.column) if number)]
    return ":".join(parts) + ":"


def fixed_lines(report: Report) -> list[str]:
    """A line for each change that was made."""
    lines = []
    if report.fixed:
        from lgtui.checks.fixes import around_change
    for code, change in report.fixed:
        name = " ".join(filter(None, (change.record, change.field)))
        what = change.after
        if change.field:
            values = [shown(value) if value else "nothing" for value in around_change(*change[2:])]
            what = " → ".join(values)
        lines.append(visible(f"fixed {code:<7} {name}: {what}"))
    if report.fixing and not lines:
        lines.append("nothing to fix")
    return lines


def _counts(report: Report) -> str:
    """The closing line: how many errors and warnings, and how many --fix would fix."""
    errors, warnings, fixable = _numbers(report)
    text = f"{report.file}: {_many(errors, 'error')}, {_many(warnings, 'warning')}"
    if fixable:
        text += f"; lgtui --check --fix can fix {fixable}"
    return visible(text)


def _numbers(report: Report) -> tuple[int, int, int]:
    """How many errors, warnings and fixable findings there are."""
    errors = sum(finding.severity == "error" for finding in report.findings)
    fixable = sum(finding.fixable for finding in report.findings)
    return errors, len(report.findings) - errors, fixable


def _many(count: int, what: str) -> str:
    """``1 error``, ``2 errors``."""
    return f"{count} {what}{'s' * (count != 1)}"


def as_json(report: Report) -> str:
    """The one object described at the top of this module."""
    import json

    errors, warnings, _ = _numbers(report)
    whole: dict[str, object] = {"version": VERSION, "file": report.file}
    if report.fixing:
        whole["fixed"] = [{"code": code, **change._asdict()} for code, change in report.fixed]
    whole["findings"] = [
        {
            "code": finding.code,
            "severity": finding.severity,
            "message": finding.message,
            "record": finding.record,
            **finding.where._asdict(),
            "fixable": finding.fixable,
            "file": finding.file,
            "line": finding.line,
            "column": finding.column,
        }
        for finding in report.findings
    ]
    whole.update(errors=errors, warnings=warnings)
    text = json.dumps(whole, ensure_ascii=False, indent=2)
    return "".join(f"{_harmless(line)}\n" for line in text.split("\n"))


def _harmless(line: str) -> str:
    """A line of JSON text with every unprintable character escaped, for the terminal's sake."""
    return line if line.isprintable() else "".join(map(_escaped, line))


def _escaped(char: str) -> str:
    """A character as JSON text may have it: an unprintable one by its number."""
    if char.isprintable():
        return char
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def as_annotations(report: Report) -> str:
    """GitHub's workflow commands, one for each finding, and what GitHub leaves out of them."""
    lines = []
    for finding in report.findings:
        properties = {
            "file": finding.file,
            "line": finding.line,
            "col": finding.column,
            "title": finding.code,
        }
        given = ",".join(
            f"{name}={_property(str(value))}" for name, value in properties.items() if value
        )
        name = " ".join(filter(None, (finding.record, finding.where.field)))
        message = visible(f"{name}: {finding.message}" if name else finding.message)
        lines.append(f"::{finding.severity} {given}::{_message(message)}\n")
    return "".join([*lines, _not_shown(report)])


def _not_shown(report: Report) -> str:
    """A closing notice, if there are more findings than GitHub shows; else nothing."""
    errors, warnings, _ = _numbers(report)
    counts = ((errors, "error"), (warnings, "warning"))
    more = [_many(count - SHOWN, what) for count, what in counts if count > SHOWN]
    if not more:
        return ""
    return (
        f"::notice title=lgtui::{' and '.join(more)} more than GitHub shows of one step; the whole "
        "list is in this step's log, and lgtui --check prints it with each place\n"
    )


def _message(text: str) -> str:
    """A message as workflow commands take it."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """A property's value as workflow commands take it."""
    return _message(text).replace(":", "%3A").replace(",", "%2C")


if TYPE_CHECKING:
    from lgtui.checks.fixes import Fixed


def run(data: str | None, fix: bool, format: str, today: str | None, strict: bool) -> int:  # noqa: A002 (the option's name)
    """Checks the data file and its pages and prints what it finds.

    Args:
        data: The data file; searched for upward when ``None``.
        fix: Make the safe fixes first, save them, and show each.
        format: ``text``, ``json`` or ``github``.
        today: The day that upcoming and held seasons are judged by; now when ``None``.
        strict: Warnings count as errors.

    Returns:
        0, or 1 when there are errors.

    Raises:
        DataError: A file cannot be read or written, or ``today`` is no date.
    """
    day = day_to_judge_by(today)
    path = data or store.find_data(os.curdir)
    report = _report(path, fix, day)
    text = {"json": as_json, "github": as_annotations}.get(format, as_text)(report)
    if format == "github" and report.fixed:
        sys.stderr.write("".join(f"{line}\n" for line in fixed_lines(report)))
    sys.stdout.write(text)
    failed = any(strict or finding.severity == "error" for finding in report.findings)
    return 1 if failed else 0


def day_to_judge_by(today: str | None) -> Moment:
    """The day to judge by; the clock is read here and nowhere else."""
    import datetime

    if today is None:
        return datetime.date.today()
    try:
        return datetime.datetime.fromisoformat(today.strip()).date()
    except ValueError as error:
        message = f"--today: {shown(today)} is no date; write it as 2026-03-02"
        raise DataError(message) from error


def _report(path: str, fix: bool, today: Moment) -> Report:
    """Reads, fixes if asked for, and checks."""
    file = from_here(path)
    try:
        document = store.read(path)
    except DataError as error:
        if not error.line:
            raise
        from lgtui.checks.file import not_toml

        found = not_toml(error.message, file, error.line, error.column)
        return Report(file, [], [found], fix)
    fixed: list[tuple[str, Fixed]] = []
    records = document.records
    if fix:
        from lgtui.checks.fixes import steps, what_changed

        for step in steps(records, today):
            fixed += _labelled(step.findings, what_changed(step.before, step.after))
            records = step.after
    # The pages first: what stops the check must stop it before anything is saved.
    texts = page_texts(records, store.root_of(path))
    if fixed:
        document = store.save(document, records)
    findings = checks.check(document.records, document.problems, today, texts)
    return Report(file, fixed, placed(findings, document), fix)


def _labelled(
    findings: tuple[checks.Finding, ...], made: "list[Fixed]"
) -> "list[tuple[str, Fixed]]":
    """Each change with the code of the finding that asked for it."""
    codes = {(finding.record, finding.where.field): finding.code for finding in findings}
    usual = findings[0].code
    return [(codes.get((change.record, change.field), usual), change) for change in made]


def page_texts(records: Records, root: str) -> dict[str, str | None]:
    """The text of every page by its path in ``[pages]``, with its own line ends.

    Raises:
        DataError: A page is there but cannot be read.
    """
    from lgtui.checks.pages import page_paths
    from lgtui.store import disk

    texts: dict[str, str | None] = {}
    for path in page_paths(records):
        whole = os.path.join(root, path)
        if disk.exists(whole):
            texts[path] = disk.read_file(whole).decode("utf-8", "surrogateescape")
        else:
            texts[path] = None
    return texts


def placed(findings: list[checks.Finding], document: store.Document) -> list[checks.Finding]:
    """The findings with file, line and column, in their order in the data file; pages come last.

    Findings about a page have its path and line already, from the repository's root.
    """
    if not findings:
        return []
    from lgtui.store.positions import Locator

    file = from_here(document.path)
    root = store.root_of(document.path)
    locate = Locator(document.raw, document.blocks).locate
    result = []
    for finding in findings:
        if finding.file:
            result.append(finding._replace(file=from_here(os.path.join(root, finding.file))))
        else:
            line, column = locate(finding.where, of_key=finding.code == "FILE001")
            result.append(finding._replace(file=file, line=line, column=column))
    return sorted(result, key=lambda finding: (finding.file != file, finding.line, finding.column))
