"""Actions on the files: save, reload, quit, with what they ask before anything is written.

Where others wrote to the file, where both changed one field, and where a page was edited by hand
somebody has to choose; git asks the same questions when it merges.
"""

from typing import NamedTuple

from textual.content import Content

from lgtui import store
from lgtui.model import DataError, Record, Records
from lgtui.records.conflicts import Conflict, Merged, choices, chosen, resolve
from lgtui.records.diff import changes
from lgtui.records.merge import merge
from lgtui.site import saving
from lgtui.site.saving import SavePlan
from lgtui.store import Document
from lgtui.store.disk import Files, PartlyWrittenError
from lgtui.store.saving import ChangedOnDisk
from lgtui.text.control_chars import visible
from lgtui.tui import state
from lgtui.tui.actions import by_id, keys_in, show_key
from lgtui.tui.background import Stopped, in_thread, run_cancellable
from lgtui.tui.host import Host
from lgtui.tui.state import FIELD
from lgtui.tui.widgets.bottom_lists import change_lines, plain_value
from lgtui.tui.widgets.dialogs import Ask, Choice, Problem, confirm
from lgtui.tui.widgets.line_list import one_line

JOINED = "The file was changed by somebody else; both sets of edits are joined now."

MERGES = 5
"""How often a file may change while it is being saved before that is told instead."""


async def save(host: Host) -> None:
    """Writes records and pages, all or none."""
    await try_to_save(host)


async def try_to_save(host: Host) -> bool:
    """Saves, and says whether the records are on disk now."""
    host.take_form()
    if not host.state.complete:
        host.notify("The file is still being read; nothing was changed yet.", severity="warning")
        return False
    anew = False
    for _ in range(MERGES):
        try:
            return await _save_once(host, anew=anew)
        except ChangedOnDisk as changed:
            if not await take_in(host, changed.fresh):
                return False
            anew = False
        except DataError as error:
            gone = not anew and saving.is_gone(host.session.document)
            if not (gone and await _write_anew(host)):
                await host.ask(Problem("Not saved", _not_saved(host, error)))
                return False
            anew = True
    await host.ask(
        Problem("Not saved", "Another program keeps writing the file. Your edits are kept; try "
                "again when it is done.")
    )  # fmt: skip
    return False


def _not_saved(host: Host, error: DataError) -> str:
    kept = "here and as a draft on disk"
    if host.state.drafts.failure:
        kept = f"but only here, so leave lgtui open: {host.state.drafts.failure}"
    # Where the disk failed for good in the middle, the error itself says what is new.
    nothing = "" if isinstance(error, PartlyWrittenError) else "Nothing was written. "
    return f"{error}\n\n{nothing}Your edits are kept, {kept}."


async def _write_anew(host: Host) -> bool:
    """Asks whether a file that somebody deleted or moved shall be written again."""
    text = f"{host.session.document.path} is gone: it was deleted or moved since it was read."
    choices = (
        Choice("w", "Write it again where it was, with everything that is here", "write"),
        Choice("escape", "Cancel: write nothing", ""),
    )
    answer = await host.ask(Ask("The file is gone", text, choices))
    return answer == "write"


async def _save_once(host: Host, *, anew: bool = False) -> bool:
    """Saves once: plans, asks about pages edited by hand, writes, says what was written."""
    records, document = host.session.records, host.session.document
    try:
        planned = await run_cancellable(
            host, "Saving", lambda: saving.plan_save(document, records, anew=anew)
        )
    except Stopped:
        host.notify("Stopped: nothing was written. Your edits are kept.", severity="warning")
        return False
    if planned.edits:
        resolved = await resolve_hand_edits(host, planned)
        if resolved is None:
            return False
        if host.session.records is not records:
            return await _save_once(host, anew=anew)
        planned = resolved
    written = await run_cancellable(
        host, "Saving", lambda: saving.write_save(planned), stoppable=False
    )
    host.mark_saved(written)
    await _notify_saved(host, planned)
    return True


