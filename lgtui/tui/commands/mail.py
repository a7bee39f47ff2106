"""The private side and letters as actions: what is known of a talk, and what is written to people.

The private file is read anew for each action and written at once: it is no part of the session,
whose drafts, changes and publishing never see it.
"""

import datetime
import os
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from textual.app import SuspendNotSupported

from lgtui.model import (
    DataError,
    Records,
    Season,
    Speaker,
    Talk,
    as_date,
    parse_id,
    season_label,
    seasons_by_number,
)
from lgtui.records import edits
from lgtui.records.edits import EditError
from lgtui.records.private import (
    CONSENTS,
    STATES,
    Note,
    Private,
    SentLetter,
    entry_of,
    note_letter,
    note_text,
    season_entry,
    with_entry,
    with_season,
)
from lgtui.repo.client import first_commits
from lgtui.store.private import (
    PrivateFile,
    letter_kinds,
    read_letter,
    read_private,
    refuse_public,
    write_private,
)
from lgtui.tui import state
from lgtui.tui.background import in_thread
from lgtui.tui.commands.navigation import open_address
from lgtui.tui.commands.records import season_here
from lgtui.tui.host import Host
from lgtui.tui.widgets.dialogs import CANCEL, Ask, Choice, Problem, Prompt

if TYPE_CHECKING:
    from lgtui.render.letters import Letter

LOCK = "🔒"
"""Stands in the title of whatever shows private words."""


async def read_file(host: Host) -> PrivateFile | None:
    """Reads the private file of the series; one that cannot be used is told, and ``None``."""
    path, series = host.session.document.path, host.session.records.series.name
    try:
        return _seen(host, await in_thread(lambda: read_private(path, series, "", first_commits)))
    except DataError as error:
        await host.ask(Problem("The private file cannot be used", str(error)))
        return None


def _seen(host: Host, file: PrivateFile) -> PrivateFile:
    """Shows the states of a file in the list, and returns it."""
    host.panes.records.show_states(file.private)
    return file


async def _write(host: Host, file: PrivateFile, new: Private) -> PrivateFile | None:
    """Writes the private file; what keeps it from being written is told, and ``None``."""
    try:
        return _seen(host, await in_thread(lambda: write_private(file, new)))
    except DataError as error:
        await host.ask(Problem("The private file was not written", str(error)))
        return None


def _talk_here(host: Host) -> Talk | None:
    row = host.panes.records.row()
    if row is None or row.kind != "talks":
        return None
    return host.session.records.talks[row.at]


def _season_of(records: Records, talk: Talk | None, number: int) -> Season | None:
    key = parse_id(talk.id) if talk else None
    return seasons_by_number(records).get(key[0] if key else number)


async def show_private(host: Host) -> None:
    """Shows what is known of the talk or season under the cursor, and changes it."""
    host.take_form()
    talk = _talk_here(host)
    season = _season_of(host.session.records, talk, season_here(host))
    if talk is None and season is None:
        host.notify("There is no talk or season here.", severity="warning")
        return
    file = await read_file(host)
    before: list[Private] = []
    while file is not None:
        if talk is not None:
            changed = await _ask_of_talk(host, file, talk, undo=bool(before))
        else:
            assert season is not None
            changed = await _ask_of_season(host, file, season, undo=bool(before))
        if changed is None:
            return
        if changed == file.private:
            continue
        new = before.pop() if changed is UNDO else changed
        if changed is not UNDO:
            before.append(file.private)
        file = await _write(host, file, new)


UNDO = Private("\0undo")
"""Stands for the wish to take back the last change; no file holds such a series."""


_MORE = (Choice("u", "Take back the last change", "undo"),)


