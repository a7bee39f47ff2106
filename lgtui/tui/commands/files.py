"""Actions on the files: save, reload, quit. All questions are asked before anything is written."""

from typing import TYPE_CHECKING

from lgtui import store
from lgtui.model import DataError, Records, season_label
from lgtui.records.conflicts import Merged
from lgtui.records.merge import merge
from lgtui.store import Document
from lgtui.store.saving import ChangedOnDisk
from lgtui.tui import saving, state
from lgtui.tui.actions import by_id, keys_in, show_key
from lgtui.tui.running import Stopped, run_aside
from lgtui.tui.saving import Plan
from lgtui.tui.widgets.cells import one_line
from lgtui.tui.widgets.dialogs import Ask, Choice, Problem

if TYPE_CHECKING:
    from lgtui.tui.app import LgtuiApp

JOINED = "The file was changed by somebody else; both sets of edits are joined now."

LISTED = ("talks", "organizers")
"""Kinds of record that are called by a name of their own."""

MERGES = 5
"""How often a file may change while it is being saved before that is told instead."""


async def save(app: "LgtuiApp") -> None:
    """Writes records and pages, all or none."""
    await try_to_save(app)


async def try_to_save(app: "LgtuiApp") -> bool:
    """Saves, and says whether the records are on disk now."""
    app.take_form()
    if not app.complete:
        app.tell("The file is still being read; nothing was changed yet.", "warning")
        return False
    anew = False
    for _ in range(MERGES):
        try:
            return await _save_once(app, anew=anew)
        except ChangedOnDisk as changed:
            if not await take_in(app, changed.fresh):
                return False
            anew = False
        except DataError as error:
            gone = not anew and saving.is_gone(app.session.document)
            if not (gone and await _write_anew(app)):
                await app.push_screen_wait(Problem("Not saved", _not_saved(app, error)))
                return False
            anew = True
    await app.push_screen_wait(
        Problem("Not saved", "Another program keeps writing the file. Your edits are kept; try "
                "again when it is done.")
    )  # fmt: skip
    return False


def _not_saved(app: "LgtuiApp", error: DataError) -> str:
    kept = "here and as a draft on disk"
    if app.drafts.failure:
        kept = f"but only here, so leave lgtui open: {app.drafts.failure}"
    return f"{error}\n\nNothing was written. Your edits are kept, {kept}."


async def _write_anew(app: "LgtuiApp") -> bool:
    """Asks whether a file that somebody deleted or moved shall be written again."""
    text = f"{app.session.document.path} is gone: it was deleted or moved since it was read."
    choices = (
        Choice("w", "Write it again where it was, with everything that is here", "write"),
        Choice("escape", "Cancel: write nothing", ""),
    )
    answer = await app.push_screen_wait(Ask("The file is gone", text, choices))
    return answer == "write"


async def _save_once(app: "LgtuiApp", *, anew: bool = False) -> bool:
    """One attempt: plan, ask about hand edits, write, tell."""
    records, document = app.session.records, app.session.document
    try:
        planned = await run_aside(app, "Saving", lambda: saving.plan(document, records, anew=anew))
    except Stopped:
        app.tell("Stopped: nothing was written. Your edits are kept.", "warning")
        return False
    if planned.edits:
        from lgtui.tui.commands.hand_edits import settle

        settled = await settle(app, planned)
        if settled is None:
            return False
        if app.session.records is not records:
            return await _save_once(app, anew=anew)
        planned = settled
    written = await run_aside(app, "Saving", lambda: saving.write(planned), stoppable=False)
    app.saved(written)
    await _tell(app, planned)
    return True


async def _tell(app: "LgtuiApp", planned: Plan) -> None:
    """Says what was written, and why pages were not."""
    name = app.state.file
    if planned.reasons:
        count = len(planned.reasons)
        shown = "\n".join(planned.reasons[:50])
        await app.push_screen_wait(
            Problem(
                "Saved, but the pages were left as they are",
                f"{name} is saved. No page was written: none is made from data with errors, or "
                f"while one has damaged markers. {'This has' if count == 1 else 'These have'} to "
                f"be put right first (4 lists them, Enter leads there):\n\n{shown}",
            )
        )
        return
    same, count = planned.document.raw == planned.before.raw, len(planned.pages)
    pages = f"{count} {'page' if count == 1 else 'pages'}"
    if same and not count:
        app.tell("Nothing to save: records and pages are up to date.")
    elif same:
        app.tell(f"Wrote {pages}; {name} was saved already.{_next_step(app)}")
    elif count:
        app.tell(f"Saved {name} and {pages}.{_next_step(app)}")
    else:
        app.tell(f"Saved {name}; the pages say the same already.{_next_step(app)}")
    if left := _untaken(app):
        app.tell(f"Not saved, because it is not understood: {'; '.join(left)}", "warning")


