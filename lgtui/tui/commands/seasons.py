"""The steps of a season's life as actions: each is shown before it is made, and is one edit."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from lgtui.model import DataError, Records, Season, as_date, season_label, seasons_by_number
from lgtui.records import diff, lifecycle, videos
from lgtui.records.checklist import rounds
from lgtui.records.edits import Edit, EditError
from lgtui.render import announcement
from lgtui.store import disk, root_of
from lgtui.tui import layout, state
from lgtui.tui.commands.records import season_here
from lgtui.tui.form.dates import NotUnderstoodError, read_moment, say_moment, write_moment
from lgtui.tui.widgets.dialogs import CANCEL, Ask, Choice, Problem, Prompt, confirm

if TYPE_CHECKING:
    from lgtui.tui.app import LgtuiApp


async def _make(app: "LgtuiApp", edit: Callable[[], Edit], more: str = "") -> Edit | None:
    """Shows what an edit changes, then makes it as one step of undo; ``None`` if it was not."""
    app.take_form()
    records = app.session.records
    try:
        made = edit()
    except EditError as error:
        app.tell(str(error), "warning")
        return None
    label = made.label[0].upper() + made.label[1:]
    lines = [f"• {change}" for change in diff.changes(records, made.records)]
    text = "\n".join([*lines, *(["", more] if more else []), "", "u takes it back."])
    if not await app.push_screen_wait(confirm(label, text, label)):
        return None
    if app.session.records is not records:
        app.tell("The records have changed meanwhile; nothing was done.", "warning")
        return None
    where = made.where._replace(field="")
    app.update(state.edit(app.session, made.label, made.records, where), where)
    return made


async def plan_season(app: "LgtuiApp") -> None:
    """The next season with its empty talks, and the form open on its theme."""
    made = await _make(app, lambda: lifecycle.plan_season(app.session.records))
    if made is not None:
        layout.go_to(app, made.where)


async def mark_held(app: "LgtuiApp") -> None:
    """The season under the cursor becomes a held one."""
    number, records = season_here(app), app.session.records
    season = seasons_by_number(records).get(number)
    more = "Saving moves its talks to the previous ones on the page"
    if records.pages.news:
        more += " and writes its news item"
    more += "."
    if season and season.start and as_date(season.start) > as_date(app.today()):
        more = f"! Its day is still to come. {more}"
    await _make(app, lambda: lifecycle.mark_held(app.session.records, number), more)


async def postpone(app: "LgtuiApp") -> None:
    """Another date, or none yet, for the season under the cursor."""
    app.take_form()
    number, records = season_here(app), app.session.records
    season, zone = seasons_by_number(records).get(number), records.series.timezone
    old = season.start if season else None
    text, label = write_moment(old), season_label(number)
    told = "Its new day, with the hour if that is fixed; TBA while the date is open."
    while True:
        text = await app.push_screen_wait(Prompt(f"Postpone {label}", told, text))
        if not text.strip():
            return
        try:
            start = read_moment(text, old, as_date(app.today()), zone)
            break
        except NotUnderstoodError as error:
            told = f"✗ {error}"
    more = say_moment(start, zone) if start else ""
    await _make(app, lambda: lifecycle.postpone(app.session.records, number, start), more)


async def cancel_season(app: "LgtuiApp") -> None:
    """The season under the cursor will not take place."""
    number = season_here(app)
    more = "Its record stays; a later date brings it back."
    await _make(app, lambda: lifecycle.cancel(app.session.records, number), more)


async def paste_videos(app: "LgtuiApp") -> None:
    """Asks for the video links of a season, shows where each goes, and sets them at once."""
    from lgtui.tui.widgets.paste_dialogs import VideosDialog

    app.take_form()
    records = app.session.records
    plan = await app.push_screen_wait(VideosDialog(records, season_here(app)))
    if plan is None:
        return
    if app.session.records is not records:
        app.tell("The records have changed meanwhile; nothing was set.", "warning")
        return
    try:
        made = videos.set_videos(records, plan)
    except EditError as error:
        app.tell(str(error), "warning")
        return
    where = made.where._replace(field="")
    app.update(state.edit(app.session, made.label, made.records, where), where)
    count = len(plan.unmatched)
    left = f" {count} line{'s' * (count != 1)} belonged to no talk." if count else ""
    app.tell(f"{made.label[0].upper()}{made.label[1:]} set.{left} u takes it back.")


async def round_status(app: "LgtuiApp") -> None:
    """What the season under the cursor still lacks, then the other seasons with something to do."""
    from lgtui.commands.status import as_text, existing_news

    app.take_form()
    records, number = app.session.records, season_here(app)
    news = existing_news(records, root_of(app.session.document.path))
    found = rounds(records, app.today(), news)
    mine = tuple(each for each in found if each.season.number == number)
    others = tuple(each for each in found if each.season.number != number)
    try:
        parts = [as_text(mine, records, every=True)] if mine else []
        parts += [as_text(others, records, every=False)] if others else []
    except DataError as error:
        app.tell(str(error), "error")
        return
    text = "\n".join(parts) or "No season yet; N plans the first one."
    await app.push_screen_wait(Problem("What is missing", text.rstrip("\n")))


_ENDINGS = {".html": "html", ".htm": "html", ".md": "markdown", ".txt": "plain"}
_FORMS = {
    "plain": "plain text, for mailing lists",
    "markdown": "Markdown, for newsletters",
    "html": "HTML, for newsletters",
    "social": "a post for social networks",
}


async def announce_season(app: "LgtuiApp") -> None:
    """Shows the announcement of the season under the cursor; copies it or writes it to a file."""
    from lgtui.commands.announce import doubts, zones_of

    app.take_form()
    records = app.session.records
    season = seasons_by_number(records).get(season_here(app))
    if season is None:
        app.tell("There is no season here to announce.", "warning")
        return
    zones = zones_of(records)
    try:
        texts = {
            form: announcement.announcement(records, season, form, zones)
            for form in announcement.FORMS
        }
    except DataError as error:
        app.tell(str(error), "error")
        return
    doubt = doubts(records, season, app.today())
    shown = texts["plain"] + "\n———\n\n" + texts["social"]
    text = f"! {doubt[0].upper()}{doubt[1:]}.\n\n{shown}" if doubt else shown
    keys = zip("cmhs", announcement.FORMS, strict=True)
    choices = [Choice(key, f"Copy as {_FORMS[form]}", form) for key, form in keys]
    choices += [Choice("w", "Write it to a file", "file"), CANCEL]
    title = f"Announce {season_label(season.number)}"
    answer = await app.push_screen_wait(Ask(title, text, choices, 0))
    if answer == "file":
        await _write(app, season, texts, records)
    elif answer:
        # Terminals that know OSC 52 put it into the clipboard of the machine one sits at.
        app.copy_to_clipboard(texts[answer])
        app.tell(f"Copied as {_FORMS[answer]}, if your terminal allows it.")


async def _write(app: "LgtuiApp", season: Season, texts: dict[str, str], records: Records) -> None:
    """Writes the announcement to a file, whose ending says in which form."""
    name = f"announcement_{season_label(season.number)}.txt"
    told = "The ending says what is written: .txt, .md or .html. The folder is the site's."
    answer = await app.push_screen_wait(Prompt("Write the announcement", told, name))
    if not answer.strip():
        return
    root = root_of(app.session.document.path)
    path = os.path.join(root, os.path.expanduser(answer.strip()))
    form = _ENDINGS.get(os.path.splitext(path)[1].lower(), "plain")
    if os.path.lexists(path) and not await app.push_screen_wait(
        confirm("Write the announcement", f"{path} exists.", "Write over it")
    ):
        return
    try:
        disk.write_files({path: texts[form].encode("utf-8", "surrogateescape")})
    except DataError as error:
        await app.push_screen_wait(Problem("The announcement was not written", str(error)))
        return
    app.tell(f"Wrote {path}")


COMMANDS = {
    "plan_season": plan_season,
    "mark_held": mark_held,
    "postpone": postpone,
    "cancel_season": cancel_season,
    "paste_videos": paste_videos,
    "round_status": round_status,
    "announce": announce_season,
}
