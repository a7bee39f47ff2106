"""Cleans pasted text: garbling, invisible characters, hard line ends of mail and PDF.

Nothing that can be read is lost: words stay, in their order. Line ends become blanks where a
program broke the line to fit a width, never where a person began a new one.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from lgtui.importers.encoding.repair import Repaired, repair_text, strip_invisible

NARROWEST = 40
"""Columns a paragraph needs before its line ends can be taken for a program's."""

WIDEST = 130
"""Columns beyond which nothing breaks lines any more."""


class Unwrapped(NamedTuple):
    """A text whose paragraphs are lines again.

    ``joined`` counts the line ends taken out; ``hyphens`` has (as written, as joined, certain)
    for each word that was broken with a hyphen.
    """

    text: str
    joined: int = 0
    hyphens: tuple[tuple[str, str, bool], ...] = ()


@cache
def _starts_anew() -> re.Pattern[str]:
    """Match a line that begins a list item, heading, table, quote, rule or fence."""
    return re.compile(
        r"\s*(?:[*+•·▪◦‣–—-]\s|\(?[0-9]{1,3}[.)]\s|\(?[a-zA-Z][.)]\s|#{1,6}\s|\||>|```|~~~|"
        r"\[[^\]]+\]:|<!--|[=_*-]{3,}\s*$)"
    )


def clean_paste(text: str, one_line: bool = False) -> tuple[str, tuple[str, ...]]:
    """Clean a pasted text for a field; name each change in a sentence.

    Args:
        text: what was pasted.
        one_line: the field holds one line: every line end becomes a blank.

    Returns:
        The text, and what was done to it, empty where nothing was.
    """
    text, notes = repaired_paste(text)
    if one_line:
        lines = text.split("\n")
        joined, breaks = " ".join(line.strip() for line in lines if line.strip()), len(lines) - 1
        if breaks and len([line for line in lines if line.strip()]) > 1:
            notes += (f"{_count(breaks, 'line end')} became a blank",)
        return (joined if breaks else text), notes
    result = unwrap(text)
    if result.joined:
        notes += (f"{_count(result.joined, 'hard line end')} joined",)
    for before, after, certain in result.hyphens:
        notes += (f"“{before}” became “{after}”{'' if certain else ' (a guess: look at it)'}",)
    return result.text, notes


