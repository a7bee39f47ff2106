"""Start-up: opening the data file, what comes after the first paint, watching the file."""

import asyncio
import datetime
import gc
import os
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from lgtui.model import DataError, Records, Where, parse_id, record_named
from lgtui.records.diff import changes
from lgtui.store import Document, disk, parse
from lgtui.store.disk import read_file, state_folder
from lgtui.text.dates import write_day
from lgtui.tui import state
from lgtui.tui.actions import first_key
from lgtui.tui.background import in_thread
from lgtui.tui.git import status_line
from lgtui.tui.host import Host
from lgtui.tui.rows import ORDERS, Index, Key, build, matches, where_of, words_of
from lgtui.tui.state import FIELD, Drafts, FailedKeeper
from lgtui.tui.widgets.bottom_lists import change_lines
from lgtui.tui.widgets.dialogs import Ask, Choice, Problem
from lgtui.tui.widgets.line_list import one_line

if TYPE_CHECKING:
    from lgtui.store.drafts import Draft

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
        return Opened(document, True)
    return Opened(Document(path, raw, _ends(raw, path)), False)


def _ends(raw: bytes, path: str) -> Records:
    """Return the records seen first: the series, and the newest seasons with their talks."""
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
    """Return where the last season begins, -1 where there is none.

    Looked for where it is in most files, before looking through all of it: near the end where
    seasons and talks alternate, before the first talk where all seasons come first.
    """
    near = raw.rfind(b"\n[[seasons]]", max(0, len(raw) - NEAR))
    if near >= 0:
        return near
    before = raw.rfind(b"\n[[seasons]]", 0, max(0, raw.find(b"\n[[talks]]")))
    return before if before >= 0 else raw.rfind(b"\n[[seasons]]")


