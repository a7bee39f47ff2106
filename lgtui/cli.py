"""The command line: options, one command for each mode, imported only when it is called.

Standard output is data, standard error is talk. Exit status: 0 done, 1 what the command was to
judge is not in order, 2 usage error or a file that cannot be read or written, 130 interrupted.
"""

import argparse
import contextlib
import io
import os
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from lgtui.model import DataError


def data_file(options: argparse.Namespace, verb: str) -> str | None:
    """The data file that was named, by ``--data`` or by a folder; ``None`` to look for it.

    Raises:
        DataError: a folder was named that holds no data file, for a verb that reads one.
    """
    if options.data or not options.folder:
        return str(options.data) if options.data else None
    folder = str(options.folder)
    if verb in ("init", "import"):
        return os.path.join(folder, "data", "talks.toml")
    if os.path.isfile(folder):
        return folder
    from lgtui import store

    return store.find_data(folder)


def call(verb: str, options: argparse.Namespace) -> int:  # noqa: PLR0911 (one per verb)
    """Runs one verb and returns its exit status."""
    data = data_file(options, verb)
    form = options.format or FORMATS.get(verb, ("",))[0]
    if verb == "render":
        from lgtui.commands import render

        return render.run(
            data,
            options.check,
            options.diff,
            options.force,
            options.stdout,
            staged=options.staged,
        )
    if verb == "check":
        from lgtui.commands import check

        return check.run(data, options.fix, form, options.today, options.strict)
    if verb == "import":
        from lgtui.commands import import_files

        given = options.map or []
        return import_files.run(
            getattr(options, "import"), data, options.dry_run, options.force, given
        )
    if verb == "export":
        from lgtui.commands import export

        return export.run(data, options.export)
    if verb == "status":
        from lgtui.commands import status

        season = None if options.status == EVERY else options.status
        return status.run(data, season, form, options.today)
    if verb == "announce":
        from lgtui.commands import announce

        season = None if options.announce == EVERY else options.announce
        return announce.run(data, season, form, options.zones, options.length)
    if verb == "init":
        from lgtui.commands import init

        return init.run(data, options.force)
    if verb == "publish":
        from lgtui.commands import publish

        return publish.run(data, options.message, options.no_push)
    if verb == "install":
        from lgtui.commands import install

        return install.run(data, options.undo)
    if verb == "merge_driver":
        from lgtui.commands import install

        return install.run_merge_driver(*options.merge_driver)
    from lgtui import tui

    return tui.run(data)


def main(arguments: Sequence[str]) -> int:
    """Parses the arguments, runs what they ask for, and returns the exit status."""
    parser = build_parser()
    options, rest = parser.parse_known_intermixed_args(arguments)
    if (mode := mode_meant(options)) and not os.path.exists(options.folder):
        parser.error(f"there is no folder {options.folder}; did you mean {mode}?")
    if rest:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    if options.version:
        from lgtui import __version__

        print(f"lgtui {__version__}")
        return 0
    verb = chosen_verb(options, parser)
    if verb != "app":
        import gc

        # A verb lives for a moment and builds values without cycles: nothing to collect.
        gc.disable()
    try:
        os.getcwd()
    except OSError:
        say("the folder that you are in is gone; go to one that is there")
        return 2
    try:
        return call(verb, options)
    except DataError as error:
        # A line end in a file's name must not look like the end of the message.
        file = error.file.replace("\n", "↵")
        say(str(DataError(error.message, file, error.line, error.column)))
        return 2


def say(message: str) -> None:
    """Talks to the person on standard error, with nothing in it that a terminal would act on."""
    if not message.isprintable():
        from lgtui.checks.finding import visible

        message = "\n".join(map(visible, message.split("\n")))
    print(f"lgtui: {message}", file=sys.stderr)


class Talk(io.TextIOWrapper):
    """Standard error that may be closed or full: then nobody hears it, and the work goes on."""

    def write(self, text: str) -> int:
        """Writes the text, as far as somebody listens."""
        with contextlib.suppress(OSError):
            super().write(text)
        return len(text)

    def flush(self) -> None:
        """Passes on what was written, as far as somebody listens."""
        with contextlib.suppress(OSError):
            super().flush()


