"""``--sync``: what others published is fetched and merged by record; nothing is sent."""

import sys
from typing import TYPE_CHECKING

from lgtui.commands import Options, harmless, say
from lgtui.commands.publish import opened, rendered, run_decided

if TYPE_CHECKING:
    from lgtui.repo.sync import Answers, Outcome


def run(options: Options) -> int:
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
