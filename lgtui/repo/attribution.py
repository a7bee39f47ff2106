"""Says whose work something on the server is: words by hand, a damaged page, commits."""

from typing import NamedTuple

from lgtui.checks import Finding, errors
from lgtui.model import FIELDS, DataError, Records, records_of, value_of
from lgtui.records.matching import key_of
from lgtui.render import Edit, MarkerError
from lgtui.render.regions import find
from lgtui.repo.client import GitError, literal
from lgtui.repo.combine import decoded
from lgtui.repo.remote import MOST_COMPARED, Upstream, dropped, taken_away
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


def who_brought(site: Site, commits: tuple[str, str], findings: list[Finding]) -> str:
    """Return which of the others' commits brought errors into the data file, and into what.

    Args:
        site: the site.
        commits: what both sides came from, and the others' newest commit.
        findings: the errors of both sides together.

    Returns:
        The commits with author, subject and places; empty where none of them has one by itself.

    Raises:
        GitError: git cannot read its store.
    """
    log = site.clone.ask(
        "log", "--no-show-signature", "--reverse", "--topo-order", f"-{MOST_LOOKED_AT}",
        "--format=%H%x01%h%x01%an%x01%s", f"{commits[0]}..{commits[1]}", "--",
        *literal([site.data]),
    )  # fmt: skip
    left = {(one.code, one.record, one.where.field) for one in findings}
    told = []
    for entry in log.splitlines():
        name, short, author, about = entry.split("\x01", 3)
        try:
            [version] = site.at([name])
        except DataError:
            continue
        there = errors(version.records, version.document.problems)
        here = left & {(one.code, one.record, one.where.field) for one in there}
        if here:
            places = ", ".join(sorted(f"{record} {field}".strip() for _, record, field in here))
            told.append(f"{author} in commit {short} ({about}): {places}")
        left -= here
    return "; ".join(told)


LONG_VALUE = 20
"""From how many signs on a value is known again in another record, too."""

_STRUCTURE = ("id", "number", "season", "state", "kind", "start", "zone", "timezone")
"""Fields whose values say where a record belongs, and that many records share."""


class _Value(NamedTuple):
    """A value of a field; its record is left out where the value is long."""

    place: str
    field: str
    text: str


def _values(records: Records) -> set[_Value]:
    """Return the values that can be known again, as texts."""
    found = set()
    for kind in ("talks", "seasons", "organizers"):
        for record in records_of(records, kind):
            for field in FIELDS[kind]:
                value = value_of(record, field.name)
                if field.name in _STRUCTURE or value in (None, "", ()):
                    continue
                for part in value if isinstance(value, tuple) else (value,):
                    text = part if isinstance(part, str) else repr(part)
                    is_long = len(text) >= LONG_VALUE and isinstance(part, str)
                    place = "" if is_long else f"{kind} {key_of(record)}"
                    found.add(_Value(place, field.name, text))
    return found


def ensure_not_brought_back(site: Site, branch: Upstream, head: str, tip: str) -> None:
    """Make sure that no commit of mine says what only commits say that the server took out.

    Who puts several commits together by hand makes such a value anew in a commit that is like
    none of those that were taken out.

    Args:
        site: the site.
        branch: the branch on the server.
        head: my newest commit.
        tip: the branch's newest commit.

    Raises:
        DataError: the data file of a commit of mine is not valid.
        GitError: a value comes back; the message names it. Or git cannot read its store.
    """
    gone = dropped(site.clone, branch, tip)
    if not gone or taken_away(site.clone, gone, head, tip):
        return
    own = site.clone.ask("rev-list", head, f"^{tip}", "--", *literal([site.data])).split()
    mine = set[_Value]().union(*(_values(one.records) for one in site.at(own, mend=True)))
    for before in gone[:MOST_COMPARED]:
        common = site.clone.run("merge-base", before, tip).text.split()
        try:
            then, theirs, *old = (
                one.records for one in site.at([before, tip, *common[:1]], mend=True)
            )
        except DataError:
            continue  # a version that is not valid said nothing that could be known again
        back = mine & _values(then) - _values(theirs)
        for records in old:
            back -= _values(records)
        if back:
            named = "; ".join(f"{one.field}: {one.text[:60]}" for one in sorted(back)[:MOST_NAMED])
            raise GitError(
                f"yours say again what the server took out of its history ({named}), in the "
                f"commits {subjects(site, f'{tip}..{before}')}. Nothing was pushed, and all is "
                "kept here. Take it out of the records, and of your commits (git rebase "
                f"--interactive {tip[:10]}), or, where it is to come back, push once by hand: git "
                "push"
            )
