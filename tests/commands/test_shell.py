"""Completion and manual page: written from the parser, judged by the shells themselves."""

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lgtui import cli
from lgtui.commands import shell
from tests.running import ROOT, missing

LINE = shell.read_parser(cli.build_parser(), cli.MODES, cli.OPTIONS_OF, cli.FORMATS)
MODES = [option.flags[-1] for option in LINE if option.mode]

TYPED = [
    ("--pu", "--publish"),
    ("--check --stri", "--strict"),
    ("--check --format j", "json"),
    ("--announce --format h", "html"),
    ("--render --chec", "--check"),
    ("--export c", "csv"),
    ("--publish --decide th", "theirs"),
    ("--import _pages/web", "_pages/webinar.md"),
    ("--data mi", "mine.toml"),
]
"""What is typed, and what its last word becomes, in every shell."""


def needs(program: str) -> str:
    """The path of a shell, where it is installed."""
    found = shutil.which(program)
    if found is None:
        pytest.skip(missing(program))
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("_pages/webinar.md", "data/talks.toml", "mine.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    for name, write in shell.WRITERS.items():
        (tmp_path / f"completion.{name}").write_text(write(LINE))
    return tmp_path


def bash(folder: Path, typed: str) -> list[str]:
    """What bash offers for the last word."""
    script = (
        ". ./completion.bash; COMP_WORDS=(lgtui $1); [[ $1 == *' ' ]] && COMP_WORDS+=(''); "
        "COMP_CWORD=$((${#COMP_WORDS[@]}-1)); _lgtui; printf '%s\\n' \"${COMPREPLY[@]}\""
    )
    ran = subprocess.run(
        [needs("bash"), "--norc", "-c", script, "bash", typed],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert not ran.stderr
    return ran.stdout.split()


@pytest.mark.parametrize(("typed", "word"), TYPED)
def test_bash_completes(folder: Path, typed: str, word: str) -> None:
    assert bash(folder, typed) == [word]


@pytest.mark.parametrize("mode", ["", *MODES])
def test_bash_offers_exactly_what_the_parser_takes_after_a_mode(folder: Path, mode: str) -> None:
    offered = set(bash(folder, f"{mode} --"))
    dest = {flag: act.dest for act in cli.build_parser()._actions for flag in act.option_strings}
    for flag in [flag for flag in dest if flag.startswith("--")]:
        if flag in MODES:
            taken = not mode or {mode, flag} == {"--render", "--check"}
        else:
            modes = cli.OPTIONS_OF.get(dest[flag])
            taken = modes is None or (mode in MODES and dest.get(mode) in modes)
        assert (flag in offered) == taken, (mode, flag)


def test_bash_completes_what_stands_behind_an_equals_sign(folder: Path) -> None:
    # As bash's own COMP_WORDBREAKS splits it.
    assert bash(folder, "--check --format = gi") == ["github"]
    assert bash(folder, "--export = ") == ["json", "csv"]


def test_bash_offers_folders_for_the_app_and_nothing_for_a_subject(folder: Path) -> None:
    assert bash(folder, "d") == ["data"]
    assert bash(folder, "--publish -m ") == []


@pytest.mark.system
@pytest.mark.parametrize(("typed", "word"), TYPED)
def test_fish_completes(folder: Path, typed: str, word: str) -> None:
    script = "source completion.fish; complete -C $argv[1]"
    ran = subprocess.run(
        [needs("fish"), "-N", "-c", script, f"lgtui {typed}"],
        cwd=folder,
        env={**os.environ, "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert [line.split("\t")[0] for line in ran.stdout.splitlines()] == [word]
    assert not ran.stderr


@contextmanager
def zsh(folder: Path) -> Iterator[int]:
    """An interactive zsh with nothing but our completion: the terminal that it listens to."""
    program = needs("zsh")
    process, terminal = pty.fork()
    if not process:
        os.chdir(folder)
        os.execve(program, ["zsh", "-f", "-i"], {"TERM": "dumb", "PATH": os.environ["PATH"]})
    try:
        os.write(
            terminal,
            b"PROMPT='> '; autoload -U compinit; compinit -u -D; eval \"$(cat completion.zsh)\"; "
            b"print rea''dy\n",
        )
        read_until(terminal, "ready\r\n")
        yield terminal
    finally:
        os.close(terminal)
        os.waitpid(process, 0)


def read_until(terminal: int, text: str, seconds: float = 60) -> None:
    """Reads what a shell writes until a text came."""
    seen, end = "", time.monotonic() + seconds
    while text not in seen:
        ready, _, _ = select.select([terminal], [], [], max(end - time.monotonic(), 0))
        assert ready, f"{text!r} never came: {seen!r}"
        seen += os.read(terminal, 4096).decode("utf-8", "replace")


@pytest.mark.system
def test_zsh_completes(folder: Path) -> None:
    with zsh(folder) as terminal:
        for typed, word in TYPED:
            before = typed.rpartition(" ")[0]
            os.write(terminal, f"\x15lgtui {typed}\t".encode())
            read_until(terminal, " ".join(filter(None, ("lgtui", before, word))))


@pytest.mark.parametrize("name", shell.WRITERS)
def test_the_command_prints_the_completion_without_a_data_file(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["--completion", name]) == 0
    assert capsys.readouterr().out == shell.WRITERS[name](LINE)


def test_the_modes_that_describe_the_parser_go_with_no_other(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--man", "--check"])
    assert "--check and --man do not go together" in capsys.readouterr().err


def test_the_manual_page_shows_every_option_with_its_help(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["--man"]) == 0
    page = capsys.readouterr().out
    shown = re.sub(r"\\f[BIR]", "", page).replace("\\-", "-").replace("\\e", "\\")
    for act in cli.build_parser()._actions:
        assert act.help
        assert f"\n{', '.join(act.option_strings)}" in shown
        assert f"\n{act.help}\n" in shown
    assert not re.search(r"(?m)^[.'](?!TH |SH |SS |TP$|B )", page)
    if program := shutil.which("mandoc"):
        judged = subprocess.run(
            [program, "-T", "lint", "-W", "error"], input=page, text=True, check=False
        )
        assert judged.returncode == 0


def test_completing_starts_no_python() -> None:
    for write in shell.WRITERS.values():
        assert "$(lgtui" not in re.sub(r"(?m)^#.*", "", write(LINE))
    assert sys.modules["lgtui.commands.shell"].__file__ == str(ROOT / "lgtui/commands/shell.py")
