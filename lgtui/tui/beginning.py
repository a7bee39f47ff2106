"""What happens after the first paint: the rest of a large file, drafts, first words."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from lgtui.model import DataError
from lgtui.store import parse
from lgtui.tui import session
from lgtui.tui.dialogs import Problem
from lgtui.tui.judging import in_thread

if TYPE_CHECKING:
    from lgtui.tui.app import LgtuiApp


async def begin(app: "LgtuiApp") -> None:
    """Reads what is left of the file, then says what has to be said."""
    if not app.complete and not await read_rest(app):
        return
    app.work(partial(index_words, app), "index", exclusive=True)
    if app.notes:
        text = "\n".join(app.notes) + "\n\nThe usual keys are in use for these."
        await app.push_screen_wait(Problem("Some keys of your own cannot be used", text))


async def index_words(app: "LgtuiApp") -> None:
    """Prepares the words of all records between the keys, so that no filter waits for it."""
    records, index = app.session.records, app.records_list.index
    for start in range(0, len(records.talks), 50):
        for talk in records.talks[start : start + 50]:
            index.text(talk)
        await asyncio.sleep(0.004)


async def read_rest(app: "LgtuiApp") -> bool:
    """Reads the whole of a large file whose beginning is in sight already."""
    raw, path = app.session.document.raw, app.session.document.path
    try:
        document = await in_thread(lambda: parse(raw, path))
    except DataError as error:
        await app.push_screen_wait(Problem("The data file cannot be used", str(error)))
        app.exit(return_code=2, message=None)
        return False
    app.complete = True
    app.records_list.waiting = ""
    app.set_busy("")
    app.update(session.open_session(document))
    return True
