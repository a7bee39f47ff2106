"""The steps of a season's life as actions: each is shown before it is made, and is one edit."""

import datetime
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from lgtui.model import DataError, Moment, Records, Season, as_date, season_label, seasons_by_number
from lgtui.records import diff, edits, lifecycle, videos
from lgtui.records.checklist import checklists, doubts, without_refused_videos
from lgtui.records.edits import Edit, EditError
from lgtui.render import announcement
from lgtui.store import disk, root_of
from lgtui.tui import state
from lgtui.tui.actions import first_key
from lgtui.tui.background import in_thread
from lgtui.tui.commands.records import apply_edit, kept_text, season_here
from lgtui.tui.form.dates import NotUnderstoodError, read_moment, say_moment, write_moment
from lgtui.tui.host import Host
from lgtui.tui.widgets.dialogs import CANCEL, Ask, Choice, Lines, Problem, Prompt, confirm

if TYPE_CHECKING:
    from lgtui.records.private import Private


class Step(NamedTuple):
    """One step of a season's life, as it is shown before it is made.

    Attributes:
        edit: makes it.
        more: what it leads to, besides what it changes in the records.
        keep: the answer that leaves all as it is.
    """

    edit: Callable[[], Edit]
    more: str = ""
    keep: str = "Leave all as it is"


async def _make(host: Host, step: Step, instead: tuple[Choice, Step] | None = None) -> Edit | None:
    """Shows what a step changes, then makes it as one step of undo; ``None`` if it was not.

    Args:
        host: the app.
        step: the step.
        instead: one more answer, and the step that it makes in the place of the other.
    """
    host.take_form()
    records = host.session.records
    try:
        made = step.edit()
    except EditError as error:
        host.notify(str(error), severity="warning")
        return None
    label = made.label[0].upper() + made.label[1:]
    lines = [f"• {change}" for change in diff.changes(records, made.records)]
    text = "\n".join([*lines, *(["", step.more] if step.more else []), "", "u takes it back."])
    question = confirm(label, text, label, step.keep, undoable=True)
    if instead is not None:
        question = Ask(label, text, (question.choices[0], instead[0], question.choices[1]), 0)
    answer = await host.ask(question)
    if not answer:
        return None
    if host.session.records is not records:
        host.notify("The records have changed meanwhile; nothing was done.", severity="warning")
        return None
    if instead is not None and answer == instead[0].value:
        try:
            made = instead[1].edit()
        except EditError as error:
            host.notify(str(error), severity="warning")
            return None
    where = made.where._replace(field="")
    host.update(state.edit(host.session, made.label, made.records, where), where)
    return made


MOST_TALKS = 99
"""So many talks a season can be planned with: an episode has two digits."""


async def plan_season(host: Host) -> None:
    """Asks for date, theme and number of talks, then adds the next season; one undo."""
    host.take_form()
    records, zone = host.session.records, host.session.records.series.timezone
    label = season_label(edits.next_season(records))
    told = "What is open stays empty: the page reads TBA until you know more."
    lines = ("", "", str(max(records.series.talks_per_season, 1)))
    names = ("Date, with the hour if that is fixed", "Theme", "Number of talks")
    while True:
        answers = await host.ask(
            Lines(f"Plan {label}", told, tuple(zip(names, lines, strict=True)))
        )
        if not answers:
            return
        lines = (answers[0], answers[1], answers[2])
        try:
            start = read_moment(lines[0], None, as_date(host.today()), zone)
            count = _count_of(lines[2])
            break
        except NotUnderstoodError as error:
            told = f"✗ {error}"
    theme = " ".join(lines[1].split())
    made = apply_edit(
        host, lambda: lifecycle.plan_season(host.session.records, start, theme, count)
    )
    if made is None:
        return
    host.go_to(made.where)
    when = f", {say_moment(start, zone).removeprefix('= ')}" if start else ""
    back = first_key("undo", host.state.actions)
    host.notify(f"{made.label[0].upper()}{made.label[1:]}{when}. {back} takes it back.")


def _count_of(text: str) -> int:
    """Return a number of talks.

    Raises:
        NotUnderstoodError: it is none, or too large.
    """
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 4 and int(text) <= MOST_TALKS):
        raise NotUnderstoodError(f"“{text}” is no number of talks: write 0 to {MOST_TALKS}.")
    return int(text)


