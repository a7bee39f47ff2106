"""Committing our files and nothing else, and what a commit would take in."""

import os
import re
import shlex
from collections.abc import Mapping

from lgtui.model import DataError, Pages, Records, named_templates
from lgtui.records.commit_message import subject
from lgtui.records.diff import Change, changes
from lgtui.render import MarkerError
from lgtui.render.regions import CALENDAR, NEWS, find, is_as_written, is_foreign, is_sealed
from lgtui.repo.client import Answer, Clone, GitError, literal
from lgtui.repo.combine import decoded, own_words, parse_version
from lgtui.repo.messages import redacted
from lgtui.repo.rebase import entries
from lgtui.repo.site import Site
from lgtui.repo.status import FileState, Status, status


def pending(site: Site) -> tuple[Change, ...]:
    """Return what the data file on disk changes against the last commit, by record.

    Raises:
        DataError: a data file cannot be read.
        GitError: git cannot read its store.
    """
    here = site.on_disk().records
    there = site.at(["HEAD"])[0].records
    return changes(there, here)


def our_status(site: Site, here: Records) -> Status:
    """Read the clone's state, with the files that a commit of the records on disk takes in.

    A season that was held on another day than first written leaves a news item behind, a page that
    the records name no more its old place; where the organizer deletes it, that belongs to the
    change.

    Raises:
        GitError: git cannot tell.
    """
    paths = site.ours(here)
    news = here.pages.news.rstrip("/")
    # What still lies on disk may be used otherwise.
    left = [path for path in left_places(site, here) if not os.path.lexists(site.file(path))]
    now = status(site.clone, [*paths, *left, *([news] if news else [])])
    news_item = _news_item(here)
    files = tuple(
        file
        for file in now.files
        if file.path in paths
        or ("D" in file.code and (file.path in left or news_item.search(file.path)))
    )
    ignored = tuple(path for path in now.ignored if is_or_holds(path, paths))
    return now._replace(files=files, ignored=ignored)


def left_places(site: Site, here: Records) -> list[str]:
    """Return the pages of the last commit's records that those on disk do not name any more.

    Raises:
        GitError: git cannot read its store.
    """
    [held] = site.clone.read_files([f"HEAD:{site.data}"])
    if held is None or held == site.read(site.data):
        return []
    try:
        before = parse_version(held, site.data).records
    except DataError:
        return []  # committed broken: it names no page
    paths = site.ours(here)
    return [path for path in site.ours(before) if path not in paths]


def _news_item(records: Records) -> re.Pattern[str]:
    from lgtui.render.news import news_glob

    parts = (re.escape(part) for part in news_glob(records.pages).split("*"))
    return re.compile(f"/{'[0-9-]+'.join(parts)}\\Z")


def is_or_holds(path: str, paths: list[str]) -> bool:
    """Return whether a path is one of ours, or a folder that holds one."""
    whole = f"{path.rstrip('/')}/"
    return any(f"{ours}/".startswith(whole) for ours in paths)


def left_behind(site: Site, now: Status, here: Records) -> list[str]:
    """Find our files on disk that no commit made here takes in, each with the reason.

    Args:
        site: the site.
        now: the clone's state; files that it names as ignored are not judged again.
        here: the records on disk.

    Raises:
        GitError: git cannot tell.
    """
    clone, told = site.clone, {file.path for file in now.files}
    paths = [
        path
        for path in site.ours(here)
        # A link in the place of a file is a change that git tells of, not of what is behind it.
        if (path not in told or _behind_link(site, path) is not None)
        and "\n" not in path  # git is asked one a line
        and os.path.isfile(site.file(path))
        and not any(is_or_holds(ignored, [path]) for ignored in now.ignored)
    ]
    links = {path: real for path in paths if (real := _behind_link(site, path)) is not None}
    held = entries(clone, "HEAD", [*paths, *links.values()]) if now.head else {}
    names = "".join(f"{path}\n" for path in paths).encode("utf-8", "surrogateescape")
    hashes = clone.ask("hash-object", "--stdin-paths", stdin=names).split() if paths else []
    changed = [
        path
        for path, name in zip(paths, hashes, strict=True)
        if (entry := held.get(links.get(path, path))) is None or entry.name != name
    ]
    flags = _flags(clone, changed)
    found = []
    for path in changed:
        if path in links:
            target = links[path] or os.path.realpath(site.file(path))
            instead = "name that file in the data file"
            if path == site.data:
                instead = f"name that file (lgtui --data {shlex.quote(target)})"
            found.append(f"{path} is a link or behind one: commit {target} yourself, or {instead}")
        elif folder := _nested(site, path):
            found.append(
                f"{path} is in a repository of its own, {folder}: name a file of this repository "
                "in the data file"
            )
        elif flag := flags.get(path):
            found.append(
                f"git was told to overlook {path}: git update-index {flag} {shlex.quote(path)}"
            )
        elif links.get(path, path) not in held:
            found.append(
                f"git takes {path} into no commit: it may lie in a submodule that is not set up "
                "here. Name a file of this repository in the data file"
            )
    return found


