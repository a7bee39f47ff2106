"""Actions that change records: add, delete, move, renumber, undo, take in a paste, fix findings."""

from collections.abc import Callable
from functools import partial

from lgtui.checks import Finding
from lgtui.importers.mail import Mail, read_mail
from lgtui.model import Records, Talk, Where, field_of, parse_id, record_label, season_label
from lgtui.records import edits
from lgtui.records.diff import changes
from lgtui.records.edits import Edit, EditError
from lgtui.text.urls import video_link
from lgtui.tui import state
from lgtui.tui.actions import by_id, first_key, show_key
from lgtui.tui.background import Stopped, run_cancellable
from lgtui.tui.host import Host
from lgtui.tui.widgets.bottom_lists import change_lines
from lgtui.tui.widgets.dialogs import CANCEL, Ask, Choice, Problem, Prompt, confirm


def apply_edit(host: Host, edit: Callable[[], Edit]) -> Edit | None:
    """Makes an edit one step of undo; one that cannot be made says why."""
    host.take_form()
    try:
        made = edit()
    except EditError as error:
        host.notify(str(error), severity="warning")
        return None
    where = made.where._replace(field="")
    host.update(state.edit(host.session, made.label, made.records, where), where)
    return made


def kept_text(host: Host, *names: str) -> tuple[Callable[[str], None], str]:
    """Return what keeps the text of a dialog in the draft, and the text from the last time.

    A dialog that is left without an answer keeps it; whoever takes it gives an empty one.

    Args:
        host: the app.
        names: what the text is called in the draft.
    """
    return partial(host.keep_text, names), host.state.drafts.texts.get(names, "")


def season_here(host: Host) -> int:
    """Return the number of the season that the cursor is in; the last one where it is in none."""
    records, row = host.session.records, host.panes.records.row()
    if row is not None and row.kind == "seasons":
        return records.seasons[row.at].number
    if row is not None and row.kind == "missing" and row.at >= 0:
        return row.at
    if row is not None and row.kind == "talks" and (key := parse_id(records.talks[row.at].id)):
        return key[0]
    return max((season.number for season in records.seasons), default=1)


def add_talk(host: Host) -> None:
    """Adds a talk to the season under the cursor; the form opens on its title."""
    made = apply_edit(host, lambda: edits.add_talk(host.session.records, season_here(host)))
    if made is not None:
        host.go_to(made.where)


def add_season(host: Host) -> None:
    """Adds the next season, or the one under the cursor whose talks have no record."""
    row = host.panes.records.row()
    number = row.at if row is not None and row.kind == "missing" and row.at > 0 else None
    made = apply_edit(host, lambda: edits.add_season(host.session.records, number))
    if made is None:
        return
    host.go_to(made.where)
    new = host.session.records.seasons[made.where.at].number
    keys = by_id(host.state.actions)["add_talk"].keys
    if keys and not edits.talks_of(host.session.records, new):
        host.notify(f"{season_label(new)} needs a talk before pages are written again: "
                 f"{show_key(keys[0])} in the list adds one.")  # fmt: skip


def add_organizer(host: Host) -> None:
    """Adds an organizer; the form opens on the name."""
    made = apply_edit(host, lambda: edits.add_organizer(host.session.records))
    if made is not None:
        host.go_to(made.where)


def duplicate(host: Host) -> None:
    """Adds a copy of the record under the cursor."""
    where = host.panes.records.where()
    made = (
        apply_edit(host, lambda: edits.duplicate(host.session.records, where))
        if where.kind
        else None
    )
    _notify_made(host, made)


def _notify_made(host: Host, made: Edit | None) -> None:
    """Says what an edit did that is not all in sight."""
    if made is not None:
        keys = by_id(host.state.actions)["undo"].keys
        back = f" {show_key(keys[0])} takes it back." if keys else ""
        host.notify(f"{made.label[0].upper()}{made.label[1:]}.{back}")


def mark(host: Host) -> None:
    """Marks the talk under the cursor, or all talks of its season's heading, and moves on."""
    lines, records = host.panes.records, host.session.records
    row = lines.row()
    if row is None or row.kind not in ("talks", "seasons", "missing"):
        host.notify("Talks can be marked, and seasons with their talks.", severity="warning")
        return
    if row.kind == "talks":
        ids = {records.talks[row.at].id}
    else:
        ids = {records.talks[at].id for at in edits.talks_of(records, season_here(host))}
    _mark(host, ids)
    if row.kind == "talks":
        lines.move_to(lines.cursor + 1)


