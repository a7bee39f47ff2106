"""Actions that add, delete, move and renumber records, take edits back, take in a paste."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from lgtui.importers.mail import read_mail
from lgtui.model import Where, parse_id, record_label, season_label
from lgtui.records import edits
from lgtui.records.edits import Edit, EditError
from lgtui.text.urls import video_link
from lgtui.tui import layout, state
from lgtui.tui.actions import by_id, show_key
from lgtui.tui.widgets.dialogs import Ask, Choice, Prompt, confirm

if TYPE_CHECKING:
    from lgtui.tui.app import LgtuiApp


def make(app: "LgtuiApp", edit: Callable[[], Edit]) -> Edit | None:
    """Makes an edit one step of undo; one that cannot be made says why."""
    app.take_form()
    try:
        made = edit()
    except EditError as error:
        app.tell(str(error), "warning")
        return None
    where = made.where._replace(field="")
    app.update(state.edit(app.session, made.label, made.records, where), where)
    return made


def season_here(app: "LgtuiApp") -> int:
    """The number of the season that the cursor is in; the last one where it is in none."""
    records, row = app.session.records, app.records_list.row()
    if row is not None and row.kind == "seasons":
        return records.seasons[row.at].number
    if row is not None and row.kind == "missing" and row.at >= 0:
        return row.at
    if row is not None and row.kind == "talks" and (key := parse_id(records.talks[row.at].id)):
        return key[0]
    return max((season.number for season in records.seasons), default=1)


def add_talk(app: "LgtuiApp") -> None:
    """A talk in the season under the cursor, with the form open on its title."""
    made = make(app, lambda: edits.add_talk(app.session.records, season_here(app)))
    if made is not None:
        layout.go_to(app, made.where)


def add_season(app: "LgtuiApp") -> None:
    """The next season, or the one whose talks have no record and the cursor."""
    row = app.records_list.row()
    number = row.at if row is not None and row.kind == "missing" and row.at > 0 else None
    made = make(app, lambda: edits.add_season(app.session.records, number))
    if made is None:
        return
    layout.go_to(app, made.where)
    new = app.session.records.seasons[made.where.at].number
    keys = by_id(app.actions)["add_talk"].keys
    if keys and not edits.talks_of(app.session.records, new):
        app.tell(f"{season_label(new)} needs a talk before pages are written again: "
                 f"{show_key(keys[0])} in the list adds one.")  # fmt: skip


def add_organizer(app: "LgtuiApp") -> None:
    """An organizer, with the form open on the name."""
    made = make(app, lambda: edits.add_organizer(app.session.records))
    if made is not None:
        layout.go_to(app, made.where)


def duplicate(app: "LgtuiApp") -> None:
    """A copy of the record under the cursor."""
    where = app.records_list.where()
    made = make(app, lambda: edits.duplicate(app.session.records, where)) if where.kind else None
    _tell(app, made)


def _tell(app: "LgtuiApp", made: Edit | None) -> None:
    """Says what an edit did that is not all in sight."""
    if made is not None:
        keys = by_id(app.actions)["undo"].keys
        back = f" {show_key(keys[0])} takes it back." if keys else ""
        app.tell(f"{made.label[0].upper()}{made.label[1:]}.{back}")


async def delete(app: "LgtuiApp") -> None:
    """Deletes the record under the cursor, after a question."""
    where = app.records_list.where()
    if where.kind not in ("talks", "seasons", "organizers"):
        every = "Every file has this record; it cannot be deleted."
        app.tell(every if where.kind else "There is no record on this line.", "warning")
        return
    name = record_label(app.session.records, where)
    records = app.session.records
    with_talks = False
    if where.kind == "seasons" and (talks := edits.talks_of(records, season_here(app))):
        answer = await app.push_screen_wait(
            Ask(
                f"Delete {name}",
                f"{name} has {len(talks)} talks. Delete them too? u takes it back.",
                (
                    Choice("y", f"Delete {name} and its {len(talks)} talks", "both"),
                    Choice("s", "Delete the season's record only, keep the talks", "alone"),
                    Choice("n", "Cancel", ""),
                ),
            )
        )
        if not answer:
            return
        with_talks = answer == "both"
    else:
        what = _what(app, where)
        if not await app.push_screen_wait(
            confirm(f"Delete {name}", f"{what}\n\nu takes it back.", f"Delete {name}")
        ):
            return
    if app.session.records is records:
        made = edits.delete(records, where, with_talks)
        app.update(state.edit(app.session, made.label, made.records, where))


def _what(app: "LgtuiApp", where: Where) -> str:
    """What a question says of the record it is about."""
    records = app.session.records
    if where.kind == "talks":
        talk = records.talks[where.at]
        speakers = ", ".join(speaker.name for speaker in talk.speakers) or "no speaker yet"
        return f"{talk.id}: {talk.title or 'no title yet'}\n{speakers}"
    if where.kind == "seasons":
        season = records.seasons[where.at]
        return f"{season_label(season.number)}: {season.theme or 'no theme yet'}"
    return records.organizers[where.at].name or "An organizer without a name."


def _move(step: int) -> Callable[["LgtuiApp"], None]:
    """The action that moves the record under the cursor."""

    def move(app: "LgtuiApp") -> None:
        where = app.records_list.where()
        if where.kind:
            make(app, lambda: edits.move(app.session.records, where, step))

    return move


async def renumber(app: "LgtuiApp") -> None:
    """Another number for a season, or for a talk and those after it."""
    where, records = app.records_list.where(), app.session.records
    row = app.records_list.row()
    if row is None or (row.kind == "missing" and row.at < 0):
        app.tell("These talks have no number yet; correct their ids in the form.", "warning")
        return
    if where.kind == "seasons" or not where.kind:
        number = season_here(app)
        text = f"New number of {season_label(number)}; its talks follow."
        answer = await app.push_screen_wait(Prompt("Renumber a season", text, str(number)))
        if answer and (new := _number(app, answer.upper().removeprefix("S"))):
            _tell(app, make(app, lambda: edits.renumber_season(records, number, new)))
        return
    if where.kind != "talks":
        app.tell("Only seasons and talks have numbers.", "warning")
        return
    talk = records.talks[where.at]
    key = parse_id(talk.id)
    if key is None:
        app.tell(f"{talk.id or 'This talk'} is no id like S01E01; correct it in the form.",
                 "warning")  # fmt: skip
        return
    text = f"New episode of {talk.id}; the talks after it in {season_label(key[0])} count on."
    answer = await app.push_screen_wait(Prompt("Renumber from here on", text, str(key[1])))
    if answer and (episode := _number(app, answer.upper().removeprefix("E"))):
        _tell(app, make(app, lambda: edits.renumber_from(records, where.at, episode)))


def _number(app: "LgtuiApp", text: str) -> int:
    """The number in an answer; 0, with a word about it, where there is none."""
    text = text.strip()
    if text.isascii() and text.isdigit() and 0 < int(text[:6]) < 10_000:
        return int(text)
    app.tell(f"{text!r} is no number above 0.", "warning")
    return 0


def undo(app: "LgtuiApp") -> None:
    """Takes back the last edit."""
    app.take_form()
    if not app.session.done:
        app.tell("Nothing to undo.")
        return
    step = app.session.done[-1]
    app.update(state.undo(app.session), step.where._replace(field=""))
    app.tell(f"Undone: {step.label}")


def redo(app: "LgtuiApp") -> None:
    """Makes the last edit again that was taken back."""
    app.take_form()
    if not app.session.undone:
        app.tell("Nothing to redo.")
        return
    step = app.session.undone[-1]
    app.update(state.redo(app.session), step.where._replace(field=""))
    app.tell(f"Done again: {step.label}")


COMMANDS = {
    "add_talk": add_talk,
    "add_season": add_season,
    "add_organizer": add_organizer,
    "duplicate": duplicate,
    "delete": delete,
    "move_up": _move(-1),
    "move_down": _move(1),
    "renumber": renumber,
    "undo": undo,
    "redo": redo,
}


if TYPE_CHECKING:
    from lgtui.tui.app import LgtuiApp

LINK_AT_MOST = 600
"""Characters up to which a paste with a link in it is a link and not a mail."""

OF_A_MAIL = frozenset(("title", "abstract", "bio"))
"""What a paste that is about a video's link does not tell."""


