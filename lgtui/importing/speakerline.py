"""The line that names a talk's speakers: ``**Name** - Place``, ``Names (Place)``."""

import re

from lgtui.importing.inline import balanced, has_words, links
from lgtui.importing.people import Person


def without_shared(named: tuple[Person, ...], affiliation: str) -> tuple[Person, ...]:
    """The people, without an own affiliation that only repeats the talk's."""
    return tuple(
        one._replace(affiliation="") if one.affiliation == affiliation else one for one in named
    )


def split_speaker(text: str) -> tuple[str, str]:
    """The names a bullet or heading begins with, and the rest: `` - Place`` or `` (Place)``."""
    at = 0
    while True:
        joiner = re.compile(r"\s*(?:,?\s*(?:and|&|with)\s+|[,;]\s*)?").match(text, at)
        start = joiner.end() if joiner else at
        if at and start == at:
            break
        if at and not re.search(r"[,;&]|and|with", text[at:start]):
            break
        end = _marked(text, start)
        if not end:
            break
        at = end
        opening = re.compile(r"\s*(?=\()").match(text, at)
        closing = balanced(text, opening.end()) if opening else -1
        if closing > 0 and re.match(
            r"\s*(?:,?\s*(?:and|&|with)\s+|[,;]\s*)(?=\*\*|\[)", text[closing:]
        ):
            at = closing
    if not at:
        at = _unmarked(text)
    return text[:at].strip(), text[at:].strip()


def _unmarked(text: str) -> int:
    """Where names without bold or link end: before a dash or the last parenthesis after a name."""
    dash = re.search(r"\s+[-–—]+\s+", text)
    opening = text.find("(")
    if opening < 0 or (dash and dash.start() < opening):
        return dash.start() if dash else len(text)
    end = opening
    while (closing := balanced(text, opening)) > 0:
        joined = re.compile(r"\s*(?:,\s*(?:and|&)?|and\b|&)\s*[^()]+(?=\()").match(text, closing)
        if not joined:
            return closing if end != opening or "(" in text[:opening] else opening
        opening = joined.end()
    return end


def _marked(text: str, start: int) -> int:
    """Where the bold or linked name that begins at ``start`` ends; 0 for none."""
    for mark in ("**", "__"):
        if text.startswith(mark, start):
            closing = text.find(mark, start + 2)
            return closing + 2 if closing > 0 else 0
    return next((link.end for link in links(text) if link.start == start), 0)


def after_name(rest: str) -> str | None:
    """The affiliation from what follows the names; ``None`` where it has another form."""
    rest = rest.strip()
    if not rest or re.fullmatch(r"\W+", rest):
        return ""
    if rest.startswith("("):
        closing = balanced(rest, 0)
        return rest[1 : closing - 1] if closing > 0 and not has_words(rest[closing:]) else None
    found = re.match(r"(?:[-–—:,]+|from\b|at\b)\s*(.+)$", rest)
    return found[1].strip().rstrip(".") if found else None


def title_after(rest: str) -> tuple[str, str] | None:
    """Affiliation and title from `` (Place): Title``; ``None`` where it has another form."""
    rest = rest.strip()
    closing = balanced(rest, 0) if rest.startswith("(") else -1
    if closing < 0:
        return None
    found = re.match(r"\s*[:.,–—-]+\s*(\S.*)$", rest[closing:])
    if not found or not has_words(found[1]):
        return None
    return rest[1 : closing - 1], found[1].strip().strip("*_")
