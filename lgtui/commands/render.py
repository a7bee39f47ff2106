"""``--render``: the pages from the records, all of them or none."""

import os
import sys
from typing import NamedTuple

from lgtui import checks, render, store
from lgtui.checks.finding import visible
from lgtui.model import DataError, Records
from lgtui.render import Edit, HandEdit, MarkerError, Page
from lgtui.store import disk
from lgtui.store.reader import from_here


class Target(NamedTuple):
    """A page's file: where it is, the text it has, and the text it should have."""

    page: Page
    file: str
    old: str | None
    new: str


def run(
    data: str | None,
    check: bool,
    diff: bool,
    force: bool,
    stdout: str | None,
    *,
    staged: bool = False,
) -> int:
    """Writes every page, or says what would be written.

    Args:
        data: the data file; searched for upward when ``None``.
        check: write nothing, only say which pages are stale.
        diff: with ``check``, show what would change.
        force: write over what was edited by hand, after showing it.
        stdout: print this page (its kind or its path) and write nothing.
        staged: judge afterwards whether the next commit takes in records and pages as they are.

    Returns:
        0; 1 when the data has errors, a page's markers are damaged or a region was edited by
        hand (then nothing is written), with ``check`` when a page is stale, or with ``staged``
        when a file is not staged for the commit.

    Raises:
        DataError: a file cannot be read or written, or a page's path leads out of the repository.
    """
    path = data or store.find_data(os.curdir)
    document = store.read(path)
    if found := checks.errors(document.records, document.problems):
        _tell_errors(document, found)
        return 1
    root, records = store.root_of(path), document.records
    del document  # its bytes are not needed any more, and may be many
    wanted = render.files(records)
    if stdout is not None:
        wanted = _chosen(records, wanted, stdout)
    guard(wanted, root, path)
    targets, edits, damaged = _render(wanted, root, force or check)
    if damaged or (edits and not check and not force):
        _refuse(edits, damaged)
        return 1
    if stdout is not None:
        sys.stdout.write("".join(target.new for target in targets))
        return 0
    if check:
        return _compare(targets, edits, diff)
    _write(targets, edits)
    _tell_left(records, wanted, root)
    return _judge_staged(path, records) if staged else 0


def _judge_staged(data: str, records: Records) -> int:
    """Names the files of the site that the next commit would leave out, and returns 1 for any.

    A commit takes in what is staged, not what lies on disk: a page that was just created would
    be missing from it, and nothing else would say so.
    """
    import shlex

    from lgtui.repo import GitError
    from lgtui.repo.site import open_site
    from lgtui.repo.status import status

    try:
        place = open_site(data, inherit=True)
        files = status(place.clone, place.ours(records)).files
    except GitError as error:
        print(f"lgtui: {_shown(str(error))}", file=sys.stderr)
        return 2
    # git's second letter compares the disk with what is staged.
    left_out = [from_here(place.file(file.path)) for file in files if file.code[1] != " "]
    if not left_out:
        return 0
    names = visible(shlex.join(left_out))
    print(
        f"lgtui: not staged as written, so the commit would lack it: git add -- {names}",
        file=sys.stderr,
    )
    return 1


def _tell_errors(document: store.Document, found: list[checks.Finding]) -> None:
    """The errors that forbid rendering, each with its place in the data file."""
    from lgtui.commands.check import Report, as_text, placed

    report = Report(from_here(document.path), [], placed(found, document), fixing=False)
    sys.stderr.write(as_text(report))
    print("lgtui: no page was written, because the data has errors", file=sys.stderr)


def _chosen(records: Records, wanted: list[Page], name: str) -> list[Page]:
    """The pages that ``--stdout`` names: a kind, even one without a path, or one file."""
    tidy = os.path.normpath(name)
    chosen = [page for page in wanted if page.kind == name or os.path.normpath(page.path) == tidy]
    if not chosen and name in render.KINDS and name != "news":
        chosen = [Page("", name, records)]
    if not chosen:
        known = ", ".join([*render.KINDS[:2], "calendar", *(page.path for page in wanted)])
        raise DataError(f"--stdout: there is no page {name!r}; there are {known}")
    return chosen


def guard(wanted: list[Page], root: str, data: str) -> None:
    """Sees to it that each page has a file of its own inside the repository.

    Raises:
        DataError: a path leads out of the repository or names another page's or the data file.
    """
    real_root = os.path.realpath(root)
    taken = {os.path.realpath(data): "the data file"}
    for page in wanted:
        if not page.path:
            continue
        field = f"pages.{page.kind}"
        real = os.path.realpath(os.path.join(root, page.path))
        inside = real.startswith(os.path.join(real_root, ""))
        if not inside or os.path.join(real_root, ".git", "") in os.path.join(real, ""):
            raise DataError(
                f"{field}: {page.path!r} leads out of the repository {root} (to {real}); name a "
                "file inside it",
                data,
            )
        if real in taken:
            raise DataError(f"{field}: {page.path!r} is {taken[real]}; name another file", data)
        taken[real] = field


