"""The command as a process of its own, as people, scripts and CI start it."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]

NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
"""What starts a command as a user who may do nothing; only the superuser can."""


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
        prefix: a command that starts the command, such as ``NOBODY``.
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
