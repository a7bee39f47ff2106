"""How often the app looks at the server by itself: from a file beside ``keys.toml``.

The file ``settings.toml`` holds one table::

    [sync]
    fetch = true      # false: look at the server only when asked to
    minutes = 5       # between two looks

The environment goes first: ``LGTUI_FETCH=off`` or a number of minutes.
"""

import os
from collections.abc import Mapping
from typing import NamedTuple

from lgtui.model import DataError
from lgtui.tui.keymap import config_file, read_settings

MINUTES = 5.0
"""Minutes between two looks where nothing else is set."""

_OFF = ("0", "off", "no", "false")
_ON = ("", "1", "on", "yes", "true")


class Looks(NamedTuple):
    """Minutes between two looks at the server, 0 for none; and what could not be used."""

    minutes: float
    problem: str = ""


def settings_file() -> str:
    """Where the settings are looked for; empty where there is no home."""
    keys = config_file()
    return os.path.join(os.path.dirname(keys), "settings.toml") if keys else ""


def looks(environ: Mapping[str, str], path: str) -> Looks:
    """How often to look at the server.

    Args:
        environ: the environment.
        path: the settings file; it need not be there.
    """
    wanted = environ.get("LGTUI_FETCH", "").strip().lower()
    if wanted in _OFF:
        return Looks(0)
    if wanted not in _ON:
        try:
            return Looks(_checked(float(wanted)))
        except ValueError:
            return Looks(MINUTES, f"LGTUI_FETCH={wanted}: write off, or minutes such as 10.")
    return _from_file(path)


def _from_file(path: str) -> Looks:
    try:
        table = read_settings(path).get("sync", {})
    except DataError as error:
        return Looks(MINUTES, f"{error}.")
    if not isinstance(table, dict) or not isinstance(table.get("fetch", True), bool):
        return Looks(MINUTES, f"{path}: [sync] needs fetch = true or fetch = false.")
    if not table.get("fetch", True):
        return Looks(0)
    minutes = table.get("minutes", MINUTES)
    try:
        return Looks(_checked(minutes))
    except ValueError:
        return Looks(MINUTES, f"{path}: minutes = {minutes!r} is no number of at least 1.")


def _checked(minutes: object) -> float:
    if isinstance(minutes, bool) or not isinstance(minutes, int | float):
        raise ValueError
    if not 1 <= minutes <= 10_000:
        raise ValueError
    return float(minutes)
