"""Templates of the organizers' own are read from inside the repository, and from nowhere else."""

from pathlib import Path

import pytest

from lgtui.model import DataError, Pages, Records
from lgtui.store.reader import read_templates


def read_one(folder: Path, name: str) -> str | DataError:
    """What a template named in the data file of a folder reads as."""
    (folder / ".git").mkdir()
    records = Records(pages=Pages(next_template=name))
    (found,) = read_templates(records, str(folder / "data" / "talks.toml")).values()
    return found


def test_a_template_is_named_from_the_root_of_the_repository(tmp_path: Path) -> None:
    (tmp_path / "_templates").mkdir()
    (tmp_path / "_templates" / "next.md").write_text("Nächster: {{ title }}", "utf-8")
    assert read_one(tmp_path, "_templates/next.md") == "Nächster: {{ title }}"


def test_records_without_templates_need_none(tmp_path: Path) -> None:
    assert read_templates(Records(), str(tmp_path / "talks.toml")) == {}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("../next.md", "leads out of the repository; name a file inside it"),
        ("link.md", "leads through a link to /dev/null; name the file itself"),
        (".git/config", "is a hidden file, which may hold secrets; give the template a name"),
    ],
)
def test_a_template_that_may_hold_secrets_is_not_read(
    tmp_path: Path, name: str, message: str
) -> None:
    (tmp_path / "link.md").symlink_to("/dev/null")
    fault = read_one(tmp_path, name)
    assert isinstance(fault, DataError)
    assert fault.message.startswith(f"pages.next_template: {name!r} {message}")
    assert fault.file == str(tmp_path / "data" / "talks.toml")


@pytest.mark.parametrize(
    ("raw", "message"),
    [(b"caf\xe9", "this template is not UTF-8; save it as such"), (None, "there is no")],
)
def test_a_template_that_cannot_be_read_is_told_by_its_name(
    tmp_path: Path, raw: bytes | None, message: str
) -> None:
    if raw is not None:
        (tmp_path / "next.md").write_bytes(raw)
    fault = read_one(tmp_path, "next.md")
    assert isinstance(fault, DataError)
    assert (fault.file, fault.message[: len(message)]) == ("next.md", message)
