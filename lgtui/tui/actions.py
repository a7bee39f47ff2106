"""Every action of the app, once: its keys, its words, and the panes where it works (pure).

Key bindings, the footer, the ``?`` help, the palette, the README's table and the user's own keys
are all made from this list, so none of them can say something else than the app does.
"""

from typing import NamedTuple

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
    Action("page_down", ("pagedown", "space"), "Page", "One page down.", "Move", _LISTS, False),
    Action("page_up", ("pageup",), "Page up", "One page up.", "Move", _LISTS, False),
    Action("top", ("g", "home"), "Top", "To the first row.", "Move", _LISTS, False),
    Action("bottom", ("G", "end"), "Bottom", "To the last row.", "Move", _LISTS, False),
    Action("filter", ("/",), "Filter", "Show only records that hold all the words typed.", "Move",
           _READ),
    Action("clear_filter", ("escape",), "Show all", "Drop the filter and show all records.", "Move",
           ("list",)),
    Action("sort", ("o",), "Order", "Next order of the list: newest first, oldest first, as in the "
           "file, by title, by speaker, problems first.", "Move", ("list",)),
    Action("next_problem", ("n",), "Next problem", "To the next record with a finding.", "Move",
           ("list",)),
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
    Action("below", ("b",), "Below", "Show or hide the panes below.", "Panes", _READ),
    Action("edit", ("enter", "e", "l", "right"), "Edit", "Edit the record under the cursor.",
           "Records", ("list",)),
    Action("add_talk", ("a",), "Add talk", "Add a talk to the season under the cursor.", "Records",
           ("list",)),
    Action("add_season", ("A",), "Add season", "Add the next season.", "Records", ("list",)),
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
    Action("plan_season", ("N",), "Plan season", "Add the next season with its empty talks.",
           "Round", ("list",)),
    Action("round_status", ("i",), "What's missing", "What the season still lacks, to be announced "
           "or archived.", "Round", _READ),
    Action("announce", ("y",), "Announce", "Show the announcement of the season; copy it or write "
           "it to a file.", "Round", ("list",)),
    Action("mark_held", ("H",), "Held", "Mark the season as held; shows first what changes.",
           "Round", ("list",)),
    Action("postpone", ("D",), "Postpone", "Give the season another date, or leave it open.",
           "Round", ("list",)),
    Action("cancel_season", ("X",), "Cancel season", "Mark the season as cancelled.", "Round",
           ("list",)),
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
    Action("theme", (), "Colours", "Plain terminal colours or the full ones.", "App"),
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
    """The actions by their names."""
    return {action.id: action for action in actions}


def works_in(action: Action, pane: str) -> bool:
    """Whether an action's keys work while a pane has the focus."""
    return not action.panes or pane in action.panes


def show_key(key: str) -> str:
    """A key as people write it: ``ctrl+s`` is ``^s``, ``pagedown`` is ``PgDn``."""
    *modifiers, name = key.split("+") if key != "+" else ["+"]
    name = _SHOWN.get(name, name.upper() if name[:1] == "f" and name[1:].isdigit() else name)
    before = "".join({"ctrl": "^", "shift": "Shift+", "alt": "Alt+"}[part] for part in modifiers)
    return before + name


def keys_in(action: Action, pane: str) -> tuple[str, ...]:
    """The keys that do an action in a pane; in the form plain characters are text."""
    if not works_in(action, pane):
        return ()
    return tuple(key for key in action.keys if pane != "form" or len(key) > 1)


def footer(pane: str, actions: tuple[Action, ...] = ACTIONS) -> list[tuple[str, str, str]]:
    """Id, key and label of what the footer shows for a pane."""
    known = by_id(actions)
    chosen = [known[name] for name in FOOTER[pane]]
    return [
        (each.id, show_key(keys[0]), each.label) for each in chosen if (keys := keys_in(each, pane))
    ]


def help_lines(pane: str, actions: tuple[Action, ...] = ACTIONS) -> list[tuple[str, str, str]]:
    """Group, keys and sentence of every action that works in a pane, grouped."""
    groups = dict.fromkeys(action.group for action in actions)
    return [
        (group, " ".join(show_key(key) for key in keys), action.help)
        for group in groups
        for action in actions
        if action.group == group and (keys := keys_in(action, pane))
    ]


def key_table(actions: tuple[Action, ...] = ACTIONS) -> str:
    """The table of all keys as Markdown, for the README."""
    lines = ["| Keys | Does | Where | Name in keys.toml |", "| --- | --- | --- | --- |"]
    for action in actions:
        keys = " ".join(f"`{show_key(key)}`" for key in action.keys) or "palette"
        where = ", ".join(PANE_TITLES[pane].lower() for pane in action.panes) or "everywhere"
        lines.append(f"| {keys} | {action.help} | {where} | `{action.id}` |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(key_table(), end="")
