"""Actions inside the form and the preview."""

from typing import TYPE_CHECKING

from lgtui.tui.dialogs import Problem, confirm

if TYPE_CHECKING:
    from lgtui.tui.app import LgtuiApp
    from lgtui.tui.form import RecordForm

NO_ITEM = "Put the cursor into a speaker or a link first."


def _form(app: "LgtuiApp") -> "RecordForm":
    from lgtui.tui.form import RecordForm

    return app.query_one(RecordForm)


def next_field(app: "LgtuiApp") -> None:
    """To the next field, or out of the form."""
    _form(app).step(1)


def prev_field(app: "LgtuiApp") -> None:
    """To the previous field, or out of the form."""
    _form(app).step(-1)


def add_item(app: "LgtuiApp") -> None:
    """One more speaker or link."""
    if not _form(app).add_item():
        app.tell(NO_ITEM, "warning")


async def remove_item(app: "LgtuiApp") -> None:
    """Removes a speaker or link; asks first unless it is empty."""
    form = _form(app)
    here = form.item()
    if here is None:
        app.tell(NO_ITEM, "warning")
        return
    name = "speaker" if here[0] == "speakers" else "link"
    if not form.item_is_empty():
        question = confirm(
            f"Remove {name} {here[1] + 1}?", f"{form.item_text()}\n\nUndo brings it back.", "Remove"
        )
        if not await app.push_screen_wait(question):
            return
    form.remove_item()


def item_up(app: "LgtuiApp") -> None:
    """One place up."""
    if _form(app).item() is None:
        app.tell(NO_ITEM, "warning")
    _form(app).move_item(-1)


def item_down(app: "LgtuiApp") -> None:
    """One place down."""
    if _form(app).item() is None:
        app.tell(NO_ITEM, "warning")
    _form(app).move_item(1)


def editor(app: "LgtuiApp") -> None:
    """The long text at the cursor in the organizer's own editor."""
    outcome = _form(app).edit_outside()
    if outcome.failed:
        app.push_screen(Problem("The editor", outcome.told))
    else:
        app.tell(outcome.told)


def view(app: "LgtuiApp") -> None:
    """The next view of the preview."""
    from lgtui.tui.preview import Preview

    app.query_one(Preview).next_view()


COMMANDS = {
    "next_field": next_field,
    "prev_field": prev_field,
    "add_item": add_item,
    "remove_item": remove_item,
    "item_up": item_up,
    "item_down": item_down,
    "editor": editor,
    "view": view,
}
