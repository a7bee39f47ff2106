"""Clones of one bare repository, each an organizer's, and what organizers do in them."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from lgtui import store
from lgtui.model import Records, Talk
from lgtui.repo.site import Site, open_site
from lgtui.repo.sync import Answers, Decided, Outcome, pull
from lgtui.site.pages import plan_render, write_render
from lgtui.site.publishing import publish

DATA = """\
# The records of the series.
schema = 1

[series]
name = "Datasets"
timezone = "Europe/Copenhagen"
talks_per_season = 0

[pages]
webinar = "_pages/webinar.md"
abstracts = "_pages/webinar_talks.md"
news = "_news"

[[organizers]]
name = "Ada Lo"

[[seasons]]
number = 1
theme = "Bias"
start = 2023-02-27T15:00:00
state = "held"

[[seasons]]
number = 2
theme = "Metrics"
start = 2099-03-02T15:00:00
state = "upcoming"

[[talks]]
id = "S01E01"
title = "Bias in scans"
speakers = [{ name = "Cy Young" }]
affiliation = "A university"
video_url = "https://video.example/1"
abstract = "On bias."
bio = "Cy is young."

# the keynote
[[talks]]
id = "S02E01"
title = "From metrics to meaning"
speakers = [{ name = "Eva Christ" }]
affiliation = "A centre"
abstract = "On metrics."
bio = "Eva counts."
"""


def git(folder: Path, *arguments: str) -> str:
    ran = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr + ran.stdout
    return ran.stdout.rstrip("\n")


class OrganizerClone:
    """One organizer's clone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data" / "talks.toml"

    def git(self, *arguments: str) -> str:
        return git(self.folder, *arguments)

    @property
    def site(self) -> Site:
        return open_site(str(self.data))

    @property
    def records(self) -> Records:
        return store.read(str(self.data)).records

    def talk(self, id_: str) -> Talk:
        return next(talk for talk in self.records.talks if talk.id == id_)

    def edit(self, change: Callable[[Records], Records]) -> None:
        document = store.read(str(self.data))
        store.save(document, change(document.records))

    def set(self, id_: str, **fields: object) -> None:
        """Changes fields of one talk in the data file."""

        def change(records: Records) -> Records:
            talks = tuple(
                talk._replace(**fields) if talk.id == id_ else talk  # type: ignore[arg-type]  # by name
                for talk in records.talks
            )
            return records._replace(talks=talks)

        self.edit(change)

    def add(self, *talks: Talk) -> None:
        self.edit(lambda records: records._replace(talks=records.talks + talks))

    def render(self) -> None:
        planned = plan_render(str(self.data))
        assert planned.is_whole
        write_render(planned)

    def publish(
        self,
        message: str = "",
        push: bool = True,
        decided: Decided | None = None,
        *,
        follow: bool = False,
    ) -> Outcome:
        """Renders and publishes, as the app does."""
        self.render()
        return publish(self.site, message, push, answers=Answers(decided, follow))

    def pull(self, decided: Decided | None = None, *, follow: bool = False) -> Outcome:
        return pull(self.site, answers=Answers(decided, follow))

    def write(self, path: str, text: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def read(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    def push_by_hand(self, page: str, old: str, new: str, subject: str = "On the web page") -> None:
        """Edits a page and pushes it with plain git, as on a forge's web page."""
        self.write(page, self.read(page).replace(old, new))
        self.git("commit", "-qam", subject)
        self.git("push", "-q")

    def hook(self, name: str, script: str) -> None:
        hook(self.folder / ".git", name, script)

    def subjects(self, commit: str = "HEAD") -> list[str]:
        return self.git("log", "--format=%s", commit).splitlines()

    def state(self) -> str:
        return self.git("status", "--porcelain")


def hook(git_folder: Path, name: str, script: str) -> None:
    file = git_folder / "hooks" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)


class Team:
    """A bare repository and the clones of it."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self.bare = folder / "site.git"
        git(folder, "init", "-q", "--bare", "-b", "main", *options, str(self.bare))

    def clone(self, name: str, *options: str) -> OrganizerClone:
        git(self.folder, "clone", "-q", *options, str(self.bare), name)
        site = OrganizerClone(self.folder / name)
        site.git("config", "user.name", name.capitalize())
        site.git("config", "user.email", f"{name}@example.org")
        return site

    def tip(self) -> str:
        return git(self.bare, "rev-parse", "main")

    def history(self) -> list[str]:
        return git(self.bare, "log", "--format=%s", "main").splitlines()

    def is_linear(self) -> bool:
        return not git(self.bare, "log", "--merges", "--format=%h", "main")
