"""The terminal app. Nothing of it is imported before there is a terminal to show it on."""

import gc
import os
import sys

from lgtui.model import DataError


def no_terminal() -> str:
    """Return why the app cannot run here, ``""`` where it can."""
    for name, stream in (("input", sys.stdin), ("output", sys.stdout), ("error", sys.stderr)):
        try:
            if stream is not None and os.isatty(stream.fileno()):
                continue
        except (OSError, ValueError):
            pass
        return (
            f"the app needs a terminal, and standard {name} is none; run lgtui in a terminal, "
            "or use --check, --render, --import or --publish (see lgtui --help)"
        )
    if os.environ.get("TERM", "") == "dumb":
        return (
            "this terminal says that it cannot place text (TERM=dumb); run lgtui in another one, "
            "or, if it can, say which kind it is, such as TERM=xterm lgtui"
        )
    return ""


def _theme() -> tuple[str, list[str]]:
    """Return the theme to start with, and what of the user's settings cannot be used."""
    from lgtui.store.reader import read_settings, settings_file
    from lgtui.tui.themes import first_theme, unknown_themes

    path = settings_file()
    try:
        settings = read_settings(path) if path else {}
    except DataError as error:
        return first_theme(), [str(error)]
    setting = settings.get("theme")
    told = unknown_themes(os.environ, setting)
    known = ("theme", "sync", "private")
    for name in settings:
        if name not in known:
            told.append(f"{path}: there is no setting {name!r}. There are: {', '.join(known)}.")
    return first_theme(setting=setting), told


def run(data: str | None, start: str = "") -> int:
    """Opens the app on a data file and returns the exit status.

    Args:
        data: the data file; ``None`` looks for it from the current folder upward.
        start: the record, or the words, to open at.

    Raises:
        DataError: the file is missing or cannot be used, there is no terminal, or nothing is
            called so.
    """
    if reason := no_terminal():
        raise DataError(reason)
    # Until the first paint nothing that is made can be thrown away; the app turns it on again.
    gc.disable()
    from lgtui.store import find_data
    from lgtui.tui.startup import NOT_FOUND, find_start, open_file

    path = data if data is not None else find_data(os.getcwd())
    opened = open_file(path)
    if start and opened.complete and find_start(opened.document.records, start) is None:
        raise DataError(NOT_FOUND, start)
    from lgtui.tui.actions import config_file, load_keys
    from lgtui.tui.app import LgtuiApp

    actions, notes = load_keys(config_file())
    theme, told = _theme()
    notes += told
    app = LgtuiApp(opened, actions, tuple(notes), draft_path=path, start=start, theme=theme)
    try:
        app.run()
    finally:
        app.state.drafts.close()
    return app.return_code or 0