def guarded(work: Callable[[], int]) -> int:
    """Runs the work; what goes wrong with standard output or memory becomes one message."""
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
    except MemoryError:
        say("not enough memory")
        return 2
    return status


def entry() -> None:
    """What the command ``lgtui`` runs: :func:`main` on the process's own arguments."""
    if sys.platform == "win32":
        say(
            "Windows is not supported; lgtui runs on macOS and Linux, and so inside the Windows "
            "Subsystem for Linux (WSL)"
        )
        sys.exit(2)
    # A file must not get the number of a standard stream that is closed: talk would go into it.
    while (handle := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(handle)
    # The data is UTF-8 whatever the locale says; file names may be any bytes.
    if sys.stdout is not None:
        sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[union-attr]
    sys.stderr = Talk(
        open(2, "wb", closefd=False),  # noqa: SIM115 (it stays open to the end)
        encoding="utf-8",
        errors="surrogateescape",
        line_buffering=True,
    )
    sys.exit(guarded(lambda: main(sys.argv[1:])))


VERBS = (
    "render",
    "import",
    "status",
    "announce",
    "export",
    "publish",
    "install",
    "init",
    "merge_driver",
    "check",
)

EVERY = "*"
"""What ``--status`` and ``--announce`` hold without a season."""

FORMATS = {
    "check": ("text", "json", "github"),
    "status": ("text", "json"),
    "announce": ("plain", "markdown", "html", "social"),
}
"""For each verb that has forms of output their names, the usual one first."""

OPTIONS_OF = {
    "force": ("render", "import", "init"),
    "staged": ("render",),
    "stdout": ("render",),
    "diff": ("render",),
    "fix": ("check",),
    "format": tuple(FORMATS),
    "today": ("check", "status"),
    "strict": ("check",),
    "zones": ("announce",),
    "length": ("announce",),
    "dry_run": ("import",),
    "map": ("import",),
    "message": ("publish",),
    "no_push": ("publish",),
    "undo": ("install",),
}
"""Which verbs an option belongs to: an option that would do nothing is a usage error."""


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line that says what is wrong, not a page of usage."""

    def format_help(self) -> str:
        """The help in lines as wide as the terminal, 80 columns where there is none."""
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
        """Says what is wrong with the command line and ends with status 2."""
        unknown = message.removeprefix("unrecognized arguments: ")
        message = message.removeprefix("argument ")
        if message.startswith("unrecognized"):
            import difflib

            options = [option for act in self._actions for option in act.option_strings]
            likely = difflib.get_close_matches(unknown.split()[0], options, 1, 0.7)
            message = f"unknown: {unknown}" + (f" (did you mean {likely[0]}?)" if likely else "")
        if not message.isprintable():
            from lgtui.checks.finding import visible

            message = visible(message)
        print(f"lgtui: {message}; lgtui --help lists all options", file=sys.stderr)
        raise SystemExit(2)


def build_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    parser = Parser(
        prog="lgtui",
        usage="lgtui [FOLDER] [OPTION ...]",
        # argparse makes a formatter for each option: one that asks for no width imports nothing.
        formatter_class=lambda prog: argparse.HelpFormatter(prog, width=80),
        allow_abbrev=False,
        description="Talk records, page regions and checks for a webinar series. "
        "Without an option it opens the terminal app.",
        epilog="Exit status: 0 done; 1 errors found, pages stale, or nothing done on purpose; "
        "2 wrong usage, or a file that cannot be read or written.",
    )
    add = parser.add_argument
    add("folder", nargs="?", metavar="FOLDER", help="where to look for data/talks.toml, upward")
    add("--data", metavar="FILE", help="the data file, instead of looking for it")
    add("--version", action="store_true", help="print the version")

    verbs = parser.add_argument_group("one of these, or the app").add_argument
    verbs("--render", action="store_true", help="write all pages from the records")
    verbs("--check", action="store_true", help="check records and pages; with --render: write "
          "nothing, exit 1 if a page is stale")  # fmt: skip
    verbs("--import", nargs="+", metavar="PAGE", help="existing pages into records and "
          "regions; or a list of talks (.csv, .yml)")  # fmt: skip
    verbs("--status", nargs="?", const=EVERY, metavar="SEASON", help="what each season, or this "
          "one, still lacks to be announced or archived")  # fmt: skip
    verbs("--announce", nargs="?", const=EVERY, metavar="SEASON", help="print the announcement of "
          "the next season, or of this one")  # fmt: skip
    verbs("--export", choices=("json", "csv"), help="print all records for other programs")
    verbs("--publish", action="store_true", help="check, render, commit and push, merging by "
          "record when others were first")  # fmt: skip
    verbs("--install", action="store_true", help="let git merge the records by field in this clone")
    verbs("--init", action="store_true", help="data file and pages for a new series")
    verbs("--merge-driver", nargs=4, metavar=("BASE", "OURS", "THEIRS", "PATH"),
          help="what git calls; set up by --install")  # fmt: skip

    more = parser.add_argument_group("with them").add_argument
    more("--force", action="store_true", help="render: write over regions edited by hand; "
         "import, init: replace existing data")  # fmt: skip
    more("--staged", action="store_true", help="render: exit 1 if a commit made now would lack a "
         "page, or have another text of it; for git hooks")  # fmt: skip
    more("--stdout", metavar="PAGE", help="render: print one page (webinar, abstracts …)")
    more("--diff", action="store_true", help="render --check: show what would change")
    more("--fix", action="store_true", help="check: apply the safe fixes")
    more("--format", metavar="FORM", help="form of the output: "
         + "; ".join(f"{verb}: {', '.join(each)}" for verb, each in FORMATS.items()))  # fmt: skip
    more("--today", metavar="DATE", help="check, status: the day to judge by (2026-03-02)")
    more("--map", nargs="+", action="extend", metavar="FACT=COLUMN", help="import: which column of "
         "a list holds what (speaker=Presenter)")  # fmt: skip
    more("--zones", metavar="NAMES", help="announce: further zones for the hours, with commas "
         "(America/New_York,Asia/Tokyo)")  # fmt: skip
    more("--length", metavar="NUMBER", type=int, help="announce: how long a social post may be")
    more("--strict", action="store_true", help="check: warnings count as errors")
    more("--dry-run", action="store_true", help="import: report only, write nothing")
    more("-m", "--message", help="publish: the commit's subject")
    more("--no-push", action="store_true", help="publish: commit only")
    more("--undo", action="store_true", help="install: take it back")
    return parser


def mode_meant(options: argparse.Namespace) -> str:
    """The option that a folder's name is without its dashes, empty for none: ``lgtui check``."""
    if not options.folder or options.init:
        return ""
    mode = f"--{options.folder.replace('_', '-')}"
    modes = {f"--{verb.replace('_', '-')}" for verb in VERBS} | {"--help", "--version"}
    return mode if mode in modes else ""


def chosen_verb(options: argparse.Namespace, parser: argparse.ArgumentParser) -> str:
    """The one verb that was asked for, ``app`` for none; a usage error for several."""
    asked = [verb for verb in VERBS if getattr(options, verb)]
    if asked == ["render", "check"]:
        asked = ["render"]
    if len(asked) > 1:
        parser.error(" and ".join(f"--{verb.replace('_', '-')}" for verb in asked)
                     + " do not go together")  # fmt: skip
    verb = asked[0] if asked else "app"
    for option, verbs in OPTIONS_OF.items():
        if getattr(options, option) and verb not in verbs:
            wanted = " or ".join(f"--{name}" for name in verbs)
            parser.error(f"--{option.replace('_', '-')} needs {wanted}")
    if options.format and options.format not in FORMATS[verb]:
        parser.error(f"--{verb} has no form {options.format}; it has {', '.join(FORMATS[verb])}")
    if options.diff and not options.check:
        parser.error("--diff needs --render --check")
    if options.staged and (options.check or options.stdout):
        other = "--check" if options.check else "--stdout"
        parser.error(f"--staged and {other} do not go together: one writes the pages, one does not")
    if options.folder and verb == "merge_driver":
        parser.error(f"unrecognized arguments: {options.folder}")
    return verb
