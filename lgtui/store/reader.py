"""Where the data file is, and its bytes to records: the fast reader, else tomllib."""

import os.path

from lgtui.model import NO_TEMPLATES, DataError, Records, Templates, named_templates
from lgtui.store.disk import exists, read_file
from lgtui.store.document import Document
from lgtui.store.fast_reader import NotUnderstood, scan
from lgtui.store.toml_errors import check_bytes, has_control, load
from lgtui.store.values import to_records

DATA = os.path.join("data", "talks.toml")


def find_data(start: str) -> str:
    """Return the data file for a folder: ``data/talks.toml`` in it or in the nearest folder above.

    A file is its own answer.

    Raises:
        DataError: There is none up to the root of the file system, or the folder may not be
            looked into; what may not be looked into above it is not ours, and passed over.
    """
    if os.path.isfile(start):
        return start
    folder = os.path.abspath(start)
    if not os.path.isdir(folder):
        raise DataError("there is no such folder or file; check the path", start)
    if exists(os.path.join(folder, DATA)):
        return os.path.join(folder, DATA)
    while True:
        path = os.path.join(folder, DATA)
        if os.path.lexists(path):
            return path
        above = os.path.dirname(folder)
        if above == folder:
            break
        folder = above
    message = (
        f"there is no {DATA} here nor in any folder above; go to the site's folder, name the "
        "file with --data FILE, or start a new series with lgtui --init"
    )
    raise DataError(message, start)


def root_of(data_path: str) -> str:
    """Return the folder that the paths in ``[pages]`` start from.

    The nearest folder with a ``.git`` (a folder, or a file in linked worktrees and submodules);
    without git the folder above ``data``, and where the file is not in ``data``, its folder.
    """
    home = os.path.dirname(os.path.abspath(data_path))
    folder = home
    while True:
        if os.path.lexists(os.path.join(folder, ".git")):
            return folder
        above = os.path.dirname(folder)
        if above == folder:
            break
        folder = above
    return os.path.dirname(home) if os.path.basename(home) == "data" else home


def from_here(path: str) -> str:
    """Return a path as people read it: from the current folder where it is below it."""
    try:
        relative = os.path.relpath(path)
    except (OSError, ValueError):
        # The current folder is gone, or on another drive: the path as it was given says it all.
        return path
    return os.path.abspath(path) if relative.startswith(os.pardir) else relative


_BOM = b"\xef\xbb\xbf"


def read(path: str) -> Document:
    """Return the data file at ``path``.

    Raises:
        DataError: It cannot be read, is empty, is no valid TOML, or a newer lgtui wrote it.
    """
    raw = read_file(path)
    if not raw.strip():
        message = (
            "the file is empty: bring back an earlier version (git log shows them), or delete "
            "it and start a new series with lgtui --init"
        )
        raise DataError(message, path)
    return parse(raw, path)


def read_templates(records: Records, path: str) -> Templates:
    """Read the organizers' own templates that the records name, for the pages to be made of.

    One that cannot be read is told when a page needs it.

    Args:
        records: the records of a data file.
        path: the data file.
    """
    named = named_templates(records.pages)
    if not named:
        return NO_TEMPLATES
    from lgtui.render.templates import BadTemplateError

    root = os.path.realpath(root_of(path))
    texts: dict[str, str | DataError] = {}
    for key, name in named.items():
        file = os.path.normpath(os.path.join(root, name))
        if fault := _fault_of_template(file, root):
            texts[name] = BadTemplateError(f"pages.{key}: {name!r} {fault}", path)
            continue
        try:
            texts[name] = read_file(file).decode()
        except DataError as error:
            texts[name] = BadTemplateError(error.message, name)
        except UnicodeDecodeError:
            message = "this template is not UTF-8; save it as such"
            texts[name] = BadTemplateError(message, name)
    return texts


def _fault_of_template(file: str, root: str) -> str:
    """Return why a file may not be a template, ``""`` where it may.

    What a template says goes onto a public page: a file such as ``.git/config`` or ``.env`` holds
    secrets, and a link may lead to one anywhere on the disk.
    """
    if not file.startswith(os.path.join(root, "")):
        return "leads out of the repository; name a file inside it"
    if os.path.realpath(file) != file:
        return f"leads through a link to {os.path.realpath(file)}; name the file itself"
    parts = file.removeprefix(root).split(os.sep)
    if any(part.startswith(".") for part in parts):
        return "is a hidden file, which may hold secrets; give the template a name without a dot"
    return ""


def parse(raw: bytes, file: str = "") -> Document:
    """Return the records in a data file's bytes; no bytes are a file without records.

    Raises:
        DataError: The bytes are no valid TOML (with line and column), or a newer lgtui wrote them.
    """
    check_bytes(raw, file)
    start = len(_BOM) if raw.startswith(_BOM) else 0
    blocks = None
    if has_control(raw):
        plain = load(raw, file)
    else:
        try:
            plain, blocks = scan(raw, start)
        except NotUnderstood:
            plain = load(raw, file)
    records, problems = to_records(plain, file)
    return Document(file, raw, records, problems, blocks)
