"""The data file is searched upward; page paths start at the repository's root."""

from pathlib import Path

import pytest

from lgtui.model import DataError
from lgtui.store import find_data, root_of


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "site" / "data").mkdir(parents=True)
    (tmp_path / "site" / "_pages" / "deep").mkdir(parents=True)
    (tmp_path / "site" / "data" / "talks.toml").write_bytes(b"")
    return tmp_path / "site"


@pytest.mark.parametrize("start", ["", "_pages/deep", "data", "data/talks.toml"])
def test_the_data_file_is_found_from_anywhere_in_the_site(site: Path, start: str) -> None:
    assert find_data(str(site / start)) == str(site / "data" / "talks.toml")


def test_no_data_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="lgtui --init"):
        find_data(str(tmp_path))
    with pytest.raises(DataError, match="no such folder"):
        find_data(str(tmp_path / "nowhere"))


def test_the_root_is_the_repository_else_the_folder_above_data(site: Path) -> None:
    path = site / "data" / "talks.toml"
    assert root_of(str(path)) == str(site)
    assert root_of(str(site / "other" / "talks.toml")) == str(site / "other")
    (site.parent / ".git").write_text("gitdir: elsewhere\n")
    assert root_of(str(path)) == str(site.parent)
    (site / ".git").mkdir()
    assert root_of(str(path)) == str(site)
