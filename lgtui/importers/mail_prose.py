"""Reads a mail without labels: what its sentences and its signature tell, all of it guesses."""

import re
from typing import NamedTuple

from lgtui.importers.mail_asides import is_aside
from lgtui.importers.mail_parts import PLACE
from lgtui.importers.people import looks_like_name

Lines = list[tuple[int, str]]
"""Lines of a mail with their places."""


class Guess(NamedTuple):
    """What a field may be, and what of the mail tells it: text that is not left over then."""

    field: str
    text: str
    taken: tuple[tuple[int, str], ...] = ()


_TITLE = re.compile(
    r"(?is)\b(?:call\s+(?:the|my|this)\s+talk|(?:talk|presentation)\s+(?:is\s+)?(?:called|titled|entitled)|"
    r"(?:the|my|a)\s+(?:working\s+)?title(?:\s+(?:of|for)\s+(?:the|my)\s+talk)?\s+(?:is|would\s+be|"
    r"will\s+be|could\s+be|might\s+be)|entitled|titled)\s*:?\s*[\"“„«‘](.{5,200}?)[\"”“»’](?=[\s,.;!?)-]|$)"
)
_ABSTRACT = re.compile(r"(?i)\b(?:abstract|summary|description)\b[^.!?:]*:\s*$")
_BIO = re.compile(
    r"(?is)^(?:(?:a\s+(?:little|bit|few\s+words|short\s+text)\s+)?about\s+(?:myself|me)|(?:for\s+|and\s+)?"
    r"(?:the|my)\s+(?:short\s+)?bio(?:graphy)?|who\s+i\s+am)\s*:\s*"
)
SHORTEST_ABSTRACT = 25
"""Words that a paragraph has to have to be taken for an abstract."""


def paragraphs(lines: Lines) -> list[Lines]:
    """Split lines into paragraphs."""
    found: list[Lines] = []
    fresh = True
    for at, line in lines:
        if line.strip():
            if fresh:
                found.append([])
            found[-1].append((at, line))
        fresh = not line.strip()
    return found


def joined(paragraph: Lines) -> str:
    """Return a paragraph's lines as one text."""
    return " ".join(line.strip() for _, line in paragraph)


def guesses(lines: Lines) -> list[Guess]:
    """Guess title, abstract, biography, speaker and affiliation of a mail without labels.

    Args:
        lines: the speaker's own lines.

    Returns:
        At most one guess for each field.
    """
    found: list[Guess] = []
    blocks = paragraphs(lines)
    for n, block in enumerate(blocks):
        text = joined(block)
        fields = {guess.field for guess in found}
        title = _TITLE.search(text)
        if title and "title" not in fields:
            found.append(Guess("title", title[1].strip()))
        if _BIO.match(text) and "bio" not in fields:
            own = _BIO.sub("", text, count=1)
            if own:
                found.append(Guess("bio", own, _without_lead(block, text, own)))
        elif _ABSTRACT.search(text) and "abstract" not in fields:
            found += _abstract(blocks[n + 1 :])
    return found + _signature(lines)


def _without_lead(block: Lines, text: str, own: str) -> tuple[tuple[int, str], ...]:
    """Return the lines of a paragraph that are wholly the field's."""
    lead = text[: len(text) - len(own)]
    first = block[0][1].strip()
    return tuple(block if lead.strip() in first else block[1:])


def _abstract(blocks: list[Lines]) -> list[Guess]:
    taken: Lines = []
    texts: list[str] = []
    for block in blocks:
        text = joined(block)
        long = len(text.split()) >= SHORTEST_ABSTRACT
        if not long or _BIO.match(text) or is_aside(text):
            break
        texts.append(text)
        taken += block
    return [Guess("abstract", "\n\n".join(texts), tuple(taken))] if texts else []


def _signature(lines: Lines) -> list[Guess]:
    """Guess name and affiliation from a signature: a name below its own first name, or ``--``."""
    for n in range(len(lines) - 1, 0, -1):
        at, line = lines[n]
        name = line.strip()
        before = [text.strip() for _, text in lines[max(0, n - 4) : n] if text.strip()]
        if not (looks_like_name(name) and len(name) <= 60 and before):
            continue
        signed = re.sub(r"[,.!]", "", before[-1])
        if signed not in ("--", "—", name.split()[0]):
            continue
        found = [Guess("speakers", name, ((at, line),))]
        for place_at, place in lines[n + 1 : n + 4]:
            if not place.strip():
                break
            if PLACE.search(place):
                return [*found, Guess("affiliation", place.strip(), ((place_at, place),))]
        return found
    return []
