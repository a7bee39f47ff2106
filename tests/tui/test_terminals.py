"""Every kind and size of terminal, with records that try to steer it: checked by its bytes."""

import re
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lgtui.model import Records
from tests.bench.terminal import Terminal
from tests.site.making import make_site
from tests.tui.sample import HOSTILE, hostile, series
from tests.tui.tmux import IN_A_TERMINAL

pytestmark = IN_A_TERMINAL

SIZES = ((160, 45), (120, 30), (80, 24), (60, 20), (40, 10), (30, 8))

TERMS = {
    "xterm-256color": {"TERM": "xterm-256color", "COLORTERM": "truecolor"},
    "screen": {"TERM": "screen", "COLORTERM": ""},
    "tmux-256color": {"TERM": "tmux-256color", "COLORTERM": ""},
    "linux": {"TERM": "linux", "COLORTERM": ""},
    "vt100": {"TERM": "vt100", "COLORTERM": ""},
    "no colour": {"TERM": "xterm-256color", "NO_COLOR": "1"},
}

SEQUENCE = re.compile("\x1b(?:\\[([<=>?]?)([\\d;:]*)([ $]?[@-~])|[=>78]|\\]22;default\x07)")
"""The control sequences that a full-screen program needs; their parts tell which one it was.

The last one is the shape of the mouse's pointer.
"""

ESC = b"\x1b"

FOLLOWED = 0.12
"""Seconds of quiet after which the form and the preview have followed the cursor too."""

NEEDED = {"H", "m", "h", "l", "u", "A", "B", "C", "D", "G", "J", "K", "$p", " q"}
"""Moving, colouring, modes and their queries, erasing, cursor shape: what the app may send."""


def steering(written: bytes) -> list[str]:
    """What was sent beside text, placing and colouring."""
    text = written.decode()  # nothing but UTF-8 may be sent
    found = [match[0] for match in SEQUENCE.finditer(text) if match[3] and match[3] not in NEEDED]
    rest = SEQUENCE.sub("", text)
    found += [
        f"U+{ord(char):04X}"
        for char in rest
        if char not in "\r\n" and unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")
    ]
    return found + re.findall("[\u202a-\u202e\u2066-\u2069\u200b\ufeff]", rest)


def all_hostile() -> Records:
    """One series with a season and two talks for each hostile text that a file can hold."""
    parts = [hostile(text) for text in HOSTILE if text.isascii() or "\ud800" not in text]
    first = parts[0]
    return first._replace(
        series=series().series,
        pages=series().pages,
        organizers=tuple(each for part in parts for each in part.organizers),
        seasons=tuple(
            part.seasons[0]._replace(number=number, state="upcoming")
            for number, part in enumerate(parts, 1)
        ),
        talks=tuple(
            talk._replace(id=f"S{number:02}E{episode:02}")
            for number, part in enumerate(parts, 1)
            for episode, talk in enumerate(part.talks, 1)
        ),
    )


@contextmanager
def opened(folder: Path, size: tuple[int, int], environ: dict[str, str]) -> Iterator[Terminal]:
    """The app on a folder with a site, when its list is painted."""
    terminal = Terminal([sys.executable, "-m", "lgtui"], folder, size, **environ)
    try:
        terminal.until(b"S\\d\\dE\\d\\d")
        terminal.quiet(0.25)
        yield terminal
    finally:
        terminal.close()


@pytest.mark.parametrize("at", range(len(SIZES)), ids=[f"{x}x{y}" for x, y in SIZES])
def test_no_record_steers_any_terminal_at_any_size(tmp_path: Path, at: int) -> None:
    folder = make_site(tmp_path / "site", all_hostile(), write_pages=False).parents[1]
    name = list(TERMS)[at]  # each kind of terminal once, at another size
    with opened(folder, (80, 24), TERMS[name]) as terminal:
        terminal.resize(SIZES[at])
        terminal.answer(FOLLOWED, limit=1)
        for _ in range(5):
            terminal.send(b"\x1b[B")
            terminal.answer(FOLLOWED, limit=1)
        for keys in (b"4", b"j", ESC, b"3", b"t", b"t", ESC, b"?", ESC, b"\x10", b"x", ESC):
            terminal.send(keys)
            terminal.answer(limit=0.15)
        assert terminal.process.poll() is None, terminal.written[-2000:]
        terminal.resize((80, 24))
        terminal.answer(FOLLOWED, limit=1)
        for number in range(at % 3, len(HOSTILE), 3):
            terminal.send(b"g" + b"\x1b[B" * (3 * number + 1))
            terminal.answer(FOLLOWED)
            terminal.send(b"\r")
            terminal.answer(FOLLOWED)
            terminal.send(ESC)
            terminal.answer(FOLLOWED)
        assert terminal.process.poll() is None, terminal.written[-2000:]
        assert steering(terminal.written) == []


@pytest.mark.parametrize("name", TERMS)
def test_resizing_while_typing_keeps_text_and_cursor(tmp_path: Path, name: str) -> None:
    path = make_site(tmp_path / "site", series())
    sizes = (*SIZES[1:], *SIZES[-2::-1])
    with opened(path.parents[1], SIZES[0], TERMS[name]) as terminal:
        terminal.send(b"/title 2-2\rG\r\x1b[F")
        for number, size in enumerate(sizes):
            terminal.resize(size)
            assert terminal.answer()
            terminal.send(b"%d." % number)
            assert terminal.answer()
        terminal.press(b"\x13", b"Saved", patience=0.05)
    typed = "".join(f"{number}." for number in range(len(sizes)))
    assert f'title = "Title 2-2 of words{typed}"' in path.read_text(encoding="utf-8")


def test_a_terminal_that_is_too_small_is_told_what_is_needed(tmp_path: Path) -> None:
    path = make_site(tmp_path / "site", series())
    with opened(path.parents[1], (80, 24), {}) as terminal:
        terminal.resize((30, 8))
        terminal.answer(0.2)
        terminal.written = b""
        terminal.resize((31, 8))
        terminal.until(b"needs\\s*40\\s*columns")
        terminal.written = b""
        terminal.resize((80, 24))
        terminal.until(b"S03E01")


@pytest.mark.parametrize("name", ["vt100", "no colour"])
def test_a_terminal_without_colours_gets_none(tmp_path: Path, name: str) -> None:
    path = make_site(tmp_path / "site", series())
    with opened(path.parents[1], (80, 24), TERMS[name]) as terminal:
        terminal.press(b"?", b"Keys")
        colours = {
            match[2]
            for match in SEQUENCE.finditer(terminal.written.decode())
            if match[3] == "m" and re.search(r"(^|;)([34]8;|[349][0-7](;|$)|10[0-7])", match[2])
        }
    assert colours == set()
