"""``--publish`` and ``--sync``: my records to the server, others' to here, merged by record."""

import sys
from typing import TYPE_CHECKING

from lgtui.commands import Options, harmless, say
from lgtui.commands.render import accepted, say_orphans, say_remade, shown
from lgtui.model import Keyed, season_label
from lgtui.records.matching import key_of
from lgtui.repo import GitError
from lgtui.site.pages import plan_render, write_render
from lgtui.text.control_chars import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from lgtui.records.conflicts import Conflict, Merged
    from lgtui.repo.site import Site
    from lgtui.repo.sync import Answers, Outcome


def run(options: Options) -> int:
    """Publish the records and their pages, or only take in what others published.

    Returns:
        0; 1 when something has to be decided or corrected first: all edits are kept then.

    Raises:
        DataError: a file cannot be read or written.
    """
    return _publish(options) if options.publish else _sync(options)


def _publish(options: Options) -> int:
    """Check, render, commit and push.

    Returns:
        0; 1 when the data has errors, a hook or the server said no, or others changed the same
        field: all edits are kept then, and the data file is valid.

    Raises:
        DataError: a file cannot be read or written.
    """
    from lgtui.repo.status import unfinished
    from lgtui.site.publishing import publish

    path = options.data_path()
    site = opened(path)
    if site is None:
        return 1
    # The signs that a merge left in pages would be told as damaged markers and words by hand.
    if busy := unfinished(site.clone):
        say(f"{busy}. Nothing was written, committed or pushed")
        return 1
    if not rendered(path):
        return 1

    def work(answers: "Answers") -> "Outcome":
        return publish(site, options.message, not options.no_push, say, answers)

    outcome = run_decided(work, options)
    if outcome.merged is not None:
        follow = "--follow-rewritten and " if options.follow_rewritten else ""
        say(
            "your edits are kept, in the data file and in the commit here; nothing was pushed. "
            f"Open lgtui to choose, or say {follow}--decide mine, theirs or ask, or take their "
            "text into the data file and publish again"
        )
        return 1
    print(harmless(outcome.message), file=sys.stdout if outcome.done else sys.stderr)
    if outcome.may_propose:
        say(f"to propose it instead: lgtui --publish --propose {outcome.may_propose}")
    return 0 if outcome.done else 1


def _sync(options: Options) -> int:
    """Take in what others published; print each of their changes, and who made it.

    Edits that are committed here stay as commits on top, edits that are not stay on disk.

    Returns:
        0; 1 when both changed one field, something else is in the way (everything is as it was
        then), or the records have errors together, so that no page was written.

    Raises:
        DataError: a file cannot be read or written.
    """
    from lgtui.repo.sync import pull

    path = options.data_path()
    site = opened(path)
    if site is None:
        return 1

    def work(answers: "Answers") -> "Outcome":
        return pull(site, answers=answers)

    outcome = run_decided(work, options)
    if outcome.merged is not None:
        follow = "--follow-rewritten and " if options.follow_rewritten else ""
        say(
            f"nothing was taken in; your edits are as they were. Say {follow}--decide mine, theirs "
            "or ask, or open lgtui to choose (S)"
        )
        return 1
    if not outcome.done:
        print(harmless(outcome.message), file=sys.stderr)
        return 1
    for note in outcome.notes:
        say(note)
    if outcome.mended:
        say(*outcome.mended.split("\n"), "lgtui --publish publishes the mended file")
    lines = [line for each in outcome.news for line in each.lines]
    lines = lines or [str(change) for change in outcome.theirs] or [outcome.message]
    print("\n".join(map(harmless, lines)))
    return 0 if outcome.state == "nothing" or rendered(path) else 1


def opened(path: str) -> "Site | None":
    """Open the clone that the data file is in; ``None`` where it is in none, which was said."""
    from lgtui.repo.site import open_site

    try:
        return open_site(path, foreground=has_terminal())
    except GitError as error:
        say(str(error))
        return None


