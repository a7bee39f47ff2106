"""Every action of the app, once: its keys, its words, and the panes where it works.

Key bindings, the footer, the ``?`` help, the palette, the table in the docs and the user's own keys
are all made from this list, so none of them can say something else than the app does.

The user's own keys replace the usual ones. They are read from ``$XDG_CONFIG_HOME/lgtui/keys.toml``,
an action and its keys on each line::

    [keys]
    save = "f10"
    undo = ["u", "ctrl+z"]
"""

import os
import re
from typing import NamedTuple

from lgtui.model import DataError
from lgtui.store.reader import config_folder, read_settings

PANES = ("list", "form", "preview", "problems", "changes", "history")
"""The panes, in the order of the digits that lead to them."""

PANE_TITLES = {
    "list": "Talks",
    "form": "Edit",
    "preview": "Preview",
    "problems": "Problems",
    "changes": "Changes",
    "history": "History",
}


class Action(NamedTuple):
    """One thing the app can do.

    Attributes:
        id: its name in the keys file and in the code.
        keys: what does it, the first one shown; none for the palette only.
        label: one or two words for the footer.
        help: one sentence for the help and the palette.
        group: the heading it stands under.
        panes: where its keys work; empty for everywhere.
        palette: whether it makes sense to pick it from a list.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    group: str
    panes: tuple[str, ...] = ()
    palette: bool = True


_LISTS = ("list", "problems", "changes", "history")
_READ = ("list", "preview", "problems", "changes", "history")
"""The panes in which a letter is a command, not text."""

ACTIONS: tuple[Action, ...] = (
    Action("down", ("down", "j"), "Down", "One row down.", "Move", _LISTS, False),
    Action("up", ("up", "k"), "Up", "One row up.", "Move", _LISTS, False),
    Action("page_down", ("pagedown",), "Page", "One page down.", "Move", _LISTS, False),
    Action("page_on", ("space",), "Page", "One page down.", "Move",
           ("problems", "changes", "history"), False),
    Action("page_up", ("pageup",), "Page up", "One page up.", "Move", _LISTS, False),
    Action("top", ("g", "home"), "Top", "To the first row.", "Move", _LISTS, False),
    Action("bottom", ("G", "end"), "Bottom", "To the last row.", "Move", _LISTS, False),
    Action("filter", ("/",), "Filter", "Show only records that hold all the words typed.", "Move",
           _READ),
    Action("clear_filter", ("escape",), "Show all", "Drop the filter, or the marks.", "Move",
           ("list",)),
    Action("sort", ("o",), "Order", "Next order of the list: newest first, oldest first, as in the "
           "file, by title, by speaker, problems first.", "Move", ("list",)),
    Action("next_problem", ("n",), "Next problem", "To the next record with a finding.", "Move",
           ("list",)),
    Action("next_season", ("]", "ctrl+down"), "Next season", "To the next season in the list.",
           "Move", ("list",)),
    Action("prev_season", ("[", "ctrl+up"), "Previous season", "To the season before, or to that "
           "of this talk.", "Move", ("list",)),
    Action("mark", ("space",), "Mark", "Mark the talk, or all talks of the season, to change them "
           "together; again takes the mark off.", "Records", ("list",)),
    Action("mark_all", ("M",), "Mark all", "Mark all talks that the list shows, or unmark them.",
           "Records", ("list",)),
    Action("change_marked", ("E",), "Change together", "Change the marked talks together: "
           "recording, affiliation, state, links; shows first what changes.", "Records", ("list",)),
    Action("copy", ("y",), "Copy", "Copy an id, a field, a link, or the whole record as Markdown.",
           "Records", ("list",)),
    Action("open_link", ("w",), "Open link", "Open the video or another link in the browser; over "
           "SSH copy it.", "Records", ("list",)),
    Action("pane_list", ("1",), "Talks", "To the list of seasons and talks.", "Panes", _READ),
    Action("pane_form", ("2",), "Form", "To the form of the record.", "Panes", _READ),
    Action("pane_preview", ("3",), "Preview", "To the preview of the record.", "Panes", _READ),
    Action("pane_problems", ("4",), "Problems", "To the list of all findings.", "Panes", _READ),
    Action("pane_changes", ("5",), "Changes", "To the list of unsaved changes.", "Panes", _READ),
    Action("pane_history", ("6",), "History", "To the history of the record under the cursor.",
           "Panes", _READ),
    Action("next_pane", ("f6",), "Next pane", "To the next pane, also out of a text field.",
           "Panes"),
    Action("back", ("escape",), "Back", "Back to the list of talks.", "Panes",
           ("form", "preview", "problems", "changes", "history")),
    Action("zoom", ("Z", "ctrl+g"), "Zoom", "Give the pane with the focus the whole screen, or "
           "show the others again.", "Panes"),
    Action("below", ("b",), "Below", "Show or hide the panes below.", "Panes", _READ),
    Action("edit", ("enter", "e", "l", "right"), "Edit", "Edit the record under the cursor.",
           "Records", ("list",)),
    Action("add_talk", ("a",), "Add talk", "Add a talk to the season under the cursor.", "Records",
           ("list",)),
    Action("add_season", ("A",), "Add season", "Add a season without talks; "
           "“Plan season” adds them, too.", "Records", ("list",)),
    Action("add_organizer", (), "Add organizer", "Add an organizer of the series.", "Records"),
    Action("duplicate", ("c",), "Duplicate", "Add a copy of the talk under the cursor.", "Records",
           ("list",)),
    Action("delete", ("x", "delete"), "Delete", "Delete the record under the cursor; asks first.",
           "Records", ("list",)),
    Action("move_up", ("K", "shift+up"), "Move up", "Move the talk or organizer one place up.",
           "Records", ("list",)),
    Action("move_down", ("J", "shift+down"), "Move down", "Move the talk or organizer one place "
           "down.", "Records", ("list",)),
    Action("renumber", ("R",), "Renumber", "Give a season, or its talks from one episode on, "
           "another number.", "Records", ("list",)),
    Action("next_field", ("tab", "down", "enter"), "Next", "To the next field; out of the last one "
           "to the next pane.", "Fields", ("form",), False),
    Action("prev_field", ("shift+tab", "up"), "Previous", "To the previous field.", "Fields",
           ("form",), False),
    Action("editor", ("ctrl+e",), "Editor", "Open the abstract or bio in $VISUAL or $EDITOR.",
           "Fields", ("form",)),
    Action("add_item", ("f7",), "Add", "Add a speaker or link after this one.", "Fields",
           ("form",)),
    Action("remove_item", ("f8",), "Remove", "Remove the speaker or link at the cursor.", "Fields",
           ("form",)),
    Action("item_up", ("f3",), "Up", "Move the speaker or link at the cursor one place up.",
           "Fields", ("form",)),
    Action("item_down", ("f4",), "Down", "Move the speaker or link at the cursor one place down.",
           "Fields", ("form",)),
    Action("view", ("t", "space"), "View", "Next view of the preview: the page as it reads, its "
           "exact text, the difference to the file.", "Panes", ("preview",)),
    Action("paste_video", ("v",), "Video link", "Paste a video link onto the talk under the "
           "cursor.", "Records", ("list",)),
    Action("paste_mail", ("m",), "From mail", "Paste a speaker's mail into a planned or new "
           "talk; shows first what was recognised.", "Records", ("list",)),
    Action("paste_videos", ("V",), "Video links", "Paste the video links of a season at once; "
           "shows first which talk each goes to.", "Round", ("list",)),
    Action("plan_season", ("N",), "Plan season", "Plan the next season: adds it with as "
           "many empty talks as a season has.",
           "Round", ("list",)),
    Action("round_status", ("i",), "What's missing", "What the season still lacks, to be announced "
           "or archived; and what is due.", "Round", _READ),
    Action("announce", ("Y",), "Announce", "Show the announcement of the season; copy it or write "
           "it to a file.", "Round", ("list",)),
    Action("letter", ("L",), "Letter", "Write a letter to the speaker, or to the list: copied, or "
           "written as a draft for a mail program.", "Round", ("list",)),
    Action("private", ("p",), "Private", "What no page says of the talk or season: state, who "
           "cares for it, consent, notes, letters.", "Round", ("list",)),
    Action("ideas", ("I",), "Ideas", "Ideas for later seasons; one of them becomes a talk here.",
           "Round", ("list",)),
    Action("mark_held", ("H",), "Held", "Mark the season as held; shows first what changes.",
           "Round", ("list",)),
    Action("postpone", ("D",), "Postpone", "Give the season another date, or leave it open.",
           "Round", ("list",)),
    Action("cancel_season", ("X",), "Cancel",
           "Mark the season, or the talk alone, as cancelled; asks which.",
           "Round", ("list",)),
    Action("undo", ("u",), "Undo", "Take back the last edit.", "Records", _READ),
    Action("redo", ("ctrl+r",), "Redo", "Make the edit again that was taken back.", "Records"),
    Action("jump", ("enter", "l", "right"), "Go to", "To the record and field of this line.",
           "Records", ("problems", "changes"), False),
    Action("fix", ("f",), "Fix", "Show what the safe fix of this finding changes, then make it.",
           "Records", ("problems",)),
    Action("fix_all", ("F",), "Fix all", "Show what all safe fixes change, then make them.",
           "Records", ("problems",)),
    Action("save", ("ctrl+s", "f2"), "Save", "Write records and pages, all or none.", "File"),
    Action("reload", ("f5",), "Reload", "Read the file again; what others changed is merged in.",
           "File"),
    Action("publish", ("P", "f9"), "Publish", "Show what changed since the last commit, then "
           "commit and push it.", "Git"),
    Action("sync", ("S", "f12"), "Sync", "Take in what others published; your edits stay.", "Git"),
    Action("git_status", ("s",), "Git", "Branch, server, files not committed, and what to do where "
           "something is unusual.", "Git", _READ),
    Action("blame", ("B",), "Who wrote it", "Who changed each field of the record last, when, in "
           "which commit.", "Git", _READ),
    Action("past", ("enter", "l", "right"), "Show", "The change of this line in full, and ways to "
           "bring back what was before.", "Git", ("history",), False),
    Action("restore_field", ("r",), "Restore", "Bring back what this change replaced, as a new "
           "edit.", "Git", ("history",)),
    Action("restore_record", ("w",), "Whole record", "Bring the whole record back as it was before "
           "this commit, as a new edit.", "Git", ("history",)),
    Action("take_back", ("z",), "Take back", "Take back all that this commit changed, as a new "
           "edit.", "Git", ("history",)),
    Action("palette", ("ctrl+p",), "Find", "Find any action, and any talk by its words.", "App",
           (), False),
    Action("help", ("?", "f1"), "Help", "All keys of this pane.", "App"),
    Action("theme", (), "Colours", "The next colours: full, plain terminal ones, light.", "App"),
    Action("quit", ("q", "ctrl+q"), "Quit", "Leave; asks when something is not saved.", "App"),
)  # fmt: skip

FOOTER: dict[str, tuple[str, ...]] = {
    "list": ("edit", "add_talk", "filter", "save", "help", "quit"),
    "form": ("save", "next_field", "back", "editor", "palette", "help"),
    "preview": ("view", "back", "pane_form", "save", "help", "quit"),
    "problems": ("jump", "fix", "fix_all", "back", "save", "help"),
    "changes": ("jump", "undo", "save", "publish", "back", "help"),
    "history": ("past", "restore_field", "restore_record", "take_back", "back", "help"),
}
"""What the footer shows while a pane has the focus: six at most."""

_SHOWN = {
    "up": "↑", "down": "↓", "left": "←", "right": "→", "enter": "Enter", "escape": "Esc",
    "space": "Space", "pagedown": "PgDn", "pageup": "PgUp", "home": "Home", "end": "End",
    "delete": "Del", "tab": "Tab", "backspace": "Backspace", "insert": "Ins",
}  # fmt: skip


def by_id(actions: tuple[Action, ...] = ACTIONS) -> dict[str, Action]:
    """Return the actions by their names."""
    return {action.id: action for action in actions}


def works_in(action: Action, pane: str) -> bool:
    """Return whether an action's keys work while a pane has the focus."""
    return not action.panes or pane in action.panes


