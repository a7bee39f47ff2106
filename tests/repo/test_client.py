"""How git is run in the terminal, how it ends there, and one that ends too soon."""

import os
import shutil
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from lgtui.repo.client import Clone, GitError

ROOT = Path(__file__).parents[2]


def test_a_git_stopped_by_ctrl_c_has_ended_before_the_terminal_is_used_again(
    tmp_path: Path,
) -> None:
    """It may still have to put the terminal in order, and so may what it started."""
    slow = tmp_path / "git"
    slow.write_text(
        textwrap.dedent(f"""\
        #!{sys.executable}
        import os, pathlib, signal, sys, time
        if sys.argv[1] != "push":
            os.execv({shutil.which("git")!r}, ["git", *sys.argv[1:]])
        here = pathlib.Path({str(tmp_path)!r})
        def end(*_):
            time.sleep(1)
            (here / "ended").touch()
            os._exit(1)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if os.fork() == 0:
            signal.signal(signal.SIGINT, end)
            (here / "up").touch()
        while True:
            time.sleep(60)
        """)
    )
    slow.chmod(0o755)
    program = textwrap.dedent(f"""\
        import os, signal
        from lgtui.repo.client import Clone
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a caller may ignore it
        clone = Clone({str(tmp_path)!r}, foreground=True)
        try:
            clone.run("push", limit=None)
        except KeyboardInterrupt:
            print(os.path.exists({str(tmp_path / "ended")!r}))
        """)
    running = subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        text=True,
        process_group=0,
        env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)},
    )
    while not (tmp_path / "up").exists():
        assert running.poll() is None
    os.killpg(running.pid, signal.SIGINT)
    said, _ = running.communicate(timeout=60)
    assert said == "True\n"


def test_a_git_that_ends_before_it_is_asked_is_told(tmp_path: Path) -> None:
    clone = Clone(str(tmp_path))  # no repository: git ends at once
    with (
        pytest.raises(GitError, match=r"(?i)not a git repository|in no git"),
        clone.stream("cat-file", "--batch", feed=True) as stream,
    ):
        for _ in range(100_000):
            stream.to.write(b"HEAD:data/talks.toml\n")
            stream.to.flush()
