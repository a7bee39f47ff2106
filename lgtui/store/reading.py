"""Bytes to records: the scanner for the usual layout, tomllib for all else."""

from lgtui.model import DataError, Records
from lgtui.store.disk import read_file
from lgtui.store.document import Document
from lgtui.store.scan import NotUnderstood, scan
from lgtui.store.toml_errors import check_bytes, has_control, load
from lgtui.store.values import to_records

_BOM = b"\xef\xbb\xbf"


def read(path: str) -> Document:
    """The data file at ``path``.

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
    document = parse(raw, path)
    read_templates(document.records, path)
    return document


def read_templates(records: Records, path: str) -> None:
    """Reads the organizers' own templates that the records name, for the pages to be made of.

    One that cannot be read is told when a page needs it.

    Args:
        records: the records of a data file.
        path: the data file.
    """
    if not any(records.pages[-6:-1]):
        return
    import os.path

    from lgtui.pages import templates
    from lgtui.store.paths import root_of

    root = os.path.realpath(root_of(path))
    texts: dict[str, str | templates.BadTemplateError] = {}
    for key, name in templates.named(records).items():
        file = os.path.realpath(os.path.join(root, name))
        if not file.startswith(os.path.join(root, "")):
            message = f"pages.{key}: {name!r} leads out of the repository"
            texts[name] = templates.BadTemplateError(message, path)
            continue
        try:
            texts[name] = read_file(file).decode()
        except DataError as error:
            texts[name] = templates.BadTemplateError(error.message, name)
        except UnicodeDecodeError:
            message = "this template is not UTF-8; save it as such"
            texts[name] = templates.BadTemplateError(message, name)
    templates.know(texts)


def parse(raw: bytes, file: str = "") -> Document:
    """The records in a data file's bytes; no bytes are a file without records.

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
