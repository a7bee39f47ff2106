"""What can be said on the command line: its verbs, and the options that belong to each."""

import argparse
import sys
from typing import NoReturn

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
