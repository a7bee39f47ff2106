"""Says whose work something on the server is: words by hand, a damaged page, commits."""

from lgtui.model import DataError
from lgtui.render import Edit, MarkerError
from lgtui.render.regions import find
from lgtui.repo.client import literal
from lgtui.repo.combine import decoded
from lgtui.repo.site import Site

MOST_LOOKED_AT = 100
"""How many commits to a page are looked at for the one that brought some words."""


LONGEST_WORDS = 200
"""How much is shown of what somebody wrote by hand, in signs."""


def by_hand(site: Site, commits: tuple[str, str], edit: Edit) -> str:
    """Return who edited by hand what lgtui writes, where, and which words.

    Args:
        site: the site.
        commits: what both sides came from, and the others' newest commit.
        edit: what was edited, and what the records said in its place.

    Raises:
        GitError: git cannot read its store.
    """
    log = site.clone.ask(
        "log", "--no-show-signature", "--reverse", f"-{MOST_LOOKED_AT}",
        "--format=%H%x01%h%x01%an%x01%s",
        f"{commits[0]}..{commits[1]}", "--", *literal([edit.file]),
    )  # fmt: skip
    lines = [line for line in edit.diff().splitlines()[2:] if line[:1] in "+-" and line[1:].strip()]
    written, replaced_by = ([line[1:] for line in lines if line[0] == sign] for sign in "-+")
    left, authors = set(written), []
    for entry in log.splitlines():
        name, short, author, about = entry.split("\x01", 3)
        [raw] = site.clone.read_files([f"{name}:{edit.file}"])
        there = set(decoded(raw or b"").replace("\r\n", "\n").split("\n"))
        if left & there or not written:
            authors.append(f"{author}, in commit {short} ({about}),")
        left -= there
    who = " and ".join(authors) or "somebody"
    words, instead = (
        " / ".join(line.strip() for line in some)[:LONGEST_WORDS] for some in (written, replaced_by)
    )
    told = f"wrote “{words}”" if words else "took something away"
    told += f" where the records said “{instead}”" if instead else ""
    what = "a part of the page" if edit.region else "a file"
    return f"{edit.file}:{edit.line}: {who} {told}, in {what} that lgtui writes"


def damaged(site: Site, tip: str, error: MarkerError) -> DataError:
    """Return what is wrong with a page's markers, and whose commit it is where it is others'.

    Args:
        site: the site.
        tip: the others' newest commit.
        error: what is wrong.

    Raises:
        GitError: git cannot read its store.
    """
    [theirs] = site.clone.read_files([f"{tip}:{error.file}"])
    try:
        find(decoded(theirs or b""), error.file)
    except MarkerError as fault:
        about = site.clone.ask(
            "log",
            "--no-show-signature",
            "-1",
            "--format=%an in commit %h (%s)",
            tip,
            "--",
            *literal([error.file]),
        )
        message = (
            f"on the server this page cannot be read since {about}: {fault.message}. Correct it "
            "there, such as on the forge's web page, then try again. Your edits are kept here"
        )
        return DataError(message, error.file, fault.line)
    return error


def deleted(site: Site, tip: str, path: str) -> str:
    """Return who deleted a file on the server that the records still name, and what becomes of it.

    Args:
        site: the site.
        tip: the others' newest commit.
        path: the file.

    Raises:
        GitError: git cannot read its store.
    """
    about = site.clone.ask(
        "log", "-1", "--no-show-signature", "--diff-filter=D", "--format=%an in commit %h (%s)",
        tip, "--", *literal([path]),
    )  # fmt: skip
    who = f" by {about}" if about else ""
    return (
        f"{path} was deleted on the server{who}; it is made again, with your words around lgtui's "
        "parts. If it is not wanted any more, take it out of [pages] in the data file"
    )


MOST_NAMED = 5
"""How many commits are named in a message."""


def subjects(site: Site, *commits: str) -> str:
    """Return commits by name, author and subject, the newest first.

    Args:
        site: the site.
        commits: which ones, as ``git log`` takes them.

    Raises:
        GitError: git cannot read its store.
    """
    lines = site.clone.ask(
        "log", "--no-show-signature", "--format=%h %an: %s", *commits, "--"
    ).splitlines()
    more = f" and {len(lines) - MOST_NAMED} more" if len(lines) > MOST_NAMED else ""
    return "; ".join(lines[:MOST_NAMED]) + more
