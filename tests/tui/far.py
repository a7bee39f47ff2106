"""A real sshd on this machine, for the app as it is used: far away."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.repo.servers import answers, free_port, wait_until
from tests.running import missing


@contextmanager
def far_away(folder: Path) -> Iterator[str]:
    """The command that logs in to this machine through an sshd of its own."""
    program = shutil.which("sshd") or "/usr/sbin/sshd"
    if not os.path.exists(program) or not shutil.which("ssh"):
        pytest.skip(missing("openssh-server", "openssh-client"))
    if os.geteuid() == 0:
        os.makedirs("/run/sshd", exist_ok=True)
    for name in ("host", "user"):
        file = folder / name
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file], check=True)
    port = free_port()
    kind, text = (folder / "host.pub").read_text().split()[:2]
    (folder / "known").write_text(f"[127.0.0.1]:{port} {kind} {text}\n")
    config = folder / "sshd_config"
    config.write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nPidFile {folder}/pid\n"
        f"AuthorizedKeysFile {folder}/user.pub\nStrictModes no\nPasswordAuthentication no\n"
        "UsePAM no\nPermitRootLogin prohibit-password\n"
    )
    server = subprocess.Popen([program, "-D", "-e", "-f", config], stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: answers(port), "the server did not start")
        yield (
            f"ssh -tt -F none -i {folder}/user -o IdentitiesOnly=yes -o ControlMaster=no "
            f"-o UserKnownHostsFile={folder}/known -p {port} 127.0.0.1"
        )
    finally:
        server.terminate()
        server.wait()