def _next_step(app: "LgtuiApp") -> str:
    """The key that publishes, where there is a server to publish to."""
    keys = keys_in(by_id(app.actions)["publish"], app.pane)
    return f" {show_key(keys[0])} publishes." if keys and app.state.git.upstream else ""


async def take_in(app: "LgtuiApp", theirs: Document, told: str = JOINED) -> bool:
    """Merges what others wrote to the file with the edits here; asks where both changed a field.

    Returns:
        Whether everything is merged; ``False`` leaves the session as it was.
    """
    try:
        return await _take_in(app, theirs, told)
    except Stopped:
        app.tell("Stopped: nothing is merged. Your edits are as they were.", "warning")
        return False


async def _take_in(app: "LgtuiApp", theirs: Document, told: str) -> bool:
    base, mine = app.session.document.records, app.session.records
    merged = await run_aside(app, "Merging", lambda: merge(base, mine, theirs.records))
    from lgtui.tui.commands.conflicts import decide

    outcome: Merged | None = await decide(app, merged)
    if outcome is None:
        return False

    def rebase(records: Records) -> Records:
        return merge(base, records, theirs.records).records

    before, records = app.session, outcome.records
    after = await run_aside(app, "Merging", lambda: state.merged(before, theirs, records, rebase))
    app.update(after)
    if told:
        app.tell(told)
    return True


async def reload(app: "LgtuiApp") -> None:
    """Reads the file again; what others changed is merged with the edits here."""
    app.take_form()
    path = app.session.document.path
    try:
        fresh = await run_aside(app, "Reading", lambda: store.read(path))
    except Stopped:
        app.tell("Stopped: nothing was read.", "warning")
        return
    except DataError as error:
        await app.push_screen_wait(Problem("Not read", str(error)))
        return
    if fresh.raw == app.session.document.raw:
        app.judge()
        app.tell("The file is as it was read.")
        return
    await take_in(app, fresh)


async def leave(app: "LgtuiApp") -> None:
    """Leaves; asks first when something is not saved."""
    app.take_form()
    if not await leaves_untaken_behind(app):
        return
    if not app.session.unsaved:
        app.leave()
        return
    count = app.state.records
    records = f"{count} {'record has' if count == 1 else 'records have'}" if count else "There are"
    answer = await app.push_screen_wait(
        Ask(
            "Leave lgtui",
            f"{records} unsaved changes.",
            (
                Choice("s", "Save, then leave", "save"),
                Choice("d", "Discard the changes and leave", "discard"),
                Choice("escape", "Cancel: stay here", ""),
            ),
        )
    )
    if answer == "discard" or (answer == "save" and await try_to_save(app)):
        app.leave()


def _untaken(app: "LgtuiApp") -> list[str]:
    """What was typed and is in no record, since it is no date or number, with record and field."""
    from lgtui.tui.form.labels import field_label

    def place(kind: str, name: str) -> str:
        number = kind == "seasons" and name.isdigit()
        return season_label(int(name)) if number else name if kind in LISTED else kind

    return [
        f"{place(kind, name)} {field_label(field).lower()}: “{one_line(text, 40)}”"
        for (kind, name, field), text in (app.form.unread if app.form is not None else {}).items()
    ]


async def leaves_untaken_behind(app: "LgtuiApp") -> bool:
    """Whether to leave although a typed date or number is in no record, since nothing reads so."""
    texts = _untaken(app)
    if not texts:
        return True
    question = Ask(
        "Leave lgtui",
        "Typed, but not understood, and so in no record:\n" + "\n".join(texts),
        (
            Choice("d", "Go on without it", "leave"),
            Choice("escape", "Cancel: stay here and correct it", ""),
        ),
    )
    answer = await app.push_screen_wait(question)
    return answer == "leave"


COMMANDS = {"save": save, "reload": reload, "quit": leave}
