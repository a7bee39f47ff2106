"""One registry of actions; the user's own keys over it, with a clear word on every mistake."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from lgtui.tui.actions import (
    ACTIONS,
    FOOTER,
    PANES,
    Action,
    apply_keys,
    by_id,
    footer,
    help_lines,
    is_key,
    key_table,
    load_keys,
    plain_key,
    show_key,
    works_in,
)

SHADY = {"ctrl+b", "ctrl+a", "ctrl+w", "ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+["}


def keys(actions: tuple[Action, ...], name: str) -> tuple[str, ...]:
    return by_id(actions)[name].keys


def test_ids_are_unique() -> None:
    assert len(by_id()) == len(ACTIONS)


@pytest.mark.parametrize("pane", PANES)
def test_no_key_does_two_things_in_one_pane(pane: str) -> None:
    used = [key for action in ACTIONS if works_in(action, pane) for key in action.keys]
    assert sorted(used) == sorted(set(used))


def test_no_key_is_one_that_terminals_or_multiplexers_take() -> None:
    assert not [action.id for action in ACTIONS if SHADY & set(action.keys)]


def test_saving_has_a_key_without_control() -> None:
    assert "f2" in by_id()["save"].keys


@pytest.mark.parametrize("action", [each for each in ACTIONS if each.keys and not each.panes],
                         ids=lambda action: action.id)  # fmt: skip
def test_what_works_everywhere_has_a_key_that_no_field_takes_as_text(action: Action) -> None:
    assert any(len(key) > 1 for key in action.keys)


def test_help_and_footer_of_the_form_name_no_key_that_a_field_takes_as_text() -> None:
    named = [key for _, key, _ in footer("form")]
    named += [key for _, keys, _ in help_lines("form") for key in keys.split()]
    assert {"F1", "^q", "F9", "F12"} <= set(named)
    assert not {"?", "q", "P", "S"} & set(named)


@pytest.mark.parametrize("pane", PANES)
def test_the_footer_shows_six_keys_at_most_and_only_those_that_work(pane: str) -> None:
    assert len(FOOTER[pane]) <= 6
    assert all(works_in(by_id()[name], pane) for name in FOOTER[pane])


@pytest.mark.parametrize("pane", PANES)
def test_the_help_names_every_key_of_a_pane(pane: str) -> None:
    sentences = {said for _, _, said in help_lines(pane)}
    assert sentences == {
        action.help for action in ACTIONS if works_in(action, pane) and action.keys
    }


def test_letters_are_commands_only_where_nothing_is_typed() -> None:
    letters = [
        action.id
        for action in ACTIONS
        if "form" in action.panes and any(len(key) == 1 for key in action.keys)
    ]
    assert letters == []


def test_the_table_names_every_action() -> None:
    table = key_table()
    assert all(f"`{action.id}`" in table for action in ACTIONS)


def test_the_docs_have_the_table() -> None:
    page = Path(__file__).parents[2] / "docs" / "keys.md"
    assert key_table() in page.read_text(encoding="utf-8"), "python -m lgtui.tui.actions"


def test_a_key_of_ones_own_replaces_the_usual_one() -> None:
    actions, problems = apply_keys({"keys": {"save": "f20", "undo": ["u", "ctrl+z"]}})
    assert problems == []
    assert keys(actions, "save") == ("f20",)
    assert keys(actions, "undo") == ("u", "ctrl+z")


def test_two_actions_may_swap_their_keys() -> None:
    actions, problems = apply_keys({"keys": {"sort": "n", "next_problem": "o"}})
    assert problems == []
    assert keys(actions, "sort") == ("n",)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"saev": "x"}, "did you mean 'save'"),
        ({"save": 3}, "a key in quotes"),
        ({"save": "ctrl+hyper"}, "unknown key"),
        ({"save": "ctrl+m"}, "it is Enter"),
        ({"sort": "x"}, "already does 'delete'"),
        ({"down": []}, "needs a key"),
        ({"save": "shift+x"}, "unknown key"),
    ],
)
def test_a_line_that_cannot_be_used_is_named_and_the_others_hold(
    entry: dict[str, object], said: str
) -> None:
    actions, problems = apply_keys({"keys": {**entry, "redo": "f21"}})
    assert len(problems) == 1
    assert said in problems[0]
    assert keys(actions, "redo") == ("f21",)
    changed = [action.id for action, usual in zip(actions, ACTIONS, strict=True) if action != usual]
    assert changed == ["redo"]


def test_two_new_keys_that_clash_keep_one_of_them() -> None:
    actions, problems = apply_keys({"keys": {"sort": "z", "add_talk": "z"}})
    assert len(problems) == 1
    held = [keys(actions, name) == ("z",) for name in ("sort", "add_talk")]
    assert sorted(held) == [False, True]


def test_a_file_that_is_not_toml_is_named_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "keys.toml"
    path.write_text("[keys\n")
    actions, problems = load_keys(str(path))
    assert actions == ACTIONS
    assert str(path) in problems[0]


@pytest.mark.parametrize("raw", [b"[keys]\nsave = f2\n", b"\xff\xfe", b"[keys]\nsave = '\xe9'\n"])
def test_a_file_that_cannot_be_read_is_named_in_an_organizers_words(
    tmp_path: Path, raw: bytes
) -> None:
    path = tmp_path / "keys.toml"
    path.write_bytes(raw)
    actions, problems = load_keys(str(path))
    assert actions == ACTIONS
    assert problems[0].startswith(str(path))
    assert "codec" not in problems[0]


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_what_is_no_file_is_named_and_not_waited_for(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "keys.toml")
    actions, problems = load_keys(str(tmp_path / "keys.toml"))
    assert actions == ACTIONS
    assert "not a file" in problems[0]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("F10", "f10"), ("^s", "ctrl+s"), ("Ctrl+S", "ctrl+s"), ("PgDn", "pagedown"),
        ("Esc", "escape"), ("↑", "up"), ("Shift+↑", "shift+up"), ("Del", "delete"), ("+", "+"),
        ("ctrl++", "ctrl++"), ("Z", "Z"), ("^", "^"), ("é", "é"),
    ],
)  # fmt: skip
def test_a_key_may_be_written_as_the_help_shows_it(written: str, meant: str) -> None:
    assert plain_key(written) == meant
    assert is_key(meant)


@pytest.mark.parametrize("key", sorted({key for each in ACTIONS for key in each.keys}))
def test_every_key_that_the_help_shows_can_be_written_so(key: str) -> None:
    assert plain_key(show_key(key)) == key


def test_no_file_is_no_problem(tmp_path: Path) -> None:
    assert load_keys(str(tmp_path / "keys.toml")) == (ACTIONS, [])


def test_a_table_of_another_name_is_named() -> None:
    _, problems = apply_keys({"key": {"save": "f20"}})
    assert "only [keys] is read" in problems[0]
