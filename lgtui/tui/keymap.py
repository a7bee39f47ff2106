"""The user's own keys: ``$XDG_CONFIG_HOME/lgtui/keys.toml`` over the registry's (pure but load).

The file holds one table, an action and its keys on each line::

    [keys]
    save = "f10"
    undo = ["u", "ctrl+z"]
"""

import os
import re

from lgtui.model import DataError
from lgtui.tui.actions import ACTIONS, Action, by_id

NAMED = frozenset(
    "up down left right enter escape space tab backspace delete insert home end pageup pagedown"
    .split()
) | frozenset(f"f{number}" for number in range(1, 25))  # fmt: skip
"""Keys that are called by a name; every other one is called by its character."""

NEVER = {
    "ctrl+h": "old terminals send it for Backspace",
    "ctrl+i": "it is Tab",
    "ctrl+j": "it is Enter",
    "ctrl+m": "it is Enter",
    "ctrl+[": "it is Esc",
}
"""Keys that no terminal can tell from others."""

_MODIFIERS = r"(?s)((?:(?:ctrl|alt|shift)\+)*)(.+)"


def config_file() -> str:
    """Where the user's keys are looked for; ``""`` where there is no home."""
    home = os.environ.get("HOME", "")
    folder = os.environ.get("XDG_CONFIG_HOME") or (os.path.join(home, ".config") if home else "")
    return os.path.join(folder, "lgtui", "keys.toml") if folder else ""


def load(path: str) -> tuple[tuple[Action, ...], list[str]]:
    """The actions with the user's keys, and what could not be used and why.

    A file that is missing changes nothing; one that cannot be read changes nothing and says so.
    """
    try:
        settings = read_settings(path)
    except DataError as error:
        return ACTIONS, [f"{error}. The usual keys are in use."]
    actions, problems = apply(settings)
    return actions, [f"{path}: {problem}" for problem in problems]


def read_settings(path: str) -> dict[str, object]:
    """What a settings file of the user's holds; nothing where there is none.

    Raises:
        DataError: it is there but cannot be read, or is not valid TOML.
    """
    if not os.path.lexists(path):
        return {}
    from lgtui.store import disk, toml_errors

    raw = disk.read_file(path)
    toml_errors.check_bytes(raw, path)
    return toml_errors.load(raw, path)


def apply(settings: dict[str, object]) -> tuple[tuple[Action, ...], list[str]]:
    """The actions with the keys that a parsed file gives them.

    An entry that cannot be used is left out, the others hold.

    Args:
        settings: the parsed file.

    Returns:
        The actions, and one sentence for each entry that was left out.
    """
    problems = [f"unknown table {name!r}: only [keys] is read" for name in settings
                if name != "keys"]  # fmt: skip
    table = settings.get("keys", {})
    if not isinstance(table, dict):
        return ACTIONS, [*problems, "keys must be a table: [keys]"]
    wanted: dict[str, tuple[str, ...]] = {}
    for name, value in table.items():
        keys, problem = _keys_of(name, value)
        if problem:
            problems.append(problem)
        else:
            wanted[name] = keys
    actions = tuple(
        action._replace(keys=wanted[action.id]) if action.id in wanted else action
        for action in ACTIONS
    )
    return _without_clashes(actions, set(wanted), problems)


def _keys_of(name: str, value: object) -> tuple[tuple[str, ...], str]:
    """The keys one line asks for, or what is wrong with it."""
    known = by_id()
    if name not in known:
        from difflib import get_close_matches

        near = get_close_matches(name, known, 1)
        return (), f"unknown action {name!r}" + (f", did you mean {near[0]!r}?" if near else "")
    keys = [value] if isinstance(value, str) else value
    if not isinstance(keys, list) or not all(isinstance(key, str) for key in keys):
        return (), f"{name}: a key in quotes is needed, or a list of them"
    keys = [plain_key(key) for key in keys]
    for key in keys:
        if key in NEVER:
            return (), f"{name}: {key!r} cannot be used, {NEVER[key]}"
        if not is_key(key):
            return (), f"{name}: unknown key {key!r} (examples: 'x', 'ctrl+s', 'f2', 'pagedown')"
    if not keys and not known[name].palette:
        return (), f"{name}: needs a key, since the palette does not offer it"
    return tuple(keys), ""


_CALLED = {
    "up": "↑", "down": "↓", "left": "←", "right": "→", "escape": "esc", "pagedown": "pgdn",
    "pageup": "pgup", "delete": "del", "insert": "ins", "enter": "return",
}  # fmt: skip
"""What the help and other programs call the keys that have another name here."""

_NAMES = {said: name for name, said in _CALLED.items()}


def plain_key(key: str) -> str:
    """A key by its name here: ``F2``, ``^s``, ``Ctrl+S`` and ``PgDn`` as the help shows them."""
    if len(key) > 1 and key[0] == "^":
        key = f"ctrl+{key[1:]}"
    found = re.fullmatch(_MODIFIERS, key, re.IGNORECASE)
    if found is None or len(key) == 1:
        return _NAMES.get(key, key)
    modifiers, name = found[1].lower(), found[2]
    if len(name) > 1 or "ctrl+" in modifiers:
        name = name.lower()
    return modifiers + _NAMES.get(name, name)


def is_key(key: str) -> bool:
    """Whether a terminal can send such a key: ``x``, ``ctrl+s``, ``shift+up``, ``f2``."""
    found = re.fullmatch(_MODIFIERS, key)
    if found is None:
        return False
    modifiers, name = found[1], found[2]
    if len(name) == 1 and name.isprintable() and name != " ":
        return "shift+" not in modifiers
    return name in NAMED


def _without_clashes(
    actions: tuple[Action, ...], changed: set[str], problems: list[str]
) -> tuple[tuple[Action, ...], list[str]]:
    """Takes back every changed entry whose key another action has in the same pane."""
    while clash := _first_clash(actions, changed):
        name, other, key = clash
        problems.append(f"{name}: {key!r} already does {other!r} there; {name} keeps its usual key")
        usual = by_id()[name]
        actions = tuple(usual if action.id == name else action for action in actions)
        changed.discard(name)
    return actions, problems


def _first_clash(actions: tuple[Action, ...], changed: set[str]) -> tuple[str, str, str] | None:
    """A changed action, another action, and the key that both have in one pane."""
    for action in actions:
        if action.id not in changed:
            continue
        for other in actions:
            if other.id == action.id or not _meet(action, other):
                continue
            for key in action.keys:
                if key in other.keys:
                    return action.id, other.id, key
    return None


def _meet(one: Action, other: Action) -> bool:
    """Whether there is a pane in which the keys of both actions work."""
    return not one.panes or not other.panes or bool(set(one.panes) & set(other.panes))
