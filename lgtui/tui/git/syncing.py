"""Work of git from beginning to end, and what others published: looked for, and taken in.

Publishing and syncing both run until git is done: it may be stopped, may have to ask in the
terminal, and may come back with conflicts; then the files are read again.
"""

import os
import sys
from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from textual.app import SuspendNotSupported
from textual.screen import Screen

from lgtui import store
from lgtui.model import DataError
from lgtui.repo import GitError
from lgtui.repo.client import Cancellable, Clone
from lgtui.repo.fetch_programs import agree, agreed, fetch_programs
from lgtui.repo.history import CommitChanges
from lgtui.repo.site import Site, open_site
from lgtui.repo.sync import (
    NONE_YET,
    Answers,
    Incoming,
    Outcome,
    fetch_incoming,
    pull,
    stopped,
)
from lgtui.store.reader import read_settings, settings_file
from lgtui.text.control_chars import visible
from lgtui.tui.actions import first_key
from lgtui.tui.background import Report, in_thread, run_with_progress
from lgtui.tui.commands.files import decide_conflicts, take_in
from lgtui.tui.form.slots import finding_place
from lgtui.tui.git import status_line
from lgtui.tui.host import Host
from lgtui.tui.widgets.dialogs import Ask, Choice, Problem
from lgtui.tui.widgets.line_list import one_line


async def catch_up(host: Host) -> bool:
    """Takes in what is on disk now, with the edits that are not saved; looks at git anew.

    Returns:
        Whether the session is up to date; ``False`` where a question was left.
    """
    path = host.session.document.path
    status_line.refresh(host)
    try:
        fresh = await in_thread(lambda: store.read(path))
    except DataError as error:
        await host.ask(Problem("The data file cannot be read", str(error)))
        return False
    current = True
    if fresh.raw != host.session.document.raw:
        current = await take_in(host, fresh, notice="")
    host.validate()
    host.update(host.session)
    return current


async def wants_terminal(host: Host, outcome: Outcome) -> bool:
    """Asks whether git may ask in the terminal what it could not ask in the background."""
    if not outcome.wants_terminal:
        return False
    text = (
        "git wants to ask for a passphrase, a password, or whether it may trust a server. Here in "
        "the background it cannot. lgtui can step aside, let git ask in the terminal, and come "
        f"back.\n\n{outcome.message}\n\ngit and the server said:\n{outcome.said}"
    )
    answer = await host.ask(
        Ask(
            "git wants to ask you something",
            text,
            (
                Choice("g", "Go on in the terminal", "go"),
                Choice("escape", "Not now; all edits and commits are kept", ""),
            ),
            default=0,
        )
    )
    return answer == "go"


def in_foreground(host: Host, title: str, work: Callable[[Site], Outcome]) -> Outcome:
    """Runs work of git while the terminal is its own; the app waits.

    Args:
        host: the app.
        title: what is done, for the line that the terminal shows.
        work: is given the site with a git that may ask.
    """
    path = host.session.document.path
    try:
        with host.suspend():
            # Nothing may be raised in here: the app would not get its terminal back.
            return _run(path, title, work)
    except SuspendNotSupported:
        words = "this terminal cannot be lent to git. Run git push once by hand"
        return Outcome("stopped", words)


def _run(path: str, title: str, work: Callable[[Site], Outcome]) -> Outcome:
    print(f"\nlgtui: {title}. git may ask here; Ctrl+C stops it.", flush=True)
    if not os.environ.get("GPG_TTY") and sys.__stdin__ is not None and sys.__stdin__.isatty():
        os.environ["GPG_TTY"] = os.ttyname(sys.__stdin__.fileno())
    try:
        return work(open_site(path, foreground=True))
    except KeyboardInterrupt:
        words = "stopped by Ctrl+C. All edits are kept, and so is a commit that was made already"
        return Outcome("stopped", words)
    except GitError as error:
        return stopped(error)
    except Exception as error:  # it is told in a dialog: the terminal has to come back first
        return Outcome("stopped", visible(f"{type(error).__name__}: {error}"))


