"""Quick ways for what is done most: a pasted video link, a pasted mail."""

from typing import TYPE_CHECKING

from lgtui import edits
from lgtui.importing.mail import read_mail
from lgtui.importing.video import video_link
from lgtui.model import Where, parse_id
from lgtui.tui import layout, session

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
    from lgtui.tui.quick.video_dialog import VideoDialog

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
    app.update(session.edit(app.session, f"{talk.id}: video link", records, where), where)
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
    from lgtui.tui.quick.mail_dialog import MailDialog

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
    app.update(session.edit(app.session, made.label, made.records, where), where)
    layout.go_to(app, made.where)


COMMANDS = {"paste_video": paste_video, "paste_mail": paste_mail}
