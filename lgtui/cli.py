"""The command line: options, and one module for each mode, imported only when it is asked for.

Standard output is data, standard error is for messages. Exit status: 0 done, 1 what the command
was to judge is not in order, 2 usage error or a file that cannot be read or written, 130
interrupted.
"""

import argparse
import contextlib
import io
import os
import re
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from importlib import import_module
from typing import NoReturn

from lgtui.commands import Options, say
from lgtui.model import DataError

MODES = {
    "render": "render",
    "import_": "new_series",
    "status": "status",
    "stats": "stats",
    "announce": "announce",
    "letter": "mail",
    "form": "mail",
    "read_mail": "mail",
    "export": "export",
    "publish": "publish",
    "sync": "publish",
    "history": "history",
    "revert": "revert",
    "install": "install",
    "init": "new_series",
    "merge_driver": "install",
    "schema": "export",
    "check": "check",
}
"""For each mode of the command line the module of ``lgtui.commands`` whose ``run`` does it."""

FROM_PARSER = ("completion", "man")
"""The modes that describe the parser itself (see :mod:`lgtui.commands.shell`)."""

_RECORD = re.compile(r"[sS][0-9]+(?:[eE][0-9]+)?")
"""What a season or talk is called, and hardly any folder."""

APP, VERSION = "app", "version"
"""What is asked for without a mode."""

FORMATS = {
    "check": ("text", "json", "github"),
    "status": ("text", "json"),
    "stats": ("text", "json"),
    "announce": ("plain", "markdown", "html", "social"),
    "letter": ("text", "eml", "mailto", "template"),
    "form": ("text", "github"),
    "history": ("text", "json"),
}
"""For each mode that has forms of output their names, the usual one first."""

OPTIONS_OF = {
    "force": ("render", "import_", "init"),
    "staged": ("render",),
    "stdout": ("render",),
    "diff": ("render",),
    "fix": ("check",),
    "format": tuple(FORMATS),
    "today": ("check", "status", "letter", "read_mail"),
    "strict": ("check",),
    "online": ("check",),
    "zones": ("announce",),
    "length": ("announce",),
    "dry_run": ("import_", "read_mail"),
    "map": ("import_",),
    "verbose": ("import_",),
    "dates": ("import_",),
    "message": ("publish",),
    "decide": ("publish", "sync", "revert"),
    "follow_rewritten": ("publish", "sync"),
    "no_push": ("publish",),
    "propose": ("publish",),
    "undo": ("install",),
    "private": ("status", "letter", "form", "read_mail", "install"),
    "into": ("letter",),
    "sent": ("letter",),
    "note": ("read_mail",),
    "guesses": ("read_mail",),
}
"""Which modes an option belongs to: an option that would do nothing is a usage error."""


def main(arguments: Sequence[str]) -> int:
    """Parse the arguments, run what they ask for, and return the exit status."""
    mode, options = parse(arguments)
    if mode == VERSION:
        from lgtui import __version__

        print(f"lgtui {__version__}")
        return 0
    if mode in FROM_PARSER:
        return describe(mode, options)
    if mode != APP:
        import gc

        # A command lives for a moment and builds values without cycles: nothing to collect.
        gc.disable()
    try:
        os.getcwd()
    except OSError:
        say("the folder that you are in is gone; go to one that is there")
        return 2
    try:
        return call(mode, options._replace(data=data_file(mode, options)))
    except DataError as error:
        # A line end in a file's name must not look like the end of the message.
        file = error.file.replace("\n", "⏎")
        say(*str(DataError(error.message, file, error.line, error.column)).split("\n"))
        return 2


def call(mode: str, options: Options) -> int:
    """Run the app, or the module of a mode, and return the exit status."""
    if mode == APP:
        from lgtui import tui

        return tui.run(options.data, options.folder if _is_record(options) else "")
    run: Callable[[Options], int] = import_module(f"lgtui.commands.{MODES[mode]}").run
    return run(options)