def print_line(line: str) -> None:
    """Prints what is going on in the lent terminal."""
    print(f"lgtui: {visible(line)}", flush=True)


Work = Callable[[Site, Report, Answers], Outcome]
"""Publishes or pulls: on a site, telling lines, with what a person answered before."""


async def run_to_end(
    host: Host, title: str, work: Work, cover: Screen[None] | None = None
) -> Outcome:
    """Runs work of git until it is done, or somebody or something stops it.

    In the background nothing can ask. Where git wants to, the terminal is lent to it if the
    organizer agrees. Conflicts are shown one by one; once they are decided the work goes on.

    Args:
        host: the app.
        title: what is done: ``Publishing``.
        work: what to run; it may be run several times.
        cover: a dialog that is open; it goes where something else has to be said or asked.
    """
    if not await _may_run(host, cover):
        return Outcome("stopped", "git was not run: all edits and commits are kept as they are")
    answers = NONE_YET
    foreground = False
    while True:
        host.state.server.give_way()
        async with host.state.server.lock:
            if foreground:
                outcome = _lent(host, title, work, answers)
            else:
                outcome = await _beside(host, title, work, answers)
        if cover is not None and cover.is_current and not outcome.done:
            cover.dismiss()
        if outcome.merged is not None:
            merged = await decide_conflicts(host, outcome.merged)
            if merged is None:
                return outcome
            answers = answers._replace(decided=outcome.decide(merged.records))
        elif outcome.state == "rewritten" or outcome.may_propose:
            answered = await _another_way(host, outcome, answers)
            if answered is None:
                return outcome
            answers = answered
        elif not foreground and await wants_terminal(host, outcome):
            foreground = True
        else:
            return outcome


async def _may_run(host: Host, cover: Screen[None] | None) -> bool:
    """Asks, once for a clone, whether programs that its own configuration names may run.

    Args:
        host: the app.
        cover: a dialog that is open; it goes where something has to be asked.
    """
    root = store.root_of(host.session.document.path)
    clone = Clone(root)
    try:
        programs = await in_thread(lambda: fetch_programs(clone))
    except GitError:
        return True  # git says itself what it cannot do
    if await in_thread(lambda: agreed(clone, programs)):
        return True
    if cover is not None and cover.is_current:
        cover.dismiss()
    listed = "\n".join(programs)
    answer = await host.ask(
        Ask(
            "This clone runs programs of its own",
            "Its configuration, which came with the folder, has git run this whenever it talks "
            f"to the server:\n\n{listed}\n\nLet it run only if you or "
            "somebody you trust set it.",
            (
                Choice("r", "Run it, now and from now on", "run"),
                Choice("escape", "Do not talk to the server", ""),
            ),
        )
    )
    if answer == "run":
        await in_thread(lambda: agree(clone, programs))
    return answer == "run"


async def _another_way(host: Host, outcome: Outcome, answers: Answers) -> Answers | None:
    """Asks whether to go on in another way where the server stands in this one; ``None`` for no."""
    if outcome.state == "rewritten":
        return answers._replace(follow=True) if await _follows(host, outcome) else None
    if answers.propose or not await _proposes(host, outcome):
        return None
    return answers._replace(propose=outcome.may_propose)


async def _follows(host: Host, outcome: Outcome) -> bool:
    """Asks whether to go with a history that was rewritten on the server."""
    answer = await host.ask(
        Ask(
            "The history on the server was rewritten",
            f"{outcome.message[:1].upper()}{outcome.message[1:]}.",
            (
                Choice("f", "Follow it: only my own commits on top", "follow"),
                Choice("escape", "Leave all as it is", ""),
            ),
        )
    )
    return answer == "follow"


