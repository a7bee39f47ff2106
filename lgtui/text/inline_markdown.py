"""Inline Markdown as the pages use it: links, emphasis, escapes, and the words of a text."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

TBA = re.compile(r"(?i)[*_\[(]*\s*(?:t\.?b\.?[adc]\.?|to be (?:announced|determined|confirmed))\W*")
"""A fact that is still open: TBA, TBD, TBC, spelled out, in bold or brackets."""


BREAK = re.compile(r"(?i)<br\s*/?>")
"""A line break in HTML."""


def unbroken(text: str) -> str:
    """Return a line without line breaks and no-break blanks in HTML; its length changes."""
    return BREAK.sub(" ", text).replace("&nbsp;", " ").strip()


class Link(NamedTuple):
    """An inline link: its text as written, its address, and the span it takes."""

    text: str
    url: str
    start: int
    end: int


@cache
def _link() -> re.Pattern[str]:
    return re.compile(
        r"\[((?:\\.|[^\[\]\\]|\[[^\[\]]*\])*)\]"
        r"\(\s*(<[^<>]*>|(?:[^()\s]|\([^()\s]*\))*)(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
        r"(?:\{:[^{}]*\})?"
    )


def atx_heading(line: str) -> tuple[int, str] | None:
    """Return the level and the text of a heading such as ``## Past talks ##``; no blank is needed.

    kramdown's rule; the signs that close it are no part of the text.
    """
    signs = re.match(r" {0,3}(#{1,6})(?=[^#])", line)
    return signs and (len(signs[1]), line[signs.end() :].strip().rstrip("#").rstrip())


def links(text: str) -> list[Link]:
    """Return the inline links of a text, in order; ``[[label]](url)`` counts as one."""
    return [
        Link(found[1].strip(), found[2].strip("<> "), found.start(), found.end())
        for found in _link().finditer(text)
    ]


def bare_urls(text: str) -> list[Link]:
    """Return the addresses written out, with or without angle brackets, outside inline links."""
    masked = _link().sub(lambda found: " " * len(found[0]), text)
    return [
        Link("", found[0].strip("<>").rstrip(".,;"), found.start(), found.end())
        for found in re.finditer(r"<?https?://[^\s<>]+>?", masked)
    ]


def unescape(text: str) -> str:
    r"""Return inline Markdown as the reader sees it: ``*emphasis*``, ``\_`` and ``&amp;`` resolved.

    Only what is unambiguous is resolved: a lone asterisk or an underscore inside a word stays.
    """
    import html

    text = _link().sub(lambda found: found[1], text)
    held: list[str] = []

    def hold(found: re.Match[str]) -> str:
        held.append(found[1])
        return f"\x00{len(held) - 1}\x00"

    text = re.sub(r"\\([!-/:-@\[-`{-~])", hold, text.replace("\x00", ""))
    text = re.sub(r"(\*{1,3})(?=\S)([^*]+?)(?<=\S)\1", r"\2", text)
    text = re.sub(r"(?<![\w_])(_{1,3})(?=\S)([^_]+?)(?<=\S)\1(?![\w_])", r"\2", text)
    text = re.sub(r"(?<!`)(`++)([^`]+)\1(?!`)", r"\2", text)
    text = html.unescape(text)
    text = re.sub("\x00([0-9]+)\x00", lambda found: held[int(found[1])], text)
    return " ".join(text.split())


def words(text: str) -> Counter[str]:
    """Return how often each word stands in a text: runs of letters and digits of any script."""
    return Counter(word_list(text))


def word_list(text: str) -> list[str]:
    """Return the words of a text in order, with Markdown's and HTML's escapes resolved.

    A line break in HTML (``<br>``) is no word.
    """
    import html

    text = BREAK.sub(" ", text)
    text = html.unescape(text.replace("\\", ""))
    return re.findall(r"[^\W_]+", text)


def missing(lines: Iterable[str], *held: Iterable[str]) -> list[str]:
    """Return the words of some lines, in their order, that none of the held texts accounts for.

    A word that stands twice in the lines must be held twice.
    """
    have: Counter[str] = Counter()
    for texts in held:
        for text in texts:
            have.update(words(text))
    lost = []
    for line in lines:
        for word in word_list(line):
            if have[word]:
                have[word] -= 1
            else:
                lost.append(word)
    return lost


def blank(text: str, spans: list[tuple[int, int]]) -> str:
    """Return the text with these spans overwritten by blanks, so that columns stay."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def has_words(text: str) -> bool:
    """Whether anything but blanks and punctuation is left."""
    return bool(re.search(r"[^\W_]", text)) or any(ord(sign) > 0x2FFF for sign in text)


def balanced(text: str, start: int) -> int:
    """Return the index after the parenthesis that closes the one at ``start``, -1 for none."""
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] == "(") - (text[at] == ")")
        if depth == 0:
            return at + 1
    return -1