def run_decided(work: "Callable[[Answers], Outcome]", options: Options) -> "Outcome":
    """Publish or pull until no conflict is left that can be decided; say what stopped it.

    Args:
        work: publishes or pulls, with what a person answered.
        options: how to decide, and whether to follow a rewritten history.

    Returns:
        How it ended; with ``merged`` where a conflict is left, which was explained.
    """
    from lgtui.repo.sync import Answers

    how = options.decide
    answers = Answers(follow=options.follow_rewritten, propose=options.propose)
    outcome = work(answers)
    while outcome.merged is not None and (merged := decide(outcome.merged, how)) is not None:
        answers = answers._replace(decided=outcome.decide(merged.records))
        outcome = work(answers)
    if outcome.said:
        print("\n".join(map(harmless, outcome.said.splitlines())), file=sys.stderr)
    if outcome.state == "rewritten":
        say("say --follow-rewritten to follow the history on the server")
    for finding in outcome.findings:
        say(f"{finding.record} {finding.where.field}: {finding.message} ({finding.code})")
    if outcome.merged is not None and not (how == "ask" and has_terminal()):
        for conflict in outcome.merged.conflicts:
            say(*explained(conflict))
    return outcome


ANSWERS = {"m": "mine", "t": "theirs", "b": "base", "j": "joined"}
"""What may be typed for a conflict."""

_OFFERED = {"mine": "yours", "theirs": "theirs", "base": "as before", "joined": "joined"}


def decide(merged: "Merged", how: str) -> "Merged | None":
    """Decide every conflict of a merge; ``None`` where they are left.

    Args:
        merged: the merge.
        how: ``mine``, ``theirs``, ``ask``; empty to decide nothing.
    """
    from lgtui.records.conflicts import resolve

    if not how:
        return None
    if how == "ask" and not has_terminal():
        say("--decide ask needs a terminal to ask in")
        return None
    while merged.conflicts:
        conflict = merged.conflicts[0]
        choice = _asked(conflict) if how == "ask" else how
        if not choice:
            return None
        merged = resolve(merged, conflict, choice)
        if how != "ask":
            say(f"{conflict}: {_OFFERED[choice]} kept", *explained(conflict)[1:])
    return merged


def _asked(conflict: "Conflict") -> str:
    """Ask in the terminal what to keep; empty where the question was left."""
    from lgtui.records.conflicts import choices

    say(*explained(conflict))
    offered = {key: name for key, name in ANSWERS.items() if name in choices(conflict)}
    words = ", ".join(f"{key} {_OFFERED[name]}" for key, name in offered.items())
    while True:
        print(f"keep: {words}; Enter leaves it open: ", end="", file=sys.stderr, flush=True)
        answer = sys.stdin.readline().strip().lower()
        if answer in offered or not answer:
            return offered.get(answer, "")


def has_terminal() -> bool:
    """Tell whether somebody can be asked, by git for a password too: a terminal is there."""
    return sys.stdin is not None and sys.stdin.isatty()


def rendered(path: str) -> bool:
    """Check the data and write the pages; say what stands in the way."""
    planned = plan_render(path)
    if not accepted(planned):
        return False
    write_render(planned)
    for update in planned.updates:
        if update.new != update.old:
            say(f"wrote {shown(planned, update.page.path)}")
    say_remade(planned)
    say_orphans(planned)
    return True


def explained(
    conflict: "Conflict", names: tuple[str, str, str] = ("before", "yours", "theirs")
) -> list[str]:
    """Write a conflict, and what base, mine and theirs say, each on a line of its own."""
    head = str(conflict)
    if conflict.kind == "same id":
        free = conflict.proposal
        name = season_label(free) if isinstance(free, int) else free
        return [f"{head}. Give one of them the id {name}"]
    if conflict.kind == "deleted":
        return [head]
    sides = zip(names, (conflict.base, conflict.mine, conflict.theirs), strict=True)
    return [head, *(f"  {name + ':':<8}{_value(value)}" for name, value in sides)]


def _value(value: object) -> str:
    if value in (None, "", ()):
        return "(nothing)"
    if isinstance(value, tuple):
        return ", ".join(quoted(_name(item)) for item in value)
    return quoted(str(value), 200)


def _name(item: object) -> str:
    """Name one of several values: speakers and links by their name or label."""
    return str(key_of(item) if isinstance(item, Keyed) else item)
