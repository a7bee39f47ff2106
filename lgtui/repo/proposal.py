"""What publishing would do: the change by record, the subject, the files, the exact diff."""

from typing import NamedTuple

from lgtui.model import DataError
from lgtui.records.diff import Change
from lgtui.repo.client import literal
from lgtui.repo.commit import our_status, pending, usual_subject
from lgtui.repo.objects import head_of
from lgtui.repo.remote import upstream
from lgtui.repo.site import Site
from lgtui.repo.status import Status


class Proposal(NamedTuple):
    """What publishing would do now.

    Attributes:
        status: where the clone stands, with the files that would be committed.
        changes: what the commit would change, by record.
        subject: the subject made from it; empty where there is nothing to commit.
        note: why the changes cannot be told; empty where they can.
    """

    status: Status
    changes: tuple[Change, ...] = ()
    subject: str = ""
    note: str = ""


def propose(place: Site) -> Proposal:
    """Looks at what publishing would commit; nothing is touched.

    Args:
        place: the site, whose pages were rendered.

    Raises:
        DataError: the data file cannot be read.
        GitError: git cannot tell.
    """
    place.clone.forget_settings()
    here = place.on_disk().document.records
    now = our_status(place, here)
    if not now.files:
        return Proposal(now)
    message = usual_subject(place, now, here)
    try:
        return Proposal(now, pending(place), message)
    except DataError as error:
        note = f"What changed cannot be told by record, because the last commit is damaged: {error}"
        return Proposal(now, (), message, note)


def exact_diff(place: Site, now: Status) -> str:
    """The difference between the last commit and the files on disk, as git shows it.

    Args:
        place: the site.
        now: where the clone stands, with the files to compare.

    Raises:
        DataError: a new file cannot be read.
        GitError: git cannot tell.
    """
    new = [file.path for file in now.files if file.code == "??"]
    known = [file.path for file in now.files if file.code != "??"]
    parts = []
    if known:
        base = now.head or place.clone.ask("hash-object", "-t", "tree", "--stdin", stdin=b"")
        parts.append(
            place.clone.ask(
                "diff", "--no-color", "--no-ext-diff", "--no-textconv", base, "--",
                *literal(known),
            )
        )  # fmt: skip
    for path in new:
        text = (place.read(path) or b"").decode("utf-8", "replace")
        lines = "\n".join(f"+{line}" for line in text.splitlines())
        parts.append(f"new file {path}\n{lines}")
    return "\n".join(parts)


def unpushed(place: Site, now: Status) -> list[str]:
    """The subjects of commits that the server's branch has not, newest first.

    Raises:
        GitError: git cannot read its store.
    """
    if not now.head or not (now.ahead or now.gone):
        return []
    branch = upstream(place.clone, now)
    known = head_of(place.clone, branch.tracking) if branch else ""
    since = [f"^{known}"] if known else []
    text = place.clone.ask("log", "-z", "--format=%s", "--max-count=200", now.head, *since, "--")
    return [subject for subject in text.split("\0") if subject]
