"""What of a clone's own configuration a fetch would run, and that it is agreed to first."""

from pathlib import Path

import pytest

from lgtui.repo.client import Clone
from lgtui.repo.fetch_programs import agree, agreed, fetch_programs
from tests.repo.sites import OrganizerClone, hook


def programs(site: OrganizerClone) -> tuple[str, ...]:
    return fetch_programs(Clone(str(site.folder)))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("core.sshCommand", "sh -c evil"),
        ("core.gitProxy", "./proxy"),
        ("core.alternateRefsCommand", "./refs"),
        ("remote.origin.uploadpack", "./pack"),
        ("remote.origin.vcs", "other"),
        ("remote.other.url", "ext::sh -c evil"),
        ("remote.origin.pushurl", "odd::place"),
        ("url.ext::sh -c evil .insteadOf", "https://"),
        ("credential.helper", "!evil"),
        ("credential.https://a.example.helper", "/tmp/evil --now"),
    ],
)
def test_a_setting_of_the_clone_that_names_a_program_is_found(
    ann: OrganizerClone, key: str, value: str
) -> None:
    ann.git("config", key, value)
    [found] = programs(ann)
    assert value in found


def test_what_names_no_program_is_none(ann: OrganizerClone) -> None:
    for key, value in (
        ("credential.helper", "store"),
        ("remote.origin.url", "git@forge.example:a/b.git"),
        ("url.git@forge.example:.insteadOf", "https://forge.example/"),
        ("core.sshCommand", ""),
        ("core.hooksPath", ".husky"),
    ):
        ann.git("config", key, value)
    assert programs(ann) == ()


def test_the_organizers_own_settings_are_theirs(
    ann: OrganizerClone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own"
    own.write_text("[core]\n\tsshCommand = ssh -4\n[credential]\n\thelper = !gh auth\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(own))
    assert programs(ann) == ()


def test_a_file_that_the_clone_includes_is_the_clones(ann: OrganizerClone) -> None:
    ann.write("team.conf", "[core]\n\tsshCommand = ./evil\n")
    ann.git("config", "include.path", "../team.conf")
    assert programs(ann) == ("core.sshcommand = ./evil",)


@pytest.mark.parametrize("folder", ["", "hooks of theirs"])
def test_the_hook_that_a_fetch_runs_is_found(ann: OrganizerClone, folder: str) -> None:
    hook(ann.folder / ".git", "reference-transaction", "exit 0")
    if folder:
        (ann.folder / ".git" / "hooks").rename(ann.folder / folder)
        ann.git("config", "core.hooksPath", folder)
    [found] = programs(ann)
    assert found.endswith("reference-transaction")


def test_an_agreement_holds_for_these_programs_of_this_clone(
    ann: OrganizerClone, bob: OrganizerClone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for site in (ann, bob):
        site.git("config", "core.sshCommand", "./one")
    here, there = Clone(str(ann.folder)), Clone(str(bob.folder))
    assert not agreed(here, programs(ann))
    agree(here, programs(ann))
    assert agreed(here, programs(ann))
    assert not agreed(there, programs(bob))
    ann.git("config", "core.sshCommand", "./two")
    assert not agreed(here, programs(ann))


def test_where_nothing_runs_there_is_nothing_to_agree_to(ann: OrganizerClone) -> None:
    assert agreed(Clone(str(ann.folder)), programs(ann))
