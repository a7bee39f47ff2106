"""The checks: one function for each code, findings, and fixes for those that have a safe one."""

from lgtui.checks.finding import CODES, Code, Finding
from lgtui.checks.fixing import fix, fix_all
from lgtui.checks.run import check, errors

__all__ = ["CODES", "Code", "Finding", "check", "errors", "fix", "fix_all"]