def describe(mode: str, options: Options) -> int:
    """Print what a shell or ``man`` wants to know of the command line."""
    from lgtui.commands import shell

    if mode == "man":
        sys.stdout.write(shell.man_page(build_parser()))
    else:
        line = shell.read_parser(build_parser(), MODES, OPTIONS_OF, FORMATS)
        sys.stdout.write(shell.WRITERS[options.completion](line))
    return 0


def data_file(mode: str, options: Options) -> str | None:
    """Find the data file that was named, by ``--data`` or by a folder; ``None`` to look for it.

    Raises:
        DataError: a folder was named that holds no data file, for a mode that reads one.
    """
    if options.data or not options.folder:
        return options.data or None
    if mode == APP and _is_record(options):
        return _data_here(options.folder)
    if mode in ("init", "import_"):
        return os.path.join(options.folder, "data", "talks.toml")
    if os.path.isfile(options.folder):
        return options.folder
    from lgtui import store

    return store.find_data(options.folder)


def _is_record(options: Options) -> bool:
    """Tell whether the app was given no folder but a record, or words, to open at."""
    name = options.folder
    return bool(name.strip()) and os.sep not in name and not os.path.lexists(name)


def _data_here(name: str) -> str:
    """Find the data file that a record is looked for in; without one a folder was meant."""
    from lgtui import store

    try:
        return store.find_data(os.curdir)
    except DataError as error:
        message = "there is no such folder; nor is there a data file here with such a record"
        raise DataError(message, name) from error


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line that says what is wrong, not a page of usage."""

    def format_help(self) -> str:
        """Write the help in lines as wide as the terminal, 80 columns where there is none."""
        import shutil
        from functools import partial

        width = shutil.get_terminal_size().columns
        # Beside long options a narrow terminal has no room left: their help goes below them.
        column = 24 if width >= 60 else 6
        self.formatter_class = partial(
            argparse.HelpFormatter, width=width, max_help_position=column
        )
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command line and end with status 2."""
        unknown = message.removeprefix("unrecognized arguments: ")
        message = message.removeprefix("argument ")
        if message.startswith("unrecognized"):
            import difflib

            options = [option for act in self._actions for option in act.option_strings]
            likely = difflib.get_close_matches(unknown.split()[0], options, 1, 0.7)
            message = f"unknown: {unknown}" + (f" (did you mean {likely[0]}?)" if likely else "")
        say(f"{message}; lgtui --help lists all options")
        raise SystemExit(2)


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the whole command line; it holds only what was given."""
    parser = Parser(
        prog="lgtui",
        usage="lgtui [FOLDER|RECORD] [OPTIONS]",
        # argparse makes a formatter for each option: one that asks for no width imports nothing.
        formatter_class=lambda prog: argparse.HelpFormatter(prog, width=80),
        add_help=False,
        allow_abbrev=False,
        argument_default=argparse.SUPPRESS,
        description="Talk records, page regions and checks for a webinar series. "
        "Without an option it opens the terminal app.",
        epilog="Exit status: 0 done; 1 errors found, pages stale, or nothing done on purpose; "
        "2 wrong usage, or a file that cannot be read or written.",
    )
    app = parser.add_argument_group("the app").add_argument
    app("folder", nargs="?", metavar="FOLDER", help="where to look for data/talks.toml, upward; or "
        "a record to open at: S09E01, S09, or words")  # fmt: skip
    _add_modes(parser)
    _add_options(parser)
    return parser


def _add_modes(parser: argparse.ArgumentParser) -> None:
    """Add the modes, of which a command line has one, or none for the app."""
    add = parser.add_argument_group("records and pages").add_argument
    add("--render", action="store_true", help="write all pages from the records")
    add("--check", action="store_true", help="check records and pages; with --render: write "
        "nothing, exit 1 if a page is stale")  # fmt: skip
    add("--status", nargs="?", const="", metavar="SEASON", help="what each season, or this one, "
        "still lacks to be announced or archived")  # fmt: skip
    add("--stats", action="store_true", help="count talks, speakers, countries, videos and the "
        "days between seasons")  # fmt: skip
    add("--announce", nargs="?", const="", metavar="SEASON", help="print the announcement of the "
        "next season, or of this one")  # fmt: skip
    add("--init", action="store_true", help="data file and pages for a new series")
    add("--import", dest="import_", nargs="+", metavar="PAGE", help="existing pages into records "
        "and regions; or a list of talks (.csv, .yml), or a folder of one file each")  # fmt: skip
    add("--export", choices=("json", "csv"), help="print all records for other programs")

    add = parser.add_argument_group("mail").add_argument
    add("--letter", nargs="+", metavar=("KIND", "SEASON"), help="print the letters of a kind "
        "(invitation, needs, reminder, details, thanks, list-before …) to the speakers of the "
        "next season, of this one, or of a talk (S10E02); sends nothing")  # fmt: skip
    add("--form", nargs="?", const="", metavar="TALK", help="print a form for speakers to fill in, "
        "or one that asks for what this talk lacks")  # fmt: skip
    add("--read-mail", nargs="?", const="", metavar="TALK", help="read a speaker's mail from "
        "standard input into their talk, or this one: fills what is empty")  # fmt: skip

    add = parser.add_argument_group("git").add_argument
    add("--publish", action="store_true", help="check, render, commit and push, merging by "
        "record when others were first")  # fmt: skip
    add("--sync", action="store_true", help="take in what others published, merged by record; "
        "sends nothing")  # fmt: skip
    add("--history", nargs="?", const="", metavar="RECORD", help="print who changed what of a "
        "talk, season or organizer, or of all")  # fmt: skip
    add("--revert", metavar="COMMIT", help="take back what a commit changed, as a new edit")
    add("--install", action="store_true", help="let git merge the records by field in this clone")
    add("--merge-driver", nargs=4, metavar=("BASE", "OURS", "THEIRS", "PATH"),
        help="what git calls; set up by --install")  # fmt: skip

    add = parser.add_argument_group("shells and editors").add_argument
    add("--completion", choices=("bash", "zsh", "fish"), help="print what completes lgtui's "
        "options in this shell")  # fmt: skip
    add("--man", action="store_true", help="print the manual page: lgtui --man | man -l -")
    add("--schema", action="store_true", help="print the JSON Schema of talks.toml, by which "
        "editors complete and check it")  # fmt: skip


def _add_options(parser: argparse.ArgumentParser) -> None:
    """Add what goes with a mode, one group for each mode that has options of its own."""

    def group(title: str) -> Callable[..., argparse.Action]:
        return parser.add_argument_group(title).add_argument

    add = group("with --render")
    add("--staged", action="store_true", help="exit 1 if a commit made now would lack a page, or "
        "have another text of it; for git hooks")  # fmt: skip
    add("--stdout", metavar="PAGE", help="print one page (webinar, abstracts …)")
    add("--diff", action="store_true", help="with --check: show what would change")
    add = group("with --check")
    add("--fix", action="store_true", help="apply the safe fixes")
    add("--strict", action="store_true", help="warnings count as errors")
    add("--online", action="store_true", help="ask the network whether videos and pages are gone, "
        "moved or private")  # fmt: skip
    add = group("with --announce")
    add("--zones", metavar="NAMES", help="further zones for the hours, with commas "
        "(America/New_York,Asia/Tokyo)")  # fmt: skip
    add("--length", metavar="NUMBER", type=int, help="how long a social post may be")
    add = group("with --import")
    add("--map", nargs="+", action="extend", metavar="FACT=COLUMN", help="which column of a list "
        "holds what (speaker=Presenter)")  # fmt: skip
    add("--dates", choices=("dmy", "mdy", "ymd"), help="the order of day, month and year in a "
        "list's dates, where nothing in it tells")  # fmt: skip
    add("--verbose", action="store_true", help="of pages every change on a line of its own")
    add = group("with --letter")
    add("--into", metavar="FOLDER", help="write each letter to a file of its own")
    add("--sent", action="store_true", help="note the letters as sent; prints none")
    add = group("with --read-mail")
    add("--note", action="store_true", help="what is left of the mail goes into the talk's "
        "private notes")  # fmt: skip
    add("--guesses", action="store_true", help="take what is only a guess, too")
    add = group("with --publish")
    add("-m", "--message", help="the commit's subject")
    add("--no-push", action="store_true", help="commit only")
    add = group("with --install")
    add("--undo", action="store_true", help="take it back")
    add = group("with several")
    add("--format", metavar="FORM", help="form of the output: "
        + "; ".join(f"{mode}: {', '.join(each)}" for mode, each in FORMATS.items()))  # fmt: skip
    add("--today", metavar="DATE", help="check, status, letter, read-mail: the day to judge by "
        "(2026-03-02)")  # fmt: skip
    add("--dry-run", action="store_true", help="import, read-mail: report only, write nothing")
    add("--private", metavar="FILE", help="status, letter, form, read-mail, install: the private "
        "file of the organizers, instead of the usual one")  # fmt: skip
    add("--force", action="store_true", help="render: write over regions edited by hand; import, "
        "init: replace existing data")  # fmt: skip
    add("--decide", choices=("mine", "theirs", "ask"), help="publish, sync, revert: which value "
        "to keep where both sides changed one field; ask: for each, in the terminal")  # fmt: skip
    add("--propose", metavar="NAME", help="publish: push to the branch lgtui/NAME instead, and "
        "print the address of its pull request")  # fmt: skip
    add("--follow-rewritten", action="store_true", help="publish, sync: where the history on the "
        "server was rewritten, leave behind what it dropped")  # fmt: skip
    add = group("everywhere")
    add("--data", metavar="FILE", help="the data file, instead of looking for it")
    add("--version", action="store_true", help="print the version")
    add("-h", "--help", action="help", help="print these options")


def parse(arguments: Sequence[str]) -> tuple[str, Options]:
    """Read a command line: the one mode that is asked for, and all its options.

    Raises:
        SystemExit: wrong usage, which was told; or help was asked for.
    """
    parser = build_parser()
    space, rest = parser.parse_known_intermixed_args(arguments)
    given = vars(space)
    if (meant := _mode_meant(given)) and not os.path.exists(given["folder"]):
        parser.error(f"there is no folder {given['folder']}; did you mean {meant}?")
    if rest:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    if given.pop("version", False):
        return VERSION, Options()
    if len(given.get("letter", ())) == 1 and _RECORD.fullmatch(given.get("folder", "")):
        # After another option a season's name is taken for the folder.
        given["letter"] = [*given["letter"], given.pop("folder")]
    for asked in ("status", "announce", "history", "form", "read_mail"):
        # So it is after another option, as in --status --today 2026-03-02 S10.
        name = given.get("folder", "")
        if given.get(asked) == "" and _RECORD.fullmatch(name) and not os.path.lexists(name):
            given[asked] = given.pop("folder")
    options = Options(**given)
    mode = _mode(given, parser)
    if options.format and options.format not in FORMATS[mode]:
        known = ", ".join(FORMATS[mode])
        parser.error(f"{_flag(mode)} has no form {options.format}; it has {known}")
    if "propose" in given and not options.propose.strip():
        parser.error("--propose needs a name for the proposal, such as spring-2027")
    if options.propose and options.no_push:
        parser.error("--propose and --no-push do not go together: a proposal is pushed")
    _refuse_useless(options, mode, parser)
    if mode in FORMATS and not options.format:
        options = options._replace(format=FORMATS[mode][0])
    return mode, options


def _refuse_useless(options: Options, mode: str, parser: argparse.ArgumentParser) -> None:
    """Refuse options that contradict each other, or would do nothing.

    Raises:
        SystemExit: there are such options, which was told.
    """
    if options.diff and not options.check:
        parser.error("--diff needs --render --check")
    if options.staged and (options.check or options.stdout is not None):
        other = "--check" if options.check else "--stdout"
        parser.error(f"--staged and {other} do not go together: one writes the pages, one does not")
    if options.sent and (options.into or options.format):
        parser.error("--sent prints no letter, so it goes with neither --into nor --format")
    if options.into and options.format not in ("", "text", "eml"):
        parser.error(f"--into writes text or eml, not {options.format}")
    if options.folder and mode == "merge_driver":
        parser.error(f"unrecognized arguments: {options.folder}")


def _mode_meant(given: Mapping[str, object]) -> str:
    """Give the option that a folder's name is without its dashes, ``""`` for none: ``check``."""
    if "folder" not in given or "init" in given:
        return ""
    meant = _flag(str(given["folder"]).replace("-", "_"))
    return meant if meant in {*map(_flag, (*MODES, *FROM_PARSER)), "--help", "--version"} else ""


