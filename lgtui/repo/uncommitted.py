"""What a commit would take in: our files that differ, the changes in them, the subject they get."""

import re

from lgtui.changes import Change, changes, subject
from lgtui.model import DataError, Records
from lgtui.repo.place import Place
from lgtui.repo.status import Status, status


def pending(place: Place) -> tuple[Change, ...]:
    """What the data file on disk changes against the last commit, by record.

    Raises:
        DataError: a data file cannot be read.
        GitError: git cannot read its store.
    """
    here = place.on_disk().document.records
    there = place.at(["HEAD"], Records())[0].document.records
    return changes(there, here)


def our_status(place: Place, here: Records) -> Status:
    """Where the clone stands, with the files that a commit of the records on disk takes in.

    A season that was held on another day than first written leaves a news item behind; where
    the organizer deletes it, that belongs to the change.

    Raises:
        GitError: git cannot tell.
    """
    paths = place.ours(here)
    news = here.pages.news.rstrip("/")
    now = status(place.clone, [*paths, news] if news else paths)
    news_item = _news_item(here)
    files = tuple(
        file
        for file in now.files
        if file.path in paths or ("D" in file.code and news_item.search(file.path))
    )
    ignored = tuple(path for path in now.ignored if is_or_holds(path, paths))
    return now._replace(files=files, ignored=ignored)


def _news_item(records: Records) -> re.Pattern[str]:
    """How lgtui names a news item of this series."""
    from lgtui.pages.news import news_glob

    parts = (re.escape(part) for part in news_glob(records.pages).split("*"))
    return re.compile(f"/{'[0-9-]+'.join(parts)}\\Z")


def is_or_holds(path: str, paths: list[str]) -> bool:
    """Whether a path, or the folder that it is, is or holds one of ours."""
    whole = f"{path.rstrip('/')}/"
    return any(f"{ours}/".startswith(whole) for ours in paths)


def usual_subject(place: Place, now: Status, here: Records) -> str:
    """The commit's subject where nobody words it: from what is on disk.

    Raises:
        GitError: git cannot read its store.
    """
    try:
        before = place.at([now.head], here)[0] if now.head else None
    except DataError:
        return "Mend the data file"
    if before is None or before.read(place.data) is None:
        return f"Start the records: {len(here.seasons)} seasons, {len(here.talks)} talks"
    data_changed = any(file.path == place.data for file in now.files)
    otherwise = "Tidy the data file" if data_changed else "Render the pages"
    return subject(changes(before.document.records, here)) or otherwise
