"""What happens after the first paint: the rest of a large file, drafts, first words."""

import asyncio
import datetime
import gc
import os
from functools import partial
from typing import TYPE_CHECKING

from lgtui.changes import changes
from lgtui.merge import merge
from lgtui.model import DataError
from lgtui.store import Document, disk, drafts, parse
from lgtui.store.reading import read_templates
from lgtui.tui import gitline, session
from lgtui.tui.actions import by_id, show_key
from lgtui.tui.commands.conflicts import decide
from lgtui.tui.dialogs import Ask, Choice, Problem
from lgtui.tui.diskwatch import DiskWatch
from lgtui.tui.drafting import Drafts, Unable
from lgtui.tui.judging import in_thread
from lgtui.tui.reports import change_lines

OPEN_TWICE = (
    "Another lgtui is open on this file. Both are safe: whoever saves second gets the other's "
    "changes merged in by record and field, and is asked where both changed the same.\n\n"
    "Was it left behind by a lost connection? What is unsaved there is offered at the next start "
    "after it has ended, which this does:\n\nkill {}"
)

if TYPE_CHECKING:
    from lgtui.tui.app import LgtuiApp


async def begin(app: "LgtuiApp") -> None:
    """Reads what is left of the file, then says what has to be said."""
    if not app.complete and not await read_rest(app):
        return
    await app.furnish()
    if app.keep_at and (others := await keep_drafts(app)):
        text = OPEN_TWICE.format(" ".join(map(str, others)))
        await app.push_screen_wait(Ask("Open elsewhere too", text, (Choice("enter", "Go on", ""),)))
    if app.keep_at:
        gitline.start(app)
        app.work(partial(look_at_server, app), "server")
        DiskWatch(app)
        greet(app)
        if why := disk.why_closed(app.keep_at):
            app.notes = (*app.notes, f"{why}.\n\nWhat you edit here cannot be saved to this file.")
    app.work(partial(index_words, app), "index", exclusive=True)
    if app.notes:
        await app.push_screen_wait(Problem("To know before you start", "\n\n".join(app.notes)))


async def look_at_server(app: "LgtuiApp") -> None:
    """Looks at what others published, now and then every few minutes."""
    from lgtui.tui.git import syncing

    await syncing.start(app)


def greet(app: "LgtuiApp") -> None:
    """One line for whoever starts lgtui for the first time."""
    if is_first():
        app.tell(f"Welcome. {key(app, 'help')} shows the keys, {key(app, 'palette')} finds any "
                 "talk or action; nothing is written before you save.")  # fmt: skip


def is_first() -> bool:
    """Whether this is the first start; where nothing can be remembered every start is."""
    try:
        mark = os.path.join(os.path.dirname(drafts.folder()), "started")
        os.close(os.open(mark, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return False
    except (OSError, DataError):
        return True
    return True


def key(app: "LgtuiApp", action: str) -> str:
    """The first key of an action, as people write it."""
    keys = by_id(app.actions)[action].keys
    return show_key(keys[0]) if keys else action


async def keep_drafts(app: "LgtuiApp") -> tuple[int, ...]:
    """Starts to keep drafts, and offers those that are left; gives other lgtuis' processes."""
    try:
        keeper = drafts.Keeper(app.keep_at)
        left = await in_thread(lambda: drafts.load(app.keep_at))
    except DataError as error:
        app.notes = (*app.notes, str(error))
        app.drafts = Drafts(Unable(error))
        app.draft_soon()
        return ()
    app.drafts = Drafts(keeper)
    app.draft_soon()
    await offer_drafts(app, left)
    return keeper.others


async def offer_drafts(app: "LgtuiApp", left: list[drafts.Draft]) -> None:
    """Shows what earlier sittings left unsaved, record by record, and offers to take it."""
    for draft in left:
        found = changes(draft.base.records, draft.changed)
        if not found or draft.changed == app.session.records:
            drafts.discard(draft)
            continue
        when = datetime.datetime.fromtimestamp(draft.written)
        answer = await app.push_screen_wait(
            Ask(
                "Unsaved changes were kept",
                f"lgtui ended on {when:%d %b %Y at %H:%M} before these were saved:"
                f"\n\n{change_lines(found)}",
                (
                    Choice("t", "Take them back; they are saved when you save", "take"),
                    Choice("d", "Discard them for good", "discard"),
                    Choice("escape", "Not now: ask again at the next start", ""),
                ),
                default=0,
            )
        )
        if answer == "discard":
            drafts.discard(draft)
        elif answer == "take":
            await take_draft(app, draft)


async def take_draft(app: "LgtuiApp", draft: drafts.Draft) -> None:
    """Merges a draft with the file as it is now; its own file goes once the new one is there."""
    base, mine, theirs = draft.base.records, draft.changed, app.session.records
    merged = await decide(app, await in_thread(lambda: merge(base, mine, theirs)))
    if merged is None:
        return
    app.update(session.edit(app.session, "take back unsaved changes", merged.records))
    app.drafts.want(app.session)
    await in_thread(app.drafts.write)
    if not app.drafts.failure:
        drafts.discard(draft)
    app.tell("Your changes are back. Save writes them; u takes them off again.")


async def index_words(app: "LgtuiApp") -> None:
    """Prepares the words of all records between the keys, so that no filter waits for it."""
    records, index = app.session.records, app.records_list.index
    for start in range(0, len(records.talks), 50):
        for talk in records.talks[start : start + 50]:
            index.text(talk)
        await asyncio.sleep(0.004)
    # The records stay for the whole sitting: looking through them for garbage would cost keys.
    gc.freeze()


async def read_rest(app: "LgtuiApp") -> bool:
    """Reads the whole of a large file whose beginning is in sight already."""
    raw, path = app.session.document.raw, app.session.document.path

    def work() -> Document:
        document = parse(raw, path)
        read_templates(document.records, path)
        return document

    try:
        document = await in_thread(work)
    except DataError as error:
        await app.push_screen_wait(Problem("The data file cannot be used", str(error)))
        app.exit(return_code=2, message=None)
        return False
    app.complete = True
    app.records_list.waiting = ""
    app.set_busy("")
    app.update(session.open_session(document))
    return True
