"""The command line: parses the arguments, then calls one verb, which is imported only then.

Standard output is data, standard error is talk. Exit status: 0 done, 1 what the verb was asked to
judge is not in order, 2 usage error or a file that cannot be read or written, 130 interrupted.
"""

import argparse
import contextlib
import io
import os
import sys
from collections.abc import Callable, Sequence

from lgtui.model import DataError
from lgtui.options import EVERY, FORMATS, build_parser, chosen_verb, mode_meant


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
        from lgtui.verbs import render

        return render.run(
            data,
            options.check,
            options.diff,
            options.force,
            options.stdout,
            staged=options.staged,
        )
    if verb == "check":
        from lgtui.verbs import check

        return check.run(data, options.fix, form, options.today, options.strict)
    if verb == "import":
        from lgtui.verbs import import_pages

        given = options.map or []
        return import_pages.run(
            getattr(options, "import"), data, options.dry_run, options.force, given
        )
    if verb == "export":
        from lgtui.verbs import export

        return export.run(data, options.export)
    if verb == "status":
        from lgtui.verbs import status

        season = None if options.status == EVERY else options.status
        return status.run(data, season, form, options.today)
    if verb == "announce":
        from lgtui.verbs import announce

        season = None if options.announce == EVERY else options.announce
        return announce.run(data, season, form, options.zones, options.length)
    if verb == "init":
        from lgtui.verbs import init

        return init.run(data, options.force)
    if verb == "publish":
        from lgtui.verbs import publish

        return publish.run(data, options.message, options.no_push)
    if verb == "install":
        from lgtui.verbs import install

        return install.run(data, options.undo)
    if verb == "merge_driver":
        from lgtui.verbs import merge_driver

        return merge_driver.run(*options.merge_driver)
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
