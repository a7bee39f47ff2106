"""``--render``: the pages from the records, all of them or none."""

import os
import sys

from lgtui.commands import Options, harmless, say
from lgtui.model import DataError
from lgtui.render import Edit, MarkerError, PageUpdate
from lgtui.site.pages import RenderPlan, plan_render, write_render
from lgtui.store.reader import from_here


def run(options: Options) -> int:
    """Write every page, or say what would be written.

    Returns:
        0; 1 when the data has errors, a page's markers are damaged or a region was edited by
        hand (then nothing is written), with ``--check`` when a page is stale, or with ``--staged``
        when a file is not staged for the commit.

    Raises:
        DataError: a file cannot be read or written, or a page's path leads out of the repository.
    """
    path = options.data_path()
    planned = plan_render(path, options.force or options.check, options.stdout)
    if not accepted(planned):
        return 1
    if options.stdout is not None:
        sys.stdout.write("".join(update.new or "" for update in planned.updates))
        return 0
    if options.check:
        return _compare(planned, options.diff)
    _say_edits(planned)
    write_render(planned)
    for update in planned.updates:
        state = "unchanged" if update.new == update.old else "wrote"
        print(f"{state} {shown(planned, update.page.path)}")
    say_remade(planned)
    say_orphans(planned)
    return _judge_staged(path, planned) if options.staged else 0


def _judge_staged(data: str, planned: RenderPlan) -> int:
    """Name the files of the site that the next commit would leave out; return 1 for any."""
    import shlex

    from lgtui.repo import GitError
    from lgtui.site.publishing import unstaged

    try:
        left_out = unstaged(data, [update.page.path for update in planned.updates])
    except GitError as error:
        say(str(error))
        return 2
    if not left_out:
        return 0
    names = shlex.join(map(from_here, left_out))
    say(f"not staged as written, so the commit would lack it: git add -- {names}")
    return 1


def accepted(planned: RenderPlan) -> bool:
    """Tell whether every page can be written; say what is in the way and how to go on.

    Raises:
        DataError: a page cannot be read, or a fact cannot be written.
    """
    if planned.errors:
        from lgtui.commands.check import as_text
        from lgtui.site.validation import Report

        sys.stderr.write(as_text(Report(planned.file, [], planned.errors)))
        say("no page was written, because the data has errors")
        return False
    damaged = []
    for fault in planned.faults:
        if not isinstance(fault, MarkerError):
            raise fault
        file = shown(planned, fault.file)
        damaged.append(DataError(fault.message, file, fault.line, fault.column))
    if planned.is_whole:
        return True
    for error in damaged:
        say(str(error))
    if planned.edits:
        _say_edits(planned)
        say(
            "put these words into the records (open lgtui, it can take them over), or write over "
            "them with lgtui --render --force"
        )
    say("no page was written")
    return False


def shown(planned: RenderPlan, path: str) -> str:
    """Write a page's path as people read it: from the current folder."""
    return from_here(os.path.join(planned.root, path)) if path else path


def _edits(planned: RenderPlan) -> list[Edit]:
    return [edit._replace(file=shown(planned, edit.file)) for edit in planned.edits]


def _say_edits(planned: RenderPlan) -> None:
    for edit in _edits(planned):
        say(f"{edit.file}:{edit.line}: {edit.words}:")
        sys.stderr.write("\n".join(map(harmless, edit.diff().split("\n"))))


def say_remade(planned: RenderPlan) -> None:
    """Name pages that were there once and were not on disk, and what they were made from."""
    for update in planned.updates:
        if update.remade:
            say(f"{shown(planned, update.page.path)}: {update.remade}")


def say_orphans(planned: RenderPlan) -> None:
    """Name news items that lgtui wrote once and that no held season stands behind any more."""
    for path in planned.orphans:
        say(
            f"{shown(planned, path)} was left as it is: no held season has that number and day "
            "now; delete it if it is not wanted"
        )


def _compare(planned: RenderPlan, diff: bool) -> int:
    """Name the stale pages, with what would change if asked for."""
    stale = False
    for update in planned.updates:
        name = shown(planned, update.page.path)
        if update.new == update.old:
            print(f"unchanged {name}")
            continue
        stale = True
        print(f"stale {name}")
        if diff:
            sys.stdout.write(_diff(update, name))
    for edit in _edits(planned):
        say(f"{edit.file}:{edit.line}: {edit.words}")
    return 1 if stale else 0


def _diff(update: PageUpdate, name: str) -> str:
    """Show a change as a unified diff, its lines ended by LF."""
    from difflib import unified_diff

    old, new = ((text or "").replace("\r\n", "\n") for text in (update.old, update.new))
    before = "/dev/null" if update.old is None else f"a/{name}"
    lines = unified_diff(
        old.splitlines(keepends=True), new.splitlines(keepends=True), before, f"b/{name}"
    )
    ended = (
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )
    return "".join(ended)
