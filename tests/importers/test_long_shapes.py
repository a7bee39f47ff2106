"""Shapes without end, such as a line of blanks, take a time that grows with their length alone.

What a search with a pattern does inside cannot be counted in calls. So each search is given a
shape that would take it minutes where it grew with the square, in a process that is stopped then.
"""

import subprocess
import sys

import pytest

from lgtui.importers.mail import read_mail

PAGE = """
import sys
from lgtui.importers import Source
from lgtui.importers.pages import import_pages
import_pages([Source("p.md", sys.stdin.buffer.read())])
"""
MAIL = """
import sys
from lgtui.importers.mail import read_mail
read_mail(sys.stdin.read())
"""
LONGEST = 120
"""Seconds that nothing here needs even on a busy machine; with a square these are hours."""

SHAPES = {
    "blanks in a heading": (PAGE, "## Previous\n\n### A" + " " * 200_000 + "b\n"),
    "tabs in a heading": (PAGE, "## Previous\n\n### A" + "\t" * 200_000 + "b\n"),
    "backticks": (PAGE, "## Previous\n\n### A" + "`" * 200_000 + "b\n"),
    "items in an item": (PAGE, "## Previous\n\n" + "1. " * 70_000 + "b\n"),
    "blanks behind a name": (PAGE, "## Previous\n\n* **A B** - " + " " * 200_000 + "b\n"),
    "a comment that never ends": (PAGE, "## Previous\n\n<!" + " " * 400_000 + "b\n"),
    "quotation marks that only open": (PAGE, "# Talks\n\n* " + "„a" * 100_000 + "\n"),
    "days in an item": (PAGE, "# Talks\n\n* " + "12 mars 2024, " * 20_000 + "\n"),
    "cells that fold": (
        PAGE,
        "| Date | Speaker | Title |\n|---|---|---|\n| 2024-01-01 | A B | "
        + "<details><summary>a</summary>" * 5_000
        + " |\n",
    ),
    "blank lines in a mail": (MAIL, "Title: " + "\n" * 100_000 + "b\n"),
    "backticks in a title": (MAIL, "Title: " + "`" * 200_000 + "b\n"),
    "a speaker of one word": (MAIL, "Speaker: " + "a" * 200_000 + "\n"),
    "a speaker of blanks": (MAIL, "Speaker: a" + " " * 200_000 + "b\n"),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_without_end_is_read_in_linear_time(shape: str) -> None:
    code, text = SHAPES[shape]
    ran = subprocess.run(
        [sys.executable, "-c", code], input=text.encode(), timeout=LONGEST, check=False
    )
    assert ran.returncode == 0


def test_a_run_without_end_keeps_every_word() -> None:
    mail = read_mail("Title: One" + " " * 5000 + "two\n\nAbstract: we ask" + "." * 5000 + " more\n")
    assert mail.talk.title == "One two"
    assert mail.talk.abstract.startswith("we ask...")
    assert mail.talk.abstract.endswith("... more")