def uncommitted_templates(site: Site, here: Records) -> list[str]:
    """Return the organizers' own templates of which the last commit lacks what is on disk.

    Raises:
        GitError: git cannot tell.
    """
    named = named_templates(here.pages).values()
    paths = [path for path in map(os.path.normpath, named) if os.path.isfile(site.file(path))]
    return [file.path for file in status(site.clone, paths).files] if paths else []


def _behind_link(site: Site, path: str) -> str | None:
    """Return where a path really is, from the root; empty outside it, ``None`` for no link."""
    root, real = os.path.realpath(site.root), os.path.realpath(site.file(path))
    if real == os.path.join(root, path):
        return None
    return os.path.relpath(real, root) if real.startswith(os.path.join(root, "")) else ""


def _nested(site: Site, path: str) -> str:
    """Return the nearest folder above a path that is a repository of its own; empty for none."""
    folder = os.path.dirname(path)
    while folder and not os.path.lexists(site.file(f"{folder}/.git")):
        folder = os.path.dirname(folder)
    return folder


def _flags(clone: Clone, paths: list[str]) -> dict[str, str]:
    """Return the options that take marks off files which make git overlook their changes."""
    if not paths:
        return {}
    found = {}
    for line in clone.ask("ls-files", "-v", "-z", "--", *literal(paths)).split("\0"):
        mark, _, path = line.partition(" ")
        if mark.upper() == "S":
            found[path] = "--no-skip-worktree"
        elif mark.islower():
            found[path] = "--no-assume-unchanged"
    return found


def follow_cut_off_commit(clone: Clone, now: Status) -> tuple[Status, list[str]]:
    """Let the index hold what is committed already, where git was cut off between the two.

    Branch and disk then say the same, and only the index says what was before; git has nothing to
    commit. What a person staged, which no commit has, stays staged.

    Args:
        clone: the clone.
        now: the clone's state.

    Returns:
        The state without the files that are committed already, and those whose index was mended.

    Raises:
        GitError: git cannot tell, or cannot write the index.
    """
    paths = [
        file.path
        for file in now.files
        if file.code[0] not in " ?" and "\n" not in file.path  # git is asked one a line
    ]
    paths = [path for path in paths if os.path.isfile(os.path.join(clone.root, path))]
    if not (paths and now.head):
        return now, []
    held = entries(clone, now.head, paths)
    names = "".join(f"{path}\n" for path in paths).encode("utf-8", "surrogateescape")
    hashes = clone.ask("hash-object", "--stdin-paths", stdin=names).split()
    done = {
        path
        for path, name in zip(paths, hashes, strict=True)
        if path in held and held[path].name == name
    }
    before = clone.commit_of(f"{now.head}^")
    earlier = entries(clone, before, done) if before else {}
    empty = clone.ask("hash-object", "--stdin", stdin=b"")
    staged = _staged_names(clone, sorted(done))
    cut_off = [
        path
        for path in sorted(done)
        if staged.get(path, empty) == (earlier[path].name if path in earlier else empty)
    ]
    if cut_off:
        clone.ask("reset", "--quiet", "--", *literal(cut_off), limit=None)
    files = tuple(file for file in now.files if file.path not in done)
    return now._replace(files=files), cut_off


def _staged_names(clone: Clone, paths: list[str]) -> dict[str, str]:
    """Return the names of the contents that the index has for some paths."""
    found = {}
    if paths:
        for line in clone.ask("ls-files", "--stage", "-z", "--", *literal(paths)).split("\0"):
            about, _, path = line.partition("\t")
            if path:
                found[path] = about.split(" ")[1]
    return found