async def mark_held(host: Host) -> None:
    """Marks the season under the cursor as held."""
    number, records = season_here(host), host.session.records
    season = seasons_by_number(records).get(number)
    more = "Saving moves its talks to the previous ones on the page"
    if records.pages.news:
        more += " and writes its news item"
    more += "."
    if season and season.start and as_date(season.start) > as_date(host.today()):
        more = f"! Its day is still to come. {more}"
    await _make(host, Step(lambda: lifecycle.mark_held(host.session.records, number), more))


async def postpone(host: Host) -> None:
    """Gives the season under the cursor another date, or none yet."""
    host.take_form()
    number, records = season_here(host), host.session.records
    season, zone = seasons_by_number(records).get(number), records.series.timezone
    if season and season.state == "held":
        held = f"{season_label(number)} was held; correct its date in the form if it is wrong."
        host.notify(held, severity="warning")
        return
    old = season.start if season else None
    text, label = write_moment(old), season_label(number)
    told = "Its new day; TBA while the date is open."
    if isinstance(old, datetime.datetime):
        told = f"Its new day; the hour stays {old:%H:%M} unless another one is typed. TBA: open."
    elif old is not None:
        told = "Its new day, with the hour if that is fixed; TBA while the date is open."
    while True:
        text = await host.ask(Prompt(f"Postpone {label}", told, text))
        if not text.strip():
            return
        try:
            start = read_moment(text, old, as_date(host.today()), zone)
            if isinstance(old, datetime.datetime) and start is not None:
                start = _at_hour_of(old, start)
            break
        except NotUnderstoodError as error:
            told = f"✗ {error}"
    more = say_moment(start, zone) if start else ""
    await _make(host, Step(lambda: lifecycle.postpone(records, number, start), more))


def _at_hour_of(old: datetime.datetime, start: Moment) -> Moment:
    """Return a new day at the old hour; one that has an hour of its own as it is."""
    if isinstance(start, datetime.datetime):
        return start
    return datetime.datetime.combine(start, old.time())


async def cancel_season(host: Host) -> None:
    """Marks the season under the cursor as cancelled, or the talk under it alone."""
    host.take_form()
    records, number, row = host.session.records, season_here(host), host.panes.records.row()
    season, label = seasons_by_number(records).get(number), season_label(number)
    off = Step(
        lambda: lifecycle.cancel(records, number),
        "Its record stays, and the page says that it is cancelled; a later date brings it back.",
        f"Keep {label}",
    )
    if row is None or row.kind != "talks":
        await _make(host, off)
        return
    name = records.talks[row.at].id or "this talk"
    alone = Step(
        lambda: lifecycle.cancel_talk(records, row.at),
        "Its id and its texts stay, and the pages say that it is cancelled.",
        f"Keep {name}",
    )
    if season is None or season.state != "upcoming" or records.talks[row.at].state:
        await _make(host, alone)
    else:
        await _make(host, alone, (Choice("s", f"Cancel all of {label}", "season"), off))


async def paste_videos(host: Host) -> None:
    """Asks for the video links of a season, shows where each goes, and sets them at once."""
    from lgtui.tui.widgets.paste_dialogs import VideosDialog

    host.take_form()
    records = host.session.records
    season = season_here(host)
    keep, kept = kept_text(host, "videos", season_label(season))
    plan = await host.ask(VideosDialog(records, season, keep, kept))
    if plan is None:
        return
    if host.session.records is not records:
        host.notify("The records have changed meanwhile; nothing was set.", severity="warning")
        return
    try:
        made = videos.set_videos(records, plan)
    except EditError as error:
        host.notify(str(error), severity="warning")
        return
    where = made.where._replace(field="")
    host.update(state.edit(host.session, made.label, made.records, where), where)
    keep("")
    count = len(plan.unmatched)
    left = f" {count} line{'s' * (count != 1)} belonged to no talk." if count else ""
    host.notify(f"{made.label[0].upper()}{made.label[1:]} set.{left} u takes it back.")


async def round_status(host: Host) -> None:
    """Shows what the season under the cursor still lacks, then what the others do."""
    from lgtui.site.pages import written_news
    from lgtui.site.validation import as_text

    host.take_form()
    records, number = host.session.records, season_here(host)
    news = written_news(records, root_of(host.session.document.path))
    found = checklists(records, host.today(), news)
    due_lines, private = await _due_lines(host, records)
    if private is not None:
        found = without_refused_videos(found, records, private)
    mine = tuple(each for each in found if each.season.number == number)
    others = tuple(each for each in found if each.season.number != number)
    try:
        parts = [as_text(mine, records, every=True)] if mine else []
        parts += [as_text(others, records, every=False)] if others else []
    except DataError as error:
        host.notify(str(error), severity="error")
        return
    parts += due_lines
    text = "\n".join(parts) or "No season yet; N plans the first one."
    await host.ask(Problem("What is missing", text.rstrip("\n")))


