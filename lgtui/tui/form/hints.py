"""Which key does something, as the user has it: for the hints beside the fields."""

from textual.app import App

from lgtui.tui.actions import ACTIONS, by_id, show_key


def key_of(app: App[object], action: str) -> str:
    """The first key of an action, as people write it; where it has none, where to find it."""
    keys = by_id(getattr(app, "actions", ACTIONS))[action].keys
    return show_key(keys[0]) if keys else "the palette"


def item_hint(app: App[object]) -> str:
    """What can be done with a speaker or link."""
    add, remove, up, down = (
        key_of(app, name) for name in ("add_item", "remove_item", "item_up", "item_down")
    )
    return f"{add} adds one, {remove} removes this one, {up} and {down} move it"