def mark_all(host: Host) -> None:
    """Marks all talks that the list shows; where all are marked, takes the marks off."""
    lines, talks = host.panes.records, host.session.records.talks
    _mark(host, {talks[row.at].id for row in lines.rows if row.kind == "talks"})


def _mark(host: Host, ids: set[str]) -> None:
    """Marks talks, or takes the marks off where each of them has one."""
    lines = host.panes.records
    before = lines.marked
    lines.mark_talks(before - ids if ids <= before else before | ids)
    count = len(lines.marked)
    if count and not before:
        change = first_key("change_marked", host.state.actions)
        host.notify(f"{count} marked. {change} changes them together, Esc drops the marks.")


async def change_marked(host: Host) -> None:
    """Changes the marked talks together, or the one under the cursor, as one edit."""
    host.take_form()
    lines, records = host.panes.records, host.session.records
    places = [at for at, talk in enumerate(records.talks) if talk.id in lines.marked]
    if not places:
        key = first_key("mark", host.state.actions)
        host.notify(f"No talk is marked; {key} marks one.", severity="warning")
        return
    named = ", ".join(records.talks[at].id for at in places[:12])
    many = f"{len(places)} talks" if len(places) > 1 else "1 talk"
    text = named + (f" and {len(places) - 12} more" if len(places) > 12 else "")
    choices = (
        Choice("w", "The recording is withheld", "withheld"),
        Choice("s", "The recording may be shared", "shared"),
        Choice("c", "Cancelled", "cancelled"),
        Choice("n", "Not cancelled", "held"),
        Choice("a", "Another affiliation …", "affiliation"),
        Choice("t", "Take tracking parameters out of the links", "untracked"),
        CANCEL,
    )
    answer = await host.ask(Ask(f"Change {many} together", text, choices, 0))
    if not answer:
        return
    affiliation = ""
    if answer == "affiliation":
        old = {records.talks[at].affiliation for at in places}
        told = "The affiliation of all of them; speakers with one of their own keep it."
        known = old.pop() if len(old) == 1 else ""
        affiliation = (await host.ask(Prompt("Affiliation", told, known))).strip()
        if not affiliation:
            return
    changes_: dict[str, tuple[str, Callable[[Talk], Talk]]] = {
        "withheld": ("recording withheld", edits.withhold),
        "shared": ("recording may be shared", lambda talk: talk._replace(recording="")),
        "cancelled": ("cancelled", lambda talk: talk._replace(state="cancelled")),
        "held": ("not cancelled", lambda talk: talk._replace(state="")),
        "affiliation": ("affiliation", lambda talk: talk._replace(affiliation=affiliation)),
        "untracked": ("links without tracking", edits.untrack),
    }
    what, change = changes_[answer]
    try:
        made = edits.change_talks(records, places, what, change)
    except EditError as error:
        host.notify(str(error), severity="warning")
        return
    shown = f"{change_lines(changes(records, made.records))}\n\nu takes all of it back."
    yes = (Choice("y", "Make these changes", "yes"), Choice("n", "Leave all as it is", ""))
    if await host.ask(Ask(made.label, shown, yes, 0)) and host.session.records is records:
        host.update(state.edit(host.session, made.label, made.records, made.where))
        host.panes.records.mark_talks(frozenset())
        _notify_made(host, made)


async def delete(host: Host) -> None:
    """Deletes the record under the cursor, after a question."""
    where = host.panes.records.where()
    if where.kind not in ("talks", "seasons", "organizers"):
        every = "Every file has this record; it cannot be deleted."
        host.notify(every if where.kind else "There is no record on this line.", severity="warning")
        return
    name = record_label(host.session.records, where)
    records = host.session.records
    with_talks = False
    if where.kind == "seasons" and (talks := edits.talks_of(records, season_here(host))):
        answer = await host.ask(
            Ask(
                f"Delete {name}",
                f"{name} has {len(talks)} talks. Delete them too? u takes it back.",
                (
                    Choice("y", f"Delete {name} and its {len(talks)} talks", "both"),
                    Choice("s", "Delete the season's record only, keep the talks", "alone"),
                    Choice("n", f"Keep {name}", ""),
                ),
                0,
            )
        )
        if not answer:
            return
        with_talks = answer == "both"
    else:
        what = _what(host, where)
        if not await host.ask(
            confirm(
                f"Delete {name}",
                f"{what}\n\nu takes it back.",
                f"Delete {name}",
                f"Keep {name}",
                undoable=True,
            )
        ):
            return
    if host.session.records is records:
        made = edits.delete(records, where, with_talks)
        host.update(state.edit(host.session, made.label, made.records, where))