def pasted(app: "LgtuiApp", text: str) -> None:
    """What a paste onto the list is for: a link for the talk there, a mail for another."""
    if app.state.busy or not app.complete:
        app.tell(f"Still busy: {app.state.busy or 'reading the file'}", "warning")
        return
    told = {field for field, _ in read_mail(text).recognised}
    if not told & OF_A_MAIL and len(text) < LINK_AT_MOST and video_link(text) is not None:
        app.run_worker(paste_video(app, text), group="command", name="paste_video")
    elif told:
        app.run_worker(paste_mail(app, text), group="command", name="paste_mail")
    else:
        app.tell("A paste here may be a video link, or a speaker's mail with labels such as Title:")


async def paste_video(app: "LgtuiApp", text: str = "") -> None:
    """Asks for a video link and sets it on the talk under the cursor."""
    from lgtui.tui.widgets.paste_dialogs import VideoDialog

    app.take_form()
    where = app.records_list.where()
    if where.kind != "talks":
        app.tell("Put the cursor on the talk that was recorded first.", "warning")
        return
    talk = app.session.records.talks[where.at]
    url = await app.push_screen_wait(VideoDialog(talk, text))
    if not url:
        return
    records = app.session.records
    if where.at >= len(records.talks) or records.talks[where.at].id != talk.id:
        app.tell("The talk is somewhere else now; nothing was set.", "warning")
        return
    talks = records.talks
    changed = talks[where.at]._replace(video_url=url, recording="")
    records = records._replace(talks=(*talks[: where.at], changed, *talks[where.at + 1 :]))
    app.update(state.edit(app.session, f"{talk.id}: video link", records, where), where)
    app.tell(f"{talk.id}: video link set. u takes it back.")