def show_key(key: str) -> str:
    """Return a key as people write it: ``ctrl+s`` is ``^s``, ``pagedown`` is ``PgDn``."""
    *modifiers, name = key.split("+") if key != "+" else ["+"]
    name = _SHOWN.get(name, name.upper() if name[:1] == "f" and name[1:].isdigit() else name)
    before = "".join({"ctrl": "^", "shift": "Shift+", "alt": "Alt+"}[part] for part in modifiers)
    return before + name


def first_key(name: str, actions: tuple[Action, ...], otherwise: str = "") -> str:
    """Return the first key of an action as people write it.

    Args:
        name: the action.
        actions: the registry with the user's own keys.
        otherwise: what to say where it has no key; by default its name.
    """
    keys = by_id(actions)[name].keys
    return show_key(keys[0]) if keys else otherwise or name


def keys_in(action: Action, pane: str) -> tuple[str, ...]:
    """Return the keys that do an action in a pane; in the form plain characters are text."""
    if not works_in(action, pane):
        return ()
    return tuple(key for key in action.keys if pane != "form" or len(key) > 1)


def footer(pane: str, actions: tuple[Action, ...] = ACTIONS) -> list[tuple[str, str, str]]:
    """Return id, key and label of what the footer shows for a pane."""
    known = by_id(actions)
    chosen = [known[name] for name in FOOTER[pane]]
    return [
        (each.id, show_key(keys[0]), each.label) for each in chosen if (keys := keys_in(each, pane))
    ]