async def _ask_of_talk(host: Host, file: PrivateFile, talk: Talk, *, undo: bool) -> Private | None:
    """Shows a talk's entry and asks what to change; ``None`` for nothing more."""
    entry = entry_of(file.private, talk)
    lines = [
        f"State: {entry.state or 'not said'}",
        f"Cared for by: {entry.cared_for_by or 'nobody yet'}",
        f"Consent to the recording: {entry.consent or 'not asked yet'}",
        *(f"{_day(each.day)}: letter {each.kind}" + (f" to {each.to}" if each.to else "")
          for each in entry.letters),
        *(f"{_day(each.day)}: {each.text}" for each in entry.notes),
        *_addresses(file.private, talk),
    ]  # fmt: skip
    choices = (
        Choice("s", "State", "state"),
        Choice("w", "Who cares for it", "who"),
        Choice("k", "Consent to the recording", "consent"),
        Choice("n", "Add a note", "note"),
        *(_MORE if undo else ()),
        Choice("escape", "Close", ""),
    )
    title = f"{LOCK} Private: {talk.id}"
    answer = await host.ask(Ask(title, _shown(file, lines), choices))
    if answer == "undo":
        return UNDO
    if answer == "state":
        chosen = await _choose(host, "State", STATES, entry.state)
        return _changed(file, talk, state=chosen)
    if answer == "consent":
        chosen = await _choose(host, "Consent to the recording", CONSENTS, entry.consent)
        return _changed(file, talk, consent=chosen)
    if answer == "who":
        names = [each.name for each in host.session.records.organizers if each.name]
        chosen = await _choose(host, "Who cares for it", ("", *names), entry.cared_for_by)
        return _changed(file, talk, cared_for_by=chosen)
    if answer == "note":
        text = (await host.ask(Prompt(f"{LOCK} Note about {talk.id}", _WHERE))).strip()
        return note_text(file.private, talk, Note(text, _today(host))) if text else file.private
    return None


_WHERE = "It goes into the private file, and onto no page."


def _changed(file: PrivateFile, talk: Talk, **fields: str) -> Private:
    entry = entry_of(file.private, talk)
    changed = entry._replace(**fields)  # type: ignore[arg-type] # texts, by their names
    return file.private if changed == entry else with_entry(file.private, talk, changed)


async def _ask_of_season(
    host: Host, file: PrivateFile, season: Season, *, undo: bool
) -> Private | None:
    """Shows a season's entry and asks what to change; ``None`` for nothing more."""
    entry = season_entry(file.private, season.number)
    lines = [
        f"Moderator: {entry.moderator or 'nobody yet'}",
        f"Backup: {entry.backup or 'nobody yet'}",
        *(f"{_day(each.day)}: letter {each.kind}" for each in entry.letters),
        *(f"{_day(each.day)}: {each.text}" for each in entry.notes),
    ]
    choices = (
        Choice("m", "Moderator", "moderator"),
        Choice("b", "Backup", "backup"),
        Choice("n", "Add a note", "note"),
        *(_MORE if undo else ()),
        Choice("escape", "Close", ""),
    )
    label = season_label(season.number)
    answer = await host.ask(Ask(f"{LOCK} Private: {label}", _shown(file, lines), choices))
    if answer == "undo":
        return UNDO
    if answer in ("moderator", "backup"):
        names = [each.name for each in host.session.records.organizers if each.name]
        if answer == "moderator":
            chosen = await _choose(host, "Moderator", ("", *names), entry.moderator)
            changed = entry._replace(moderator=chosen)
        else:
            chosen = await _choose(host, "Backup", ("", *names), entry.backup)
            changed = entry._replace(backup=chosen)
        return file.private if changed == entry else with_season(file.private, changed)
    if answer == "note":
        text = (await host.ask(Prompt(f"{LOCK} Note about {label}", _WHERE))).strip()
        notes = (*entry.notes, Note(text, _today(host)))
        return with_season(file.private, entry._replace(notes=notes)) if text else file.private
    return None


def _addresses(private: Private, talk: Talk) -> list[str]:
    from lgtui.records.private import address_of

    return [
        f"{each.name}: {address_of(private, each.name) or 'no address'}" for each in talk.speakers
    ]


def _shown(file: PrivateFile, lines: list[str]) -> str:
    place = file.path or "nowhere yet"
    made = "" if file.raw is not None else " (made with the first change)"
    return "\n".join([*lines, "", f"Kept in {place}{made}."])


def _day(day: datetime.date | None) -> str:
    return day.isoformat() if day else "some day"


def _today(host: Host) -> datetime.date:
    return as_date(host.today())


async def _choose(host: Host, title: str, values: tuple[str, ...], old: str) -> str:
    """Asks for one of a few words, by its key; the old one where it was left by Esc."""
    choices = [
        Choice(_KEYS[n], value or "(nobody said)", f"={n}")
        for n, value in enumerate(values[: len(_KEYS)])
    ]
    at = values.index(old) if old in values[: len(_KEYS)] else 0
    answer = await host.ask(Ask(f"{LOCK} {title}", f"Now: {old or '–'}", [*choices, CANCEL], at))
    return values[int(answer[1:])] if answer else old


_KEYS = "0123456789abcdfghijlmnopqrtvwxyz"
"""The keys of the answers where there are many."""


