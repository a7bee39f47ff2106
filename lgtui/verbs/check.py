"""``--check``: all findings on standard output, after the safe fixes if asked for."""

import os
import sys
from typing import TYPE_CHECKING

from lgtui import checks, store
from lgtui.checks.finding import shown
from lgtui.model import DataError, Moment, Records
from lgtui.store.paths import from_here
from lgtui.verbs.check_forms import Report, as_annotations, as_json, as_text, fixed_lines

if TYPE_CHECKING:
    from lgtui.checks.fixed import Fixed


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
        from lgtui.checks.fixed import what_changed
        from lgtui.checks.fixing import steps

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
    from lgtui.store.places import Locator

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
