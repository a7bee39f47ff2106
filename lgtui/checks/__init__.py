"""The checks: one function for each code, findings, and fixes for those that have a safe one.

Checking imports what checking needs; the fixes are imported when first used.
"""

from lgtui.checks.finding import CODES, Code, Finding
from lgtui.checks.run import check, errors
from lgtui.model import Moment, Records

__all__ = ["CODES", "Code", "Finding", "check", "errors", "fix", "fix_all"]


def fix(records: Records, finding: Finding) -> Records:
    """The records with one finding fixed; unchanged if it has no safe fix or is gone already.

    SEQ001 renumbers the talks that its message names, SEQ009 adds a season, SEQ004 sorts; every
    other fix changes the one field that the finding names.
    """
    from lgtui.checks.fixes import fix

    return fix(records, finding)


def fix_all(records: Records, today: Moment) -> tuple[Records, list[Finding]]:
    """The records with every safe fix made, and the findings that were fixed.

    Fixing twice changes nothing.
    """
    from lgtui.checks.fixes import fix_all

    return fix_all(records, today)
