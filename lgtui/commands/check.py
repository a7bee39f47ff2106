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
         "record": "S09E01",            an id, "S09", an organizer, "series", "pages" … or ""
         "kind": "talks",               the table: talks, seasons, series, wording …
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

import sys

from lgtui import checks
from lgtui.commands import Options, say
from lgtui.site.validation import Report, validate
from lgtui.text.control_chars import exactly_visible, quoted

VERSION = 1
"""The version of the JSON form."""

SHOWN = 10
"""How many errors of one step GitHub shows as annotations, and how many warnings."""


def run(options: Options) -> int:
    """Check the data file and its pages and print what is found, after the fixes if asked for.

    Returns:
        0, or 1 when there are errors (or, where these count as such, warnings).

    Raises:
        DataError: a file cannot be read or written, or the day is no date.
    """
    day = options.day()
    report = validate(options.data_path(), day, options.fix, options.online)
    if report.remark:
        say(report.remark)
    # Signs of a conflict are such findings; git is asked only where there are any.
    signs = any(one.severity == "error" or one.code.startswith("PAGE") for one in report.findings)
    if signs and (busy := _unfinished(options.data_path())):
        say(busy)
    text = {"json": as_json, "github": as_annotations}.get(options.format, as_text)(report)
    if options.format == "github" and report.fixed:
        sys.stderr.write("".join(f"{line}\n" for line in fixed_lines(report)))
    sys.stdout.write(text)
    failed = any(options.strict or finding.severity == "error" for finding in report.findings)
    return 1 if failed else 0


def _unfinished(data: str) -> str:
    """Return what git is in the middle of, whose signs in files are found; empty for nothing."""
    from lgtui.repo import GitError
    from lgtui.repo.site import open_site
    from lgtui.repo.status import unfinished

    try:
        return unfinished(open_site(data).clone)
    except GitError:
        return ""  # in no repository, or without git


def as_text(report: Report) -> str:
    """Write ``file:line:column: severity CODE record field: message``, aligned, and the counts."""
    places = [_place(finding) for finding in report.findings]
    width = max(map(len, places), default=0)
    lines = fixed_lines(report)
    for place, finding in zip(places, report.findings, strict=True):
        name = " ".join(filter(None, (finding.record, finding.where.field))) or "file"
        text = f"{place:<{width}} {finding.severity:<7} {finding.code:<7} {name}: {finding.message}"
        lines.append(exactly_visible(text))
    lines.append(_counts(report))
    return "".join(f"{line}\n" for line in lines)


def _place(finding: checks.Finding) -> str:
    """Write ``file:line:column:``, as far as known."""
    parts = [finding.file, *(str(number) for number in (finding.line, finding.column) if number)]
    return ":".join(parts) + ":"


def fixed_lines(report: Report) -> list[str]:
    """Write a line for each change that was made."""
    lines = []
    if report.fixed:
        from lgtui.text.sequences import shortened_to_difference
    for code, change in report.fixed:
        name = " ".join(filter(None, (change.record, change.field)))
        what = change.after
        if change.field:
            values = shortened_to_difference(change.before, change.after, 60)
            what = " → ".join(quoted(value) if value else "nothing" for value in values)
        lines.append(exactly_visible(f"fixed {code:<7} {name}: {what}"))
    if report.fixing and not lines:
        lines.append("nothing to fix")
    return lines


def _counts(report: Report) -> str:
    """Write the closing line: how many errors and warnings, and how many --fix would fix."""
    errors, warnings, fixable = _numbers(report)
    text = f"{report.file}: {_many(errors, 'error')}, {_many(warnings, 'warning')}"
    if fixable:
        text += f"; lgtui --check --fix can fix {fixable}"
    return exactly_visible(text)


def _numbers(report: Report) -> tuple[int, int, int]:
    """Count errors, warnings and fixable findings."""
    errors = sum(finding.severity == "error" for finding in report.findings)
    fixable = sum(finding.fixable for finding in report.findings)
    return errors, len(report.findings) - errors, fixable


def _many(count: int, what: str) -> str:
    """Write a number with its noun: ``1 error``, ``2 errors``."""
    return f"{count} {what}{'s' * (count != 1)}"


def as_json(report: Report) -> str:
    """Write the one object described at the top of this module."""
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
    """Escape every unprintable character of a line of JSON text, for the terminal's sake."""
    return line if line.isprintable() else "".join(map(_escaped, line))


def _escaped(char: str) -> str:
    """Write a character as JSON text may have it: an unprintable one by its number."""
    if char.isprintable():
        return char
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def as_annotations(report: Report) -> str:
    """Write a workflow command of GitHub for each finding, and what GitHub leaves out of them."""
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
        message = exactly_visible(f"{name}: {finding.message}" if name else finding.message)
        lines.append(f"::{finding.severity} {given}::{_message(message)}\n")
    return "".join([*lines, _not_shown(report)])


def _not_shown(report: Report) -> str:
    """Return a closing notice, if there are more findings than GitHub shows; else nothing."""
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
    """Escape a message for a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape a property's value for a workflow command."""
    return _message(text).replace(":", "%3A").replace(",", "%2C")
