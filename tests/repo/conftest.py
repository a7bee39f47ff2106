"""Real repositories on disk, away from this machine's own git settings."""

from pathlib import Path

import pytest

from tests.repo.sites import DATA, OrganizerClone, Team


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, with a git configuration that holds what every organizer has set."""
    home = tmp_path / "home"
    home.mkdir()
    config = home / ".gitconfig"
    config.write_text("[init]\n\tdefaultBranch = main\n[advice]\n\tdetachedHead = false\n")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    for name in ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME", "GIT_SSH_COMMAND", "EMAIL"):
        monkeypatch.delenv(name, raising=False)
    return config


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """A bare repository without a commit."""
    return Team(tmp_path)


@pytest.fixture
def ann(team: Team) -> OrganizerClone:
    """The clone of the organizer who published the site first."""
    site = team.clone("ann")
    site.data.parent.mkdir()
    site.data.write_text(DATA, encoding="utf-8")
    site.write("_layouts/page.html", "<p>\n")
    site.git("add", "_layouts")
    site.git("commit", "-qm", "Lay the site out")
    assert site.publish().state == "published"
    return site


@pytest.fixture
def bob(team: Team, ann: OrganizerClone) -> OrganizerClone:
    """The clone of a second organizer, made after the first publishing."""
    assert ann.folder.exists()
    return team.clone("bob")
