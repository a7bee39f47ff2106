"""Publishing over ssh and HTTP, with keys and passwords: nothing asks where nobody can answer."""

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from lgtui.repo.messages import redacted
from tests.repo.servers import PASSPHRASE, Ssh, agent, http, sshd
from tests.repo.sites import OrganizerClone, Team

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.system


@pytest.fixture
def ssh(
    team: Team, ann: OrganizerClone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Ssh]:
    with sshd(tmp_path, team.bare) as server:
        ann.git("remote", "set-url", "origin", server.url)
        monkeypatch.setenv("GIT_SSH_COMMAND", server.command)
        yield server


def in_terminal(site: OrganizerClone, code: str, answer: str = "") -> tuple[int, str]:
    """Runs Python code with a terminal of its own, types an answer when asked for a passphrase."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(site.folder)
        os.environ["PYTHONPATH"] = str(ROOT)
        os.execv(sys.executable, [sys.executable, "-c", code])
    shown, answered, until = b"", False, time.monotonic() + 60
    while time.monotonic() < until:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                chunk = os.read(terminal, 4096)
            except OSError:
                break
            if not chunk:
                break
            shown += chunk
        if answer and not answered and b"passphrase for key" in shown:
            os.write(terminal, f"{answer}\n".encode())
            answered = True
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), shown.decode(errors="replace")


BACKGROUND = """
from lgtui.repo.site import open_site
from lgtui.site.publishing import publish
print("RESULT", publish(open_site("data/talks.toml", foreground=False)))
"""
MODE = "import sys; from lgtui.cli import main; sys.exit(main(['--publish']))"


def test_a_locked_key_is_told_and_never_asked_for_in_the_background(
    ssh: Ssh, ann: OrganizerClone
) -> None:
    assert ssh.url
    ann.set("S02E01", title="Other")
    ann.render()
    _, shown = in_terminal(ann, BACKGROUND)
    assert "passphrase for key" not in shown
    assert "state='stopped'" in shown
    assert "ssh-add" in shown
    assert ann.subjects()[0] == "S02E01: title changed"


def test_at_a_terminal_ssh_asks_for_the_passphrase_itself(
    ssh: Ssh, ann: OrganizerClone, team: Team
) -> None:
    assert ssh.url
    ann.set("S02E01", title="Other")
    status, shown = in_terminal(ann, MODE, PASSPHRASE)
    assert status == 0, shown
    assert "published to origin/main" in shown
    assert team.history()[0] == "S02E01: title changed"


def test_a_key_in_an_agent_publishes_and_merges(
    ssh: Ssh,
    ann: OrganizerClone,
    bob: OrganizerClone,
    team: Team,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bob.git("remote", "set-url", "origin", str(team.bare))
    bob.set("S02E01", bio="Bob's")
    assert bob.publish().state == "published"
    with agent(ssh.key, tmp_path) as socket:
        monkeypatch.setenv("SSH_AUTH_SOCK", socket)
        ann.set("S02E01", title="Other")
        assert ann.publish().state == "published"
    assert team.history()[:2] == ["S02E01: title changed", "S02E01: bio changed"]


def test_an_unknown_host_is_told(ssh: Ssh, ann: OrganizerClone) -> None:
    ssh.known_hosts.write_text("")
    ann.set("S02E01", title="Other")
    outcome = ann.publish()
    assert outcome.state == "stopped"
    assert "does not know the server's key" in outcome.message


def test_a_server_that_is_not_there_is_told(ann: OrganizerClone) -> None:
    ann.git("remote", "set-url", "origin", "ssh://nobody@127.0.0.1:9/site.git")
    ann.set("S02E01", title="Other")
    outcome = ann.publish()
    assert outcome.state == "stopped"
    assert "does not answer" in outcome.message
    assert not outcome.wants_terminal
    assert ann.subjects()[0] == "S02E01: title changed"


def test_a_server_that_hangs_is_given_up(
    ann: OrganizerClone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lgtui.repo.client.NETWORK", 0.5)
    monkeypatch.setenv("GIT_SSH_COMMAND", "sleep 600 #")  # longer than a test may take
    ann.git("remote", "set-url", "origin", "ssh://nobody@127.0.0.1/site.git")
    ann.set("S02E01", title="Other")
    outcome = ann.publish()
    assert outcome.state == "stopped"
    assert "took too long" in outcome.message


class TestHttp:
    """Smart HTTP with a password."""

    def test_a_password_that_git_keeps_publishes_and_merges(
        self, ann: OrganizerClone, bob: OrganizerClone, team: Team, tmp_path: Path
    ) -> None:
        bob.set("S02E01", bio="Bob's")
        assert bob.publish().state == "published"
        team_config = ["config", "http.receivepack", "true"]
        subprocess.run(["git", *team_config], cwd=team.bare, check=True)
        with http(tmp_path, "s3cret") as server:
            store = tmp_path / "credentials"
            store.write_text(f"http://ann:s3cret@{server}\n")
            ann.git("config", "credential.helper", f"store --file={store}")
            ann.git("remote", "set-url", "origin", f"http://{server}/site.git")
            ann.set("S02E01", title="Other")
            assert ann.publish().state == "published"
        assert team.history()[0] == "S02E01: title changed"

    def test_without_a_password_nothing_asks(self, ann: OrganizerClone, tmp_path: Path) -> None:
        with http(tmp_path, "s3cret") as server:
            ann.git("remote", "set-url", "origin", f"http://{server}/site.git")
            ann.set("S02E01", title="Other")
            ann.render()
            _, shown = in_terminal(ann, BACKGROUND)
        assert "Username for 'http://127.0.0.1" not in shown.partition("RESULT")[0]
        assert "wants a user name and password" in shown

    def test_a_wrong_password_is_told_and_never_shown(
        self, ann: OrganizerClone, tmp_path: Path
    ) -> None:
        with http(tmp_path, "s3cret") as server:
            ann.git("remote", "set-url", "origin", f"http://ann:wr0ng@{server}/site.git")
            ann.set("S02E01", title="Other")
            outcome = ann.publish()
        assert outcome.state == "stopped"
        assert "did not accept your user name or password" in outcome.message
        assert outcome.wants_terminal
        assert "wr0ng" not in str(outcome)
        assert "127.0.0.1" in outcome.said


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("fatal: 'https://token@host/x' gone", "fatal: 'https://***@host/x' gone"),
        ("ssh://git:pass@host/x", "ssh://git:***@host/x"),
        ("ssh://git@host/x git@host:x", "ssh://git@host/x git@host:x"),
        ("https://host/x?access_token=abc&y=1", "https://host/x?access_token=***&y=1"),
    ],
)
def test_secrets_in_addresses_are_hidden(text: str, shown: str) -> None:
    assert redacted(text) == shown


def test_a_programs_address_is_refused(ann: OrganizerClone, tmp_path: Path) -> None:
    ann.git("remote", "set-url", "origin", f"ext::sh -c touch% {tmp_path}/ran")
    ann.set("S02E01", title="Other")
    outcome = ann.publish()
    assert outcome.state == "stopped"
    assert "git refuses it" in outcome.message
    assert not (tmp_path / "ran").exists()


class TestSigning:
    """Commits are signed where git is set to sign, also those made again after a merge."""

    @pytest.fixture
    def signing(self, ann: OrganizerClone, bob: OrganizerClone, tmp_path: Path) -> OrganizerClone:
        key = tmp_path / "signing"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
        signers = tmp_path / "signers"
        signers.write_text(f"bob@example.org {key.with_suffix('.pub').read_text()}")
        settings = {
            "gpg.format": "ssh",
            "user.signingkey": str(key),
            "commit.gpgsign": "true",
            "gpg.ssh.allowedSignersFile": str(signers),
        }
        for name, value in settings.items():
            bob.git("config", name, value)
        ann.set("S02E01", bio="Ann's")
        ann.publish()
        return bob

    def test_a_commit_made_again_is_signed(self, signing: OrganizerClone) -> None:
        signing.set("S02E01", title="Other")
        assert signing.publish().state == "published"
        assert signing.subjects()[1] == "S02E01: bio changed"
        signing.git("verify-commit", "HEAD")

    def test_a_key_that_cannot_sign_keeps_every_edit(
        self, signing: OrganizerClone, team: Team
    ) -> None:
        before = team.tip()
        signing.git("config", "user.signingkey", "/nowhere/key")
        signing.set("S02E01", title="Other")
        outcome = signing.publish()
        assert (outcome.state, team.tip()) == ("stopped", before)
        assert "Nothing was committed" in outcome.message
        assert signing.talk("S02E01").title == "Other"