def _part(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """Return a span from one header to another; the file's own start and end count as such.

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
    """Return the records of a part; none where it began or ended within a text, not at a header."""
    try:
        return parse(raw, path).records
    except DataError:
        return Records()


EVERY = 3.0
"""Seconds between two looks at the file's time and size; its bytes are read when those differ."""

Stamp = tuple[int, int, int]
"""Inode, size and time of a file; zeros where there is none."""


def stamp(path: str) -> Stamp:
    """Return what tells two versions of a file apart without reading it."""
    try:
        found = os.stat(path)
    except OSError:
        return 0, 0, 0
    return found.st_ino, found.st_size, found.st_mtime_ns


class DiskWatch:
    """Looks at the file now and then; says once when it holds something else."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._seen = stamp(host.session.document.path)
        host.set_interval(EVERY, self.look)

    def look(self) -> None:
        """Compares the file's stamp; reads it where that is another one."""
        found = stamp(self._host.session.document.path)
        if found != self._seen:
            self._seen = found
            self._host.work(partial(self._compare), "disk", exclusive=True)

    async def _compare(self) -> None:
        host = self._host
        path = host.session.document.path
        try:
            raw = await in_thread(lambda: read_file(path))
        except DataError:
            raw = b""
        before, host.state.changed_on_disk = (
            host.state.changed_on_disk,
            raw != host.session.document.raw,
        )
        if host.state.changed_on_disk and not before and not host.state.busy:
            host.notify(
                "The file was changed by somebody else. F5 merges that in; saving does too."
            )
        host.refresh_bars()


OPEN_TWICE = (
    "Another lgtui is open on this file. Both are safe: whoever saves second gets the other's "
    "changes merged in by record and field, and is asked where both changed the same.\n\n"
    "Was it left behind by a lost connection? What is unsaved there is offered at the next start "
    "after it has ended, which this does:\n\nkill {}"
)


async def begin(host: Host) -> None:
    """Say what has to be said at the start, and begin what runs beside the keys."""
    if host.state.draft_path and (others := await keep_drafts(host)):
        text = OPEN_TWICE.format(" ".join(map(str, others)))
        await host.ask(Ask("Open elsewhere too", text, (Choice("enter", "Go on", ""),)))
    if host.state.draft_path:
        status_line.start(host)
        host.work(partial(look_at_server, host), "server")
        DiskWatch(host)
        greet(host)
        if why := disk.why_closed(host.state.draft_path):
            host.state.notes = (
                *host.state.notes,
                f"{why}.\n\nWhat you edit here cannot be saved to this file.",
            )
        host.work(partial(show_states, host), "private")
    host.work(partial(index_words, host), "index", exclusive=True)
    if host.state.notes:
        await host.ask(Problem("To know before you start", "\n\n".join(host.state.notes)))


async def show_states(host: Host) -> None:
    """Shows in the list how far the talks are, where the series has a private file."""
    from lgtui.repo.client import first_commits
    from lgtui.store.private import read_private

    path, series = host.session.document.path, host.session.records.series.name
    try:
        file = await in_thread(lambda: read_private(path, series, "", first_commits))
    except DataError as error:
        host.notify(f"The private file cannot be used: {error}", severity="warning")
        return
    host.panes.records.show_states(file.private)


async def look_at_server(host: Host) -> None:
    """Looks at what others published, now and then every few minutes."""
    from lgtui.tui.git import syncing

    await syncing.start(host)


def greet(host: Host) -> None:
    """Welcomes whoever starts lgtui for the first time."""
    if is_first():
        actions = host.state.actions
        host.notify(
            f"Welcome. {first_key('help', actions)} shows the keys, "
            f"{first_key('palette', actions)} "
            "finds any talk or action; nothing is written before you save."
        )


def is_first() -> bool:
    """Return whether this is the first start; where nothing can be remembered every start is."""
    from lgtui.store import drafts

    try:
        mark = os.path.join(os.path.dirname(drafts.folder()), "started")
        os.close(os.open(mark, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return False
    except (OSError, DataError):
        return True
    return True


async def keep_drafts(host: Host) -> tuple[int, ...]:
    """Starts to keep drafts, and offers those that are left; gives other lgtuis' processes."""
    from lgtui.store import drafts

    try:
        keeper = drafts.Keeper(host.state.draft_path)
        left = await in_thread(lambda: drafts.load(host.state.draft_path))
        host.state.notes = (*host.state.notes, *map(UNREADABLE.format, left.unreadable))
    except DataError as error:
        host.state.notes = (*host.state.notes, str(error))
        host.state.drafts = Drafts(FailedKeeper(error))
        host.update(host.session)
        return ()
    host.state.drafts = Drafts(keeper)
    host.update(host.session)
    await offer_drafts(host, left.drafts)
    return keeper.others


UNREADABLE = (
    "Unsaved changes of an earlier sitting cannot be read by this lgtui: their file is torn, or of "
    "another version. It is kept, with the records in its lower part as text:\n\n{}"
)


async def offer_drafts(host: Host, left: "list[Draft]") -> None:
    """Shows what earlier sittings left unsaved, record by record, and offers to take it."""
    from lgtui.store import drafts
    from lgtui.tui.form.slots import typed_place

    for draft in left:
        found = changes(draft.base.records, draft.changed)
        if draft.changed == host.session.records:
            found = ()
        if not found and not draft.texts:
            drafts.discard(draft)
            continue
        told = [change_lines(found)] if found else []
        told += [
            f"{typed_place(names)}: “{one_line(text, 60)}”" for names, text in draft.texts.items()
        ]
        listed = "\n".join(told)
        when = datetime.datetime.fromtimestamp(draft.written)
        answer = await host.ask(
            Ask(
                "Unsaved changes were kept",
                f"lgtui ended on {write_day(when, short=True)} at {when:%H:%M} before these "
                f"were saved:\n\n{listed}",
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
            await take_draft(host, draft)


async def take_draft(host: Host, draft: "Draft") -> None:
    """Merges a draft with the file as it is now; its own file goes once the new one is there."""
    from lgtui.records.merge import merge
    from lgtui.store import drafts
    from lgtui.tui.commands.files import decide_conflicts

    base, mine, theirs = draft.base.records, draft.changed, host.session.records
    if mine != base:
        merged = await decide_conflicts(host, await in_thread(lambda: merge(base, mine, theirs)))
        if merged is None:
            return
        host.update(state.edit(host.session, "take back unsaved changes", merged.records))
    for names, text in draft.texts.items():
        host.keep_text(names, text)
        if names[0] == FIELD and len(names) == 4 and host.panes.form is not None:
            host.panes.form.put_back((names[1], names[2], names[3]), text)
    host.state.drafts.want(host.session)
    await in_thread(host.state.drafts.write)
    if not host.state.drafts.failure:
        drafts.discard(draft)
    if draft.texts:
        lines = "\n".join(_how_to_see(host, names) for names in draft.texts)
        host.notify(f"What you typed is back, and in no record yet:\n{lines}")
    if mine != base:
        host.notify("Your changes are back. Save writes them; u takes them off again.")


_DIALOGS = {"mail": "paste_mail", "video": "paste_video", "videos": "paste_videos"}
"""The action that opens the dialog in which a text was typed, by its first name in a draft."""


def _how_to_see(host: Host, names: tuple[str, ...]) -> str:
    """Return where a text is that is in no record: ``Mail S09E02: m there shows it``."""
    from lgtui.tui.form.slots import typed_place

    if names[0] == FIELD:
        return f"{typed_place(names)}: in its field"
    key = first_key(_DIALOGS.get(names[0], "publish"), host.state.actions)
    return f"{typed_place(names)}: {key} there shows it"


async def index_words(host: Host) -> None:
    """Prepares the words of all records between the keys, so that no filter waits for it."""
    records, index = host.session.records, host.panes.records.index
    for start in range(0, len(records.talks), 50):
        for talk in records.talks[start : start + 50]:
            index.text(talk)
        await asyncio.sleep(0.004)
    # The records stay for the whole sitting: looking through them for garbage would cost keys.
    gc.freeze()


VIEWS = 100
"""Of so many series it is remembered where the list was left, the latest last."""


class View(NamedTuple):
    """How the list was left: its order, what it was filtered by, the record under the cursor."""

    order: str
    query: str
    key: Key | None


def _views() -> str:
    """Return the file that remembers how the list of each series was left.

    It has a line for each, its parts with tabs between them: no parser has to be loaded before
    the first paint.

    Raises:
        DataError: there is no place for it.
    """
    return os.path.join(state_folder(), "views")


def _lines_of_views() -> dict[str, str]:
    """Return the remembered lines by their data files."""
    try:
        text = read_file(_views()).decode("utf-8", "surrogateescape")
    except DataError:
        return {}  # the first start, or nowhere to remember anything
    return {line.partition("\t")[0]: line for line in text.split("\n") if "\t" in line}


def remembered_view(path: str) -> View | None:
    """Return how the list of a data file was left; ``None`` where nothing is remembered."""
    parts = _lines_of_views().get(os.path.realpath(path), "").split("\t")
    if len(parts) != 6 or parts[1] not in ORDERS or not parts[5].isdecimal():
        return None
    _, order, query, kind, name, number = parts
    return View(order, query, (kind, name, int(number)) if kind else None)


def remember_view(path: str, view: View) -> None:
    """Remember how the list of a data file was left; a disk that takes nothing is left alone."""
    from lgtui.store import drafts

    whole = os.path.realpath(path)
    parts = [whole, view.order, view.query, *map(str, view.key or ("", "", 0))]
    if any(sign in part for part in parts for sign in "\t\n"):
        return
    found = _lines_of_views()
    found.pop(whole, None)
    lines = [*found.values(), "\t".join(parts)][-VIEWS:]
    text = "".join(f"{line}\n" for line in lines)
    # No work is lost with it: the list opens as it does at the first start.
    with suppress(DataError):
        drafts.replace(_views(), (text.encode("utf-8", "surrogateescape"),))


def leave_view(host: Host) -> None:
    """Remember how the list is left."""
    lines = host.panes.records
    if host.state.draft_path and host.state.complete:
        query = host.panes.filter.value if lines.query_words else ""
        remember_view(host.state.draft_path, View(lines.order, query, lines.key()))


class Start(NamedTuple):
    """Where to open the app: at a record, and with several of them with a filter."""

    where: Where
    query: str = ""


def find_start(records: Records, name: str) -> Start | None:
    """Return what was asked for at the start: an id, a season, an organizer, or words.

    Args:
        records: all records.
        name: as it was typed.
    """
    if where := record_named(records, name):
        return Start(where)
    index, words = Index(), words_of(name)
    rows = [row for row in build(records) if row.kind != "missing"]
    found = [where_of(row) for row in rows if words and matches(index, records, row, words)]
    return Start(found[0], name if len(found) > 1 else "") if found else None


NOT_FOUND = "there is no such folder, and no record of this name or with these words"


def open_view(host: Host) -> None:
    """Show the list as it was left, but with the cursor at what was asked for at the start."""
    lines, view = host.panes.records, None
    if host.state.draft_path:
        view = remembered_view(host.state.draft_path)
    if view and view.order != lines.order:
        lines.sort(view.order)
    if host.state.start:
        start = find_start(lines.records, host.state.start)
        if start is None:
            host.notify(f"{host.state.start}: {NOT_FOUND}.", severity="warning")
            return
        _filter(host, start.query)
        lines.go(start.where)
    elif view:
        _filter(host, view.query)
        if view.key:
            lines.go_to_key(view.key)


def _filter(host: Host, query: str) -> None:
    """Filter the list, with the words in sight."""
    if query:
        host.panes.filter.value = query
        host.panes.filter.add_class("-open")
        host.panes.records.filter(query)


async def read_rest(host: Host) -> bool:
    """Reads the whole of a large file whose beginning is in sight already."""
    raw, path = host.session.document.raw, host.session.document.path

    try:
        document = await in_thread(partial(parse, raw, path))
    except DataError as error:
        await host.ask(Problem("The data file cannot be used", str(error)))
        host.leave(2)
        return False
    host.state.complete = True
    host.panes.records.waiting = ""
    host.set_busy("")
    host.update(state.open_session(document))
    open_view(host)
    return True