def _render(
    wanted: list[Page], root: str, force: bool
) -> tuple[list[Target], list[Edit], list[MarkerError]]:
    """Every page's old and new text, and what stands in the way of writing it."""
    targets: list[Target] = []
    edits: list[Edit] = []
    damaged: list[MarkerError] = []
    for page in wanted:
        file = os.path.join(root, page.path)
        old = _read(file) if page.path else None
        named = page._replace(path=from_here(file)) if page.path else page
        try:
            try:
                new = named.write(old)
            except HandEdit as hand:
                edits += hand.edits
                new = named.write(old, force=True) if force else ""
        except MarkerError as error:
            damaged.append(error)
        else:
            targets.append(Target(named, file, old, new))
    return targets, edits, damaged


def _read(file: str) -> str | None:
    """A page with its own line ends, bytes that are no UTF-8 kept; ``None`` where there is none."""
    if not disk.exists(file):
        return None
    return disk.read_file(file).decode("utf-8", "surrogateescape")


def _refuse(edits: list[Edit], damaged: list[MarkerError]) -> None:
    """Says why nothing is written, and how to go on."""
    for error in damaged:
        print(f"lgtui: {visible(str(error))}", file=sys.stderr)
    if edits:
        _tell_edits(edits)
        print(
            "lgtui: put these words into the records (open lgtui, it can take them over), or write "
            "over them with lgtui --render --force",
            file=sys.stderr,
        )
    print("lgtui: no page was written", file=sys.stderr)


def _tell_edits(edits: list[Edit]) -> None:
    for edit in edits:
        print(f"lgtui: {edit.file}:{edit.line}: {edit.words}:", file=sys.stderr)
        sys.stderr.write(_shown(edit.diff()))


def _shown(text: str) -> str:
    """A text of several lines with nothing in it that a terminal would act on."""
    return "\n".join(map(visible, text.split("\n")))


def _compare(targets: list[Target], edits: list[Edit], diff: bool) -> int:
    """Names the stale pages, with what would change if asked for."""
    stale = False
    for target in targets:
        if target.new == target.old:
            print(f"unchanged {target.page.path}")
            continue
        stale = True
        print(f"stale {target.page.path}")
        if diff:
            sys.stdout.write(_diff(target))
    for edit in edits:
        print(f"lgtui: {edit.file}:{edit.line}: {edit.words}", file=sys.stderr)
    return 1 if stale else 0


def _diff(target: Target) -> str:
    """The change as a unified diff, its lines ended by LF."""
    from difflib import unified_diff

    name = target.page.path
    old, new = ((text or "").replace("\r\n", "\n") for text in (target.old, target.new))
    before = "/dev/null" if target.old is None else f"a/{name}"
    lines = unified_diff(
        old.splitlines(keepends=True), new.splitlines(keepends=True), before, f"b/{name}"
    )
    ended = (
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )
    return "".join(ended)


def _write(targets: list[Target], edits: list[Edit]) -> None:
    """Writes what changed, all or none, and prints a line for each page."""
    _tell_edits(edits)
    changed = [target for target in targets if target.new != target.old]
    if changed:
        disk.write_files(
            {target.file: target.new.encode("utf-8", "surrogateescape") for target in changed}
        )
    for target in targets:
        state = "unchanged" if target.new == target.old else "wrote"
        print(f"{state} {target.page.path}")


def _tell_left(records: Records, wanted: list[Page], root: str) -> None:
    """Names news items that lgtui wrote once and that no held season stands behind any more."""
    if not records.pages.news:
        return
    folder = os.path.join(root, records.pages.news.rstrip("/"))
    if not os.path.isdir(folder):
        return
    current = {os.path.basename(page.path) for page in wanted if page.kind == "news"}
    for name in sorted(os.listdir(folder)):
        if name in current or not name.endswith((".md", ".markdown", ".html")):
            continue
        from lgtui.render import regions

        file = os.path.join(folder, name)
        if regions.is_sealed(_read(file) or "", regions.NEWS):
            print(
                f"lgtui: {from_here(file)} was left as it is: no held season has that number and "
                "day now; delete it if it is not wanted",
                file=sys.stderr,
            )
