"""The command as a process of its own, as people, scripts and CI start it."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]

BOUND = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]
"""What starts a command of the superuser's bound by the permissions of files, as people are.

It stays the owner of its files: another user could not even reach what is below ``/root``.
"""


def missing(*packages: str) -> str:
    """Says why a test skips where a program is not installed, and how to install it."""
    return f"not installed here: {', '.join(packages)} (Debian: apt install {' '.join(packages)})"


def lgtui(
    *arguments: str,
    folder: Path,
    env: dict[str, str] | None = None,
    shell: str = "",
    before: Callable[[], None] | None = None,
    prefix: Sequence[str] = (),
) -> subprocess.CompletedProcess[str]:
    """Runs the command in a folder.

    Args:
        arguments: what follows ``lgtui``.
        folder: the current folder.
        env: added to an environment that holds nothing but ``PATH``.
        shell: what follows the command on a shell's line, such as ``>&-``.
        before: called in the new process before the command starts.
        prefix: a command that starts the command, such as ``BOUND``.
    """
    command: Sequence[str] = [*prefix, sys.executable, "-m", "lgtui", *arguments]
    if shell:
        command = ["/bin/sh", "-c", f'"$@" {shell}', "sh", *command]
    return subprocess.run(
        command,
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)} | (env or {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="surrogateescape",
        check=False,
        timeout=60,
        preexec_fn=before,
    )
