"""After git was at work: the files on disk may be others than those that were read."""

from typing import TYPE_CHECKING

from lgtui import store
from lgtui.model import DataError
from lgtui.tui import gitline
from lgtui.tui.commands.files import take_in
from lgtui.tui.dialogs import Problem
from lgtui.tui.judging import in_thread

if TYPE_CHECKING:
    from lgtui.tui.app import LgtuiApp


async def catch_up(app: "LgtuiApp") -> bool:
    """Takes in what is on disk now, with the edits that are not saved; looks at git anew.

    Returns:
        Whether the session is up to date; ``False`` where a question was left.
    """
    path = app.session.document.path
    gitline.refresh(app)
    try:
        fresh = await in_thread(lambda: store.read(path))
    except DataError as error:
        await app.push_screen_wait(Problem("The data file cannot be read", str(error)))
        return False
    current = True
    if fresh.raw != app.session.document.raw:
        current = await take_in(app, fresh, told="")
    app.judge()
    app.settle()
    return current