def help_lines(pane: str, actions: tuple[Action, ...] = ACTIONS) -> list[tuple[str, str, str]]:
    """Return group, keys and sentence of every action that works in a pane, grouped."""
    groups = dict.fromkeys(action.group for action in actions)
    return [
        (group, " ".join(show_key(key) for key in keys), action.help)
        for group in groups
        for action in actions
        if action.group == group and (keys := keys_in(action, pane))
    ]


def key_table(actions: tuple[Action, ...] = ACTIONS) -> str:
    """Return the table of all keys as Markdown, for docs/keys.md."""
    lines = ["| Keys | Does | Where | Name in keys.toml |", "| --- | --- | --- | --- |"]
    for action in actions:
        keys = " ".join(f"`{show_key(key)}`" for key in action.keys) or "palette"
        where = ", ".join(PANE_TITLES[pane].lower() for pane in action.panes) or "everywhere"
        lines.append(f"| {keys} | {action.help} | {where} | `{action.id}` |")
    return "\n".join(lines) + "\n"


# The user's own keys.

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
    """Return where the user's keys are looked for; ``""`` where there is no home."""
    folder = config_folder()
    return os.path.join(folder, "keys.toml") if folder else ""


def load_keys(path: str) -> tuple[tuple[Action, ...], list[str]]:
    """Return the actions with the user's keys, and what could not be used and why.

    A file that is missing changes nothing; one that cannot be read changes nothing and says so.
    """
    try:
        settings = read_settings(path)
    except DataError as error:
        return ACTIONS, [f"{error}. The usual keys are in use."]
    actions, problems = apply_keys(settings)
    return actions, [f"{path}: {problem}" for problem in problems]


def apply_keys(settings: dict[str, object]) -> tuple[tuple[Action, ...], list[str]]:
    """Return the actions with the keys that a parsed file gives them.

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
    """Return the keys one line asks for, or what is wrong with it."""
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
    """Return a key by its name here; ``F2``, ``^s``, ``Ctrl+S`` and ``PgDn`` are understood."""
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
    """Return whether a terminal can send such a key: ``x``, ``ctrl+s``, ``shift+up``, ``f2``."""
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
    """Return a changed action, another action, and the key that both have in one pane."""
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
    """Return whether there is a pane in which the keys of both actions work."""
    return not one.panes or not other.panes or bool(set(one.panes) & set(other.panes))


if __name__ == "__main__":
    print(key_table(), end="")
