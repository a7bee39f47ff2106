"""Real servers on this machine: sshd, and git's own HTTP backend behind Python's web server."""

import base64
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.running import missing

PASSPHRASE = "correct horse battery"


class Ssh(NamedTuple):
    """A running sshd: its address, and what a client needs."""

    url: str
    key: Path
    known_hosts: Path

    @property
    def command(self) -> str:
        known = f"-o UserKnownHostsFile={self.known_hosts}"
        return f"ssh -F none -i {self.key} -o IdentitiesOnly=yes {known}"


@contextmanager
def sshd(folder: Path, bare: Path) -> Iterator[Ssh]:
    """An sshd that takes a key with a passphrase and nothing else."""
    program = shutil.which("sshd") or "/usr/sbin/sshd"
    if not os.path.exists(program):
        pytest.skip(missing("openssh-server", "openssh-client"))
    if os.geteuid() == 0:
        os.makedirs("/run/sshd", exist_ok=True)  # where root's sshd locks its helper in
    host, key = folder / "host_key", folder / "user_key"
    for file, phrase in ((host, ""), (key, PASSPHRASE)):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", phrase, "-f", file], check=True)
    (folder / "authorized").write_text(key.with_suffix(".pub").read_text())
    port = free_port()
    config = folder / "sshd_config"
    config.write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {host}\nPidFile {folder}/sshd.pid\n"
        f"AuthorizedKeysFile {folder}/authorized\nStrictModes no\nPasswordAuthentication no\n"
        "KbdInteractiveAuthentication no\nUsePAM no\nPermitRootLogin prohibit-password\n"
    )
    known = folder / "known_hosts"
    kind, text = host.with_suffix(".pub").read_text().split()[:2]
    known.write_text(f"[127.0.0.1]:{port} {kind} {text}\n")
    server = subprocess.Popen([program, "-D", "-e", "-f", config], stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: answers(port), "the server did not start")
        user = subprocess.run(
            ["id", "-un"], capture_output=True, text=True, check=True
        ).stdout.strip()
        yield Ssh(f"ssh://{user}@127.0.0.1:{port}{bare}", key, known)
    finally:
        server.terminate()
        server.wait()


@contextmanager
def agent(key: Path, folder: Path) -> Iterator[str]:
    """An ssh agent that holds the key; gives its socket."""
    place = folder / "agent"
    process = subprocess.Popen(["ssh-agent", "-D", "-a", place], stdout=subprocess.DEVNULL)
    try:
        wait_until(place.exists, "the agent did not start")
        ask = folder / "ask"
        ask.write_text(f"#!/bin/sh\necho '{PASSPHRASE}'\n")
        ask.chmod(0o755)
        env = os.environ | {"SSH_AUTH_SOCK": str(place), "SSH_ASKPASS": str(ask), "DISPLAY": ":0",
                            "SSH_ASKPASS_REQUIRE": "force"}  # fmt: skip
        subprocess.run(["ssh-add", "-q", key], env=env, check=True, stdin=subprocess.DEVNULL)
        yield str(place)
    finally:
        process.terminate()
        process.wait()


@contextmanager
def http(folder: Path, password: str) -> Iterator[str]:
    """Smart HTTP over git http-backend with basic authentication; gives ``host:port``."""
    backend = os.path.join(
        subprocess.run(
            ["git", "--exec-path"], capture_output=True, text=True, check=True
        ).stdout.strip(),
        "git-http-backend",
    )
    if not os.path.exists(backend):
        pytest.skip(missing("git"))
    wanted = "Basic " + base64.b64encode(f"ann:{password}".encode()).decode()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (its own name)
            """Keeps the test output clean."""

        def answer(self) -> None:
            if self.headers.get("Authorization") != wanted:
                self.send_response(401)
                self.send_header("WWW-Authenticate", 'Basic realm="site"')
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            path, _, query = self.path.partition("?")
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            env = {
                "PATH": os.environ["PATH"], "GIT_PROJECT_ROOT": str(folder),
                "GIT_HTTP_EXPORT_ALL": "1", "PATH_INFO": path, "QUERY_STRING": query,
                "REQUEST_METHOD": self.command, "REMOTE_USER": "ann", "REMOTE_ADDR": "127.0.0.1",
                "CONTENT_TYPE": self.headers.get("Content-Type", ""),
                "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
                "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
            }  # fmt: skip
            ran = subprocess.run([backend], input=body, env=env, capture_output=True, check=False)
            head, _, content = ran.stdout.partition(b"\r\n\r\n")
            headers = [line.partition(": ") for line in head.decode().split("\r\n")]
            status = next((value for name, _, value in headers if name == "Status"), "200")
            self.send_response(int(status.split()[0]))
            for name, _, value in headers:
                if name != "Status":
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = answer  # noqa: N815 (the names that the server looks for)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(holds: Callable[[], bool], complaint: str) -> None:
    """Looks again and again; a minute is only used up on a machine where it never holds."""
    until = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < until, complaint
        time.sleep(0.02)