def usual_subject(site: Site, now: Status, here: Records) -> str:
    """Return the commit's subject where nobody writes one: from what is on disk.

    Raises:
        GitError: git cannot read its store.
    """
    try:
        before = site.at([now.head], here)[0] if now.head else None
    except DataError:
        return "Mend the data file"
    if before is None or before.read(site.data) is None:
        return f"Start the records: {len(here.seasons)} seasons, {len(here.talks)} talks"
    if told := subject(changes(before.records, here)):
        return told
    if any(file.path == site.data for file in now.files):
        return "Tidy the data file"
    pages = here.pages
    own = [
        file.path
        for file in now.files
        if _own_words(before.read(file.path), file.path, pages)
        != _own_words(site.read(file.path), file.path, pages)
    ]
    if own:
        more = f" and {len(own) - 1} more" if len(own) > 1 else ""
        return f"Edit the text of {own[0]}{more}"
    return "Render the pages"


def _own_words(raw: bytes | None, path: str, pages: Pages) -> str:
    """Return what is of people's own in a page: the words around lgtui's parts, and in them."""
    if path in map(os.path.normpath, filter(None, (pages.webinar, pages.abstracts))):
        return own_words(raw or b"", "webinar")
    text = decoded(raw or b"")
    return text if is_foreign(text, NEWS) and not path.endswith(".ics") else ""


MOST_NAMED = 10
"""How many files that a hook put into a commit are named."""


def changed_by_hook(site: Site, files: tuple[FileState, ...], here: Records) -> list[str]:
    """Return what hooks made of the last commit: our files not as written, and others' in it.

    Args:
        site: the site.
        files: what was committed.
        here: the records as they were saved.

    Raises:
        GitError: git cannot read its store.
    """
    found = []
    paths = [file.path for file in files]
    if others := [path for path in _in_last_commit(site.clone) if path not in paths]:
        more = f" and {len(others) - MOST_NAMED} more" if len(others) > MOST_NAMED else ""
        found.append(
            f"a hook of this repository put other files into the commit: "
            f"{', '.join(others[:MOST_NAMED])}{more}. Look at it (git show --stat); a hook that "
            "runs git add -A takes in whatever lies about"
        )
    raws = site.clone.read_files([f"HEAD:{path}" for path in paths])
    for path, raw in zip(paths, raws, strict=True):
        if raw is None:
            continue
        if path == site.data:
            try:
                if parse_version(raw, path).records == here:
                    continue
                what = "it says other records than were saved"
            except DataError as error:
                what = f"it is not valid any more ({error.message})"
        elif names := _not_as_written(decoded(raw), path):
            what = f"{names} not as lgtui wrote it, so the next save or render will ask about it"
        else:
            continue
        found.append(
            f"a hook of this repository changed {path} as it was committed: {what}. Keep the hook "
            "from this file (exclude it in its settings), then render and publish again"
        )
    return found


def _not_as_written(text: str, path: str) -> str:
    """Return which parts of a page are not as lgtui wrote them; empty for none."""
    for begins in (NEWS, CALENDAR):
        if not is_foreign(text, begins) and not is_sealed(text, begins):
            return "it is"
    try:
        names = [
            region.name
            for region in find(text, path)
            if region.checksum and not is_as_written(region)
        ]
    except MarkerError as error:
        return f"its markers are damaged ({error.message}), and it is"
    if not names:
        return ""
    return f"the part {', '.join(names)} is" if len(names) == 1 else f"{', '.join(names)} are"


_BEFORE_COMMIT = ("pre-commit", "prepare-commit-msg", "commit-msg")
"""The hooks that may refuse a commit, or add their own version of a file to it."""


class HookError(GitError):
    """Says that a hook of the repository refused; nothing was committed."""


def commit(clone: Clone, files: tuple[FileState, ...], message: str) -> None:
    """Commit the state that some files have in the working tree.

    Hooks, signing, and what the organizer's git is set to are honoured. What others have staged
    stays staged and is not committed. There is no time limit: hooks and signing may take long.

    Args:
        clone: the clone.
        files: the files that differ from the last commit, as ``status`` gave them.
        message: the commit's message.

    Raises:
        HookError: a hook said no; the message tells which of the files it changed.
        GitError: git could not commit.
    """
    paths = [file.path for file in files]
    new = [file.path for file in files if file.code == "??"]
    if new:
        clone.ask("add", "--intent-to-add", "--", *literal(new), limit=None)
    before = _contents(clone, paths)
    answer = clone.run_patiently(
        "commit", "--quiet", "--only", "--file=-", "--", *literal(paths),
        stdin=with_template(clone, message).encode("utf-8", "surrogateescape"), limit=None,
    )  # fmt: skip
    if answer.status:
        if new:
            clone.run("rm", "--cached", "--quiet", "--force", "--", *literal(new), limit=None)
        raise _refusal(clone, answer, before)


