"""The modes of the command line, one module each: options in, calls of the site, text out.

Each module has one function ``run`` that takes :class:`Options` and returns the exit status.
Standard output is data, standard error is what :func:`say` says to the person.
"""

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from lgtui.model import DataError

if TYPE_CHECKING:
    import datetime


class Options(NamedTuple):
    """What a command line asks for: the modes by their names, then what goes with them.

    Attributes:
        folder: where to look for the data file, upward.
        data: the data file; ``None`` to look for it from the current folder upward.
        render: write all pages.
        check: check records and pages; with ``render`` write nothing.
        import_: pages to import, or lists of talks.
        status: the season to judge; ``""`` for every one.
        stats: count talks, people, places and videos.
        announce: the season to announce; ``""`` for the next one.
        letter: the kind of letter to print, and the season or talk it is about.
        form: the talk that a form for its speaker is about; ``""`` for any.
        read_mail: the talk that the mail on standard input is about; ``""`` to find it.
        export: the form to export all records in.
        publish: check, render, commit and push.
        sync: take in what others published.
        install: let git merge the records by field in this clone.
        init: data file and pages for a new series.
        schema: the JSON Schema of the data file.
        completion: the shell to complete options in.
        man: the manual page.
        merge_driver: base, ours, theirs and path of a file that git merges.
        force: write over regions edited by hand, or replace existing data.
        staged: judge whether the next commit takes in records and pages as they are.
        stdout: the page to print instead of writing pages.
        diff: show what would change.
        fix: apply the safe fixes.
        format: the form of the output; ``""`` for the usual one.
        today: the day to judge by, as it was typed; see :meth:`day`.
        map: which column of a list holds what.
        dates: the order of day, month and year in a list's dates.
        verbose: report every change of an import on a line of its own.
        zones: further zones with commas between them, instead of the series' own.
        length: how long a social post may be; 0 for the usual length.
        strict: warnings count as errors.
        online: ask the network about links.
        dry_run: report only.
        message: the commit's subject; made from the changes where it is empty.
        no_push: commit only.
        propose: the name of a proposal to push to instead; empty to publish.
        decide: which value to keep where both changed one field; ``ask`` for each.
        follow_rewritten: leave behind what the server dropped from its history.
        undo: take back what ``install`` set up.
        private: the private file, instead of the one of the settings.
        into: the folder that gets each letter as a file.
        sent: note the letters as sent instead of printing them.
        note: put what is left of a mail into the private notes.
        guesses: take what is a guess in a mail as well.
    """

    folder: str = ""
    data: str | None = None
    render: bool = False
    check: bool = False
    import_: Sequence[str] = ()
    status: str = ""
    stats: bool = False
    announce: str = ""
    letter: Sequence[str] = ()
    form: str | None = None
    read_mail: str | None = None
    export: str = ""
    publish: bool = False
    sync: bool = False
    history: str = ""
    revert: str = ""
    install: bool = False
    init: bool = False
    merge_driver: Sequence[str] = ()
    schema: bool = False
    completion: str = ""
    man: bool = False
    force: bool = False
    staged: bool = False
    stdout: str | None = None
    diff: bool = False
    fix: bool = False
    format: str = ""
    today: str | None = None
    map: Sequence[str] = ()
    dates: str = ""
    verbose: bool = False
    zones: str | None = None
    length: int = 0
    strict: bool = False
    online: bool = False
    dry_run: bool = False
    message: str = ""
    no_push: bool = False
    propose: str = ""
    decide: str = ""
    follow_rewritten: bool = False
    undo: bool = False
    private: str = ""
    into: str = ""
    sent: bool = False
    note: bool = False
    guesses: bool = False

    def data_path(self) -> str:
        """Give the data file: the one that was named, else that of the current folder.

        Raises:
            DataError: there is none, here nor in any folder above.
        """
        from lgtui.store import find_data

        return self.data or find_data(os.curdir)

    def day(self) -> "datetime.date":
        """Give the day to judge by; the commands read the clock here and nowhere else.

        Raises:
            DataError: what was typed is no date.
        """
        return self.now().date()

    def now(self, timezone: str = "") -> "datetime.datetime":
        """Give the time to judge by, as clocks in a zone show it; of a day that was typed its end.

        Raises:
            DataError: what was typed is no date.
        """
        import datetime

        if self.today is None:
            from lgtui.text.dates import zone_named

            zone = zone_named(timezone)
            return datetime.datetime.now(zone).replace(tzinfo=None)
        try:
            typed = self.today.strip()
            given = datetime.datetime.fromisoformat(typed).replace(tzinfo=None)
            end = datetime.time(23, 59, 59)
            return given if len(typed) > len("2026-03-02") else given.combine(given, end)
        except ValueError as error:
            from lgtui.text.control_chars import quoted

            message = f"--today: {quoted(self.today)} is no date; write it as 2026-03-02"
            raise DataError(message) from error


def say(*lines: str) -> None:
    """Say something on standard error, with nothing in it that a terminal would act on."""
    print("lgtui: " + "\n".join(map(harmless, lines)), file=sys.stderr)


def harmless(line: str) -> str:
    """Make every unprintable character of a line visible."""
    if line.isprintable():
        return line
    from lgtui.text.control_chars import exactly_visible

    return exactly_visible(line)