async def _proposes(host: Host, outcome: Outcome) -> bool:
    """Asks whether to propose the commits, since the server takes no push to the branch itself."""
    text = (
        f"{outcome.message[:1].upper()}{outcome.message[1:]}.\n\nThe server said:\n{outcome.said}"
        f"\n\nIt can be proposed instead: pushed to the branch lgtui/{outcome.may_propose}, for a "
        "pull request that somebody merges."
    )
    answer = await host.ask(
        Ask(
            "The server takes no push to this branch",
            text,
            (
                Choice("p", f"Propose it as lgtui/{outcome.may_propose}", "propose"),
                Choice("escape", "Not now; the commit is kept here", ""),
            ),
        )
    )
    return answer == "propose"


def _lent(host: Host, title: str, work: Work, answers: Answers) -> Outcome:
    return in_foreground(host, title, lambda site: work(site, print_line, answers))


async def _beside(host: Host, title: str, work: Work, answers: Answers) -> Outcome:
    """Return the work in a thread; when it was stopped, the outcome says so."""
    path = host.session.document.path
    clones: list[Cancellable] = []

    def run(report: Report) -> Outcome:
        try:
            site = open_site(path)
        except GitError as error:
            return stopped(error)
        clones.append(Cancellable(site.root, report))
        if halted:
            clones[0].stop()
        return work(site._replace(clone=clones[0]), report, answers)

    halted: list[bool] = []

    def stop() -> None:
        halted.append(True)
        for clone in clones:
            clone.stop()

    outcome = await run_with_progress(host, title, run, stop)
    if halted and not outcome.done:
        words = (
            "stopped. All edits are kept in their files; a commit that was made already stays on "
            "its branch and can be published later"
        )
        return outcome._replace(message=words, merged=None)
    return outcome


# What others published.

MINUTES = 5.0
"""Minutes between two looks where nothing else is set."""

_OFF = ("0", "off", "no", "false")
_ON = ("", "1", "on", "yes", "true")


class FetchSettings(NamedTuple):
    """Minutes between two looks at the server, 0 for none; and what could not be used."""

    minutes: float
    problem: str = ""


def read_fetch_settings(environ: Mapping[str, str], path: str) -> FetchSettings:
    """Return how often to look at the server.

    Args:
        environ: the environment.
        path: the settings file; it need not be there.
    """
    wanted = environ.get("LGTUI_FETCH", "").strip().lower()
    if wanted in _OFF:
        return FetchSettings(0)
    if wanted not in _ON:
        try:
            return FetchSettings(_checked(float(wanted)))
        except ValueError:
            return FetchSettings(
                MINUTES, f"LGTUI_FETCH={wanted}: write off, or minutes such as 10."
            )
    return _from_file(path)


def _from_file(path: str) -> FetchSettings:
    try:
        table = read_settings(path).get("sync", {})
    except DataError as error:
        return FetchSettings(MINUTES, f"{error}.")
    if not isinstance(table, dict) or not isinstance(table.get("fetch", True), bool):
        return FetchSettings(MINUTES, f"{path}: [sync] needs fetch = true or fetch = false.")
    if not table.get("fetch", True):
        return FetchSettings(0)
    minutes = table.get("minutes", MINUTES)
    try:
        return FetchSettings(_checked(minutes))
    except ValueError:
        return FetchSettings(MINUTES, f"{path}: minutes = {minutes!r} is no number of at least 1.")


def _checked(minutes: object) -> float:
    if isinstance(minutes, bool) or not isinstance(minutes, int | float):
        raise ValueError
    if not 1 <= minutes <= 10_000:
        raise ValueError
    return float(minutes)


MOST = 6
"""Lines of news in a toast; the history has them all."""


async def show_outcome(host: Host, outcome: Outcome, failed: str) -> None:
    """Tells how it ended: what went well in a toast, all else in a box that stays."""
    _show_notes(host, outcome)
    if outcome.state == "proposed":
        text = f"{outcome.message[:1].upper()}{outcome.message[1:]}."
        await host.ask(Problem("Proposed", text))
        return
    if outcome.done:
        host.notify(outcome.message[:1].upper() + outcome.message[1:] + ".")
        return
    parts = [outcome.message[:1].upper() + outcome.message[1:] + "."]
    parts += [
        f"{finding_place(found.record, found.where)}: {found.message} ({found.code})"
        for found in outcome.findings
    ]
    if outcome.subject:
        parts.append(f"Committed here: {outcome.subject}")
    if outcome.said:
        parts.append(f"git and the server said:\n{outcome.said}")
    await host.ask(Problem(failed, "\n\n".join(parts)))