def _mode(given: Collection[str], parser: argparse.ArgumentParser) -> str:
    """Choose the mode by the names of what was given; several are a usage error."""
    asked = [mode for mode in (*MODES, *FROM_PARSER) if mode in given]
    if asked == ["render", "check"]:
        asked = ["render"]
    if len(asked) > 1:
        parser.error(f"{' and '.join(map(_flag, asked))} do not go together")
    mode = asked[0] if asked else APP
    for option, modes in OPTIONS_OF.items():
        if option in given and mode not in modes:
            parser.error(f"{_flag(option)} needs {' or '.join(map(_flag, modes))}")
    return mode


def _flag(name: str) -> str:
    """Write an option as it is typed: ``--dry-run``."""
    return f"--{name.strip('_').replace('_', '-')}"


class TolerantStderr(io.TextIOWrapper):
    """Standard error that may be closed or full: then nobody hears it, and the work goes on."""

    def write(self, text: str) -> int:
        """Write the text, as far as somebody listens."""
        with contextlib.suppress(OSError):
            super().write(text)
        return len(text)

    def flush(self) -> None:
        """Pass on what was written, as far as somebody listens."""
        with contextlib.suppress(OSError):
            super().flush()


def guarded(work: Callable[[], int]) -> int:
    """Run the work; what goes wrong with standard output or memory becomes one message."""
    if sys.stdout is None:
        say("standard output is closed; there is nowhere to write to")
        return 2
    try:
        try:
            status = work()
        except SystemExit as ended:
            # argparse ends so after its help and after a usage error.
            status = ended.code if isinstance(ended.code, int) else 2
        sys.stdout.flush()
    except KeyboardInterrupt:
        say("interrupted")
        return 130
    except BrokenPipeError:
        # What is left in the buffer cannot be written: keep the exit from trying again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        say("standard output was closed before everything was written")
        return 2
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        say(f"{error.filename or 'standard output'}: {error.strerror}")
        return 2
    except (RecursionError, MemoryError) as error:
        deep = isinstance(error, RecursionError)
        say("the data is nested too deeply: keys in keys" if deep else "not enough memory")
        return 2
    return status


def entry() -> None:
    """Run :func:`main` on the process's own arguments; the command ``lgtui`` starts here."""
    if sys.platform == "win32":
        say(
            "Windows is not supported; lgtui runs on macOS and Linux, and so inside the Windows "
            "Subsystem for Linux (WSL)"
        )
        sys.exit(2)
    # A file must not get the number of a standard stream that is closed: messages would go into it.
    while (handle := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(handle)
    # The data is UTF-8 whatever the locale says; file names may be any bytes.
    if sys.stdout is not None:
        sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[union-attr]
    sys.stderr = TolerantStderr(
        open(2, "wb", closefd=False),  # noqa: SIM115 (it stays open to the end)
        encoding="utf-8",
        errors="surrogateescape",
        line_buffering=True,
    )
    sys.exit(guarded(lambda: main(sys.argv[1:])))