def _season_for_mail(app: "LgtuiApp") -> int:
    """The season a new talk belongs to: the one under the cursor, else the next upcoming one."""
    records, where = app.session.records, app.records_list.where()
    if where.kind == "seasons":
        return records.seasons[where.at].number
    if where.kind == "talks" and (key := parse_id(records.talks[where.at].id)):
        return key[0]
    upcoming = [season.number for season in records.seasons if season.state == "upcoming"]
    return min(upcoming) if upcoming else edits.next_season(records)


async def paste_mail(app: "LgtuiApp", text: str = "") -> None:
    """Asks for a speaker's mail, shows what was recognised, and takes it into a talk.

    That is the season's first planned talk that says nothing yet, else a new one.
    """
    from lgtui.tui.widgets.paste_dialogs import MailDialog

    app.take_form()
    season, here = _season_for_mail(app), app.records_list.where()
    first = here.at if here.kind == "talks" else -1
    planned = edits.empty_talk(app.session.records, season, first)
    name = (
        edits.next_id(app.session.records, season)
        if planned is None
        else app.session.records.talks[planned].id
    )
    mail = await app.push_screen_wait(MailDialog(name, text))
    if mail is None:
        return
    records = app.session.records
    planned = edits.empty_talk(records, season, first)
    made = (
        edits.add_talk(records, season, mail.talk)
        if planned is None
        else edits.fill_talk(records, planned, mail.talk)
    )
    where: Where = made.where._replace(field="")
    app.update(state.edit(app.session, made.label, made.records, where), where)
    layout.go_to(app, made.where)


PASTE_COMMANDS = {"paste_video": paste_video, "paste_mail": paste_mail}


COMMANDS |= PASTE_COMMANDS