def _what(host: Host, where: Where) -> str:
    """Return what a question says of the record it is about."""
    records = host.session.records
    if where.kind == "talks":
        talk = records.talks[where.at]
        speakers = ", ".join(speaker.name for speaker in talk.speakers) or "no speaker yet"
        return f"{talk.id}: {talk.title or 'no title yet'}\n{speakers}"
    if where.kind == "seasons":
        season = records.seasons[where.at]
        return f"{season_label(season.number)}: {season.theme or 'no theme yet'}"
    return records.organizers[where.at].name or "An organizer without a name."


def _move(step: int) -> Callable[[Host], None]:
    """Return the action that moves the record under the cursor."""

    def move(host: Host) -> None:
        where = host.panes.records.where()
        if where.kind:
            apply_edit(host, lambda: edits.move(host.session.records, where, step))

    return move


async def renumber(host: Host) -> None:
    """Gives another number to a season, or to a talk and those after it."""
    where, records = host.panes.records.where(), host.session.records
    row = host.panes.records.row()
    if row is None or (row.kind == "missing" and row.at < 0):
        host.notify(
            "These talks have no number yet; correct their ids in the form.", severity="warning"
        )
        return
    if where.kind == "seasons" or not where.kind:
        number = season_here(host)
        text = f"New number of {season_label(number)}; its talks follow."
        answer = await host.ask(Prompt("Renumber a season", text, str(number)))
        if answer and (new := _number(host, answer.upper().removeprefix("S"))):
            _notify_made(
                host, apply_edit(host, lambda: edits.renumber_season(records, number, new))
            )
        return
    if where.kind != "talks":
        host.notify("Only seasons and talks have numbers.", severity="warning")
        return
    talk = records.talks[where.at]
    key = parse_id(talk.id)
    if key is None:
        host.notify(f"{talk.id or 'This talk'} is no id like S01E01; correct it in the form.",
                 severity="warning")  # fmt: skip
        return
    text = f"New episode of {talk.id}; the talks after it in {season_label(key[0])} count on."
    answer = await host.ask(Prompt("Renumber from here on", text, str(key[1])))
    if answer and (episode := _number(host, answer.upper().removeprefix("E"))):
        _notify_made(
            host, apply_edit(host, lambda: edits.renumber_from(records, where.at, episode))
        )


def _number(host: Host, text: str) -> int:
    """Return the number in an answer; 0, with a word about it, where there is none."""
    text = text.strip()
    if text.isascii() and text.isdigit() and 0 < int(text[:6]) < 10_000:
        return int(text)
    host.notify(f"{text!r} is no number above 0.", severity="warning")
    return 0


def undo(host: Host) -> None:
    """Takes back the last edit."""
    host.take_form()
    if not host.session.done:
        from lgtui.tui.commands.files import typed_texts

        left = "; ".join(typed_texts(host))
        host.notify(f"Nothing to undo. Typed, but in no record: {left}" if left else
                    "Nothing to undo.")  # fmt: skip
        return
    step = host.session.done[-1]
    host.update(state.undo(host.session), step.where._replace(field=""))
    host.notify(f"Undone: {step.label}")


def redo(host: Host) -> None:
    """Makes the last edit again that was taken back."""
    host.take_form()
    if not host.session.undone:
        host.notify("Nothing to redo.")
        return
    step = host.session.undone[-1]
    host.update(state.redo(host.session), step.where._replace(field=""))
    host.notify(f"Done again: {step.label}")


LINK_AT_MOST = 600
"""Characters up to which a paste with a link in it is a link and not a mail."""

OF_A_MAIL = frozenset(("title", "abstract", "bio"))
"""Fields that tell a mail from a paste that is about a video link."""


def pasted(host: Host, text: str) -> None:
    """Takes a paste onto the list: a video link for the talk there, or a mail."""
    if host.state.busy or not host.state.complete:
        host.notify(f"Still busy: {host.state.busy or 'reading the file'}", severity="warning")
        return
    told = {field for field, _ in read_mail(text).recognised}
    if not told & OF_A_MAIL and len(text) < LINK_AT_MOST and video_link(text) is not None:
        host.work(partial(paste_video, host, text), "command")
    elif told:
        host.work(partial(paste_mail, host, text), "command")
    else:
        host.notify(
            "A paste here may be a video link, or a speaker's mail with labels such as Title:"
        )