async def write_letter(host: Host) -> None:
    """Asks for a kind of letter, and shows each letter to be copied, written or noted as sent."""
    host.take_form()
    records, talk = host.session.records, _talk_here(host)
    season = _season_of(records, talk, season_here(host))
    if season is None:
        host.notify("There is no season here to write about.", severity="warning")
        return
    file = await read_file(host)
    if file is None:
        return
    about = talk.id if talk else season_label(season.number)
    kinds = await in_thread(lambda: letter_kinds(file))
    choices = [Choice(_KEYS[n], kind, kind) for n, kind in enumerate(kinds[: len(_KEYS) - 1], 1)]
    told = "Nothing is sent: each letter is shown, to be copied or written to a file."
    kind = await host.ask(Ask(f"Write a letter about {about}", told, [*choices, CANCEL], 0))
    if not kind:
        return
    today = _today(host)
    try:
        letters, remarks = await in_thread(
            lambda: _letters(file, records, kind, talk or season, today)
        )
    except DataError as error:
        await host.ask(Problem("The letter cannot be written", str(error)))
        return
    if not letters:
        host.notify(". ".join(remarks) + ".", severity="warning")
        return
    for at, letter in enumerate(letters):
        count = f" ({at + 1} of {len(letters)})" if len(letters) > 1 else ""
        if not await _show_letter(host, letter, f"{kind}: {letter.record}{count}", remarks):
            return


def _letters(
    file: PrivateFile, records: Records, kind: str, about: Season | Talk, today: datetime.date
) -> "tuple[list[Letter], list[str]]":
    """Returns the letters of a kind; those to the list are about the season, wherever one is.

    Args:
        file: the private file.
        records: all records.
        kind: the kind of letter.
        about: the season or talk under the cursor.
        today: the day it is.

    Raises:
        DataError: the template cannot be read or filled.
    """
    from lgtui.render.letters import Writer, read_template

    found = read_letter(file, kind)
    if found is None:
        raise DataError(f"there is no letter {kind} any more")
    template = read_template(kind, *found)
    known = file.private if file.raw is not None else None
    writer = Writer(template, records, known, today)
    if isinstance(about, Season):
        return writer.write(about)
    season = _season_of(records, about, 0)
    if season is None:
        raise DataError(f"{about.id} has no season yet; add it first")
    return writer.write(season, None if template.to == "list" else about)


async def _show_letter(host: Host, letter: "Letter", title: str, remarks: list[str]) -> bool:
    """Shows a letter until it is noted as sent or passed over; ``False`` to stop here."""
    from lgtui.render.letters import MAILTO_LENGTH, as_mailto, as_text

    while True:
        notes = [f"! {line}" for line in (*remarks, *letter.missing)]
        text = "\n".join([*notes, *([""] if notes else []), as_text(letter)])
        short = len(as_mailto(letter)) <= MAILTO_LENGTH
        choices = (
            Choice("c", "Copy the text", "copy"),
            *((Choice("m", "Open it in your mail program", "mailto"),) if short else ()),
            Choice("w", "Write an .eml draft, which a mail program opens", "write"),
            Choice("e", "Edit it in $VISUAL or $EDITOR", "edit"),
            Choice("s", "It was sent: note it, and go on", "sent"),
            Choice("n", "Go on without a note", "next"),
            Choice("escape", "Stop here", ""),
        )
        answer = await host.ask(Ask(f"{LOCK} {title}", text, choices, 0, tall=True))
        if answer in ("", "next"):
            return bool(answer)
        if answer == "sent":
            return await _note_sent(host, letter)
        if answer == "edit":
            letter = _edited(host, letter)
        elif answer == "write":
            await _write_draft(host, letter)
        elif answer == "mailto":
            shown = f"{letter.kind} to {letter.to_name or 'the list'}"
            open_address(host, as_mailto(letter), "your mail program", shown)
        else:
            host.copy_to_clipboard(letter.body)
            host.notify("Copied, if your terminal allows it.")


def _edited(host: Host, letter: "Letter") -> "Letter":
    """Lends the terminal to the organizer's editor; what it leaves is the letter's text."""
    from lgtui.tui.form.long_text import edit_outside

    try:
        with host.suspend():
            outcome = edit_outside(letter.body, f"{letter.record}-{letter.kind}", os.environ)
    except SuspendNotSupported:
        host.notify("This terminal cannot be lent to an editor.", severity="warning")
        return letter
    host.notify(outcome.told, severity="warning" if outcome.failed else "information")
    return letter if outcome.text is None else letter._replace(body=outcome.text)