def with_template(clone: Clone, message: str) -> str:
    """Return the message with the text of the organizer's commit template below it.

    Raises:
        GitError: the template cannot be read.
    """
    path = clone.config_path("commit.template")
    if not path:
        return message
    try:
        with open(path, encoding="utf-8") as file:
            lines = [line.rstrip() for line in file if not line.startswith("#")]
    except (OSError, UnicodeDecodeError) as error:
        raise GitError(
            f"the commit template {path} cannot be read ({error}). Mend it, or take it away: "
            "git config --unset commit.template"
        ) from error
    text = "\n".join(lines).strip("\n")
    return f"{message.rstrip()}\n\n{text}\n" if text else message


def _contents(clone: Clone, paths: list[str]) -> dict[str, bytes | None]:
    found: dict[str, bytes | None] = {}
    for path in paths:
        try:
            with open(os.path.join(clone.root, path), "rb") as file:
                found[path] = file.read()
        except FileNotFoundError:
            found[path] = None
    return found


def _refusal(clone: Clone, answer: Answer, before: Mapping[str, bytes | None]) -> GitError:
    """Return why there is no commit: something git names, else a hook."""
    error = clone.error(answer, "")
    hooks = found_hooks(clone, *_BEFORE_COMMIT)
    # Hooks write to standard error in most versions of git, to standard output in some.
    said = "\n".join(filter(None, [redacted(answer.text).strip(), answer.said]))
    # A hook that refuses ends git with 1, whatever words it uses; git's own troubles with 128.
    if not hooks or (error.message and (answer.status != 1 or "error: pathspec" in answer.said)):
        return GitError(error.message or "git did not commit; your edits are kept", said)
    after = _contents(clone, list(before))
    touched = [path for path in before if before[path] != after[path]]
    message = (
        f"the repository's {' or '.join(hooks)} hook said no. Nothing was committed; your edits "
        "are kept"
    )
    if touched:
        message += f". The hook changed {', '.join(touched)}: look at it, then publish again"
        unlike = [path for path in touched if _not_as_written(decoded(after[path] or b""), path)]
        if unlike:
            message += (
                f". In {', '.join(unlike)} it changed what lgtui writes: keep the hook from that "
                "file (exclude it in its settings), and render again (lgtui --render --force)"
            )
    else:
        message += ": do what it asks for, then publish again"
    return HookError(message, said)


def found_hooks(clone: Clone, *names: str) -> list[str]:
    """Return which of some hooks this repository has."""
    folder = _hooks_folder(clone)
    return [name for name in names if os.access(os.path.join(folder, name), os.X_OK)]


def _hooks_folder(clone: Clone) -> str:
    configured = clone.config_path("core.hookspath")
    folder = clone.folder()
    if configured or not os.path.exists(os.path.join(folder, "commondir")):
        return configured or os.path.join(folder, "hooks")
    return os.path.join(clone.root, clone.ask("rev-parse", "--git-path", "hooks"))


def follow_hooks(site: Site, here: Records) -> Status | None:
    """Let the index hold what was committed, right after a commit.

    Returns:
        The state of the clone; ``None`` where no hook could have changed the commit.

    Raises:
        GitError: git cannot tell, or cannot write the index.
    """
    if not found_hooks(site.clone, *_BEFORE_COMMIT):
        return None
    now = status(site.clone, site.ours(here))
    # When a hook adds its own version of a file, git commits that but leaves the earlier one in
    # the index, where the next commit would take the hook's work back.
    stale = [file.path for file in now.files if file.code[0] not in " ?"]
    stale += [path for path in _lagging(site.clone) if path not in stale]
    if stale:
        site.clone.ask("reset", "--quiet", "--", *literal(stale), limit=None)
    return now


def _lagging(clone: Clone) -> list[str]:
    """Return the files of the last commit that the index has as they were before it.

    The next commit would take back what a hook put in. What a person staged otherwise is none.
    """
    paths = _in_last_commit(clone)
    before = entries(clone, "HEAD^", paths) if clone.commit_of("HEAD^") else {}
    after = entries(clone, "HEAD", paths)
    staged = _staged_names(clone, paths)
    then, now = ({path: entry.name for path, entry in found.items()} for found in (before, after))
    return [
        path
        for path in paths
        if staged.get(path) == then.get(path) and staged.get(path) != now.get(path)
    ]


def _in_last_commit(clone: Clone) -> list[str]:
    """Return the files that the last commit changed."""
    listed = clone.ask(
        "diff-tree", "--root", "--no-commit-id", "-r", "--no-renames", "--name-only", "-z", "HEAD"
    )
    return [path for path in listed.split("\0") if path]