async def paste_video(host: Host, text: str = "") -> None:
    """Asks for a video link and sets it on the talk under the cursor."""
    from lgtui.tui.widgets.paste_dialogs import VideoDialog

    host.take_form()
    where = host.panes.records.where()
    if where.kind != "talks":
        host.notify("Put the cursor on the talk that was recorded first.", severity="warning")
        return
    talk = host.session.records.talks[where.at]
    keep, kept = kept_text(host, "video", talk.id)
    url = await host.ask(VideoDialog(talk, keep, text or kept))
    if not url:
        return
    keep("")
    records = host.session.records
    if where.at >= len(records.talks) or records.talks[where.at].id != talk.id:
        host.notify("The talk is somewhere else now; nothing was set.", severity="warning")
        return
    talks = records.talks
    changed = talks[where.at]._replace(video_url=url, recording="")
    records = records._replace(talks=(*talks[: where.at], changed, *talks[where.at + 1 :]))
    host.update(state.edit(host.session, f"{talk.id}: video link", records, where), where)
    host.notify(f"{talk.id}: video link set. u takes it back.")


def _season_for_mail(host: Host) -> int:
    """Return the season of a new talk: that under the cursor, else the next upcoming one."""
    records, where = host.session.records, host.panes.records.where()
    if where.kind == "seasons":
        return records.seasons[where.at].number
    if where.kind == "talks" and (key := parse_id(records.talks[where.at].id)):
        return key[0]
    upcoming = [season.number for season in records.seasons if season.state == "upcoming"]
    return min(upcoming) if upcoming else edits.next_season(records)


async def paste_mail(host: Host, text: str = "") -> None:
    """Asks for a speaker's mail, shows what was recognised, and takes it into a talk."""
    here = host.panes.records.where()
    at_talk = here.kind == "talks" and here.at < len(host.session.records.talks)
    place = host.session.records.talks[here.at].id if at_talk else ""
    keep, kept = kept_text(host, "mail", place or season_label(_season_for_mail(host)))
    await _take_mail(host, text or kept, keep)


async def _take_mail(host: Host, text: str, keep: Callable[[str], None]) -> None:
    """Takes a mail into the season's first planned talk that says nothing yet, else a new one.

    Args:
        host: the app.
        text: a mail to start with; empty for none.
        keep: is given what is in the dialog, whenever it changes.
    """
    from lgtui.tui.widgets.paste_dialogs import MailDialog

    host.take_form()
    season, here = _season_for_mail(host), host.panes.records.where()
    first = here.at if here.kind == "talks" else -1

    def names(mail: Mail) -> tuple[str, ...]:
        """Return the ids of the talks that a mail may go into; that of a new one for none."""
        records = host.session.records
        places = _places_for(records, mail, season, first)
        return tuple(records.talks[at].id for at in places) or (edits.next_id(records, season),)

    mail = await host.ask(MailDialog(names, keep, text))
    if mail is None:
        return
    records = host.session.records
    places = _places_for(records, mail, season, first)
    if len(places) > 1:
        at = await _which_talk(host, places)
        if at is None or host.session.records is not records:
            return
        places = (at,) if at >= 0 else ()
    kept: tuple[str, ...] = ()
    if places:
        made, kept = edits.fill_talk(records, places[0], mail.talk)
    else:
        made = edits.add_talk(records, season, mail.talk)
    where: Where = made.where._replace(field="")
    host.update(state.edit(host.session, made.label, made.records, where), where)
    keep("")
    host.go_to(made.where)
    if sender := mail.sender.as_credit:
        host.state.senders = tuple(dict.fromkeys((*host.state.senders, sender)))
    if kept:
        labels = [field.label for name in kept if (field := field_of("talks", name))]
        words = ", ".join(labels)
        host.notify(
            f"{made.records.talks[where.at].id} had this already, and it stayed: {words}. What the "
            "mail says instead is not taken.",
            severity="warning",
        )


def _places_for(records: Records, mail: Mail, season: int, first: int) -> tuple[int, ...]:
    """Return the talks that a mail may go into; empty for a new one."""
    meant = edits.talks_meant(records, mail.talk, season, mail.sender.name)
    planned = edits.empty_talk(records, season, first)
    return meant or (() if planned is None else (planned,))


async def _which_talk(host: Host, places: tuple[int, ...]) -> int | None:
    """Asks which of several talks a mail is about; ``-1`` for a new one, ``None`` for none."""
    talks = host.session.records.talks
    choices = [
        Choice(str(n), f"{talks[at].id} {talks[at].title or 'TBA'}", str(at))
        for n, at in enumerate(places[:8], 1)
    ]
    answer = await host.ask(
        Ask(
            "Which talk is the mail about?",
            "Several talks are by this speaker. What is empty there is filled; nothing is "
            "written over.",
            (*choices, Choice("n", "A new talk", "-1"), Choice("escape", "Cancel", "")),
            default=0,
        )
    )
    return int(answer) if answer else None


