"""Start-up: opening the data file, what comes after the first paint, watching the file."""

import asyncio
import datetime
import gc
import os
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from lgtui.model import DataError, Records, parse_id
from lgtui.records.diff import changes
from lgtui.records.merge import merge
from lgtui.store import Document, disk, drafts, parse
from lgtui.store.disk import read_file
from lgtui.store.reader import read_templates
from lgtui.tui import state
from lgtui.tui.actions import by_id, show_key
from lgtui.tui.commands.conflicts import decide
from lgtui.tui.drafting import Drafts, Unable
from lgtui.tui.git import status_line
from lgtui.tui.validation import in_thread
from lgtui.tui.widgets.bottom_lists import change_lines
from lgtui.tui.widgets.dialogs import Ask, Choice, Problem

SMALL = 200_000
"""Bytes that are parsed in less time than a screen takes to paint."""

PART = 12_000
"""Bytes of each part of a large file that is shown before the rest is read."""


_HEADER = b"\n[["

NEAR = 1_000_000
"""Bytes from the end in which the last season is looked for first."""


class Opened(NamedTuple):
    """A file that was opened; ``complete`` is false while only its ends were parsed."""

    document: Document
    complete: bool


def open_file(path: str) -> Opened:
    """Reads a data file, and parses it or, of a large one, its ends.

    Raises:
        DataError: it cannot be read, or a small one is not valid.
    """
    raw = read_file(path)
    if len(raw) <= SMALL:
        document = parse(raw, path)
        read_templates(document.records, path)
        return Opened(document, True)
    return Opened(Document(path, raw, _ends(raw, path)), False)


def _ends(raw: bytes, path: str) -> Records:
    """The records that are seen first: the series, and the newest seasons with their talks."""
    last_season = _last_season(raw)
    half = PART // 2
    # However long that season is: it is the one that the list begins with.
    past = raw.find(_HEADER, last_season + 1) + len(_HEADER)
    season_end = max(last_season + half, past if past >= len(_HEADER) else len(raw))
    spans = ((0, PART), (last_season - half, season_end), (len(raw) - PART, len(raw)))
    parts = dict.fromkeys(_part(raw, max(0, start), end) for start, end in spans)
    head, *others = (_parsed(raw[start:end], path) for start, end in parts)
    seasons = {each.number: each for part in others for each in part.seasons}
    talks = {each.id: each for part in others for each in part.talks}
    numbers = {key[0] for key in map(parse_id, talks) if key} & seasons.keys()
    return head._replace(
        seasons=tuple(seasons[number] for number in sorted(numbers)),
        talks=tuple(
            talk for name, talk in talks.items() if (parse_id(name) or (-1, 0))[0] in numbers
        ),
    )


def _last_season(raw: bytes) -> int:
    """Where the last season begins, -1 where there is none.

    Looked for where it is in most files, before looking through all of it: near the end where
    seasons and talks alternate, before the first talk where all seasons come first.
    """
    near = raw.rfind(b"\n[[seasons]]", max(0, len(raw) - NEAR))
    if near >= 0:
        return near
    before = raw.rfind(b"\n[[seasons]]", 0, max(0, raw.find(b"\n[[talks]]")))
    return before if before >= 0 else raw.rfind(b"\n[[seasons]]")


def _part(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """A span from one header to another; the file's own start and end count as such.

    A record longer than the span is taken whole: one long text must not make the file's first
    paint wait for all of it, nor leave its newest talk out.
    """
    if start:
        within = raw.find(_HEADER, start, end)
        start = (within if within >= 0 else raw.rfind(_HEADER, 0, start)) + 1
    if end < len(raw):
        within = raw.rfind(_HEADER, start, end)
        past = within if within >= 0 else raw.find(_HEADER, end)
        end = past + 1 if past >= 0 else len(raw)
    return start, end


def _parsed(raw: bytes, path: str) -> Records:
    """The records of a part; none where it began or ended within a text, not at a header."""
    try:
        return parse(raw, path).records
    except DataError:
        return Records()


if TYPE_CHECKING:
    from lgtui.tui.app import LgtuiApp

EVERY = 3.0
"""Seconds between two looks at the file's time and size; its bytes are read when those differ."""

Stamp = tuple[int, int, int]
"""Inode, size and time of a file; zeros where there is none."""


def stamp(path: str) -> Stamp:
    """What tells two versions of a file apart without reading it."""
    try:
        found = os.stat(path)
    except OSError:
        return 0, 0, 0
    return found.st_ino, found.st_size, found.st_mtime_ns


class DiskWatch:
    """Looks at the file now and then; says once when it holds something else."""

    def __init__(self, app: "LgtuiApp") -> None:
        self._app = app
        self._seen = stamp(app.session.document.path)
        app.set_interval(EVERY, self.look)

    def look(self) -> None:
        """Compares the file's stamp; reads it where that is another one."""
        found = stamp(self._app.session.document.path)
        if found != self._seen:
            self._seen = found
            self._app.work(partial(self._compare), "disk", exclusive=True)

    async def _compare(self) -> None:
        app = self._app
        path = app.session.document.path
        try:
            raw = await in_thread(lambda: read_file(path))
        except DataError:
            raw = b""
        before, app.state.outside = app.state.outside, raw != app.session.document.raw
        if app.state.outside and not before and not app.state.busy:
            app.tell("The file was changed by somebody else. F5 merges that in; saving does too.")
        app.refresh_bars()


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
        status_line.start(app)
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
    app.update(state.edit(app.session, "take back unsaved changes", merged.records))
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
    app.update(state.open_session(document))
    return True