def repaired_paste(text: str) -> tuple[str, tuple[str, ...]]:
    """Repair the encoding and line ends of a pasted text, and strip invisible characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub("(?<=\\w)\u00ad\n[ \t]*(?=\\w)", "", text)
    repaired = repair_text(text)
    stripped, removed = strip_invisible(repaired.text)
    notes = _repairs(repaired)
    if removed:
        names = ", ".join(dict.fromkeys(each.reason.removeprefix("removed ") for each in removed))
        notes += (f"{_count(len(removed), 'invisible character')} removed: {names}",)
    return stripped, notes


def _repairs(repaired: Repaired) -> tuple[str, ...]:
    notes: list[str] = []
    for certain, words in ((True, "garbled text repaired"), (False, "garbled text guessed")):
        found = [each for each in repaired.changes if each.certain is certain]
        if found:
            shown = ", ".join(f"“{each.before}” → “{each.after}”" for each in found[:3])
            more = f" and {len(found) - 3} more" if len(found) > 3 else ""
            notes.append(f"{words}: {shown}{more}")
    if repaired.flagged:
        shown = ", ".join(f"“{each.text}”" for each in repaired.flagged[:3])
        notes.append(f"looks garbled and was kept: {shown}")
    return tuple(notes)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'s' * (number != 1)}"


def unwrap(text: str) -> Unwrapped:
    """Join lines that a program broke to fit a width; lists, headings and code stay lines.

    A line counts as broken where the next line's first word would not have fit any more. A
    break at a hyphen is resolved by what the rest of the text writes; where it writes neither, a
    usual first part of a compound keeps its hyphen, and the result is marked as a guess.
    """
    known: list[frozenset[str]] = []

    def words() -> frozenset[str]:
        if not known:
            # The pieces of the broken words themselves say nothing of how they are spelled.
            whole = re.sub(r"[^\W\d_]+[-‐][ ]*\n\s*[^\W\d_]+", " ", text.lower())
            known.append(frozenset(re.findall(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*", whole)))
        return known[0]

    out: list[str] = []
    hyphens: list[tuple[str, str, bool]] = []
    joined, fence = 0, ""
    for paragraph in _paragraphs(text.split("\n")):
        width = max(len(line.strip()) for line in paragraph)
        previous = ""
        for at, line in enumerate(paragraph):
            if found := re.match(r"\s*(```|~~~)", line):
                fence = "" if fence == found[1] else fence or found[1]
            if at == 0 or fence or not _broken(previous, line, width):
                out.append(line)
            else:
                out[-1], hyphen = _join(out[-1], line.strip(), words)
                hyphens += hyphen
                joined += 1
            previous = line
    return Unwrapped("\n".join(out), joined, tuple(hyphens))


def _paragraphs(lines: list[str]) -> list[list[str]]:
    runs: list[list[str]] = []
    for line in lines:
        if line.strip() and runs and runs[-1][-1].strip():
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def _broken(line: str, following: str, width: int) -> bool:
    """Return whether a program broke the line between these two, in a paragraph of this width."""
    if _starts_anew().match(following) or re.match(r"\s*(?:#{1,6}\s|\||```|~~~)", line):
        return False
    if line.endswith(("  ", "\\")):
        return False  # Markdown's own line break
    if following.startswith(("    ", "\t")) and not line.startswith(("    ", "\t")):
        return False
    if re.search(r"[^\W\d_][-‐]$", line.rstrip()) and following.strip()[:1].islower():
        return True
    if not NARROWEST <= width <= WIDEST:
        return False
    needed = len(line.strip()) + 1 + len(following.split(maxsplit=1)[0])
    # Proportional type, as in a PDF, fills its lines less evenly than a mail program.
    return (
        needed > width
        if width >= 60 and line.strip().endswith((".", "!", "?", ":"))
        else (needed >= 0.8 * width)
    )


_FIRST_PARTS = frozenset(
    "all anti audio best co cross data deep de double early end ever few fine first five four full "
    "half hand hard high human image in inter intra ill large late left less life long low lower "
    "machine macro meta mid micro mini mono more most multi multiple near new non off on one open "
    "out over para patient peer plug post pre pro quasi re real right second self semi short "
    "single six small so socio soft state sub super task test text third three time top trade "
    "two ultra under up upper user vision well wide world x zero".split()
)
"""Words that English joins to the next one with a hyphen more often than it splits after them."""


def _join(
    line: str, following: str, words: Callable[[], frozenset[str]]
) -> tuple[str, list[tuple[str, str, bool]]]:
    """Return two lines as one, and what became of a word that was broken between them."""
    line = line.rstrip()
    head = re.search(r"([^\W\d_]+(?:[-‐][^\W\d_]+)*)[-‐]$", line)
    tail = re.match(r"[^\W\d_]+", following)
    if not head or not tail or not following[0].islower():
        return f"{line} {following}", []
    certain, keeps = _keeps_hyphen(head[1].lower(), tail[0].lower(), words())
    joined = line + following if keeps else line[:-1] + following
    after = f"{head[1]}{'-' * keeps}{tail[0]}"
    return joined, [(f"{head[0]} {tail[0]}", after, certain)]


def _keeps_hyphen(head: str, tail: str, words: frozenset[str]) -> tuple[bool, bool]:
    """Return whether the spelling is certain, and whether it has a hyphen."""
    whole, compound = head + tail, f"{head}-{tail}"
    if (compound in words) != (whole in words):
        return True, compound in words
    if "-" in head:
        return False, True
    return False, head in _FIRST_PARTS or (len(head) > 3 and head in words)
