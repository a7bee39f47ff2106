"""Validating: the findings about records and pages, with their places, and the safe fixes."""

from typing import TYPE_CHECKING, NamedTuple

from lgtui import checks, store
from lgtui.checks import Finding
from lgtui.model import DataError, Moment, Records
from lgtui.site.pages import read_pages
from lgtui.store.reader import from_here, read_templates

if TYPE_CHECKING:
    from lgtui.checks.fixes import Fixed


class Report(NamedTuple):
    """What there is to tell of a data file.

    Attributes:
        file: the data file, as people read it.
        fixed: the changes made, with the codes of the findings that asked for them.
        findings: what is found, by place; after the fixes what is left.
        fixing: whether fixes were asked for.
    """

    file: str
    fixed: "list[tuple[str, Fixed]]"
    findings: list[Finding]
    fixing: bool = False


def validate(path: str, today: Moment, fix: bool = False) -> Report:
    """Check a data file and its pages, after making and saving the safe fixes if asked for.

    Args:
        path: the data file.
        today: the day that upcoming and held seasons are judged by.
        fix: make the safe fixes first.

    Raises:
        DataError: a file cannot be read or written.
    """
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
    texts = read_pages(records, store.root_of(path))
    if fixed:
        document = store.save(document, records)
    own = read_templates(document.records, path)
    findings = checks.check(document.records, document.problems, today, texts, own)
    if findings:
        from lgtui.store.positions import placed

        findings = placed(findings, document)
    return Report(file, fixed, findings, fix)


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
    texts = None
    if records == document.records:
        try:
            texts = read_pages(records, store.root_of(document.path))
        except DataError:
            texts = None  # the page is named when it is written; the data is checked all the same
    own = read_templates(records, document.path)
    return tuple(checks.check(records, document.problems, today, texts, own))
