"""What real Liquid and kramdown make of a page, and its HTML taken apart."""

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import IO, NamedTuple

SCRIPT = Path(__file__).with_name("judge.rb")
PARSERS = ("GFM", "kramdown")
"""Jekyll's default, and kramdown by itself."""

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_VOID = frozenset({"br", "hr", "img", "input"})
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"'})


class Tag(NamedTuple):
    """A start tag and its attributes."""

    name: str
    attributes: tuple[tuple[str, str], ...] = ()


class Html(NamedTuple):
    """A page taken apart: tags and texts in their order, blanks collapsed, quotes straight."""

    parts: tuple[Tag | str, ...]
    source: str

    @property
    def text(self) -> str:
        """All text of the page, a blank where a tag was."""
        return collapse(" ".join(part for part in self.parts if isinstance(part, str)))

    @property
    def tags(self) -> list[Tag]:
        """All start tags (``/name`` for the end of an element)."""
        return [part for part in self.parts if isinstance(part, Tag)]

    @property
    def names(self) -> list[str]:
        """The names of all tags."""
        return [tag.name for tag in self.tags]


def collapse(text: str) -> str:
    """The text as a reader sees it: blanks collapsed as HTML does, typographic quotes straight."""
    return re.sub("[ \t\n\r\f]+", " ", text).strip(" ").translate(_QUOTES)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[Tag | str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = tuple((name, value or "") for name, value in attrs if name != "id")
        self.parts.append(Tag(tag, given))

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID:
            self.parts.append(Tag(f"/{tag}"))

    def handle_data(self, data: str) -> None:
        if self.parts and isinstance(self.parts[-1], str):
            self.parts[-1] += data
        else:
            self.parts.append(data)


def take_apart(source: str) -> Html:
    """The tags and texts of an HTML page; comments are no part of it."""
    reader = _Reader()
    reader.feed(source)
    reader.close()
    parts = (collapse(part) if isinstance(part, str) else part for part in reader.parts)
    return Html(tuple(part for part in parts if part), source)


class Judge:
    """One Ruby process that converts page after page."""

    def __init__(self) -> None:
        ruby = shutil.which("ruby")
        assert ruby, "no ruby"
        self.process = subprocess.Popen(
            [ruby, str(SCRIPT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env={"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"},
        )

    def html(self, page: str, parser: str = "GFM", liquid: bool = True) -> Html:
        """What a reader gets of a page; the build must not fail."""
        sent, got = self.process.stdin, self.process.stdout
        assert isinstance(sent, IO) or sent
        assert sent and got
        text = _FRONT_MATTER.sub("", page)
        sent.write(json.dumps({"text": text, "parser": parser, "liquid": liquid}) + "\n")
        sent.flush()
        line = got.readline()
        assert line, self.process.stderr.read() if self.process.stderr else "ruby ended"
        answer = json.loads(line)
        assert "error" not in answer, f"{answer['error']} for {page!r}"
        return take_apart(answer["html"])

    def close(self) -> None:
        """Ends the process."""
        self.process.communicate(timeout=10)


def available() -> bool:
    """Whether Ruby, kramdown with its GFM parser, and Liquid are here."""
    ruby = shutil.which("ruby")
    if not ruby:
        return False
    needs = "require 'kramdown'; require 'kramdown-parser-gfm'; require 'liquid'"
    return subprocess.run([ruby, "-e", needs], capture_output=True, check=False).returncode == 0