async def _write_draft(host: Host, letter: "Letter") -> None:
    """Writes a draft where the organizer says, not into the public repository."""
    from lgtui.render.letters import as_eml
    from lgtui.store import disk

    told = "A folder outside the public repository; a mail program opens the file."
    name = os.path.join("~", f"{letter.record}-{letter.kind}.eml")
    answer = (await host.ask(Prompt("Write the draft", told, name))).strip()
    if not answer:
        return
    path = os.path.abspath(os.path.expanduser(answer))
    moment = host.today()
    now = moment if isinstance(moment, datetime.datetime) else datetime.datetime.min
    draft = as_eml(letter, now.astimezone())

    def write() -> None:
        refuse_public(path, host.session.document.path, first_commits)
        if os.path.lexists(path):
            raise DataError("there is such a file already; take another name", path)
        disk.write_files(disk.Files({path: draft}, {path: None}))

    try:
        await in_thread(write)
    except DataError as error:
        await host.ask(Problem("The draft was not written", str(error)))
        return
    host.notify(f"Wrote {path}")


async def _note_sent(host: Host, letter: "Letter") -> bool:
    """Notes a letter as sent in the private file, as it is now; says whether it was noted."""
    file = await read_file(host)
    if file is None:
        return False
    records = host.session.records
    talk = next((each for each in records.talks if each.id == letter.record), None)
    labels = {season_label(season.number): season for season in records.seasons}
    about = talk or labels.get(letter.record)
    if about is None:
        host.notify(f"{letter.record} is no record any more.", severity="warning")
        return False
    several = talk is not None and len(talk.speakers) > 1
    note = SentLetter(letter.kind, _today(host), letter.to_name if several else "")
    written = await _write(host, file, note_letter(file.private, about, note))
    if written is not None:
        host.notify(f"{letter.record}: {letter.kind} is noted as sent.")
    return written is not None


async def show_ideas(host: Host) -> None:
    """Lists the ideas for later seasons; one of them becomes a talk of the season here."""
    host.take_form()
    file = await read_file(host)
    if file is None:
        return
    number = season_here(host)
    ideas = file.private.ideas[: len(_KEYS) - 1]
    choices = [
        Choice(_KEYS[n], " – ".join(filter(None, (idea.name, idea.topic, idea.proposed_by))),
               f"={n - 1}")
        for n, idea in enumerate(ideas, 1)
    ]  # fmt: skip
    told = f"Enter plans one as a talk of {season_label(number)}." if ideas else "No ideas yet."
    answer = await host.ask(
        Ask(f"{LOCK} Ideas", told, [*choices, Choice("A", "Add an idea", "add"), CANCEL], 0)
    )
    if answer == "add":
        await _add_idea(host, file)
    elif answer:
        await _plan_idea(host, file, int(answer[1:]), number)


async def _add_idea(host: Host, file: PrivateFile) -> None:
    from lgtui.records.private import Idea

    text = await host.ask(Prompt(f"{LOCK} Add an idea", "Name: topic"))
    name, _, topic = (part.strip() for part in text.partition(":"))
    if not name:
        return
    ideas = (*file.private.ideas, Idea(name, topic))
    if await _write(host, file, file.private._replace(ideas=ideas)) is not None:
        host.notify(f"The idea {name} is kept.")


async def _plan_idea(host: Host, file: PrivateFile, at: int, number: int) -> None:
    """Makes an idea a talk that says who is meant; what else is known goes into its notes."""
    idea = file.private.ideas[at]
    records = host.session.records
    planned = Talk("", speakers=(Speaker(idea.name),))
    empty = edits.empty_talk(records, number)
    try:
        if empty is not None:
            made = edits.fill_talk(records, empty, planned).edit
        else:
            made = edits.add_talk(records, number, planned)
    except EditError as error:
        host.notify(str(error), severity="warning")
        return
    talk = made.records.talks[made.where.at]
    entry = entry_of(file.private, talk)._replace(state="idea", speaker=idea.name)
    by = f" (proposed by {idea.proposed_by})" if idea.proposed_by else ""
    about = " ".join(filter(None, (idea.topic, idea.notes))) + by
    private = with_entry(file.private, talk, entry)
    if about.strip():
        private = note_text(private, talk, Note(about.strip(), _today(host)))
    left = (*file.private.ideas[:at], *file.private.ideas[at + 1 :])
    if await _write(host, file, private._replace(ideas=left)) is None:
        return
    if host.session.records is not records:
        host.notify("The records have changed meanwhile; no talk was planned.", severity="warning")
        return
    where = made.where._replace(field="")
    host.update(state.edit(host.session, made.label, made.records, where), where)
    host.notify(f"{talk.id} is planned with {idea.name}. u takes the talk back.")


COMMANDS: dict[str, Callable[[Host], Coroutine[Any, Any, None]]] = {
    "private": show_private,
    "letter": write_letter,
    "ideas": show_ideas,
}
