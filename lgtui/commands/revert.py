"""``--revert``: what one commit did is taken back, as a new edit of the data file."""

from typing import TYPE_CHECKING

from lgtui import store
from lgtui.commands import Options, harmless, say
from lgtui.commands.publish import decide, explained, opened
from lgtui.repo import GitError

if TYPE_CHECKING:
    from lgtui.model import Records
    from lgtui.site.saving import SavePlan
    from lgtui.store import Document


def run(options: Options) -> int:
    """Take back what a commit changed in the records, and write data file and pages.

    What came after it stays. Nothing is committed: ``--publish`` publishes it as any edit.

    Returns:
        0; 1 where something was changed again since and nobody decided, or the records would
        have errors: nothing is written then; 2 where there is no such commit.

    Raises:
        DataError: a file cannot be read or written.
    """
    from lgtui.repo.history import revert

    path = options.data_path()
    site = opened(path)
    if site is None:
        return 1
    commit = site.clone.commit_of(options.revert)
    if not commit or not site.clone.commit_of(f"{commit}^"):
        why = "it is the first one, before which there was nothing" if commit else "not found here"
        say(f"{options.revert} is no commit that can be taken back: {why}")
        return 2
    document = store.read(path)
    try:
        merged = revert(site, commit, document.records)
    except GitError as error:
        say(str(error))
        return 1
    if merged.conflicts:
        for conflict in merged.conflicts:
            say(*explained(conflict, ("after the commit", "now", "before the commit")))
        decided = decide(merged, options.decide)
        if decided is None:
            say(
                "this was changed again since; nothing was written. Say --decide mine (it stays as "
                "it is now), theirs (it is taken back all the same) or ask"
            )
            return 1
        merged = decided
    return _written(document, merged.records)


def troubles(planned: "SavePlan") -> list[str]:
    """Say what keeps a save from writing records and pages; empty where nothing does."""
    found = [f"{one.record}: {one.message} ({one.code})" for one in planned.errors]
    found += [str(fault) for fault in planned.faults]
    return found + [f"{edit.file}:{edit.line}: {edit.words}" for edit in planned.edits]


def _written(document: "Document", records: "Records") -> int:
    """Save the records and their pages, and print what became of them.

    Raises:
        DataError: a file cannot be written.
    """
    from lgtui.records.diff import changes
    from lgtui.site.saving import plan_save, write_save

    told = changes(document.records, records)
    if not told:
        say("nothing of that commit is left to be taken back")
        return 1
    planned = plan_save(document, records)
    if trouble := troubles(planned):
        say(*trouble)
        say("nothing was written")
        return 1
    write_save(planned)
    for change in told:
        print(harmless(str(change)))
    say("taken back in the files here; lgtui --publish publishes it")
    return 0