async def _due_lines(host: Host, records: Records) -> tuple[list[str], "Private | None"]:
    """Returns what is due as text, and the private side; nothing where there is no such file."""
    from lgtui.records.checklist import due
    from lgtui.repo.client import first_commits
    from lgtui.site.validation import due_as_text
    from lgtui.store.private import read_private
    from lgtui.text.dates import zone_named

    path, series = host.session.document.path, records.series.name
    try:
        file = await in_thread(lambda: read_private(path, series, "", first_commits))
    except DataError as error:
        return [f"✗ {error}"], None
    if file.raw is None:
        return [], None
    moment = host.today()
    end = datetime.time(23, 59)
    at_its_end = datetime.datetime.combine(moment, end)
    now = moment if isinstance(moment, datetime.datetime) else at_its_end
    if now.tzinfo is None and (zone := zone_named(records.series.timezone)):
        now = now.astimezone(zone).replace(tzinfo=None)
    return [due_as_text(due(records, file.private, now), records, now)], file.private


_ENDINGS = {".html": "html", ".htm": "html", ".md": "markdown", ".txt": "plain"}
_FORMS = {
    "plain": "plain text, for mailing lists",
    "markdown": "Markdown, for newsletters",
    "html": "HTML, for newsletters",
    "social": "a post for social networks",
}


async def announce_season(host: Host) -> None:
    """Shows the announcement of the season under the cursor; copies it or writes it to a file."""
    host.take_form()
    records = host.session.records
    season = seasons_by_number(records).get(season_here(host))
    if season is None:
        host.notify("There is no season here to announce.", severity="warning")
        return
    zones = announcement.zones_of(records)
    try:
        texts = {
            form: announcement.announcement(records, season, form, zones)
            for form in announcement.FORMS
        }
    except DataError as error:
        host.notify(str(error), severity="error")
        return
    doubt = doubts(records, season, host.today())
    shown = texts["plain"] + "\n———\n\n" + texts["social"]
    text = f"! {doubt[0].upper()}{doubt[1:]}.\n\n{shown}" if doubt else shown
    keys = zip("cmhs", announcement.FORMS, strict=True)
    choices = [Choice(key, f"Copy as {_FORMS[form]}", form) for key, form in keys]
    choices += [Choice("w", "Write it to a file", "file"), CANCEL]
    title = f"Announce {season_label(season.number)}"
    answer = await host.ask(Ask(title, text, choices, 0))
    if answer == "file":
        await _write(host, season, texts, records)
    elif answer:
        # Terminals that know OSC 52 put it into the clipboard of the machine one sits at.
        host.copy_to_clipboard(texts[answer])
        host.notify(f"Copied as {_FORMS[answer]}, if your terminal allows it.")


async def _write(host: Host, season: Season, texts: dict[str, str], records: Records) -> None:
    """Writes the announcement to a file, whose ending says in which form."""
    name = f"announcement_{season_label(season.number)}.txt"
    told = "The ending says what is written: .txt, .md or .html. The folder is the site's."
    answer = await host.ask(Prompt("Write the announcement", told, name))
    if not answer.strip():
        return
    root = root_of(host.session.document.path)
    path = os.path.join(root, os.path.expanduser(answer.strip()))
    form = _ENDINGS.get(os.path.splitext(path)[1].lower(), "plain")
    if os.path.lexists(path) and not await host.ask(
        confirm("Write the announcement", f"{path} exists.", "Write over it")
    ):
        return
    try:
        disk.write_files({path: texts[form].encode("utf-8", "surrogateescape")})
    except DataError as error:
        await host.ask(Problem("The announcement was not written", str(error)))
        return
    host.notify(f"Wrote {path}")


COMMANDS = {
    "plan_season": plan_season,
    "mark_held": mark_held,
    "postpone": postpone,
    "cancel_season": cancel_season,
    "paste_videos": paste_videos,
    "round_status": round_status,
    "announce": announce_season,
}