async def jump(host: Host) -> None:
    """Moves to the record and field of the line under the cursor."""
    if host.state.pane == "problems":
        await _jump_to_finding(host)
        return
    change = host.panes.changes.change()
    if change is None:
        return
    if change.what == "deleted":
        host.notify(f"{change.label} is deleted; u takes the last edit back.")
        return
    host.go_to(Where(change.kind, change.at, change.field))


async def _jump_to_finding(host: Host) -> None:
    finding = host.panes.findings.finding()
    if finding is None:
        return
    if finding.code.startswith("PAGE"):
        await _resolve_page(host, finding)
    elif not finding.where.kind:
        await host.ask(Problem(finding.code, finding.message))
    else:
        host.go_to(finding.where)


async def _resolve_page(host: Host, finding: Finding) -> None:
    """Puts a page right by saving, which writes it or asks about an edit made by hand.

    Damaged markers and templates are for a text editor.
    """
    if finding.code not in ("PAGE001", "PAGE002"):
        keys = by_id(host.state.actions)["reload"].keys
        again = f"; {show_key(keys[0])} looks at it again" if keys else ""
        text = f"{finding.file}, line {finding.line}: {finding.message}"
        await host.ask(Problem(finding.code, f"{text}\n\nCorrect this in a text editor{again}."))
        return
    text = f"{finding.message}\n\nSaving writes the pages."
    # An edit made by hand is asked about when it is saved, so it needs no question here.
    if finding.code != "PAGE002" and not await host.ask(confirm(finding.code, text, "Save now")):
        return
    host.do_later("save")


async def fix_one(host: Host) -> None:
    """Shows what the fix of the finding under the cursor changes, then makes it."""
    from lgtui.checks.fixes import fix

    host.take_form()
    finding = host.panes.findings.finding()
    if finding is None:
        return
    if finding.code.startswith("PAGE"):
        await _resolve_page(host, finding)
        return
    records = host.session.records

    def work() -> tuple[Records, str]:
        fixed = fix(records, finding) if finding.fixable else records
        return fixed, change_lines(changes(records, fixed))

    try:
        fixed, lines = await run_cancellable(host, "Looking for the fix", work)
    except Stopped:
        host.notify("Stopped: nothing was changed.", severity="warning")
        return
    if fixed == records:
        host.notify("This one has no safe fix; Enter goes to the field.", severity="warning")
        return
    text = f"{finding.message}\n\n{lines}\n\nu takes it back."
    if (
        await host.ask(confirm(f"Fix {finding.code}", text, "Fix it", undoable=True))
        and host.session.records is records
    ):
        label = f"fix {finding.code} {finding.record}".rstrip()
        host.update(state.edit(host.session, label, fixed, finding.where))


async def fix_everything(host: Host) -> None:
    """Shows what all safe fixes change, then makes them as one edit."""
    from lgtui.checks.fixes import fix_all

    host.take_form()
    records, today = host.session.records, host.today()

    def work() -> tuple[Records, int, str]:
        fixed, done = fix_all(records, today)
        return fixed, len(done), change_lines(changes(records, fixed))

    try:
        fixed, count, lines = await run_cancellable(host, "Looking for fixes", work)
    except Stopped:
        host.notify("Stopped: nothing was changed.", severity="warning")
        return
    if fixed == records:
        host.notify("No finding has a safe fix.")
        return
    text = f"{lines}\n\nu takes all of it back."
    title = f"Fix {count} findings" if count != 1 else "Fix one finding"
    if (
        await host.ask(confirm(title, text, "Make these changes", undoable=True))
        and host.session.records is records
    ):
        host.update(state.edit(host.session, f"fix {count} findings", fixed))


COMMANDS = {
    "add_talk": add_talk,
    "add_season": add_season,
    "add_organizer": add_organizer,
    "duplicate": duplicate,
    "mark": mark,
    "mark_all": mark_all,
    "change_marked": change_marked,
    "delete": delete,
    "move_up": _move(-1),
    "move_down": _move(1),
    "renumber": renumber,
    "undo": undo,
    "redo": redo,
    "paste_video": paste_video,
    "paste_mail": paste_mail,
    "jump": jump,
    "fix": fix_one,
    "fix_all": fix_everything,
}
