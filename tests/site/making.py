"""A site on disk, for the tests of its use cases and of the app."""

from pathlib import Path

from lgtui import store
from lgtui.model import Records
from lgtui.site import saving


def make_site(folder: Path, records: Records, *, write_pages: bool = True) -> Path:
    """Make a repository's folder with data and pages, and return the data file."""
    (folder / ".git").mkdir(parents=True)
    path = folder / "data" / "talks.toml"
    path.parent.mkdir()
    path.write_bytes(store.dumps(records))
    if write_pages:
        opened = store.read(str(path))
        planned = saving.plan_save(opened, opened.records)
        assert not planned.keeps_pages
        saving.write_save(planned)
    return path