async def _notify_saved(host: Host, planned: SavePlan) -> None:
    """Says what was written, and why pages were not."""
    name = host.state.file
    if found := reasons(planned):
        count = len(found)
        shown = "\n".join(found[:50])
        await host.ask(
            Problem(
                "Saved, but the pages were left as they are",
                f"{name} is saved. No page was written: none is made from data with errors, or "
                f"while one has damaged markers. {'This has' if count == 1 else 'These have'} to "
                f"be put right first (4 lists them, Enter leads there):\n\n{shown}",
            )
        )
        return
    same, count = not planned.changes_data, len(planned.pages)
    pages = f"{count} {'page' if count == 1 else 'pages'}"
    if same and not count:
        host.notify("Nothing to save: records and pages are up to date.")
    elif same:
        host.notify(f"Wrote {pages}; {name} was saved already.{_next_step(host)}")
    elif count:
        host.notify(f"Saved {name} and {pages}.{_next_step(host)}")
    else:
        host.notify(f"Saved {name}; the pages say the same already.{_next_step(host)}")
    if planned.remade:
        host.notify(f"{'. '.join(map(visible, planned.remade))}.", severity="warning")
    if left := typed_texts(host, fields=True):
        host.notify(
            f"Not saved, because it is not understood: {'; '.join(left)}", severity="warning"
        )


def reasons(planned: SavePlan) -> list[str]:
    """Return why a save leaves the pages alone, a line for each reason; none if it writes them."""
    from lgtui.tui.form.slots import finding_place

    lines = []
    for found in planned.errors:
        place = finding_place(one_line(found.record, 40), found.where) or "data file"
        lines.append(f"{found.code} {place}: {found.message}")
    return [*lines, *map(str, planned.faults)]


def _next_step(host: Host) -> str:
    """Return the key that publishes, where there is a server to publish to."""
    keys = keys_in(by_id(host.state.actions)["publish"], host.state.pane)
    return f" {show_key(keys[0])} publishes." if keys and host.state.git.upstream else ""


async def take_in(host: Host, theirs: Document, notice: str = JOINED) -> bool:
    """Merges what others wrote to the file with the edits here; asks where both changed a field.

    Returns:
        Whether everything is merged; ``False`` leaves the session as it was.
    """
    try:
        return await _take_in(host, theirs, notice)
    except Stopped:
        host.notify("Stopped: nothing is merged. Your edits are as they were.", severity="warning")
        return False


async def _take_in(host: Host, theirs: Document, notice: str) -> bool:
    base, mine = host.session.document.records, host.session.records
    merged = await run_cancellable(host, "Merging", lambda: merge(base, mine, theirs.records))

    outcome: Merged | None = await decide_conflicts(host, merged)
    if outcome is None:
        return False

    def rebase(records: Records) -> Records:
        return merge(base, records, theirs.records).records

    before, records = host.session, outcome.records
    after = await run_cancellable(
        host, "Merging", lambda: state.merged(before, theirs, records, rebase)
    )
    host.update(after)
    if notice:
        host.notify(notice)
    return True


async def reload(host: Host) -> None:
    """Reads the file again; what others changed is merged with the edits here."""
    host.take_form()
    path = host.session.document.path
    try:
        fresh = await run_cancellable(host, "Reading", lambda: store.read(path))
    except Stopped:
        host.notify("Stopped: nothing was read.", severity="warning")
        return
    except DataError as error:
        await host.ask(Problem("Not read", str(error)))
        return
    if fresh.raw == host.session.document.raw:
        host.validate()
        host.notify("The file is as it was read.")
        return
    await take_in(host, fresh)


