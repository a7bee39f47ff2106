"""What a field is called in a sentence, what its empty value means, and hints (pure)."""

from lgtui.model import Field, Where, field_of, part_of
from lgtui.tui.actions import Action, first_key

ONE_OF = {"speakers": "Speaker", "links": "Link"}
"""What one is called of a field that holds several."""


def field_label(where: Where) -> str:
    """Return what the field of a place is called: ``Video link``, ``Link 1 address``.

    People count from 1; a key that the schema does not know is called by its name.
    """
    part = part_of(where.field)
    if part is None or part[0] not in ONE_OF:
        known = field_of(where.kind, where.field)
        return known.label if known else where.field
    one = f"{ONE_OF[part[0]]} {part[1] + 1}"
    own = field_of(part[0], part[2]) if part[2] not in ("name", "label") else None
    return f"{one} {own.label.lower()}" if own else one


def finding_place(record: str, where: Where) -> str:
    """Return record and field of a finding as the list of problems names them."""
    return " ".join(filter(None, (record, field_label(where).lower())))


def said_when_empty(field: Field) -> str:
    """Return what a form shows in the place of an empty value."""
    if field.name.startswith("word_"):
        from lgtui.render.labels import default_label

        return f"as usual: {default_label(field.name)}"
    return field.empty or (
        "as usual" if field.type == "choice" else "needed" if field.required else "–"
    )


def item_hint(actions: tuple[Action, ...]) -> str:
    """Return what can be done with a speaker or link, with the keys for it."""
    add, remove, up, down = (
        first_key(name, actions, "the palette")
        for name in ("add_item", "remove_item", "item_up", "item_down")
    )
    return f"{add} adds one, {remove} removes this one, {up} and {down} move it"