def _show_notes(host: Host, outcome: Outcome) -> None:
    """Tells what is to be looked at although it was done."""
    for note in outcome.notes:
        host.notify(f"{note[:1].upper()}{note[1:]}.", severity="warning")


async def sync(host: Host) -> None:
    """Fetches what others published and merges it; unsaved edits stay."""
    host.take_form()
    outcome = await run_to_end(host, "Syncing", pull)
    _set_trouble(host, "")
    current = await catch_up(host)
    if outcome.mended:
        text = f"{outcome.mended[:1].upper()}{outcome.mended[1:]}"
        await host.ask(Problem("The data file on the server was broken, and is mended here", text))
    if outcome.state == "pulled":
        _show_notes(host, outcome)
        news = outcome.news
        host.notify(news_text("Taken in", news) if news else f"{outcome.message}.")
        if not current:
            host.notify(
                "Your unsaved edits are not joined with it yet; saving asks again.",
                severity="warning",
            )
        return
    await show_outcome(host, outcome, "Not synced")


def news_text(head: str, news: tuple[CommitChanges, ...]) -> str:
    """Return what others changed, a line for each change: ``Théo: S09E02: title changed``."""
    lines = [one_line(line, 120) for each in news for line in each.lines]
    more = [f"… and {len(lines) - MOST} more"] if len(lines) > MOST else []
    return "\n".join([f"{head}:", *lines[:MOST], *more])


async def start(host: Host) -> None:
    """Looks at the server now and then every few minutes, unless that is turned off."""
    wanted = await in_thread(lambda: read_fetch_settings(os.environ, settings_file()))
    if wanted.problem:
        host.notify(
            f"{wanted.problem} The server is looked at every 5 minutes.", severity="warning"
        )
    if wanted.minutes:
        host.set_interval(
            wanted.minutes * 60, partial(host.work, partial(look_at_server, host), "server")
        )
        await status_line.look_again(host)
        await look_at_server(host)


NOT_AGREED = (
    "this clone's own configuration has git run a program when it talks to the server, so lgtui "
    "does not do that by itself. {} shows the program and asks"
)


async def look_at_server(host: Host) -> None:
    """Looks at the server once: nothing here is touched, nobody is asked anything."""
    server = host.state.server
    if host.state.busy or server.lock.locked() or not host.state.git.upstream:
        return
    path = host.session.document.path

    def look_there() -> Incoming:
        site = open_site(path)
        clone = Cancellable(site.root)
        programs = fetch_programs(clone)
        if not agreed(clone, programs):
            raise GitError(NOT_AGREED.format(first_key("sync", host.state.actions)))
        server.stop = clone.stop
        return fetch_incoming(site._replace(clone=clone))

    async with server.lock:
        try:
            found: Incoming | None = await in_thread(look_there)
        except (GitError, DataError) as error:
            _set_trouble(host, "" if server.given_way else str(error))
            found = None
        else:
            _set_trouble(host, "")
        server.stop, server.given_way = None, False
    status_line.refresh(host)
    if found is not None:
        _announce(host, found)


def _set_trouble(host: Host, trouble: str) -> None:
    """Keep why the last look at the server failed, and show in the line above that it did."""
    host.state.server.trouble = trouble
    host.refresh_bars()


def _announce(host: Host, found: Incoming) -> None:
    """Tells what others published, once."""
    server = host.state.server
    if not found.commits or found.tip == server.announced:
        return
    server.announced = found.tip
    key = first_key("sync", host.state.actions)
    host.notify(f"{news_text('Others published', found.commits)}\n{key} takes it in.")