async def leave(host: Host) -> None:
    """Leaves; asks first when something is not saved."""
    host.take_form()
    if not await confirm_leaving_texts(host):
        return
    if not host.session.unsaved:
        host.leave()
        return
    count = host.state.changed_records
    records = f"{count} {'record has' if count == 1 else 'records have'}" if count else "There are"
    answer = await host.ask(
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
    if answer == "discard" or (answer == "save" and await try_to_save(host)):
        host.leave()


def typed_texts(host: Host, *, fields: bool = False) -> list[str]:
    """Return what was typed and is in no record, each with where: half a date, a mail.

    Args:
        host: the app.
        fields: only what was typed in the form.
    """
    from lgtui.tui.form.slots import typed_place

    return [
        f"{typed_place(names)}: “{one_line(text, 40)}”"
        for names, text in host.state.drafts.texts.items()
        if names[0] == FIELD or not fields
    ]


async def confirm_leaving_texts(host: Host) -> bool:
    """Asks whether to leave although something that was typed is in no record."""
    texts = typed_texts(host)
    if not texts:
        return True
    question = Ask(
        "Leave lgtui",
        "Typed, but in no record, since it is not understood or was not taken:\n"
        + "\n".join(texts),
        (
            Choice("d", "Go on without it", "leave"),
            Choice("escape", "Cancel: stay here and correct it", ""),
        ),
    )
    answer = await host.ask(question)
    return answer == "leave"


class MergeLabels(NamedTuple):
    """What the versions of a merge are called, and the answers: each its key and its words."""

    title: str = "Both changed this"
    mine: str = "Mine"
    theirs: str = "Theirs"
    base: str = "Before"
    take_mine: tuple[str, str] = ("m", "Mine")
    take_theirs: tuple[str, str] = ("t", "Theirs")
    take_base: tuple[str, str] = ("b", "As it was before both")
    take_joined: tuple[str, str] = ("j", "Both, one after the other")
    cancel: str = "Cancel: nothing is merged or saved"
    two_people: bool = True

    def said(self, conflict: Conflict) -> str:
        """Return the conflict in a line; the usual words are about two people."""
        if self.two_people:
            return str(conflict)
        return f"{conflict.label}: {conflict.field}" if conflict.field else conflict.label


TWO_PEOPLE = MergeLabels()
"""Somebody else changed what was changed here."""


async def decide_conflicts(
    host: Host, merged: Merged, sides: MergeLabels = TWO_PEOPLE
) -> Merged | None:
    """Asks about each conflict; ``None`` when that was left, and nothing is merged.

    Args:
        host: the app.
        merged: the merge with its conflicts.
        sides: what its versions are called.
    """
    number = 0
    while merged.conflicts:
        conflict = merged.conflicts[0]
        number += 1
        total = number - 1 + len(merged.conflicts)  # a decision may bring up another question
        answer = await host.ask(
            Ask(
                f"{sides.title} ({number} of {total})",
                _conflict_text(conflict, sides),
                (*_answers(conflict, sides), Choice("escape", sides.cancel, "")),
            )
        )
        if not answer:
            return None
        merged = resolve(merged, conflict, answer)
    return merged


def _answers(conflict: Conflict, sides: MergeLabels) -> list[Choice]:
    """Return the answers to a conflict, in the order to offer them."""
    words = {
        "mine": sides.take_mine,
        "theirs": sides.take_theirs,
        "base": sides.take_base,
        "joined": sides.take_joined,
    }
    offered = [name for name in choices(conflict) if name in words]
    return [
        Choice(words[name][0], _answer_label(conflict, name, words[name][1]), name)
        for name in offered
    ]


def _answer_label(conflict: Conflict, name: str, words: str) -> str:
    """Return an answer in words."""
    if conflict.kind == "same id":
        free = plain_value(conflict.proposal, 20)
        return f"{words} keeps this name, the other becomes {free}"
    if conflict.kind == "deleted" and chosen(conflict, name) is None:
        return f"{words}: delete it"
    return words


def _conflict_text(conflict: Conflict, sides: MergeLabels) -> Content:
    """Return the conflict with all three values in full."""
    parts: list[str | tuple[str, str]] = [f"{visible(sides.said(conflict))}\n"]
    for title, value in (
        (sides.mine, conflict.mine), (sides.theirs, conflict.theirs), (sides.base, conflict.base),
    ):  # fmt: skip
        shown = (
            visible(str(value), one_line=False) if isinstance(value, str) else value_in_full(value)
        )
        parts += [(f"\n{title}\n", "bold"), f"{shown or '(nothing)'}\n"]
    return Content.assemble(*parts)


def value_in_full(value: object) -> str:
    """Return a value that is no text: a date, speakers, a whole record, one part on a line."""
    if value is None:
        return "(deleted)"
    if isinstance(value, Record):
        fields = value._asdict()
        lines = [
            f"{name}: {visible(plain_value(part, 300))}"
            for name, part in fields.items()
            if part and name != "unknown"
        ]
        return "\n".join(lines)
    if isinstance(value, tuple):
        return "\n".join(value_in_full(part) for part in value)
    return visible(str(value))


STAYS_OUT = (
    "What follows can be part of no record. To keep it, move it in the file below the region's end "
    "marker or above its beginning: there the page is yours. The next save asks again before it "
    "writes over it."
)
"""What to do with an edit made by hand that no record can hold."""


async def resolve_hand_edits(host: Host, planned: SavePlan) -> SavePlan | None:
    """Asks what becomes of edits made by hand.

    Returns:
        What to write; ``None`` to write nothing. When the edits were taken into the records the
        session's records are others than before.
    """
    names = ", ".join(
        sorted({f"{edit.file} ({edit.region})" if edit.region else edit.file
                for edit in planned.edits})
    )  # fmt: skip
    text = Content.assemble(
        f"{visible(names)} was edited by hand since lgtui wrote it. "
        "Lines with - are on the page now, lines with + are what the records say.\n\n",
        diff_content("".join(edit.diff() for edit in planned.edits)),
    )
    answer = await host.ask(
        Ask(
            "A page was edited by hand",
            text,
            (
                Choice("t", "Take the change into the records", "take"),
                Choice("w", "Write over it with what the records say", "force"),
                Choice("l", "Leave all pages as they are, save the records", "leave"),
                Choice("escape", "Cancel: write nothing", ""),
            ),
        )
    )
    if answer == "force":
        document, records = planned.before, host.session.records
        return await in_thread(lambda: saving.plan_save(document, records, force=True))
    if answer == "leave":
        return planned._replace(pages=Files({}), edits=())
    if answer == "take":
        await take_hand_edits(host, planned)
    return None


async def take_hand_edits(host: Host, planned: SavePlan) -> None:
    """Takes edits made by hand into the records, after showing what they change there."""
    records, path = host.session.records, planned.document.path
    taken = await in_thread(lambda: saving.take_hand_edits(records, path, planned.edits))
    found = changes(records, taken.records)
    text = change_lines(found)
    if taken.left:
        text += f"\n\n{STAYS_OUT}\n\n{visible(taken.left, one_line=False)}"
    if not found:
        nothing = "No record changes by it." if not taken.left else ""
        await host.ask(Problem("Nothing to take", f"{nothing}{text}".strip()))
        return
    if await host.ask(confirm("Take into the records", text, "Take it")):
        label = "take an edit made by hand"
        host.update(state.edit(host.session, label, taken.records))
        host.notify("Taken into the records. Save again to write the pages.")


def diff_content(diff: str) -> Content:
    """Return a diff with its lines coloured, signs first."""
    styles = {"+": "$text-success", "-": "$text-error", "@": "$text-muted"}
    parts = [(visible(line) + "\n", styles.get(line[:1], "")) for line in diff.splitlines()]
    return Content.assemble(*parts)


COMMANDS = {"save": save, "reload": reload, "quit": leave}
